"""What a unit reports: what follows, what is refused, what is logged."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, DateTime, event, select
from tracked import NOON, TODAY, education, welfare

from policyparse.asking.rows import Rows
from policyparse.asking.source import opened
from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Progress
from policyparse.tracker import Tracker, book, fields
from policyparse.tracker.columns import Exact
from policyparse.tracker.desk import Desk
from policyparse.tracker.progress import report_each
from policyparse.tracker.tables import SCHEMA

DAY = NOON.date()


@pytest.fixture
def stocked(tracker: Tracker) -> Tracker:
    tracker.add(education(), at=NOON)
    return tracker


def test_everything_that_can_be_entered(stocked: Tracker) -> None:
    entered = stocked.progress(
        1,
        Entries(
            state="推进中",
            percent=35,
            note="已开工3处",
            problem="资金未到位",
            next_step="6月底前全部开工",
            person="李强",
            contact="0123-456",
            reason="",
        ),
        by="李强",
        at=NOON,
    )
    assert entered.progress == Progress(
        "推进中",
        35,
        "已开工3处",
        "资金未到位",
        "6月底前全部开工",
        "李强",
        "0123-456",
        DAY,
        None,
        NOON,
        "李强",
    )
    assert stocked.task(1, today=TODAY).progress == entered.progress


@pytest.mark.parametrize(
    ("entries", "state", "percent", "started", "finished"),
    [
        ({"percent": 10}, "推进中", 10, DAY, None),
        ({"percent": 0}, "未启动", 0, None, None),
        ({"note": "筹备"}, "未启动", 0, None, None),
        ({"state": "推进中"}, "推进中", 0, DAY, None),
        ({"state": "已完成"}, "已完成", 100, DAY, DAY),
        ({"percent": 100}, "推进中", 100, DAY, None),
        ({"state": "已终止", "reason": "政策调整"}, "已终止", 0, DAY, DAY),
        ({"state": "未启动", "percent": 0}, "未启动", 0, None, None),
    ],
)
def test_what_follows(
    stocked: Tracker,
    entries: dict[str, Any],
    state: str,
    percent: int,
    started: date | None,
    finished: date | None,
) -> None:
    after = stocked.progress(1, Entries(**entries), at=NOON).progress
    assert (after.state, after.percent, after.started_on, after.finished_on) == (
        state,
        percent,
        started,
        finished,
    )


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ({"state": "快好了"}, "未启动、推进中、已完成、已终止"),
        ({"percent": 101}, "0 到 100"),
        ({"percent": -1}, "0 到 100"),
        ({"state": "已完成", "percent": 90}, "总体进度是 100"),
        ({"state": "未启动", "percent": 80}, "总体进度是 0"),
        ({"state": "已终止"}, "须说明事由"),
    ],
)
def test_what_is_refused_changes_nothing(stocked: Tracker, entries: dict[str, Any], message: str) -> None:
    before = (stocked.task(1, today=TODAY), stocked.history())
    with pytest.raises(TrackerError, match=message):
        stocked.progress(
            1, Entries(note="不应留下", **entries), at=NOON
        ) if "state" not in entries else stocked.progress(1, Entries(**entries), at=NOON)
    assert (stocked.task(1, today=TODAY), stocked.history()) == before


def test_a_lead_that_speaks_first_takes_nothing_back_that_the_office_has_closed(stocked: Tracker) -> None:
    stocked.progress(1, Entries(state="已完成"), at=NOON)
    for given in (Entries(percent=30), Entries(state="推进中", percent=30)):
        with pytest.raises(TrackerError, match="说明事由"):
            stocked.progress(1, given, unit="市卫健委", at=NOON)
    assert not [r for r in stocked.filed()[1] if r.unit]
    again = stocked.progress(
        1,
        Entries(state="推进中", percent=30, reason="验收不合格"),
        unit="市卫健委",
        period="2025-06",
        at=NOON,
    )
    assert again.progress.percent == 30


def test_a_closed_task_is_taken_up_again_for_a_reason(stocked: Tracker) -> None:
    stocked.progress(1, Entries(state="已完成"), at=NOON)
    with pytest.raises(TrackerError, match="须说明事由"):
        stocked.progress(1, Entries(state="推进中"), at=NOON)
    again = stocked.progress(1, Entries(state="推进中", percent=80, reason="审核退回"), at=NOON).progress
    assert (again.state, again.percent, again.reason, again.finished_on) == ("推进中", 80, "审核退回", None)


@pytest.mark.parametrize("unit", [None, "市教育局"])
@pytest.mark.parametrize("period", [None, "2025-06"])
@pytest.mark.parametrize("end", ["已完成", "申请办结", "办结"])
def test_no_percentage_takes_up_a_closed_task(
    stocked: Tracker, unit: str | None, period: str | None, end: str
) -> None:
    for whose in dict.fromkeys((unit, None)):
        stocked.progress(1, Entries(state="已完成"), unit=whose, period=period, at=NOON)
    if end != "已完成":
        stocked.apply(1, at=NOON)
    if end == "办结":
        stocked.review(1, True, at=NOON)
    before = (stocked.task(1, today=TODAY), stocked.history())
    with pytest.raises(TrackerError, match="总体进度"):
        stocked.progress(1, Entries(percent=30), unit=unit, period=period, at=NOON)
    assert (stocked.task(1, today=TODAY), stocked.history()) == before


def test_what_was_not_begun_stands_at_nothing_until_a_percentage_begins_it(stocked: Tracker) -> None:
    stocked.progress(1, Entries(percent=60), at=NOON)
    back = stocked.progress(1, Entries(state="未启动"), at=NOON).progress
    assert (back.state, back.percent, back.started_on) == ("未启动", 0, None)
    begun = stocked.progress(1, Entries(percent=80), at=NOON).progress
    assert (begun.state, begun.percent) == ("推进中", 80)
    assert stocked.check() == ()


def test_each_changed_field_is_logged(stocked: Tracker) -> None:
    stocked.progress(1, Entries(percent=20, note="起步"), by="李强", at=NOON)
    stocked.progress(1, Entries(percent=20, note="再起步"), by="王芳", at=NOON)
    logged = [(c.by, c.verb, c.field, c.before, c.after) for c in stocked.history(1) if c.task == 1]
    assert sorted(logged[:4]) == [
        ("李强", "progress", "note", "", "起步"),
        ("李强", "progress", "percent", "0%", "20%"),
        ("李强", "progress", "started_on", None, "2025-03-01"),
        ("李强", "progress", "state", "未启动", "推进中"),
    ]
    assert logged[4:] == [("王芳", "progress", "note", "起步", "再起步")]


def test_entering_what_is_there_already_is_no_command(stocked: Tracker) -> None:
    stocked.progress(1, Entries(percent=20), by="李强", at=NOON)
    before = stocked.history()
    later = stocked.progress(1, Entries(percent=20), by="王芳", at=NOON + timedelta(days=1))
    assert stocked.history() == before
    assert (later.progress.updated_by, later.progress.updated_at) == ("李强", NOON)


def test_an_empty_string_clears(stocked: Tracker) -> None:
    stocked.progress(1, Entries(problem="缺人"), at=NOON)
    assert stocked.progress(1, Entries(problem=""), at=NOON).progress.problem == ""


def test_characters_that_no_database_holds(stocked: Tracker) -> None:
    assert stocked.progress(1, Entries(note="已\0开工"), at=NOON).progress.note == "已开工"
    stocked.undo()
    assert stocked.task(1, today=TODAY).progress.note == ""


def test_a_time_with_a_zone_is_kept_by_the_local_clock(stocked: Tracker) -> None:
    at = datetime(2025, 3, 1, 4, 0, 0, 999, tzinfo=timezone.utc)
    entered = stocked.progress(1, Entries(percent=1), at=at).progress
    assert entered.updated_at == at.astimezone().replace(tzinfo=None, microsecond=0)


def test_a_report_on_many_tasks_is_a_report_on_each(tracker: Tracker, new_database: Any) -> None:
    def state(asked: Tracker) -> Any:
        log = [(c.command, c.verb, c.task, c.field, c.before, c.after) for c in asked.history()]
        return asked.tasks(today=TODAY), log, asked.filed()

    with Tracker(new_database()) as alone:
        for one in (tracker, alone):
            one.add(education(), at=NOON)
            one.add(welfare(), at=NOON)
            one.progress(2, Entries(state="已终止", reason="不再需要"), at=NOON)
        numbers = [task.id for task in tracker.tasks(today=TODAY)]
        for turn, said in enumerate(
            (Entries(percent=30, note="已开工"), Entries(percent=60, problem="缺资金"), Entries())
        ):
            when, period = NOON + timedelta(days=turn), "2025-06" if turn else None
            told = report_each(tracker.database, [*numbers, 99], said, period=period, at=when)
            for number in (*numbers, 99):
                try:
                    after = alone.progress(number, said, period=period, at=when)
                except TrackerError as error:
                    assert str(told[number]) == str(error)
                else:
                    assert told[number][1] == after
            assert state(tracker) == state(alone)
        assert isinstance(told[99], TrackerError)
        assert tracker.check() == ()


def test_what_the_driver_alone_writes_is_what_sqlmodel_writes(tracker: Tracker, new_database: Any) -> None:
    """The rows, the log, what it refuses and how it is taken back; and a report that is broken off is none."""

    def rows(of: Tracker) -> Any:
        with of.database.reading() as session:
            return [
                session.connection().execute(select(t)).all()
                for t in SCHEMA.sorted_tables
                if t.name != "meta"
            ]

    said = Entries(state="推进中", percent=35, note="已开\0工“3”处 100% :不是", presents={1: Decimal("3.90")})
    with Tracker(new_database()) as other:
        for one in (tracker, other):
            one.add(education(), at=NOON)
            one.set_reporting(1, "monthly", 5, at=NOON)
        source = opened(other.database.url.render_as_string(hide_password=False).removeprefix("sqlite:///"))
        assert source is not None
        desk = Desk(source)
        for turn, entries in enumerate((said, Entries(percent=60), Entries(percent=101))):
            told = [
                report_each(
                    to, [1, 1, 2, 99], entries, unit="市卫健委", by="李强", at=NOON + timedelta(days=turn)
                )
                for to in (tracker.database, desk)
            ]
            assert repr(told[0]) == repr(told[1])
        assert rows(tracker) == rows(other)
        with pytest.raises(ZeroDivisionError), desk.command("progress", "", NOON) as pen:
            pen.task(1, "note", "不算")
            raise ZeroDivisionError
        source.close()
        assert rows(tracker) == rows(other) and other.check() == ()
        assert tracker.undo(at=NOON).words == other.undo(at=NOON).words
        assert rows(tracker) == rows(other)


def test_a_desk_waits_for_its_turn_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyparse.asking.source.BUSY_SECONDS", 0.1)
    with Tracker(tmp_path / "a.db") as tracker:
        tracker.add(education(), at=NOON)
        source = opened(str(tmp_path / "a.db"))
        assert source is not None
        with closing(source), tracker.database.writing(), pytest.raises(TrackerError, match="另一个程序写入"):
            report_each(Desk(source), [1], Entries(percent=1), at=NOON)


def test_the_columns_that_are_written_by_hand_are_those_of_the_tables() -> None:
    columns = {table.name: {c.name: c.type for c in table.columns} for table in SCHEMA.sorted_tables}
    listed = {t: {n for n, kind in of.items() if isinstance(kind, JSON)} for t, of in columns.items()}
    assert {t: names for t, names in listed.items() if names} == book.JSON_COLUMNS
    kinds = (
        (Date, fields.DAYS),
        (DateTime, fields.MOMENTS),
        (Boolean, fields.FLAGS),
        (Exact, fields.DECIMALS),
    )
    for kind, names in kinds:
        of_kind = {n for t in ("task", "document") for n, of in columns[t].items() if isinstance(of, kind)}
        assert of_kind == names


def test_a_report_on_twenty_tasks_takes_thirty_statements(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    tracker.add(education(), at=NOON)
    tasks = [tracker.add_task(1, title=f"补录{at}", lead=["市教育局"], at=NOON).id for at in range(20)]
    statements: list[str] = []
    ask = Rows._asked
    monkeypatch.setattr(Rows, "_asked", lambda *told: statements.append(told[2]) or ask(*told))
    with tracker.database.writing() as session:
        event.listen(session.get_bind(), "before_cursor_execute", lambda *told: statements.append(told[2]))
    for turn in (1, 2):
        statements.clear()
        report_each(tracker.database, tasks, Entries(percent=turn, note=f"第{turn}次"), at=NOON)
        assert 10 < len(statements) <= 30, statements
