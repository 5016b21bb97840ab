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
_COUNTED = ("lead", "support", "open", "done", "overdue")
# counted from the index of the links alone; the few tasks that are not in force are left out by their numbers
_COUNTS = f"""
SELECT u.id, u.canonical, n.lead, n.support, n.open, n.done, n.overdue FROM (
  SELECT unit_id, sum(lead) AS lead, sum(support) AS support, sum(open) AS open, sum(done) AS done, sum(overdue) AS overdue
  FROM (
    SELECT l.unit_id, max(CASE WHEN l.role = 'lead' THEN 1 ELSE 0 END) AS lead,
      max(CASE WHEN l.role = 'support' THEN 1 ELSE 0 END) AS support,
      max(CASE WHEN l.state NOT IN ({CLOSED_STATES}) THEN 1 ELSE 0 END) AS open,
      max(CASE WHEN l.state = '已完成' THEN 1 ELSE 0 END) AS done,
      max(CASE WHEN l.state NOT IN ({CLOSED_STATES}) AND l.due < :today THEN 1 ELSE 0 END) AS overdue
    FROM {{parts}} l
    WHERE {{chosen}} AND l.task_id NOT IN (
      SELECT t.id FROM task t WHERE t.dropped = TRUE
      UNION ALL SELECT t.id FROM task t JOIN document d ON d.id = t.document_id WHERE d.removed = TRUE)
    GROUP BY l.unit_id, l.task_id) AS part
  GROUP BY unit_id) AS n
JOIN unit u ON u.id = n.unit_id ORDER BY u.canonical
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
    for (group, _), listed in members.lists(rows).items():
        standing_for[group] += tuple(one.name for one in listed)
    asked = _COUNTS.format(chosen=chosen, parts=members.parts(rows))
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
