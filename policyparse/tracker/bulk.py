"""Many rows into one table at once: by PostgreSQL's COPY, to which a row is a line and no statement, by SQLite's driver else.

What an ORM does for each row is most of the time that storing a document takes; here only the values are made ready.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import JSON, Column, Connection, Dialect, Table
from sqlalchemy.sql.schema import ScalarElementColumnDefault

from policyparse.tracker.book import json_text
from policyparse.tracker.columns import TrackerTable

Ready = Callable[[Any], Any] | None
"""What a value goes through to be stored; None where it goes in as it is."""


def put(connection: Connection, kind: type[TrackerTable], rows: Sequence[Mapping[str, Any]]) -> None:
    """Enter rows, which all have the same columns; what they leave out stands at its default."""
    if not rows:
        return
    table = _table(kind)
    left = {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in rows[0] and isinstance(column.default, ScalarElementColumnDefault)
    }
    columns = [table.columns[name] for name in [*rows[0], *left]]
    ready = [_ready(column, connection.dialect) for column in columns]
    values = (
        [r(v) if r else v for v, r in zip([*row.values(), *left.values()], ready, strict=True)]
        for row in rows
    )
    load(connection, columns, values)


def load(connection: Connection, columns: Sequence[Column[Any]], values: Iterable[Sequence[Any]]) -> None:
    """Enter the values of some columns of one table as the driver takes them."""
    table = columns[0].table.name
    names = ", ".join(f'"{column.name}"' for column in columns)
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with driver.cursor() as cursor, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in values:
                copy.write_row(row)
        return
    places = ", ".join("?" * len(columns))
    connection.exec_driver_sql(
        f'INSERT INTO "{table}" ({names}) VALUES ({places})', [tuple(row) for row in values]
    )


def _table(kind: type[TrackerTable]) -> Table:
    return cast(Table, kind.__table__)  # type: ignore[attr-defined]  # each class with rows has one


def _ready(column: Column[Any], dialect: Dialect) -> Ready:
    if isinstance(column.type, JSON):
        return json_text
    kind: Any = column.type.dialect_impl(dialect)
    found: Ready = kind.bind_processor(dialect)
    return found
