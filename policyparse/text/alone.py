"""What a line tells of the paragraphs: it begins one, as an item or a label does, or always is one of its own, as the date of a signature is."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from policyparse import lexicon
from policyparse.lexicon.needs import Beginnings
from policyparse.model import Line
from policyparse.text import numbering

POINTS = "，。、；：！？）〕】］》”’,.;:!?)］]…"
"""The signs that a sentence, a part of one or something in brackets ends with."""
_MARKERS = lexicon.regexes("markers")
_LABEL = _MARKERS["label"]
_ANNEX = _MARKERS["annex"]
_ALONE = (
    "signature-date",
    "doc-number",
    "annex-alone",
    "imprint",
    "signer-and-day",
    "attendance",
    "so-announced",
    "other-news",
)


@lru_cache(maxsize=4096)
def begins(text: str) -> bool:
    """Whether a folded line begins something of its own: an item, numbered or signed (●), a heading in a frame (【重点项目】), a
    label (牵头单位：…), an annex. A line is asked for by each way to tell where paragraphs end.
    """
    item = (
        numbering.mark(text)
        or numbering.behind_bracket(text)
        or numbering.FRAMED.fullmatch(text)
        or ((text[:1] not in "—–-" or text[1:2] == " ") and numbering.sign(text))
        or _LABEL.match(text)
        or _ANNEX.match(text)
    )
    return bool(item)


@lru_cache(maxsize=4096)
def stands(text: str) -> bool:
    """Whether a line always is a paragraph of its own: the date of a signature, a 发文字号, the word 附件, the imprint, 特此公告."""
    return _patterns().match(text) is not None


def behind(before: str, text: str) -> bool:
    """Whether a line stands alone behind another: the number in brackets of a title that is cited does not (《…规划》 / （云政发〔2024〕7号）)."""
    return stands(text) and not (text[:1] in "（(" and before.endswith("》"))


def at_the_end(paragraph: Sequence[Line]) -> bool:
    """Whether the last line of a paragraph always is one of its own, and is here."""
    before = paragraph[-2].text if len(paragraph) > 1 else ""
    return behind(before, paragraph[-1].text)


def ended(paragraph: Sequence[Line]) -> bool:
    """Whether a full stop has been made already: then a line without a point at its end was cut."""
    return any(stop in line.text for line in paragraph for stop in "。；;")


@cache
def _patterns() -> Beginnings:
    return Beginnings(_MARKERS[name].pattern for name in _ALONE)
