"""Rows of a cell a line that come again strictly in turns: of two columns, or of a table whose beginning is cut off.

例：工作任务 / 责任单位 / 新建幼儿园2所 / 县教育局 / 维修泵站3座 / 县水利局 · 3 / 新建幼儿园2所 / 县教育局 / 4 / 维修泵站3座 / 县水利局 / 5 / ….
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile

from policyparse.model import Block, Line
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import laid

_LEAST = 3
"""Rows that count on, at least."""
_BROADEST = 5
_LEAST_PAIRS = 2
"""Rows of two columns at least."""


def pairs(blocks: Sequence[Block], at: int) -> tuple[tuple[str, ...], list[list[str | None]], int] | None:
    """The two labels that begin at a block, of tasks and of units, the rows of one line each below them, and the block behind."""
    head = _texts(blocks, at, 2)
    if len(head) < 2 or meaning(head[0]) not in ("title", "text") or meaning(head[1]) not in UNITS:
        return None
    found: list[list[str | None]] = []
    stop = at + 2
    while len(row := _texts(blocks, stop, 2)) == 2 and not _is_served(row[0]) and laid.names(row[1]):
        found.append([*row])
        stop += 2
    return ((head[0], head[1]), found, stop) if len(found) >= _LEAST_PAIRS else None


def rows(blocks: Sequence[Block], at: int) -> tuple[list[list[str | None]], int]:
    """The rows from a block on that is the number of the first, and the block behind them; none where they are too few.

    Each has as many lines as the first: its number, one of words, and then units and times.
    """
    found: list[list[str | None]] = []
    breadth, stop = 0, at
    while True:
        row, end = _row(blocks, stop, breadth)
        if not row or (found and int(row[0]) != int(str(found[-1][0])) + 1):
            break
        found.append([*row])
        breadth, stop = len(row), end
    return (found, stop) if len(found) >= _LEAST else ([], at)


def _row(blocks: Sequence[Block], at: int, breadth: int) -> tuple[list[str], int]:
    """The row that begins at a block, of that breadth or of any, and the block behind it."""
    texts = _texts(blocks, at, _BROADEST)
    if len(texts) < 3 or not (texts[0].isdecimal() and len(texts[0]) < 4) or _is_served(texts[1]):
        return [], at
    row = [*texts[:2], *takewhile(_is_served, texts[2:])]
    same = len(row) == (breadth or len(row)) > 2 and any(map(laid.names, row[2:]))
    return (row, at + len(row)) if same and not content.is_number(texts[1]) else ([], at)


def _texts(blocks: Sequence[Block], at: int, most: int) -> list[str]:
    """The lines from a block on, that many at most, up to the first that is none or says nothing."""
    lines = (block.text.strip() if isinstance(block, Line) else "" for block in blocks[at : at + most])
    return [*takewhile(bool, lines)]


def _is_served(words: str) -> bool:
    return laid.names(words) or (content.is_time(words) and not words.isdecimal())
