"""Which time governs a number: the nearest before it in its sentence, one behind it, or one that opened the aims of a document."""

from __future__ import annotations

import re
from bisect import bisect_right
from datetime import date

from policyparse.extract.deadlines import SENTENCE_STOPS, Reading, readings
from policyparse.model import Setting, Span
from policyparse.text.sentences import sentences

# a figure between a time and its clause's end belongs to something else; 例：5
_DIGIT = re.compile(r"\d")
# a whole figure; 例：5.5
_FIGURE = re.compile(r"\d+(?:\.\d+)?")
# between the times of a row; 例：、
_JOINED = re.compile("[、和及与,，]")
# what may stand before a time that opens a sentence; 例：具体指标：力争到
_BEFORE_ALL = re.compile(
    r"[\s—–－-]*(?:[（(]?[一二三四五六七八九十\d]{1,2}[）)、.．]\s?)?(?:[^，,。；;：:\d]{2,8}(?:[：:]|目标[，,]))?(?:(?:按照|根据)[^，,。；;：:\d]{2,12}[，,])?(?:力争)?[到至]?"
)
# a time within a year, which holds on in no further paragraph; 例：一季度
_WITHIN_YEAR = re.compile("季度|半年|[月旬日]")
# a time speaks for its own sentence only; 例：。
_CLAUSE_END = re.compile(r"[。！？!?\n；;]")


class Times:
    """The times of a piece of text, asked for by the numbers that they govern; a sentence is read once.

    ``since`` is where the aims of a document begin that the piece belongs to: there a time that opens a sentence holds on.
    """

    def __init__(self, text: str, within: Span, setting: Setting, since: int | None = None) -> None:
        self._text, self._within, self._setting, self._since = text, within, setting, since
        self._read: dict[Span, list[Reading]] = {}

    def sentence(self, at: int) -> Span:
        """The sentence that the offset ``at`` stands in."""
        known = sentences(self._text, self._within, SENTENCE_STOPS)
        place = bisect_right(known, at, key=lambda span: span.start) - 1
        return known[max(0, place)] if known else Span(at, at)

    def governing(self, at: int) -> date | None:
        """The last day set for the number at offset ``at``: by the nearest time before it in its sentence.

        Where none stands before it, a time after it in the same clause that no other number follows. A time that
        sets no deadline (2022年 in a plan for 2023) governs its numbers too, and gives None. Where its sentence names no
        time, the sentence before may be a time and nothing else: 到2027年。实现产量50万吨。 Of aims, it may open with one:
        到2027年，体系基本形成。——产量达到50万吨。
        """
        sentence = self.sentence(at)
        times = self._times(sentence)
        if not times and (led := self._alone(sentence) or self._opening(sentence)):
            return led.deadline.due if led.deadline else None
        before = [r for r in times if r.span.start <= at]
        if before:
            own = self._respectively(before, at, sentence) or before[-1]
            return own.deadline.due if own.deadline else None
        stop = _CLAUSE_END.search(self._text, at, sentence.end)
        clause_end = stop.start() if stop else sentence.end
        for reading in times:
            free = reading.span.end <= clause_end and not _DIGIT.search(
                self._text, reading.span.end, clause_end
            )
            if free and reading.deadline:
                return reading.deadline.due
        led = self._opening(sentence)  # 2024—2026年，…。三年培训5000人次，其中2024年1500人次
        return led.deadline.due if led and led.deadline else None

    def _respectively(self, before: list[Reading], at: int, sentence: Span) -> Reading | None:
        """The time of a row that the number at ``at`` has for its own: 到2025年和2030年，绿化率分别达到40%、45%."""
        row = [before[-1]]
        for reading in reversed(before[:-1]):
            if not _JOINED.fullmatch(self._text, reading.span.end, row[0].span.start):
                break
            row.insert(0, reading)
        begin = before[-1].span.end
        stop = _CLAUSE_END.search(self._text, at, sentence.end)
        numbers = [
            m.start() for m in _FIGURE.finditer(self._text, begin, stop.start() if stop else sentence.end)
        ]
        each = len(row) > 1 and "分别" in self._text[begin:at]
        return row[numbers.index(at)] if each and len(numbers) == len(row) and at in numbers else None

    def _times(self, sentence: Span) -> list[Reading]:
        """The times that a sentence names and that can govern its numbers, in order."""
        if sentence not in self._read:
            read = readings(self._text, sentence, self._setting, False)
            self._read[sentence] = [r for r in read if r.entry.reading["kind"] in {"by", "period", "kept"}]
        return self._read[sentence]

    def _alone(self, sentence: Span) -> Reading | None:
        """The time that is all that the sentence before says, in the same paragraph."""
        known = sentences(self._text, self._within, SENTENCE_STOPS)
        place = bisect_right(known, sentence.start, key=lambda span: span.start) - 2
        if place < 0 or "\n" in self._text[known[place].start : sentence.start]:
            return None
        before = known[place]
        times = self._times(before)
        whole = len(times) == 1 and times[0].span.of(self._text) == before.of(self._text).strip("。，, \n")
        return times[0] if whole else None

    def _opening(self, sentence: Span) -> Reading | None:
        """The time that opens the nearest sentence of the aims before this one that names any time, where it names no other."""
        aims = Span(sentence.start if self._since is None else self._since, sentence.start)
        for before in reversed(sentences(self._text, aims, SENTENCE_STOPS)):
            if times := self._times(before):
                opens = _BEFORE_ALL.fullmatch(self._text, before.start, times[0].span.start)
                short = _WITHIN_YEAR.search(times[0].span.of(self._text))
                over = short and "\n" in self._text[before.start : sentence.start].strip()
                return times[0] if len(times) == 1 and opens and not over else None
        return None
