"""A matrix lying on its side: a row for each unit, a column for each task, and in the cells how the unit takes part.

例：责任单位 | 整治占道经营 | 公益广告 over 区城管局 | 牵头 | 配合.
"""

from __future__ import annotations

from dataclasses import replace

from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.grid import Sheet, filled
from policyparse.tables.header import Column, Header


def read(sheet: Sheet) -> tuple[Sheet, Header] | None:
    """The sheet set upright, with its header; None where it is no such matrix."""
    rows = [row for row in sheet.rows if filled(row)]
    head = next((i for i, row in enumerate(rows) if meaning(sheet.label(row[0])) in UNITS), None)
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
