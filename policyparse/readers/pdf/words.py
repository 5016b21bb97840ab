"""The words of a page, as pdfium has them, on their way to glyphs: the same as pdfplumber's, or a doubt.

A page has thousands of characters and five questions are asked of each, so this is written for speed: pdfium's functions take
addresses as plain numbers here, and what a text object or a font says is asked once.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from policyparse.readers.page.lines import Glyph
from policyparse.readers.pdf.drawings import DIGITS, Placed, Point, asked, matrix, typed
from policyparse.readers.pdf.glyphs import Frame, printed, stands_on, true_sized, way_of

_NO_SIGNS = frozenset({0, 2, 0xFFFD, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000), *range(0xFB00, 0xFB07)})
"""What stands for an unknown sign or a hyphen that pdfium takes for one (2), halves of pairs, ligatures."""

_MADE = frozenset(b" \r\n")
"""What pdfium puts in of its own."""
_BLANK = ord(" ")

_NEAR = 0.1
"""Places nearer to each other than this, in points, are one."""

_TWICE = 0.1
"""Of its size, how far from each other a sign is printed twice: a heavy face that is faked."""

_DESCENT = 0.14
"""Of its size, how far a character reaches below its base line."""


class Doubt(Exception):
    """The page is to be read by pdfplumber."""


_sign = asked("FPDFText_GetUnicode", ctypes.c_uint, ctypes.c_int)
_is_made = asked("FPDFText_IsGenerated", ctypes.c_int, ctypes.c_int)
_is_unknown = asked("FPDFText_HasUnicodeMapError", ctypes.c_int, ctypes.c_int)
_source = asked("FPDFText_GetTextObject", ctypes.c_void_p, ctypes.c_int)
_origin = asked("FPDFText_GetCharOrigin", ctypes.c_int, ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
_size = asked("FPDFTextObj_GetFontSize", ctypes.c_int, ctypes.c_void_p)
_font = asked("FPDFTextObj_GetFont", ctypes.c_void_p)
_width = asked("FPDFFont_GetGlyphWidth", ctypes.c_int, ctypes.c_uint32, ctypes.c_float, ctypes.c_void_p)


class Drawn(NamedTuple):
    """What pdfium does not tell of the fonts of a page that are drawn sign by sign (Type 3; ISO 32000-1, 9.6.5).

    ``name`` is one for them all, ``widths`` are those of their signs by the thousandths of their size to which pdfium rounds them.
    """

    name: str
    widths: dict[int, float]


class _Font:
    """A font in one size: its name, and what it prints for each sign, how wide, as far as it was asked."""

    __slots__ = ("_address", "_size", "_widths", "carried", "name", "printed")

    def __init__(self, address: int, size: float, drawn: Drawn | None) -> None:
        font, name = ctypes.cast(address, pdfium.FPDF_FONT), ctypes.create_string_buffer(256)
        length = pdfium.FPDFFont_GetBaseFontName(font, name, len(name))
        named = length > 1
        if not named and drawn is None:
            raise Doubt
        self._address, self._size = address, size
        self._widths = drawn.widths if drawn and not named else None
        self.carried = pdfium.FPDFFont_GetIsEmbedded(font) == 1
        self.name = drawn.name if drawn and not named else name.raw[: length - 1].decode("utf-8", "replace")
        self.printed: dict[int, tuple[str, float]] = {}

    def prints(self, sign: int) -> tuple[str, float]:
        """The sign that is printed, and its width before the page stretches it. Raises Doubt where the font does not tell."""
        width = ctypes.c_float()
        told = _width(self._address, sign, self._size, ctypes.addressof(width))
        wide = width.value
        if self._widths is not None:
            wide = self._size * self._widths.get(round(1000 * wide / self._size), 0.0) if self._size else 0.0
        if not told or wide <= 0:
            raise Doubt
        found = self.printed[sign] = printed(chr(sign), self.name), wide
        return found


class _Setting:
    """How text objects are set: their font and size, whether they are level, how wide they are drawn."""

    __slots__ = ("font", "level", "scale", "size")

    def __init__(self, font: _Font, told: float, a: float, b: float, c: float, d: float) -> None:
        self.level = way_of(a, b) == "level"
        if self.level and (b or c or d <= 0):
            raise Doubt
        self.font, self.scale, self.size = font, a, round(told * d, DIGITS)

    def glyphs(self, signs: Sequence[int], places: Sequence[Point], height: float) -> list[Glyph]:
        """Characters at their places on a page of that height."""
        font, scale, size = self.font, self.scale, self.size
        known, name, new = font.printed, font.name, tuple.__new__  # not Glyph's own: a page has thousands
        found: list[Glyph] = []
        line = base = math.nan
        for sign, (x, y) in zip(signs, places, strict=True):
            text, width = known.get(sign) or font.prints(sign)
            left = round(x, DIGITS)
            right = round(left + width * scale, DIGITS)
            if y != line:
                line, base = y, height - round(y, DIGITS)
            found.append(new(Glyph, (text, left, right, base, name, size, False)))
        return found


class _Run(NamedTuple):
    """The characters that a text object gave, and how they are set."""

    setting: _Setting
    signs: Sequence[int]
    places: Sequence[Point]

    def again(self, x: float, y: float) -> list[Point] | None:
        """Where they stand if they are printed a second time from that place on; None where that is another place."""
        across, up = x - self.places[0][0], y - self.places[0][1]
        near = _TWICE * self.setting.size
        if max(abs(across), abs(up)) > near:
            return None
        return [(left + across, base + up) for left, base in self.places]


class _Settings:
    """The settings of a page's text objects: there are thousands of these, and few settings."""

    def __init__(self, drawn: Drawn | None) -> None:
        self._drawn = drawn
        self._fonts: dict[tuple[int, float], _Font] = {}
        self._known: dict[tuple[float, ...], _Setting] = {}
        self._told = ctypes.c_float()
        self._to = ctypes.addressof(self._told)

    def of(self, words: Placed) -> tuple[_Setting, float, float]:
        """How a text object is set, and where its first character stands. Raises Doubt where it is in doubt."""
        if not _size(words[0], self._to):
            raise Doubt
        told, font = self._told.value, _font(words[0])
        a, b, c, d, x, y = matrix(*words)
        key = font, told, a, b, c, d
        setting = self._known.get(key)
        if setting is None:
            if (font, told) not in self._fonts:
                self._fonts[font, told] = _Font(font, told, self._drawn)
            setting = self._known[key] = _Setting(self._fonts[font, told], *key[1:])
        return setting, x, y


