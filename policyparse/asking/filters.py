"""A filter as conditions on the task ``t`` of the document ``d``, in SQL."""

from __future__ import annotations

from datetime import date
from typing import Any

from policyparse.asking import documents, members, units
from policyparse.asking.rows import Rows, among
from policyparse.asking.search import found
from policyparse.ledger import Filter
from policyparse.ledger.due import PRESUMED


def conditions(rows: Rows, filter: Filter, today: date) -> tuple[str, dict[str, Any]]:
    """What must hold of a task, and the values that are named in it.

    Raises TrackerError where the unit is none or several of those known, or the document is not there.
    """
    said = ["NOT d.removed", "NOT t.dropped"]
    given: dict[str, Any] = {}
    if filter.ids is not None:
        said.append(among("t.id", filter.ids))
    if filter.document is not None:
        said.append("t.document_id = :document")
        given["document"] = documents.existing(rows, filter.document)
    if filter.state is not None:
        states = (filter.state,) if isinstance(filter.state, str) else filter.state
        given |= {f"state{at}": state for at, state in enumerate(states)}
        said.append(f"t.state IN ({', '.join(f':state{at}' for at in range(len(states)))})")
    if filter.due_before is not None:
        said.append("t.due <= :due_before")
        given["due_before"] = filter.due_before
    if filter.overdue:
        said.append(f"t.due < :today AND t.state NOT IN ({units.CLOSED_STATES})")
        given["today"] = today
    said += _unsaid(filter)
    if filter.leader is not None:
        said.append(among("t.id", _led_by(rows, filter.leader)))
    if filter.search is not None:
        said.append(found(filter.search, given, on_postgresql=rows.on_postgresql))
    if filter.unit is not None or filter.role is not None:
        said.append(_linked(rows, filter, given))
    return " AND ".join(said), given


def _unsaid(filter: Filter) -> list[str]:
    """The conditions on what the paper leaves open: no lead, and a lead or a deadline that no word says."""
    said = []
    if filter.no_lead:
        said.append("t.kind = 'task' AND t.id NOT IN (SELECT task_id FROM task_unit WHERE role = 'lead')")
    if filter.presumed:
        dated = f"SELECT task_id FROM deadline WHERE basis = '{PRESUMED}'"
        said.append(f"t.id IN ({dated} UNION SELECT task_id FROM task_unit WHERE basis = 'issuer')")
    return said


def _led_by(rows: Rows, leader: str) -> list[int]:
    """The numbers of the tasks for which the paper names the leader (entry ``leader``), by a part of the words."""
    wanted = "".join(leader.split())
    named = rows.all("SELECT id, entries FROM task WHERE CAST(entries AS TEXT) LIKE '%\"leader\"%'")
    return [
        number
        for number, entries in named
        if any(e["field"] == "leader" and wanted in "".join(e["words"].split()) for e in rows.json(entries))
    ]


def _linked(rows: Rows, filter: Filter, given: dict[str, Any]) -> str:
    said = []
    if filter.role is not None:
        said.append("role = :role")
        given["role"] = filter.role
    if filter.unit is not None:
        said.append("unit_id = (SELECT id FROM unit WHERE canonical = :unit)")
        given["unit"] = units.named(rows, filter.unit)
    return f"t.id IN (SELECT task_id FROM {members.parts(rows)} p WHERE {' AND '.join(said)})"
