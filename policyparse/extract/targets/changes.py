"""Whether a number is a change (增长6%, 新增30个), what it is measured against, and where it holds (全市, 每年)."""

from __future__ import annotations

import re
from functools import cache

from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.place import Place
from policyparse.model import Change

_LINK = r"(?:了|”|约|不低于|不少于|不超过|超过|超|至少|高于|突破|力争|近|以|不小于|左右)*$"
# words that are rates themselves: a rate of a rate is no change; 例：增速
_RATED = re.compile("增速|增幅|涨幅|增量|增长率|降幅|减幅")
# what a change is measured against; 例：较上年
_AGAINST = re.compile(
    r"(?:较|比|同比)(?P<what>(?:上年|去年|年初|\d{4}年|二[〇○零][〇○零一二三四五六七八九]{2}年|“?十[三四]五”?|上一?年度|基期|往年|前[一三]年)[^，,。；;、\d]{0,6}?)"
    r"(?:末|底)?(?=$|[均增提上下降减削压缩扩翻至约要应分平新净多少])"
)
# what a rate or a share is compared with: the number is by how much; 例：高于全省平均水平
_ABOVE_OTHERS = re.compile(
    r"(?:[高低]于|[高低]出|超过|快于|优于)(?P<what>全[国省区市县州](?:的?(?:平均|均值)(?:水平|增速|值)?|水平|平均线)?|[省市县州](?:平均|均值)(?:水平|增速|值)?)[^，,。；;、\d]{0,3}$"
)
# how many times as much as in another year it comes to; 例：达到2021年的
_TIMES_OF = re.compile(r"(?:达到?|是|为|相当于)(?P<what>(?:19|20)\d\d年(?:底|末)?)的$")
# not 陪同比例; 例：同比
_YEAR_ON_YEAR = re.compile("同比(?!例)")
# how many things there are to be less; 例：减少
_FEWER = re.compile("减少|压减|精简|削减")
# how often a thing is done, said of the number before; 例：每年培训不少于2次，
_EVERY = re.compile(
    r"(?:^|[，,。；;])[^，,。；;]*?(?P<every>每(?:个?(?:半年|学[年期]|季度?|月|周)|年))[^，,。；;、]{1,20}?\d[^，,。；;]*[，,]$"
)
# a number with its unit right before; 例：3个
_COUNTED = re.compile(r"\d(?:万|亿)?[一-鿿]$")
# what says of each what it is, inside the name of the measure: 人均可支配收入
_OF_EACH = frozenset({"人均", "户均"})
_NEAR = 24


def change(place: Place, metric: str) -> Change | None:
    """Return whether the number is an increase or a decrease; None where it is a level (提高到95%, 压缩至3天)."""
    lead = place.clause[-_NEAR:]
    if place.quantity.kind == "doubled":
        return "increase"
    if cue("level").search(lead) and not _RATED.search(lead + metric[-4:]):
        return "increase" if is_added(place) else None
    if _linked("increase").search(lead) or cue("rising").search(metric):
        return "increase"
    if _linked("decrease").search(lead) or cue("falling").search(metric):
        return "decrease"
    if is_added(place) or ((place.quantity.unit or "").endswith("点") and cue("raised").search(place.left)):
        return "increase"
    cut = cue("cut").search(place.left)
    sized = place.quantity.kind in {"rate", "money", "factor", "size"}
    return "decrease" if cut and (sized or _FEWER.match(cut[0])) else None


@cache
def _linked(name: str) -> re.Pattern[str]:
    """The words of the change directly before the number, or only a comparator between."""
    return re.compile(cue(name).pattern + _LINK)


def is_added(place: Place) -> bool:
    """新增 and 净增 before things or sums; 新增贷款占比 and 新增名额的一半 are shares and no increase."""
    part = place.quantity.kind == "rate" or (place.quantity.kind == "bare" and place.quantity.value < 1)
    return not part and bool(cue("added").search(place.left.strip(" 、")))


def baseline(place: Place) -> str | None:
    """What the number is compared with: 上年 in 较上年下降2个百分点, the former value in 由45个压缩至25个."""
    if place.was:
        return place.was
    times = place.quantity.kind in {"factor", "rate"} and _TIMES_OF.search(place.clause)
    if match := times or _AGAINST.search(place.clause) or _beside_others(place):
        return match["what"]
    return "上年同期" if _YEAR_ON_YEAR.search(place.clause) else None


def scope(place: Place, metric: str) -> str | None:
    """Where or how often the number holds: 全市, 每年, 每个县; None where the clause does not say.

    A place in the middle of a name says what the thing is (获批全国重点实验室), and one right behind a number belongs to what that
    counts (3个全国试点县、5个服务组织).
    """
    compared = _beside_others(place)
    end = compared.start() if compared else len(place.clause)
    found = [
        m for m in cue("scope").finditer(place.clause, 0, end) if not _of_a_name(m, metric, place.clause)
    ]
    if not found and place.quantity.kind == "occasion" and (every := _EVERY.search(place.before)):
        return every["every"]
    return found[-1][0] if found else None


def _beside_others(place: Place) -> re.Match[str] | None:
    """What others reach, where the number says by how much it is passed: 高于全省平均水平0.5个百分点 tells no 0.5."""
    return _ABOVE_OTHERS.search(place.clause) if (place.quantity.unit or "").endswith("点") else None


def _of_a_name(said: re.Match[str], metric: str, clause: str) -> bool:
    if said[0] in _OF_EACH:
        # 全省生产总值、人均生产总值分别突破8万亿元、13万元
        return said[0] in metric or metric in clause[: said.start()]
    return said[0] == "全国" and (said[0] in metric or _COUNTED.search(clause, 0, said.start()) is not None)
