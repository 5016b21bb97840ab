"""Rows of a table of which each cell, or a piece of one, is a line: told by their numbers, or by how many lines they have.

例：7 · 新建人行桥2座 · 县住建局 · 县财政局 · 9月底前, a line each: two of them are one cell of units.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from policyparse.model import Block, Line
from policyparse.tables import content
from policyparse.tables.columns import UNITS
from policyparse.tables.grid import is_same
from policyparse.tables.regained import laid
from policyparse.tables.regained.loose import column_of_labels, is_section
from policyparse.tables.regained.pieces import EDGES
from policyparse.text import furniture

_LONGEST_ROW = 40
"""Lines of one row at most: so far ahead the number of the next is looked for."""
_MOSTLY = 0.7
"""The share of the cells below units that say units, at least, where the lines are laid right."""
_FURTHER = 3
"""Lines at most by which what stands before a column is more than its cells."""
_SHARED = 0.5
"""What it costs that two lines are one cell."""
_MOST_LEFT_OUT = 100
"""So many rows an excerpt may leave out between two of them."""


def with_numbers(blocks: Sequence[Block], at: int, labels: Sequence[str]) -> tuple[str, ...]:
    """The labels, with an empty one where numbers count the rows that no label stands over.

    例：规范公开 · 1 · 清理目录 · 办公室 under 工作任务 · 具体要求 · 责任科室: 工作任务 stands over the number too.
    """
    lines = [text for _, text in islice(_lines(blocks, at), _LONGEST_ROW)]
    starts = _numbered(lines, 1)
    gaps = {b - a for a, b in pairwise(starts)}
    if {"number", "id"} & {*laid.kinds_of(labels)} or len(starts) < 3 or lines[starts[0]] != "1":
        return (*labels,)
    if not gaps <= {len(labels), len(labels) + 1}:
        return (*labels,)
    return (*labels[: starts[0]], "", *labels[starts[0] :])


def rows_of_cells(
    blocks: Sequence[Block], at: int, labels: Sequence[str]
) -> tuple[list[list[str | None]], int]:
    """The rows under a header whose labels stand a line each, and the block behind the last of them.

    A row begins with its number, as a rule one higher than the last, that of the sums with 合计 (only numbers stand behind
    it), and may have more lines than columns. Without a column of numbers it has as many lines as columns; where that puts
    words under units, it has words and then units and times, a line or more of each. None is a cell that goes on from the one
    above.
    """
    kinds = [kind if label else "number" for label, kind in zip(labels, laid.kinds_of(labels), strict=True)]
    if "number" in kinds[1:3] and (found := _around(blocks, at, labels, kinds, kinds.index("number"))):
        return found
    counted = _counted(blocks, at, labels, kinds)
    if kinds[0] in ("number", "id"):
        return counted
    if "points" in kinds[1:] and not all(_is_served(row, kinds) for row in counted[0]):
        rated = _around(blocks, at, labels, kinds, kinds.index("points"))
        if rated and _is_fit(rated[0], kinds):
            return rated
    turns = _by_turns(blocks, at, kinds)
    better = turns and (not _is_fit(counted[0], kinds) or _total(turns[0], kinds) > _total(counted[0], kinds))
    if turns and better:
        return turns
    return ([], at) if _counts_for_units(counted[0], kinds) else counted


def _counts_for_units(rows: Sequence[Sequence[str | None]], kinds: Sequence[str]) -> bool:
    """Whether a third of the cells below units are numbers: a table of figures of which the labels above were not all known."""
    cells = [cell for row in rows for kind, cell in zip(kinds, row, strict=True) if cell and kind in UNITS]
    return sum(map(content.is_quantity, cells)) * 3 > len(cells)


def _is_served(row: Sequence[str | None], kinds: Sequence[str]) -> bool:
    """Whether each column has a line of its own in a row, and it says what it should."""
    return all(row) and laid.serves([cell or "" for cell in row], kinds)


def _total(rows: Sequence[Sequence[str | None]], kinds: Sequence[str]) -> float:
    """How well the cells of all rows fit into their columns."""
    return sum(laid.fitting([cell or "" for cell in row], kinds) for row in rows)


def _numbered(lines: Sequence[str], column: int) -> list[int]:
    """The lines that are the numbers of rows, each one higher than the last; none where the first stands behind too many others."""
    starts: list[int] = []
    for n, text in enumerate(lines):
        if text.isdecimal() and (not starts or int(text) == int(lines[starts[-1]]) + 1):
            starts.append(n)
            if len(starts) == 1 and n > column:
                return []
    return starts


def _rated(lines: Sequence[str]) -> list[int]:
    """The lines that are the points of rows: words stand between any two of them; (20分) are those of a group.

    例：党建 · (20分) · 学习制度 · 8 · 每少一次扣1分 · 县委办: 8.
    """
    starts: list[int] = []
    for n, text in enumerate(lines):
        if content.is_points(text) and text[0].isdecimal() and n and n - 1 not in starts:
            starts.append(n)
    return starts


def _around(
    blocks: Sequence[Block], at: int, labels: Sequence[str], kinds: Sequence[str], column: int
) -> tuple[list[list[str | None]], int] | None:
    """The rows of a table of which one column, behind others, tells where each is: of numbers or of points; None where it does not.

    例：教育 · 1 · 新建小学2所 · 县教育局 · 2 · 招聘教师30名 · 县教育局 · 交通 · 3 · … under 类别 · 序号 · 项目 · 责任单位: what stands
    before the first column is printed once for several rows.
    """
    found: list[tuple[int, str]] = []
    for i, text in islice(_lines(blocks, at), _LONGEST_ROW * _MOST_LEFT_OUT):
        if found and content.is_points(text) and not text[0].isdecimal():  # (20分) below the name of a group
            found[-1] = i, found[-1][1] + text
        else:
            found.append((i, text))
    for n in range(len(found) - len(labels), -1, -1):  # the header printed again
        if [text for _, text in found[n : n + len(labels)]] == [*labels]:
            del found[n : n + len(labels)]
    lines = [text for _, text in found]
    starts = _numbered(lines, column) if kinds[column] == "number" else _rated(lines)
    if len(starts) < 2:
        return None
    before, behind = kinds[:column], kinds[column + 1 :]
    longest = max(b - a for a, b in pairwise(starts))
    heads, rows = [lines[: starts[0]]], []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        texts = lines[start + 1 : following]
        if following is None:
            texts = [] if content.is_total(lines[start - 1]) else _last(texts, len(behind), longest)
        cuts = range(max(1, len(texts) - column - _FURTHER), len(texts) + 1) if following else (len(texts),)
        ways = [(texts[:cut], texts[cut:]) for cut in cuts]
        row, further = max(ways, key=lambda way: _weight(way[0], behind) + _weight(way[1], before))
        rows.append([lines[start], *laid.aligned(row, behind)])
        heads.append(further)
        end = start + 1 + len(texts)
    whole = [
        each for head, row in zip(heads, rows, strict=False) for each in _headed(head, before, row, heads)
    ]
    return whole, found[end - 1][0] + 1


def _weight(texts: Sequence[str], kinds: Sequence[str]) -> float:
    """How well pieces fit on columns, less what it costs that some share one."""
    row = laid.aligned(texts, kinds)
    return laid.fitting(row, kinds) - _SHARED * (len(texts) - sum(map(bool, row)))


def _headed(
    head: Sequence[str], kinds: Sequence[str], row: Sequence[str], heads: Sequence[Sequence[str]]
) -> Iterator[list[str | None]]:
    """A row with what stands before its first column laid on those columns; what is one line too many there heads a section.

    例：经济发展 over 建筑业总产值 · 1 · 95亿元, where the other rows have one line before their points.
    """
    over = [len(each) > len(kinds) for each in heads]
    if len(head) == len(kinds) + 1 and sum(over) * 2 <= len(heads) and laid.is_short(head[0]):
        yield [head[0], *[""] * (len(kinds) + len(row) - 1)]
        head = head[1:]
    if len(head) < len(kinds) and {*kinds} <= {*laid.WORDS}:
        yield [*[""] * (len(kinds) - len(head)), *head, *row]  # the first are merged over rows
    else:
        yield [*laid.aligned(head, kinds), *row]


def _last(texts: list[str], breadth: int, longest: int) -> list[str]:
    """The cells of the last row: as many as it has columns, and beyond them those that are units or times."""
    end = min(len(texts), breadth)
    while end < min(len(texts), longest) and (content.is_units(texts[end]) or content.is_time(texts[end])):
        end += 1
    return texts[:end]


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
        rows.append([*_one_each(words, kinds[:first]), *laid.aligned(tail, kinds[first:])])

    lines = [*_lines(blocks, at)]
    for (i, text), (_, following) in zip(lines, [*lines, (0, "")][1:], strict=True):
        title = first > 1 and following and not (laid.names(following) or content.is_time(following))
        closed = title and kinds[-1] == "time" and bool(tail) and content.is_time(tail[-1])
        named = laid.names(text) or (tail and laid.SHORT.fullmatch(text) and not title)
        if (named and not closed) or content.is_time(text):
            if not words:
                return None
            tail.append(text)
            ended = i + 1
            continue
        if tail:
            close()
            words, tail, stop = [], [], ended
        words.append(text)
        if len(words) > laid.LONGEST_CELL:
            break
    if words and tail:
        close()
        stop = ended
    return (rows, stop) if _is_fit(rows, kinds) else None


def _one_each(words: Sequence[str], kinds: Sequence[str]) -> list[str]:
    """Lines of words on their columns: one each, the further ones with the last; what is long names no section."""
    if kinds[0] == "section" and (len(words) == 1 or not laid.is_short(words[0])):
        return ["", *_one_each(words, kinds[1:])] if len(kinds) > 1 else ["".join(words)]
    last = len(kinds) - 1
    return [*words[:last], *[""] * (last - len(words)), "".join(words[last:])]


def _is_fit(rows: Sequence[Sequence[str | None]], kinds: Sequence[str]) -> bool:
    """Whether most cells below units and times say such, and those below tasks do not."""
    cells = [(kind, cell) for row in rows for kind, cell in zip(kinds, row, strict=True) if cell]
    units = [
        is_same(cell) or content.is_nothing(cell) or any(map(laid.names, cell.split("\n")))
        for kind, cell in cells
        if kind in UNITS
    ]
    units += [_is_when(cell) for kind, cell in cells if kind == "time"]
    astray = sum(kind in laid.WORDS and (laid.names(cell) or content.is_time(cell)) for kind, cell in cells)
    return bool(units) and sum(units) >= _MOSTLY * (len(units) + astray)


def _is_when(cell: str) -> bool:
    return is_same(cell) or content.is_nothing(cell) or content.is_time(cell)


def _counted(
    blocks: Sequence[Block], at: int, labels: Sequence[str], kinds: Sequence[str]
) -> tuple[list[list[str | None]], int]:
    """The rows as numbers begin them, or of as many lines as there are columns."""
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
        if is_section(text) and (
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


def _rows(held: Sequence[str], kinds: Sequence[str]) -> list[list[str | None]]:
    """The row, or the rows below one number, that the lines are."""
    if held and content.is_total(held[0]):
        return [[*held, *[""] * (len(kinds) - len(held))]]
    if len(held) > len(kinds):
        return laid.aligned_rows(held, kinds)
    return [[*laid.aligned(held, kinds)]] if held else []


def _lines(blocks: Sequence[Block], at: int) -> Iterator[tuple[int, str]]:
    """The lines from a block on that say anything but a page, without the strokes at their ends, up to the first block that is none."""
    for i in range(at, len(blocks)):
        if not isinstance(blocks[i], Line):
            return
        if (text := _text(blocks[i])) and not furniture.is_page(text):
            yield i, text


def _text(block: Block) -> str:
    return block.text.strip(EDGES) if isinstance(block, Line) else ""


def _belongs(blocks: Sequence[Block], at: int, text: str, number: int | None) -> bool:
    """Whether a line beyond the columns is still of the row: it names units or a time, or the next number follows it, or a time
    behind a person.
    """
    if content.is_units(text) or content.is_time(text):
        return True
    ahead = [*islice(_lines(blocks, at + 1), _LONGEST_ROW)]
    if ahead and laid.is_named(text) and content.is_time(ahead[0][1]):
        return True
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
    ended = held and "points" not in kinds and (laid.names(held[-1]) or content.is_time(held[-1]))
    _, behind = next(_lines(blocks, at + 1), (0, ""))
    words = bool(behind) and not content.is_number(behind) and not laid.names(behind)
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
