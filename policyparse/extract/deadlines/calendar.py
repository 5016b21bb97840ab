"""Printed dates and cycles: 2025年6月底, 三季度, 十四五, 2025.12, 国庆前, 每三个月 → their days, or an RRULE."""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from policyparse import cycles
from policyparse.lexicon import data
from policyparse.text import numerals

_HAN = "〇○零一二三四五六七八九十"
# a year named in a time; 例：2025年
_YEAR = re.compile(rf"(?<!\d)(20\d\d|二[{_HAN}]{{3}})(?=年|$|[QqＱHhＨ])|(?<!\d)(\d\d)(?=年[\d底末])")
# a month; one that no calendar has (13月) is seen too, and refused; 例：6月
_MONTH = re.compile(rf"(\d{{1,4}}|[{_HAN}]{{1,4}})月")
# a day, in the old figures too; 例：廿八日
_DAY = re.compile(rf"(\d{{1,4}}|[{_HAN}廿卅]{{1,4}})[日号]")
# a date in figures alone; 例：2025.6.30
_POINTED = re.compile(r"(20\d\d)[.．/-](\d{1,2})(?:[.．/-](\d{1,2}))?|(?<!\d)(20\d\d)(\d\d)(\d\d)?(?!\d)")
# a month and a day in figures alone; 例：6.30
_POINTED_DAY = re.compile(r"(?<![\d.．])(\d{1,2})[.．](\d{1,2})(?![\d.．])")
# a quarter of the year; 例：Q3
_QUARTER = re.compile(r"([一二三四1-4])季度|[QqＱ]([1-4])|(首)季")
# a half of the year by its code; 例：H1
_HALF = re.compile(r"[HhＨ]([12])")
# a five-year plan: 十五五 is 2026 to 2030; 例：十四五
_PLAN = re.compile(r"十([一二三四五六七八九])五")
_OWN_YEARS = {"今年": 0, "本年": 0, "明年": 1, "次年": 1, "来年": 1, "下一年": 1, "第二年": 1, "后年": 2}
# the thirds of a month, one or two of them; 例：3月下旬
_THIRDS = re.compile(r"([上中下]{1,2})旬")
_BEGINS, _ENDS = {"上": 1, "中": 11, "下": 21}, {"上": 10, "中": 20, "下": 31}


class NoSuchDay(ValueError):
    """The words name a day that no calendar has: 2月30日, 13月底."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """The days that printed words name, both ends included; ``first`` is None where it is not told."""

    first: date | None
    last: date


def stretch(words: str, year: int | None, issued_on: date | None = None) -> Stretch | None:
    """The days that the words of one printed date name; None where they are none or their year is not known.

    ``year`` is the year of words without one (上半年, 6月底), ``issued_on`` the day that 本月 and 下月 are
    counted from. 2025年 is the whole year, 6月底 and 6月 the whole month, 6月上旬 its first ten days, 十四五
    2021 to 2025. Raises NoSuchDay for a day that its month has not: it is never read as another.
    """
    plan = _PLAN.search(words)
    if plan:
        start = 2001 + 5 * _number(plan[1])
        return Stretch(date(start, 1, 1), date(start + 4, 12, 31))
    if pointed := _POINTED.search(words):
        named_year, month, day = pointed.groups()[:3] if pointed[1] else pointed.groups()[3:]
        return _within_year(int(named_year), int(month), int(day) if day else None, words)
    if re.search("[本下]月", words):
        return _near_month(words, issued_on)
    named = _YEAR.search(words)
    read = _number(named[1] or "20" + named[2]) if named else _own_year(words, year)
    rest = words[named.end() :] if named else words
    return None if read is None else _in_year(read, rest)


def _in_year(year: int, words: str) -> Stretch | None:
    """What the words behind a year name of it; a day without its month is none."""
    month, day, pointed = _MONTH.search(words), _DAY.search(words), _POINTED_DAY.search(words)
    if month:
        return _within_year(year, _number(month[1]), _number(day[1]) if day else None, words)
    if pointed:
        return _within_year(year, int(pointed[1]), int(pointed[2]), words)
    return None if day else _part_of_year(year, words)


def festival(words: str, year: int | None, issued_on: date | None) -> date | None:
    """The day of the next festival of that name: the year's own, or the one after where that is over on ``issued_on``.

    A year that is named with it counts as it stands. None where no year is known, or the moving feast of that year is not.
    """
    named = _YEAR.search(words)
    own = _number(named[1]) if named and named[1] else _own_year(words, year)
    name = next(name for name in data("festivals")["names"] if name in words)
    if own is None:
        return None
    day = _feast(data("festivals")["names"][name], own)
    over = issued_on or date(own, 1, 1)
    following = day is not None and day <= over and not (named or any(w in words for w in _OWN_YEARS))
    return _feast(data("festivals")["names"][name], own + 1) if following else day


def _feast(name: str, year: int) -> date | None:
    """The day of a feast in a year; ``name`` is 10-01 or the name of one whose day moves."""
    moving = data("festivals")["moving"]
    if name in moving:
        place = year - data("festivals")["first_year"]
        name = moving[name][place] if 0 <= place < len(moving[name]) else ""
    return date.fromisoformat(f"{year}-{name}") if name else None


def _number(words: str) -> int:
    value = numerals.value(words)
    return 0 if value is None else int(value)


def _own_year(words: str, year: int | None) -> int | None:
    """The year of words that count from the document's own: 明年6月 is in the next."""
    later = next((n for word, n in _OWN_YEARS.items() if word in words), 0)
    return None if year is None else year + later


