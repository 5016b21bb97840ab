"""Kinds of files that people report: what other tools read wrong or in part, each by its smallest own file.

A value read from a cell never says more than the cell shows, and a part of a file that was not opened is told.
"""

from __future__ import annotations

import io
import time
import zipfile
from email.message import EmailMessage
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from policyparse.errors import UnreadableFile
from policyparse.model import Line, Scan, Table
from policyparse.readers import read, scan
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


def test_the_number_in_the_header_of_a_page_is_that_of_the_document() -> None:
    header = f'<w:hdr xmlns:w="{W}"><w:p>{run("云溪市人民政府文件")}</w:p><w:p>{run("云政发〔2025〕7号")}</w:p></w:hdr>'
    found = scan(
        docx(
            paragraph(run("一、甲")),
            f'<Relationship Id="a" Type="{R}/header" Target="header1.xml"/>',
            header1_xml=header,
        )
    )
    assert words(found) == ["一、甲"] and dict(found.facts)["发文字号"].endswith("云政发〔2025〕7号")


@pytest.mark.parametrize(
    ("wide", "high", "is_told"), [(5_000_000, 3_000_000, True), (5_000_000, 30_000, False)]
)
def test_a_picture_in_which_words_could_stand_is_told(wide: int, high: int, is_told: bool) -> None:
    drawn = f'<inline xmlns="urn:d"><extent cx="{wide}" cy="{high}"/><blip/></inline>'
    found = scan(docx(paragraph(run("一、甲") + f"<w:r><w:drawing>{drawn}</w:drawing></w:r>")))
    assert ("1 张图片，图片里的文字没有读" in told(found)) is is_told


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


def test_a_thread_of_comments_is_told_and_not_what_excel_says_of_it_to_older_programs() -> None:
    book = book_of(["任务", "时限"], ["甲", "6月底前"])
    book.active["B2"].comment = Comment("[Threaded comment] Your version of Excel", "甲")
    said = "".join(
        f'<threadedComment ref="B2"><text>{words}</text></threadedComment>'
        for words in ("改为9月底前", "同意")
    )
    with zipfile.ZipFile(io.BytesIO(saved(book))) as package:
        parts: dict[str, str | bytes] = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/_rels/sheet1.xml.rels"
    thread = f'<Relationship Id="t" Type="{R}/threadedComment" Target="../threadedComments/1.xml"/>'
    parts[sheet] = bytes(parts[sheet]).decode().replace("</Relationships>", f"{thread}</Relationships>")  # type: ignore[arg-type]
    parts["xl/threadedComments/1.xml"] = f"<ThreadedComments xmlns='urn:t'>{said}</ThreadedComments>"
    found = told(scan(File("甲.xlsx", packed(parts))))
    assert "B2“改为9月底前；同意”" in found and "Your version" not in found


def test_a_cell_without_a_name_stands_next_to_the_one_before() -> None:
    data = changed(saved(TABLE), (' r="B1"', ""), (' r="B2"', ""), ('r="2"', ""))
    (table,) = (block for block in scan(data).blocks if isinstance(block, Table))
    assert [(c.row, c.column, c.text) for c in table.cells][-1] == (1, 1, "市教育局")


# ---- flat XML ------------------------------------------------------------------------------------------

WORD_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Word.Document"?>'
    '<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint"><w:body><wx:sect>'
    '<w:p><w:pPr><w:listPr><w:ilvl w:val="0"/><wx:t wx:val="一、"/></w:listPr></w:pPr><w:r><w:t>加强就业</w:t></w:r></w:p>'
    '<w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc>'
    "<w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc>"
    "<w:tc><w:p><w:r><w:t>丙</w:t></w:r></w:p></w:tc></w:tr></w:tbl></wx:sect></w:body></w:wordDocument>"
)
EXCEL_2003 = (
    '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="p">'
    '<NumberFormat ss:Format="0%"/></Style></Styles><Worksheet ss:Name="表"><Table>'
    '<Row><Cell><Data ss:Type="String">任务</Data></Cell><Cell><Data ss:Type="String">目标</Data></Cell>'
    '<Cell><Data ss:Type="String">时限</Data></Cell></Row>'
    '<Row ss:Index="3"><Cell ss:MergeDown="1"><Data ss:Type="String">甲</Data></Cell>'
    '<Cell ss:StyleID="p"><Data ss:Type="Number">0.95</Data></Cell>'
    '<Cell><Data ss:Type="DateTime">2025-06-30T00:00:00.000</Data></Cell></Row>'
    '<Row><Cell ss:Index="2"><Data ss:Type="Error">#N/A</Data></Cell><Cell ss:Formula="=A1"/></Row>'
    "</Table></Worksheet></Workbook>"
)


