"""The stages that one sentence orders, each with its time: 一季度完成立项，6月底前开工，12月底前竣工 (contract, milestones); and the
sentences that a time labels: 一季度：完成立项。二季度：开工。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyparse.extract import deadlines
from policyparse.lexicon import sites
from policyparse.model import Deadline, Mention, Milestone, Setting, Span
from policyparse.text.sentences import sentences

_STOPS = "。！？!?\n"
# a stage's time opens its clause; 例：，力争
_AT_THE_HEAD = re.compile(r"(?:^|[，,；;、：:（(])\s*(?:其中|力争|确保|并|计划)?[，,]?\s*$")
# what stands between a time and the stage that it labels, or some of it: what the stage is worth, and a colon; 例：（5分）：
_WORTH = re.compile(r"\s*(?:[（(][^（()）\n]{1,12}[）)])?\s*(?P<labels>[:：])?\s*")
# what says of a time only that the task is done by then; 例：完成
_DONE = re.compile(
    r"(?:之?前|以前|以内|内)?[，,、；;]?[并且]?(?:全部|全面|基本|按时|按期|长期|持续|常态化?|不断|一直)*"
    r"(?:完成|办结|落实|实施|结束|到位|整改|执行|推进|坚持|开展|保持|见效|取得实效)*(?:任务|工作)?"
)
_EDGE = " \t　，,；;、：:"
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Stage:
    """What is to be done by a time: both as half-open spans of the text, and the deadline that the time sets."""

    when: Span
    what: Span
    deadline: Deadline


def find(text: str, within: Span, setting: Setting, *, labelled: bool = False) -> tuple[Stage, ...]:
    """The stages in ``text[within.start:within.end]``, in order: the times that head the clauses of a sentence, two or more
    of different days, each with the words up to the next. A sentence with one time has none, unless the time labels it and
    others are labelled so. Behind a label (``labelled``: 完成时限：3月底前建立清单) one is enough whose words say what is done: they
    are no text of the task.
    """
    found: list[Stage] = []
    single: list[Stage] = []
    for sentence in sentences(text, within, _STOPS):
        stages = tuple(_stages(text, sentence, setting))
        if len({stage.deadline for stage in stages}) >= _LEAST:
            found += stages
        elif labelled:
            found += (
                s for s in stages if not (_DONE.fullmatch(text, *s.what) or sites.told(s.what.of(text)))
            )
        elif len(stages) == 1 and _labels(text, stages[0]):
            single += stages
    if len({stage.deadline for stage in single}) >= _LEAST:
        found = sorted([*found, *single], key=lambda stage: stage.when.start)
    return tuple(found)


def milestones(
    text: str, pieces: Sequence[Span], times: Sequence[Span], setting: Setting
) -> tuple[Mention[Milestone], ...]:
    """The stages that the text of a task orders (``pieces``), and what the times behind its labels are for (``times``)."""
    spans = [*((piece, False) for piece in pieces), *((time, True) for time in times)]
    return tuple(
        Mention(
            s.what,
            s.what.of(text),
            Milestone(s.when.of(text), s.what.of(text), s.deadline.due, s.deadline.start),
            "sentence.milestone",
        )
        for span, labelled in spans
        for s in find(text, span, setting, labelled=labelled)
    )


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
