"""Rows whose cells were printed with nothing between them, below labels that were too: told by the units and the time at their ends.

例：序号重点任务责任单位完成时限 over 1改造小区28个区住建局、各街道办事处11月底前.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import laid, loose, runs

_LEAST = 2
"""Rows at least."""
_LONGEST = 400
# the time that ends a row; 例：11月底前
_TIME = re.compile(
    r"(?:(?:20\d\d年)?(?:\d{1,2}月(?:\d{1,2}日)?(?:[底末]|[上中下]旬)?前?|[一二三四]季度末?前?|[上下]半年)|20\d\d年[底末]?前?|年底前?|年内|全年"
    r"|长期坚持|持续推进)$"
)
# labels with nothing between them; 例：序号重点任务责任单位
_LABELS = re.compile(r"[一-鿿]{6,40}")
# where the name of a unit may begin; 例：区住建局
_BEGINS = re.compile(r"[省市州县区旗镇乡各]")


def ruled(scan: Scan) -> Scan:
    """The scan with each such header and its rows as a table; every character of the lines is in it."""
    return runs.replaced(scan, _found)


def _found(blocks: Sequence[Block], at: int) -> runs.Found | None:
    """The table whose labels a line is, and the block behind its last row; None where a row does not end as they say."""
    head = blocks[at]
    words = head.text.strip() if isinstance(head, Line) else ""
    if not _LABELS.fullmatch(words) or len(lines := [*_lines(blocks, at + 1)]) < _LEAST:
        return None
    labels = loose.labels(words)
    kinds = [*map(meaning, labels)]
    if kinds[:1] != ["number"] or len(kinds) not in (3, 4) or kinds[1] not in laid.WORDS:
        return None
    if kinds[2] not in UNITS or kinds[3:] not in ([], ["time"]):
        return None
    signs = Counter(sign for _, _, said in lines for sign in _signs(said, len(kinds) == 4))
    rows: list[tuple[str, ...]] = []
    stop = at
    for i, number, said in lines:
        cells = _parted(said, [sign for sign, _ in signs.most_common()], timed=len(kinds) == 4)
        if cells is None:
            break
        rows.append((number, *cells))
        stop = i
    if len(rows) < _LEAST:
        return None
    table = [labels, *rows]
    cells_ = (Cell(text, r, c, page=head.page) for r, row in enumerate(table) for c, text in enumerate(row))
    return (Table(tuple(cells_), head.page),), stop + 1


def _lines(blocks: Sequence[Block], at: int) -> Iterator[tuple[int, str, str]]:
    """The lines from a block on that begin with the next number each, without it."""
    expected = 1
    for i in range(at, len(blocks)):
        line = blocks[i]
        if not isinstance(line, Line) or len(line.text) > _LONGEST:
            return
        if not (text := line.text.strip()):
            continue
        if not text.startswith(str(expected)):
            return
        yield i, str(expected), text[len(str(expected)) :]
        expected += 1


def _signs(said: str, timed: bool) -> set[str]:
    """The signs with which the units at the end of a row may begin."""
    bare = _TIME.sub("", said) if timed else said
    return {sign for sign in _BEGINS.findall(bare) if _parted(said, [sign], timed=timed)}


def _parted(said: str, signs: Sequence[str], *, timed: bool) -> tuple[str, ...] | None:
    """The words, units and time that a row is, its units beginning with the first of the signs that can; None where it is none.

    The list of units is the longest whose members all may be units; its first begins with the last such sign.
    """
    time = _TIME.search(said)
    if timed and not time:
        return None
    bare = said[: time.start()] if timed and time else said
    *_, last = members = re.split("[、，]", bare)
    ways = [[last]]
    for piece in members[-2::-1]:
        if not content.is_units(ways[0][0]):
            break
        ways.insert(0, [piece, *ways[0]])
    for sign in signs:
        for listed in ways:
            units = "、".join(listed)[listed[0].rfind(sign) :]
            if sign in listed[0] and len(units) < len(bare) and laid.names(units):
                words = bare[: len(bare) - len(units)], bare[len(bare) - len(units) :]
                return (*words, time[0]) if timed and time else words
    return None