def test_word_2003_xml() -> None:
    found = scan(File("甲.doc", WORD_2003.encode()))
    assert words(found) == ["一、加强就业", "甲", "乙", "丙"]
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert table.cells[0].rows == 2


def test_a_docx_in_one_xml_file() -> None:
    inner = f'<w:document xmlns:w="{W}"><w:body>{paragraph(run("一、甲"))}</w:body></w:document>'
    flat = (
        '<pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        f'<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>{inner}</pkg:xmlData></pkg:part></pkg:package>'
    )
    assert words(scan(File("甲.xml", flat.encode()))) == ["一、甲"]


def test_excel_2003_xml() -> None:
    found = scan(File("甲.xls", EXCEL_2003.encode()))
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert [(c.text, c.row, c.column, c.rows) for c in table.cells] == [
        *(("任务", 0, 0, 1), ("目标", 0, 1, 1), ("时限", 0, 2, 1)),
        *(("甲", 1, 0, 2), ("95%", 1, 1, 1), ("2025-06-30", 1, 2, 1)),
        *(("#N/A", 2, 1, 1), ("#未计算", 2, 2, 1)),
    ]
    assert "B4（#N/A）" in told(found)
    assert "C4 的公式" in told(found)


def test_excel_2003_xml_under_a_prefix_with_what_is_struck_out_and_hidden() -> None:
    found = scan(
        File(
            "乙.xml",
            (
                '<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
                'xmlns="http://www.w3.org/TR/REC-html40"><ss:Styles><ss:Style ss:ID="x"><ss:Font ss:StrikeThrough="1"/>'
                '</ss:Style></ss:Styles><ss:Worksheet ss:Name="表"><ss:Table><ss:Column ss:Index="2" ss:Hidden="1"/>'
                '<ss:Row><ss:Cell><ss:Data ss:Type="String">任务</ss:Data></ss:Cell>'
                '<ss:Cell><ss:Data ss:Type="String">单位</ss:Data></ss:Cell></ss:Row>'
                '<ss:Row ss:Hidden="1"><ss:Cell ss:StyleID="x"><ss:Data ss:Type="String">甲</ss:Data></ss:Cell>'
                '<ss:Cell><ss:Data ss:Type="String"><S>丙局</S><B>丁局</B></ss:Data></ss:Cell></ss:Row>'
                "</ss:Table></ss:Worksheet></ss:Workbook>"
            ).encode(),
        )
    )
    assert words(found) == ["任务", "单位", "丁局"]
    assert "“甲”、“丙局”" in told(found)
    assert "第 2 行是隐藏的" in told(found)
    assert "第 B 列是隐藏的" in told(found)


@pytest.mark.parametrize(
    ("marked", "shown", "struck"),
    [
        ("甲局<h:B>、</h:B><h:S>甲局</h:S>", "甲局、", "甲局"),
        ("<h:S><h:Del>丙局</h:Del></h:S>丁局", "丁局", "丙局"),
        ("<h:S>丙<h:B>局</h:B></h:S>丁局", "丁局", "丙局"),
    ],
)
def test_what_is_struck_out_in_a_cell_of_excel_2003_xml(marked: str, shown: str, struck: str) -> None:
    found = scan(File("乙.xml", workbook_2003(marked)))
    assert words(found) == ["任务", shown]
    assert f"未读取：“{struck}”" in told(found)


