"""Labels that stand a line each over what they say, as a card's cells do when its rules are lost. Each is one line with it again.

例：牵头部门 / 县教育局 / 配合部门 / 县财政局 / 完成时限 / 9月底前.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyparse.model import Block, Line, Scan
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import runs
from policyparse.tables.regained.blank_labels import LONGEST, is_said

_LEAST = 2
"""Labels in turns with their units and times at least: one over units may be the last of a header."""


def joined(scan: Scan) -> Scan:
    """The scan with each such label and what it says as one line, a colon between them, and a remark that says so."""
    found = dict(_found(scan.blocks))
    told = "有的标签与内容各占一行（如“主办”之下一行是“某局”），已按“主办：某局”识读"
    return runs.replaced_at(scan, found, told)


def _found(blocks: Sequence[Block]) -> Iterator[tuple[int, runs.Found]]:
    """Each run of such labels by its first block."""
    said = [i for i, block in enumerate(blocks) if isinstance(block, Line) and block.text.strip()]
    labels = {n: kind for n, i in enumerate(said) if (kind := _kind(blocks[i]))}
    at = 0
    while at < len(said):
        stop = at
        while stop in labels and stop + 1 < len(said) and stop + 1 not in labels:
            stop += 2
        told = [n for n in range(at, stop, 2) if labels[n] in (*UNITS, "time")]
        if len(told) >= _LEAST and all(is_said(labels[n], [_words(blocks[said[n + 1]])]) for n in told):
            lines = [_one(blocks[said[n]], blocks[said[n + 1]]) for n in range(at, stop, 2)]
            yield said[at], (lines, said[stop - 1] + 1)
        at = max(stop, at + 1)


def _one(label: Block, words: Block) -> Block:
    text = f"{_words(label)}：{_words(words)}"
    return replace(label, text=text, starts=()) if isinstance(label, Line) else label


def _words(block: Block) -> str:
    return block.text.strip() if isinstance(block, Line) else ""


def _kind(block: Block) -> str:
    """The meaning of a line that is a label and has no colon."""
    words = _words(block)
    return meaning(words) if len(words) <= LONGEST and words[-1] not in ":：" else ""
