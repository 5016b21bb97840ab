"""Corrections of a whole table, entered as one command: each is a decision as ``edit`` makes one, or a confirmation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policyparse.asking import tasks
from policyparse.errors import TrackerError
from policyparse.ledger import Filter, Left, NewTask, TrackedTask
from policyparse.ledger.corrections import Corrected, Correction
from policyparse.tracker import confirming, decisions, rows
from policyparse.tracker.hand import Ahead, Hand, put
from policyparse.tracker.pen import Pen
from policyparse.tracker.staffing import Known

COLUMNS = ("title", "text", "milestones", "dropped")
"""The columns of a task that are corrected."""

Decide = Callable[[Sequence[TrackedTask]], tuple[Sequence[Correction], Sequence[NewTask]]]
"""Given the tasks as they stand, what to correct and what to add."""


def correct(pen: Pen, decide: Decide, new_units: bool) -> Corrected:
    """Enter corrections; one that cannot be is told and leaves nothing behind, the rest goes on.

    ``new_units`` takes names of units that neither the tracker nor the lexicon knows.
    """
    tracked = {task.id: task for task in tasks.tasks(pen.rows, Filter(), pen.at.date())}
    corrections, new = decide(tuple(tracked.values()))
    numbers = [number for number in dict.fromkeys(one.task for one in corrections) if number in tracked]
    ahead, known = Ahead(pen.rows, numbers, COLUMNS, rows.TABLES), Known(pen.session)
    hands = {number: Hand(pen, ahead, number) for number in numbers}
    refused: list[Left] = []
    changed: dict[int, None] = {}
    confirmed, decided = 0, False
    for one in corrections:
        try:
            if one.task not in tracked or hands[one.task].value(one.task, "dropped"):
                raise TrackerError(f"没有编号为 {one.task} 的任务。")
            trial = hands[one.task].another()
            confirmed += _enter(trial, one, tracked[one.task].document.id, known, new_units)
        except TrackerError as error:
            refused.append(Left(one.task, one.place, str(error)))
            continue
        if len(trial.changes) > len(hands[one.task].changes):
            changed[one.task] = None
            decided = decided or one != Correction(one.task, one.place, confirmed=one.confirmed)
        hands[one.task] = trial
    put(pen.rows, hands)
    pen.settle(list(changed))
    pen.changes += (change for hand in hands.values() for change in hand.changes)
    added, unfit = decisions.put_in_each(pen, new, new_units)
    entered = sum(number is not None for number in added)
    if not (decided or entered):
        pen.verb = "confirm"
    done = [
        *([f"更正任务 {'、'.join(map(str, changed))}"] if changed and decided else []),
        *([f"确认{confirmed}条事实"] if confirmed else []),
        *([f"补录{entered}项"] if entered else []),
    ]
    return Corrected(
        pen.finish(f"按表{'，'.join(done)}"), tuple(changed), added, confirmed, (*refused, *unfit)
    )


def _enter(pen: Pen, one: Correction, document: int, known: Known, new_units: bool) -> int:
    """Make one correction; how many facts it confirmed. A fact is confirmed before its place can be another."""
    done = sum(confirming.mark_right(pen, one.task, kind, place) for kind, place in one.confirmed)
    decisions.amend(pen, one, document, known, new_units)
    return done
