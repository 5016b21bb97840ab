"""Tables taken back and facts confirmed, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import event
from tracked import NOON, TODAY, education, parsed, policy, target, task, unit

from policyparse.asking.rows import Rows
from policyparse.ledger import Entries, Filing, Filter, NewTask
from policyparse.ledger.corrections import Correction
from policyparse.model import Deadline, Mention, Parsed
from policyparse.tracker import Tracker

LATER = date(2026, 3, 31)
HEALTH, EDUCATION = "云溪市卫生健康委员会", "云溪市教育局"


def taken(tracker: Tracker, dry_run: bool = False) -> tuple[object, ...]:
    entries = [
        Filing(
            1, Entries(percent=40, note="已开工", presents={1: Decimal("3.9")}), HEALTH, HEALTH, "2025-02"
        ),
        Filing(2, Entries(state="已终止"), EDUCATION, EDUCATION, "2025-02"),
        Filing(3, Entries(), "云溪市财政局", "云溪市财政局", "2025-02"),
    ]
    new = [NewTask(1, 2, "新增事项", "内容", ("市教育局",), (), Entries(percent=10), EDUCATION, "2025-02")]
    done = tracker.take_back(lambda _: (entries, new), by="督查室", at=NOON, dry_run=dry_run)
    return done.tasks, tuple((left.task, left.why) for left in done.refused), done.added


def test_many_tasks_in_one_command(tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    tracker.set_reporting(1, "monthly", at=NOON)
    tasks, refused, (added,) = taken(tracker)  # type: ignore[misc]
    assert tasks == (1, 3, added) and refused == ((2, "任务改为“已终止”，须说明事由。"),)
    one = tracker.task(1, today=TODAY)
    assert (one.progress.percent, one.progress.note, one.progress.updated_by) == (40, "已开工", HEALTH)
    assert one.presents == (Decimal("3.9"), None)
    assert tracker.task(2, today=TODAY).progress.state == "未启动"
    listed = [t.id for t in tracker.tasks(Filter(document=1), today=TODAY)]
    assert listed == [1, 2, added, 3, 4]
    cards = {card.task.id: (card.status, card.by) for card in tracker.reports("2025-02", today=TODAY)}
    assert cards == {
        1: ("已报", HEALTH), 2: ("逾期未报", ""), added: ("已报", EDUCATION), 3: ("已报", "云溪市财政局"), 4: ("逾期未报", ""),
    }  # fmt: skip
    assert len({c.command for c in tracker.history() if c.verb == "import"}) == 1
    assert tracker.check() == ()
    before = tracker.tasks(today=TODAY)
    again = taken(tracker)
    assert again[0] == again[2]  # only the new row is new a second time
    tracker.undo()
    assert tracker.tasks(today=TODAY) == before
    tracker.undo()
    assert [t.id for t in tracker.tasks(today=TODAY)] == [1, 2, 3, 4] and not tracker.task(
        1, today=TODAY
    ).progress.note
    assert tracker.check() == ()


def test_a_new_task_that_cannot_be_keeps_no_report_back(tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    new = [NewTask(1, None, title, "", (lead,), ()) for title, lead in (("甲", "哈哈哈"), ("乙", "市教育局"))]
    filing = Filing(1, Entries(note="已开工"), HEALTH, HEALTH, "2025-02")
    done = tracker.take_back(lambda _: ([filing], new), at=NOON)
    assert done.added[0] is None and done.added[1] is not None and 1 in done.tasks
    assert [left.task for left in done.refused] == [None] and "哈哈哈" in done.refused[0].why
    assert tracker.check() == ()


def test_a_dry_run_of_it(tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    before, log = tracker.tasks(today=TODAY), tracker.history()
    assert taken(tracker, dry_run=True)[0]
    assert (tracker.tasks(today=TODAY), tracker.history()) == (before, log)


def doubtful(text: str, *more: str, goal: str = "4.5") -> Parsed:
    units = [
        Mention(u.span, u.surface, u.value, u.rule, 0.5)
        for u in (unit("市教育局", "lead"), *(unit(n, "support") for n in more))
    ]
    goals = [
        Mention(t.span, t.surface, t.value, t.rule, 0.6)
        for t in (target("托位数", goal), target("覆盖率", "90"))
    ]
    one = task("扩大托育供给", text)
    return parsed(
        f"doubt{text}",
        policy("云溪市2025年教育工作要点", replace(one, units=tuple(units), targets=tuple(goals))),
    )


def sure(tracker: Tracker) -> tuple[list[bool], list[bool]]:
    one = tracker.task(1, today=TODAY)
    return [u.confidence == 1 for u in one.units], [t.confidence == 1 for t in one.targets]


def test_what_was_confirmed_stays_so_and_nothing_else_does(tracker: Tracker) -> None:
    tracker.add(doubtful("甲", "市财政局"), at=NOON)
    assert tracker.confirm([(1, "units", 1), (1, "targets", 1), (1, "targets", 2)], at=NOON) == 3
    assert tracker.confirm([(1, "units", 1)], at=NOON) == 0
    assert sure(tracker) == ([True, False], [True, True])
    tracker.update(doubtful("乙", "市财政局", "市民政局", goal="5"), replaces=1, at=NOON)
    assert sure(tracker) == ([True, False, False], [False, True])
    assert tracker.conflicts() == () and tracker.check() == ()
    tracker.undo()
    tracker.undo()
    assert sure(tracker) == ([False, False], [False, False])


def test_many_reports_take_so_many_statements_as_some(
    new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two units' reports on each task: the statements are counted, not the seconds."""

    def asked(tasks: int) -> int:
        names = range(tasks)
        some = (task(f"任务{n}", "", "市教育局", "市财政局", "2025-12-31") for n in names)
        said = [
            Filing(n + 1, Entries(percent=n % 90 + 5, note=f"第{n}步"), name, full, "2025-02")
            for n in names
            for name, full in (("市教育局", EDUCATION), ("市财政局", "云溪市财政局"))
        ]
        statements: list[str] = []
        with Tracker(new_database()) as tracker, monkeypatch.context() as watched:
            tracker.add(parsed("many", policy("多项方案", *some)), at=NOON)
            ask = Rows._asked
            watched.setattr(Rows, "_asked", lambda *told: statements.append(told[2]) or ask(*told))

            def decide(_: object) -> tuple[list[Filing], list[NewTask]]:
                watch = lambda *told: statements.append(told[2])  # noqa: E731
                event.listen(tracker.database.opened(), "before_cursor_execute", watch)
                return said, []

            done = tracker.take_back(decide, at=NOON)
            assert len(done.filed) == 2 * tasks and not done.refused
        return len(statements)

    assert asked(8) == asked(40) <= 40


