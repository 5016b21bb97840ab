"""From a span of the text back to the paper: the pages and the places on them where its words are printed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from itertools import islice

from policyparse.model import Box, Document, Run, Span
from policyparse.output import columns


@dataclass(frozen=True, slots=True)
class Place:
    """Words on a page: the box that they fill, in points from its upper left corner; None where the file has no boxes."""

    page: int | None
    box: Box | None
    span: Span


class Printed:
    """A document's way back to its pages, laid out for many questions."""

    def __init__(self, document: Document) -> None:
        self._text = document.text
        self._runs = document.runs
        self._ends = [run.span.end for run in document.runs]
        self._cells = [p.span for p in document.paragraphs if p.table is not None]
        self._starts = [cell.start for cell in self._cells]

    def in_cell(self, run: Run) -> bool:
        """Whether a run is of a table: its box is then that of its cell."""
        at = bisect_right(self._starts, run.span.start) - 1
        return at >= 0 and run.span.start < self._cells[at].end

    def places(self, span: Span) -> tuple[Place, ...]:
        """Where the words of a span are printed, line by line, over page breaks too; nothing for a span that is empty.

        A part of a line has its share of the line's width, a Han character two parts of it. Of the words in a cell only the
        cell is known, and its box is given whole.
        """
        found = []
        for run in islice(self._runs, bisect_right(self._ends, span.start), None):
            start, end = max(run.span.start, span.start), min(run.span.end, span.end)
            if start >= end:
                break
            box = run.box
            if box is not None and not self.in_cell(run):
                box = _part(self._text, run, box, start, end)
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
