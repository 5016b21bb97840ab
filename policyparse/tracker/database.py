"""The database under the tracker: where it is, who may read and write when, and which schema it has.

SQLite runs in WAL mode: readers never wait, a writer takes the lock when its transaction begins (BEGIN
IMMEDIATE), so two writers queue and neither fails half way. On PostgreSQL an advisory lock does the same.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from platformdirs import user_data_path
from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.pool import NullPool, StaticPool
from sqlmodel import Session

from policyparse.errors import TrackerError
from policyparse.tracker import backups
from policyparse.tracker.migrations import HEAD, REVISIONS, VERSION_TABLE, migrate

BUSY_SECONDS = 60
WRITER_LOCK = 0x706F6C69
"""The number of PostgreSQL's advisory lock that a writer holds for its transaction."""


def locate(url: str | Path | None) -> URL:
    """The URL of a path, of any SQLAlchemy URL, of $POLICYPARSE_DB, or of the user's own tracker.

    Raises TrackerError for a URL that is none and for a folder that is not there.
    """
    given = url if url is not None else os.environ.get("POLICYPARSE_DB") or None
    if given is None:
        return _file(user_data_path("policyparse", ensure_exists=True) / "tracker.db")
    if isinstance(given, Path) or "://" not in given:
        return _file(Path(given).expanduser())
    try:
        found = make_url(given)
    except (SQLAlchemyError, ValueError) as error:
        raise TrackerError(f"数据库地址写得不对：{_without_password(given)}") from error
    plain = found.drivername in {"postgresql", "postgres"}
    return found.set(drivername="postgresql+psycopg") if plain else found


def _file(path: Path) -> URL:
    try:
        there = path.parent.is_dir() and (
            path.exists() or True
        )  # a name that no disk takes is found out here
    except (OSError, ValueError) as error:
        raise TrackerError(f"台账的路径写得不对：{_without_password(str(path)):.200}") from error
    if not there:
        raise TrackerError(f"文件夹不存在：{_without_password(str(path.parent))}")
    return URL.create("sqlite", database=str(path.absolute()))


def _without_password(address: str) -> str:
    """An address as it may be shown: what stands between a colon and an @ is hidden (``postgresql:/u:密码@h``)."""
    return re.sub(r":[^:@/]*@", ":***@", address)


