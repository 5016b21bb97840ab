"""kill -9 between any two steps of a command: the tracker is as before or as after, never between.

A child does one command and kills itself at a step: before a statement, before the commit, before a file is opened for
writing, renamed, linked or taken away. The steps are counted, so that the same ones are tried in every run; POLICYPARSE_KILLS
sets how many of them, the first and the last always.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, event, select
from tracked import NOON, TODAY, parsed, policy, target, task

from policyparse.asking.source import opened
from policyparse.ledger import Entries, Filing, NewTask
from policyparse.ledger.corrections import Correction
from policyparse.ledger.reminding import reminders
from policyparse.model import Deadline, Entry, Mention, Parsed
from policyparse.tracker import Tracker, correcting
from policyparse.tracker.book import Book
from policyparse.tracker.desk import Desk
from policyparse.tracker.evidence import attach
from policyparse.tracker.kept import digest
from policyparse.tracker.lists import set_members, set_order
from policyparse.tracker.progress import report_each
from policyparse.tracker.reminders import remind, reminded
from policyparse.tracker.tables import SCHEMA
from policyparse.tracker.upkeep import repair

KILLS = int(os.environ.get("POLICYPARSE_KILLS", "8"))
LATER = datetime(2025, 7, 1, 9)
LATE = date(2026, 1, 5)
PAPER = "验收单.txt"
CHANGING = {"os.rename", "os.link", "os.remove", "os.mkdir"}

Job = Callable[[Tracker, Path], object]
"""A command; the folder has a file to hand in."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork and no SIGKILL"),
]


def prepared(database: str) -> str:
    """Three tasks of an office: one to do, one under way, one done."""
    names = ("甲", "乙", "丙")
    tasks = (
        task(f"任务{n}", f"{n}的内容。", "市教育局", "市财政局", "2025-12-31", targets=[target("率", "95")])
        for n in names
    )
    with Tracker(database) as tracker:
        tracker.add(parsed("a", policy("云溪市教育工作要点", *tasks)), at=NOON)
        tracker.set_reporting(1, "monthly", 5, at=NOON)
        tracker.progress(2, Entries(percent=30), unit="市教育局", period="2025-03", at=NOON)
        tracker.progress(3, Entries(state="已完成"), at=NOON)
    return database


def corrections(tracker: Tracker, folder: Path) -> object:
    """A table of the office, corrected by hand: every field of two tasks, one confirmed, one added."""
    said = (
        Correction(1, "D3", title="任务甲（更正）", lead=("市财政局",), support=("市教育局",)),
        Correction(2, "E4", text="更正的内容。", deadlines=(Deadline("by", date(2025, 11, 30)),)),
        Correction(3, "F5", confirmed=(("units", 1), ("targets", 1))),
    )
    new = NewTask(1, 3, "补录的任务", "", ["市教育局"], [], Entries())
    decide: correcting.Decide = lambda tasks: (said, [new])  # noqa: E731
    return tracker.correct(decide, new_units=False, dry_run=False, at=LATER)


def ledger() -> Parsed:
    """A ledger of another office, with what it reports."""
    words = (("note", "已建成5家"), ("percent", "40"), ("person", "李强"), ("problem", "用地未落实"))
    entries = tuple(Mention(None, w, Entry(f, w), "column") for f, w in words)  # type: ignore[arg-type]
    rows = (replace(task(f"社区食堂{n}", lead="市民政局"), entries=entries) for n in range(3))
    return parsed("b", policy("云溪市消费促进台账", *rows))


def takeover(tracker: Tracker, folder: Path) -> object:
    """``add 台账.xlsx``: the file kept, its tasks, and what it reports of them."""
    paper, found = folder / PAPER, ledger()
    kept = replace(found, source=replace(found.source, sha256=digest(paper)))
    return tracker.add(kept, original=paper, at=LATER)


def remembered(tracker: Tracker, folder: Path) -> object:
    """``remind``: what was sent before is left out, what is sent now is remembered."""
    due = reminders(tracker.tasks(today=LATE), (), reminded(tracker.database), LATE)
    return remind(tracker.database, due, at=LATER)


def proven(tracker: Tracker, folder: Path) -> object:
    """``progress --evidence``: a report of two tasks with the file that proves it."""
    said = Entries(percent=60, note="已验收")
    more = {"unit": "市教育局", "period": "2025-06", "files": [folder / PAPER]}
    return report_each(tracker.database, [1, 2], said, at=LATER, **more)  # type: ignore[arg-type]


def reported(tracker: Tracker, folder: Path) -> object:
    """``progress``: a report of three tasks, written without SQLModel."""
    source = opened(tracker.database.url.render_as_string(hide_password=False).removeprefix("sqlite:///"))
    assert source is not None
    return report_each(Desk(source), [1, 2, 3], Entries(note="已复核", presents={1: Decimal(7)}), at=LATER)


