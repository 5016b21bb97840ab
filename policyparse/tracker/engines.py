"""Engines of SQLAlchemy as the tracker wants them: who may write, what a reader sees, a disk that takes nothing."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import URL, Connection, Engine, create_engine, event, text
from sqlalchemy.pool import NullPool, StaticPool

from policyparse.asking.source import BUSY_SECONDS
from policyparse.tracker.book import WRITER_LOCK, json_text


def is_sqlite(url: URL) -> bool:
    """Whether a URL means an SQLite file (else a PostgreSQL server)."""
    return url.get_backend_name() == "sqlite"


def connect(url: URL) -> Engine:
    """The engine of a URL. SQLite opens its file for each session, waits ``BUSY_SECONDS`` for a writer and checks keys."""
    if not is_sqlite(url):
        return create_engine(url, pool_pre_ping=True, json_serializer=json_text)
    pool = StaticPool if url.database in {None, "", ":memory:"} else NullPool
    if _is_read_only(url.database):
        # WAL needs a file beside the tracker; a disk that takes none holds a file that nobody writes either
        url = url.set(database=f"file:{quote(str(url.database))}", query={"immutable": "1", "uri": "true"})
    engine = create_engine(
        url, poolclass=pool, connect_args={"timeout": BUSY_SECONDS}, json_serializer=json_text
    )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _is_read_only(path: str | None) -> bool:
    """Whether the file of a tracker lies where nothing can be written, with nothing left to be taken in from a WAL."""
    if path in {None, "", ":memory:"} or not Path(str(path)).exists():
        return False
    log = Path(f"{path}-wal")
    writable = os.access(str(path), os.W_OK) and os.access(Path(str(path)).parent, os.W_OK)
    return not writable and not (log.exists() and log.stat().st_size)


def _prepare(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver opens no transactions of its own: _begin does
    connection.execute("PRAGMA foreign_keys = ON")


def into_wal(engine: Engine) -> None:
    """The file is told once, when it is made, and keeps it; another program's file is not touched."""
    connection = engine.raw_connection()
    try:
        tables = connection.cursor().execute("SELECT count(*) FROM sqlite_master").fetchone()
        if tables == (0,):
            connection.cursor().execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def writer(engine: Engine) -> Engine:
    """The engine for a transaction that writes: SQLite takes the lock when it begins."""
    return engine.execution_options(writing=True)


def reader(engine: Engine) -> Engine:
    """SQLite's readers see one state by themselves; PostgreSQL's do when asked."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def take_turn(connection: Connection) -> None:
    """Wait until no other writer is in a transaction (PostgreSQL; SQLite's ``writer`` waits by itself)."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
