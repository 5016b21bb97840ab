"""Characters with their places → printed lines, with what is seen of them: size, weight, centring.

Characters of one line share a base line, whatever their fonts; they are read by their place. A blank is put
in only where the file has none and the gap is far wider than the line's own spacing, for justified Chinese
text is spaced at every character, and digits stand off from Han everywhere.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from policyparse.model import Box, Line

HEAVY = re.compile(
    r"bold|heavy|black|semibold|demi|simhei|heiti|黑体|xbs|xiaobiaosong|小标宋|^HTJ", re.IGNORECASE
)
"""Names of heavy faces; 黑体 and 小标宋 are the heading faces of GB/T 9704, 7.3.3."""

HAN = re.compile(r"[\u3400-\u9fff]")


class Glyph(NamedTuple):
    """A character on a page, in points from the upper left corner; ``base`` is its base line."""

    text: str
    left: float
    right: float
    base: float
    font: str
    size: float
    doubled: bool = False


@cache
def is_heavy(font: str) -> bool:
    """Whether a font is a heavy face, by its name, which may have a tag before it: ABCDEF+SimHei."""
    return bool(HEAVY.search(font.rsplit("+", maxsplit=1)[-1]))


@dataclass(frozen=True)
class GlyphRow:
    """The glyphs of one printed line from left to right, blanks at its ends left out.

    ``column`` are the left and the right edge of the column that it stands in, where the page has several.
    """

    glyphs: tuple[Glyph, ...]
    column: tuple[float, float] | None = None

    @cached_property
    def em(self) -> float:
        """The type size of most of the line."""
        return _middle([g.size for g in self.glyphs])

    @cached_property
    def box(self) -> Box:
        """The printed extent; the height is an em over the base line, for some fonts tell a false one."""
        base = _middle([g.base for g in self.glyphs])
        left, right = min([g.left for g in self.glyphs]), max([g.right for g in self.glyphs])
        return (
            round(left, 1),
            round(base - 0.86 * self.em, 1),
            round(right, 1),
            round(base + 0.14 * self.em, 1),
        )

    @cached_property
    def _gaps(self) -> tuple[bool, ...]:
        """For each glyph but the first, whether only a blank explains the gap before it."""
        gaps = [b.left - a.right for a, b in zip(self.glyphs, self.glyphs[1:], strict=False)]
        usual = sorted(gaps)[(len(gaps) - 1) // 3] if gaps else 0.0
        return tuple(gap > max(0.8 * self.em, usual + 0.6 * self.em) for gap in gaps)

    @cached_property
    def text(self) -> str:
        """The characters, with the file's blanks and one for each gap that only a blank explains."""
        words = [self.glyphs[0].text]
        for wide, left, right in zip(self._gaps, self.glyphs, self.glyphs[1:], strict=False):
            if wide and not left.text.isspace() and not right.text.isspace():
                words.append(" ")
            words.append(right.text)
        return "".join(words)

    @cached_property
    def starts(self) -> tuple[float, ...]:
        """The left edges of the parts after such gaps."""
        return tuple(glyph.left for wide, glyph in zip(self._gaps, self.glyphs[1:], strict=False) if wide)

    def seen(self) -> Row:
        """The row without its glyphs."""
        fonts: dict[str, list[int]] = {}
        for glyph in self.glyphs:
            counts = fonts.setdefault(glyph.font, [0, 0])
            counts[0] += 1
            counts[1] += glyph.doubled
        told = tuple((font, signs, doubled) for font, (signs, doubled) in fonts.items())
        return Row(self.text, self.box, self.em, self.starts, told, column=self.column)

    def cut(self, at: float) -> list[GlyphRow]:
        """The row, or its two parts to the left and the right of ``at``."""
        parts = [tuple(g for g in self.glyphs if (g.left < at - 1) is left) for left in (True, False)]
        return [GlyphRow(part) for part in parts if part]


@dataclass(frozen=True, slots=True)
class Row:
    """A printed line as it is seen: ``fonts`` are those of its signs, with how many each has and how many of these stand twice.

    ``note`` says that it is of a footnote; ``column`` as a GlyphRow has it. Of a page this stays: a long file has a million glyphs.
    """

    text: str
    box: Box
    em: float
    starts: tuple[float, ...]
    fonts: tuple[tuple[str, int, int], ...]
    note: bool = False
    column: tuple[float, float] | None = None

    @property
    def signs(self) -> int:
        """How many there are."""
        return sum(signs for _, signs, _ in self.fonts)


