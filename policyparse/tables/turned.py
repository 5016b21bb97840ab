"""Tables lying on their side: a column for each task, and down the side the labels, or the units of a matrix.

例：责任单位 | 整治占道经营 | 公益广告 over 区城管局 | 牵头 | 配合; or 任务 | 修缮校舍 | 维修泵站 over 牵头单位 | 县教育局 | 县水利局.
"""

from __future__ import annotations

from dataclasses import replace

from policyparse.tables import content, header
from policyparse.tables.columns import UNITS, Column, meaning
from policyparse.tables.grid import Cells, Sheet, filled
from policyparse.tables.header import Header
from policyparse.tables.header_lines import BODIES


def labelled(sheet: Sheet) -> tuple[Sheet, Header] | None:
    """The sheet set upright whose labels stand down its side, with its header; None where it is no such table."""
    rows = [row for row in sheet.rows if filled(row)]
    while rows and len(filled(rows[0])) == 1:
        rows = rows[1:]
    if len(rows) < 3 or len(rows[0]) < 3:
        return None
    kinds = [meaning(sheet.label(row[0])) for row in rows]
    named = next((row for row, kind in zip(rows, kinds, strict=True) if kind in ("title", "text")), None)
    if named is None or not {*kinds} & {*UNITS, "time"} or kinds.count("") * 3 > len(kinds):
        return None
    tasks = [cell for cell in named[1:] if cell.start < cell.end]
    said = [sheet.label(cell) for row in rows for cell in row[1:] if cell.start < cell.end]
    if len(set(tasks)) < 2 or len(tasks) < len(named) - 1 or any(map(meaning, said)):
        return None
    # a task merged over two columns is one, and so are those that differ in a unit
    upright = replace(sheet, rows=tuple(dict.fromkeys(zip(*rows, strict=True))))
    head = header.find(upright)
    return (upright, head) if head and head.first == 0 else None


def is_aside(sheet: Sheet, row: Cells) -> bool:
    """Whether a row is one cell that names no unit: the title of a matrix, or its legend."""
    full = filled(row)
    return len(full) == 1 and not content.is_units(sheet.label(full[0]))


def read(sheet: Sheet) -> tuple[Sheet, Header] | None:
    """The sheet set upright, with its header; None where it is no such matrix."""
    rows = [row for row in sheet.rows if filled(row) and not is_aside(sheet, row)]
    firsts = [sheet.label(row[0]) for row in rows]
    head = next((i for i, x in enumerate(firsts) if meaning(x) in UNITS or BODIES.fullmatch(x)), None)
    if head is None or len(rows) < head + 3 or any(len(filled(row)) > 1 for row in rows[:head]):
        return None
    top, *body = rows[head:]
    names = [sheet.label(cell) for cell in top[1:]]
    marks = [sheet.label(cell) for row in body for cell in row[1:] if cell.start < cell.end]
    if len(names) < 2 or not all(names) or any(map(meaning, names)) or len(set(names)) < len(names):
        return None
    if not marks or not all(map(content.is_mark, marks)):
        return None
    if not all(content.is_units(sheet.label(row[0])) for row in body):
        return None
    upright = tuple(zip(*(top, *body), strict=True))
    columns = (
        Column("title", sheet.label(top[0]), (top[0],)),
        *(Column("matrix", sheet.label(row[0]), (row[0],)) for row in body),
    )
    return replace(sheet, rows=upright), Header(0, 1, columns)
