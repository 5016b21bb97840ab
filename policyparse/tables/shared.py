"""Rows that share the words of one task, merged over them, and differ in who does it and by when: they are that one task."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from policyparse.model import Span
from policyparse.tables.duties import HEADS
from policyparse.tables.rows import Left, Row


def joined(found: Iterable[Row | Left]) -> list[Row | Left]:
    """The rows, each that only names further units and times of the task above as cells of that task.

    例：改造人民路 | 11月 | 县住建局 over two cells merged with those above, 12月 | 县城投集团: one task of two units.
    """
    out: list[Row | Left] = []
    for one in found:
        above = out[-1] if out else None
        if isinstance(one, Row) and isinstance(above, Row) and _is_one(above, one):
            further = (cell for cell in one.cells if cell not in above.cells)
            span = Span(min(above.span.start, one.span.start), max(above.span.end, one.span.end))
            out[-1] = replace(above, span=span, cells=(*above.cells, *further))
        else:
            out.append(one)
    return out


def _is_one(above: Row, below: Row) -> bool:
    """Whether two rows have the same cells but those of units and times, of which the second has some of its own."""
    told = [
        (replace(row, span=above.span, cells=()), [c for c in row.cells if c[0] not in HEADS.values()])
        for row in (above, below)
    ]
    return told[0] == told[1] and not above.measured and set(below.cells) != set(above.cells)
