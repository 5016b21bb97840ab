"""A tracker that stands, opened by the driver of its database alone, to be read."""

from __future__ import annotations

import os
import re
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from policyparse.asking.damage import Damage
from policyparse.asking.revisions import HEAD, VERSION_TABLE
from policyparse.asking.rows import Rows
from policyparse.errors import TrackerError, without_password

BUSY_SECONDS = 60
"""How long SQLite waits for another that writes."""
IN_MEMORY = ":memory:"
"""What SQLite calls a database that is no file."""
_SERVER = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")

_FAULTS = {"IntegrityError", "DataError"}
"""Errors that every driver has under these names."""


class Direct:
    """A connection of a driver; ``where`` names the database without a password."""

    def __init__(self, connection: Any, dialect: str, where: str) -> None:
        self.connection = connection
        self.dialect = dialect
        self._asked = 0
        self.damage = Damage()
        self.where = where

    @contextmanager
    def rows(self) -> Iterator[Rows]:
        """The rows of one state of the database, from beginning to end."""
        if not self._asked:  # a question within a question sees what that sees
            begin = "BEGIN" if self.dialect == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            self.connection.execute(begin)
        self._asked += 1
        try:
            yield Rows(self.connection, self.dialect, self.damage)
        except driver_errors() as error:
            raise TrackerError(in_words(self.where, str(error))) from error
        finally:
            self._asked -= 1
            if not self._asked:
                self.connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the connection."""
        self.connection.close()


def opened(url: str | None) -> Direct | None:
    """The tracker at a path, a URL or $POLICYPARSE_DB (else the user's own), where it stands and has this program's schema.

    None where there is more to do than to look: there is none yet, it is older, newer or no tracker, it is kept elsewhere
    than in SQLite or PostgreSQL, or cannot be opened. ``tracker.Tracker`` does that, or says what is wrong.
    """
    given = url or os.environ.get("POLICYPARSE_DB") or None
    try:
        found = _server(given) if given and _SERVER.match(given) else _file(given)
    except Exception:  # whatever a driver raises: the tracker's own way tells it in words
        return None
    return found


def _file(given: str | None) -> Direct | None:
    if given and ("://" in given or given == IN_MEMORY):
        return None
    path = Path(given).expanduser().absolute() if given else own()
    if not path.is_file() or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return None
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    return _of_this_program(Direct(connection, "sqlite", str(path)))


def wanting(given: str | None) -> Path | None:
    """The file of a tracker that is yet to be made; None where there is one, or where it is no file."""
    given = given or os.environ.get("POLICYPARSE_DB") or None
    if given and ("://" in given or given == IN_MEMORY):
        return None
    path = Path(given).expanduser().absolute() if given else own()
    return path if path.parent.is_dir() and not os.path.lexists(path) else None


def driver_errors() -> tuple[type[Exception], ...]:
    """What the drivers that are loaded raise where a database cannot do what it is asked."""
    server = sys.modules.get("psycopg")
    return (sqlite3.Error, server.Error) if server else (sqlite3.Error,)


def fault(error: Exception) -> bool:
    """Whether what a driver raises is a fault of this program, not of the clerk's or the disk's."""
    return {kind.__name__ for kind in type(error).__mro__} & _FAULTS != set()


_IN_WORDS = (
    (("locked",), "台账 {where} 正被另一个程序写入，请稍后再试。"),
    (("readonly",), "台账 {where} 所在的位置只能读，不能写入。"),
    (("not a database",), "{where} 不是台账数据库文件。"),
    (("unable to open",), "打不开台账 {where}：没有读写的权限，或者它不是文件。"),
    (("connection",), "打不开台账 {where}：{reason}"),
    (
        ("malformed", "no such", "does not exist"),
        "台账 {where} 已损坏：{reason}。请运行 policyparse check 查看，用 restore 取回备份。",
    ),
    (("disk is full",), "台账 {where} 写不进去：磁盘已满。"),
    (("",), "台账 {where} 出错：{reason}"),
)


def in_words(where: str, reason: str) -> str:
    """What a driver says that a database cannot do, for the clerk."""
    told = next(told for said, told in _IN_WORDS if any(word in reason for word in said))
    return told.format(where=where, reason=reason)


def own() -> Path:
    """The user's own tracker, which is asked where none is named."""
    from platformdirs import user_data_path

    return user_data_path("policyparse") / "tracker.db"


def _server(given: str) -> Direct | None:
    import psycopg

    address = _SERVER.sub("postgresql://", given)
    connection = psycopg.connect(address, autocommit=True)
    return _of_this_program(Direct(connection, "postgresql", without_password(given)))


def _of_this_program(found: Direct) -> Direct | None:
    """The tracker where its schema is this program's, else None."""
    try:
        with found.rows() as rows:
            if rows.first(f"SELECT version_num FROM {VERSION_TABLE}") == (HEAD,):
                return found
    except Exception:
        found.close()
        raise
    found.close()
    return None
