"""OFD: lines by their places, tables by their rules, the documents of a file in order, and bad files."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from ofd_files import NAMESPACE, Sheet, ofd
from parses import CORPORA
from scanned import encoded, pictures

from policyparse.errors import UnreadableFile
from policyparse.model import Line, Scan, Table
from policyparse.readers import ocr, read, scan
from policyparse.readers.file import File
from policyparse.readers.page.ruled import tables

LETTER = Path(__file__).parent.parent.parent / "shared/real/ofd-letter.ofd"
MEASURES = CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf"


def found(*documents: list[Sheet], **more: object) -> Scan:
    return scan(File("甲.ofd", ofd(*documents, **more)))  # type: ignore[arg-type]


def lines(of: Scan) -> list[str]:
    return [block.text for block in of.blocks if isinstance(block, Line)]


def test_lines_are_read_by_their_places_whatever_the_order_of_drawing() -> None:
    sheet = Sheet().text(72, 200, "第二行在下").text(104, 170, "第一行在上").text(400, 200, "同一行的右边")
    of = found([sheet])
    assert lines(of) == ["第一行在上", "第二行在下 同一行的右边"]
    first = of.blocks[0]
    assert isinstance(first, Line) and first.box and first.size == 16
    assert (of.format, of.pages, first.page) == ("ofd", 1, 1)
    assert [round(x) for x in first.box] == [104, 156, 184, 172]


def test_the_documents_of_a_file_follow_each_other() -> None:
    one, two, three = (Sheet().text(72, 100, words) for words in ("甲一", "甲二", "乙一"))
    of = found([one, two], [three])
    assert [(b.text, b.page) for b in of.blocks if isinstance(b, Line)] == [
        ("甲一", 1),
        ("甲二", 2),
        ("乙一", 3),
    ]


def test_a_heavy_face_is_bold_and_a_large_one_has_its_size() -> None:
    sheet = Sheet().text(150, 120, "云溪市工作要点", 22, "2")
    for n in range(6):
        sheet.text(72, 200 + 30 * n, "正文一行二十八个字" * 3)
    title, *body = [b for b in found([sheet]).blocks if isinstance(b, Line)]
    assert (title.size, title.bold) == (22, True)
    assert {(line.size, line.bold) for line in body} == {(16, False)}


TEXT = '<ofd:TextObject ID="3" Boundary="20 20 100 10" Font="1" Size="5" {}>{}</ofd:TextObject>'
DRAWN = [
    ('<ofd:TextCode X="0" Y="5" DeltaX="g 2 5 4">一二三四</ofd:TextCode>', "", ["一二三四"]),
    ('<ofd:TextCode X="0" Y="5">一二</ofd:TextCode>', "", ["一二"]),
    ('<ofd:TextCode X="0" Y="5">一</ofd:TextCode><ofd:TextCode X="5">二</ofd:TextCode>', "", ["一二"]),
    ('<ofd:TextCode X="0" Y="5" DeltaX="5">一二</ofd:TextCode>', 'CTM="2 0 0 2 0 0"', ["一二"]),
    ('<ofd:TextCode X="0" Y="5" DeltaX="5">一二</ofd:TextCode>', 'CTM="0.7 0.7 -0.7 0.7 0 0"', []),
    ('<ofd:TextCode X="0" Y="5" DeltaY="6 6">一二三</ofd:TextCode>', "", ["一", "二", "三"]),
    ('<ofd:TextCode X="0" Y="5" DeltaX="g 99999999 5">一</ofd:TextCode>', "", ["一"]),
    ('<ofd:TextCode X="nan" Y="x" DeltaX="g">一</ofd:TextCode>', "", ["一"]),
    ('<ofd:TextCode X="1e99" Y="5">一</ofd:TextCode>', 'Visible="true"', ["一"]),
    ('<ofd:TextCode X="0" Y="5">一</ofd:TextCode>', 'Visible="false"', []),
]  # fmt: skip


@pytest.mark.parametrize(("codes", "more", "said"), DRAWN)
def test_characters_stand_where_deltas_and_matrix_put_them(codes: str, more: str, said: list[str]) -> None:
    assert lines(found([Sheet().raw(TEXT.format(more, codes))])) == said


def test_rules_make_a_table_with_its_merged_cells() -> None:
    sheet = Sheet().text(72, 80, "责任分工表")
    for rule in ((72, 100, 400, 100), (172, 130, 400, 130), (72, 160, 400, 160)):
        sheet.rule(*rule)
    for x in (72, 172, 400):
        sheet.rule(x, 100, x, 160)
    sheet.text(76, 135, "就业", 12).text(176, 120, "增加岗位", 12).text(176, 150, "加强培训", 12)
    table = next(b for b in found([sheet]).blocks if isinstance(b, Table))
    assert [(c.text, c.row, c.column, c.rows) for c in table.cells] == [
        ("就业", 0, 0, 2),
        ("增加岗位", 0, 1, 1),
        ("加强培训", 1, 1, 1),
    ]


def test_cells_are_what_rules_enclose() -> None:
    square = [(0.0, 0.0, 90.0, 0.0), (0.0, 60.0, 90.0, 60.0), (0.0, 0.0, 0.0, 60.0), (90.0, 0.0, 90.0, 60.0)]
    assert tables(square) == []
    assert tables([*square, (45.0, 0.0, 45.0, 60.0)]) == [[(0, 0, 45, 60), (45, 0, 90, 60)]]
    assert tables([*square, (45.0, 0.0, 45.0, 20.0)]) == []
    assert tables([]) == []


def test_a_page_that_is_a_picture_is_read_by_ocr(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICYPARSE_CACHE", str(tmp_path))
    picture = '<ofd:ImageObject ID="5" Boundary="0 0 210 297" ResourceID="40"/>'
    pages = [Sheet().text(72, 100, "云溪市人民政府办公室"), Sheet().raw(picture)]
    more = {"40": encoded(pictures(MEASURES, [6]), "PNG")}
    of = found(pages, pictures=more)
    assert {b.page for b in of.blocks} == {1, 2} and of.unread == ()
    assert of.remarks == ("第 2 页为图片，文字由识别得来，请抽查核对",)
    monkeypatch.setattr(ocr, "installed", lambda: False)
    without = found(pages, pictures=more)
    assert without.unread == (2,) and "pip install 'policyparse[ocr]'" in without.remarks[0]
    with pytest.raises(UnreadableFile, match="全部是图片"):
        found([Sheet().raw(picture)], pictures=more)


def package(**parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", text)
    return made.getvalue()


ROOT = f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>{{}}</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
BAD = [
    (package(OFD="<OFD/>"), "没有页面"),
    (package(OFD="<OFD"), "损坏"),
    (package(OFD=LAUGHS), "不允许的 XML"),
    (package(OFD=ROOT.format("../../../etc/passwd")), "没有页面"),
    (package(OFD=ROOT.format("Doc/Document.xml"), Doc__Document="<Document><Pages/></Document>"), "没有页面"),
    (package(OFD=ROOT.format("Doc/Document.xml"), Encryptions="<x/>"), "密码"),
]


@pytest.mark.parametrize(("data", "why"), BAD)
def test_a_bad_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        scan(File("甲.ofd", data))


def without(data: bytes, part: str, by: bytes | None) -> bytes:
    """The package with a part replaced, or left out."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            if name != part or by is not None:
                new.writestr(name, by if by is not None and name == part else old.read(name))
    return made.getvalue()


