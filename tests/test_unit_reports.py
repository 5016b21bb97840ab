"""A report is one unit's, on one task, for one period: whose word the present follows, and the order of time."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_tracker_upkeep import old_tracker
from tracked import NOON, TODAY, education, parsed, policy, target, task

from policyparse.bulletin.gather import gather
from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Filing, Filter, Left, Taken
from policyparse.ledger.reports import OFFICE, Report, standing
from policyparse.tracker import Tracker, upkeep

HEALTH, EDUCATION, FINANCE = "云溪市卫生健康委员会", "云溪市教育局", "云溪市财政局"
NOVEMBER = datetime(2025, 11, 3, 9)


@pytest.fixture
def stocked(tracker: Tracker) -> Tracker:
    tracker.add(education(), at=NOON)
    tracker.set_reporting(1, "monthly", 5, at=NOON)
    return tracker


def filed(tracker: Tracker, *filings: Filing, at: datetime = NOVEMBER) -> Taken:
    return tracker.take_back(lambda _: (filings, ()), by="督查室", at=at)


def filing(unit: str, period: str | None, number: int = 1, **entries: object) -> Filing:
    return Filing(number, Entries(**entries), unit, unit, period, f"{unit}.xlsx")  # type: ignore[arg-type]


OCTOBER = filing(HEALTH, "2025-10", state="推进中", percent=60, note="十月情况", presents={1: Decimal("3.9")})
SEPTEMBER = filing(HEALTH, "2025-09", percent=30, note="九月情况", presents={1: Decimal("2")})
HELP = filing(
    EDUCATION, "2025-10", percent=90, note="已配合选址", problem="缺编制", person="赵敏", contact="0123"
)


# ---- whose word counts ---------------------------------------------------------------------------------


def test_a_task_follows_its_lead_and_keeps_what_supporting_units_say(stocked: Tracker) -> None:
    filed(stocked, HELP)
    one = stocked.task(1, today=TODAY)
    assert (one.progress.state, one.progress.percent, one.progress.note) == ("未启动", 0, "")
    (told,) = one.standings
    assert (told.name, told.role, told.period, told.progress.note, told.progress.contact) == (
        "市教育局",
        "support",
        "2025-10",
        "已配合选址",
        "0123",
    )
    filed(stocked, OCTOBER)
    one = stocked.task(1, today=TODAY)
    assert (one.progress.percent, one.progress.note, one.progress.updated_by) == (60, "十月情况", HEALTH)
    assert one.presents == (Decimal("3.9"), None) and one.progress.person == ""
    assert [s.name for s in one.standings] == ["市卫健委", "市教育局"]
    (card,) = stocked.reports("2025-10", Filter(ids=(1,)), today=NOVEMBER.date())
    assert (card.status, card.by, card.note) == ("已报", HEALTH, "十月情况")
    assert [(u.name, u.role, bool(u.filed_at), u.note) for u in card.units] == [
        ("市卫健委", "lead", True, "十月情况"),
        ("市教育局", "support", True, "已配合选址"),
        ("市财政局", "support", False, ""),
    ]
    assert stocked.check() == ()


def test_a_supporting_unit_alone_has_not_filed_for_the_task(stocked: Tracker) -> None:
    filed(stocked, HELP)
    (card,) = stocked.reports("2025-10", Filter(ids=(1,)), today=NOVEMBER.date())
    assert card.status == "应报" and card.filed_by(EDUCATION) and not card.filed_by(HEALTH)


def test_nobody_owes_a_report_on_what_a_lead_has_finished_though_who_supports_reports_later(
    stocked: Tracker,
) -> None:
    filed(stocked, filing(HEALTH, "2025-10", state="已完成", percent=100, note="全部完成"))
    filed(stocked, filing(EDUCATION, "2025-11", note="已配合验收"), at=datetime(2025, 12, 3, 9))
    (card,) = stocked.reports("2025-11", Filter(ids=(1,)), today=date(2025, 12, 20))
    assert (card.owed, card.status, card.by, card.note) == (False, "已报", EDUCATION, "已配合验收")
    figures = gather(stocked, "2025-11", Filter(ids=(1,)), None, 30, today=date(2025, 12, 20))
    assert (figures.owed, figures.unfiled) == ((), ())


def joint(tracker: Tracker) -> None:
    goals = (target("托位数", "4.5"), target("死亡率", "10", "<="))
    one = task("扩大供给", lead="市教育局 市财政局", targets=goals)
    tracker.add(parsed("joint", policy("云溪市方案", one)), at=NOON)


def test_of_joint_leads_the_one_that_is_least_far_counts_and_each_is_shown(tracker: Tracker) -> None:
    joint(tracker)
    presents = {1: Decimal(4), 2: Decimal(9)}, {1: Decimal(3), 2: Decimal(12)}
    filed(tracker, filing(EDUCATION, "2025-10", state="已完成", note="已建成", presents=presents[0]))
    assert tracker.task(1, today=TODAY).progress.state == "已完成"
    filed(tracker, filing(FINANCE, "2025-10", percent=40, note="已拨付", presents=presents[1]))
    one = tracker.task(1, today=TODAY)
    assert (one.progress.state, one.progress.percent) == ("推进中", 40)
    assert one.progress.note == "市教育局：已建成\n市财政局：已拨付"
    assert one.presents == (Decimal(3), Decimal(12))  # of a ceiling the higher is the worse
    assert tracker.check() == ()


def test_what_a_former_lead_reported_holds_until_the_new_one_speaks(stocked: Tracker) -> None:
    filed(stocked, OCTOBER)
    stocked.edit(1, lead=["市教育局"], support=["市卫健委"], at=NOVEMBER)
    assert stocked.task(1, today=TODAY).progress.percent == 60
    filed(stocked, filing(EDUCATION, "2025-11", percent=70))
    assert (
        stocked.task(1, today=TODAY).progress.percent,
        stocked.task(1, today=TODAY).progress.note,
    ) == (
        70,
        "十月情况",
    )


# ---- the order of time -----------------------------------------------------------------------------------


def test_an_earlier_period_fills_its_own_report_alone(stocked: Tracker) -> None:
    filed(stocked, OCTOBER)
    taken = filed(stocked, SEPTEMBER)
    assert stocked.task(1, today=TODAY).progress.percent == 60
    assert taken.filed == ((1, HEALTH, "2025-09"),) and "只作为 2025-09 的填报留存" in taken.kept[0].why
    (card,) = stocked.reports("2025-09", Filter(ids=(1,)), today=TODAY)
    assert (card.status, card.percent, card.note, card.presents[0]) == ("已报", 30, "九月情况", Decimal(2))


def test_what_the_office_says_late_and_one_of_joint_leads_takes_up_is_no_word_kept_alone(
    tracker: Tracker,
) -> None:
    joint(tracker)
    filed(tracker, filing(EDUCATION, "2025-08", note="八月情况"), filing(FINANCE, "2025-10", note="十月情况"))
    taken = filed(tracker, filing(OFFICE, "2025-09", note="九月通报"))
    assert tracker.task(1, today=TODAY).progress.note == "市教育局：九月通报\n市财政局：十月情况"
    assert taken.kept == ()
    (kept,) = filed(tracker, filing(OFFICE, "2025-07", note="七月通报")).kept
    assert kept.fields == ("note",) and "只作为 2025-07 的填报留存" in kept.why


def test_the_same_again_is_nothing_to_do(stocked: Tracker) -> None:
    filed(stocked, OCTOBER, HELP)
    before = stocked.history()
    assert filed(stocked, OCTOBER, HELP).command is None and stocked.history() == before


def test_what_the_office_enters_counts_from_then_on(stocked: Tracker) -> None:
    stocked.progress(1, Entries(percent=80, note="督查室核实"), by="督查室", at=NOVEMBER)
    taken = filed(stocked, OCTOBER)
    assert stocked.task(1, today=TODAY).progress.percent == 80
    assert "督查室" in taken.kept[0].why
    filed(stocked, filing(HEALTH, "2025-11", percent=85))
    assert stocked.task(1, today=TODAY).progress.percent == 85


def test_what_is_closed_stays_so(stocked: Tracker) -> None:
    stocked.progress(1, Entries(state="已完成", note="全部完成"), at=NOVEMBER)
    stocked.apply(1, at=NOVEMBER)
    stocked.review(1, True, at=NOVEMBER)
    later = filing(HEALTH, "2025-12", state="推进中", percent=60, note="又开工")
    taken = filed(stocked, OCTOBER, later)
    assert [left.task for left in taken.kept] == [1, 1] and "已销号" in taken.kept[0].why
    one = stocked.task(1, today=TODAY)
    assert (one.progress.state, one.progress.percent, one.review) == ("已完成", 100, "办结")
    assert [s.progress.note for s in one.standings] == ["又开工"]
    with pytest.raises(TrackerError, match="已销号"):
        stocked.progress(1, Entries(note="补充"), at=NOVEMBER)
    back = stocked.review(1, False, reason="抽查发现未建成", at=NOVEMBER)
    assert back.review == "退回"
    assert stocked.progress(
        1, Entries(state="推进中", percent=60, reason="抽查"), at=NOVEMBER
    ).progress.percent == (60)
    assert stocked.check() == ()


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ({"state": "已完成", "percent": 10}, "总体进度是 100"),
        ({"state": "已终止"}, "须说明事由"),
        ({"percent": 101}, "0 到 100"),
    ],
)
def test_what_cannot_be_is_left_out_and_the_rest_goes_on(
    stocked: Tracker, entries: dict[str, object], why: str
) -> None:
    taken = filed(stocked, filing(HEALTH, "2025-10", **entries), filing(EDUCATION, "2025-10", 2, percent=5))
    assert taken.tasks == (2,)
    (left,) = taken.refused
    assert isinstance(left, Left) and (left.task, left.place) == (1, f"{HEALTH}.xlsx") and why in left.why


def test_a_done_task_at_thirty_percent_is_refused(stocked: Tracker) -> None:
    stocked.progress(1, Entries(state="已完成"), at=NOON)
    with pytest.raises(TrackerError, match="不能改为 30"):
        stocked.progress(1, Entries(percent=30), at=NOON)


def test_a_unit_takes_up_a_done_task_for_a_reason_only(stocked: Tracker) -> None:
    filed(stocked, filing(HEALTH, "2025-09", state="已完成"))
    taken = filed(stocked, filing(HEALTH, "2025-10", state="推进中"))
    assert stocked.task(1, today=TODAY).progress.state == "已完成" and "须说明事由" in taken.kept[0].why
    filed(stocked, filing(HEALTH, "2025-11", state="推进中", reason="复核发现缺项"))
    assert stocked.task(1, today=TODAY).progress.state == "推进中"


def test_as_last_time(stocked: Tracker) -> None:
    filed(stocked, SEPTEMBER, filing(HEALTH, "2025-10", percent=40, note="同上期"))
    one = stocked.task(1, today=TODAY)
    assert (one.progress.percent, one.progress.note) == (40, "九月情况")


def test_a_second_file_of_a_unit_that_says_otherwise_is_told(stocked: Tracker) -> None:
    """The later one counts, what it takes the place of is named, and the log has both."""
    assert filed(stocked, OCTOBER).replaced == ()
    again = filing(HEALTH, "2025-10", percent=70, note="十月情况", presents={1: Decimal("4.1")})
    (left,) = filed(stocked, again).replaced
    assert left.place == f"{HEALTH}.xlsx" and f"{HEALTH} 2025-10 的填报 2025-11-03 09:00 已有一份" in left.why
    assert "总体进度“60”→“70”" in left.why and "目标现值" in left.why and "进展情况" not in left.why
    assert stocked.task(1, today=TODAY).progress.percent == 70
    assert filed(stocked, again).replaced == () and filed(stocked, SEPTEMBER).replaced == ()
    logged = [c for c in stocked.history(1) if c.field == f"report:2025-10:{HEALTH}"]
    assert len(logged) == 2 and logged[1].before == logged[0].after
    added = filed(stocked, filing(HEALTH, "2025-10", problem="缺资金"))
    assert added.replaced == (), "what is new beside the old replaces nothing"


def test_what_is_refused_leaves_nothing_behind(stocked: Tracker) -> None:
    filed(stocked, filing(HEALTH, "2025-10", state="已完成"))
    taken = filed(stocked, filing(HEALTH, "2025-10", percent=30, note="其实没有"), HELP)
    assert [left.task for left in taken.refused] == [1] and taken.filed == ((1, EDUCATION, "2025-10"),)
    assert stocked.check() == ()


def test_a_merge_carries_the_reports_of_every_unit(stocked: Tracker) -> None:
    filed(
        stocked,
        OCTOBER,
        HELP,
        filing(EDUCATION, "2025-10", 2, state="推进中", percent=40, note="校外培训已排查"),
        filing("云溪市民政局", "2025-10", 2, note="已配合核查"),
        filing(EDUCATION, "2025-09", 2, percent=10),
    )
    before = stocked.tasks(Filter(document=1), today=TODAY)
    one = stocked.merge([1, 2], at=NOVEMBER)
    told = {s.unit: s.progress for s in one.standings}
    assert set(told) == {HEALTH, EDUCATION, "云溪市民政局"}
    assert (told[HEALTH].percent, told["云溪市民政局"].note) == (60, "已配合核查")
    assert told[EDUCATION].note == "已配合选址\n校外培训已排查" and told[EDUCATION].percent == 40
    assert (one.progress.percent, one.progress.state) == (40, "推进中"), (
        "joint leads: the one that is least far"
    )
    assert {(r.unit, r.period) for r in stocked.filed()[1]} == {
        (HEALTH, "2025-10"), (EDUCATION, "2025-10"), ("云溪市民政局", "2025-10"), (EDUCATION, "2025-09"),
    }  # fmt: skip
    assert stocked.check() == ()
    stocked.undo()
    assert stocked.tasks(Filter(document=1), today=TODAY) == before and stocked.check() == ()


def test_a_merge_into_what_is_closed_leaves_it_closed(stocked: Tracker) -> None:
    stocked.progress(1, Entries(state="已完成"), at=NOVEMBER)
    stocked.apply(1, at=NOVEMBER)
    stocked.review(1, True, at=NOVEMBER)
    filed(stocked, filing(EDUCATION, "2025-11", 2, percent=40))
    one = stocked.merge([1, 2], at=NOVEMBER)
    assert (one.progress.state, one.review) == ("已完成", "办结") and [s.unit for s in one.standings] == [
        EDUCATION
    ]


TOLD = st.dictionaries(
    st.sampled_from(["percent", "state", "note", "reason"]),
    st.none(),
    min_size=1,
).flatmap(
    lambda names: st.fixed_dictionaries(
        {
            name: {
                "percent": st.integers(0, 100),
                "state": st.sampled_from(["未启动", "推进中", "已完成"]),
                "note": st.sampled_from(["甲", "乙"]),
                "reason": st.sampled_from(["丙", ""]),
            }[name]
            for name in names
        }
    )
)


@given(st.lists(TOLD, min_size=1, max_size=4))
def test_reports_put_together_are_one_that_can_be(said: list[dict[str, object]]) -> None:
    from policyparse.ledger.reports import refusal, together

    able = [entries for entries in said if refusal(entries) is None]
    reports = [
        Report(HEALTH, True, "2025-10", date(2025, 10, 31), datetime(2025, 11, n + 1), HEALTH, entries)
        for n, entries in enumerate(able)
    ]
    if reports:
        one = together(reports)
        assert refusal(one.entries) is None
        assert all(str(e["note"]) in one.entries["note"] for e in able if e.get("note"))


def test_whoever_writes_between_is_seen(stocked: Tracker, database: str) -> None:
    """The comparison and the writing are one transaction: the tasks that ``decide`` sees are those that are written."""
    seen: list[int] = []
    stocked.progress(1, Entries(percent=90, note="核实"), at=NOVEMBER)
    stocked.take_back(
        lambda tasks: (seen.append(tasks[0].progress.percent), ((OCTOBER,), ()))[1], at=NOVEMBER
    )
    assert seen == [90] and stocked.task(1, today=TODAY).progress.percent == 90


# ---- any order -------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_any_order_of_the_same_files_gives_the_same_tracker(tmp_path: Path) -> None:
    files = [OCTOBER, SEPTEMBER, HELP, filing(FINANCE, "2025-10", state="已完成", note="经费已落实")]
    found = set()
    for at, order in enumerate(permutations(files)):
        with Tracker(tmp_path / f"{at}.db") as tracker:
            tracker.add(education(), at=NOON)
            for one in order:
                filed(tracker, one)
            found.add(repr((tracker.tasks(today=TODAY), tracker.reports("2025-10", today=TODAY))))
    assert len(found) == 1


MONTHS = st.integers(1, 12)
SAID = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(["未启动", "推进中", "已完成", "已终止"]),
        "percent": st.integers(0, 100),
        "note": st.sampled_from(["已开工", "已竣工", "同上期", ""]),
        "reason": st.sampled_from(["缺项", ""]),
        "problem": st.sampled_from(["缺钱", ""]),
    },
)
ROWS = st.dictionaries(
    st.tuples(st.sampled_from([EDUCATION, FINANCE, HEALTH, OFFICE]), MONTHS), SAID, max_size=8
)


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=200)
def test_where_a_task_stands_does_not_depend_on_the_order_of_its_reports(
    rows: dict[tuple[str, int], dict[str, object]], luck: object
) -> None:
    leads = {EDUCATION: "市教育局", FINANCE: "市财政局"}
    reports = [
        Report(unit, unit in leads, f"2025-{m:02}", date(2025, m, 28), datetime(2026, 1, 1), unit, said)
        for (unit, m), said in rows.items()
    ]
    first = standing(reports, leads)
    luck.shuffle(reports)  # type: ignore[attr-defined]
    assert standing(reports, leads) == first
    assert 0 <= first.whole.progress.percent <= 100
    assert first.whole.progress.state != "已完成" or first.whole.progress.percent == 100
    voices = [first.units[u].progress for u in leads if u in first.units]
    if voices and not any(unit == OFFICE for unit, _ in rows):
        assert first.whole.progress.percent == min(p.percent for p in voices)


# ---- older trackers ----------------------------------------------------------------------------------------


def test_the_reports_of_an_older_tracker_are_those_of_their_units(bare_database: str, tmp_path: Path) -> None:
    old_tracker(bare_database, "0002")
    with Tracker(bare_database) as tracker:
        upkeep.upgrade(tracker.database, tmp_path / "before.bak")
        assert tracker.check() == ()
        first, second, third = tracker.tasks(Filter(document=1), today=TODAY)[:3]
        assert (first.progress.percent, first.progress.note, first.progress.contact) == (
            60,
            "六月已开工5处",
            "0123",
        )
        assert [(s.unit, s.period, s.progress.percent) for s in first.standings] == [(HEALTH, "2025-06", 60)]
        assert first.standings[0].presents[0] == Decimal("3.5")
        assert (second.progress.percent, second.progress.note) == (55, "督查室登记")
        # what a supporting unit once wrote into the task itself stays in force until the lead speaks
        assert (third.progress.percent, [s.role for s in third.standings]) == (10, ["support"])
        card = tracker.reports("2025-05", Filter(ids=(1,)), today=TODAY)[0]
        assert (card.status, card.by, card.percent) == ("已报", HEALTH, 30)
        annual = tracker.tasks(Filter(search="宣传月"), today=date(2026, 1, 5))[0]
        assert (annual.overdue_days, annual.year_over) == (0, True)
        filed(tracker, filing(HEALTH, "2025-07", percent=70), filing(FINANCE, "2025-07", 3, note="已拨付"))
        assert tracker.task(1, today=TODAY).progress.percent == 70
        third = tracker.task(3, today=TODAY)
        assert (third.progress.percent, third.progress.note) == (10, "已拨付")
        assert tracker.check() == ()
        tracker.undo()
        assert tracker.task(1, today=TODAY) == first and tracker.check() == ()


def test_a_task_as_it_stood_at_the_end_of_a_month(stocked: Tracker) -> None:
    """A report for June that comes in July is June's; one for July, or what the office enters in July, is not."""
    june, july = date(2025, 6, 30), date(2025, 7, 31)
    filed(stocked, filing(HEALTH, "2025-06", percent=40, note="六月"), at=datetime(2025, 7, 4, 9))
    filed(stocked, filing(HEALTH, "2025-07", state="已完成", note="七月"), at=datetime(2025, 8, 4, 9))

    def stood(day: date) -> tuple[str, int, str, int]:
        (task,) = stocked.tasks_as_of(Filter(ids=(1,)), day=day)
        return task.progress.state, task.progress.percent, task.progress.note, task.overdue_days

    assert stood(july) == ("已完成", 100, "七月", 0) and stood(july)[:3] == stood(date(2026, 1, 1))[:3]
    assert stood(june) == ("推进中", 40, "六月", 0)
    assert stood(date(2025, 5, 31)) == ("未启动", 0, "", 0)
    stocked.progress(1, Entries(state="推进中", reason="复查", percent=90), at=datetime(2025, 8, 9, 9))
    assert stood(july)[:2] == ("已完成", 100) and stood(date(2025, 8, 31))[:2] == ("推进中", 90)
