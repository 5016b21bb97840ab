"""Scoring that stands in running text and not in a table: 环境卫生（60分） over 完成任务计8分，不完成扣1分."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from policyparse.model import Span

# points, as a scoring row has them; 例：扣2分
_SCORE = re.compile(
    r"(?:任务)?(?:基础分为?|[计记得加扣减奖])\d+(?:\.\d+)?分|[计记得]满分|不[计记得]分|扣完为止|[按酌][^，,。；;]{1,10}[计记得扣]分"
)
# what a scored item is worth, in a bracket; 例：（5分）
_WORTHS = re.compile(
    r"[（(〔［【](?:(?:基准|基础|基本|标准|满)?分值?[:：为]?|权重[:：]?|共)?(\d+(?:\.\d+)?)分[）)〕］】]"
)
# the same behind its title; 例：环境卫生（60分）
_WORTH = re.compile(rf"{_WORTHS.pattern}$")
# what it is worth, in a bracket or behind its words; 例：，1分。
_SHARE = re.compile(r"[（(〔［【]\d+(?:\.\d+)?分[）)〕］】]|[，,]\d+(?:\.\d+)?分(?=[。；;]|$)")
# a heading that says that points are given below it; 例：考核内容（一百分制）
_TOLD = re.compile(
    r"\d+分[)）]|[（(]共?\d+分[，,]|分制|[评计]分(?!析)|考核内容|[加减扣]分|(?:评价|考核|考评|评估)(?:指标|标准|细则|内容)"
)
# an item's own words that say how it is scored; 例：考核内容及评分方法：
_SAYS_HOW = re.compile(r"(?:考核|考评|评分|计分|评价)(?:内容|标准|方法|办法)[一-鿿]{0,10}[:：]")


def is_scored(text: str, headings: Iterable[str], spans: Sequence[Span]) -> bool:
    """Whether an item is a row of a scoring: a heading above it says so, and its words give or take points or are worth some; or
    it says itself what it is worth, and what gives or takes points: 耕地面积（30分） over 达到指标的，得25分.
    """
    words = [span.of(text) for span in spans]
    scored = any(map(_SCORE.search, words))
    told = any(_TOLD.search(heading) or _WORTH.search(heading) for heading in headings)
    told = told or any(map(_SAYS_HOW.match, words))
    return (told and (scored or any(map(_SHARE.search, words)))) or (
        scored and _WORTHS.search(words[0]) is not None
    )


def worth(title: str, words: str = "") -> Decimal | None:
    """The points of a scored item, which stand in a bracket behind its title, or the only one among its ``words``: 环境卫生（60分）."""
    found = _WORTH.search(title)
    alone = _WORTHS.findall(words)
    return Decimal(found[1]) if found else Decimal(alone[0]) if len(alone) == 1 else None


def heading(text: str, span: Span, name: str) -> str:
    """The whole first line of a heading where it says what the heading is worth: 三、补充耕地，质量不低于已占用的。（20分）; else its name."""
    line = span.of(text).partition("\n")[0]
    return line if worth(line) is not None else name
