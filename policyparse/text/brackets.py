"""Brackets and quotation marks: which belong together, what stands in none, and which were lost.

The one place that pairs them. Full and half width close one another （ ), and so do the square ones 〔 ] 【: OCR and clerks
mix them (例：〔2024］). A sign without its fellow is no bracket and hides nothing; < and > compare more
often than they enclose, and are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from policyparse.model import Span

_FAMILIES = (("（(", "）)"), ("〔［[【{", "〕］]】}"), ("〈", "〉"))
_QUOTING = (("《", "》"), ("“", "”"), ("‘", "’"))
_OPENS = {sign: i for i, (signs, _) in enumerate(_FAMILIES + _QUOTING) for sign in signs}
_CLOSES = {sign: i for i, (_, signs) in enumerate(_FAMILIES + _QUOTING) for sign in signs}

_SIGN = re.compile("[" + re.escape("".join((*_OPENS, *_CLOSES))) + "]")
"""Looked for by one pattern: most of a text is no bracket, and 80,000 questions are asked of a hundred pages."""

OPENERS = "".join(signs for signs, _ in _FAMILIES)
"""The signs that open a bracket."""

CLOSERS = "".join(signs for _, signs in _FAMILIES)
"""The signs that close one."""

QUOTES = "".join(opening + closing for opening, closing in _QUOTING)
"""《 》 and quotation marks, which count only where they are asked for."""


@dataclass(frozen=True, slots=True)
class Matched:
    """The brackets of a text: ``pairs`` with both signs, in the order of their closing; the offsets of signs alone."""

    pairs: tuple[Span, ...]
    unopened: tuple[int, ...]
    unclosed: tuple[int, ...]


_NONE = Matched((), (), ())


def match(text: str, within: Span | None = None, *, quotes: bool = False) -> Matched:
    """The brackets within a half-open span (None: the whole text), with ``quotes`` also 《》 “” ‘’.

    A sign closes the nearest open one of its family; what was opened inside and did not close is unclosed.
    """
    within = within or Span(0, len(text))
    if not _SIGN.search(text, within.start, within.end):
        return _NONE
    pairs: list[Span] = []
    unopened: list[int] = []
    unclosed: list[int] = []
    opened: list[int] = []
    families = len(_FAMILIES) + (len(_QUOTING) if quotes else 0)
    open_of = [0] * families
    for found in _SIGN.finditer(text, within.start, within.end):
        i, char = found.start(), found[0]
        if (family := _OPENS.get(char, families)) < families:
            opened.append(i)
            open_of[family] += 1
        elif (family := _CLOSES.get(char, families)) < families:
            if not open_of[family]:
                unopened.append(i)
                continue
            while _OPENS[text[(last := opened.pop())]] != family:
                unclosed.append(last)
                open_of[_OPENS[text[last]]] -= 1
            pairs.append(Span(last, i + 1))
            open_of[family] -= 1
    return Matched(tuple(pairs), tuple(unopened), tuple(sorted(unclosed + opened)))


def pairs(text: str, within: Span | None = None, *, quotes: bool = False) -> list[Span]:
    """The outermost brackets, both signs included, in order; one that does not close is none."""
    if (found := match(text, within, quotes=quotes)) is _NONE:
        return []
    outer: list[Span] = []
    for span in sorted(found.pairs):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer


def outside(text: str, within: Span | None = None, *, quotes: bool = False) -> Iterator[int]:
    """The offsets that stand in no bracket, in order; the signs themselves are inside."""
    within = within or Span(0, len(text))
    start = within.start
    for inner in pairs(text, within, quotes=quotes):
        yield from range(start, inner.start)
        start = inner.end
    yield from range(start, within.end)


def balanced(text: str) -> bool:
    """Whether each bracket of the text has its fellow in it; quotation marks are not asked."""
    found = match(text)
    return not found.unopened and not found.unclosed
