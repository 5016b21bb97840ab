"""The tasks as they are in force, page by page: no more is held than what is asked for.

``today`` is always given by the caller: overdue is computed, never stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, TypeVar, cast

from policyparse.asking import documents, filters, members, reports
from policyparse.asking.beside import beside
from policyparse.asking.damage import FAULTS, possible
from policyparse.asking.rows import Rows, among
from policyparse.errors import Damaged, TrackerError
from policyparse.ledger import CLOSED, DocumentCard, Filter, Progress, TrackedTask, periods
from policyparse.ledger.due import is_undone_year
from policyparse.ledger.reports import Report
from policyparse.model import Deadline, Entry, Field, Mention, Milestone, Span, Target, Unit
from policyparse.schema.facts import Json, load_actions, load_findings, load_mentions, load_span

V = TypeVar("V")
_NONE = "没有编号为 {} 的任务。"

_PROGRESS = (
    "state, percent, note, problem, next_step, person, contact, started_on, finished_on, updated_at, updated_by, reason,"
    " coordinate"
)
_COLUMNS = (
    "id, document_id, key, position, number, path, title, text, kind, points, page, due, actions, warnings, milestones,"
    f" entries, fields, review, review_reason, {_PROGRESS}"
).split(", ")
_NAMES = (*_COLUMNS, "reported", "attached", "listed")
ORDER = "ORDER BY t.document_id, t.position, t.id"
# what few tasks have is asked for where a task of the page has it
_HAVING = """
EXISTS (SELECT 1 FROM report r WHERE r.task_id = t.id) AS reported,
EXISTS (SELECT 1 FROM evidence e WHERE e.task_id = t.id) AS attached,
EXISTS (SELECT 1 FROM unit_member) AS listed
"""
_TASKS = f"""
SELECT {", ".join(f"t.{name}" for name in _COLUMNS)}, {_HAVING} FROM task t JOIN document d ON d.id = t.document_id
WHERE {{chosen}} {ORDER}
"""
_OWING = _TASKS.replace(
    "WHERE", "WHERE (d.cycle = :cycle OR t.id IN (SELECT task_id FROM report WHERE period = :period)) AND"
)
_BEHIND = "(t.document_id, t.position, t.id) > (SELECT document_id, position, id FROM task WHERE id = :after)"
_QUOTED = "span_start, span_end, surface, rule, confidence, page"
_UNITS = f"""
SELECT l.task_id, l.name, u.canonical, l.role, l.basis, {_QUOTED} FROM task_unit l JOIN unit u ON u.id = l.unit_id
WHERE {{chosen}} ORDER BY l.task_id, l.position
"""
_TARGETS = f"""
SELECT task_id, metric, comparator, value, unit, value_max, change, baseline, scope, kind, due, present, {_QUOTED}
FROM target WHERE {{chosen}} ORDER BY task_id, position
"""
_DEADLINES = f"""
SELECT task_id, kind, due, start, rrule, basis, {_QUOTED} FROM deadline WHERE {{chosen}} ORDER BY task_id, position
"""


def tasks(
    rows: Rows, filter: Filter, today: date, *, limit: int | None = None, after: int | None = None
) -> Iterator[TrackedTask]:
    """The tasks that every field of the filter holds for, in the order of their documents; at most ``limit`` of those
    that come behind the task ``after``.

    Raises TrackerError where the unit is none or several of those known, or the document is not there.
    """
    return (task for task, _ in told(rows, filter, today, limit=limit, after=after))


def task(rows: Rows, number: int, today: date) -> TrackedTask:
    """One task. Raises TrackerError where there is none of this number, Damaged where it cannot be read."""
    found = next(tasks(rows, Filter(ids=(number,)), today), None)
    if found is None:
        if damaged := rows.damage.words():
            raise Damaged("\n".join(damaged))
        raise TrackerError(_NONE.format(number))
    return found


def count(rows: Rows, filter: Filter, today: date) -> int:
    """How many tasks the filter holds for."""
    chosen, given = filters.conditions(rows, filter, today)
    asked = f"SELECT count(*) FROM task t JOIN document d ON d.id = t.document_id WHERE {chosen}"
    (number,) = cast(tuple[int], rows.first(asked, **given))
    return number


def numbers(rows: Rows, filter: Filter, today: date) -> tuple[int, ...]:
    """The numbers of the tasks that the filter holds for, in the order of ``tasks``."""
    chosen, given = filters.conditions(rows, filter, today)
    asked = f"SELECT t.id FROM task t JOIN document d ON d.id = t.document_id WHERE {chosen} {ORDER}"
    return tuple(number for (number,) in rows.all(asked, **given))


def by_document(rows: Rows, documents: Collection[int]) -> dict[int, list[int]]:
    """The numbers of the tasks of each of some documents that has any, in their order."""
    found: dict[int, list[int]] = defaultdict(list)
    chosen = f"{among('d.id', documents)} AND NOT t.dropped AND NOT d.removed"
    asked = f"SELECT d.id, t.id FROM task t JOIN document d ON d.id = t.document_id WHERE {chosen} {ORDER}"
    for document, number in rows.all(asked):
        found[document].append(number)
    return found


def narrowed(
    asked: str, rows: Rows, filter: Filter, today: date, *, limit: int | None = None, after: int | None = None
) -> tuple[str, dict[str, Any]]:
    """A statement with the conditions of a filter where it says ``chosen``, and the values that are named in it; of a page,
    at most ``limit`` rows behind the task ``after``."""
    chosen, given = filters.conditions(rows, filter, today)
    if after is not None:
        chosen += f" AND {_BEHIND}"
        given["after"] = after
    asked = asked.format(chosen=chosen)
    if limit is not None:
        asked += " LIMIT :limit"
        given["limit"] = limit
    return asked, given


def document_of(rows: Rows, number: int) -> int:
    """The number of the document that a task comes from. Raises TrackerError where there is no such task."""
    asked = (
        "SELECT d.id FROM task t JOIN document d ON d.id = t.document_id"
        " WHERE t.id = :number AND NOT t.dropped AND NOT d.removed"
    )
    found = rows.first(asked, number=number)
    if found is None:
        raise TrackerError(_NONE.format(number))
    return cast(int, found[0])


def told(
    rows: Rows,
    filter: Filter,
    today: date,
    *,
    limit: int | None = None,
    after: int | None = None,
    period: str | None = None,
) -> Iterator[tuple[TrackedTask, Sequence[Report]]]:
    """As ``tasks``, each with the reports on it; of a ``period`` those that may owe a report for it or have one."""
    more: dict[str, Any] = {}
    if period is not None:
        more = {"period": period, "cycle": periods.period(period).cycle}
    asked, given = narrowed(_OWING if more else _TASKS, rows, filter, today, limit=limit, after=after)
    given |= more
    known: dict[int, DocumentCard] = {}
    few = filter.ids is not None and len(filter.ids) == 1
    for page in iter([rows.all(asked, **given)]) if few else rows.pages(asked, **given):
        yield from _readable(rows, [dict(zip(_NAMES, row, strict=True)) for row in page], known, today)


def _readable(
    rows: Rows, page: Sequence[Json], known: dict[int, DocumentCard], today: date
) -> Iterator[tuple[TrackedTask, Sequence[Report]]]:
    """Some tasks from their rows; where one is damaged, those that are not, and the other is told."""
    try:
        yield from [*_page(rows, page, known, today)]
    except FAULTS:
        if len(page) == 1:
            rows.unshown(page[0]["document_id"], page[0]["id"])
            return
        for row in page:
            yield from _readable(rows, [row], known, today)


def _page(
    rows: Rows, page: Sequence[Json], known: dict[int, DocumentCard], today: date
) -> Iterator[tuple[TrackedTask, Sequence[Report]]]:
    """Some tasks from their rows, with the documents that are ``known`` already and those that are new."""
    if not page:
        return
    chosen = among("task_id", [row["id"] for row in page])
    told, proven = ([row["id"] for row in page if row[flag]] for flag in ("reported", "attached"))
    more = beside(rows, told, proven, bool(page[0]["listed"]))
    facts = _Facts(_units(rows, chosen), _targets(rows, chosen), _deadlines(rows, chosen))
    new = {row["document_id"] for row in page} - known.keys()
    known.update((card.id, card) for card in (documents.cards(rows, new) if new else ()))
    for row in page:
        number = row["id"]
        task = _tracked(rows, row, known[row["document_id"]], facts, today)
        if number in more.evidence:
            task = replace(task, evidence=more.evidence[number])
        if more.lists:
            task = replace(task, members=members.members_of(task, more.lists))
        said = more.reports.get(number, ())
        if said:
            task = replace(task, standings=reports.unit_standings(task, said))
        yield task, said


# ---- facts ---------------------------------------------------------------------------------------------

Placed = tuple[Mention[V], int | None]
"""A fact with the page that it was read from."""
Found = dict[int, list[Any]]
"""Facts by the number of their task."""


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts of some tasks that have rows of their own; of a target its present value too."""

    units: Found
    targets: Found
    deadlines: Found


