"""The rules that a document declares once for its unit lists: 列第一位的为牵头单位，下同."""

from __future__ import annotations

from collections.abc import Iterator

from policyparse import lexicon
from policyparse.extract.units import lists
from policyparse.lexicon import Entry
from policyparse.model import Convention, ConventionRule, Mention, Span


def find(text: str, within: Span) -> tuple[Mention[Convention], ...]:
    """The conventions declared within a span, in order; one for each unit that every task is given to."""
    found = sorted(
        (m for entry in lexicon.entries("conventions") for m in _read(text, within, entry)),
        key=lambda m: m.span or within,
    )
    once: dict[Convention, Mention[Convention]] = {}
    for mention in found:
        once.setdefault(mention.value, mention)
    return tuple(once.values())


def _read(text: str, within: Span, entry: Entry) -> Iterator[Mention[Convention]]:
    rule: ConventionRule = entry.reading["rule"]
    for found in entry.pattern.finditer(text, within.start, within.end):
        span = Span(*found.span())
        if "unit" not in entry.pattern.groupindex:
            yield Mention(span, found[0], Convention(rule), entry.id)
            continue
        for name in lists.split(text, Span(*found.span("unit"))):
            yield Mention(span, found[0], Convention(rule, name.name), entry.id)
