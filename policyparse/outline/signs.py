"""Items that no number begins but a printed sign: ● ■ ▲ ◆ - *, A. and decimals (1.1, 1.1.1).

A sign by itself says little: many lists of matter are printed with one. It begins an item where the paragraphs behind it
close with the bracket (or the label) of units of their own, one by one; decimals do where they count.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from policyparse.extract.units import brackets
from policyparse.model import Document, Span
from policyparse.text.numbering import Mark, sign

_STOPS = "。；; \t\u3000\n"


def marks(document: Document, indices: Sequence[int], numbered: Container[int]) -> dict[int, Mark]:
    """The marks of the paragraphs among ``indices`` that a sign makes items; those in ``numbered`` begin with a number."""
    found: dict[int, Mark] = {}
    for is_table_or_item, run in groupby(
        indices, lambda i: i in numbered or document.paragraphs[i].table is not None
    ):
        if not is_table_or_item:
            found |= dict(_of_run(document, list(run)))
    signed = {
        i: m
        for i in indices
        if i not in numbered and (m := sign(document.words(i))) and m.printed[:1].isdigit()
    }
    found |= {i: m for i, m in signed.items() if _counts(m, list(signed.values()))}
    return dict(sorted(found.items()))


def _counts(decimal: Mark, all_of_them: Sequence[Mark]) -> bool:
    """Whether decimals with these leading digits go 1, 2, 3 …: 1.1 1.2, and not a single 2.5 at the head of a line."""
    ordinals = [m.ordinal for m in all_of_them if m.style == decimal.style]
    return len(ordinals) > 1 and ordinals == list(range(1, len(ordinals) + 1))


def _of_run(document: Document, run: Sequence[int]) -> Iterator[tuple[int, Mark]]:
    """The signed items of paragraphs of which none is numbered; a sign that stands first is further out than the next.

    例：■民生 over ●新建食堂。（市民政局负责） ●改造学校。（市教育局负责）
    """
    here = {i: m for i in run if (m := sign(document.words(i)))}
    order = list(dict.fromkeys(m.style for m in here.values()))
    for outer, style in enumerate(order):
        starts = [i for i, m in here.items() if m.style == style]
        limits = [i for i, m in here.items() if order.index(m.style) <= outer] + [run[-1] + 1]
        closed = sum(_names_units(document, i, min(at for at in limits if at > i)) for i in starts)
        if closed > 1 and 2 * closed > len(starts):
            for count, i in enumerate(starts, 1):
                item = here[i]
                yield i, item if item.printed else replace(item, ordinal=count, rank=item.rank + outer)


def _names_units(document: Document, first: int, last: int) -> bool:
    """Whether the paragraphs of the half-open range close with units: （市教育局牵头） · 牵头单位：市教育局."""
    within = Span(document.paragraphs[first].span.start, document.paragraphs[last - 1].span.end)
    return any(
        place.said.names and not document.text[place.span.end : within.end].strip(_STOPS)
        for place in brackets.find(document.text, within)
    )
