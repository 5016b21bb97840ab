"""Patterns that are kept between runs: the same as compiled ones, and done without where they cannot be kept."""

from __future__ import annotations

import dataclasses
import marshal
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_growth import patterns

from policyparse import pipeline
from policyparse.lexicon import needs
from policyparse.lexicon import patterns as patterns_of
from policyparse.lexicon.patterns import STORE, compiled, for_modules
from policyparse.model import Line, Scan

ROOT = Path(__file__).parent.parent
SOURCES = sorted(
    {(p.pattern, p.flags & ~re.UNICODE) for _, p in patterns() if not p.pattern.startswith("(?=")}
)
"""Of all but those that are looked for by another way (below)."""


LOOKED_FOR = (r"(?=[ab])(?:ab|ba)", r"(?=[a])(?:a+b?)", r"(?=[\dab])(?:\d\d|a|b\d)", r"(?=[^a])b|(?=a)ca", r"(?=a)(?:a|ab)c",
              r"(?=a)", r"(?=[ab])(?:(?<=c)a|(?P<x>b)c)", r"(?i)(?=[ab])a", r"(?![ab])c", r"(?=ab)a")  # fmt: skip


@pytest.mark.parametrize("source", LOOKED_FOR)
@given(text=st.text("ab1cAB٣", max_size=9), start=st.integers(0, 9), end=st.integers(0, 9))
def test_a_pattern_that_looks_at_its_first_character_finds_what_re_finds(
    source: str, text: str, start: int, end: int
) -> None:
    own, known = compiled(source), re.compile(source)
    assert [m.regs for m in own.finditer(text, start, end)] == [
        m.regs for m in known.finditer(text, start, end)
    ]
    assert [repr(f(text, start, end)) for f in (own.match, own.search, own.fullmatch)] == [
        repr(f(text, start, end)) for f in (known.match, known.search, known.fullmatch)
    ]
    assert own.sub("_", text) == known.sub("_", text)


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
    ours: dict[str, Any] = {"__name__": "policyparse.here", "re": re, "source": source}
    with for_modules():
        exec(
            "found = re.compile(source, re.IGNORECASE), re.compile(rb'\\d'), re.sub(source + '三', '', '四')",
            ours,
        )
        re.compile(source + "一")  # a library's
    assert ours["found"][0].match("只在这里写的式样12")
    assert ours["found"][1].match(b"1")
    exec("re.compile(source + '二')", ours)
    kept = {(source, int(re.IGNORECASE)), (source + "三", 0)}
    assert {code for code in STORE.codes if code[0].startswith(source)} == kept


def test_dataclasses_made_meanwhile_have_their_methods_from_the_store(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(STORE, "methods", {})

    def made() -> Any:
        return dataclasses.make_dataclass(
            "Made", [("number", int), ("word", str, "无")], frozen=True, slots=True
        )

    with for_modules():
        made()
        known = dict(STORE.methods)
        again = made()
    assert known
    assert known == STORE.methods
    assert repr(again(1)) == repr(made()(1)) == "Made(number=1, word='无')"
    assert again(1) == again(1)
    assert vars(dataclasses).get("exec", exec) is exec


def test_words_of_a_text_are_not_kept() -> None:
    text = """关于印发甲乙丙县2025年重点工作任务分工方案的通知
甲乙丙县教育局甲乙丙县财政局
一、甲乙丙县
1.2家托育园建成，甲乙丙率达到95%以上，2025年6月底前完成。（牵头单位：甲乙丙局；配合单位：甲乙丙办）
2.3家养老院建成，甲乙丙人数达到3万人。（牵头单位：甲乙丙委）
甲乙丙县教育局甲乙丙县财政局
2025年1月5日
注：◎甲乙丙牵头
"""
    codes, needs = set(STORE.codes), set(STORE.needs)  # other tests have patterns of 甲乙
    with for_modules():
        pipeline.read(Scan("", "txt", "", tuple(map(Line, text.splitlines()))))
    assert not [code for code in STORE.codes.keys() - codes if "甲乙" in code[0]]
    assert not [source for source in STORE.needs.keys() - needs if "甲乙" in source]


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
