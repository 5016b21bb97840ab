"""What the members of a list share is printed once, and given back here: 省经信厅、科技厅; 青禾区、临江县人民政府."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policyparse.extract.units import fields, shape

# the class that several places share; 例：人民政府
_GOVERNMENT = re.compile(r"(?:人民政府|政府|街道办事处|办事处)$")
# the class that several zones share; 例：管委会
_COMMITTEE = re.compile(r"(?:管委会|管理委员会|党工委)$")
# the sign of a place, which is shared with it; 例：县
_SIGN = re.compile(r"(?:[市县区州旗镇乡]|街道)$")
_CLASSES = r"镇|乡|街道|(?:经济(?:技术)?)?开发区|管理区|农场"
# the class of places below a county, which bare names before them share; 例：石桥镇
_PLACE = re.compile(rf"^(?![各某两本])[一-鿿]{{2,6}}?({_CLASSES})$")
# firms, whole levels and villages, which lack no class; 例：柳林村
_NO_PLACE = re.compile(r"^(?:电信|移动|联通|铁塔|广电|[一-鿿]{1,3}[直级]|[一-鿿]{2,4}(?:村|社区))$")
# branches of the state that bear a place's name; 例：云溪海关
_BRANCH = re.compile(r"^[一-鿿]{2,4}?(海关|海事局|银保监分局|银保监局|证监局|供电公司|供电局|税务局)$")
# branches named without their place; 例：海关
_BARE_BRANCH = re.compile(r"^(?:海关|海事局|银保监分局|银保监局|证监局|供电公司|供电局|监管局|通信管理局)$")
# departments by their work; 例：行业主管部门
_DEPARTMENTS = re.compile(r"^[^各有相关省市县区]{2,8}((?:主管)?部门)$")
# departments of a county or a city, whose 局 the one before them may share; 例：住建局
_BUREAU = re.compile(r"^[省市县区州旗]?[一-鿿]{2,8}?(?<![分支农])(局|厅)$")
# the level that departments share; 例：市级财政部门
_OF_LEVEL = re.compile(
    r"[省市县区州](?:级|直)?(?=政务|民政|[^场政民域级直省市县区州（(])|自治区(?=[^直])|各(?:[省市州县区乡镇旗]|[（(][^（()）]{1,8}[)）])+"
)
# each of a class, which shares no prefix; 例：各级
_PLURAL = re.compile(r"^各(?:级|市级|县级|区级|有关|相关)?")
# what stands below a county, whose departments are no more of each; 例：各乡镇
_BELOW = re.compile(r"(?:镇|乡|街道|村|社区|部门|单位)$")
# places of two levels that share one organ; 例：各市、县卫生健康局
_SEVERAL = re.compile(
    r"^(各?[市州县区旗].*?[市州县区旗](?:[（(〔\[][^）)〕\]]+[）)〕\]])?)"
    r"(?!人民|政府|管委会|委员|[两三]级)[^、，,（(〔\[]{2,14}(?:局|委|办|厅|中心|部门)$"
)
# the committee of a place or a zone, whose government may stand behind it without the place (青禾区委、区政府); 例：青禾区委
_SEAT = re.compile(
    r"^(?!各)(?:(?P<place>[一-鿿]{2,12})(?P<sign>[市县区旗])委|(?P<zone>[一-鿿（(）)]{2,16}[区园城])(?:党工委|工委|党委))$"
)
# an office of a town, which is no level of the state, and shares its mark with offices alone; 例：镇组织办
_TOWN = re.compile(r"^(镇(?!江)|街道)[一-鿿]{2,8}(?:办|办公室|站|所|中心)$")
# what such an office is called by without its town; 例：纪检办
_TOWN_OFFICE = re.compile(r"^[一-鿿]{2,8}(?:办|办公室|站|所|中心)$")
# an office that towns, zones and houses have, and no level above; 例：党政办
_HOUSE_OFFICE = re.compile(r"^党政(?:综合)?(?:办|办公室)$")
# a team of an office of police, whose name it bears; 例：市公安局交警支队
_TEAM = re.compile(r"^(?P<office>[一-鿿]{2,12}局)[一-鿿]{2,6}(?:支队|大队)$")
# a team named without its office behind such a one; 例：治安支队
_BARE_TEAM = re.compile(r"^(?![省市县区州])[一-鿿]{2,4}(?:支队|大队)$")
# what says its level, and shares no 各; 例：县级有关部门
_LEVELLED = re.compile(r"^[省市县区州][级直]")
# offices that only with 委 or 政府 say whose they are; 例：政府办公室
_CENTRE = re.compile(r"^(?:委|政府)(督查室|办公室|办公厅|研究室|政研室)$")

_NO_PARTY = ("厅", "局", "镇", "街道")
"""Marks that the department of a party committee takes without its 委."""


def complete(names: Sequence[str]) -> list[tuple[str, str]]:
    """The names of one list with what they share given back to each, and the same names without a shared 各."""
    bases = _fields(_levels(_seated(_endings(list(names)))), names)
    return list(zip(_plurals(list(bases)), bases, strict=True))


def _endings(names: list[str]) -> list[str]:
    """Give 人民政府, 管委会, 海关, 部门 back to the members before the one that has it."""
    ending, sign = "", ""
    for i in range(len(names) - 1, -1, -1):
        if found := _ending(names[i]):
            ending, printed = found, _SIGN.search(names[i].removesuffix(found))
            sign = printed[0] if printed and _GOVERNMENT.fullmatch(found) else ""
        elif sign and _is_stem(names[i]):
            names[i] += sign + ending
        elif ending and _lacks(names[i], ending):
            names[i] += ending
        else:
            place = _place(names[i])
            ending, sign = (place[1] if place else ""), ""
    return names


def _ending(name: str) -> str:
    for pattern in (_GOVERNMENT, _COMMITTEE):
        if found := pattern.search(name):
            return found[0] if len(name) > len(found[0]) + 1 else ""
    found = _BRANCH.match(name) or _DEPARTMENTS.match(name) or _BUREAU.match(name)
    return found[1] if found else ""


def _place(name: str) -> re.Match[str] | None:
    """The class of a place that has a name of its own: 石桥镇, not 各镇 or 有关镇."""
    return None if shape.like(name, "whose") else _PLACE.match(name)


def _lacks(name: str, ending: str) -> bool:
    """Whether a name is one that this ending was left out of."""
    if _GOVERNMENT.fullmatch(ending):
        return bool(shape.like(name, "area") or shape.like(name, "zone"))
    if _COMMITTEE.fullmatch(ending):
        return bool(shape.like(name, "zone"))
    if ending.endswith("部门"):
        return 2 <= len(shape.without_brackets(name)) <= 10 and not shape.is_unit(name)
    if ending in {"局", "厅"}:
        return not shape.is_unit(name) and fields.is_field(name)
    return _is_stem(name, 4 if re.fullmatch(_CLASSES, ending) else 3)


def _is_stem(name: str, longest: int = 3) -> bool:
    """Whether a name is a bare place: 济南、青岛海关; 南沙、天河区政府; 柳林、石桥镇."""
    if not 2 <= len(name) <= longest or fields.is_field(name) or _NO_PLACE.match(name):
        return False
    return name[-1] == "州" or not shape.is_unit(name)


def _seated(names: list[str]) -> list[str]:
    """Give its place to the government behind the committee of the same place: 青禾区委、区政府; 高新区党工委、管委会."""
    for i, before in enumerate(names[:-1], 1):
        seat = _SEAT.match(before)
        if seat and seat["zone"] and _COMMITTEE.fullmatch(names[i]):
            names[i] = seat["zone"] + names[i]
        elif seat and seat["sign"] and re.fullmatch(seat["sign"] + "(?:人民)?政府", names[i]):
            names[i] = seat["place"] + names[i]
    return names


def _levels(names: list[str]) -> list[str]:
    """Give 省, 市, 厅 (and a place that stands for them) on to the members after the one that has it."""
    mark, branch = "", ""
    for i, name in enumerate(names):
        own = shape.level(name)
        town = _TOWN.match(name)
        if town or (own and not _CENTRE.match(name[len(own) :])):
            mark = town[1] if town else own
        elif branch and _BARE_BRANCH.match(name):
            names[i] = branch + name
        elif i and _BARE_TEAM.match(name) and (team := _TEAM.match(names[i - 1])):
            names[i] = team["office"] + name
        elif mark and _takes(name, mark):
            names[i] = mark + ("委" if shape.like(name, "party") and mark not in _NO_PARTY else "") + name
        found = _BRANCH.match(names[i])
        branch = names[i][: -len(found[1])] if found and not own else branch
    return names


def _fields(names: list[str], printed: Sequence[str]) -> list[str]:
    """Give 市 and 市级 on to fields of work that share 部门 too: 市发展改革、财政部门 are 市发展改革部门 and 市财政部门."""
    for i in range(1, len(names)):
        before = names[i - 1]
        mark = _OF_LEVEL.match(before) if before != printed[i - 1] and before.endswith("部门") else None
        if mark and _DEPARTMENTS.match(names[i]):
            names[i] = mark[0] + names[i]
    return names


def _takes(name: str, mark: str) -> bool:
    if mark in {"镇", "街道"}:
        return _TOWN_OFFICE.match(name) is not None and not shape.stands_alone(name)
    if mark[-1] in "省市县州盟" and _HOUSE_OFFICE.match(name):
        return False
    if mark in {"厅", "局"}:
        return bool(shape.like(name, "section")) and not shape.stands_alone(name)
    return bool(shape.like(name, "department")) and not shape.stands_alone(name)


def _says_whose(name: str, before: str) -> bool:
    """Whether a name says whose it is, so that no 各 goes on to it: 国家税务局, and 县农业农村局 behind 各乡镇."""
    if shape.like(name, "whose") or shape.place_end(name) or _LEVELLED.match(name):
        return True
    of_county = shape.level(name) == "县" and name.endswith(
        ("局", "委", "办", "中心", "林场", "医院", "公司", "集团")
    )
    return of_county and (len(name) > 4 or _BELOW.search(shape.bare(before)) is not None)


def _plurals(names: list[str]) -> list[str]:
    """Give 各 on to the kinds of units after the one that has it (各县区政府、开发区管委会), 各市、县 to departments."""
    mark, levels = "", ""
    for i, name in enumerate(names):
        found, several = _PLURAL.match(name), _SEVERAL.match(name)
        if found or several:
            mark, levels = (found[0] if found else ""), (several[1] if several else "")
        elif levels and shape.like(name, "department") and not shape.stands_alone(name):
            names[i] = levels + name
        elif mark and shape.like(name, "kind") and not _says_whose(name, names[i - 1]):
            names[i] = mark + name
        else:
            mark = ""
    return names
