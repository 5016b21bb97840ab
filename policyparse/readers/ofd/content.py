"""A page of an OFD → the characters, rules and pictures on it, in points.

Millimetres become points here. Each object stands in its Boundary, and its own coordinates are put there by its
CTM (GB/T 33190-2016, 8.5); a character's place follows from the first one's and the deltas (11.3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from policyparse.readers.ofd.package import floats
from policyparse.readers.page.lines import HAN, Glyph
from policyparse.readers.page.ruled import Segment
from policyparse.readers.xml import Element

POINT = 72 / 25.4
"""Points in a millimetre."""

DEEPEST = 16
"""Blocks within blocks."""

MOST_DELTAS = 10_000
BOLD = 700

Matrix = tuple[float, float, float, float, float, float]
UPRIGHT: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(slots=True)
class Content:
    """What stands on a page, in points from its upper left corner; a picture is named by its ID, with its area.

    ``way`` is the way that most of its text runs, ``aside`` the number of characters that run another.
    """

    glyphs: list[Glyph] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    pictures: list[tuple[str, float]] = field(default_factory=list)
    way: str = "level"
    aside: int = 0


def add(content: Content, page: Element, fonts: dict[str, str], turn: Matrix = UPRIGHT) -> None:
    """Add to ``content`` what the part of a page draws, the page turned so as to be read."""
    for layer in page.iterfind("{*}Content/{*}Layer"):
        _add_block(content, layer, fonts, turn, DEEPEST)


def ways(page: Element) -> Counter[str]:
    """How many characters of the part run level, up, down or over (upside down) the page."""
    found: Counter[str] = Counter()
    for thing in page.iterfind("{*}Content//{*}TextObject"):
        a, b, *_ = _matrix(thing, UPRIGHT)
        if abs(b) <= 0.05 * abs(a):
            way = "level" if a > 0 else "over"
        elif abs(a) <= 0.05 * abs(b):
            way = "down" if b > 0 else "up"
        else:
            continue
        found[way] += sum(len((code.text or "").strip()) for code in thing.iterfind("{*}TextCode"))
    return found


def turned(way: str, width: float, height: float) -> Matrix:
    """What turns a page of that size in millimetres so that text that runs that way is level."""
    return {
        "down": (0.0, -1.0, 1.0, 0.0, 0.0, width),
        "up": (0.0, 1.0, -1.0, 0.0, height, 0.0),
        "over": (-1.0, 0.0, 0.0, -1.0, width, height),
    }.get(way, UPRIGHT)


def _add_block(content: Content, block: Element, fonts: dict[str, str], turn: Matrix, depth: int) -> None:
    for thing in block if depth else ():
        kind = thing.tag.rpartition("}")[2]
        if kind == "PageBlock":
            _add_block(content, thing, fonts, turn, depth - 1)
        elif kind == "TextObject":
            content.glyphs += _glyphs(thing, fonts, turn)
        elif kind == "PathObject":
            content.segments += _segments(thing, turn)
        elif kind == "ImageObject":
            boundary = floats(thing.get("Boundary"))
            area = boundary[2] * boundary[3] * POINT**2 if len(boundary) == 4 else 0.0
            content.pictures.append((thing.get("ResourceID", ""), area))


def _matrix(thing: Element, turn: Matrix) -> Matrix:
    """From the object's own coordinates to those of the turned page, in millimetres."""
    left, top, *_ = *floats(thing.get("Boundary")), 0.0, 0.0
    numbers = floats(thing.get("CTM"))
    a, b, c, d, e, f = numbers if len(numbers) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    e, f = e + left, f + top
    p, q, r, s, t, u = turn
    return p * a + r * b, q * a + s * b, p * c + r * d, q * c + s * d, p * e + r * f + t, q * e + s * f + u


def _at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point of the object on the page, in points."""
    a, b, c, d, e, f = matrix
    return (a * x + c * y + e) * POINT, (b * x + d * y + f) * POINT


# ---- text ----------------------------------------------------------------------------------------------


def _glyphs(thing: Element, fonts: dict[str, str], turn: Matrix) -> Iterator[Glyph]:
    """The characters of a text object that is level; what leans is a watermark or a seal."""
    matrix = _matrix(thing, turn)
    a, b, _, d, *_ = matrix
    em = _number(thing, "Size", 0.0)
    if abs(b) > 0.05 * abs(a) or a <= 0 or em <= 0 or thing.get("Visible") == "false":
        return
    size = em * abs(d) * POINT
    heavy = _number(thing, "Weight", 400) >= BOLD
    x = y = 0.0
    for code in thing.iterfind("{*}TextCode"):
        x, y = _number(code, "X", x), _number(code, "Y", y)
        text = code.text or ""
        across, down = (_deltas(code.get(axis), len(text)) for axis in ("DeltaX", "DeltaY"))
        # a list that is too short goes on by the widths of the characters; one of no steps across is of a column
        upright = not across and any(down)
        place = (x, y)
        for i, character in enumerate(text):
            left, base = _at(matrix, *place)
            wide = size * a / abs(d) * (1.0 if HAN.match(character) or not character.isascii() else 0.5)
            step = across[i] * a * POINT if i < len(across) and across[i] > 0 else wide
            yield Glyph(
                character,
                left,
                left + min(wide, step),
                base,
                fonts.get(thing.get("Font", ""), ""),
                size,
                heavy,
            )
            place = (
                place[0] + (across[i] if i < len(across) else 0.0 if upright else wide / (a * POINT)),
                place[1] + (down[i] if i < len(down) else 0.0),
            )


def _deltas(said: str | None, most: int) -> list[float]:
    """The steps between characters; ``g 3 7.5`` says 7.5 three times (11.3)."""
    words = iter((said or "").split())
    steps: list[float] = []
    for word in words:
        times = floats(next(words, None)) if word == "g" else [1.0]
        step = floats(next(words, None) if word == "g" else word)
        if not times or not step or len(steps) > min(most, MOST_DELTAS):
            break
        steps += step * int(min(max(times[0], 0), most))
    return steps


def _number(thing: Element, name: str, default: float) -> float:
    numbers = floats(thing.get(name))
    return numbers[0] if numbers else default


# ---- rules ---------------------------------------------------------------------------------------------


def _segments(thing: Any, turn: Matrix) -> Iterator[Segment]:
    """The straight lines of a path; a path of curves is a drawing."""
    data = thing.find("{*}AbbreviatedData")
    words = (data.text or "").split() if data is not None else []
    if len(words) > 400 or set(words) & {"Q", "B", "A"}:
        return
    matrix = _matrix(thing, turn)
    for start, end in pairwise(_points(words)):
        if start is not None and end is not None:
            yield (*_at(matrix, *start), *_at(matrix, *end))


def _points(words: list[str]) -> Iterator[tuple[float, float] | None]:
    """The points of a path of lines (9.1), None where the pen is lifted."""
    first: tuple[float, float] | None = None
    i = 0
    while i < len(words):
        word = words[i]
        numbers = floats(" ".join(words[i + 1 : i + 3])) if word in ("S", "M", "L") else []
        if word in ("S", "M"):
            yield None
        if len(numbers) == 2:
            first = (numbers[0], numbers[1]) if word in ("S", "M") or first is None else first
            yield numbers[0], numbers[1]
        elif word == "C":
            yield first
        i += 1 + len(numbers)