@lru_cache(maxsize=4096)
def _unit(name: str, canonical: str, role: Any, basis: Any) -> Unit:
    """One value for all links of a unit that are alike: a tracker has few units and very many links."""
    possible("task_unit", role=role, basis=basis)
    return Unit(name, canonical, role, basis)


def _units(rows: Rows, chosen: str) -> Found:
    found: Found = defaultdict(list)
    for task, name, canonical, role, basis, *quoted in rows.all(_UNITS.format(chosen=chosen)):
        found[task].append(_placed(_unit(name, canonical, role, basis), quoted))
    return found


def _targets(rows: Rows, chosen: str) -> Found:
    found: Found = defaultdict(list)
    for row in rows.all(_TARGETS.format(chosen=chosen)):
        task, metric, sign, value, unit, most, change, baseline, scope, kind, due, present, *quoted = row
        possible("target", comparator=sign, change=change, kind=kind)
        change_of = (change, baseline, scope, kind, rows.day(due))
        target = Target(metric, sign, Decimal(value), unit, rows.decimal(most), *change_of)
        found[task].append((*_placed(target, quoted), rows.decimal(present)))
    return found


def _deadlines(rows: Rows, chosen: str) -> Found:
    found: Found = defaultdict(list)
    for task, kind, due, start, rrule, basis, *quoted in rows.all(_DEADLINES.format(chosen=chosen)):
        possible("deadline", kind=kind, basis=basis)
        deadline = Deadline(kind, rows.day(due), rows.day(start), rrule, basis)
        found[task].append(_placed(deadline, quoted))
    return found


