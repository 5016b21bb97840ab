"""The characters of plain pages by pypdfium2, five times as fast as pdfplumber has them, and the same.

The two agree on the characters and places of a page of text alone. Wherever they are known to differ the page is left to
pdfplumber: drawings that may be tables, forms, turned pages, fonts that do not tell their characters, words printed twice.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeAlias

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from policyparse.readers.pdf.beside import WHOLE_PAGE
from policyparse.readers.pdf.glyphs import Char
from policyparse.readers.pdf.rules import THIN

_RULES = 2
"""Level rules that a page may have and hold no table: one under its head, one over its foot."""

_RECTANGLE = 5
"""Segments of a path that is a rectangle, its closing one counted."""

_NO_SIGNS = frozenset({0, 2, 0xFFFD, 0xFFFE, 0xFFFF, *range(0xD800, 0xE000), *range(0xFB00, 0xFB07)})
"""What stands for an unknown sign or a hyphen that pdfium takes for one (2), halves of pairs, ligatures."""


Document: TypeAlias = pypdfium2.PdfDocument

_DIGITS = 3
"""Digits of a point that pdfium's numbers of 32 bits have."""


_NEAR = 0.1
"""Places nearer to each other than this, in points, are one."""

_COLLECTIONS = (b"GB1", b"CNS1", b"Japan1", b"Korea1")
"""The character collections of Adobe, whose numbers tell the characters."""


class Doubt(Exception):
    """The page is to be read by pdfplumber."""


@contextmanager
def opened(data: bytes) -> Iterator[Document | None]:
    """The PDF while it is read, or None where pdfium cannot open it."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        yield None
        return
    with document:
        yield document


def chars_of(document: Document, number: int, plumbed: Any) -> list[Char] | None:
    """The characters of a page (from 1) as pdfplumber gives them, or None where it is in doubt or has none.

    ``plumbed`` is pdfplumber's page, asked for its boxes alone.
    """
    if (
        plumbed.page_obj.rotate
        or tuple(plumbed.mediabox) != tuple(plumbed.cropbox)
        or any(plumbed.mediabox[:2])
    ):
        return None
    if not all(map(_tells, _fonts(plumbed))):
        return None
    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        return None
    text = pdfium.FPDFText_LoadPage(page.raw)
    try:
        sources = _sources(page.raw, float(plumbed.width), float(plumbed.height))
        return _chars(text, sources, float(plumbed.height))
    except Doubt:
        return None
    finally:
        pdfium.FPDFText_ClosePage(text)
        page.close()


def _fonts(plumbed: Any) -> Iterator[dict[str, Any]]:
    """The dictionaries of the page's fonts."""
    fonts = resolve1((resolve1(plumbed.page_obj.resources) or {}).get("Font"))
    for font in fonts.values() if isinstance(fonts, dict) else ():
        if isinstance(known := resolve1(font), dict):
            yield known


def _tells(font: dict[str, Any]) -> bool:
    """Whether a font of many characters says which they are (ISO 32000-1, 9.10.2): what it does not say, pdfium guesses."""
    encoding = resolve1(font.get("Encoding"))
    if "ToUnicode" in font or not isinstance(encoding, PSLiteral) or "Identity" not in str(encoding.name):
        return True
    (below,) = resolve1(font.get("DescendantFonts")) or ({},)
    system = resolve1((resolve1(below) or {}).get("CIDSystemInfo")) or {}
    return resolve1(system.get("Ordering")) in _COLLECTIONS


def _sources(page: Any, width: float, height: float) -> dict[int, Any]:
    """The text objects of a page by their addresses. Raises Doubt where the page holds what may be more than text."""
    found: dict[int, Any] = {}
    rules = 0
    for i in range(pdfium.FPDFPage_CountObjects(page)):
        one = pdfium.FPDFPage_GetObject(page, i)
        kind = pdfium.FPDFPageObj_GetType(one)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found[ctypes.addressof(one.contents)] = one
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            rules += _is_rule(one)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM or _extent(one) > WHOLE_PAGE * width * height:
            raise Doubt
    if rules > _RULES or not found:
        raise Doubt
    return found


def _box(one: Any) -> tuple[float, float, float, float]:
    """Left, bottom, right and top of an object."""
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(one, *map(ctypes.byref, sides)):
        raise Doubt
    left, bottom, right, top = (side.value for side in sides)
    return left, bottom, right, top


def _extent(one: Any) -> float:
    left, bottom, right, top = _box(one)
    return (right - left) * (top - bottom)


