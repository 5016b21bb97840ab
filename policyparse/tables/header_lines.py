"""The lines of a header: which rows name columns, and which belong together over them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.tables import content, unit_above
from policyparse.tables.columns import LONGEST, UNITS, meaning, scores
from policyparse.tables.grid import Cells, Sheet, filled

# a column of a period: what is to be done by then; 例：一季度工作目标
PERIOD = re.compile(
    r"(?:20\d\d年)?(?:第?[一二三四1-4]季度(?:末)?|前[二三两]季度|[QqＱ][1-4]|[上下]?半年|全年|\d{1,2}(?:[-—–~至]\d{1,2})?月份?(?:底前?|末)?|年底前?|第[一二三四五]阶段|[一-鿿]{2,8}阶段(?=[（(][^（()）]*\d)"
    r"|20\d\d年度?)(?:工作|(?:工作|形象|推进|建设|完成)?(?:目标|任务|进度|计划|安排|节点|举措|打算|内容))?(?:[（(][^（()）]{1,12}[）)])?"
)


# a label with its unit of measure; 例：人工造林（亩）
_MEASURED = re.compile(r"[（(][^\d（()）、，,]{1,6}[）)]$")
# those whose numbers stand beside them; 例：乡镇（街道）
BODIES = re.compile(
    r"(?:责任)?单位|部门|乡?镇街?|镇街|[乡镇](?:镇|[（(]街道[)）])|地区|区县|县区|[县区市][（(][市县区旗、]{1,5}[)）][、和]?[县区旗]?|县市区|(?:单位|乡镇|地区|区县)名称"
)
_NAMED = {"单位", "部门", "姓名", "名称", "职务", "数量", "数值"}
"""What only the label above them gives a meaning."""


def of_period(label: str) -> bool:
    """Whether a header, or a line of it, speaks of a period: 一季度, 3月进展, 完成情况 over 3月."""
    return any(PERIOD.match(line) for line in label.split("："))


def is_header(sheet: Sheet, cells: Cells) -> bool:
    """Whether a row names columns: two known ones at least, which are half of its cells or more, or four of any number.

    The units that head the columns of a matrix are known ones too; so are periods (指标名称 | 2024年 | 2025年), as one.
    """
    labels = [sheet.label(c) for c in filled(cells)]
    if any(label.isdecimal() for label in labels):
        return False
    # 牵头 and 配合 head columns, but in a matrix they stand in the cells
    known = {meaning(x) for x in labels if meaning(x) and (not content.is_mark(x) or labels.count(x) == 1)}
    counted = any(map(BODIES.fullmatch, labels[:2]))  # behind 序号 too
    measured = [
        x
        for x in labels
        if not meaning(x)
        and (
            is_measured(x) or (counted and unit_above.counts(sheet.document.text, filled(cells)[0].start, x))
        )
    ]
    if counted and len(measured) == len(labels) - 1 > 1:
        return True  # 单位 | 人工造林（亩）| 封山育林（亩）
    if not any(meaning(x) and not content.is_mark(x) for x in labels):
        return False
    units = [x for x in labels if content.is_units(x) and len(x) < 16 and not meaning(x)]
    named = [x for x in labels if meaning(x) or PERIOD.fullmatch(x) or x in units]
    plain = all(len(x) <= 12 and not re.search(r"[\d，,。；;、]", x) for x in labels)
    years = [x for x in labels if PERIOD.fullmatch(x)]
    kinds = (
        len(known)
        + (len(units) > 1)
        + (len(years) > 1)
        + any(map(scores, labels))
        + (bool(measured) and counted)
    )
    short = all(len(x) <= LONGEST and not re.search(r"[。；;]", x) for x in labels)
    return kinds >= 2 and (len(named) * 2 >= len(labels) or plain or (kinds >= 4 and short))


def is_labels(labels: Sequence[str]) -> bool:
    """Whether words are the labels of a header and nothing else can be: three at least, of two meanings, each but one known."""
    known = [meaning(label) for label in labels if meaning(label) or PERIOD.fullmatch(label)]
    return len(labels) > 2 and len(known) + 1 >= len(labels) and len({*known}) > 1


def is_measured(label: str) -> bool:
    """Whether a label says in what its column is measured: 人工造林（亩）."""
    return _MEASURED.search(label) is not None


def is_note(sheet: Sheet, cells: Cells) -> bool:
    """Whether a row above the header says who fills the table in, and when: 填报单位：… | 填报日期：…"""
    return any(re.search(r"[:：]|^单位", sheet.words(c)) for c in filled(cells))


def goes_on(sheet: Sheet, row: int) -> bool:
    """Whether a row is a further line of the header above it: each cell in it goes on with one above, or parts it."""
    above, below = sheet.rows[row - 1], sheet.rows[row]
    new = [i for i, c in enumerate(below) if c.start < c.end and c != above[i]]
    if not new or any(
        len(sheet.label(below[i])) > 20 or content.is_total(sheet.words(below[i])) for i in new
    ):
        return False
    labels = {sheet.label(below[i]) for i in new}
    if parted(above, below):
        return all(meaning(x) or PERIOD.fullmatch(x) or content.is_units(x) or x in _NAMED for x in labels)
    if _are_of_a_matrix(sheet, above, below, new):
        return True
    known = {x for x in labels if meaning(x) or PERIOD.fullmatch(x)}
    # no line of the header stands over both of them, yet both only name columns
    if len(known) >= 2 and known == labels and not is_header(sheet, below):
        return True
    wide = [i for i in new if _is_wide(above, i)]
    if len(wide) < len(new):
        return (
            bool(known)
            and known == labels
            and all(above[i].start == above[i].end for i in new if i not in wide)
        )
    return len(known) * 2 >= len(labels) or all(not re.search(r"[\d，,。；;]", x) for x in labels)


def _are_of_a_matrix(sheet: Sheet, above: Cells, below: Cells, new: Sequence[int]) -> bool:
    """Whether a row, merged with the one above but for them, names the units of a matrix below their roles.

    例：任务 | 牵头 | 配合 | < over ^ | 县教育局 | 县民政局 | 县财政局.
    """
    names = [sheet.label(below[i]) for i in new]
    return (
        2 < len(names) < len(below)
        and len({*names}) == len(names)
        and all(map(content.is_units, names))
        and all(meaning(sheet.label(above[i])) in UNITS for i in new)
        and all(cell == above[i] for i, cell in enumerate(below) if i not in new)
    )


def parted(above: Cells, below: Cells) -> bool:
    """Whether a row only parts labels of the row above that are not merged, though they stand over several columns.

    例：序号 | 任务 | 责任分工 | | 时限 over | | 牵头单位 | 配合单位 | |.
    """
    under = [c.start < c.end for c in below]
    groups = _groups(above)
    below_each = [[i for i in group if under[i]] for group in groups]
    inside = sum(map(len, below_each)) == sum(under)
    parts = [(group, full) for group, full in zip(groups, below_each, strict=True) if full]
    return (
        bool(parts)
        and inside
        and not all(under)
        and all(full[0] == group[0] and len(full) > 1 for group, full in parts)
    )


def _groups(above: Cells) -> list[list[int]]:
    """The columns that each label of a row may stand over: its own and the empty ones behind it."""
    groups: list[list[int]] = []
    for i, cell in enumerate(above):
        if cell.start < cell.end:
            groups.append([i])
        elif groups:
            groups[-1].append(i)
    return groups


def spread(above: Cells, below: Cells) -> Cells:
    """The row above with each label over all the cells below that it heads."""
    out = list(above)
    for group in _groups(above):
        last = max((i for i in group if below[i].start < below[i].end), default=group[0])
        for i in range(group[0], last + 1):
            out[i] = out[group[0]]
    return tuple(out)


def _is_wide(cells: Cells, i: int) -> bool:
    """Whether the cell at ``i`` is merged with the one beside it."""
    beside = [cells[j] for j in (i - 1, i + 1) if 0 <= j < len(cells)]
    return cells[i].start < cells[i].end and cells[i] in beside


def is_counted(sheet: Sheet, cells: Cells) -> bool:
    """Whether a row only numbers the columns: 1 | 2 | 3 | 4, or （1）（2）（3）."""
    labels = [re.sub(r"[（()）]", "", sheet.label(c)) for c in cells]
    return len(labels) > 2 and labels == [str(i) for i in range(1, len(labels) + 1)]


def of_two(above: Sequence[str], below: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Two lines of labels as those of one header, of one breadth: the lower parts labels of the upper; None where they are no such.

    例：序号 | 任务 | 责任分工 | | 时限 over | | 牵头 | 配合 |.
    """
    breadth = max(len(above), len(below))
    top, sub = ((*row, *[""] * (breadth - len(row))) for row in (above, below))
    parts = [label for label in sub if label]
    if len(parts) < 2 or not all(meaning(x) or PERIOD.fullmatch(x) for x in parts):
        return None
    if not any(b and not a for a, b in zip(top, sub, strict=True)):
        return None
    labels = [b or a for a, b in zip(top, sub, strict=True)]
    known = {meaning(label) for label in labels} | {"time" for label in labels if PERIOD.fullmatch(label)}
    orders = known & {"title", "text"} and known & {*UNITS, "time"}
    told = [label for label in labels if meaning(label) or PERIOD.fullmatch(label)]
    return (top, sub) if orders and len(told) * 3 >= len(labels) * 2 else None
