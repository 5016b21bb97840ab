"""Plain pages by pdfium: the characters are pdfplumber's, one for one and in their places, or the page is left to pdfplumber."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from tiny_pdf import Sheet, pdf

from policyparse.readers.page.lines import GlyphRow, rows_of
from policyparse.readers.pdf import pdfium
from policyparse.readers.pdf.glyphs import frame_of, glyphs_of
from policyparse.text.folding import fold

HERE = Path(__file__).parent.parent
SHARED = Path(os.environ["POLICYPARSE_EVAL"]).parent if "POLICYPARSE_EVAL" in os.environ else None
FILES = [*(HERE / "corpora" / "docs").glob("*.pdf"), *(SHARED.rglob("*.pdf") if SHARED else ())]


def pages(data: bytes) -> Iterator[tuple[list[GlyphRow] | None, list[GlyphRow]]]:
    """For each page its rows as pdfium tells the characters (None: in doubt), and as pdfplumber does."""
    with pdfplumber.open(io.BytesIO(data)) as document, pdfium.opened(data) as drawn:
        assert drawn is not None
        for number, page in enumerate(document.pages, start=1):
            swift = pdfium.chars_of(drawn, number, page)
            size = float(page.width), float(page.height)
            yield None if swift is None else rows(swift, *size), rows(page.chars, *size)
            page.close()


def rows(chars: list[dict[str, Any]], width: float, height: float) -> list[GlyphRow]:
    return rows_of(glyphs_of(chars, frame_of(width, height, chars)))


def differing(swift: list[GlyphRow], slow: list[GlyphRow]) -> list[tuple[str, str]]:
    """The rows that are not the same in words (folded: a radical ⼆ may be told as its sign), place, size, font or weight."""
    if len(swift) != len(slow):
        return [(a.text, b.text) for a, b in zip_longest(swift, slow, fillvalue=slow[0])]
    return [
        (a.text, b.text)
        for a, b in zip(swift, slow, strict=True)
        if fold(a.text) != fold(b.text)
        or any(abs(x - y) > 0.11 for x, y in zip(a.box, b.box, strict=True))
        or abs(a.em - b.em) > 0.01
        or look(a) != look(b)
    ]


def look(row: GlyphRow) -> list[tuple[str, bool]]:
    return [(glyph.font.split("+")[-1], glyph.doubled) for glyph in row.glyphs]


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_page_that_pdfium_reads_is_the_page_of_pdfplumber(path: Path) -> None:
    for number, (swift, slow) in enumerate(pages(path.read_bytes()), start=1):
        if swift is not None:
            assert differing(swift, slow) == [], number


PLAIN = {
    "text": Sheet().text(74, 100, "一、总体要求").text(74, 128, "到2025年达到95%", 12, space=0.5),
    "a rule under the head and one over the foot": Sheet()
    .text(74, 100, "正文")
    .rule(74, 60, 520, 60)
    .rule(74, 800, 520, 800),
    "blanks at the ends of a line": Sheet().text(74, 100, " 甲 乙 ").text(74, 128, " 丙"),
}


@pytest.mark.parametrize("sheet", PLAIN.values(), ids=PLAIN.keys())
def test_a_plain_page_is_read_by_pdfium(sheet: Sheet) -> None:
    ((swift, slow),) = pages(pdf(sheet))
    assert swift is not None
    assert differing(swift, slow) == []


def sideways(rotate: int = 0) -> Sheet:
    sheet = Sheet(rotate=rotate)
    sheet.drawn.append(f"BT /F1 16 Tf 0 1 -1 0 100 142 Tm <{'横排的表'.encode('utf-16-be').hex()}> Tj ET")
    return sheet


DOUBTED = {
    "blanks that stand together": pdf(
        Sheet().text(74, 100, "各区 ").text(114, 100, " 5个").text(160, 100, "街道")
    ),
    "two blanks in a row": pdf(Sheet().text(74, 100, "各区  5个街道")),
    "words printed twice for a heavy face": pdf(Sheet().text(74, 100, "一、总体要求", bold=True)),
    "a table": pdf(Sheet().text(80, 120, "序号").grid([74, 124, 324], [100, 130, 160])),
    "a table without upright rules": pdf(
        Sheet().text(80, 120, "序号").rule(74, 100, 520, 100).rule(74, 130, 520, 130).rule(74, 160, 520, 160)
    ),
    "words set sideways": pdf(sideways()),
    "a turned page": pdf(sideways(90)),
    "a watermark": pdf(Sheet().text(74, 100, "正文").turned(150, 600, "内部资料")),
    "nothing": pdf(Sheet()),
    "a font that does not tell its characters": pdf(Sheet().text(74, 100, "甲乙丙"))
    .replace(b"/UniGB-UCS2-H", b"/Identity-H   ")
    .replace(b"(GB1)", b"(XX1)"),
}


@pytest.mark.parametrize("data", DOUBTED.values(), ids=DOUBTED.keys())
def test_a_page_in_doubt_is_left_to_pdfplumber(data: bytes) -> None:
    ((swift, _),) = pages(data)
    assert swift is None


def encoded(words: str, encoding: str, cmap: str) -> bytes:
    """A page whose font is told by a CMap of its own; both names have 13 characters, so that no place in the file moves."""
    sheet = Sheet()
    sheet.drawn.append(f"BT /F1 16 Tf 1 0 0 1 74 742 Tm <{words.encode(encoding).hex()}> Tj ET")
    return pdf(sheet).replace(b"/UniGB-UCS2-H", b"/" + cmap.encode().ljust(12))


@pytest.mark.parametrize(
    ("encoding", "cmap"), [("gbk", "GBK-EUC-H"), ("gbk", "GBK-EUC-V"), ("utf-16-be", "UniGB-UCS2-V")]
)
def test_other_codes_and_vertical_text_are_the_same_or_doubted(encoding: str, cmap: str) -> None:
    ((swift, slow),) = pages(encoded("市教育局负责", encoding, cmap))
    assert sorted("".join(row.text for row in slow)) == sorted("市教育局负责")
    assert swift is None or differing(swift, slow) == []
