"""Tables that a page lays out without ``table``: rows of as many cells each, in ``div``, ``ul`` and ``span``.

They become tables of the tree, before anything is read of it. What holds links or pictures is a menu or a list of news.
"""

from __future__ import annotations

import re
from typing import Any

Element = Any

_AROUND = frozenset(("div", "section", "ul", "ol", "dl"))
_ROW = frozenset(("div", "section", "ul", "li", "dl"))
_CELL = frozenset(("div", "span", "p", "dd", "dt", "li", "b", "strong", "em"))
_INSIDE = _CELL | {"br", "font", "i", "u"}
_LEAST_ROWS, _LEAST_CELLS = 2, 3
_SHORT = 20
"""Characters of a number, a unit or a time: a column of such tells rows of cells from columns of paragraphs."""
# what heads a column: a few words, no number and no sentence; 例：责任单位
_LABEL = re.compile(r"[^\d。；，]{1,12}")


def ruled(root: Element) -> None:
    """Turn each such group of elements below ``root`` into a table."""
    for around in list(root.iter(*_AROUND)):
        rows = list(around)
        if len(rows) >= _LEAST_ROWS and _is_table(around, rows):
            around.tag = "table"
            for row in rows:
                row.tag = "tr"
                for cell in row:
                    cell.tag = "td"


def _is_table(around: Element, rows: list[Element]) -> bool:
    breadth = len(rows[0])
    if breadth < _LEAST_CELLS or any(len(row) != breadth or row.tag not in _ROW for row in rows):
        return False
    if any(_said(piece) for piece in (around.text, *(t for row in rows for t in (row.text, row.tail)))):
        return False
    cells = [cell for row in rows for cell in row]
    if any(cell.tag not in _CELL or _said(cell.tail) for cell in cells):
        return False
    if any(inner.tag not in _INSIDE for cell in cells for inner in cell.iter()):
        return False
    words = [[re.sub(r"\s", "", "".join(cell.itertext())) for cell in row] for row in rows]
    columns = zip(*words[1:], strict=True)
    short = any(all(len(cell) <= _SHORT and "。" not in cell for cell in column) for column in columns)
    return short and all(map(_LABEL.fullmatch, words[0]))


def _said(text: str | None) -> bool:
    return bool(text and text.strip())
