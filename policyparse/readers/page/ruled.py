"""Rules drawn on a page → the cells that they enclose, for formats that draw tables as lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policyparse.model import Box

Segment = tuple[float, float, float, float]
"""A straight line from one point to another, in points."""

NEAR = 3.0
"""Places nearer to each other than this, in points, are one; so thick is a rule at most."""

SHORTEST = 6.0
MOST = 4_000
"""Segments of a page; where there are more, they are a drawing."""


def tables(segments: Iterable[Segment]) -> list[list[Box]]:
    """The cells of each ruled table, from top to bottom; a table has two cells at least."""
    lines = list(segments)
    level = sorted({_level(s) for s in lines if abs(s[1] - s[3]) <= NEAR and abs(s[0] - s[2]) > SHORTEST})
    upright = sorted({_upright(s) for s in lines if abs(s[0] - s[2]) <= NEAR and abs(s[1] - s[3]) > SHORTEST})
    if not level or not upright or len(level) + len(upright) > MOST:
        return []
    rows, columns = _places(y for y, *_ in level), _places(x for x, *_ in upright)
    cells = [box for box in _cells(rows, columns, level, upright) if box]
    return [table for table in _grouped(cells) if len(table) > 1]


def _level(s: Segment) -> Segment:
    """A level line as (height, left, right, 0)."""
    return ((s[1] + s[3]) / 2, min(s[0], s[2]), max(s[0], s[2]), 0.0)


def _upright(s: Segment) -> Segment:
    """An upright line as (place, top, bottom, 0)."""
    return ((s[0] + s[2]) / 2, min(s[1], s[3]), max(s[1], s[3]), 0.0)


def _places(numbers: Iterable[float]) -> list[float]:
    merged: list[float] = []
    for number in sorted(numbers):
        if not merged or number - merged[-1] > NEAR:
            merged.append(number)
    return merged


def _drawn(lines: Sequence[Segment], at: float, start: float, end: float) -> bool:
    """Whether a rule at ``at`` covers the middle of the way from ``start`` to ``end``."""
    middle = (start + end) / 2
    return any(abs(place - at) <= NEAR and a <= middle <= b for place, a, b, _ in lines)


def _cells(
    rows: Sequence[float], columns: Sequence[float], level: Sequence[Segment], upright: Sequence[Segment]
) -> Iterator[Box | None]:
    """The rectangles of the grid, those put together between which no rule is drawn; None for an open one."""
    below = {
        (r, c): _drawn(level, y, *columns[c : c + 2])
        for r, y in enumerate(rows)
        for c in range(len(columns) - 1)
    }
    beside = {
        (r, c): _drawn(upright, x, *rows[r : r + 2])
        for c, x in enumerate(columns)
        for r in range(len(rows) - 1)
    }
    free = {(r, c) for r in range(len(rows) - 1) for c in range(len(columns) - 1)}
    while free:
        region = _region(free, below, beside)
        top, left = min(r for r, _ in region), min(c for _, c in region)
        bottom, right = max(r for r, _ in region) + 1, max(c for _, c in region) + 1
        closed = all(below[r, c] for c in range(left, right) for r in (top, bottom))
        closed = closed and all(beside[r, c] for r in range(top, bottom) for c in (left, right))
        whole = len(region) == (bottom - top) * (right - left)
        yield (columns[left], rows[top], columns[right], rows[bottom]) if closed and whole else None


def _region(
    free: set[tuple[int, int]], below: dict[tuple[int, int], bool], beside: dict[tuple[int, int], bool]
) -> set[tuple[int, int]]:
    """The rectangles that no rule parts from a first one, taken out of ``free``."""
    first = min(free)
    free.discard(first)
    region, edge = {first}, [first]
    while edge:
        r, c = edge.pop()
        around = (
            ((r - 1, c), below[r, c]),
            ((r + 1, c), below[r + 1, c]),
            ((r, c - 1), beside[r, c]),
            ((r, c + 1), beside[r, c + 1]),
        )
        for other, parted in around:
            if other in free and not parted:
                free.discard(other)
                region.add(other)
                edge.append(other)
    return region


def _grouped(cells: Iterable[Box]) -> list[list[Box]]:
    """The cells that touch each other, as tables."""
    tables: list[list[Box]] = []
    for cell in sorted(cells, key=lambda b: (b[1], b[0])):
        touching = [t for t in tables if any(_touch(cell, other) for other in t)]
        tables = [t for t in tables if t not in touching]
        tables.append([*(box for t in touching for box in t), cell])
    return [sorted(t, key=lambda b: (b[1], b[0])) for t in tables]


def _touch(a: Box, b: Box) -> bool:
    return a[0] <= b[2] + 1 and b[0] <= a[2] + 1 and a[1] <= b[3] + 1 and b[1] <= a[3] + 1
