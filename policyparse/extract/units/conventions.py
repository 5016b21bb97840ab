"""The rules that a document declares once for its unit lists: 列第一位的为牵头单位，下同."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache, lru_cache

from policyparse import lexicon
from policyparse.extract.organs.names import canonical
from policyparse.extract.units import lists
from policyparse.lexicon.needs import Finder
from policyparse.model import Convention, ConventionRule, Mention, Role, Setting, Span, Unit

# a rule is declared within its line; 例：以下任务由各单位负责
_LINE = re.compile(r"[^\n]+")


def find(text: str) -> tuple[Mention[Convention], ...]:
    """The conventions that a document declares, in order; one for each unit that every task is given to."""
    once: dict[Convention, Mention[Convention]] = {}
    for mention in _declared(text):
        once.setdefault(mention.value, mention)
    return tuple(once.values())


def spans(text: str, within: Span) -> list[Span]:
    """Where conventions stand within a span: their words name no unit of one task, though they stand in its bracket."""
    every = {m.span for m in _declared(text) if m.span}
    return sorted(s for s in every if within.start <= s.start and s.end <= within.end)


def everywhere(setting: Setting) -> list[Mention[Unit]]:
    """The units that a convention of the document adds to every task."""
    return _given(setting, "applies-to-all", "support", "convention.all")


def rest(setting: Setting) -> list[Mention[Unit]]:
    """Who leads the tasks that name nobody, by a convention of the document: 除注明外均由市教育局负责."""
    rules: tuple[ConventionRule, ...] = ("leads-the-rest", "leads-unless-named")
    return [unit for rule in rules for unit in _given(setting, rule, "lead", "convention.rest")]


def led(found: list[Mention[Unit]], setting: Setting) -> list[Mention[Unit]]:
    """What a list names, where it says no 牵头, beside whom a convention of the document lets lead then: they support.

    例：牵头单位为市教育局的不再列出
    """
    lead = _given(setting, "leads-unless-named", "lead", "convention.rest")
    told = any(u.value.role == "lead" and u.value.basis == "explicit" for u in found)
    if not (lead and found) or told:
        return found
    return [*lead, *(replace(u, value=replace(u.value, role="support")) for u in found)]


def _given(setting: Setting, rule: ConventionRule, role: Role, entry: str) -> list[Mention[Unit]]:
    return [
        Mention(None, "", Unit(c.unit, canonical(c.unit, setting), role, "convention"), entry)
        for c in setting.conventions
        if c.rule == rule and c.unit
    ]


@lru_cache(maxsize=8)
def _declared(text: str) -> tuple[Mention[Convention], ...]:
    """Every declaration in the text, in order; kept, because each bracket of the text asks for them."""
    lines = (line.span() for line in _LINE.finditer(text))
    found = [m for line in lines for match in _finder().finditer(text, *line) for m in _read(text, *match)]
    return tuple(sorted(found, key=lambda m: m.span or Span(0, 0)))


@cache
def _finder() -> Finder:
    return Finder(entry.source for entry in lexicon.entries("conventions"))


def _read(text: str, place: int, found: re.Match[str]) -> Iterator[Mention[Convention]]:
    entry = lexicon.entries("conventions")[place]
    rule: ConventionRule = entry.reading["rule"]
    span = Span(*found.span())
    if "unit" not in entry.pattern.groupindex:
        yield Mention(span, found[0], Convention(rule), entry.id)
        return
    for name in lists.split(text, Span(*found.span("unit"))):
        yield Mention(span, found[0], Convention(rule, name.base), entry.id)
