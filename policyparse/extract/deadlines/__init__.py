"""Deadlines in running text, in a 完成时限 column and in a closing bracket (contract, Deadlines).

The lexicon ``deadlines.toml`` says how a time is printed and whether it binds; this module finds the leftmost
words that an entry matches, the earlier entry first, and ``calendar`` turns them into days and cycles.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from policyparse.extract.deadlines.calendar import Stretch, plus, rrule, stretch
from policyparse.lexicon import Entry, data, entries
from policyparse.model import Deadline, Mention, Setting, Span
from policyparse.text.numerals import value

_SENTENCE_END = re.compile(r"[。！？!?\n]")
_CLAUSE_END = re.compile(r"[。！？!?\n；;]")


@dataclass(frozen=True, slots=True)
class _Reading:
    """Words that name a time, and the deadline that they set: None where they set none."""

    span: Span
    entry: Entry
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class _Here:
    """What the document and the words before in the same sentence lend to the words that follow.

    ``cycle`` is ``bare`` after 每年, ``dated`` after 每年1月底前.
    """

    setting: Setting
    column: bool
    year: int | None
    cycle: str = ""


def find(text: str, within: Span, setting: Setting, *, column: bool = False) -> tuple[Mention[Deadline], ...]:
    """The deadlines set in ``text[within.start:within.end]``, in order, each rule or day once.

    ``setting.year`` is the year of words without one, ``setting.issued_on`` the day that 印发之日起一个月内
    is counted from. ``column`` says that the words stand where only a time is written (a 完成时限 column, a
    label, a responsibility bracket): there a bare 2023年6月 is a last day and 长期坚持 is ``ongoing``. Spans
    are half-open offsets into ``text``, RRULEs those of RFC 5545; a surface is ``text`` at its span.
    """
    found: dict[Deadline, Mention[Deadline]] = {}
    for reading in _readings(text, within, setting, column):
        if reading.deadline and reading.deadline not in found:
            found[reading.deadline] = _mention(text, reading.span, reading.entry, reading.deadline)
    return tuple(found.values())


def governing(text: str, within: Span, at: int, setting: Setting) -> date | None:
    """The last day set for the number at offset ``at``: by the nearest time before it in its sentence.

    Where none stands before it, a time after it in the same clause that no other number follows. A time that
    sets no deadline (2022年 in a plan for 2023) governs its numbers too, and gives None.
    """
    start = max((m.end() for m in _SENTENCE_END.finditer(text, within.start, at)), default=within.start)
    end = _end(_SENTENCE_END, text, at, within.end)
    times = [
        r
        for r in _readings(text, Span(start, end), setting, False)
        if r.entry.reading["kind"] in {"by", "period"}
    ]
    before = [r for r in times if r.span.start <= at]
    if before:
        return before[-1].deadline.due if before[-1].deadline else None
    clause_end = _end(_CLAUSE_END, text, at, within.end)
    for reading in times:
        free = reading.span.end <= clause_end and not re.search(r"\d", text[reading.span.end : clause_end])
        if free and reading.deadline:
            return reading.deadline.due
    return None


def _mention(text: str, span: Span, entry: Entry, deadline: Deadline) -> Mention[Deadline]:
    confidence = entry.reading.get("confidence", data("deadlines")["confidence"])
    return Mention(span, span.of(text), deadline, entry.id, confidence)


def _end(pattern: re.Pattern[str], text: str, start: int, otherwise: int) -> int:
    """Where the pattern next matches from ``start``, or ``otherwise``."""
    match = pattern.search(text, start, otherwise)
    return match.start() if match else otherwise


def _readings(text: str, within: Span, setting: Setting, column: bool) -> Iterator[_Reading]:
    """Every time that the words name, in order."""
    fresh = here = _Here(setting, column, _own_year(setting))
    end = within.start
    for entry, match in _matches(within.of(text), column):
        span = Span(within.start + match.start(), within.start + match.end())
        if _SENTENCE_END.search(text, end, span.start):
            here = fresh
        yield _Reading(span, entry, _deadline(entry, match, here))
        here = _lent(entry, match, here)
        end = span.end


def _own_year(setting: Setting) -> int | None:
    return setting.year or (setting.issued_on.year if setting.issued_on else None)


def _matches(words: str, column: bool) -> Iterator[tuple[Entry, re.Match[str]]]:
    """What the entries match without overlap: the leftmost first, at one place the earlier entry."""
    read = [e for e in entries("deadlines") if column or e.reading.get("where") != "column"]
    found = [(m.start(), order, e, m) for order, e in enumerate(read) for m in e.pattern.finditer(words)]
    end = 0
    for start, _, entry, match in sorted(found, key=lambda f: f[:2]):
        if start >= end:
            yield entry, match
            end = match.end()


def _lent(entry: Entry, match: re.Match[str], here: _Here) -> _Here:
    """A named year and a cycle with its day (每年1月底前) hold for the times after them in the sentence.

    A distant year with 到 or 底前 is a goal of its own: 到2030年 lends nothing to a 6月底前 after it.
    """
    words = _words(entry, match)
    if words["kind"] == "recurring":
        return replace(here, cycle="dated" if "when" in words else here.cycle or "bare")
    if words["kind"] != "by" or "time" not in words:
        return here
    named = stretch(words["time"], None)
    whole = named is not None and (named.first.month, named.last.month) == (1, 12)
    return replace(here, year=named.last.year) if named and (match[0] == words["time"] or not whole) else here


def _deadline(entry: Entry, match: re.Match[str], here: _Here) -> Deadline | None:
    """The deadline that an entry's match sets here; None where it sets none or its days cannot be told."""
    kind, words = entry.reading["kind"], _words(entry, match)
    if kind == "ongoing":
        return Deadline("ongoing")
    if kind == "recurring":
        rule = rrule(words["unit"], words.get("count"))
        return Deadline("recurring", rrule=rule) if rule else None
    days = None if kind == "none" else _days(kind, words, here)
    if days is None or _past(days.last, match[0], here):
        return None
    return Deadline(kind, due=days.last, start=days.first if kind == "period" else None)


