"""Where a paragraph of a page ends: by the edges, the sizes and the ends of its lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from statistics import median

from policyparse.model import Line
from policyparse.text import alone, brackets, numbering

_CENTRED = 5.0
"""Ems from the left edge at which no paragraph begins."""


def paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    """The lines of the pages gathered into paragraphs, in order; most of them have a box."""
    left, right = _margins(lines)
    hanging = _hanging(lines, left, right)
    gathered: list[list[Line]] = []
    for line in lines:
        if gathered and _continues(gathered[-1], line, left, right, hanging):
            gathered[-1].append(line)
        else:
            gathered.append([line])
    return gathered


def _margins(lines: Sequence[Line]) -> tuple[float, float]:
    """The usual left and right edge of the body's lines, from those that are long."""
    boxes = [line.box for line in lines if line.box is not None and not line.column]
    boxes = boxes or [line.box for line in lines if line.box is not None]
    longest = max(b[2] - b[0] for b in boxes)
    body = [b for b in boxes if b[2] - b[0] > 0.8 * longest] or boxes
    lefts = Counter(round(b[0] / 4) * 4 for b in body)
    flush = [edge for edge, count in lefts.items() if count > 0.1 * len(body)] or list(lefts)
    return float(min(flush)), float(median(b[2] for b in body))


def _hanging(lines: Sequence[Line], left: float, right: float) -> set[int]:
    """Where lines that go on stand in from the left edge, as those of an item below its number do: full lines are followed there by
    others, not once alone, and they begin nothing.
    """
    found = Counter[int]()
    for before, line in pairwise(lines):
        if before.box is None or line.box is None or before.column or line.column:
            continue
        em = max(line.size or 12.0, 8.0)
        level = abs(before.box[0] - line.box[0]) < 0.3 * em
        full = before.box[2] > right - 2.2 * em
        if level and full and left + 1.2 * em < line.box[0] < left + _CENTRED * em:
            found[round(line.box[0])] += not (alone.begins(before.text) or alone.begins(line.text))
    return {edge for edge, count in found.items() if count > 1}


def _continues(
    paragraph: Sequence[Line], line: Line, left: float, right: float, hanging: AbstractSet[int]
) -> bool:
    before = paragraph[-1]
    left = line.column[0] if line.column else left
    right = before.column[1] if before.column else right
    if (
        before.whole
        or line.box is None
        or before.box is None
        or alone.stands(before.text)
        or alone.stands(line.text)
    ):
        return False
    if before.text[-1:].isdigit() and line.text[:1] in "年月日":
        return True
    em = max(min(before.size or 12.0, line.size or 12.0), 8.0)
    # lines of one left edge are a box's, though they stand in the middle of the page
    apart = before.centred and line.centred and abs(before.box[0] - line.box[0]) > 2
    same_look = abs((before.size or em) - (line.size or em)) < 2 and not apart
    full = before.box[2] > right - 2.2 * em
    flush = line.box[0] < left + 1.2 * em or _hangs(paragraph[0], line, em, hanging)
    # a title set in the middle of the page; an item behind one that ended
    if flush and len(paragraph) == 1 and before.box[0] > left + _CENTRED * em:
        return False
    # behind a full line a bracket in front of a number closes the item that ran on, in a text set without any break
    closes = full and flush and numbering.behind_bracket(line.text)
    if before.text[-1:] in "。）)" and alone.begins(line.text) and not closes:
        return False
    mid = before.text[-1:] in "，、" or (before.text[-1:] not in alone.POINTS and alone.ended(paragraph))
    if same_look and full and line.box[2] > right - em and _closes(before, line):
        return True
    return same_look and ((full and flush) or (mid and flush and not alone.begins(line.text)))


def _closes(before: Line, line: Line) -> bool:
    """Whether a line closes the bracket with which the one before it begins: both are set at the right edge."""
    opened = bool(before.text) and before.text[0] in brackets.OPENERS
    return (
        opened
        and brackets.match(before.text).unclosed == (0,)
        and len(brackets.match(line.text).unopened) == 1
    )


def _hangs(first: Line, line: Line, em: float, hanging: AbstractSet[int]) -> bool:
    """Whether a line stands below the text of an item whose number stands further left, or in a column of its own."""
    if line.box is None or first.box is None or not alone.begins(first.text) or alone.begins(line.text):
        return False
    if len(first.starts) > 0 and abs(line.box[0] - first.starts[0]) < 0.5 * em:
        return True
    return first.box[0] < line.box[0] - em and any(abs(line.box[0] - edge) < 1 for edge in hanging)
