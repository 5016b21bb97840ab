"""The one hand that writes: every field that a command changes goes through a Pen, which logs it.

So every command can be told in words and taken back whole.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlmodel import Session, col, insert, select, update

from policyparse.errors import TrackerError
from policyparse.tracker import rows
from policyparse.tracker.search import spread
from policyparse.tracker.tables import ChangeRow, CommandRow, DocumentRow, LinkRow, TaskRow

_DAYS = frozenset({"started_on", "finished_on", "issued_on"})
_MOMENTS = frozenset({"updated_at", "added_at"})


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

    def task(self, task: int, field: str, value: Any) -> bool:
        """Give a field of a task a value (JSON, as the log keeps it); False where it has it already."""
        value = storable(value)
        before = task_field(self.session, task, field)
        if before == value:
            return False
        self.logged(field, before, value, task=task)
        if field in rows.TABLES:
            rows.write_facts(self.session, field, {task: value}, {task: {"state": "未启动", "due": None}})
        else:
            self.session.execute(
                update(TaskRow).where(col(TaskRow.id) == task).values({field: _typed(field, value)})
            )
        self._touched.add(task)
        return True

    def document(self, document: int, field: str, value: Any) -> bool:
        """Give a field of a document a value; False where it has that value already."""
        value = storable(value)
        before = document_field(self.session, document, field)
        if before == value:
            return False
        self.logged(field, before, value, document=document)
        values = {field: _typed(field, value)}
        self.session.execute(update(DocumentRow).where(col(DocumentRow.id) == document).values(values))
        return True

    def logged(
        self, field: str, before: Any, after: Any, *, task: int | None = None, document: int | None = None
    ) -> None:
        """Enter a change that was made by other means (rows that came in with this command)."""
        self.changes.append(
            {"task_id": task, "document_id": document, "field": field, "before": before, "after": after}
        )

    def finish(self, words: str, undoes: int | None = None) -> int | None:
        """Write the command into the log; its number, or None where nothing changed."""
        if not self.changes:
            return None
        settle(self.session, sorted(self._touched))
        values = {"at": self.at, "by": self.by, "verb": self.verb, "words": words, "undoes": undoes}
        entered = insert(CommandRow).values(values).returning(col(CommandRow.id))
        command = cast(int, self.session.execute(entered).scalar_one())
        self.session.execute(
            insert(ChangeRow), [{"command_id": command, **change} for change in self.changes]
        )
        return command


# ---- fields as JSON ------------------------------------------------------------------------------------


def task_field(session: Session, task: int, field: str) -> Any:
    """The value in force of a task's field, as the log keeps it. Raises TrackerError for no such task."""
    if field in rows.TABLES:
        return rows.facts_json(session, field, task)
    return _field(session, TaskRow, task, field, "任务")


def document_field(session: Session, document: int, field: str) -> Any:
    """The value in force of a document's field. Raises TrackerError for no such document."""
    return _field(session, DocumentRow, document, field, "文件")


def _field(session: Session, table: Any, number: int, field: str, what: str) -> Any:
    found = session.exec(select(getattr(table, field)).where(table.id == number)).all()
    if not found:
        raise TrackerError(f"没有编号为 {number} 的{what}。")
    return plain(found[0])


def plain(value: Any) -> Any:
    """A column's value as JSON."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


def storable(value: Any) -> Any:
    """JSON without U+0000, which the columns leave out, so that the log says what the columns hold."""
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, list):
        return [storable(v) for v in value]
    return {k: storable(v) for k, v in value.items()} if isinstance(value, dict) else value


def _typed(field: str, value: Any) -> Any:
    if value is None:
        return None
    if field in _DAYS:
        return date.fromisoformat(value)
    if field in _MOMENTS:
        return datetime.fromisoformat(value)
    return Decimal(value) if field == "points" else value


def settle(session: Session, tasks: list[int]) -> None:
    """Work out again what is kept only to be found quickly: due dates, links' copies, searched words."""
    for number in tasks:
        row = session.exec(
            select(TaskRow).where(col(TaskRow.id) == number).execution_options(populate_existing=True)
        ).one()
        due = rows.latest_due(rows.facts_json(session, "deadlines", number))
        words = spread(row.title, row.text)
        session.execute(update(TaskRow).where(col(TaskRow.id) == number).values(due=due, words=words))
        session.execute(
            update(LinkRow).where(col(LinkRow.task_id) == number).values(state=row.state, due=due)
        )
