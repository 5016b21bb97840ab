"""The reminders that were sent: kept by task, unit and rung, and told in the log."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import col, select

from policyparse.errors import TrackerError
from policyparse.ledger.reminding import Reminder, Told
from policyparse.tracker import fields
from policyparse.tracker.database import Database
from policyparse.tracker.pen import Pen
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
        pen = Pen(session, "remind", by, at)
        for reminder in sent:
            for call in reminder.calls:
                field = f"reminder:{call.rung}:{reminder.unit}"
                before = fields.of_task(session, call.task.id, field)
                times = (before["times"] if before else 0) + 1
                said = {"at": pen.at.isoformat(), "by": pen.by, "due": call.due.isoformat(), "times": times}
                pen.task(call.task.id, field, said)
        items = sum(len(reminder.calls) for reminder in sent)
        command = pen.finish(f"催办{len(sent)}个单位，{items}项")
        if command is None:
            raise TrackerError("没有要催办的事项。")
        return command
