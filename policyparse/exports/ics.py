"""The deadlines as a calendar (RFC 5545): an all-day event on each last day, a rule for each cycle.

An event and not a to-do, as most calendar programs show no to-dos. A cycle that names no day falls due on
the last day of its period: the quarter, the month, the Friday of the week. What has no date (长期坚持) has
no event.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta, timezone

from icalendar import Alarm, Calendar, Event, vRecur

from policyparse import cycles
from policyparse.errors import ExportError
from policyparse.exports.columns import COLUMNS, LEDGER, as_text
from policyparse.exports.form import Options, title
from policyparse.ledger import CLOSED, TrackedTask
from policyparse.ledger.due import planned_due
from policyparse.ledger.words import deadline_words
from policyparse.model import Deadline, Mention
from policyparse.output import clean

DESCRIBED = ("text", "targets", "lead", "support", "deadline", "document", "path", "number", "state")
REMIND_BEFORE = timedelta(days=7)


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The calendar. Raises ExportError where no task has a date, as a calendar without an event is none."""
    calendar = Calendar()
    calendar.add("prodid", "-//policyparse//policyparse//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _line(title(tasks, options)))
    for index, task in enumerate(tasks, 1):
        for event in _events(task, _description(task, index, options)):
            calendar.add_component(event)
    if not calendar.subcomponents:
        raise ExportError("这些任务都没有可以写进日历的日期，未生成文件。")
    return bytes(calendar.to_ical())


def _events(task: TrackedTask, description: str) -> Iterator[Event]:
    for order, mention in enumerate(task.deadlines, 1):
        day, rule = first_day(mention.value, task)
        if day:
            yield _event(task, order, mention, day, rule, description)


def _event(
    task: TrackedTask, order: int, mention: Mention[Deadline], day: date, rule: str | None, description: str
) -> Event:
    event = Event()
    event.add("uid", f"{task.document.sha256[:16]}-{task.key}-{order}@policyparse")
    event.add("dtstamp", _stamp(task))
    event.add("dtstart", day)
    if day < date.max:  # an event without an end lasts its day (RFC 5545, 3.6.1)
        event.add("dtend", day + timedelta(days=1))
    if rule:
        event.add("rrule", vRecur.from_ical(rule))
    closed = task.progress.state in CLOSED
    head = f"【{task.progress.state}】" if closed else ""
    event.add("summary", _line(f"{head}{task.title}（{deadline_words(mention)}）"))
    event.add("description", description)
    event.add("categories", [_line(task.document.title)])
    event.add("status", "CANCELLED" if task.progress.state == "已终止" else "CONFIRMED")
    event.add("transp", "TRANSPARENT")
    if not closed:
        event.add_component(_alarm(task))
    return event


def _stamp(task: TrackedTask) -> datetime:
    """When what the event says was last changed, in UTC as RFC 5545 wants it; the tracker keeps the office's own time."""
    changed = task.progress.updated_at or task.document.added_at
    try:
        return changed.astimezone(timezone.utc)
    except (OverflowError, ValueError):  # the first and the last day there are
        return changed.replace(tzinfo=timezone.utc)


def _line(text: str) -> str:
    """The text in one line: names and categories of a calendar have no more."""
    return " ".join(clean(text).split())


def _description(task: TrackedTask, index: int, options: Options) -> str:
    ids = options.columns or (*DESCRIBED, *(e for e in LEDGER if options.ledger and e not in DESCRIBED))
    chosen = [COLUMNS[id_] for id_ in ids]
    values = [(column.header, as_text(column.value(task, index))) for column in chosen]
    return "\n".join(f"{header}：{value}" for header, value in values if value)


def _alarm(task: TrackedTask) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", -REMIND_BEFORE)
    alarm.add("description", clean(f"{task.title}将到期"))
    return alarm


def first_day(deadline: Deadline, task: TrackedTask) -> tuple[date | None, str | None]:
    """The day of a deadline and, for a cycle, its rule with the day that the cycle falls due on.

    A cycle begins with the document (or its own start) and ends with the last dated deadline of the task.
    """
    if deadline.kind != "recurring" or not deadline.rrule:
        return deadline.due, None
    begin = deadline.start or task.document.issued_on or task.document.added_at.date()
    return cycles.dated(deadline.rrule, begin, planned_due(task)) or (None, None)
