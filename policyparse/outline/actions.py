"""The commitments inside an item: one a sentence, or one an enumerated clause (一是…二是…, 1.…2.… below the item)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from policyparse.model import Mention, Span
from policyparse.text import brackets

# how the commitments of one paragraph are counted; 例：一是
_COUNTED = re.compile(
    r"(?:^|(?<=[。；;：:，,、]))(?:[一二三四五六七八九十]{1,2}(?:是|要)|第[一二三四五六七八九十][，,]|[（(][\d一二三四五六七八九十]{1,2}[）)])"
)
# what a commitment ends with; 例：。
_STOP = re.compile(r"[。！!？?\n]")
# what a commitment may end with, or stand behind; 例：；
_EDGE = re.compile(r"[。！!？?\n；;：:，,、]")


def find(text: str, body: Sequence[Span], cuts: Sequence[Span]) -> tuple[Mention[str], ...]:
    """The actions in the spans of ``body``, in order; what ``cuts`` cover (unit brackets) is not part of any."""
    found: list[Mention[str]] = []
    for span in body:
        for piece in without(span, cuts):
            found += [
                Mention(
                    part,
                    part.of(text),
                    part.of(text).strip("；;。"),
                    "action.sentence",
                )
                for part in _pieces(text, piece)
            ]
    return tuple(found)


def without(span: Span, cuts: Sequence[Span]) -> list[Span]:
    """The parts of a span that no cut covers."""
    out: list[Span] = []
    at = span.start
    for cut in sorted(c for c in cuts if c.end > span.start and c.start < span.end):
        if cut.start > at:
            out.append(Span(at, cut.start))
        at = max(at, cut.end)
    if at < span.end:
        out.append(Span(at, span.end))
    return out


def _pieces(text: str, span: Span) -> list[Span]:
    """A span cut after its full stops and before its counted clauses."""
    counted = {span.start + m.start() for m in _COUNTED.finditer(span.of(text))}
    said = brackets.outside(text, _EDGE if counted else _STOP, span, quotes=True)
    edges = [span.start, *(i + 1 for i in said if text[i] in "。！？\n" or i + 1 in counted), span.end]
    spans = [_trimmed(text, Span(a, b)) for a, b in pairwise(edges)]
    return [s for s in spans if s.end - s.start >= 4]


def _trimmed(text: str, span: Span) -> Span:
    piece = span.of(text)
    return Span(span.start + len(piece) - len(piece.lstrip()), span.end - (len(piece) - len(piece.rstrip())))