def _is_rule(path: Any) -> bool:
    """Whether a path is a level rule; a ground that is filled in is none. Raises Doubt where it may be part of a table."""
    left, bottom, right, top = _box(path)
    if top - bottom < THIN:
        return True
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, ctypes.byref(fill), ctypes.byref(stroke))
    if stroke.value or right - left < THIN or pdfium.FPDFPath_CountSegments(path) > _RECTANGLE:
        raise Doubt
    return False


class _Setting:
    """How a text object is set: its font, size and matrix, and the widths of its characters."""

    def __init__(self, source: Any, widths: dict[tuple[int, float, str], float]) -> None:
        matrix, size, name = pdfium.FS_MATRIX(), ctypes.c_float(), ctypes.create_string_buffer(256)
        self._font = pdfium.FPDFTextObj_GetFont(source)
        length = pdfium.FPDFFont_GetBaseFontName(self._font, name, len(name))
        known = pdfium.FPDFPageObj_GetMatrix(source, matrix) and pdfium.FPDFTextObj_GetFontSize(source, size)
        if not known or length < 2 or matrix.b or matrix.c or matrix.a <= 0 or matrix.d <= 0:
            raise Doubt
        self.font = name.raw[: length - 1].decode("utf-8", "replace")
        self.size = size.value
        self.height = round(self.size * matrix.d, _DIGITS)
        self.start = matrix.e, matrix.f
        self._scale = (matrix.a, matrix.b, matrix.c, matrix.d)
        self._widths = widths

    def starts(self, x: float, y: float) -> bool:
        """Whether the first character is the one at that place: pdfium leaves out a blank behind one of its own."""
        return bool(abs(self.start[0] - x) < _NEAR and abs(self.start[1] - y) < _NEAR)

    def char(self, sign: str, x: float, y: float, height: float) -> Char:
        """A character at its place on a page of that height, as pdfplumber has it."""
        key = (ctypes.addressof(self._font.contents), self.size, sign)
        if key not in self._widths:
            found = ctypes.c_float()
            if not pdfium.FPDFFont_GetGlyphWidth(self._font, ord(sign), self.size, found) or found.value <= 0:
                raise Doubt
            self._widths[key] = found.value
        x, y, size = round(x, _DIGITS), round(y, _DIGITS), self.height
        return {
            "text": sign,
            "x0": x,
            "x1": round(x + self._widths[key] * self._scale[0], _DIGITS),
            "top": height - y - 0.86 * size,
            "bottom": height - y + 0.14 * size,
            "matrix": (*self._scale, x, y),
            "fontname": self.font,
            "size": size,
        }


def _chars(text: Any, sources: dict[int, Any], height: float) -> list[Char]:
    """The characters. Raises Doubt where one is unknown, is set in no text object of the page, or stands on another."""
    across, up = ctypes.c_double(), ctypes.c_double()
    widths: dict[tuple[int, float, str], float] = {}
    settings: dict[int, _Setting] = {}
    found: list[Char] = []
    places: set[tuple[float, float]] = set()
    for at in range(pdfium.FPDFText_CountChars(text)):
        if pdfium.FPDFText_IsGenerated(text, at):
            continue
        sign, source = pdfium.FPDFText_GetUnicode(text, at), pdfium.FPDFText_GetTextObject(text, at)
        address = ctypes.addressof(source.contents) if source else 0
        if sign in _NO_SIGNS or address not in sources or pdfium.FPDFText_HasUnicodeMapError(text, at):
            raise Doubt
        pdfium.FPDFText_GetCharOrigin(text, at, across, up)
        if address not in settings:
            settings[address] = _Setting(source, widths)
            if not settings[address].starts(across.value, up.value):
                raise Doubt
        found.append(settings[address].char(chr(sign), across.value, up.value, height))
        places.add((across.value, up.value))
        if len(found) > 1 and _lacks_blank(found[-2], found[-1]):
            raise Doubt
    if len(places) < len(found):
        raise Doubt
    unsaid = (_Setting(one, widths) for address, one in sources.items() if address not in settings)
    return [*found, *(_blank(one, found, height) for one in unsaid)]


def _lacks_blank(before: Char, char: Char) -> bool:
    """Whether a second blank may have stood behind a first one: pdfium leaves it out."""
    gap = float(char["x0"] - before["x1"])
    level = bool(before["matrix"][5] == char["matrix"][5])
    return level and str(before["text"]).isspace() and gap > 0.1 * float(before["size"])


def _blank(setting: _Setting, chars: list[Char], height: float) -> Char:
    """The blank of a text object that gave no character: pdfium keeps one of two that stand together, its own one first.

    Raises Doubt where the object repeats words, as a heavy face is faked: pdfium drops what is printed twice.
    """
    x, y = setting.start
    if any(abs(char["x0"] - x) < 1 and abs(char["matrix"][5] - y) < 1 for char in chars):
        raise Doubt
    return setting.char(" ", x, y, height)
