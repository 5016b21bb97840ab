"""Sections of a table a cell a line whose number and name are cells too: 一 / 稳定生产 / 1 / 新建菜地30亩 / ….

They get one line, as where a table prints 一、稳定生产 over its rows.
"""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.model import Line, Scan
from policyparse.tables.columns import meaning
from policyparse.text import numerals

# the number of a section alone; 例：二
_NUMBER = re.compile(r"[一二三四五六七八九十]{1,3}")
# its name; 例：稳定生产
_NAME = re.compile(r"[^\s。；;，,：:\d]{2,30}")


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
