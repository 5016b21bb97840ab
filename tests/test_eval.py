"""Real documents with gold, where there are any: ``POLICYPARSE_EVAL`` names a folder with ``docs/`` and ``gold/``."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from parses import EVAL, documents, gold, said

from benchmarks.accuracy.scoring import FIELDS, Score, score

TEXTS = documents(EVAL)
# F1 over all files together; and what no single file may fall below
FLOORS = dict(zip(FIELDS, (1.0, 0.99, 0.98, 0.985, 0.98, 0.95, 0.9, 0.95, 0.95), strict=True))
FLOOR_OF_A_FILE = {"tasks": 0.85, "roles": 0.85, "targets": 0.85}

pytestmark = pytest.mark.skipif(not TEXTS, reason="POLICYPARSE_EVAL names no folder with docs/ and gold/")


@cache
def result(path: Path) -> Score:
    """The score of one file."""
    return score(gold(path), said(path))


def total() -> Score:
    """The score of all files together."""
    whole = Score()
    for path in TEXTS:
        whole += result(path)
    return whole


@pytest.mark.parametrize("name", FIELDS)
def test_all_files_together_reach_the_floor(name: str) -> None:
    found = total()
    misses = [miss for miss in found.misses if miss.startswith(name.removesuffix("_full"))]
    assert found.counts[name].f1 >= FLOORS[name], "\n".join(misses)


@pytest.mark.parametrize("path", TEXTS, ids=[path.name for path in TEXTS])
def test_no_single_file_falls_below_its_floor(path: Path) -> None:
    reached = {name: result(path).counts[name].f1 for name in FLOOR_OF_A_FILE}
    assert all(reached[name] >= floor for name, floor in FLOOR_OF_A_FILE.items()), (
        reached,
        result(path).misses,
    )
