"""targets.find: a table of expressions, what a sentence lends to its numbers, and laws over any text."""

from __future__ import annotations

import re
import sys
from dataclasses import fields
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse import lexicon
from policyparse.extract import targets
from policyparse.extract.targets import goal_or_standard, quantities
from policyparse.model import Mention, Setting, Span, Target
from scripts import targets_page

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = Path(__file__).parent / "cases" / "quantities.toml"
CASES = tomllib.loads(TABLE.read_text(encoding="utf-8"), parse_float=Decimal)["case"]
KEYS = {field.name for field in fields(Target)}


def read(text: str, *, assessment: bool = False, **setting: Any) -> tuple[Mention[Target], ...]:
    return targets.find(text, Span(0, len(text)), Setting(**{"year": 2025} | setting), assessment=assessment)


@pytest.mark.parametrize("case", CASES, ids=[case["text"] for case in CASES])
def test_table(case: dict[str, Any]) -> None:
    found = read(case["text"], assessment=case.get("assessment", False), year=case.get("year", 2025))
    assert len(found) == len(case["want"]), [(m.surface, m.value.metric) for m in found]
    for mention, want in zip(found, case["want"], strict=True):
        full = {"unit": None, "value_max": None, "change": None, "kind": "goal", "baseline": None} | want
        said = {key: getattr(mention.value, key) for key in full}
        assert said == {key: value or None if key == "scope" else value for key, value in full.items()}


def test_the_table_is_long_and_names_fields_that_there_are() -> None:
    assert len(CASES) >= 320
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert {key for case in CASES for want in case["want"] for key in want} <= KEYS


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("覆盖率达到60%以上。", ["达到60%以上"]),
        ("至少举办1所托育园。", ["至少举办1所"]),
        ("占比不低于合同金额的30%。", ["不低于合同金额的30%"]),
        ("有8家以上（含8家）机构。", ["8家以上（含8家）"]),
        ("培育1—2家企业。", ["1—2家"]),
        ("面积不少于500 m2。", ["不少于500 m2"]),
        ("实现事故零发生。", ["零发生"]),
        ("改造城区60条内街。", ["60条"]),
        ("3天内办结。", ["3天内"]),
        ("耕地保有量保持在2000.9万亩。", ["保持在2000.9万亩"]),
        ("检查率、公示率达到100%。", ["达到100%", "达到100%"]),
    ],
)
def test_surface_holds_number_comparator_and_unit(text: str, surfaces: list[str]) -> None:
    assert [m.surface for m in read(text)] == surfaces


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("全市托位数达到3万个。", "全市"),
        ("每年开展检查两次以上。", "每年"),
        ("每个县（市、区）至少举办1所托育园。", "每个县（市、区）"),
        ("每季度召开一次会议。", "每季度"),
        ("年均增长6%以上。", "年均"),
        ("建成公园3个。", None),
    ],
)
def test_scope(text: str, scope: str | None) -> None:
    found = read(f"经济总量达到5亿元，{text}" if text.startswith("年均") else text)
    assert found[-1].value.scope == scope


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("到2027年，托位数达到3万个。", date(2027, 12, 31)),
        ("6月底前建成公园3个。", date(2025, 6, 30)),
        ("建成公园3个。", None),
        ("2026年底前，使用率达到60%，新建园区5个。", date(2026, 12, 31)),
        ("到2027年。托位数达到3万个，新建园区5个。", date(2027, 12, 31)),
        ("到2027年建成系统。\n建成公园3个。", None),
    ],
)
def test_due(text: str, due: date | None) -> None:
    assert {m.value.due for m in read(text)} == {due}


def test_a_year_before_the_document_tells_a_fact() -> None:
    text = "2024年，全市企业达到5万户；2025年，全市企业达到6万户。"
    assert [m.value.value for m in read(text, issued_on=date(2025, 3, 1))] == [6]
    assert [m.value.value for m in read(text, issued_on=date(2024, 3, 1))] == [5, 6]
    since = "近年来，物流业发展较快，2024年物流费用率降至14%，公路里程达到900公里。"
    assert read(since, issued_on=date(2025, 3, 1)) == ()
    back = "2024年建成公园3个，今年力争建成5个；放宽至（2024年度控制目标为5.5%），办结率达到98%。"
    assert [m.value.value for m in read(back, issued_on=date(2025, 3, 1))] == [5, 98]


def test_only_what_is_within_is_read() -> None:
    text = "新建公园3个。新建学校5所。建成5项。"
    (found,) = targets.find(text, Span(7, 14), Setting())
    assert (found.span, found.surface, found.value.metric) == (Span(11, 13), "5所", "学校")


def test_a_scoring_row_and_a_task_read_the_same_words_differently() -> None:
    text = "建档率达到90%以上得2分，每少1户扣0.5分。"
    assert [m.value.kind for m in read(text, assessment=True)] == ["goal", "standard", "standard"]
    assert "扣分" not in [m.value.metric for m in read(text)]


SINGLE = [case["text"] for case in CASES if len(case["want"]) == 1 and not case.get("assessment")]