def test_columns_hidden_again_and_again_are_told_once_and_soon() -> None:
    again = '<ss:Column ss:Index="1" ss:Span="16383" ss:Hidden="1"/>' * 20000
    begun = time.process_time()
    assert "第 A、B 列是隐藏的" in told(scan(File("乙.xml", workbook_2003("甲局", again))))
    assert time.process_time() - begun < 3


def workbook_2003(cell: str, columns: str = "") -> bytes:
    return (
        '<?xml version="1.0"?><ss:Workbook xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" '
        f'xmlns:h="http://www.w3.org/TR/REC-html40"><ss:Worksheet ss:Name="表"><ss:Table>{columns}<ss:Row>'
        '<ss:Cell><ss:Data ss:Type="String">任务</ss:Data></ss:Cell>'
        f'<ss:Cell><ss:Data ss:Type="String">{cell}</ss:Data></ss:Cell></ss:Row></ss:Table></ss:Worksheet></ss:Workbook>'
    ).encode()


# ---- web pages -----------------------------------------------------------------------------------------

BODY = "<h1>云溪市工作方案</h1><p>一、建成零工市场3家，<s>6月</s>9月底前完成。</p>"


@pytest.mark.parametrize(
    "page",
    [
        f'<html><body style="visibility: hidden">{BODY}</body></html>',
        f'<html style="display:none"><body>{BODY}</body></html>',
        f'<html><body><div id="page" style="visibility:hidden">{BODY}{"<p>二、加强管理，明确责任。</p>" * 20}</div></body></html>',
    ],
)
def test_a_page_that_is_hidden_until_a_script_has_run_is_read(page: str) -> None:
    found = scan(File("甲.html", page.encode()))
    assert words(found)[:2] == ["云溪市工作方案", "一、建成零工市场3家，9月底前完成。"]
    assert "有删除线的文字按删去处理，未读取：“6月”" in told(found)


def test_a_large_page_that_gives_next_to_nothing_is_told() -> None:
    found = scan(
        File("甲.html", f"<html><body>{BODY}<script>{'x' * 500_000}</script></body></html>".encode())
    )
    assert "正文可能在脚本或图片里，没有读到" in told(found)


@pytest.mark.parametrize("text", ["", "<p>首页</p>"])
def test_a_page_that_is_all_frame_is_told(text: str) -> None:
    data = f'<html><head><title>云溪市工作方案</title></head><body>{text}<iframe src="nr.html"></iframe></body></html>'
    try:
        said = told(scan(File("甲.html", data.encode())))
    except UnreadableFile as error:
        said = str(error)
    assert "正文可能在框架里，没有打开：nr.html" in said


def test_frames_beside_a_text_and_icons_are_not_told_pictures_are() -> None:
    images = "".join(f'<img src="data:image/png;base64,{"A" * n}">' for n in (7000, 9000))
    long = f"<p>{'二、改造校舍，新建泵站。' * 30}</p>"
    found = scan(
        File(
            "甲.html",
            f'<html><body>{BODY}{long}{images}<iframe src="share.html"></iframe></body></html>'.encode(),
        )
    )
    assert "框架" not in told(found) and "网页里有 1 张图片，图片里的文字没有读" in told(found)


# ---- mail ----------------------------------------------------------------------------------------------


def mail(text: str, name: str, attached: bytes, charset: str = "utf-8") -> bytes:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.org", "b@example.org", "关于报送分工方案"
    message.set_content(text, charset=charset)
    message.add_attachment(attached, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "gb18030"])
def test_a_mail_is_its_text_and_its_attachments(tmp_path: Path, charset: str) -> None:
    path = tmp_path / "来信.eml"
    path.write_bytes(
        mail("请查收。\n", "附件：分工.csv", "序号,任务\n1,新建泵站4座\n2,改造校舍\n".encode(), charset)
    )
    found = read(path)
    assert words(found)[0] == "请查收。" and "新建泵站4座" in str(found.blocks)
    assert "邮件里有 2 个文件" in told(found)


