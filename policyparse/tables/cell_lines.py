"""Rows whose cells were told apart by nothing but their order: pieces of a line, or lines, laid on the columns that they fit.

例：7 · 新建人行桥2座 · 县住建局 · 县财政局 · 9月底前, a line each: two of them are one cell of units.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations, islice

from policyparse.model import Block, Line
from policyparse.tables import content
from policyparse.tables.columns import UNITS, meaning
from policyparse.tables.grid import is_same
from policyparse.tables.loose import column_of_labels, is_section
from policyparse.text import furniture

_ONE_EACH = 2.5
"""How much worse the pieces may fit, one in each column, where there are as many as columns."""
_LONGEST_CELL = 16
"""Lines of one cell at most."""
_LONGEST_ROW = 40
"""Lines of one row at most: so far ahead the number of the next is looked for."""
_FURTHER = 1.5
"""What it costs to begin a further row below the same number."""
_MOST_LOST = 4
"""Cells at most that a row has fewer than columns, where they are laid anew."""
_CLEARLY = 3.0
"""How much better they must fit there: one unit or time in its column and not in another."""
_MOSTLY = 0.7
"""The share of the cells below units that say units, at least, where the lines are laid right."""
_MOST_LEFT_OUT = 100
"""So many rows an excerpt may leave out between two of them."""
# a line below units that may be one too, though it lost its end; 例：县人口计生
_SHORT = re.compile(r"[一-鿿]{2,8}")
_WORDS = ("title", "text", "targets")


# ---- pieces on columns -------------------------------------------------------------------------------------


def aligned(texts: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """The pieces laid on the columns in their order so that each fits best; neighbours may share one, columns stay empty."""
    return _laid(tuple(texts), tuple(kinds), False)[0]


def shifted(texts: Sequence[str], breadth: int, kinds: Sequence[str]) -> list[str]:
    """The cells of a row in their columns, one each: where some are lost (merged with those above), as they fit clearly better.

    例：2 | 护眼工程 | 改造教室600间 | 县教育局 | 7月底前 | under 类别 | 序号 | 项目 | 内容 | 责任单位 | 时限.
    """
    bare = [*texts]
    while bare and not bare[-1]:
        bare.pop()
    padded = [*bare, *[""] * (breadth - len(bare))]
    if not 2 < len(bare) < breadth or breadth - len(bare) > _MOST_LOST:
        return [*texts, *[""] * (breadth - len(texts))]
    ways = [
        [text for c in range(breadth) for text in ([""] if c in gaps else [next(left)])]
        for gaps in combinations(range(breadth), breadth - len(bare))
        if (left := iter(bare))
    ]
    best = max(ways, key=lambda row: _fitting(row, kinds))
    return best if _fitting(best, kinds) > _fitting(padded, kinds) + _CLEARLY else padded


def _fitting(row: Sequence[str], kinds: Sequence[str]) -> float:
    return sum(_fit(kind, text) for kind, text in zip(kinds, row, strict=True) if text)


def aligned_rows(texts: Sequence[str], kinds: Sequence[str]) -> list[list[str | None]]:
    """As above, where rows may share cells, merged: each further one begins with words of its own; None is a cell that goes on.

    例：5 · 开建养老楼 · 县民政局 · 5月底前 · 开建老年大学 · 12月底前 are two rows.
    """
    rows = _laid(tuple(texts), tuple(kinds), True)
    if not all(_is_whole(row, kinds) for row in rows):
        return [[*aligned(texts, kinds)]]
    return [[*rows[0]], *(_further(row, kinds) for row in rows[1:])]


def _further(row: Sequence[str], kinds: Sequence[str]) -> list[str | None]:
    """A further row below the same number: what stands before its own words goes on from above, as do its units and times."""
    first = next((c for c, kind in enumerate(kinds) if kind in _WORDS and row[c]), 0)
    return [
        cell or (cell if kind in _WORDS and c > first else None)
        for c, (kind, cell) in enumerate(zip(kinds, row, strict=True))
    ]


def _is_whole(row: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether a row orders something, and says of whom or by when."""
    cells = list(zip(kinds, row, strict=True))
    return any(cell and not _names(cell) for kind, cell in cells if kind in _WORDS) and any(
        cell for kind, cell in cells if kind in (*UNITS, "time")
    )