@pytest.mark.parametrize("text", SINGLE)
def test_what_a_file_says_is_read_alike_where_a_person_types_it(text: str) -> None:
    typed, (found,) = targets.one(text, Setting(year=2025)), read(text)
    assert typed is None or typed == found.value


def test_most_of_what_a_file_says_in_one_clause_may_be_typed() -> None:
    plain = [text for text in SINGLE if not re.search("[，；、（]", text)]
    assert sum(targets.one(text, Setting()) is not None for text in plain) >= 0.85 * len(plain)


EXAMPLES = [
    (rule.id, *re.findall(r"例：(（评分）)?(.*)", " ".join((rule.test.__doc__ or "").split()))[0])
    for rule in goal_or_standard.RULES
]


@pytest.mark.parametrize(("rule", "scored", "text"), EXAMPLES, ids=[e[0] for e in EXAMPLES])
def test_the_example_of_a_rule_is_decided_by_it(rule: str, scored: str, text: str) -> None:
    decided = targets.readings(text, Span(0, len(text)), assessment=bool(scored))
    assert rule in [reading.rule.id for reading in decided]


def test_the_rules_have_ids_of_their_own_that_say_their_kind() -> None:
    assert len({rule.id for rule in goal_or_standard.RULES}) == len(goal_or_standard.RULES)
    assert all(rule.id.split(".")[0] == (rule.kind or "none") for rule in goal_or_standard.RULES)


def test_the_page_of_the_rules_is_the_one_that_is_printed() -> None:
    assert targets_page.PAGE.read_text(encoding="utf-8") == targets_page.page()


MEASURES = [(e.id, e.reading["kind"], example) for e in lexicon.entries("measures") for example in e.examples]


@pytest.mark.parametrize(("entry", "kind", "unit"), MEASURES, ids=[f"{i}-{u}" for i, _, u in MEASURES])
def test_every_unit_is_read_whole(entry: str, kind: str, unit: str) -> None:
    text = f"总数达到12{unit.rstrip('，')}" + ("内" if kind == "time" else "")
    (found,) = quantities.scan(text, Span(0, len(text)))
    bare = unit.rstrip("，").removesuffix("以上")
    assert (found.value, found.unit, found.kind) == (12, bare, kind)


@pytest.mark.parametrize("name", ["万", "亿", "万亿"])
def test_multiples_belong_to_the_unit(name: str) -> None:
    (found,) = read(f"营业收入突破1.2{name}元。")
    assert (found.value.value, found.value.unit) == (Decimal("1.2"), f"{name}元")


PASSED = [(e.id, example) for e in lexicon.entries("nonquantities") for example in e.examples]


@pytest.mark.parametrize(("entry", "example"), PASSED, ids=[f"{i}-{e}" for i, e in PASSED])
def test_what_only_looks_like_a_quantity_is_passed_over(entry: str, example: str) -> None:
    text = f"推进{example}相关工作。"
    start = text.index(example)
    found = quantities.scan(text, Span(0, len(text)))
    assert not [q for q in found if start <= q.number < start + len(example)]


CUES = lexicon.entries("commitments", "cue")


def test_every_cue_matches_its_examples() -> None:
    assert [(c.id, e) for c in CUES for e in c.examples if not c.pattern.search(e)] == []
    assert len({c.id for c in CUES}) == len(CUES)


PIECES = st.sampled_from(
    [*"，。；、：（）“”《》\n 的和与为在到新增达培育给予按每不少于以上以下内左右第近年月日个家项%元万亿一两三十百千半零全覆盖",
     "100", "2025", "3.5", "00.0", "不低于", "分别", "率", "补助", "得2分", "每少1家", "企业", "\ud7ff", "５", "①"]
)  # fmt: skip


@given(st.lists(PIECES, max_size=40).map("".join), st.booleans())
def test_laws(text: str, assessment: bool) -> None:
    found = read(text, assessment=assessment)
    assert found == read(text, assessment=assessment)
    starts = []
    for mention in found:
        assert mention.span is not None
        assert mention.surface == text[mention.span.start : mention.span.end] != ""
        assert mention.value.metric
        assert mention.value.value_max is None or mention.value.value_max > mention.value.value
        starts.append(mention.span.start)
    assert starts == sorted(starts)


@given(
    st.lists(
        PIECES
        | st.sampled_from(["余", "多", "成", "户", "分之", "一半", "半数", "归零", "零事故", "公里", " "]),
        max_size=12,
    ).map("".join)
)
def test_what_is_not_looked_through_holds_no_quantity(words: str) -> None:
    with patch.object(quantities, "_may_hold", return_value=True):
        looked_through = quantities._quantities.__wrapped__(words)
    assert quantities._quantities.__wrapped__(words) == looked_through


@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_never_raises_and_stays_within(text: str, one: int, other: int) -> None:
    within = Span(*sorted((min(one, len(text)), min(other, len(text)))))
    for mention in targets.find(text, within, Setting()):
        assert mention.span is not None
        assert within.start <= mention.span.start < mention.span.end <= within.end
