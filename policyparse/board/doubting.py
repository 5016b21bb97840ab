"""What is doubtful in the whole tracker, kept in step with its log: after a command only what it touched is asked for anew."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from threading import Lock

from policyparse.ledger import Filter, TrackedTask
from policyparse.ledger.review import Doubt, costliest, doubtful
from policyparse.tracker import Tracker, log

MANY = 500
"""Tasks that one command touched; where it was more, all are asked for."""


class Doubting:
    """The doubts of one tracker; every question gives them as they stand now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen = -1
        self._found: dict[int, list[Doubt]] = {}
        self._ordered: tuple[Doubt, ...] = ()

    def all(self, tracker: Tracker, today: date) -> tuple[Doubt, ...]:
        """Every doubt, the costliest first."""
        with self._lock:
            last = log.last(tracker.database)
            if last != self._seen:
                self._catch_up(tracker, today)
                self._seen = last
                self._ordered = tuple(costliest(d for found in self._found.values() for d in found))
            return self._ordered

    def _catch_up(self, tracker: Tracker, today: date) -> None:
        tasks, documents = log.touched(tracker.database, self._seen) if self._seen >= 0 else (set(), set())
        if self._seen < 0 or len(tasks) > MANY or documents:
            self._found = {}
            self._take(tracker.tasks(today=today))
            return
        for number in tasks:
            self._found.pop(number, None)
        self._take(tracker.tasks(Filter(ids=tuple(sorted(tasks))), today=today))

    def _take(self, tasks: Iterable[TrackedTask]) -> None:
        for task in tasks:
            if found := doubtful([task]):
                self._found[task.id] = found
