"""One document in every form that it may arrive in: equal tasks, units, targets and deadlines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pypdfium2
import pytest
from ofd_files import drawn
from parses import CORPORA
from scanned import encoded, mixed, pdf, pictures
from test_readers_ocr import facts, likeness, tasks, text
from test_readers_office import converted

from corpora.make import html, word
from corpora.make import text as plain
from corpora.make.marked import Block, printed, read
from policyparse import pipeline, readers
from policyparse.model import Parsed
from policyparse.readers import office

NAME = "yunxi-2024-jiuye-cuoshi"
PDF = CORPORA / "docs" / f"{NAME}.pdf"


def blocks() -> list[Block]:
    return read(CORPORA / "src" / f"{NAME}.marked")


def as_docx(_: Path) -> bytes:
    made = io.BytesIO()
    word.build(blocks(), made)
    return made.getvalue()


def as_text(_: Path) -> bytes:
    return plain.plain(plain.paragraphs(blocks())).encode("gb18030")


def as_html(_: Path) -> bytes:
    return html.page(blocks()).encode()


def as_markdown(_: Path) -> bytes:
    """Headings by signs, paragraphs set off by blank lines."""
    rows = []
    for block, words in ((b, printed(b.text)) for b in blocks()):
        if block.kind == "line" or words:
            rows.append(f"# {words}" if block.style == "title" else words)
    return "\n\n".join(rows).encode()


def as_ofd(_: Path) -> bytes:
    with pypdfium2.PdfDocument(PDF) as document:
        sizes = {n: document[n - 1].get_size() for n in range(1, len(document) + 1)}
    return drawn(readers.read(PDF), sizes)


def as_zip(folder: Path) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("通知.docx", as_docx(folder))
    return made.getvalue()


def as_office(form: str) -> Callable[[Path], bytes]:
    def make(folder: Path) -> bytes:
        source = folder / f"{NAME}.docx"
        source.write_bytes(as_docx(folder))
        return converted(source, form, folder).read_bytes()

    return make


FORMS: dict[str, Callable[[Path], bytes]] = {
    "docx": as_docx,
    "txt": as_text,
    "html": as_html,
    "md": as_markdown,
    "ofd": as_ofd,
    "zip": as_zip,
    "doc": as_office("doc"),
    "rtf": as_office("rtf"),
    "odt": as_office("odt"),
}
SCANS: dict[str, Callable[[Path], bytes]] = {
    "pdf": lambda _: pdf(pictures(PDF)),
    "tif": lambda _: encoded(pictures(PDF), "TIFF"),
}


@cache
def printed_form() -> Parsed:
    return pipeline.parse(PDF)


def parse(form: str, data: bytes, folder: Path) -> Parsed:
    path = folder / f"文件.{form}"
    path.write_bytes(data)
    return pipeline.parse(path)


def head(parsed: Parsed) -> list[object]:
    first = parsed.documents[0]
    mentions = (first.title, first.issuer, first.doc_number, first.issued_on)
    return [mention and mention.value for mention in mentions]


OFFICE = ("doc", "rtf", "odt")  # through LibreOffice


@pytest.mark.parametrize("form", [pytest.param(f, marks=[pytest.mark.slow] * (f in OFFICE)) for f in FORMS])
def test_every_form_gives_the_same(form: str, tmp_path: Path) -> None:
    if form in OFFICE and not office.installed():
        pytest.skip("LibreOffice is not there")
    found = parse(form, FORMS[form](tmp_path), tmp_path)
    assert head(found) == head(printed_form())
    assert [facts(task) for task in tasks(found)] == [facts(task) for task in tasks(printed_form())]


@pytest.fixture(scope="module")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.mark.slow
@pytest.mark.parametrize("form", SCANS)
def test_a_scan_gives_the_same_within_a_hundredth(
    form: str, tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYPARSE_CACHE", str(cache_folder))
    found = parse(form, SCANS[form](tmp_path), tmp_path)
    assert head(found) == head(printed_form())
    assert likeness(text(printed_form()), text(found)) > 0.99
    assert [facts(task) for task in tasks(found)] == [facts(task) for task in tasks(printed_form())]


@pytest.mark.slow
def test_a_scanned_notice_before_the_text_gives_the_same(
    tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYPARSE_CACHE", str(cache_folder))
    found = parse("pdf", mixed(PDF, [1]), tmp_path)
    assert head(found) == head(printed_form())
    assert [facts(task) for task in tasks(found)] == [facts(task) for task in tasks(printed_form())]