def _words(entry: Entry, match: re.Match[str]) -> dict[str, str]:
    """The groups that took part in the match; what it leaves out the entry itself may say."""
    return {**entry.reading, **{name: words for name, words in match.groupdict().items() if words}}


def _past(due: date, words: str, here: _Here) -> bool:
    """Whether the time is over: a fact of the past, which only a column of deadlines does not hold."""
    own, issued_on = _own_year(here.setting) or due.year, here.setting.issued_on
    so_far = words.startswith(("截至", "截止")) and issued_on is not None and due <= issued_on
    return not here.column and (due.year < own or so_far)


def _days(kind: str, words: dict[str, str], here: _Here) -> Stretch | None:
    """The days from a first to a last one, those counted from a first one, or those of one printed time."""
    if words.get("count"):
        return _counted(kind, words, here)
    if words.get("to"):
        return _range(words, here)
    time = words["time"]
    of_the_cycle = here.cycle == "dated" and stretch(time, None) is None
    if of_the_cycle or (here.cycle and "次年" in time):
        return None
    return stretch(time, here.year, here.setting.issued_on)


def _first(words: str, here: _Here) -> date | None:
    """A printed first day; 印发之日 and 即日 are the day of issue."""
    days = stretch(words, here.year) if re.search(r"[\d年月]", words) else None
    return days.first if days else here.setting.issued_on


def _counted(kind: str, words: dict[str, str], here: _Here) -> Stretch | None:
    """印发之日起1个月内 ends a month after that day; what is in force for 5 years ends the day before."""
    first, count = _first(words.get("from", ""), here), value(words["count"])
    if first is None or count is None:
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
    if first is None or last is None:
        return None
    if last.last < first:
        last = stretch(end, first.year + 1)
    return Stretch(first, last.last) if last else None
