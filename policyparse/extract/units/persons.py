"""Persons that a bracket of units names without a label: 李某分管 · 王某某牵头 · 县卫健局李某负责."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyparse.extract.units import lists, shape
from policyparse.model import Span

# a person of the leadership, by what is said of them alone; 例：李某分管
_MANAGED = re.compile(r"(?P<who>(?![省市县区镇局厅办处科各])[一-鿿]{2,3})(?:分管|挂帅|包抓|包保|领衔)")
# persons by their names alone, or by what is said of them; 例：王某某牵头
_PERSON_SAID = re.compile(
    r"(?P<who>[一-鿿×*]{2,3}(?:[、和][一-鿿×*]{2,3}){0,3})(?:(?P<leads>总?牵头)?(?:负责|抓落实)?)"
)
# what stands between two of them; 例：、
_AND = re.compile("[、和]")

# a heading of the tasks that a person leads; 例：李某副县长牵头重点工作
LED = re.compile(
    r"\s*(?:由)?(?P<who>[一-鿿×*]{2,12}?(?:、[一-鿿×*]{2,12}?){0,3}?)(?:共同|联合)?(?:牵头|领办|领衔|包抓|包保|包联|分管|(?P<does>主办|承办|负责))(?:负责|推进|督办|抓|落实|完成|办理)?的?(?:重点|重要|主要)?(?:工作|任务|项目|事项)?\s*(?:[（(]共?\d{1,3}[项件个条][）)])?[:：]?\s*"
)
"""A heading of the tasks that a person of the leadership or a unit leads: 一、李某副县长牵头重点工作, 一、市工信局牵头任务（6项）."""


def alone(words: str, *, named: bool) -> tuple[int, bool] | None:
    """How many characters name persons, where the words name nothing else, and whether they lead; None for any other words.

    ``named`` tells that a name alone counts too: behind a label of units it may be a village.
    """
    if managed := _MANAGED.fullmatch(words):
        return managed.end("who"), True
    said = _PERSON_SAID.fullmatch(words) if named else None
    if said and all(shape.is_person(name) for name in _AND.split(said["who"])):
        return said.end("who"), bool(said["leads"])
    return None


def apart(
    text: str, names: Sequence[lists.Name], *, named: bool
) -> tuple[tuple[lists.Name, ...], list[Span], list[Span]]:
    """The names that are units, the persons among them that have a post, and ``named`` those right behind a unit.

    例：张副市长牵头，市教育局负责 leaves who leads to 负责 · 县卫健局李某负责 is 县卫健局, and 李某
    """
    kept: list[lists.Name] = []
    leaders: list[Span] = []
    beside: list[Span] = []
    for name in names:
        if shape.like(name.name, "person"):
            leaders.append(name.span)
            continue
        unit = _before(text, name) if named else name
        beside += [Span(unit.span.end, name.span.end)] if unit is not name else []
        kept.append(unit)
    return tuple(kept), leaders, beside


def _before(text: str, name: lists.Name) -> lists.Name:
    """The unit of a name that ends with a person's, or the name itself."""
    for n in (3, 2):
        unit, person, span = name.base[:-n], name.base[-n:], Span(name.span.start, name.span.end - n)
        printed = text[span.end : name.span.end] == person
        if printed and shape.is_person(person) and shape.is_unit(unit) and not shape.is_unit(name.base):
            return replace(name, span=span, name=name.name[:-n], base=unit)
    return name
