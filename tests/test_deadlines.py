"""Deadlines: the table of cases, the lexicon's own examples, and laws over any text."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.extract.deadlines import SIGNS, calendar, find, stages
from policyparse.extract.deadlines.governing import Times
from policyparse.lexicon import Entry, entries
from policyparse.model import Deadline, Setting, Span

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "deadlines.toml").read_text(encoding="utf-8"))
CASES = [(group, row) for group in TABLE["group"] for row in group["cases"]]
PLAN = Setting(year=2024, issued_on=date(2024, 3, 15))


def said(deadline: Deadline) -> str:
    """A deadline in the words of the table."""
    parts = [deadline.kind, deadline.start, deadline.due, deadline.rrule]
    return " ".join(str(part) for part in parts if part)


@pytest.mark.parametrize(("group", "row"), CASES, ids=[f"{g['name']}: {r[0]}" for g, r in CASES])
def test_case(group: dict[str, object], row: list[str]) -> None:
    text, *wanted = row
    setting = Setting(year=group.get("year"), issued_on=group.get("issued_on"))
    found = find(text, Span(0, len(text)), setting, column=bool(group.get("column")))
    assert [said(m.value) for m in found] == wanted


def test_table_is_large_and_says_each_thing_once() -> None:
    keys = [(g.get("year"), g.get("issued_on"), bool(g.get("column")), r[0]) for g, r in CASES]
    assert len(keys) >= 320
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("entry", entries("deadlines"), ids=lambda e: e.id)
def test_example_is_read_by_its_own_entry(entry: Entry) -> None:
    assert entry.examples
    for example in entry.examples:
        assert next(e.id for e in entries("deadlines") if e.pattern.search(example)) == entry.id


def test_every_time_of_running_text_holds_a_sign_of_time() -> None:
    """What the patterns are not even tried without; a cited title (《…》) sets nothing."""
    spoken = [e for e in entries("deadlines") if e.reading.get("where") != "column" and e.id != "cited-title"]
    assert [(e.id, x) for e in spoken for x in e.examples if not SIGNS.search(x)] == []
    assert [
        row[0]
        for group, row in CASES
        if len(row) > 1 and not group.get("column") and not SIGNS.search(row[0])
    ] == []


@pytest.mark.parametrize("column", [False, True])
@given(
    words=st.lists(
        st.sampled_from([*"2024年6月底前至—日第三季度每到（）。，《》", "十四五", "2025年", "长期坚持"])
    )
)
def test_any_words_give_mentions_of_themselves(column: bool, words: list[str]) -> None:
    text = "".join(words)
    within = Span(len(text) // 4, len(text))
    found = find(text, within, PLAN, column=column)
    for mention in found:
        assert mention.span is not None
        assert within.start <= mention.span.start < mention.span.end <= within.end
        assert mention.surface == text[mention.span.start : mention.span.end]
        assert mention.value.due is None or mention.value.kind in {"by", "period"}
        assert (mention.value.rrule is not None) == (mention.value.kind == "recurring")
    ends = [m.span.end for m in found if m.span]
    assert ends == sorted(ends)
    dated = [m.value for m in found if m.value.due or m.value.rrule]
    assert len(set(dated)) == len(dated)


@given(st.text())
def test_no_text_raises(text: str) -> None:
    within = Span(0, len(text))
    assert find(text, within, Setting()) == find(text, within, Setting())
    Times(text, within, PLAN).governing(len(text) // 2)


def test_reads_only_what_lies_within() -> None:
    text = "6月底前完成。年底前验收。"
    (found,) = find(text, Span(7, len(text)), PLAN)
    assert (found.surface, found.span, found.rule) == ("年底前", Span(7, 10), "before")


@pytest.mark.parametrize(
    ("text", "number", "due"),
    [
        ("到2025年，每千人托位达到4.5个，覆盖率达到60%以上。", "4.5", date(2025, 12, 31)),
        ("到2025年，每千人托位达到4.5个，覆盖率达到60%以上。", "60", date(2025, 12, 31)),
        ("2024年，甲达到30户、乙达到50户；2025年，甲达到40户。", "50", date(2024, 12, 31)),
        ("2024年，甲达到30户；2025年，甲达到40户。", "40", date(2025, 12, 31)),
        ("2023年，甲为20户；2024年，甲达到30户。", "20户", None),
        ("2023年，甲为20户；2024年，甲达到30户。", "30户", date(2024, 12, 31)),
        ("全年新建幼儿园12所，竣工8所。", "8所", date(2024, 12, 31)),
        ("年内争取项目10个，成交额突破76亿元。", "76", date(2024, 12, 31)),
        ("到2025年建成3个中心。培训500人次。", "500", None),
        ("培训500人次。到2025年建成3个中心。", "500", None),
        ("新建幼儿园5所，年底前投用。", "5所", date(2024, 12, 31)),
        ("新建幼儿园5所，2025年底前再建3所。", "5所", None),
        ("新建幼儿园5所；2025年底前完成验收。", "5所", None),
        ("2024—2026年，新建学校30所。", "30", date(2026, 12, 31)),
        ("每年培训200人次。", "200", None),
        ("到2027年，每年引进10人。", "10", date(2027, 12, 31)),
        ("2024年新增户数100户，高于2023年，增速15%。", "15", date(2024, 12, 31)),
        ("自2024年起，每户补助300元。", "300", None),
    ],
)
def test_governing(text: str, number: str, due: date | None) -> None:
    assert Times(text, Span(0, len(text)), PLAN).governing(text.index(number)) == due


@pytest.mark.parametrize(
    ("text", "number", "due"),
    [
        ("到2027年，服务体系基本形成。建成驿站30个。", "30", date(2027, 12, 31)),
        ("到2027年，服务体系基本形成。\n——建成驿站30个。\n——新增泊位500个。", "500", date(2027, 12, 31)),
        ("到2026年，初步形成。到2027年，全面建成。驿站达到30个。", "30", date(2027, 12, 31)),
        ("到2026年，初步形成；到2027年，全面建成。驿站达到30个。", "30", None),
        ("服务体系到2027年基本形成。建成驿站30个。", "30", None),
        ("2022年，建成驿站20个。泊位达到500个。", "500", None),
        ("2024—2026年，持续开展。共培训500人次，其中2024年培训200人次。", "500", date(2026, 12, 31)),
        ("具体指标：到2027年，浓度下降12%。其中，青禾区下降18%；松台县下降15%。", "15", date(2027, 12, 31)),
        ("云溪市2026年细颗粒物浓度较2023年下降15%以上。", "15", date(2026, 12, 31)),
        ("2024—2026年，持续开展。共培训500人次，其中2024年培训200人次。", "200", date(2024, 12, 31)),
    ],
)
def test_a_time_that_opens_a_sentence_of_aims_holds_on(text: str, number: str, due: date | None) -> None:
    assert Times(text, Span(0, len(text)), PLAN, since=0).governing(text.index(number)) == due


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("2024年2月", "2024-02-01", "2024-02-29"),
        ("十五五", "2026-01-01", "2030-12-31"),
        ("2024.6", "2024-06-01", "2024-06-30"),
        ("三、四季度", "2024-10-01", "2024-12-31"),
    ],
)
def test_stretch(words: str, first: str, last: str) -> None:
    days = calendar.stretch(words, 2024)
    assert days is not None
    assert (str(days.first), str(days.last)) == (first, last)


def test_stretch_of_no_month() -> None:
    for words in ("2024年13月", "2024年2月30日", "2025-02-29", "20251301"):
        with pytest.raises(calendar.NoSuchDay):
            calendar.stretch(words, 2024)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_months_later_is_that_many_months_later(day: date, count: int) -> None:
    later = calendar.plus(day, count, "月")
    assert (later.year - day.year) * 12 + later.month - day.month == count
    assert later.day <= day.day


@given(st.sampled_from(["年", "季度", "月", "周", "日"]), st.integers(1, 20))
def test_rrule_counts_in_whole_intervals(unit: str, count: int) -> None:
    rule = calendar.rrule(unit, str(count))
    assert rule is not None
    interval = int(dict(part.split("=") for part in rule.split(";")).get("INTERVAL", "1"))
    assert interval == count * (3 if unit == "季度" else 1)


def test_no_half_week() -> None:
    assert calendar.rrule("周", "半") is None


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "一季度完成立项，6月底前开工，12月底前竣工。",
            [("一季度", "完成立项", "2024-03-31"), ("6月底前", "开工", "2024-06-30"), ("12月底前", "竣工", "2024-12-31")],
        ),
        (
            "推进桥梁改造：上半年完成设计、招标；下半年完成主体施工。",
            [("上半年", "完成设计、招标", "2024-06-30"), ("下半年", "完成主体施工", "2024-12-31")],
        ),
        ("6月底前完成桥梁改造。", []),
        ("改造桥梁。", []),
        ("6月底前完成设计，抓好施工。年底前竣工。", []),
        ("6月底前完成设计，6月底前完成招标。", []),
    ],
)  # fmt: skip
def test_stages_of_a_sentence(text: str, wanted: list[tuple[str, str, str]]) -> None:
    found = stages.find(text, Span(0, len(text)), PLAN)
    assert [(s.when.of(text), s.what.of(text), str(s.deadline.due)) for s in found] == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3月底前建立清单", ["建立清单"]),
        ("3月底前建立清单，12月底前全部销号", ["建立清单", "全部销号"]),
        ("3月底前", []),
        ("3月底前完成", []),
        ("3月底前全部整改到位", []),
        ("3月底前并长期坚持", []),
    ],
)
def test_a_time_behind_its_label_keeps_what_it_is_for(text: str, wanted: list[str]) -> None:
    """例：完成时限：3月底前建立清单: the words are cut off from the task's text with their label."""
    found = stages.find(text, Span(0, len(text)), PLAN, labelled=True)
    assert [s.what.of(text) for s in found] == wanted
