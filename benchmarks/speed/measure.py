"""CPU seconds of a call and of a program with all that it starts, peak memory, and the rows of the table."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

COMPILED = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""The environment of an installed program, which has its modules compiled."""
TIMES = 3
"""How often a thing is done; the least CPU counts, for whatever else runs on the machine only adds to it."""

ASIDE = """
import resource, subprocess, sys
code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(code, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
"""Runs a program; prints its code, its CPU seconds and its most memory (kB), its children's counted."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the table: ``value`` in ``unit`` beside its ``goal``, as a text that says what it is measured by."""

    what: str
    value: float
    unit: str
    goal: str = ""


def cpu(call: Callable[[], object], times: int = TIMES) -> float:
    """The least CPU seconds of a call in this process."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        call()
        spent.append(time.process_time() - start)
        if spent[-1] > 5:
            break
    return min(spent)


def program(
    words: Sequence[str | Path],
    times: int = TIMES,
    env: Mapping[str, str] | None = None,
    codes: Sequence[int] = (0,),
) -> tuple[float, float]:
    """The least CPU seconds and the most memory (MB) of a program with its children. Raises RuntimeError where it fails."""
    spent, memory = [], 0.0
    for _ in range(times):
        with tempfile.TemporaryFile() as said:
            # started by a small process: one that a large one starts is told to have had its memory, too
            asked = [sys.executable, "-I", "-c", ASIDE, *map(str, words)]
            told = subprocess.run(asked, stdout=subprocess.PIPE, stderr=said, env=env, check=True, text=True)
            code, seconds, kilobytes = map(float, told.stdout.split())
            if code not in codes:
                said.seek(0)
                raise RuntimeError(f"{words}: {said.read().decode(errors='replace')}")
        spent.append(seconds)
        memory = max(memory, kilobytes / 1024)
    return min(spent), memory


def python(code: str, times: int = TIMES) -> float:
    """The least CPU seconds of a Python program."""
    return program([sys.executable, "-c", code], times, COMPILED)[0]


def table(lines: Sequence[Line]) -> str:
    """The lines in columns."""
    rows = [(line.what, f"{line.value:.4g} {line.unit}", line.goal) for line in lines]
    return "\n".join(f"{what:64}{value:>16}  {goal}" for what, value, goal in rows)


BAR, LONGEST = 20, 60
"""The columns of the plot that a goal takes, and those that anything takes at most."""


def plot(lines: Sequence[Line]) -> str:
    """Bars of the lines that have a goal: one that ends before the │ meets it, one twice as long takes twice as much."""
    rows = []
    for line in lines:
        if line.goal:
            sign, _, goal = line.goal.partition(" ")
            at_goal = float(goal.replace(",", ""))
            share = line.value / at_goal if sign == "≤" else at_goal / line.value
            bar = "█" * min(LONGEST, round(BAR * share))
            drawn = bar if len(bar) > BAR else f"{bar:{BAR}}│"
            rows.append(f"{line.what:64}{share:7.2f} {drawn}")
    return "\n".join(rows)
