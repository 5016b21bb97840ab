"""Reading: text beside JioNLP's times alone, text PDFs beside pdfplumber and pypdfium2, the start beside import sqlmodel."""

from __future__ import annotations

import logging
import sys
import tempfile
from collections.abc import Iterator
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

import pdfplumber
import pypdfium2

from benchmarks.speed.measure import COMPILED, Line, cpu, program
from policyparse import pipeline, readers
from policyparse.model import Scan

CORPORA = Path(__file__).parent.parent.parent / "corpora" / "docs"
TIMES_OF_THE_TEXT = 20
"""The corpora are short: their texts are read as often as makes some hundred thousand characters."""


PAGES = 500
FILES = 96
CLI = (sys.executable, "-m", "policyparse")
KEEPER = type(cache(len))
"""What keeps the answers of a function; a column of SQLAlchemy says that it has whatever it is asked for."""


def lines() -> Iterator[Line]:
    """Each with its peer in the same run, over the corpora."""
    yield from _text()
    yield from _pdf()
    yield from _long_pdf()
    yield from _start()


def _text() -> Iterator[Line]:
    scans = [readers.read(path) for path in sorted(CORPORA.glob("*.txt"))]
    words = [block.text for scan in scans for block in scan.blocks if hasattr(block, "text")]
    ours = cpu(lambda: _read(scans))
    length = TIMES_OF_THE_TEXT * sum(map(len, words))
    yield Line("text → tasks, characters a second", length / ours, "", "≥ 250,000")
    if find_spec("jionlp"):
        theirs = cpu(lambda: _times(words))
        yield Line("text → tasks / JioNLP's times alone (speed)", theirs / ours, "×", "≥ 1")


def _read(scans: list[Scan]) -> None:
    for _ in range(TIMES_OF_THE_TEXT):
        _forget()
        for scan in scans:
            pipeline.read(scan)


def _forget() -> None:
    """Empty what was kept of words and sentences: a text that is read again would be read from memory, and no new one is."""
    for name, module in list(sys.modules.items()):
        for kept in vars(module).values() if name.startswith("policyparse") else ():
            if isinstance(kept, KEEPER) and kept.cache_parameters()["maxsize"]:
                kept.cache_clear()


def _times(words: list[str]) -> None:
    import jionlp

    logging.disable(logging.CRITICAL)  # it logs a traceback for each time that it cannot read

    for _ in range(TIMES_OF_THE_TEXT):
        for line in words:
            try:
                jionlp.ner.extract_time(line, time_base=1_700_000_000)
            except Exception:  # it raises what it trips over
                continue


def _pdf() -> Iterator[Line]:
    for path in sorted(CORPORA.glob("*.pdf")):
        whole, plumber, fium = (
            cpu(partial(pipeline.parse, path)),
            cpu(partial(_plumber, path)),
            cpu(partial(_fium, path)),
        )
        yield Line(f"PDF whole parse / pdfplumber's text: {path.stem}", whole / plumber, "×", "≤ 0.4")
        yield Line(f"PDF whole parse / pypdfium2's text: {path.stem}", whole / fium, "×")


def _long_pdf() -> Iterator[Line]:
    """The corpora's pages, again and again, as one file and one command."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        whole = pypdfium2.PdfDocument.new()
        while len(whole) < PAGES:
            for one in sorted(CORPORA.glob("*.pdf")):
                with pypdfium2.PdfDocument(one) as part:
                    whole.import_pages(part, [*range(min(len(part), PAGES - len(whole)))])
        whole.save(path)
        spent, memory = program([*CLI, "parse", path], 1, COMPILED)
    yield Line(f"policyparse parse, a PDF of {PAGES} pages", spent, "s CPU", "≤ 8")
    yield Line(f"policyparse parse, a PDF of {PAGES} pages: memory", memory, "MB", "≤ 150")


def _plumber(path: Path) -> None:
    with pdfplumber.open(path) as document:
        for page in document.pages:
            page.extract_text()


def _fium(path: Path) -> None:
    with pypdfium2.PdfDocument(path) as document:
        for page in document:
            page.get_textpage().get_text_bounded()


def _start() -> Iterator[Line]:
    path = next(iter(sorted(CORPORA.glob("*.txt"))))
    model = program([sys.executable, "-c", "import sqlmodel"], env=COMPILED)[0]
    alone = program(
        [sys.executable, "-c", f"import policyparse; policyparse.parse({str(path)!r})"], env=COMPILED
    )
    command, memory = program([*CLI, "parse", path], env=COMPILED)
    yield Line("parse of one text in Python / import sqlmodel", alone[0] / model, "×")
    yield Line("policyparse parse one.txt", command, "s CPU", "≤ 0.5")
    yield Line("policyparse parse one.txt: memory", memory, "MB")
    yield Line("policyparse parse one.txt / import sqlmodel", command / model, "×")
    with tempfile.TemporaryDirectory() as folder:
        stored = (
            program([*CLI, "add", path, "--db", Path(folder) / f"{n}.db"], 1, COMPILED)[0] for n in range(3)
        )
        yield Line("policyparse add one.txt, a new tracker", min(stored), "s CPU", "≤ 0.9")
    yield from _folder()


def _folder() -> Iterator[Line]:
    """A folder of the corpora's texts under other names, each with a line of its own so that none is known."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(CORPORA.glob("*.txt")) if _is_plain(path)]
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "files"
        given.mkdir()
        for at in range(FILES):
            text = texts[at % len(texts)]
            (given / f"{at}.txt").write_text(f"{text}\n（第{at}份）\n", encoding="utf-8")
        for jobs in (1, 2):
            words = [*CLI, "add", given, "--force", "--jobs", str(jobs), "--db", Path(folder) / f"{jobs}.db"]
            spent, _ = program(words, 1, COMPILED)
            yield Line(f"policyparse add, {FILES} texts, --jobs {jobs}", spent, "s CPU", "≤ 25")


def _is_plain(path: Path) -> bool:
    """Whether a text is in UTF-8."""
    try:
        return bool(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return False
