"""The calendar, read again by the library and expanded by dateutil, which knows nothing of us."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import date, datetime, timezone
from itertools import islice
from typing import Any

import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar
from ledger_samples import CARD, DONE, FULL, TASK, TASKS, by, mention

from policyparse.errors import ExportError
from policyparse.exports import Options, render
from policyparse.exports.columns import COLUMNS, as_text
from policyparse.ledger import Progress, TrackedTask
from policyparse.model import Deadline


def events(*tasks: TrackedTask, options: Options = Options()) -> list[Any]:  # noqa: B008 - frozen
    return Calendar.from_ical(render(tasks, options, "ics")).walk("VEVENT")


def test_a_last_day_is_an_event_of_that_day() -> None:
    (event,) = events(TASK)
    assert event["dtstart"].dt == date(2025, 12, 31) and event["dtend"].dt == date(2026, 1, 1)
    assert event["summary"] == "增加普惠托位（2025年12月底前）"
    assert "牵头单位：市卫生健康委" in event["description"] and event.walk("VALARM")


def test_the_calendar_is_published() -> None:
    calendar = Calendar.from_ical(render(TASKS, Options(), "ics"))
    assert (calendar["version"], calendar["method"]) == ("2.0", "PUBLISH")
    assert calendar["x-wr-calname"] == "《云溪市托育服务提升若干措施》责任分工表"


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="Windows has one zone for all")
@pytest.mark.parametrize(("zone", "hour"), [("CST-8", 4), ("EST5EDT", 16), ("UTC", 12)])
def test_the_offices_time_is_told_in_utc(zone: str, hour: int, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as place:
        place.setenv("TZ", zone)
        time.tzset()
        (event,) = events(replace(TASK, progress=Progress(updated_at=datetime(2025, 7, 1, 12, 0))))
    time.tzset()
    assert event["dtstamp"].dt == datetime(2025, 7, 1, hour, tzinfo=timezone.utc)


def test_uids_are_stable_and_each_its_own() -> None:
    two = replace(TASK, deadlines=(by(date(2025, 6, 30)), by(date(2025, 12, 31))))
    first = [str(e["uid"]) for e in events(two, FULL, DONE)]
    moved = replace(
        two, id=99, deadlines=(by(date(2025, 7, 31)), by(date(2025, 12, 31))), progress=Progress("推进中")
    )
    assert [str(e["uid"]) for e in events(moved, FULL, DONE)] == first
    assert len(set(first)) == len(first) == 4


CYCLES = [
    ("FREQ=MONTHLY", ["2025-02-28", "2025-03-31", "2025-04-30"]),
    ("FREQ=MONTHLY;INTERVAL=3", ["2025-03-31", "2025-06-30", "2025-09-30"]),
    ("FREQ=MONTHLY;INTERVAL=6", ["2025-06-30", "2025-12-31", "2026-06-30"]),
    ("FREQ=MONTHLY;BYMONTHDAY=5", ["2025-03-05", "2025-04-05", "2025-05-05"]),
    ("FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=25", ["2025-03-25", "2025-06-25", "2025-09-25"]),
    ("FREQ=YEARLY", ["2025-12-31", "2026-12-31", "2027-12-31"]),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", ["2025-02-28", "2026-02-28", "2027-02-28"]),
    ("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=31", ["2026-01-31", "2027-01-31", "2028-01-31"]),
    ("FREQ=WEEKLY", ["2025-02-14", "2025-02-21", "2025-02-28"]),
    ("FREQ=DAILY", ["2025-02-08", "2025-02-09", "2025-02-10"]),
]


@pytest.mark.parametrize(("rrule", "days"), CYCLES)
def test_cycles_fall_due_at_the_end_of_their_period(rrule: str, days: list[str]) -> None:
    task = replace(TASK, deadlines=(mention(Deadline("recurring", rrule=rrule)),))
    (event,) = events(task)
    rule = event["rrule"].to_ical().decode()
    start = datetime.combine(event["dtstart"].dt, datetime.min.time())
    assert [f"{d:%Y-%m-%d}" for d in islice(rrulestr(rule, dtstart=start), 3)] == days


def test_a_cycle_ends_with_the_task() -> None:
    task = replace(
        TASK, deadlines=(*TASK.deadlines, mention(Deadline("recurring", rrule="FREQ=MONTHLY;INTERVAL=3")))
    )
    rule = events(task)[1]["rrule"].to_ical().decode()
    assert "UNTIL=20251231" in rule


def test_closed_tasks_say_so() -> None:
    (done,) = events(DONE)
    (ended,) = events(replace(DONE, progress=Progress("已终止")))
    assert done["summary"].startswith("【已完成】") and not done.walk("VALARM")
    assert ended["status"] == "CANCELLED"


def test_every_column_can_be_described() -> None:
    ids = tuple(id_ for id_ in COLUMNS if id_ != "seq")
    (event,) = events(FULL, options=Options(columns=ids))
    for id_ in ids:
        assert as_text(COLUMNS[id_].value(FULL, 1)) in event["description"]


def test_without_a_date_there_is_no_calendar() -> None:
    with pytest.raises(ExportError, match="没有可以写进日历的日期"):
        events(replace(TASK, deadlines=(mention(Deadline("ongoing")),)))


def test_lines_are_folded_at_75_octets() -> None:
    content = render([replace(TASK, document=replace(CARD, title="很长的标题" * 20))], Options(), "ics")
    assert max(map(len, content.split(b"\r\n"))) <= 75
