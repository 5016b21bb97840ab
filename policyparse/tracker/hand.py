"""One command on many tasks: what is asked is read ahead for all of them, what changes is written for all at once."""

from __future__ import annotations

import copy
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from policyparse.asking.reports import loaded
from policyparse.asking.rows import Rows, among
from policyparse.ledger.reports import Report
from policyparse.schema.facts import Json
from policyparse.tracker import fields
from policyparse.tracker.book import Book
from policyparse.tracker.pen import Pen, enter
from policyparse.tracker.reports import FOLLOWING

Filed = dict[str, Json]
"""The reports on a task as their rows keep them, by their names among its fields, in the order in which they came."""


class Ahead:
    """What hands find of some tasks without asking: columns (those that follow from reports, where no others are named), the
    reports, and facts of some ``kinds``."""

    def __init__(
        self,
        rows: Rows,
        tasks: Sequence[int],
        names: tuple[str, ...] = FOLLOWING,
        kinds: Collection[str] = (),
    ) -> None:
        self.columns = fields.columns_of(rows, tasks, names)
        self.facts = {kind: fields.facts_of(rows, kind, tasks) for kind in kinds}
        self.filed: Mapping[int, Filed] = defaultdict(dict)
        asked = f"SELECT task_id, unit, period, filed FROM report WHERE {among('task_id', tasks)} ORDER BY id"
        for task, unit, period, filed in rows.all(asked):
            self.filed[task][fields.report_name(period, unit)] = rows.json(filed)


class Hand(Pen):
    """A pen for one task of those that were read ahead: what it changes waits for ``write``, so that nothing has to be taken
    back where the report is refused."""

    def __init__(self, pen: Pen, ahead: Ahead, task: int) -> None:
        super().__init__(pen.rows, pen.verb, pen.by, pen.at, pen._session)
        self._task = task
        self._before, self._filed = ahead.columns[task], dict(ahead.filed[task])
        self._facts = {kind: found[task] for kind, found in ahead.facts.items()}
        self.filed: Filed = {}
        self.facts: dict[str, list[Json]] = {}
        self.put: dict[str, Any] = {}

    def another(self) -> Hand:
        """A hand that holds the same, for a trial: what it changes further is its own."""
        other = copy.copy(self)
        other.changes, other._filed, other._facts = [*self.changes], dict(self._filed), dict(self._facts)
        other.filed, other.facts, other.put = dict(self.filed), dict(self.facts), dict(self.put)
        return other

    def reports(self, task: int) -> list[Report]:
        """The reports on the task, its own among them."""
        found = []
        for name, filed in self._filed.items():
            period, _, unit = name.partition(":")[2].partition(":")
            found.append(loaded(unit, period, filed))
        return found

    def value(self, task: int, field: str) -> Any:
        """As ``Pen.value``, with what waits."""
        if field.startswith("report:"):
            return self._filed.get(field)
        if field in self._facts:
            return self._facts[field]
        return self._column(field) if field in self._before else super().value(task, field)

    def _column(self, field: str) -> Any:
        return self.put[field] if field in self.put else self._before[field]

    def task(self, task: int, field: str, value: Any) -> bool:
        """As ``Pen.task``; what was read ahead waits."""
        report = field.startswith("report:")
        if not report and field not in self._facts:
            if field not in self._before:
                return super().task(task, field, value)
            before = len(self.changes)
            self.columns(task, {field: value})
            return len(self.changes) > before
        value, before = fields.storable(value), self.value(task, field)
        if report:
            self._filed.pop(field, None)
            self._filed[field] = self.filed[field] = value
        elif before == value:
            return False
        else:
            self._facts[field] = self.facts[field] = value
        self.logged(field, before, value, task=task)
        return bool(before != value)

    def columns(self, task: int, values: Mapping[str, Any]) -> None:
        """As ``Pen.columns``; all of them wait."""
        for field, value in fields.storable(dict(values)).items():
            if value != (before := self._column(field)):
                self.logged(field, before, value, task=task)
                self.put[field] = value


def put(book: Book, hands: Mapping[int, Hand]) -> None:
    """Write what the hands of some tasks hold; ``settle`` the tasks and log the changes afterwards."""
    reports = [(task, name, filed) for task, hand in hands.items() for name, filed in hand.filed.items()]
    fields.set_reports(book, reports)
    fields.set_facts_of(book, {task: hand.facts for task, hand in hands.items() if hand.facts})
    fields.set_columns_of(book, {task: hand.put for task, hand in hands.items() if hand.put})


def write(pen: Pen, hands: Mapping[int, Hand]) -> None:
    """Write what the hands of some tasks hold, and each as a command of its own into the log."""
    put(pen.rows, hands)
    pen.settle([task for task, hand in hands.items() if hand.changes])
    enter(pen.rows, [(hand.command(), hand.changes) for hand in hands.values() if hand.changes])
