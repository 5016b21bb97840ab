"""Pages by pdfium: characters, places and tables are pdfplumber's, one for one, or the page is left to pdfplumber."""

from __future__ import annotations

import io
import os
from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import pdfplumber
import pytest
from tiny_pdf import Sheet, file_of, pdf

import policyparse.readers.pdf as reader
from policyparse.model import Box
from policyparse.readers.page.level import Above
from policyparse.readers.page.lines import Row
from policyparse.readers.page.pages import Page
from policyparse.readers.pdf import pdfium
from policyparse.text.folding import fold

HERE = Path(__file__).parent.parent
SHARED = Path(os.environ["POLICYPARSE_EVAL"]).parent if "POLICYPARSE_EVAL" in os.environ else None
FILES = [*(HERE / "corpora" / "docs").glob("*.pdf"), *(SHARED.rglob("*.pdf") if SHARED else ())]


def pages(data: bytes) -> Iterator[tuple[Page | None, Page]]:
    """Each page as pdfium tells it (None: in doubt), and as pdfplumber does."""
    with pdfplumber.open(io.BytesIO(data)) as document, pdfium.opened(data) as drawn:
        assert drawn is not None
        left = Above(), Above()
        for number, page in enumerate(document.pages, start=1):
            swift = pdfium.sheet_of(drawn, number, page)
            slow = reader._plumbed(page, page.chars)
            assert swift is None or swift.pictured == slow.pictured
            assert swift is None or len(swift.grounds) == len(slow.grounds)
            yield (
                swift and reader._read_page(number, swift, left[0]),
                reader._read_page(number, slow, left[1]),
            )
            page.close()


def differing(swift: Page, slow: Page) -> list[tuple[str, str]]:
    """What is not the same: rows in words (folded: a radical ⼆ may be told as its sign), place, size, font, weight; tables in cells."""
    found = [
        (a.text if a else "", b.text if b else "")
        for a, b in zip_longest(swift.rows, slow.rows)
        if a is None or b is None or not alike(a, b)
    ]
    for a, b in zip_longest(swift.parts, slow.parts):
        ours, theirs = (
            tuple(zip(part.boxes, map(fold, part.texts), strict=True)) if part else () for part in (a, b)
        )
        found += [
            (repr(x), repr(y))
            for x, y in zip_longest(ours, theirs)
            if x is None or y is None or not same_cell(x, y)
        ]
    return found


def alike(a: Row, b: Row) -> bool:
    return (
        fold(a.text) == fold(b.text)
        and all(abs(x - y) < 0.11 for x, y in zip(a.box, b.box, strict=True))
        and abs(a.em - b.em) < 0.01
        and look(a) == look(b)
    )


def same_cell(a: tuple[Box, str], b: tuple[Box, str]) -> bool:
    return a[1] == b[1] and all(abs(x - y) < 0.011 for x, y in zip(a[0], b[0], strict=True))


def look(row: Row) -> tuple[Counter[str], Counter[str]]:
    """The faces of a row's signs, and of those that stand twice, without the tags of a file's own fonts."""
    faces, twice = Counter[str](), Counter[str]()
    for font, signs, doubled in row.fonts:
        faces[font.split("+")[-1]] += signs
        twice[font.split("+")[-1]] += doubled
    return faces, twice


@pytest.mark.slow
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_page_that_pdfium_reads_is_the_page_of_pdfplumber(path: Path) -> None:
    for number, (swift, slow) in enumerate(pages(path.read_bytes()), start=1):
        if swift is not None:
            assert differing(swift, slow) == [], number


def drawn(sheet: Sheet, *shapes: str) -> Sheet:
    sheet.drawn += shapes
    return sheet


PLAIN = {
    "text": Sheet().text(74, 100, "一、总体要求").text(74, 128, "到2025年达到95%", 12, space=0.5),
    "a rule under the head and one over the foot": Sheet()
    .text(74, 100, "正文")
    .rule(74, 60, 520, 60)
    .rule(74, 800, 520, 800),
    "blanks at the ends of a line": Sheet().text(74, 100, " 甲 乙 ").text(74, 128, " 丙"),
    "a table": Sheet().text(80, 120, "序号").text(130, 120, "任务").grid([74, 124, 324], [100, 130, 160]),
    "a table without upright rules": Sheet()
    .text(80, 120, "序号")
    .rule(74, 100, 520, 100)
    .rule(74, 130, 520, 130)
    .rule(74, 160, 520, 160),
    "a table without its outer sides": Sheet()
    .text(80, 120, "序号")
    .text(130, 120, "任务")
    .rule(124, 100, 124, 160)
    .rule(74, 100, 324, 100)
    .rule(74, 130, 324, 130)
    .rule(74, 160, 324, 160),
    "a table of thin bars on a ground": drawn(
        Sheet().text(80, 120, "序号").text(130, 120, "任务"),
        "74 682 250 60 re f",
        *(f"{x} 682 0.5 60 re f" for x in (74, 124, 324)),
        *(f"74 {y} 250 0.5 re f" for y in (682, 712, 742)),
    ),
    "a table of boxes that are stroked": drawn(
        Sheet().text(80, 120, "序号").text(130, 120, "任务"),
        "74 712 50 30 re 124 712 200 30 re S 74 682 250 30 re s",
    ),
    "a table of closed and open paths": drawn(
        Sheet().text(80, 120, "序号").text(130, 120, "任务"),
        "74 742 m 324 742 l 324 682 l 74 682 l h S 124 742 m 124 682 l S 74 712 m 324 712 l 324 712 l S",
        "30 30 m 40 50 60 50 70 30 c h f",
    ),
    "a table in a form that is moved and made smaller": Sheet(form="0.8 0 0 0.8 30 60")
    .text(80, 120, "序号")
    .text(130, 120, "任务")
    .grid([74, 124, 324], [100, 130, 160]),
    "words in a form": Sheet(form="1 0 0 1 -20 15")
    .text(74, 100, "一、总体要求")
    .text(74, 128, "到2025年达到95%"),
    "words over a picture of the page": drawn(
        Sheet().text(74, 100, "一、总体要求"), "q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID x EI Q"
    ),
    "a watermark": Sheet().text(74, 100, "正文是这一行字").turned(150, 600, "内部资料"),
}


