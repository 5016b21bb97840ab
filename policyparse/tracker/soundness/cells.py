"""Every cell as it is stored, read without the row classes, and whether its value is possible."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, DateTime, Float, Integer, LargeBinary, text

from policyparse.asking.damage import ALLOWED
from policyparse.tracker.columns import Exact
from policyparse.tracker.soundness.problem import RESTORE, Problem
from policyparse.tracker.tables import BYTES, SCHEMA

Stored = dict[str, list[dict[str, Any]]]
"""The rows of each table in the order of their numbers, with values as Python has them, ``BAD`` for impossible ones."""


class _Bad:
    """What stands for a value that cannot be: equal to nothing."""

    def __eq__(self, other: object) -> bool:
        return False

    __hash__ = object.__hash__

    def __bool__(self) -> bool:
        return False


BAD = _Bad()

CALLED = {
    "document": "文件",
    "task": "任务",
    "command": "操作",
    "source": "来源文件",
    "kept": "留存的原件",
    "parse": "解析结果",
    "unit": "单位",
    "unit_member": "单位名单",
    "meta": "台账信息",
}
"""What a clerk calls the rows of a table; the rows of others belong to a task."""


def read(
    connection: Connection, chosen: Mapping[str, str], others: bool = True
) -> tuple[Stored, list[Problem]]:
    """Rows of the tables, and a problem for each value of theirs that cannot be: those that meet the condition on the table
    (as ``x``; none of a table without one); and, if ``others`` are wanted too, all of the other tables but the bytes of files."""
    decoded = connection.dialect.name == "postgresql"  # its driver gives JSON as Python values
    stored: Stored = {}
    found: list[Problem] = []
    for name, table in SCHEMA.tables.items():
        if name == BYTES or not (others or name in chosen):
            continue
        if chosen.get(name) == "":
            stored[name] = []
            continue
        asked = connection.execute(
            text(f'SELECT x.* FROM "{name}" x WHERE {chosen.get(name, "1 = 1")} ORDER BY 1')
        )
        names, raws = [*asked.keys()], [tuple(row) for row in asked]
        bad: list[tuple[int, int]] = []
        columns = []
        for at, raw in enumerate(zip(*raws, strict=True)):
            column = table.columns.get(names[at])
            values, faults = (raw, []) if column is None else _values(column, raw, decoded)
            columns.append(values)
            bad += ((row, at) for row in faults)
        stored[name] = [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]
        for row, at in sorted(bad):
            found.append(_impossible(name, dict(zip(names, raws[row], strict=True)), names[at]))
    return stored, found


def _values(column: Column[Any], raws: Sequence[Any], decoded: bool) -> tuple[Sequence[Any], list[int]]:
    """The values of a column as Python has them, and the places of those that cannot be."""
    # of most columns all values are ones that they may be, which is asked of all at once and not of each
    if (counted := ALLOWED.get(column.table.name, {}).get(column.name)) is not None:
        sound = {*map(type, raws)} <= _COUNTED and {*raws} <= {*counted}
    else:
        kinds = _AS_STORED.get(type(column.type), frozenset({str}))
        nothing = {type(None)} if column.nullable else set()
        sound = bool(kinds) and {*map(type, raws)} <= kinds | nothing
    if sound:
        return raws, []
    values: list[Any] = []
    faults: list[int] = []
    for at, raw in enumerate(raws):
        try:
            values.append(_value(column, raw, decoded))
        except (ValueError, TypeError, InvalidOperation, RecursionError):
            values.append(BAD)
            faults.append(at)
    return values, faults


def _value(column: Column[Any], raw: Any, decoded: bool) -> Any:
    """A stored value as Python has it. Raises ValueError, TypeError or InvalidOperation for one that cannot be."""
    allowed = ALLOWED.get(column.table.name, {}).get(column.name)
    if allowed is not None and raw not in allowed:
        raise ValueError(raw)
    if isinstance(column.type, JSON) and decoded:
        return raw
    if raw is None:
        if not column.nullable:
            raise ValueError(raw)
        return None
    return _READERS.get(type(column.type), _words)(raw)


def _words(raw: Any) -> str:
    if not isinstance(raw, str):
        raise TypeError(raw)
    return raw


def _whole(raw: Any) -> int:
    if not isinstance(raw, int):
        raise TypeError(raw)
    return raw


def _flag(raw: Any) -> bool:
    if raw not in (0, 1):
        raise ValueError(raw)
    return bool(raw)


def _exact(raw: Any) -> Decimal:
    value = Decimal(raw)
    if not value.is_finite():
        raise ValueError(raw)
    return value


def _bytes(raw: Any) -> bytes:
    if not isinstance(raw, bytes | memoryview):
        raise TypeError(raw)
    return bytes(raw)


_READERS: Mapping[type, Any] = {
    Integer: _whole,
    Boolean: _flag,
    Float: float,
    Exact: _exact,
    # SQLite stores a JSON number as a number
    JSON: lambda raw: [] if raw == "[]" else raw if isinstance(raw, int | float) else json.loads(raw),
    LargeBinary: _bytes,
    Date: lambda raw: raw if isinstance(raw, date) else date.fromisoformat(raw),
    DateTime: lambda raw: raw if isinstance(raw, datetime) else datetime.fromisoformat(raw),
}

_COUNTED = {str, int, type(None)}
_AS_STORED: Mapping[type, frozenset[type]] = {
    Integer: frozenset({int}),
    Boolean: frozenset({bool}),
    Float: frozenset({float}),
    LargeBinary: frozenset({bytes}),
    **{made: frozenset() for made in (Exact, JSON, Date, DateTime)},
}
"""The Python types of values that a column of a type holds as they are stored; of any other type it is words."""


def _impossible(table: str, raw: Mapping[str, Any], column: str) -> Problem:
    own = f"任务 {raw.get('task_id')} 的 {table} 第 {raw['id']} 行"
    where = f"{CALLED[table]} {raw['id']}" if table in CALLED else own
    value = str(raw[column])
    shown = value if len(value) <= 40 else f"{value[:40]}…"
    return Problem(f"{where} 的 {column} 不可能是“{shown}”", RESTORE)
