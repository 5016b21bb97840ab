"""The full name of a unit in its jurisdiction, and which unit a short form means.

A name is made of its place, told by a sign (市), a name (柳州市) or not at all, and a form of the lexicon.
What the lexicon does not know keeps its words; only the sign of its place is written out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from policyparse import places
from policyparse.extract.organs.departments import (
    NATION,
    by_form,
    by_full,
    departments,
    full_name,
    pattern,
    surrounding,
)
from policyparse.extract.organs.jurisdiction import NATIONAL, Reading, meant, readings, signed
from policyparse.model import Setting, Span
from policyparse.places.gazetteer import SIGNS

__all__ = [
    "Resolution",
    "canonical",
    "departments",
    "is_known",
    "learn",
    "pattern",
    "resolve",
    "understood",
    "without_role",
]

# many units under one word, which no full name can be given to; 例：有关部门
_COLLECTIVE = re.compile(
    "^[各有全其]|[各、]|有关|相关|单位$|成员|部门$|[等们]$|区县|县区|市县|乡镇|镇街|责任|牵头|所在"
)
# a note behind a name; 例：（牵头）
_BRACKET_AT_END = re.compile("[（(](?:[^（）()]|[（(][^（）()]{0,20}[)）]){0,40}[)）]$")
# a town's government, whose full name is its county's; 例：城关镇人民政府
_TOWN = re.compile("([^省市县区各乡镇]{2,4}(?:镇|乡|街道))(?:人民政府|政府|办事处)")
# the committee of a development zone, under its three ways of writing; 例：高新区管委会
_ZONE = re.compile("(.+?)管委会|(.+?[区园城港岛湖山](?:[（(].+[）)])?)管理委员会|(.*(?:经开区|高新区))")
_ZONES = (("经开区", "经济技术开发区"), ("高新区", "高新技术产业开发区"))
_COUNTY_ZONES = (("经开区", "经济开发区"), ("高新区", "高新技术产业开发区"))
# a zone that is named by its stem (东港, 科学城) and no 新区; 例：科学城
_BY_STEM = re.compile("(?<!新)[区园城港岛]$")
# zones in general, of which none is meant by name; 例：产业园区管委会
_ANY_ZONE = re.compile(".*[区园]和.+|(?:产业|工业)?(?:园区|开发区|新区|景区)(?:管委会|管理委员会)")
# zones that stand under nobody's city; 例：国家高新区
_STANDING_ZONE = re.compile("中国|国家|自贸|自由贸易|综合保税")
_BRACKETS = str.maketrans("()〔〕〈〉[]", "（）（）（）（）")
_COUNTRY = "国"
_DIVISIONS = frozenset({"镇", "乡", "街道", "村", "社区"})
"""What may alone stand behind the name of a place that is called as its county is."""
_LONGEST_PLACE = 12
_LONGEST_NAME = 120
"""Characters; what is longer is no name, and its patterns would be tried at each of them."""
# a role that was typed behind the name; 例：市教育局牵头
_ROLE_BEHIND = re.compile(
    "(?<=..)(?:等(?:单位|部门)?|(?:共同|分别)?(?:牵头|主办|负责|配合|协办|参与|落实))+$"
)
# how a name ends that is whole; 例：市教育局
_ORGAN_AT_END = re.compile(
    "[局厅署委办部院会处科股室队所站团府行社校台馆厂省市县区州盟旗镇乡司]$"
    "|(?:中心|街道|专班|小组|集团|公司|单位|学院|大学|联盟|指挥部)$"
)


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


# ---- the full name -------------------------------------------------------------------------------------


def canonical(name: str, setting: Setting) -> str:
    """The full name of a unit in the jurisdiction of its document; as printed where nothing is known of it.

    ``setting`` gives the region (else that of the issuer), the day (机构改革 renamed departments) and the
    document's own short names (以下简称). Collectives (各县区政府, 市直有关单位) stay as printed.
    """
    region = setting.region or (places.region(setting.issuer) if setting.issuer else None)
    name = dict(setting.aliases).get(name, name) if setting.aliases else name
    if len(name) > _LONGEST_NAME:
        return name
    return _canonical("".join(name.split()).translate(_BRACKETS), region, setting.issued_on)


@lru_cache(maxsize=8192)
def is_known(name: str) -> bool:
    """Whether the lexicon knows the name, with its place or without: 市教育局, 教育局, 柳州市教育局."""
    head = _BRACKET_AT_END.sub("", name)
    if head in by_full() or head in by_form() or next(readings(head, None), None):
        return True
    if any(d.around.fullmatch(head) for d in surrounding() if d.around):
        return True
    if _COLLECTIVE.search(head):
        return False
    return any(sign in SIGNS and head[at:] in by_form() for at, sign in enumerate(head[:_LONGEST_PLACE], 1))


@lru_cache(maxsize=8192)
def _canonical(name: str, region: str | None, day: date | None) -> str:
    head = _BRACKET_AT_END.sub("", name) or name
    if head in by_full():
        return head
    for reading in readings(head, region):
        if full := full_name(reading.department, reading.form, reading.place, day):
            return full
    if _COLLECTIVE.search(name):
        return name
    return _town(name, region) or _zone(name, region) or _expand(name, region)


def _expand(name: str, region: str | None) -> str:
    """The name with the sign or the name of its place written out, no more."""
    sign = signed(name)
    if sign and len(name) > sign.end() + 1:
        place, rest = meant(sign[1], region), name[sign.end() :]
        return _party_or_state(places.official(place), rest) if len(place) > 1 else name
    found = places.leading(name, region)
    if found and found[1] < len(name) and not _is_stem(name, found) and not _called_alike(name, found):
        return places.official("".join(found[0])) + name[found[1] :]
    return name


def _called_alike(name: str, told: tuple[tuple[str, ...], int]) -> bool:
    """Whether the name is that of a town of its own that is called as its county is: 云溪街道 in 云溪县 is no 云溪县街道."""
    return name[told[1] :] in _DIVISIONS and name[told[1] - 1] not in SIGNS


def _party_or_state(place: str, rest: str) -> str:
    """The place before the rest of a name, where 委X is of the Party and 政府X of the people's government."""
    if rest.startswith("委") and not rest.startswith("委员会"):
        return f"中共{place}{rest}"
    return place + (f"人民{rest}" if rest.startswith("政府") else rest)


