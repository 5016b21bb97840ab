"""The facts of the tracker that may be wrong, each with the reason and the words around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyparse.checks import doubts
from policyparse.ledger import TrackedTask
from policyparse.ledger.words import ROLES, deadline_words, normal_target
from policyparse.model import Mention, Policy

KINDS: Mapping[str, str] = {"u": "units", "t": "targets", "d": "deadlines"}
"""The letter by which a kind of facts is named: 12.u1 is the first unit of task 12."""
AROUND = 40
"""Characters of the document that are shown on either side of a fact."""

_CLASSES: Mapping[str, Callable[[Mention[Any]], str]] = {
    "u": doubts.unit,
    "t": doubts.target,
    "d": doubts.deadline,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that may be wrong: how it is named (12.u1), whose it is, what it says, and why it is doubtful."""

    name: str
    task: TrackedTask
    words: str
    reason: str
    mention: Mention[Any]


def doubtful(tasks: Sequence[TrackedTask]) -> Iterator[Doubt]:
    """The facts of the tasks that are not sure, in the tasks' order."""
    for task in tasks:
        for letter, classify in _CLASSES.items():
            mentions: Sequence[Mention[Any]] = getattr(task, KINDS[letter])
            for place, mention in enumerate(mentions, 1):
                if mention.confidence < doubts.SURE:
                    reason = doubts.reason(classify(mention))
                    yield Doubt(f"{task.id}.{letter}{place}", task, _words(letter, mention), reason, mention)


def _words(letter: str, mention: Mention[Any]) -> str:
    if letter == "u":
        return f"{ROLES[mention.value.role]}单位：{mention.value.name}"
    if letter == "t":
        return f"目标：{normal_target(mention.value)}"
    return f"时限：{deadline_words(mention)}"


def around(doubt: Doubt, policy: Policy) -> str:
    """The words of a fact in the text that it stands in, with its page; the task's own where it has no place."""
    span = doubt.mention.span
    text = policy.document.text
    if span is None or span.of(text) != doubt.mention.surface:
        return doubt.task.text[: 2 * AROUND]
    page = policy.document.page(span)
    left = text[max(0, span.start - AROUND) : span.start].rpartition("\n")[2]
    right = text[span.end : span.end + AROUND].partition("\n")[0]
    return f"{f'第{page}页 ' if page else ''}…{left}【{doubt.mention.surface}】{right}…"
