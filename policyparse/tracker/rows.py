"""The facts of a task: their rows, their frozen types, and their JSON (the schema's, as the log keeps it)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, cast

from sqlmodel import Session, col, delete, insert, select

from policyparse.model import Deadline, Mention, Span, Target, Unit
from policyparse.schema.facts import Json, dump_mentions, number, typed
from policyparse.tracker import bulk
from policyparse.tracker.columns import Read
from policyparse.tracker.tables import AliasRow, DeadlineRow, LinkRow, TargetRow, UnitRow

V = TypeVar("V")
Facts = dict[str, list[Json]]
"""The units, targets and deadlines of one task as the schema prints them."""

TABLES: Mapping[str, type[LinkRow | TargetRow | DeadlineRow]] = {
    "units": LinkRow,
    "targets": TargetRow,
    "deadlines": DeadlineRow,
}
KINDS: Mapping[str, type[Any]] = {"units": Unit, "targets": Target, "deadlines": Deadline}
CHUNK = 500


# ---- out of the rows -----------------------------------------------------------------------------------


def mention(row: Read, value: V) -> Mention[V]:
    """The fact of a row."""
    span = None if row.span_start is None or row.span_end is None else Span(row.span_start, row.span_end)
    return Mention(span, row.surface, value, row.rule, row.confidence)


def unit_of(row: LinkRow, canonical: str) -> Unit:
    """The unit of a link row; its full name stands in another table."""
    return Unit(row.name, canonical, cast(Any, row.role), cast(Any, row.basis))


def value_of(row: TargetRow | DeadlineRow) -> Target | Deadline:
    """The target or deadline of its row."""
    kind: Any = Target if isinstance(row, TargetRow) else Deadline
    return cast(Target | Deadline, kind(**{f.name: getattr(row, f.name) for f in fields(kind)}))


def read_facts(session: Session, kind: str, tasks: Any) -> dict[int, list[tuple[Mention[Any], int | None]]]:
    """The facts of one kind (a key of TABLES) of some tasks, in order, each with its page.

    ``tasks`` is a list of task numbers or a subquery that selects them.
    """
    found: dict[int, list[tuple[Mention[Any], int | None]]] = defaultdict(list)
    if kind == "units":
        links = select(LinkRow, UnitRow.canonical).join(UnitRow).where(col(LinkRow.task_id).in_(tasks))
        for link, canonical in session.exec(links.order_by(col(LinkRow.task_id), col(LinkRow.position))):
            found[link.task_id].append((mention(link, unit_of(link, canonical)), link.page))
        return found
    table = cast(type[TargetRow], TABLES[kind])
    rows = select(table).where(col(table.task_id).in_(tasks))
    for row in session.exec(rows.order_by(col(table.task_id), col(table.position))):
        found[row.task_id].append((mention(row, value_of(row)), row.page))
    return found


def facts_json(session: Session, kind: str, task: int) -> list[Json]:
    """The facts of one kind of one task as JSON; a target with its present value, where it has one."""
    return facts_of(session, kind, [task])[task]


def facts_of(session: Session, kind: str, tasks: Sequence[int]) -> dict[int, list[Json]]:
    """The same of some tasks, by their numbers; each of them is there."""
    read = read_facts(session, kind, tasks)
    found = {task: [_json(fact, page) for fact, page in read[task]] for task in tasks}
    for task, values in presents(session, tasks).items() if kind == "targets" else ():
        for fact, (value, day) in zip(found[task], values, strict=True):
            if value is not None:
                fact |= {"present": number(value), "present_on": day and day.isoformat()}
    return found


def _json(fact: Mention[Any], page: int | None) -> Json:
    return dump_mentions([fact], lambda _: page)[0]


def presents(session: Session, tasks: Any) -> dict[int, list[tuple[Decimal | None, date | None]]]:
    """Where the targets of some tasks stand at present, and since when, in the order of the targets."""
    found: dict[int, list[tuple[Decimal | None, date | None]]] = defaultdict(list)
    query = select(TargetRow).where(col(TargetRow.task_id).in_(tasks))
    for row in session.exec(query.order_by(col(TargetRow.task_id), col(TargetRow.position))):
        found[row.task_id].append((row.present, row.present_on))
    return found


# ---- into the rows -------------------------------------------------------------------------------------


def write_facts(
    session: Session, kind: str, facts: Mapping[int, list[Json]], copied: Mapping[int, Json]
) -> None:
    """Put the facts of one kind of some tasks where those were before.

    ``copied`` holds for each task what its links repeat: ``state`` and ``due``.
    """
    table = TABLES[kind]
    names = unit_numbers(session, [f for rows in facts.values() for f in rows]) if kind == "units" else {}
    rows = [
        {**_row(KINDS[kind], position, fact, names), "task_id": task, **(copied[task] if names else {})}
        for task, listed in facts.items()
        for position, fact in enumerate(listed)
    ]
    for some in chunks(list(facts)):
        session.execute(delete(table).where(col(table.task_id).in_(some)))
    bulk.put(session.connection(), table, rows)


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


def unit_numbers(session: Session, units: Iterable[Json]) -> dict[str, int]:
    """The number of each unit by its full name; those that are new are entered, with the names as printed."""
    printed: dict[str, set[str]] = defaultdict(set)
    for unit in units:
        printed[_clean(unit["canonical"])].add(_clean(unit["name"]))
    known = _known_units(session, list(printed))
    new = [{"canonical": name} for name in printed if name not in known]
    if new:
        session.execute(insert(UnitRow), new)
        known = _known_units(session, list(printed))
    _learn_names(session, {known[canonical]: names for canonical, names in printed.items()})
    return known


def _known_units(session: Session, names: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in chunks(names):
        rows = session.exec(select(UnitRow.canonical, UnitRow.id).where(col(UnitRow.canonical).in_(some)))
        found.update((canonical, cast(int, number)) for canonical, number in rows)
    return found


def _learn_names(session: Session, printed: Mapping[int, set[str]]) -> None:
    known: set[tuple[int, str]] = set()
    for some in chunks(list(printed)):
        known.update(
            session.exec(select(AliasRow.unit_id, AliasRow.name).where(col(AliasRow.unit_id).in_(some)))
        )
    new = [
        {"unit_id": unit, "name": name}
        for unit, names in printed.items()
        for name in sorted(names)
        if (unit, name) not in known
    ]
    if new:
        session.execute(insert(AliasRow), new)


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
