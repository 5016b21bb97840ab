"""Pieces that were told apart by nothing but their order, laid on the columns that they fit.

例：7 · 新建人行桥2座 · 县住建局 · 县财政局 · 9月底前: two of them are one cell of units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import combinations, pairwise

from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.grid import is_same
from policyparse.text.numbering import mark

_ONE_EACH = 2.5
"""How much worse the pieces may fit, one in each column, where there are as many as columns."""
LONGEST_CELL = 16
"""Lines of one cell at most."""
_FURTHER = 1.5
"""What it costs to begin a further row below the same number."""
_MOST_LOST = 4
"""Cells at most that a row has fewer than columns, where they are laid anew."""
_FULL = 0.6
"""A line that is shorter than that share of the longest of its cell ends a cell, as a rule."""
_CLEARLY = 1.9
"""How much better they must fit there: one unit or time in its column and not in another."""
_BETTER = 1.0
"""How much better they must fit at the right of the row than at its left, where cells merged over rows are lost."""
# a line below units that may be one too, though it lost its end; 例：县人口计生
SHORT = re.compile(r"[一-鿿]{2,8}")
# persons, a name of two characters set wide; 例：冯远山、白 立
_PERSONS = re.compile(
    r"(?:[一-鿿]{2,4}|[一-鿿]\s{1,2}[一-鿿])(?:[、，,\s](?:[一-鿿]{2,4}|[一-鿿]\s{1,2}[一-鿿])){0,8}"
)
_SECOND = 0.01
"""By how much less units fit under 配合单位: where a row has but one cell of them, they lead."""
# a work and how many of it; 例：建成灌区1处
_COUNTED = re.compile(r"[一-鿿]\d{1,5}[所处站队部]$")
WORDS = ("title", "text", "targets")


def kinds_of(labels: Sequence[str]) -> list[str]:
    """The meanings of labels as pieces are laid on them: what is to be mended (反馈问题) before all words is words too."""
    kinds = [*map(meaning, labels)]
    first = next((i for i, kind in enumerate(kinds) if kind in WORDS), 0)
    return ["title" if kind == "problem" and i < first else kind for i, kind in enumerate(kinds)]


def aligned(texts: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The pieces laid on the columns in their order so that each fits best; neighbours may share one, columns stay empty."""
    return _laid(tuple(texts), tuple(kinds), False)[0]


def shifted(texts: Sequence[str], breadth: int, kinds: Sequence[str]) -> list[str]:
    """The cells of a row in their columns, one each: where some are lost (merged with those above), as they fit clearly better.

    Cells that are merged over rows are the first, as a rule: the others keep to the right, where they fit better there.
    例：2 | 护眼工程 | 改造教室600间 | 县教育局 | 7月底前 | under 类别 | 序号 | 项目 | 内容 | 责任单位 | 时限.
    """
    bare = [*texts]
    while bare and not bare[-1]:
        bare.pop()
    padded = [*bare, *[""] * (breadth - len(bare))]
    if not 1 < len(bare) < breadth or breadth - len(bare) > _MOST_LOST:
        return [*texts, *[""] * (breadth - len(texts))]
    ways = [
        [text for c in range(breadth) for text in ([""] if c in gaps else [next(left)])]
        for gaps in combinations(range(breadth), breadth - len(bare))
        if (left := iter(bare))
    ]
    right = [*[""] * (breadth - len(bare)), *bare]
    labels = any(map(meaning, bare))
    usual = right if not labels and fitting(right, kinds) > fitting(padded, kinds) + _BETTER else padded
    best = max(ways, key=lambda row: fitting(row, kinds))
    if len(bare) == 2 and not any(
        cell and not names(cell) for kind, cell in zip(kinds, best, strict=True) if kind in WORDS
    ):
        return usual
    return best if fitting(best, kinds) > fitting(usual, kinds) + _CLEARLY else usual


def fitting(row: Sequence[str], kinds: Sequence[str]) -> float:
    """How well the filled cells of a row fit into their columns."""
    return sum(fit(kind, text) for kind, text in zip(kinds, row, strict=True) if text)


