"""The facts of a task: their rows, their frozen types, and their JSON (the schema's, as the log keeps it)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from policyparse.asking.rows import Rows, among
from policyparse.model import Deadline, Mention, Span, Target, Unit
from policyparse.schema.facts import Json, dump_mentions, number, typed
from policyparse.tracker.book import Book

V = TypeVar("V")

TABLES: Mapping[str, str] = {"units": "task_unit", "targets": "target", "deadlines": "deadline"}
KINDS: Mapping[str, type[Any]] = {"units": Unit, "targets": Target, "deadlines": Deadline}
CHUNK = 500

_READ = ("position", "span_start", "span_end", "surface", "page", "rule", "confidence")
"""What every fact has beside its value."""
_PRESENT = ("present", "present_on")
_DECIMALS = frozenset({"value", "value_max", "present"})
_DAYS = frozenset({"due", "start", "present_on"})
_NAMES: Mapping[str, tuple[str, ...]] = {
    kind: ("task_id", *(field.name for field in fields(KINDS[kind])), *_READ)
    + (_PRESENT if kind == "targets" else ())
    for kind in TABLES
}


# ---- out of the rows -----------------------------------------------------------------------------------


def mention(row: Json, value: V) -> Mention[V]:
    """The fact of a row."""
    start, end = row["span_start"], row["span_end"]
    span = None if start is None or end is None else Span(start, end)
    return Mention(span, row["surface"], value, row["rule"], row["confidence"])


def fact_of(kind: str, row: Json) -> Json:
    """The JSON of a fact of a kind (a key of TABLES) from its row, in which a unit has its full name; a target with its
    present value, where it has one."""
    value = KINDS[kind](**{field.name: row[field.name] for field in fields(KINDS[kind])})
    fact = dump_mentions([mention(row, value)], lambda _: row["page"])[0]
    if kind == "targets" and row["present"] is not None:
        day = row["present_on"]
        fact |= {"present": number(row["present"]), "present_on": day and day.isoformat()}
    return fact


def facts_of(rows: Rows, kind: str, tasks: Sequence[int]) -> dict[int, list[Json]]:
    """The facts of one kind of some tasks that there are, by their numbers, as JSON in their order."""
    found: dict[int, list[Json]] = {task: [] for task in tasks}
    names = _NAMES[kind]
    columns = ", ".join("u.canonical" if name == "canonical" else f"f.{name}" for name in names)
    units = " JOIN unit u ON u.id = f.unit_id" if kind == "units" else ""
    for some in chunks(tasks):
        asked = f"SELECT {columns} FROM {TABLES[kind]} f{units} WHERE {among('f.task_id', some)}"
        for row in rows.all(f"{asked} ORDER BY f.task_id, f.position"):
            fact = {name: _read(rows, name, value) for name, value in zip(names, row, strict=True)}
            found[fact["task_id"]].append(fact_of(kind, fact))
    return found


def _read(rows: Rows, name: str, value: Any) -> Any:
    if name in _DECIMALS:
        return rows.decimal(value)
    return rows.day(value) if name in _DAYS else value


# ---- into the rows -------------------------------------------------------------------------------------


def write_facts(book: Book, kind: str, facts: Mapping[int, list[Json]], copied: Mapping[int, Json]) -> None:
    """Put the facts of one kind of some tasks where those were before.

    ``copied`` holds for each task what its links repeat: ``state`` and ``due``.
    """
    table = TABLES[kind]
    names = unit_numbers(book, [f for rows in facts.values() for f in rows]) if kind == "units" else {}
    rows = [
        {**_row(KINDS[kind], position, fact, names), "task_id": task, **(copied[task] if names else {})}
        for task, listed in facts.items()
        for position, fact in enumerate(listed)
    ]
    for some in chunks(list(facts)):
        book.run(f"DELETE FROM {table} WHERE {among('task_id', some)}")
    book.load(table, rows)


def _row(kind: type[Any], position: int, fact: Json, names: Mapping[str, int]) -> Json:
    quote = fact["quote"] or {}
    value = typed(kind, fact)
    row = {f.name: getattr(value, f.name) for f in fields(kind)}
    if kind is Unit:
        row["unit_id"] = names[_clean(row.pop("canonical"))]
    if kind is Target:
        row |= {"present": _decimal(fact.get("present")), "present_on": _day(fact.get("present_on"))}
    return {
        **row,
        "position": position,
        "span_start": quote.get("start"),
        "span_end": quote.get("end"),
        "surface": quote.get("text", ""),
        "page": quote.get("page"),
        "rule": fact["rule"],
        "confidence": fact["confidence"],
    }


def unit_numbers(book: Book, units: Iterable[Json]) -> dict[str, int]:
    """The number of each unit by its full name; those that are new are entered, with the names as printed."""
    printed: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        printed[_clean(unit["canonical"])].add(_clean(unit["name"]))
    known = _known_units(book, list(printed))
    new = [{"canonical": name} for name in printed if name not in known]
    if new:
        book.insert("unit", new)
        known = _known_units(book, list(printed))
    _learn_names(book, {known[canonical]: names for canonical, names in printed.items()})
    return known


def _known_units(rows: Rows, names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(names):
        given = {f"n{at}": name for at, name in enumerate(some)}
        listed = ", ".join(f":{name}" for name in given)
        found.update(rows.all(f"SELECT canonical, id FROM unit WHERE canonical IN ({listed})", **given))
    return found


def _learn_names(book: Book, printed: Mapping[int, set[str]]) -> None:
    known: set[tuple[int, str]] = set()
    for some in chunks(list(printed)):
        asked = f"SELECT unit_id, name FROM unit_alias WHERE {among('unit_id', some)}"
        known.update(cast(list[tuple[int, str]], book.all(asked)))
    new = [
        {"unit_id": unit, "name": name}
        for unit, names in printed.items()
        for name in sorted(names)
        if (unit, name) not in known
    ]
    book.insert("unit_alias", new)


def points_of(task: Json) -> Decimal | None:
    """The 分值 of a task's JSON."""
    return _decimal(task["points"])


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _day(value: str | None) -> date | None:
    return None if value is None else date.fromisoformat(value)


def chunks(values: Sequence[V]) -> Iterable[Sequence[V]]:
    """Some at a time: no statement names more."""
    return (values[i : i + CHUNK] for i in range(0, len(values), CHUNK))


def _clean(name: str) -> str:
    """As ``Words`` stores it, so that a name is found again."""
    return name.replace("\0", "")
