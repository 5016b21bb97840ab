"""Rules of tables that are not closed (the row that a page's end cuts, the table drawn without its outer sides) or are
drawn dot by dot.

An edge is a dict as pdfplumber has it (x0, x1, top, bottom, orientation "h" or "v").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, Literal

Edge = dict[str, Any]
Orientation = Literal["h", "v"]

THIN = 3.0
"""A filled bar thinner than this, in points, is a rule; what is shorter than twice this is the end of one."""

_DOTS = 6
"""Dots in a row, nearer to each other than ``THIN``, that are a rule at least."""

_ALONG: dict[Orientation, tuple[str, str]] = {"h": ("x0", "x1"), "v": ("top", "bottom")}
_ACROSS: dict[Orientation, str] = {"h": "top", "v": "x0"}


def is_bar(width: float, height: float) -> bool:
    """Whether a filled rectangle is so thin as to be a rule; else it is a ground."""
    return min(width, height) < THIN


def undotted(edges: Sequence[Edge]) -> list[Edge]:
    """The edges, each row of those of dots as one: a dotted rule is drawn as thousands of squares, none of them a rule."""
    dots = [e for e in edges if max(e["x1"] - e["x0"], e["bottom"] - e["top"]) < THIN and e["orientation"]]
    if len(dots) < _DOTS:
        return list(edges)
    found: list[Edge] = []
    joined: set[int] = set()
    rows: dict[tuple[Orientation, float], list[Edge]] = {}
    for dot in dots:
        rows.setdefault((dot["orientation"], round(dot[_ACROSS[dot["orientation"]]], 1)), []).append(dot)
    for (orientation, _), row in rows.items():
        start, end = _ALONG[orientation]
        chains: list[list[Edge]] = []
        for dot in sorted(row, key=lambda e: float(e[start])):
            if chains and dot[start] - chains[-1][-1][end] <= THIN:
                chains[-1].append(dot)
            else:
                chains.append([dot])
        for chain in (chain for chain in chains if len(chain) >= _DOTS):
            first, last = chain[0][start], chain[-1][end]
            size = "width" if orientation == "h" else "height"
            found.append({**chain[0], start: first, end: last, size: last - first})
            joined |= {id(dot) for dot in chain}
    return [*(e for e in edges if id(e) not in joined), *found]


def missing_rules(edges: Sequence[Edge], orientation: Orientation) -> list[Edge]:
    """The rules of that orientation that would close what is open: they join the ends of rules that cross
    them.

    A rule is put in only between two ends, next to each other, that another rule of its orientation spans
    too.
    """
    crossing: Orientation = "v" if orientation == "h" else "h"
    long = [e for e in edges if max(float(e["x1"] - e["x0"]), float(e["bottom"] - e["top"])) > 2 * THIN]
    same = [e for e in long if e["orientation"] == orientation]
    closed = [e[_ACROSS[orientation]] for e in same]
    ends: dict[int, list[float]] = {}
    for edge in long:
        if edge["orientation"] == crossing:
            for side in _ALONG[crossing]:
                ends.setdefault(round(edge[side]), []).append(edge[_ACROSS[crossing]])
    found: list[Edge] = []
    outer = {min(ends), max(ends)} if ends and orientation == "h" else set()
    for at, places in ends.items():
        near = [e for e, c in zip(same, closed, strict=True) if abs(at - c) <= 2 * THIN]
        if len(places) > 2 and (not near or at in outer):  # a page may end inside a merged cell alone
            found += _between(float(at), sorted(places), same, orientation, near)
    return found


def _between(
    at: float, places: Sequence[float], same: Sequence[Edge], orientation: Orientation, drawn: Sequence[Edge]
) -> Iterator[Edge]:
    """The rules at a place that are missing there: those that are ``drawn`` are left out."""
    start, end = _ALONG[orientation]
    for low, high in pairwise(places):
        if high - low > 2 * THIN and any(e[start] < high - THIN and e[end] > low + THIN for e in drawn):
            continue
        if any(e[start] <= low + THIN and e[end] >= high - THIN for e in same):
            across = {_ACROSS[orientation]: at, ("bottom" if orientation == "h" else "x1"): at}
            sizes = (
                {"width": high - low, "height": 0.0}
                if orientation == "h"
                else {"width": 0.0, "height": high - low}
            )
            yield {
                "object_type": "line",
                "orientation": orientation,
                start: low,
                end: high,
                **across,
                **sizes,
            }