def _names(words: str) -> bool:
    """Whether words are units and no sentence (迁建县政务中心。 is one), nor what is counted (修缮校舍3所)."""
    return content.is_units(words) and re.search(r"\d|。$", words) is None


def _laid(texts: tuple[str, ...], kinds: tuple[str, ...], several: bool) -> list[list[str]]:
    breadth = len(kinds)
    first = next((c for c, kind in enumerate(kinds) if kind in _WORDS), 0)
    # (pieces laid, columns filled) -> how well they fit, and the rows so far, the last one open
    best: dict[tuple[int, int], tuple[float, list[list[str]]]] = {(0, 0): (0.0, [[]])}
    for start in range(len(texts) + 1):
        for c in range(breadth):
            _fill(best, start, c, texts, kinds[c])
        if several and 0 < start < len(texts):
            score, rows = best[start, breadth]
            if _is_whole(rows[-1], kinds) and score - _FURTHER > best[start, first][0]:
                best[start, first] = (score - _FURTHER, [*rows, [""] * first])
                for c in range(first, breadth):
                    _fill(best, start, c, texts, kinds[c])
    score, rows = best[len(texts), breadth]
    each = len(texts) == breadth and sum(map(_fit, kinds, texts)) + _ONE_EACH >= score
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
    for end in range(start, min(len(texts), start + _LONGEST_CELL) + 1):
        words, cost = _cell(kind, tuple(texts[start:end]))
        told = score + (_fit(kind, words) - cost if words else 0.0)
        if (end, c + 1) not in best or told > best[end, c + 1][0]:
            best[end, c + 1] = (told, [*rows[:-1], [*rows[-1], words]])


def _cell(kind: str, pieces: tuple[str, ...]) -> tuple[str, float]:
    """The pieces as one cell, and what it costs that it is in pieces: a list of units, one a line, costs next to nothing."""
    if kind in UNITS and len(pieces) > 1 and any(map(_names, pieces)) and all(map(_may_name, pieces)):
        return "\n".join(pieces), 0.1 * (len(pieces) - 1)
    strange = kind in _WORDS and len(pieces) > 1 and any(map(_names, pieces))
    return "".join(pieces), 0.5 * (len(pieces) - 1) + strange


def _may_name(piece: str) -> bool:
    return _names(piece) or _SHORT.fullmatch(piece) is not None


@lru_cache(maxsize=4096)
def _fit(kind: str, words: str) -> float:
    """How well words fit into a column of that meaning."""
    if is_same(words):
        return 2.5 if kind in (*UNITS, "time", "leader") else -3.0
    if kind in _WORDS:
        return 0.0 if _names(words) else 0.5 + min(len(words), 30) / 15
    if kind in UNITS and "\n" in words:
        pieces = words.split("\n")
        return 3.0 * sum(map(_names, pieces)) / len(pieces)
    told, yes, no = _FITS.get(kind, (_is_short, 0.8, -0.3))
    return yes if told(words) else no


def _is_short(words: str) -> bool:
    return len(words) <= 8


_FITS: dict[str, tuple[Callable[[str], bool], float, float]] = {
    **dict.fromkeys(("number", "id"), (content.is_number, 3.0, -3.0)),
    **dict.fromkeys(UNITS, (content.is_units, 3.0, -1.0)),
    "section": (_is_short, 0.8, -1.5),
    "time": (content.is_time, 3.0, -1.5),
    "points": (str.isdecimal, 2.0, -2.0),
}
"""What the words of a column of that meaning are, and how well they fit there if they are and if not."""


# ---- rows, a cell or a piece of one a line -----------------------------------------------------------------


