"""What stands on a page and is no text: page numbers, running headers, 版记 and 抄送, the chrome of books and web pages.

Nothing is thrown away: what is dropped is listed with its page and the reason (law 2 of the design).
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cache

from policyparse import lexicon
from policyparse.lexicon.needs import Finder
from policyparse.model import Block, Line

_IMPRINT = {e.id: e.pattern for e in lexicon.entries("markers") if e.id in ("copy-to", "imprint")}
_DASHES = "—–-_ "


def lines(blocks: Sequence[Block]) -> dict[int, str]:
    """Which of the blocks (their texts folded) are furniture: the index of each with the reason, in Chinese."""
    found = _running(blocks)
    for i, block in enumerate(blocks):
        if isinstance(block, Line) and (why := _line(block.text)):
            found.setdefault(i, why)
    return found


def paragraph(text: str) -> str | None:
    """Why a whole paragraph is furniture (抄送, 印发), or None."""
    bare = text.strip(_DASHES)
    if _IMPRINT["copy-to"].match(bare):
        return "抄送"
    return "版记" if _IMPRINT["imprint"].match(bare) else None


def _line(text: str) -> str | None:
    for i, pattern in _finder().met(text):
        if pattern.match(text):
            return str(lexicon.entries("furniture")[i].reading["why"])
    return None


@cache
def _finder() -> Finder:
    return Finder(entry.source for entry in lexicon.entries("furniture"))


def _running(blocks: Sequence[Block]) -> dict[int, str]:
    """The first and last lines of pages that stand, digits aside, on at least three pages and a third of them all."""
    edges: dict[int, list[int]] = defaultdict(list)
    for i, block in enumerate(blocks):
        if isinstance(block, Line) and block.page is not None and block.box is not None:
            edges[block.page].append(i)
    found: dict[int, str] = {}
    for place in (0, -1):
        texts = {page: _masked(blocks[indices[place]]) for page, indices in edges.items()}
        often = Counter(texts.values())
        for page, indices in edges.items():
            if often[texts[page]] >= max(3, len(edges) / 3) and len(texts[page]) <= 40:
                found[indices[place]] = "页眉页脚"
    return found


def _masked(block: Block) -> str:
    return re.sub(r"\d+", "0", block.text) if isinstance(block, Line) else ""
