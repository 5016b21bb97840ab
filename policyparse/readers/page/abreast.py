"""A sheet too wide for its paper → one table: its right columns are printed on pages of their own, row beside row."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from policyparse.model import Block, Cell, Line, Table
from policyparse.text.folding import fold

_FEWEST = 4
"""Rows of such a table at least, the header among them."""
_NEAR = 2.0
"""Points by which the same row may stand otherwise on another page."""
_BETWEEN = 4
"""Lines between two parts at most: page numbers, and the rest of a title that goes over all columns."""
# what heads the numbers of rows; 例：序号
_KEY = re.compile(r"序\s*号?|编\s*号|项\s*次", re.IGNORECASE)


def put_together(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The blocks, each table put to the one before it whose rows stand at the same heights, on the pages before, under other labels."""
    found: list[Block] = []
    last: int | None = None
    for block in blocks:
        if not isinstance(block, Table):
            found.append(block)
            continue
        before = found[last] if last is not None else None
        whole = _beside(before, block) if isinstance(before, Table) else None
        if last is None or whole is None or len(found) - last > _BETWEEN + 1:
            last = len(found)
            found.append(block)
            continue
        above = [b for b in found[last + 1 :] if isinstance(b, Line) and b.page == block.page]
        below = [b for b in found[last + 1 :] if b not in above]
        found[last:] = [*above, whole, *below]
        last += len(above)
    return tuple(found)


def _beside(left: Table, right: Table) -> Table | None:
    """Both as one table; None where the rows of the one do not stand at the heights of the other's."""
    here, there = _heights(left.cells), _heights(right.cells)
    if len(here) < _FEWEST or len(here) != len(there) or not all(map(_is_level, here, there)):
        return None
    first, again = _column(left.cells, 0), _column(right.cells, 0)
    more: Sequence[Cell] = right.cells
    if first == again:  # the columns that the file repeats on each page
        more = [replace(c, column=c.column - 1) for c in right.cells if c.column]
    elif any(_KEY.fullmatch(text) for text in again[:2]):
        return None
    if not more or {c.column for c in more} == {0} or _said(left.cells) & _said(more):
        return None
    wide = max(c.column + c.columns for c in left.cells)
    cells = [*left.cells, *(replace(c, column=c.column + wide) for c in more)]
    return Table(tuple(sorted(cells, key=lambda c: (c.row, c.column))), left.page, None)


def _heights(cells: Sequence[Cell]) -> list[tuple[int, float, float]]:
    """On which page, counted from the first, and between which heights each row stands; none where one is not told."""
    pages = [cell.page for cell in cells if cell.page is not None]
    rows: dict[int, tuple[int, float, float]] = {}
    for cell in cells:  # the first of each row tells: what was put beside it stands on a page behind
        if cell.rows == 1 and cell.box and cell.page is not None:
            rows.setdefault(cell.row, (cell.page - pages[0], cell.box[1], cell.box[3]))
    count = max((cell.row + cell.rows for cell in cells), default=0)
    return [rows[row] for row in range(count)] if len(rows) == count else []


def _is_level(one: tuple[int, float, float], other: tuple[int, float, float]) -> bool:
    return one[0] == other[0] and abs(one[1] - other[1]) <= _NEAR and abs(one[2] - other[2]) <= _NEAR


def _column(cells: Sequence[Cell], at: int) -> list[str]:
    return [_bare(cell.text) for cell in cells if cell.column == at]


def _said(cells: Sequence[Cell]) -> set[str]:
    """The labels of the first row."""
    return {text for cell in cells if cell.row == 0 and (text := _bare(cell.text))}


def _bare(text: str) -> str:
    return re.sub(r"\s", "", fold(text))
