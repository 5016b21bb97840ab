"""Patterns that are tried only where they can match: on words that hold the characters that they cannot do without.

Most of a text holds nothing of what a pattern looks for. Each pattern therefore tells, by its own syntax, sets of characters
of which every match holds one (例：``(?:到|至)\\d+月[底末]`` needs a digit, 月, and 底 or 末), and is tried on a piece of text only
where the piece has one of each set. What is found is the same with and without.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from policyparse.lexicon.patterns import STORE, Needs, Told, compiled, parts

_DIGIT = r"\d"
"""Stands in a set for every decimal digit, of which there are 680."""
_DIGITS = re.compile(_DIGIT)
_SPACES = frozenset(
    "\t\n\v\f\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What ``\\s`` matches."""
_WIDEST = 256
"""A set of more characters than this keeps nothing out."""


class Finder:
    """Patterns (their sources) that are looked for together, each where its needs are met.

    Each is filed under the signs of its rarest need: of hundreds of patterns a piece of text asks those few of which it holds one.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        told = tuple((source, needs(source)) for source in sources)
        self._sources = tuple((source, needed[1:]) for source, needed in told)
        self._filed: dict[str, list[int]] = {}
        self._always = [i for i, (_, needed) in enumerate(told) if not needed]
        for i, (_, needed) in enumerate(told):
            for sign in needed[0] if needed else ():
                self._filed.setdefault(sign, []).append(i)

    def finditer(
        self, text: str, start: int = 0, end: int | None = None
    ) -> Iterator[tuple[int, re.Match[str]]]:
        """Every match of each pattern in ``text[start:end]``, with the pattern's place among them, in the order of the patterns."""
        end = len(text) if end is None else end
        for i, pattern in self.met(text[start:end]):
            for match in pattern.finditer(text, start, end):
                yield i, match

    def met(self, words: str) -> list[tuple[int, re.Pattern[str]]]:
        """The patterns whose needs the words meet, with their places, in order: no other can match in them."""
        held = characters(words)
        found = []
        for i in sorted({*self._always}.union(*map(self._filed.__getitem__, self._filed.keys() & held))):
            source, further = self._sources[i]
            if not (further and any(map(held.isdisjoint, further))):
                found.append((i, sought(source)))
        return found


class _Filed:
    """Patterns (their sources) by the signs that stand at one edge of their matches."""

    def __init__(self, sources: Iterable[str], signs_of: Callable[[str], frozenset[str]]) -> None:
        self._sources = tuple((source, signs_of(source)) for source in sources)
        self._at: dict[str, tuple[tuple[int, re.Pattern[str]], ...]] = {}

    def at(self, sign: str) -> tuple[tuple[int, re.Pattern[str]], ...]:
        """The patterns of a match that can have the sign (a character; "" for none) at its edge, with their places, in order."""
        if (able := self._at.get(sign)) is None:
            held = characters(sign)
            able = self._at[sign] = tuple(
                (i, _plain(source))
                for i, (source, signs) in enumerate(self._sources)
                if not signs or not signs.isdisjoint(held)
            )
        return able


class Endings(_Filed):
    """Patterns (their sources) each of which ends where the words end (``$``), those alone tried that can end with their last sign.

    例：of the ways in which the name of a unit ends one ends with 局 and three with 会.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        super().__init__(
            sources, lambda source: (signs := ending(source)) and signs | {"\n"}
        )  # ``$`` stands before it, too

    def search(self, words: str, start: int = 0) -> Iterator[tuple[int, re.Match[str]]]:
        """The matches at the end of the words that begin at ``start`` or behind it, with the places of their patterns, in order."""
        for i, pattern in self.at(words[-1:]):
            if found := pattern.search(words, start):
                yield i, found


class Beginnings(_Filed):
    """Patterns (their sources) that are tried at one place of a text, those alone that can begin with the sign that stands there.

    例：of the twelve ways to print a number two begin with 第 and three with （.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        super().__init__(sources, opening)

    def match(self, text: str, at: int = 0) -> tuple[int, re.Match[str]] | None:
        """The first of the patterns that matches at an offset, its place and its match; None where none does."""
        for i, pattern in self.at(text[at : at + 1]):
            if found := pattern.match(text, at):
                return i, found
        return None


def opening(source: str) -> frozenset[str]:
    """The characters that a match of the pattern can begin with, none where that is open; ``\\d`` stands for every digit."""
    return _told(source)[2]


def ending(source: str) -> frozenset[str]:
    """The characters that a match of the pattern can end with, none where that is open; ``\\d`` stands for every digit."""
    return _told(source)[3]


_plain = cache(compiled)


