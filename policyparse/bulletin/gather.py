"""What a 通报 counts, asked of the tracker: the tasks as they are on its day, the reports of its period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from policyparse.bulletin.figures import Figures, count
from policyparse.exports.units import grouped
from policyparse.ledger import Filter, ReportCard, TrackedTask
from policyparse.ledger.periods import period

if TYPE_CHECKING:
    from policyparse.asking import Reader


def gather(
    tracker: Reader, name: str, chosen: Filter, day: date | None, soon_days: int, *, today: date
) -> Figures:
    """The figures of a period (2025-06, 2025Q2); a month that ends a quarter counts that quarter's reports with its own.

    The tasks are as they stood then, whatever has been reported since.
    ``day`` is up to which is counted: the period's end, or today while it has not come, where it is None. A document
    counts from the day it was issued or entered, whichever was first.
    """
    until = day or min(period(name).end, today)
    return count(*_asked(tracker, name, chosen, until, today), period=name, day=until, soon_days=soon_days)


def gather_each(
    tracker: Reader, name: str, documents: Mapping[int, Sequence[int]], soon_days: int, *, today: date
) -> dict[int, Figures]:
    """The same of each of some documents by itself, as it stands today; ``documents`` has the numbers of their tasks. All are
    asked at once, which for many small documents takes a fraction of the time."""
    chosen = Filter(ids=tuple(number for some in documents.values() for number in some))
    tasks, reports, before = _asked(tracker, name, chosen, today, today)
    own = grouped((task.document.id, task) for task in tasks)
    filed = grouped((card.task.document.id, card) for card in reports)
    return {
        number: count(
            own.get(number, []),
            filed.get(number, []),
            before,
            period=name,
            day=today,
            soon_days=soon_days,
        )
        for number in documents
    }


def _asked(
    tracker: Reader, name: str, chosen: Filter, until: date, today: date
) -> tuple[list[TrackedTask], list[ReportCard], dict[int, ReportCard]]:
    """The tasks that count, their reports of the period, and the last ones before it by task."""
    tasks = {task.id: task for task in tracker.tasks_as_of(chosen, day=until) if task.document.begun <= until}
    reports: list[ReportCard] = []
    before: dict[int, ReportCard] = {}
    for one in period(name).closes:
        # a report shows its task as it is counted: overdue on the day of the 通报 and not on today's
        reports += [
            replace(card, task=tasks[card.task.id])
            for card in tracker.reports(one.name, chosen, today=today)
            if card.task.id in tasks
        ]
        last = tracker.reports(one.previous.name, chosen, today=today)
        before.update((card.task.id, card) for card in last if card.status == "已报")
    return list(tasks.values()), reports, before
