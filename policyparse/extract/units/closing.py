"""The verb that a clause of units ends with: 牵头, 配合, 按职责分工负责."""

from __future__ import annotations

from functools import cache, lru_cache

from policyparse import lexicon
from policyparse.lexicon.needs import Endings, ending

_LONGEST = 80


def verb(words: str) -> tuple[lexicon.Entry, int] | None:
    """The verb that the words end with, and its length; of several the longest."""
    return _longest_verb(words) if words[-1:] in _last_signs() else None


@cache
def _last_signs() -> frozenset[str]:
    """The signs that such a verb can end with (a line end may follow): the name of a unit, which most words are, ends with others."""
    return frozenset("\n").union(*(ending(entry.source) for entry in lexicon.entries("verbs")))


@lru_cache(maxsize=8192)
def _longest_verb(words: str) -> tuple[lexicon.Entry, int] | None:
    best: tuple[lexicon.Entry, int] | None = None
    words = words[-_LONGEST:]
    for i, found in _verbs().search(words):
        if best is None or len(words) - found.start() > best[1]:
            best = (lexicon.entries("verbs")[i], len(words) - found.start())
    return best


@cache
def _verbs() -> Endings:
    return Endings(entry.source for entry in lexicon.entries("verbs"))
