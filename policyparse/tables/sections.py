"""The section rows of a table: which rows head others, and which sections a row stands in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import takewhile

from policyparse.model import Span
from policyparse.tables import content
from policyparse.tables.columns import UNITS
from policyparse.tables.grid import Cells, Sheet, filled
from policyparse.tables.header import Header
from policyparse.text.numbering import mark

Sections = tuple[tuple[str, Span], ...]
_SELDOM = 4
"""In a further column of groups one name in so many at least stands for several rows."""
_OUTER = 5
"""The rank of the innermost number that heads rows numbered in digits: （一）."""
# the name of a group of rows; 例：城市建设
_NAME = re.compile(r"[一-鿿（）()“”]{3,16}")
# the number of a group of rows; 例：（一）
_ORDINAL = re.compile(r"[（(]?[一二三四五六七八九十]{1,3}[）)]?、?")


def below(sections: Sections, words: str, cell: Span) -> Sections:
    """The sections after a further section row: one of the same style of number replaces the one before, a lower one goes below."""
    found = mark(words)
    outer = [s for s in sections if (m := mark(s[0])) and found and m.rank < found.rank]
    return (*outer, (words, cell))


def is_section(sheet: Sheet, head: Header, cells: Cells, columns: Sequence[int]) -> bool:
    """Whether a row is a heading among the others: one cell that is merged, or the only one and none of the task's own."""
    full = filled(cells)
    if len(cells) < 2:
        return False
    if len(full) != 1:
        return len(full) > 1 and _sums(sheet, head, cells)
    if cells.count(full[0]) > 1 or not columns or (not head.of("number") and len(cells) > 2):
        return True
    return not head.full(cells, "number") and _names_a_group(sheet, head, full[0])


def _names_a_group(sheet: Sheet, head: Header, cell: Span) -> bool:
    """Whether a cell that stands alone in its row, where the tasks have numbers, names those below it: | 二、城建 | | over 3 | ….

    It has the number of a heading, or is a short name in a table of which every other row has its number and is served.
    """
    words = sheet.words(cell)
    if found := mark(words):
        return found.rank <= _OUTER
    others = [row for row in sheet.rows[head.last :] if len(filled(row)) > 1]
    numbered = all(head.full(row, "number") and head.full(row, *UNITS, "time") for row in others)
    return bool(others) and numbered and _NAME.fullmatch(words) is not None


def _sums(sheet: Sheet, head: Header, cells: Cells) -> bool:
    """Whether a row is a heading with the sums of the rows below it: 一、社会事业（2个） | | | 4000, 一、巩固成果 | | 31 under 分值.

    Its words stand in a merged cell, over the place of the number where rows have one, and all else are numbers.
    """
    first, *rest = filled(cells)
    if cells.count(first) < 2 or cells[0] != first:
        return False
    if len(rest) == 1 and head.of("points"):
        return any(cells[i] == rest[0] for i in head.of("points", "total"))
    numbered = any(cells[i] == first for i in head.of("number")) and mark(sheet.words(first)) is not None
    own = {cells[i] for i in head.of(*UNITS, "time", "title", "text", "matrix", "milestone")} - {first}
    return numbered and not own & {*rest} and all(content.is_quantity(sheet.label(c)) for c in rest)


def heading(sheet: Sheet, head: Header) -> frozenset[Span]:
    """The cells that stand for several rows: those that are merged over them, and in the columns of such also those of one row.

    A column of words is one of groups where it stands left of the one of numbers (主要任务 | 序号 | 具体措施), or where cells of
    it are merged, as in those before it, and two more columns of words stand beside it (考核项目 | 考核内容 | 评分标准), or one
    whose cells are numbered below its own.
    """
    rows = sheet.rows[head.last :]
    often = Counter(cell for cells in rows for cell in set(cells))
    merged = {cell for cell, times in often.items() if times > 1}
    words, numbers = head.of("title", "text"), head.of("number")

    def heads(i: int) -> bool:
        names = {cells[i] for cells in rows if cells[i].start < cells[i].end}
        return bool(names & merged) and (i == words[0] or len(names & merged) * _SELDOM >= len(names))

    groups = [i for i in words if numbers and i < numbers[0]] or [*takewhile(heads, words[:-2])]
    if not groups and len(words) == 2 and heads(words[0]) and _are_numbered(sheet, rows, words):
        groups = words[:1]
    if len(groups) < len(words):
        merged |= {cells[i] for cells in rows for i in groups}
    return frozenset(merged)


def _are_numbered(sheet: Sheet, rows: Sequence[Cells], words: Sequence[int]) -> bool:
    """Whether each cell of two columns has a number, those of the second below those of the first: 一、财政公开 | 1.公开预算。"""
    marks = [[mark(sheet.words(cells[i])) for cells in rows if cells[i].start < cells[i].end] for i in words]
    outer, inner = ([m.rank for m in found if m] for found in marks)
    return all(map(all, marks)) and max(outer, default=0) < min(inner, default=0)


def group(sheet: Sheet, head: Header, cells: Cells) -> tuple[str, Span] | None:
    """The heading that a row is whose number is 一 or （一） where others have 1 and that names nobody and no time, with its cell.

    例：一 | 产业发展 | | over 1 | 引进项目10个 | 区商务局 | 12月; 1 | 夯实底座 | | over 1.1 | 建成政务云 | 市数据局 | 6月.
    """
    numbers, names = head.full(cells, "number"), head.full(cells, "title", "text")
    if not numbers or len(names) != 1 or head.full(cells, *UNITS, "time", "matrix"):
        return None
    number = sheet.label(cells[numbers[0]])
    others = [sheet.label(row[numbers[0]]) for row in sheet.rows[head.last :]]
    headed = _ORDINAL.fullmatch(number) and any(map(str.isdecimal, others))
    if not headed and not (number.isdecimal() and _parted(number, others)):
        return None
    cell = cells[names[0]]
    return f"{number}{'' if number[-1] in '）)、' else '、'}{sheet.words(cell)}", cell


def _parted(number: str, others: Sequence[str]) -> bool:
    """Whether the next number after this one parts it: 1.1 or 1-1 below 1."""
    below = next((n for n in others[others.index(number) + 1 :] if n), "") if number in others else ""
    return re.fullmatch(rf"{number}[.．-]\d{{1,2}}", below) is not None


def of_title(sheet: Sheet, titles: Cells) -> tuple[str, Span] | None:
    """The heading that stands over the header of its rows, None for a title or a line that says who fills in the table."""
    words = sheet.words(titles[0])
    if len(titles) == 1 and content.is_labelled_units(words):  # 责任单位：县教育局 over its header
        return words, titles[0]
    found = mark(words) if len(titles) == 1 else None
    return (words, titles[0]) if found and not re.search(r"[:：。；;]", words) else None


def of_number(sheet: Sheet, sections: Sections, number: str | None) -> Sections:
    """The sections that a row of this number stands in: 2 ends the one that 1.1 and 1.2 part."""
    if not sections or number is None or not number.isdecimal():
        return sections
    words, cell = sections[-1]
    parted = words[0].isdecimal() and words != sheet.words(cell)
    return sections[:-1] if parted else sections
