"""Cells that a page parts by a stroke alone on its line: each is one line again, as ``cell_lines`` reads them.

例：区农业农村委*、 · 区房管局 · | · 浦江镇 · | · 10月底 · |, a line each: three cells, the first of two lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import gcd

from policyparse.model import Block, Line, Scan
from policyparse.tables import content
from policyparse.tables.columns import meaning
from policyparse.tables.regained import laid, loose, ragged, runs
from policyparse.tables.regained.pieces import STROKES

# what parts cells; 例：|
_STROKE = re.compile(rf"[{STROKES}]")
_STROKES = tuple(STROKES)

# the strokes of empty cells at the end of a line; 例：培训2次 | ||||
_EMPTY = re.compile(r"\S\s{0,4}[|｜│]\s{0,4}[|｜│][\s|｜│]{0,40}$")
# they and those at its beginning; 例：| 培训2次 | ||||
_FRAME = re.compile(r"^[\s|｜│]{0,40}|[\s|｜│]{1,40}$")
_FEWEST = 5
"""So many strokes alone make a table: one or two may be what a page's menu left."""
_BROADEST = 12
"""Columns of a table at most."""
_MOSTLY = 0.8
"""The share of rows of as many cells as labels that hold what the labels say, at least."""
_LONGEST = 16
"""Lines of a cell at most: beyond, the text goes on without cells."""
_LONGEST_LABEL = 4
"""Lines of a label at most."""


def joined(scan: Scan) -> Scan:
    """The scan with the lines of each such cell as one; lines that each name units stay, for ``cell_lines`` knows a list of them."""
    if not any(isinstance(block, Line) and _parts(block.text.strip()) for block in scan.blocks):
        return scan
    return runs.replaced(scan, _found)


def bared(scan: Scan) -> Scan:
    """The scan with its lines without the strokes of empty cells at their ends, where they are no row of a table."""
    blocks = [
        replace(b, text=_FRAME.sub("", b.text).strip())
        if isinstance(b, Line) and _EMPTY.search(b.text)
        else b
        for b in scan.blocks
    ]
    return replace(scan, blocks=tuple(blocks)) if tuple(blocks) != scan.blocks else scan


def _found(blocks: Sequence[Block], at: int) -> runs.Found | None:
    if told := _told(blocks, at):
        return told
    if any(_told(blocks, n) for n in range(at + 1, min(len(blocks), at + _LONGEST_LABEL))):
        return None  # what stands above a table is none of its cells
    cells, stop = _cells(blocks, at)
    if len(cells) < _FEWEST:
        return None
    return [line for cell in _rows(cells) or cells for line in _lines(cell)], stop


def _told(blocks: Sequence[Block], at: int) -> runs.Found | None:
    """The table that begins at a block, where strokes tell its rows."""
    rows, stop = _led(blocks, at)
    breadth = 0
    if not rows:
        rows, stop = _in_a_row(blocks, at)
    if not rows:
        rows, stop, breadth = _padded(blocks, at)
    found = ragged.table(rows, getattr(blocks[at], "page", None), breadth) if rows else None
    return ([found], stop) if found else None


def _led(blocks: Sequence[Block], at: int) -> tuple[list[list[str]], int]:
    """The rows from a block on of which each cell but the first begins with a stroke, and a stroke alone ends them; none where
    the first is no header.

    例：考核条目 · | 考核细则 · | 分值 · | over 督查 · | 上报方案 · | 5 · |.
    """
    rows: list[list[str]] = []
    row: list[list[Line]] = []
    stop = at
    for i in range(at, len(blocks)):
        line = blocks[i]
        if not isinstance(line, Line) or (not row and line.text.strip().startswith(_STROKES)):
            break
        words = line.text.strip()
        if words and not words.strip(STROKES):
            rows.append([*map(_words, row)])
            row, stop = [], i + 1
        elif words.startswith(_STROKES) or not row:
            for piece in words[1:].split(words[0]) if words.startswith(_STROKES) else [words]:
                row += [[replace(line, text=piece.strip())]] if words else []
        elif words:
            row[-1].append(line)
        if len(row) > _BROADEST or (row and len(row[-1]) > (_LONGEST if rows else _LONGEST_LABEL)):
            break
    return (rows, stop) if len(rows) > 2 else ([], at)


def _in_a_row(blocks: Sequence[Block], at: int) -> tuple[list[list[str]], int]:
    """The rows from a block on of which each cell begins with a stroke, those of the rows too, told by their numbers; none where
    the first is no header that begins with 序号, or a number is missing.

    例：序号 · | 指标 · | 单位 · | 1 · | 总产值 · | 统计局 · | 2 · | · | 财政局.
    """
    cells: list[list[Line]] = []
    stop = at
    for line in blocks[at:]:
        if not isinstance(line, Line) or (cells and len(cells[-1]) > _LONGEST):
            break
        words = line.text.strip()
        if words.startswith(_STROKES):
            cells.append(
                [replace(line, text=words.strip(f"{STROKES} "))] if words.strip(f"{STROKES} ") else []
            )
        elif words and cells:
            if loose.is_section(words):  # 二、工作要求 is of the text that follows
                break
            cells[-1].append(line)
        elif meaning(words) == "number":
            cells.append([line])
        else:
            break
        stop += 1
    texts = [*map(_words, cells)]
    breadth = texts.index("1") if "1" in texts[: _BROADEST + 1] else 0
    rows = [texts[n : n + breadth] for n in range(0, len(texts), breadth)] if breadth > 2 else []
    while rows and not any(rows[-1]):
        rows.pop()
    counted = all(row[0] == str(n) for n, row in enumerate(rows[1:], start=1))
    return (rows, stop) if counted and len(rows) > 2 else ([], at)


