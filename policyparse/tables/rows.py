"""The rows of a table that are tasks: a 责任分工 table, a table of measures, a scoring annex (评分细则)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from policyparse.model import Document, Grid, Span, TaskKind
from policyparse.tables import columns
from policyparse.text import numerals
from policyparse.text.numbering import mark

Sections = tuple[tuple[str, Span], ...]
_TOTAL = re.compile(r"^(?:合\s*计|总\s*计|小\s*计|总\s*分|合计得分)$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row that orders something: its number, the sections above it, its title if a column of its own holds it, its
    words, and its labelled cells."""

    number: str | None
    sections: Sections
    title: Span | None
    text: tuple[Span, ...]
    span: Span
    kind: TaskKind
    points: Decimal | None
    cells: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class _Header:
    """Which columns a table has: what each one means, its label, and how many rows the header takes."""

    kinds: tuple[str, ...]
    labels: tuple[str, ...]
    height: int


def read(document: Document, grid: Grid) -> list[Row]:
    """The task rows of a table, in order; none for a table whose header names no task column."""
    header = _header(document, grid)
    if header is None:
        return []
    found: list[Row] = []
    section: Sections = ()
    often = Counter(cell for cells in grid.rows[header.height :] for cell in set(cells))
    shared = frozenset(cell for cell, rows in often.items() if rows > 1)
    for cells in grid.rows[header.height :]:
        filled = {c for c in cells if c.start < c.end}
        if len(filled) == 1 and len(cells) > 1:
            only = filled.pop()
            section = ((_flat(document, only), only),)
        elif row := _row(document, header, cells, section, shared, len(found) + 1):
            found.append(row)
    return found


def kind_of(label: str) -> str:
    """What a column header means for a row: "unit", "time", "task", another id of ``columns.toml``, or ""."""
    known = columns.meaning(label)
    if known in columns.UNITS:
        return "unit"
    return "task" if known in ("title", "text") else known


def _header(document: Document, grid: Grid) -> _Header | None:
    """The header among the first three rows of a table (a title may stand above it), or None."""
    for height in range(1, min(4, len(grid.rows))):
        cells = grid.rows[height - 1]
        labels = tuple(re.sub(r"\s", "", c.of(document.text)) for c in cells)
        kinds = tuple(kind_of(label) for label in labels)
        if "task" not in kinds and "unit" in kinds:
            kinds = _described(document, grid.rows[height:], kinds, labels)
        if "task" in kinds and sum(k != "" for k in kinds) >= 2 and len(set(cells)) > 1:
            return _Header(_spread(kinds, cells), labels, height)
    return None


def _described(
    document: Document, body: Sequence[Sequence[Span]], kinds: tuple[str, ...], labels: Sequence[str]
) -> tuple[str, ...]:
    """A table with a column of units orders something even where no column is headed 任务: what its rows describe.

    That is the column of names, and of the columns whose header says nothing known the one with the most words.
    """
    other = [i for i, kind in enumerate(kinds) if kind == "" and labels[i]]
    if not other or not body:
        return kinds
    longest = max(other, key=lambda i: sum(row[i].end - row[i].start for row in body))
    named = next((i for i in other if labels[i].endswith("名称")), longest)
    return tuple("task" if i in (longest, named) else kind for i, kind in enumerate(kinds))


def _spread(kinds: tuple[str, ...], cells: Sequence[Span]) -> tuple[str, ...]:
    """Where one label stands over two columns of points (group total and item), only the last one counts."""
    out = list(kinds)
    for i in range(len(kinds) - 1):
        if kinds[i] == "points" == kinds[i + 1] and cells[i] == cells[i + 1]:
            out[i] = ""
    return tuple(out)


def _row(
    document: Document,
    header: _Header,
    cells: Sequence[Span],
    section: Sections,
    shared: frozenset[Span],
    ordinal: int,
) -> Row | None:
    words = [c.of(document.text) for c in cells]
    tasks = _columns(header, cells, "task")
    if not tasks or any(_TOTAL.match(re.sub(r"\s", "", w)) for w in words):
        return None
    *outer, main = (cells[i] for i in tasks)
    title = outer[-1] if outer and outer[-1] not in shared else None
    number, text = _number(document, header, cells, main, ordinal)
    above = [cells[i] for i in _columns(header, cells, "section")] + [c for c in outer if c != title]
    points = _columns(header, cells, "points")
    return Row(
        number=number,
        sections=(*section, *((_flat(document, s), s) for s in above)),
        title=title,
        text=_lines(document.text, text),
        span=Span(min(c.start for c in cells if c.start < c.end), max(c.end for c in cells)),
        kind="assessment" if "points" in header.kinds else "task",
        points=numerals.value(words[points[-1]]) if points else None,
        cells=tuple((header.labels[i], cells[i]) for i in _columns(header, cells, "unit", "time", "targets")),
    )


def _number(
    document: Document, header: _Header, cells: Sequence[Span], main: Span, ordinal: int
) -> tuple[str | None, Span]:
    """The number of a row and the cell of its words without it: from a column of numbers, else from the words.

    ``ordinal`` is the row's place among the tasks: it tells 27. before 7岁以下 from 27.7.
    """
    numbers = _columns(header, cells, "number")
    if numbers:
        return _flat(document, cells[numbers[0]]), main
    found = mark(main.of(document.text), expected=ordinal)
    return (found.printed, Span(main.start + found.length, main.end)) if found else (None, main)


def _flat(document: Document, span: Span) -> str:
    return span.of(document.text).replace("\n", "")


def _columns(header: _Header, cells: Sequence[Span], *kinds: str) -> list[int]:
    """The columns of these kinds that hold words, each merged cell once."""
    filled = [i for i, k in enumerate(header.kinds) if k in kinds and cells[i].start < cells[i].end]
    return [c for n, c in enumerate(filled) if cells[c] not in {cells[b] for b in filled[:n]}]


def _lines(text: str, span: Span) -> tuple[Span, ...]:
    """The paragraphs inside a cell."""
    out: list[Span] = []
    at = span.start
    for piece in span.of(text).split("\n"):
        if piece:
            out.append(Span(at, at + len(piece)))
        at += len(piece) + 1
    return tuple(out)