def test_an_outlook_mail_is_told_by_its_name(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "__substg1.0_0037001F".encode("utf-16-le")
    with pytest.raises(UnreadableFile, match="Outlook 邮件"):
        scan(File("来信.msg", data))


# ---- PDF and OFD ---------------------------------------------------------------------------------------


def pdf(
    annotations: str, catalogue: str = "", content: str = "BT /F1 16 Tf 72 700 Td (abcdef) Tj ET"
) -> File:
    """A PDF of one page with these objects from number 6 on as its annotations."""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalogue} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Annots [6 0 R] "
        "/Resources << /Font << /F1 5 0 R >> >> >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Courier >>",
        annotations,
    ]
    body = "%PDF-1.7\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{one}\nendobj\n"
    table = "".join(f"{at:010d} 00000 n \n" for at in places)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return File("甲.pdf", (body + tail).encode("latin-1"))


def test_what_an_annotation_strikes_out_is_no_text() -> None:
    quads = "/QuadPoints [72 720 100 720 72 695 100 695]"  # Courier at 16 points: 9.6 a letter, so abc
    found = scan(pdf(f"<< /Type /Annot /Subtype /StrikeOut /Rect [72 695 100 720] {quads} >>"))
    assert words(found) == ["def"]
    assert "“abc”" in told(found)


@pytest.mark.parametrize(
    ("annotation", "said"),
    [
        ("<< /Subtype /FreeText /Contents <FEFF7532> /Rect [0 0 9 9] >>", "批注不是正文，未读取：第 1 页“甲”"),
        ("<< /Subtype /Text /Contents (note) /Rect [0 0 9 9] >>", "第 1 页“note”"),
        ("<< /Subtype /Widget /FT /Tx /V <FEFF7532> /Rect [0 0 9 9] >>", "表单里填写的内容未作为正文读取：第 1 页“甲”"),
        ("<< /Subtype /FileAttachment /Rect [0 0 9 9] >>", "附件没有打开"),
    ],
)  # fmt: skip
def test_what_stands_beside_the_text_of_a_pdf_is_told(annotation: str, said: str) -> None:
    found = scan(pdf(annotation))
    assert words(found) == ["abcdef"]
    assert said in told(found)


def test_links_and_empty_fields_are_not_told() -> None:
    for one in (
        "<< /Subtype /Link /Contents (x) >>",
        "<< /Subtype /Widget /FT /Btn /V /Off >>",
        "<< >>",
        "9",
    ):
        assert not scan(pdf(one)).remarks


OFD = "http://www.ofdspec.org/2016"


def ofd(objects: str, **parts: str) -> File:
    def xml(kind: str, inner: str) -> str:
        return f'<ofd:{kind} xmlns:ofd="{OFD}">{inner}</ofd:{kind}>'

    more = "".join(f"<ofd:{name}>{name}.xml</ofd:{name}>" for name in parts if name[0].isupper())
    inner = {f"D/{name}.xml".replace("_", "/"): text for name, text in parts.items()}
    pages = '<ofd:CommonData/><ofd:Pages><ofd:Page ID="0" BaseLoc="P.xml"/></ofd:Pages>' + more
    area = "<ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area>"
    return File(
        "甲.ofd",
        packed(
            {
                "OFD.xml": xml("OFD", "<ofd:DocBody><ofd:DocRoot>D/D.xml</ofd:DocRoot></ofd:DocBody>"),
                "D/D.xml": xml("Document", pages),
                "D/P.xml": xml("Page", f"{area}<ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content>"),
                **{name: text.replace("<root", f'<ofd:A xmlns:ofd="{OFD}"').replace("</root", "</ofd:A") for name, text in inner.items()},
            }
        ),
    )  # fmt: skip


def text_object(text: str, boundary: str, matrix: str = "", steps: str = "", axis: str = "DeltaX") -> str:
    turned = f'CTM="{matrix} 0 0"' if matrix else ""
    delta = f'{axis}="{steps}"' if steps else ""
    return f'<ofd:TextObject Boundary="{boundary}" {turned} Size="5"><ofd:TextCode X="0" Y="5" {delta}>{text}</ofd:TextCode></ofd:TextObject>'


