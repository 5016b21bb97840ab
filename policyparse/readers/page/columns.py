"""The order in which the lines of a page are read: from the top, and column by column where columns are set.

A gutter is an upright strip that no line of a run of lines crosses. It parts columns of text where the
lines on both sides fill their columns, as running text does; cells of a table without rules do not, and
stay lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from statistics import median

from policyparse.readers.page.lines import GlyphRow, Row

FEWEST = 4
"""Lines that a column has at least."""
_LARGER = 1.15
"""Times the type of columns in which a title over them is set."""
_FULL = 0.35
"""Of the lines of a column, how many are full at least; the others end before a paragraph that is set in by two signs."""
NARROWEST = 8
"""Ems that a column of running text is wide at least; what is narrower are cells, however well they fill their place."""


def seen(rows: Sequence[GlyphRow]) -> list[Row]:
    """The rows, which come from top to bottom, in the order of reading, without their glyphs."""
    return [row.seen() for row in in_columns(rows)]


def in_columns(rows: Sequence[GlyphRow]) -> list[GlyphRow]:
    """The rows, which come from top to bottom, in the order of reading."""
    ordered = sorted(rows, key=lambda row: (row.box[1], row.box[0]))
    for gutter in _candidates(ordered):
        parted = _parted(ordered, gutter)
        if parted is not None:
            return parted
    return ordered


def _candidates(rows: Sequence[GlyphRow]) -> list[float]:
    """Where right columns may begin: left edges that several rows, or parts of them after a gap, share."""
    edges = sorted(edge for row in rows for edge in (row.box[0], *row.starts))
    grouped = [list(group) for _, group in groupby(edges, key=lambda edge: round(edge / 3))]
    return [min(group) for group in sorted(grouped, key=len, reverse=True) if len(group) >= FEWEST]


def _parted(rows: Sequence[GlyphRow], gutter: float) -> list[GlyphRow] | None:
    """The rows, the longest run that the gutter parts given column by column; None if it parts none."""
    best: tuple[int, int] = (0, 0)
    start = 0
    for i, row in enumerate([*rows, None]):
        if row is None or _crosses(row, gutter):
            best = max(best, (start, i), key=lambda run: run[1] - run[0])
            start = i + 1
    first, last = best
    em = median(row.em for row in rows[first:last]) if last > first else 0.0
    while last - first > FEWEST and _LARGER * rows[last - 1].em < em:
        last -= 1  # the number of the page, or a note at its foot
    while last - first > FEWEST and rows[first].em > _LARGER * rows[last - 1].em:
        first += 1  # a title that happens to stand over one column
    run = rows[first:last]
    pieces = [piece for row in run for piece in row.cut(gutter)]
    left = [row for row in pieces if row.box[2] <= gutter]
    right = [row for row in pieces if row.box[2] > gutter]
    if not _is_column(left, rows):
        return None
    beside = in_columns(right)
    if not (any(row.column for row in beside) or _is_column(right, rows)):
        return None
    return [*rows[:first], *_set(left), *_set(beside), *rows[last:]]


def _set(column: Sequence[GlyphRow]) -> list[GlyphRow]:
    """The rows of a column, each with its edges; those that stand in a column of it keep theirs."""
    edges = min(row.box[0] for row in column), max(row.box[2] for row in column)
    return [row if row.column else replace(row, column=edges) for row in column]


def _crosses(row: GlyphRow, gutter: float) -> bool:
    """Whether words of the row stand over the gutter: what begins behind it, set in perhaps, begins behind a gap."""
    if not row.box[0] < gutter - 1 < row.box[2]:
        return False
    return min((start for start in row.starts if start > gutter - 3), default=0.0) != _first_behind(
        row, gutter
    )


def _first_behind(row: GlyphRow, gutter: float) -> float:
    """Where the first glyph behind a gutter begins."""
    behind = (g.left for g in row.glyphs if g.left > gutter - 3 and g.text.strip())
    return min(behind, default=row.box[2])


def _is_column(column: Sequence[GlyphRow], rows: Sequence[GlyphRow]) -> bool:
    """Whether the rows are running text that fills its column, or a side bar in a type of its own."""
    if len(column) < FEWEST:
        return False
    left, right = min(row.box[0] for row in column), max(row.box[2] for row in column)
    full = [row.box[2] > right - 2 * row.em and not row.starts for row in column]
    ends = [abs(after.box[0] - left - 2 * after.em) < 0.3 * after.em for after in column[1:]]
    filled = sum(one or end for one, end in zip(full, [*ends, False], strict=True))
    if (
        filled >= 0.6 * len(column)
        and sum(full) >= _FULL * len(column)
        and right - left >= NARROWEST * column[0].em
    ):
        return True
    others = {round(row.em, 1) for row in rows if row not in column}
    return not {round(row.em, 1) for row in column} & others
