"""The stages of an action, which no number sets apart: 第一阶段（3月1日—4月30日）：…, and a name with its time: 动员部署阶段（3月）：…;
and the periods of a plan that numbers nothing: 第一季度：…, 一月份：….
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise

from policyparse.model import Document
from policyparse.outline.parts import PERIOD
from policyparse.text import numerals
from policyparse.text.numbering import UNBEGUN, Mark

# a bracket that holds a time and nothing else; 例：（3月1日—4月30日）
_WHEN = r"[（(](?=[^（()）]{0,24}[年月旬日季])[\d一二三四五六七八九十年月日号上中下旬底前末初至到起止季度第—－–\-~～.、今\s]{2,24}[）)]"
# 例：第一阶段（3月1日—4月30日）： · 第二阶段，集中整治 · 第三阶段 总结
_COUNTED = re.compile(
    rf"(?P<printed>第(?P<n>[一二三四五六七八九十]|\d)(?:个)?阶段)(?:\s*{_WHEN})?[\s:：，,、。—－-]{{0,3}}(?=\S)"
)
# 例：动员部署阶段（3月1日—3月15日）：
_NAMED = re.compile(rf"[一-鿿“”、]{{2,14}}\s*{_WHEN}\s*(?:[:：。]|$)")
# what the heading of stages speaks of; 例：实施步骤
_STEPS = re.compile("步骤|阶段|安排|时间|进度|日程|实施|方法|流程")
# what may stand between a period and what is done in it; 例：（5分）：
_LABELLING = re.compile(r"\s*(?:[（(][^（()）]{1,12}[）)])?\s*[:：]")
_RANK = 5
_LEAST = 2


def marks(document: Document, runs: Sequence[Sequence[int]], numbered: Mapping[int, Mark]) -> dict[int, Mark]:
    """The first paragraph of each stage, where two at least stand below a heading that speaks of steps or of times."""
    found: dict[int, Mark] = {}
    for run in runs:
        above = numbered.get(run[0] - 1)
        if above is None or not _STEPS.search(document.words(run[0] - 1)):
            continue
        rank = max(_RANK, above.rank + 0.5)
        counted = {i: m for i in run if (m := _counted(document.words(i), rank))}
        follows = [m.ordinal for m in counted.values()][:1] == [1] and all(
            b.ordinal == a.ordinal + 1 for a, b in pairwise(counted.values())
        )
        named = [i for i in run if _NAMED.match(document.words(i))]
        if follows and len(counted) >= _LEAST:
            found |= counted
        elif len(named) >= _LEAST:
            found |= {i: Mark("", "stage", rank, n, 0) for n, i in enumerate(named, 1)}
    return found


def periods(document: Document, indices: Sequence[int]) -> dict[int, Mark]:
    """The paragraphs of a text that numbers nothing which begin with a period as their label, two at least: 第一季度：完成立项。"""
    own = [
        i
        for i in indices
        if (m := PERIOD.match(document.words(i))) and _LABELLING.match(document.words(i), m.end())
    ]
    return {i: Mark("", "period", UNBEGUN, n, 0) for n, i in enumerate(own, 1)} if len(own) >= _LEAST else {}


def _counted(words: str, rank: float) -> Mark | None:
    number = _COUNTED.match(words)
    ordinal = numerals.value(number["n"]) if number else None
    if number is None or ordinal is None:
        return None
    return Mark(number["printed"], "stage", rank, int(ordinal), number.end())
