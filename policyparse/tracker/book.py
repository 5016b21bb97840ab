"""Rows that are written, in plain SQL over the database's own driver: the one place where a statement changes a row by hand.

A command that writes a report needs no more than this; SQLModel, which defines the tables (``tables``), takes longer to load than
such a command to run.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from typing import Any

from policyparse.asking.rows import Rows
from policyparse.output import storable

WRITER_LOCK = 0x706F6C69
"""The number of PostgreSQL's advisory lock that a writer holds for its transaction."""
JSON_COLUMNS: Mapping[str, frozenset[str]] = {
    "source": frozenset({"unread", "remarks"}),
    "task": frozenset({"path", "actions", "warnings", "milestones", "entries", "fields"}),
    "report": frozenset({"filed"}),
    "reminder": frozenset({"sent"}),
    "evidence": frozenset({"attached"}),
    "submission": frozenset({"content"}),
    "conflict": frozenset({"base", "mine", "theirs"}),
    "change": frozenset({"before", "after"}),
}
"""The columns that hold JSON, by their tables."""
_HALF = re.compile("[\ud800-\udfff]")
"""Half of a pair of surrogates."""


def json_text(value: Any) -> str:
    """JSON with Han characters as they are, half as long as escaped; what no database holds stays escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return json.dumps(value) if _HALF.search(text) else text


class Book(Rows):
    """Rows in a transaction that writes; a value is what a frozen type or the log has: a day, a decimal, JSON."""

    def run(self, statement: str, **given: Any) -> None:
        """Do a statement."""
        self._asked(self._connection.cursor(), statement, _held("", given))

    @contextmanager
    def part(self) -> Iterator[None]:
        """A part of the transaction that is taken back alone where it raises."""
        self.run("SAVEPOINT part")
        try:
            yield
        except BaseException:
            self.run("ROLLBACK TO SAVEPOINT part")
            raise
        finally:
            self.run("RELEASE SAVEPOINT part")

    def each(self, statement: str, many: Sequence[Mapping[str, Any]]) -> None:
        """Do one statement for each of some sets of values."""
        self._each(statement, "", many)

    def insert(self, table: str, many: Sequence[Mapping[str, Any]]) -> None:
        """Put in rows, which name the same columns."""
        if many:
            columns = ", ".join(f'"{name}"' for name in many[0])
            values = ", ".join(f":{name}" for name in many[0])
            self._each(f"INSERT INTO {table} ({columns}) VALUES ({values})", table, many)

    def load(self, table: str, many: Sequence[Mapping[str, Any]]) -> None:
        """As ``insert``, for rows that may be thousands: by PostgreSQL's COPY, to which a row is a line and no statement."""
        if not self.on_postgresql or not many:
            self.insert(table, many)
            return
        columns = ", ".join(f'"{name}"' for name in many[0])
        with self._connection.cursor() as cursor, cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in many:
                held = _held(table, row)
                copy.write_row([held[name] for name in many[0]])

    def update(self, table: str, key: str, many: Sequence[Mapping[str, Any]]) -> None:
        """Give columns of rows values; each names the same columns, and by its column ``key`` the rows."""
        if many:
            values = ", ".join(f'"{name}" = :{name}' for name in many[0] if name != key)
            self._each(f"UPDATE {table} SET {values} WHERE {key} = :{key}", table, many)

    def numbers(self, table: str, count: int) -> list[int]:
        """Numbers for so many new rows, which are nobody else's: on SQLite nobody else writes."""
        if self.on_postgresql:
            asked = "SELECT nextval(pg_get_serial_sequence(:table, 'id')) FROM generate_series(1, :count)"
            return [number for (number,) in self.all(asked, table=table, count=count)]
        given = f"SELECT max(seq) FROM sqlite_sequence WHERE name = '{table}' UNION ALL SELECT max(id) FROM {table}"
        last = max(number or 0 for (number,) in self.all(given))
        return [last + at for at in range(1, count + 1)]

    def _each(self, statement: str, table: str, many: Sequence[Mapping[str, Any]]) -> None:
        if many:
            self._asked(self._connection.cursor(), statement, [_held(table, one) for one in many])


def _held(table: str, row: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the drivers take them; in a column of JSON nothing is JSON's null."""
    listed = JSON_COLUMNS.get(table, frozenset())
    return {name: json_text(value) if name in listed else _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    return str(value) if isinstance(value, Decimal) else value
