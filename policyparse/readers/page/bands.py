"""The lines of a table's columns → where its rows part, where no rule says it: by the numbers of the rows, else by the white.

A number stands at the head of its row or in its middle; which of the two, all rows of the table tell together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

Lines = Sequence[Sequence[float]]
"""The base lines of each column, from the top."""

_MORE = 1.0
"""Points by which the white between two cells is more than between two lines of one."""
_LEVEL = 1.5
"""Base lines nearer to each other than this, in points, are one."""
_POOR = 0.9
"""A row that fits its number worse than this, in lines, is none."""


def leading(columns: Lines, em: float) -> float:
    """The distance of two lines of one cell: the least that is usual, in points."""
    gaps = sorted(b - a for column in columns for a, b in pairwise(column) if b - a > 0.9 * em)
    return gaps[len(gaps) // 10] if gaps else 1.4 * em


def levels(columns: Iterable[Sequence[float]]) -> list[float]:
    """The base lines of all the columns from the top, each once."""
    found: list[float] = []
    for base in sorted(base for column in columns for base in column):
        if not found or base - found[-1] > _LEVEL:
            found.append(base)
    return found


def by_numbers(columns: Lines, numbers: Sequence[float], lead: float, *, cut: bool) -> list[float]:
    """The base lines with which rows begin, each of which has one of the ``numbers``; none where these do not fit.

    ``cut`` says that the first row may be the rest of one that began on the page before, and has no number.
    """
    bases = levels(columns)
    ways = [_fitted(columns, bases, numbers, lead, at, cut=cut) for at in (_head, _middle)]
    cost, found = min(ways, key=lambda way: way[0])
    return found if cost <= _POOR * len(numbers) else []


def _head(lines: Sequence[float]) -> float:
    return lines[0]


def _middle(lines: Sequence[float]) -> float:
    return (lines[0] + lines[-1]) / 2


def _fitted(
    columns: Lines,
    bases: Sequence[float],
    numbers: Sequence[float],
    lead: float,
    at: Callable[[Sequence[float]], float],
    *,
    cut: bool,
) -> tuple[float, list[float]]:
    """How badly rows fit of which each number stands ``at`` the head or the middle, and with which lines they begin then."""
    places = [min(range(len(bases)), key=lambda i: abs(bases[i] - number)) for number in numbers]
    before = {0: (0.0, [0])}
    if cut:
        before |= {k: (0.5 + _torn(columns, bases[k], lead), [0, k]) for k in range(1, places[0] + 1)}
    for n, number in enumerate(numbers):
        last = n + 1 == len(numbers)
        ends = [len(bases)] if last else range(places[n] + 1, places[n + 1] + 1)
        after: dict[int, tuple[float, list[int]]] = {}
        for end in ends:
            torn = 0.0 if last else _torn(columns, bases[end], lead)
            stop = bases[end] if end < len(bases) else bases[-1] + lead
            ways = [
                (cost + torn + _misfit(columns, bases[start], stop, number, lead, at), [*found, end])
                for start, (cost, found) in before.items()
                if start <= places[n]
            ]
            if ways:
                after[end] = min(ways, key=lambda way: way[0])
        before = after
    if not before:
        return float("inf"), []
    cost, found = min(before.values(), key=lambda way: way[0])
    return cost, [bases[k] for k in found[:-1]]


def _torn(columns: Lines, start: float, lead: float) -> float:
    """The share of columns of which two lines of one cell would be parted above ``start``."""
    torn = 0
    for column in columns:
        below = next((base for base in column if base > start - _LEVEL), None)
        above = next((base for base in reversed(column) if base <= start - _LEVEL), None)
        torn += below is not None and above is not None and below - above <= lead + _MORE
    return torn / len(columns)


def _misfit(
    columns: Lines,
    start: float,
    stop: float,
    number: float,
    lead: float,
    at: Callable[[Sequence[float]], float],
) -> float:
    """By how many lines the cells of a row, the tallest above all, stand off the place that its number tells."""
    cells = [
        cell for column in columns if (cell := [b for b in column if start - _LEVEL < b < stop - _LEVEL])
    ]
    whole = sorted(base for cell in cells for base in cell)
    each = sum(abs(at(cell) - number) for cell in cells) / len(cells)
    return (abs(at(whole) - number) + 0.5 * each) / lead


def by_white(columns: Lines, lead: float) -> list[float]:
    """The base lines with which rows begin, told by the white that goes through all columns; none where it does not tell."""
    bases = levels(columns)
    if all(sum(_has(column, base) for column in columns) * 2 > len(columns) for base in bases):
        return bases
    starts = bases[:1]
    for base in bases[1:]:
        ends = [next((b for b in reversed(c) if b <= base - _LEVEL), None) for c in columns]
        heads = [next((b for b in c if b > base - _LEVEL), None) for c in columns]
        over = max(end for end in ends if end is not None)
        if base - over > 0 and not _torn(columns, base, lead) and _is_apart(ends, heads, lead):
            starts.append(base)
    return starts


def _is_apart(ends: Sequence[float | None], heads: Sequence[float | None], lead: float) -> bool:
    """Whether what stands above ends higher, by more than a line, than what stands below begins, over all columns."""
    last = max(end for end in ends if end is not None)
    first = min(head for head in heads if head is not None)
    return first - last > lead + _MORE


def _has(column: Sequence[float], base: float) -> bool:
    return any(abs(base - own) <= _LEVEL for own in column)


def grouped(labels: Sequence[Sequence[float]], rows: Sequence[tuple[float, float]]) -> list[int]:
    """With which rows the cells begin of a column that is merged over rows: each label (its base lines) heads its rows, or stands in
    their middle; ``rows`` are the first and the last base line of each.
    """

    def head(label: Sequence[float], first: int, _: int) -> float:
        return abs(rows[first][0] - label[0])

    def middle(label: Sequence[float], first: int, stop: int) -> float:
        return abs((rows[first][0] + rows[stop - 1][1]) / 2 - _middle(label))

    return min((_shared(labels, rows, off) for off in (head, middle)), key=lambda way: way[0])[1]


def _shared(
    labels: Sequence[Sequence[float]],
    rows: Sequence[tuple[float, float]],
    off: Callable[[Sequence[float], int, int], float],
) -> tuple[float, list[int]]:
    """How far the labels stand off where they should if the rows are shared out among them at best, and the first row of each."""
    before: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for n, label in enumerate(labels):
        left = len(labels) - n - 1
        after: dict[int, tuple[float, list[int]]] = {}
        for first, (cost, found) in before.items():
            ends = range(first + 1, len(rows) - left + 1) if left else [len(rows)]
            for stop in ends:
                way = cost + off(label, first, stop), [*found, first]
                if stop > first and (stop not in after or way[0] < after[stop][0]):
                    after[stop] = way
        before = after
    return before.get(len(rows), (float("inf"), []))
