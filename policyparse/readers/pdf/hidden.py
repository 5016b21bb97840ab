"""Words of a page that nobody sees: drawn without ink (text rendering mode 3; ISO 32000-1, 9.3.6) or in the white of the paper.

Over a picture they are the words of a scan, and where they are most of the page the words that one sees are drawn as shapes: there
they are the text. Words in white over a ground are seen.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pypdfium2.raw as pdfium

from policyparse.model import Box
from policyparse.readers.pdf.drawings import Placed, asked, matrix, typed

_mode = asked("FPDFTextObj_GetTextRenderMode", ctypes.c_int)
_fill = asked("FPDFPageObj_GetFillColor", ctypes.c_int, *[ctypes.c_void_p] * 4)

_WHITE = 250
"""Of 255, how light each colour of the paper's white is at least."""
_NEAR = 0.5
"""Points by which a reader may place a word elsewhere."""
_MOST = 0.5
"""Of the breadth of all words, how much hidden ones are at most: else they are the text."""


def hidden(found: Mapping[int, Sequence[Placed]], height: float) -> list[Box]:
    """Where such words begin and end on a page of that height, along their base lines; its objects by their kinds are ``found``."""
    words = found.get(pdfium.FPDF_PAGEOBJ_TEXT, [])
    unseen = [placed for placed, is_unseen in zip(words, _unseen(words), strict=True) if is_unseen]
    if not unseen:
        return []
    others = {placed[0] for placed in unseen}
    seen = [_box(placed, height) for placed in words if placed[0] not in others]
    grounds = [
        _box(placed, height)
        for kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH, pdfium.FPDF_PAGEOBJ_SHADING)
        for placed in found.get(kind, [])
    ]
    boxes = [_box(placed, height) for placed in unseen]
    if sum(map(_breadth, boxes)) > _MOST * (sum(map(_breadth, boxes)) + sum(map(_breadth, seen))):
        return []
    lines = []
    for placed, box in zip(unseen, boxes, strict=True):
        if not any(_is_over(box, other) for other in (*grounds, *seen)):
            *_, x, y = matrix(*placed)
            lines.append((x - _NEAR, height - y - _NEAR, box[2], height - y + _NEAR))
    return lines


def _unseen(words: Sequence[Placed]) -> Iterator[bool]:
    colours = [ctypes.c_uint() for _ in range(4)]
    red, green, blue, ink = colours
    to = [ctypes.addressof(colour) for colour in colours]
    for one, _ in words:
        mode = _mode(one)
        filled = mode == pdfium.FPDF_TEXTRENDERMODE_FILL and _fill(one, *to)
        white = filled and (not ink.value or min(red.value, green.value, blue.value) >= _WHITE)
        yield mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE or bool(white)


def _box(placed: Placed, height: float) -> Box:
    """The extent of an object on the page, counted from its top."""
    one, (a, b, c, d, e, f) = placed
    sides: Any = [ctypes.c_float() for _ in range(4)]
    pdfium.FPDFPageObj_GetBounds(typed(one), *sides)
    left, bottom, right, top = (side.value for side in sides)
    corners = [(x, y) for x in (left, right) for y in (bottom, top)]
    across = [a * x + c * y + e for x, y in corners]
    up = [b * x + d * y + f for x, y in corners]
    return min(across), height - max(up), max(across), height - min(up)


def _breadth(box: Box) -> float:
    return box[2] - box[0]


def _is_over(box: Box, other: Box) -> bool:
    """Whether the middle of a box stands in another one."""
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return other[0] <= x <= other[2] and other[1] <= y <= other[3]
