"""A text in sentences that a careful reading can afford: at its stops, and where one runs on without end at its commas."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from operator import attrgetter

from policyparse.model import Span
from policyparse.text import memory

LONGEST = 1000
"""What is longer than this is cut: no sentence of the genre is, but a page of digits or a list without stops may be."""
# where a sentence too long for the rules may be cut; 例：，
_SOFT = re.compile("[，、,：: ]")


@memory.of_text
def sentences(text: str, within: Span, stops: str) -> tuple[Span, ...]:
    """The runs of ``text[within.start:within.end]`` that hold no character of ``stops``, in order, none of them empty.

    One beyond ``LONGEST`` characters is cut behind the last comma, colon or space before that, or there.
    """
    found: list[Span] = []
    for match in _run(stops).finditer(text, within.start, within.end):
        start, end = match.span()
        found += (Span(start, end),) if end - start <= LONGEST else _cut(text, start, end)
    return tuple(found)


def holding(text: str, place: Span, stops: str) -> Iterator[Span]:
    """The sentences of the text of which the place shares a character, in order."""
    known = sentences(text, Span(0, len(text)), stops)
    for sentence in known[bisect_right(known, place.start, key=_end) :]:
        if sentence.start >= place.end:
            return
        yield sentence


_end = attrgetter("end")


def _cut(text: str, start: int, end: int) -> Iterator[Span]:
    while end - start > LONGEST:
        soft = [m.end() for m in _SOFT.finditer(text, start + LONGEST // 2, start + LONGEST)]
        cut = soft[-1] if soft else start + LONGEST
        yield Span(start, cut)
        start = cut
    yield Span(start, end)


@cache
def _run(stops: str) -> re.Pattern[str]:
    return re.compile(f"[^{re.escape(stops)}]+")
