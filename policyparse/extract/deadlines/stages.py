"""The stages that one sentence orders, each with its time: 一季度完成立项，6月底前开工，12月底前竣工 (contract, milestones)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policyparse.extract import deadlines
from policyparse.model import Deadline, Setting, Span
from policyparse.text.sentences import sentences

_STOPS = "。！？!?\n"
# a stage's time opens its clause; 例：，力争
_AT_THE_HEAD = re.compile(r"(?:^|[，,；;、：:])\s*(?:其中|力争|确保|并|计划)?[，,]?\s*$")
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
    of different days, each with the words up to the next. A sentence with one time has none.
    """
    found: list[Stage] = []
    for sentence in sentences(text, within, _STOPS):
        if len(deadlines.named(text, sentence, setting)) < _LEAST:
            continue
        stages = tuple(_stages(text, sentence, setting))
        if len({stage.deadline for stage in stages}) >= _LEAST:
            found += stages
    return tuple(found)


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
        words = text[span.end : end]
        start = span.end + len(words) - len(words.lstrip(_EDGE))
        what = Span(start, start + len(words.strip(_EDGE)))
        if what.end - what.start >= _LEAST:
            yield Stage(span, what, deadline)
