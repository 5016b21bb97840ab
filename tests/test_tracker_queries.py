"""Asking: every filter alone and together, units by the names that people type, search."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from tracked import NOON, TODAY, education, parsed, policy, task, welfare

from policyparse.asking import documents, log, tasks
from policyparse.asking.rows import Rows
from policyparse.errors import TrackerError
from policyparse.ledger import CLOSED, Entries, Filter, UnitCard
from policyparse.tracker import Tracker
from policyparse.tracker.evidence import attach
from policyparse.tracker.lists import set_members


def filled(address: str) -> Tracker:
    """Tasks 1 to 4 of education, 5 and 6 of welfare; 4 is done, 2 under way, 6 ended."""
    tracker = Tracker(address)
    tracker.add(education(), at=NOON)
    tracker.add(welfare(), at=NOON)
    tracker.progress(4, Entries(state="已完成"), at=NOON)
    tracker.progress(2, Entries(percent=30), at=NOON)
    tracker.progress(6, Entries(state="已终止", reason="并入其他文件"), at=NOON)
    return tracker


@pytest.fixture(scope="module")
def full(databases: Callable[..., str], kind: str) -> Iterator[Tracker]:
    """A filled tracker that the tests only read."""
    with filled(databases(kind)) as tracker:
        yield tracker


@pytest.fixture
def own(database: str) -> Iterator[Tracker]:
    """A filled tracker that a test may change."""
    with filled(database) as tracker:
        yield tracker


@pytest.mark.parametrize(
    ("asked", "numbers"),
    [
        (Filter(), [1, 2, 3, 4, 5, 6]),
        (Filter(unit="市教育局"), [1, 2, 3]),
        (Filter(unit="云溪市教育局"), [1, 2, 3]),
        (Filter(unit="市教育局", role="lead"), [2]),
        (Filter(unit="市教育局", role="support"), [1, 3]),
        (Filter(role="support"), [1, 2, 3, 5]),
        (Filter(unit="卫健委"), [1]),
        (Filter(unit="卫生健康委"), [1]),
        (Filter(unit="市卫健委"), [1]),
        (Filter(document=2), [5]),
        (Filter(document=3), [6]),
        (Filter(state="未启动"), [1, 3, 5]),
        (Filter(state="已完成"), [4]),
        (Filter(due_before=date(2025, 6, 30)), [1, 4, 5]),
        (Filter(due_before=date(2025, 6, 29)), [4]),
        (Filter(overdue=True), [1, 5]),
        (Filter(ids=(2, 5, 99)), [2, 5]),
        (Filter(ids=()), []),
        (Filter(search="双减"), [1, 2]),
        (Filter(search="托"), [1]),
        (Filter(search="托育"), [1]),
        (Filter(search="双减 培训"), [2]),
        (Filter(search="减双"), []),
        (Filter(search="１００％"), [1]),
        (Filter(search="0%"), [1]),
        (Filter(search="%"), [1]),
        (Filter(search="，双减"), [1]),
        (Filter(search="_"), []),
        (Filter(search='"'), []),
        (Filter(search=""), [1, 2, 3, 4, 5, 6]),
        (Filter(unit="市民政局", role="lead", overdue=True, search="助餐", state="未启动", document=2), [5]),
        (Filter(unit="市财政局", overdue=True), [1, 5]),
    ],
)
def test_filters(full: Tracker, asked: Filter, numbers: list[int]) -> None:
    assert [t.id for t in full.tasks(asked, today=TODAY)] == numbers


def test_overdue_is_counted_at_the_day_of_the_query(full: Tracker) -> None:
    days = {t.id: t.overdue_days for t in full.tasks(today=TODAY)}
    assert days == {1: 1, 2: 0, 3: 0, 4: 0, 5: 1, 6: 0}
    assert full.tasks(Filter(overdue=True), today=date(2025, 6, 30)) == ()
    assert full.task(2, today=date(2026, 1, 10)).overdue_days == 10


def test_units_with_their_counts(full: Tracker) -> None:
    assert full.units("市教育局", today=TODAY) == (
        UnitCard("云溪市教育局", ("市教育局",), lead=1, support=2, open=3, done=0, overdue=1),
    )
    cards = {u.name: (u.lead, u.support, u.open, u.done, u.overdue) for u in full.units(today=TODAY)}
    assert cards == {
        "云溪市卫生健康委员会": (1, 0, 1, 0, 1),
        "云溪市教育局": (1, 2, 3, 0, 1),
        "云溪市民政局": (2, 1, 2, 0, 1),
        "云溪市财政局": (1, 2, 3, 0, 2),
        "临江县教育局": (1, 0, 0, 1, 0),
    }


def test_a_name_of_several_units_lists_them(full: Tracker) -> None:
    with pytest.raises(TrackerError) as error:
        full.tasks(Filter(unit="教育局"), today=TODAY)
    assert "临江县教育局" in str(error.value)
    assert "云溪市教育局" in str(error.value)


def test_a_name_of_no_unit_suggests_some(full: Tracker) -> None:
    with pytest.raises(TrackerError, match="没有找到单位“市教玉局”"):
        full.units("市教玉局", today=TODAY)


def test_a_unit_of_removed_documents_is_not_known(own: Tracker) -> None:
    own.remove(1)
    with pytest.raises(TrackerError, match="没有找到单位"):
        own.tasks(Filter(unit="市教育局"), today=TODAY)


def test_one_name_printed_for_units_of_two_places(tracker: Tracker) -> None:
    def here(place: str) -> None:
        item = task("任务", lead="市教育局")
        fact = item.units[0]
        moved = type(fact)(None, "", type(fact.value)("市教育局", f"{place}教育局", "lead", "explicit"), "r")
        tracker.add(parsed(place, policy(place, type(item)(**{**_fields(item), "units": (moved,)}))))

    here("云溪市")
    assert len(tracker.tasks(Filter(unit="市教育局"), today=TODAY)) == 1
    here("松台市")
    with pytest.raises(TrackerError, match="云溪市教育局、松台市教育局"):
        tracker.tasks(Filter(unit="市教育局"), today=TODAY)


def _fields(value: object) -> dict[str, object]:
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]


def test_what_is_not_there(full: Tracker) -> None:
    with pytest.raises(TrackerError, match="没有编号为 99 的任务"):
        full.task(99, today=TODAY)
    with pytest.raises(TrackerError, match="没有编号为 9 的文件"):
        full.tasks(Filter(document=9), today=TODAY)


def test_the_words_are_searched_after_a_change(own: Tracker) -> None:
    own.remove(1)
    assert own.tasks(Filter(search="托育"), today=TODAY) == ()
    own.undo()
    assert [t.id for t in own.tasks(Filter(search="托育"), today=TODAY)] == [1]


def test_a_question_asks_no_more_than_it_shows(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def asked() -> int:
        """How many statements ``show`` takes."""
        statements: list[str] = []
        with monkeypatch.context() as watched, tracker.database.rows() as rows:
            ask = Rows._asked
            watched.setattr(Rows, "_asked", lambda *told: statements.append(told[2]) or ask(*told))
            documents.load(rows, tasks.task(rows, 1, TODAY).document.id)
            log.changes(rows, 1)
        return len(statements)

    tracker.add(education(), at=NOON)
    few = asked()
    tracker.add(welfare(), at=NOON)
    assert asked() == few
    assert few <= 7
    tracker.progress(1, Entries(percent=5), at=NOON)
    assert asked() == few + 1
    paper = tmp_path / "验收单.txt"
    paper.write_text("合格", encoding="utf-8")
    attach(tracker.database, 1, [paper], at=NOON)
    assert asked() == few + 1
    set_members(tracker.database, "市财政局", ["临江县财政局", "青禾区财政局"], document=1, at=NOON)
    assert asked() <= 8
    shown = tracker.task(1, today=TODAY)
    assert [one.name for one in shown.evidence] == ["验收单.txt"]
    assert [one.name for _, some in shown.members for one in some] == ["临江县财政局", "青禾区财政局"]
    assert shown.progress.percent == 5


def test_a_long_answer_comes_page_by_page(full: Tracker) -> None:
    every = [t.id for t in full.tasks(today=TODAY)]
    assert full.count(today=TODAY) == len(every)
    assert full.count(Filter(unit="市教育局"), today=TODAY) == 3
    pages, last = [], None
    while page := full.tasks(today=TODAY, limit=4, after=last):
        pages.append([t.id for t in page])
        last = page[-1].id
    assert pages == [every[:4], every[4:]]
    assert [t.id for t in full.tasks(Filter(state="未启动"), today=TODAY, after=2)] == [3, 5]
    assert next(full.stream(today=TODAY)).id == every[0]


def test_totals_count_each_task_of_a_unit_once(full: Tracker) -> None:
    """A unit that a task names twice, a dropped task and a removed document are no tasks more."""
    with full.database.writing() as session:
        again = "SELECT position + 90, surface, rule, confidence, task_id, unit_id, name, 'support', basis, state, due"
        into = "position, surface, rule, confidence, task_id, unit_id, name, role, basis, state, due"
        session.connection().exec_driver_sql(f"INSERT INTO task_unit ({into}) {again} FROM task_unit")
    full.drop(2)
    full.remove(2)
    totals = {card.name: card for card in full.units(today=TODAY)}
    tasks = full.tasks(today=TODAY)
    assert {u.value.canonical for t in tasks for u in t.units} == set(totals)
    for name, card in totals.items():
        own = [t for t in tasks if name in {u.value.canonical for u in t.units}]
        led = [t for t in own if any(u.value.canonical == name and u.value.role == "lead" for u in t.units)]
        assert (card.lead, card.support) == (len(led), len(own))
        states = [t.progress.state for t in own]
        assert (card.done, card.open) == (states.count("已完成"), sum(s not in CLOSED for s in states))
        assert card.overdue == sum(t.overdue_days > 0 for t in own)
        assert full.units(name, today=TODAY) == (card,)
