"""Ruled cells on pages → tables: merged cells by the rules they cover, a table over a page break as one.

On each page the cells' own edges give the grid. A part that stands at the head of the next page under the
same columns goes on with the table: the header that it repeats is dropped, and a row that the page break
cut in two is put together again.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from policyparse.model import Box, Cell, Table
from policyparse.readers.page.lines import Glyph, GlyphRow, rows_of
from policyparse.text.folding import fold

EDGE = 3.0
"""Edges nearer to each other than this, in points, are one."""

PADDING = 6.0
"""Between the rule and the text of a cell, on either side, in points; Word's own is 5.4."""

_KEY_HEADER = re.compile(r"^(?:序号?|编号|项次|No\.?)$", re.IGNORECASE)
_ENDED = re.compile(r"[。！？；;!?]$")


@dataclass(frozen=True, slots=True)
class TablePart:
    """The cells of a table on one page, each with its box and its text.

    ``open`` are the boxes whose text may run on overleaf: its last line is full and ends in no full stop.
    """

    page: int
    boxes: tuple[Box, ...]
    texts: tuple[str, ...]
    open: frozenset[Box]


def part_of(page: int, boxes: Sequence[Box], glyphs: Iterable[Glyph]) -> tuple[TablePart, list[Glyph]]:
    """The cells with the glyphs that stand in them, and the glyphs that stand in none."""
    inside: list[list[Glyph]] = [[] for _ in boxes]
    outside: list[Glyph] = []
    across: dict[float, list[tuple[int, Box]]] = {}  # by the height of a line the cells that it crosses
    for glyph in glyphs:
        x, y = (glyph.left + glyph.right) / 2, glyph.base - 0.35 * glyph.size
        if y not in across:
            across[y] = [(at, box) for at, box in enumerate(boxes) if box[1] <= y <= box[3]]
        at = next((at for at, (left, _, right, _) in across[y] if left <= x <= right), None)
        (outside if at is None else inside[at]).append(glyph)
    lines = [rows_of(cell) for cell in inside]
    texts = tuple("\n".join(row.text for row in rows) for rows in lines)
    running = frozenset(
        box for box, rows in zip(boxes, lines, strict=True) if rows and _runs_on(rows[-1], box)
    )
    return TablePart(page, tuple(boxes), texts, running), outside


def _runs_on(row: GlyphRow, box: Box) -> bool:
    room = (box[2] - box[0]) - (row.box[2] - row.box[0])
    return room < 2 * PADDING + 1.5 * row.em and not _ENDED.search(row.text)


def goes_on(above: TablePart, below: TablePart) -> bool:
    """Whether the columns of ``below`` are those of ``above``, some of them merged perhaps."""
    a, b = _edges(above.boxes, 0), _edges(below.boxes, 0)
    if not (_near(a[0], b[0]) and _near(a[-1], b[-1])):
        return False
    few, many = sorted((a, b), key=len)
    return len(few) > 2 and all(any(_near(x, y) for y in many) for x in few)


def table_of(parts: Sequence[TablePart]) -> Table:
    """The one table that the parts make, in the order of their pages."""
    edges = _merged_edges(x for part in parts for x in _edges(part.boxes, 0))
    cells: list[Cell] = []
    running = frozenset(box for part in parts for box in part.open)
    for part in parts:
        cells = _joined(cells, _cells(part, edges), running)
    top, bottom = parts[0], parts[-1]
    box = (edges[0], min(b[1] for b in top.boxes), edges[-1], max(b[3] for b in bottom.boxes))
    return Table(cells=tuple(cells), page=top.page, box=box if top is bottom else None)


def _near(a: float, b: float) -> bool:
    return abs(a - b) <= EDGE


def _merged_edges(edges: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for edge in sorted(edges):
        if not merged or edge - merged[-1] > EDGE:
            merged.append(edge)
    return merged


def _edges(boxes: Iterable[Box], axis: int) -> list[float]:
    return _merged_edges(edge for box in boxes for edge in (box[axis], box[axis + 2]))


def _at(edges: Sequence[float], edge: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - edge))


def _cells(part: TablePart, columns: Sequence[float]) -> list[Cell]:
    """The part's cells on the grid of all columns, its own first row 0."""
    rows = _edges(part.boxes, 1)
    cells = []
    for box, text in zip(part.boxes, part.texts, strict=True):
        left, right, top, bottom = (
            _at(columns, box[0]),
            _at(columns, box[2]),
            _at(rows, box[1]),
            _at(rows, box[3]),
        )
        if right > left and bottom > top:
            cells.append(Cell(text, top, left, bottom - top, right - left, part.page, box))
    return sorted(cells, key=lambda c: (c.row, c.column))


