"""Tables drawn with the signs of boxes: the words between two rules are one cell, however many lines it was wrapped over.

例：│加快园区建设 │陈某│市经委、市国土资│ over │，硬化道路8公里│   │源局     │: one row of three cells.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables.regained import runs
from policyparse.text.numbering import mark

# the corners and joints of a box, and its upright rules; 例：├
_JOINTS = re.compile(r"[┌├└│┬┼┴┐┤┘┏┣┗┃┳╋┻┓┫┛]")
# a level rule between two joints; 例：────
_RULE = re.compile(r"[─━]+")
# what begins a paragraph inside a cell, beside a number; 例：△
_SIGN = re.compile("[△▲●◆■]")
_BEGINS = ("┌", "┏")


@dataclass
class _Open:
    """A cell whose lower rule has not come yet: its first row, and its lines so far."""

    row: int
    words: str = ""

    def add(self, piece: str) -> None:
        begins = bool(self.words and piece) and (mark(piece) or _SIGN.match(piece))
        self.words += f"\n{piece}" if begins else piece


def ruled(scan: Scan) -> Scan:
    """The scan with each drawn box replaced by the table that it is; every word of the lines is in it."""
    return runs.replaced(scan, _found)


def _found(blocks: Sequence[Block], at: int) -> runs.Found | None:
    lines = _drawn(blocks, at)
    if lines and not _JOINTS.search(lines[-1].text.strip()[-1]):
        lines.pop()  # an excerpt may end inside a line
    for whole in (lines, lines[:-1]):
        if whole and (table := _table(whole)):
            return (table,), at + len(whole)
    return None


def _drawn(blocks: Sequence[Block], at: int) -> list[Line]:
    """The lines of the box that begins at a block; none where none does."""
    lines: list[Line] = []
    for i in range(at, len(blocks)):
        block = blocks[i]
        text = block.text.strip() if isinstance(block, Line) else ""
        first = text[:1] in _BEGINS
        if not isinstance(block, Line) or not _JOINTS.match(text) or first == bool(lines):
            break
        lines.append(block)
    return lines


def _table(lines: Sequence[Line]) -> Table | None:
    """The table of a box; None where a line has other columns than the rest."""
    parted = [_JOINTS.split(line.text.strip())[1:-1] for line in lines]
    breadth = max(map(len, parted))
    cells: list[Cell] = []
    opened = [_Open(0) for _ in range(breadth)]
    row, page = 0, lines[0].page
    for pieces in [*parted, ["─"]]:
        rules = [_RULE.fullmatch(piece.strip()) is not None for piece in pieces]
        if not all(rules) and len(pieces) != breadth and len(pieces) > 1:
            return None
        row += any(rules) and any(cell.words for cell in opened)
        whole = all(rules) or len(pieces) < breadth  # a section row goes over all columns
        for c, cell in enumerate(opened):
            if whole or rules[c]:
                if cell.words:
                    cells.append(Cell(cell.words, cell.row, c, row - cell.row, page=page))
                opened[c] = _Open(row)
        if len(pieces) < breadth and not rules[0]:
            cells.append(Cell(pieces[0].strip(), row, 0, 1, breadth, page=page))
            row += 1
        elif not all(rules):
            for cell, piece, rule in zip(opened, pieces, rules, strict=True):
                cell.add("" if rule else piece.strip())
    return Table(tuple(cells), page) if breadth > 1 and row > 1 else None
