"""催办: the ladder of reminders, what is remembered of it, and the letters to units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from calls import at_desk, run
from sqlalchemy import event
from test_tracker_upkeep import old_tracker
from tracked import NOON, by, education, parsed, policy, task

from policyparse.asking.rows import Rows
from policyparse.errors import TrackerError
from policyparse.ledger import Entries, TrackedTask
from policyparse.ledger.ladder import rung_of, rung_words
from policyparse.ledger.reminding import Reminder, Told, reminders, still_owed
from policyparse.tracker import Tracker, upkeep
from policyparse.tracker.reminders import remind, reminded

EDUCATION, HEALTH = "云溪市教育局", "云溪市卫生健康委员会"
DUE = date(2025, 6, 30)


@pytest.fixture
def stocked(tracker: Tracker) -> Tracker:
    tracker.add(education(), at=NOON)
    return tracker


def owing(tracker: Tracker, day: date, *, again: bool = False) -> tuple[Reminder, ...]:
    return reminders(tracker.tasks(today=day), (), reminded(tracker.database), day, again=again)


def of_health(tracker: Tracker, day: date, *, again: bool = False) -> list[tuple[str, int]]:
    found = [one for one in owing(tracker, day, again=again) if one.unit == HEALTH]
    return [(call.rung, call.count) for one in found for call in one.calls]


@pytest.mark.parametrize(
    ("left", "rung"),
    [(31, None), (30, "month"), (16, "month"), (15, "half-month"), (8, "half-month"), (7, "week"), (0, "week"), (-1, "late")],
)  # fmt: skip
def test_rungs(left: int, rung: str | None) -> None:
    assert rung_of(left) == rung


def test_rungs_in_words() -> None:
    assert [rung_words(rung) for rung in ("month", "late", "2025-06", "2025-06-late")] == [
        "一个月内到期",
        "已逾期",
        "2025-06应报",
        "2025-06未报",
    ]


def test_each_rung_is_sent_once_and_counted(stocked: Tracker) -> None:
    days = [date(2025, 6, 1), date(2025, 6, 5), date(2025, 6, 16), date(2025, 6, 25), date(2025, 7, 1)]
    seen = []
    for day in days:
        seen.append(of_health(stocked, day))
        if owing(stocked, day):
            remind(stocked.database, owing(stocked, day), by="王芳", at=datetime.combine(day, NOON.time()))
    assert seen == [[("month", 1)], [], [("half-month", 2)], [("week", 3)], [("late", 4)]]
    assert of_health(stocked, date(2025, 8, 1)) == []
    assert of_health(stocked, date(2025, 8, 1), again=True) == [("late", 5)]
    assert stocked.check() == ()


def test_a_rung_of_another_last_day_is_another(stocked: Tracker) -> None:
    remind(stocked.database, owing(stocked, date(2025, 6, 1)))
    stocked.edit(1, deadlines=[by("2025-07-31").value])
    assert of_health(stocked, date(2025, 7, 2)) == [("month", 2)]


def test_reminders_are_taken_back_and_told(stocked: Tracker) -> None:
    command = remind(stocked.database, owing(stocked, date(2025, 6, 1)), by="王芳", at=NOON)
    (change,) = [c for c in stocked.history(1) if c.command == command]
    assert (change.field, change.after) == (f"reminder:month:{HEALTH}", "2025-03-01 第1次")
    assert "催办2个单位，2项" in stocked.undo().words
    assert of_health(stocked, date(2025, 6, 1)) == [("month", 1)]
    with pytest.raises(TrackerError, match="没有要催办的事项"):
        remind(stocked.database, ())


def test_closed_tasks_need_no_reminder(stocked: Tracker) -> None:
    stocked.progress(1, Entries(state="已完成"), at=NOON)
    assert of_health(stocked, date(2025, 7, 1)) == []


def test_a_report_is_asked_for_before_and_after_its_day(stocked: Tracker) -> None:
    stocked.set_reporting(1, "monthly", 5, at=NOON)

    def asked(day: date) -> list[str]:
        found = reminders((), stocked.reports("2025-06", today=day), reminded(stocked.database), day)
        remind(stocked.database, found) if found else None
        return [call.rung for one in found if one.unit == EDUCATION for call in one.calls]

    days = (date(2025, 7, 2), date(2025, 7, 3), date(2025, 7, 6), date(2025, 7, 7))
    assert [asked(day) for day in days] == [["2025-06"], [], ["2025-06-late"], []]


def test_a_report_that_never_came_is_asked_for_when_the_next_is_due(stocked: Tracker) -> None:
    """Of a period in which others reported, until the unit itself has told something since."""
    stocked.set_reporting(1, "monthly", 5, at=NOON)

    def asked(day: date) -> list[tuple[str, str]]:
        periods = [stocked.reports(name, today=day) for name in ("2025-07", "2025-06", "2025-05")]
        cards = still_owed(periods[0], [card for some in periods[1:] for card in some])
        found = reminders((), cards, reminded(stocked.database), day)
        return sorted((one.unit, call.rung) for one in found for call in one.calls if call.task.id < 3)

    day = date(2025, 7, 20)
    assert asked(day) == []  # nobody reported: it was not collected
    stocked.progress(3, Entries(note="已开工"), unit="云溪市财政局", period="2025-06", at=NOON)
    assert asked(day) == [(HEALTH, "2025-06-late"), (EDUCATION, "2025-06-late")]
    stocked.progress(1, Entries(note="已新增"), unit=HEALTH, period="2025-07", at=NOON)
    assert asked(day) == [(EDUCATION, "2025-06-late")]


def test_who_hears_and_whom_to_call(stocked: Tracker) -> None:
    stocked.progress(1, Entries(person="赵敏", contact="0123"), unit=HEALTH, period="2025-05", at=NOON)
    first, second = owing(stocked, date(2025, 7, 1))
    assert (first.name, [call.left for call in first.overdue]) == ("县教育局", [-92])
    assert (second.name, second.person, second.contact, second.count) == ("市卫健委", "赵敏", "0123", 1)


def test_what_another_unit_was_told_does_not_count(stocked: Tracker) -> None:
    task: TrackedTask = stocked.task(1, today=DUE)
    other = Told(EDUCATION, "week", DUE, NOON, 3)
    (one,) = reminders((task,), (), {1: (other,)}, DUE)
    assert (one.unit, one.calls[0].count) == (HEALTH, 1)
    assert reminders((task,), (), {1: (replace(other, unit=HEALTH),)}, DUE) == ()


@pytest.mark.parametrize(
    ("told", "count"),
    [
        ((("late", 1, 1), ("2025-06-late", 1, 1)), 2),  # one letter, for both
        ((("late", 1, 1), ("2025-06-late", 1, 2)), 3),
        ((("month", 2, 1), ("week", 1, 2)), 4),
        ((("late", 2, 2), ("2025-06-late", 2, 2)), 3),
        ((), 1),
    ],
)
def test_a_letter_that_names_a_task_twice_is_one(
    stocked: Tracker, told: tuple[tuple[str, int, int], ...], count: int
) -> None:
    task = stocked.task(1, today=DUE)
    before = [Told(HEALTH, rung, DUE, NOON.replace(day=day), times) for rung, times, day in told]
    (one,) = reminders((task,), (), {1: before}, DUE, again=True)
    assert one.count == count


def test_many_reminders_take_so_many_statements_as_some(
    new_database: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def asked(tasks: int) -> int:
        some = (task(f"任务{n}", "", "市教育局", "市财政局", "2025-06-30") for n in range(tasks))
        statements: list[str] = []
        with Tracker(new_database()) as tracker, monkeypatch.context() as watched:
            tracker.add(parsed("many", policy("多项方案", *some)), at=NOON)
            owed = owing(tracker, date(2025, 6, 28))
            assert sum(len(one.calls) for one in owed) == tasks
            ask = Rows._asked
            watched.setattr(Rows, "_asked", lambda *told: statements.append(told[2]) or ask(*told))
            watch = lambda *told: statements.append(told[2])  # noqa: E731
            event.listen(tracker.database.opened(), "before_cursor_execute", watch)
            for _ in range(2):
                remind(tracker.database, owed, at=NOON)
            assert [told.times for some in reminded(tracker.database).values() for told in some] == [
                2
            ] * tasks
        return len(statements)

    assert asked(3) == asked(30)


def test_an_older_tracker_learns_to_remember(bare_database: str, tmp_path: Path) -> None:
    old_tracker(bare_database, "0002")
    with Tracker(bare_database) as made:
        upkeep.upgrade(made.database, tmp_path / "before.bak")
        assert reminded(made.database) == {}
        remind(made.database, owing(made, date(2025, 7, 1)), at=NOON)
        copy = upkeep.backup(made.database, tmp_path / "copy.db")
        told = reminded(made.database)
        assert told and made.check() == ()
    with Tracker(copy) as kept:
        assert reminded(kept.database) == told


# ---- the command -------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at_desk(tmp_path, monkeypatch, "王芳")
    with Tracker() as tracker:
        tracker.add(education(), at=NOON)
        tracker.set_reporting(1, "monthly", 5, at=NOON)
    return tmp_path


def test_letters_to_each_unit(office: Path) -> None:
    told = run(
        "remind", "--period", "2025-06", "--letters", "催办", "--issuer", "市政府督查室",
        "--contact", "李强 0123-4567", "--answer-by", "2026-12-15",
    )  # fmt: skip
    assert "已为 4 个单位各写出一份催办单" in told.stdout and "已记下催办 4 个单位" in told.stderr
    assert sorted(path.name for path in Path("催办").iterdir()) == [
        "临江县教育局督办单.docx",
        "云溪市卫生健康委员会督办单.docx",
        "云溪市教育局督办单.docx",
        "云溪市财政局催办单.docx",
    ]
    letter = docx.Document("催办/云溪市卫生健康委员会督办单.docx")
    text = [paragraph.text for paragraph in letter.paragraphs if paragraph.text]
    assert text[:3] == ["重点任务督办单", "（第1次）", "市卫健委："]
    assert {
        "一、尚未报送进展的任务",
        "二、逾期未办结的任务",
        "联系人：李强 0123-4567",
        "市政府督查室　　",
    } <= set(text)
    assert any("并于2026年12月15日前书面回复" in line for line in text)
    owed, late = letter.tables
    assert [cell.text for cell in owed.rows[1].cells] == [
        "1", "1", "扩大托育供给", "2025年6月", "2025-07-05", "1",
    ]  # fmt: skip
    assert [cell.text for cell in late.rows[0].cells] == [
        "序号", "任务号", "任务", "到期日", "逾期天数", "进度", "第几次",
    ]  # fmt: skip
    assert "4 个单位的都已催办过，再催请加 --all。" in run("remind", "--period", "2025-06").stderr
    assert "市卫健委\t1\t0\t0\t1\t2\t\t\t1" in run("remind", "--period", "2025-06", "--all").stdout
    assert "remind" not in run("add", "催办/云溪市财政局催办单.docx", code=1).stdout
    assert "催办4个单位" in run("undo").stdout
    assert "市卫健委\t1\t0\t0\t1\t1" in run("remind", "--period", "2025-06").stdout


def test_a_report_that_is_not_due_yet_is_no_debt(office: Path) -> None:
    """A 督办单 for late tasks asks for the report of a period still open, and does not call it missing."""
    run("remind", "--period", "2099-06", "--letters", "督办", "--unit", "市卫健委")
    letter = docx.Document("督办/云溪市卫生健康委员会督办单.docx")
    text = [paragraph.text for paragraph in letter.paragraphs if paragraph.text]
    assert "一、按期报送进展的任务" in text and "尚未报送进展的任务" not in "".join(text)
    assert any("按期报送进展情况" in line and "补报" not in line for line in text)
    said = run("remind", "--period", "2099-06", "--all", "--text", "--unit", "市卫健委").stdout
    assert "2099年6月进展应于7月5日前报送，还有1项请按时报送：" in said and "未报" not in said
    assert "市卫健委\t0\t1\t0\t1" in run("remind", "--period", "2099-06", "--all").stdout


def test_a_list_is_remembered_only_when_told(office: Path) -> None:
    first = run("remind", "--text").stdout
    assert "市卫健委（第1次催办）：" in first and run("remind", "--text").stdout == first
    run("remind", "--text", "--sent")
    assert run("remind").stdout == ""
    assert "只用于催办单" in run("remind", "--issuer", "市政府办", code=2).stderr