class Database:
    """One database, opened when first asked: made if empty, refused if its schema is not this program's."""

    def __init__(self, url: str | Path | None) -> None:
        self.url = locate(url)
        self._engine: Engine | None = None

    @property
    def where(self) -> str:
        """The place to tell a person: a path, or a URL without its password."""
        return (self.url.database or "") if _is_sqlite(self.url) else self.url.render_as_string()

    def close(self) -> None:
        """Let go of every connection."""
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database from beginning to end."""
        with self._plainly(), Session(_reader(self._opened())) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction that no other writer is in; it takes effect whole or not at all."""
        with self._plainly(), Session(_writer(self._opened())) as session, session.begin():
            _take_turn(session.connection())
            yield session

    def upgrade(self, backup: Path | None = None) -> tuple[str, str, Path | None]:
        """Bring the schema up to this program's; gives the revisions before and after, and the backup made first.

        Raises TrackerError where the database is newer than the program, or no tracker.
        """
        with self._plainly():
            engine = self._connected()
            before = self._known_revision(engine)
            if before == HEAD:
                return before, HEAD, None
            kept = self.backup(backup, damaged=True)
            with _writer(engine).begin() as connection:
                _take_turn(connection)
                migrate(connection, HEAD)
            return before, HEAD, kept

    def backup(self, target: Path | None = None, *, damaged: bool = False) -> Path:
        """Copy the tracker as it is now into an SQLite file, which is a tracker again; gives its path.

        Raises TrackerError where there is no tracker, where the file is there already, where the disk cannot hold it,
        and, unless ``damaged``, where the tracker's own file is broken.
        """
        with self._plainly():
            engine = self._connected()
            revision = self._known_revision(engine)
            sqlite = _is_sqlite(self.url)
            path = target or backups.default_path(self.url.database if sqlite else None, revision)
            with backups.made(path) as draft, _reader(engine).begin() as connection:
                if sqlite and not damaged and (broken := _broken(connection)):
                    raise TrackerError(f"台账已损坏，没有备份：{broken}。仍要备份请加 --damaged。")
                before = backups.counts(connection) if not damaged else {}
                if sqlite:
                    backups.copy_sqlite(self.url.database or "", draft)
                else:
                    copy_to = _made(draft, revision)
                    with _writer(copy_to).begin() as copy:
                        backups.copy_rows(connection, copy)
                    copy_to.dispose()
                if not damaged:
                    _verified(draft, before)
        return path

    def restore(self, source: Path, *, force: bool = False) -> Path | None:
        """Bring back what a backup holds, in one transaction; gives the path of a backup of what stood here before.

        Raises TrackerError where ``source`` is no whole tracker of this schema, and where something stands here
        and ``force`` is not given.
        """
        if not source.is_file():
            raise TrackerError(f"没有这个备份文件：{source}")
        held = Database(source)
        with held._plainly():
            origin = held._connected()
            revision = held._known_revision(origin)
            if revision != HEAD:
                raise TrackerError(f"备份 {source} 由旧版本建立，请先用 policyparse upgrade --db 升级它。")
            with origin.begin() as kept:
                if broken := _broken(kept):
                    raise TrackerError(f"备份 {source} 已损坏：{broken}")
        before = self._put_aside(force)
        with self._plainly(), origin.begin() as kept, _writer(self._opened()).begin() as connection:
            _take_turn(connection)
            backups.replace_rows(kept, connection)
        held.close()
        return before

    def _put_aside(self, force: bool) -> Path | None:
        """A backup of what a restore is about to replace; None where nothing stands there."""
        with self._plainly():
            engine = self._opened()
            with _reader(engine).begin() as connection:
                empty = not any(n for name, n in backups.counts(connection).items() if name != "meta")
        if empty:
            return None
        if not force:
            raise TrackerError(
                f"台账 {self.where} 里已有内容；确要用备份代替它，请加 --force（会先自动备份）。"
            )
        return self.backup(damaged=True)

    def _known_revision(self, engine: Engine) -> str:
        """The schema that the tracker has. Raises TrackerError where there is no tracker, or a newer one."""
        if self.missing:
            raise TrackerError(f"没有这个台账：{self.where}")
        with engine.begin() as connection:
            revision = _revision(connection)
        if revision is None:
            raise TrackerError(f"{self.where} 不是台账。")
        if revision not in REVISIONS:
            raise TrackerError(_newer(self.where))
        return revision

    @property
    def missing(self) -> bool:
        """Whether there is no file yet where the tracker should be."""
        path = self.url.database
        return _is_sqlite(self.url) and path not in {None, "", ":memory:"} and not Path(str(path)).exists()

    def _opened(self) -> Engine:
        if self._engine is not None:
            return self._engine
        engine = self._connected()
        with engine.begin() as connection:
            revision = _revision(connection)
        if revision is None:
            self._make(engine)
        elif revision not in REVISIONS:
            raise TrackerError(_newer(self.where))
        elif revision != HEAD:
            raise TrackerError(
                f"台账 {self.where} 由旧版本建立，请先运行 policyparse upgrade 升级（会先自动备份）。"
            )
        self._engine = engine
        return engine

    def _make(self, engine: Engine) -> None:
        if _is_sqlite(self.url):
            _into_wal(engine)
        with _writer(engine).begin() as connection:
            _take_turn(connection)
            if _revision(connection) is None:
                if inspect(connection).get_table_names():
                    raise TrackerError(f"{self.where} 是别的程序的数据库，不是台账；请另选一个文件或数据库。")
                migrate(connection, HEAD)

    def _connected(self) -> Engine:
        try:
            return _engine(self.url)
        except (NoSuchModuleError, ModuleNotFoundError) as error:
            wanted = (
                "；请运行 pip install 'policyparse[postgresql]'"
                if "postgresql" in self.url.drivername
                else ""
            )
            raise TrackerError(
                f"缺少连接这种数据库的程序包：{self.url.drivername}（{error}）{wanted}。"
            ) from error

    @contextmanager
    def _plainly(self) -> Iterator[None]:
        """What the database cannot do, in words for the clerk."""
        try:
            yield
        except (IntegrityError, ProgrammingError, DataError):
            raise  # a fault of this program, not of the clerk's
        except DBAPIError as error:
            raise TrackerError(self._said(str(error.orig))) from error

    def _said(self, reason: str) -> str:
        if "locked" in reason:
            return f"台账 {self.where} 正被另一个程序写入，请稍后再试。"
        if "readonly" in reason:
            return f"台账 {self.where} 所在的位置只能读，不能写入。"
        if "not a database" in reason:
            return f"{self.where} 不是台账数据库文件。"
        if "unable to open" in reason or "connection" in reason:
            return f"打不开台账 {self.where}：{reason}"
        return f"台账 {self.where} 出错：{reason}"


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _engine(url: URL) -> Engine:
    if not _is_sqlite(url):
        return create_engine(url, pool_pre_ping=True)
    pool = StaticPool if url.database in {None, "", ":memory:"} else NullPool
    if _is_read_only(url.database):
        # WAL needs a file beside the tracker; a disk that takes none holds a file that nobody writes either
        url = url.set(database=f"file:{quote(str(url.database))}", query={"immutable": "1", "uri": "true"})
    engine = create_engine(url, poolclass=pool, connect_args={"timeout": BUSY_SECONDS})
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


def _into_wal(engine: Engine) -> None:
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


def _writer(engine: Engine) -> Engine:
    return engine.execution_options(writing=True)


def _reader(engine: Engine) -> Engine:
    """SQLite's readers see one state by themselves; PostgreSQL's do when asked."""
    if engine.dialect.name != "postgresql":
        return engine
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


def _take_turn(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})


def _revision(connection: Connection) -> str | None:
    """The schema that the database has; None where it is no tracker yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def _made(path: Path, revision: str) -> Engine:
    """A new SQLite tracker of some revision, without rows."""
    engine = _engine(URL.create("sqlite", database=str(path)))
    with _writer(engine).begin() as connection:
        migrate(connection, revision)
    return engine


def _broken(connection: Connection) -> str | None:
    """What is broken of an SQLite file itself, in the database's words; None where nothing is."""
    said = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(1)"))]
    return None if said == ["ok"] else said[0]


def _verified(draft: Path, before: dict[str, int]) -> None:
    copy = _engine(URL.create("sqlite", database=str(draft)))
    try:
        with copy.begin() as connection:
            if _broken(connection) or backups.counts(connection) != before:
                raise TrackerError("备份写出后核对不符，已删去；请检查磁盘后重试。")
    finally:
        copy.dispose()


def _newer(where: str) -> str:
    return f"台账 {where} 由更新版本的 policyparse 建立，请先升级程序再打开。"
