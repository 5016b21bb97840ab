"""The full name of a unit in its jurisdiction, and which unit a short form means.

A name is made of its place, told by a sign (市), a name (柳州市) or not at all, and a form of the lexicon.
What the lexicon does not know keeps its words; only the sign of its place is written out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from policyparse import places
from policyparse.extract.departments import (
    NATION,
    Department,
    by_form,
    by_full,
    departments,
    full_name,
    pattern,
    surrounding,
)
from policyparse.model import Setting, Span

__all__ = ["Resolution", "canonical", "departments", "is_known", "learn", "pattern", "resolve"]

_NATIONAL = re.compile("国家|中央|全国|国务院")
_SIGN = re.compile("[本我]?(自治区|地区|[省市县区州盟旗])(?:本级|级(?=.{2,}部门))?")
_NO_SIGN = re.compile(
    "([省市县区州盟旗])(?:[直属级辖内外场域块容情镇乡各（]|民(?![政族营宗盟])|政(?![务策协])|(?!\\1)[省市县区州盟旗])"
)
_COLLECTIVE = re.compile(
    "^[各有全其]|[各、]|有关|相关|单位$|成员|部门$|[等们]$|区县|县区|市县|乡镇|镇街|责任|牵头|所在"
)
_BRACKET_AT_END = re.compile("[（(][^（）()]*[)）]$")
_ZONE = re.compile("(.+?)(?:管委会|管理委员会)|(.*(?:经开区|高新区))")
_ZONE_WORDS = (("经开区", "经济技术开发区"), ("高新区", "高新技术产业开发区"))
_STANDING_ZONE = re.compile("中国|国家|自贸|自由贸易|综合保税")
_BRACKETS = str.maketrans("()〔〕〈〉[]", "（）（）（）（）")
_PUBLIC = frozenset({"政府", "人民政府", "党委", "委员会", "委", "人大", "政协"})
_OFFICES = frozenset({"办公室", "办公厅", "办", "研究室", "督查室", "督查办"})


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a typed unit name found among the known ones.

    One of ``matches`` is the answer, several are to choose from; where there is none, ``near`` are suggestions.
    """

    matches: tuple[str, ...]
    near: tuple[str, ...] = ()

    @property
    def name(self) -> str | None:
        """The only match, else None."""
        return self.matches[0] if len(self.matches) == 1 else None


@dataclass(frozen=True, slots=True)
class Reading:
    """A name taken apart: ``place`` as ``full_name`` takes it, the department and the form of it."""

    place: str
    department: Department
    form: str


# ---- the full name -------------------------------------------------------------------------------------


def canonical(name: str, setting: Setting) -> str:
    """The full name of a unit in the jurisdiction of its document; as printed where nothing is known of it.

    ``setting`` gives the region (else that of the issuer), the day (机构改革 renamed departments) and the
    document's own short names (以下简称). Collectives (各县区政府, 市直有关单位) stay as printed.
    """
    region = setting.region or (places.region(setting.issuer) if setting.issuer else None)
    name = dict(setting.aliases).get(name, name)
    return _canonical("".join(name.split()).translate(_BRACKETS), region, setting.issued_on)


def is_known(name: str) -> bool:
    """Whether the lexicon knows the name, with its place or without: 市教育局, 教育局, 柳州市教育局."""
    head = _BRACKET_AT_END.sub("", name)
    return head in by_full() or next(_readings(head, None), None) is not None


@lru_cache(maxsize=8192)
def _canonical(name: str, region: str | None, day: date | None) -> str:
    head = _BRACKET_AT_END.sub("", name) or name
    if head in by_full():
        return head
    for reading in _readings(head, region):
        if full := full_name(reading.department, reading.form, reading.place, day):
            return full
    if _COLLECTIVE.search(name):
        return name
    return _zone(name, region) or _expand(name, region)


def _expand(name: str, region: str | None) -> str:
    """The name with the sign or the name of its place written out, no more."""
    sign = _SIGN.match(name)
    if sign and not _NO_SIGN.match(name) and len(name) > sign.end() + 1:
        place = _meant(sign[1], region)
        return places.official(place) + name[sign.end() :] if len(place) > 1 else name
    found = places.leading(name, region)
    if found and found[1] < len(name) and not _is_stem(name, found):
        return places.official("".join(found[0])) + name[found[1] :]
    return name


def _zone(name: str, region: str | None) -> str | None:
    """A development zone (柳东新区管委会, 高新区): its full name after that of its city."""
    found = _ZONE.fullmatch(name)
    if not found:
        return None
    zone = found[1] if found[1] is not None else found[2]
    for short, long in _ZONE_WORDS:
        zone = zone.removesuffix(short) + long if zone.endswith(short) else zone
    return f"{_zone_place(zone, region)}管理委员会"


def _zone_place(zone: str, region: str | None) -> str:
    sign = _SIGN.match(zone)
    if sign and not _NO_SIGN.match(zone):
        zone, region = zone[sign.end() :], _meant(sign[1], region)
    told = places.leading(zone, region)
    if told:
        return (zone[: told[1]] if _is_stem(zone, told) else places.official("".join(told[0]))) + zone[
            told[1] :
        ]
    if not region or len(region) < 2 or places.level(region) == "省" or _STANDING_ZONE.match(zone):
        return zone
    return (places.official(region) if zone.split("（")[0].endswith("新区") else places.stem(region)) + zone


def _is_stem(name: str, told: tuple[tuple[str, ...], int]) -> bool:
    return name[: told[1]] == places.stem("".join(told[0]))


