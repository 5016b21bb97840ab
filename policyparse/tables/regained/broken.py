"""Rows below a header of one line whose cells go over several lines, several of them on one: the number and the words, then
the units, then the time.

例：序号 工作任务 牵头单位 完成时限 over 1 新建养老院2所 / 县民政局 / 9月底前 / 2 改造公路30公里 / 县交通局 / 11月底前.
"""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.model import Block, Line
from policyparse.tables import content
from policyparse.tables.columns import meaning
from policyparse.tables.regained import laid
from policyparse.tables.regained.pieces import pieces_of

_LEAST = 2
"""Rows at least."""
_LONGEST = 400
"""Characters of a line at most."""


def rows(blocks: Sequence[Block], at: int, labels: Sequence[str]) -> tuple[list[list[str]], int]:
    """The rows from a block on, each of a number of its own, and the block behind them; none where one is no such row.

    Its first line says too little, the further ones only units and times, and together they fill the row.
    """
    kinds = [*map(meaning, labels)]
    if kinds[0] not in ("number", "id"):
        return [], at
    found: list[list[tuple[str, ...]]] = []
    stop = at
    for i in range(at, len(blocks)):
        line = blocks[i]
        if not isinstance(line, Line) or len(line.text) > _LONGEST:
            break
        if not line.text.strip():
            continue
        texts = tuple(filter(None, pieces_of(line).texts))
        if len(texts) > 1 and texts[0].isdecimal() and int(texts[0]) == len(found) + 1:
            found.append([texts])
        elif found and all(laid.names(text) or content.is_time(text) for text in texts):
            found[-1].append(texts)
        else:
            break
        stop = i + 1
    whole = [laid.aligned([text for texts in row for text in texts], kinds) for row in found]
    first = [laid.aligned(row[0], kinds) for row in found]
    fit = all(laid.is_full(row, kinds) for row in whole) and not any(
        laid.is_full(row, kinds) for row in first
    )
    return (whole, stop) if len(found) >= _LEAST and fit else ([], at)
