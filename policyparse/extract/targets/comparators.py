"""How a number is compared: the words before it (不少于, 突破), between it and its unit (3000余) and behind it (以上)."""

from __future__ import annotations

import re
from functools import cache

from policyparse import lexicon
from policyparse.lexicon.needs import Beginnings, Endings
from policyparse.model import Comparator

_REACH_BACK = 12


def behind(side: str, text: str, at: int) -> tuple[lexicon.Entry | None, int]:
    """The comparator that stands ``between`` number and unit or ``after`` the unit, and where it ends."""
    found = _behind(side).match(text, at)
    return (side_of(side)[found[0]], found[1].end()) if found else (None, at)


def before(text: str, floor: int, at: int, *, nil: bool) -> tuple[int, lexicon.Entry | None]:
    """Where the comparator before the number begins, and the entry of it; ``nil`` says that the number is 0."""
    begin = max(floor, at - _REACH_BACK)
    left = text[begin:at]
    entries, endings = _leading()
    for i, match in endings.search(left):
        if nil or "value" not in entries[i].reading:
            return begin + match.start(), entries[i]
    return at, None


def against(text: str, floor: int, at: int) -> tuple[int, lexicon.Entry | None]:
    """As ``before``, for a share of something that is named in between: 不低于供应总量的5%, 不低于最低工资的1.5倍."""
    begin = max(floor, at - 2 * _REACH_BACK)
    for entry in side_of("before"):
        if entry.id in {
            "at-least",
            "at-most",
        }:  # 满 and 限 stand right before their number: 满意率95%, 限时办结率98%
            match = re.search(rf"(?:{entry.source})[^，,。；;：:、\s\d]{{2,20}}$", text[begin:at])
            if (match and entry.id != "at-most") or (match and not match[0].startswith(("控制", "最"))):
                return begin + match.start(), entry
    return at, None


@cache
def _leading() -> tuple[tuple[lexicon.Entry, ...], Endings]:
    """The comparators that stand before a number, and what finds them; one of degree may have a verb between (至少举办1所)."""
    entries = side_of("before")
    gaps = (r"[^，。；：、\s\d]{1,8}" if e.reading.get("gap") else "占" for e in entries)
    told = zip(entries, gaps, strict=True)
    return entries, Endings(
        rf"(?:{e.source})(?:了|到|至|在|为|于|人民币|每(?:半?年|半月|季度?|月|周|[天日旬秒亩]|学期|小时|分钟)|{gap})?$"
        for e, gap in told
    )


@cache
def _behind(side: str) -> Beginnings:
    return Beginnings(entry.source for entry in side_of(side))


@cache
def side_of(side: str) -> tuple[lexicon.Entry, ...]:
    return tuple(e for e in lexicon.entries("comparators") if e.reading["side"] == side)


def decided(
    before: lexicon.Entry | None, between: lexicon.Entry | None, after: lexicon.Entry | None
) -> Comparator:
    """超过 and 低于 keep their edge whatever follows but （含）; else the words behind the number say more than those before.

    （含） says nothing by itself: 不低于3000万元（含税）.
    """
    strict = before is not None and before.reading["comparator"] in {">", "<"}
    if after is not None and after.id == "inclusive":
        if before is not None and strict:
            return ">=" if before.reading["comparator"] == ">" else "<="
        after = None
    for entry in (before if strict else None, after, between, before):
        if entry is not None:
            comparator: Comparator = entry.reading["comparator"]
            return comparator
    return "="
