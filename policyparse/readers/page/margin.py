"""Line numbers in the margin of a page: a count of its printed lines, left of all of its text, and no text of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise
from operator import attrgetter

from policyparse.readers.page.lines import Glyph

_DIGITS = frozenset("0123456789")
_FEWEST = 4
"""Lines of a page that are numbered at least."""
_BROAD = 3.5
"""Ems of the broadest number."""
_SMALLER = 0.8
"""Of the type of the text, how large numbers are that are told by their size."""
_FULL = 0.5
"""Of the lines, how many reach the right edge at least where the numbers are as large as the text: the rows of a table do not."""

_LONG = 12
"""Ems of a full line at least."""


def unnumbered(glyphs: Sequence[Glyph]) -> tuple[Sequence[Glyph], tuple[str, ...]]:
    """The glyphs without the numbers of lines, and these numbers."""
    inked = [glyph for glyph in glyphs if glyph.text.strip()]
    if not inked or (first := min(inked, key=attrgetter("left"))).text not in _DIGITS:
        return glyphs, ()
    edge = first.left + _BROAD * first.size
    band = [g for g in inked if g.right <= edge and g.text in _DIGITS and g.size == first.size]
    top, bottom = min(g.base for g in band) - first.size, max(g.base for g in band) + 0.2 * first.size
    ids = {id(glyph) for glyph in band}
    text = [g for g in inked if id(g) not in ids and top < g.base < bottom]
    if not text or min(g.left for g in text) < max(g.right for g in band) + 0.5 * first.size:
        return glyphs, ()
    numbers = _lines(band)
    lines = _lines(text)
    if not _count(numbers, lines) or not (_is_small(first, text) or _is_prose(lines)):
        return glyphs, ()
    return [g for g in glyphs if id(g) not in ids], tuple(map(_said, numbers))


def _lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each line, from top to bottom, by their base lines."""
    lines: list[list[Glyph]] = []
    for base, same in groupby(sorted(glyphs, key=attrgetter("base", "left")), key=attrgetter("base")):
        one = [*same]
        if lines and base - lines[-1][0].base <= 0.4 * max(lines[-1][0].size, one[0].size):
            lines[-1] += one
        else:
            lines.append(one)
    return lines


def _said(line: Sequence[Glyph]) -> str:
    return "".join(glyph.text for glyph in sorted(line, key=attrgetter("left")))


def _count(numbers: Sequence[Sequence[Glyph]], lines: Sequence[Sequence[Glyph]]) -> bool:
    """Whether the numbers count the lines: each stands beside one, and goes up as they do."""
    if len(numbers) < _FEWEST:
        return False
    beside = [
        next(
            (i for i, line in enumerate(lines) if abs(line[0].base - one[0].base) < 0.5 * line[0].size), None
        )
        for one in numbers
    ]
    places = [place for place in beside if place is not None]
    counted = [int(_said(one)) for one in numbers]
    return len(places) == len(numbers) and all(
        0 < b - a == after - before
        for (a, b), (before, after) in zip(pairwise(counted), pairwise(places), strict=True)
    )


def _is_small(number: Glyph, text: Sequence[Glyph]) -> bool:
    return number.size <= _SMALLER * sorted(glyph.size for glyph in text)[len(text) // 2]


def _is_prose(lines: Sequence[Sequence[Glyph]]) -> bool:
    """Whether most lines run on to the right edge without a gap in them."""
    right = max(glyph.right for line in lines for glyph in line)
    full = 0
    for line in lines:
        row = sorted(line, key=attrgetter("left"))
        gap = max((b.left - a.right for a, b in pairwise(row)), default=0.0)
        size = row[0].size
        full += right - row[-1].right < 2 * size and gap < 2 * size and right - row[0].left > _LONG * size
    return full >= _FULL * len(lines)