@pytest.mark.parametrize("name", PLAIN)
def test_a_plain_page_is_read_by_pdfium(name: str) -> None:
    ((swift, slow),) = pages(pdf(PLAIN[name]))
    assert swift is not None
    assert differing(swift, slow) == []
    assert len(swift.parts) == (name.startswith("a table") and "upright" not in name)


def test_a_sign_that_the_file_itself_tells_is_read_where_any_sign_alone_is() -> None:
    """Of a font that the file does not carry pdfium drops a sign alone on a machine that has no font: pdfplumber reads the page."""
    alone = "BT /F1 16 Tf 1 0 0 1 90 700 Tm <76ee> Tj ET"
    form = "0.8 0 0 0.8 30 60"
    ((plain, _),) = pages(pdf(drawn(Sheet().text(74, 100, "一、总体要求"), alone)))
    told = drawn(
        Sheet(form=form).text(74, 100, "一、总体要求"),
        f"/Span << /ActualText <feff76ee> >> BDC {alone} EMC",
    )
    ((swift, slow),) = pages(pdf(told))
    assert (swift is None) == (plain is None)
    assert swift is None or differing(swift, slow) == []
    assert "目" in "".join(row.text for row in slow.rows)


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
    "words set sideways": pdf(sideways()),
    "a turned page": pdf(sideways(90)),
    "nothing": pdf(Sheet()),
    "a font that does not tell its characters": pdf(Sheet().text(74, 100, "甲乙丙"))
    .replace(b"/UniGB-UCS2-H", b"/Identity-H   ")
    .replace(b"(GB1)", b"(XX1)"),
}


@pytest.mark.parametrize("data", DOUBTED.values(), ids=DOUBTED.keys())
def test_a_page_in_doubt_is_left_to_pdfplumber(data: bytes) -> None:
    ((swift, _),) = pages(data)
    assert swift is None


def hand_drawn(*faces: str, twice: bool = False) -> bytes:
    """A page that says 市局 once in each face, in fonts that draw their signs themselves, as browsers print what they may not carry.

    Both signs are 261/256 of their size wide, which pdfium tells as 1020/1000.
    """
    told = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <01> <5e02> <02> <5c40> endbfchar endcmap"
    sign = "261 0 20 -20 240 220 d1 20 -20 220 240 re f"
    shifts = (0.0, 0.3) if twice else (0.0,)
    words = "\n".join(
        f"BT /F{n} 16 Tf 1 0 0 1 {74 + shift} {742 - 30 * n} Tm <0102> Tj ET"
        for n in range(len(faces))
        for shift in shifts
    )
    fonts = " ".join(f"/F{n} {7 + 2 * n} 0 R" for n in range(len(faces)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << {fonts} >> >> >>",
        *(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream" for stream in (words, told, sign)),
    ]
    for n, face in enumerate(faces):
        objects += [
            "<< /Type /Font /Subtype /Type3 /FontMatrix [0.00390625 0 0 0.00390625 0 0] /FontBBox [20 -20 240 220] /FirstChar 1 "
            "/LastChar 2 /Widths [261 261] /Encoding << /Differences [1 /g1 /g1] >> /CharProcs << /g1 6 0 R >> /ToUnicode 5 0 R "
            f"/Resources << >> /FontDescriptor {8 + 2 * n} 0 R >>",
            f"<< /Type /FontDescriptor /FontName /AAAAA{n}+{face} /Flags 4 /Ascent 220 /Descent -20 /FontBBox [20 -20 240 220] "
            "/ItalicAngle 0 /CapHeight 220 /StemV 20 >>",
        ]
    return file_of([body.encode() for body in objects])


@pytest.mark.parametrize(
    ("faces", "twice"), [(("SimSun",), False), (("SimSun",), True), (("SimHei", "SimHei"), False)]
)
def test_fonts_that_draw_their_signs_are_read_by_pdfium(faces: tuple[str, ...], twice: bool) -> None:
    ((swift, slow),) = pages(hand_drawn(*faces, twice=twice))
    assert swift is not None
    assert differing(swift, slow) == []
    assert [row.text for row in swift.rows] == ["市局"] * len(faces)
    assert [row.box for row in swift.rows] == [row.box for row in slow.rows]
    assert all(doubled == 2 * twice for row in swift.rows for _, _, doubled in row.fonts)


def test_fonts_of_two_faces_that_draw_their_signs_are_in_doubt() -> None:
    ((swift, _),) = pages(hand_drawn("SimSun", "SimHei"))
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
    assert sorted("".join(row.text for row in slow.rows)) == sorted("市教育局负责")
    assert swift is None or differing(swift, slow) == []
