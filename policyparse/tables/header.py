"""The header of a table: where it stands, how many lines it takes, and what each column means.

A column means what all header cells above it say together: 责任分工 over 牵头单位, 序时进度 over 一季度. Where words say
nothing known, what the column holds decides.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from policyparse.tables import content, neighbours, two_names, unit_above
from policyparse.tables.columns import UNITS, Column, has, meaning, scores
from policyparse.tables.grid import Cells, Sheet, filled
from policyparse.tables.header_lines import (
    BODIES,
    PERIOD,
    goes_on,
    is_counted,
    is_header,
    is_measured,
    is_note,
    parted,
    spread,
)

DEEPEST = 12
"""Rows from the top among which a header is looked for; above it stand a title, 填报单位, notes."""
TALLEST = 4
_REPORTED = ("note", "percent", "state", "problem")
_NAMED = {"姓名": "", "名称": "", "职务": ""}
_ENDINGS = (
    ("title", re.compile(r"^[^（(]{1,6}(?<!所属)(?:任务|事项|工作|实事|议题)$")),
    ("text", re.compile(r"^[^（(]{1,6}(?:措施|举措|要求|做法)$")),
)
# those whom something is done for have names like units, and so have places where it is done; 例：企业名称 · 工程地点
_THINGS = re.compile(
    r"(?!单位|部门).+名称|企业|(?:服务|帮扶|监管|检查|整改)对象|.{0,6}(?:地点|地址|位置|所在地)"
)
# a place that has its column in a matrix of units; 例：青禾区
_PLACE = re.compile(r"[一-鿿]{1,8}[县市区旗州乡镇]|[一-鿿]{1,8}街道")
# that numbers by unit are to be reached; 例：造林任务分解表
_ORDERS = re.compile("任务|目标|计划|指标")
# how rows are judged, where their cells say it; 例：考核细则
_JUDGED = re.compile("(?:考核|考评|检查|评价|督查)?(?:标准|细则|办法|方法|要求|依据)")
# the year of a label or of the title above it; 例：2024年产值
_YEAR = re.compile(r"20\d\d(?=年)")
# that they tell what was reached; 例：主要指标完成情况表
_REACHED = re.compile("情况|统计|排名|通报|实绩")
# that they only share money out; 例：补助资金分配表
_MONEY = re.compile("资金|经费|补助|奖补|预算|分配|拨付|金额")


@dataclass(frozen=True, slots=True)
class Header:
    """The header takes the rows ``[first, last)`` of the sheet."""

    first: int
    last: int
    columns: tuple[Column, ...]
    judged: bool = False
    """Whether the cells of a column that says how rows are judged (考核标准) give and take points."""

    @property
    def scored(self) -> bool:
        """Whether its rows are scored: it has a column of points, or of what is given and taken for how a row is done."""
        return self.judged or any(c.kind == "points" or scores(c.label) for c in self.columns)

    def of(self, *kinds: str) -> list[int]:
        """The columns of these kinds, from left to right."""
        return [i for i, c in enumerate(self.columns) if c.kind in kinds]

    def full(self, cells: Cells, *kinds: str) -> list[int]:
        """The columns of these kinds that hold words in a row, each merged cell once."""
        full = [i for i in self.of(*kinds) if cells[i].start < cells[i].end]
        return [c for n, c in enumerate(full) if cells[c] not in {cells[b] for b in full[:n]}]


def find(sheet: Sheet, start: int = 0) -> Header | None:
    """The first header from row ``start`` on, within ``DEEPEST`` rows; None where no row is one."""
    for at in range(start, min(len(sheet.rows), start + DEEPEST)):
        if is_header(sheet, sheet.rows[at]) or _judged(sheet, sheet.rows[at], at):
            found = _at(sheet, start, at)
            if found is not None:
                return found
    return None


def continued(sheet: Sheet, before: Header) -> Header | None:
    """The header of the table above for one that has none and goes on with it; None where its columns hold other things.

    It goes on where each column of numbers, units and times holds such, two of them at least.
    """
    if not sheet.rows or len(sheet.rows[0]) != len(before.columns):
        return None
    told = {
        "number": content.is_number,
        "time": content.is_time,
        **dict.fromkeys(("lead", "support", "list"), content.is_units),
    }
    held = [
        (told[column.kind], [sheet.label(row[i]) for row in sheet.rows if len(filled(row)) > 1])
        for i, column in enumerate(before.columns)
        if column.kind in told
    ]
    full = [content.share(cells, known) for known, cells in held if any(cells)]
    return replace(before, first=0, last=0) if len(full) > 1 and min(full) >= 0.7 else None


def _at(sheet: Sheet, start: int, at: int) -> Header | None:
    """The header that the row ``at`` belongs to, with the lines above and below it that head columns too."""
    first, last = at, at + 1
    while (
        first > start and len(filled(sheet.rows[first - 1])) > 1 and not is_note(sheet, sheet.rows[first - 1])
    ):
        first -= 1
    while last < len(sheet.rows) and last - first < TALLEST and goes_on(sheet, last):
        last += 1
    lines = list(sheet.rows[first:last])
    for i in range(len(lines) - 1):
        if parted(lines[i], lines[i + 1]):
            lines[i] = spread(lines[i], lines[i + 1])
    columns = [_column(sheet, lines, i) for i in range(len(sheet.rows[at]))]
    while last < len(sheet.rows) and is_counted(sheet, sheet.rows[last]):
        last += 1
    columns = _by_content(sheet, _of_one_year(columns), sheet.rows[last:])
    if not has(columns, "title", "text", "measure"):
        return None
    return Header(first, last, tuple(columns), any(_judges(sheet, at, i) for i in range(len(columns))))


def _judges(sheet: Sheet, at: int, i: int) -> bool:
    """Whether a label says how the rows below it are judged, and most of its cells give or take points: 考核细则 over 未报扣5分."""
    below = [sheet.label(row[i]) for row in sheet.rows[at + 1 :]]
    judges = _JUDGED.fullmatch(sheet.label(sheet.rows[at][i])) is not None
    return judges and content.share(below, content.gives_points) > 0.5


def _judged(sheet: Sheet, cells: Cells, at: int) -> bool:
    """Whether a row of two labels, one of tasks and one of how they are judged, is a header: 考核条目 | 考核细则."""
    return (
        len(filled(cells)) > 1
        and all(meaning(sheet.label(c)) for c in filled(cells))
        and any(_judges(sheet, at, i) for i in range(len(cells)))
    )


# ---- what a column means ---------------------------------------------------------------------------------


def _column(sheet: Sheet, rows: Sequence[Cells], i: int) -> Column:
    chain = tuple(dict.fromkeys(row[i] for row in rows if row[i].start < row[i].end))
    labels = [sheet.label(c) for c in chain]
    return Column(_meant(labels), "".join(labels[-1:]) if len(labels) < 2 else "：".join(labels), chain)


def _meant(labels: Sequence[str]) -> str:
    """What the cells of a column's header, from the top down, say together."""
    if not labels:
        return ""
    whole = meaning("".join(labels))
    above = [meaning(label) for label in labels[:-1]]
    if PERIOD.fullmatch(labels[-1]) and not (
        labels[-1].startswith("全年") and not above and whole == "targets"
    ):
        reported = next((kind for kind in above if kind in _REPORTED), "")
        return reported or "milestone"
    own = meaning(labels[-1])
    if own in ("targets", "title", "text") and any(PERIOD.fullmatch(label) for label in labels[:-1]):
        return "milestone"  # 一季度 over 目标 and 完成情况
    if own in ("title", "number", "text") and any(kind in UNITS for kind in above):
        own = ""  # 责任单位 over 名称
    if len(labels) > 1 and labels[-1] in _NAMED:
        return next((kind for kind in reversed(above) if kind), "")
    return own or whole or next((kind for kind in reversed(above) if kind and kind not in UNITS), "")


