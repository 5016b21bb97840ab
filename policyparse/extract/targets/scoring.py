"""The scores of a scoring row (评分细则): every 得2分 and 扣0.5分 is a standard of its own; 不得分 is none."""

from __future__ import annotations

import re

from policyparse.extract.targets.place import Place
from policyparse.model import Comparator, Mention, Span, Target
from policyparse.text.numerals import value

# points given or taken; 例：扣2分
_SCORE = re.compile(
    r"(?P<most>最多|最高|至多)?(?P<verb>加计|加记|[得加计记扣减给奖]|基础分为|(?:(?:加|扣|得|奖)分)?不超过)(?:基础分)?(?P<late>最多|最高)?"
    r"(?P<low>\d+(?:\.\d+)?)(?:[—–\-－~～至到](?P<high>\d+(?:\.\d+)?))?分"
)
# what a point is given or taken for; 例：每少1个 · 少召开1次
_FOR_EACH = re.compile(
    r"((?:每(?!年|月|季|半年|周|天|日|学期)|[少缺漏低超](?=\d)|(?<![至不减])[少缺漏][一-鿿]{1,4}(?=\d)|(?:发生|出现|发现|查[出实处])(?=[^，,。；;\n\d]{0,12}[\d一]))(?:(?!每|不[少低]于|至少)[^，,。；;\n]){1,40}?)的?(?:(?<!分)[，,])?(?:各|可|再)?$"
)
# scoring: what is lost for falling short; 例：达不到
_FELL_SHORT = re.compile(r"(?:达?不到|[未不]达到?|不足)$")
# points are lost for it; 例：的，扣3分
_TAKEN_OFF = re.compile(r"的?[，,]?(?:(?:倒|按比例|酌情)?[扣减]|不[得计记给]分)")
# the edges of a grade; 例：（含）
_EDGE = re.compile(r"[（(]含[）)]|\(含\)|[至到、，,—\s-]")
# scoring by grades: what a grade is worth stands behind its edge; 例：的，得5分
_GRADED = re.compile(r"(?:[（(]含[）)]|\(含\))?(?:[至到—-]|的?[，,]?[得计加扣])")
# what a mark is called; 例：为优秀
_RANKED = re.compile(
    r"(?:[（(]含[^（()）]*[）)])?的?[，,]?(?:可|则)?(?:确定|评定|认定|评)?为[“”]?(?:优|良|合格|不合格|称职|不称职|较?[好差]|一般|先进|[A-DⅠⅡⅢ甲乙丙丁一二三四][级等类])|的?[，,]?(?:实行)?[“]?一票否决"
)
# scoring: below this nothing is given; 例：的不得分
_NO_POINTS = re.compile(
    r"(?:[（(]含[）)])?的?[，,]?(?:不得分|[得计]0分|(?:按|酌情|相应|依)[^，,。；;]{0,6}[得计加扣减])"
)
# what is taken off below an edge, or counted step by step beyond it; 例：的，每降低1个百分点扣0.5分
_BEYOND = re.compile(
    r"(?:[（(]含[）)])?(?:的?[，,]?(?:(?:倒|按比例|酌情)?扣(?!完)|不[得计记给]分)|(?:的[，,]?)?每[^，,。；;\n]{1,20}[，,]?(?:各|可|再)?[加扣减])"
)
# what a mark is given for as a whole; 例：群众满意度
_MARK = re.compile(r"(?:[度率分]|指数|成绩|测评|评[价估议])$")
# the most that is given or taken; 例：累计扣减分
_TAKEN = re.compile(r"[加减扣]分(?:上限)?$")
# what the count of the points begins with, where a text tells how they are counted; 例：设基础分
_BASE = re.compile(r"[^，,。；;]{0,6}基[础本准]分$")
# what is to be reached for points, where its name stands beside it; 例：达到95%
REACHED = re.compile(r"(?:达到?|完成|不低于|不少于)(?=\d)")
_REACH = 60
_METRICS = {"扣": "扣分", "减": "扣分", "加": "加分", "奖": "加分", "基": "基础分"}


def find(text: str, within: Span) -> tuple[Mention[Target], ...]:
    """The scores printed in ``text[within.start:within.end]``, in order; spans are half-open offsets into ``text``."""
    return tuple(_mention(text, within, match) for match in _SCORE.finditer(text, within.start, within.end))


def _mention(text: str, within: Span, match: re.Match[str]) -> Mention[Target]:
    low, high = value(match["low"]), value(match["high"] or "")
    assert low is not None, "the pattern matches digits only"
    comparator: Comparator = (
        "<=" if match["most"] or match["late"] or match["verb"].endswith("不超过") else "="
    )
    each = _case(text, within, match)
    target = Target(
        metric=_METRICS.get(match["verb"][0], "得分"),
        comparator=comparator,
        value=low,
        value_max=high,
        unit="分",
        scope=each[1] if each else None,
        kind="standard",
    )
    return Mention(Span(*match.span()), match[0], target, "target.score")


def per_case(text: str, within: Span) -> tuple[Span, ...]:
    """The conditions that a score is counted by (每少1家, 每低1个百分点), whose numbers promise nothing."""
    spans = []
    for match in _SCORE.finditer(text, within.start, within.end):
        if each := _case(text, within, match):
            spans.append(Span(*each.span()))
    return tuple(spans)


def is_shortfall(before: str, behind: str) -> bool:
    """Whether a quantity between these words is what points are lost for missing. 例：达不到|90%|的扣2分。"""
    return bool(_FELL_SHORT.search(before) and _TAKEN_OFF.match(behind))


def is_grade(place: Place, *, named: bool) -> bool:
    """Whether it is the edge of a grade that points go by; ``named`` says that what it measures is. 例：|80%|至95%的得8分。"""
    behind, below = place.rest, place.quantity.comparator != "="
    reached = named and REACHED.match(place.words)  # 达到95%得15分 beside 覆盖率
    edge = not reached and not _EDGE.sub("", place.left) and _GRADED.match(behind)
    return bool(edge or (below and (_NO_POINTS.match(behind) or _TAKEN_OFF.match(behind))))


def is_edge(words: str, behind: str, *, strict: bool) -> bool:
    """Whether a quantity of these ``words`` only tells from where points are counted; ``strict`` says that it reads 低于 or 高于.

    例：低于95%|的，每降低1个百分点扣0.5分; 不低于95%|，每降低1个百分点扣0.5分 is what is to be reached.
    """
    return (strict or (words.endswith("以下") and behind.startswith("的"))) and bool(_BEYOND.match(behind))


def is_points(metric: str, *, said: bool, marked: bool) -> bool:
    """Whether so many 分 are a share of the points, and no mark that is got; ``said`` tells that they are compared, ``marked`` that
    ``metric`` may be what a mark is given for. 例：内部管理|250分 · 扣减分上限为|60分; 群众满意度|85分 is a mark.
    """
    counted = _TAKEN.search(metric) or (marked and _BASE.search(metric))
    return bool(counted) or not (said or (marked and _MARK.search(metric)))


def is_rank(behind: str) -> bool:
    """Whether it is the mark that a grade begins or ends with. 例：90分以上|为优秀。"""
    return bool(_RANKED.match(behind))


def _case(text: str, within: Span, score: re.Match[str]) -> re.Match[str] | None:
    """What a score is counted by, where the words before it say so."""
    return _FOR_EACH.search(text, max(within.start, score.start() - _REACH), score.start())
