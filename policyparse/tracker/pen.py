"""The one hand that writes: every field that a command changes goes through a Pen, which logs it.

So every command can be told in words and taken back whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from sqlmodel import Session, col, insert

from policyparse.asking.reports import of_tasks
from policyparse.asking.rows import Rows
from policyparse.ledger.reports import Report
from policyparse.tracker import fields
from policyparse.tracker.database import rows_of
from policyparse.tracker.tables import ChangeRow, CommandRow


def moment(at: datetime | None) -> datetime:
    """The time of a command by the office's clock, without zone and fractions; now, where none is given."""
    at = at or datetime.now()
    return (at.astimezone() if at.tzinfo else at).replace(tzinfo=None, microsecond=0)


class Pen:
    """One command under way: what it changed so far. ``finish`` writes it into the log."""

    def __init__(self, session: Session, verb: str, by: str, at: datetime | None) -> None:
        self.session = session
        self.verb = verb
        self.by = by
        self.at = moment(at)
        self.changes: list[dict[str, Any]] = []
        self.words = ""
        self.undoes: int | None = None
        self._touched: set[int] = set()

    @property
    def rows(self) -> Rows:
        """What the command sees, its own changes among it."""
        return rows_of(self.session)

    def reports(self, task: int) -> list[Report]:
        """The reports on a task, in the order in which they came."""
        return of_tasks(self.rows, [task])[task]

    def value(self, task: int, field: str) -> Any:
        """The value in force of a field of a task, as the log keeps it."""
        return fields.of_task(self.session, task, field)

    def task(self, task: int, field: str, value: Any) -> bool:
        """Give a field of a task a value (JSON, as the log keeps it); False where it has it already."""
        value = fields.storable(value)
        before = fields.of_task(self.session, task, field)
        if before == value:
            return False
        self.logged(field, before, value, task=task)
        fields.set_task(self.session, task, field, value)
        self._touched.add(task)
        return True

    def columns(self, task: int, values: Mapping[str, Any]) -> None:
        """Give columns of a task values, in one statement; those that they have already are no change."""
        wanted = {field: fields.storable(value) for field, value in values.items()}
        before = fields.columns(self.session, task, tuple(wanted))
        new = {field: value for field, value in wanted.items() if value != before[field]}
        for field, value in new.items():
            self.logged(field, before[field], value, task=task)
        if new:
            fields.set_columns(self.session, task, new)
            self._touched.add(task)

    def document(self, document: int, field: str, value: Any) -> bool:
        """Give a field of a document a value; False where it has that value already."""
        value = fields.storable(value)
        before = fields.of_document(self.session, document, field)
        if before == value:
            return False
        self.logged(field, before, value, document=document)
        fields.set_document(self.session, document, field, value)
        return True

    def office(self, field: str, value: Any) -> bool:
        """Give a field of no task and no document (a link, a submission, a list of the office's) a value; False where it
        has it already."""
        value = fields.storable(value)
        before = fields.of_office(self.session, field)
        if before == value:
            return False
        self.logged(field, before, value)
        fields.set_office(self.session, field, value)
        return True

    def logged(
        self, field: str, before: Any, after: Any, *, task: int | None = None, document: int | None = None
    ) -> None:
        """Enter a change that was made by other means (rows that came in with this command)."""
        self.changes.append(
            {"task_id": task, "document_id": document, "field": field, "before": before, "after": after}
        )

    def told(self) -> list[tuple[str, Any, Any]]:
        """The changes so far as field, before and after."""
        return [(c["field"], c["before"], c["after"]) for c in self.changes]

    def finish(self, words: str, undoes: int | None = None) -> int | None:
        """Write the command with its words into the log; its number, or None where nothing changed."""
        if not self.changes:
            return None
        fields.settle(self.session, sorted(self._touched))
        self.words, self.undoes = words, undoes
        return enter(self.session, [(self.command(), self.changes)])[0]

    def command(self) -> dict[str, Any]:
        """The command as its row has it."""
        told = {"words": self.words, "undoes": self.undoes}
        return {"at": self.at, "by": self.by, "verb": self.verb, **told}


def enter(session: Session, commands: Sequence[tuple[dict[str, Any], list[dict[str, Any]]]]) -> list[int]:
    """Enter commands with their changes into the log; their numbers."""
    if not commands:
        return []
    entered = insert(CommandRow).returning(col(CommandRow.id), sort_by_parameter_order=True)
    told = [command for command, _ in commands]
    numbers = [cast(int, number) for number in session.execute(entered, told).scalars()]
    changes = [{"command_id": n, **c} for n, (_, some) in zip(numbers, commands, strict=True) for c in some]
    session.execute(insert(ChangeRow), changes)
    return numbers