# ---- taking a name apart -------------------------------------------------------------------------------


def _readings(name: str, region: str | None) -> Iterator[Reading]:
    for place, rest in _places(name, region):
        for form in _forms(rest, place):
            yield Reading(place, by_form()[form], form)
    for department in surrounding():
        found = department.around.fullmatch(name) if department.around else None
        around = _told(found[1], region) if found else None
        if around is not None:
            yield Reading(around, department, next(iter(department.forms)))


def _places(name: str, region: str | None) -> Iterator[tuple[str, str]]:
    """The places that a name may begin with, each with the rest of the name."""
    if name not in _PUBLIC:
        yield region or NATION, name
        yield from _higher(name, region)
    if national := _NATIONAL.match(name):
        yield NATION, name[national.end() :]
    name = name.removeprefix("中共")
    if sign := _SIGN.match(name):
        yield _meant(sign[1], region), name[sign.end() :]
    if told := places.leading(name, region):
        yield "".join(told[0]), name[told[1] :]


def _higher(name: str, region: str | None) -> Iterator[tuple[str, str]]:
    """A department that tells no place may be one of the nation (财政部) or of the province (财政厅)."""
    if region and name.endswith("厅"):
        yield places.parts(region)[0], name
    if region:
        yield NATION, name


def _forms(rest: str, place: str) -> Iterator[str]:
    known = by_form()
    if rest.endswith("部门"):
        endings = (
            "部委局"
            if place == NATION
            else "厅委局"
            if len(place) > 1 and places.level(place) == "省"
            else "局委"
        )
        candidates = [rest.removesuffix("部门") + ending for ending in endings]
    else:
        candidates = [rest] if rest in _OFFICES else [rest, f"委{rest}"]
    yield from (form for form in candidates if form in known)


def _meant(sign: str, region: str | None) -> str:
    """The place that a sign means in a document of a region; the sign itself where that is not known."""
    place = places.ancestor(region, sign) if region else None
    strange = place and sign == "区" and place.endswith("自治区") and places.level(region or place) != "省"
    return place if place and not strange else sign


def _told(words: str, region: str | None) -> str | None:
    """The place that the words inside a name tell, all of them; None where they tell none."""
    if not words:
        return region or NATION
    if (sign := _SIGN.fullmatch(words)) is not None:
        return _meant(sign[1], region)
    told = places.leading(words, region)
    return "".join(told[0]) if told and told[1] == len(words) else None


# ---- short names of the document's own -----------------------------------------------------------------

_SHORT = re.compile(
    "(?P<long>[^，。；、：（）()《》\\s]{3,60})"
    '[（(]以?下?(?:统一)?(?:统称|简称|称)(?:为)?[:：]?[“"]?(?P<short>[^”"“（）()，。、]{2,20})[”"]?[)）]'
)
_VERB = re.compile(".*(?:成立|设立|组建|建立|依托|由|经|报|向|对|在|是|为|和|与|及)(?=.{4})")


def learn(text: str, within: Span) -> tuple[tuple[str, str], ...]:
    """The short names that a text gives itself, as (short, long): 市…领导小组办公室（以下简称市职转办）."""
    found = _SHORT.finditer(text, within.start, within.end)
    return tuple((m["short"], _defined(m["long"], m["short"])) for m in found)


def _defined(words: str, short: str) -> str:
    """The words that a short name stands for: from the last point on where they hold its characters."""
    for start in range(len(words) - 1, -1, -1):
        if words[start] == short[0] and words[start:] != short and _holds(words[start:], short):
            return words[start:]
    return _VERB.sub("", words)


def _holds(words: str, short: str) -> bool:
    rest = iter(words)
    return all(character in rest for character in short)


# ---- what a clerk types --------------------------------------------------------------------------------


def resolve(typed: str, known: Sequence[str]) -> Resolution:
    """The unit that a typed name means among the known full names, by the first of these steps that finds any.

    The name itself; the same department (卫健委 is 卫生健康局), at the place if one is typed; one of its kin
    (文旅局 is 文化广电和旅游局); a name that ends with, holds, or has in order what was typed (职转办).
    Else the nearest in writing are suggested.
    """
    typed = "".join(typed.split())
    asked = _apart(typed)
    steps: tuple[Callable[[str], bool], ...] = (
        lambda name: name == typed,
        lambda name: _same(asked, _apart(name), "id"),
        lambda name: _same(asked, _apart(name), "kin"),
        lambda name: name.endswith(typed),
        lambda name: typed in name,
        lambda name: _holds(name, typed),
    )
    for step in steps:
        if matches := tuple(dict.fromkeys(name for name in known if step(name))):
            return Resolution(matches)
    return Resolution((), tuple(get_close_matches(typed, known, n=3, cutoff=0.4)))


@lru_cache(maxsize=8192)
def _apart(name: str) -> tuple[str, Department] | None:
    """The place and the department that a name tells; the place is 国 for the nation, empty if not told."""
    if name in by_full():
        return "国", by_full()[name]
    reading = next(_readings(name, None), None)
    if not reading:
        return None
    return reading.place or ("国" if _NATIONAL.match(name) else ""), reading.department


def _same(asked: tuple[str, Department] | None, known: tuple[str, Department] | None, by: str) -> bool:
    if not asked or not known or getattr(asked[1], by) != getattr(known[1], by):
        return False
    return known[0].endswith(asked[0]) or (len(known[0]) > 1 and asked[0].endswith(known[0]))
