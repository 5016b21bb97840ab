"""Kinds of files that people report: what other tools read wrong or in part, each by its smallest own file.

A value read from a cell never says more than the cell shows, and a part of a file that was not opened is told.
"""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from policyparse.model import Line, Scan, Table
from policyparse.readers import scan
from policyparse.readers.file import File

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"


def packed(parts: dict[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return data.getvalue()


def docx(body: str, relations: str = "", **parts: str | bytes) -> File:
    """A DOCX of these paragraphs; ``parts`` are further parts under word/, an underscore for the dot of a name."""
    document = f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>'
    related = f'<Relationships xmlns="{RELATIONS}">{relations}</Relationships>'
    more = {f"word/{name.replace('_', '.')}": content for name, content in parts.items()}
    return File(
        "甲.docx", packed({"word/document.xml": document, "word/_rels/document.xml.rels": related, **more})
    )


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


def words(found: Scan) -> list[str]:
    return [
        text
        for block in found.blocks
        for text in ([block.text] if isinstance(block, Line) else [cell.text for cell in block.cells])
    ]


def told(found: Scan) -> str:
    return "\n".join(found.remarks)


# ---- DOCX ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", ["<w:strike/>", '<w:dstrike w:val="1"/>'])
def test_what_is_struck_out_in_word_is_no_text_and_told(look: str) -> None:
    found = scan(docx(paragraph(run("牵头单位："), run("市商务", look), run("局", look), run("市教育局"))))
    assert words(found) == ["牵头单位：市教育局"]
    assert "删除线" in told(found)
    assert "“市商务局”" in told(found)


def test_a_strike_that_is_switched_off_strikes_nothing() -> None:
    found = scan(docx(paragraph(run("市教育局", '<w:strike w:val="0"/>'))))
    assert words(found) == ["市教育局"]
    assert not found.remarks


def field(data: str, result: str = "") -> str:
    return (
        f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
        f"<w:r><w:instrText>FORM</w:instrText></w:r>{result}"
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


LIST = '<w:listEntry w:val="市教育局"/><w:listEntry w:val="市民政局"/>'


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        (f'<w:ddList><w:result w:val="1"/>{LIST}</w:ddList>', "牵头：市民政局"),
        (f'<w:ddList><w:default w:val="1"/>{LIST}</w:ddList>', "牵头：市民政局"),
        (f"<w:ddList>{LIST}</w:ddList>", "牵头：市教育局"),
        (f'<w:ddList><w:result w:val="9"/>{LIST}</w:ddList>', "牵头："),
        ('<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>', "牵头：☑"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "牵头：☐"),
    ],
)
def test_a_form_field_of_word_97_shows_what_was_chosen(data: str, shown: str) -> None:
    assert words(scan(docx(paragraph(run("牵头："), field(data))))) == [shown]


CHUNK = f'<Relationship Id="c" Type="{R}/aFChunk" Target="part.{{}}"/>'
HTML = "<html><meta charset='utf-8'><body><p>一、加强就业</p><p>二、改善民生</p></body></html>"


def test_a_file_put_into_a_document_whole_is_read_where_it_stands() -> None:
    chunk = '<w:altChunk r:id="c"/>'
    page = scan(
        docx(paragraph(run("前")) + chunk + paragraph(run("后")), CHUNK.format("html"), part_html=HTML)
    )
    assert words(page) == ["前", "一、加强就业", "二、改善民生", "后"]
    inner = docx(paragraph(run("一、内文"))).data
    assert words(scan(docx(chunk, CHUNK.format("docx"), part_docx=inner))) == ["一、内文"]


def test_a_file_put_in_that_cannot_be_opened_is_told() -> None:
    missing = scan(docx(paragraph(run("前")) + '<w:altChunk r:id="c"/>', CHUNK.format("html")))
    assert "插入的另一文件没有打开" in told(missing)


def test_notes_and_objects_beside_the_text_are_told() -> None:
    comments = (
        f'<w:comments xmlns:w="{W}"><w:comment><w:p>{run("改为市民政局")}</w:p></w:comment></w:comments>'
    )
    found = scan(
        docx(
            paragraph(run("一、甲")),
            f'<Relationship Id="a" Type="{R}/comments" Target="comments.xml"/>',
            comments_xml=comments,
            **{"embeddings/表_xlsx": b"x"},
        )
    )
    assert words(found) == ["一、甲"]
    assert "批注不是正文，未读取：“改为市民政局”" in told(found)
    assert "嵌入的对象没有打开，未读取：表.xlsx" in told(found)


# ---- XLSX ----------------------------------------------------------------------------------------------


def saved(book: openpyxl.Workbook) -> bytes:
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def book_of(*rows: list[object]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def changed(data: bytes, *pairs: tuple[str, str], rename: tuple[str, str] = ("", "")) -> File:
    """The package with words of its XML parts replaced, and signs in the names of its parts."""
    old = zipfile.ZipFile(io.BytesIO(data))
    parts: dict[str, str | bytes] = {}
    for name in old.namelist():
        text = old.read(name).decode()
        for before, after in pairs:
            text = text.replace(before, after)
        parts[name.replace(*rename) if rename[0] else name] = text
    return File("甲.xlsx", packed(parts))


TABLE = book_of(["任务", "牵头单位"], ["甲", "市教育局"])


@pytest.mark.parametrize(
    "pairs",
    [
        [
            ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main"),
            (R, "http://purl.oclc.org/ooxml/officeDocument/relationships"),
        ],
        [("<font>", '<font><family val="99"/><u val="wavy"/>')],
        [("<sheetData>", '<sheetData><x/>'), ("pageMargins left=\"0.75\"", 'pageMargins left=""')],
        [("</cellXfs>", '<xf numFmtId="x"><alignment horizontal="sideways"/></xf></cellXfs>')],
        [("<dcterms:created", "<dcterms:created bad='1'"), ("T", "T")],
    ],
    ids=["strict", "font", "margin", "alignment", "date"],
)  # fmt: skip
def test_a_workbook_that_excel_opens_is_read(pairs: list[tuple[str, str]]) -> None:
    assert words(scan(changed(saved(TABLE), *pairs))) == ["任务", "牵头单位", "甲", "市教育局"]


@pytest.mark.parametrize("kind", ["xlsx", "docx"])
def test_windows_paths_in_a_package_are_paths(kind: str) -> None:
    data = saved(TABLE) if kind == "xlsx" else docx(paragraph(run("一、甲"))).data
    found = scan(changed(data, rename=("/", "\\")))
    assert found.format == kind
    assert words(found)


def test_what_is_struck_out_in_a_workbook_is_no_text_and_told() -> None:
    book = book_of(["任务", "进展"], ["甲", None], ["乙", "已终止"])
    struck = TextBlock(InlineFont(strike=True), "已建成5个")
    book.active["B2"] = CellRichText(struck, "已建成6个")
    for cell in book.active[3]:
        cell.font = Font(strike=True)
    found = scan(File("甲.xlsx", saved(book)))
    assert words(found)[:4] == ["任务", "进展", "甲", "已建成6个"]
    assert not {"乙", "已终止"} & set(words(found))
    assert all(f"“{one}”" in told(found) for one in ("已建成5个", "乙", "已终止"))


def test_formulas_never_worked_out_and_errors_are_told_by_their_cells() -> None:
    book = book_of(["任务", "牵头单位", "时限"], ["甲", "=A9", "年底前"], ["乙", "市教育局", "#N/A"])
    book.active["C3"].data_type = "e"
    found = scan(File("甲.xlsx", saved(book)))
    assert "B2" in told(found)
    assert "公式" in told(found)
    assert "C3（#N/A）" in told(found)
    assert words(found)[4] == "#未计算"


def test_comments_and_hidden_rows_of_a_sheet_are_told() -> None:
    book = book_of(["任务", "进展"], ["甲", "在建"], ["乙", "在建"])
    book.active["B2"].comment = Comment("已建成6个", "民政局")
    book.active.row_dimensions[3].hidden = True
    found = scan(File("甲.xlsx", saved(book)))
    assert "批注不是正文，未读取：B2“已建成6个”" in told(found)
    assert "第 3 行是隐藏的，已一并读取" in told(found)
    assert "乙" in words(found)


def test_a_cell_without_a_name_stands_next_to_the_one_before() -> None:
    data = changed(saved(TABLE), (' r="B1"', ""), (' r="B2"', ""), ('r="2"', ""))
    (table,) = (block for block in scan(data).blocks if isinstance(block, Table))
    assert [(c.row, c.column, c.text) for c in table.cells][-1] == (1, 1, "市教育局")
