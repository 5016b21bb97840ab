"""Tasks of two rows: the words, with their label, in a cell over the columns of the row below, which has none for them.

例：1 | 任务：清理楼道410处 | < | < over ^ | 区住建局 | 各街道 | 4月底前, under 序号 | 牵头单位 | 配合单位 | 时限.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from policyparse.model import Span
from policyparse.tables import header
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.grid import Cells, Sheet, filled
from policyparse.tables.header import Header

# a label before the words of its cell; 例：任务：清理楼道
_LABEL = re.compile(r"([一-鿿]{2,8})[:：]\s*(?=\S)")


def beside(sheet: Sheet) -> tuple[Sheet, Header] | None:
    """The sheet with those words in a column of their own, under their label, with its header; None where it is no such table."""
    at = next((i for i, row in enumerate(sheet.rows) if len(filled(row)) > 1), len(sheet.rows))
    head, body = sheet.rows[at : at + 1], sheet.rows[at + 1 :]
    told = [_told(sheet, row) for row in body]
    if not head or not any(meaning(sheet.label(cell)) in (*UNITS, "time") for cell in head[0]):
        return None
    words = [one for one in told if one]
    if not words or told[::2] != words or len(told) % 2:
        return None  # not each two rows are a task
    rows = ((*head[0], words[0][0]), *_joined(body, words))
    upright = replace(
        sheet, rows=(*((*row, Span(row[-1].end, row[-1].end)) for row in sheet.rows[:at]), *rows)
    )
    found = header.find(upright)
    return (upright, found) if found else None


def _told(sheet: Sheet, row: Cells) -> tuple[Span, Span] | None:
    """The label and the words of the cell that a row has over several columns, beside its number at most; else None."""
    wide = [cell for cell in filled(row) if row.count(cell) > 1]
    if len(wide) != 1 or len(filled(row)) > 2:
        return None
    found = _LABEL.match(wide[0].of(sheet.document.text))
    if not found or meaning(found[1]) not in ("title", "text"):
        return None
    start = wide[0].start
    return Span(start, start + found.end(1)), Span(start + found.end(), wide[0].end)


def _joined(body: tuple[Cells, ...], told: list[tuple[Span, Span]]) -> Iterator[Cells]:
    """Each two rows as one, the words behind it; what only the upper one says beside them stays in its place."""
    for above, below, (label, words) in zip(body[::2], body[1::2], told, strict=True):
        yield (
            *(
                a if b.start == b.end and a.start != label.start else b
                for a, b in zip(above, below, strict=True)
            ),
            words,
        )