def _of_one_year(columns: list[Column]) -> list[Column]:
    """The columns, where the only one of a period is that of a year's work with it as what it heads: 2024年建设内容."""
    periods = [c for c in columns if c.kind == "milestone"]
    said = meaning(periods[0].label) if len(periods) == 1 and re.match(r"20\d\d年", periods[0].label) else ""
    known = said == "text" and not has(columns, "text")
    return [replace(c, kind=said) if known and c is periods[0] else c for c in columns]


def _by_content(sheet: Sheet, columns: list[Column], body: Sequence[Cells]) -> list[Column]:
    """The columns, those that words do not tell by what they hold: marks, units, times, numbers, the longest text."""
    told = [
        row for row in body if len(filled(row)) > 1 and not any(content.is_total(sheet.words(c)) for c in row)
    ]
    held = [[sheet.label(row[i]) for row in told] for i in range(len(columns))]
    found = columns = two_names.apart(columns, held)
    for i, column in enumerate([*columns]):
        last = sheet.label(column.cells[-1]) if column.cells else ""
        over = [meaning(sheet.label(c)) for c in column.cells[:-1]]
        if column.kind in ("", *UNITS) and last and content.are_marks(held[i], sheet.document.text):
            if content.is_units(last) or any(kind in UNITS for kind in over):
                found[i] = replace(column, kind="matrix")
            elif column.kind == "" and has(columns, *UNITS) and not any(map(content.is_sign, held[i])):
                found[i] = replace(column, kind="role")  # 参与单位 | 职责 over 县教育局 | 牵头
        elif column.kind == "" and content.share(held[i], content.is_time) >= 0.7 and not has(found, "time"):
            found[i] = replace(column, kind="time")
        elif (
            column.kind == ""
            and content.share(held[i], content.is_units) >= 0.7
            and not _THINGS.fullmatch(last)
            and (any(kind in UNITS for kind in over) or not has(found, "lead", "list", "parts"))
        ):  # 县直部门 and 乡镇 below 配合
            found[i] = replace(column, kind=next((k for k in reversed(over) if k in UNITS), "list"))
        elif _is_further(found, i) and content.share(held[i], content.is_units) >= 0.7:
            found[i] = replace(column, kind="lead" if found[i - 1].kind == "lead" else "support")
        elif _shares(columns, i) and not has(found, "number", "id") and _counts(held[i]):
            found[i] = replace(column, kind="number")  # 工作任务 over field, number and name
        elif column.kind == "" and (
            (i == 0 and content.share(held[i], content.is_number) >= 0.8)
            or (not column.cells and not has(found, "number", "id") and _counts(held[i]))
        ):
            found[i] = replace(column, kind="number")
    found = _measured(sheet, _beside_matrix(sheet, found, held), held)
    first = next((c.cells[0].start for c in columns if c.cells), 0)
    unit = unit_above.find(sheet.document.text, first)
    above = unit.of(sheet.document.text) if unit else ""
    found = _named_by_the_last(_by_ending(neighbours.told(found, held, above)), held)
    return found if has(found, "title", "text", "measure") else _described(found, held)


