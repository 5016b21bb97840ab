"""pdfplumber's characters → glyphs on a page that is turned so as to be read.

A landscape table is often set sideways on an upright page. Where most of the text runs up or down the page,
the page is turned by a quarter, and its boxes are those of the turned page. What then is not level is a
watermark or a seal, and no text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any, Literal

from policyparse.model import Box
from policyparse.readers.page.lines import Glyph
from policyparse.readers.pdf.rules import Edge

Char = dict[str, Any]
Way = Literal["level", "up", "down", "aslant"]
_SLANT = 0.05
_FOUNDER = re.compile(r"-PK[0-9a-f]{4,}$")
"""Fonts embedded by 方正书版, which gives the decimal point of its digits a private code."""

_NO_CODE = re.compile(r"\(cid:\d+\)|\ufffd")
"""What pdfminer gives for a glyph without a character."""

_FOUNDER_SIGNS = {"\ue010": "."}


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's size as printed, and which way its text runs."""

    width: float
    height: float
    way: Way

    @property
    def size(self) -> tuple[float, float]:
        """Width and height of the page once turned."""
        return (self.width, self.height) if self.way == "level" else (self.height, self.width)

    def turned(self, box: Box) -> Box:
        """The box on the turned page."""
        left, top, right, bottom = box
        if self.way == "up":
            return (self.height - bottom, left, self.height - top, right)
        if self.way == "down":
            return (top, self.width - right, bottom, self.width - left)
        return box

    def base(self, char: Char) -> float:
        """The height of the character's base line on the turned page."""
        across, up = char["matrix"][4], char["matrix"][5]
        return float({"up": across, "down": self.width - across}.get(self.way, self.height - up))


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as its file draws it: glyphs, the edges of rules, whether a picture covers it (``pictured``), grounds filled in."""

    frame: Frame
    glyphs: list[Glyph]
    edges: list[Edge]
    pictured: bool
    grounds: list[Box]


def frame_of(width: float, height: float, chars: Sequence[Char]) -> Frame:
    """The frame in which most of the characters are level."""
    ways = Counter(_way(char) for char in chars)
    way: Way = max(("level", "up", "down"), key=lambda w: ways[w])
    return Frame(width, height, way)


def glyphs_of(chars: Sequence[Char], frame: Frame) -> list[Glyph]:
    """The characters that run the way of the page and stand on it."""
    running = [char for char in chars if _way(char) == frame.way]
    boxes = [frame.turned((char["x0"], char["top"], char["x1"], char["bottom"])) for char in running]
    found = true_sized(
        [
            Glyph(
                printed(str(char["text"]), char["fontname"]),
                box[0],
                box[2],
                frame.base(char),
                char["fontname"],
                char["size"],
            )
            for char, box in zip(running, boxes, strict=True)
        ]
    )
    return [
        glyph
        for glyph, char, box in zip(found, running, boxes, strict=True)
        if stands_on(frame.size, glyph, box[3], char["size"])
    ]


def printed(sign: str, font: str) -> str:
    """The sign that is printed where the file tells this one."""
    if _NO_CODE.fullmatch(sign):
        return "\ufffd"
    return _FOUNDER_SIGNS.get(sign, sign) if sign in _FOUNDER_SIGNS and _FOUNDER.search(font) else sign


def stands_on(size: tuple[float, float], glyph: Glyph, bottom: float, high: float) -> bool:
    """Whether a glyph stands on a page of that size and is not cut off by its edge."""
    return 0 <= (glyph.left + glyph.right) / 2 <= size[0] and 0 <= bottom <= size[1] + high


def is_undecoded(chars: Sequence[Char]) -> bool:
    """Whether the page's fonts do not say which characters they print, so that it must be read by sight."""
    return 3 * sum(bool(_NO_CODE.fullmatch(char["text"])) for char in chars) > len(chars) > 0


def _way(char: Char) -> Way:
    a, b, *_ = char["matrix"]
    return way_of(a, b)


def way_of(a: float, b: float) -> Way:
    """Which way characters run, by the first numbers of their text matrix."""
    if abs(b) <= _SLANT * abs(a):
        return "level" if a > 0 else "aslant"
    if abs(a) <= _SLANT * abs(b):
        return "up" if b > 0 else "down"
    return "aslant"


def true_sized(glyphs: list[Glyph]) -> list[Glyph]:
    """The glyphs in the sizes that they are drawn in: some fonts (方正) name double their size and draw at half."""
    widths: dict[str, list[float]] = {}
    for glyph in glyphs:
        if glyph.size and "\u3400" <= glyph.text <= "\u9fff":
            widths.setdefault(glyph.font, []).append((glyph.right - glyph.left) / glyph.size)
    scales = {font: scale for font, found in widths.items() if (scale := median(found)) < 0.75}
    if not scales:
        return glyphs
    return [glyph._replace(size=glyph.size * scales.get(glyph.font, 1.0)) for glyph in glyphs]
