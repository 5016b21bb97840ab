"""How wide the columns of a printed table are, so that its rows come out low."""

from __future__ import annotations

import math
from collections.abc import Sequence

from policyparse.exports.columns import Column, as_text
from policyparse.exports.form import Form
from policyparse.output import columns

LINE = 1.35
"""Line height over type size."""
CELL_MARGIN = 1.4
"""In mm, on each side of a cell's text."""
MM_PER_POINT = 25.4 / 72
EMPTY_WIDTH = 15
NARROWEST, WIDEST = 0.8, 1.6
"""A column's width over its own, at most and at least."""


def column_widths(table: Form, whole: float, points: float) -> list[float]:
    """The widths in mm, together ``whole``: a column is the wider the more lines its cells would take.

    A column without a word in it keeps room for its header alone, unless it is one that people fill in.
    """
    texts = [[as_text(row.cells[at]) for row in table.rows] for at in range(len(table.columns))]
    tall = [_tall(column, cells, points) for column, cells in zip(table.columns, texts, strict=True)]
    usual = sum(tall) / (sum(1 for height in tall if height) or 1)
    wanted = [
        column.width * _stretch(height, usual) if height else _idle_width(column, cells)
        for column, height, cells in zip(table.columns, tall, texts, strict=True)
    ]
    floors = [_floor(column, points) for column in table.columns]
    return _fitted(wanted, floors, whole)


def _fitted(wanted: Sequence[float], floors: Sequence[float], whole: float) -> list[float]:
    """The wanted widths in proportion, none under its floor if there is the room, together ``whole``."""
    spare = whole - sum(floors)
    excess = [max(width - floor, 0) for width, floor in zip(wanted, floors, strict=True)]
    if spare <= 0 or not any(excess):
        return [floor * whole / sum(floors) for floor in floors]
    share = spare / sum(excess)
    return [floor + share * extra for floor, extra in zip(floors, excess, strict=True)]


def _floor(column: Column, points: float) -> float:
    """Room for half of the header in a line, and for a name of four characters where names stand."""
    characters = max(math.ceil(len(column.header) / 2), 2 if column.centred or column.entry else 4)
    return characters * points * MM_PER_POINT + 2 * CELL_MARGIN + 0.5


def _tall(column: Column, texts: Sequence[str], points: float) -> float:
    """The height that nine in ten of a column's cells keep to; 0 for short values and an empty column."""
    if column.centred or not any(texts):
        return 0
    heights = sorted(height(text, column.width, points) for text in texts if text)
    return heights[len(heights) * 9 // 10 if len(heights) > 1 else 0]


def _stretch(height: float, usual: float) -> float:
    return min(max(math.sqrt(height / usual), NARROWEST), WIDEST)


def _idle_width(column: Column, texts: Sequence[str]) -> float:
    return column.width if column.entry or any(texts) else min(column.width, EMPTY_WIDTH)


def height(text: str, width: float, points: float) -> float:
    """The height in mm of a text in a cell of ``width`` mm; a Han character is as wide as it is high."""
    room = max((width - 2 * CELL_MARGIN) / (points * MM_PER_POINT), 1)
    lines = sum(max(math.ceil(ems(line) / room), 1) for line in text.split("\n"))
    return lines * points * LINE * MM_PER_POINT + 1


def ems(text: str) -> float:
    """The width of a text in the width of a Han character."""
    return columns(text, printed=True) / 2
