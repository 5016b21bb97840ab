"""What the cells of units, times and targets of a row hold, each under a plain label, by what their column means in that row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyparse.extract.units.labels import oversees
from policyparse.model import Span
from policyparse.tables import content, persons, starred, two_names
from policyparse.tables.columns import UNITS, Column, meaning
from policyparse.tables.grid import Cells, Sheet
from policyparse.tables.header import Header
from policyparse.text import boxes

HEADS = {
    "lead": "牵头单位",
    "support": "配合单位",
    "list": "责任单位",
    "parts": "任务分工",
    "time": "完成时限",
}
"""The plain label of a meaning, under which ``extract`` reads a cell."""
Held = tuple[str, tuple[str, Span]]
"""Which part of a row a cell belongs to (``cells``, ``entries``, ``fields``), its label, and the cell."""


def of_cell(sheet: Sheet, head: Header, cells: Cells, i: int) -> Iterator[Held]:
    """What the cell in the column ``i`` holds; of a column that is none of units, times or targets, nothing."""
    column = _in_row(sheet, head, cells, i)
    for offered, cell in _offered(sheet, column, cells[i]):
        if column.kind == "matrix":
            yield from _marked(sheet, head, cells, i)
        else:
            yield from _held(sheet, offered, cell)


def _in_row(sheet: Sheet, head: Header, cells: Cells, i: int) -> Column:
    """The column of a cell as it is meant in its row; one that is merged over those who lead and those who support lists both.

    例：县水利局（牵头），各乡镇 below 牵头单位 and 配合单位; 县水利局 | 牵头 below 参与单位 | 职责 leads.
    """
    column = head.columns[i]
    parts = head.full(cells, "role")
    if column.kind in ("lead", "support", "list") and parts and head.of(*UNITS) == [i]:
        return replace(column, kind=content.role_of_mark(sheet.label(cells[parts[0]]), sheet.document.text))
    kinds = {head.columns[k].kind for k in range(len(cells)) if cells[k] == cells[i]}
    return replace(column, kind="list") if {"lead", "support"} <= kinds else column


def _offered(sheet: Sheet, column: Column, cell: Span) -> list[tuple[Column, Span]]:
    """The cell, or of what it offers to tick that which is ticked: ☐县教育局 ☑县水利局. Where nothing is, the cell is told.

    Of several units that are ticked the first leads, as in any list.
    """
    chosen = boxes.chosen(cell.of(sheet.document.text)) if column.kind in (*UNITS, "time") else None
    further = replace(column, kind="support") if column.kind == "list" else column
    spans = [Span(cell.start + a, cell.start + b) for a, b in chosen or ()] or [cell]
    return [(column if n == 0 else further, span) for n, span in enumerate(spans)]


def _held(sheet: Sheet, column: Column, cell: Span) -> Iterator[Held]:
    """What a cell of units, times or targets holds; persons beside its units are entries."""
    if column.kind in UNITS and content.is_fault(sheet.words(cell)):
        yield "fields", (column.label, cell)
    elif column.kind in UNITS and persons.named_beside(column.label):
        units, people = persons.split(sheet.document.text, cell, persons_first=persons.first(column.label))
        yield from (("cells", (f"{HEADS[column.kind]}及责任人", unit)) for unit in units)
        if people:  # several are told apart only with the units beside them
            yield "entries", ("person", people[0] if len(people) == 1 else cell)
        if len(people) == 1 and (number := persons.telephone(sheet.document.text, cell)):
            yield "entries", ("contact", number)
    elif column.kind in ("list", "parts") and (signed := starred.split(sheet.document.text, cell)):
        yield from (("cells", (HEADS[role], unit)) for role, unit in signed)
    elif helped := two_names.helped(sheet.document.text, column, cell):
        yield from (("cells", (HEADS[role], unit)) for role, unit in helped)
    elif doing := two_names.with_duties(sheet.document.text, column, cell):
        yield from (("cells", (HEADS[column.kind], unit)) for unit in doing)
        yield "fields", (column.label, cell)
    elif column.kind in HEADS or column.kind == "targets":
        own = sheet.label(column.cells[-1]) if column.cells else ""
        # 督导单位 support, and leave those beside them a bare list
        label = own if oversees(own) else HEADS.get(column.kind, column.label)
        yield "cells", (label, cell)
    elif column.kind == "measure":
        yield "cells", (sheet.label(column.cells[-1]), cell)


def remarked(sheet: Sheet, remarks: Sequence[Span], *, known: bool) -> Iterator[tuple[str, Span]]:
    """The remarks of a row that say who does it, and nothing else: 县水利局牵头，各乡镇配合.

    Where its units are ``known``, those that say who helps: 各乡镇配合 · 配合单位：各乡镇.
    """
    for cell in remarks:
        words = sheet.words(cell)
        if (content.are_helping if known else content.are_served)(words):
            yield HEADS["support" if known else "list"], cell


def _marked(sheet: Sheet, head: Header, cells: Cells, i: int) -> Iterator[Held]:
    """The unit that a cell of a matrix marks, with the role of the mark; what is no mark is a field.

    √ below 配合单位 supports, and so it does beside a cell that says who leads.
    """
    text, column, words = sheet.document.text, head.columns[i], sheet.label(cells[i])
    if content.is_unticked(words):
        return
    if not content.is_mark(words, text):
        yield "fields", (column.label, cells[i])
        return
    role = content.role_of_mark(words, text)
    if role == "list":
        over = [meaning(sheet.label(c)) for c in column.cells[:-1]]
        others = [content.role_of_mark(sheet.label(cells[k]), text) for k in head.full(cells, "matrix")]
        role = next((kind for kind in over if kind in ("lead", "support")), role)
        role = "support" if role == "list" and "lead" in others else role
    yield "cells", (HEADS[role], column.cells[-1])
