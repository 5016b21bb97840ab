"""What the rows of a document say while it stands as it was read, as a digest that is kept with the reading.

A reading tells what the rows must say, and the database writes what they do say as the same text: so ``check`` compares two
digests, and neither brings the rows here one by one nor unpacks the snapshot. What a database writes otherwise than a reading
does is no more than a doubt, as all is in ``soundness.as_read``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from decimal import Decimal
from hashlib import sha256
from typing import Any

from sqlalchemy import JSON, Boolean, Float

from policyparse.asking.search import spread
from policyparse.schema.facts import Json
from policyparse.tracker.columns import Exact
from policyparse.tracker.fields import storable
from policyparse.tracker.rows import KINDS, TABLES
from policyparse.tracker.tables import SCHEMA

_OF_A_TASK = (
    *("parsed", "dropped", "words", "key", "number", "path", "title", "text", "kind", "points", "page"),
    *("actions", "milestones", "entries", "fields", "warnings"),
)
_QUOTED = {"surface": "text", "page": "page", "span_start": "start", "span_end": "end"}
"""The columns of the place that a fact was read from, and what a quote calls them."""
_VALUES = {table: tuple(field.name for field in fields(KINDS[kind])) for kind, table in TABLES.items()}
_TOLD: Mapping[str, Sequence[str]] = {
    "task": _OF_A_TASK,
    **{table: (*names, *_QUOTED, "rule", "confidence") for table, names in _VALUES.items()},
}
TOLD: Mapping[str, frozenset[str]] = {table: frozenset(names) for table, names in _TOLD.items()}
"""The columns by table of which the text tells what they hold, and of which kind it is: the number 7 is not the text "7"."""


def _kind(table: str, name: str) -> type:
    return str if name == "canonical" else type(SCHEMA.tables[table].columns[name].type)


_KINDS = {table: {name: _kind(table, name) for name in names} for table, names in _TOLD.items()}
_ALIKE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
"""JSON as SQLite writes it."""
_STORED = json.JSONEncoder(ensure_ascii=False).encode
"""JSON as a column holds it."""


# ---- by the reading ------------------------------------------------------------------------------------


def of_reading(snapshot: bytes, policy: Json) -> str:
    """The digest of a document that stands as read: of its packed snapshot, and of the rows that its JSON asks for."""
    found: dict[str, list[str]] = {table: [] for table in _TOLD}
    for table, row in _rows(storable(policy["tasks"])):
        found[table].append(_ALIKE(row))
    return of_rows(snapshot, *(",".join(rows).encode() for rows in found.values()))


def of_rows(snapshot: bytes, *told: bytes | None) -> str:
    """The digest of a packed snapshot and of rows as ``asked`` gives them."""
    digest = sha256(snapshot)
    for rows in told:
        digest.update(b"\n")
        digest.update(rows or b"")
    return digest.hexdigest()


def _rows(tasks: Sequence[Json]) -> Iterator[tuple[str, list[Any]]]:
    """The rows of tasks and of their facts, each with its table; a fact begins with the place of its task."""
    for at, task in enumerate(tasks):
        own = {**task, "parsed": at, "dropped": 0, "words": spread(task["title"], task["text"])}
        yield "task", _held("task", own)
        for kind, table in TABLES.items():
            for fact in task[kind]:
                quote = fact["quote"] or {"text": ""}
                place = {column: quote.get(name) for column, name in _QUOTED.items()}
                yield table, [at, *_held(table, {**fact, **place})]


def _held(table: str, row: Json) -> list[Any]:
    """The values of a row as its columns hold them."""
    return [_stored(kind, row[name]) for name, kind in _KINDS[table].items()]


def _stored(kind: type, value: Any) -> Any:
    if kind is JSON:
        return _STORED(value)
    return str(Decimal(str(value))) if kind is Exact and value is not None else value


# ---- by the database -----------------------------------------------------------------------------------


def asked(*, on_postgresql: bool) -> tuple[str, ...]:
    """SQL for the rows of the document ``d``, table by table, in UTF-8: each row a list in JSON without blanks, a comma between two."""
    order = {table: "t.parsed" if table == "task" else "t.parsed, x.position, x.id" for table in _TOLD}
    joined = (
        "convert_to(string_agg(f.said, ','), 'UTF8')"
        if on_postgresql
        else "CAST(group_concat(f.said, ',') AS BLOB)"
    )
    return tuple(
        f"(SELECT {joined} FROM (SELECT {_written(table, on_postgresql)} AS said FROM task t"
        f"{'' if table == 'task' else f' JOIN {table} x ON x.task_id = t.id'}"
        f" WHERE t.document_id = d.id ORDER BY {order[table]}) f)"
        for table in _TOLD
    )


def _written(table: str, on_postgresql: bool) -> str:
    """A row as JSON."""
    names = [_column(table, name) for name in _TOLD[table]]
    columns = names if table == "task" else [("t.parsed", int), *names]
    if not on_postgresql:
        return f"json_array({', '.join(column for column, _ in columns)})"
    values = " || ',' || ".join(_on_postgresql(*column) for column in columns)
    return f"'[' || {values} || ']'"


def _column(table: str, name: str) -> tuple[str, type]:
    if name == "canonical":
        return "(SELECT canonical FROM unit u WHERE u.id = x.unit_id)", str
    return f'{"t" if table == "task" else "x"}."{name}"', _KINDS[table][name]


def _on_postgresql(column: str, kind: type) -> str:
    """A column as SQLite writes it: lists as words, yes and no as 1 and 0, a whole number that need not be one with its point."""
    if kind in _AS_ON_SQLITE:
        column = f"CAST({column} AS {_AS_ON_SQLITE[kind]})"
    written = f"coalesce(CAST(to_json({column}) AS TEXT), 'null')"
    whole = f"CASE WHEN {column} = trunc({column}) THEN {column} || '.0' ELSE {written} END"
    return whole if kind is Float else written


_AS_ON_SQLITE = {JSON: "TEXT", Boolean: "INTEGER"}