def glyphs_of(
    document: Any, page: Any, text: Any, words: list[Placed], frame: Frame, drawn: Drawn | None
) -> list[Glyph]:
    """The glyphs of a page (pdfium's handles of the document, the page, its text) that run level, from its text objects.

    ``drawn`` tells of its fonts that are drawn sign by sign, where these are alike.

    Raises Doubt where a sign is unknown, is set in no text object of the page, stands on another, or most are not level.
    """
    objects = {one: (one, above) for one, above in words}
    settings = _Settings(drawn)
    runs: dict[int, _Run] = {}
    said = _said(text, objects, runs, settings, frame.height)
    unsaid = [words for address, words in objects.items() if address not in runs]
    found = [*said, *_unsaid(document, page, unsaid, runs, settings, frame.height)]
    return [
        glyph
        for glyph, told in zip(true_sized(found), found, strict=True)
        if stands_on(frame.size, glyph, glyph.base + _DESCENT * told.size, told.size)
    ]


def _said(
    text: Any,
    objects: dict[int, Placed],
    runs: dict[int, _Run],
    settings: _Settings,
    height: float,
) -> list[Glyph]:
    """The characters that pdfium tells; ``runs`` takes what each object gave first."""
    page = ctypes.addressof(text.contents)
    signs = [_sign(page, at) for at in range(pdfium.FPDFText_CountChars(text))]
    chars = [at for at, sign in enumerate(signs) if sign not in _MADE or not _is_made(page, at)]
    if any(signs[at] in _NO_SIGNS or _is_unknown(page, at) for at in chars):
        raise Doubt
    signs, places = [signs[at] for at in chars], _places(page, chars)
    if len(set(places)) < len(places):
        raise Doubt
    found: list[Glyph] = []
    end = 0
    for address, run in groupby([_source(page, at) for at in chars]):
        start, end = end, end + len([*run])
        if address not in runs:
            if address not in objects:
                raise Doubt
            setting, places[start] = _begun(objects[address], places[start], settings, alone=end - start == 1)
            runs[address] = _Run(setting, signs[start:end], places[start:end])
        if runs[address].setting.level:
            found += runs[address].setting.glyphs(signs[start:end], places[start:end], height)
    if 2 * len(found) < len(places) or not found:
        raise Doubt
    if any(_lacks_blank(one, other) for one, other in pairwise(found) if one.text.isspace()):
        raise Doubt
    return found


