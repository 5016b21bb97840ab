"""Words that OCR found → the rows of a printed page, as the PDF reader has them, so that they are reflowed the same way.

OCR says where ink is, not where type stands: the size of the type follows from how many characters a word has
in its width, each Han character one em wide, and is then taken to be one of the sizes that printers have.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from statistics import median

from policyparse.readers.page.lines import Glyph

_TYPES = (42, 36, 26, 24, 22, 18, 16, 15, 14, 12, 10.5, 9, 7.5, 6.5, 5.5)
"""The sizes of 初号 to 八号 in points."""

_OPENING, _CLOSING = "（《“‘〔【「『", "，。、；：！？）》”’〕】」』…"
_POINTS = re.compile(r"(?<=[\u3400-\u9fff”》〕])[(),:;!?\[\]]+|[(),:;!?\[\]]+(?=[\u3400-\u9fff“《〔])")
_FULL = str.maketrans("(),:;!?[]", "（），：；！？［］")
_YEAR = re.compile(r"[\[〔［(（]((?:19|20)\d\d)[\]〕］)）](?=\s?\d+\s?号)")
_AROUND = "\u3400-\u9fff，。、；：！？（）《》“”［］"
_SPECK = re.compile(
    rf"(?<=[{_AROUND}])\.+(?=[{_AROUND}]|$)|(?<=[，。、；：！？（）《》“”［］])·|·(?=[，。、；：！？（）《》“”［］])"
)
_MIDDLE = re.compile(rf"(?<=[{_AROUND}])[.·]+(?=[{_AROUND}]|$)")
_PAGE_NUMBER = re.compile(r"[-—–一_~－·.\s]{1,3}\s*(\d{1,3})\s*[-—–一_~－·.\s]{1,3}")


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its place in points on the straightened page."""

    text: str
    left: float
    right: float
    middle: float
    height: float
    score: float = 1.0

    @property
    def ems(self) -> float:
        """How many ems of ink its characters take; a point at an end leaves half of its em white."""
        white = 0.5 * (self.text[:1] in _OPENING) + 0.5 * (self.text[-1:] in _CLOSING)
        return max(0.5, sum(map(_em, self.text)) - white)

    @property
    def wide(self) -> float:
        """The size of its type by its width: never too small, too large where it is spaced out."""
        return (self.right - self.left) / self.ems


@dataclass(frozen=True, slots=True)
class Body:
    """The size of most of a file's text, and how high OCR draws the box of a line of it."""

    size: float
    height: float

    def tall(self, each: Word) -> float:
        """The size of a piece by its height."""
        return each.height / self.height * self.size

    def type_of(self, each: Word) -> float:
        """The size that a piece is set in: the body's, unless both its width and its height say otherwise."""
        tall = self.tall(each)
        if min(tall, each.wide) > (1.12 + 0.6 / each.ems) * self.size:
            return _printed(min(each.wide, 1.2 * tall))
        if each.wide < 0.91 * self.size and each.ems >= 3:
            return _printed(each.wide)
        return _printed(tall) if tall < 0.7 * self.size else self.size


def typed(text: str, worn: bool = False) -> str:
    """The text with points as Chinese is printed, where OCR gives either form.

    A dot between Han characters is a speck; so is a 间隔号 on a ``worn`` page, else it may stand in a name.
    """
    text = (_MIDDLE if worn else _SPECK).sub("", _YEAR.sub(r"〔\1〕", text))
    return _POINTS.sub(lambda found: found[0].translate(_FULL), text)


def skew(words: Iterable[tuple[str, Sequence[tuple[float, float]]]]) -> float:
    """The angle in degrees, clockwise, by which the longer words lean; 0 where there are none."""
    angles = [
        math.degrees(math.atan2(b[1] - a[1], b[0] - a[0]))
        for text, (a, b, *_) in words
        if len(text) >= 6 and abs(b[0] - a[0]) > 2 * abs(b[1] - a[1])
    ]
    return median(angles) if angles else 0.0


