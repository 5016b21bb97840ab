"""The labels of a table that a file lost the rules of: which words, or lines, are its header."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from policyparse.model import Block, Line
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning, scores
from policyparse.tables.header_lines import PERIOD
from policyparse.tables.regained.pieces import EDGES

_LONGEST_HEADER = 24
_LONGEST_LABEL = 14
LONGEST_PIECE = 12
"""How many characters a piece of a label has at most, where each stands on a line of its own."""
# what a label says of its signs; 例：责任部门（加*号为牵头部门，其余为参与部门）
_NOTE = re.compile(r"(?<=.)[（(][^（()）]{1,30}[）)]$")
# such a note alone; 例：（万元）
_IN_BRACKETS = re.compile(r"[（(][^（()）]{1,30}[）)]")
# words that may be a label; 例：扶持依据与口径
_STRANGE = re.compile(rf"[一-鿿（）()]{{2,{LONGEST_PIECE}}}")
# a short title stands right over the labels; 例：2025年重点任务清单
_TITLE = re.compile(r"^20\d\d年.*(?:表|清单|台账|方案|计划)$")


# ---- the header ------------------------------------------------------------------------------------------


def is_header(labels: Sequence[str]) -> bool:
    kinds = [meaning(label) for label in labels]
    known = {kind for kind in kinds if kind}
    scored = len(labels) > 1 and any(map(scores, labels))
    orders = known & {"title", "text", "targets"} and (known & {*UNITS, "time", "points"} or scored)
    told = sum(bool(kind or PERIOD.fullmatch(label)) for kind, label in zip(kinds, labels, strict=True))
    return bool(orders) and told * 3 >= len(labels) * 2


_LEAST_OF_TWO = 5
"""Characters of two labels together at least."""
_NARROWEST = 8
"""Into so many pieces a label is broken at most, where its column is one character wide."""


def labels(pieces: Sequence[str], *, strange: bool = False) -> tuple[str, ...]:
    """The pieces joined to the fewest labels that are all known (主 要 指 标); none where that cannot be.

    ``strange`` lets a piece be a label that nobody knows (扶持依据与口径), where no join of known ones is to be had.
    """
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(pieces) + 1):
        ways = [
            (*before, "".join(pieces[start:end]))
            for start in range(max(0, end - _NARROWEST), end)
            if (before := best[start]) is not None
            and (_one_label(pieces[start:end]) or (strange and _may_be_one(pieces[start:end])))
        ]
        best.append(min(ways, key=_strangeness) if ways else None)
    return best[-1] or ()


def _strangeness(found: Sequence[str]) -> tuple[int, int, int]:
    return sum(not meaning(label) for label in found), len(found), sum(len(label) ** 2 for label in found)


def _may_be_one(pieces: Sequence[str]) -> bool:
    """Whether pieces may be a label that nobody knows: one piece of words, with its note in brackets or without."""
    first, *rest = pieces
    noted = not rest or (len(rest) == 1 and _IN_BRACKETS.fullmatch(rest[0]) is not None)
    return noted and _STRANGE.fullmatch(first) is not None and not _IN_BRACKETS.fullmatch(first)


def _one_label(pieces: Sequence[str]) -> bool:
    """Whether the pieces are one label, broken where its column is narrow: 主办 + 部门; two whole labels are not."""
    words = "".join(pieces)
    if len(_NOTE.sub("", words)) > _LONGEST_LABEL or not (meaning(words) or PERIOD.fullmatch(words)):
        return False
    if len(pieces) == 2 and meaning(pieces[1]) == "points" and meaning(pieces[0]) in ("title", "text"):
        return False  # 项目 and 分值
    return len(pieces) == 1 or not (any(len(p) > 3 and meaning(p) for p in pieces) or _are_two(words))


@lru_cache(maxsize=4096)
def _are_two(words: str) -> bool:
    """Whether words are two labels, though they mean something as one too: 工作任务 and 牵头单位; 牵头责任单位 is one."""
    if not _LEAST_OF_TWO <= len(words) <= 2 * _LONGEST_LABEL:
        return False
    for i in range(2, len(words) - 1):
        first, second = meaning(words[:i]), meaning(words[i:])
        if first and second and max(i, len(words) - i) > 2 and not (i == 2 and {first, second} <= {*UNITS}):
            return True
    return False


def column_of_labels(blocks: Sequence[Block], at: int) -> tuple[tuple[str, ...], int] | None:
    """The labels that stand one a line, or a piece of one a line, from a block on; and the block behind them."""
    texts: list[str] = []
    ends: list[int] = []
    best: tuple[tuple[str, ...], int] | None = None
    opened = False  # whether the first texts are a label
    for i in range(at, min(len(blocks), at + _LONGEST_HEADER)):
        block = blocks[i]
        if not isinstance(block, Line):
            break
        text = "".join(block.text.strip(EDGES).split())
        if not text:
            continue
        if len(_NOTE.sub("", text)) > LONGEST_PIECE or content.is_number(text) or is_section(text):
            if "number" in map(meaning, texts[:2]) and (text.isdecimal() or is_section(text)):
                # from 序号 to the first number, or the section above or before it, all lines are labels, known or not
                stop = len(texts) - (text.isdecimal() and meaning(texts[0]) != "number")
                joined = labels(texts[:stop], strange=True)
                best = (joined, ends[stop - 1]) if len(joined) > 2 and is_header(joined) else best
            break
        if not texts and _TITLE.search(text):
            break
        texts.append(text)
        ends.append(i + 1)
        opened = opened or _one_label(texts)
        if not opened:
            if len(texts) == _NARROWEST or sum(map(len, texts)) > _LONGEST_LABEL:
                break
            continue
        joined = labels(texts)
        if len(joined) > 2 and is_header(joined):
            best = joined, ends[-1]
    return best


def is_section(text: str) -> bool:
    """Whether a line alone is the heading of a section: 二、保障民生, （三）城市建设."""
    return (
        re.match(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\S{2,30}$", text)
        is not None
    )