def _places(page: int, chars: Sequence[int]) -> list[Point]:
    """Where characters of a page stand, by their numbers."""
    numbers = (ctypes.c_double * (2 * len(chars)))()
    start, size = ctypes.addressof(numbers), ctypes.sizeof(ctypes.c_double)
    for to, at in zip(range(start, start + ctypes.sizeof(numbers), 2 * size), chars, strict=True):
        _origin(page, at, to, to + size)
    told = iter(numbers)
    return [*zip(told, told, strict=True)]


def _begun(words: Placed, told: Point, settings: _Settings, *, alone: bool) -> tuple[_Setting, Point]:
    """How a text object is set, and where its first character stands, by pdfium at ``told``.

    Raises Doubt where it is set elsewhere: pdfium leaves out a blank behind one of its own, so the first may be missing. Of a sign
    ``alone`` that the file itself tells (ActualText; ISO 32000-1, 14.9.4) pdfium gives the place inside the form.
    """
    setting, x, y = settings.of(words)
    if _is_near(told, (x, y)):
        return setting, told
    if alone and _is_near(told, matrix(words[0])[4:]):
        return setting, (x, y)
    raise Doubt


def _is_near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < _NEAR and abs(one[1] - other[1]) < _NEAR


def _lacks_blank(before: Glyph, glyph: Glyph) -> bool:
    """Whether a second blank may have stood behind a first one: pdfium leaves it out."""
    return before.base == glyph.base and glyph.left - before.right > 0.1 * before.size


def _unsaid(
    document: Any,
    page: Any,
    unsaid: Sequence[Placed],
    runs: dict[int, _Run],
    settings: _Settings,
    height: float,
) -> Iterator[Glyph]:
    """The characters of text objects that gave none: pdfium drops what is printed twice, as a heavy face is faked, and keeps one of
    two blanks that stand together, its own one first.

    Raises Doubt where one draws something that stands nowhere else: pdfium drops signs of no height too; and where the file does
    not carry the font: on a machine that has none in its place, pdfium drops a sign that stands alone.
    """
    alike: dict[_Setting, list[_Run]] = {}
    for run in runs.values() if unsaid else ():
        alike.setdefault(run.setting, []).append(run)
    for words in unsaid:
        setting, x, y = settings.of(words)
        twice = next(((run, at) for run in alike.get(setting, ()) if (at := run.again(x, y))), None)
        if not setting.font.carried or (not twice and _draws(document, page, typed(words[0]))):
            raise Doubt
        signs, places = (twice[0].signs, twice[1]) if twice else ((_BLANK,), [(x, y)])
        if setting.level:
            yield from setting.glyphs(signs, places, height)


def _draws(document: Any, page: Any, words: Any) -> bool:
    """Whether a text object leaves a trace on the page; one that is a mere point does not."""
    sides = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(words, *sides)
    left, bottom, right, top = (side.value for side in sides)
    if left == right and bottom == top:
        return False
    picture = pdfium.FPDFTextObj_GetRenderedBitmap(document, page, words, 1.0)
    if not picture:
        return True
    try:
        size = pdfium.FPDFBitmap_GetStride(picture) * pdfium.FPDFBitmap_GetHeight(picture)
        return any(ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(picture), size))
    finally:
        pdfium.FPDFBitmap_Destroy(picture)
