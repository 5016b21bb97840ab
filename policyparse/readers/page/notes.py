"""Footnotes of a page: small type with a mark of its own, below a short rule at the left edge. They are no text that orders anything."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from policyparse.readers.page.lines import Glyph, Row

_LONGEST, _SHORTEST = 0.5, 20.0
"""The rule over footnotes: of the text block's breadth at most, and points at least."""
_SMALLER = 0.96
"""Of the type of the page, how large footnotes are at most."""
_BELOW = 3.0
"""Ems between the rule and the first footnote at most."""
# what a footnote begins with; 例：① · * · [1] · 1. · 注1：
_MARK = re.compile(
    r"[①-⑳*＊†※]|[\[［〔【(（]?\d{1,2}[\]］〕】)）.．、\s]|\d{1,2}(?=[\u3400-\u9fff])|注\s*\d{0,2}\s*[:：]"
)
_NUMBER = re.compile(r"[①-⑳*＊†※\d]{1,3}")
_PAGE_NUMBER = re.compile(r"[-—–－·第页共/\d０-９\s]{1,12}")


def marked(
    rows: Sequence[Row], bars: Sequence[tuple[float, float, float]], glyphs: Sequence[Glyph]
) -> list[Row]:
    """The rows of a page, its footnotes and the raised numbers that call them marked as notes.

    ``bars`` are the level rules (height, left and right end), ``glyphs`` all that is printed on the page.
    """
    found = list(rows)
    if not rows or not bars:
        return found
    left, right = min(row.box[0] for row in rows), max(row.box[2] for row in rows)
    for y, start, end in bars:
        if not (_SHORTEST < end - start < _LONGEST * (right - left) and abs(start - left) < 3 * rows[0].em):
            continue
        below = [
            i
            for i, row in enumerate(rows)
            if row.box[1] > y - 1 and not _PAGE_NUMBER.fullmatch(row.text.strip())
        ]
        if not below or any(_is_underlined(row, y, start, end) for row in rows):
            continue
        first = rows[below[0]]
        above = Counter(round(glyph.size, 1) for glyph in glyphs if glyph.base < y)
        usual = max(above, key=lambda size: above[size], default=0.0)
        small = all(rows[i].em <= _SMALLER * usual for i in below)
        if small and first.box[1] - y < _BELOW * first.em and _MARK.match(first.text.strip()):
            for i in below:
                found[i] = replace(rows[i], note=True)
            for i in _calls(rows, usual):
                found[i] = replace(rows[i], note=True)
            break
    return found


def _is_underlined(row: Row, y: float, start: float, end: float) -> bool:
    """Whether a rule stands right under words."""
    return 0 <= y - row.box[3] + 1 < 0.3 * row.em and row.box[0] < end and row.box[2] > start


def _calls(rows: Sequence[Row], usual: float) -> list[int]:
    """The rows that are raised numbers alone, over words of the line that they stand in."""
    return [
        i
        for i, row in enumerate(rows)
        if row.em < 0.8 * usual
        and all(_NUMBER.fullmatch(part) for part in row.text.split())
        and any(
            other.em > row.em / 0.8
            and other.box[1] - row.em < row.box[1] < other.box[3]
            and other.box[0] < row.box[0]
            for other in rows
        )
    ]
