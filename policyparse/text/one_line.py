"""A file of one line: its sections and their items are set apart by their counts, where a copy lost every break of a line.

例：…，制定本方案。一、目标 引进资金8亿元。二、任务(一)招商。赴外招商20次。(责任单位：县招商局)(二)落地。…三、要求 …
"""

from __future__ import annotations

import re
from itertools import pairwise

from policyparse.text.numbering import mark

# where a section or an item may begin; 例：。二、
_BEGINS = re.compile(r"(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])")
# what stands right before one: a stop, a bracket that closes, a blank; 例：。
_ENDED = re.compile(r"(?:^|[。；;：:！!）)〕\]】\s])$")
# … or the units in a bracket that lost its end; 例：(责任单位:县自然资源局、县发改局
_UNCLOSED = re.compile(
    r"[（(][^（()）。；;]{0,20}(?:单位|部门)[:：][^（()）。；;]{2,60}(?:[局委办厅部院会室处社站所队]|中心|镇|街道|政府)$"
)
# the name of a section up to its first item; 例：二、主要任务
_NAME = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；;，,：:\s]{2,20}")
_LEAST = 2
"""Sections of such a line at least."""
_BACK = 90
"""No bracket of units is longer than this."""


def parted(line: str) -> list[str]:
    """The line cut before each of its sections and their items, which count on; whole where it has not two sections at least."""
    cuts: list[int] = []
    section = item = 0
    start = 0
    for found in _BEGINS.finditer(line):
        at = found.start()
        here = mark(line[at : at + 12])
        if here is None:
            continue
        before = line[max(0, at - _BACK) : at]
        ended = _ENDED.search(before[-1:]) or _UNCLOSED.search(before)
        if here.style == "一、" and here.ordinal == section + 1 and ended:
            section, item, start = section + 1, 0, at
        elif here.style == "（一）" and here.ordinal == item + 1 and section:
            if not ended and not (item == 0 and _NAME.fullmatch(line, start, at)):
                continue
            item += 1
        else:
            continue
        cuts.append(at)
    if section < _LEAST:
        return [line]
    return [line[a:b] for a, b in pairwise([0, *(cut for cut in cuts if cut), len(line)])]