def returned(tracker: Tracker, folder: Path) -> object:
    """``import``: reports of two units on a task, one with the file that came with its table."""
    one, file = Entries(percent=70, note="已验收"), (PAPER, folder / PAPER)
    said = [
        Filing(1, one, "市教育局", "云溪市教育局", "2025-06", files=(file,)),
        Filing(1, Entries(note="经费已拨"), "市财政局", "云溪市财政局", "2025-06"),
        Filing(2, one, "市教育局", "云溪市教育局", "2025-06"),
    ]
    return tracker.take_back(lambda tasks: (said, []), at=LATER)


JOBS: dict[str, Job] = {
    "import --corrections": corrections,
    "add 台账": takeover,
    "units --order": lambda tracker, _: set_order(tracker.database, ["市财政局", "市教育局"], at=LATER),
    "units --members": lambda tracker, _: set_members(
        tracker.database, "市教育局", ["临江县教育局", "青禾区教育局"], at=LATER
    ),
    "remind": remembered,
    "progress": reported,
    "progress --evidence": proven,
    "import with evidence": returned,
    "apply --evidence": lambda tracker, folder: tracker.apply(3, files=[folder / PAPER], at=LATER),
    "evidence": lambda tracker, folder: attach(tracker.database, 1, [folder / PAPER], at=LATER),
}


def steps(database: str, job: Job, folder: Path, last: int | None) -> int | None:
    """Do a job in a child that kills itself before its ``last``-th step; how many steps it took, None where it was killed."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            with Tracker(database) as tracker:
                tracker.documents()
                taken = _counted(last)
                job(tracker, folder)
            os.write(write, str(next(taken)).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(write)
    _, status = os.waitpid(pid, 0)
    with os.fdopen(read, "rb") as told:
        said = told.read()
    assert os.WIFSIGNALED(status) or said, "the job failed"
    return int(said) if said else None


def _counted(last: int | None) -> count[int]:
    """Count the steps of this process from now on, and kill it before the ``last``."""
    taken = count()

    def step(*_: object) -> None:
        if next(taken) == last:
            os.kill(os.getpid(), signal.SIGKILL)

    def changing(name: str, told: tuple[Any, ...]) -> None:
        writing = name == "open" and isinstance(told[2], int) and told[2] & (os.O_WRONLY | os.O_RDWR)
        if name in CHANGING or writing:
            step()

    each, run = Book._each, Book.run
    Book._each = lambda *told: (step(), each(*told))[1]  # type: ignore[method-assign]
    Book.run = lambda *told, **given: (step(), run(*told, **given))[1]  # type: ignore[method-assign]
    event.listen(Engine, "before_cursor_execute", step)
    event.listen(Engine, "commit", step)
    sys.addaudithook(changing)
    return taken


def state(database: str) -> dict[str, list[str]]:
    """Every row of the tracker."""
    with Tracker(database) as tracker, tracker.database.writing() as session:
        # in a transaction that writes: a server may still be at the dead writer's last statement
        rows = {t.name: session.connection().execute(select(t)) for t in SCHEMA.sorted_tables}
        return {name: sorted(map(repr, some)) for name, some in rows.items()}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    (tmp_path / PAPER).write_text("验收合格", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("name", JOBS)
def test_a_command_killed_at_any_step_is_there_whole_or_not_at_all(
    name: str, databases: Callable[..., str], kind: str, folder: Path
) -> None:
    before = state(prepared(databases(kind)))
    whole = prepared(databases(kind))
    every = steps(whole, JOBS[name], folder, None)
    after = state(whole)
    assert every is not None and every > 2 and before != after
    with Tracker(whole) as tracker:
        assert tracker.check() == ()
    seen = []
    for last in sorted({round(at * every / KILLS) for at in range(KILLS + 1)} | {every - 1}):
        database = prepared(databases(kind))
        ended = steps(database, JOBS[name], folder, last)
        found = state(database)
        seen.append(found)
        assert found in (before, after), last
        assert ended is None or found == after
        with Tracker(database) as tracker:
            # the bytes of a file are placed in the transaction that lists them
            assert all("没有登记的文件" in problem.words for problem in tracker.check()), last
            repair(tracker.database)
            assert tracker.check() == ()
    assert seen[0] == before and seen[-1] == after


def test_what_was_sent_is_not_sent_again_however_often_it_is_killed(
    databases: Callable[..., str], kind: str, folder: Path
) -> None:
    """A reminder that was not remembered is sent in full by the next call; one that was is not sent again."""
    database = prepared(databases(kind))
    every = steps(prepared(databases(kind)), remembered, folder, None)
    assert every is not None
    for last in (1, every // 2, every - 1, every):
        steps(database, remembered, folder, last)
        with Tracker(database) as tracker:
            due = reminders(tracker.tasks(today=LATE), (), reminded(tracker.database), LATE)
            told = reminded(tracker.database)
            assert sum(len(one.calls) for one in due) == (0 if told else 2)
    assert told and TODAY < LATE
