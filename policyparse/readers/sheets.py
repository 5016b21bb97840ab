"""A grid of texts with merged cells → lines and a table: what spreadsheets and CSV files have in common.

A sheet opens with its title, merged over the columns or alone in its row, and may end with notes; these are
lines, and what is between is the table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyparse.model import Block, Cell, Line, Table
from policyparse.readers.page.grids import is_frame


def blocks_of_sheet(cells: Sequence[Cell]) -> Iterator[Block]:
    """The title lines, the table and the notes of a sheet; empty rows and columns round them are left out."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        if cell.text.strip():
            rows.setdefault(cell.row, []).append(cell)
    if not rows:
        return
    numbers = sorted(rows)
    wide = [row for row in numbers if len(rows[row]) > 1]
    first, last = (wide[0], wide[-1]) if wide else (numbers[-1] + 1, numbers[-1])
    last = max([last, *(c.row + c.rows - 1 for row in numbers if first <= row <= last for c in rows[row])])
    yield from (_line(rows[row][0], title=True) for row in numbers if row < first)
    inner = [cell for cell in cells if first <= cell.row <= last]
    yield from _table(inner)
    yield from (_line(rows[row][0], title=False) for row in numbers if row > last)


def _line(cell: Cell, *, title: bool) -> Line:
    return Line(" ".join(cell.text.split()), bold=title, centred=title and cell.columns > 1, whole=True)


def _table(cells: Sequence[Cell]) -> Iterator[Block]:
    rows = _renumbered(sorted({c.row + i for c in cells if c.text.strip() for i in range(c.rows)}))
    columns = _renumbered(sorted({c.column + i for c in cells if c.text.strip() for i in range(c.columns)}))
    kept = [
        Cell(cell.text.strip(), rows[cell.row], columns[cell.column], cell.rows, cell.columns)
        for cell in cells
        if cell.row in rows and cell.column in columns
    ]
    if is_frame(kept):
        yield from (
            Line(line, whole=True) for cell in kept for line in cell.text.splitlines() if line.strip()
        )
    else:
        yield Table(tuple(kept))


def _renumbered(kept: Sequence[int]) -> dict[int, int]:
    return {old: new for new, old in enumerate(kept)}
