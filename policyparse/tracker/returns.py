"""Filled-in tables taken back: the entries of many tasks, with their reports and new tasks, in one command."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.errors import TrackerError
from policyparse.ledger import Filing, Filter, NewTask, Taken
from policyparse.schema.facts import Json
from policyparse.tracker import decisions, fields, progress, queries
from policyparse.tracker.pen import Pen


def take_back(pen: Pen, filings: Sequence[Filing], new: Sequence[NewTask], period: str | None) -> Taken:
    """Enter what came back, each task under the name of the unit that reported; ``period`` files it as reports too."""
    added = tuple(_add(pen, task) for task in new)
    fresh = [Filing(number, task.entries, task.by) for number, task in zip(added, new, strict=True)]
    changed: list[int] = []
    refused: list[tuple[int, str]] = []
    known = {task.id: task for task in queries.tasks(pen.session, Filter(), pen.at.date())}
    for one in [*filings, *fresh]:
        hand = Pen(pen.session, pen.verb, one.by, pen.at)
        try:
            progress.enter(hand, known[one.task], one.entries, period)
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
