"""What units sent and the office has not entered yet: filled in piece by piece, handed in, entered or refused. On a ``Database``.

A draft is the unit's own paper: only its handing in stands in the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import String
from sqlalchemy import cast as cast_to
from sqlmodel import Session, col, func, insert, select, update

from policyparse.errors import TrackerError
from policyparse.ledger import Left, Taken
from policyparse.ledger.inbox import Submission
from policyparse.schema.facts import Json
from policyparse.tracker import evidence, returns
from policyparse.tracker.database import Database, book_of, pen_of
from policyparse.tracker.pen import Pen, moment
from policyparse.tracker.returns import Decide
from policyparse.tracker.tables import EvidenceRow, SourceRow, SubmissionRow

PAGE = "网页填报"
"""The name of a submission that was filled in on the unit's page."""
LINES, FILES = "lines", "files"
"""Under what the content of a submission from the page keeps the task's lines, by the numbers of the tasks; and a line the
files that go with it: of each its ``sha256``, ``name`` and ``size``."""


# ---- by the unit -----------------------------------------------------------------------------------------


def draft(database: Database, unit: str, period: str) -> Submission | None:
    """What a unit has filled in for a period and not handed in; None for nothing."""
    with database.reading() as session:
        return _last(session, unit, period, "draft")


def last(database: Database, unit: str, period: str) -> Submission | None:
    """What a unit handed in last on its page for a period; None for nothing."""
    with database.reading() as session:
        return _last(session, unit, period, "waiting", "entered", "refused")


def save(
    database: Database,
    unit: str,
    period: str,
    lines: Mapping[str, Json | None],
    *,
    files: Mapping[str, Path] | None = None,
    by: str,
    at: datetime | None = None,
) -> None:
    """Keep what a unit has filled in on some tasks (by their numbers) beside what it filled in before; None takes one out.

    ``files`` are those that are new in the lines, by their SHA-256. One that is in no line any more is kept no longer.
    """
    with database.writing() as session:
        for sha256, path in (files or {}).items():
            database.kept.put(book_of(session), path, sha256)
        before = _last(session, unit, period, "draft")
        kept = {**before.content[LINES], **lines} if before else dict(lines)
        content = {LINES: {task: line for task, line in kept.items() if line is not None}}
        told = {"by": by, "at": moment(at), "content": content}
        if before is None:
            session.execute(
                insert(SubmissionRow).values(
                    unit=unit, period=period, name=PAGE, status="draft", reason="", **told
                )
            )
        else:
            here = update(SubmissionRow).where(col(SubmissionRow.id) == before.number)
            session.execute(here.values(**told))
            gone = {one["sha256"] for one in sent_files(before.content)}
            for sha256 in gone - {one["sha256"] for one in sent_files(content)}:
                _forget(database, session, sha256)


def sent_files(content: Mapping[str, Any]) -> list[Json]:
    """The files that go with a submission, in the order of its lines."""
    return [one for line in content.get(LINES, {}).values() for one in line.get(FILES, ())]


def _forget(database: Database, session: Session, sha256: str) -> None:
    """Take a file out of the store, where nothing refers to it."""
    used = (
        select(SourceRow.id).where(SourceRow.sha256 == sha256),
        select(EvidenceRow.id).where(EvidenceRow.sha256 == sha256),
        select(SubmissionRow.id).where(cast_to(col(SubmissionRow.content), String).contains(sha256)),
    )
    if not any(session.exec(query.limit(1)).first() for query in used):
        database.kept.forget(book_of(session), sha256)


def hand_in(database: Database, unit: str, period: str, *, by: str = "", at: datetime | None = None) -> int:
    """Hand in the draft of a unit; it takes in what of the same unit and period waits already. Gives the command's number.

    Raises TrackerError where nothing is filled in.
    """
    with database.writing() as session:
        pen = pen_of(session, "submit", by, at)
        own = _last(session, unit, period, "draft")
        if own is None or not own.content[LINES]:
            raise TrackerError("还没有填写，没有可报送的内容。")
        waiting = _last(session, unit, period, "waiting")
        lines = own.content[LINES]
        if waiting is not None:
            lines = {**waiting.content[LINES], **lines}
            pen.office(f"submission:{waiting.number}", {"status": "replaced", "reason": ""})
        here = update(SubmissionRow).where(col(SubmissionRow.id) == own.number)
        session.execute(here.values(content={LINES: lines}, at=pen.at, by=by))
        pen.office(f"submission:{own.number}", {"status": "waiting", "reason": ""})
        return cast(int, pen.finish(f"{unit}报送{period}填报{len(lines)}项"))


