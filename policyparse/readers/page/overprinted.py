"""Watermarks that are set level: large words printed across the text of the page. They are no text of it, wherever they stand in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from math import inf

from policyparse.readers.page.lines import Glyph, rows_of

_LARGER = 1.8
"""Times the type of the page in which a watermark is set at least."""
_LONGEST = 24
"""Signs of one line of a watermark at most."""
_SHARE = 0.5
"""Of its signs, how many stand on signs of the text at least: those over white, or behind the end of a line, do not."""


def parted(glyphs: Sequence[Glyph]) -> tuple[Sequence[Glyph], tuple[str, ...]]:
    """The glyphs that are text of the page, and the words of its watermarks."""
    sizes = {glyph.size for glyph in glyphs}
    if len(sizes) < 2 or max(sizes) < _LARGER * min(sizes):
        return glyphs, ()
    usual = Counter(glyph.size for glyph in glyphs if glyph.text.strip()).most_common(1)
    least = _LARGER * usual[0][0] if usual else 0.0
    large = [glyph for glyph in glyphs if glyph.size >= least]
    if not large or len(large) == len(glyphs):
        return glyphs, ()
    small = sorted((g.base - 0.35 * g.size, (g.left + g.right) / 2) for g in glyphs if g.size < least)
    marks = [
        row
        for row in rows_of(large)
        if len(row.glyphs) <= _LONGEST
        and sum(_is_over(glyph, small) for glyph in row.glyphs) >= _SHARE * len(row.glyphs)
    ]
    gone = {glyph[1:4] for row in marks for glyph in row.glyphs}
    kept = [glyph for glyph in glyphs if glyph.size < least or glyph[1:4] not in gone] if gone else glyphs
    return kept, tuple(row.text for row in marks)


def _is_over(large: Glyph, small: Sequence[tuple[float, float]]) -> bool:
    """Whether the middle of a sign of the text, of which ``small`` has the heights and places in order, stands well within the em
    of a large one."""
    inset = 0.1 * large.size
    top, bottom = large.base - 0.76 * large.size, large.base - 0.04 * large.size
    near = small[bisect_right(small, (top, inf)) : bisect_left(small, (bottom, -inf))]
    return any(large.left + inset < x < large.right - inset for _, x in near)
