"""The stages that one sentence orders, each with its time: 一季度完成立项，6月底前开工，12月底前竣工 (contract, milestones); and the
sentences that a time labels: 一季度：完成立项。二季度：开工。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policyparse.extract import deadlines
from policyparse.model import Deadline, Setting, Span
from policyparse.text.sentences import sentences

_STOPS = "。！？!?\n"
# a stage's time opens its clause; 例：，力争
_AT_THE_HEAD = re.compile(r"(?:^|[，,；;、：:（(])\s*(?:其中|力争|确保|并|计划)?[，,]?\s*$")
# what stands between a time and the stage that it labels, or some of it: what the stage is worth, and a colon; 例：（5分）：
_WORTH = re.compile(r"\s*(?:[（(][^（()）\n]{1,12}[）)])?\s*(?P<labels>[:：])?\s*")
_EDGE = " \t　，,；;、：:"
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """What is to be done by a time: both as half-open spans of the text, and the deadline that the time sets."""

    when: Span
    what: Span
    deadline: Deadline


def find(text: str, within: Span, setting: Setting) -> tuple[Stage, ...]:
    """The stages in ``text[within.start:within.end]``, in order: the times that head the clauses of a sentence, two or more
    of different days, each with the words up to the next. A sentence with one time has none, unless the time labels it and
    others are labelled so.
    """
    found: list[Stage] = []
    labelled: list[Stage] = []
    for sentence in sentences(text, within, _STOPS):
        stages = tuple(_stages(text, sentence, setting))
        if len({stage.deadline for stage in stages}) >= _LEAST:
            found += stages
        elif len(stages) == 1 and _labels(text, stages[0]):
            labelled += stages
    if len({stage.deadline for stage in labelled}) >= _LEAST:
        found = sorted([*found, *labelled], key=lambda stage: stage.when.start)
    return tuple(found)


def _labels(text: str, stage: Stage) -> bool:
    """Whether the time of a stage stands before it as its label: 一季度（5分）：完成立项."""
    behind = _WORTH.match(text, stage.when.end)
    return bool(behind and behind["labels"])


def _closed(words: str) -> str:
    """The words of a stage without the bracket at their end that was opened before the first one: （一季度立项，二季度开工）."""
    opened = words.count("（") + words.count("(") - words.count("）") - words.count(")")
    return words.rstrip("）)") if opened < 0 and words[-1:] in "）)" else words


def _stages(text: str, sentence: Span, setting: Setting) -> Iterator[Stage]:
    heads = [
        (span, deadline)
        for span, _, deadline in deadlines.named(text, sentence, setting)
        if deadline
        and deadline.kind in {"by", "period"}
        and _AT_THE_HEAD.search(text[max(sentence.start, span.start - 8) : span.start])
    ]
    ends = [*(span.start for span, _ in heads[1:]), sentence.end]
    for (span, deadline), end in zip(heads, ends, strict=False):
        behind = _WORTH.match(text, span.end, end)
        begin = behind.end() if behind and behind["labels"] else span.end
        words = text[begin:end]
        start = begin + len(words) - len(words.lstrip(_EDGE))
        what = Span(start, start + len(_closed(words.strip(_EDGE))))
        if what.end - what.start >= _LEAST:
            yield Stage(span, what, deadline)
