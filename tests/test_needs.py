"""A pattern is tried only where its needs are met, an answer about a text is kept: what is found is the same without."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_growth import SENTENCES, SIGNS, patterns

from policyparse import lexicon
from policyparse.lexicon.needs import Beginnings, Endings, Finder, characters, ending, needs, opening
from policyparse.model import Span
from policyparse.text import memory

PATTERNS = {name: p for name, p in patterns() if p.flags == re.UNICODE}
FINDER = Finder(p.pattern for p in PATTERNS.values() if p.flags == re.UNICODE)
BEGINNINGS = Beginnings(p.pattern for p in PATTERNS.values())
AT_THE_END = {name: re.compile(f"(?:{p.pattern})$") for name, p in PATTERNS.items()}
ENDINGS = Endings(p.pattern for p in AT_THE_END.values())
GENRE = sorted(
    {*SIGNS, *SENTENCES, *"底末前内之以岁号起止：）》”[]到至前截按新增不少于达%％个项次", "２", "\n", "Q1"}
)


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("年底前", ["前", "年", "底"]),
        (r"(?:到|至)\d+月[底末]?", ["月", "到至", r"\d"]),
        ("每天|[12]月", ["天月"]),  # of each alternative the rarest, together
        ("(?:甲乙)?丙", ["丙"]),
        ("甲{0,3}", []),
        ("甲{2,3}", ["甲"]),
        ("[^甲]乙", ["乙"]),
        ("甲|[^乙]", []),
        ("(?<=甲)乙(?=丙)(?!丁)", ["丙", "乙"]),  # what a match looks ahead to stands in the piece, too
        (r"(甲)\1", ["甲"]),
        ("(?i)a", []),
        ("(?i:a)甲", ["甲"]),
        ("[一-鿿]甲", ["甲"]),
    ],
)
def test_needs_are_told_by_the_syntax(pattern: str, sets: list[str]) -> None:
    assert sorted("".join(sorted(one)) for one in needs(pattern)) == sorted(sets)


def test_a_digit_of_any_width_is_a_digit() -> None:
    assert r"\d" in characters("２０") and r"\d" not in characters("二〇")
    assert [m[0] for _, m in Finder([r"\d+年"]).finditer("到２０年")] == ["２０年"]


def test_every_example_meets_the_needs_of_its_entry() -> None:
    entries = [
        e for name in ("deadlines", "nonquantities", "roles", "conventions") for e in lexicon.entries(name)
    ]
    for entry in entries:
        for example in entry.examples:
            if entry.pattern.search(example):
                assert all(one & characters(example) for one in needs(entry.source)), (entry.id, example)


@given(st.lists(st.sampled_from(GENRE), max_size=12).map("".join), st.integers(0, 5))
def test_a_finder_finds_what_its_patterns_find(text: str, start: int) -> None:
    found = [(i, m.span()) for i, m in FINDER.finditer(text, start, len(text))]
    alone = [
        (i, m.span()) for i, p in enumerate(PATTERNS.values()) for m in p.finditer(text, start, len(text))
    ]
    assert found == alone


@pytest.mark.parametrize(
    ("pattern", "first", "last"),
    [
        ("^(?:到|至)?年底$", "到至年", "底"),
        (r"\d+月(?=底)", r"\d", "月"),
        ("甲?乙?", "", ""),  # may be empty
        ("[^甲]乙", "", "乙"),
        ("(?:甲|乙丙)丁?", "甲乙", "甲丙丁"),
        (
            r"\s*序号",
            "".join(sorted("序" + "".join(c for c in map(chr, range(0x3001)) if c.isspace()))),
            "号",
        ),
        ("(?i:no)", "", ""),
    ],
)
def test_a_pattern_tells_how_it_begins_and_ends(pattern: str, first: str, last: str) -> None:
    assert opening(pattern) == ({r"\d"} if first == r"\d" else set(first))
    assert ending(pattern) == set(last)


@given(st.lists(st.sampled_from(GENRE), max_size=12).map("".join), st.integers(0, 5))
def test_what_can_begin_at_a_sign_is_all_that_matches_there(text: str, at: int) -> None:
    at = min(at, len(text))
    alone = next(((i, m.span()) for i, p in enumerate(PATTERNS.values()) if (m := p.match(text, at))), None)
    first = BEGINNINGS.match(text, at)
    assert (first and (first[0], first[1].span())) == alone


@given(st.lists(st.sampled_from(GENRE), max_size=12).map("".join))
def test_no_match_ends_with_a_sign_that_its_pattern_does_not_tell(text: str) -> None:
    for pattern in PATTERNS.values():
        if last := ending(pattern.pattern):
            assert all(last & characters(m[0][-1:]) for m in pattern.finditer(text)), pattern.pattern


@given(st.lists(st.sampled_from(GENRE), max_size=12).map("".join), st.integers(0, 5))
def test_what_can_end_with_a_sign_is_all_that_matches_before_it(text: str, start: int) -> None:
    alone = [(i, m.span()) for i, p in enumerate(AT_THE_END.values()) if (m := p.search(text, start))]
    assert [(i, m.span()) for i, m in ENDINGS.search(text, start)] == alone


def test_a_text_is_asked_once_and_the_next_begins_anew() -> None:
    asked: list[str] = []

    @memory.of_text
    def words(text: str, span: Span) -> str:
        asked.append(text)
        return span.of(text)

    first, second = "云溪市教育局", "青禾区民政局"
    for text in (first, first, second, second, first):
        assert words(text, Span(0, 3)) == text[:3]
    assert asked == [first, second, first]