def _placed(value: V, quoted: Sequence[Any]) -> Placed[V]:
    start, end, surface, rule, confidence, page = quoted
    span = None if start is None or end is None else Span(start, end)
    return Mention(span, surface, value, rule, confidence), page


# ---- a task --------------------------------------------------------------------------------------------


def _tracked(rows: Rows, row: Json, card: DocumentCard, facts: _Facts, today: date) -> TrackedTask:
    possible("task", **{name: row[name] for name in ("state", "review", "kind", "percent")})
    rows.decimal(row["points"])  # is shown by its digits
    number, state, due = row["id"], row["state"], rows.day(row["due"])
    units, targets, deadlines = facts.units[number], facts.targets[number], facts.deadlines[number]
    actions, milestones, entries, fields, warnings = (
        rows.json(row[name]) for name in ("actions", "milestones", "entries", "fields", "warnings")
    )
    task = TrackedTask(
        id=number,
        key=row["key"],
        document=card,
        position=row["position"],
        number=row["number"],
        path=tuple(rows.json(row["path"])),
        title=row["title"],
        text=row["text"],
        kind=row["kind"],
        points=row["points"],
        page=row["page"],
        units=tuple(unit for unit, _ in units),
        targets=tuple(target for target, _, _ in targets),
        deadlines=tuple(deadline for deadline, _ in deadlines),
        actions=load_actions(actions),
        milestones=load_mentions(Milestone, milestones),
        entries=load_mentions(Entry, entries),
        fields=load_mentions(Field, fields),
        warnings=load_findings(warnings),
        progress=_progress(rows, row),
        presents=tuple(present for _, _, present in targets),
        pages=_pages((*units, *targets, *deadlines), (*actions, *milestones, *entries, *fields, *warnings)),
        review=row["review"],
        review_reason=row["review_reason"],
        overdue_days=max(0, (today - due).days) if due and state not in CLOSED else 0,
    )
    return replace(task, year_over=True) if is_undone_year(task, today) else task


def _pages(facts: Sequence[Sequence[Any]], said: Sequence[Json]) -> tuple[tuple[Span, int], ...]:
    """On which page each fact stands that was read from words."""
    read = [(mention.span, page) for mention, page, *_ in facts]
    quoted = [(load_span(one["quote"]), (one["quote"] or {}).get("page")) for one in said]
    return tuple(dict.fromkeys((span, page) for span, page in (*read, *quoted) if span and page))


def _progress(rows: Rows, row: Json) -> Progress:
    said = {name: row[name] for name in _PROGRESS.split(", ")}
    said |= {name: rows.day(row[name]) for name in ("started_on", "finished_on")}
    return Progress(**{**said, "updated_at": rows.moment(row["updated_at"])})
