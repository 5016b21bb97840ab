"""What a column means beside others: words that say one thing alone say another where a neighbour says it better."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyparse.extract.targets import measured
from policyparse.tables import content
from policyparse.tables.columns import UNITS, Column, has
from policyparse.tables.header_lines import PERIOD

# the beginning of a task is a stage of it, where another column tells its end; 例：开工时间
_BEGINS = re.compile(r"(?:计划|拟|预计|实际|项目)*(?:开工|启动|开始|起始|动工)")
# how the work is to go on; 例：推进计划
_PLANS = re.compile(r"(?:计划|安排|步骤|节点|进度|时序)$")
_MOSTLY = 0.7
# who judges what others do; 例：考核单位
_JUDGES = re.compile(r"(?:负责)?(?:考核|考评|监考|评价|评分|计分|核分|监测).{0,6}")
# how much of a thing a row orders; 例：建设数量
_COUNTED = re.compile(r"(?:年度|计划|建设|改造|实施|新建|购置)*(?:数量|工程量)(?:[（(].{1,4}[）)])?")
# what is to be done by a time, and neither a share nor what was done by then; 例：建成12座
_TO_DO = re.compile(r"(?!已|正|尚|未|基本|全部|进度|正常|滞后)[一-鿿][^%％已]{3,}")


def told(columns: list[Column], held: Sequence[Sequence[str]], unit: str = "") -> list[Column]:
    """The columns, those that mean something else beside their neighbours; ``held`` are the cells of each, ``unit`` what stands over
    the table for its numbers: 单位：万元.
    """
    found = _rated(_judged(_without_offices(columns)))
    return _planned(_staged(_counted(_points_once(_begun(found)), held, unit), held), held)


def _planned(columns: list[Column], held: Sequence[Sequence[str]]) -> list[Column]:
    """Words of what is to be done below several periods are stages of it, though 进度 stands over them: 上半年 | 下半年 over 建成12座."""
    periods = [
        i
        for i, c in enumerate(columns)
        if c.kind == "percent" and PERIOD.fullmatch(c.label.rpartition("：")[2])
    ]
    if len(periods) < 2 or any(content.share(held[i], _is_to_do) < 1 for i in periods):
        return columns
    return [replace(c, kind="milestone") if i in periods else c for i, c in enumerate(columns)]


def _is_to_do(words: str) -> bool:
    return _TO_DO.fullmatch(words) is not None


def _staged(columns: list[Column], held: Sequence[Sequence[str]]) -> list[Column]:
    """Where no column tells the time, a plan of which most cells name several does: 推进计划 over 3月底前完成招标，6月底前开工."""
    if has(columns, "time"):
        return columns
    plans = (i for i, c in enumerate(columns) if c.kind == "" and _PLANS.search(c.label))
    plan = next((i for i in plans if content.share(held[i], content.tells_times) >= _MOSTLY), None)
    return [replace(c, kind="time") if i == plan else c for i, c in enumerate(columns)]


def _judged(columns: list[Column]) -> list[Column]:
    """Beside those who are responsible, who judges them only supports: 责任单位 | 考核单位."""
    judges = [c.kind == "list" and _JUDGES.fullmatch(c.label) is not None for c in columns]
    if not any(
        c.kind in ("lead", "list", "parts") and not judge for judge, c in zip(judges, columns, strict=True)
    ):
        return columns
    return [replace(c, kind="support") if judge else c for judge, c in zip(judges, columns, strict=True)]


def _counted(columns: list[Column], held: Sequence[Sequence[str]], unit: str) -> list[Column]:
    """In a table of tasks, numbers under 数量 are what is to be reached of each; so is the money of a year: 计划投资（万元）."""
    if not has(columns, "title", "text") or not has(columns, *UNITS, "time"):
        return columns
    found = list(columns)
    for i, column in enumerate(columns):
        label = column.label.rpartition("：")[2]
        numbers = column.kind == "" and content.share(held[i], content.is_quantity) == 1
        if numbers and (_COUNTED.fullmatch(label) or measured.is_money(label, unit)):
            found[i] = replace(column, kind="targets")
    return found


def _without_offices(columns: list[Column]) -> list[Column]:
    """Beside a column of units, one of their offices says where inside them the work is done: 牵头单位 | 责任科室."""
    inner = [c.kind == "list" and c.label.endswith(("科室", "股室", "处室")) for c in columns]
    if all(own for own, c in zip(inner, columns, strict=True) if c.kind in ("lead", "list")):
        return columns
    return [replace(c, kind="") if own else c for own, c in zip(inner, columns, strict=True)]


def _rated(columns: list[Column]) -> list[Column]:
    """In a scoring table, what is rated stands between its field and the standard: 考核项目 | 考核指标 | 分值 | 考核标准."""
    texts = [i for i, c in enumerate(columns) if c.kind == "text"]
    rated = [i for i, c in enumerate(columns) if c.kind == "targets" and c.label.endswith("指标")]
    if not has(columns, "points") or has(columns, "title") or len(rated) != 1 or len(texts) < 2:
        return columns
    if rated[0] > texts[-1]:
        return columns
    kinds = {rated[0]: "title"}
    if texts[0] < rated[0]:
        kinds[texts[0]] = "section"
    return [replace(c, kind=kinds.get(i, c.kind)) for i, c in enumerate(columns)]


def _begun(columns: list[Column]) -> list[Column]:
    """Beside the time of the end, a column of beginnings is one of stages: 开工时间 | 竣工时间."""
    begins = [c.kind == "time" and _BEGINS.match(c.label.rpartition("：")[2]) is not None for c in columns]
    if all(begin for begin, c in zip(begins, columns, strict=True) if c.kind == "time"):
        return columns
    return [replace(c, kind="begin") if begin else c for begin, c in zip(begins, columns, strict=True)]


def _points_once(columns: list[Column]) -> list[Column]:
    """Where one label stands over two columns of points (group total and item), only the last one counts."""
    for i in range(len(columns) - 1):
        if columns[i].kind == "points" == columns[i + 1].kind and columns[i].cells == columns[i + 1].cells:
            columns[i] = replace(columns[i], kind="total")
    return columns
