"""Names of units: the table of cases, the lexicon's own examples, and laws over all departments and any text."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.extract.organs import names
from policyparse.extract.organs.departments import by_form, departments, expand, trie
from policyparse.lexicon import Entry, entries
from policyparse.model import Setting, Span

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "names.toml").read_text(encoding="utf-8"))
CASES = [(group, name, full) for group in TABLE["group"] for name, full in group["cases"]]
ALIASES = (("市职转办", "市推进政府职能转变领导小组办公室"),)
REGIONS = [
    None,
    "南岭省",
    "南岭省云溪市",
    "南岭省云溪市青禾区",
    "南岭省云溪市临江县",
    "广西壮族自治区",
    "上海市金山区",
    "四川省凉山彝族自治州",
]
SIGNS = {"省": "省", "市": "市", "区": "区", "县": "县", "州": "州"}


@pytest.mark.parametrize(("group", "name", "full"), CASES, ids=[f"{g['name']}: {n}" for g, n, _ in CASES])
def test_full_name(group: dict[str, object], name: str, full: str) -> None:
    setting = Setting(
        issuer=group.get("issuer"),
        region=group.get("region"),
        issued_on=group.get("issued_on"),
        aliases=ALIASES,
    )
    assert names.canonical(name, setting) == full


@pytest.mark.parametrize("entry", entries("units"), ids=lambda e: e.id)
def test_example_is_read_by_its_own_entry(entry: Entry) -> None:
    assert entry.examples
    for example in entry.examples:
        assert next(e.id for e in entries("units") if e.pattern.search(example)) == entry.id


def test_lexicon_is_large_and_no_form_means_two_departments() -> None:
    assert len(departments()) >= 300
    assert sum(len(d.forms) for d in departments()) == len(by_form())


def test_expand_gives_what_the_pattern_matches() -> None:
    assert expand("^(?:教育|教)(?:局|委)$|^(?:文教)(?:委)$") == {
        "教育局": "局",
        "教育委": "委",
        "教局": "局",
        "教委": "委",
        "文教委": "委",
    }
    for entry in entries("units"):
        assert all(entry.pattern.fullmatch(form) for form in expand(entry.pattern.pattern))


def test_reforms_follow_each_other() -> None:
    exists = {
        d.id: [d.exists(date(year, 6, 1)) for year in (2012, 2016, 2020, 2022, 2024)] for d in departments()
    }
    assert exists["family-planning"] == [True, False, False, False, False]
    assert exists["health-family-planning"] == [False, True, False, False, False]
    assert exists["health"] == [False, False, True, True, True]
    assert exists["poverty"] == [True, True, True, False, False]
    assert exists["data"] == [False, False, False, False, True]
    assert exists["banking-insurance"] == [False, False, True, True, False]


@pytest.mark.parametrize("region", REGIONS)
def test_full_name_of_a_full_name_is_itself(region: str | None) -> None:
    setting = Setting(region=region)
    for printed in printed_names(region):
        full = names.canonical(printed, setting)
        assert names.canonical(full, setting) == full, printed


@pytest.mark.parametrize("region", REGIONS)
def test_two_departments_never_become_one(region: str | None) -> None:
    setting = Setting(region=region)
    meant: dict[str, set[str]] = defaultdict(set)
    for department in departments():
        for form in department.forms:
            full = names.canonical(form, setting)
            if full != form:
                meant[full].add(department.kin)
    assert {full: kin for full, kin in meant.items() if len(kin) > 1} == {}


def test_health_is_one_unit_however_it_is_written() -> None:
    forms = next(d.forms for d in departments() if d.id == "health")
    for region, sign in (("云溪市", "市"), ("云溪市青禾区", "区"), ("上海市金山区", "区"), ("南岭省", "省")):
        assert len({names.canonical(sign + form, Setting(region=region)) for form in forms}) == 1


def printed_names(region: str | None) -> list[str]:
    """Every form, alone and after each sign that the region knows."""
    signs = [sign for sign in SIGNS if region and sign in region]
    return [sign + form for form in by_form() for sign in ["", *signs]]


# ---- the lexicon as a pattern --------------------------------------------------------------------------


def test_pattern_finds_the_longest_form() -> None:
    text = "由市教育体育局牵头，市委网信办、中国人民银行云溪市中心支行、教育局配合"
    assert [m[0] for m in names.pattern().finditer(text)] == [
        "教育体育局",
        "委网信办",
        "中国人民银行",
        "教育局",
    ]


@given(st.lists(st.text("甲乙丙(", min_size=1, max_size=4), min_size=1, max_size=8))
def test_trie_matches_its_words_and_no_others(words: list[str]) -> None:
    pattern = re.compile(trie(words))
    assert all(pattern.fullmatch(word) for word in words)
    assert not any(pattern.fullmatch(word + "丁") for word in words)
    longest = max((w for w in words if "".join(words).startswith(w)), key=len)
    assert pattern.match("".join(words))[0] == longest  # type: ignore[index]


@pytest.mark.parametrize("name", TABLE["known"]["yes"])
def test_known(name: str) -> None:
    assert names.is_known(name)


@pytest.mark.parametrize("name", TABLE["known"]["no"])
def test_not_known(name: str) -> None:
    assert not names.is_known(name)


# ---- what a clerk types --------------------------------------------------------------------------------

KNOWN = TABLE["resolve"]["known"]


@pytest.mark.parametrize(("typed", "wanted"), TABLE["resolve"]["one"])
def test_typed_name_finds_its_unit(typed: str, wanted: str) -> None:
    found = names.resolve(typed, KNOWN)
    assert found.matches == (wanted,)
    assert found.name == wanted


@pytest.mark.parametrize(("typed", "wanted"), TABLE["resolve"]["several"])
def test_typed_name_of_several_units_lists_them(typed: str, wanted: list[str]) -> None:
    found = names.resolve(typed, KNOWN)
    assert list(found.matches) == wanted
    assert found.name is None


@pytest.mark.parametrize(("typed", "near"), TABLE["resolve"]["near"])
def test_misspelt_name_suggests_the_nearest(typed: str, near: str) -> None:
    found = names.resolve(typed, KNOWN)
    assert found.matches == ()
    assert found.near[0] == near


@pytest.mark.parametrize("typed", TABLE["resolve"]["none"])
def test_unknown_name_finds_none(typed: str) -> None:
    assert names.resolve(typed, KNOWN).matches == ()


@given(st.sampled_from(KNOWN))
def test_full_name_finds_itself(name: str) -> None:
    assert names.resolve(name, KNOWN).name == name


# ---- short names of the document's own -----------------------------------------------------------------


@pytest.mark.parametrize(("text", "wanted"), TABLE["learn"]["cases"])
def test_learn(text: str, wanted: list[list[str]]) -> None:
    assert names.learn(text, Span(0, len(text))) == tuple((short, long) for short, long in wanted)


def test_learn_keeps_within_its_span() -> None:
    text = "市推进政府职能转变领导小组办公室（以下简称市职转办）"
    assert names.learn(text, Span(0, 10)) == ()


# ---- laws ----------------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [*"市县区省各委办局厅部（）、级直", "卫健", "教育", "国家", "云溪市", "管委会", "以下简称", "部门"]
)


@given(st.lists(PIECES, max_size=8), st.sampled_from(REGIONS), st.none() | st.dates())
def test_any_name_has_a_full_name(pieces: list[str], region: str | None, day: date | None) -> None:
    name = "".join(pieces)
    assert isinstance(names.canonical(name, Setting(region=region, issued_on=day)), str)
    assert isinstance(names.is_known(name), bool)
    names.resolve(name, KNOWN)
    names.learn(name, Span(0, len(name)))


HERE = Setting(issuer="云溪市人民政府办公室", region="南岭省云溪市")
ELSEWHERE = ["临江市卫生健康委员会", "云溪市教育局", "云溪市财政局"]


@pytest.mark.parametrize(
    ("typed", "full"),
    [
        ("市卫生健康委", "云溪市卫生健康委员会"),  # whatever unit of that name the tracker knows elsewhere
        ("市卫健委", "云溪市卫生健康委员会"),
        ("市税务局牵头", "国家税务总局云溪市税务局"),
        ("市教育局等单位", "云溪市教育局"),
        ("市水利局", "云溪市水利局"),
        ("云溪数字产业集团", "云溪数字产业集团"),
        ("各县区政府", "各县区政府"),
    ],
)
def test_a_typed_unit_is_of_the_documents_own_place(typed: str, full: str) -> None:
    assert names.understood(typed, HERE, ELSEWHERE).name == full


@pytest.mark.parametrize(
    ("typed", "near"),
    [("市教育局1", ("云溪市教育局",)), ("市教肓局", ("云溪市教育局",)), ("尽快", ()), ("", ())],
)
def test_a_slip_is_no_unit(typed: str, near: tuple[str, ...]) -> None:
    assert names.understood(typed, HERE, ELSEWHERE) == names.Resolution((), near)


def test_a_unit_of_a_place_is_none_of_a_place_in_it() -> None:
    assert names.resolve("云溪市教育局", ["云溪市青禾区教育局"]).matches == ()
    assert names.resolve("教育局", ["云溪市青禾区教育局"]).name == "云溪市青禾区教育局"
