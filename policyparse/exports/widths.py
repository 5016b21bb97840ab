"""How wide the columns of a printed table are, so that the table comes out short."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence

from policyparse.exports.columns import Column, Value, as_text
from policyparse.exports.form import Form
from policyparse.output import columns

LINE = 1.2
"""Line height over type size."""
CELL_MARGIN = 1.0
"""In mm, on each side of a cell's text."""
CELL_PAD = 0.35
"""In mm, above and below it."""
MM_PER_POINT = 25.4 / 72
ROOM_TO_WRITE = 0.8
"""Share of its own width that an empty column keeps where people are to write into it."""
STEP = 1.0
"""In mm: so much at a time goes to the column that gains most from it."""
SAMPLE = 240
"""Rows that the widths are worked out on; a longer table is looked at in even steps."""
DIGIT, PERCENT = 0.68, 1.0
"""How wide a font in place of ours draws a digit, and %, in Han characters."""
LONGEST_NUMBER = 9.0
"""In Han characters: a longer one may break."""
_NUMBER = re.compile(r"\d[\d.,:%‰/~-]*")  # 例：41%、2025-06-30、13800000000
EVEN = 6
"""How much the highest cell of a row counts against its others: high, as it alone makes the row high."""
ROOT = 1 / EVEN


def column_widths(table: Form, whole: float, points: float) -> list[float]:
    """The widths in mm, together ``whole``: from the least that each column needs on, to where they make the table lowest.

    A column without a word in it keeps room for its header alone, or to write in where people fill it in.
    """
    rows = table.rows[:: max(len(table.rows) // SAMPLE, 1)]
    em = points * MM_PER_POINT
    # for each row the cells by column, each the lengths of its lines in mm
    cells = [[[ems(line) * em for line in as_text(cell).split("\n")] for cell in row.cells] for row in rows]
    widths = [_floor(column, [row[at] for row in cells], em) for at, column in enumerate(table.columns)]
    whole_numbers = [
        max(width, _number((row.cells[at] for row in rows), em)) for at, width in enumerate(widths)
    ]
    if sum(whole_numbers) <= whole:  # else there are so many columns that none has room
        widths = whole_numbers
    if sum(widths) >= whole or not cells:
        wanted = widths if sum(widths) >= whole else [float(column.width) for column in table.columns]
        return [width * whole / sum(wanted) for width in wanted]
    return _widened(list(zip(*cells, strict=True)), widths, whole)


def _widened(columns: Sequence[Sequence[Sequence[float]]], widths: list[float], whole: float) -> list[float]:
    """The widths with what is left of the ``whole``, step by step to the column that gains most; cells stand by column."""
    heights = [_heights(cells, width) for cells, width in zip(columns, widths, strict=True)]
    steps = 0.0
    wider: list[list[float]] = []
    while (left := whole - sum(widths)) > 0:
        step = min(STEP, left)
        if step != steps:  # the last is a smaller one
            steps = step
            wider = [_heights(cells, width + step) for cells, width in zip(columns, widths, strict=True)]
        best = _best(heights, wider)
        if best is None:  # every cell stands in one line: what is left goes to all
            return [width * whole / sum(widths) for width in widths]
        widths[best] += step
        heights[best] = wider[best]
        wider[best] = _heights(columns[best], widths[best] + step)
    return widths


def _heights(cells: Sequence[Sequence[float]], width: float) -> list[float]:
    """How much the height of each cell of a column counts."""
    room = max(width - 2 * CELL_MARGIN, 1)
    return [_height(lines, room) ** EVEN for lines in cells]


def _best(heights: Sequence[Sequence[float]], wider: Sequence[Sequence[float]]) -> int | None:
    """The column whose widening makes the rows lowest; None where none does."""
    rows = [*map(sum, zip(*heights, strict=True))]
    before = [height**ROOT for height in rows]
    gains = [
        sum(
            [
                now - (row - old + new) ** ROOT
                for row, now, old, new in zip(rows, before, column, widened, strict=True)
                if old > 1
            ]
        )
        for column, widened in zip(heights, wider, strict=True)
    ]
    best = max(range(len(gains)), key=gains.__getitem__)
    return best if gains[best] > 1e-9 else None


def _height(lines: Sequence[float], room: float) -> float:
    """The height of a cell in lines, in parts of one: a step that saves half a line is half the way to saving one."""
    return sum([line / room if line > room else 1 for line in lines])


def _number(values: Iterable[Value], em: float) -> float:
    """The room in mm for the longest number of a column, which is not to break, in a font that is wider than ours."""
    runs = (run for value in values for run in _NUMBER.findall(as_text(value)))
    numbers = (sum(PERCENT if sign in "%‰" else DIGIT for sign in run) for run in runs)
    longest = max(numbers, default=0)
    return min(longest, LONGEST_NUMBER) * em + 2 * CELL_MARGIN if longest else 0


def _floor(column: Column, cells: Sequence[Sequence[float]], em: float) -> float:
    """Room for half of the header in a line; for a name of four characters, or the whole of a short value.

    A column to be written in has room for its whole header: with no word to hold it wider, 联系方式 broke before its last sign.
    """
    longest = max((line for lines in cells for line in lines), default=0)
    if not longest and column.entry:
        return max(len(column.header) * em + 2 * CELL_MARGIN + 0.5, column.width * ROOM_TO_WRITE)
    head = max(math.ceil(len(column.header) / 2), 2) * em
    return max(head, min(longest, 4 * em)) + 2 * CELL_MARGIN + 0.5


def height(text: str, width: float, points: float) -> float:
    """The height in mm of a text in a cell of ``width`` mm; a Han character is as wide as it is high."""
    room = room_of(width, points)
    return lines_of(text, room) * points * LINE * MM_PER_POINT + 2 * CELL_PAD


def lines_of(text: str, room: float) -> int:
    """How many lines a text takes, each with ``room`` for so many Han characters."""
    if len(text) <= room and "\n" not in text:
        return 1  # no sign is wider than a Han character
    return sum(max(math.ceil(ems(line) / room), 1) for line in text.split("\n"))


def room_of(width: float, points: float) -> float:
    """How many Han characters a line of a cell of ``width`` mm has room for."""
    return max((width - 2 * CELL_MARGIN) / (points * MM_PER_POINT), 1)


def lines_at_most(text: str, room: float) -> float:
    """No text takes more lines, each of so much ``room``: no sign is wider than a Han character, each line feed ends a line."""
    return text.count("\n") + 1 + len(text) / room


def ems(text: str) -> float:
    """The width of a text in the width of a Han character."""
    return columns(text, printed=True) / 2
