"""Accounts of numbers with a unit of measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from policyparse import lexicon
from policyparse.accounts.regions import Places, Regions
from policyparse.extract.targets import nonquantities
from policyparse.extract.targets import quantities as read
from policyparse.lexicon.needs import sought
from policyparse.model import Account, Span
from policyparse.text.sentences import sentences

# where a sentence ends; 例：。
_CLAUSE = re.compile(r"[。；;\n]")
# it tells of what is there already; 例：目前已有数据
_THERE = re.compile(r"目前|现有|已有|已形成|已建成|截至|[，,（(]含[^，,。；;]{0,4}$")
# a number that only narrows what is meant; 例：50人以上的单位
_LIMITS = re.compile(r"[^，,。；;\n]{0,6}的|不[得计记给]分|[但且][不未][^，,。；;\n]{0,14}的")
# the thing whose size a sum tells, right behind it; 例：产业集群
_SIZED = re.compile(r"(?!左右|以[上下内]|大关|台阶)[一-鿿]{2}")
_NUMBER = r"(?<![\d.A-Za-z])(?:\d[\d,]*(?:\.\d+)?|百分之[一二三四五六七八九十百点\d]+)"


def account(regions: Regions) -> Iterator[Account]:
    """An account of each number in digits with a measure behind it, and of whatever else reads as a quantity.

    Taken as a goal, a standard or part of a time; left as what only looks like a quantity (``nonquantities.toml``), as a
    ``condition`` (50人以上的单位), as standing in a part that orders nothing, or as ``told``: no word promises it. One that
    a word promises (不少于20天) and nobody took is unaccounted. Dates are accounted for as times.
    """
    text, policy = regions.text, regions.policy
    whole = Span(0, len(text))
    scanned = {
        q.number: q
        for sentence in sentences(text, whole, nonquantities.STOPS)
        for q in read.scan(text, sentence)
    }
    goals = ((goal.span, (goal.value.kind, None)) for goal in policy.goals)
    targets = ((t.span, (t.value.kind, task.key)) for task in policy.tasks for t in task.targets)
    taken: Places[tuple[str, str | None]] = Places([*targets, *goals])
    told = (
        (regions.stages, "milestone"),
        (regions.entries, "entry"),
        (regions.problems, "problem"),
        (regions.fields, "field"),
    )
    times = Places((d.span, d) for task in policy.tasks for d in task.deadlines)
    for span in _printed(text, [Span(q.number, q.end) for q in scanned.values()]):
        task = next(regions.holding(span), None)
        if by := next(taken.over(span), None):
            yield Account("quantity", "taken", by[0], span, by[1])
        elif any(times.over(span)):
            yield Account("quantity", "taken", "time", span, task.key if task else None)
        elif kept := next((reason for places, reason in told if any(places.over(span))), ""):
            yield Account("quantity", "left", kept, span, task.key if task else None)
        elif (names := {name for _, name in nonquantities.over(text, span)}) & {"date", "period"}:
            continue
        elif task is None:
            yield Account("quantity", "left", regions.of(span) or "closing", span)
        elif reason := min(names, default="") or _told(text, scanned.get(span.start)):
            yield Account("quantity", "left", reason, span, task.key)
        else:
            yield Account("quantity", "unaccounted", "", span, task.key)


def _told(text: str, quantity: read.Quantity | None) -> str:
    """What a quantity that is no target is: one that no word promises, a count of what is there (目前…超7400万张), or a condition
    (50人以上的单位, 超过3人的, 超过100万元但不超过300万元的部分); else "".
    """
    if quantity is None or not quantity.said:
        return "told"
    clause = _CLAUSE.split(text[max(quantity.start - 80, 0) : quantity.start])[-1]
    if _THERE.search(clause):
        return "told"
    behind = text[quantity.end : quantity.end + 8]
    compared_behind = quantity.start == quantity.number and not re.match(r"[，,。；;、\s]|$", behind)
    if compared_behind or _LIMITS.match(text, quantity.end):
        return "condition"
    return "order-of-size" if quantity.kind == "money" and _SIZED.match(behind) else ""


def _printed(text: str, scanned: list[Span]) -> Iterator[Span]:
    """The places of numbers with a unit, in order; one that begins inside another is none of its own."""
    end = 0
    for span in sorted([*scanned, *(Span(*m.span()) for m in _measured().finditer(text))]):
        numbers_an_item = (
            text[span.end : span.end + 1] in ".．、" and text[span.start - 1 : span.start] in "\n"
        )
        if span.start >= end and not numbers_an_item:
            yield span
            end = span.end


@cache
def _measured() -> re.Pattern[str]:
    units = "|".join(entry.source for entry in lexicon.entries("measures"))
    return sought(rf"{_NUMBER}(?:万亿|[十百千万亿])?(?:{units})")