@pytest.mark.parametrize("by", [None, b"<ofd:Page", b""])
def test_a_damaged_page_does_not_end_the_file(by: bytes | None) -> None:
    data = ofd([Sheet().text(72, 100, words) for words in ("甲一", "甲二", "甲三")])
    of = scan(File("甲.ofd", without(data, "Doc_0/Pages/Page_1/Content.xml", by)))
    assert lines(of) == ["甲一", "甲三"] and (of.pages, of.unread) == (3, (2,))
    assert of.remarks == ("第 2 页已损坏，未能读出",)
    alone = without(ofd([Sheet().text(72, 100, "甲一")]), "Doc_0/Pages/Page_0/Content.xml", by)
    with pytest.raises(UnreadableFile, match="损坏"):
        scan(File("甲.ofd", alone))


def test_large_words_across_the_text_are_a_watermark_and_told() -> None:
    sheet = Sheet().text(150, 100, "大标题", 30, "2")
    for n in range(6):
        sheet.text(72, 200 + 24 * n, "正文一行二十八个字" * 3, 12)
    sheet.text(90, 290, "样稿勿传", 48)
    of = found([sheet])
    assert lines(of) == ["大标题", *["正文一行二十八个字" * 3] * 6]
    assert of.remarks == ("压在正文上的水印不是正文，未读取：“样稿勿传”",)


def test_blocks_without_end_are_not_followed() -> None:
    deep = (
        '<ofd:PageBlock ID="4">' * 100
        + TEXT.format("", "<ofd:TextCode>一</ofd:TextCode>")
        + "</ofd:PageBlock>" * 100
    )
    assert lines(found([Sheet().raw(deep)])) == []


@pytest.mark.skipif(
    not LETTER.exists() or "POLICYPARSE_EVAL" not in os.environ, reason="the real letter is not here"
)
def test_a_real_letter() -> None:
    of = read(LETTER)
    first, *_, last = [b for b in of.blocks if isinstance(b, Line)]
    assert (first.size, first.bold, first.centred) == (22, True, True)
    assert last.text == "2023年7月12日"
    assert len(of.blocks) == 11