def _town(name: str, region: str | None) -> str | None:
    """The government of a town, township or subdistrict (河口镇政府) of the county that the document is of."""
    found = _TOWN.fullmatch(name)
    if not found or not region or places.level(region) != "县":
        return None
    return f"{places.official(region)}{found[1]}{'办事处' if found[1].endswith('街道') else '人民政府'}"


def _zone(name: str, region: str | None) -> str | None:
    """A development zone (柳东新区管委会, 高新区): its full name after that of its city."""
    found = _ZONE.fullmatch(name)
    if not found or _ANY_ZONE.fullmatch(name):
        return None
    zone = next(group for group in found.groups() if group is not None)
    county = region is not None and places.level(region) == "县"
    for short, long in _COUNTY_ZONES if county else _ZONES:
        zone = zone.removesuffix(short) + long if zone.endswith(short) else zone
    return f"{_zone_place(zone, region)}管理委员会"


def _zone_place(zone: str, region: str | None) -> str:
    if sign := signed(zone):
        zone, region = zone[sign.end() :], meant(sign[1], region)
    if told := places.leading(zone, region):
        head, rest = zone[: told[1]], zone[told[1] :]
        return (head if _is_stem(zone, told) else places.official("".join(told[0]))) + rest
    if not region or len(region) == 1 or places.level(region) == "省" or _STANDING_ZONE.match(zone):
        return zone
    of_city = places.level(region) == "市" and _BY_STEM.search(zone)
    return (places.stem(region) if of_city else places.official(region)) + zone


def _is_stem(name: str, told: tuple[tuple[str, ...], int]) -> bool:
    return name[: told[1]] == places.stem("".join(told[0]))


# ---- short names of the document's own -----------------------------------------------------------------

# a short name that the text itself gives; 例：市数据资源管理局（以下简称“市数据局”）
_SHORT = re.compile(
    "(?P<long>(?:[^，,。；;、：:（）()《》\\s]|[（(][^（(）)]{1,12}[）)]){3,60})"
    '[（(]以?下?(?:统一)?(?:统称|简称|称)(?:为)?[:：]?[“"]?(?P<short>[^”"“（）()，,。、]{2,20})[”"]?[)）]'
)
# where the text gives a short name; 例：（以下简称
_CALLED = re.compile("[（(]以?下?(?:统一)?(?:统称|简称|称)")
_LONGEST_DEFINED = 300
# only an organ's short name is one of a unit; 例：市数据局
_ORGAN = re.compile("(?:[局厅委办部院会室组处队行站所]|中心|公司|专班|集团|单位|联盟)$")
# the verb before an organ that is set up is no part of its name; 例：成立
_VERB = re.compile(".*(?:成立|设立|组建|建立|依托)|^[由经报向对在]")