def _within_year(year: int, month: int, day: int | None, words: str) -> Stretch:
    """A day, a third of a month or a whole month. Raises NoSuchDay."""
    if not 1 <= month <= 12:
        raise NoSuchDay(words)
    end = monthrange(year, month)[1]
    if day is not None:
        if not 1 <= day <= end:
            raise NoSuchDay(words)
        return Stretch(date(year, month, day), date(year, month, day))
    thirds = _THIRDS.search(words)
    if not thirds:
        early = 20 if "中" in words else 10 if "初" in words else end
        return Stretch(date(year, month, 1), date(year, month, early))
    first, last = min(_BEGINS[t] for t in thirds[1]), min(max(_ENDS[t] for t in thirds[1]), end)
    return Stretch(date(year, month, first), date(year, month, last))


def _part_of_year(year: int, words: str) -> Stretch:
    """The last quarter that the words name, a half, or the whole year."""
    quarters = ["1" if head else han or code for han, code, head in _QUARTER.findall(words)]
    first, last = 1, 12
    if quarters:
        last = 3 * _number(quarters[-1])
        first = last - 2
    elif half := _HALF.search(words):
        first, last = (1, 6) if half[1] == "1" else (7, 12)
    elif "上半年" in words or "年中" in words:
        last = 6
    elif "下半年" in words:
        first = 7
    return Stretch(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _near_month(words: str, issued_on: date | None) -> Stretch | None:
    """本月底 and 下月10日, counted from the month that the document was issued in."""
    if issued_on is None:
        return None
    day = _DAY.search(words)
    month = plus(issued_on.replace(day=1), 1 if "下月" in words else 0, "月")
    exact = _number(day[1]) if day else None
    return _within_year(month.year, month.month, exact, words)


def plus(day: date, count: Decimal | int, unit: str) -> date:
    """The day ``count`` units (日, 天, 周, 月, 年) after ``day``; of a month too short, its last day.

    A half of a month counts 15 days.
    """
    if unit in {"日", "天", "周"}:
        return day + timedelta(days=int(count * (7 if unit == "周" else 1)))
    later, half = divmod(Decimal(count) * (12 if unit == "年" else 1), 1)
    year, month = divmod(day.year * 12 + day.month - 1 + int(later), 12)
    same = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return same + timedelta(days=15 if half else 0)


def weekdays(words: str, nth: str = "") -> str:
    """The BYDAY of printed days of the week, 五 FR, 一、三 MO,WE, 一至周五 MO to FR; ``nth`` is which of the month: 第二 2FR."""
    days = ["一二三四五六日".find(sign) for sign in words.replace("天", "日") if sign in "一二三四五六日"]
    if "至" in words or "到" in words:
        days = list(range(days[0], days[-1] + 1))
    which = "-1" if nth.startswith("最后") else str(_number(nth.strip("第个"))) if nth else ""
    return ",".join(which + cycles.WEEKDAYS[day] for day in days)


def rrule(unit: str, count: str | None = None) -> str | None:
    """The RRULE (RFC 5545) of a cycle: 季 is FREQ=MONTHLY;INTERVAL=3, 半 of a 年 FREQ=MONTHLY;INTERVAL=6.

    ``unit`` is 年, 学年, 学期, 季, 月, 旬, 周, 星期, 工作日, 日 or 天, a 度 after it not counting; ``count`` is
    a numeral, or None for one. None for a cycle that the calendar has not (半周).
    """
    unit = unit.removesuffix("度")
    if count == "半":
        return cycles.rule(f"半{unit}")
    return cycles.rule(unit, _number(count.replace("双", "两")) if count else 1)
