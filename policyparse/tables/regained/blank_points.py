"""Items a line each whose points are lost: blanks alone part the heading, what is done and who does it. They get points back.

例：1 饮水提质工程 改造管网86公里 受益3.4万人 责任单位 县水务局, and so for 2 and 3: 1 饮水提质工程。改造管网86公里，受益3.4万人。
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from policyparse.model import Block, Line, Scan
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import runs
from policyparse.tables.regained.pieces import BLANKS

# a numbered line without points; 例：1 饮水提质工程 改造管网86公里
_ROW = re.compile(
    r"\s*(?P<number>(?P<n>\d{1,2})[.．、]?)[ \xa0\u3000\t]*(?P<words>[^，。；,;：:|\n]{8,200}?)\s*"
)
_LEAST = 3
"""Rows in a series: fewer may be headings of two words."""
# a piece that heads the others; 例：饮水提质工程
_HEADING = re.compile(r"[^\d]{2,20}")
TOLD = "有的条目以空格代替标点，已按标点识读"


@dataclass(frozen=True, slots=True)
class _Row:
    """An item of a series: its printed number, its ordinal, and the pieces that blanks part."""

    number: str
    ordinal: int
    pieces: tuple[str, ...]

    @property
    def labels(self) -> Sequence[int]:
        """Where labels of units stand among the pieces."""
        return [i for i, piece in enumerate(self.pieces) if i and meaning(piece) in UNITS]

    @property
    def tells(self) -> bool:
        """Whether the row says more than a heading of several words does: a number, or who does it."""
        return bool(self.labels) or any(re.search(r"\d", piece) for piece in self.pieces[1:])


def mended(scan: Scan) -> Scan:
    """The scan with points in such rows, and a remark that says so; a row's labels of units become lines below it."""
    rows = {i: row for series in _series(scan.blocks) for i, row in series.items()}
    return runs.replaced(scan, partial(_found, rows=rows), TOLD) if rows else scan


def _found(blocks: Sequence[Block], at: int, rows: Mapping[int, _Row]) -> runs.Found | None:
    line = blocks[at]
    if at not in rows or not isinstance(line, Line):
        return None
    return [replace(line, text="\n".join(_said(rows[at])), starts=())], at + 1


def _series(blocks: Sequence[Block]) -> Iterator[dict[int, _Row]]:
    """Rows that follow each other and count on, each by its place among the blocks; nothing but empty lines between."""
    series: dict[int, _Row] = {}
    for i, block in enumerate((*blocks, None)):
        if isinstance(block, Line) and not block.text.strip():
            continue
        row = _row(block) if isinstance(block, Line) else None
        last = next(reversed(series.values()), None)
        if row is None or last is None or row.ordinal != last.ordinal + 1:
            if len(series) >= _LEAST and 2 * sum(r.tells for r in series.values()) > len(series):
                yield series
            series = {}
        if row is not None:
            series[i] = row


def _row(line: Line) -> _Row | None:
    """The row that a line is, or None: a page's columns are told by their places, and cells of units or times make a table."""
    found = _ROW.fullmatch(line.text) if line.box is None else None
    if not found:
        return None
    row = _Row(found["number"], int(found["n"]), tuple(BLANKS.split(found["words"])))
    words = row.pieces[: row.labels[0]] if row.labels else row.pieces
    cells = any(
        (content.is_units(piece) and not re.search(r"\d", piece)) or content.is_time(piece)
        for piece in words[1:]
    )
    return row if len(row.pieces) > 1 and not cells else None


def _said(row: _Row) -> Iterator[str]:
    """The lines of a row: its words with points, then each label with its units."""
    edges = [*row.labels, len(row.pieces)]
    first, *rest = row.pieces[: edges[0]]
    headed = rest and _HEADING.fullmatch(first)
    yield f"{row.number} {first}" + ("。" if headed else "，" if rest else "") + "，".join(rest) + "。"
    for a, b in pairwise(edges):
        yield f"{row.pieces[a]}：{'、'.join(row.pieces[a + 1 : b])}"
