"""From a span of the text back to the paper: the pages and the places on them where its words are printed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from policyparse.model import Box, Document, Run, Span
from policyparse.output import columns


@dataclass(frozen=True, slots=True)
class Place:
    """Words on a page: the box that they fill, in points from its upper left corner; None where the file has no boxes."""

    page: int | None
    box: Box | None
    span: Span


def places(document: Document, span: Span) -> tuple[Place, ...]:
    """Where the words of a span are printed, line by line, over page breaks too; nothing for a span that is empty.

    A part of a line has its share of the line's width, a Han character two parts of it. Of the words in a cell only the cell is
    known, and its box is given whole.
    """
    cells = [p.span for p in document.paragraphs if p.table is not None]
    starts = [cell.start for cell in cells]
    found = []
    for run in document.runs:
        start, end = max(run.span.start, span.start), min(run.span.end, span.end)
        if start >= end:
            continue
        at = bisect_right(starts, run.span.start) - 1
        in_cell = at >= 0 and run.span.start < cells[at].end
        box = run.box if in_cell or run.box is None else _part(document.text, run, run.box, start, end)
        found.append(Place(run.page, box, Span(start, end)))
    return tuple(found)


def _part(text: str, run: Run, box: Box, start: int, end: int) -> Box:
    """The share of a line's box that the characters from ``start`` to ``end`` have."""
    left, top, right, bottom = box
    line = run.span.of(text)
    # The text is folded: digits that are printed as wide as a Han character (１００) stand in it as narrow ones. A line is as
    # high as its characters are wide, and so tells how many of them it holds.
    printed = 2 * (right - left) / ((bottom - top) or 1)
    wide = abs(2 * len(line) - printed) < abs(columns(line, printed=True) - printed)

    def breadth(words: str) -> int:
        return 2 * len(words) if wide else columns(words, printed=True)

    whole = breadth(line) or 1
    before = breadth(text[run.span.start : start])
    width = right - left
    return (
        left + width * before / whole,
        top,
        left + width * (before + breadth(text[start:end])) / whole,
        bottom,
    )
