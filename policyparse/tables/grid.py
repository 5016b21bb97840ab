"""A grid as the table's stages read it: words of cells, what is filled, halves that stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.model import Document, Span
from policyparse.tables.columns import UNITS, meaning

_WORDS = frozenset({"title", "text", "problem"})
Cells = tuple[Span, ...]
"""The cells of a row; a merged cell stands, as the same span, in each place that it covers."""

# ditto; 例：同上
_SAME = re.compile(r"[〃″＂\"]{1,2}|(?:同上|同前|同左上|上同)[。]?")


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rows of a table (or of one of two that stand side by side) with the text that their spans address."""

    document: Document
    rows: tuple[Cells, ...]

    def words(self, cell: Span) -> str:
        """The words of a cell, its lines joined."""
        return cell.of(self.document.text).replace("\n", "")

    def label(self, cell: Span) -> str:
        """The words of a cell without white space, as a header is compared."""
        return re.sub(r"\s", "", cell.of(self.document.text))

    def span(self, cells: Cells) -> Span:
        """From the first to the last character of a row's filled cells."""
        full = filled(cells)
        return Span(min(c.start for c in full), max(c.end for c in full))


def filled(cells: Cells) -> tuple[Span, ...]:
    """The cells of a row that hold words, a merged one once, from left to right."""
    return tuple(dict.fromkeys(c for c in cells if c.start < c.end))


def is_same(words: str) -> bool:
    """Whether a cell only says that it says what the one above says: 同上, 〃."""
    return _SAME.fullmatch(words) is not None


def halves(document: Document, rows: Sequence[Cells]) -> tuple[Sheet, ...]:
    """The tables that stand in a grid: one, or two side by side, whose header says the same labels twice, or parted by an empty column.

    例：序号 | 任务 | 单位 | 序号 | 任务 | 单位; 任务 | 责任单位 | | 问题 | 责任单位.
    """
    whole = Sheet(document, tuple(rows))
    if beside := _cards_beside(whole):
        return beside
    for cells in rows[:3]:
        labels = [whole.label(c) for c in cells]
        known = [label for label in labels if meaning(label)]
        at = next(
            (
                i
                for i in range(2, len(labels))
                if meaning(labels[i]) and labels[i] == labels[0] and cells[i] != cells[0]
            ),
            0,
        )
        same = len(known) >= 4 and [x for x in labels[:at] if x] == [x for x in labels[at:] if x]
        if not (at and same):
            at = _gap(rows, labels)
            same = at > 0
        if same:
            return tuple(Sheet(document, tuple(row[a:b] for row in rows)) for a, b in ((0, at), (at, None)))
    return (whole,)


def _cards_beside(whole: Sheet) -> tuple[Sheet, ...]:
    """The cards of a table that has several in each row: the label at its left comes again further right, in row after row.

    例：任务名称 | 修缮校舍 | 任务名称 | 维修泵站 over 责任单位 | 县教育局 | 责任单位 | 县水利局. Band by band, for one may follow below.
    """
    rows = [row for row in whole.rows if len(filled(row)) > 2]
    if not rows:
        return ()
    labels, breadth = [[whole.label(cell) for cell in row] for row in rows], len(rows[0])
    each = next(
        (n for n in range(2, breadth // 2 + 1) if all(said[n] == said[0] for said in labels)), breadth
    )
    kinds = [meaning(said[0]) for said in labels]
    if breadth % each or breadth == each or "" in kinds or len({*kinds}) < 2:
        return ()
    bands: list[list[Cells]] = [[]]
    for row in whole.rows:
        if len(filled(row)) > 1 and any(whole.label(row[0]) == whole.label(known[0]) for known in bands[-1]):
            bands.append([])
        bands[-1].append(row)
    return tuple(
        Sheet(whole.document, tuple(row[at : at + each] for row in band))
        for band in bands
        for at in range(0, breadth, each)
    )


def _gap(rows: Sequence[Cells], labels: Sequence[str]) -> int:
    """The column where the second of two headers begins, each of tasks or problems and of units; 0 for none.

    An empty column parts them, or each has a time of its own.
    """
    for at in range(2, len(labels) - 2):
        empty = not labels[at] and all(row[at].start == row[at].end or row[at] == row[at - 1] for row in rows)
        first, second = ({meaning(x) for x in side if x} for side in (labels[:at], labels[at + empty :]))
        apart = empty or (meaning(labels[at]) in ("title", "problem") and "time" in first & second)
        named = all(side & _WORDS and side & {*UNITS} and "" not in side for side in (first, second))
        if apart and named:
            return at
    return 0


def completed(
    sheet: Sheet,
    row: int,
    cells: Cells,
    above: Cells | None,
    inherits: Sequence[bool],
    sections: Sequence[int] = (),
) -> Cells:
    """The row with 同上 and 〃 replaced by the cell above, and an empty cell under a merged one filled with it.

    ``inherits`` says of which columns an empty cell may mean the one above (units, times, sections), ``sections`` of which it
    does so where nothing is merged too: 责任领域 is printed once for its rows.
    """
    if above is None:
        return cells
    out = list(cells)
    for i, cell in enumerate(cells):
        merged = (
            row > 1 and sheet.rows[row - 1][i] == sheet.rows[row - 2][i] and above[i].start < above[i].end
        )
        blank = cell.start == cell.end and (i in sections or (inherits[i] and merged))
        if is_same(sheet.label(cell)) or blank:
            out[i] = above[i]
    return tuple(out)
