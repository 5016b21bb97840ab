"""A number alone in a column of targets: what it measures names the row, its unit a column beside it or a head in brackets.

例：城镇新增就业 | 人 | 2300 · 目标值（万人） | 1.2 · 森林覆盖率（%） | ≥62.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from policyparse.extract import targets
from policyparse.model import Mention, Setting, Span, Target

# a number with its comparison and nothing else; 例：≥62.5
_NUMBER = re.compile(
    r"\s*(?:[<>≥≤＞＜≧≦≈]=?|不低于|不少于|不超过|达到|约)?\s*\d[\d,，]*(?:\.\d+)?\s*(?:以[上下内]|左右)?\s*"
)
# the figure in such a cell, behind which its unit belongs; 例：10
_FIGURE = re.compile(r"\d[\d,，]*(?:\.\d+)?")
# the unit behind the number of a cell; 例：40%以上
_UNIT_BEHIND = re.compile(r"(?<=\d)[^\d\s.,，。；;、以左]{1,3}")
# a column of units of measure; 例：计量单位
_MEASURE = re.compile(r"(?:计量|度量|指标|计算|统计)?单位(?:名称)?")
# a unit of measure in the brackets behind a head; 例：目标值（万人）
_IN_BRACKETS = re.compile(r"[（(](?P<unit>[^\d（()）]{1,6})[）)]$")
# a column of what was reached before; 例：2023年实际
_PAST = re.compile(r"实际|完成|现状|基期|基准|基数|上年|当前")
# money that a column is to bring counts itself, not what names its row; 例：2026年计划投资（万元）
_INVESTED = re.compile(
    r"(?:20\d\d年度?|年度|本年度?|今年|当年|全年)?(?P<name>(?:(?:计划|目标|预计|计划完成)投资|投资(?:计划|目标|任务))(?:额|量)?)(?:[（(].{1,3}元[）)])?"
)
# where so many are to be reached, at the end of a label; 例：全市目标
_WHERE = re.compile(
    r"(?:^|：)(?P<where>全[国省市州县区旗镇乡]|(?!各)[一-鿿]{1,8}(?:[市县区旗州乡镇]|街道))(?:20\d\d年)?(?:(?:目标|任务|指标)[值数量]?)?(?:[（(][^（()）]{1,6}[）)])?$"
)
# the year of a column; 例：2026年目标值
_YEAR = re.compile(r"20\d\d(?=年)")


def is_money(label: str, unit: str) -> bool:
    """Whether the head of a column says that its numbers are money that is to be invested, and it or the ``unit`` over the table in what."""
    counted = _IN_BRACKETS.search(label) is not None or unit.endswith("元")
    return _INVESTED.fullmatch(label) is not None and counted


def named(label: str, title: str) -> str:
    """What the number of a cell measures: what the head of its column names itself (计划投资), else the title of its row."""
    money = _INVESTED.fullmatch(label)
    return money["name"] if money else title


def find(
    text: str, cell: Span, label: str, title: str, beside: Sequence[tuple[str, Span]], setting: Setting
) -> tuple[Mention[Target], ...]:
    """The target that the number of a cell sets, none where the cell says more than a number or nothing gives it a unit.

    ``label`` is the head of its column, ``beside`` the row's other cells with theirs.
    """
    words = cell.of(text)
    if not _NUMBER.fullmatch(words):
        return ()
    name = _IN_BRACKETS.sub("", title.strip())
    # 人均预期寿命80岁 alone would be an age
    said = (words.strip(), f"达到{words.strip()}") if words.strip()[0].isdecimal() else (words.strip(),)
    read = (
        targets.one(name + _FIGURE.sub(rf"\g<0>{unit}", number, count=1), setting)
        for unit in _units(text, label, title, beside)
        for number in said
    )
    found = next(filter(None, read), None)
    if found is None:
        return ()
    year, where = _YEAR.search(label), _WHERE.search(label)
    target = replace(
        found,
        metric=name,
        due=date(int(year[0]), 12, 31) if year else found.due,
        scope=where["where"] if where else found.scope,
    )
    return (Mention(cell, words, target, "table.measured"),)


def by_year(
    text: str,
    name: Span,
    stages: Sequence[tuple[Span, Span]],
    beside: Sequence[tuple[str, Span]],
    setting: Setting,
) -> Iterator[Mention[Target]]:
    """The targets of a row of indicators, one for each column of a year (head and cell) that lies before the document's own not.

    例：绿色园区 | 个 | 1 | 2 | 4 under 2023年 | 2024年 | 2026年 sets 2 for 2024 and 4 for 2026.
    """
    title = name.of(text)
    years = [int(found[0]) for when, _ in stages if (found := _YEAR.search(when.of(text)))]
    first = setting.year if setting.year is not None else min(years, default=0) + (len(years) > 1)
    for when, cell in stages:
        label = when.of(text)
        year = _YEAR.search(label)
        if year and int(year[0]) >= first and not _PAST.search(label):
            said = find(text, cell, label, title, beside, setting)
            if not said and _NUMBER.fullmatch(_UNIT_BEHIND.sub("", cell.of(text), count=1)):
                said = targets.find(text, cell, setting, beside=title)
            due = date(int(year[0]), 12, 31)
            yield from (replace(m, value=replace(m.value, due=due)) for m in said)


def _units(text: str, label: str, title: str, beside: Sequence[tuple[str, Span]]) -> Iterator[str]:
    """The units of measure that may be meant, the nearest first."""
    heads = (_IN_BRACKETS.search(words) for words in (label, title.strip()))
    yield from (found["unit"] for found in heads if found)
    last = ((head.rpartition("：")[2], cell) for head, cell in beside)  # 年度目标 over 数量 and 计量单位
    yield from (cell.of(text).strip() for head, cell in last if _MEASURE.fullmatch(head))
