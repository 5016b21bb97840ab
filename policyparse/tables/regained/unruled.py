"""Tables whose rules are lost, made tables again before the text is coined: columns by tabs, by `` | ``, by runs of spaces or
by the places of characters, a cell a line. Where the header says so, and only there; what is no such table stays lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables import content, header_lines
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import broken, cell_lines, centred, in_turns, laid, loose, runs, wider
from policyparse.tables.regained.pieces import BLANK, PARTING, RULE, RUNS, Pieces, edges_of, pieces_of
from policyparse.text import furniture
from policyparse.text.folding import width

_LONGEST_NAME = 30
_SEEN = 12
"""Lines below a header at which its breadth is looked for."""
_NEAR = 0.6
"""Ems between the beginnings of a label and of the words below it."""
# a row with strokes at both its ends; 例：| 2 | 维修泵站 | |
_CLOSED = re.compile(r"\s*[|｜│].*[|｜│]\s*")


def ruled(scan: Scan) -> Scan:
    """The scan with each run of lines that is a table replaced by the table; every character of the lines is in it."""
    return runs.replaced(scan, _found)


def _found(blocks: Sequence[Block], at: int) -> runs.Found | None:
    """The table that begins at a block, the numbers of pages among its lines, and the index of the block behind it."""
    line = blocks[at]
    if not isinstance(line, Line) or len(line.text) > 400 or _is_prose(line.text):
        return None
    pieces = _spaced(line, pieces_of(line))
    labels: tuple[str, ...] = ()
    heads: list[list[str]] = []
    rows: Sequence[Sequence[str | None]]
    if len(pieces.texts) > 2 and (two := header_lines.of_two(*_under_each(pieces, blocks, at + 1))):
        heads = [list(row) for row in two]
        labels = tuple(below or above for above, below in zip(*two, strict=True))
        rows, stop = _rows_of_lines(blocks, at + 2, labels, pieces)
    elif (len(pieces.texts) == 1 or _is_one_label(pieces)) and (head := loose.column_of_labels(blocks, at)):
        labels, first = cell_lines.with_numbers(blocks, head[1], head[0]), head[1]
        rows, stop = cell_lines.rows_of_cells(blocks, first, labels)
    elif len(pieces.texts) == 1 and (two_columns := in_turns.pairs(blocks, at)):
        labels, rows, stop = two_columns
    elif line.text.strip().isdecimal():
        rows, stop = in_turns.rows(blocks, at)
    elif (len(pieces.texts) > 2 or _are_task_and_units(pieces)) and (found := _labels(pieces)):
        labels = found
        if len(labels) < len(pieces.texts[:3]) or not loose.is_header(labels):
            return None
        rows, stop = ([], at) if pieces.lefts else broken.rows(blocks, at + 1, labels)
        if not rows:
            labels = wider.labels(labels, pieces, [*islice(_lines_of(blocks, at + 1), _SEEN)])
            rows, stop = _rows_of_lines(blocks, at + 1, labels, pieces)
    else:
        return None
    if not rows:
        return None
    heads = heads or ([list(labels)] if labels else [])
    grid = [*heads, *rows[:1], *(_merged(row) for row in rows[1:])]
    cells = [
        Cell(text, r, c, _height(grid, r, c), _breadth(row), page=line.page)
        for r, row in enumerate(grid)
        for c, text in enumerate(row)
        if text
    ]
    pages = (b for b in blocks[at:stop] if isinstance(b, Line) and furniture.is_page(b.text))
    return (Table(tuple(cells), line.page), *pages), stop


def _spaced(line: Line, pieces: Pieces) -> Pieces:
    """The pieces of a line, where single blanks part labels and runs of them the signs of one: 序号 考  评  标  准 扣分标准 备注."""
    if not pieces.edges or loose.is_header(_labels(pieces)):
        return pieces
    found = loose.labels(line.text.split())
    return Pieces(found, False) if len(found) > 2 and loose.is_header(found) else pieces


def _lines_of(blocks: Sequence[Block], at: int) -> Iterator[Line]:
    """The lines from a block on, up to the first that is none."""
    for i in range(at, len(blocks)):
        if not isinstance(line := blocks[i], Line):
            return
        yield line


def _is_one_label(pieces: Pieces) -> bool:
    """Whether the pieces of a line are the characters of one label: 项 目."""
    return {*map(len, pieces.texts)} == {1} and meaning("".join(pieces.texts)) != ""


def _are_task_and_units(pieces: Pieces) -> bool:
    """Whether a line is a header of two columns, parted by a tab, a stroke or a run of spaces: 工作任务 | 责任单位."""
    apart = (pieces.exact or pieces.edges) and len(pieces.texts) == 2
    kinds = [meaning(text) for text in pieces.texts] if apart else []
    return bool(kinds) and kinds[0] in ("title", "text", "targets") and kinds[1] in UNITS


def _merged(row: Sequence[str | None]) -> Sequence[str | None]:
    """The row, the cells that it lacks at its left being merged with those above."""
    lost = next((c for c, cell in enumerate(row) if cell), 0)
    return [*[None] * lost, *row[lost:]]


def _breadth(row: Sequence[str | None]) -> int:
    """Over how many columns the cells of a row go: the heading of a section over all."""
    return len(row) if row[0] and loose.is_section(row[0]) and not any(row[1:]) else 1


def _height(grid: Sequence[Sequence[str | None]], r: int, c: int) -> int:
    """How many rows the cell goes over: None below it is a cell merged with it."""
    below = next((n for n in range(r + 1, len(grid)) if grid[n][c] is not None), len(grid))
    return below - r


def _is_prose(text: str) -> bool:
    """Whether a line is one piece, and longer than any that begins a column of labels: nearly every line of a text is."""
    words = text.strip(BLANK)
    return len(words) > loose.LONGEST_PIECE and not PARTING.search(words)


def _labels(pieces: Pieces) -> tuple[str, ...]:
    """The labels that the pieces of a header are; in a text of even characters one of them may be unknown."""
    return (
        pieces.texts if pieces.exact else loose.labels(pieces.texts) or (pieces.texts if pieces.edges else ())
    )


def _under_each(pieces: Pieces, blocks: Sequence[Block], at: int) -> tuple[Sequence[str], Sequence[str]]:
    """A line and the one below it, each piece in its column: those below stand under one of the pieces above, which they part.

    例：序号 任务 责任分工 时限 over 牵头 配合, told by where they begin.
    """
    line = blocks[at] if at < len(blocks) else None
    if not isinstance(line, Line) or len(line.text) > 400:
        return (), ()
    below = pieces_of(line)
    if pieces.exact or below.exact:
        return (pieces.texts, below.texts) if pieces.exact and below.exact else ((), ())
    if pieces.edges and below.edges:
        return _by_edges(pieces, below)
    lefts, under = pieces.lefts, below.lefts
    if len(lefts) != len(pieces.texts) or len(under) != len(below.texts) or len(under) < 2:
        return (), ()
    for i in range(len(lefts)):
        if (i == 0 or lefts[i - 1] < under[0]) and (i + 1 == len(lefts) or under[-1] < lefts[i + 1]):
            above = (*pieces.texts[: i + 1], *[""] * (len(under) - 1), *pieces.texts[i + 1 :])
            return above, (*[""] * i, *below.texts, *[""] * (len(lefts) - i - 1))
    return (), ()


def _by_edges(pieces: Pieces, below: Pieces) -> tuple[Sequence[str], Sequence[str]]:
    """As above, in a text of even characters: each piece below stands under the last one that begins no further right, or
    beside it, where it begins behind its end.

    例：序号 工作任务 完成时限 over 牵头单位 配合单位, which stand in the gap: the label over both is lost.
    """
    above: list[str] = []
    under: list[str] = []
    for text, start, end in zip(pieces.texts, pieces.edges, (*pieces.edges[1:], 1e9), strict=False):
        parts = [
            (t, e)
            for t, e in zip(below.texts, below.edges, strict=False)
            if start <= e + _NEAR and e + _NEAR < end
        ]
        beside = bool(parts) and parts[0][1] >= start + width(text)
        above += [text, *[""] * (len(parts) - (not beside))]
        under += [*([""] if beside else []), *(t for t, _ in parts)] or [""]
    return above, under


# ---- rows, a line or more each -----------------------------------------------------------------------------


def _rows_of_lines(
    blocks: Sequence[Block], at: int, labels: Sequence[str], head: Pieces
) -> tuple[Sequence[Sequence[str | None]], int]:
    """The rows under a header whose columns stand in one line, and the block behind the last of them."""
    kinds = [meaning(label) for label in labels]
    numbered = kinds[0] in ("number", "id")
    lefts = _lefts(blocks, at, len(labels)) if head.lefts else []
    rows: list[Sequence[str | None]] = []
    ends = {0: at}  # behind which block so many rows end
    above: Pieces | None = None
    for i in range(at, len(blocks)):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        if (
            not block.text.strip()
            or furniture.is_page(block.text)
            or (numbered and centred.leads(blocks, i))
            or (RULE.fullmatch(block.text) and (not rows or "+-" in block.text))
        ):
            continue
        pieces = (numbered and centred.whole(blocks, i)) or pieces_of(block, head)
        if pieces.texts == head.texts and len(pieces.texts) == len(labels):  # the header printed again
            rows.append(labels)
            above, ends[len(rows)] = None, i + 1
            continue
        if rows and numbered and (further := _further(pieces, kinds)):
            rows.append(further)
            above, ends[len(rows)] = pieces if pieces.edges else None, i + 1
            continue
        if rows and above and (under := _under(above, rows[-1], block.text)):
            rows[-1], ends[len(rows)] = under, i + 1
            continue
        row = _row(pieces, kinds, lefts, head)
        placed = lefts and pieces.lefts and not _begins(row, labels, kinds) and not loose.is_section(row[0])
        if rows and pieces.exact and (c := _adding(pieces.texts, rows[-1])):
            rows[-1] = [*rows[-1][:c], f"{rows[-1][c]}\n{pieces.texts[c]}", *rows[-1][c + 1 :]]
        elif rows and placed:
            rows[-1] = ["\n".join(filter(None, pair)) for pair in zip(rows[-1], row, strict=True)]
        elif (
            _begins(row, labels, kinds)
            or (loose.is_section(row[0]) and not any(row[1:]))
            or _goes_on(pieces, row, labels)
            or (
                _CLOSED.fullmatch(block.text) and len(pieces.texts) == len(labels) and sum(map(bool, row)) > 1
            )
            or (head.exact and numbered and _heads_rows(blocks, i))
        ):
            rows.append(row)
        else:
            break
        above = pieces if pieces.edges else None
        ends[len(rows)] = i + 1
    # headings with no row below them are of the text that follows
    kept = next((n for n in range(len(rows), 0, -1) if not _is_heading(rows[n - 1])), 0)
    return rows[:kept] if any(any(row[1:]) for row in rows) else [], ends[kept]


def _is_heading(row: Sequence[str | None]) -> bool:
    """Whether a row is the heading of a section and nothing else."""
    return bool(row[0]) and loose.is_section(row[0] or "") and not any(row[1:])


def _further(pieces: Pieces, kinds: Sequence[str]) -> list[str | None] | None:
    """A further row below the same number, told by the words, the units and the time that it has of its own; else None."""
    if pieces.exact or pieces.lefts or content.is_number(pieces.texts[0]):
        return None
    row = laid.aligned(pieces.texts, kinds)
    return laid.further(row, kinds) if laid.is_full(row, kinds) else None


def _under(above: Pieces, row: Sequence[str | None], text: str) -> Sequence[str | None] | None:
    """The row with the pieces of a line that goes on below it: each begins where a piece of the row does; else None.

    例：县民政局 in the third column, and a line of spaces with 改造300户 under the second.
    """
    if not re.match(r"[ \xa0\u3000]{4,}\S", text) or content.is_number(text.split(maxsplit=1)[0]):
        return None
    edges, pieces = edges_of(text), RUNS.split(text.strip(BLANK))
    out = list(row)
    for edge, piece in zip(edges, pieces, strict=False):
        near = [n for n, e in enumerate(above.edges) if abs(e - edge) <= 1]
        at = next((c for c, cell in enumerate(out) if near and cell and above.texts[near[0]] in cell), None)
        if at is None:
            return None
        out[at] = f"{out[at] or ''}{piece}"
    return out


def _heads_rows(blocks: Sequence[Block], at: int) -> bool:
    """Whether a line that is short and has no cells stands right over a row with a number: 市教育局（2项） over 1 | 新建学校."""
    line, below = blocks[at], blocks[at + 1] if at + 1 < len(blocks) else None
    if not isinstance(line, Line) or not isinstance(below, Line) or not line.text.strip():
        return False
    pieces = pieces_of(below)
    short = len(line.text.strip()) < _LONGEST_NAME and not re.search(r"[。：:\t|｜]", line.text.strip())
    return short and pieces.exact and content.is_number(pieces.texts[0])


def _goes_on(pieces: Pieces, row: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether a line of exact columns has none of the first cells or the first alone, for they were merged: over rows, or in one."""
    alone = bool(row[0]) and not any(row[1:]) and len(row[0]) < _LONGEST_NAME
    merged = not row[0] and sum(map(bool, row)) > 1
    return pieces.exact and (merged or (alone and len(pieces.texts) == len(labels)))


