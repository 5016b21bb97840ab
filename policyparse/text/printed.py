"""From a span of the text back to the paper: the pages and the places on them where its words are printed."""

from __future__ import annotations

import unicodedata
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from policyparse.model import Box, Document, Run, Span
from policyparse.output import columns

Glyph = tuple[str, Box]
"""A character as it stands on a page."""


@dataclass(frozen=True, slots=True)
class Place:
    """Words on a page: the box that they fill, in points from its upper left corner; None where the file has no boxes."""

    page: int | None
    box: Box | None
    span: Span


class Printed:
    """A document's way back to its pages, laid out for many questions.

    ``glyphs`` are the characters of each page (from 1), where the file tells them. Where those in the box of a line or a cell say
    the same as the text, each character has its own place; else a part of a line has its share of the line's width, and of words
    in a cell the cell is known.
    """

    def __init__(self, document: Document, glyphs: Mapping[int, Sequence[Glyph]] | None = None) -> None:
        self._text = document.text
        self._runs = document.runs
        self._ends = [run.span.end for run in document.runs]
        self._cells = [p.span for p in document.paragraphs if p.table is not None]
        self._starts = [cell.start for cell in self._cells]
        self._own: dict[int, Box] = {}
        pages = {number: _Page(some) for number, some in (glyphs or {}).items()}
        boxes: dict[tuple[int, Box], list[Span]] = defaultdict(list)
        for run in document.runs:
            if run.page in pages and run.box:
                boxes[run.page, run.box].append(run.span)
        for (number, box), spans in boxes.items():
            self._own |= pages[number].placed(self._text, spans, box)

    def in_cell(self, run: Run) -> bool:
        """Whether a run is of a table: its box is then that of its cell."""
        at = bisect_right(self._starts, run.span.start) - 1
        return at >= 0 and run.span.start < self._cells[at].end

    def exactly(self, run: Run) -> bool:
        """Whether the places of the characters themselves are known."""
        return run.span.start in self._own or run.span.end - 1 in self._own

    def places(self, span: Span) -> tuple[Place, ...]:
        """Where the words of a span are printed, line by line, over page breaks too; nothing for a span that is empty."""
        return tuple(self._places(span))

    def _places(self, span: Span) -> Iterator[Place]:
        for run in islice(self._runs, bisect_right(self._ends, span.start), None):
            part = Span(max(run.span.start, span.start), min(run.span.end, span.end))
            if part.start >= part.end:
                return
            if self.exactly(run):
                yield from self._lines(run.page, part)
            elif run.box is None or self.in_cell(run):
                yield Place(run.page, run.box, part)
            else:
                yield Place(run.page, _part(self._text, run, run.box, part), part)

    def _lines(self, page: int | None, part: Span) -> Iterator[Place]:
        """The characters of a span in the lines that they stand in."""
        start, box = part.start, None
        for at in range(part.start, part.end):
            own = self._own.get(at)
            if own is None:  # a space
                continue
            if box is not None and (own[1] + own[3]) / 2 > box[3]:
                yield Place(page, box, Span(start, at))
                start, box = at, None
            box = own if box is None else _around(box, own)
        if box is not None:
            yield Place(page, box, Span(start, part.end))


class _Page:
    """The characters of a page in the order of the file, to be asked for by place."""

    def __init__(self, glyphs: Sequence[Glyph]) -> None:
        self._rows = sorted(
            ((box[1] + box[3]) / 2, at, sign, box) for at, (sign, box) in enumerate(glyphs) if sign.strip()
        )
        self._heights = [row[0] for row in self._rows]

    def placed(self, text: str, spans: Sequence[Span], box: Box) -> dict[int, Box]:
        """The place of each character of the spans, which stand in the box; nothing where it says something else."""
        left, top, right, bottom = box
        rows = self._rows[bisect_left(self._heights, top - 1) : bisect_right(self._heights, bottom + 1)]
        inside = [row for row in rows if left - 1 <= (row[3][0] + row[3][2]) / 2 <= right + 1]
        said = [
            (part, at) for span in spans for at in range(span.start, span.end) for part in _plain(text[at])
        ]
        for order in (1, 3):  # as the file has them, else from left to right
            seen = [
                (part, row[3])
                for row in sorted(inside, key=lambda row: row[order])
                for part in _plain(row[2])
            ]
            if [part for part, _ in seen] == [part for part, _ in said]:
                return {at: own for (_, at), (_, own) in zip(said, seen, strict=True)}
        return {}


def _plain(sign: str) -> str:
    """A character as it is compared: of whatever width and form, spaces left out."""
    return "".join(unicodedata.normalize("NFKC", sign).split())


def _around(one: Box, other: Box) -> Box:
    return (
        min(one[0], other[0]),
        min(one[1], other[1]),
        max(one[2], other[2]),
        max(one[3], other[3]),
    )


def _part(text: str, run: Run, box: Box, part: Span) -> Box:
    """The share of a line's box that a part of it has; a Han character has two parts of it, any other one."""
    left, top, right, bottom = box
    line = run.span.of(text)
    # The text is folded: digits that are printed as wide as a Han character (１００) stand in it as narrow ones. A line is as
    # high as its characters are wide, and so tells how many of them it holds.
    printed = 2 * (right - left) / ((bottom - top) or 1)
    wide = abs(2 * len(line) - printed) < abs(columns(line, printed=True) - printed)

    def breadth(words: str) -> int:
        return 2 * len(words) if wide else columns(words, printed=True)

    whole = breadth(line) or 1
    before, own = breadth(text[run.span.start : part.start]), breadth(part.of(text))
    width = right - left
    return (left + width * before / whole, top, left + width * (before + own) / whole, bottom)
