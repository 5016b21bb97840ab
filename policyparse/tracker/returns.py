"""Filled-in tables taken back: the entries of many tasks, with their reports and new tasks, in one command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from policyparse.errors import TrackerError
from policyparse.ledger import Filter
from policyparse.schema.facts import Json
from policyparse.tracker import decisions, fields, progress, queries
from policyparse.tracker.pen import Pen


@dataclass(frozen=True, slots=True)
class Entries:
    """What a unit reported of one task: fields of Progress, present values of targets by their place, and who did."""

    task: int
    fields: Mapping[str, Any] = field(default_factory=dict)
    presents: Mapping[int, Decimal] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that a unit has added to its table, behind another of a document; ``entries`` has no number yet."""

    document: int
    after: int | None
    title: str
    text: str
    lead: Sequence[str]
    support: Sequence[str]
    entries: Entries


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken back: the command's number, None where nothing changed; the tasks with something new; those
    whose entries contradict each other, with the reason; and the numbers of the tasks that were added."""

    command: int | None
    tasks: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]
    added: tuple[int, ...]


def take_back(pen: Pen, entries: Sequence[Entries], new: Sequence[NewTask], period: str | None) -> Taken:
    """Enter what came back, each task under the name of the unit that reported; ``period`` files it as reports too."""
    added = tuple(_add(pen, task) for task in new)
    fresh = [
        Entries(number, task.entries.fields, task.entries.presents, task.entries.by)
        for number, task in zip(added, new, strict=True)
    ]
    changed: list[int] = []
    refused: list[tuple[int, str]] = []
    known = {task.id: task for task in queries.tasks(pen.session, Filter(), pen.at.date())}
    for one in [*entries, *fresh]:
        hand = Pen(pen.session, pen.verb, one.by, pen.at)
        try:
            progress.enter(hand, known[one.task], dict(one.fields), one.presents, period)
        except TrackerError as error:
            refused.append((one.task, str(error)))
            continue
        if hand.changes:
            changed.append(one.task)
            pen.changes += hand.changes
    fields.settle(pen.session, changed)
    words = [f"取回{len(changed)}项任务的填报", *([f"补录{len(added)}项"] if added else [])]
    command = pen.finish(f"{period or ''}{'，'.join(words)}")
    return Taken(command, tuple(changed), tuple(refused), added)


def _add(pen: Pen, task: NewTask) -> int:
    nothing: Json = {"number": None, "targets": [], "deadlines": []}
    told = {"title": task.title, "text": task.text, **nothing}
    return decisions.add_task(pen, task.document, task.after, told, task.lead, task.support)
