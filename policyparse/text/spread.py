"""Lines that were set wide, or that a page gave back sign by sign: 新 建 １ ２ ０ 公 里 is closed up before anything is read in it."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from policyparse.model import Line, Scan
from policyparse.text.folding import HAN

_LEAST = 8
"""Signs of such a line at least: a title set wide, a name (王 强) and a label (序 号) are read where they stand."""
_SHARE = 0.9
# what stands between two signs; 例：建 设
_BLANKS = re.compile(r"[ \t\u3000\xa0]+")
# a character among figures; 例：建
_HAN = re.compile(f"[{HAN}]")


def closed(scan: Scan) -> Scan:
    """The scan with such lines closed up: nine of ten signs stand alone in them, and every third is a character.

    Blanks wider than the usual ones of the line part words still.
    """
    blocks = tuple(
        replace(block, text=text) if isinstance(block, Line) and (text := _closed(block.text)) else block
        for block in scan.blocks
    )
    return replace(scan, blocks=blocks) if blocks != scan.blocks else scan


def _closed(line: str) -> str:
    """The line closed up; "" where it is not set so."""
    words = _BLANKS.split(line.strip())
    if len(words) < _LEAST or sum(len(word) == 1 for word in words) < _SHARE * len(words):
        return ""
    if 3 * len(_HAN.findall(line)) < len(words):
        return ""
    gaps = [found.span() for found in _BLANKS.finditer(line.strip())]
    usual = min(end - start for start, end in gaps)
    edges = [0, *(edge for gap in gaps for edge in gap), len(line.strip())]
    parts = [line.strip()[start:end] for start, end in pairwise(edges)]
    return line[: len(line) - len(line.lstrip())] + "".join(
        part if n % 2 == 0 else " " * (len(part) - usual) for n, part in enumerate(parts)
    )
