"""Tables copied out of a spreadsheet or a page: lines of as many tabs or strokes each, whatever their header says.

Those that a known header opens ``unruled`` has taken before. What is left is a table too (a matrix, a card, a header of two
lines, figures) and no running text: where nobody understands it, that is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import laid, loose
from policyparse.tables.regained.pieces import RULE, STROKES

_LEAST = 3
"""Lines and columns of such a table at least; one line less where the first names what the columns hold."""
# what parts the cells of a line; 例：序号|任务|单位
_PARTED = re.compile(r"\t|\s*[|｜│]\s*")
# a cell that begins with its own label; 例：完成时间：10月
_LABELLED = re.compile(r"(?P<label>[一-鿿]{2,10})\s*[:：]\s*\S")
_PARTING = re.compile(r"[\t|｜│]")
"""One of these stands in every line of cells."""
# a stroke at the edge of a line; 例：| 序号 | 任务 |
_EDGE = re.compile(r"\s*[|｜│]")


def ruled(scan: Scan) -> Scan:
    """The scan with each run of such lines replaced by a table; every word of the lines is in it."""
    return replace(scan, blocks=tuple(_blocks(scan.blocks)))


def _blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    for parted, found in groupby(blocks, _is_parted):
        run = list(found)
        lines = [block.text for block in run if isinstance(block, Line)] if parted else []
        edged = all(_EDGE.match(line) for line in lines if not RULE.fullmatch(line))
        rows = [_cells(line, edged) for line in lines]
        full = [row for row in rows if sum(map(bool, row)) > 1]
        known = len({meaning(label) for label in full[0]} - {""}) > 1 if full else False
        if full and _are_labelled(full):
            yield from run
            continue
        enough = len(full) >= (_LEAST - known) and 2 * len(full) > len(rows)
        if enough and (max(map(len, full)) >= _LEAST or _is_card(full)):
            yield _table(run[0], _shifted([row for row in rows if any(row)]))
        else:
            yield from run


def _are_labelled(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the cells behind the first say themselves what they are, so that a stroke is but a comma of running text.

    例：实事一：改造小区5个 | 认领单位：城建办 | 完成时间：10月.
    """
    behind = [cell for row in rows for cell in row[1:] if cell]
    told = [cell for cell in behind if (said := _LABELLED.match(cell)) and meaning(said["label"])]
    return bool(behind) and 2 * len(told) >= len(behind)


def _shifted(rows: Sequence[list[str]]) -> Sequence[Sequence[str]]:
    """The rows, those below a header that have fewer cells than it laid on its columns."""
    breadth = max(map(len, rows))
    at = next((r for r, row in enumerate(rows) if _is_header(row, r)), len(rows))
    kinds = [*map(meaning, rows[at]), *[""] * (breadth - len(rows[at]))] if at < len(rows) else []
    return [laid.shifted(row, breadth, kinds) if r > at else row for r, row in enumerate(rows)]


def _is_header(row: Sequence[str], r: int) -> bool:
    """Whether a row names columns: it is known as a header, or stands first and names one of units."""
    return loose.is_header([label for label in row if label]) or (
        r == 0 and any(meaning(label) in UNITS for label in row)
    )


def _is_card(rows: Sequence[Sequence[str]]) -> bool:
    """Whether lines of two cells are labels and what they say: 督办事项 | 整治油烟 over 承办单位 | 县生态环境局."""
    known = [meaning(row[0]) for row in rows]
    return len(rows) >= _LEAST and "title" in known and sum(map(bool, known)) * 3 >= len(known) * 2


def _is_parted(block: Block) -> bool:
    """Whether a line has cells; a blank line and one that only draws are none of running text either."""
    return isinstance(block, Line) and _PARTING.search(block.text.strip()) is not None


def _cells(line: str, edged: bool) -> list[str]:
    """The cells of a line; a tab at its edge is an empty cell, a stroke the table's border where all lines are ``edged`` by one."""
    if RULE.fullmatch(line):
        return []
    bare = line.strip().rstrip(STROKES)
    words = line.rstrip() if "\t" in line else bare.lstrip(STROKES) if edged else bare
    return [piece.strip() for piece in _PARTED.split(words)]


def _table(first: Block, rows: Sequence[Sequence[str]]) -> Table:
    cells = [
        Cell(words, r, c, _height(rows, r, c), page=first.page)
        for r, row in enumerate(rows)
        for c, words in enumerate(row)
        if words
    ]
    return Table(tuple(cells), first.page)


def _height(rows: Sequence[Sequence[str]], r: int, c: int) -> int:
    """How many rows a cell goes over: those below that lost all cells up to its column, where they stand at the right."""
    below = r + 1
    while below < len(rows) and not any(rows[below][: c + 1]) and any(rows[below]):
        below += 1
    return below - r
