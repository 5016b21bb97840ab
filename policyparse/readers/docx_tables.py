"""A w:tbl → cells with their places in the grid, straight from w:tr and w:tc: linear in the size of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from policyparse.model import Cell
from policyparse.readers.docx_xml import Element, W, accepted, val, whole_number


def grid_of(table: Element, text_of: Callable[[Element], str]) -> tuple[Cell, ...]:
    """The cells of the table, each merged one once, by rows; ``text_of`` reads a w:tc.

    ``text_of`` is asked in the order of the text, so that numbered paragraphs count on from cell to cell.
    """
    cells: list[Cell] = []
    above: dict[int, int] = {}
    row = 0
    for element in accepted(table):
        if element.tag != W + "tr" or _is_deleted(element):
            continue
        column = whole_number(val(element, "trPr", "gridBefore")) or 0
        open_now: dict[int, int] = {}
        for tc in (e for e in accepted(element) if e.tag == W + "tc"):
            span = max(1, whole_number(val(tc, "tcPr", "gridSpan")) or 1)
            merge = val(tc, "tcPr", "vMerge")
            if val(tc, "tcPr", "hMerge") in ("continue", "") and open_now:
                last = len(cells) - 1
                cells[last] = replace(cells[last], columns=cells[last].columns + span)
            elif merge in ("continue", "") and column in above:
                index = above[column]
                cells[index] = replace(cells[index], rows=row - cells[index].row + 1)
                open_now[column] = index
            else:
                cells.append(Cell(text=text_of(tc), row=row, column=column, columns=span))
                open_now[column] = len(cells) - 1
            column += span
        above = open_now
        row += 1
    return tuple(cells)


def _is_deleted(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is not None
