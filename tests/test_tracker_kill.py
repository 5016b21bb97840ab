"""kill -9 at any moment: nothing half written, nothing lost.

A child works through commands and tells each one that is done; it is killed a random moment after it told a random
number of them, however slow the machine is. What it told is there, at most one command more is, and the whole of it
passes the check. POLICYPARSE_KILLS sets how often.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from tracked import NOON, TODAY, parsed, policy, target, task

from policyparse.ledger import Entries, Filter
from policyparse.ledger.reminding import reminders
from policyparse.model import Parsed, Task
from policyparse.tracker import Tracker
from policyparse.tracker.reminders import remind

KILLS = int(os.environ.get("POLICYPARSE_KILLS", "8"))
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
    """One file's life: added, reported, corrected, re-issued, and the re-issue taken back."""
    first = items(name)
    reissued = [
        replace(t, title=t.title + "（新）", number=f"{i}.") for i, t in enumerate(first[5:])
    ] + items("新增")

    def document() -> int:
        return max(d.id for d in tracker.documents())

    def number() -> int:
        return tracker.tasks(Filter(document=document()), today=TODAY)[7].id

    return [
        lambda: tracker.add(issue(name, first), at=NOON),
        lambda: tracker.progress(number(), Entries(percent=40, note=name), at=NOON),
        lambda: remind(
            tracker.database, reminders(tracker.tasks(today=LATE), (), {}, LATE, again=True), at=NOON
        ),
        lambda: tracker.edit(number(), title=f"{name}更正", at=NOON),
        lambda: tracker.update(issue(f"{name}v2", reissued), replaces=document(), at=NOON),
        lambda: tracker.undo(at=NOON),
        lambda: tracker.drop(number(), at=NOON),
    ]


def child(database: str, run: int, told: int) -> None:
    """Work until killed, telling each command that is done."""
    with Tracker(database) as tracker:
        for file in count():
            for job in work(tracker, f"r{run}f{file}"):
                job()
                os.write(told, b".")


def killed(database: str, run: int, commands: int, after: float) -> int:
    """Start a child, kill it ``after`` seconds from when it told so many commands; how many it had told then."""
    read, write = os.pipe()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            os.close(read)
            child(database, run, write)
        finally:
            os._exit(code)
    os.close(write)
    with os.fdopen(read, "rb", buffering=0) as told:
        waited = sum(len(told.read(1)) for _ in range(commands))
        time.sleep(after)
        os.kill(pid, signal.SIGKILL)
        _, status = os.waitpid(pid, 0)
        assert os.WIFSIGNALED(status), "the child ended by itself"
        return waited + len(told.readall())


def commands(tracker: Tracker) -> int:
    return len({change.command for change in tracker.history()})


def test_a_killed_writer_leaves_nothing_half_done(database: str) -> None:
    chance = random.Random(20250301)
    done = 0
    for run in range(KILLS):
        done += killed(database, run, chance.randint(1, 8), chance.uniform(0.0, 0.05))
        with Tracker(database) as tracker:
            with tracker.database.writing():
                pass  # a server may still be at the dead writer's last statement
            now = commands(tracker)
            assert done <= now <= done + 1
            assert tracker.check() == ()
            for card in tracker.documents():
                assert card.task_count in {TASKS, TASKS - 1, 2 * TASKS - 5, 2 * TASKS - 4, 2 * TASKS - 3}
            done = now
    assert done >= KILLS


def test_a_tracker_killed_while_it_is_made_can_be_made(databases: Callable[..., str], kind: str) -> None:
    chance = random.Random(1)
    for run in range(KILLS):
        database = databases(kind, empty=True)
        killed(database, run, 0, chance.uniform(0.0, 0.15))
        with Tracker(database) as tracker:
            assert tracker.check() == ()
            tracker.add(issue("后来", items("后来")), at=NOON)
            assert tracker.check() == ()