def rows_of_cells(
    blocks: Sequence[Block], at: int, labels: Sequence[str]
) -> tuple[list[list[str | None]], int]:
    """The rows under a header whose labels stand a line each, and the block behind the last of them.

    A row begins with its number, as a rule one higher than the last, that of the sums with 合计 (only numbers stand behind
    it), and may have more lines than columns. Without a column of numbers it has as many lines as columns; where that puts
    words under units, it has words and then units and times, a line or more of each. None is a cell that goes on from the one
    above.
    """
    kinds = [meaning(label) for label in labels]
    if kinds[0] == "section" and kinds[1] in ("number", "id"):
        rows, stop = _counted(blocks, at, labels[1:], kinds[1:], headed=True)
        return _beside_sections(rows), stop
    rows, stop = _counted(blocks, at, labels, kinds)
    if kinds[0] in ("number", "id") or _is_fit(rows, kinds):
        return rows, stop
    return _by_turns(blocks, at, kinds) or (rows, stop)


def _beside_sections(rows: Sequence[Sequence[str | None]]) -> list[list[str | None]]:
    """The rows with the section that each stands under before its number: a cell merged over them."""
    out: list[list[str | None]] = []
    section: str | None = ""
    for row in rows:
        if row[0] and not any(row[1:]):
            section = row[0]
        else:
            out.append([section, *row])
            section = None
    return [*out, [section, *[""] * len(rows[-1])]] if section else out


def _by_turns(
    blocks: Sequence[Block], at: int, kinds: Sequence[str]
) -> tuple[list[list[str | None]], int] | None:
    """The rows of a table whose columns of words stand before those of units and times; None where it has others.

    例：——孕检率达到90% · ——建档率达到95% · 县卫健局 · 县财政局 · 县妇联 under 主要目标 · 牵头单位 · 配合单位.
    """
    told = [kind in UNITS or kind == "time" for kind in kinds]
    first = told.index(True) if True in told else 0
    if not first or not all(told[first:]):
        return None
    rows: list[list[str | None]] = []
    words: list[str] = []
    tail: list[str] = []
    stop = ended = at

    def close() -> None:
        rows.append([*_one_each(words, kinds[:first]), *aligned(tail, kinds[first:])])

    for i, text in _lines(blocks, at):
        if _names(text) or content.is_time(text) or (tail and _SHORT.fullmatch(text)):
            if not words:
                return None
            tail.append(text)
            ended = i + 1
            continue
        if tail:
            close()
            words, tail, stop = [], [], ended
        words.append(text)
        if len(words) > _LONGEST_CELL:
            break
    if words and tail:
        close()
        stop = ended
    return (rows, stop) if _is_fit(rows, kinds) else None