def word(
    text: str,
    quad: Sequence[tuple[float, float]],
    score: float,
    angle: float,
    centre: tuple[float, float],
) -> Word:
    """A word straightened: its corners (in points) turned back by ``angle`` about ``centre``."""
    sine, cosine = math.sin(math.radians(-angle)), math.cos(math.radians(-angle))
    a, b, c, d = (
        (
            centre[0] + (x - centre[0]) * cosine - (y - centre[1]) * sine,
            centre[1] + (x - centre[0]) * sine + (y - centre[1]) * cosine,
        )
        for x, y in quad
    )
    height = (math.dist(a, d) + math.dist(b, c)) / 2
    middle = (a[1] + b[1] + c[1] + d[1]) / 4
    return Word(text, (a[0] + d[0]) / 2, (b[0] + c[0]) / 2, middle, height, score)


def body_of(pieces: Sequence[Word]) -> Body:
    """What most of the text of a file is set in."""
    long = [each for each in pieces if each.ems >= 8] or list(pieces)
    sizes = Counter[float]()
    for each in long:
        sizes[round(2 * each.wide) / 2] += len(each.text)
    if not sizes:
        return Body(16.0, 19.0)
    usual = max(sizes, key=lambda s: sizes[s] + 0.5 * (sizes.get(s - 0.5, 0) + sizes.get(s + 0.5, 0)))
    heights = [each.height for each in long if abs(each.wide - usual) < 0.3] or [each.height for each in long]
    return Body(_printed(usual), median(heights))


def glyphs(pieces: Iterable[Word], body: Body, height: float) -> list[Glyph]:
    """The characters of the pieces of one page, ``height`` points high.

    A short line, whose own size is hard to tell, is set as the line above it is, if it can be.
    """
    found: list[Glyph] = []
    above = body.size
    for line in _lines(pieces):
        whole = sum(p.right - p.left for p in line)
        middle = sum(p.middle * (p.right - p.left) for p in line) / whole if whole else line[0].middle
        longest = max(line, key=lambda p: len(p.text))
        alike_above = longest.ems < 6 and abs(body.tall(longest) - above) < 0.2 * above
        size = above = above if alike_above else body.type_of(longest)
        for each in line:
            alike = abs(each.height - longest.height) < 0.25 * longest.height
            found += _spread(_numbered(each, height), middle, size if alike else body.type_of(each))
    return found


def _em(character: str) -> float:
    return 1.0 if unicodedata.east_asian_width(character) in "WFA" else 0.5


def _printed(size: float) -> float:
    near = min(_TYPES, key=lambda known: abs(known - size))
    return float(near) if abs(near - size) < 0.06 * near else round(2 * size) / 2


def _lines(pieces: Iterable[Word]) -> list[list[Word]]:
    """The pieces of each printed line: those whose middles are level."""
    lines: list[list[Word]] = []
    for each in sorted(pieces, key=lambda p: p.middle):
        level = (
            [p for p in lines[-1] if abs(p.middle - each.middle) < 0.35 * min(p.height, each.height)]
            if lines
            else []
        )
        beside = all(each.left > p.right - p.height or each.right < p.left + p.height for p in level)
        if level and beside:
            lines[-1].append(each)
        else:
            lines.append([each])
    return lines


def _numbered(each: Word, height: float) -> Word:
    """A page number at the foot of the page, whose dashes OCR reads as 一, with dashes again."""
    found = _PAGE_NUMBER.fullmatch(each.text)
    return replace(each, text=f"— {found[1]} —") if found and each.middle > 0.85 * height else each


def _spread(each: Word, middle: float, size: float) -> list[Glyph]:
    """The characters over the width of their word, each by its share."""
    whole = sum(map(_em, each.text)) or 1.0
    step = (each.right - each.left) / whole
    placed, left = [], each.left
    for character in each.text:
        right = left + step * _em(character)
        placed.append(Glyph(character, left, right, middle + 0.36 * size, "", size))
        left = right
    return placed