def _joined(above: list[Cell], below: list[Cell], running: frozenset[Box]) -> list[Cell]:
    if not above:
        return below
    below = _without(below, _repeated(above, below))
    if not below:
        return above
    key = next((c.column for c in above if c.row < 2 and _KEY_HEADER.match(re.sub(r"\s", "", c.text))), None)
    height = max(c.row + c.rows for c in above)
    if _is_cut(above, below, key, running):
        above, below = _sewn(above, below)
    above, below = _grown(above, below, key)
    return above + [replace(c, row=c.row + height) for c in below]


def _row(cells: Iterable[Cell], row: int) -> list[Cell]:
    return [c for c in cells if c.row <= row < c.row + c.rows]


def _last_row(cells: Sequence[Cell]) -> list[Cell]:
    return _row(cells, max(c.row + c.rows for c in cells) - 1)


def _repeated(above: Sequence[Cell], below: Sequence[Cell]) -> int:
    """How many rows of ``below`` say again what the first rows of ``above`` say: its repeated header."""

    def said(cells: Sequence[Cell], row: int) -> list[tuple[int, int, str]]:
        return [(c.column, c.rows, re.sub(r"\s", "", fold(c.text))) for c in cells if c.row == row]

    rows = 0
    while rows < 4 and said(below, rows) and said(above, rows) == said(below, rows):
        rows += 1
    return rows


def _without(cells: Iterable[Cell], rows: int) -> list[Cell]:
    return [replace(c, row=c.row - rows) for c in cells if c.row >= rows]


def _is_cut(above: Sequence[Cell], below: Sequence[Cell], key: int | None, running: frozenset[Box]) -> bool:
    """Whether the page break cut a row in two.

    Then one half has no serial number. In a table without such numbers, and where the number is merged over
    rows that may just go on, each text overleaf must go on with one that runs on.
    """
    last, first = _last_row(above), _row(below, 0)
    if any(c.rows > 1 for c in first if c.text) or not _aligned(last, first):
        return False
    if key is not None and not _halved(last, first, key):
        return False
    single = key is not None and all(c.rows == 1 for c in (*last, *first) if c.column == key)
    return single or _goes_with(last, first, running)


def _halved(last: Iterable[Cell], first: Iterable[Cell], column: int) -> bool:
    """Whether both rows have a cell in the column, and only one of them a text."""
    upper, lower = ([c for c in row if c.column == column] for row in (last, first))
    return bool(upper and lower) and not (upper[0].text and lower[0].text)


def _aligned(last: Iterable[Cell], first: Iterable[Cell]) -> bool:
    places = {(c.column, c.columns) for c in last}
    return all((c.column, c.columns) in places for c in first if c.text)


def _goes_with(last: Iterable[Cell], first: Iterable[Cell], running: frozenset[Box]) -> bool:
    """Whether each text of ``first`` goes on with one of ``last`` that runs on."""
    open_columns = {c.column for c in last if c.text and c.box in running}
    return all(c.column in open_columns for c in first if c.text)


def _sewn(above: list[Cell], below: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The first row of ``below`` put to the last of ``above``, and what is left of ``below``."""
    rest = {c.column: c for c in _row(below, 0)}
    height = max(c.row + c.rows for c in above)
    sewn = []
    for cell in above:
        more = rest.get(cell.column) if cell.row + cell.rows == height else None
        text = "\n".join(t for t in (cell.text, more.text) if t) if more else cell.text
        taller = more.rows - 1 if more else 0
        sewn.append(replace(cell, text=text, rows=cell.rows + taller))
    return sewn, _without(below, 1)


def _grown(above: list[Cell], below: list[Cell], key: int | None) -> tuple[list[Cell], list[Cell]]:
    """An empty cell at the head of ``below`` under a merged one goes on with it."""
    if not below:
        return above, below
    merged = {c.column for c in (*above, *below) if c.rows > 1}
    last = {(c.column, c.columns): c for c in _last_row(above)}
    going_on = [
        c
        for c in below
        if c.row == 0 and not c.text and c.column in merged | {key} and (c.column, c.columns) in last
    ]
    grown = {last[c.column, c.columns]: c.rows for c in going_on}
    return (
        [replace(c, rows=c.rows + grown.get(c, 0)) for c in above],
        [c for c in below if c not in going_on],
    )
