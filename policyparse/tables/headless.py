"""A table that was pasted without its header: its columns are told by what they hold, each of one kind, or not at all.

例：1 | 修缮村道6公里 | 镇交管站 | 6月底前 over 2 | 安装路灯200盏 | 镇村建办 | 10月底前.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.tables import content
from policyparse.tables.columns import Column
from policyparse.tables.grid import Sheet, filled
from policyparse.tables.header import Header

# what stands above a list of tasks, and not over one of papers, gifts or events; 例：重点任务分解表
_ORDERS = re.compile(
    "任务|分工|分解|整改|实事|台账|要点|责任|督[办查]|计划|落实|重点|方案|行动|措施|目标|(?:工作|事项|项目)(?:清单|安排|表)"
)
_NEAR = 80
"""Characters of the document's beginning, and of what stands right above the table, that may say what it is."""
_SURE = 0.9
_LEAST_ROWS, _LEAST_COLUMNS = 2, 3
_SHORTEST = 6
"""Characters of what is ordered, on the average."""


def find(sheet: Sheet) -> Header | None:
    """The columns of a table without a header, None where one of them may hold anything.

    It needs the words of tasks, their units, and either times or serial numbers; units that stand behind others support.
    What stands above it says that it orders something, where anything does.
    """
    rows = [row for row in sheet.rows if len(filled(row)) > 1]
    if len(rows) < _LEAST_ROWS or len(rows[0]) < _LEAST_COLUMNS:
        return None
    above = sheet.document.text[: sheet.span(rows[0]).start]
    if above.strip() and not _ORDERS.search(f"{above[:_NEAR]}\n{above[-_NEAR:]}"):
        return None
    kinds = [_kind([sheet.label(cell) for cell in column]) for column in zip(*rows, strict=True)]
    texts, units = kinds.count("title"), [i for i, kind in enumerate(kinds) if kind == "list"]
    if texts != 1 or len(units) not in (1, 2) or "" in kinds or not {"time", "number"} & {*kinds}:
        return None
    if kinds.count("number") > 1 or kinds.count("time") > 1 or "number" in kinds[1:]:
        return None
    if len(units) > 1:
        kinds[units[0]], kinds[units[1]] = "lead", "support"
    return Header(0, 0, tuple(Column(kind, "", ()) for kind in kinds))


def _kind(cells: Sequence[str]) -> str:
    """What a column holds, "" where its cells do not say."""
    full = [cell for cell in cells if cell]
    if content.share(cells, content.is_number) == 1 and len(set(full)) == len(full) > 1:
        return "number"
    if content.share(cells, content.is_units) >= _SURE:
        return "list"
    if content.share(cells, content.is_time) >= _SURE:
        return "time"
    words = sum(map(len, full)) >= _SHORTEST * len(full) and len(set(full)) == len(cells)
    return "title" if words and not content.share(cells, content.is_quantity) else ""
