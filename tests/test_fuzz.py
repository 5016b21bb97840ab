"""Damaged files of every kind, and any text: each ends in a parse or in an error of our own, and soon."""

from __future__ import annotations

import io
import signal
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from mutants import SEEDS, TEXT, mutant

from policyparse import pipeline
from policyparse.errors import PolicyparseError
from policyparse.model import Line, Parsed, Scan
from policyparse.readers import ocr
from policyparse.readers.limits import Limits, within

COUNTS = {"pdf": 500, "docx": 500, "ofd": 500, "xlsx": 400, "html": 400, "zip": 300, "png": 150, "tif": 150}
"""Damaged files of a kind; 200 of the others: 3,700 in all."""

SEEN = (ocr.Word("一、加强管理", ((5.0, 5.0), (50.0, 5.0), (50.0, 15.0), (5.0, 15.0)), 0.9),)
"""What OCR sees on every picture."""

PACKED = ("docx", "xlsx", "ofd", "zip", "pdf")
LONGEST = 20
"""Seconds of the processor for a file of a few kilobytes: those of the clock are shared with others."""


def test_there_are_enough() -> None:
    assert sum(COUNTS.get(kind, 200) for kind in SEEDS) >= 3_000


@contextmanager
def in_time(what: str) -> Iterator[None]:
    """Fails where the block takes too long."""
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def late(*_: object) -> None:
        raise TimeoutError(what)

    before = signal.signal(signal.SIGPROF, late)
    signal.setitimer(signal.ITIMER_PROF, LONGEST)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def outcome(path: Path, data: bytes) -> Parsed | PolicyparseError:
    path.write_bytes(data)
    with within(Limits(characters=200_000)):
        try:
            return pipeline.parse(path)
        except PolicyparseError as error:
            return error


@pytest.mark.parametrize("kind", SEEDS)
def test_a_sound_file_gives_its_words(kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "words", lambda image: SEEN)
    found = outcome(tmp_path / f"甲.{kind}", SEEDS[kind])
    assert isinstance(found, Parsed) and found.documents


@pytest.mark.slow
@pytest.mark.parametrize("kind", SEEDS)
def test_a_damaged_file_ends_in_a_parse_or_in_our_own_error(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "words", lambda image: SEEN)  # the model is not what is tried here
    ends: dict[str, int] = {}
    for number in range(COUNTS.get(kind, 200)):
        with in_time(f"{kind} {number}"):
            try:
                found = outcome(tmp_path / f"甲.{kind}", mutant(kind, number))
            except Exception as error:
                raise AssertionError(f"mutant({kind!r}, {number}): {error!r}") from error
        if isinstance(found, PolicyparseError):
            assert str(found).startswith("甲."), (number, str(found))
        ends[type(found).__name__] = ends.get(type(found).__name__, 0) + 1
    assert (
        kind not in PACKED or ends.get("Parsed", 0) > 20
    )  # damage that is always seen at once tries nothing


# ---- any text ------------------------------------------------------------------------------------------

GENRE = (
    "一、|（一）|1.|第一条|①|。|；|，|：|（|）|《|》|〔2025〕|3号|2025年|6月底前|95%|4.5个|100%以上|责任单位：市教育局|牵头单位：|"
    "市民政局、|各县（市、区）政府|附件|印发|\n|\t|\u3000|\x00|\x1b[0m|\ud800|‰|l|O|曰|不低于|每季度"
)
WORDS = st.sampled_from(GENRE.split("|"))
TEXTS = st.lists(WORDS | st.text(max_size=4), max_size=60).map("".join)


@given(st.lists(TEXTS, min_size=1, max_size=8), st.booleans(), st.integers(0, 3))
@settings(max_examples=400)
@example(["\ud800一、甲\ud800"], False, 0)
@example(["1" * 3000], False, 0)
def test_any_text_is_parsed(lines: list[str], whole: bool, pages: int) -> None:
    scanned = Scan(
        name="甲",
        format="txt",
        sha256="",
        blocks=tuple(Line(text, page=1 if pages else None, whole=whole) for text in lines),
        pages=pages or None,
    )
    with in_time(repr(lines)[:300]):
        assert isinstance(pipeline.read(scanned), Parsed)


# ---- what fuzzing found, as its smallest cases ---------------------------------------------------------


def nameless() -> bytes:
    """A ZIP whose only member has no name."""
    made = io.BytesIO()
    member = zipfile.ZipInfo("x")
    member.filename = ""
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(member, TEXT)
    return made.getvalue()


FOUND = {"a ZIP member without a name": nameless}


@pytest.mark.parametrize("what", FOUND)
def test_what_was_found_is_mended(what: str, tmp_path: Path) -> None:
    assert isinstance(outcome(tmp_path / "甲.zip", FOUND[what]()), PolicyparseError)
