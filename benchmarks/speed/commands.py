"""Whole commands beside an empty Typer application, ``import sqlmodel`` and Taskwarrior."""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.speed import trackers
from benchmarks.speed.measure import COMPILED, Line, program, python

EMPTY = """
import typer
app = typer.Typer()
@app.command()
def one(name: str = ""): pass
@app.command()
def two(name: str = ""): pass
app(["one"])
"""
READ = """
import openpyxl
book = openpyxl.load_workbook({path!r}, read_only=True)
sum(cell.value is not None for page in book for row in page.iter_rows() for cell in row)
"""
TASKS, LEDGER = 50_000, 3000
CLI = (sys.executable, "-m", "policyparse")


def lines(folder: Path) -> Iterator[Line]:
    """Reads and writes on a tracker of 1,000 tasks, each against what it cannot be faster than."""
    small = trackers.made(folder / "1000.db", 1000)
    empty, orm = python(EMPTY), python("import sqlmodel")
    yield Line("an empty Typer application", empty, "s CPU")
    yield Line("import sqlmodel", orm, "s CPU")
    told, _ = program([*CLI, "--help"], env=COMPILED)
    yield Line("--help / empty Typer application", told / empty, "×", "≤ 1.3")
    reads = (("tasks", "--unit", trackers.RARE), ("show", "12"), ("units",), ("documents",))
    for words in reads:
        spent, _ = program([*CLI, *words, "--db", small], env=COMPILED)
        yield Line(f"{words[0]} / empty Typer application", spent / empty, "×", "≤ 1.3")
    percents = iter(range(1, 100))
    spent = min(
        program([*CLI, "progress", "12", "--percent", str(next(percents)), "--db", small], 1, COMPILED)[0]
        for _ in range(3)
    )
    yield Line("progress / import sqlmodel", spent / orm, "×", "≤ 1.2")
    yield from _imports(folder)
    yield from _taskwarrior(folder)


def _imports(folder: Path) -> Iterator[Line]:
    """A ledger of 3,000 tasks that comes back as it went out, and with each row filled in, beside openpyxl's own reading of it."""
    there = trackers.made(folder / f"{LEDGER}.db", LEDGER)
    sent, filled = folder / "ledger.xlsx", folder / "filled.xlsx"
    program([*CLI, "export", "--ledger", "--force", "-o", sent, "--db", there], 1)
    _fill(sent, filled)
    theirs = python(READ.format(path=str(sent)))
    same, _ = program([*CLI, "import", sent, "--dry-run", "--db", there])
    with tempfile.TemporaryDirectory() as own:
        copy = Path(own) / "copy.db"
        shutil.copyfile(there, copy)
        # what is closed already may be refused, and is told by the code
        changed, _ = program([*CLI, "import", filled, "--db", copy], 1, codes=(0, 1))
    yield Line("openpyxl reads a ledger of 3,000 tasks", theirs, "s CPU")
    yield Line("import of it, unchanged", same, "s CPU", "≤ 3")
    yield Line("import of it, unchanged / openpyxl's reading", same / theirs, "×")
    yield Line("import of it, every row filled in", changed, "s CPU", "≤ 10")


def _fill(sent: Path, filled: Path) -> None:
    import openpyxl

    book = openpyxl.load_workbook(sent)
    page = book.active
    column = next(cell.column for cell in page[2] if cell.value == "进展情况")
    for row in range(3, page.max_row + 1):
        page.cell(row, column).value = f"已完成第{row}步"
    book.save(filled)


def _taskwarrior(folder: Path) -> Iterator[Line]:
    """A filter by attribute over 50,000 tasks, by Taskwarrior and by ours, both as a whole command."""
    if shutil.which("task") is None:
        return
    ours = trackers.made(folder / f"{TASKS}.db", TASKS)
    asked = [
        *CLI,
        "tasks",
        "--unit",
        trackers.RARE,
        "--state",
        "未启动",
        "--due-before",
        "2025-12-31",
        "--db",
        ours,
    ]
    mine, _ = program(asked, env=COMPILED)
    with tempfile.TemporaryDirectory() as home:
        own = Path(home)
        (own / "rc").write_text(
            f"data.location={own}\nconfirmation=off\nuda.lead.type=string\nverbose=nothing\n"
        )
        env = {**os.environ, "TASKRC": str(own / "rc"), "HOME": home}
        given = own / "tasks.json"
        with given.open("w", encoding="utf-8") as file:
            for at in range(TASKS):
                lead = trackers.RARE if at % (TASKS // trackers.RARE_TASKS) == 0 else f"单位{at % 500}"
                due = f"2025{at % 12 + 1:02}28T000000Z"
                file.write(json.dumps({"description": f"任务{at}", "lead": lead, "due": due}) + "\n")
        program(["task", "import", str(given)], 1, env)
        theirs, _ = program(
            ["task", f"lead:{trackers.RARE}", "status:pending", "due.before:2025-12-31", "list"], env=env
        )
    yield Line("Taskwarrior's filter at 50,000 tasks / ours, whole commands", theirs / mine, "×", "≥ 5")
