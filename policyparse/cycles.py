"""Cycles (RRULE, RFC 5545 section 3.3.10): made of printed words, said in words, laid out in days.

The days are worked out by dateutil. What a cycle leaves open is told as an office tells it: what names no day falls due
on the last day of its period – 每季度 at the end of March, June, September and December, 每周 on Friday, 每年 on 31 December.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from functools import lru_cache

from dateutil.rrule import rrule, rrulestr

# Chinese unit: frequency and interval. The first word for a pair is the one that is printed.
_UNITS: Mapping[str, tuple[str, int]] = {
    "年": ("YEARLY", 1),
    "学年": ("YEARLY", 1),
    "半年": ("MONTHLY", 6),
    "学期": ("MONTHLY", 6),
    "季度": ("MONTHLY", 3),
    "季": ("MONTHLY", 3),
    "月": ("MONTHLY", 1),
    "周": ("WEEKLY", 1),
    "星期": ("WEEKLY", 1),
    "日": ("DAILY", 1),
    "天": ("DAILY", 1),
}
# Units that are days of a longer period.
_LISTED: Mapping[str, str] = {
    "半月": "FREQ=MONTHLY;BYMONTHDAY=15,-1",
    "旬": "FREQ=MONTHLY;BYMONTHDAY=10,20,-1",
    "工作日": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
}
_COUNTED = {"YEARLY": "年", "MONTHLY": "个月", "WEEKLY": "周", "DAILY": "日"}
WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The days of the week as a rule names them, from Monday on."""
_WEEKDAYS = dict(zip(WEEKDAYS, "一二三四五六日", strict=True))
_MONTHS, _MONTH_DAYS = r"(?:1[0-2]|0?[1-9])", r"-?(?:3[01]|[12]\d|0?[1-9])"
# The parts of a rule that are spoken of here, and what each may say; a rule with another is kept as it stands.
_PARTS: Mapping[str, str] = {
    "FREQ": "YEARLY|MONTHLY|WEEKLY|DAILY",
    "INTERVAL": r"[1-9]\d{0,3}",
    "COUNT": r"[1-9]\d{0,3}",
    "BYMONTH": rf"{_MONTHS}(?:,{_MONTHS})*",
    "BYMONTHDAY": rf"{_MONTH_DAYS}(?:,{_MONTH_DAYS})*",
    "BYDAY": r"(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU)(?:,(?:[+-]?[1-5])?(?:MO|TU|WE|TH|FR|SA|SU))*",
    "UNTIL": r"\d{8}(?:T\d{6}Z?)?",
}


def rule(unit: str, count: int = 1) -> str | None:
    """The RRULE of a unit as printed, 年, 半年, 学期, 季度, 月, 半月, 旬, 周, 工作日, 日 …, ``count`` of them.

    None for a unit that is none, for a count below one, and for more than one of a unit that is a list of days (两旬).
    """
    if unit in _LISTED:
        return _LISTED[unit] if count == 1 else None
    if unit not in _UNITS or count < 1:
        return None
    frequency, interval = _UNITS[unit]
    interval *= count
    return f"FREQ={frequency}" + (f";INTERVAL={interval}" if interval > 1 else "")


def valid(rule: str) -> bool:
    """Whether the text is an RRULE that is spoken of here: its parts known, each once and with a value that it may have."""
    parts = _parts(rule)
    if "FREQ" not in parts or len(parts) < rule.count("=") or {"COUNT", "UNTIL"} <= set(parts):
        return False
    if not all(
        name in _PARTS and re.fullmatch(_PARTS[name], value, re.ASCII) for name, value in parts.items()
    ):
        return False
    try:
        rrulestr(rule, dtstart=datetime(2024, 1, 1))
    except ValueError:  # a day of no month in UNTIL
        return False
    return True


@lru_cache(1024)  # many tasks have one of few rules
def words(rule: str) -> str:
    """A cycle as a clerk writes it: 每季度, 每年3月底前, 每季度25日前, 每旬, 每个工作日; what is no RRULE as it stands."""
    if not valid(rule):
        return rule
    parts = _parts(rule)
    limit = _limit(parts)
    plain = ";".join(f"{name}={value}" for name, value in parts.items() if name not in {"UNTIL", "COUNT"})
    for unit, listed in _LISTED.items():
        if plain == listed:
            return ("每个工作日" if unit == "工作日" else f"每{unit}") + limit
    months = "、".join(f"{month}月" for month in _listed(parts, "BYMONTH"))
    yearly = bool(months) and parts["FREQ"] == "MONTHLY" and "INTERVAL" not in parts
    return ("每年" if yearly else _every(parts)) + months + _days(parts, bool(months)) + limit


