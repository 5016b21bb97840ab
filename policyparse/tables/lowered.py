"""Cells that were merged before a file lost its merging: empty ones at the left of a row say what stands above.

例：1 | 便利开办 | 推行网办 | 市监局 over  |  | 免费刻章 | 公安局; 县教育局 | 1 | 新建学校 over  | 2 | 招聘教师.
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
    for n, cells in enumerate(sheet.rows):
        row = cells
        if n >= head.last and (first := _goes_on(sheet, head, above, cells)):
            row = (*(above or ())[:first], *cells[first:])
        if n >= head.last and filled(row):
            above = row
        yield row


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
