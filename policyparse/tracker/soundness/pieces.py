"""A task in the words of a snapshot: SQL by which the database writes its row and its facts as the JSON of a reading has them.

What the database writes need not be brought here fact by fact. What it writes otherwise than a reading does (PostgreSQL a
confidence of 1.0 as 1) is no more than a doubt, as all is in ``as_read``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields

from sqlalchemy import JSON, Integer

from policyparse.tracker.columns import Exact
from policyparse.tracker.rows import KINDS, TABLES
from policyparse.tracker.tables import SCHEMA


def _kind(table: str, name: str) -> type:
    return type(SCHEMA.tables[table].columns[name].type)


_DIGITS = (
    "coalesce(CASE WHEN length({0}) > 17 THEN '\"' || {0} || '\"'"
    " WHEN {0} LIKE '%.%' THEN rtrim(rtrim({0}, '0'), '.') ELSE {0} END, 'null')"
)
"""A number that is kept by its digits: 4.50 is 4.5, and a third of one, which no number of JSON is, stays in digits."""
_ON_SQLITE = {"value": "json_quote({0})", "list": "group_concat(f.said, ', ')", "bytes": "CAST({0} AS BLOB)"}
_ON_POSTGRESQL = {
    "value": "coalesce(CAST(to_json({0}) AS TEXT), 'null')",
    "list": "string_agg(f.said, ', ')",
    "bytes": "convert_to({0}, 'UTF8')",
}
_OTHERWISE = {Exact: _DIGITS, JSON: "CAST({0} AS TEXT)"}
"""What is no JSON by its kind, and what is some already."""
_HEAD = ("key", "number", "path", "title", "text", "kind", "points", "page")
_BODY = (*TABLES, "actions", "milestones")
_TAIL = ("entries", "fields", "warnings")
_READ = ("surface", "page", "span_start", "span_end", "rule", "confidence")
_VALUES = {table: [field.name for field in fields(KINDS[kind])] for kind, table in TABLES.items()}
_COLUMNS = {
    "task": [name for name in (*_HEAD, *_BODY, *_TAIL) if name not in TABLES],
    **{table: [name for name in (*names, *_READ) if name != "canonical"] for table, names in _VALUES.items()},
}
SHOWN: Mapping[str, frozenset[str]] = {
    table: frozenset(name for name in names if _kind(table, name) not in {Exact, JSON, Integer})
    for table, names in _COLUMNS.items()
}
"""The columns by table of which it always shows what they hold: the number 7 is not the text "7"."""
_FULL_NAME = "(SELECT canonical FROM unit u WHERE u.id = x.unit_id)"


def of_a_task(*, on_postgresql: bool) -> tuple[str, ...]:
    """What of the task ``t`` stands in a snapshot before its place, from there to the entries of a ledger, and from these to its
    end, as bytes."""
    way = _ON_POSTGRESQL if on_postgresql else _ON_SQLITE
    known = {name: _value("task", "t", name, way) for name in _COLUMNS["task"]}
    known |= {kind: _facts(kind, way) for kind in TABLES}
    head, body, tail = (_members(known, *names) for names in (_HEAD, _BODY, _TAIL))
    pieces = (f"""'{{' || {head} || ', "start": '""", f"{body} || ', '", f"{tail} || '}}'")
    return tuple(way["bytes"].format(piece) for piece in pieces)


def _facts(kind: str, way: Mapping[str, str]) -> str:
    """The facts of a kind as a list, as ``schema.facts.dump_mentions`` has them."""
    table = TABLES[kind]
    known = {name: _value(table, "x", name, way) for name in _COLUMNS[table]}
    known["canonical"] = way["value"].format(_FULL_NAME)
    known["quote"] = _quote(known)
    said = f"SELECT '{{' || {_members(known, *_VALUES[table], 'quote', 'rule', 'confidence')} || '}}' AS said"
    rows = f"{said} FROM {table} x WHERE x.task_id = t.id ORDER BY x.position, x.id"
    return f"'[' || coalesce((SELECT {way['list']} FROM ({rows}) f), '') || ']'"


def _quote(known: Mapping[str, str]) -> str:
    nowhere = dict.fromkeys(("page", "start", "end"), "'null'")
    place = {"page": known["page"], "start": known["span_start"], "end": known["span_end"]}
    told, placed = (
        f"'{{' || {_members({'text': known['surface'], **where}, 'text', *where)} || '}}'"
        for where in (nowhere, place)
    )
    unplaced = f"CASE WHEN x.surface = '' THEN 'null' ELSE {told} END"
    return f"CASE WHEN x.span_start IS NULL OR x.span_end IS NULL THEN {unplaced} ELSE {placed} END"


def _value(table: str, row: str, name: str, way: Mapping[str, str]) -> str:
    """A column as JSON."""
    written = _OTHERWISE.get(_kind(table, name), way["value"])
    return written.format(f'{row}."{name}"')


def _members(known: Mapping[str, str], *names: str) -> str:
    """What stands between the braces of an object."""
    return " || ".join(
        f"""'{", " if at else ""}"{name}": ' || {known[name]}""" for at, name in enumerate(names)
    )
