"""The departments and organs of ``lexicon/data/units.toml``, and the full name of each at a place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import product

from policyparse import lexicon, places

NATION = ""
"""The place of the organs of the whole country."""

_ENDINGS = {"工委": "工作委员会", "委": "委员会", "办": "办公室"}
# the variants that a branch of a pattern lists; 例：(?:局|委)
_GROUP = re.compile(r"\(\?:([^()]*)\)")
# what stays of a committee's name behind that of its party group; 例：委员会办公室
_COMMITTEE = re.compile("^(?:委员会|党委|委)(?=..)")
_NATIONAL_ENDINGS = ("部", "总局", "署")


@dataclass(frozen=True, slots=True)
class Department:
    """An entry of the unit lexicon.

    ``forms`` are how it is written after the name of its place, each with its ending. ``full`` has a template
    for each of nation, province, city, county, direct (a municipality and what lies in it) and any, as far as
    they differ; ``former`` the same until the day ``changed``. ``around`` matches a form that stands around the
    name of the place. Of the departments of one ``kin`` a place has one at a time.
    """

    id: str
    forms: Mapping[str, str]
    full: Mapping[str, str]
    kin: str
    around: re.Pattern[str] | None = None
    former: Mapping[str, str] = field(default_factory=dict)
    changed: date | None = None
    since: date | None = None
    until: date | None = None

    def exists(self, day: date) -> bool:
        """Whether there is such a department on a day, as far as the reforms of the whole country tell."""
        return (not self.since or self.since <= day) and (not self.until or day <= self.until)

    def at(self, day: date | None) -> Mapping[str, str]:
        """The templates in force on a day; without one, those of now."""
        return self.former if self.changed and day and day < self.changed else self.full


@cache
def departments() -> tuple[Department, ...]:
    """All departments, in the order of the lexicon."""
    return tuple(_department(entry) for entry in lexicon.entries("units"))


def _department(entry: lexicon.Entry) -> Department:
    reading = entry.reading
    former = dict(reading.get("former", {}))
    return Department(
        id=entry.id,
        forms=expand(entry.source),
        full=reading["full"],
        kin=reading.get("kin", entry.id),
        around=re.compile(reading["around"]) if "around" in reading else None,
        changed=former.pop("until", None),
        former=former,
        since=reading.get("since"),
        until=reading.get("until"),
    )


def expand(pattern: str) -> dict[str, str]:
    """Every string that a pattern of the lexicon (branches of groups of words) matches, and its last word."""
    branches = (_GROUP.findall(branch) for branch in pattern.removeprefix("^").removesuffix("$").split("$|^"))
    every = (words for groups in branches for words in product(*(g.split("|") for g in groups)))
    return {"".join(words): words[-1] for words in every}


@cache
def by_form() -> Mapping[str, Department]:
    """The department that each form means."""
    return {form: department for department in departments() for form in department.forms}


@cache
def by_full() -> Mapping[str, Department]:
    """The department that each national name means."""
    return {d.full["nation"]: d for d in reversed(departments()) if "nation" in d.full}


@cache
def surrounding() -> tuple[Department, ...]:
    """The departments with a form that stands around the name of the place."""
    return tuple(d for d in departments() if d.around)


@cache
def pattern() -> re.Pattern[str]:
    """A regular expression for every short and full form, longest first; the sign of its place (市) is not part.

    It is shaped as a trie: 15 million characters a second, four times as many as with the sign before it.
    """
    words = {form for d in departments() for form in d.forms if len(form) > 1}
    return re.compile(trie(words | by_full().keys()))


def trie(words: Iterable[str]) -> str:
    """A regular expression that matches the longest of the words, with their common beginnings told once."""
    root: dict[str, dict] = {}  # type: ignore[type-arg]  # a dictionary of itself
    for word in words:
        node = root
        for character in word:
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root)


def _branch(node: dict[str, dict]) -> str:  # type: ignore[type-arg]
    ends = "" in node
    branches = [re.escape(c) + _branch(below) for c, below in node.items() if c]
    if not branches:
        return ""
    inner = branches[0] if len(branches) == 1 and not ends else f"(?:{'|'.join(branches)})"
    return f"{inner}?" if ends else inner


def full_name(department: Department, form: str, place: str, day: date | None) -> str | None:
    """The full name of a department at a place: NATION, a full path, or the sign (市) of one not known.

    None where there is no such department, as 财政部 of a city or 财政局 of the nation.
    """
    templates = department.at(day)
    if place == NATION:
        return _national(templates, form)
    template = next((templates[k] for k in _keys(place) if k in templates), None)
    if template is None or (form.endswith(_NATIONAL_ENDINGS) and "{committee}" not in template):
        return None
    told = any(mark in template for mark in ("{place}", "{stem}", "{seat}", "{committee}"))
    return _fill(template if told else "{place}" + template, department, form, place)


def _national(templates: Mapping[str, str], form: str) -> str | None:
    name = templates.get("nation")
    return name if name and (lengthen(form)[-1] == name[-1] or "any" not in templates) else None


def _keys(place: str) -> tuple[str, ...]:
    if len(place) == 1:
        return {"省": "province", "县": "county", "区": "county", "旗": "county"}.get(place, "city"), "any"
    rank = {"省": "province", "市": "city", "县": "county"}[places.level(place)]
    return ("direct", rank, "any") if places.is_municipal(place) else (rank, "any")


def lengthen(form: str) -> str:
    """A form with its ending in full: 教育委 is 教育委员会."""
    return next((form.removesuffix(s) + long for s, long in _ENDINGS.items() if form.endswith(s)), form)


def _fill(template: str, department: Department, form: str, place: str) -> str:
    known = len(place) > 1
    official = places.official(place) if known else place
    stem = places.stem(place) if known else place
    return template.format(
        place=official,
        stem=stem,
        seat=stem if known and places.is_seat(place) else official,
        committee=official + ("委员会" if official.endswith("自治区") else "委"),
        suffix=lengthen(department.forms[form]),
        form=lengthen(_COMMITTEE.sub("", form) if "{committee}" in template else form),
    )
