"""Numbers that come in the order of what they measure: A、B分别增长6%、8%; and what only the last name of a row says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.extract.targets import phrases
from policyparse.extract.targets.cues import cue
from policyparse.extract.targets.place import Place

CONNECTORS = " 、，,和与及或并以"
# one change for each of several metrics; 例：分别增长
_RESPECTIVELY = re.compile(
    r"(?P<total>总[数量额])?(?:累计)?(?:同比|较上年|比上年)?分别(?:同比)?(?:增长|增加|提高|提升|下降|降低|减少|增)?"
)
# how far several fall or rise, which were named in the clause before; 例：降幅分别
_BY_HOW_MUCH = re.compile(r"(?P<how>[增降减涨]幅|增速)(?:同比)?(?:分别|各|均)")
# that they fall or rise together, behind their names; 例：“双下降”
_TOGETHER = re.compile(
    r"(?:实现|持续|均|全部){0,2}[“\"]?(?:[双两三四](?:项|个)?(?:下降|降|提升|升|增长)|下降|增长)[”\"]?$"
)
# some of the things that several numbers are told of, and what they are: 打通东环路、纬七路等断头路3条、2.7公里; 例：打通甲路、乙路等断头路
_SAMPLES = re.compile(
    r"(?P<verb>[一-鿿]{2})?[^，,。；;]{1,20}?(?:、[^，,。；;、]{1,20}){1,8}等(?P<all>[^，,。；;、等]{2,12})"
)
# how fast or how much of a whole, said once behind the last of several; 例：民间投资增速
_RATIO = re.compile(r"(?<=..)(?:增速|增幅|增长率|占比|比重)$")
# a metric that is a rate by itself; 例：覆盖率
_RATED = re.compile(r"[率度比幅速]$|比[重例]$|指数$|系数$")
# where a crop is grown, said once behind the last of several; 例：水稻示范基地
_SITE = re.compile(
    r"(?<=..)(?:(?:绿色|高产|标准化|示范|种植|制种|繁育|养殖|生产){1,3}(?:基地|区|片|田|园)|基地)$"
)
_CROP = 3
# a place, and one with what is measured there; 例：临江县
_PLACE = re.compile(r"[一-鿿]{1,7}?(?:[区县市旗镇乡州省盟]|街道)")
# the measure of one place; 例：临江县PM10浓度
_PLACED = re.compile(rf"(?P<place>{_PLACE.pattern})(?P<what>[^、，,]{{2,30}})")


def named_before(place: Place, run: int, recent: Sequence[str]) -> tuple[str, ...]:
    """The metrics of the words before that a row of ``run`` numbers measures anew, in their order; none where it does not.

    例：收入120亿元、游客30万人次，分别增长12%、10% · 事故起数、死亡人数“双下降”，降幅分别不低于5%、8%.
    """
    words = place.left.strip(CONNECTORS)
    if run > 1 and len(recent) >= run and (again := _RESPECTIVELY.fullmatch(words)):
        return tuple(name.removesuffix("总数") + (again["total"] or "") for name in recent[-run:])
    far = _BY_HOW_MUCH.fullmatch(words)
    clause = re.split("[，：,:]", place.before.rstrip("，：,: "))[-1]
    if not far or not (said := _TOGETHER.search(clause)):
        return ()
    found = phrases.share(phrases.trim(clause[: said.start()]), run, each=True)
    measured = all(cue("measurable").search(name) for name in found)
    return tuple(name + far["how"] for name in found) if len(found) == run and measured else ()


def of_samples(phrase: str) -> str:
    """What several numbers count whose samples stand before it: 打通东环路、纬七路等断头路3条、2.7公里 is of 打通断头路."""
    samples = _SAMPLES.fullmatch(phrase)
    verb = samples["verb"] or "" if samples else ""
    return (verb if phrases.is_deed(verb) else "") + samples["all"] if samples else phrase


def of_places(phrase: str, run: int, recent: Sequence[str]) -> tuple[str, ...]:
    """The one measure of several places, whose numbers come in their order: 甲县、乙县PM10分别为57、54, PM2.5分别为36、35."""
    parts = re.split("[、和与及]", phrase)
    lent = [match for name in recent[-run:] if (match := _PLACED.fullmatch(name))]
    if run > 1 and len(parts) == 1 and len(lent) == run and len({match["what"] for match in lent}) == 1:
        return tuple(match["place"] + phrase for match in lent)
    last = _PLACED.fullmatch(parts[-1])
    if run == 1 or len(parts) != run or not last or not all(map(_PLACE.fullmatch, parts[:-1])):
        return ()
    return tuple(where + phrases.trim(last["what"]) for where in (*parts[:-1], last["place"]))


def of_last(found: tuple[str, ...]) -> tuple[str, ...]:
    """The metrics that share a number, each with what only the last says: 工业投资、民间投资|增速, 水稻、玉米|示范基地."""
    if len(found) > 1 and (ratio := _RATIO.search(found[-1])):
        return tuple(name if _RATED.search(name) else name + ratio[0] for name in found)
    if len(found) > 1 and (site := _SITE.search(found[-1])):
        return tuple(name + site[0] if len(name) <= _CROP else name for name in found)
    return found
