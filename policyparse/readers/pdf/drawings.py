"""What is drawn on a page beside its words, as pdfium has it: the rules of tables as pdfplumber's edges, and pictures of the page.

pdfplumber tells three kinds of shapes (a line, a rectangle, any other path) and gives their sides as edges; so does this, from the
same points, so that tables are found in the same way whichever has read the page.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from policyparse.model import Box
from policyparse.readers.pdf.rules import Edge, is_bar

Matrix = tuple[float, float, float, float, float, float]
"""a b c d e f of ISO 32000-1, 8.3.3: x' = ax + cy + e, y' = bx + dy + f."""
Point = tuple[float, float]
Placed = tuple[int, Matrix]
"""The address of an object of the page, and the matrix of the forms that it stands in."""

DIGITS = 3
"""Digits of a point that pdfium's numbers of 32 bits have."""
_PAGE: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def asked(name: str, answer: Any, *more: Any) -> Callable[..., int]:
    """A function of pdfium about the thing at an address, which is given as a number: twice as fast as with its types.

    It takes less than to let other threads run meanwhile.
    """
    return ctypes.cast(getattr(pdfium, name), ctypes.PYFUNCTYPE(answer, ctypes.c_void_p, *more))


_object = asked("FPDFPage_GetObject", ctypes.c_void_p, ctypes.c_int)
_inner = asked("FPDFFormObj_GetObject", ctypes.c_void_p, ctypes.c_ulong)
_kind = asked("FPDFPageObj_GetType", ctypes.c_int)
_matrix = asked("FPDFPageObj_GetMatrix", ctypes.c_int, ctypes.c_void_p)
_Six = ctypes.c_float * 6


def typed(one: int) -> Any:
    """An object as pdfium's functions take it."""
    return ctypes.cast(one, pdfium.FPDF_PAGEOBJECT)


def objects(page: Any) -> dict[int, list[Placed]]:
    """The objects of a page by their kinds, those of its forms among them, in the order in which they are drawn."""
    found: dict[int, list[Placed]] = {}
    get = partial(_object, ctypes.addressof(page.contents))
    for kind, one, above in _walked(pdfium.FPDFPage_CountObjects(page), get, _PAGE):
        found.setdefault(kind, []).append((one, above))
    return found


def _walked(count: int, get: Any, above: Matrix) -> Iterator[tuple[int, int, Matrix]]:
    for at in range(count):
        one = get(at)
        kind = _kind(one)
        if kind == pdfium.FPDF_PAGEOBJ_FORM:
            inner = partial(_inner, one)
            yield from _walked(pdfium.FPDFFormObj_CountObjects(typed(one)), inner, matrix(one, above))
        else:
            yield kind, one, above


def matrix(one: int, above: Matrix = _PAGE) -> Matrix:
    """The matrix of an object on the page, within the forms that it stands in; without these, in its form."""
    numbers = _Six()
    _matrix(one, ctypes.addressof(numbers))
    own_a, own_b, own_c, own_d, own_e, own_f = numbers[:]  # twice as fast as without [:]
    if above is _PAGE:
        return own_a, own_b, own_c, own_d, own_e, own_f
    a, b, c, d, e, f = above
    return (
        own_a * a + own_b * c,
        own_a * b + own_b * d,
        own_c * a + own_d * c,
        own_c * b + own_d * d,
        own_e * a + own_f * c + e,
        own_e * b + own_f * d + f,
    )


def extent(picture: Placed) -> float:
    """The area of the upright box of a picture: it is drawn on the unit square."""
    a, b, c, d, _, _ = matrix(*picture)
    return (abs(a) + abs(c)) * (abs(b) + abs(d))


def drawn(paths: Iterable[Placed], height: float) -> tuple[list[Edge], list[Box]]:
    """The edges of the page's rules (its lines, then the rectangles that are rules, then all other paths), and its grounds: the
    other rectangles that are filled in.
    """
    lines: list[Edge] = []
    rectangles: list[Edge] = []
    curves: list[Edge] = []
    grounds: list[Box] = []
    for one, above in paths:
        path, placed = typed(one), matrix(one, above)
        for points in _outlines(path, placed, height):
            if len(points) == 2 or (len(points) == 3 and points[0] == points[2]):
                lines.append(_edge(points[0], points[1], "h" if points[0][1] == points[1][1] else "v"))
            elif _is_rectangle(points):
                sides = _sides(path, points)
                rectangles += sides
                if not sides and _is_painted(path)[0]:
                    grounds.append(_box(points))
            else:
                curves += (_edge(one, two) for one, two in pairwise(points))
    return lines + rectangles + curves, grounds


def _outlines(path: Any, placed: Matrix, height: float) -> Iterator[list[Point]]:
    """The points of each outline of a path, counted from the top of the page; of a curve its ends alone.

    One that is closed ends where it begins.
    """
    a, b, c, d, e, f = placed
    across, up = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    bends = 0
    for at in range(pdfium.FPDFPath_CountSegments(path)):
        segment = pdfium.FPDFPath_GetPathSegment(path, at)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points, bends = [], 0
        bends += kind == pdfium.FPDF_SEGMENT_BEZIERTO
        if kind != pdfium.FPDF_SEGMENT_BEZIERTO or bends % 3 == 0:
            pdfium.FPDFPathSegment_GetPoint(segment, across, up)
            x, y = across.value, up.value
            points.append((round(a * x + c * y + e, DIGITS), height - round(b * x + d * y + f, DIGITS)))
        if pdfium.FPDFPathSegment_GetClose(segment) and points[-1] != points[0]:
            points.append(points[0])
    if len(points) > 1:
        yield points


def _is_rectangle(points: Sequence[Point]) -> bool:
    if len(points) != 5 or points[0] != points[4]:
        return False
    (x0, y0), (x1, y1), (x2, y2), (x3, y3), _ = points
    return (x0 == x1 and y1 == y2 and x2 == x3 and y3 == y0) or (
        y0 == y1 and x1 == x2 and y2 == y3 and x3 == x0
    )


def _sides(path: Any, points: Sequence[Point]) -> list[Edge]:
    """The sides of a rectangle that is a rule, none of a ground that is filled in."""
    left, top, right, bottom = _box(points)
    if not (is_bar(right - left, bottom - top) or _is_painted(path)[1]):
        return []
    return [
        _edge((left, top), (right, top), "h"),
        _edge((left, bottom), (right, bottom), "h"),
        _edge((left, top), (left, bottom), "v"),
        _edge((right, top), (right, bottom), "v"),
    ]


def _box(points: Sequence[Point]) -> Box:
    (x0, y0), _, (x1, y1), *_ = points
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _is_painted(path: Any) -> tuple[bool, bool]:
    """Whether a path is filled in, and whether it is stroked."""
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(path, fill, stroke)
    return bool(fill.value), bool(stroke.value)


def _edge(one: Point, two: Point, orientation: str | None = None) -> Edge:
    (x0, y0), (x1, y1) = one, two
    return {
        "object_type": "line_edge",
        "x0": min(x0, x1),
        "x1": max(x0, x1),
        "top": min(y0, y1),
        "bottom": max(y0, y1),
        "width": abs(x0 - x1),
        "height": abs(y0 - y1),
        "orientation": orientation or ("v" if x0 == x1 else "h" if y0 == y1 else None),
    }
