"""The one hand that writes: every field that a command changes goes through a Pen, which logs it.

So every command can be told in words and taken back whole.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from policyparse.asking.reports import of_tasks
from policyparse.ledger.reports import Report
from policyparse.tracker import fields
from policyparse.tracker.book import Book

if TYPE_CHECKING:
    from sqlmodel import Session  # who writes a report does without


def moment(at: datetime | None) -> datetime:
    """The time of a command by the office's clock, without zone and fractions; now, where none is given."""
    at = at or datetime.now()
    return (at.astimezone() if at.tzinfo else at).replace(tzinfo=None, microsecond=0)


class Pen:
    """One command under way: what it changed so far. ``finish`` writes it into the log.

    ``rows`` are what the command sees, its own changes among it; ``session`` is the one of SQLModel over the same
    transaction, where the command was begun with one.
    """

    def __init__(
        self, rows: Book, verb: str, by: str, at: datetime | None, session: Session | None = None
    ) -> None:
        self.rows = rows
        self._session = session
        self.verb = verb
        self.by = by
        self.at = moment(at)
        self.changes: list[dict[str, Any]] = []
        self.words = ""
        self.undoes: int | None = None
        self._touched: set[int] = set()

    @property
    def session(self) -> Session:
        """The session, for what is asked and written by the tables' classes."""
        assert self._session is not None, "this command was begun without SQLModel"
        return self._session

    def part(self, by: str) -> Pen:
        """A pen for what another does within the command; what it changes is its own."""
        return Pen(self.rows, self.verb, by, self.at, self._session)

    def reports(self, task: int) -> list[Report]:
        """The reports on a task, in the order in which they came."""
        return of_tasks(self.rows, [task])[task]

    def value(self, task: int, field: str) -> Any:
        """The value in force of a field of a task, as the log keeps it."""
        return fields.of_task(self.rows, task, field)

    def task(self, task: int, field: str, value: Any) -> bool:
        """Give a field of a task a value (JSON, as the log keeps it); False where it has it already."""
        value = fields.storable(value)
        before = fields.of_task(self.rows, task, field)
        if before == value:
            return False
        self.logged(field, before, value, task=task)
        fields.set_task(self.rows, task, field, value)
        self._touched.add(task)
        return True

    def columns(self, task: int, values: Mapping[str, Any]) -> None:
        """Give columns of a task values, in one statement; those that they have already are no change."""
        wanted = {field: fields.storable(value) for field, value in values.items()}
        before = fields.columns(self.rows, task, tuple(wanted))
        new = {field: value for field, value in wanted.items() if value != before[field]}
        for field, value in new.items():
            self.logged(field, before[field], value, task=task)
        if new:
            fields.set_columns(self.rows, task, new)
            self._touched.add(task)

    def document(self, document: int, field: str, value: Any) -> bool:
        """Give a field of a document a value; False where it has that value already."""
        value = fields.storable(value)
        before = fields.of_document(self.rows, document, field)
        if before == value:
            return False
        self.logged(field, before, value, document=document)
        fields.set_document(self.rows, document, field, value)
        return True

    def office(self, field: str, value: Any) -> bool:
        """Give a field of no task and no document (a link, a submission, a list of the office's) a value; False where it
        has it already."""
        value = fields.storable(value)
        before = fields.of_office(self.rows, field)
        if before == value:
            return False
        self.logged(field, before, value)
        fields.set_office(self.rows, field, value)
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
        self.settle(sorted(self._touched))
        self.words, self.undoes = words, undoes
        return enter(self.rows, [(self.command(), self.changes)])[0]

    def settle(self, tasks: Sequence[int]) -> None:
        """Work out again what follows from the fields of tasks; what the session has seen of them before is old."""
        fields.settle(self.rows, tasks)
        if self._session is not None:
            self._session.expire_all()

    def command(self) -> dict[str, Any]:
        """The command as its row has it."""
        told = {"words": self.words, "undoes": self.undoes}
        return {"at": self.at, "by": self.by, "verb": self.verb, **told}


def enter(book: Book, commands: Sequence[tuple[dict[str, Any], list[dict[str, Any]]]]) -> list[int]:
    """Enter commands with their changes into the log; their numbers."""
    if not commands:
        return []
    numbers = book.numbers("command", len(commands))
    book.insert("command", [{"id": n, **told} for n, (told, _) in zip(numbers, commands, strict=True)])
    changes = [{"command_id": n, **c} for n, (_, some) in zip(numbers, commands, strict=True) for c in some]
    book.insert("change", changes)
    return numbers
