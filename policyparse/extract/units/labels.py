"""Labels: 牵头单位：, 责任部门：, 完成时限：, in a text and at the head of a table's column."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from policyparse import lexicon
from policyparse.extract.units import shape
from policyparse.model import Span
from policyparse.text import brackets

UNIT_ROLES = frozenset({"lead", "support", "list", "parts"})
"""The roles of labels that units stand behind; the others are leader, time and other."""


_WHOSE = re.compile(
    r"^.{1,12}?(?:[局厅委办部院会级]内?设?|[省市县区]内?)"
    r"(?=(?:牵头|主办|责任|配合|协办|承办|落实).{0,4}(?:单位|部门|处室|科室|机构)$)"
)


# What every label holds: a colon, the end of 【】, or its last sign before a unit (责任单位市教育局).
_MAY_LABEL = re.compile(r"[:：】〗\]］]|[位门室构关方体区人导案工解）)]\s*(?=各|[省市县区]|自治|国家|中央)")


@dataclass(frozen=True, slots=True)
class Label:
    """A label with its colon, the role that it gives, and the id of its lexicon entry."""

    span: Span
    role: str
    rule: str


def find(text: str, within: Span) -> list[Label]:
    """The labels within a span that stand in no bracket of it, in order.

    A label may be broken by a line end (牵/头单位：); it gives way to one that stands in a line.
    """
    if not _MAY_LABEL.search(text, within.start, within.end):
        return []
    inside = brackets.pairs(text, within)
    kept = [i for i in range(within.start, within.end) if text[i] != "\n"]
    unbroken = "".join(text[i] for i in kept) if len(kept) < within.end - within.start else ""
    found: list[Label] = []
    for pattern, role, rule in _labels():
        whole = [Span(*m.span()) for m in pattern.finditer(text, within.start, within.end)]
        over = [Span(kept[m.start()], kept[m.end() - 1] + 1) for m in pattern.finditer(unbroken)]
        over = [s for s in over if not any(s.start <= w.start and w.end == s.end for w in whole)]
        found += [
            Label(span, role, rule)
            for span in (*whole, *over)
            if not any(b.start < span.start < b.end for b in inside)
        ]
    found.sort(key=lambda label: (label.span.end, label.span.start))
    longest: dict[int, Label] = {}
    for label in found:
        longest.setdefault(label.span.end, label)
    return list(longest.values())


def role_of(header: str) -> tuple[str, str] | None:
    """The role and the rule of a label without its colon, as a table has it in its head; None where it is no label.

    A label of units may tell first whose they are: 市某局内牵头处室 is 牵头处室.
    """
    words = re.sub(r"\s|[:：]", "", header)
    whose = _WHOSE.match(words)
    for whole in (words, shape.bare(words), *([words[whose.end() :]] if whose else [])):
        for entry in lexicon.entries("roles"):
            if entry.pattern.fullmatch(whole):
                return str(entry.reading["role"]), entry.id
    return None


@cache
def _labels() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((_anywhere(e), str(e.reading["role"]), e.id) for e in lexicon.entries("roles"))


def _anywhere(entry: lexicon.Entry) -> re.Pattern[str]:
    """A label with its colon, in 【】 without one, or at the beginning of a line or a bracket right before a unit."""
    words = f"(?:{entry.pattern.pattern})"
    forms = [rf"{words}\s*[:：]", rf"[【〖\[［]{words}[】〗\]］]\s*[:：]?"]
    if entry.reading["role"] in UNIT_ROLES and not entry.id.endswith("short"):
        forms.append(rf"(?<![^\n（(〔\[【]){words}(?=各(?!负|自|司)|[省市县]|自治|国家|中央)")
    return re.compile("|".join(forms))
