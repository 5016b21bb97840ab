"""A unit name taken apart: whose it is, told by a sign (市), by a name (柳州市) or not at all, and which department."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from policyparse import places
from policyparse.extract.organs.departments import NATION, Department, by_form, surrounding
from policyparse.lexicon.needs import Beginnings

SIGN = re.compile("[本我]?(自治区|地区|[省市县区州盟旗])(?:本级|级(?=.{2,}部门))?")
"""A sign of rank in the place of the name of a place; ``signed`` asks whether it is one."""

# words with which the organs of the state as a whole begin; 例：国家税务局
NATIONAL = re.compile("国家|中央|全国|国务院")
# 市 or 区 that begins another word and names no place; 例：市场监管局
_NO_SIGN = re.compile(
    "([省市县区州盟旗])"
    "(?:[直属级辖内外场域块容情镇乡各局（(]|民(?![政族营宗盟])|政(?![务策协府])|(?!\\1)[省市县区州盟旗])"
)
_PUBLIC = frozenset({"政府", "人民政府", "党委", "委员会", "委", "人大", "政协"})
_OFFICES = frozenset({"办公室", "办公厅", "办", "研究室", "督查室", "督查办"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A name taken apart: ``place`` as ``full_name`` takes it, the department and the form of it."""

    place: str
    department: Department
    form: str


def readings(name: str, region: str | None) -> Iterator[Reading]:
    """What a name may mean in a document of a region (None: of the nation), the likeliest first."""
    departments, forms = _surrounding()
    for i, pattern in forms.at(name[:1]):
        department = departments[i]
        found = pattern.fullmatch(name)
        around = _told(found[1], region) if found else None
        if around is not None:
            yield Reading(around, department, next(iter(department.forms)))
    for place, rest in _places(name, region):
        for form in _forms(rest, place) if rest else ():
            yield Reading(place, by_form()[form], form)


@cache
def _surrounding() -> tuple[tuple[Department, ...], Beginnings]:
    """The departments with a form that stands around the name of a place, and those forms."""
    departments = surrounding()
    return departments, Beginnings(d.around.pattern for d in departments if d.around)


def _places(name: str, region: str | None) -> Iterator[tuple[str, str]]:
    """The places that a name may begin with, each with the rest of the name."""
    if name not in _PUBLIC:
        yield _bare(name, region), name
        if region:
            yield NATION, name
    if national := NATIONAL.match(name):
        yield NATION, name[national.end() :]
    name = name.removeprefix("中共")
    if sign := SIGN.match(name):
        yield meant(sign[1], region), name[sign.end() :]
    if told := places.leading(name, region):
        yield "".join(told[0]), name[told[1] :]


def _bare(name: str, region: str | None) -> str:
    """Where a department is that tells no place: that of the document, but a 厅 is always of the province."""
    if region and name.endswith("厅") and not name.endswith("办公厅"):
        return places.parts(region)[0]
    return region or NATION


def _forms(rest: str, place: str) -> Iterator[str]:
    known = by_form()
    if len(rest) > 3 and rest.endswith("部门"):
        candidates = [rest.removesuffix("部门") + ending for ending in _endings(place)]
    else:
        candidates = [rest] if rest in _OFFICES else [rest, f"委{rest}"]
    yield from (form for form in candidates if form in known)


def _endings(place: str) -> str:
    """What a department (财政部门) of a place may end with; in a text of the nation it is one of every level."""
    if place == NATION:
        return ""
    return "厅委局" if len(place) > 1 and places.level(place) == "省" else "局委"


def signed(name: str) -> re.Match[str] | None:
    """The sign that a name begins with; None for one that is a word there (市场, 区域, 县区)."""
    return None if _NO_SIGN.match(name) else SIGN.match(name)


def meant(sign: str, region: str | None) -> str:
    """The place that a sign means in a document of a region; the sign itself where that is not known."""
    place = places.ancestor(region, sign) if region else None
    strange = place and sign == "区" and place.endswith("自治区") and places.level(region or place) != "省"
    return place if place and not strange else sign


def _told(words: str, region: str | None) -> str | None:
    """The place that the words inside a name tell, all of them; None where they tell none."""
    if not words:
        return region or NATION
    if (sign := SIGN.fullmatch(words)) is not None:
        return meant(sign[1], region)
    told = places.leading(words, region)
    return "".join(told[0]) if told and told[1] == len(words) else None
