"""Places: the table of cases, and laws over every division of GB/T 2260 and over any text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse import places
from policyparse.places.gazetteer import SIGNS, gazetteer, shorten

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "names.toml").read_text(encoding="utf-8"))
PRESENT = sorted(gazetteer().level.keys() - gazetteer().former)
WORDS = st.lists(
    st.sampled_from([*"省市县区州盟旗年的关于国家中共局委", "云溪", "柳州", "鼓楼区", "2025", "《"])
)


@pytest.mark.parametrize(("text", "wanted"), TABLE["regions"]["cases"])
def test_region(text: str, wanted: str) -> None:
    assert places.region(text) == wanted


@pytest.mark.parametrize("text", TABLE["regions"]["none"])
def test_no_region(text: str) -> None:
    assert places.region(text) is None


@pytest.mark.parametrize("row", TABLE["near"], ids=lambda row: f"{row['name']} {row['around']}")
def test_leading_near(row: dict[str, Any]) -> None:
    found = places.leading(row["name"], row["around"])
    assert found and found[0] == tuple(row["place"])


@pytest.mark.parametrize("row", TABLE["place"], ids=lambda row: row["path"])
def test_what_a_place_is(row: dict[str, Any]) -> None:
    path = row["path"]
    assert places.parts(path) == tuple(row["parts"])
    assert (places.level(path), places.official(path), places.stem(path)) == (
        row["level"],
        row["official"],
        row["stem"],
    )


def test_what_a_sign_means_in_a_place() -> None:
    district = "广西壮族自治区柳州市柳南区"
    meant = {sign: places.ancestor(district, sign) for sign in ("区", "市", "自治区", "省", "县")}
    assert meant == {
        "区": district,
        "市": "广西壮族自治区柳州市",
        "自治区": "广西壮族自治区",
        "省": None,
        "县": None,
    }


def test_municipalities_and_seats() -> None:
    assert places.is_municipal("上海市金山区")
    assert not places.is_municipal("广西壮族自治区柳州市")
    assert places.is_seat("安徽省合肥市")
    assert not places.is_seat("江西省赣州市")


def test_the_standard_is_whole() -> None:
    ranks = [gazetteer().level[path] for path in PRESENT]
    assert [ranks.count(rank) for rank in ("省", "市")] == [34, 333]
    assert 2840 < ranks.count("县") < 2880
    assert all(path[-1][-1] in SIGNS for path in gazetteer().level)


def test_every_place_is_found_by_its_path_and_by_its_organs() -> None:
    for path in PRESENT:
        written = "".join(path)
        assert places.parts(written) == path
        assert places.region(f"{written}人民政府办公室") == written
        assert places.region(f"{places.official(written)}教育局") == written


def test_every_former_place_is_one_of_the_standard() -> None:
    """Some gave their name on: 巢湖市 is a city of 合肥市 now, 北川县 is 北川羌族自治县."""
    for path in gazetteer().former:
        found = places.region(f"{''.join(path)}人民政府")
        assert found and places.parts(found) in gazetteer().level
        assert path[-1] in (places.parts(found)[-1], shorten(places.parts(found)[-1]))


@given(WORDS)
def test_any_text_has_one_region_or_none(words: list[str]) -> None:
    found = places.region("".join(words))
    assert found is None or "".join(places.parts(found)) == found


@given(WORDS, st.sampled_from([None, "云溪市", "江苏省南京市", "南岭省云溪市青禾区"]))
def test_what_tells_a_place_lies_in_the_name(words: list[str], near: str | None) -> None:
    name = "".join(words)
    found = places.leading(name, near)
    assert found is None or 0 < found[1] <= len(name)


@pytest.mark.parametrize(
    ("name", "known"), [("姜堰", True), ("钱塘", True), ("黄埔区", True), ("王某", False), ("张建国", False)]
)
def test_a_place_is_named_without_its_sign_too(name: str, known: bool) -> None:
    assert places.is_named(name) is known
