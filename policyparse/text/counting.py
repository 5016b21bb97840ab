"""Whether a line counts on from the lines above it, so that it begins an item or goes on within one."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from policyparse.model import Line
from policyparse.text import numbering

# what no heading has in it; 例：。
_STOP = re.compile("[。；;]")
_NEAR = 60
"""How many lines back the number before may stand."""


def counts_on(above: str, text: str) -> bool:
    """Whether two lines begin with bare numbers that follow each other: 1 新建公园… / 2 加装电梯…"""
    first, second = numbering.pointless(above), numbering.pointless(text)
    return first is not None and second is not None and second.ordinal == first.ordinal + 1


def heads_item(paragraph: Sequence[Line], text: str, reached: Mapping[str, int]) -> bool:
    """Whether a numbered heading that fills its line stands over an item below it, its first or the next: （二）…标准化、规范化水平 / 7.健全…"""
    head, item = numbering.mark(paragraph[0].text), numbering.mark(text)
    if head is None or item is None or head.rank >= item.rank or _STOP.search(paragraph[-1].text):
        return False
    return (
        len(paragraph) <= 2
        and not _STOP.search(paragraph[0].text)
        and item.ordinal in (1, reached.get(item.style, 0) + 1)
    )


def counts_within(paragraph: Sequence[Line], text: str) -> bool:
    """Whether a line begins with the next number that the running words of a paragraph count by: 1.建站。（1）选址。（2）开工。 / （3）验收。"""
    item = numbering.mark(text)
    if item is None or item.style != "（1）" or item.ordinal < 3:
        return False
    words = "".join(line.text for line in paragraph[-_NEAR:])
    return all(re.search(rf".[（(]{item.ordinal - k}[)）]", words) for k in (1, 2))
