"""Hostile files at both doors: what ``add`` reads and what ``import`` takes back, each in its process and limits."""

from __future__ import annotations

import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from policyparse import sandbox
from policyparse.errors import PolicyparseError
from policyparse.readers.file import MAX_CELLS
from policyparse.readers.limits import Limits

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BOMB = '<!DOCTYPE a [<!ENTITY a "甲"><!ENTITY b "&a;&a;&a;">]>'
HEAD = ["任务号", "重点任务", "进展情况"]
DOORS = {"add": sandbox.PARSE, "import": "policyparse.returns:read"}
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
    "field.csv": lambda: b'a,b,"' + b"x" * 300_000 + b'"\n1,2,3\n',
}  # fmt: skip


def at(door: str, name: str, data: bytes, folder: Path) -> object:
    path = folder / name
    path.write_bytes(data)
    limits = Limits(seconds=SECONDS, scan_seconds=SECONDS)
    start = time.monotonic()
    try:
        return sandbox.call(DOORS[door], path, limits)
    finally:
        assert time.monotonic() - start < SECONDS
        children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        assert children < 1 << 20  # kilobytes


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
