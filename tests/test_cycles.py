"""Cycles: made of words, said in words, laid out in days, put into a calendar and read back."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from ledger_samples import TASK, mention
from parses import CORPORA, documents, parsed

from policyparse import cycles
from policyparse.exports import Options, render
from policyparse.extract.deadlines import find
from policyparse.extract.deadlines.calendar import rrule
from policyparse.ledger.words import deadline_words
from policyparse.lexicon import entries
from policyparse.model import Deadline, Setting, Span

SAID = [
    ("FREQ=MONTHLY;BYMONTHDAY=10,20,-1", "每旬"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "每半月"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "每个工作日"),
    ("FREQ=WEEKLY;BYDAY=MO,FR", "每周一、五"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "每月最后一个周五"),
    ("FREQ=MONTHLY;BYMONTHDAY=10", "每月10日前"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,16", "每月1日、16日前"),
    ("FREQ=YEARLY;BYMONTH=6,12", "每年6月、12月"),
    ("FREQ=YEARLY;INTERVAL=2", "每2年"),
    ("FREQ=MONTHLY;INTERVAL=12", "每年"),
    ("FREQ=MONTHLY;UNTIL=20251231", "每月（至2025年12月31日）"),
    ("FREQ=MONTHLY;COUNT=3", "每月（共3次）"),
    # no RRULE, or one with parts that nobody here speaks of: as it stands
    ("FREQ=MONTHLY;INTERVAL=0", "FREQ=MONTHLY;INTERVAL=0"),
    ("FREQ=MONTHLY;UNTIL=20259931", "FREQ=MONTHLY;UNTIL=20259931"),
    ("FREQ=YEARLY;BYWEEKNO=1", "FREQ=YEARLY;BYWEEKNO=1"),
    ("每季度", "每季度"),
    ("", ""),
]


@pytest.mark.parametrize(("rule", "words"), SAID)
def test_a_cycle_is_said_as_a_clerk_says_it(rule: str, words: str) -> None:
    assert cycles.words(rule) == words


FIRST = [
    ("FREQ=MONTHLY;BYMONTHDAY=10,20,-1", ["2025-02-10", "2025-02-20", "2025-02-28", "2025-03-10"]),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", ["2025-02-10", "2025-02-11", "2025-02-12", "2025-02-13"]),
    ("FREQ=MONTHLY;INTERVAL=5", ["2025-06-30", "2025-11-30", "2026-04-30", "2026-09-30"]),
    ("FREQ=YEARLY;INTERVAL=2", ["2026-12-31", "2028-12-31", "2030-12-31", "2032-12-31"]),
    ("FREQ=MONTHLY;COUNT=2", ["2025-02-28", "2025-03-31"]),
]


@pytest.mark.parametrize(("rule", "days"), FIRST)
def test_a_cycle_falls_due(rule: str, days: list[str]) -> None:
    found = cycles.dated(rule, date(2025, 2, 8))
    assert found is not None
    assert [str(day) for day in islice(cycles.days(found[1], found[0]), 4)] == days


@pytest.mark.parametrize(
    "rule", ["FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "FREQ=HOURLY", "每季度", "FREQ=DAILY;INTERVAL=0"]
)
def test_what_has_no_day_falls_never_due(rule: str) -> None:
    assert cycles.dated(rule, date(2025, 2, 8)) is None


# ---- every RRULE that the parser can make ----------------------------------------------------------------

UNITS = ("年", "学年", "学期", "季", "季度", "月", "旬", "周", "星期", "工作日", "日", "天", "年度", "月度")
COUNTS = (None, "半", "两", "双", "3", "六", "十二", "18")
OF_UNITS = {rule for unit in UNITS for count in COUNTS if (rule := rrule(unit, count))}
OF_EXAMPLES = {
    m.value.rrule
    for entry in entries("deadlines")
    for example in entry.examples
    for m in find(example, Span(0, len(example)), Setting(year=2025), column=True)
    if m.value.rrule
}
OF_CORPORA = {
    d.value.rrule
    for path in documents(CORPORA)
    for policy in parsed(path).documents
    for task in policy.tasks
    for d in task.deadlines
    if d.value.rrule
}
ALL = sorted(OF_UNITS | OF_EXAMPLES | OF_CORPORA)


def test_there_are_rules_of_each_kind() -> None:
    assert len(OF_UNITS) > 20 and len(OF_EXAMPLES) > 3 and OF_CORPORA


@pytest.mark.parametrize("rule", ALL)
def test_every_rule_that_the_parser_makes_is_said_exported_and_read_back(rule: str) -> None:
    said = deadline_words(mention(Deadline("recurring", rrule=rule)))
    assert said.startswith("每") and not re.search("[A-Z=;-]", said)
    task = replace(TASK, deadlines=(mention(Deadline("recurring", rrule=rule)),))
    (event,) = Calendar.from_ical(render([task], Options(), "ics")).walk("VEVENT")
    back = event["rrule"].to_ical().decode()
    own, day = cycles.dated(rule, date(2025, 2, 8)), event["dtstart"].dt
    assert own is not None and own[0] == day
    read = rrulestr(back, dtstart=datetime.combine(day, time()))
    assert [d.date() for d in islice(read, 5)] == list(islice(cycles.days(own[1], own[0]), 5))


@pytest.mark.parametrize("rule", sorted(OF_UNITS))
def test_what_is_said_of_a_unit_is_read_as_the_same_cycle(rule: str) -> None:
    words = cycles.words(rule)
    (found,) = find(words, Span(0, len(words)), Setting(year=2025), column=True)
    assert found.value.rrule is not None and cycles.words(found.value.rrule) == words


@given(
    st.text(alphabet="FREQ=MONTHLYWAD;INTERVALBCOUTS0123456789-,/T") | st.text(),
    st.dates(),
    st.none() | st.dates(),
)
def test_no_text_raises(rule: str, begin: date, last: date | None) -> None:
    assert isinstance(cycles.words(rule), str)
    cycles.dated(rule, begin, last)


@given(
    st.sampled_from(ALL),
    st.dates(),
    st.none() | st.dates(),
    st.integers(1, 9999),
    st.sampled_from(("", ";COUNT=2")),
)
def test_no_rule_raises_on_any_day(
    rule: str, begin: date, last: date | None, interval: int, more: str
) -> None:
    whole = f"{rule.split(';', maxsplit=1)[0]};INTERVAL={interval}{more}"
    for one in (rule, whole):
        found = cycles.dated(one, begin, last)
        assert found is None or found[0] >= begin
