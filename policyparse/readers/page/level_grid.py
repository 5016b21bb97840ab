"""The grid of a table without upright rules: the rules that it has, and those that it lacks, as segments."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise

from policyparse.model import Box
from policyparse.readers.page import bands, ruled
from policyparse.readers.page.ruled import Segment
from policyparse.readers.page.white import MOST_LINES, Bar, Line, is_section
from policyparse.text.folding import fold

KEY = re.compile(r"(?:序\s*号?|编\s*号|项\s*次|No\.?)", re.IGNORECASE)
_NUMBER = re.compile(
    r"\d{1,3}(?:[-.]\d{1,2})?[.、．]?|[（(]?[一二三四五六七八九十]{1,3}[）)]?、?|[（(]\d{1,3}[）)]|[①-⑳]"
)
# a word of a label, which one of each header has; 例：责任单位
_LABEL = re.compile(
    r"序\s*号|编\s*号|单\s*位|部\s*门|时\s*限|时\s*间|分\s*值|标\s*准|责\s*任|主\s*办|承\s*办|牵\s*头"
)

# what heads the work in a table of two columns; 例：重点任务
_WORK = re.compile(r"[^，。；：]{0,4}(?:任\s*务|事\s*项|措\s*施|举\s*措|内\s*容|项\s*目)[^，。；：]{0,2}")
# what heads those in charge beside it; 例：责任单位
_WHO = re.compile(r"[^，。；：]{0,4}(?:单\s*位|部\s*门|科\s*室|责\s*任\s*人)")

_LABEL_SIGNS = 8
"""Signs of a label at most."""
_HEAD = 3
"""Lines of a header at most that no rule parts from the rows."""


def is_header(lines: Sequence[Line]) -> bool:
    """Whether two labels stand among the words of lines, or one line is of the two that head work and who does it."""
    words = [fold(piece[2]) for line in lines for piece in line.thin]
    labels = sum(len(label) <= _LABEL_SIGNS and bool(_LABEL.search(label)) for label in words)
    return labels > 1 or (labels == 1 and any(map(is_pair, lines)))


def is_pair(line: Line) -> bool:
    """Whether a line heads a table of two columns: the work, and who does it."""
    words = [fold(piece[2]) for piece in line.pieces]
    return len(words) == 2 and bool(_WORK.fullmatch(words[0]) and _WHO.fullmatch(words[1]))


class Grid:
    """The rules that a table has and those that it lacks, as segments."""

    def __init__(self, lines: Sequence[Line], edges: Sequence[float], bars: Sequence[Bar], cut: bool) -> None:
        self.lines, self.edges, self.cut = lines, edges, cut
        top = min(line.base - line.row.em for line in lines) - 2
        bottom = max(line.base for line in lines) + 4
        near = [bar for bar in bars if top - 12 <= bar[0] <= bottom + 12]
        self.bars = near
        breadth = edges[-1] - edges[0]
        ends = self._whole_rule(breadth)
        cuts = [y for y, left, right in near if right - left > 0.5 * breadth and not top + 4 < y < ends]
        self.cuts = sorted(
            {
                *cuts,
                *([] if cuts and cuts[0] <= top + 4 else [top]),
                *([] if cuts and cuts[-1] >= bottom - 6 else [bottom]),
            }
        )
        self.columns = range(len(edges) - 1)

    def _whole_rule(self, breadth: float) -> float:
        """The first rule below the first lines that goes all over: what does not, above it, parts labels of the header; else 0."""
        below = (y for y, left, right in self.bars if y > self.lines[0].base and right - left > 0.9 * breadth)
        first = min(below, default=0.0)
        return first if sum(line.base < first for line in self.lines) <= MOST_LINES else 0.0

    def boxes(self) -> list[Box]:
        """The cells' boxes; none where the rows are not told."""
        if not (self.cut or self._is_headed()):
            return []
        key = self._key()
        segments: list[Segment] = [(left, y, right, y) for y, left, right in self.bars]
        whole = [
            (self.edges[0], y, self.edges[-1], y) for y in self.cuts if y in (self.cuts[0], self.cuts[-1])
        ]
        segments += whole
        ys = list(self.cuts)
        filled = [(a, b, inside) for a, b in pairwise(self.cuts) if (inside := self._inside(a, b))]
        several = len(filled) > 2
        for a, b, inside in filled:
            rows = self._rows(inside, key, several=several)
            if rows is None:
                return []
            ys += rows
            segments += self._parted(inside, rows, key, a, b)
        ys = sorted({*ys})
        over = self._labels_over(filled[0][2]) if filled else []
        segments += self._heads(filled, over)
        for a, b in pairwise(sorted({*ys, *(s[1] for s in segments)})):
            inside = self._inside(a, b)
            alone = not self._is_head(a) and len(inside) == 1 and is_section(inside[0], self.edges)
            for n, x in enumerate(self.edges):
                outer = n in (0, len(self.edges) - 1)
                spanned = any(line.crosses(x) for line in inside) and (alone or self._is_head(a))
                spanned = spanned or any(f < n <= t and a < line.base < b for line, f, t in over)
                if outer or not (alone or spanned):
                    segments.append((x, a, x, b))
        found = ruled.tables(segments)
        boxes = [box for table in found for box in table]
        return boxes if len(found) == 1 and all(self._holds(boxes, line) for line in self.lines) else []

    def _is_headed(self) -> bool:
        """Whether the lines above the first rule within, the first few where there is none, hold a word of a label."""
        first = self.lines[0].base
        head = self._inside(0.0, next((y for y in self.cuts[:-1] if y > first), self.cuts[-1]))
        words = [fold(piece[2]) for line in head[:_HEAD] for piece in line.pieces]
        return any(_LABEL.search(label) or KEY.fullmatch(label) for label in words)

    def _is_head(self, y: float) -> bool:
        return y < self._head_end

    @cached_property
    def _head_end(self) -> float:
        """Where the header ends: at the first rule below the first line, or with this; a table from the page before may have none."""
        first = self.lines[0]
        end = next((y for y in self.cuts[:-1] if y > first.base), first.base + 0.3 * first.row.em)
        heads = any(KEY.fullmatch(fold(piece[2])) for line in self._inside(0.0, end) for piece in line.pieces)
        return end if heads or not self.cut else 0.0

    def _holds(self, boxes: Sequence[Box], line: Line) -> bool:
        y = line.base - 0.35 * line.row.em
        return all(
            any(box[0] <= (left + right) / 2 <= box[2] and box[1] <= y <= box[3] for box in boxes)
            for left, right, _ in line.pieces
        )

    def _inside(self, a: float, b: float) -> list[Line]:
        return [line for line in self.lines if a < line.base - 0.35 * line.row.em < b]

    def _cells(self, lines: Iterable[Line]) -> list[list[tuple[float, str]]]:
        """What stands in each column: the base line and the words of each piece."""
        found: list[list[tuple[float, str]]] = [[] for _ in self.columns]
        for line in lines:
            for left, right, text in line.pieces:
                found[self._column(left, right)].append((line.base, text))
        return found

    def _key(self) -> int | None:
        """The column of the rows' numbers, None where there is none."""
        for at, column in enumerate(self._cells(self.lines)[:3]):
            words = [text for _, text in column]
            body = [text for text in words if not KEY.fullmatch(fold(text))]
            numbers = sum(bool(_NUMBER.fullmatch(fold(text))) for text in body)
            if numbers > 1 and numbers >= 0.6 * len(body):
                return at
        return None

    def _rows(self, lines: Sequence[Line], key: int | None, *, several: bool) -> list[float] | None:
        """The heights at which rows part between two rules (none where they are one); None where it cannot be told."""
        found: list[float] = []
        runs: list[list[Line]] = [[]]
        for line in lines:
            if line.base > self._head_end and is_section(line, self.edges):
                runs += [[line], []]
            else:
                runs[-1].append(line)
        runs = [run for run in runs if run]
        by_white: list[bool] = []
        for n, run in enumerate(runs):
            if n:
                found.append(self._above(run[0], runs[n - 1][-1]))
            if len(run) < 2:
                continue
            starts = self._starts(run, key, several=several)
            if starts is None:
                return None
            if key is None and not several and run[-1].base > self._head_end:
                by_white.append(len(starts) > 1)
            for start in starts:
                below = next(line for line in run if line.base >= start - 2)
                above = [line for line in run if line.base < below.base]
                if above:
                    found.append(self._above(below, above[-1]))
        return found if any(by_white) or not by_white else None

    def _above(self, line: Line, over: Line) -> float:
        return (line.base + over.base) / 2 - 0.35 * line.row.em

    def _starts(self, run: Sequence[Line], key: int | None, *, several: bool) -> list[float] | None:
        """The base lines with which rows begin among lines that no rule parts."""
        if len(run) > 1 and is_pair(run[0]):
            below = self._starts(run[1:], key, several=several)
            return below and [run[0].base, *below]
        cells = self._cells(run)
        columns = [[base for base, _ in column] for column in cells]
        em = run[0].row.em
        lead = bands.leading(columns, em)
        if key is not None:
            told = [
                base
                for base, text in cells[key]
                if _NUMBER.fullmatch(fold(text)) or KEY.fullmatch(fold(text))
            ]
            if len(told) > 1 or (told and self.cut):
                others = [column for column in columns[key + 1 :] if column]
                return bands.by_numbers([[*told], *others], told, lead, cut=self.cut) or None
            return []
        headed = run[0].base < self._head_end
        if several or (headed and not (run[-1].base > self._head_end and is_header(run[:_HEAD]))):
            return []
        return bands.by_white([column for column in columns if column], lead)

    def _parted(
        self, lines: Sequence[Line], rows: Sequence[float], key: int | None, a: float, b: float
    ) -> list[Segment]:
        """The rules between rows; a column before the numbers has them only where its own cells part."""
        first = key or 0
        found: list[Segment] = [(self.edges[first], y, self.edges[-1], y) for y in rows]
        edges = sorted([a, *rows, b])
        inside = [self._inside(x, y) for x, y in pairwise(edges)]
        for c in range(first):
            labels = self._labels(lines, c)
            heads = [(i[0].base, i[-1].base) for i in inside if i]
            starts = (
                bands.grouped(labels, heads)
                if 0 < len(labels) <= len(heads) == len(edges) - 1
                else list(range(len(edges) - 1))
            )
            found += [(self.edges[c], edges[n], self.edges[c + 1], edges[n]) for n in starts if n]
        return found

    def _labels(self, lines: Sequence[Line], column: int) -> list[list[float]]:
        """The base lines of each cell of a column that white parts."""
        bases = [base for base, _ in self._cells(lines)[column]]
        em = lines[0].row.em
        found: list[list[float]] = []
        for base in bases:
            if found and base - found[-1][-1] <= 1.8 * em:
                found[-1].append(base)
            else:
                found.append([base])
        return found

    def _columns(self, line: Line) -> set[int]:
        return {self._column(left, right) for left, right, _ in line.pieces}

    def _column(self, left: float, right: float) -> int:
        return min(max(bisect(self.edges, (left + right) / 2) - 1, 0), len(self.edges) - 2)

    def _labels_over(self, inside: Sequence[Line]) -> list[tuple[Line, int, int]]:
        """The labels of a header that go over several columns, each with its line, and the first and the last of these."""
        found: list[tuple[Line, int, int]] = []
        for n, line in enumerate(inside):
            for left, right, words in line.pieces:
                crossed = [c for c, x in enumerate(self.edges[1:-1], 1) if left < x - 1 and right > x + 1]
                if crossed:
                    found.append((line, crossed[0] - 1, crossed[-1]))
                elif n < _HEAD and _LABEL.search(fold(words)):
                    found += [(line, *two) for two in self._middle_of(left, right, inside[n + 1 : n + _HEAD])]
        return found

    def _middle_of(self, left: float, right: float, below: Sequence[Line]) -> list[tuple[int, int]]:
        """The two columns in the middle of which a label stands that is none of the broader one's alone, with a label of each below."""
        own, middle = self._column(left, right), (left + right) / 2
        em = self.lines[0].row.em
        off = abs(middle - (self.edges[own] + self.edges[own + 1]) / 2)
        if off <= em:
            return []
        pairs = ((c, c + 1) for c in (own - 1, own) if 0 <= c < len(self.edges) - 2)
        return [
            (first, last)
            for first, last in pairs
            if abs(middle - (self.edges[first] + self.edges[last + 1]) / 2) < min(2 * em, off)
            and any({first, last} <= self._columns(line) for line in below if is_header([line]))
        ]

    def _heads(
        self,
        filled: Sequence[tuple[float, float, list[Line]]],
        labels: Sequence[tuple[Line, int, int]],
    ) -> list[Segment]:
        """The rules below the labels of a header that go over several columns, where the file draws none."""
        found: list[Segment] = []
        for over, first, last in labels:
            spanned = {*range(first, last + 1)}
            inside = filled[0][2]
            behind = inside[inside.index(over) + 1 :]
            under = next((line for line in behind if self._columns(line) & spanned), None)
            if under and not any(over.base < bar[0] < under.base for bar in self.bars):
                y = self._above(under, over)
                found.append((self.edges[first], y, self.edges[last + 1], y))
        return found
