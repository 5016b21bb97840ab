"""The office's lists of units: for whom a collective one (各县区政府) stands in a place, and the order in which units are named.

A list of members belongs to the collective unit and to the place of its documents, for 各县区政府 is printed in every city.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from policyparse.asking import units
from policyparse.errors import TrackerError
from policyparse.ledger import Listed
from policyparse.model import Setting
from policyparse.tracker.database import Database, pen_of
from policyparse.tracker.tables import DocumentRow, LinkRow, TaskRow, UnitRow


def set_members(
    database: Database,
    group: str,
    names: Sequence[str],
    *,
    document: int | None = None,
    by: str = "",
    at: datetime | None = None,
) -> tuple[Listed, ...]:
    """Say for whom a collective unit stands in the place of a document; no names: for nobody but itself. Gives the members.

    Names are read as those of a document of that place. Raises TrackerError where the unit is none of the tracker's, where
    its documents are of several places and none is named, and for what is no unit.
    """
    with database.writing() as session:
        pen = pen_of(session, "set-members", by, at)
        unit = units.named(pen.rows, group)
        row = _document_of(session, unit, document)
        listed = tuple(dict.fromkeys(_understood(session, row, name) for name in names))
        if any(one.canonical == unit for one in listed):
            raise TrackerError(f"“{unit}”不能是它自己的成员。")
        value = [{"name": one.name, "canonical": one.canonical} for one in listed]
        pen.office(f"members:{row.region or ''}:{unit}", value or None)
        told = "、".join(one.name for one in listed) or "不再展开"
        pen.finish(f"{row.region or ''}“{unit}”的成员：{told}")
        return listed


def set_order(
    database: Database, names: Sequence[str], *, by: str = "", at: datetime | None = None
) -> tuple[str, ...]:
    """Say in which order the office names units; none: no order of its own. Gives their full names."""
    with database.writing() as session:
        pen = pen_of(session, "set-order", by, at)
        listed = tuple(dict.fromkeys(units.named(pen.rows, name) for name in names))
        pen.office("order", list(listed) or None)
        pen.finish(f"单位排序：{'、'.join(listed) or '不再指定'}")
        return listed


def _document_of(session: Session, unit: str, document: int | None) -> DocumentRow:
    """A document that names the unit: the one given, else any of the one place whose documents do."""
    here = (
        select(DocumentRow)
        .join(TaskRow)
        .join(LinkRow)
        .join(UnitRow)
        .where(UnitRow.canonical == unit, ~col(DocumentRow.removed), ~col(TaskRow.dropped))
    )
    if document is not None:
        here = here.where(col(DocumentRow.id) == document)
    found = session.exec(here.distinct().order_by(col(DocumentRow.id))).all()
    if not found:
        raise TrackerError(f"文件 {document} 的任务里没有“{unit}”。")
    places = list(dict.fromkeys(row.region or "" for row in found))
    if len(places) > 1:
        raise TrackerError(
            f"“{unit}”在几个地方的文件里都有（{'、'.join(p or '地区不详' for p in places)}），"
            "请用 --document 写明按哪份文件的地区。"
        )
    return found[0]


def _understood(session: Session, row: DocumentRow, typed: str) -> Listed:
    """A typed unit of the place of a document. Raises TrackerError for what is no unit."""
    from policyparse.extract.organs import names

    setting = Setting(issuer=row.issuer, region=row.region, issued_on=row.issued_on, year=row.year)
    found = names.understood(typed, setting, session.exec(select(UnitRow.canonical)).all())
    if found.name is None:
        near = f"是不是：{'、'.join(found.near)}？" if found.near else "请写单位的全称。"
        raise TrackerError(f"“{typed}”不像单位的名称，名单没有改。{near}")
    return Listed(names.without_role(typed), found.name)
