"""The title that a file prints inside its first table: rows of one cell over the header become lines again, as they are
beside a table that stands below its title. A spreadsheet's own title rows its reader gives as lines already; the first
section row among them goes back into the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables import content
from policyparse.text.numbering import mark

_LONGEST = 60
# a line above a table that is no title; 例：附件2
_SHORT = re.compile(r"\s*(?:附\s*[件表录].{0,6}|\S{1,8})\s*")


def titled(scan: Scan) -> Scan:
    """The scan with the title rows of the table that opens it given as lines; every character of them is kept.

    例：| 临江县2025年重点任务清单 | over | 序号 | 任务 | 责任单位 |. A numbered row (一、产业) heads a part and stays.
    """
    return replace(scan, blocks=tuple(_sectioned(list(_opened(scan.blocks)))))


def _sectioned(blocks: Sequence[Block]) -> list[Block]:
    """The blocks with a numbered line over a table whose own section rows go on from it as the first of them.

    例：一、农业 over the header, and 二、工业 inside the table: both are its sections.
    """
    out: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and out and isinstance(line := out[-1], Line) and _begins(line, block):
            breadth = max(cell.column + cell.columns for cell in block.cells)
            lower = (replace(cell, row=cell.row + 1) for cell in block.cells)
            out[-1] = replace(block, cells=(Cell(line.text, 0, 0, 1, breadth, page=line.page), *lower))
        else:
            out.append(block)
    return out


def _begins(line: Line, table: Table) -> bool:
    """Whether a line is numbered as the one before the first section row of the table."""
    words = line.text.strip()
    if len(words) > _LONGEST or re.search(r"[。；;：:]", words) or not (first := mark(words)):
        return False
    alone = (mark(row[0].text.strip()) for row in _rows(table.cells) if len(row) == 1)
    found = next(filter(None, alone), None)
    return found is not None and (found.rank, found.ordinal) == (first.rank, first.ordinal + 1)


def _opened(blocks: Sequence[Block]) -> Iterator[Block]:
    for i, block in enumerate(blocks):
        if isinstance(block, Table):
            titles = _titles(block.cells)
            lines = [
                Line(" ".join(cell.text.split()), cell.page, bold=True, centred=True, whole=True)
                for cell in titles
            ]
            below = max((cell.row + cell.rows for cell in titles), default=0)
            kept = [replace(c, row=c.row - below) for c in block.cells if c.row >= below]
            yield from lines
            yield replace(block, cells=tuple(kept))
            yield from blocks[i + 1 :]
            return
        yield block
        if not _SHORT.fullmatch(block.text) and block.text.strip():
            yield from blocks[i + 1 :]
            return


def _titles(cells: Sequence[Cell]) -> list[Cell]:
    """The cells that stand alone in their rows at the top, over a row of three and more; none where there is no such row."""
    alone: list[Cell] = []
    for row in _rows(cells):
        first = row[0]
        if len(row) > 1:
            merged = all(cell.columns > 1 for cell in alone)  # over a card of two columns
            return alone if len(row) > 2 or merged else []
        if len(first.text) > _LONGEST or re.search(r"[。；;]", first.text) or mark(first.text.strip()):
            return []
        if content.is_labelled_units(first.text.strip()):  # whose the rows below are
            return alone
        alone.append(first)
    return []


def _rows(cells: Sequence[Cell]) -> list[list[Cell]]:
    """The cells that say anything, by the rows in which they begin, from the top."""
    full = sorted((cell for cell in cells if cell.text.strip()), key=lambda cell: cell.row)
    return [list(row) for _, row in groupby(full, key=lambda cell: cell.row)]
