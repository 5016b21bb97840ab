"""Labels set off by brackets or behind a sign: 【责任单位】县文旅局 · ◆责任单位：县文旅局. They get the colon, and no sign, that others have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyparse.model import Block, Line, Scan, Table
from policyparse.tables.columns import UNITS, meaning

# a label in brackets, with its words behind it or on the next line; 例：【责任单位】县文旅局
_BRACKETED = re.compile(
    r"\s*[【〖\[［「](?P<label>[一-鿿]{2,10})[】〗\]］」]\s*[:：]?\s*(?P<said>.*)", re.DOTALL
)
# one behind a sign; 例：◆责任单位：县文旅局
_SIGNED = re.compile(r"\s*[■◆●▪◇▶►➤★☆※□○·•]\s*(?P<label>[一-鿿]{2,10})\s*[:：]\s*(?P<said>.*)", re.DOTALL)
# one that a table in a cell parts by a tab from its words; 例：牵头	县水利局
_TABBED = re.compile(r"^(?P<label>[一-鿿]{2,6})\t(?=[^\t\n]+$)", re.MULTILINE)
_LEAST = 2
"""Lines of different such labels that make a text of them."""


def bared(scan: Scan) -> Scan:
    """The scan with each such label as one before a colon, where several known ones stand so; every word of the lines is kept."""
    scan = replace(scan, blocks=tuple(map(_within, scan.blocks)))
    found = list(_found(scan.blocks))
    if len({meaning(label) for _, label, _ in found}) < _LEAST:
        return scan
    blocks = list(scan.blocks)
    for i, label, said in found:
        if isinstance(line := blocks[i], Line):
            blocks[i] = replace(line, text=f"{label}：{said}")
    return replace(scan, blocks=tuple(blocks))


def _within(block: Block) -> Block:
    """A table with the colons of the labels that stand in cells, in tables of their own: 牵头 | 县水利局 below 责任分工."""
    if not isinstance(block, Table) or not any("\t" in cell.text for cell in block.cells):
        return block

    def parted(found: re.Match[str]) -> str:
        return f"{found['label']}：" if meaning(found["label"]) in (*UNITS, "time") else found[0]

    return replace(block, cells=tuple(replace(c, text=_TABBED.sub(parted, c.text)) for c in block.cells))


def _found(blocks: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """The lines that are such labels, by their places: the label, and what it says."""
    for i, block in enumerate(blocks):
        if isinstance(block, Line):
            m = _BRACKETED.fullmatch(block.text) or _SIGNED.fullmatch(block.text)
            if m and meaning(m["label"]):
                yield i, m["label"], m["said"]
