"""Questions in plain SQL over the database's own driver, the same text for SQLite and PostgreSQL.

A statement names its values ``:so``. What a column holds is made Python's by ``day``, ``moment``, ``json`` and
``decimal``: PostgreSQL's driver gives days and JSON as values already, SQLite's gives their text.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Generator, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from policyparse.asking.damage import Damage

PAGE = 500
"""Rows that are fetched at a time."""
FEW = 1000
"""So many numbers are written into a statement; more are handed over as one value."""
_CURSORS = count(1)
"""No two that are open at once have one name."""
_TABLE = "(SELECT name FROM sqlite_master WHERE type = 'table' AND name = :name)"
_NAMED = re.compile(r"(?<!:):([a-z_]\w*)")

Row = tuple[Any, ...]


class Rows:
    """A connection of a driver (``sqlite3`` or ``psycopg``) that is in a transaction; ``dialect`` names the database.

    What of them cannot be read is told to ``damage``.
    """

    def __init__(self, connection: Any, dialect: str, damage: Damage | None = None) -> None:
        self.damage = damage or Damage()
        self._connection = connection
        self.on_postgresql = dialect == "postgresql"

    def all(self, statement: str, **given: Any) -> list[Row]:
        """All rows that a statement gives."""
        return list(self._asked(self._connection.cursor(), statement, given).fetchall())

    def first(self, statement: str, **given: Any) -> Row | None:
        """The first row, None where there is none."""
        row: Row | None = self._asked(self._connection.cursor(), statement, given).fetchone()
        return row

    def pages(self, statement: str, **given: Any) -> Generator[list[Row], None, None]:
        """The rows, ``PAGE`` at a time, so that not all of them are held at once."""
        # a cursor with a name stays on the server, which would else send everything before the first row is seen
        cursor = self._connection.cursor(*([f"pages{next(_CURSORS)}"] if self.on_postgresql else []))
        try:
            self._asked(cursor, statement, given)
            while page := cursor.fetchmany(PAGE):
                yield page
        finally:
            cursor.close()

    def _asked(
        self, cursor: Any, statement: str, given: Mapping[str, Any] | Sequence[Mapping[str, Any]]
    ) -> Any:
        """A statement with its values, or once with each of several."""
        if self.on_postgresql:
            statement = _NAMED.sub(r"%(\1)s", statement.replace("%", "%%"))
        if not isinstance(given, Mapping):
            some = given if self.on_postgresql else [_as_sqlite(one) for one in given]
            cursor.executemany(statement, some)
            return cursor
        return cursor.execute(statement, given if self.on_postgresql else _as_sqlite(given))

    def has_table(self, name: str) -> bool:
        """Whether the database has a table of this name; one of an older schema may have none."""
        asked = "to_regclass(:name)" if self.on_postgresql else _TABLE
        return self.first(f"SELECT {asked}", name=name) != (None,)

    def unshown(self, document: int, task: int | None = None) -> None:
        """Tell that a document, or a task of it, is damaged."""
        titled = self.first("SELECT title FROM document WHERE id = :number", number=document)
        self.damage.tell(document, titled and titled[0], task)

    # ---- what a column holds ---------------------------------------------------------------------------

    def day(self, value: Any) -> date | None:
        """A day."""
        return date.fromisoformat(value) if isinstance(value, str) else value

    def moment(self, value: Any) -> Any:
        """A time of the office's own clock."""
        return datetime.fromisoformat(value) if isinstance(value, str) else value

    def json(self, value: Any) -> Any:
        """What JSON says. SQLite keeps a JSON number as a number."""
        if self.on_postgresql or not isinstance(value, str):
            return value
        return [] if value == "[]" else json.loads(value)  # most lists of most tasks are empty

    @staticmethod
    def decimal(value: str | None) -> Decimal | None:
        """A number that is kept by its digits."""
        return None if value is None else Decimal(value)


def _as_sqlite(given: Mapping[str, Any]) -> dict[str, Any]:
    """Values as SQLite's columns hold them."""
    return {name: _stored(value) for name, value in given.items()}


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, date) else value


def among(column: str, numbers: Collection[int]) -> str:
    """The condition that a column is one of some numbers."""
    if not numbers:
        return "1 = 0"
    return f"{column} IN ({', '.join(str(int(number)) for number in numbers)})"
