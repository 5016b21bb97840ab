"""Rows that a conversion cut in two at the end of a page: the second half, without a number, goes back into the first.

例：2 | 新建校舍3 | 县教育局、县财 | 2026年8月 over | | 所 | 政局 | 底前. The header that the next page repeats may stand between them.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.model import Block, Cell, Scan, Table
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning

_HEADED = 4
"""Rows from the top among which the label of the numbers stands."""
# behind it a list or a sentence goes on; 例：，
_OPEN = re.compile(r"[、，,：:（(《“]$")
# with it none begins; 例：。
_GOES_ON = re.compile(r"^[、，,。；;：:）)》”%％]")
# how the second half of a time begins; 例：底前
_TIME_ENDS = re.compile(r"^(?:[底末初中]?前?$|[年月日底末])")
# how the first half ends; 例：2026年12月
_TIME_BEGINS = re.compile(r"\d$|[年月]$")
_Row = dict[int, Cell]


def sewn(scan: Scan) -> Scan:
    """The scan with the halves of such rows put together in its tables; every character of them is kept."""
    blocks = tuple(map(_sewn, scan.blocks))
    return scan if blocks == scan.blocks else replace(scan, blocks=blocks)


def _sewn(block: Block) -> Block:
    if not isinstance(block, Table):
        return block
    numbers = next((c for c in block.cells if c.row < _HEADED and meaning(c.text) == "number"), None)
    if numbers is None:
        return block
    rows: dict[int, _Row] = {}
    for cell in block.cells:
        rows.setdefault(cell.row, {})[cell.column] = cell
    labels = {n: _label(rows, numbers.row, n) for cells in rows.values() for n in cells}
    head = _words(rows[numbers.row])
    gone: set[int] = set()
    last: int | None = None
    for n in sorted(rows):
        if n <= numbers.row or _words(rows[n]) == head:
            continue
        if last is not None and _are_halves(rows[last], rows[n], numbers.column, labels):
            rows[last] = {
                c: replace(cell, text=cell.text + rows[n][c].text if c in rows[n] else cell.text)
                for c, cell in rows[last].items()
            }
            gone.add(n)
        else:
            last = n
    if not gone:
        return block
    kept = [cell for n, cells in rows.items() if n not in gone for cell in cells.values()]
    return replace(block, cells=tuple(_closed_up(cell, gone) for cell in kept))


def _closed_up(cell: Cell, gone: set[int]) -> Cell:
    """The cell where it stands without the rows that are gone."""
    above, over = (
        sum(a <= n < b for n in gone) for a, b in ((0, cell.row), (cell.row, cell.row + cell.rows))
    )
    return replace(cell, row=cell.row - above, rows=cell.rows - over)


def _label(rows: dict[int, _Row], first: int, column: int) -> str:
    """The meaning of the lowest label over a column that has any."""
    found = [meaning(rows[n][column].text) for n in range(first + 2) if column in rows.get(n, {})]
    return next(filter(None, reversed(found)), "")


def _words(row: _Row) -> list[str]:
    return [re.sub(r"\s", "", cell.text) for _, cell in sorted(row.items()) if cell.text.strip()]


def _are_halves(above: _Row, below: _Row, numbers: int, labels: dict[int, str]) -> bool:
    """Whether the second row, which has no number, only goes on with cells of the first, and one of them was plainly cut."""
    full = {c for c, cell in below.items() if cell.text.strip()}
    flat = all(cell.columns == 1 for row in (above, below) for cell in row.values())
    # a cell that says nothing in the second row may go over it; 例：1 | 新建管网46公里， | 县水利局 over | | 覆盖行政村38个
    plain = flat and all(c.rows == 1 or (c.rows == 2 and n not in full) for n, c in above.items())
    plain = plain and all(cell.rows == 1 for cell in below.values())
    if not plain or numbers in full or not full or numbers not in above or not above[numbers].text.strip():
        return False
    if any(c not in above or not above[c].text.strip() for c in full):
        return False
    return any(_is_cut(labels.get(c, ""), above[c].text.strip(), below[c].text.strip()) for c in full)


def _is_cut(kind: str, first: str, second: str) -> bool:
    """Whether two cells are the halves of one: neither is what its column holds, and both together are."""
    if _OPEN.search(first) or _GOES_ON.search(second):
        return True
    if kind in UNITS:
        return not content.is_units(first) and content.is_units(first + second)
    return kind == "time" and _TIME_BEGINS.search(first) is not None and _TIME_ENDS.search(second) is not None
