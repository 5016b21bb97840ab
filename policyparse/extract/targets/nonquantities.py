"""What only looks like a quantity: dates, ordinals, ages, names such as 500强 or 5G (``nonquantities.toml``), what stands in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from policyparse import lexicon
from policyparse.lexicon.needs import Finder
from policyparse.model import Span
from policyparse.text.sentences import holding

HAN = frozenset("〇○零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟廿卅半")
"""The characters of numerals but 万 and 亿."""
NUMERALS = HAN | frozenset("全0123456789０１２３４５６７８９")
"""Of which one stands in every quantity."""
_BLOTTED = str.maketrans(dict.fromkeys(NUMERALS, "\0"))
_QUOTED = "“(?!零[一-鿿]{2,4}”(?:[，。；、]|$))[^“”\n]{1,30}”|‘[^‘’\n]{1,30}’|「[^「」\n]{1,30}」"
STOPS = "。；！？;!?\n"
"""What ends a sentence in which quantities are read together."""


def masked(words: str) -> str:
    """The words with the numerals of whatever is no quantity blotted out."""
    shown = words
    for span, _ in _passed(words):
        shown = shown[: span.start] + span.of(shown).translate(_BLOTTED) + shown[span.end :]
    return shown


def over(text: str, place: Span) -> Iterator[tuple[Span, str]]:
    """What only looks like a quantity and shares a character with ``place``, in order, with its id in ``nonquantities.toml``.

    What stands in quotation marks has the id ``quoted``. Only the sentences that the place stands in are read.
    """
    for line in holding(text, place, STOPS):
        for inside, name in _passed(line.of(text)):
            span = Span(line.start + inside.start, line.start + inside.end)
            if span.start < place.end and place.start < span.end:
                yield span, name


@lru_cache(maxsize=16384)
def _passed(sentence: str) -> tuple[tuple[Span, str], ...]:
    """What in a sentence only looks like a quantity, in order, with the id of its entry."""
    names, finder, exceptions = _finder()
    found = []
    for i, match in finder.finditer(sentence):
        unless = exceptions[i]
        if unless is None or not unless.search(sentence, 0, match.start()):
            found.append((Span(*match.span()), names[i]))
    return tuple(sorted(found))


@cache
def _finder() -> tuple[tuple[str, ...], Finder, tuple[re.Pattern[str] | None, ...]]:
    """What is no quantity: the ids, what finds them, and for each the words before it that make it one after all."""
    read = lexicon.entries("nonquantities")
    unless = (re.compile(e.reading["unless"]) if "unless" in e.reading else None for e in read)
    return ("quoted", *(e.id for e in read)), Finder((_QUOTED, *(e.source for e in read))), (None, *unless)
