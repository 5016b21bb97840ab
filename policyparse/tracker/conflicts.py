"""What a merge left to a person: raised, listed, settled."""

from __future__ import annotations

from typing import Any, cast

from sqlmodel import Session, col, insert, select

from policyparse.errors import TrackerError
from policyparse.ledger import Conflict
from policyparse.ledger.wording import in_words
from policyparse.tracker import fields
from policyparse.tracker.pen import Pen
from policyparse.tracker.presents import carried, rename, renamed
from policyparse.tracker.tables import ConflictRow, DocumentRow, TaskRow


def raise_conflict(pen: Pen, task: int, field: str, base: Any, mine: Any, theirs: Any) -> None:
    """Keep what a person has to settle; it takes the place of an earlier conflict about the same field."""
    earlier = select(ConflictRow.id).where(ConflictRow.task_id == task, ConflictRow.field == field)
    for number in pen.session.exec(earlier.where(ConflictRow.status == "open")).all():
        pen.task(task, f"conflict:{number}", None)
    values = {"task_id": task, "field": field, "base": base, "mine": mine, "theirs": theirs}
    entered = insert(ConflictRow).values(values).returning(col(ConflictRow.id))
    pen.task(task, f"conflict:{pen.session.execute(entered).scalar_one()}", "open")


def open_conflicts(session: Session) -> tuple[Conflict, ...]:
    """The conflicts that wait for a person, oldest first."""
    query = (
        select(ConflictRow, TaskRow.title)
        .join(TaskRow)
        .join(DocumentRow, col(DocumentRow.id) == TaskRow.document_id)
        .where(ConflictRow.status == "open", ~col(DocumentRow.removed))
    )
    return tuple(_conflict(row, title) for row, title in session.exec(query.order_by(col(ConflictRow.id))))


def _conflict(row: ConflictRow, title: str) -> Conflict:
    base, mine, theirs = (in_words(row.field, value) for value in (row.base, row.mine, row.theirs))
    return Conflict(cast(int, row.id), row.task_id, title, row.field, base, mine, theirs)


def resolve(pen: Pen, number: int, take: str) -> None:
    """Settle a conflict: ``mine`` leaves the tracker as it is, ``theirs`` takes the new file's.

    Raises TrackerError where no such conflict is open.
    """
    row = pen.session.get(ConflictRow, number)
    if row is None or row.status != "open":
        raise TrackerError(f"没有待处理的冲突 {number}。")
    if take == "theirs":
        now = pen.value(row.task_id, row.field)
        value = carried(now, row.theirs) if row.field == "targets" else row.theirs
        pen.task(row.task_id, row.field, value)
        if row.field == "targets":
            rename(pen, row.task_id, renamed(now, value))
    pen.task(row.task_id, f"conflict:{number}", take)
    kept = "保留台账内容" if take == "mine" else "采用新文件内容"
    pen.finish(f"冲突 {number}《{fields.of_task(pen.rows, row.task_id, 'title')}》：{kept}")
