"""Whether what a bracket, a label or a last sentence says are names of units, and not the words of a sentence or the explanation of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.extract.units import labels, lists, shape
from policyparse.extract.units.statement import Statement
from policyparse.model import Span
from policyparse.text import numbering

# a number at the end of a sentence; 例：2所
_COUNTED = re.compile(r"[\d一二三四五六七八九十百千万两几数]余?[一-鿿]$")
# a village, which beside an organ does the task; alone it may be where the task is done; 例：柿园村
_VILLAGE = re.compile(r"[一-鿿]{1,5}村")
# a heading that is the name of a unit alone; 例：市教育局
_SECTION = re.compile(
    r"[一-鿿（(）)]{2,13}(?<!小)(?:局|处|科|股|室|办|部|委|中心|[总支大中]队|公司|集团|学院|学校)|[一-鿿]{0,8}(?:法院|检察院|工会|妇联|残联|团委|工商联|银行|银行[一-鿿]{2,4}[分支]行|供销社)|各[一-鿿（(）)、]{2,14}(?:政府|管委会|乡镇|街道|镇街|单位|部门)"
)
# how many tasks the units of a heading have, and in what part, which is a note on its last; 例：（4项） · （牵头1项）
_HOW_MANY = re.compile(
    r"[（(](?:共|(?P<part>总?牵头|主办|主责|负责|配合|协办))?\d{1,3}[项件条个][^（()）]{0,8}[)）]$"
)
# a note behind the units of a heading, with a label; 例：（牵头指标：开办企业） · （分管领导：李明）
_NOTED = re.compile(r"[（(][一-鿿]{2,8}[:：][^（()）]{1,60}[)）]$")
_BEFORE_UNIT = ("", *"、，,：:；;。\n和与及同在至向报送由为给对交到")
"""What stands before the name of a unit that a sentence speaks of."""


def sane(said: Statement) -> bool:
    """Whether what stands behind a label are names and not prose (牵头单位：梳理本部门政策…)."""
    if any(shape.is_unit(name.base) for name in said.names):
        return True
    short = all(len(name.base) <= 16 for name in said.names)
    return bool(said.names) and short and not said.odd and not said.spoken


def spoken(said: Statement) -> bool:
    """Whether the names beside a verb are units: the first, and half of all at least.

    What heads them alone may be anything (数据来源：市统计局): of parts there are two.
    """
    if [c.rule for c in said.clauses if c.said == "part"] == ["topic"]:
        return False
    good = _told(said)
    return bool(good) and 2 * len(good) >= len(said.names) and said.names[0] in good


def _told(said: Statement) -> list[lists.Name]:
    """The names of which the shape itself tells that they are units."""
    return [name for name in said.names if shape.is_unit(name.name) and shape.credible(name.name)]


def all_units(said: Statement) -> bool:
    """Whether a list without a verb names units: the first, more than half of all, and of a short list each; villages are beside others.

    例：（柿园村、南坪村、镇林业站）, but （柿园村、南坪村） may be where.
    """
    good = _told(said)
    good += [name for name in said.names if good and _VILLAGE.fullmatch(name.base) and name not in good]
    if any(labels.role_of(name.base) for name in said.names) or (
        _is_brief(said.names[0].base) and len(said.names) < 3
    ):
        return False
    others = [name for name in said.names if name not in good]
    few = len(said.names) < 4 and not all(_class(name) and good for name in others)
    return not few and 2 * len(good) > len(said.names) and said.names[0] in good


def _is_brief(name: str) -> bool:
    """Whether a name is too brief to be told from a word: 二办, but not 校办 or 工会."""
    return len(name) < 3 and name not in {"各校", "各村"} and not shape.like(name, "brief")


def _class(name: lists.Name) -> bool:
    """Whether a name that its shape does not tell calls a class or a zone: 各运营商, 开发区 behind two units."""
    return len(name.base) <= 10 and (
        name.base.startswith(("各", "有关", "相关")) or bool(shape.like(name.base, "zone"))
    )


def explained(before: str, names: Sequence[lists.Name]) -> bool:
    """Whether the words before a bracket end with the name of a unit that its ``names`` explain: 报市工信局（中小企业服务中心）.

    What is built or changed ends like a unit too: 新建幼儿园2所（市教育局） and 建设养老服务中心（市民政局、市财政局） list who does it.
    """
    if _COUNTED.search(before):
        return False
    alone = len(names) == 1 and not shape.stands_alone(names[0].base)
    for n in range(3, min(len(before), 14) + 1):
        name = before[-n:]
        if shape.is_unit(name) and (alone or (is_whose(name) and before[-n - 1 : -n] in _BEFORE_UNIT)):
            return True
    return False


def is_whose(name: str) -> bool:
    """Whether the name of a unit says whose it is: by its level, its place or a word for it (市教育局, 各乡镇)."""
    return bool(shape.level(name) or shape.place_end(name) or shape.like(name, "whose"))


def is_listed(name: str) -> bool:
    """Whether a name is a unit's wherever it stands, on a line of nothing else too."""
    return shape.is_unit(name) and shape.credible(name) and shape.stands_alone(name)


def units_alone(text: str, heading: Span, cuts: Sequence[Span] = ()) -> tuple[lists.Name, ...]:
    """The units that the first line of a heading names, where it holds nothing else behind its number but its ``cuts`` and how
    many tasks are theirs: 一、市应急局（4项）.
    """
    end = text.find("\n", heading.start, heading.end)
    ends = (end if end >= 0 else heading.end, *(cut.start for cut in cuts))
    line = Span(heading.start, min(ends))
    number = numbering.mark(line.of(text))
    start = line.start + (number.length if number else 0)
    words = text[start : line.end].rstrip("。：: ")
    if (counted := _HOW_MANY.search(words)) and not counted["part"]:
        words = words[: counted.start()]
    elif noted := _NOTED.search(words):
        words = words[: noted.start()]
    names = lists.split(text, Span(start, start + len(words)))
    told = all(_SECTION.fullmatch(name.base) and shape.is_unit(name.base) for name in names)
    return names if told else ()


def counted(text: str, line: Span) -> bool:
    """Whether a line is nothing but units and how many tasks are theirs, which no words of a task are: 市应急局（牵头4项）."""
    return bool(_HOW_MANY.search(text, line.start, line.end) and units_alone(text, line))
