"""Numbers with their unit and comparator, wherever they stand: 不少于20项, 达到60%以上, 1—2家, 百分之五十.

What only looks like a quantity (dates, ordinals, ages, names such as 500强 or 5G) is passed over here; whether
a quantity is a target is for ``targets`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from policyparse import lexicon
from policyparse.model import Comparator, Span
from policyparse.text import numerals

_PLAIN = f"(?:{numerals.ARABIC}|{numerals.HAN})"
_NUMBER = re.compile(
    rf"(?<![\dA-Za-z.．\ue000-\uf8ff])(?<![几数第零一二三四五六七八九十百千])(?P<share>[百千万]分之)?"
    rf"(?P<low>{_PLAIN})(?:分之(?P<top>{_PLAIN})|/(?P<under>\d+)(?![\d万千百/.]))?"
)
_DASH = re.compile(rf"(?P<least>[及或]?以上)?(?:[—–\-－~～至到]|——)(?P<high>{_PLAIN})(?![月日年.\d])")
_MULTIPLE = "(?:万亿|[十百千]万|[百千]亿|[万亿]|[百千](?=[元亩人户吨万斤枚株只头台套件家个名项条种张辆]))"
_ROUND = re.compile(rf"({_MULTIPLE})[余多](?!年)")
_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "‱"}
_HAN = frozenset("〇○零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟廿卅半")
_NUMERALS = _HAN | frozenset("全0123456789０１２３４５６７８９")
_QUOTED = re.compile("“[^“”\n]{1,30}”|‘[^‘’\n]{1,30}’|「[^「」\n]{1,30}」")
_REACH_BACK = 12


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number of the text, ``start`` to ``end`` with its comparator and unit; the number begins at ``number``.

    ``kind`` is that of its unit in ``measures.toml``, ``bare`` for none, ``full`` and ``none`` for what stands for a
    number without being one (全覆盖, 零事故: ``absolutes.toml``); ``said`` tells that a comparator is
    printed, ``han`` that the number is in Chinese characters.
    """

    start: int
    end: int
    number: int
    value: Decimal
    value_max: Decimal | None
    unit: str | None
    kind: str
    comparator: Comparator
    said: bool
    han: bool


def scan(text: str, within: Span) -> tuple[Quantity, ...]:
    """Return the quantities of ``text`` in the half-open range ``within``, in their order; none overlap."""
    words = within.of(text)
    if _NUMERALS.isdisjoint(words):
        return ()
    shown = _masked(words)
    found = list(_absolutes(shown))
    floor = 0
    for match in _NUMBER.finditer(shown):
        quantity = _read(words, shown, match, floor) if match.start() >= floor else None
        if quantity is not None:
            found.append(quantity)
            floor = quantity.end
    found.sort(key=lambda q: q.start)
    return tuple(_moved(q, within.start) for q in _whole(found))


def _whole(found: list[Quantity]) -> Iterator[Quantity]:
    """A share and the 全覆盖 that repeats it are one quantity: 100%全覆盖."""
    for i, q in enumerate(found):
        if q.kind == "full" and i and found[i - 1].end == q.start:
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        repeated = following and following.kind == "full" and following.start == q.end
        yield replace(q, end=following.end) if following and repeated else q


def _moved(q: Quantity, by: int) -> Quantity:
    return replace(q, start=q.start + by, end=q.end + by, number=q.number + by)


def _absolutes(shown: str) -> Iterator[Quantity]:
    """全覆盖 as 100%, 零事故 as 0."""
    for entry in lexicon.entries("absolutes"):
        value, unit = Decimal(entry.reading["value"]), entry.reading.get("unit")
        for match in entry.pattern.finditer(shown):
            start, end = match.span()
            yield Quantity(start, end, start, value, None, unit, entry.id, "=", True, True)


def _masked(words: str) -> str:
    """The words with the numerals of whatever is no quantity blotted out."""
    shown = list(words)
    for pattern, unless in _passed_over():
        for match in pattern.finditer(words):
            if unless is None or not unless.search(words, 0, match.start()):
                shown[slice(*match.span())] = ("\0" if c in _NUMERALS else c for c in match[0])
    return "".join(shown)


@cache
def _passed_over() -> tuple[tuple[re.Pattern[str], re.Pattern[str] | None], ...]:
    """What is no quantity, and the words before it that make it one after all."""
    entries = lexicon.entries("nonquantities")
    read = ((e.pattern, re.compile(e.reading["unless"]) if "unless" in e.reading else None) for e in entries)
    return ((_QUOTED, None), *read)


