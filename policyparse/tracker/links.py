"""The links that open the board's pages for a unit: made, listed, revoked, and found by their key. On a ``Database``."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any, cast

from sqlmodel import col, insert, select, update

from policyparse.asking import units
from policyparse.errors import TrackerError
from policyparse.ledger import periods
from policyparse.ledger.inbox import EVERYTHING, Link
from policyparse.tracker.database import Database, book_of, pen_of
from policyparse.tracker.pen import moment
from policyparse.tracker.tables import UnitLinkRow


def make(
    database: Database,
    keys: Mapping[str, str],
    period: str,
    until: date,
    *,
    by: str = "",
    at: datetime | None = None,
) -> int | None:
    """Make a link for each unit (a name as a person types it, or ``EVERYTHING``) with the key that it is given.

    A link that a unit had for the same period is revoked: there is one for a unit and a period. Gives the number of the
    command. Raises TrackerError for a unit that there is not, and for a last day that has passed.
    """
    with database.writing() as session:
        pen = pen_of(session, "link", by, at)
        if until < pen.at.date():
            raise TrackerError(f"有效期 {until} 已经过了。")
        for unit, key in keys.items():
            whose = units.named(book_of(session), unit) if unit != EVERYTHING else EVERYTHING
            when = periods.period(period).name if whose != EVERYTHING else ""
            old = select(UnitLinkRow.id).where(UnitLinkRow.unit == whose, UnitLinkRow.period == when)
            if whose != EVERYTHING:
                for number in session.exec(old.where(UnitLinkRow.status == "open")).all():
                    pen.office(f"link:{number}", "revoked")
            told = {"unit": whose, "period": when, "hash": _hash(key), "until": until}
            values = {**told, "made_at": pen.at, "made_by": by, "status": None}
            entered = insert(UnitLinkRow).values(values).returning(col(UnitLinkRow.id))
            pen.office(f"link:{session.execute(entered).scalar_one()}", "open")
        whom = "、".join(unit or "领导查看" for unit in list(keys)[:3]) + ("等" if len(keys) > 3 else "")
        return pen.finish(f"生成{len(keys)}个{f' {period} ' if period else ''}链接：{whom}")


def revoke(database: Database, number: int, *, by: str = "", at: datetime | None = None) -> int | None:
    """Revoke a link; the number of the command, None where it was already. Raises TrackerError where there is none."""
    with database.writing() as session:
        row = session.get(UnitLinkRow, number)
        if row is None or row.status is None:
            raise TrackerError(f"没有编号为 {number} 的链接。")
        pen = pen_of(session, "link", by, at)
        pen.office(f"link:{number}", "revoked")
        return pen.finish(f"撤销链接 {number}（{row.unit or '领导查看'}）")


def listed(database: Database) -> tuple[Link, ...]:
    """The links, the last made first."""
    with database.reading() as session:
        rows = session.exec(
            select(UnitLinkRow)
            .where(col(UnitLinkRow.status).is_not(None))
            .order_by(col(UnitLinkRow.id).desc())
        )
        return tuple(map(_link, rows))


def found(database: Database, key: str) -> Link | None:
    """The link of a key, whether it is good or not; None where there is none."""
    with database.reading() as session:
        row = session.exec(select(UnitLinkRow).where(UnitLinkRow.hash == _hash(key))).first()
        return None if row is None or row.status is None else _link(row)


def numbered(database: Database, number: int) -> Link | None:
    """The link of a number, whether it is good or not; None where there is none."""
    with database.reading() as session:
        row = session.get(UnitLinkRow, number)
        return None if row is None or row.status is None else _link(row)


def use(database: Database, number: int, at: datetime | None = None) -> None:
    """Remember that a link was opened; nothing of the tracker changes by it, and the log does not say it."""
    with database.writing() as session:
        session.execute(update(UnitLinkRow).where(col(UnitLinkRow.id) == number).values(used_at=moment(at)))


def _hash(key: str) -> str:
    """A key of 128 random bits cannot be guessed from its plain hash, however fast that is."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def _link(row: UnitLinkRow) -> Link:
    status: Any = row.status
    return Link(
        cast(int, row.id), row.unit, row.period, row.made_at, row.made_by, row.until, status, row.used_at
    )
