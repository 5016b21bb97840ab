"""Keeping a tracker well: copies of it, and whether all of it holds together."""

from __future__ import annotations

import sqlite3
from datetime import datetime
from pathlib import Path
from typing import cast

from platformdirs import user_data_path
from sqlalchemy import Connection, Engine, MetaData, insert, inspect, select, text
from sqlmodel import Session, col
from sqlmodel import select as choose

from policyparse.errors import TrackerError
from policyparse.ledger.due import latest
from policyparse.tracker import fields, rows
from policyparse.tracker.migrations import VERSION_TABLE
from policyparse.tracker.search import spread
from policyparse.tracker.tables import ChangeRow, DocumentRow, LinkRow, ParseRow, TaskRow

BATCH = 1000


# ---- copies --------------------------------------------------------------------------------------------


def backup_path(database: str | None, revision: str) -> Path:
    """Where a backup goes that nobody named: beside the SQLite file, else in the user's data folder."""
    stamp = f"{revision}-{datetime.now():%Y%m%d-%H%M%S}"
    if database:
        return Path(f"{database}.{stamp}.bak")
    return user_data_path("policyparse", ensure_exists=True) / f"tracker.{stamp}.bak"


def copy_sqlite(source: str, target: Path) -> None:
    """A copy of an SQLite tracker as it is at one moment, other programs writing or not."""
    vacant(target)
    with sqlite3.connect(source) as old, sqlite3.connect(target) as new:
        old.backup(new)
    old.close()
    new.close()


def copy_rows(source: Connection, target: Engine) -> None:
    """All rows of a tracker on a server into an SQLite tracker of the same schema."""
    known = MetaData()
    known.reflect(source)
    with target.begin() as connection:
        ours = MetaData()
        shared = {*inspect(connection).get_table_names()} & {*known.tables} - {VERSION_TABLE}
        ours.reflect(connection, only=sorted(shared))
        for table in ours.sorted_tables:
            found = source.execute(select(known.tables[table.name]).order_by(text("1")))
            for some in found.mappings().partitions(BATCH):
                connection.execute(insert(table), [dict(row) for row in some])


def vacant(target: Path) -> None:
    """Raises TrackerError where a file cannot be made anew."""
    if target.exists():
        raise TrackerError(f"{target} 已经存在，备份请另取名字。")
    if not target.parent.is_dir():
        raise TrackerError(f"文件夹不存在：{target.parent}")


# ---- whether it holds together -------------------------------------------------------------------------


def problems(session: Session) -> tuple[str, ...]:
    """What is wrong with the tracker, in Chinese; nothing, where it is whole.

    Looked at: the database's own integrity, each document's snapshot, what is kept twice, and that every field has
    the value that its last change in the log gave it.
    """
    found = _integrity(session) if session.get_bind().dialect.name == "sqlite" else []
    return (*found, *_snapshots(session), *_copies(session), *_log(session))


def _integrity(session: Session) -> list[str]:
    said = [str(row[0]) for row in session.execute(text("PRAGMA integrity_check"))]
    broken = [f"数据库文件损坏：{words}" for words in said if words != "ok"]
    strays = session.execute(text("PRAGMA foreign_key_check")).all()
    return broken + [f"数据表 {row[0]} 第 {row[1]} 行所指的内容不存在" for row in strays]


def _snapshots(session: Session) -> list[str]:
    query = choose(DocumentRow.id, DocumentRow.title).where(
        col(DocumentRow.parse_id).is_(None) | col(DocumentRow.parse_id).not_in(choose(ParseRow.id))
    )
    return [f"文件 {number}《{title}》缺少解析结果" for number, title in session.exec(query)]


def _copies(session: Session) -> list[str]:
    found = []
    for row in session.exec(choose(TaskRow).order_by(col(TaskRow.id))).all():
        if row.words != spread(row.title, row.text):
            found.append(f"任务 {row.id} 的检索词与正文不符")
        if row.due != latest(rows.facts_json(session, "deadlines", cast(int, row.id))):
            found.append(f"任务 {row.id} 的到期日与完成时限不符")
    query = (
        choose(LinkRow.task_id)
        .join(TaskRow)
        .where((col(LinkRow.state) != TaskRow.state) | col(LinkRow.due).is_distinct_from(col(TaskRow.due)))
    )
    return found + [f"任务 {number} 的责任单位记录与任务不符" for number in session.exec(query.distinct())]


def _log(session: Session) -> list[str]:
    last: dict[tuple[int | None, int | None, str], ChangeRow] = {}
    for change in session.exec(choose(ChangeRow).order_by(col(ChangeRow.id))):
        last[change.document_id, change.task_id, change.field] = change
    return [words for change in last.values() if (words := _differs(session, change))]


def _differs(session: Session, change: ChangeRow) -> str | None:
    if change.task_id is not None:
        now, what = fields.of_task(session, change.task_id, change.field), f"任务 {change.task_id}"
    else:
        now, what = (
            fields.of_document(session, cast(int, change.document_id), change.field),
            f"文件 {change.document_id}",
        )
    return None if now == change.after else f"{what} 的 {change.field} 与记录不符"
