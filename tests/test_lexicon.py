"""The lexicon as data: every entry has an id of its own and examples that its pattern reads."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from policyparse import lexicon
from policyparse.lexicon import Entry

NAMES = sorted(
    Path(str(path)).stem for path in (files(lexicon) / "data").iterdir() if path.name.endswith(".toml")
)
TABLES = [name for name in NAMES if "entry" in lexicon.data(name)]
# where the first entry that matches decides: how its pattern is laid on the words
DECIDED_BY_ORDER = {
    "columns": re.Pattern.fullmatch,
    "conventions": re.Pattern.search,
    "furniture": re.Pattern.search,
    "genres": re.Pattern.search,
    "measures": re.Pattern.match,
    "roles": re.Pattern.fullmatch,
    "sections": re.Pattern.search,
}
ENTRIES = [(name, entry) for name in TABLES for entry in lexicon.entries(name)]


@pytest.mark.parametrize("name", TABLES)
def test_ids_are_unique_in_their_file(name: str) -> None:
    ids = [entry.id for entry in lexicon.entries(name)]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize(("name", "entry"), ENTRIES, ids=[f"{name}-{entry.id}" for name, entry in ENTRIES])
def test_an_entry_matches_its_own_examples(name: str, entry: Entry) -> None:
    assert entry.examples, f"{name}: {entry.id} has no example"
    assert all(entry.pattern.search(example) for example in entry.examples)


@pytest.mark.parametrize("name", DECIDED_BY_ORDER)
def test_an_example_is_matched_by_its_own_entry_first(name: str) -> None:
    match = DECIDED_BY_ORDER[name]
    for entry in lexicon.entries(name):
        for example in entry.examples:
            first = next((other.id for other in lexicon.entries(name) if match(other.pattern, example)), None)
            assert first == entry.id, f"{example}: {first}, not {entry.id}"


def test_the_guide_names_every_file_and_who_reads_it() -> None:
    root = Path(__file__).parent.parent
    guide = (root / "docs" / "lexicon.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `(\w+)\.toml` \|.*\| (.+?) \|$", guide, re.M))
    assert [*rows] and {*rows} == {*NAMES}
    for name, readers in rows.items():
        for reader in re.findall(r"`([\w/]+)`", readers):
            place = root / "policyparse" / reader
            module = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
            assert f'"{name}"' in module.read_text(encoding="utf-8"), (name, reader)


def test_no_entry_names_a_place_of_a_document() -> None:
    places = ["柳州", "广西", "浙江", "柳南", "金山", "云溪", "临江", "青禾", "松台"]
    patterns = [(name, entry) for name, entry in ENTRIES if name not in {"units", "places"}]
    assert [
        entry.id for _, entry in patterns if any(place in entry.pattern.pattern for place in places)
    ] == []
