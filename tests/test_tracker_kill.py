"""kill -9 at any moment: nothing half written, nothing lost.

A child works through commands and tells each one that is done; it is killed a random moment after it told a random
number of them, however slow the machine is. What it told is there, at most one command more is, and the whole of it
passes the check. POLICYPARSE_KILLS sets how often.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path

import pytest
from tracked import NOON, TODAY, action, parsed, policy, target, task
from waiting import until

from policyparse import sandbox
from policyparse.ledger import Entries, Filing, Filter, NewTask, TrackedTask
from policyparse.ledger.reminding import reminders
from policyparse.model import Parsed, Task
from policyparse.tracker import Tracker
from policyparse.tracker.evidence import attach
from policyparse.tracker.lists import set_members
from policyparse.tracker.reminders import remind
from policyparse.tracker.upkeep import backup, repair, restore

KILLS = int(os.environ.get("POLICYPARSE_KILLS", "8"))
PER_TRACKER = 8
TASKS = 40
LATE = date(2026, 1, 5)
"""A day on which every task is to be reminded of."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="Windows has no fork and no SIGKILL"),
]


def items(word: str) -> list[Task]:
    return [
        task(
            f"{word}第{i}项",
            f"{word}的内容{i}。",
            "市教育局",
            "市财政局",
            "2025-12-31",
            targets=[target("率", "95")],
        )
        for i in range(TASKS)
    ]


def issue(name: str, tasks: list[Task]) -> Parsed:
    return parsed(name, policy(f"{name}方案", *tasks))


def work(tracker: Tracker, name: str) -> list[Callable[[], object]]:
    """One file's life by every command that writes: added, reported on, corrected, issued anew, and removed."""
    first = [replace(items(name)[0], actions=(action("摸底"), action("建账"))), *items(name)[1:]]
    reissued = [
        replace(t, title=t.title + "（新）", number=f"{i}.") for i, t in enumerate(first[5:])
    ] + items("新增")

    def document() -> int:
        return max(d.id for d in tracker.documents())

    def number(place: int = 7) -> int:
        return tracker.tasks(Filter(document=document()), today=TODAY)[place].id

    def returned(tasks: Sequence[TrackedTask]) -> tuple[list[Filing], list[NewTask]]:
        here = [t.id for t in tasks if t.document.id == document()]
        filings = [Filing(n, Entries(percent=55), "教育局", "云溪市教育局", "2025-04") for n in here[3:9]]
        return filings, [NewTask(document(), here[3], "补报", "", ["市教育局"], [], Entries(percent=5))]

    return [
        lambda: tracker.add(issue(name, first), at=NOON),
        lambda: tracker.set_reporting(document(), "monthly", 5, at=NOON),
        lambda: tracker.progress(number(), Entries(percent=40, note=name), at=NOON),
        lambda: tracker.progress(number(), Entries(note=name), unit="市教育局", period="2025-03", at=NOON),
        lambda: tracker.take_back(returned, at=NOON),
        lambda: remind(
            tracker.database, reminders(tracker.tasks(today=LATE), (), {}, LATE, again=True), at=NOON
        ),
        lambda: set_members(tracker.database, "市教育局", [f"{name}县教育局"], document=document(), at=NOON),
        lambda: tracker.edit(number(), title=f"{name}更正", at=NOON),
        lambda: tracker.confirm([(number(), "units", 1), (number(), "targets", 1)], at=NOON),
        lambda: tracker.add_task(document(), title="补录", lead=["市教育局"], at=NOON),
        lambda: tracker.split(number(0), at=NOON),
        lambda: tracker.merge([number(10), number(11)], at=NOON),
        lambda: tracker.progress(number(20), Entries(state="已完成"), at=NOON),
        lambda: tracker.apply(number(20), at=NOON),
        lambda: tracker.review(number(20), True, at=NOON),
        lambda: tracker.update(issue(f"{name}v2", reissued), replaces=document(), at=NOON),
        lambda: tracker.resolve(tracker.conflicts()[-1].id, "theirs", at=NOON),
        lambda: tracker.undo(at=NOON),
        lambda: tracker.drop(number(), at=NOON),
        lambda: tracker.remove(document(), at=NOON),
    ]


