"""The one card of a page, label and value parted by a stroke, a pair a line: its lines are a table of two columns again.

例：重点工作： | 建设改革试验区。 | over 牵头单位： | 云泽开发区管委会 | and 进展情况： | 已完成。 |.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import runs

# a label and what it says; 例：牵头单位： | 县水利局 |
_PAIR = re.compile(
    r"[|｜│]?\s*(?P<label>[^\s|｜│][^|｜│]{1,14}?)[:：]?\s*[|｜│]\s*(?P<said>[^|｜│]*[^|｜│\s])\s*[|｜│]?"
)
_LEAST = 3
"""Pairs of a card at least; half of their labels are known."""
_MOST = 40
"""… and at most: a longer run is a table."""


def ruled(scan: Scan) -> Scan:
    """The scan with each run of such lines as a table, where one names a task and one its units, and no label comes twice."""
    return runs.replaced(scan, _found)


def _found(blocks: Sequence[Block], at: int) -> runs.Found | None:
    pairs: list[tuple[str, str]] = []
    for block in blocks[at : at + _MOST + 1]:
        found = _PAIR.fullmatch(block.text.strip()) if isinstance(block, Line) else None
        if not found:
            break
        pairs.append((found["label"], found["said"]))
    kinds = [meaning(label) for label, _ in pairs]
    known = [kind for kind in kinds if kind]
    if (
        not _LEAST <= len(pairs) <= _MOST
        or "title" not in known
        or not {*known} & {*UNITS}
        or len(known) * 2 < len(pairs)
        or len({label for label, _ in pairs}) < len(pairs)
        or any(meaning(said) for _, said in pairs)
    ):
        return None
    page = getattr(blocks[at], "page", None)
    cells = (Cell(text, r, c, 1, 1, page=page) for r, pair in enumerate(pairs) for c, text in enumerate(pair))
    return [Table(tuple(cells), page)], at + len(pairs)
