"""Rows of which each cell is told, and some lost those that were merged with cells above: a table again, as a page showed it.

例：考核条目 | 考核细则 over 督查 | 1 | 上报方案 | 未报扣8分 and 2 | 上报进展 | 未报扣5分: 考核条目 stands over three columns, 督查 over two rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations_with_replacement

from policyparse.model import Cell, Table
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning, scores
from policyparse.tables.header_lines import PERIOD
from policyparse.tables.regained import laid, loose

_BROADEST = 14
"""Columns of a table at most."""
_ALIKE = 1.2
"""What it counts that a cell is of the same kind as those of its column: a number, a code, short words, long ones."""
_NO_MERGE = 0.5
"""What it costs that a cell is lost below an empty one, where others say something."""
_UNUSUAL = 2.0
"""What it costs that a label of units, times or points stands over a further column."""
_SHORT = 10
# a code; 例：F12
_CODE = re.compile(r"[A-Z]{1,3}-?\d{1,4}")
# what words are when they are a heading's, and not what they name; 例：（二）
_ORDINAL = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,3})[）).．、]{1,2}")


def table(rows: Sequence[Sequence[str]], page: int | None, breadth: int = 0) -> Table | None:
    """The table of a header and its rows; None where the first row is no header, or nothing stands below it.

    ``breadth`` is its number of columns, where it is told; else that of its longest row.
    """
    if breadth:
        rows = [*map(_bare, rows)]
    breadth = breadth or max(map(len, rows), default=0)
    if not 2 < breadth <= _BROADEST or len(rows) < 3 or not is_header(labels := rows[0], rows[1:]):
        return None
    if (
        not meaning(labels[0]) and len(labels[0]) > _SHORT
    ):  # what stands above a table is none of its first label
        return None
    below = [row for row in rows[1:2] if len(labels) < breadth and all(map(_is_label, row))]
    body = rows[1 + len(below) :]
    longest = max(map(len, body))
    full = [[*row, *[""] * (breadth - longest)] for row in body if len(row) == longest]
    way = _spans(labels, full, below[0] if below else [])
    if way is None:
        return None
    spans, parted = way
    kinds = [
        kind for kind, span in zip(laid.kinds_of(labels), spans, strict=True) for kind in _under(kind, span)
    ]
    cells = []
    starts = [sum(spans[:i]) for i in range(len(spans))]
    for i, (label, start, span) in enumerate(zip(labels, starts, spans, strict=True)):
        cells.append(Cell(label, 0, start, 1 + len(below) * (i != parted), span, page=page))
    cells += [Cell(label, 1, starts[parted] + n, page=page) for row in below for n, label in enumerate(row)]
    grid: list[list[str | None]] = []
    for row in body:
        if len(row) == 1 and loose.is_section(row[0]):
            cells.append(Cell(row[0], len(grid) + 1 + len(below), 0, 1, breadth, page=page))
            grid.append([row[0], *[""] * (breadth - 1)])
        else:
            grid.append(_placed(row, kinds, full, grid[-1] if grid else None))
    whole = {(cell.row, cell.column) for cell in cells}
    cells += [
        Cell(text, r, c, _height(grid, r - 1 - len(below), c), 1, page=page)
        for r, row in enumerate(grid, start=1 + len(below))
        for c, text in enumerate(row)
        if text and (r, c) not in whole
    ]
    return Table(tuple(sorted(cells, key=lambda cell: (cell.row, cell.column))), page)


def _is_label(words: str) -> bool:
    return bool(meaning(words) or PERIOD.fullmatch(words)) and not content.is_quantity(words)


def is_header(labels: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether words head the columns of a table, of two labels too where the last cells of its rows give or take points."""
    if len(labels) > 2:
        return loose.is_header(labels)
    points = [row[-1] for row in rows if len(row) > 1]
    return (
        len(labels) == 2
        and all(map(meaning, labels))
        and (scores(labels[-1]) or content.share(points, content.gives_points) > 0.5)
    )


def _under(kind: str, span: int) -> list[str]:
    """The meanings of the columns below a label: of several, the last is what it says, and the others may hold any words."""
    return [*["note"] * (span - 1), kind]


