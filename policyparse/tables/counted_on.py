"""Rows whose cells hold several tasks, numbered on from row to row: each item is a task of its row's units and time.

例：平台 | 1.新建实验室2家 / 2.新增工作站1个 | 市科技局 over 成果 | 3.建成中试基地3个 / 4.… | 市科技局. Where each row counts anew, or has a
number or a name of its own, its items are what it does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.model import Document, Span
from policyparse.tables.rows import Left, Row
from policyparse.text.numbering import Mark, mark

_LEAST = 2
"""Rows that count on."""


def parted(document: Document, found: Sequence[Row | Left]) -> list[Row | Left]:
    """The rows, each in the tasks that its cell holds, where they count on over all rows of the table."""
    rows = [one for one in found if isinstance(one, Row)]
    items = [_items(document, row) for row in rows]
    marks = [m for row in items for m, _ in row]
    on = all(b.ordinal == a.ordinal + 1 and b.rank == a.rank for a, b in pairwise(marks))
    if len(rows) < _LEAST or not all(items) or len(marks) == len(rows) or not on:
        return [*found]
    each = dict(zip(map(id, rows), items, strict=True))
    out: list[Row | Left] = []
    for one in found:
        out += _tasks(one, each[id(one)]) if isinstance(one, Row) else [one]
    return out


def _items(document: Document, row: Row) -> list[tuple[Mark, Span]]:
    """The items that the cell of a row's words is, each a line; none where a line is no item or the row names its task."""
    if row.title is not None or row.number is None or row.measured:
        return []
    first, *further = row.text
    found = mark(row.number + first.of(document.text))
    items = [(found, first)] if found else []
    for line in further:
        if not (m := mark(line.of(document.text))):
            return []
        items.append((m, Span(line.start + m.length, line.end)))
    return items


def _tasks(row: Row, items: Sequence[tuple[Mark, Span]]) -> list[Row]:
    """A row for each item; the first stands where the whole row does."""
    return [
        replace(row, number=m.printed, text=(line,), span=row.span if n == 0 else line)
        for n, (m, line) in enumerate(items)
    ]
