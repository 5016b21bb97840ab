"""Corrections of a whole table, entered as one command: each is a decision as ``edit`` makes one, or a confirmation."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from policyparse.asking import tasks
from policyparse.errors import TrackerError
from policyparse.ledger import Filter, Left, NewTask, TrackedTask
from policyparse.ledger.corrections import Corrected, Correction
from policyparse.tracker import confirming, decisions
from policyparse.tracker.pen import Pen

Decide = Callable[[Sequence[TrackedTask]], tuple[Sequence[Correction], Sequence[NewTask]]]
"""Given the tasks as they stand, what to correct and what to add."""


def correct(pen: Pen, decide: Decide, new_units: bool) -> Corrected:
    """Enter corrections; one that cannot be is told and leaves nothing behind, the rest goes on.

    ``new_units`` takes names of units that neither the tracker nor the lexicon knows.
    """
    corrections, new = decide(tuple(tasks.tasks(pen.rows, Filter(), pen.at.date())))
    refused: list[Left] = []
    changed: dict[int, None] = {}
    confirmed, decided = 0, False
    for one in corrections:
        before = len(pen.changes)
        try:
            with pen.session.begin_nested():
                confirmed += _enter(pen, one, new_units)
        except TrackerError as error:
            del pen.changes[before:]
            refused.append(Left(one.task, one.place, str(error)))
            continue
        if len(pen.changes) > before:
            changed[one.task] = None
            decided = decided or one != Correction(one.task, one.place, confirmed=one.confirmed)
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


def _enter(pen: Pen, one: Correction, new_units: bool) -> int:
    """Make one correction; how many facts it confirmed. A fact is confirmed before its place can be another."""
    done = sum(confirming.mark_right(pen, one.task, kind, place) for kind, place in one.confirmed)
    decisions.amend(pen, one, new_units)
    return done
