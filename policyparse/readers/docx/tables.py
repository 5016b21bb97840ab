"""A w:tbl → its cells with their places in the grid, straight from w:tr and w:tc, in linear time."""

from __future__ import annotations

from dataclasses import replace

from policyparse.model import Cell
from policyparse.readers.docx.xml import W, accepted, val, whole_number
from policyparse.readers.xml import Element

WIDEST = 1_000
"""Columns that one cell may go over; Word itself makes 63 at most (17.4.17)."""


def grid_of(table: Element) -> list[tuple[Element, Cell]]:
    """The table's cells by rows, each merged one once: its w:tc, and its place as a Cell without words."""
    found: list[tuple[Element, Cell]] = []
    above: dict[int, int] = {}
    rows = [e for e in accepted(table) if e.tag == W + "tr" and e.find(f"{W}trPr/{W}del") is None]
    for number, row in enumerate(rows):
        above = _add_row(row, number, found, above)
    return found


def _add_row(
    row: Element, number: int, found: list[tuple[Element, Cell]], above: dict[int, int]
) -> dict[int, int]:
    """Adds the cells of a row; gives, for each column that one begins in, its index in ``found``."""
    column = min(max(0, whole_number(val(row, "trPr", "gridBefore")) or 0), WIDEST)
    begun: dict[int, int] = {}
    for tc in (e for e in accepted(row) if e.tag == W + "tc" and e.find(f"{W}tcPr/{W}cellDel") is None):
        span = min(max(1, whole_number(val(tc, "tcPr", "gridSpan")) or 1), WIDEST)
        if begun and val(tc, "tcPr", "hMerge") in ("continue", ""):
            last, cell = found[-1]
            found[-1] = (last, replace(cell, columns=cell.columns + span))
        elif column in above and val(tc, "tcPr", "vMerge") in ("continue", ""):
            begun[column] = above[column]
            top, cell = found[above[column]]
            found[above[column]] = (top, replace(cell, rows=number - cell.row + 1))
        else:
            begun[column] = len(found)
            found.append((tc, Cell(text="", row=number, column=column, columns=span)))
        column += span
    return begun
