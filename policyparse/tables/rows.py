"""The rows below a header → what each orders: its number, its sections, its words, and its labelled cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from policyparse.extract.units import shape
from policyparse.model import Span, TaskKind
from policyparse.tables import content, duties, header, header_lines, imprint, persons, unit_above
from policyparse.tables import sections as sections_
from policyparse.tables.columns import ENTRIES, LONGEST, UNITS, has
from policyparse.tables.duties import HEADS
from policyparse.tables.grid import Cells, Sheet, completed, filled
from policyparse.tables.header import Header
from policyparse.tables.lowered import lowered
from policyparse.tables.sections import Sections
from policyparse.text import numerals
from policyparse.text.numbering import mark

# what is printed beside the number of points; 例：10分
_POINTS = re.compile(r"[\s（()）]|分$|分(?=[）)])")
# lines about the table: notes, who filled it in; 例：填报单位：市教育局
_NOTE = re.compile(
    r"(?:附?注|说明|备注|填报?说明)\s*(?:[:：\d]|$)|(?:填表|填报|制表|审核|审批|报送|分管|单位)\S{0,6}[:：（(]|(?:联系)?电话\s*[:：]"
)
# how many tasks a section has; 例：（2项）
_COUNTED = re.compile(r"[（(]共?\d+[项个件条][)）]$|[:：]$")
# a table that goes on says so, and one of several which it is; 例：续表2 · 附件2
CONTINUED = re.compile(r"[（(]?(?:续|续上|接上)(?:表|页)\s*\d*[)）]?|附\s*[件表录]\s*\d{0,2}")
_OWN = ("targets", "measure", "matrix", "role", "number", "id", "title", "text", "section", "points", "total")
"""The meanings of columns that are the task's own words and numbers."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that orders something.

    ``title`` is the cell of its name where a column of its own holds it, ``text`` the paragraphs of its words;
    ``cells`` are those of units, times and targets under a plain label, ``entries`` those of a ledger under the field's
    name, ``stages`` those of months and quarters under the header cell that names them; ``fields`` are all others with
    their labels. Of a ``measured`` row the header's cells are the words: each says what the number below it measures.
    An ``open`` one stands in a table without a column of those who lead.
    """

    number: str | None
    sections: Sections
    title: Span | None
    text: tuple[Span, ...]
    span: Span
    kind: TaskKind
    points: Decimal | None = None
    cells: tuple[tuple[str, Span], ...] = ()
    entries: tuple[tuple[str, Span], ...] = ()
    stages: tuple[tuple[Span, Span], ...] = ()
    fields: tuple[tuple[str, Span], ...] = ()
    measured: bool = False
    open: bool = False


@dataclass(frozen=True, slots=True)
class Left:
    """A row that orders nothing, and why: 表头, 标题行, 小标题, 合计, 附注."""

    span: Span
    why: str


def read(sheet: Sheet, head: Header) -> Iterator[Row | Left]:
    """Each row of the sheet from the first on, as what it is; a further header below gives the rows behind it their columns."""
    sections: Sections = ()
    for row in sheet.rows[: head.first]:
        if titles := filled(row):
            named = sections_.of_title(sheet, titles)
            sections = sections_.below(sections, *named) if named else sections
            yield _left(sheet, row, "小标题" if named else "标题行")
    sheet = lowered(sheet, head)
    fresh: Sections = ()  # those that no row stands below yet: they may be the title of a further table
    above: Cells | None = None
    known: list[set[str]] = []
    shared = sections_.heading(sheet, head)
    count, at = 0, head.first
    while at < len(sheet.rows):
        if head.first <= at < head.last:
            yield from (
                _left(sheet, row, "表头") for row in sheet.rows[head.first : head.last] if filled(row)
            )
            known.append({sheet.label(c) for row in sheet.rows[head.first : head.last] for c in filled(row)})
            at = head.last
            continue
        served = [c.kind in (*UNITS, "time", "section", "leader") for c in head.columns]
        cells = completed(sheet, at, sheet.rows[at], above, served, head.of("section"))
        full = filled(cells)
        labels = {sheet.label(c) for c in full}
        again = len(labels) > 1 and any(labels <= said for said in known)
        if not full:
            at += 1
        elif again:
            yield _left(sheet, cells, "表头")
            at += 1
        elif _may_head(sheet, cells) and (other := header.find(sheet, at)) and other.first == at:
            head, sections, above = other, fresh, None
            sheet = lowered(sheet, head)
            shared |= sections_.heading(sheet, head)
        else:
            found = _row(sheet, head, cells, sections, shared, count + 1)
            if isinstance(found, Row):
                count, above, fresh = count + 1, cells, ()
            elif found.why == "小标题":
                words, cell = sections_.group(sheet, head, cells) or (sheet.words(full[0]), full[0])
                sections, fresh = sections_.below(sections, words, cell), sections_.below(fresh, words, cell)
            yield found
            at += 1


def _may_head(sheet: Sheet, cells: Cells) -> bool:
    """Whether a row below others may be a further header: its cells are labels, and no sentence is among them."""
    return header_lines.is_header(sheet, cells) and all(len(sheet.label(c)) <= LONGEST for c in filled(cells))


def _left(sheet: Sheet, cells: Cells, why: str) -> Left:
    return Left(sheet.span(cells), why)


def _row(
    sheet: Sheet, head: Header, cells: Cells, sections: Sections, shared: frozenset[Span], ordinal: int
) -> Row | Left:
    if why := _aside(sheet, cells):
        return _left(sheet, cells, why)
    columns = head.full(cells, "title", "text")
    columns = [i for i in columns if not content.is_nothing(sheet.words(cells[i]))] or columns
    if sections_.group(sheet, head, cells) or sections_.is_section(sheet, head, cells, columns):
        return _left(sheet, cells, "小标题")
    if not columns:
        return _measured(sheet, head, cells, sections)
    *outer, main = columns
    above = [i for i in outer if cells[i] in shared]
    own = [cells[i] for i in outer if i not in above]
    number, said = _number(sheet, head, cells, own[0] if own else cells[main], ordinal)
    if number and _NOTE.match(number):
        return _left(sheet, cells, "附注")
    body = [said, *own[1:], cells[main]] if own else [said]
    if not any(sheet.words(c) for c in body):  # 2. and nothing behind it
        return _left(sheet, cells, "没有任务内容的行")
    section = [cells[i] for i in head.full(cells, "section")] + [cells[i] for i in above]
    points = head.full(cells, "points")
    row = Row(
        number=number,
        sections=(
            *sections_.of_number(sheet, sections, number),
            *((sheet.words(c).rstrip("：: "), c) for c in section),
        ),
        title=body[0] if len(body) > 1 else None,
        text=tuple(line for c in body[1 if len(body) > 1 else 0 :] for line in _lines(sheet, c)),
        span=sheet.span(cells),
        kind="assessment" if head.scored else "task",
        points=numerals.value(_POINTS.sub("", sheet.words(cells[points[-1]]))) if points else None,
    )
    return _served(sheet, head, _labelled(sheet, head, cells, row))


def _aside(sheet: Sheet, cells: Cells) -> str:
    """Why a row stands beside the rows that order something, by its words alone: sums, notes, a title, what a page says of itself."""
    words = [sheet.words(c) for c in filled(cells)]
    if any(map(content.is_total, words)):
        return "合计"
    if imprint.is_imprint(replace(sheet, rows=(cells,))):
        return "网页信息"
    if _NOTE.match(words[0]) and len(words) <= 4 and not content.is_number(words[0]):
        return "附注"
    return "标题行" if len(words) == 1 and CONTINUED.fullmatch(words[0].strip()) else ""


def _measured(sheet: Sheet, head: Header, cells: Cells, sections: Sections) -> Row | Left:
    """The row of a unit whose numbers are its tasks: 东坪镇 | 1200 | 800 under 单位 | 人工造林（亩） | 封山育林（亩）."""
    measures = head.full(cells, "measure")
    if not measures:
        return _left(sheet, cells, "没有任务内容的行")
    numbers = head.full(cells, "number", "id")
    row = Row(
        number=sheet.words(cells[numbers[0]]) if numbers else None,
        sections=sections,
        title=None,
        text=tuple(head.columns[i].cells[-1] for i in measures),
        span=sheet.span(cells),
        kind="task",
        measured=True,
    )
    return _labelled(sheet, head, cells, row)


def _served(sheet: Sheet, head: Header, row: Row) -> Row:
    """In a table without a column of those who lead, a section row that names nothing but a unit says whose the rows below it are.

    例：县水利局（2项） over 1 | 维修泵站3座 | 9月底前. A row without any waits for the heading above its table: ``served``.
    """
    row = replace(row, open=not has(head.columns, *{*UNITS} - {"support"}, "matrix"))
    return served(sheet.document.text, row, row.sections[-1][1]) if row.sections else row


def served(text: str, row: Row, heading: Span) -> Row:
    """The row with the unit of the heading that it stands under, where no column says who leads and it names nothing else."""
    if not row.open:
        return row
    words = heading.of(text)
    found = mark(words)
    bare = _COUNTED.sub("", words[found.length if found else 0 :]).strip()
    # 健康场所 ends like an office and is none
    if not content.is_units(bare) or shape.like(bare, "phrase"):
        return row
    at = heading.start + words.index(bare)
    return replace(row, cells=(*row.cells, (HEADS["list"], Span(at, at + len(bare)))), open=False)


def _number(sheet: Sheet, head: Header, cells: Cells, words: Span, ordinal: int) -> tuple[str | None, Span]:
    """The number of a row and the cell of its words without it: from a column of numbers, else from the words.

    ``ordinal`` is the row's place among the tasks: it tells 27. before 7岁以下 from 27.7.
    """
    numbers = head.full(cells, "number") or head.full(cells, "id")
    if numbers:
        return sheet.words(cells[numbers[0]]), words
    said = words.of(sheet.document.text)
    if found := mark(said, expected=ordinal):
        return found.printed, Span(words.start + found.length, words.end)
    return None, Span(words.end - len(said.lstrip("—–")), words.end)  # ——建档率达到95%


def _labelled(sheet: Sheet, head: Header, cells: Cells, row: Row) -> Row:
    """The row with all cells that are neither its number, its sections nor its words."""
    held: dict[str, list[Any]] = {"cells": [], "entries": [], "stages": [], "fields": []}
    for i in head.full(cells, *(c.kind for c in head.columns)):
        nothing = content.is_nothing(sheet.words(cells[i]))
        if head.columns[i].kind in ("targets", "measure") or not nothing:
            for name, cell in (*duties.of_cell(sheet, head, cells, i), *_others(sheet, head, cells, i)):
                held[name].append(cell)
    if unit := _unit_above(sheet, head, cells):
        held["fields"].append(("计量单位", unit))
    known = bool(head.full(cells, *UNITS, "matrix"))
    held["cells"] += duties.remarked(sheet, [cells[i] for i in head.full(cells, "remark")], known=known)
    return replace(
        row,
        cells=tuple(held["cells"]),
        entries=tuple(held["entries"]),
        stages=tuple(held["stages"]),
        fields=tuple(held["fields"]),
    )


def _unit_above(sheet: Sheet, head: Header, cells: Cells) -> Span | None:
    """The unit of measure over the table, where a number alone in the row is so many of it."""
    numbers = (
        i for i in head.full(cells, "measure", "targets") if content.is_quantity(sheet.words(cells[i]))
    )
    first = next((cell for column in head.columns for cell in column.cells), None)
    return (
        unit_above.find(sheet.document.text, first.start)
        if first and next(numbers, None) is not None
        else None
    )


def _others(sheet: Sheet, head: Header, cells: Cells, i: int) -> Iterator[tuple[str, tuple[Any, Span]]]:
    """What a cell of a ledger, a stage or a column without a meaning holds."""
    column, cell = head.columns[i], cells[i]
    if column.kind == "points" and i != head.full(cells, "points")[-1]:
        yield "fields", (column.label, cell)  # what its group is worth, or another weight
    if column.kind in HEADS or column.kind in _OWN:
        return
    if column.kind in ENTRIES and not _is_past(head, cells, i):
        yield from (("entries", entry) for entry in persons.entered(column.kind, sheet.document.text, cell))
    elif column.kind == "milestone" and column.cells:
        when = (c for c in reversed(column.cells) if header_lines.of_period(sheet.label(c)))
        yield "stages", (next(when, column.cells[-1]), cell)
    elif column.kind == "begin":
        yield "stages", (cell, column.cells[-1])
    else:
        yield "fields", (column.label, cell)


def _is_past(head: Header, cells: Cells, i: int) -> bool:
    """Whether a later column reports the same of a later period: 1月进展 beside 2月进展."""
    column = head.columns[i]
    later = [k for k in head.full(cells, column.kind) if k > i]
    return any(
        header_lines.of_period(column.label) and header_lines.of_period(head.columns[k].label) for k in later
    )


def _lines(sheet: Sheet, span: Span) -> Iterator[Span]:
    """The paragraphs inside a cell."""
    at = span.start
    for piece in span.of(sheet.document.text).split("\n"):
        if piece:
            yield Span(at, at + len(piece))
        at += len(piece) + 1
