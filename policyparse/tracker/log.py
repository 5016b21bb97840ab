"""The log by whole commands, asked of a ``Database``: what a page shows of it, and whether anything is new."""

from __future__ import annotations

from typing import Any, cast

from sqlalchemy import ColumnElement, func
from sqlmodel import Session, col, select

from policyparse.asking import log as asked
from policyparse.ledger import Change, Command
from policyparse.tracker.database import Database
from policyparse.tracker.tables import ChangeRow, CommandRow, TaskRow

MANY = 50
"""Commands that are given at a time."""


def undone_commands() -> Any:
    """A subquery: the numbers of the commands that were taken back."""
    return select(CommandRow.undoes).where(col(CommandRow.undoes).is_not(None))


def last(database: Database) -> int:
    """The number of the last command of all, 0 for none: while it stays, nothing has changed."""
    with database.reading() as session:
        return session.exec(select(func.max(CommandRow.id))).one() or 0


def last_of(database: Database, task: int) -> int:
    """The number of the last command that changed a task, 0 for none: what ``seen`` of ``Tracker.progress`` is."""
    with database.reading() as session:
        return (
            session.exec(select(func.max(ChangeRow.command_id)).where(ChangeRow.task_id == task)).one() or 0
        )


def touched(database: Database, since: int) -> tuple[set[int], set[int]]:
    """The numbers of the tasks that the commands after ``since`` changed, and of the documents that they changed as such."""
    with database.reading() as session:
        query = select(ChangeRow.task_id, ChangeRow.document_id).where(col(ChangeRow.command_id) > since)
        rows = session.exec(query.distinct()).all()
    return {task for task, _ in rows if task is not None}, {doc for _, doc in rows if doc is not None}


def touched_documents(database: Database, since: int) -> set[int] | None:
    """The numbers of the documents that the commands after ``since`` changed, themselves or their tasks; None where one
    changed for whom a collective unit stands, which any document may name."""
    with database.reading() as session:
        document = func.coalesce(ChangeRow.document_id, TaskRow.document_id)
        query = select(document, ChangeRow.field.startswith("members:"))
        query = query.join(TaskRow, col(TaskRow.id) == ChangeRow.task_id, isouter=True)
        rows = session.exec(query.where(col(ChangeRow.command_id) > since).distinct()).all()
    lists = any(number is None and members for number, members in rows)
    return None if lists else {number for number, _ in rows if number is not None}


def commands(database: Database, before: int | None = None, many: int = MANY) -> tuple[Command, ...]:
    """The commands, the last first: so many of those before a number."""
    with database.reading() as session:
        return _commands(session, () if before is None else (col(CommandRow.id) < before,), many)


def command(database: Database, number: int) -> Command | None:
    """The command of a number, None for none."""
    with database.reading() as session:
        return next(iter(_commands(session, (col(CommandRow.id) == number,), 1)), None)


def changes(database: Database, number: int) -> tuple[Change, ...]:
    """What a command changed, in order; what only follows from it is left out."""
    with database.rows() as rows:
        return asked.changes(rows, command=number)


def _commands(
    session: Session, conditions: tuple[ColumnElement[bool], ...], many: int
) -> tuple[Command, ...]:
    query = select(CommandRow, col(CommandRow.id).in_(undone_commands())).where(*conditions)
    rows = session.exec(query.order_by(col(CommandRow.id).desc()).limit(many))
    return tuple(
        Command(cast(int, row.id), row.at, row.by, row.verb, row.words, row.undoes, bool(undone))
        for row, undone in rows
    )
