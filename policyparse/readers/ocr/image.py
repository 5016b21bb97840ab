"""What is done to the picture of a page before its words are read: red parted from black, shadows evened, rules found.

A seal is printed in red over the black of the signature (GB/T 9704, 7.3.5), and the issuer's name at the head
of the first page is red (7.2.4). In the red channel of a picture red is as white as the paper, so the black is
read without the seal; what is red and no seal is read as a picture of its own.
"""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from policyparse.model import Box

Picture = NDArray[np.uint8]
"""Height × width (× 3: red, green, blue), 8 bits each."""

_RED = 60
"""A pixel is red where its red is so much above its green and its blue."""

_SEAL = (80.0, 185.0)
"""The extent of a seal in points: 4 to 6 cm (国发〔1999〕25号), less where it is faint, more with what it touches."""

_SPECK = 1.2
"""The extent in points of a speck; the full stop of a 16 pt face is half as much again."""

_MANY = 100
_RULE = 2.5
"""Edges nearer to each other than this, in points, are of one rule."""

_LONG = 60.0
"""Points that a level rule of a table without upright ones is long at least."""

_CELL = 9.0
"""Points that a cell of a table is wide and high at least."""


def black(picture: Picture, scale: float) -> tuple[Picture, bool]:
    """The page in grey, what is red as white as the paper, the light evened, and specks taken off.

    Specks are taken off where there are so many that they are no points of small type; True says so.
    """
    grey = picture[:, :, 0].copy()
    grey[_red(picture) & (grey > 180)] = 255
    grey = _even(grey)
    labels, small = _specks(grey, scale)
    worn = int(small.sum()) >= _MANY
    if worn:
        grey[cv2.dilate(small[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0] = 255
    return grey, worn


def red(picture: Picture, scale: float) -> Picture | None:
    """What is red and no seal, black on white; None where there is hardly any. ``scale`` is pixels a point."""
    mask = _red(picture).astype(np.uint8)
    if mask.mean() < 0.0005:
        return None
    width = max(3, round(10 * scale))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, kernel))
    for label, (_, _, wide, high, _) in enumerate(stats[1:], start=1):
        sides = sorted((wide / scale, high / scale))
        if sides[0] >= _SEAL[0] and sides[1] <= _SEAL[1] and sides[1] < 1.35 * sides[0]:
            mask[labels == label] = 0
    return None if mask.mean() < 0.0005 else np.where(mask > 0, 0, 255).astype(np.uint8)


def is_even(picture: Picture) -> bool:
    """Whether it is of one colour, as a page is on which nothing was ever put."""
    return int(picture.max()) - int(picture.min()) < 24


def is_blank(grey: Picture) -> bool:
    """Whether nothing is printed there."""
    small = cv2.resize(grey, (64, 90), interpolation=cv2.INTER_AREA)
    return is_even(grey) or float(small.std()) < 0.15


def turned(grey: Picture, angle: float) -> Picture:
    """The picture turned about its centre by so many degrees, clockwise as seen."""
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    return np.asarray(cv2.warpAffine(grey, matrix, (width, height), borderValue=255), dtype=np.uint8)


def inked(grey: Picture, scale: float) -> Picture:
    """What is darker than all round it, as rules and signs are: white on black."""
    around = 2 * round(6 * scale) + 1
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, around, 12)
    return np.asarray(ink, dtype=np.uint8)


def tables(ink: Picture, scale: float) -> list[list[Box]]:
    """The cells of each ruled table, in points, from the rules printed: the holes that they leave."""
    strokes = _strokes(ink, round(16 * scale), 1) | _strokes(ink, 1, round(14 * scale))
    rules = cv2.dilate(strokes, np.ones((3, 3), np.uint8))
    outlines, tree = cv2.findContours(rules, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found: dict[int, list[Box]] = {}
    for outline, (_, _, _, parent) in zip(outlines, tree[0] if tree is not None else (), strict=True):
        x, y, wide, high = (side / scale for side in cv2.boundingRect(outline))
        if parent >= 0 and wide > _CELL and high > _CELL:
            found.setdefault(int(parent), []).append((x, y, x + wide, y + high))
    return [_snapped(cells) for cells in found.values() if len(cells) > 1]


def bars(ink: Picture, scale: float) -> list[tuple[float, float, float]]:
    """The long level rules in what is printed: height, left and right end, in points."""
    rules = cv2.dilate(_strokes(ink, round(_LONG * scale), 1), np.ones((3, 3), np.uint8))
    _, _, stats, _ = cv2.connectedComponentsWithStats(rules)
    return [
        ((y + high / 2) / scale, x / scale, (x + wide) / scale)
        for x, y, wide, high, _ in stats[1:].tolist()
        if high < _RULE * scale
    ]


def _snapped(cells: list[Box]) -> list[Box]:
    """The cells, in their order, with the edges that are one rule made one."""
    across, down = (_edges([b[i] for b in cells] + [b[i + 2] for b in cells]) for i in (0, 1))
    snapped = [(across[a], down[b], across[c], down[d]) for a, b, c, d in cells]
    return sorted(snapped, key=lambda box: (box[1], box[0]))


def _edges(places: list[float]) -> dict[float, float]:
    """Each place with the middle of those that lie along one rule, which a page that leans spreads a little."""
    runs: list[list[float]] = []
    for place in sorted(places):
        if runs and place - runs[-1][-1] <= _RULE:
            runs[-1].append(place)
        else:
            runs.append([place])
    return {place: sum(run) / len(run) for run in runs for place in run}


def _red(picture: Picture) -> NDArray[np.bool_]:
    others = cv2.max(picture[:, :, 1], picture[:, :, 2])
    return np.asarray(cv2.subtract(picture[:, :, 0], others) > _RED)


def _even(grey: Picture) -> Picture:
    """The picture with its background made white, as a photo's shadow and a scan's grey paper need."""
    height, width = grey.shape
    small = cv2.resize(grey, (max(1, width // 8), max(1, height // 8)), interpolation=cv2.INTER_AREA)
    paper = cv2.GaussianBlur(cv2.dilate(small, np.ones((15, 15), np.uint8)), (15, 15), 0)
    ground = cv2.resize(paper, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(cv2.divide(grey, np.maximum(ground, 64), scale=255), dtype=np.uint8)


def _specks(grey: Picture, scale: float) -> tuple[NDArray[Any], NDArray[np.bool_]]:
    """The blots of ink by number, and for each number whether it is but a speck."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((grey < 160).astype(np.uint8))
    extent = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT])
    return labels, np.asarray(extent <= _SPECK * scale)


def _strokes(ink: cv2.typing.MatLike, wide: int, high: int) -> NDArray[np.uint8]:
    kernel = np.ones((max(1, high), max(1, wide)), np.uint8)
    return np.asarray(cv2.morphologyEx(ink, cv2.MORPH_OPEN, kernel), dtype=np.uint8)
