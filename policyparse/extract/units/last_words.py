"""The units that the last sentence or line of an item names, and nothing else: 新建幼儿园2所。市教育局、市财政局."""

from __future__ import annotations

import re

from policyparse.extract.units import judging, statement
from policyparse.extract.units.statement import Statement
from policyparse.model import Span
from policyparse.text import numbering

_BLANK = " \t\u3000\n"
_BRIEF = 160
# the name of an organ by its level, which no verb can hide in; 例：市教育局
_ORGAN = re.compile(
    r"(?:[省市县区州盟旗]|自治[区州县旗])[一-鿿]{1,12}(?:局|厅|委|委员会|办|办公室|政府|管委会)"
)
# how a list of such names begins; 例：市教育局、
_ORGANS = re.compile(r"\s?(?:[省市县区州盟旗]|自治[区州县旗])[一-鿿]{1,20}[、，,；;]")
# what stands beside the names of a list that holds nothing else; 例：、等有关部门
_BESIDE = re.compile(r"[、，,；;及和与\s]*(?:等(?:有关|相关)?(?:部门|单位)?)?")


def find(text: str, within: Span) -> tuple[Span, Statement] | None:
    """The last words of an item where they are a list of units, up to its end, and what they say; None where they say more."""
    near = Span(max(within.start, within.end - _BRIEF), within.end)
    words = near.of(text).rstrip("。" + _BLANK)
    start = near.start + max(words.rfind("。"), words.rfind("\n")) + 1
    last = Span(start, near.start + len(words))
    if (
        start == near.start
        or "、" not in last.of(text)
        or not _ORGANS.match(text, last.start, last.end)
        or numbering.is_mark(text[near.start : start].strip())
    ):
        return None
    said = statement.read(text, last)
    bare = said.names and not (said.odd or said.spoken or said.labelled or said.leaders)
    told = all(judging.is_listed(name.base) and judging.is_whose(name.base) for name in said.names)
    alone = (
        bare and told and _ORGAN.fullmatch(said.names[0].base) and _BESIDE.fullmatch(_left(text, last, said))
    )
    return (Span(start, within.end), said) if alone else None


def _left(text: str, words: Span, said: Statement) -> str:
    """What some words hold beside the names and times that they state (市教育局、市财政局要在5月底前完成 more than a list does)."""
    cuts = sorted([*(name.span for name in said.names), *said.times])
    starts, ends = [words.start, *(cut.end for cut in cuts)], [*(cut.start for cut in cuts), words.end]
    return "".join(text[start:end] for start, end in zip(starts, ends, strict=True))
