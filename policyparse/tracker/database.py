"""The database under the tracker: where it is, who may read and write when, and which schema it has.

SQLite runs in WAL mode: readers never wait, a writer takes the lock when its transaction begins (BEGIN
IMMEDIATE), so two writers queue and neither fails half way. On PostgreSQL an advisory lock does the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, Engine, PoolProxiedConnection, inspect, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, NoSuchModuleError, ProgrammingError
from sqlmodel import Session

from policyparse.asking.damage import Damage
from policyparse.asking.revisions import HEAD, REVISIONS, VERSION_TABLE
from policyparse.asking.rows import Rows
from policyparse.asking.source import driver_errors, fault, in_words
from policyparse.errors import TrackerError, without_password
from policyparse.tracker.address import locate
from policyparse.tracker.book import Book
from policyparse.tracker.engines import connect, into_wal, is_sqlite, reader, take_turn, writer
from policyparse.tracker.kept import Kept, folder_of
from policyparse.tracker.migrations import make
from policyparse.tracker.pen import Pen


class Database:
    """One database, opened when first asked: made if empty, refused if its schema is not this program's."""

    def __init__(self, url: str | Path | None) -> None:
        self.url = locate(url)
        self.kept = Kept(folder_of(self.url.database) if is_sqlite(self.url) else None)
        self.damage = Damage()
        self._engine: Engine | None = None
        self._stays = False
        self._open: PoolProxiedConnection | None = None

    @property
    def where(self) -> str:
        """The place to tell a person: a path, or a URL without its password."""
        return (
            (self.url.database or "")
            if is_sqlite(self.url)
            else without_password(self.url.render_as_string())
        )

    def close(self) -> None:
        """Let go of every connection."""
        self._let_go()
        if self._engine is not None:
            self._engine.dispose()
            self._engine = None

    @contextmanager
    def staying(self) -> Iterator[None]:
        """Keep an SQLite file open from the first session of the block to its end, where many are to come: whoever is the last
        to close it takes its log in, which costs as much as storing a small document. What is committed is as safe as ever."""
        self._stays = True
        try:
            yield
        finally:
            self._let_go()

    def _let_go(self) -> None:
        self._stays = False
        if self._open is not None:
            self._open.close()
            self._open = None

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the database from beginning to end."""
        with self.plainly(), Session(reader(self.opened())) as session:
            yield session

    @contextmanager
    def rows(self) -> Iterator[Rows]:
        """The rows of one state of the database, for questions."""
        with self.reading() as session:
            yield book_of(session, self.damage)

    @contextmanager
    def shared(self) -> Iterator[Session]:
        """A session in one transaction in which PostgreSQL lets others write too; SQLite has one writer at any time."""
        with self.plainly(), Session(writer(self.opened())) as session, session.begin():
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction that no other writer is in; it takes effect whole or not at all."""
        with self.plainly(), Session(writer(self.opened())) as session, session.begin():
            take_turn(session.connection())
            yield session

    @contextmanager
    def command(self, verb: str, by: str, at: datetime | None) -> Iterator[Pen]:
        """A pen for one command, in a transaction as ``writing`` has it."""
        with self.writing() as session:
            yield pen_of(session, verb, by, at)

    def revision(self, engine: Engine) -> str:
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
        return is_sqlite(self.url) and path not in {None, "", ":memory:"} and not Path(str(path)).exists()

    def opened(self) -> Engine:
        """The engine of a tracker of this program's schema, made where there is none yet.

        Raises TrackerError for another program's database, an older tracker and a newer one.
        """
        if self._engine is None:
            self._engine = self._checked()
        if self._stays and self._open is None and is_sqlite(self.url):
            self._open = self._engine.raw_connection()
            self._open.cursor().execute("SELECT count(*) FROM sqlite_master").fetchone()  # now it is open
        return self._engine

    def _checked(self) -> Engine:
        engine = self.connected()
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
        return engine

    def _make(self, engine: Engine) -> None:
        if is_sqlite(self.url):
            into_wal(engine)
        with writer(engine).begin() as connection:
            take_turn(connection)
            if _revision(connection) is None:
                if inspect(connection).get_table_names():
                    raise TrackerError(f"{self.where} 是别的程序的数据库，不是台账；请另选一个文件或数据库。")
                make(connection)

    def connected(self) -> Engine:
        """An engine for the database, whatever is in it. Raises TrackerError where the driver is not installed."""
        try:
            return connect(self.url)
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
    def plainly(self) -> Iterator[None]:
        """What the database cannot do, in words for the clerk."""
        try:
            yield
        except (IntegrityError, ProgrammingError, DataError):
            raise  # a fault of this program, not of the clerk's
        except DBAPIError as error:
            raise TrackerError(in_words(self.where, str(error.orig))) from error
        except driver_errors() as error:
            if fault(error):
                raise
            raise TrackerError(in_words(self.where, str(error))) from error


def book_of(session: Session, damage: Damage | None = None) -> Book:
    """The rows that a session sees, what it has written itself among them."""
    return book_over(session.connection(), damage)


def book_over(connection: Connection, damage: Damage | None = None) -> Book:
    """The rows of the transaction that a connection is in."""
    return Book(connection.connection.driver_connection, connection.dialect.name, damage)


def pen_of(session: Session, verb: str, by: str, at: datetime | None) -> Pen:
    """A pen for a command that writes through a session."""
    return Pen(book_of(session), verb, by, at, session)


def _revision(connection: Connection) -> str | None:
    """The schema that the database has; None where it is no tracker yet."""
    if not inspect(connection).has_table(VERSION_TABLE):
        return None
    found = connection.execute(text(f"SELECT version_num FROM {VERSION_TABLE}")).scalar()
    return None if found is None else str(found)


def _newer(where: str) -> str:
    return f"台账 {where} 由更新版本的 policyparse 建立，请先升级程序再打开。"