def _adding(texts: Sequence[str], above: Sequence[str | None]) -> int:
    """The column of the one cell of a line of exact columns, where it is a further line of the cell above, else 0.

    例：每月检查2次 under 改造市场10家, alone between its tabs.
    """
    own = [c for c, text in enumerate(texts) if text]
    return own[0] if len(own) == 1 and own[0] < len(above) and above[own[0]] else 0


def _row(pieces: Pieces, kinds: Sequence[str], lefts: Sequence[float], head: Pieces) -> list[str]:
    """The pieces of a line in their columns: by their order, by their places, or as they fit."""
    texts, breadth = list(pieces.texts), len(kinds)
    if lefts and pieces.lefts:
        placed = [""] * breadth
        for left, text in zip(pieces.lefts, texts, strict=True):
            placed[min(range(breadth), key=lambda c: abs(lefts[c] - left))] += text
        return placed
    if len(head.texts) == breadth and (placed := _under_heads(pieces, head)):
        return placed
    if pieces.exact:
        while len(texts) > breadth and not (texts[0] and texts[-1]):
            texts = texts[:-1] if not texts[-1] else texts[1:]
        further = "".join(texts[breadth - 1 :])
        return laid.shifted([*texts[: breadth - 1], *filter(None, [further])], breadth, kinds)
    if len(texts) == 1:
        return [*texts, *[""] * (breadth - 1)]
    return laid.aligned(texts, kinds)


