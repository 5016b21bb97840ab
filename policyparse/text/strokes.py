"""Strokes between cells that a page, OCR or a keyboard printed with another sign: 1 ︱ 修缮校舍 ︱ 县教育局 is a line of cells too."""

from __future__ import annotations

import re
from dataclasses import replace

from policyparse.model import Line, Scan

# such a sign between blanks or ends of a line; 例：校舍 ︱ 县教育局
_ODD = re.compile(r"(?<![^\s])[︱丨∣┃❘ǀ¦](?![^\s])")
_LEAST = 2
"""Strokes of a line of cells at least."""


def mended(scan: Scan) -> Scan:
    """The scan with the common stroke in lines of two such signs or more, sign for sign; itself where there is none."""
    blocks = tuple(
        replace(block, text=_ODD.sub("|", block.text))
        if isinstance(block, Line) and len(_ODD.findall(block.text)) >= _LEAST
        else block
        for block in scan.blocks
    )
    return replace(scan, blocks=blocks) if blocks != scan.blocks else scan
