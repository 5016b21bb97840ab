"""The one hand that writes: every field that a command changes goes through a Pen, which logs it.

So every command can be told in words and taken back whole.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast

from sqlmodel import Session, col, insert

from policyparse.asking.rows import Rows
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
        self._touched: set[int] = set()

    @property
    def rows(self) -> Rows:
        """What the command sees, its own changes among it."""
        return rows_of(self.session)

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
        values = {"at": self.at, "by": self.by, "verb": self.verb, "words": words, "undoes": undoes}
        entered = insert(CommandRow).values(values).returning(col(CommandRow.id))
        command = cast(int, self.session.execute(entered).scalar_one())
        self.session.execute(
            insert(ChangeRow), [{"command_id": command, **change} for change in self.changes]
        )
        return command