def kept(tracker: Tracker, folder: Path, run: int, file: int) -> list[Callable[[], object]]:
    """A copy, something new, and the copy brought back."""
    copy = folder / f"{run}-{file}.bak"
    return [
        lambda: backup(tracker.database, copy),
        lambda: tracker.add(issue(f"r{run}f{file}", items("新")), at=NOON),
        lambda: restore(tracker.database, copy, force=True),
    ]


Jobs = Callable[[Tracker, int, int], list[Callable[[], object]]]
"""What to do in a run with a file, each by its number."""


def lives(tracker: Tracker, run: int, file: int) -> list[Callable[[], object]]:
    return work(tracker, f"r{run}f{file}")


def child(database: str, run: int, told: int, jobs: Jobs) -> None:
    """Work until killed, telling each command that is done."""
    with Tracker(database) as tracker:
        for file in count():
            for job in jobs(tracker, run, file):
                job()
                os.write(told, b".")


def killed(database: str, run: int, commands: int, after: float, jobs: Jobs = lives) -> int:
    """Start a child, kill it ``after`` seconds from when it told so many commands; how many it had told then."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(read)
            child(database, run, write, jobs)
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb", buffering=0) as told:
        waited = sum(len(told.read(1)) for _ in range(commands))
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status), "the child ended by itself"
        with Tracker(database) as tracker:
            settled(tracker)
        return waited + len(told.readall())


def commands(tracker: Tracker) -> int:
    return len({change.command for change in tracker.history()})


def settled(tracker: Tracker) -> None:
    """Wait: a server may still be at the dead writer's last statement. A tracker that was not made yet is made."""
    with tracker.database.writing():
        pass


def sizes(tracker: Tracker) -> tuple[int, ...]:
    return tuple(card.task_count for card in tracker.documents())


def test_a_killed_writer_leaves_nothing_half_done(databases: Callable[..., str], kind: str) -> None:
    with Tracker(databases(kind)) as whole:
        jobs = lives(whole, 0, 0)
        possible = {sizes(whole)[-1:] for job in jobs if job() or True}
        assert commands(whole) == len(jobs)  # every command is tried, and logged once
    chance = random.Random(20250301)
    done = told = 0
    for run in range(KILLS):
        if run % PER_TRACKER == 0:  # the check of a tracker that has grown takes longer than the kills
            database, done = databases(kind), 0
        before = done
        done += killed(database, run, chance.randint(0, len(jobs)), chance.uniform(0.0, 0.05))
        with Tracker(database) as tracker:
            now = commands(tracker)
            assert done <= now <= done + 1
            assert tracker.check() == ()
            assert {(size,) for size in sizes(tracker)} <= possible
            done = now
        told += now - before
    assert told >= KILLS