def _every(parts: Mapping[str, str]) -> str:
    """每年, 每季度, 每2周: the period alone."""
    frequency, interval = parts["FREQ"], int(parts.get("INTERVAL", "1"))
    if frequency == "MONTHLY" and interval % 12 == 0:
        frequency, interval = "YEARLY", interval // 12
    unit = next((unit for unit, pair in _UNITS.items() if pair == (frequency, interval)), None)
    return f"每{unit}" if unit else f"每{interval}{_COUNTED[frequency]}"


def _days(parts: Mapping[str, str], in_month: bool) -> str:
    """The days of the period on which the cycle falls due: 25日前, 底前, 五 of 每周五."""
    said = [
        "" if name[-2:] not in _WEEKDAYS else _ordinal(name[:-2]) + _WEEKDAYS[name[-2:]]
        for name in _listed(parts, "BYDAY")
    ]
    if said:
        weekly = parts["FREQ"] == "WEEKLY"
        return "、".join(said if weekly else (f"周{day}" if "周" not in day else day for day in said))
    numbers = [int(day) for day in _listed(parts, "BYMONTHDAY")]
    if not numbers:
        return ""
    if numbers == [-1]:
        return "底前" if in_month else "末前"
    return (
        "、".join("月末" if day == -1 else f"倒数第{-day}日" if day < 0 else f"{day}日" for day in numbers)
        + "前"
    )


def _ordinal(number: str) -> str:
    """第二个周 of 2TU, 最后一个周 of -1FR, nothing of MO."""
    return "" if not number else "最后一个周" if number == "-1" else f"第{number.lstrip('+')}个周"


def _limit(parts: Mapping[str, str]) -> str:
    if "COUNT" in parts:
        return f"（共{parts['COUNT']}次）"
    if "UNTIL" in parts:
        last = datetime.strptime(parts["UNTIL"][:8], "%Y%m%d").date()
        return f"（至{last.year}年{last.month}月{last.day}日）"
    return ""


def dated(rule: str, begin: date, last: date | None = None) -> tuple[date, str] | None:
    """The first day from ``begin`` on that the cycle falls due on, and the rule with its day named.

    ``last`` ends the cycle where the rule itself says no end. None for what is no RRULE, or has no day from then on.
    """
    if not valid(rule):
        return None
    parts = _parts(rule)
    frequency = parts["FREQ"]
    if frequency == "WEEKLY":
        parts.setdefault("BYDAY", "FR")
    elif frequency in {"MONTHLY", "YEARLY"} and "BYDAY" not in parts:
        parts.setdefault("BYMONTHDAY", "-1")
        if frequency == "YEARLY":
            parts.setdefault("BYMONTH", "12")
    if last and not {"UNTIL", "COUNT"} & set(parts):
        parts["UNTIL"] = max(last, begin).isoformat().replace("-", "")
    whole = ";".join(f"{name}={value}" for name, value in parts.items())
    endless = re.sub(r";COUNT=\d+", "", whole)  # counted from its first day, which is looked for
    day = _rule(endless, _start(_parts(rule), begin)).after(datetime.combine(begin, time()), inc=True)
    return (day.date(), whole) if day else None


def days(rule: str, first: date) -> Iterator[date]:
    """The days of a dated cycle from its first one on."""
    return (day.date() for day in _rule(rule, first))


def _rule(rule: str, start: date) -> rrule:
    made = rrulestr(rule, dtstart=datetime.combine(start, time()))
    assert isinstance(made, rrule)
    return made


def _start(parts: Mapping[str, str], begin: date) -> date:
    """The day to count from: in the calendar's own quarters and halves, else at the end of the first period."""
    interval = int(parts.get("INTERVAL", "1"))
    if parts["FREQ"] in {"DAILY", "WEEKLY"}:
        return begin
    if "BYMONTH" in parts:
        return date(begin.year, 1, 1)
    if parts["FREQ"] == "MONTHLY" and 12 % interval == 0:
        return date(begin.year, interval, 1)
    year, month = divmod(begin.year * 12 + begin.month - 1 + interval - 1, 12)
    if parts["FREQ"] == "YEARLY":
        year, month = begin.year + interval - 1, 0
    return date(min(year, date.max.year), month + 1, 1)


def _parts(rule: str) -> dict[str, str]:
    return dict(part.partition("=")[::2] for part in rule.removeprefix("RRULE:").split(";"))


def _listed(parts: Mapping[str, str], name: str) -> list[str]:
    return [value for value in parts.get(name, "").split(",") if value]