def _one_each(words: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Lines of words on their columns: one each, the further ones with the last; what is long names no section."""
    if kinds[0] == "section" and (len(words) == 1 or not _is_short(words[0])):
        return ["", *_one_each(words, kinds[1:])] if len(kinds) > 1 else ["".join(words)]
    last = len(kinds) - 1
    return [*words[:last], *[""] * (last - len(words)), "".join(words[last:])]


def _is_fit(rows: Sequence[Sequence[str | None]], kinds: Sequence[str]) -> bool:
    """Whether most cells below units say units, and those below tasks do not."""
    cells = [(kind, cell) for row in rows for kind, cell in zip(kinds, row, strict=True) if cell]
    units = [
        is_same(cell) or content.is_nothing(cell) or any(map(_names, cell.split("\n")))
        for kind, cell in cells
        if kind in UNITS
    ]
    astray = sum(kind in _WORDS and _names(cell) for kind, cell in cells)
    return bool(units) and sum(units) >= _MOSTLY * (len(units) + astray)


def _counted(
    blocks: Sequence[Block], at: int, labels: Sequence[str], kinds: Sequence[str], *, headed: bool = False
) -> tuple[list[list[str | None]], int]:
    """The rows as numbers begin them, or of as many lines as there are columns; ``headed`` where a section stands before numbers."""
    numbered = kinds[0] in ("number", "id")
    rows: list[list[str | None]] = []
    held: list[str] = []
    stop, number = at, None
    for i, text in _lines(blocks, at):
        if i < stop:
            continue
        again = column_of_labels(blocks, i)
        begins = numbered and _begins(blocks, i, number, held, kinds)
        if again and "".join(again[0]) == "".join(labels):
            rows += [*_rows(held, kinds), [*labels]]
            held, stop = [], again[1]
            continue
        heads = is_section(text) or (headed and _is_beside(text, held, kinds))
        if heads and (
            not numbered or (first := _next_number(blocks, i, labels)) == 1 or _follows(first, number or 0)
        ):
            rows += [*_rows(held, kinds), [text, *[""] * (len(labels) - 1)]]
            held, stop, number = [], i + 1, first - 1 if numbered else None
            continue
        sums = bool(held) and numbered and content.is_total(text)
        if begins or sums or (not numbered and len(held) == len(labels)):
            rows += _rows(held, kinds)
            held, number = [], int(text) if begins else number
        elif (
            (numbered and not held)
            or (held and content.is_total(held[0]) and not content.is_quantity(text))
            or (len(held) >= len(labels) and not (numbered and _belongs(blocks, i, text, number)))
        ):
            break
        held.append(text)
        stop = i + 1
    if len(held) > 1:
        rows += _rows(held, kinds)
    return rows, stop


def _is_beside(text: str, held: Sequence[str], kinds: Sequence[str]) -> bool:
    """Whether a line is no cell of the row that is held, which is whole, and so the section before the number that follows it."""
    whole = not held or len(held) >= len(kinds) or _fit(kinds[-1], held[-1]) > 0 > _fit(kinds[-1], text)
    return whole and not content.is_number(text) and not _names(text) and not content.is_time(text)


def _rows(held: Sequence[str], kinds: Sequence[str]) -> list[list[str | None]]:
    """The row, or the rows below one number, that the lines are."""
    if held and content.is_total(held[0]):
        return [[*held, *[""] * (len(kinds) - len(held))]]
    if len(held) > len(kinds):
        return aligned_rows(held, kinds)
    return [[*aligned(held, kinds)]] if held else []


def _lines(blocks: Sequence[Block], at: int) -> Iterator[tuple[int, str]]:
    """The lines from a block on that say anything but a page, without the strokes at their ends, up to the first block that is none."""
    for i in range(at, len(blocks)):
        if not isinstance(blocks[i], Line):
            return
        if (text := _text(blocks[i])) and not furniture.is_page(text):
            yield i, text


def _text(block: Block) -> str:
    return block.text.strip("|｜│ \u3000") if isinstance(block, Line) else ""


def _belongs(blocks: Sequence[Block], at: int, text: str, number: int | None) -> bool:
    """Whether a line beyond the columns is still of the row: it names units or a time, or the next number follows it."""
    if content.is_units(text) or content.is_time(text):
        return True
    ahead = islice(_lines(blocks, at + 1), _LONGEST_ROW)
    return number is not None and any(told == str(number + 1) for _, told in ahead)


def _begins(
    blocks: Sequence[Block], at: int, number: int | None, held: Sequence[str], kinds: Sequence[str]
) -> bool:
    """Whether a line is the number of a further row: one higher than the last, or higher where an excerpt left some out.

    In the second case the last row is full, or ends with its units or time, and words follow: a number alone may be a cell.
    """
    text = _text(blocks[at])
    if not text.isdecimal() or number is None or int(text) == number + 1:
        return text.isdecimal()
    ended = held and "points" not in kinds and (_names(held[-1]) or content.is_time(held[-1]))
    _, behind = next(_lines(blocks, at + 1), (0, ""))
    words = bool(behind) and not content.is_number(behind) and not _names(behind)
    return _follows(int(text), number) and words and bool(len(held) >= len(kinds) or ended)


def _follows(found: int, number: int) -> bool:
    return number < found <= number + _MOST_LEFT_OUT


def _next_number(blocks: Sequence[Block], at: int, labels: Sequence[str]) -> int:
    """The number that stands alone on the next line that says anything, heads no section and is no label of a header printed
    again; 0 where none does.
    """
    ahead = (told for _, told in _lines(blocks, at + 1))
    following = next((told for told in ahead if not is_section(told) and told not in labels), "")
    return int(following) if following.isdecimal() and len(following) < 4 else 0
