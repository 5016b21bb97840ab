"""Deadlines in running text, in a 完成时限 column and in a closing bracket (contract, Deadlines).

The lexicon ``deadlines.toml`` says how a time is printed and whether it binds; this module finds the leftmost
words that an entry matches, the earlier entry first, and ``calendar`` turns them into days and cycles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache, lru_cache

from policyparse.extract.deadlines.calendar import (
    NoSuchDay,
    Stretch,
    festival,
    plus,
    rrule,
    stretch,
    weekdays,
)
from policyparse.lexicon import Entry, data, entries
from policyparse.lexicon.needs import Finder
from policyparse.model import Deadline, Mention, Setting, Span
from policyparse.text import memory
from policyparse.text.numerals import value
from policyparse.text.sentences import holding, sentences

SENTENCE_STOPS = "。！？!?\n"
"""What ends a sentence in which times are read together."""
SIGNS = re.compile("[年月日号季旬周天期内前起度节五冬学假考汛]|持续|常态|20[0-9]{2}|[QqＱ][1-4]")
"""One of these stands in every time of running text: without it no pattern is tried."""
# a day of the month; 例：5日
_MONTH_DAY = re.compile(r"(?<!\d)(\d{1,2})[日号]")
# a time of the year, which is no day of a month; 例：12月15日
_OF_THE_YEAR = re.compile(r"\d月|[一二三四五六七八九十]月|年|季")
# what may stand around a time that fills a whole bracket or cell; 例：前完成
_COMPLETED = re.compile(
    r"(?:[，,。、\s]|到|于|在|至|截至|力争|确保|全部|基本|必须)*(?:前|以前|之前|止|底|末|内|起)?(?:完成|办结|建成|做好|落实)?[，,。\s]*"
)
# what a cell of a time column says, signs at its ends left out; 例：年底
_WORDS = re.compile(r"[^\s，,。；;：:、（）()“”/／—–-](?:[^\n]*[^\s，,。；;：:、（）()])?")
# what says one time and no more; 例：秋季学期开学前
_ONE_PHRASE = re.compile(r"[^，,。；;、（）()\n]{1,24}前")


@dataclass(frozen=True, slots=True)
class Reading:
    """Words that name a time, and the deadline that they set: None where they set none.

    ``rule`` is the id of the entry that says so, or no-such-day.
    """

    span: Span
    entry: Entry
    deadline: Deadline | None
    rule: str


@dataclass(frozen=True, slots=True)
class _Here:
    """What the document and the words before in the same sentence lend to the words that follow.

    ``cycle`` is ``bare`` after 每年, ``dated`` after 每年1月底前, ``daily`` after 每月5日前, which lends its days and no month.
    """

    setting: Setting
    column: bool
    year: int | None
    cycle: str = ""


def find(text: str, within: Span, setting: Setting, *, column: bool = False) -> tuple[Mention[Deadline], ...]:
    """The deadlines set in ``text[within.start:within.end]``, in order, each rule or day once.

    ``setting.year`` is the year of words without one, ``setting.issued_on`` the day that 印发之日起一个月内
    is counted from. ``column`` says that the words stand where only a time is written (a 完成时限 column, a
    label, a responsibility bracket): there a bare 2023年6月 is a last day and 长期坚持 is ``ongoing``, and words
    that name no time that is known are kept as they stand. A time without a day (汛期前, 2月30日, 6月底 where no
    year is known) is a ``by`` whose ``due`` is None. Spans are half-open offsets into ``text``, RRULEs those of
    RFC 5545; a surface is ``text`` at its span.
    """
    found: dict[Deadline | str, Mention[Deadline]] = {}
    read = [reading for reading in readings(text, within, setting, column) if reading.deadline]
    for reading in [r for r in read if not r.entry.reading.get("alone")] or read:
        if reading.deadline:
            known = reading.deadline.kind not in {"by", "period"} or reading.deadline.due
            key = reading.deadline if known else reading.span.of(text)
            found.setdefault(key, _mention(text, reading, reading.deadline))
    said = _WORDS.search(text, within.start, within.end) if column else None
    whole = Span(said.start(), said.end()) if said else None
    if whole and not found:
        return (Mention(whole, whole.of(text), Deadline("by"), "unread", 0.5),)
    if whole and len(found) == 1 and _ONE_PHRASE.fullmatch(whole.of(text)):
        (only,) = found.values()  # 秋季学期开学前: all of it says when, not 开学前 alone
        if only.value == Deadline("by"):
            return (replace(only, span=whole, surface=whole.of(text)),)
    return tuple(found.values())


def one(words: str, setting: Setting) -> Deadline | None:
    """The one time that ``words`` say, as a person types it for a column; None where they say none, several, or more than a time.

    2025-06-30, 2025年6月底前完成, 每季度, 长期坚持, 明年3月. What no calendar tells (汛期前, 2月30日) is None too.
    """
    words = words.strip()
    found = [m for m in find(words, Span(0, len(words)), setting, column=True) if m.span]
    if len(found) != 1:
        return None
    (mention,) = found
    rest = words[: mention.span.start] + words[mention.span.end :] if mention.span else words
    value = mention.value
    known = value.due or value.rrule or value.kind == "ongoing"
    return value if known and _COMPLETED.fullmatch(rest) else None


def named(text: str, within: Span, setting: Setting) -> tuple[tuple[Span, str, Deadline | None], ...]:
    """Every time that the words of ``within`` name, in order: where, by which entry, and the deadline that it sets, if any."""
    found = readings(text, within, setting, False)
    return tuple((reading.span, reading.rule, reading.deadline) for reading in found)


def over(text: str, place: Span, setting: Setting) -> Iterator[tuple[Span, str, Deadline | None]]:
    """As ``named``, what shares a character with ``place``; only the sentences that it stands in are read."""
    for sentence in holding(text, place, SENTENCE_STOPS):
        for span, rule, deadline in named(text, sentence, setting):
            if span.start < place.end and place.start < span.end:
                yield span, rule, deadline


def _mention(text: str, reading: Reading, deadline: Deadline) -> Mention[Deadline]:
    confidence = reading.entry.reading.get("confidence", data("deadlines")["confidence"])
    return Mention(reading.span, reading.span.of(text), deadline, reading.rule, confidence)


def readings(text: str, within: Span, setting: Setting, column: bool) -> Iterator[Reading]:
    """Every time that the words name, in order; what a time lends to those after it ends with its sentence."""
    for sentence in sentences(text, within, SENTENCE_STOPS):
        if column or SIGNS.search(text, sentence.start, sentence.end):
            yield from _sentence(text, sentence.start, sentence.end, column, setting.year, setting.issued_on)


@memory.of_text
def _sentence(
    text: str, start: int, end: int, column: bool, year: int | None, issued_on: date | None
) -> tuple[Reading, ...]:
    """The times of a sentence; kept, because each number of a sentence, and each account of it, asks for them."""
    own = Setting(year=year, issued_on=issued_on)
    here = _Here(own, column, _own_year(own))
    found = []
    for entry, match in _found(text[start:end], column):
        span = Span(start + match.start(), start + match.end())
        try:
            found.append(Reading(span, entry, _deadline(entry, match, here), entry.id))
        except NoSuchDay:
            found.append(Reading(span, entry, Deadline("by"), "no-such-day"))
        here = _lent(entry, match, here)
    return tuple(found)


def _own_year(setting: Setting) -> int | None:
    return setting.year or (setting.issued_on.year if setting.issued_on else None)


@lru_cache(maxsize=4096)
def _found(words: str, column: bool) -> tuple[tuple[Entry, re.Match[str]], ...]:
    """What the entries match in a sentence without overlap: the leftmost first, at one place the earlier entry."""
    kept = []
    read, finder = _read(column)
    end = 0
    for order, match in sorted(finder.finditer(words), key=lambda f: (f[1].start(), f[0])):
        if match.start() >= end:
            kept.append((read[order], match))
            end = match.end()
    return tuple(kept)


@cache
def _read(column: bool) -> tuple[list[Entry], Finder]:
    """The entries that hold in running text or in a column, and what finds them."""
    read = [e for e in entries("deadlines") if column or e.reading.get("where") != "column"]
    return read, Finder(e.source for e in read)


def _lent(entry: Entry, match: re.Match[str], here: _Here) -> _Here:
    """A named year and a cycle with its day (每年1月底前) hold for the times after them in the sentence.

    A distant year with 到 or 底前 is a goal of its own: 到2030年 lends nothing to a 6月底前 after it.
    """
    words = _words(entry, match)
    if words["kind"] == "recurring":
        dated = "dated" if "年" in words["unit"] else "daily"
        bare = "bare" if "年" in words["unit"] else ""
        return replace(here, cycle=dated if "when" in words else here.cycle or bare)
    if words["kind"] != "by" or "time" not in words:
        return here
    try:
        named = stretch(words["time"], None)
    except NoSuchDay:
        return here
    whole = named and named.first and (named.first.month, named.last.month) == (1, 12)
    return replace(here, year=named.last.year) if named and (match[0] == words["time"] or not whole) else here


def _deadline(entry: Entry, match: re.Match[str], here: _Here) -> Deadline | None:
    """The deadline that an entry's match sets here; None where it sets none.

    What no calendar tells is a ``by`` without a day: 汛期前, 6月底 where no year is known. Raises NoSuchDay (2月30日).
    """
    kind, words = entry.reading["kind"], _words(entry, match)
    if kind == "none" or _is_in_cycle(words.get("time", ""), here):
        return None
    if kind == "recurring":
        rule = _cycle(words)
        return Deadline("recurring", rrule=rule) if rule else None
    if kind == "ongoing":
        return Deadline("ongoing")
    days = None if kind == "kept" else _days(kind, words, here)
    if days and _past(days.last, match[0], here, ahead=bool(entry.reading.get("ahead"))):
        return None
    first, last = (days.first, days.last) if days else (None, None)
    if kind == "period" and (first or not last):
        return Deadline("period", due=last, start=first)
    return Deadline("by", due=last)  # also 即日起至6月底 in a text whose own day is not known


def _cycle(words: dict[str, str]) -> str | None:
    """The RRULE of a cycle; its days are part of it (每月10日前, 每月5日、20日, 每月底前, 每周五, 每月第二个周五)."""
    if days_of_week := words.get("weekday"):
        return f"{rrule(words['unit'])};BYDAY={weekdays(days_of_week, words.get('nth', ''))}"
    rule, when = rrule(words["unit"], words.get("count")), words.get("when", "")
    days = _MONTH_DAY.findall(when) if when[:1].isdigit() else ["-1"] * (when[:1] in {"底", "末"})
    return f"{rule};BYMONTHDAY={','.join(days)}" if rule == "FREQ=MONTHLY" and days else rule


def _words(entry: Entry, match: re.Match[str]) -> dict[str, str]:
    """The groups that took part in the match; what it leaves out the entry itself may say."""
    return {**entry.reading, **{name: words for name, words in match.groupdict().items() if words}}


def _past(due: date, words: str, here: _Here, *, ahead: bool) -> bool:
    """Whether the time is over: a fact of the past, which only a column of deadlines does not hold."""
    own, issued_on = _own_year(here.setting) or due.year, here.setting.issued_on
    so_far = (ahead or words.startswith(("截至", "截止"))) and issued_on is not None and due <= issued_on
    return not here.column and (due.year < own or so_far)


def _is_in_cycle(time: str, here: _Here) -> bool:
    """Whether the day is one of the cycle before it: 每年1月底前、7月底前; 每月5日前、20日前; 每年…，次年3月底前."""
    try:
        of_its_own = stretch(time, None) is not None
    except NoSuchDay:
        of_its_own = True
    within = here.cycle == "dated" or (here.cycle == "daily" and not _OF_THE_YEAR.search(time))
    return bool(time) and (
        (within and not of_its_own) or (here.cycle in {"bare", "dated"} and "次年" in time)
    )


def _days(kind: str, words: dict[str, str], here: _Here) -> Stretch | None:
    """The days from a first to a last one, those counted from a first one, or those of one printed time.

    Raises NoSuchDay where the words name a day that there is not.
    """
    issued_on = here.setting.issued_on
    if words.get("count"):
        return _counted(kind, words, here)
    if words.get("to"):
        return _range(words, here)
    if eve := words.get("eve"):
        day = festival(eve, here.year, issued_on)
        return Stretch(day, day - timedelta(days=1)) if day else None
    return stretch(words["time"], here.year, issued_on)


def _first(words: str, here: _Here) -> date | None:
    """A printed first day, of 5月底 the last of its month; 印发之日 and 即日 are the day of issue."""
    days = stretch(words, here.year) if re.search(r"[\d年月]", words) else None
    if days is None:
        return here.setting.issued_on
    return days.last if words[-1] in "底末" else days.first


def _counted(kind: str, words: dict[str, str], here: _Here) -> Stretch | None:
    """印发之日起1个月内 ends a month after that day; what is in force for 5 years ends the day before."""
    first, count = _first(words.get("from", ""), here), value(words["count"])
    if (
        first is None or count is None or words["unit"] == "工作日"
    ):  # which days are worked, an office announces late
        return None
    last = plus(first, count, words["unit"])
    return Stretch(first, last - timedelta(days=1) if kind == "period" else last)


def _range(words: dict[str, str], here: _Here) -> Stretch | None:
    """2023年9月—2024年3月, 6—9月, 6月1—15日: what one end leaves out it takes from the other."""
    begin, end = words.get("from", ""), words["to"]
    if begin[-1:].isdigit() and not re.search("[./-]", begin):
        begin += re.sub(r"\d", "", end)[:1]
    if "月" not in end and re.search(r"\d[日号]", end):
        end = begin[: begin.find("月") + 1] + end
    first = _first(begin, here)
    last = stretch(end, first.year if first else here.year)
    if first and last and last.last < first:
        last = stretch(end, first.year + 1)
    return Stretch(first, last.last) if last else None
