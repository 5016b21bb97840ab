"""Labels and cells that a file lost its table from: which words are a header's, and which column a cell belongs to."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from policyparse.model import Block, Line
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.grid import is_same

_LONGEST_HEADER = 24
_LONGEST_LABEL = 14
LONGEST_PIECE = 12
"""How many characters a piece of a label has at most, where each stands on a line of its own."""


_ONE_EACH = 2.5
"""How much worse the pieces may fit, one in each column, where there are as many as columns."""


# ---- the header ------------------------------------------------------------------------------------------


def is_header(labels: Sequence[str]) -> bool:
    kinds = [meaning(label) for label in labels]
    known = {kind for kind in kinds if kind}
    orders = known & {"title", "text", "targets"} and known & {*UNITS, "time", "points"}
    return bool(orders) and sum(bool(kind) for kind in kinds) * 3 >= len(labels) * 2


_NARROWEST = 8
"""Into so many pieces a label is broken at most, where its column is one character wide."""


def labels(pieces: Sequence[str]) -> tuple[str, ...]:
    """The pieces joined to the fewest labels that are all known (主 要 指 标); none where that cannot be."""
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(pieces) + 1):
        ways = [
            (*before, "".join(pieces[start:end]))
            for start in range(max(0, end - _NARROWEST), end)
            if (before := best[start]) is not None and _one_label(pieces[start:end])
        ]
        best.append(min(ways, key=len) if ways else None)
    return best[-1] or ()


def _one_label(pieces: Sequence[str]) -> bool:
    """Whether the pieces are one label, broken where its column is narrow: 主办 + 部门; two whole labels are not."""
    whole = len(pieces) > 1 and any(len(p) > 3 and meaning(p) for p in pieces)
    return not whole and len("".join(pieces)) <= _LONGEST_LABEL and meaning("".join(pieces)) != ""


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
        text = "".join(block.text.strip("|｜│ \u3000").split())
        if not text:
            continue
        if len(text) > LONGEST_PIECE or content.is_number(text):
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
    return (
        re.match(r"^(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[）)])\S{2,30}$", text)
        is not None
    )


def aligned(texts: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The pieces laid on the columns in their order so that each fits best; neighbours may share one, columns stay empty."""
    best: dict[tuple[int, int], tuple[float, list[str]]] = {(0, 0): (0.0, [])}
    for c, kind in enumerate(kinds):
        for start in range(len(texts) + 1):
            if (start, c) not in best:
                continue
            score, laid = best[start, c]
            for end in range(start, len(texts) + 1):
                words = "".join(texts[start:end])
                told = score + (_fit(kind, words) - 0.5 * (end - start - 1) if words else 0.0)
                if (end, c + 1) not in best or told > best[end, c + 1][0]:
                    best[end, c + 1] = (told, [*laid, words])
    score, laid = best[len(texts), len(kinds)]
    each = len(texts) == len(kinds) and sum(map(_fit, kinds, texts)) + _ONE_EACH >= score
    return list(texts) if each else laid


def _fit(kind: str, words: str) -> float:
    """How well words fit into a column of that meaning."""
    if is_same(words):
        return 2.5 if kind in (*UNITS, "time", "leader") else -3.0
    if kind in ("title", "text", "targets"):
        return 0.5 + min(len(words), 30) / 15
    told, yes, no = _FITS.get(kind, (_is_short, 0.8, -0.3))
    return yes if told(words) else no


def _is_short(words: str) -> bool:
    return len(words) <= 8


_FITS: dict[str, tuple[Callable[[str], bool], float, float]] = {
    **dict.fromkeys(("number", "id"), (content.is_number, 3.0, -3.0)),
    **dict.fromkeys(UNITS, (content.is_units, 3.0, -1.0)),
    "time": (content.is_time, 3.0, -1.5),
    "points": (str.isdecimal, 2.0, -2.0),
}
"""What the words of a column of that meaning are, and how well they fit there if they are and if not."""


# ---- rows, a cell a line -----------------------------------------------------------------------------------


def rows_of_cells(blocks: Sequence[Block], at: int, labels: Sequence[str]) -> tuple[list[list[str]], int]:
    """The rows under a header whose labels stand a line each, and the block behind the last of them.

    A row begins with its number, one higher than the last; without a column of numbers it has as many lines as columns.
    """
    kinds = [meaning(label) for label in labels]
    numbered = kinds[0] in ("number", "id")
    rows: list[list[str]] = []
    held: list[str] = []
    stop, number = at, None
    for i in range(at, len(blocks)):
        block = blocks[i]
        text = block.text.strip("|｜│ \u3000") if isinstance(block, Line) else None
        if text is None:
            break
        if not text or i < stop:
            continue
        again = column_of_labels(blocks, i)
        begins = numbered and text.isdecimal() and (number is None or int(text) == number + 1)
        if again and "".join(again[0]) == "".join(labels):
            rows += [aligned(held, kinds)] * bool(held) + [list(labels)]
            held, stop = [], again[1]
            continue
        if is_section(text) and (
            not numbered or (first := _next_number(blocks, i)) in (1, (number or 0) + 1)
        ):
            rows += [aligned(held, kinds)] * bool(held) + [[text, *[""] * (len(labels) - 1)]]
            held, stop, number = [], i + 1, first - 1 if numbered else None
            continue
        if begins or (not numbered and len(held) == len(labels)):
            rows += [aligned(held, kinds)] * bool(held)
            held, number = [], int(text) if begins else None
        elif (numbered and not held) or len(held) >= len(labels):
            break
        held.append(text)
        stop = i + 1
    if len(held) > 1:
        rows.append(aligned(held, kinds))
    return rows, stop


def _next_number(blocks: Sequence[Block], at: int) -> int:
    """The number that stands alone on the next line that says anything; 0 where none does."""
    texts = (b.text.strip("|｜│ \u3000") if isinstance(b, Line) else "" for b in blocks[at + 1 : at + 4])
    following = next(filter(None, texts), "")
    return int(following) if following.isdecimal() and len(following) < 4 else 0
