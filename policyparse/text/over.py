"""Brackets of units on a line above their item, not below it: each is put in front of the item's number, in one line with it.

例：（县水利局牵头） / 1.清淤8公里。 / （县住建局牵头） / 2.改造小区9个。 A bracket above a number closes the item before, as a rule; it opens
the next one where one stands above the first item, one above each other, and none behind the last.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyparse.model import Line, Scan
from policyparse.text import brackets
from policyparse.text.numbering import behind_bracket, mark

# an item that ends with a bracket of its own; 例：改造小区9个。（县住建局）
_CLOSED = re.compile(r"[）)〕］\]】][。；;]?$")
# a line that is a bracket; 例：（县住建局负责）
_ALONE = re.compile(r"[（(〔［\[【][^（）()]{2,80}[）)〕］\]】]。?")
_LEAST = 2


def joined(scan: Scan) -> Scan:
    """The scan with each such bracket in one line with its item, and a remark that says so; else the scan as it is."""
    said = [i for i, block in enumerate(scan.blocks) if isinstance(block, Line) and block.text.strip()]
    words = [block.text.strip() for i in said if isinstance(block := scan.blocks[i], Line)]
    over = [n for n in range(len(words) - 1) if _is_over(words[n], words[n + 1])]
    if len(over) < _LEAST or not _open(words, over):
        return scan
    above = {said[n]: said[n + 1] for n in over}
    blocks = list(scan.blocks)
    for i, j in above.items():
        bracket, item = blocks[i], blocks[j]
        if isinstance(bracket, Line) and isinstance(item, Line):
            blocks[j] = replace(item, text=bracket.text.strip() + item.text.strip(), box=None, starts=())
    told = "责任单位的括号各在其事项之上另起一行，已归入其下一项"
    kept = tuple(block for i, block in enumerate(blocks) if i not in above)
    return replace(scan, blocks=kept, remarks=(*scan.remarks, told))


def _is_over(bracket: str, item: str) -> bool:
    """Whether a line is a bracket that says who, and the next one a numbered item."""
    if bracket[-1] not in brackets.CLOSERS or mark(bracket) or (number := mark(item)) is None:
        return False
    found = behind_bracket(bracket + item)
    return found is not None and found.length == len(bracket) + number.length


def _open(words: Sequence[str], over: Sequence[int]) -> bool:
    """Whether the brackets open items: one stands above the first of them, one above each other, and none behind the last."""
    numbers = {n: found for n, line in enumerate(words) if (found := mark(line))}
    style = numbers[over[0] + 1].style
    items = [n for n, number in numbers.items() if number.style == style]
    return (
        [n - 1 for n in items] == list(over)
        and numbers[items[0]].ordinal == 1
        and not _CLOSED.search(words[items[-1]])
        and not any(_ALONE.fullmatch(line) for line in words[items[-1] + 1 : items[-1] + 3])
    )
