"""What was done, by whom, and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, cast

from sqlmodel import Session, col, select

from policyparse.errors import Overtaken, TrackerError
from policyparse.ledger import Undone
from policyparse.ledger.names import field_name
from policyparse.tracker import fields
from policyparse.tracker.database import pen_of
from policyparse.tracker.pen import Pen
from policyparse.tracker.tables import ChangeRow, CommandRow, TaskRow

AT_ONCE = 500
"""Tasks that one statement names."""


def unchanged(session: Session, tasks: Collection[int], seen: int | None) -> None:
    """See that nobody changed some tasks after the command ``seen`` (None: whatever happened). Raises Overtaken."""
    if seen is None:
        return
    numbers = sorted(set(tasks))
    for start in range(0, len(numbers), AT_ONCE):
        touched = col(ChangeRow.task_id).in_(numbers[start : start + AT_ONCE])
        later = select(CommandRow).join(ChangeRow).where(touched, col(CommandRow.id) > seen)
        last = session.exec(later.order_by(col(CommandRow.id).desc()).limit(1)).first()
        if last is not None:
            raise Overtaken(f"您打开以后，{_told(last)}。没有保存；请核对后再保存。")


def undo(
    session: Session,
    *,
    by: str,
    at: datetime | None,
    command: int | None = None,
    own: bool = False,
    alone: bool = False,
) -> Undone:
    """Take back one whole command: the last that still stands, or the one given.

    ``own`` takes only one of ``by``'s; ``alone`` only one on whose documents nobody has worked since. Raises TrackerError
    where there is none, where it was taken back before, or where a later command changed the same fields (that one must
    be taken back first).
    """
    target = _standing(session, command, by if own and command is None else None)
    number = cast(int, target.id)
    if own and target.by != by:
        raise TrackerError(f"操作 {number} 是 {_told(target)}，不是您的；确要撤销请加 --any。")
    if alone and (later := _built_on(session, number)):
        raise TrackerError(
            f"操作 {number}（{target.words}）之后还有 {len(later)} 次操作建立在它上面："
            f"{'；'.join(f'{c.id} {_told(c)}' for c in later[:NAMED])}{'……' if len(later) > NAMED else ''}。"
            "确要撤销请加 --yes。"
        )
    pen = pen_of(session, "undo", by, at)
    rows = session.exec(
        select(ChangeRow).where(col(ChangeRow.command_id) == number).order_by(col(ChangeRow.id).desc())
    )
    for row in rows.all():
        _take_back(pen, row)
    done = f"撤回 {target.by or '（未署名）'} 于 {target.at:%Y-%m-%d %H:%M} 的操作：{target.words}"
    pen.finish(done, undoes=number)
    return Undone(number, target.verb, target.at, target.by, f"已{done}")


def undone_commands() -> Any:
    """A subquery: the numbers of the commands that were taken back."""
    return select(CommandRow.undoes).where(col(CommandRow.undoes).is_not(None))


NAMED = 3
"""Later commands that are named where they stand on one that is to be taken back."""


def _told(command: CommandRow) -> str:
    return f"{command.by or '（未署名）'} 于 {command.at:%Y-%m-%d %H:%M} 的操作：{command.words}"


def _built_on(session: Session, command: int) -> list[CommandRow]:
    """The later commands, still standing, that worked on the documents which a command brought in or took out."""
    documents = select(ChangeRow.document_id).where(
        ChangeRow.command_id == command, col(ChangeRow.document_id).is_not(None)
    )
    tasks = select(TaskRow.id).where(col(TaskRow.document_id).in_(documents))
    query = (
        select(CommandRow)
        .join(ChangeRow)
        .where(
            col(CommandRow.id) > command,
            CommandRow.verb != "undo",
            col(CommandRow.id).not_in(undone_commands()),
            col(ChangeRow.task_id).in_(tasks) | col(ChangeRow.document_id).in_(documents),
        )
    )
    return list(session.exec(query.distinct().order_by(col(CommandRow.id))))


def _standing(session: Session, command: int | None, by: str | None) -> CommandRow:
    query = select(CommandRow).where(CommandRow.verb != "undo", col(CommandRow.id).not_in(undone_commands()))
    if command is not None:
        query = query.where(col(CommandRow.id) == command)
    last = session.exec(query.order_by(col(CommandRow.id).desc()).limit(1)).first()
    if by is not None:
        query = query.where(CommandRow.by == by)
    found = session.exec(query.order_by(col(CommandRow.id).desc()).limit(1)).first()
    if found is None and last is not None:
        raise TrackerError(f"{by} 没有可以撤销的操作。最近一次是 {_told(last)}；确要撤销它请加 --any。")
    if found is None:
        raise TrackerError(
            "没有可以撤回的操作。" if command is None else f"操作 {command} 不存在，或已经撤回。"
        )
    return found


def _take_back(pen: Pen, row: ChangeRow) -> None:
    if row.task_id is None and row.document_id is None:
        now = fields.of_office(pen.rows, row.field)
    elif row.task_id is not None:
        now = fields.of_task(pen.rows, row.task_id, row.field)
    else:
        now = fields.of_document(pen.rows, cast(int, row.document_id), row.field)
    if now != row.after:
        raise TrackerError(f"{_called(pen.session, row)}在这次操作之后又改过，请先撤回后来的操作。")
    if row.task_id is not None:
        pen.task(row.task_id, row.field, row.before)
    elif row.document_id is not None:
        pen.document(row.document_id, row.field, row.before)
    else:
        pen.office(row.field, row.before)


def _called(session: Session, row: ChangeRow) -> str:
    if row.task_id is None and row.document_id is None:
        return field_name(row.field)
    if row.task_id is None:
        return f"文件 {row.document_id} "
    title = session.exec(select(TaskRow.title).where(col(TaskRow.id) == row.task_id)).one()
    return f"任务 {row.task_id}《{title}》"
