"""Tables that a page gave back column by column: each label with all the cells below it, then the next label with its own.

例：序号 / 1 / 2 / 3 / 重点任务 / 新建幼儿园2所 / 维修泵站3座 / 改造小区6个 / 牵头单位 / 县教育局 / 县水利局 / 县住建局.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables.columns import meaning
from policyparse.tables.regained import laid, loose, runs
from policyparse.text import furniture

_LEAST = 2
"""Rows at least: fewer lines behind a label are no column."""
_LONGEST_COLUMN = 200
_WIDEST = 12


def ruled(scan: Scan) -> Scan:
    """The scan with each run of such columns, all of one length, replaced by the table; every line of theirs is a cell of it."""
    return runs.replaced(scan, _found)


def _found(blocks: Sequence[Block], at: int) -> runs.Found | None:
    """The table whose first label is the block, and the index of the block behind its last cell."""
    if not _label(blocks[at]):
        return None
    columns: list[tuple[str, list[str]]] = []
    stop = at
    while len(columns) < _WIDEST and (column := _column(blocks, stop, _height(columns))):
        label, cells, stop = column
        columns.append((label, cells))
    if len(columns) < 3 or not _is_table(columns):
        return None
    page = blocks[at].page if isinstance(blocks[at], Line) else None
    cells_of = [
        Cell(text, r, c, page=page)
        for c, (label, below) in enumerate(columns)
        for r, text in enumerate([label, *below])
    ]
    return (Table(tuple(cells_of), page),), stop


def _height(columns: Sequence[tuple[str, Sequence[str]]]) -> int:
    return len(columns[0][1]) if columns else 0


def _column(blocks: Sequence[Block], at: int, height: int) -> tuple[str, list[str], int] | None:
    """The label at a block or behind blank lines, the lines below it, as many as the columns before have, and the block behind.

    The first column goes on up to the next label.
    """
    label, cells = "", list[str]()
    for i in range(at, min(len(blocks), at + 2 * _LONGEST_COLUMN)):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        text = block.text.strip()
        if not text or (not text.isdecimal() and furniture.is_page(text)):
            continue
        if not label:
            label = _label(block)
            if not label:
                return None
        elif _label(block):
            return (label, cells, i) if not height and len(cells) >= _LEAST else None
        else:
            cells.append(text)
            if len(cells) == height:
                return label, cells, i + 1
    return None


def _label(block: Block) -> str:
    """The label of a column that a line is, its blanks aside; "" for none."""
    text = "".join(block.text.split()) if isinstance(block, Line) else ""
    return text if 1 < len(text) <= loose.LONGEST_PIECE and meaning(text) else ""


def _is_table(columns: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Whether the labels are a header, and most cells of each column are such as its label says: numbers count on."""
    kinds = [meaning(label) for label, _ in columns]
    if not loose.is_header([label for label, _ in columns]) or len({*kinds}) < len(kinds) - 1:
        return False
    numbers = [cells for kind, (_, cells) in zip(kinds, columns, strict=True) if kind == "number"]
    counted = all(
        [*map(str, range(int(cells[0]), int(cells[0]) + len(cells)))] == [*cells]
        for cells in numbers
        if cells[0].isdecimal()
    )
    fits = [
        sum(laid.fit(kind, cell) > 0 for cell in cells) * 3 >= 2 * len(cells)
        for kind, (_, cells) in zip(kinds, columns, strict=True)
    ]
    return counted and all(fits)