def _beside_matrix(sheet: Sheet, columns: list[Column], held: Sequence[Sequence[str]]) -> list[Column]:
    """The columns, places beside the units of a matrix among them where they hold marks as these do.

    例：市数据局 | 市工信局 | 青禾区 | 金湾区 over ● and ○; a unit's column may say a few words instead of a mark.
    """
    found = list(columns)
    for i, column in enumerate(columns):
        last = sheet.label(column.cells[-1]) if column.cells else ""
        marks = content.share(held[i], lambda words: content.is_mark(words, sheet.document.text))
        empty = not any(held[i])
        named = (content.is_units(last) and (marks >= 0.5 or empty)) or (
            _PLACE.fullmatch(last) and marks == 1
        )
        if i and column.kind in ("", *UNITS) and found[i - 1].kind == "matrix" and named:
            found[i] = replace(column, kind="matrix")
    return found


def _counts(cells: Sequence[str]) -> bool:
    """Whether the cells of a column without a label are numbers that count on: 1, 2, 3."""
    numbers = [int(cell) for cell in cells if cell.isdecimal()]
    return len(numbers) > 2 and numbers == [*range(numbers[0], numbers[0] + len(numbers))]


def _shares(columns: Sequence[Column], i: int) -> bool:
    """Whether one label stands over a column and one beside it."""
    beside = [columns[k] for k in (i - 1, i + 1) if 0 <= k < len(columns)]
    return bool(columns[i].cells) and any(c.cells == columns[i].cells for c in beside)


def _is_further(columns: Sequence[Column], i: int) -> bool:
    """Whether a column has no label, and may go on with the units left of it, whose label then stands over both."""
    return i > 0 and columns[i].kind == "" and not columns[i].cells and columns[i - 1].kind in UNITS