@pytest.mark.parametrize(
    ("matrix", "first", "second"),
    [
        ("0 1 -1 0", "180 40 9 90", "165 40 9 90"),
        ("0 -1 1 0", "30 200 9 90", "45 200 9 90"),
        ("-1 0 0 -1", "190 280 90 9", "190 265 90 9"),
    ],
)
def test_a_page_set_sideways_or_upside_down_is_turned(matrix: str, first: str, second: str) -> None:
    found = scan(ofd(text_object("一、甲", first, matrix) + text_object("二、乙", second, matrix)))
    assert words(found) == ["一、甲", "二、乙"]
    assert "横放" in told(found)


@pytest.mark.parametrize("steps", ["2.5", "2.5 2.5", "g 2 2.5"])
def test_a_list_of_steps_that_is_too_short_goes_on(steps: str) -> None:
    assert words(scan(ofd(text_object("1.改造2000户", "20 40 90 9", steps=steps)))) == ["1.改造2000户"]


def test_annotations_and_attachments_of_an_ofd_are_told() -> None:
    stamp = f'<root><ofd:Annot Type="Stamp"><ofd:Appearance>{text_object("印章里的话", "0 0 9 9")}</ofd:Appearance></ofd:Annot></root>'
    found = scan(
        ofd(
            text_object("一、甲", "20 40 90 9"),
            Annotations='<root><ofd:Page PageID="0"><ofd:FileLoc>a.xml</ofd:FileLoc></ofd:Page></root>',
            a=stamp,
            Attachments='<root><ofd:Attachment Name="分工表"/></root>',
        )
    )
    assert words(found) == ["一、甲"]
    assert "“印章里的话”" in told(found)
    assert "附带的文件没有打开，未读取：分工表" in told(found)


def test_what_a_spreadsheet_shows_in_place_of_a_value_is_no_unit() -> None:
    from policyparse import pipeline

    book = book_of(
        ["云溪市2025年重点任务责任分工表"],
        ["序号", "重点任务", "牵头单位", "配合单位"],
        [1, "新建零工市场", "市教育局", "#N/A"],
        [2, "新建老年食堂", "=B9", "市财政局"],
    )
    book.active["D3"].data_type = "e"
    (policy,) = pipeline.read(scan(File("甲.xlsx", saved(book)))).documents
    assert [[(u.value.name, u.value.role) for u in task.units] for task in policy.tasks] == [
        [("市教育局", "lead")],
        [("市财政局", "support")],
    ]


def test_a_day_of_excel_2003_says_no_more_than_its_format_shows() -> None:
    form = '<NumberFormat ss:Format="yyyy&quot;年&quot;m&quot;月&quot;"/>'
    book = EXCEL_2003.replace('<NumberFormat ss:Format="0%"/>', form).replace(
        '<Cell><Data ss:Type="DateTime">', '<Cell ss:StyleID="p"><Data ss:Type="DateTime">'
    )
    (table,) = (b for b in scan(File("甲.xls", book.encode())).blocks if isinstance(b, Table))
    assert "2025年6月" in [cell.text for cell in table.cells]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("1. **维修泵站2座。**责任单位：县水利局", "1. 维修泵站2座。责任单位：县水利局"),
        ("（**牵头单位：**县水利局）", "（牵头单位：县水利局）"),
        ("责任单位：~~县教育局、~~县水利局", "责任单位：县水利局"),
        ("2\\*\\*3 和 a ** b ** c", "2**3 和 a ** b ** c"),
    ],
)
def test_signs_of_markdown_beside_chinese(typed: str, shown: str) -> None:
    assert words(scan(File("甲.md", typed.encode()))) == [shown]


def test_what_markdown_strikes_out_is_told() -> None:
    assert "县教育局" in told(scan(File("甲.md", "责任单位：~~县教育局、~~县水利局".encode())))
