"""Printed lines as the pieces that white parts, and the columns that the white between the pieces of many lines makes."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

from policyparse.readers.page.lines import Glyph, GlyphRow

Bar = tuple[float, float, float]
"""A level rule: its height, its left and its right end."""

Piece = tuple[float, float, str]
"""Left end, right end and words."""

LONG = 150.0
"""Points over which a rule of a table goes at least."""
_GAP = 0.6
"""Ems of white that part two pieces of a line, whatever stands above and below."""
_THIN = 0.22
"""Ems of white that part two columns at least, where it goes through all lines and a label stands on either side."""
_WIDE = 0.75
"""A line over more than that share of a table is running text, or a row of it."""
_JUSTIFIED = 0.4
"""Ems of white between the signs of a justified line at most."""
MOST_LINES = 6
"""Lines of a header at most, above the first rule below it."""
_FINE = 4
"""Places to a point, of which the white of many lines is told."""


@dataclass(frozen=True)
class Line:
    """A printed line as the pieces that white parts; less of it parts them where it stands at one of the ``gutters``."""

    row: GlyphRow
    gutters: tuple[float, ...] = ()

    @cached_property
    def base(self) -> float:
        return self.row.glyphs[0].base

    @cached_property
    def pieces(self) -> list[Piece]:
        wide, thin = _GAP * self.row.em, self._thinnest if self.gutters else 0.0
        return self._joined(
            lambda a, b: b - a > wide or (b - a > thin and any(a <= g <= b for g in self.gutters))
        )

    @cached_property
    def thin(self) -> list[Piece]:
        """The pieces that any white parts that is more than between the signs of a word."""
        return self._joined(lambda a, b: b - a > self._thinnest)

    @cached_property
    def _thinnest(self) -> float:
        gaps = sorted(b.left - a.right for a, b in pairwise(self._signs))
        usual = gaps[(len(gaps) - 1) // 3] if gaps else 0.0
        return self.row.em * _THIN + min(max(usual, 0.0), _JUSTIFIED * self.row.em)

    @cached_property
    def _signs(self) -> list[Glyph]:
        return [glyph for glyph in self.row.glyphs if glyph.text.strip()]

    def _joined(self, parts: Callable[[float, float], bool]) -> list[Piece]:
        """The pieces, where ``parts`` says of the end of one sign and the start of the next whether they are parted."""
        found: list[Piece] = []
        for glyph in self._signs:
            if found and not parts(found[-1][1], glyph.left):
                left, right, text = found[-1]
                found[-1] = left, max(right, glyph.right), text + glyph.text
            else:
                found.append((glyph.left, glyph.right, glyph.text))
        return found

    def crosses(self, gutter: float) -> bool:
        """Whether a piece stands on both sides of a gutter."""
        return any(left < gutter - 1 and right > gutter + 1 for left, right, _ in self.pieces)

    def is_wide(self, breadth: float) -> bool:
        """Whether the line goes over nearly all of a table of that breadth."""
        return self.row.box[2] - self.row.box[0] > _WIDE * breadth

    def cut(self, edges: Sequence[float]) -> Line:
        """The line, parted at the edges of columns too."""
        return Line(self.row, tuple(edges[1:-1]))


def spans(line: Line, edges: Sequence[float]) -> bool:
    return any(line.crosses(edge) for edge in edges[1:-1])


def is_section(line: Line, edges: Sequence[float]) -> bool:
    """Whether a line stands alone and over several columns."""
    return len(line.pieces) == 1 and spans(line, edges)


def are_rows(lines: Sequence[Line]) -> bool:
    """Whether two strips of white at least go through all lines, however near to each other their words stand."""
    return len(_white(lines, 0, _THIN)) > 1


def edges_of(lines: Sequence[Line], bars: Sequence[Bar], above: Sequence[float]) -> list[float]:
    """The edges of the columns: those of the table on the page before where they fit, else the middles of the white between."""
    if above:
        several = [parted for line in lines if len((parted := line.cut(above)).pieces) > 1]
        if several and not any(spans(line, above) for line in several):
            return list(above)
    left = min((line.row.box[0] for line in lines), default=0.0)
    right = max((line.row.box[2] for line in lines), default=0.0)
    several = [
        line for line in lines if len(line.pieces) > 1 or (len(line.thin) > 2 and line.is_wide(right - left))
    ]
    if len(several) < 2 or 8 * len(several) < len(lines):
        return []
    gutters = _gutters(several, _head(lines, bars, right - left))
    singles = [cut for line in lines if len((cut := line.cut([left, *gutters, right])).pieces) == 1]
    if gutters and 3 * sum(any(line.crosses(g) for g in gutters) for line in singles) > max(6, len(lines)):
        return []
    ends = [bar for bar in bars if bar[2] - bar[1] >= LONG]
    return [
        min([left - 2, *(bar[1] for bar in ends)]),
        *gutters,
        max([right + 2, *(bar[2] for bar in ends)]),
    ]


def _head(lines: Sequence[Line], bars: Sequence[Bar], breadth: float) -> Sequence[Line]:
    """The lines of the header: those above the first rule below the first line that goes all over, or most of it; else this alone."""
    under = [(y, (right - left) / breadth) for y, left, right in bars if y > lines[0].base]
    first = min((y for y, share in under if share > 0.9), default=0.0)
    first = first or min((y for y, share in under if share > 0.5), default=0.0)
    above = [line for line in lines if line.base < first]
    return above if 0 < len(above) <= MOST_LINES else lines[:1]


def _gutters(lines: Sequence[Line], head: Sequence[Line]) -> list[float]:
    """The middles of the white strips that (nearly) all lines leave; one under a label alone is of its column."""
    strips = _white(lines, len(lines) // 12 or (len(lines) > 4), _THIN)
    em = lines[0].row.em
    thin = [(a + b) / 2 for a, b, wide in strips if wide <= _GAP * em]
    gutters = [(a + b) / 2 for a, b, _ in strips]
    while unlabelled := [g for g in thin if g in gutters and not _is_between_labels(head, gutters, g)]:
        gutters.remove(unlabelled[0])
    return _without_labels([line.cut([0.0, *gutters, 0.0]) for line in lines], gutters)


def _is_between_labels(head: Sequence[Line], gutters: Sequence[float], gutter: float) -> bool:
    """Whether the header has a label in the column before a gutter and in that behind it."""
    cut = [line.cut([0.0, *gutters, 0.0]) for line in head]
    inside = [piece for line in cut for piece in line.pieces]
    at = gutters.index(gutter)
    columns = {
        bisect(gutters, (left + right) / 2) for left, right, _ in inside if not left < gutter - 1 < right - 2
    }
    return {at, at + 1} <= columns


def _white(lines: Sequence[Line], allowed: int, least: float) -> list[tuple[float, float, float]]:
    """The strips, ``least`` ems wide or more, that stay white in all lines but so many: ends of the whitest part, whole breadth."""
    start = int(min(line.thin[0][0] for line in lines) * _FINE)
    stop = int(max(line.thin[-1][1] for line in lines) * _FINE) + 2
    changes = [0] * (stop - start + 1)
    for line in lines:
        for left, right, _ in line.thin:
            changes[max(round(left * _FINE) - start, 0)] += 1
            changes[round(right * _FINE) - start] -= 1
    cover = list(accumulate(changes))[: stop - start - 1]
    enough = least * lines[0].row.em * _FINE
    found: list[tuple[float, float, float]] = []
    x = 0
    while x < len(cover):
        end = x
        while end < len(cover) and cover[end] <= allowed:
            end += 1
        if end - x >= enough and x and end < len(cover):
            first, last = _whitest(cover, x, end)
            found.append(((start + first) / _FINE, (start + last) / _FINE, (end - x) / _FINE))
        x = end + 1
    return found


def _whitest(cover: Sequence[int], start: int, stop: int) -> tuple[int, int]:
    """The widest run of the least covered."""
    least = min(cover[start:stop])
    runs: list[tuple[int, int]] = []
    for x in range(start, stop):
        if cover[x] == least:
            runs = [*runs[:-1], (runs[-1][0], x + 1)] if runs and runs[-1][1] == x else [*runs, (x, x + 1)]
    return max(runs, key=lambda run: run[1] - run[0])


def _without_labels(lines: Sequence[Line], gutters: list[float]) -> list[float]:
    """The gutters but for those on one side of which a label stands alone, and on the other only what is below it."""
    filled = [{bisect(gutters, (left + right) / 2) for left, right, _ in line.pieces} for line in lines]
    head, body = filled[0], set[int]().union(*filled[1:])
    return [
        gutter
        for n, gutter in enumerate(gutters)
        if not any(a in head - body and b in body - head for a, b in ((n, n + 1), (n + 1, n)))
    ]