def _padded(blocks: Sequence[Block], at: int) -> tuple[list[list[str]], int, int]:
    """The rows from a block on, the block behind them and their breadth, where each has as many strokes: those for cells that were
    merged stand beside one another at its end.

    例：项目 | · 内容 | · 分值 | over 党建 | · 学习 | · 6 | and 培训 | · 4 | · ||: three strokes each.
    """
    cells: list[tuple[list[Line], bool]] = []
    cell: list[Line] = []
    ends: list[int] = []
    stop = at
    for i in range(at, len(blocks)):
        line = blocks[i]
        if not isinstance(line, Line) or len(cell) > (_LONGEST if cells else _LONGEST_LABEL):
            break
        words = line.text.strip()
        bare = words.rstrip(STROKES)
        pads = len(words) - len(bare) if len(words) > len(bare) + 1 else 0
        pieces = _STROKE.split(words)
        for n, piece in enumerate(pieces):
            if n:
                cells.append((cell, len(pieces) - n <= pads))
                cell, stop = [], i + 1
            if piece.strip():
                cell.append(replace(line, text=piece.strip()))
        ends += [len(cells)] if pads else []
    breadth = gcd(*ends)
    if len(ends) < 2 or not 2 < breadth <= _BROADEST + 2:
        return [], at, 0
    rows = [
        [_words(each) for each, pad in cells[n : n + breadth] if not pad or each]
        for n in range(0, len(cells), breadth)
    ]
    rows = [row for row in rows if any(row)]
    if not any(row[0] for row in rows):  # each row begins with a stroke
        return [row[1:] for row in rows], stop, breadth - 1
    return rows, stop, breadth


def _rows(cells: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The rows as a line each, strokes between their cells, where each is as many cells as its header has labels; else none.

    例：考核项目 · 考核内容 · 分值 · 自评分 over 党建 · 每月学习1次 · 5分 · (empty), and 培训2次 · 5分 · (empty) · (empty) below 党建.
    """
    texts = [*map(_words, cells)]
    for breadth in range(min(_BROADEST, len(texts) // 3), 2, -1):
        labels, *rows = [texts[at : at + breadth] for at in range(0, len(texts), breadth)]
        kinds = [*map(meaning, labels)]
        whole = [laid.shifted(row, breadth, kinds) for row in rows if len(row) == breadth]
        if (
            all(labels)
            and loose.is_header(labels)
            and not any(kinds[0] in laid.WORDS and row[0].isdecimal() for row in whole)
            and sum(laid.serves(row, kinds) for row in whole) >= _MOSTLY * len(whole)
        ):
            firsts = (
                next((line for cell in cells[at : at + breadth] for line in cell), None)
                for at in range(0, len(cells), breadth)
            )
            padded = ([*row, *[""] * (breadth - len(row))] for row in (labels, *rows))
            return [
                [replace(line, text=f"| {' | '.join(row)} |")]
                for line, row in zip(firsts, padded, strict=True)
                if line
            ]
    return []


def _cells(blocks: Sequence[Block], at: int) -> tuple[list[list[Line]], int]:
    """The lines of each cell from a block on, and the block behind the last stroke; none where no line begins a cell here."""
    cells: list[list[Line]] = []
    cell: list[Line] = []
    stop = at
    if isinstance(first := blocks[at], Line) and not first.text.strip():
        return [], at
    for i in range(at, len(blocks)):
        block = blocks[i]
        if not isinstance(block, Line) or len(cell) > _LONGEST:
            break
        words = block.text.strip()
        if _parts(words):
            cells.append(cell)
            cell, stop = [], i + 1
        elif words:
            cell.append(block)
        if not cells and len(cell) > 1:
            return [], at  # what stands above a table is none of its first cell
    if cell and cells and i == len(blocks) - 1:  # an excerpt may end inside a row
        return [*cells, cell], len(blocks)
    return cells, stop


def _words(cell: Sequence[Line]) -> str:
    return "".join(line.text for line in _lines(cell))


def _parts(words: str) -> bool:
    """Whether a line is strokes alone."""
    return words != "" and not words.strip(STROKES)


def _lines(cell: Sequence[Line]) -> Iterator[Line]:
    """A cell as one line, nothing between its pieces but where two Latin words meet; a unit a line stays so."""
    words = [line.text.strip() for line in cell]
    if len(cell) > 1 and all(map(content.is_units, words)) and not any(w[-1] in "、，,；;" for w in words):
        yield from cell
    elif cell:
        whole = words[0]
        for piece in words[1:]:
            whole += (
                f" {piece}"
                if (whole[-1] + piece[0]).isascii() and (whole[-1] + piece[0]).isalnum()
                else piece
            )
        yield replace(cell[0], text=whole)
