"""Sections of a table a cell a line whose number and name are cells too: 一 / 稳定生产 / 1 / 新建菜地30亩 / ….

They get one line, as where a table prints 一、稳定生产 over its rows. One that shares its line with its first row gets a line of its own.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.model import Block, Line, Scan
from policyparse.tables.columns import meaning
from policyparse.text import numerals
from policyparse.text.numbering import mark

# the number of a section alone; 例：二
_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}")
# its name; 例：稳定生产
_NAME = re.compile(r"[^\s。；;，,：:\d]{2,30}")
# a section and its first row on one line, three cells or more; 例：一、组织推进（25分） 1、机构 成立专班。 2分
_WITH_ROW = re.compile(
    r"(?P<section>[一二三四五六七八九十]{1,3}、[^\s。；，]{2,30})[ \u3000]{1,4}(?P<row>1[、.．]\S+(?:[ \u3000]{1,4}\S+){2,12})"
)


def joined(scan: Scan) -> Scan:
    """The scan with each such number and the name below it on one line, where a label of numbers heads them and they count on."""
    lines = [(i, b) for i, b in enumerate(scan.blocks) if isinstance(b, Line) and b.text.strip()]
    texts = [line.text.strip() for _, line in lines]
    if not any(map(_NUMBER.fullmatch, texts)):
        return scan
    first = next((k for k, text in enumerate(texts) if meaning(text) == "number"), len(texts))
    blocks = list(scan.blocks)
    count = 0
    for k in range(first, len(texts) - 2):
        if not _NUMBER.fullmatch(texts[k]) or numerals.value(texts[k]) != count + 1:
            continue
        if _NAME.fullmatch(texts[k + 1]) and texts[k + 2].isdecimal():
            (at, number), (below, name) = lines[k], lines[k + 1]
            blocks[at] = replace(number, text=f"{texts[k]}、{texts[k + 1]}", starts=())
            blocks[below] = replace(name, text="", starts=())
            count += 1
    return replace(scan, blocks=tuple(blocks)) if count else scan


def parted(scan: Scan) -> Scan:
    """The scan with each such section apart from its first row, where the line below is the second: 2、会议 召开会议。 3分."""
    blocks: list[Block] = []
    for block, below in zip(scan.blocks, (*scan.blocks[1:], None), strict=False):
        found = _WITH_ROW.fullmatch(block.text.strip()) if isinstance(block, Line) else None
        second = mark(below.text.strip()) if found and isinstance(below, Line) else None
        if isinstance(block, Line) and found and second and second.ordinal == 2:
            texts = (found["section"], found["row"])
            blocks += [replace(block, text=text, box=None, starts=()) for text in texts]
        else:
            blocks.append(block)
    return replace(scan, blocks=tuple(blocks)) if len(blocks) > len(scan.blocks) else scan