def test_a_killed_backup_or_restore_leaves_the_old_or_the_new(
    databases: Callable[..., str], kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    database, folder = databases(kind), tmp_path / "copies"
    folder.mkdir()
    with Tracker(database) as tracker:
        tracker.add(issue("原有", items("原有")), at=NOON)
    chance = random.Random(7)
    for run in range(KILLS):
        jobs: Jobs = lambda tracker, run, file: kept(tracker, folder, run, file)  # noqa: E731
        killed(database, run, chance.randint(0, 5), chance.uniform(0.0, 0.2), jobs)
        with Tracker(database) as tracker:
            assert tracker.check() == ()
            assert set(sizes(tracker)) == {TASKS}
        for copy in folder.glob("*.bak"):
            with Tracker(copy) as tracker:
                assert tracker.check() == ()
                assert tracker.documents()[0].title == "原有方案"
            copy.unlink()
    for draft in folder.glob(".policyparse-*"):
        os.utime(draft, (0, 0))  # as it is an hour later
    with Tracker(database) as tracker:
        backup(tracker.database, folder / "last.bak")
    assert [path.name for path in folder.iterdir() if path.suffix not in {".bak-wal", ".bak-shm"}] == [
        "last.bak"
    ]


def test_a_killed_add_leaves_nothing_but_a_file_that_the_check_clears(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    places = tmp_path / "tmp"
    places.mkdir()
    monkeypatch.setenv("TMPDIR", str(places))
    monkeypatch.setattr(tempfile, "tempdir", str(places))
    database, chance = tmp_path / "a.db", random.Random(3)
    with Tracker(database) as tracker:
        tracker.documents()  # made, so that it is there whenever the first dies
    call = "from policyparse.cli import main; main()"
    left = 0
    for run in range(KILLS):
        file = tmp_path / f"{run}.txt"
        # the first is so long that it is read yet when its reader is seen, however slow this process is
        lines = (f"一、建成示范点{i}个以上。（责任单位：市教育局）\n" for i in range(300 if run else 60_000))
        file.write_text(f"云溪市方案{run}\n{''.join(lines)}", "utf-8")
        process = subprocess.Popen(
            [sys.executable, "-c", call, "add", str(file), "--db", str(database)],
            cwd=Path(__file__).parent.parent,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: process.poll() is not None or list(places.glob("policyparse-*")))  # noqa: B023
        time.sleep(chance.uniform(0.0, 2.0) if run else 0.0)  # the first dies while it reads
        process.kill()
        process.wait()
        left += bool(list(places.glob("policyparse-*")))
        with Tracker(database) as tracker:
            # the file is placed, then listed and named by a document at once: at most it waits for these
            assert all("没有登记的文件" in problem.words for problem in tracker.check())
            repair(tracker.database)
            assert tracker.check() == ()
            assert set(sizes(tracker)) <= {300}
    assert left
    sandbox.parse(file)
    assert not list(places.iterdir())


def test_a_tracker_killed_while_it_is_made_can_be_made(databases: Callable[..., str], kind: str) -> None:
    chance = random.Random(1)
    for run in range(KILLS):
        database = databases(kind, empty=True)
        jobs: Jobs = lambda tracker, run, file: work(tracker, f"r{run}f{file}")[:1]  # noqa: E731
        killed(database, run, 0, chance.uniform(0.0, 0.15), jobs)
        with Tracker(database) as tracker:
            # made anew where it was not made yet; on a fast machine some files may be in
            assert set(sizes(tracker)) <= {TASKS}
            assert tracker.check() == ()
            tracker.add(issue("后来", items("后来")), at=NOON)
            assert tracker.check() == ()


def test_a_killed_attachment_leaves_at_most_a_file_that_the_check_clears(
    database: str, tmp_path: Path
) -> None:
    chance = random.Random(7)

    def proofs(tracker: Tracker, run: int, file: int) -> list[Callable[[], object]]:
        paper = tmp_path / f"{run}-{file}.txt"
        paper.write_text(f"第{run}轮第{file}份", encoding="utf-8")
        return [lambda: attach(tracker.database, (run + file) % TASKS + 1, [paper], at=NOON)]

    with Tracker(database) as tracker:
        tracker.add(issue("佐证", items("佐证")), at=NOON)
    told = 0
    for run in range(KILLS):
        told += killed(database, run, chance.randint(1, 4), chance.uniform(0.0, 0.05), proofs)
    with Tracker(database) as tracker:
        attached = sum(len(t.evidence) for t in tracker.tasks(today=TODAY))
        assert told <= attached <= told + KILLS
        assert all("没有登记的文件" in problem.words for problem in tracker.check())
        repair(tracker.database)
        assert tracker.check() == ()
