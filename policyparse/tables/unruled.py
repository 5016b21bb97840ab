"""Tables whose rules are lost, made tables again before the text is coined: columns by tabs, by `` | ``, by runs of spaces or
by the places of characters, a cell a line. Where the header says so, and only there; what is no such table stays lines.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.text.folding import width

# columns by upright strokes; 例：|
_PIPE = re.compile(r"\s*[|｜│]\s*")
# what can part a line into pieces: most lines hold none; 例：|
_PARTING = re.compile(r"[\s,|｜│]")
# columns by runs of blanks; 例：序号　任务
_RUNS = re.compile(r"[ \xa0]{2,}|\u3000+")
_LONGEST_HEADER = 24
_LONGEST_LABEL = 14
_LEAST_COMMAS = 3
# a line that draws a rule and says nothing; 例：|---|---|
_RULE = re.compile(r"[\s|｜│+\-—=:─┼├┤┌┐└┘┬┴━┃]*")


@dataclass(frozen=True, slots=True)
class _Pieces:
    """The pieces of a line; ``exact`` says that the n-th piece stands in the n-th column.

    ``lefts`` are their left edges on a page, ``edges`` those in a text of even characters, in ems: where runs of spaces part
    them, they tell under which piece of the row above a line goes on.
    """

    texts: tuple[str, ...]
    exact: bool
    lefts: tuple[float, ...] = ()
    edges: tuple[float, ...] = ()


def ruled(scan: Scan) -> Scan:
    """The scan with each run of lines that is a table replaced by the table; every character of the lines is in it."""
    return replace(scan, blocks=tuple(_blocks(scan.blocks)))


def _blocks(blocks: Sequence[Block]) -> Iterator[Block]:
    at = 0
    while at < len(blocks):
        found = _table(blocks, at)
        if found is None:
            yield blocks[at]
            at += 1
        else:
            table, at = found
            yield table


def _table(blocks: Sequence[Block], at: int) -> tuple[Table, int] | None:
    """The table that begins at a block, and the index of the block behind it."""
    line = blocks[at]
    if not isinstance(line, Line) or len(line.text) > 400:
        return None
    pieces = _pieces(line)
    if len(pieces.texts) == 1 and (head := _column_of_labels(blocks, at)):
        labels, first = head
        rows, stop = _rows_of_cells(blocks, first, labels)
    elif len(pieces.texts) > 2 and (found := pieces.texts if pieces.exact else _labels(pieces.texts)):
        labels = found
        if len(labels) < 3 or not _is_header(labels):
            return None
        rows, stop = _rows_of_lines(blocks, at + 1, labels, pieces)
    else:
        return None
    if not rows:
        return None
    cells = [
        Cell(text, r, c, page=line.page)
        for r, row in enumerate([list(labels), *rows])
        for c, text in enumerate(row)
        if text
    ]
    return Table(tuple(cells), line.page), stop


def _pieces(line: Line) -> _Pieces:
    text = line.text.strip(" \u3000")
    if _PARTING.search(text):
        if "\t" in text:
            return _Pieces(tuple(p.strip() for p in text.split("\t")), True)
        text = text.strip("|｜│ ")
        if _PIPE.search(text):
            return _Pieces(tuple(_PIPE.split(text)), True)
        if text.count(",") >= _LEAST_COMMAS and "，" not in text:
            return _Pieces(tuple(p.strip() for p in text.split(",")), True)
        if _RUNS.search(text):
            edges = _edges(line.text.strip("|｜│"))
            return _Pieces(tuple(p for p in _RUNS.split(text) if p), False, (), edges)
    parts = tuple(text.split())
    lefts = (line.box[0], *line.starts) if line.box and len(line.starts) + 1 == len(parts) else ()
    return _Pieces(parts, False, lefts)


# ---- the header ------------------------------------------------------------------------------------------


def _is_header(labels: Sequence[str]) -> bool:
    kinds = [meaning(label) for label in labels]
    known = {kind for kind in kinds if kind}
    orders = known & {"title", "text", "targets"} and known & {*UNITS, "time", "points"}
    return bool(orders) and sum(bool(kind) for kind in kinds) * 3 >= len(labels) * 2


_NARROWEST = 8
"""Into so many pieces a label is broken at most, where its column is one character wide."""


def _labels(pieces: Sequence[str]) -> tuple[str, ...]:
    """The pieces joined to the fewest labels that are all known (主 要 指 标); none where that cannot be."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(pieces) + 1):
        ways = [
            (*before, "".join(pieces[start:end]))
            for start in range(max(0, end - _NARROWEST), end)
            if (before := best[start]) is not None and _one_label(pieces[start:end])
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[-1] or ()


def _one_label(pieces: Sequence[str]) -> bool:
    """Whether the pieces are one label, broken where its column is narrow: 主办 + 部门; two whole labels are not."""
    whole = len(pieces) > 1 and any(len(p) > 3 and meaning(p) for p in pieces)
    return not whole and len("".join(pieces)) <= _LONGEST_LABEL and meaning("".join(pieces)) != ""


def _column_of_labels(blocks: Sequence[Block], at: int) -> tuple[tuple[str, ...], int] | None:
    """The labels that stand one a line, or a piece of one a line, from a block on; and the block behind them."""
    texts: list[str] = []
    ends: list[int] = []
    best: tuple[tuple[str, ...], int] | None = None
    opened = False  # whether the first texts are a label
    for i in range(at, min(len(blocks), at + _LONGEST_HEADER)):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        text = "".join(block.text.strip("|｜│ \u3000").split())
        if not text:
            continue
        if len(text) > 12 or content.is_number(text):
            break
        texts.append(text)
        ends.append(i + 1)
        opened = opened or _one_label(texts)
        if not opened:
            if len(texts) == _NARROWEST or sum(map(len, texts)) > _LONGEST_LABEL:
                break
            continue
        labels = _labels(texts)
        if len(labels) > 2 and _is_header(labels):
            best = labels, ends[-1]
    return best


# ---- rows, a line or more each -----------------------------------------------------------------------------


def _rows_of_lines(
    blocks: Sequence[Block], at: int, labels: Sequence[str], head: _Pieces
) -> tuple[list[list[str]], int]:
    """The rows under a header whose columns stand in one line, and the block behind the last of them."""
    kinds = [meaning(label) for label in labels]
    lefts = _lefts(blocks, at, len(labels)) if head.lefts else []
    rows: list[list[str]] = []
    stop = at
    above: _Pieces | None = None
    for i in range(at, len(blocks)):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        if not block.text.strip() or (_RULE.fullmatch(block.text) and (not rows or "┼" in block.text)):
            continue
        pieces = _pieces(block)
        if rows and above and (under := _under(above, rows[-1], block.text)):
            rows[-1], stop = under, i + 1
            continue
        row = _row(pieces, kinds, lefts)
        if rows and lefts and pieces.lefts and not _begins(row, labels, kinds) and not _is_section(row[0]):
            rows[-1] = ["\n".join(filter(None, pair)) for pair in zip(rows[-1], row, strict=True)]
        elif _begins(row, labels, kinds) or (_is_section(row[0]) and not any(row[1:])):
            rows.append(row)
        else:
            break
        above = pieces if pieces.edges else None
        stop = i + 1
    return (rows if any(any(row[1:]) for row in rows) else []), stop


def _edges(text: str) -> tuple[float, ...]:
    """Where the pieces of a line begin that runs of spaces part, in ems."""
    starts = [
        m.end() for m in re.finditer(r"(?:^|[ \xa0]{2,}|\u3000+)[ \xa0\u3000]*(?=[^ \xa0\u3000])", text)
    ]
    return tuple(width(text[:start]) for start in starts)


def _under(above: _Pieces, row: Sequence[str], text: str) -> list[str] | None:
    """The row with the pieces of a line that goes on below it: each begins where a piece of the row does; else None.

    例：县民政局 in the third column, and a line of spaces with 改造300户 under the second.
    """
    if not re.match(r"[ \xa0\u3000]{4,}\S", text) or content.is_number(text.split(maxsplit=1)[0]):
        return None
    edges, pieces = _edges(text), _RUNS.split(text.strip(" \u3000"))
    out = list(row)
    for edge, piece in zip(edges, pieces, strict=False):
        near = [n for n, e in enumerate(above.edges) if abs(e - edge) <= 1]
        at = next((c for c, cell in enumerate(out) if near and above.texts[near[0]] in cell), None)
        if at is None:
            return None
        out[at] += piece
    return out


def _row(pieces: _Pieces, kinds: Sequence[str], lefts: Sequence[float]) -> list[str]:
    """The pieces of a line in their columns: by their order, by their places, or as they fit."""
    texts, breadth = list(pieces.texts), len(kinds)
    if lefts and pieces.lefts:
        placed = [""] * breadth
        for left, text in zip(pieces.lefts, texts, strict=True):
            placed[min(range(breadth), key=lambda c: abs(lefts[c] - left))] += text
        return placed
    if pieces.exact:
        return [*[*texts, *[""] * breadth][: breadth - 1], "".join(texts[breadth - 1 :])]
    if len(texts) == 1:
        return [*texts, *[""] * (breadth - 1)]
    return _aligned(texts, kinds)


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
        pieces = _pieces(block)
        if len(pieces.lefts) == breadth:
            full.append(pieces.lefts)
    return [min(edges) for edges in zip(*full, strict=True)]


def _is_section(text: str) -> bool:
    return (
        re.match(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\S{2,30}$", text)
        is not None
    )


def _aligned(texts: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The pieces laid on the columns in their order so that each fits best; neighbours may share one, columns stay empty."""
    best: dict[tuple[int, int], tuple[float, list[str]]] = {(0, 0): (0.0, [])}
    for c, kind in enumerate(kinds):
        for start in range(len(texts) + 1):
            if (start, c) not in best:
                continue
            score, laid = best[start, c]
            for end in range(start, len(texts) + 1):
                words = "".join(texts[start:end])
                told = score + (_fit(kind, words) - 0.5 * (end - start - 1) if words else 0.0)
                if (end, c + 1) not in best or told > best[end, c + 1][0]:
                    best[end, c + 1] = (told, [*laid, words])
    return best[len(texts), len(kinds)][1]


def _fit(kind: str, words: str) -> float:
    """How well words fit into a column of that meaning."""
    if kind in ("number", "id"):
        return 3.0 if content.is_number(words) else -3.0
    if kind in UNITS:
        return 3.0 if content.is_units(words) else -1.0
    if kind == "time":
        return 3.0 if content.is_time(words) else -1.5
    if kind in ("title", "text", "targets"):
        return 0.5 + min(len(words), 30) / 15
    if kind == "points":
        return 2.0 if words.isdecimal() else -2.0
    return 0.8 if len(words) <= 8 else -0.3


# ---- rows, a cell a line -----------------------------------------------------------------------------------


def _rows_of_cells(blocks: Sequence[Block], at: int, labels: Sequence[str]) -> tuple[list[list[str]], int]:
    """The rows under a header whose labels stand a line each, and the block behind the last of them.

    A row begins with its number, one higher than the last; without a column of numbers it has as many lines as columns.
    """
    kinds = [meaning(label) for label in labels]
    numbered = kinds[0] in ("number", "id")
    rows: list[list[str]] = []
    held: list[str] = []
    stop, number = at, None
    for i in range(at, len(blocks)):
        block = blocks[i]
        text = block.text.strip("|｜│ \u3000") if isinstance(block, Line) else None
        if text is None:
            break
        if not text or i < stop:
            continue
        again = _column_of_labels(blocks, i)
        begins = numbered and text.isdecimal() and (number is None or int(text) == number + 1)
        if again and "".join(again[0]) == "".join(labels):
            rows += [_aligned(held, kinds)] * bool(held) + [list(labels)]
            held, stop = [], again[1]
            continue
        if begins or (not numbered and len(held) == len(labels)):
            rows += [_aligned(held, kinds)] * bool(held)
            held, number = [], int(text) if begins else None
        elif (numbered and not held) or len(held) >= len(labels):
            break
        held.append(text)
        stop = i + 1
    if len(held) > 1:
        rows.append(_aligned(held, kinds))
    return rows, stop