def _bare(row: Sequence[str]) -> list[str]:
    """The row without the empty cells at its end."""
    return [*row[: max((n for n, cell in enumerate(row, start=1) if cell), default=0)]]


def _spans(
    labels: Sequence[str], full: Sequence[Sequence[str]], parts: Sequence[str]
) -> tuple[list[int], int] | None:
    """Over how many columns each label stands, so that what the whole rows say fits best under them, and the label that the
    ``parts`` part, -1 where there are none. None where they cannot.

    What names tasks is parted (考核项目 over field, number and name), and not by what they are scored.
    """
    kinds = laid.kinds_of(labels)
    said = {*map(meaning, parts)}
    parting = [
        kind in ("section", *laid.WORDS) and not scores(x) for kind, x in zip(kinds, labels, strict=True)
    ]
    ways = []
    for further in combinations_with_replacement(range(len(labels)), len(full[0]) - len(labels)):
        spans = [1 + further.count(i) for i in range(len(labels))]
        below = [kind for kind, span in zip(kinds, spans, strict=True) for kind in _under(kind, span)]
        own = [i for i, span in enumerate(spans) if len(parts) == span > 1 and not parting[i]]
        if own or not parts:
            parted = max(own, key=lambda i: kinds[i] in said, default=-1)
            cost = sum(not parting[i] for i in further if i != parted) - (kinds[parted] in said)
            fits = sum(laid.fitting(row, below) for row in full) / len(full)
            ways.append((fits - _UNUSUAL * cost, spans, parted))
    return max(ways, key=lambda way: way[0])[1:] if ways else None


def _placed(
    row: Sequence[str],
    kinds: Sequence[str],
    full: Sequence[Sequence[str]],
    above: Sequence[str | None] | None,
) -> list[str | None]:
    """The cells of a row in their columns, None where one is merged with the cell above; the further right of equal ways."""
    breadth = len(kinds)
    if len(row) == breadth:
        return [*row]
    others = [[other[c] for other in full] for c in range(breadth)]
    # (cells laid, columns filled) -> how well they fit, and the row so far
    best: dict[tuple[int, int], tuple[float, list[str | None]]] = {(0, 0): (0.0, [])}
    for c in range(breadth):
        lost = -_NO_MERGE * ((above is None or above[c] == "") and any(others[c]))
        for n in range(max(0, len(row) - breadth + c), min(c, len(row)) + 1):
            score, laid_out = best[n, c]
            ways: list[tuple[int, float, str | None]] = [(n, score + lost, None)]
            ways += [(n + 1, score + _fit(row[n], kinds[c], others[c]), row[n])] if n < len(row) else []
            for laid_now, told, cell in ways:
                if (laid_now, c + 1) not in best or told > best[laid_now, c + 1][0]:
                    best[laid_now, c + 1] = told, [*laid_out, cell]
    placed = best[len(row), breadth][1]
    if (
        placed[0] or above is None
    ):  # what begins a group goes on with nothing of the one above but its units and times
        return [
            "" if cell is None and (above is None or kind not in (*UNITS, "time")) else cell
            for kind, cell in zip(kinds, placed, strict=True)
        ]
    return placed


def _fit(text: str, kind: str, others: Sequence[str]) -> float:
    """How well a cell fits into a column of that meaning, and to its other cells."""
    if not text:
        return -_NO_MERGE if any(others) else _NO_MERGE
    alike = content.share(others, lambda other: _shape(other) == _shape(text))
    return laid.fit(kind, text) + _ALIKE * alike


def _shape(words: str) -> str:
    if _CODE.fullmatch(words):
        return "code"
    if content.is_quantity(words) or content.is_nothing(words):
        return re.sub(r"\d+", "9", words)
    if _ORDINAL.match(words):
        return re.sub(r"\d+|[一二三四五六七八九十]+", "1", words[: 4 if words[0] in "（(" else 2])
    if content.is_units(words):
        return "units"
    return "short" if len(words) <= _SHORT else "long"


def _height(grid: Sequence[Sequence[str | None]], r: int, c: int) -> int:
    """How many rows a cell goes over: None below it is merged with it."""
    below = next((n for n in range(r + 1, len(grid)) if grid[n][c] is not None), len(grid))
    return below - r