def learn(text: str, within: Span) -> tuple[tuple[str, str], ...]:
    """The short names that a text gives itself, as (short, long): 市…领导小组办公室（以下简称市职转办）."""
    found: list[tuple[str, str]] = []
    end = within.start
    for sign in _CALLED.finditer(text, within.start, within.end):
        start = max(end, sign.start() - _LONGEST_DEFINED)
        if m := _SHORT.search(text, start, min(sign.end() + 40, within.end)):
            found.append((m["short"], _defined(m["long"], m["short"])))
            end = m.end()
    return tuple((short, long) for short, long in found if _ORGAN.search(long))


def _defined(words: str, short: str) -> str:
    """The words that a short name stands for: from the last point on where they hold its characters.

    Where it is their own end (领导小组), they begin with their place, or after the verb that sets it up.
    """
    for start in range(len(words) - 1, -1, -1):
        if words[start] == short[0] and words[start:] != short and _holds(words[start:], short):
            return words[start:]
    words = _VERB.sub("", words)
    if places.leading(words):
        return words
    starts = (i for i in range(len(words)) if signed(words[i:]) and words[i - 1] not in places.COMMON_NOUNS)
    return words[next(starts, 0) :]


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
    if not typed:
        return Resolution(())
    asked = _read_name(typed)
    placed = asked is not None and len(asked.place) > 1  # 云溪市教育局 is not 云溪市青禾区教育局
    steps: tuple[Callable[[str], bool], ...] = (
        lambda name: name == typed,
        lambda name: _same(asked, _read_name(name), "id"),
        lambda name: _same(asked, _read_name(name), "kin"),
        lambda name: name.endswith(typed),
        lambda name: typed in name,
        lambda name: not placed and _holds(name, typed),
    )
    for step in steps:
        if matches := tuple(dict.fromkeys(name for name in known if step(name))):
            return Resolution(matches)
    return Resolution((), tuple(get_close_matches(typed, known, n=3, cutoff=0.4)))


def without_role(typed: str) -> str:
    """A typed name without blanks and without the role behind it: 市税务局牵头 is 市税务局."""
    return _ROLE_BEHIND.sub("", "".join(typed.split()))


def understood(typed: str, setting: Setting, known: Sequence[str]) -> Resolution:
    """The unit that a person names for a task of a document: in the document's own place first, whatever is ``known`` elsewhere.

    市卫生健康委 in a document of 云溪市 is 云溪市卫生健康委员会. A name that the lexicon does not know, and that is nearly one of the
    known full names or ends like no organ (市教育局1), is taken for a slip: no match, and in ``near`` what it may be.
    """
    name = without_role(typed)
    full = canonical(name, setting)
    if name and (full in known or is_known(name) or _COLLECTIVE.search(name)):
        return Resolution((full,))
    near = tuple(get_close_matches(full, known, n=3, cutoff=0.8))
    if near or not _ORGAN_AT_END.search(_BRACKET_AT_END.sub("", name)):
        return Resolution((), near or tuple(get_close_matches(full, known, n=3, cutoff=0.4)))
    return Resolution((full,))


def _same(asked: Reading | None, known: Reading | None, by: str) -> bool:
    if not asked or not known or getattr(asked.department, by) != getattr(known.department, by):
        return False
    if known.place == _COUNTRY and not asked.place:
        return full_name(asked.department, asked.form, NATION, None) is not None
    return known.place.endswith(asked.place) or (len(known.place) > 1 and asked.place.endswith(known.place))


@lru_cache(maxsize=8192)
def _read_name(name: str) -> Reading | None:
    """What a name tells with no document around it; its place is 国 for the nation and empty if not told."""
    if name in by_full():
        return Reading(_COUNTRY, by_full()[name], name)
    reading = next(readings(name, None), None)
    if reading and reading.place == NATION and NATIONAL.match(name):
        return replace(reading, place=_COUNTRY)
    return reading
