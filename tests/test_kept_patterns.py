"""Patterns that are kept between runs: the same as compiled ones, and done without where they cannot be kept."""

from __future__ import annotations

import marshal
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from test_growth import patterns

from policyparse.lexicon import needs
from policyparse.lexicon import patterns as patterns_of
from policyparse.lexicon.patterns import STORE, compiled, for_modules

ROOT = Path(__file__).parent.parent
SOURCES = sorted({(p.pattern, p.flags & ~re.UNICODE) for _, p in patterns()})


def test_a_kept_pattern_is_the_one_that_re_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    for source, flags in SOURCES:
        assert compiled(source, flags) == re.compile(source, flags), source
    monkeypatch.setattr(STORE, "codes", marshal.loads(marshal.dumps(STORE.codes)))
    monkeypatch.setattr(STORE, "grown", False)
    for source, flags in SOURCES:
        kept = compiled(source, flags)
        assert kept == re.compile(source, flags), source
        assert kept.groupindex == re.compile(source, flags).groupindex, source
    assert not STORE.grown


def test_modules_imported_meanwhile_take_theirs_from_the_store() -> None:
    source = r"只在这里写的式样\d+"
    with for_modules():
        assert re.compile(source, re.IGNORECASE).match("只在这里写的式样12")
        assert re.compile(rb"\d").match(b"1")
    assert (source, int(re.IGNORECASE)) in STORE.codes
    re.compile(source + "二")
    assert (source + "二", 0) not in STORE.codes


def test_a_python_whose_re_is_built_otherwise_compiles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns_of, "KEEPS", False)
    monkeypatch.setattr(patterns_of, "_code", lambda *_: pytest.fail("taken apart"))
    with for_modules():
        assert compiled(r"只在别处写的式样\d+").match("只在别处写的式样12")
    assert (r"只在别处写的式样\d+", 0) not in STORE.codes


def test_needs_are_told_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = needs.needs("年底前")
    monkeypatch.setattr(needs, "_parsed", lambda source: pytest.fail(f"parsed again: {source}"))
    assert needs.needs("年底前") == told


def run(prefix: Path, **more: str) -> str:
    """Whether all patterns of the parser were known, and all those that a text asks for."""
    code = """
from policyparse.sandbox import kept
from policyparse.lexicon.patterns import STORE, compiled, for_modules
kept.load("policyparse.pipeline")
grown, STORE.grown = STORE.grown, False
from policyparse import pipeline
from policyparse.model import Line, Scan
pipeline.read(Scan("", "txt", "", (Line("一、建成托育园3家，2025年6月底前完成。（牵头单位：市教育局）"),)))
print(not grown, not STORE.grown)
kept.save()
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONPYCACHEPREFIX": str(prefix), **more}
    if not more:
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    return done.stdout.strip()


def test_what_one_run_compiles_the_next_one_has(tmp_path: Path) -> None:
    assert run(tmp_path) == "False False"
    (kept,) = tmp_path.rglob("patterns.*.bin")
    assert run(tmp_path) == "True True"
    whole = kept.read_bytes()
    middle = len(whole) // 2
    for damaged in (whole[:1000], whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :]):
        kept.write_bytes(damaged)
        assert run(tmp_path) == "False False"
        assert run(tmp_path) == "True True"
    assert list(tmp_path.rglob("patterns.*.bin")) == [kept]


def test_a_run_that_may_write_nothing_compiles(tmp_path: Path) -> None:
    assert run(tmp_path, PYTHONDONTWRITEBYTECODE="1") == "False False"
    assert not list(tmp_path.rglob("*.bin"))
    place = tmp_path / "a file"
    place.write_text("")
    assert run(place) == "False False"
