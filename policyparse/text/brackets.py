"""Brackets and quotation marks: which belong together, what stands in none, and which were lost.

The one place that pairs them. Full and half width close one another （ ), and so do the square ones 〔 ] 【: OCR and clerks
mix them (例：〔2024］). A sign without its fellow is no bracket and hides nothing; < and > compare more
often than they enclose, and are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from policyparse.model import Span

_FAMILIES = (("（(", "）)"), ("〔［[【{", "〕］]】}"), ("〈", "〉"))
_QUOTING = (("《", "》"), ("“", "”"), ("‘", "’"))
_OPENS = {sign: i for i, (signs, _) in enumerate(_FAMILIES + _QUOTING) for sign in signs}
_CLOSES = {sign: i for i, (_, signs) in enumerate(_FAMILIES + _QUOTING) for sign in signs}

OPENERS = "".join(signs for signs, _ in _FAMILIES)
"""The signs that open a bracket."""

CLOSERS = "".join(signs for _, signs in _FAMILIES)
"""The signs that close one."""

QUOTES = "".join(opening + closing for opening, closing in _QUOTING)
"""《 》 and quotation marks, which count only where they are asked for."""

_SIGN = re.compile(f"[{re.escape(OPENERS + CLOSERS)}]")
"""Looked for by one pattern: most of a text is no bracket, and 80,000 questions are asked of a hundred pages."""
_SIGN_OR_QUOTE = re.compile(f"[{re.escape(OPENERS + CLOSERS + QUOTES)}]")
# before the first of these stands nothing in a bracket; 例：（
_OPENER = re.compile(f"[{re.escape(OPENERS)}]")
# the same with quotation marks; 例：“
_OPENER_OR_QUOTE = re.compile(f"[{re.escape(OPENERS + ''.join(signs for signs, _ in _QUOTING))}]")


class Matched(NamedTuple):
    """The brackets of a text: ``pairs`` from the one sign to behind the other, as they close; the offsets of signs alone."""

    pairs: tuple[tuple[int, int], ...]
    unopened: tuple[int, ...]
    unclosed: tuple[int, ...]


_NONE = Matched((), (), ())


def match(text: str, within: Span | None = None, *, quotes: bool = False) -> Matched:
    """The brackets within a half-open span (None: the whole text), with ``quotes`` also 《》 “” ‘’.

    A sign closes the nearest open one of its family; what was opened inside and did not close is unclosed.
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    sign = _SIGN_OR_QUOTE if quotes else _SIGN
    if not sign.search(text, start, end):
        return _NONE
    pairs: list[tuple[int, int]] = []
    unopened: list[int] = []
    unclosed: list[int] = []
    opened: list[int] = []
    open_of = [0] * len(_FAMILIES + _QUOTING)
    for found in sign.finditer(text, start, end):
        i, char = found.start(), found[0]
        if char in _OPENS:
            opened.append(i)
            open_of[_OPENS[char]] += 1
        else:
            family = _CLOSES[char]
            if not open_of[family]:
                unopened.append(i)
                continue
            while _OPENS[text[(last := opened.pop())]] != family:
                unclosed.append(last)
                open_of[_OPENS[text[last]]] -= 1
            pairs.append((last, i + 1))
            open_of[family] -= 1
    return Matched(tuple(pairs), tuple(unopened), tuple(sorted(unclosed + opened)))


def pairs(text: str, within: Span | None = None, *, quotes: bool = False) -> list[Span]:
    """The outermost brackets, both signs included, in order; one that does not close is none."""
    start, end = (within.start, within.end) if within else (0, len(text))
    opened = (_OPENER_OR_QUOTE if quotes else _OPENER).search(text, start, end)
    if not opened:
        return []
    found = match(text, Span(opened.start(), end), quotes=quotes)
    outer: list[Span] = []
    behind = 0
    for start, end in sorted(found.pairs):
        if start >= behind:
            outer.append(Span(start, end))
            behind = end
    return outer


def outside(
    text: str, sign: re.Pattern[str], within: Span | None = None, *, quotes: bool = False
) -> Iterator[int]:
    """The offsets in no bracket at which a sign (a pattern of one character) stands, in order.

    Brackets are paired only behind the first that opens: as a rule the first sign, which is all that many want, stands before it.
    """
    start, end = (within.start, within.end) if within else (0, len(text))
    opened = (_OPENER_OR_QUOTE if quotes else _OPENER).search(text, start, end)
    first = opened.start() if opened else end
    for found in sign.finditer(text, start, first):
        yield found.start()
    if opened:
        rest = Span(first, end)
        yield from between(text, sign, pairs(text, rest, quotes=quotes), rest)


def between(
    text: str, sign: re.Pattern[str], inner: Iterable[Span], within: Span | None = None
) -> Iterator[int]:
    """The offsets in none of the ``inner`` spans (in order) at which a sign stands, in order."""
    start, end = (within.start, within.end) if within else (0, len(text))
    for span in inner:
        for found in sign.finditer(text, start, span.start):
            yield found.start()
        start = max(start, span.end)
    for found in sign.finditer(text, start, end):
        yield found.start()


def balanced(text: str) -> bool:
    """Whether each bracket of the text has its fellow in it; quotation marks are not asked."""
    return (found := match(text)) is _NONE or not (found.unopened or found.unclosed)
