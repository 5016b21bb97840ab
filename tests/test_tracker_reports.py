"""Reports by period, reviews, present values."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from tracked import NOON, TODAY, education, welfare

from policyparse.bulletin.gather import gather
from policyparse.errors import TrackerError
from policyparse.ledger import DocumentCard, Entries, Filter
from policyparse.ledger.periods import asked_period, asked_periods, current, period
from policyparse.model import Mention, ReportCycle
from policyparse.tracker import Tracker


@pytest.fixture
def stocked(tracker: Tracker) -> Tracker:
    tracker.add(education(), at=NOON)
    tracker.add(welfare(), at=NOON)
    tracker.set_reporting(1, "monthly", 8, by="王芳", at=NOON)
    return tracker


def status(tracker: Tracker, name: str, today: date) -> dict[int, str]:
    return {card.task.id: card.status for card in tracker.reports(name, today=today)}


# ---- periods -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "canonical", "start", "end", "due"),
    [
        ("2025-06", "2025-06", date(2025, 6, 1), date(2025, 6, 30), date(2025, 7, 8)),
        ("2025-12", "2025-12", date(2025, 12, 1), date(2025, 12, 31), date(2026, 1, 8)),
        ("2024-02", "2024-02", date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 8)),
        ("2025Q2", "2025Q2", date(2025, 4, 1), date(2025, 6, 30), date(2025, 7, 8)),
        ("2025-q4", "2025Q4", date(2025, 10, 1), date(2025, 12, 31), date(2026, 1, 8)),
    ],
)
def test_periods(name: str, canonical: str, start: date, end: date, due: date) -> None:
    found = period(name)
    assert (found.name, found.start, found.end, found.due(8)) == (canonical, start, end, due)


def test_a_report_day_that_the_month_has_not() -> None:
    assert period("2025-01").due(31) == date(2025, 2, 28)


@pytest.mark.parametrize("name", ["25", "2025-13", "2025-00", "2025Q5", "六月", ""])
def test_no_periods(name: str) -> None:
    with pytest.raises(TrackerError, match="报送周期写作"):
        period(name)


@pytest.mark.parametrize(
    ("cycle", "day", "name"),
    [
        ("monthly", date(2025, 7, 8), "2025-06"),
        ("monthly", date(2025, 7, 9), "2025-07"),
        ("monthly", date(2025, 1, 3), "2024-12"),
        ("quarterly", date(2025, 7, 8), "2025Q2"),
        ("quarterly", date(2025, 8, 1), "2025Q3"),
        ("quarterly", date(2025, 1, 1), "2024Q4"),
        ("half-yearly", date(2025, 7, 8), "2025H1"),
        ("weekly", date(2025, 6, 30), "2025W26"),
    ],
)
def test_the_period_that_is_reported_on_a_day(cycle: str, day: date, name: str) -> None:
    assert current(cycle, 8, day).name == name  # type: ignore[arg-type]


# ---- reports -------------------------------------------------------------------------------------------


def test_what_is_owed_filed_and_late(stocked: Tracker) -> None:
    assert status(stocked, "2025-06", date(2025, 7, 8)) == dict.fromkeys((1, 2, 3, 4), "应报")
    stocked.progress(2, Entries(percent=40, note="已查20家"), by="李强", at=datetime(2025, 7, 5, 9))
    stocked.progress(3, Entries(note="已拨付"), period="2025-06", by="赵敏", at=datetime(2025, 7, 20, 9))
    assert status(stocked, "2025-06", date(2025, 7, 21)) == {
        1: "逾期未报",
        2: "已报",
        3: "已报",
        4: "逾期未报",
    }
    assert status(stocked, "2025-07", date(2025, 7, 21)) == dict.fromkeys((1, 2, 3, 4), "应报")
    card = next(c for c in stocked.reports("2025-06", today=TODAY) if c.task.id == 2)
    assert (card.filed_at, card.by, card.percent, card.note, card.due) == (
        datetime(2025, 7, 5, 9),
        "李强",
        40,
        "已查20家",
        date(2025, 7, 8),
    )


def test_what_was_filed_stays_when_the_work_goes_on(stocked: Tracker) -> None:
    stocked.progress(2, Entries(percent=40, note="六月"), at=datetime(2025, 7, 5))
    stocked.progress(2, Entries(percent=70, note="七月"), at=datetime(2025, 8, 5))
    june, july = (
        stocked.reports(name, Filter(ids=(2,)), today=date(2025, 8, 9))[0] for name in ("2025-06", "2025-07")
    )
    assert (june.percent, june.note, july.percent, july.note) == (40, "六月", 70, "七月")


def test_the_same_words_can_be_filed_again(stocked: Tracker) -> None:
    stocked.progress(2, Entries(note="按计划推进"), period="2025-06", at=NOON)
    stocked.progress(2, Entries(), period="2025-07", at=NOON)
    assert status(stocked, "2025-07", TODAY)[2] == "已报"
    before = stocked.history()
    stocked.progress(2, Entries(), period="2025-07", by="别人", at=NOON)
    assert stocked.history() == before


def test_who_owes_nothing(stocked: Tracker) -> None:
    assert stocked.reports("2025Q2", today=TODAY) == ()
    assert stocked.reports("2024-12", today=TODAY) == ()
    stocked.progress(4, Entries(state="已完成"), at=datetime(2025, 5, 20))
    assert set(status(stocked, "2025-05", TODAY)) == {1, 2, 3, 4}
    assert set(status(stocked, "2025-06", TODAY)) == {1, 2, 3}
    stocked.set_reporting(1, None, at=NOON)
    assert stocked.reports("2025-06", today=TODAY) == ()


def test_what_is_filed_for_a_month_is_the_report_of_the_quarter_that_ends_with_it(stocked: Tracker) -> None:
    stocked.set_reporting(1, "quarterly", 8, at=NOON)
    stocked.progress(2, Entries(note="五月"), period="2025-05", at=datetime(2025, 6, 5))
    stocked.progress(3, Entries(note="六月"), period="2025-06", at=datetime(2025, 7, 5))
    stocked.progress(4, Entries(note="上半年"), period="2025H1", at=datetime(2025, 7, 6))
    assert status(stocked, "2025Q2", date(2025, 7, 7)) == {1: "应报", 2: "应报", 3: "已报", 4: "已报"}
    stocked.progress(3, Entries(note="二季度"), period="2025Q2", at=datetime(2025, 7, 6))
    card = next(c for c in stocked.reports("2025Q2", today=TODAY) if c.task.id == 3)
    assert (card.note, card.filed_at) == ("二季度", datetime(2025, 7, 6))


def cards(tracker: Tracker, *cycles: tuple[ReportCycle, int]) -> list[DocumentCard]:
    one = tracker.documents()[0]
    return [replace(one, cycle=cycle, report_day=day) for cycle, day in cycles]


def test_a_table_for_several_cycles_is_for_what_ends_with_all_of_them(stocked: Tracker) -> None:
    both = cards(stocked, ("quarterly", 10), ("monthly", 5))
    assert asked_period(both, None, date(2025, 3, 28)) == ("2025-03", date(2025, 4, 5))
    assert asked_period(both, None, date(2025, 5, 28)) is None
    assert asked_period(both, "2025-05", date(2025, 5, 28)) == ("2025-05", date(2025, 6, 5))
    assert asked_period(both[:1], "2025-03", date(2025, 3, 28)) == ("2025-03", date(2025, 4, 10))
    assert asked_period(both[:1], "2025-05", date(2025, 5, 28)) == ("2025-05", None)
    assert asked_period((), None, date(2025, 5, 28)) is None
    assert [p.name for p in asked_periods(both, date(2025, 5, 28))] == ["2025-05", "2025Q2"]


def test_a_document_that_is_issued_anew_goes_on_owing_for_the_time_before(stocked: Tracker) -> None:
    before = status(stocked, "2025-06", TODAY)
    again = education()
    anew = replace(again.documents[0], issued_on=Mention(None, "", date(2025, 7, 6), "notice"))
    stocked.update(replace(again, documents=(anew,)), at=datetime(2025, 7, 8))
    assert stocked.documents()[0].issued_on == date(2025, 7, 6)
    assert status(stocked, "2025-06", TODAY) == before != {}
    assert len(gather(stocked, "2025-06", Filter(), None, 30, today=TODAY).tasks) == len(
        stocked.tasks(today=TODAY)
    )


def test_a_report_is_undone_with_its_command(stocked: Tracker) -> None:
    before = status(stocked, "2025-06", TODAY)
    stocked.progress(2, Entries(note="已查20家"), by="李强", at=datetime(2025, 7, 5))
    undone = stocked.undo()
    assert "2025-06报送" in undone.words
    assert status(stocked, "2025-06", TODAY) == before
    assert stocked.task(2, today=TODAY).progress.note == ""
    stocked.undo()
    assert stocked.reports("2025-06", today=TODAY) == ()
    assert stocked.check() == ()


@pytest.mark.parametrize(("cycle", "day"), [("weekly", 8), ("monthly", 0), ("monthly", 32)])
def test_reporting_that_is_none(stocked: Tracker, cycle: str, day: int) -> None:
    with pytest.raises(TrackerError):
        stocked.set_reporting(1, cycle, day)  # type: ignore[arg-type]
    assert (stocked.documents()[0].cycle, stocked.documents()[0].report_day) == ("monthly", 8)


# ---- present values ------------------------------------------------------------------------------------


def test_a_present_value(stocked: Tracker) -> None:
    after = stocked.progress(1, Entries(presents={1: Decimal("4.2")}), at=NOON)
    assert after.presents == (Decimal("4.2"), None)
    assert stocked.task(1, today=TODAY).presents == after.presents
    (logged,) = (c for c in stocked.history(1) if c.field == "targets")
    assert logged.after == "托位数达到4.5个（现值4.2）；覆盖率不低于100%"
    stocked.progress(1, Entries(presents={1: Decimal("4.3"), 2: Decimal("90")}), at=NOON)
    stocked.undo()
    assert stocked.task(1, today=TODAY).presents == (Decimal("4.2"), None)


def test_a_target_that_is_not_there(stocked: Tracker) -> None:
    with pytest.raises(TrackerError, match="没有第 3 个"):
        stocked.progress(1, Entries(note="不应留下", presents={3: Decimal(1)}))
    assert stocked.task(1, today=TODAY).progress.note == ""


# ---- the review ----------------------------------------------------------------------------------------


def test_a_review_step_by_step(stocked: Tracker) -> None:
    stocked.progress(1, Entries(state="已完成"), at=NOON)
    assert stocked.apply(1, by="李强", at=NOON).review == "申请办结"
    back = stocked.review(1, False, reason="材料不全", by="王芳", at=NOON)
    assert (back.review, back.review_reason, back.progress.state) == ("退回", "材料不全", "已完成")
    assert (stocked.apply(1, at=NOON).review, stocked.task(1, today=TODAY).review_reason) == ("申请办结", "")
    assert stocked.review(1, True, by="王芳", at=NOON).review == "办结"
    assert "审核：办结" in stocked.undo().words
    assert stocked.task(1, today=TODAY).review == "申请办结"


def test_reopening_ends_the_review(stocked: Tracker) -> None:
    stocked.progress(1, Entries(state="已完成"), at=NOON)
    stocked.apply(1, at=NOON)
    stocked.review(1, True, at=NOON)
    again = stocked.progress(1, Entries(state="推进中", reason="复核发现缺项"), at=NOON)
    assert (again.review, again.progress.state) == ("", "推进中")


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda t: t.apply(1), "尚未完成"),
        (lambda t: t.review(1, True), "没有申请办结"),
        (lambda t: (t.progress(2, Entries(state="已完成")), t.apply(2), t.apply(2)), "已是“申请办结”"),
        (
            lambda t: (t.progress(2, Entries(state="已完成")), t.apply(2), t.review(2, False)),
            "退回须说明理由",
        ),
    ],
)
def test_reviews_out_of_turn(stocked: Tracker, call: Callable[[Tracker], object], words: str) -> None:
    with pytest.raises(TrackerError, match=words):
        call(stocked)
