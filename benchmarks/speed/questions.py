"""Questions to trackers of any size, in process: CPU seconds, statements, memory, size on disk."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from itertools import count
from pathlib import Path

from benchmarks.speed import trackers
from benchmarks.speed.measure import Line, cpu, program
from policyparse.asking import Reader
from policyparse.asking.source import opened
from policyparse.ledger import Entries, Filter
from policyparse.tracker import Tracker
from policyparse.tracker.progress import report_each

TODAY = date(2025, 7, 1)
OPEN = Filter(unit=trackers.RARE, state=("未启动", "推进中"))
GOALS = {10**5: ("≤ 0.02", "≤ 0.1"), 10**6: ("≤ 0.05", "≤ 0.2")}


def lines(folder: Path, sizes: list[int]) -> Iterator[Line]:
    """The questions at each size, then what is measured at 100,000 tasks alone."""
    for size in sizes:
        path = trackers.made(folder / f"{size}.db", size)
        rare, units = GOALS.get(size, ("", ""))
        source = opened(str(path))
        if source is None:
            raise RuntimeError(f"{path} is of another schema: remove it")
        with Reader(source) as reader:
            there = reader.count(today=TODAY)  # whole documents: of 1,000 tasks there are a sixth more
            asked: list[tuple[str, Callable[[], object], str]] = [
                ("a unit's open tasks (50)", lambda: reader.tasks(OPEN, today=TODAY), rare),
                ("show one task", lambda: _show(reader), "≤ 0.01"),
                ("units, totals", lambda: reader.units(today=TODAY), units),
                (
                    "search 养老, 50 tasks",
                    lambda: reader.tasks(Filter(search="养老"), today=TODAY, limit=50),
                    "",
                ),
                ("the first page of all", lambda: reader.tasks(today=TODAY, limit=50), ""),
                ("reports of a period", lambda: reader.reports("2025-06", today=TODAY), "≤ 3"),
            ]
            for what, call, goal in asked:
                yield Line(f"{size:,} tasks: {what}", cpu(call), "s CPU", goal)
        yield from _reporting(path, size)
        yield Line(f"{size:,} tasks: on disk, a task", path.stat().st_size / there / 1024, "kB", "≤ 4")
        if size <= 10**5:
            yield from _whole(path, size)


def _show(reader: Reader) -> None:
    task = reader.task(77, today=TODAY)
    reader.load(task.document.id)
    reader.history(77)


def _reporting(path: Path, size: int) -> Iterator[Line]:
    """What it takes to report on one task and on twenty, each time something new."""
    numbers = count(1)
    with Tracker(path) as tracker:
        tasks = [task.id for task in tracker.tasks(OPEN, today=TODAY)][:20]

        def report(some: list[int]) -> None:
            at = next(numbers)
            report_each(tracker.database, some, Entries(percent=at % 90 + 1, note=f"第{at}次"))

        yield Line(f"{size:,} tasks: progress of one", cpu(lambda: report(tasks[:1])), "s CPU", "≤ 0.02")
        yield Line(f"{size:,} tasks: progress of 20", cpu(lambda: report(tasks)), "s CPU", "≤ 0.1")


def _whole(path: Path, size: int) -> Iterator[Line]:
    """What goes over all tasks, as commands: so that their memory is their own."""
    cli = (sys.executable, "-m", "policyparse")
    for words, goal in ((("tasks",), ""), (("tasks", "--format", "jsonl"), "≤ 5")):
        spent, memory = program([*cli, *words, "--db", path], 1)
        yield Line(f"{size:,} tasks: {' '.join(words)}, all", spent, "s CPU", goal)
        yield Line(f"{size:,} tasks: {' '.join(words)}, all: memory", memory, "MB", "≤ 200")
    spent, memory = program([*cli, "check", "--db", path], 1, codes=(0, 1))
    yield Line(f"{size:,} tasks: check", spent, "s CPU", "≤ 3")
    yield Line(f"{size:,} tasks: check: memory", memory, "MB")
    if size <= 10**4:
        out = path.with_suffix(".docx")
        spent, _ = program([*cli, "report", "--period", "2025-06", "-o", out, "--force", "--db", path], 1)
        yield Line(f"{size:,} tasks: 通报 of a period", spent, "s CPU", "≤ 5")