def _read(text: str, shown: str, match: re.Match[str], floor: int) -> Quantity | None:
    """The quantity whose number is ``match``, or None where no unit and no comparator stands by it."""
    value = _value(match)
    if value is None:
        return None
    more, end = _side_entry("between", text, match.end())
    multiple = _ROUND.match(text, end)
    if multiple:
        more, end = _side_entry("between", text, multiple.end(1))
    unit, kind, end = _unit(text, end)
    unit = multiple[1] + (unit or "") if multiple else unit
    value_max = None
    if (dash := _DASH.match(shown, end)) and (high := numerals.value(dash["high"])) and high > value:
        value_max = high
        last, last_kind, end = _unit(text, dash.end())
        unit, kind = (last, last_kind) if last else (unit, kind)
    if match["share"]:
        unit, kind = _SHARES[match["share"]], "rate"
    start, before = _before(text, floor, match.start())
    if before is None and kind == "rate":
        start, before = _against(text, floor, match.start())
    after, end = _side_entry("after", text, end)
    if dash and value_max is not None:
        after = next(e for e in _side("after") if e.id == "or-more") if dash["least"] else None
    said = tuple(entry for entry in (before, more, after) if entry is not None)
    if not _counts(text, match, unit, end, bool(said)):
        return None
    han = match["low"][0] in _HAN and value < 10
    strong = any(entry.id != "change" for entry in said)
    comparator = _comparator(before, more, after)
    return Quantity(start, end, match.start(), value, value_max, unit, kind, comparator, strong, han)


def _counts(text: str, match: re.Match[str], unit: str | None, end: int, compared: bool) -> bool:
    """Whether the number is a quantity: it has a unit, or a comparator and nothing that it could be the name of."""
    following = text[end : end + 1]
    if following == "级":
        return False
    if unit is not None:
        return unit != "元" or len(match["low"]) > 1 or match["low"] not in _HAN
    if match["top"] or match["under"]:
        return compared
    return compared and match["low"][0] not in _HAN and (not following or following in "，。；、,;.）)\n的")


def _value(match: re.Match[str]) -> Decimal | None:
    low = numerals.value(match["low"])
    if low is None or (match["low"] in {"百", "千"} and not match["share"]):
        return None
    if match["top"] and (top := numerals.value(match["top"])) and low:
        return top / low
    if match["under"] and (under := numerals.value(match["under"])):
        return low / under
    return None if match["top"] else low


def _unit(text: str, at: int) -> tuple[str | None, str, int]:
    """The unit that is printed at ``at``, the kind of it, and where it ends."""
    if text[at : at + 1] == " ":
        at += 1
    if match := _units().match(text, at):
        named = match.lastgroup
        kind = lexicon.entries("measures")[int(named[1:])].reading["kind"] if named else "count"
        return match[0], str(kind), match.end()
    return None, "bare", at


@cache
def _units() -> re.Pattern[str]:
    """A unit of the lexicon, 万 or 亿 before it and a denominator behind it; or 万 or 亿 alone."""
    patterns = [entry.pattern.pattern for entry in lexicon.entries("measures")]
    named = "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(patterns))
    per = rf"(?:[/／](?:\d*[万千百]?(?:{'|'.join(patterns)}|[年月升度例])|\d*[万千]))"
    return re.compile(rf"{_MULTIPLE}?(?:{named}){per}?|{_MULTIPLE}")


def _side_entry(side: str, text: str, at: int) -> tuple[lexicon.Entry | None, int]:
    """The comparator that stands ``between`` number and unit or ``after`` the unit, and where it ends."""
    for entry in _side(side):
        if match := entry.pattern.match(text, at):
            return entry, match.end()
    return None, at


def _before(text: str, floor: int, at: int) -> tuple[int, lexicon.Entry | None]:
    """Where the comparator before the number begins, and the entry of it."""
    begin = max(floor, at - _REACH_BACK)
    left = text[begin:at]
    for entry, pattern in _leading():
        if match := pattern.search(left):
            return begin + match.start(), entry
    return at, None


def _against(text: str, floor: int, at: int) -> tuple[int, lexicon.Entry | None]:
    """As ``_before``, for a share of something that is named in between: 不低于供应总量的5%."""
    begin = max(floor, at - 2 * _REACH_BACK)
    for entry in _side("before"):
        if entry.reading["comparator"] in {">=", "<="} and not entry.reading.get("gap"):
            match = re.search(rf"(?:{entry.pattern.pattern})[^，。；：、\s\d]{{2,20}}$", text[begin:at])
            if (match and entry.id != "at-most") or (match and not match[0].startswith(("控制", "最"))):
                return begin + match.start(), entry
    return at, None


@cache
def _leading() -> tuple[tuple[lexicon.Entry, re.Pattern[str]], ...]:
    """Each comparator that stands before a number; one of degree may have a verb between (至少举办1所)."""
    return tuple(
        (e, re.compile(rf"(?:{e.pattern.pattern})(?:了|到|至|在|为|于|人民币|{gap})?$"))
        for e in _side("before")
        for gap in ([r"[^，。；：、\s\d]{1,6}" if e.reading.get("gap") else "占"])
    )


@cache
def _side(side: str) -> tuple[lexicon.Entry, ...]:
    return tuple(e for e in lexicon.entries("comparators") if e.reading["side"] == side)


def _comparator(
    before: lexicon.Entry | None, between: lexicon.Entry | None, after: lexicon.Entry | None
) -> Comparator:
    """超过 and 低于 keep their edge whatever follows; else the words behind the number say more than those before."""
    strict = before is not None and before.reading["comparator"] in {">", "<"}
    for entry in (before if strict else None, after, between, before):
        if entry is not None:
            comparator: Comparator = entry.reading["comparator"]
            return comparator
    return "="
