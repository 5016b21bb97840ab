"""A tracker that stands, opened by the driver of its database alone, to be read."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from policyparse.asking.damage import Damage
from policyparse.asking.revisions import HEAD, VERSION_TABLE
from policyparse.asking.rows import Rows

BUSY_SECONDS = 60
_SERVER = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")


class Direct:
    """A connection of a driver; ``where`` names the database without a password."""

    def __init__(self, connection: Any, dialect: str, where: str) -> None:
        self._connection = connection
        self._dialect = dialect
        self._asked = 0
        self.damage = Damage()
        self.where = where

    @contextmanager
    def rows(self) -> Iterator[Rows]:
        """The rows of one state of the database, from beginning to end."""
        if not self._asked:  # a question within a question sees what that sees
            begin = (
                "BEGIN" if self._dialect == "sqlite" else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            )
            self._connection.execute(begin)
        self._asked += 1
        try:
            yield Rows(self._connection, self._dialect, self.damage)
        finally:
            self._asked -= 1
            if not self._asked:
                self._connection.execute("ROLLBACK")

    def close(self) -> None:
        """Let go of the connection."""
        self._connection.close()


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
    if given and "://" in given:
        return None
    path = Path(given).expanduser().absolute() if given else _own()
    if not path.is_file() or not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return None
    connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
    return _of_this_program(Direct(connection, "sqlite", str(path)))


def without_password(address: str) -> str:
    """An address as it may be shown: what stands between a colon and the last @ is hidden (``postgresql:/u:密码@h``),
    and the value of ``?password=``."""
    hidden = re.sub(r":(?!/).*@", ":***@", address, flags=re.DOTALL)
    return re.sub(r"(?<=password=)[^&]*", "***", hidden, flags=re.IGNORECASE)


def _own() -> Path:
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
