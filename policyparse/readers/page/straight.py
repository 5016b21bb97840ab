"""A picture of a scanned page put straight, as OCR straightens the places of the words on it before they become lines.

A page lies straight where the rows of its picture differ most from one another: rows of print beside rows of paper. Only
pictures are asked, for the page of a kept file may be drawn where there is no OCR.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from PIL import Image

SMALL = 700
"""Pixels across, in which the leaning is looked for."""
MOST, STEPS = 5.0, (0.5, 0.1, 0.02)
"""Degrees to either side that are tried, in finer and finer steps."""
LEAST = 0.06
"""Degrees that nobody sees."""
SURE = 1.1
"""How many times as different the rows must be: a picture without lines of print stays as it is."""


def straightened(picture: Image.Image) -> Image.Image:
    """The picture turned about its centre so that its lines lie level; itself where they do, or where it has none."""
    angle = leaning(picture)
    if abs(angle) < LEAST:
        return picture
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor="white")


def leaning(picture: Image.Image) -> float:
    """By how many degrees, clockwise, the lines of a picture lean; 0 where it has none."""
    grey = picture.convert("L")
    grey.thumbnail((SMALL, SMALL * 2))

    def differing(angle: float) -> float:
        turned = grey.rotate(angle, Image.Resampling.BILINEAR, fillcolor=255) if angle else grey
        rows = turned.resize((1, turned.height), Image.Resampling.BOX).tobytes()
        return sum((one - other) ** 2 for one, other in itertools.pairwise(rows))

    found, span = 0.0, MOST
    for step in STEPS:
        found = max(_around(found, span, step), key=differing)
        span = step
    return found if differing(found) > SURE * differing(0.0) else 0.0


def _around(middle: float, span: float, step: float) -> Iterable[float]:
    count = round(span / step)
    return (middle + n * step for n in range(-count, count + 1))
