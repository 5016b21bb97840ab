"""The facts of the tracker that may be wrong or are missing, each with the reason and the words around it.

They stand in the order of the harm that they do: no lead or a wrong one, then the deadline, the target, the supporting
units, the standard; of one kind the least sure first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policyparse.checks import doubts
from policyparse.ledger import TrackedTask
from policyparse.ledger.words import ROLES, UNCLEAR, deadline_words, normal_target
from policyparse.model import Mention, Policy

KINDS: Mapping[str, str] = {"u": "units", "t": "targets", "d": "deadlines"}
"""The letter by which a kind of facts is named: 12.u1 is the first unit of task 12."""
AROUND = 40
"""Characters of the document that are shown on either side of a fact."""
NO_LEAD = "unit.no-lead"
HARM = ("lead", "deadline", "goal", "support", "standard")
"""What a wrong fact is of, the most harmful first."""

_CLASSES: Mapping[str, Callable[[Mention[Any]], str]] = {
    "u": doubts.unit,
    "t": doubts.target,
    "d": doubts.deadline,
}


@dataclass(frozen=True, slots=True)
class Doubt:
    """A fact that may be wrong: how it is named (12.u1), whose it is, what it says, and why it is doubtful.

    ``kind`` is its class (``deadline.presumed``), ``harm`` what it is of (``lead``). Of a lead that is missing there is no
    mention, and its name is the task's number: it can be entered, not confirmed.
    """

    name: str
    task: TrackedTask
    words: str
    kind: str
    harm: str
    mention: Mention[Any] | None = None

    @property
    def reason(self) -> str:
        """Why it is doubtful, in words."""
        return doubts.reason(self.kind)

    @property
    def confidence(self) -> float:
        """The share of facts of its class that are right (0 to 1); 0 for what is missing."""
        return self.mention.confidence if self.mention else 0.0


def doubtful(tasks: Sequence[TrackedTask]) -> list[Doubt]:
    """The facts of the tasks that are not sure, the most harmful first."""
    return costliest(doubt for task in tasks for doubt in _of(task))


def costliest(found: Iterable[Doubt]) -> list[Doubt]:
    """The doubts in the order of the harm that they do; of one kind the least sure first."""
    return sorted(found, key=lambda doubt: (HARM.index(doubt.harm), doubt.confidence, doubt.task.id))


def _of(task: TrackedTask) -> Iterator[Doubt]:
    if task.kind == "task" and not task.lead:
        issuer = f"（发文机关：{task.document.issuer}）" if task.document.issuer else ""
        yield Doubt(str(task.id), task, f"牵头单位：{UNCLEAR}{issuer}", NO_LEAD, "lead")
    for letter, classify in _CLASSES.items():
        mentions: Sequence[Mention[Any]] = getattr(task, KINDS[letter])
        for place, mention in enumerate(mentions, 1):
            if mention.confidence < doubts.SURE:
                harm = {"u": "role", "t": "kind"}.get(letter)
                of = str(getattr(mention.value, harm)) if harm else "deadline"
                yield Doubt(
                    f"{task.id}.{letter}{place}",
                    task,
                    words_of(letter, mention),
                    classify(mention),
                    of,
                    mention,
                )


def words_of(letter: str, mention: Mention[Any]) -> str:
    """What a fact says, by the letter of its kind (KINDS): 牵头单位：市教育局."""
    if letter == "u":
        return f"{ROLES[mention.value.role]}单位：{mention.value.name}"
    if letter == "t":
        return f"目标：{normal_target(mention.value)}"
    return f"时限：{deadline_words(mention)}"


def around(doubt: Doubt, policy: Policy | None) -> str:
    """The words of a fact in the text that it stands in, with its page; the task's own where it has no place, or where
    the text cannot be read (None)."""
    page, words = passage(doubt, policy)
    return f"{f'第{page}页 ' if page else ''}{words}"


def passage(doubt: Doubt, policy: Policy | None) -> tuple[int | None, str]:
    """The page (from 1) and the words around a fact, the fact itself in brackets; the task's own where it has no place."""
    span = doubt.mention.span if doubt.mention else None
    text = policy.document.text if policy else ""
    if policy is None or doubt.mention is None or span is None or span.of(text) != doubt.mention.surface:
        return doubt.task.page, doubt.task.text[: 2 * AROUND]
    left = text[max(0, span.start - AROUND) : span.start].rpartition("\n")[2]
    right = text[span.end : span.end + AROUND].partition("\n")[0]
    return policy.document.page(span), f"…{left}【{doubt.mention.surface}】{right}…"
