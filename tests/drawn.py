"""Tables drawn in text, for tests of what a table says: one line a row, ``|`` between cells."""

from __future__ import annotations

from policyparse import pipeline
from policyparse.model import Cell, Line, Scan, Table, Task

TITLE = Line("望川县2026年重点任务责任分工表", centred=True, whole=True)


def table(drawn: str) -> Table:
    """A table of one line a row and ``|`` between cells: ``<`` goes on with the cell to the left, ``^`` with the one above, ``⏎`` ends a line."""
    rows = [[cell.strip() for cell in line.strip().split("|")] for line in drawn.strip().splitlines()]
    cells: dict[tuple[int, int], Cell] = {}
    for r, row in enumerate(rows):
        for c, words in enumerate(row):
            if words not in "<^" or not words:
                wide = next((k for k in range(1, len(row) - c) if row[c + k] != "<"), len(row) - c)
                tall = next((k for k in range(1, len(rows) - r) if rows[r + k][c] != "^"), len(rows) - r)
                cells[r, c] = Cell(words.replace("⏎", "\n"), r, c, tall, wide)
    return Table(tuple(cells.values()))


def scan(*blocks: Line | Table) -> Scan:
    return Scan("x.docx", "docx", "0" * 64, blocks)


def tasks(*drawn: str | Line) -> list[Task]:
    blocks = [block if isinstance(block, Line) else table(block) for block in drawn]
    return [t for d in pipeline.read(scan(TITLE, *blocks)).documents for t in d.tasks]


def units(task: Task) -> tuple[list[str], list[str]]:
    return tuple([u.value.name for u in task.units if u.value.role == role] for role in ("lead", "support"))  # type: ignore[return-value]
