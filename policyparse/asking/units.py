"""The units of the tracker: which one a person means, and how much each has to do."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import cast

from policyparse.asking import members
from policyparse.asking.rows import Rows
from policyparse.errors import TrackerError
from policyparse.ledger import CLOSED, UnitCard

CLOSED_STATES = ", ".join(f"'{state}'" for state in CLOSED)
# asked unit by unit, by the index of the links: a join would read every link there is
_BUSY = """(EXISTS (
  SELECT 1 FROM task_unit l JOIN task t ON t.id = l.task_id JOIN document d ON d.id = t.document_id
  WHERE l.unit_id = u.id AND NOT t.dropped AND NOT d.removed
) OR EXISTS (
  SELECT 1 FROM unit_member m JOIN task_unit l ON l.unit_id = m.group_id
    JOIN task t ON t.id = l.task_id JOIN document d ON d.id = t.document_id
  WHERE m.unit_id = u.id AND coalesce(d.region, '') = m.place AND NOT t.dropped AND NOT d.removed))"""
_OPEN = f"l.state NOT IN ({CLOSED_STATES})"
_COUNTED = {
    "lead": "l.role = 'lead'",
    "support": "l.role = 'support'",
    "open": _OPEN,
    "done": "l.state = '已完成'",
    "overdue": f"{_OPEN} AND l.due < :today",
}
"""What is counted of a unit's tasks, and when a part in a task counts."""
_OUT = """
SELECT t.id FROM task t WHERE t.dropped = TRUE
UNION ALL SELECT t.id FROM task t JOIN document d ON d.id = t.document_id WHERE d.removed = TRUE
"""


def _sums(formula: str) -> str:
    """The counts as columns, each of a formula of its condition, which is 1 where that holds and else 0; tasks first."""
    flags = {"tasks": "1", **{n: f"(CASE WHEN {said} THEN 1 ELSE 0 END)" for n, said in _COUNTED.items()}}
    return ", ".join(f"{formula.format(flag)} AS {name}" for name, flag in flags.items())


# Almost every link is a unit's only one in a task that is in force. So the counts of all (``tracker.totals``) are added up, and
# what is too much is taken off: a unit that a task names twice, the few tasks that are dropped or of removed documents.
_LINKS = (
    f"SELECT l.unit_id, {_sums('sum(l.parts * {})')} FROM total_parts l WHERE {{chosen}} GROUP BY l.unit_id",
    f"SELECT l.unit_id, {_sums('max({0}) - sum({0})')} FROM task_unit l WHERE {{chosen}}"
    " AND (l.unit_id, l.task_id) IN (SELECT unit_id, task_id FROM total_twice)"
    " GROUP BY l.unit_id, l.task_id",
    f"SELECT l.unit_id, {_sums('-max({})')} FROM task_unit l WHERE {{chosen}} AND l.task_id IN ({_OUT})"
    " GROUP BY l.unit_id, l.task_id",
)
_MEMBERS = (
    f"SELECT l.unit_id, {_sums('max({})')} FROM {{members}} l WHERE {{chosen}} AND l.task_id NOT IN ({_OUT})"
    " GROUP BY l.unit_id, l.task_id"
)
_COUNTS = f"""
SELECT u.id, u.canonical, {", ".join(f"sum(n.{name})" for name in _COUNTED)}
FROM ({{counted}}) n JOIN unit u ON u.id = n.unit_id
GROUP BY u.id, u.canonical HAVING sum(n.tasks) > 0 ORDER BY u.canonical
"""


def cards(rows: Rows, name: str | None, today: date) -> tuple[UnitCard, ...]:
    """Every unit that has a part in a task, by its full name; or the one that a typed name means. A member of a
    collective unit has its part in that one's tasks, too.

    Raises TrackerError where the name is none or several of those known.
    """
    chosen, given = "1 = 1", dict[str, str]()
    if name is not None:
        chosen = "l.unit_id = (SELECT id FROM unit WHERE canonical = :unit)"
        given["unit"] = named(rows, name)
    aliases: dict[int, list[str]] = defaultdict(list)
    for unit, alias in rows.all("SELECT unit_id, name FROM unit_alias ORDER BY name"):
        aliases[unit].append(alias)
    standing_for: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for (group, _), units in members.lists(rows).items():
        standing_for[group] += tuple(one.name for one in units)
    listed = members.of_members(rows)
    counted = " UNION ALL ".join((*_LINKS, _MEMBERS) if listed else _LINKS)
    asked = _COUNTS.format(counted=counted.format(chosen=chosen, members=listed))
    return tuple(
        UnitCard(
            canonical,
            tuple(a for a in aliases[number] if a != canonical),
            **dict(zip(_COUNTED, counts, strict=True)),
            members=standing_for[canonical],
        )
        for number, canonical, *counts in rows.all(asked, today=today, **given)
    )


def by_number(rows: Rows, number: int) -> str | None:
    """The full name of the unit of a number that has a part in a task, None where there is none."""
    found = rows.first(f"SELECT u.canonical FROM unit u WHERE u.id = :number AND {_BUSY}", number=number)
    return cast(str, found[0]) if found else None


def named(rows: Rows, typed: str) -> str:
    """The full name of the unit that a person means: as it is printed anywhere, or a short form of it.

    Raises TrackerError that lists the units where it may be several, and suggests some where it is none.
    """
    if rows.first(f"SELECT 1 FROM unit u WHERE u.canonical = :typed AND {_BUSY}", typed=typed):
        return typed
    from policyparse.extract.organs.names import resolve

    known = [
        name for (name,) in rows.all(f"SELECT u.canonical FROM unit u WHERE {_BUSY} ORDER BY u.canonical")
    ]
    printed = rows.all(
        "SELECT u.canonical FROM unit u JOIN unit_alias a ON a.unit_id = u.id"
        f" WHERE a.name = :typed AND {_BUSY}",
        typed=typed,
    )
    resolution = resolve(typed, known)
    matches: list[str] = sorted({*(name for (name,) in printed), *resolution.matches})
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise TrackerError(f"“{typed}”可能是：{'、'.join(matches)}。请写得再全一些。")
    near = (
        f"是不是：{'、'.join(resolution.near)}？"
        if resolution.near
        else "用 policyparse units 查看全部单位。"
    )
    raise TrackerError(f"没有找到单位“{typed}”。{near}")
