"""Scoring that stands in running text and not in a table: 环境卫生（60分） over 完成任务计8分，不完成扣1分."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from policyparse.model import Span

# points, as a scoring row has them; 例：扣2分
_SCORE = re.compile(r"(?:任务)?(?:基础分为?|[计记得加扣减奖])\d+(?:\.\d+)?分")
# what a scored item is worth, behind its title; 例：（5分）
_WORTH = re.compile(r"[（(](\d+(?:\.\d+)?)分[）)]$")
# what it is worth, in a bracket or behind its words; 例：，1分。
_SHARE = re.compile(r"[（(]\d+(?:\.\d+)?分[）)]|[，,]\d+(?:\.\d+)?分(?=[。；;]|$)")
# a heading that says that points are given below it; 例：考核内容（一百分制）
_TOLD = re.compile(r"\d+分[)）]|分制|评分|考核内容|[加减扣]分|(?:评价|考核|考评|评估)(?:指标|标准|细则|内容)")


def is_scored(text: str, headings: Iterable[str], spans: Sequence[Span]) -> bool:
    """Whether an item is a row of a scoring: a heading above it says so, and its words give or take points or are worth some."""
    words = [span.of(text) for span in spans]
    return any(map(_TOLD.search, headings)) and any(_SCORE.search(w) or _SHARE.search(w) for w in words)


def worth(title: str) -> Decimal | None:
    """The points of a scored item, which stand in a bracket behind its title: 环境卫生（60分）."""
    found = _WORTH.search(title)
    return Decimal(found[1]) if found else None