def test_many_corrections_take_so_many_statements_as_some(
    new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(tasks: int) -> int:
        some = (task(f"任务{n}", "", "市教育局", "市财政局", "2025-12-31") for n in range(tasks))
        said = [
            Correction(n, f"A{n}", title=f"新名{n}", lead=("市民政局",), deadlines=(Deadline("by", LATER),))
            for n in range(1, tasks + 1)
        ]
        wrong = [Correction(1, "B1", title="改名", lead=("苹果香蕉",)), Correction(999, "B2", title="没有")]
        statements: list[str] = []
        with Tracker(new_database()) as tracker, monkeypatch.context() as watched:
            tracker.add(parsed("many", policy("多项方案", *some)), at=NOON)
            ask = Rows._asked
            watched.setattr(Rows, "_asked", lambda *told: statements.append(told[2]) or ask(*told))
            watch = lambda *told: statements.append(told[2])  # noqa: E731
            event.listen(tracker.database.opened(), "before_cursor_execute", watch)
            done = tracker.correct(lambda _: ([*said, *wrong], []), False, False, at=NOON)
            counted = len(statements)
            assert len(done.tasks) == tasks
            assert [left.place for left in done.refused] == ["B1", "B2"]
            one = tracker.task(1, today=TODAY)
            assert (one.title, one.lead, one.support) == ("新名1", ("市民政局",), ("市财政局",))
            assert [told.value.due for told in one.deadlines] == [LATER]
            assert tracker.check() == ()
            tracker.undo()
            one = tracker.task(1, today=TODAY)
            assert (one.title, one.lead) == ("任务0", ("市教育局",))
        return counted

    assert asked(4) == asked(40) <= 50


def test_what_a_table_drops_is_corrected_no_more(new_database: Callable[[], str]) -> None:
    with Tracker(new_database()) as tracker:
        tracker.add(
            parsed("one", policy("一项方案", task("任务", "", "市教育局", "市财政局", "2025-12-31"))), at=NOON
        )
        said = [Correction(1, "A1", dropped=True), Correction(1, "A2", title="改名")]
        done = tracker.correct(lambda _: (said, []), False, False, at=NOON)
        assert [(left.place, left.why) for left in done.refused] == [("A2", "没有编号为 1 的任务。")]
        tracker.undo()
        assert tracker.task(1, today=TODAY).title == "任务"
