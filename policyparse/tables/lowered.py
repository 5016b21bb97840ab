"""Cells that were merged before a file lost its merging: empty ones at the left of a row say what stands above.

例：1 | 便利开办 | 推行网办 | 市监局 over  |  | 免费刻章 | 公安局; 县教育局 | 1 | 新建学校 over  | 2 | 招聘教师. And rows that go
on over several: 1 | 便利开办 | | over  | | 市监局 | over  | | | 6月底前 is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from policyparse.model import Span
from policyparse.tables.columns import UNITS
from policyparse.tables.grid import Cells, Sheet, filled
from policyparse.tables.header import Header
from policyparse.text.numbering import mark

_NAMES = ("title", "text")
_SERVING = (*UNITS, "time", "section", "leader", "number", "id")


def lowered(sheet: Sheet, head: Header) -> Sheet:
    """The sheet with the empty cells at the left of a row filled with those above, where the row goes on with their task or unit."""
    if head.last >= len(sheet.rows):
        return sheet
    return replace(sheet, rows=tuple(_rows(sheet, head)))


def _rows(sheet: Sheet, head: Header) -> Iterator[Cells]:
    above: Cells | None = None
    held: Cells | None = None
    for n, cells in enumerate(sheet.rows):
        row = cells
        if held and _completes(head, held, cells):
            held = above = tuple(b if b.start < b.end else a for a, b in zip(held, cells, strict=True))
            continue
        if n >= head.last and (first := _goes_on(sheet, head, above, cells)):
            row = (*(above or ())[:first], *cells[first:])
        elif n >= head.last and above and _serves(head, above, cells):
            row = tuple(a if cell.start == cell.end else cell for a, cell in zip(above, cells, strict=True))
        if n >= head.last and filled(row):
            above = row
        if held:
            yield held
        held = row if n >= head.last else None
        if not held:
            yield row
    if held:
        yield held


def _completes(head: Header, above: Cells, cells: Cells) -> bool:
    """Whether a row only says units and times that the one above it, which has words, says nothing of."""
    full = [i for i, cell in enumerate(cells) if cell.start < cell.end]
    kinds = {head.columns[i].kind for i in full}
    return (
        bool(full)
        and kinds <= {*UNITS, "time"}
        and all(above[i].start == above[i].end for i in full)
        and bool(head.full(above, *_NAMES))
    )


def _serves(head: Header, above: Cells, cells: Cells) -> bool:
    """Whether a row only names further units of those who support, below a numbered task that has some: | | | 县财政局 |."""
    full = [i for i, cell in enumerate(cells) if cell.start < cell.end]
    return (
        bool(full)
        and all(head.columns[i].kind == "support" and above[i].start < above[i].end for i in full)
        and bool(head.full(above, "number"))
        and bool(head.full(above, *_NAMES))
    )


def _goes_on(sheet: Sheet, head: Header, above: Cells | None, cells: Cells) -> int:
    """How many cells at the left of a row say what stands above; 0 where they are empty because nothing is to be said."""
    first = next((i for i, cell in enumerate(cells) if cell.start < cell.end), 0)
    if not first or above is None or any(cell.start == cell.end for cell in above[:first]):
        return 0
    kinds = {column.kind for column in head.columns[:first]}
    begun = head.columns[first].kind
    if kinds & {*_NAMES} and begun in _NAMES and kinds <= {*_NAMES, *_SERVING}:
        served = any(cells[i].start < cells[i].end for i in head.of(*UNITS, "time", "matrix"))
        return first if served or _is_whole(sheet, above[first], cells[first]) else 0
    if kinds & {*UNITS} and begun in (*_NAMES, "number", "id") and kinds <= {*_SERVING} - {"number", "id"}:
        return first if head.full(cells, *_NAMES) else 0
    return 0


def _is_whole(sheet: Sheet, above: Span, cell: Span) -> bool:
    """Whether a cell begins anew and does not go on with the words above: 1.…。 over 2.…"""
    return sheet.words(above).endswith(("。", "；", ";")) or mark(sheet.words(cell)) is not None