@cache
def sought(source: str) -> re.Pattern[str]:
    """The pattern of a source that is looked for in much text: it hops from one character that it can begin with to the next.

    Its matches are the same as without; ``re`` itself hops only where the pattern begins with a plain set of characters.
    """
    return compiled(_told(source)[1])


def _told(source: str) -> Told:
    """What the syntax of a pattern tells. Its source has the look at the character that it begins with before it.

    That is one look at a place, not one for each alternative.
    """
    if (known := STORE.needs.get(source)) is None:
        parsed = _parsed(source)
        first = _edge(parsed)
        signs = re.escape("".join(sorted(first - {_DIGIT}))) + (_DIGIT if _DIGIT in first else "")
        opened = f"(?=[{signs}])(?:{source})" if first else source
        known = STORE.needs[source] = _least(_of(parsed)), opened, first, _edge(parsed, -1)
        STORE.grown = True
    return known


def characters(words: str) -> set[str]:
    """The characters of some words, as needs are asked of them."""
    held = set(words)
    if not held.isdisjoint("0123456789") or _DIGITS.search(words):
        held.add(_DIGIT)
    return held


def needs(source: str) -> Needs:
    """The sets of characters of which every match of the pattern holds one, the rarest first; none where case is ignored."""
    return _told(source)[0]


def _parsed(source: str) -> Sequence[tuple[Any, Any]]:
    """A pattern as the parser of re gives it; nothing where it has flags of its own, of which nothing is known then."""
    parsed = parts()[0].parse(source)
    return parsed if parsed.state.flags == re.UNICODE else ()


def _of(parsed: Iterable[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The needs of a sequence: those of each of its parts, and of what it looks ahead to. What it looks back to may stand before the piece."""
    found: list[frozenset[str]] = []
    for operation, given in parsed:
        name = str(operation)
        if name == "LITERAL":
            found.append(frozenset(chr(given)))
        elif name == "IN":
            found += _one_of(given)
        elif name == "SUBPATTERN" and not given[1] & re.IGNORECASE:
            found += _of(given[3])
        elif name == "ASSERT" and given[0] == 1:
            found += _of(given[1])
        elif name == "ATOMIC_GROUP":
            found += _of(given)
        elif name.endswith("_REPEAT") and given[0] > 0:
            found += _of(given[2])
        elif name == "BRANCH":
            found += _either([_least(_of(branch)) for branch in given[1]])
    return found


def _edge(parsed: Iterable[tuple[Any, Any]], step: int = 1) -> frozenset[str]:
    """The characters that a match can begin with (end with: ``step`` -1); none where that is open, or a match may be empty."""
    found: set[str] = set()
    for operation, given in list(parsed)[::step]:
        name = str(operation)
        if name in {"AT", "ASSERT", "ASSERT_NOT"}:
            continue
        optional = name.endswith("_REPEAT") and given[0] == 0
        if name in {"LITERAL", "IN"}:
            branches = _of([(operation, given)])
        elif name.endswith("_REPEAT"):
            branches = [_edge(given[2], step)]
        elif name == "BRANCH":
            branches = [_edge(branch, step) for branch in given[1]]
        elif name == "SUBPATTERN" and not given[1] & re.IGNORECASE:
            branches = [_edge(given[3], step)]
        else:
            return frozenset()
        if not branches or not all(branches):
            return frozenset()
        found = found.union(*branches)
        if not optional:
            return frozenset(found) if len(found) <= _WIDEST else frozenset()
    return frozenset()


def _one_of(members: Sequence[tuple[Any, Any]]) -> list[frozenset[str]]:
    """The characters of a set, unless it says what it does not hold, or holds too many."""
    found: set[str] = set()
    for operation, given in members:
        name = str(operation)
        if name == "LITERAL":
            found.add(chr(given))
        elif name == "RANGE" and given[1] - given[0] < _WIDEST:
            found |= {chr(code) for code in range(given[0], given[1] + 1)}
        elif name == "CATEGORY" and str(given) == "CATEGORY_DIGIT":
            found.add(_DIGIT)
        elif name == "CATEGORY" and str(given) == "CATEGORY_SPACE":
            found |= _SPACES
        else:
            return []
    return [frozenset(found)]


def _either(branches: Sequence[Needs]) -> list[frozenset[str]]:
    """The needs of alternatives: the rarest of each together; none where one of them needs nothing."""
    if not all(branches):
        return []
    together = frozenset().union(*(branch[0] for branch in branches))
    return [together] if len(together) <= _WIDEST else []


def _least(found: Iterable[frozenset[str]]) -> Needs:
    """Each set once, those of few characters first; a digit stands for many."""
    return tuple(sorted(set(found), key=lambda s: (len(s) + 10 * (_DIGIT in s), sorted(s))))