def _under_heads(pieces: Pieces, head: Pieces) -> list[str]:
    """The pieces in the columns whose labels they begin under, in a text of even characters; none where one begins elsewhere."""
    if not pieces.edges or not head.edges or len(pieces.texts) != len(pieces.edges):
        return []
    near = [[c for c, edge in enumerate(head.edges) if abs(edge - e) < _NEAR] for e in pieces.edges]
    if len(head.edges) != len(head.texts) or any(len(found) != 1 for found in near):
        return []
    placed = [""] * len(head.texts)
    for (c,), text in zip(near, pieces.texts, strict=True):
        placed[c] += text
    return placed


def _begins(row: Sequence[str], labels: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether a line begins a row: with its number where rows have one, else by filling half of the columns."""
    if "".join(row) == "".join(labels):
        return True
    full = sum(bool(text) for text in row)
    if kinds[0] in ("number", "id"):
        return full > 1 and content.is_number(row[0])
    return full > 1 and full * 2 >= len(labels)


def _lefts(blocks: Sequence[Block], at: int, breadth: int) -> list[float]:
    """The left edge of each column, from the lines that fill all of them."""
    full = []
    for block in blocks[at : at + 400]:
        if not isinstance(block, Line):
            break
        pieces = pieces_of(block)
        if len(pieces.lefts) == breadth:
            full.append(pieces.lefts)
    return [min(edges) for edges in zip(*full, strict=True)]
