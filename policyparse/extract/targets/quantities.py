"""Numbers with their unit and comparator, wherever they stand: 不少于20项, 达到60%以上, 1—2家, 百分之五十.

What only looks like a quantity (dates, ordinals, ages, names such as 500强 or 5G: ``nonquantities``) is passed over; whether
a quantity is a target is for ``targets`` to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache

from policyparse import lexicon
from policyparse.extract.targets import comparators
from policyparse.extract.targets.nonquantities import HAN, NUMERALS, masked
from policyparse.lexicon.needs import Finder, opening, sought
from policyparse.model import Comparator, Span
from policyparse.text import numerals

_DECIMAL = f"{numerals.HAN}(?:点[〇零一二三四五六七八九]+)?"
_PLAIN = f"(?:{numerals.ARABIC}|{_DECIMAL})"
# 3亿5000万, 十三万二千: a number that goes on behind its 万 or 亿, or a 3千5百
_COMPOSITE = rf"{_PLAIN}(?:(?:万亿|[万亿]|(?<=\d)[千百])零?{_PLAIN})+(?:[百千]?[万亿]|(?<=\d)[百千])?"
# a number as it is written, shares and fractions with it; not in codes, ordinals and 几十; 例：3亿5000万
_NUMBER = re.compile(
    rf"(?<![\dA-Za-z.．\ue000-\uf8ff])(?<![几第零一二三四五六七八九十百千])(?<!数(?=[十百千万亿]))(?P<share>(?:百万|十万|[百千万])分之)?"
    rf"(?:(?P<composite>{_COMPOSITE})|(?P<half>一半|半数)|(?P<low>{_PLAIN})"
    rf"(?:分之(?P<top>{_PLAIN})|/(?P<under>\d+)(?![\d万千百/.]))?)"
)
# the upper end of a range, which may not be a date's; 例：—50
_DASH = re.compile(
    rf"(?P<least>[及或]?以上)?(?:[—–\-－~～至到]|——)(?:[百千万]分之)?(?P<high>{_PLAIN})(?![月日年.\d])"
)
_MULTIPLE = (
    "(?:万亿|[十百千]万|[百千]亿|[万亿]|[百千](?=[元亩人户吨万斤枚株只头台套件家个名项条种张辆份册棵]))"
)
# a round number and something over; 例：3万余
_ROUND = re.compile(rf"({_MULTIPLE})[余多](?!年)")
# the sign of a number below nought, behind what leads over to it; 例：不低于-
_MINUS = re.compile(r"(?<=[于过到至为在达由：:=≥≤])[-－−]$")
_SHARES = {"百分之": "%", "千分之": "‰", "万分之": "‱", "十万分之": "/10万", "百万分之": "/百万"}
_BARE_ROUND = {"百": Decimal(100), "千": Decimal(1000)}
"""Numbers that are also words: 百家企业."""
_NUMERAL = re.compile(f"[{''.join(sorted(NUMERALS))}]")
"""One of these stands in every quantity."""
# a digit, wide ones too; 例：５
_DIGIT = re.compile(r"\d")
# two figures on end say about how many; 例：两三
_ABOUT = re.compile("一两|两三|二三|三四|四五|五六|六七|七八|八九")
# the hundredths behind 成; 例：五
_TENTHS = re.compile(r"[一二三四五六七八九1-9半](?![\d一二三四五六七八九十百千万亿个家项年月])")
# the numbers of a row before the last, which alone has its unit; 例：分别为57、54和
_ROW = re.compile(r"分别[一-鿿]{0,5}(?P<row>(?:(?<![\d.])\d{1,6}(?:\.\d{1,3})?[、和]){1,16})$")
# one of them; 例：5.5
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_LONGEST_ROW = 120


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
    return tuple(_moved(q, within.start) for q in _quantities(words)) if _NUMERAL.search(words) else ()


@lru_cache(maxsize=4096)
def _quantities(words: str) -> tuple[Quantity, ...]:
    """The quantities of a sentence, offsets counted in it: it is read as part of a task, and again for the accounts."""
    if not _may_hold(words):
        return ()
    shown = masked(words)
    found = list(_absolutes(shown))
    floor = 0
    for match in sought(_NUMBER.pattern).finditer(shown):
        quantity = _read(words, shown, match, floor) if match.start() >= floor else None
        if quantity is not None:
            found.append(quantity)
            floor = quantity.end
    found += [one for q in found for one in _of_its_row(words, q)]
    found.sort(key=lambda q: q.start)
    return tuple(_whole(found))


def _of_its_row(words: str, last: Quantity) -> Iterator[Quantity]:
    """The numbers of a row whose unit stands behind its last: 分别为57、54和55微克."""
    row = _ROW.search(words, max(0, last.start - _LONGEST_ROW), last.start) if last.unit else None
    for match in _FIGURE.finditer(words, row.start("row"), row.end("row")) if row else ():
        start, before = comparators.before(words, row.start() if row else 0, match.start(), nil=False)
        yield replace(
            last,
            start=start,
            end=match.end(),
            number=match.start(),
            value=Decimal(match[0]),
            value_max=None,
            comparator=before.reading["comparator"] if before else last.comparator,
            said=before is not None and before.id != "change",
        )


def _may_hold(words: str) -> bool:
    """Whether a sentence may hold a quantity: a digit, a numeral in characters before what a unit begins with, or 全覆盖.

    Of sentences with no more than 一体推进 or 全面加强 in them there are twice as many as of those with a number.
    """
    return bool(_DIGIT.search(words) or _han_before_unit().search(words) or _absolute().met(words))


@cache
def _han_before_unit() -> re.Pattern[str]:
    """A numeral in characters with what may stand between it and its unit (十余万 人), to the first sign of the unit; a share."""
    signs = re.escape("".join(sorted(opening(_units().pattern))))
    between = "|".join([f"{_MULTIPLE}?[余多]", *(entry.source for entry in comparators.side_of("between"))])
    return re.compile(f"[{''.join(sorted(HAN))}万亿](?:{between})* ?[{signs}]|分之|一半|半数")


def _whole(found: list[Quantity]) -> Iterator[Quantity]:
    """A share and the 全覆盖 that repeats it are one quantity (100%全覆盖), and so are the ends of a range (1万元以上3万元以下)."""
    for i, q in enumerate(found):
        if q.kind == "full" and i and found[i - 1].end == q.start:
            continue
        following = found[i + 1] if i + 1 < len(found) else None
        if i and _top(found[i - 1], q) is not None:
            continue
        repeated = following and following.kind == "full" and following.start == q.end
        if following and (top := _top(q, following)) is not None:
            yield replace(q, end=following.end, value_max=top, comparator="=")
        else:
            yield replace(q, end=following.end) if following and repeated else q


def _top(q: Quantity, following: Quantity) -> Decimal | None:
    """The upper end of a range in the unit of its lower end, where the number right behind closes it: 10万元以上100万元以下,
    5000万元以上1亿元以下; else None.
    """
    larger = (q.unit, following.unit) == ("万元", "亿元")
    top = following.value * 10000 if larger else following.value
    alike = q.end == following.start and (larger or q.unit == following.unit) and q.value < top
    return top if alike and (q.comparator, following.comparator) == (">=", "<=") else None


def _moved(q: Quantity, by: int) -> Quantity:
    start, end, number = q.start + by, q.end + by, q.number + by
    return Quantity(start, end, number, q.value, q.value_max, q.unit, q.kind, q.comparator, q.said, q.han)


def _absolutes(shown: str) -> Iterator[Quantity]:
    """全覆盖 as 100%, 零事故 as 0."""
    for i, match in _absolute().finditer(shown):
        entry = lexicon.entries("absolutes")[i]
        value, unit = Decimal(entry.reading["value"]), entry.reading.get("unit")
        start, end = match.span()
        yield Quantity(
            start, end, start, value, None, unit, entry.reading.get("kind", entry.id), "=", True, True
        )


@cache
def _absolute() -> Finder:
    return Finder(entry.source for entry in lexicon.entries("absolutes"))


@dataclass(frozen=True, slots=True)
class _Amount:
    """A printed number with its unit, up to ``end``: ``high`` closes a range, ``between`` stands before the unit."""

    value: Decimal
    high: Decimal | None
    unit: str | None
    kind: str
    end: int
    between: lexicon.Entry | None = None


def _read(text: str, shown: str, match: re.Match[str], floor: int) -> Quantity | None:
    """The quantity whose number is ``match``, or None where no unit and no comparator stands by it."""
    amount = _amount(text, shown, match)
    if amount is None:
        return None
    minus = _MINUS.search(text, max(floor, match.start() - 1), match.start())
    number = minus.start() if minus else match.start()
    start, before = comparators.before(text, floor, number, nil=not amount.value)
    if before is None and amount.kind in {"rate", "factor"}:
        start, before = comparators.against(text, floor, number)
    after, end = comparators.behind("after", text, amount.end)
    if amount.high is not None and (dash := _DASH.search(shown, match.start(), end)) and dash["least"]:
        after = lexicon.by_id("comparators")["or-more"]  # 50万元以上至100万元: the end is open
    said = [entry for entry in (before, amount.between, after) if entry is not None]
    if match[0] in _BARE_ROUND and (before is None or before.id == "change" or amount.kind == "bare"):
        return None  # 百亿元 by itself is an order of size, 突破百亿元 a sum
    if not _counts(text, match, amount.unit, end, bool(said)):
        return None
    return Quantity(
        start=start,
        end=end,
        number=number,
        value=-amount.value if minus else amount.value,
        value_max=amount.high,
        unit=amount.unit,
        kind=amount.kind,
        comparator=comparators.decided(before, amount.between, after),
        said=any(entry.id not in {"change", "inclusive"} for entry in said),
        han=match[0][0] in HAN and amount.value < 10,
    )


def _amount(text: str, shown: str, match: re.Match[str]) -> _Amount | None:
    """The number of ``match`` with what is printed behind it: a multiple, a unit, the end of a range."""
    if match["composite"] or (value := _value(match)) is None:
        return _composite(text, match) if match["composite"] else None
    if match["share"]:
        return _ranged(text, shown, _Amount(value, None, _SHARES[match["share"]], "rate", match.end()))
    between, at = comparators.behind("between", text, match.end())
    if rounded := _ROUND.match(text, at):  # 3万余户
        between, at = comparators.behind("between", text, rounded.end(1))
    unit, kind, end = _unit(text, at)
    if rounded:
        unit = rounded[1] + (unit or "")
    if unit == "成" and (tenths := _TENTHS.match(text, end)):  # 九成五 is 95%
        more = Decimal(5) if tenths[0] == "半" else numerals.value(tenths[0]) or Decimal(0)
        return _Amount(value * 10 + more, None, "%", "rate", tenths.end())
    if _ABOUT.fullmatch(match[0]):  # 两三家
        low, high = (numerals.value(digit) for digit in match[0])
        return _Amount(low or value, high, unit, kind, end, between)
    return _ranged(text, shown, _Amount(value, None, unit, kind, end, between))


def _composite(text: str, match: re.Match[str]) -> _Amount | None:
    """3亿5000万元 is 3.5 亿元, as a clerk would write it; 13万2千人 is 132000 人, 两万三千余人 more than 23000."""
    value = numerals.value(match["composite"])
    if value is None:
        return None
    between, at = comparators.behind("between", text, match.end())
    unit, kind, end = _unit(text, at)
    if "亿" in match["composite"]:
        value, unit = value / 10**8, "亿" + (unit or "")
    return _Amount(value, None, unit, kind, end, between)


def _ranged(text: str, shown: str, amount: _Amount) -> _Amount:
    """The amount with the end of its range, if it has one, whose unit counts for both: 1—2万户, 5%—8%; 3000万元（含）至1亿元 is told in 万元."""
    included = (
        lexicon.by_id("comparators")["inclusive"].pattern.match(text, amount.end)
        if amount.kind == "money"
        else None
    )
    dash = _DASH.match(shown, included.end() if included else amount.end)
    high = numerals.value(dash["high"]) if dash else None
    if dash and high and amount.unit == "万元" and text[dash.end() :].startswith("亿元"):
        return replace(amount, high=high * 10000, end=dash.end() + len("亿元"))
    if dash is None or high is None or high <= amount.value:
        return amount
    unit, kind, end = _unit(text, dash.end())
    if amount.kind == kind == "rate" and unit != amount.unit and text[amount.end] in "至到":
        return amount  # 提升3个百分点至92% names a step and a level
    if not unit or amount.kind == "rate" != kind:
        unit, kind = amount.unit, amount.kind
    return replace(amount, high=high, unit=unit, kind=kind, end=end)


def _counts(text: str, match: re.Match[str], unit: str | None, end: int, compared: bool) -> bool:
    """Whether the number is a quantity: it has a unit, or a comparator and nothing that it could be the name of."""
    following = text[end : end + 1]
    if following == "级":
        return False
    if unit is not None:
        return unit != "元" or len(match[0]) > 1 or match[0] not in HAN
    if match["top"] or match["under"] or match["half"]:
        return compared
    return compared and match[0][0] not in HAN and (not following or following in "，。；、,;.）)\n的")


def _value(match: re.Match[str]) -> Decimal | None:
    if match["half"]:
        return Decimal("0.5")
    low = _BARE_ROUND.get(match["low"]) or numerals.value(match["low"])
    if low is None:
        return None
    if match["top"]:
        top = numerals.value(match["top"])
        return top / low if top and low else None
    if match["under"]:
        under = numerals.value(match["under"])
        return low / under if under else low
    return low


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
    patterns = [entry.source for entry in lexicon.entries("measures")]
    named = "|".join(f"(?P<u{i}>{pattern})" for i, pattern in enumerate(patterns))
    per = rf"(?:[/／∕](?:\d*[万千百]?(?:{'|'.join(patterns)}|[年月升度例Ll])(?:[·•][年月日天])?|\d*[万千])|每(?:升|立方米|平方公里|公顷))"
    return re.compile(rf"{_MULTIPLE}?(?:{named})(?:{per}){{0,2}}|{_MULTIPLE}")  # 元/人/月
