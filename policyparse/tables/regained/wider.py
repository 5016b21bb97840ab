"""A header of which one label stands over two columns, where rows are lines: they have one cell more than it has labels.

例：起止日期 | 主要工作 | 责任部门 over 第一周 | 9月1日至7日 | 开学典礼 | 德育处.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.model import Line
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import laid
from policyparse.tables.regained.pieces import Pieces, pieces_of

_LEAST = 2
"""Rows of one cell more at least."""


def labels(found: tuple[str, ...], head: Pieces, below: Sequence[Line]) -> tuple[str, ...]:
    """The labels of a header, an empty one among them where the rows below fit best with one cell more; else as they are.

    Every line below with as many cells as labels, or nearly so, must have one more.
    """
    breadth = len(found)
    if not head.exact or "" in found:
        return found
    rows = []
    for line in below:
        texts = [*pieces_of(line, head).texts]
        while texts and not texts[-1]:
            texts.pop()
        if len(texts) >= breadth:
            rows.append(texts)
    wide = [row for row in rows if len(row) > breadth]
    if wide and all(row[1].isdecimal() for row in wide) and len(wide) * 2 >= len(rows):
        rows = wide  # numbers that count rows have no label; a row of fewer cells is a note
    if len(rows) < _LEAST or any(len(row) != breadth + 1 or not all(row[1:]) for row in rows):
        return found
    kinds = [*map(meaning, found)]
    at = max(range(breadth + 1), key=lambda gap: _fitting(rows, [*kinds[:gap], "", *kinds[gap:]]))
    if at < breadth and kinds[at] in UNITS and all(laid.names(row[at]) for row in rows):
        at += 1  # units stand in both columns: the label is that of the first
    return (*found[:at], "", *found[at:])


def _fitting(rows: Sequence[Sequence[str]], kinds: Sequence[str]) -> float:
    return sum(laid.fitting(row, kinds) for row in rows)
