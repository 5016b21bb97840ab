"""Hostile files at both doors: what ``add`` reads and what ``import`` takes back, each in its process and limits."""

from __future__ import annotations

import hashlib
import io
import time
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from PIL import Image
from tiny_pdf import file_of

from policyparse import pipeline, sandbox
from policyparse.errors import PolicyparseError
from policyparse.readers import read
from policyparse.readers.file import MAX_CELLS, File, HostileFile
from policyparse.readers.limits import Limits, within
from policyparse.readers.pdf import hostile, scan

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOMB = '<!DOCTYPE a [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;">]>'
HEAD = ["任务号", "重点任务", "进展情况"]
DOORS = {"add": sandbox.PARSE, "import": "policyparse.returns.files:read"}
SECONDS = 25


def packed(parts: dict[str, bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return data.getvalue()


def workbook(fill: Callable[[openpyxl.Workbook], None] = lambda book: None) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.active.append(["1", "新建托育点", "已建成6个"])
    fill(book)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def changed(data: bytes, name: str, *pairs: tuple[bytes, bytes]) -> bytes:
    package = zipfile.ZipFile(io.BytesIO(data))
    parts = {one: package.read(one) for one in package.namelist()}
    for before, after in pairs:
        assert before in parts[name]
        parts[name] = parts[name].replace(before, after)
    return packed(parts)


def sheet(*pairs: tuple[bytes, bytes]) -> bytes:
    return changed(workbook(), "xl/worksheets/sheet1.xml", *pairs)


def document(first: str, head: str = "", encoding: str = "utf-8") -> bytes:
    def row(*cells: str) -> str:
        return f"<w:tr>{''.join(cells)}</w:tr>"

    def cell(words: str, look: str = "") -> str:
        return f"<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"

    table = row(*map(cell, HEAD)) + row(cell("1"), cell("新建托育点"), cell("已建成6个"), cell("", first))
    text = f'{head}<w:document xmlns:w="{W}"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>'
    return packed({"word/document.xml": text.encode(encoding)})


def stray(row: int, column: int) -> bytes:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.cell(row, column, " " if column == 1 else "x")

    return workbook(fill)


def merged(count: int) -> bytes:
    areas = "".join(f'<mergeCell ref="F{n * 101 + 1}:XFD{n * 101 + 100}"/>' for n in range(count)).encode()
    return sheet((b"</sheetData>", b"</sheetData><mergeCells>" + areas + b"</mergeCells>"))


READ: dict[str, Callable[[], bytes]] = {
    "stray-cell.xlsx": lambda: stray(1_048_576, 1),
    "stray-words.xlsx": lambda: stray(1_048_576, 3),
    "stray-column.xlsx": lambda: stray(3, 16_384),
    "merged-to-the-end.xlsx": lambda: sheet(
        (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A3:XFD1048576"/></mergeCells>')
    ),
    "merged-areas.xlsx": lambda: merged(10_000),
    "grid-span.docx": lambda: document('<w:gridSpan w:val="2147483647"/>'),
    "grid-span-words.docx": lambda: document('<w:gridSpan w:val="abc"/>'),
    "number.xlsx": lambda: sheet((b"<is><t>1</t></is>", b"<is><t>" + b"9" * 5000 + b"</t></is>")),
}
REFUSED: dict[str, Callable[[], bytes]] = {
    "empty.xlsx": lambda: b"",
    "cut.xlsx": lambda: workbook()[:900],
    "dtd.docx": lambda: document("", BOMB),
    "dtd-utf16.docx": lambda: document("", f'<?xml version="1.0" encoding="utf-16"?>{BOMB}', "utf-16"),
    "dtd.xlsx": lambda: sheet((b"<worksheet", BOMB.encode() + b"<worksheet")),
    "late-dtd.xlsx": lambda: sheet((b"<worksheet", b"<!--" + b"x" * 9000 + b"-->" + BOMB.encode() + b"<worksheet")),
    "swollen.xlsx": lambda: sheet((b"<sheetData>", b"<sheetData>" + b" " * (3 << 20) * 20)),
    "swollen.docx": lambda: document("甲" * 20_000_000),
    "encrypted.xlsx": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
    "climbs.zip": lambda: packed({"../甲.xlsx": workbook()}),
    "cells.csv": lambda: b"1,2,3\n" * (MAX_CELLS // 3 + 1),
    "rows.csv": lambda: b"1\n" * 80_001,
    "field.csv": lambda: b'a,b,"' + b"x" * 300_000 + b'"\n1,2,3\n',
}  # fmt: skip


NOT_POLICY: dict[str, tuple[Callable[[], bytes], str]] = {
    "paragraphs.docx": (lambda: paragraphs("<w:p><w:r><w:t>甲</w:t></w:r></w:p>"), "行数过多"),
    "tables.docx": (lambda: paragraphs("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"), "行数过多"),
    "lines.txt": (lambda: "一、甲\n".encode() * 80_001, "行数过多"),
    "line.txt": (lambda: b"1" * 500_001, "一段的文字过多"),
    "bytes.txt": (lambda: b"".join(hashlib.sha256(bytes([i])).digest() for i in range(200)), "不是文字文件"),
    "controls.txt": (lambda: "一、甲\x00\x01乙。".encode() * 300, "不是文字文件"),
    "blank.tiff": (lambda: blank(300), "没有"),
}


def paragraphs(one: str) -> bytes:
    text = f'<w:document xmlns:w="{W}"><w:body>{one * 80_001}</w:body></w:document>'
    return packed({"word/document.xml": text.encode()})


def blank(frames: int) -> bytes:
    data, page = io.BytesIO(), Image.new("1", (800, 1100), 1)
    page.save(data, "TIFF", save_all=True, append_images=[page] * (frames - 1), compression="group4")
    return data.getvalue()


@pytest.mark.parametrize("name", NOT_POLICY)
def test_what_no_policy_file_is_is_told_at_once(name: str, tmp_path: Path) -> None:
    make, why = NOT_POLICY[name]
    path = tmp_path / name
    path.write_bytes(make())
    start = time.process_time()
    with pytest.raises(PolicyparseError, match=why):
        pipeline.parse(path)
    assert time.process_time() - start < 10


def test_many_pages_are_many_lines(tmp_path: Path) -> None:
    path = tmp_path / "lines.txt"
    path.write_bytes("甲\n".encode() * 100)
    with within(Limits(pages=2)), pytest.raises(PolicyparseError, match="--max-pages"):
        read(path)
    with within(Limits(pages=3)):
        assert len(read(path).blocks) == 100


def at(door: str, name: str, data: bytes, folder: Path) -> object:
    path = folder / name
    path.write_bytes(data)
    try:
        return sandbox.call("sandboxed:measured", path, Limits(), more=(DOORS[door], str(folder / "told")))
    finally:
        seconds, octets = map(float, (folder / "told").read_text().split())
        assert seconds < SECONDS
        assert octets < 1 << 30


@pytest.mark.parametrize("name", READ)
@pytest.mark.parametrize("door", DOORS)
def test_what_only_claims_to_be_large_is_read(door: str, name: str, tmp_path: Path) -> None:
    found = at(door, name, READ[name](), tmp_path)
    assert "新建托育点" in repr(found)
    assert "已建成6个" in repr(found)


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("door", DOORS)
def test_what_cannot_be_read_is_refused_in_words(door: str, name: str, tmp_path: Path) -> None:
    with pytest.raises(PolicyparseError, match=name) as caught:
        at(door, name, REFUSED[name](), tmp_path)
    assert "Error" not in str(caught.value)


# ---- what a PDF unpacks to -----------------------------------------------------------------------------

ROOT = b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"
FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 9 9]"


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), more, data)


def forms(*drawn: bytes) -> bytes:
    """A page that draws form A, and forms that draw what is given, each knowing the next and itself."""
    names = b" ".join(b"/%c %d 0 R" % (65 + n, 5 + n) for n in range(len(drawn)))
    known = b"/Resources << /XObject << %s >> >>" % names
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R %s >>" % known
    return file_of([*ROOT, page, stream(b"/A Do"), *(stream(one, FORM + known) for one in drawn)])


def contents(data: bytes, times: int = 1) -> bytes:
    """A page with a stream that is packed so many times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b"/Filter [%s]" % (b"/FlateDecode " * times)
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    return file_of([*ROOT, page, stream(data, filters)])


SWOLLEN = b"0 0 m 9 9 l S " * (hostile.MAX_STREAM // 14 + 1)
PDFS: dict[str, tuple[bytes, str]] = {
    "a swollen stream": (contents(SWOLLEN), "展开后过大"),
    "packed three times": (contents(SWOLLEN, 3), "展开后过大"),
    "a form that draws itself": (forms(b"/A Do /A Do"), "层层自引"),
    "forms that draw each other": (forms(b"/B Do", b"/A Do"), "层层自引"),
    "twenty forms that draw the next twice": (
        forms(*(b"/%c Do /%c Do" % (66 + n, 66 + n) for n in range(20)), b"n"),
        "层层自引",
    ),
    "an object that points to itself": (file_of([*ROOT, b"4 0 R", b"5 0 R", b"4 0 R"]), "循环引用"),
}


@pytest.mark.parametrize("what", PDFS)
def test_a_pdf_is_refused_before_it_is_unpacked(what: str) -> None:
    data, why = PDFS[what]
    start = time.process_time()
    with pytest.raises(HostileFile, match=why):
        scan(File("甲.pdf", data))
    assert time.process_time() - start < 10


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_packed_as_usual_is_read(times: int) -> None:
    assert scan(File("甲.pdf", contents(b"0 0 m 9 9 l S " * 100, times))).pages == 1
    assert scan(File("甲.pdf", forms(b"/B Do /B Do", b"/C Do", b"n"))).pages == 1
