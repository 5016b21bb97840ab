"""Printed lines as the pieces that white parts, and the columns that the white between the pieces of many lines makes."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from policyparse.readers.page.lines import GlyphRow

Bar = tuple[float, float, float]
"""A level rule: its height, its left and its right end."""

LONG = 150.0
"""Points over which a rule of a table goes at least."""
_GAP = 0.6
"""Ems of white that part two pieces of a line."""


@dataclass(frozen=True)
class Line:
    """A printed line as the pieces that white parts: left end, right end and words of each."""

    row: GlyphRow

    @cached_property
    def base(self) -> float:
        return self.row.glyphs[0].base

    @cached_property
    def pieces(self) -> list[tuple[float, float, str]]:
        found: list[tuple[float, float, str]] = []
        for glyph in self.row.glyphs:
            if not glyph.text.strip():
                continue
            if found and glyph.left - found[-1][1] <= _GAP * self.row.em:
                left, right, text = found[-1]
                found[-1] = left, max(right, glyph.right), text + glyph.text
            else:
                found.append((glyph.left, glyph.right, glyph.text))
        return found

    def crosses(self, gutter: float) -> bool:
        """Whether a piece stands on both sides of a gutter."""
        return any(left < gutter - 1 and right > gutter + 1 for left, right, _ in self.pieces)


def spans(line: Line, edges: Sequence[float]) -> bool:
    return any(line.crosses(edge) for edge in edges[1:-1])


def is_section(line: Line, edges: Sequence[float]) -> bool:
    """Whether a line stands alone and over several columns."""
    return len(line.pieces) == 1 and spans(line, edges)


def edges_of(lines: Sequence[Line], bars: Sequence[Bar], above: Sequence[float]) -> list[float]:
    """The edges of the columns: those of the table on the page before where they fit, else the middles of the white between."""
    several = [line for line in lines if len(line.pieces) > 1]
    if above and several and not any(spans(line, above) for line in several):
        return list(above)
    if len(several) < 2 or 8 * len(several) < len(lines):
        return []
    gutters = _gutters(several)
    singles = [line for line in lines if len(line.pieces) == 1]
    if gutters and 3 * sum(any(line.crosses(g) for g in gutters) for line in singles) > max(6, len(lines)):
        return []
    left = min(line.pieces[0][0] for line in lines)
    right = max(line.pieces[-1][1] for line in lines)
    ends = [bar for bar in bars if bar[2] - bar[1] >= LONG]
    return [
        min([left - 2, *(bar[1] for bar in ends)]),
        *gutters,
        max([right + 2, *(bar[2] for bar in ends)]),
    ]


def _gutters(lines: Sequence[Line]) -> list[float]:
    """The middles of the white strips that the pieces of (nearly) all lines leave; one under a label alone is of its column."""
    em = lines[0].row.em
    start, stop = (
        int(min(line.pieces[0][0] for line in lines)),
        int(max(line.pieces[-1][1] for line in lines)) + 2,
    )
    cover = [0] * (stop - start + 1)
    for line in lines:
        for left, right, _ in line.pieces:
            for x in range(max(int(left + 0.3) - start, 0), int(right + 0.3) - start + 1):
                cover[x] += 1
    allowed = len(lines) // 12 or (len(lines) > 4)
    found: list[float] = []
    x = 0
    while x < len(cover):
        end = x
        while end < len(cover) and cover[end] <= allowed:
            end += 1
        if end - x >= 0.5 * em and x and end < len(cover):
            found.append(start + _whitest(cover, x, end))
        x = end + 1
    return _without_labels(lines, found)


def _whitest(cover: Sequence[int], start: int, stop: int) -> float:
    """The middle of the widest run of the least covered."""
    least = min(cover[start:stop])
    runs: list[tuple[int, int]] = []
    for x in range(start, stop):
        if cover[x] == least:
            runs = [*runs[:-1], (runs[-1][0], x + 1)] if runs and runs[-1][1] == x else [*runs, (x, x + 1)]
    first, last = max(runs, key=lambda run: run[1] - run[0])
    return (first + last) / 2


def _without_labels(lines: Sequence[Line], gutters: list[float]) -> list[float]:
    """The gutters but for those on one side of which a label stands alone, and on the other only what is below it."""
    filled = [{bisect(gutters, (left + right) / 2) for left, right, _ in line.pieces} for line in lines]
    head, body = filled[0], set[int]().union(*filled[1:])
    return [
        gutter
        for n, gutter in enumerate(gutters)
        if not any(a in head - body and b in body - head for a, b in ((n, n + 1), (n + 1, n)))
    ]
