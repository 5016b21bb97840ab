"""The log, and taking back whole commands."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

import pytest
from tracked import NOON, TODAY, education, welfare

from policyparse.errors import TrackerError
from policyparse.ledger import Entries
from policyparse.tracker import Tracker

COMMANDS: dict[str, Callable[[Tracker], object]] = {
    "add": lambda t: t.add(welfare(), by="王芳", at=NOON),
    "remove": lambda t: t.remove(1, by="王芳", at=NOON),
    "add again": lambda t: (t.remove(1), t.add(education(), by="王芳", at=NOON)),
    "progress": lambda t: t.progress(1, Entries(percent=50, note="新", person="王芳"), by="王芳", at=NOON),
    "finish": lambda t: t.progress(1, Entries(state="已完成"), by="王芳", at=NOON),
}


def seen(tracker: Tracker) -> tuple[object, ...]:
    return tracker.documents(), tracker.tasks(today=TODAY), tracker.units(today=TODAY)


@pytest.mark.parametrize("name", COMMANDS)
def test_undo_takes_back_the_whole_command(tracker: Tracker, name: str) -> None:
    tracker.add(education(), at=NOON)
    tracker.progress(1, Entries(percent=10, note="旧"), at=NOON)
    if name == "add again":
        tracker.remove(1)
        before = seen(tracker)
        tracker.add(education(), by="王芳", at=NOON)
    else:
        before = seen(tracker)
        COMMANDS[name](tracker)
    assert seen(tracker) != before
    log = tracker.history()
    undone = tracker.undo(by="赵敏", at=NOON)
    assert seen(tracker) == before
    assert undone.by == "王芳"
    assert undone.words.startswith("已撤销 王芳 于 2025-03-01 12:00 的操作：")
    assert tracker.history()[: len(log)] == log
    assert {c.verb for c in tracker.history()[len(log) :]} == {"undo"}


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("add", "登记《云溪市养老服务方案》等2份文件，2项任务"),
        ("remove", "移出《云溪市2025年教育工作要点》"),
        (
            "finish",
            "任务 1《扩大托育供给》：状态 未启动→已完成；总体进度 0%→100%；启动日期 空→2025-03-01；办结日期 空→2025-03-01",
        ),
    ],
)
def test_the_words_of_an_undo(tracker: Tracker, name: str, words: str) -> None:
    tracker.add(education(), at=NOON)
    COMMANDS[name](tracker)
    assert words in tracker.undo().words


def test_undo_goes_back_command_by_command(tracker: Tracker) -> None:
    states = []
    for command in (
        lambda: tracker.add(education(), at=NOON),
        lambda: tracker.add(welfare(), at=NOON),
        lambda: tracker.progress(5, Entries(percent=10), at=NOON),
        lambda: tracker.progress(5, Entries(state="已完成"), at=NOON),
        lambda: tracker.progress(5, Entries(state="推进中", reason="退回"), at=NOON),
        lambda: tracker.remove(2, at=NOON),
    ):
        states.append(seen(tracker))
        command()
    for before in reversed(states):
        tracker.undo()
        assert seen(tracker) == before
    with pytest.raises(TrackerError, match="没有可以撤销的操作"):
        tracker.undo()


def test_an_older_command_is_taken_back_where_nothing_later_touched_it(tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    tracker.progress(1, Entries(note="甲"), at=NOON)
    tracker.progress(2, Entries(note="乙"), at=NOON)
    tracker.progress(1, Entries(problem="丙"), at=NOON)
    second = next(c.command for c in tracker.history(2) if c.field == "note")
    assert "任务 2" in tracker.undo(command=second).words
    assert tracker.task(2, today=TODAY).progress.note == ""
    assert tracker.task(1, today=TODAY).progress.note == "甲"
    with pytest.raises(TrackerError, match="已经撤销"):
        tracker.undo(command=second)


def test_an_older_command_under_a_later_one_is_refused(tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    tracker.progress(1, Entries(note="甲"), at=NOON)
    tracker.progress(1, Entries(note="乙"), at=NOON)
    first = next(c.command for c in tracker.history(1) if c.after == "甲")
    before = (seen(tracker), tracker.history())
    with pytest.raises(TrackerError, match="又改过"):
        tracker.undo(command=first)
    assert (seen(tracker), tracker.history()) == before


def test_the_history_of_a_task_has_that_of_its_document(tracker: Tracker) -> None:
    tracker.add(education(), by="王芳", at=NOON)
    tracker.add(welfare(), at=NOON)
    tracker.progress(1, Entries(note="一"), at=NOON)
    tracker.progress(5, Entries(note="五"), at=NOON)
    assert [(c.verb, c.field) for c in tracker.history(1)] == [("add", "removed"), ("progress", "note")]
    assert [c.id for c in tracker.history()] == sorted(c.id for c in tracker.history())
    with pytest.raises(TrackerError, match="没有编号为 77 的任务"):
        tracker.history(77)


def test_the_history_since_a_day(tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    tracker.progress(1, Entries(note="旧"), at=datetime(2025, 5, 31, 23, 59))
    tracker.progress(1, Entries(note="新"), at=datetime(2025, 6, 1, 0, 0))
    assert [c.after for c in tracker.history(since=date(2025, 6, 1))] == ["新"]