@dataclass(frozen=True, slots=True)
class Look:
    """How the body of a file is set: its text block, its size, and whether its face is a heavy one."""

    left: float
    right: float
    size: float
    heavy: bool


def _middle(numbers: Sequence[float]) -> float:
    """The median; nearly always all are one."""
    return numbers[0] if len({*numbers}) == 1 else median(numbers)


def rows_of(glyphs: Iterable[Glyph]) -> list[GlyphRow]:
    """The printed lines of one page, from top to bottom."""
    lines: list[list[Glyph]] = []
    for glyph in sorted(_once(glyphs), key=attrgetter("base", "left")):
        if lines and abs(glyph.base - lines[-1][-1].base) <= 0.2 * glyph.size:
            lines[-1].append(glyph)
        else:
            lines.append([glyph])
    pieces = (piece for line in lines for piece in _of_one_size(sorted(line, key=attrgetter("left"))))
    rows = (_trimmed(piece) for piece in pieces)
    return [GlyphRow(tuple(row)) for row in rows if row]


def _of_one_size(line: list[Glyph]) -> list[list[Glyph]]:
    """The line, cut at wide gaps where the type size changes: what stands beside it is no part of it."""
    if len({glyph.size for glyph in line}) == 1:
        return [line]
    pieces = [[line[0]]]
    for left, right in pairwise(line):
        larger, smaller = max(left.size, right.size), min(left.size, right.size)
        if right.left - left.right > 2 * larger and larger > 1.08 * smaller:
            pieces.append([])
        pieces[-1].append(right)
    return pieces


def looks(rows: Sequence[Row]) -> Look:
    """The usual look of the rows; all zero where there are none."""
    if not rows:
        return Look(0.0, 0.0, 0.0, False)
    sizes = Counter[float]()
    fonts = Counter[str]()
    for row in rows:
        sizes[round(row.em, 1)] += row.signs
        fonts.update({font: signs for font, signs, _ in row.fonts})
    size = sizes.most_common(1)[0][0]
    # the rounding is allowed for, or rows of a size near nothing would be none of the rows of their own size
    body = [row for row in rows if abs(row.em - size) <= max(0.1 * size, 0.06)]
    lefts = Counter(round(row.box[0]) for row in body)
    rights = sorted(row.box[2] for row in body)
    return Look(
        left=float(min(x for x, n in lefts.items() if n >= max(lefts.values()) / 4)),
        right=rights[int(0.9 * (len(rights) - 1))],
        size=size,
        heavy=is_heavy(fonts.most_common(1)[0][0]),
    )


def to_line(row: Row, page: int, look: Look) -> Line:
    """The row as a Line of that page."""
    heavy = sum(signs if not look.heavy and is_heavy(font) else doubled for font, signs, doubled in row.fonts)
    return Line(
        text=row.text,
        page=page,
        box=row.box,
        size=round(row.em, 1),
        bold=heavy * 2 > row.signs,
        centred=_centred(row, look),
        starts=row.starts,
        note=row.note,
        column=row.column,
    )


def _centred(row: Row, look: Look) -> bool:
    edges = row.column or (look.left, look.right)
    left, right = row.box[0] - edges[0], edges[1] - row.box[2]
    if min(left, right) < 0.6 * row.em:
        return False
    indented = abs(left - 2 * look.size) < 0.3 * look.size and row.em < 1.1 * look.size
    return abs(left - right) <= (0.1 if indented else 0.6) * row.em


def _once(glyphs: Iterable[Glyph]) -> list[Glyph]:
    """Bold is often faked by printing a character twice, a hair apart: give it once, marked as doubled."""
    kept: list[Glyph] = []
    places: dict[str, list[int]] = {}
    for glyph in glyphs:
        text, left, _, base, _, size, _ = glyph
        alike = places.get(text)
        if alike is None:
            alike = places[text] = []
        near = 0.1 * size if size > 2.5 else 0.25
        for i in alike:
            if abs(left - kept[i].left) < near and abs(base - kept[i].base) < near:
                if text.strip():
                    kept[i] = kept[i]._replace(doubled=True)
                break
        else:
            alike.append(len(kept))
            kept.append(glyph)
    return kept


def _trimmed(glyphs: list[Glyph]) -> list[Glyph]:
    while glyphs and not glyphs[0].text.strip():
        glyphs = glyphs[1:]
    while glyphs and not glyphs[-1].text.strip():
        glyphs = glyphs[:-1]
    return glyphs