def aligned_rows(texts: Sequence[str], kinds: Sequence[str]) -> list[list[str | None]]:
    """As above, where rows may share cells, merged: each further one begins with words of its own; None is a cell that goes on.

    例：5 · 开建养老楼 · 县民政局 · 5月底前 · 开建老年大学 · 12月底前 are two rows.
    """
    rows = _laid(tuple(texts), tuple(kinds), True)
    if not all(is_whole(row, kinds) for row in rows):
        return [[*aligned(texts, kinds)]]
    return [[*rows[0]], *(further(row, kinds) for row in rows[1:])]


def further(row: Sequence[str], kinds: Sequence[str]) -> list[str | None]:
    """A further row below the same number: what stands before its own words goes on from above, as do its units and times."""
    first = next((c for c, kind in enumerate(kinds) if kind in WORDS and row[c]), 0)
    return [
        cell or (cell if kind in WORDS and c > first else None)
        for c, (kind, cell) in enumerate(zip(kinds, row, strict=True))
    ]


def is_whole(row: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether a row orders something, and says of whom or by when."""
    cells = list(zip(kinds, row, strict=True))
    return any(cell and not names(cell) for kind, cell in cells if kind in WORDS) and any(
        cell for kind, cell in cells if kind in (*UNITS, "time")
    )


def is_full(row: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether a row has words, units and a time of its own, each what it should be, as far as there are columns of them."""
    told = {**dict.fromkeys(UNITS, names), "time": content.is_time}
    cells = [(kind, cell) for kind, cell in zip(kinds, row, strict=True) if cell and kind in told]
    served = [any(kind == "time" for kind, _ in cells), any(kind in UNITS for kind, _ in cells)]
    asked = ["time" in kinds, any(kind in UNITS for kind in kinds)]
    return is_whole(row, kinds) and served == asked and all(told[kind](cell) for kind, cell in cells)


def serves(row: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether a row has words, and points, units or times where the columns are of such and it has any cell there."""
    told = {**dict.fromkeys(UNITS, content.is_units), "time": content.is_time, "points": content.is_points}
    cells = [(kind, cell) for kind, cell in zip(kinds, row, strict=True) if cell]
    served = [told[kind](cell) for kind, cell in cells if kind in told]
    return any(kind in WORDS for kind, _ in cells) and any(served) and all(served)


def names(words: str) -> bool:
    """Whether words are units and no sentence (迁建县政务中心。 is one), nor what is counted (修缮校舍3所)."""
    return content.is_units(words) and re.search(r"\d|。$", words) is None


def _laid(texts: tuple[str, ...], kinds: tuple[str, ...], several: bool) -> list[list[str]]:
    breadth = len(kinds)
    first = next((c for c, kind in enumerate(kinds) if kind in WORDS), 0)
    # (pieces laid, columns filled) -> how well they fit, and the rows so far, the last one open
    best: dict[tuple[int, int], tuple[float, list[list[str]]]] = {(0, 0): (0.0, [[]])}
    for start in range(len(texts) + 1):
        for c in range(breadth):
            _fill(best, start, c, texts, kinds[c])
        if (
            several
            and 0 < start < len(texts)
            and not _counts_on(texts[start - 1], texts[start])
            and not names(texts[start])
            and not content.is_time(texts[start])
        ):
            score, rows = best[start, breadth]
            if is_whole(rows[-1], kinds) and score - _FURTHER > best[start, first][0]:
                best[start, first] = (score - _FURTHER, [*rows, [""] * first])
                for c in range(first, breadth):
                    _fill(best, start, c, texts, kinds[c])
    score, rows = best[len(texts), breadth]
    each = len(texts) == breadth and sum(map(fit, kinds, texts)) + _ONE_EACH >= score
    return [list(texts)] if each else rows


def _fill(
    best: dict[tuple[int, int], tuple[float, list[list[str]]]],
    start: int,
    c: int,
    texts: Sequence[str],
    kind: str,
) -> None:
    """Lay none, one or more of the pieces from ``start`` on the column ``c``."""
    if (start, c) not in best:
        return
    score, rows = best[start, c]
    for end in range(start, min(len(texts), start + LONGEST_CELL) + 1):
        words, cost = _cell(kind, tuple(texts[start:end]))
        told = score + (fit(kind, words) - cost if words else 0.0)
        if (end, c + 1) not in best or told > best[end, c + 1][0]:
            best[end, c + 1] = (told, [*rows[:-1], [*rows[-1], words]])


def _cell(kind: str, pieces: tuple[str, ...]) -> tuple[str, float]:
    """The pieces as one cell, and what it costs that it is in pieces: a list of units, one a line, costs next to nothing."""
    if kind in UNITS and len(pieces) > 1 and any(map(names, pieces)) and all(map(_may_name, pieces)):
        return "\n".join(_unbroken(pieces)), 0.1 * (len(pieces) - 1)
    if kind in WORDS and len(pieces) > 1 and all(_counts_on(a, b) for a, b in pairwise(pieces)):
        return "\n".join(pieces), 0.1 * (len(pieces) - 1)
    strange = kind in WORDS and len(pieces) > 1 and any(map(names, pieces))
    longest = max(map(len, pieces), default=0)
    ended = kind in WORDS and any(len(piece) < _FULL * longest for piece in pieces[:-1])
    return "".join(pieces), 0.5 * (len(pieces) - 1) + strange + 0.5 * ended


def _counts_on(above: str, below: str) -> bool:
    """Whether two lines are items of one cell: 1.编制方案。 over 2.开工建设。"""
    first, second = mark(above), mark(below)
    if first is None or second is None:
        return False
    return (first.rank, first.ordinal + 1) == (second.rank, second.ordinal)


def _unbroken(pieces: Sequence[str]) -> Sequence[str]:
    """Units, a line or more each, those that a line end broke in one: 县发改局、各镇人民 + 政府."""
    whole: list[str] = []
    for piece in pieces:
        broken = not names(piece) or (whole and not names(whole[-1]) and piece[0] not in "省市州县区各")
        if whole and broken and names(whole[-1] + piece):
            whole[-1] += piece
        else:
            whole.append(piece)
    return whole


def _may_name(piece: str) -> bool:
    return names(piece) or SHORT.fullmatch(piece) is not None


@lru_cache(maxsize=4096)
def fit(kind: str, words: str) -> float:
    """How well words fit into a column of that meaning."""
    if is_same(words):
        return 2.5 if kind in (*UNITS, "time", "leader") else -3.0
    if kind in WORDS:
        return (
            0.0
            if names(words) or content.is_points(words) or content.is_date(words)
            else 0.5 + min(len(words), 30) / 15
        )
    if kind in UNITS and "\n" in words:
        pieces = words.split("\n")
        return 3.0 * sum(map(names, pieces)) / len(pieces) - _SECOND * (kind == "support")
    if kind in UNITS and words.endswith("。") and content.is_units(words) and not re.search("[、，,]", words):
        return 0.9  # 开建老年大学。 may be a sentence
    told, yes, no = _FITS.get(kind, (is_short, 0.8, -0.3))
    return (yes if told(words) else no) - _SECOND * (kind == "support")


def _may_do(words: str) -> bool:
    """Whether words may be units below a label of such: 11个街道、乡 may, what is counted (建成灌区1处) may not."""
    return content.is_units(words) and _COUNTED.search(words) is None


def is_short(words: str) -> bool:
    return len(words) <= 8


def is_named(words: str) -> bool:
    """Whether words are the names of persons and no units."""
    return _PERSONS.fullmatch(words) is not None and not names(words)


_FITS: dict[str, tuple[Callable[[str], bool], float, float]] = {
    **dict.fromkeys(("number", "id"), (content.is_number, 3.0, -3.0)),
    **dict.fromkeys(UNITS, (_may_do, 3.0, -1.0)),
    "section": (is_short, 0.8, -1.5),
    "time": (content.is_time, 3.0, -1.5),
    "points": (content.is_points, 2.0, -2.0),
    **dict.fromkeys(("person", "leader"), (is_named, 1.0, -0.3)),
    **dict.fromkeys(("note", "problem", "next_step"), (bool, 0.8, 0.0)),
    "remark": (is_short, 0.7, -0.3),
}
"""What the words of a column of that meaning are, and how well they fit there if they are and if not."""