def _measured(sheet: Sheet, columns: list[Column], held: Sequence[Sequence[str]]) -> list[Column]:
    """Where units stand at the left and every task is a number, its column says what is measured: 单位 | 人工造林（亩）| 完成时限.

    A time, a label over them (目标任务) or the lines above the table say that it orders something, and distributes no money.
    """
    bodies = {i for i, c in enumerate(columns) if c.kind == "" and BODIES.fullmatch(c.label)}
    units = [i for i, c in enumerate(columns) if c.kind in UNITS or i in bodies]
    numeric = [
        i
        for i, c in enumerate(columns)
        if c.kind in ("", "title", "targets", "text")
        and (
            is_measured(c.label)
            or (units and c.cells and unit_above.counts(sheet.document.text, c.cells[0].start, c.label))
        )
        and content.share(held[i], content.is_quantity) == 1
    ]
    others = [c for i, c in enumerate(columns) if c.kind in ("title", "text") and i not in numeric]
    if not units or not numeric or others or units[0] > numeric[0] or has(columns, "points", "matrix"):
        return columns
    above = sheet.document.text[: columns[numeric[0]].cells[0].start][-80:]
    ahead = max(_YEAR.findall(above), default="")
    numeric = [i for i in numeric if max(_YEAR.findall(columns[i].label), default=ahead) >= ahead]
    labels = "".join(columns[i].label for i in numeric)
    said = has(columns, "time") or _ORDERS.search(labels)
    if _REACHED.search(above) and not has(columns, "time"):
        return columns
    if not said and (not _ORDERS.search(above) or _MONEY.search(above + labels)):
        return columns
    kinds = {**dict.fromkeys(bodies, "list"), **dict.fromkeys(numeric, "measure")}
    return [replace(c, kind=kinds.get(i, c.kind)) for i, c in enumerate(columns)]


def _by_ending(columns: list[Column]) -> list[Column]:
    """Where no column is headed 任务 or 措施, one that only ends so: 攻坚任务 | 攻坚措施; else the problems that are to be mended, or
    the indicators where the only words are those by which they are scored.
    """
    found = list(columns)
    for kind, ending in _ENDINGS:
        first = next((i for i, c in enumerate(found) if c.kind == "" and ending.search(c.label)), None)
        if first is not None and not has(found, kind):
            found[first] = replace(found[first], kind=kind)
    if not has(found, "title", "text") and has(found, *UNITS, "time"):
        found = [replace(c, kind="title") if c.kind == "problem" else c for c in found]
    alone = has(found, "text") and not has(found, "title", "section")
    if alone and all(scores(c.label) for c in found if c.kind == "text"):  # 考核指标 | 分值 | 评分标准
        found = [replace(c, kind="title") if c.label.endswith("指标") else c for c in found]
    return found


def _named_by_the_last(columns: list[Column], held: Sequence[Sequence[str]]) -> list[Column]:
    """Where no column is headed 任务, the last of several levels names its rows if each has one of its own: 一级指标 | 二级指标."""
    levels = [i for i, c in enumerate(columns) if c.kind == "section"]
    if len(levels) < 2 or has(columns, "title"):
        return columns
    names = [name for name in held[levels[-1]] if name]
    if len(names) < 2 or len(set(names)) < len(held[levels[-1]]):
        return columns
    return [replace(c, kind="title") if i == levels[-1] else c for i, c in enumerate(columns)]


def _described(columns: list[Column], held: Sequence[Sequence[str]]) -> list[Column]:
    """A table of units, times or points orders something even where no column is headed 任务: what its rows describe.

    That is the column of names, and the one with the most words of those that say nothing known, else that of targets.
    """
    persons = any(c.label == "姓名" for c in columns)
    if persons or not has(columns, *UNITS, "time", "points", "matrix", "number"):
        return columns
    free = [i for i, c in enumerate(columns) if c.kind == "" and c.cells]
    if not has(columns, *UNITS, "matrix", "points"):
        free = []
    free = [i for i in free if content.share(held[i], content.is_quantity) < 1]
    # 任务数 over nothing but numbers counts what other sheets hold
    aims = [i for i, c in enumerate(columns) if c.kind == "targets"]
    free = free or [i for i in aims if content.share(held[i], content.is_quantity) < 1]
    if not free:
        return columns
    longest = max(free, key=lambda i: sum(map(len, held[i])))
    named = next((i for i in free if columns[i].label.endswith("名称")), longest)
    if not any(held[longest]):
        return columns
    return [replace(c, kind="text") if i in (longest, named) else c for i, c in enumerate(columns)]
