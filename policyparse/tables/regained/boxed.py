"""Tables drawn with the signs of boxes: the words between two rules are one cell, however many lines it was wrapped over.

例：│加快园区建设 │陈某│市经委、市国土资│ over │，硬化道路8公里│   │源局     │: one row of three cells. A box of +---+ and | is
one too, where rules part its rows; where rows follow each other without, a line is a row, and others read it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables import content
from policyparse.tables.regained import runs
from policyparse.text.numbering import mark

# the corners and joints of a box, and its upright rules; 例：├
_JOINTS = re.compile(r"[┌├└│┬┼┴┐┤┘┏┣┗┃┳╋┻┓┫┛]")
# a level rule between two joints; 例：────
_RULE = re.compile(r"[─━]+")
# what begins a paragraph inside a cell, beside a number; 例：△
_SIGN = re.compile("[△▲●◆■]")
_BEGINS = ("┌", "┏")
# a level rule of crosses and strokes; 例：+----+------+
_CROSSES = re.compile(r"\+(?:[-=]{2,}\+)+")
_DRAWN = str.maketrans("+-=", "┼──")
_FEWEST_RULES = 2
"""With no more of them, at the top and below the header, a box of crosses has no end."""


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
    lines = _drawn(blocks, at) or _crossed(blocks, at)
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


def _crossed(blocks: Sequence[Block], at: int) -> list[Line]:
    """The same of a box of crosses, its rules as box signs; none where two rows stand between two rules."""
    above = blocks[at - 1] if at else None
    if isinstance(above, Line) and above.text.strip()[:1] in ("+", "|"):
        return []  # it began further up
    lines: list[Line] = []
    behind = 0  # the last level rule: the box ends there
    for i in range(at, len(blocks)):
        block = blocks[i]
        text = block.text.strip() if isinstance(block, Line) else ""
        whole = _CROSSES.match(text) is not None
        if not isinstance(block, Line) or not (whole or (lines and text[:1] + text[-1:] == "||")):
            break
        drawn = _CROSSES.sub(lambda rule: rule[0].translate(_DRAWN), text).replace("|", "│")
        lines.append(replace(block, text=drawn))
        behind = len(lines) if whole else behind
    return lines[:behind] if _are_ruled(lines[:behind]) else []


def _are_ruled(lines: Sequence[Line]) -> bool:
    """Whether rules part the rows: a line between two of them that fills each cell, or has a number, is the first there."""
    first = True
    rules = 0
    for line in lines:
        cells = [cell.strip() for cell in _JOINTS.split(line.text)[1:-1]]
        ruled = any(map(_RULE.fullmatch, cells))
        if not (first or ruled) and (all(cells) or content.is_number(cells[0])):
            return False
        first, rules = ruled, rules + ruled
    return rules > _FEWEST_RULES


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
