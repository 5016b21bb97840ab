"""Labels that lost their colons: blanks alone part them from what they say, and from the next label. They get their colons back.

例：主办　市城管局　会办　市公安局; 牵头单位 县教育局 完成时限 8月底前.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from policyparse.model import Block, Line, Scan
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.regained import runs
from policyparse.tables.regained.pieces import BLANKS
from policyparse.text.numbering import mark

# signs behind which a sentence goes on; 例：，
_RUNS_ON = ("，", ",", "、", "：", ":")
TOLD = (*UNITS, "time", "leader", "person")
"""What labels below a task say; the others may be words of a sentence."""
LONGEST = 12


def mended(scan: Scan) -> Scan:
    """The scan with a line for each such label, a colon in the place of the blanks behind it, and a remark that says so.

    Lines of tables are no such lines.
    """
    labelled = [_mended(block.text) if isinstance(block, Line) else () for block in scan.blocks]
    told = "有的标签与内容之间只有空格（如“主办　某局”），已按“主办：某局”识读"
    return runs.replaced(scan, partial(_found, labelled=labelled), told) if any(labelled) else scan


def _found(blocks: Sequence[Block], at: int, labelled: Sequence[Sequence[str]]) -> runs.Found | None:
    line = blocks[at]
    if not isinstance(line, Line) or not any(labelled[max(at - 1, 0) : at + 2]):
        return None
    texts = labelled[at] or _person(line.text)
    return ([replace(line, text=text, starts=()) for text in texts], at + 1) if texts else None


def _person(line: str) -> Sequence[str]:
    """The label of a person with its colon, which only another such line beside it tells: 牵头领导 冯远山 over 牵头单位 县教育局."""
    label, *words = BLANKS.split(line.strip())
    named = bool(words) and all(re.fullmatch("[一-鿿、]{2,12}", piece) for piece in words)
    return [f"{label}：{' '.join(words)}"] if named and meaning(label) in ("leader", "person") else ()


def _mended(line: str) -> Sequence[str]:
    """The words before the labels, where any stand there, and each label with its colon; none where the line has no such labels."""
    if len(line) > 400 or not BLANKS.search(line.strip()):
        return ()
    pieces = [piece for piece in BLANKS.split(line.strip()) if piece]
    starts = [i for i, piece in enumerate(pieces) if len(piece) <= LONGEST and meaning(piece) in TOLD]
    if not starts:
        return ()
    said = [(pieces[a], pieces[a + 1 : b]) for a, b in zip(starts, [*starts[1:], len(pieces)], strict=True)]
    before = pieces[: starts[0]]
    known = sum(is_said(meaning(label), words) for label, words in said)
    enough = 2 if before and not _is_item(before, said) else 1
    if not all(words for _, words in said) or 2 * known < len(said) or known < enough:
        return ()
    labelled = [f"{label}：{_parted(meaning(label), words).join(words)}" for label, words in said]
    return [" ".join(before), *labelled] if before else labelled


def _parted(kind: str, words: Sequence[str]) -> str:
    """What parts the words behind a label: units that blanks parted stay apart. 例：镇教育办 石桥小学 is 镇教育办、石桥小学."""
    return "、" if kind in UNITS and is_said(kind, words) and min(map(len, words)) > 1 else " "


def _is_item(before: Sequence[str], said: Sequence[tuple[str, Sequence[str]]]) -> bool:
    """Whether words begin with the number of an item and only labels of units that name units follow: （二）新建水塔2座 责任单位 镇水利站."""
    named = all(meaning(label) in UNITS and is_said(meaning(label), words) for label, words in said)
    return named and mark(before[0]) is not None and not before[-1].endswith(_RUNS_ON)


def is_said(kind: str, words: Sequence[str]) -> bool:
    """Whether words are what a label of that meaning says: units, or a time."""
    if kind in UNITS:
        return all(content.is_units(piece) for piece in words)
    return kind == "time" and content.is_time("".join(words))
