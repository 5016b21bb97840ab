"""The reminders that were sent: kept by task, unit and rung, and told in the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import col, select

from policyparse.errors import TrackerError
from policyparse.ledger.reminding import Reminder, Told
from policyparse.schema.facts import Json
from policyparse.tracker import fields
from policyparse.tracker.database import Database, pen_of
from policyparse.tracker.tables import ReminderRow


def reminded(database: Database) -> Mapping[int, tuple[Told, ...]]:
    """What was sent before, by the number of its task."""
    found: dict[int, tuple[Told, ...]] = defaultdict(tuple)
    with database.reading() as session:
        for row in session.exec(select(ReminderRow).order_by(col(ReminderRow.id))):
            due, at = date.fromisoformat(row.sent["due"]), datetime.fromisoformat(row.sent["at"])
            found[row.task_id] += (Told(row.unit, row.rung, due, at, row.sent["times"]),)
    return dict(found)


def remind(database: Database, sent: Sequence[Reminder], *, by: str = "", at: datetime | None = None) -> int:
    """Remember that reminders were sent, as one logged command; its number. Raises TrackerError for none."""
    with database.writing() as session:
        pen = pen_of(session, "remind", by, at)
        calls = [(call, f"reminder:{call.rung}:{one.unit}") for one in sent for call in one.calls]
        known = fields.reminders_of(pen.rows, sorted({call.task.id for call, _ in calls}))
        told: dict[tuple[int, str], Json] = {}
        for call, field in calls:
            key = call.task.id, field
            before = told.get(key) or known.get(key)
            times = (before["times"] if before else 0) + 1
            said = {"at": pen.at.isoformat(), "by": pen.by, "due": call.due.isoformat(), "times": times}
            told[key] = fields.storable(said)
            pen.logged(field, before, told[key], task=call.task.id)
        command = pen.finish(f"催办{len(sent)}个单位，{len(calls)}项")
        if command is None:
            raise TrackerError("没有要催办的事项。")
        fields.set_reminders(pen.rows, [(task, field, said) for (task, field), said in told.items()])
        return command
