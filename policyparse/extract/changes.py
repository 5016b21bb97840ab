"""Whether a number is a change (增长6%, 新增30个), what it is measured against, and where it holds (全市, 每年)."""

from __future__ import annotations

import re

from policyparse.extract.cues import cue
from policyparse.extract.surroundings import Place
from policyparse.model import Change

_LINK = r"(?:了|约|不低于|不少于|不超过|超过|超|至少|高于|突破|力争|近|以|不小于|左右)*$"
_INCREASE = re.compile(cue("increase").pattern + _LINK)
_DECREASE = re.compile(cue("decrease").pattern + _LINK)
_RISING = re.compile(r"(?:增速|增幅|增量|增长率|增加值增速|涨幅|增长)$")
_FALLING = re.compile(r"(?:降幅|减幅|下降率|压缩率|下降|压减率|降低率)$")
_ADDED = re.compile(r"^(?:新增(?!长)|净增|增加(?!值)|增设)")
_CUT = re.compile(r"^(?:压缩|压减|减少|降低|缩短|精简|削减)")
_CUT_BY = re.compile(r"(?:降低|压减|减少|压缩|缩短|下调)[^，。；、\d至到为]{1,14}$")
_RAISED_BY = re.compile(r"(?:提高|提升|增加|上调)[^，。；、\d至到为]{1,14}$")
_AGAINST = re.compile(
    r"(?:较|比|同比)(?P<what>(?:上年|去年|\d{4}年|“?十[三四]五”?|上一?年度|基期|往年|前[一三]年)[^，。；、\d]{0,6}?)(?:末|底)?(?=$|[增提上下降减压缩扩翻至约要应分平])"
)


def change(place: Place, metric: str) -> Change | None:
    """Return whether the number is an increase or a decrease; None where it is a level (提高到95%, 压缩至3天)."""
    lead = place.clause[-24:]
    if cue("level").search(lead) and not re.search(r"(?:增速|增幅|增量|增长率|降幅|减幅)", lead):
        return "increase" if _is_added(place) else None
    if _INCREASE.search(lead) or _RISING.search(metric):
        return "increase"
    if _DECREASE.search(lead) or _FALLING.search(metric):
        return "decrease"
    words = _object(place)
    if _ADDED.match(words):
        return "increase"
    return (
        "decrease"
        if _CUT.match(words) and place.quantity.kind in {"rate", "money", "factor", "size"}
        else None
    )


def _is_added(place: Place) -> bool:
    """新增 and 净增 before things or sums; 新增贷款占比 is a share and no increase."""
    return place.quantity.kind != "rate" and bool(_ADDED.match(_object(place)))


def _object(place: Place) -> str:
    """The words before the number from its verb on."""
    words = place.left.strip(" 、")
    while (match := cue("head").match(words)) and match.end():
        words = words[match.end() :]
    return words


def baseline(place: Place) -> str | None:
    """What the number is compared with: 上年 in 较上年下降2个百分点, the former value in 由45个压缩至25个."""
    if place.was:
        return place.was
    match = _AGAINST.search(place.clause)
    if match:
        return match["what"]
    return "上年同期" if "同比" in place.clause else None


def scope(place: Place) -> str | None:
    """Where or how often the number holds: 全市, 每年, 每个县; None where the clause does not say."""
    found = [m[0] for m in cue("scope").finditer(place.clause)]
    return found[-1] if found else None
