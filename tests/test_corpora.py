"""The corpora: their gold is sound, their files are what their sources make, and the program reads them well."""

from __future__ import annotations

import copy
import gc
import io
import zipfile
from collections.abc import Iterator
from functools import reduce
from operator import add
from pathlib import Path
from typing import Any

import pytest
from parses import CORPORA, documents, gold, parsed, said, scan

from benchmarks.accuracy.scoring import FIELDS, Score, fold, score
from corpora.make import build, html, word
from corpora.make.gold import gold as gold_of
from corpora.make.marked import Block, meant, printed, read
from policyparse import pipeline

TEXTS = documents(CORPORA)
NAMES = [path.name for path in TEXTS]
# F1 over all of the corpora that a change may not fall below
FLOORS = dict(zip(FIELDS, (1.0, 0.995, 0.985, 0.995, 0.995, 0.98, 0.97, 0.99, 0.99), strict=True))

each = pytest.mark.parametrize("path", TEXTS, ids=NAMES)


def source(path: Path) -> list[Block]:
    """The marked text that a file was made of."""
    return read(CORPORA / "src" / f"{path.stem}.marked")


def quotes(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The quotes of targets, deadlines and the like."""
    return (row["quote"] for row in rows if row["quote"])


# ---- the gold ------------------------------------------------------------------------------------------


def test_the_index_names_every_text() -> None:
    index = (CORPORA / "INDEX.md").read_text(encoding="utf-8")
    sources = {path.stem for path in (CORPORA / "src").glob("*.marked")}
    assert {path.stem for path in TEXTS} == sources
    assert all(f"| {name} |" in index for name in NAMES)
    assert len(TEXTS) >= 12


@each
def test_the_gold_is_what_its_source_says(path: Path) -> None:
    fresh, kept = gold_of(source(path)), copy.deepcopy(gold(path))
    for document in kept:
        rows = [*document["conventions"], *document["goals"]]
        rows += [row for task in document["tasks"] for row in [*task["targets"], *task["deadlines"]]]
        for quote in quotes(rows):
            assert path.suffix != ".pdf" or quote["page"] >= 1
            quote["page"] = None
    assert kept == fresh


@each
def test_a_quote_of_the_gold_stands_in_the_text(path: Path) -> None:
    lines = [cell for block in source(path) for cell in (block.cells or [block.text]) if block.kind != "fact"]
    words = fold("".join(map(meant, lines)) + "\n" + "".join(map(printed, lines)))
    for document in gold(path):
        assert all(
            fold(quote["text"]) in words for quote in quotes(document["conventions"] + document["goals"])
        )
        for task in document["tasks"]:
            assert all(fold(quote["text"]) in words for quote in quotes(task["targets"] + task["deadlines"]))
            assert fold(task["title"]) in words
            # a shared prefix or ending may stand elsewhere in the list, the middle of a name does not
            assert all(fold(unit["name"])[1:3] in words for unit in task["units"])


@each
def test_the_file_is_what_its_source_makes(path: Path) -> None:
    blocks = source(path)
    _, *options = build.form_of(blocks)
    if path.suffix == ".txt":
        assert path.read_bytes() == build.as_text(path.stem, blocks, options)
    elif path.suffix == ".html":
        assert path.read_text(encoding="utf-8") == html.page(blocks)
    elif path.suffix == ".docx":
        made = io.BytesIO()
        word.build(blocks, made)
        assert parts(made) == parts(path)
    else:  # LibreOffice made it; what it is made of is its text
        assert all(
            fold(task["tail"])[-4:] in whole(path) for document in gold(path) for task in document["tasks"]
        )


def parts(file: Path | io.BytesIO) -> dict[str, bytes]:
    """The text and the numbering of a DOCX."""
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(f"word/{name}.xml") for name in ("document", "numbering")}


def whole(path: Path) -> str:
    """The text of all documents of the parse."""
    return fold("".join(policy.document.text for policy in parsed(path).documents))


# ---- the scorer ----------------------------------------------------------------------------------------


@each
def test_the_gold_scores_in_full_against_itself(path: Path) -> None:
    result = score(gold(path), gold(path))
    assert all(count.f1 == 1 for count in result.counts.values()), result.misses


@pytest.mark.parametrize(
    ("key", "value", "field"),
    [
        ("number", "（九十九）", "boundaries"),
        ("units", [], "units"),
        ("units", [{"name": "市外星局", "canonical": "市外星局", "role": "lead"}], "roles"),
        ("targets", [], "targets"),
        (
            "targets",
            [{"metric": "x", "comparator": "=", "value": 1, "unit": "个", "kind": "goal"}],
            "targets_full",
        ),
        ("deadlines", [{"kind": "ongoing", "basis": "explicit"}], "deadlines"),
    ],
)
def test_a_wrong_answer_costs(key: str, value: Any, field: str) -> None:
    right = gold(CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf")
    wrong = copy.deepcopy(right)
    wrong[0]["tasks"][0][key] = value
    assert score(right, wrong).counts[field].f1 < 1


# ---- the parse -----------------------------------------------------------------------------------------


def test_the_corpora_are_read_at_least_as_well_as_before() -> None:
    total: Score = reduce(add, (score(gold(path), said(path)) for path in TEXTS), Score())
    reached = {name: round(count.f1, 3) for name, count in total.counts.items()}
    assert all(reached[name] >= floor for name, floor in FLOORS.items()), "\n".join(
        [str(reached), *total.misses]
    )


@each
def test_a_repair_is_made_and_told(path: Path) -> None:
    repairs = [row for document in gold(path) for task in document["tasks"] for row in task["warnings"]]
    told = " ".join(
        finding.message
        for policy in parsed(path).documents
        for findings in (policy.findings, *(task.warnings for task in policy.tasks))
        for finding in findings
    )
    for row in repairs:
        assert row["before"].strip() in told and row["after"] in told, row
    assert repairs or path.stem not in {"songtai-yaodian-huibian", "nanling-2025-yanglao-yaodian"}


@each
def test_a_quote_has_the_page_that_it_stands_on(path: Path) -> None:
    ours = {(fold(q["text"]), q["page"]) for document in said(path) for q in every_quote(document)}
    texts = {text for text, _ in ours}
    wanted = {(fold(q["text"]), q["page"]) for document in gold(path) for q in every_quote(document)}
    shared = {row for row in wanted if row[0] in texts}
    assert shared <= ours, shared - ours
    assert shared or not wanted


@each
def test_a_scoring_row_has_its_points(path: Path) -> None:
    ours, wanted = (
        [
            (fold(t["number"] or ""), t["points"])
            for d in documents
            for t in d["tasks"]
            if t["points"] is not None
        ]
        for documents in (said(path), gold(path))
    )
    assert ours == wanted


def every_quote(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The quotes of targets and deadlines of all tasks."""
    for task in document["tasks"]:
        yield from quotes(task["targets"] + task["deadlines"])


@each
def test_conventions_and_actions_are_those_of_the_gold(path: Path) -> None:
    for right, ours in zip(gold(path), said(path), strict=True):
        for rule, found in zip(right["conventions"], ours["conventions"], strict=True):
            assert rule["rule"] == found["rule"]
            assert fold(rule["quote"]["text"]) in fold(found["quote"]["text"])
        actions = {fold(task["title"]): task["actions"] for task in ours["tasks"]}
        for task in right["tasks"]:
            if task["actions"]:
                found = [fold(row["text"]).rstrip("。;,:") for row in actions[fold(task["title"])]]
                assert [fold(row["text"]) for row in task["actions"]] == found


@each
def test_a_parse_leaves_nothing_to_the_collector_that_it_pauses(path: Path) -> None:
    pipeline.read(scan(path))  # what is loaded but once is none of the text's
    gc.collect()
    pipeline.read(scan(path))
    assert gc.isenabled()
    assert gc.collect() == 0


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    try:
        pipeline.read(scan(TEXTS[0]))
        assert not gc.isenabled()
    finally:
        gc.enable()
