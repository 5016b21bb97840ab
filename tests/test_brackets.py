"""Which brackets belong together, what stands in none, and which signs are alone."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.model import Span
from policyparse.text import brackets

CASES = [
    # text, the outermost brackets, signs that close nothing, signs that nothing closes
    ("加强（市、区）监管（各县（市））", ["（市、区）", "（各县（市））"], "", ""),
    ("云政办发〔2024］12号", ["〔2024］"], "", ""),
    ("1）加强监管（市教育局)", ["（市教育局)"], "）", ""),
    ("（牵头单位：市教育局", [], "", "（"),
    ("（a［b）", ["（a［b）"], "", "［"),
    ("差错率<5%，合格率>95%", [], "", ""),
    ("《关于（试行）的通知", ["（试行）"], "", ""),
]


@pytest.mark.parametrize(("text", "outer", "unopened", "unclosed"), CASES)
def test_signs_find_their_fellows(text: str, outer: list[str], unopened: str, unclosed: str) -> None:
    found = brackets.match(text)
    assert [span.of(text) for span in brackets.pairs(text)] == outer
    assert "".join(text[i] for i in found.unopened) == unopened
    assert "".join(text[i] for i in found.unclosed) == unclosed
    assert brackets.balanced(text) == (not unopened + unclosed)


def test_quotation_marks_count_where_they_are_asked_for() -> None:
    text = "《关于“双减”的通知》。实施“一网通办"
    assert [span.of(text) for span in brackets.pairs(text, quotes=True)] == ["《关于“双减”的通知》"]
    assert brackets.match(text, quotes=True).unclosed == (text.rindex("“"),)
    assert not brackets.pairs(text)


SIGNS = st.text(alphabet="（）()〔〕［］〈〉《》“”甲。", max_size=60)


@given(SIGNS, st.booleans())
def test_each_sign_is_paired_or_alone_and_pairs_do_not_cross(text: str, quotes: bool) -> None:
    found = brackets.match(text, quotes=quotes)
    signs = brackets.OPENERS + brackets.CLOSERS + (brackets.QUOTES if quotes else "")
    edges = [i for start, end in found.pairs for i in (start, end - 1)]
    assert sorted([*edges, *found.unopened, *found.unclosed]) == [i for i, c in enumerate(text) if c in signs]
    for start, end in found.pairs:
        assert not any(start < a < end < b for a, b in found.pairs)


@given(SIGNS, st.booleans(), st.integers(0, 9))
def test_the_outer_brackets_are_those_of_all_pairs_that_stand_in_no_other(
    text: str, quotes: bool, start: int
) -> None:
    within = Span(min(start, len(text)), len(text))
    found = brackets.match(text, within, quotes=quotes).pairs
    outer = sorted(p for p in found if not any(a < p[0] and p[1] < b for a, b in found))
    assert [(s.start, s.end) for s in brackets.pairs(text, within, quotes=quotes)] == outer


@given(SIGNS, st.booleans())
def test_what_is_outside_and_the_outer_brackets_are_the_whole_text(text: str, quotes: bool) -> None:
    inner = [i for span in brackets.pairs(text, quotes=quotes) for i in range(span.start, span.end)]
    assert sorted([*brackets.outside(text, re.compile("."), quotes=quotes), *inner]) == list(range(len(text)))


def test_only_the_asked_range_is_seen() -> None:
    text = "（甲（乙）丙）"
    assert brackets.pairs(text, Span(1, 6)) == [Span(2, 5)]
    assert list(brackets.outside(text, re.compile("."), Span(1, 6))) == [1, 5]
