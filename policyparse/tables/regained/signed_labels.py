"""Labels set off by brackets or behind a sign: 【责任单位】县文旅局 · ◆责任单位：县文旅局. They get the colon, and no sign, that others have."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyparse.model import Block, Line, Scan
from policyparse.tables.columns import meaning

# a label in brackets, with its words behind it or on the next line; 例：【责任单位】县文旅局
_BRACKETED = re.compile(
    r"\s*[【〖\[［「](?P<label>[一-鿿]{2,10})[】〗\]］」]\s*[:：]?\s*(?P<said>.*)", re.DOTALL
)
# one behind a sign; 例：◆责任单位：县文旅局
_SIGNED = re.compile(r"\s*[■◆●▪◇▶►➤★☆※□○·•]\s*(?P<label>[一-鿿]{2,10})\s*[:：]\s*(?P<said>.*)", re.DOTALL)
_LEAST = 2
"""Lines of different such labels that make a text of them."""


def bared(scan: Scan) -> Scan:
    """The scan with each such label as one before a colon, where several known ones stand so; every word of the lines is kept."""
    found = list(_found(scan.blocks))
    if len({meaning(label) for _, label, _ in found}) < _LEAST:
        return scan
    blocks = list(scan.blocks)
    for i, label, said in found:
        if isinstance(line := blocks[i], Line):
            blocks[i] = replace(line, text=f"{label}：{said}")
    return replace(scan, blocks=tuple(blocks))


def _found(blocks: Sequence[Block]) -> Iterator[tuple[int, str, str]]:
    """The lines that are such labels, by their places: the label, and what it says."""
    for i, block in enumerate(blocks):
        if isinstance(block, Line):
            m = _BRACKETED.fullmatch(block.text) or _SIGNED.fullmatch(block.text)
            if m and meaning(m["label"]):
                yield i, m["label"], m["said"]
