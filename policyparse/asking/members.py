"""For whom a collective unit (各县区政府) stands, by the office's lists: its members have its part in its tasks.

A list belongs to the unit and to the place of its documents, for 各县区政府 is printed in every city.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from policyparse.asking.rows import Rows
from policyparse.ledger import Listed, TrackedTask

Lists = Mapping[tuple[str, str], tuple[Listed, ...]]
"""The members of a collective unit (its full name) in a place, in the order of the list."""

COLUMNS = "m.position, g.canonical, m.place, m.name, u.canonical"
"""What to select of the members of the lists: the place in its list, then what ``by_group`` takes."""
TABLES = "FROM unit_member m JOIN unit g ON g.id = m.group_id JOIN unit u ON u.id = m.unit_id"
"""From where."""
# a member that the paper names beside the collective unit has the part that the paper says
_OF_MEMBERS = """(
  SELECT l.task_id, m.unit_id, l.role, l.state, l.due
  FROM unit_member m JOIN task_unit l ON l.unit_id = m.group_id
    JOIN task t ON t.id = l.task_id JOIN document d ON d.id = t.document_id
  WHERE coalesce(d.region, '') = m.place
    AND NOT EXISTS (SELECT 1 FROM task_unit o WHERE o.task_id = l.task_id AND o.unit_id = m.unit_id)
)"""
_PARTS = f"(SELECT task_id, unit_id, role, state, due FROM task_unit UNION ALL SELECT * FROM {_OF_MEMBERS} m)"


def lists(rows: Rows) -> Lists:
    """The office's lists."""
    return by_group(told for _, *told in rows.all(f"SELECT {COLUMNS} {TABLES} ORDER BY 1"))


def by_group(stored: Iterable[Sequence[Any]]) -> Lists:
    """The lists from the rows of their members: collective unit, place, printed name, full name."""
    found: dict[tuple[str, str], tuple[Listed, ...]] = defaultdict(tuple)
    for group, place, name, canonical in stored:
        found[group, place] += (Listed(name, canonical),)
    return dict(found)


def order(rows: Rows) -> tuple[str, ...]:
    """The full names of the units in the order in which the office names them."""
    found = rows.first("SELECT value FROM meta WHERE name = 'order'")
    return tuple(json.loads(found[0])) if found else ()


def parts(rows: Rows) -> str:
    """What to select from for the parts of units in tasks (task_id, unit_id, role, state, due), those of members included."""
    return _PARTS if of_members(rows) else "task_unit"


def of_members(rows: Rows) -> str | None:
    """The same for those parts alone that members of collective units have by the office's lists; None without lists."""
    return _OF_MEMBERS if rows.first("SELECT 1 FROM unit_member") else None


def members_of(task: TrackedTask, known: Lists) -> tuple[tuple[str, tuple[Listed, ...]], ...]:
    """The lists of the collective units of a task, each once."""
    place = task.document.region or ""
    named = dict.fromkeys(u.value.canonical for u in task.units)
    return tuple((name, known[name, place]) for name in named if (name, place) in known)
