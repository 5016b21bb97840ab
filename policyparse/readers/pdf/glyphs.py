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
from policyparse.readers.page.lines import HAN, Glyph

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


def frame_of(width: float, height: float, chars: Sequence[Char]) -> Frame:
    """The frame in which most of the characters are level."""
    ways = Counter(_way(char) for char in chars)
    way: Way = max(("level", "up", "down"), key=lambda w: ways[w])
    return Frame(width, height, way)


def glyphs_of(chars: Sequence[Char], frame: Frame) -> list[Glyph]:
    """The characters that run the way of the page and stand on it."""
    running = [char for char in chars if _way(char) == frame.way]
    scales = _scales(running, frame)
    glyphs = []
    for char in running:
        left, _, right, bottom = frame.turned((char["x0"], char["top"], char["x1"], char["bottom"]))
        width, height = frame.size
        if 0 <= (left + right) / 2 <= width and 0 <= bottom <= height + char["size"]:
            font = char["fontname"]
            text = str(char["text"])
            if _NO_CODE.fullmatch(text):
                text = "\ufffd"
            elif _FOUNDER.search(font):
                text = _FOUNDER_SIGNS.get(text, text)
            glyphs.append(Glyph(text, left, right, frame.base(char), font, char["size"] * scales[font]))
    return glyphs


def is_undecoded(chars: Sequence[Char]) -> bool:
    """Whether the page's fonts do not say which characters they print, so that it must be read by sight."""
    return 3 * sum(bool(_NO_CODE.fullmatch(char["text"])) for char in chars) > len(chars) > 0


def _way(char: Char) -> Way:
    """Which way the character runs, by its text matrix."""
    a, b, *_ = char["matrix"]
    if abs(b) <= _SLANT * abs(a):
        return "level" if a > 0 else "aslant"
    if abs(a) <= _SLANT * abs(b):
        return "up" if b > 0 else "down"
    return "aslant"


def _scales(chars: Sequence[Char], frame: Frame) -> dict[str, float]:
    """What each font's size is to be multiplied by: some (方正) name double their size and draw at half."""
    widths: dict[str, list[float]] = {char["fontname"]: [] for char in chars}
    for char in chars:
        if HAN.match(char["text"]) and char["size"]:
            along = char["x1"] - char["x0"] if frame.way == "level" else char["bottom"] - char["top"]
            widths[char["fontname"]].append(along / char["size"])
    usual = {font: median(found) if found else 1.0 for font, found in widths.items()}
    return {font: scale if scale < 0.75 else 1.0 for font, scale in usual.items()}
