"""Numbers that stand alone on their lines, each over its item, as pages of the web set them: 01 / 新增就业6500人 / 02 / ….

Such a number (一 too) looks like that of a page. It is an item's where the numbers count from one on, a few lines apart, and no page of
the file is known; then it stands on one line with the item.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from policyparse.model import Block, Line, Scan
from policyparse.text import numbering, numerals

# a number and nothing else; 例：01 · 一
_ALONE = re.compile(r"\s*(?:(?:[Nn][Oo][.．]?\s*)?\d{1,2}|[一二三四五六七八九十]{1,3})\s*")
# the figures of such a number; 例：01
_DIGITS = re.compile(r"\d+")
_LEAST = 3
"""Numbers that make a list."""
_APART = 8
"""Lines below a number, at most: a page has more."""
_OUTER = 5
"""The rank of the innermost heading that the count may begin anew below: （一）."""


def joined(scan: Scan) -> Scan:
    """The scan with each such number put before the line below it; as it was where the numbers are no items'."""
    lines = [(i, b) for i, b in enumerate(scan.blocks) if not isinstance(b, Line) or b.text.strip()]
    order = [i for i, _ in lines]
    alone = [k for k, (_, b) in enumerate(lines) if isinstance(b, Line) and b.page is None and _number(b)]
    if len(alone) < _LEAST or not _are_items([b for _, b in lines], alone):
        return scan
    blocks = list(scan.blocks)
    for k in alone:
        number, item = blocks[order[k]], blocks[order[k + 1]]
        if isinstance(number, Line) and isinstance(item, Line):
            sign = " " if _DIGITS.search(number.text) else "："  # between Chinese signs a blank is none
            blocks[order[k + 1]] = replace(item, text=f"{number.text.strip()}{sign}{item.text.strip()}")
            blocks[order[k]] = replace(number, text="")
    return replace(scan, blocks=tuple(blocks))


def _number(line: Line) -> int:
    if not _ALONE.fullmatch(line.text):
        return 0
    digits = _DIGITS.search(line.text)
    return int(digits[0] if digits else numerals.value(line.text.strip()) or 0)


def _are_items(blocks: Sequence[Block], alone: Sequence[int]) -> bool:
    """Whether the numbers at these places count from one on, a few lines of words apart and no other number among them, but
    those of headings, below which the count may begin anew.
    """
    if any(not isinstance(block, Line) for block in blocks[alone[0] :]):
        return False
    numbers = [_number(block) if isinstance(block, Line) else 0 for block in blocks]
    words = [
        b.text.strip()
        for b, number in zip(blocks, numbers, strict=True)
        if isinstance(b, Line) and not number
    ]
    if any((m := numbering.mark(text)) and m.rank > _OUTER for text in words):
        return False
    ends = [*alone, min(alone[-1] + _APART + 1, len(blocks))]
    if numbers[alone[0]] != 1 or any(
        not 1 < after - before <= _APART + 1 for before, after in pairwise(ends)
    ):
        return False
    return all(
        numbers[after] == numbers[before] + 1 or (numbers[after] == 1 and _headed(blocks[before + 1 : after]))
        for before, after in pairwise(alone)
    )


def _headed(blocks: Sequence[Block]) -> bool:
    """Whether the last of the lines is a heading with a number."""
    last = blocks[-1]
    mark = numbering.mark(last.text.strip()) if isinstance(last, Line) else None
    return mark is not None and mark.rank <= _OUTER