# ---- by the office ---------------------------------------------------------------------------------------


def receive(
    database: Database,
    sent: Sequence[tuple[str, str, str, Json]],
    *,
    by: str = "",
    at: datetime | None = None,
) -> int | None:
    """Put tables that came in files among what waits: of each the unit, the period, the file's name and its content."""
    with database.writing() as session:
        pen = pen_of(session, "submit", by, at)
        for unit, period, name, content in sent:
            told = {"unit": unit, "period": period, "name": name, "by": by, "at": pen.at, "content": content}
            entered = (
                insert(SubmissionRow)
                .values(**told, status="draft", reason="")
                .returning(col(SubmissionRow.id))
            )
            number = session.execute(entered).scalar_one()
            pen.office(f"submission:{number}", {"status": "waiting", "reason": ""})
        return pen.finish(f"收到{len(sent)}份填报表：{'、'.join(name for _, _, name, _ in sent[:3])}")


def listed(database: Database, *, waiting: bool, many: int = 200) -> tuple[Submission, ...]:
    """What waits, the earliest first; else what was settled, the latest first."""
    with database.reading() as session:
        query = select(SubmissionRow)
        if waiting:
            query = query.where(SubmissionRow.status == "waiting").order_by(col(SubmissionRow.id))
        else:
            settled = col(SubmissionRow.status).in_(("entered", "refused"))
            query = query.where(settled).order_by(col(SubmissionRow.id).desc())
        return tuple(map(_submission, session.exec(query.limit(many))))


def waiting(database: Database) -> int:
    """How many wait."""
    with database.reading() as session:
        query = select(func.count(col(SubmissionRow.id))).where(SubmissionRow.status == "waiting")
        return session.exec(query).one()


def numbered(database: Database, number: int) -> Submission:
    """A submission by its number. Raises TrackerError where there is none."""
    with database.reading() as session:
        return _submission(_row(session, number))


def enter(
    database: Database, numbers: Sequence[int], decide: Decide, *, by: str = "", at: datetime | None = None
) -> Taken:
    """Enter submissions as one command; ``decide`` says what of them, as for ``Tracker.take_back``.

    Raises TrackerError where one does not wait any more.
    """
    with database.writing() as session:
        pen = pen_of(session, "import", by, at)
        left: tuple[Left, ...] = ()
        for number in numbers:
            row = _settle(pen, number, "entered", "")
            lines = row.content.get(LINES, {}).items()
            files = {int(task): line[FILES] for task, line in lines if line.get(FILES)}
            left += evidence.attach_sent(pen, files, row.unit, row.period)
        taken = returns.take_back(pen, decide, database.kept)
        return replace(taken, refused=(*left, *taken.refused))


def refuse(database: Database, number: int, reason: str, *, by: str = "", at: datetime | None = None) -> int:
    """Send a submission back, which needs a reason. Raises TrackerError without, and where it does not wait any more."""
    if not reason:
        raise TrackerError("退回须说明理由。")
    with database.writing() as session:
        pen = pen_of(session, "refuse", by, at)
        row = _settle(pen, number, "refused", reason)
        return cast(int, pen.finish(f"退回{row.unit or row.name}的{row.period}填报：{reason}"))


def _settle(pen: Pen, number: int, status: str, reason: str) -> SubmissionRow:
    row = _row(pen.session, number)
    if row.status != "waiting":
        raise TrackerError(f"填报 {number} 已经处理过了，请刷新后再看。")
    pen.office(f"submission:{number}", {"status": status, "reason": reason})
    return row


def _row(session: Session, number: int) -> SubmissionRow:
    row = session.get(SubmissionRow, number)
    if row is None:
        raise TrackerError(f"没有编号为 {number} 的填报。")
    return row


def _last(session: Session, unit: str, period: str, *statuses: str) -> Submission | None:
    query = select(SubmissionRow).where(SubmissionRow.unit == unit, SubmissionRow.period == period)
    query = query.where(SubmissionRow.name == PAGE, col(SubmissionRow.status).in_(statuses))
    row = session.exec(query.order_by(col(SubmissionRow.id).desc()).limit(1)).first()
    return None if row is None else _submission(row)


def _submission(row: SubmissionRow) -> Submission:
    status: Any = row.status
    return Submission(
        cast(int, row.id), row.unit, row.period, row.name, row.by, row.at, status, row.content, row.reason
    )
