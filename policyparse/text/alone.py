"""The lines that always are a paragraph of their own: the date of a signature, a 发文字号, the word 附件, the imprint, 特此公告."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from policyparse import lexicon
from policyparse.lexicon.needs import Beginnings
from policyparse.model import Line

_MARKERS = lexicon.regexes("markers")
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


@cache
def _patterns() -> Beginnings:
    return Beginnings(_MARKERS[name].pattern for name in _ALONE)
