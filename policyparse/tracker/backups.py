"""Copies of a tracker, and a tracker from a copy: whole or not at all, and looked at before they are trusted.

A copy is an SQLite tracker of its own, wherever the tracker itself lives. It is made under another name on the same
disk, flushed, compared with what it is a copy of, and only then given its name.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from platformdirs import user_data_path
from sqlalchemy import Connection, MetaData, Table, func, inspect, select, text
from sqlalchemy.exc import DBAPIError

from policyparse import output
from policyparse.asking.source import in_words
from policyparse.errors import TrackerError, why
from policyparse.tracker import totals
from policyparse.tracker.book import Book
from policyparse.tracker.migrations import VERSION_TABLE
from policyparse.tracker.tables import BYTES

BATCH = 1000


def default_path(database: str | None, revision: str) -> Path:
    """Where a backup goes that nobody named: beside the SQLite file, else in the user's data folder."""
    stamp = f"{revision}-{datetime.now():%Y%m%d-%H%M%S}"
    start = database or str(user_data_path("policyparse", ensure_exists=True) / "tracker")
    names = (Path(f"{start}.{stamp}{again}.bak") for again in chain([""], (f"-{n}" for n in count(2))))
    return next(path for path in names if not path.exists())


@contextmanager
def made(target: Path) -> Iterator[Path]:
    """A place beside ``target`` for the block to write a copy to, which then takes the name of ``target``.

    Raises TrackerError where ``target`` is there already, or where the disk cannot hold the copy; nothing is left then.
    """
    if target.exists():
        raise TrackerError(f"{target} 已经存在，备份请另取名字。")
    if not target.parent.is_dir():
        raise TrackerError(f"文件夹不存在：{target.parent}")
    sides: list[Path] = []
    try:
        with output.draft(target, flush=True) as draft:
            sides = [Path(f"{draft}{ending}") for ending in ("-wal", "-shm", "-journal")]
            yield draft
    except (OSError, sqlite3.Error, DBAPIError) as error:
        said = str(getattr(error, "orig", error))
        reason = why(error) if isinstance(error, OSError) else in_words(str(target), said).rstrip("。")
        raise TrackerError(f"备份没有写成：{reason}。请检查 {target.parent} 的剩余空间和权限。") from error
    finally:
        for side in sides:
            side.unlink(missing_ok=True)


def copy_sqlite(source: str, target: Path) -> None:
    """An SQLite tracker as it is at one moment, other programs writing or not, over the file ``target``."""
    old, new = sqlite3.connect(source), sqlite3.connect(target)
    try:
        old.backup(new)
    finally:
        new.close()
        old.close()


def copy_rows(source: Connection, target: Connection) -> None:
    """All rows of a tracker into another of the same schema, which has none."""
    there, here = _tables(source), _tables(target)
    if "meta" in here:
        target.execute(here["meta"].delete())  # a copy is known by the id of what it is a copy of
    book = Book(target.connection.driver_connection, target.dialect.name)
    for name in here:
        found = source.execute(select(there[name]).order_by(text("1")))
        for some in found.mappings().partitions(BATCH):
            book.load(name, [{**row} for row in some])


def replace_rows(source: Connection, target: Connection) -> None:
    """The same over the rows that stand in ``target``, in its transaction; numbers go on where the copy's ended."""
    here = _tables(target)
    if target.dialect.name == "sqlite":
        target.execute(text("PRAGMA defer_foreign_keys = ON"))
    for table in reversed(here.values()):
        target.execute(table.delete())
    copy_rows(source, target)
    if target.dialect.name == "postgresql":
        for name in here:
            last = f"(SELECT coalesce(max(id), 0) + 1 FROM {name})"
            target.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last}, false)"))


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {
        name: connection.execute(select(func.count()).select_from(table)).scalar_one()
        for name, table in _tables(connection).items()
    }


def _tables(connection: Connection) -> dict[str, Table]:
    """The tables of a tracker by name, those that are referred to first; without the index of the search,
    the counts of parts (``totals``) and the bytes of files (``kept``)."""
    known = MetaData()
    names = {n for n in inspect(connection).get_table_names() if not n.startswith("task_search")}
    known.reflect(connection, only=sorted(names - {VERSION_TABLE, BYTES, *totals.TABLES}))
    return {table.name: table for table in known.sorted_tables}
