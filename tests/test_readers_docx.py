"""DOCX: what Word prints must be what is read. Every package is built here from a few lines of XML."""

from __future__ import annotations

import io
import zipfile

import pytest

from policyparse.errors import UnreadableFile
from policyparse.model import Line, Scan, Table
from policyparse.readers import scan
from policyparse.readers.file import File

NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(body: str, numbering: str = "", styles: str = "") -> bytes:
    """A DOCX of these inner parts, as LibreOffice and Word open it."""
    kinds = "http://schemas.openxmlformats.org/package/2006"
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{kinds}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{main}.numbering+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{kinds}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'<Relationships xmlns="{kinds}/relationships">'
        f'<Relationship Id="r1" Type="{OFFICE}/styles" Target="styles.xml"/>'
        f'<Relationship Id="r2" Type="{OFFICE}/numbering" Target="/word/numbering.xml"/></Relationships>',
        "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {NAMES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {NAMES}>{numbering}</w:numbering>",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return packed.getvalue()


def read(body: str, numbering: str = "", styles: str = "") -> Scan:
    return scan(File("甲.docx", package(body, numbering, styles)))


def lines(body: str, numbering: str = "", styles: str = "") -> list[str]:
    return [block.text for block in read(body, numbering, styles).blocks if isinstance(block, Line)]


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(inner: str, properties: str = "") -> str:
    inner = inner if inner.startswith("<") else run(inner) if inner else ""
    return f"<w:p><w:pPr>{properties}</w:pPr>{inner}</w:p>"


def item(text: str, level: int = 0, num: int = 1) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


def level(at: int, form: str, text: str, *, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def restart(at: int, start: int) -> str:
    return f'<w:lvlOverride w:ilvl="{at}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


OUTLINE = abstract(
    0,
    level(0, "chineseCountingThousand", "%1、"),
    level(1, "chineseCountingThousand", "（%2）"),
    level(2, "decimal", "%3."),
)

NUMBERINGS = {
    "three levels, each restarted by a higher one": (
        OUTLINE + num(1, 0),
        [
            item("甲"),
            item("乙", 1),
            item("丙", 2),
            item("丁", 2),
            item("戊", 1),
            item("己", 2),
            item("庚"),
            item("辛", 1),
        ],
        ["一、甲", "（一）乙", "1.丙", "2.丁", "（二）戊", "1.己", "二、庚", "（一）辛"],
    ),
    "a level that is never restarted": (
        abstract(
            0, level(0, "decimal", "%1."), level(1, "decimal", "（%2）", more='<w:lvlRestart w:val="0"/>')
        )
        + num(1, 0),
        [item("甲"), item("乙", 1), item("丙"), item("丁", 1)],
        ["1.甲", "（1）乙", "2.丙", "（2）丁"],
    ),
    "a level restarted only by the first": (
        abstract(
            0,
            level(0, "decimal", "%1."),
            level(1, "decimal", "%2)"),
            level(2, "lowerLetter", "%3)", more='<w:lvlRestart w:val="1"/>'),
        )
        + num(1, 0),
        [
            item("甲"),
            item("乙", 1),
            item("丙", 2),
            item("丁", 1),
            item("戊", 2),
            item("己"),
            item("庚", 1),
            item("辛", 2),
        ],
        ["1.甲", "1)乙", "a)丙", "2)丁", "b)戊", "2.己", "1)庚", "a)辛"],
    ),
    "two lists of one abstractNum count on": (
        OUTLINE + num(1, 0) + num(2, 0),
        [item("甲"), item("乙", num=2), item("丙")],
        ["一、甲", "二、乙", "三、丙"],
    ),
    "startOverride starts anew where its list is first used": (
        OUTLINE + num(1, 0) + num(2, 0, restart(0, 1)),
        [item("甲"), item("乙"), item("丙", num=2), item("丁", num=2)],
        ["一、甲", "二、乙", "一、丙", "二、丁"],
    ),
    "a start of five": (
        abstract(0, level(0, "decimal", "%1.", start=5)) + num(1, 0),
        [item("甲"), item("乙")],
        ["5.甲", "6.乙"],
    ),
    "the number of the level above in the text": (
        abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))
        + num(1, 0),
        [item("甲"), item("乙", 1), item("丙", 2), item("丁", 1), item("戊"), item("己", 1)],
        ["1 甲", "1.1 乙", "1.1.1 丙", "1.2 丁", "2 戊", "2.1 己"],
    ),
    "isLgl shows every number in Arabic digits": (
        abstract(0, level(0, "chineseCounting", "第%1章"), level(1, "decimal", "%1.%2", more="<w:isLgl/>"))
        + num(1, 0),
        [item("总则"), item("目的", 1)],
        ["第一章 总则", "1.1 目的"],
    ),
    "a skipped level counts as begun": (
        abstract(0, level(0, "decimal", "%1"), level(1, "decimal", "%1.%2"), level(2, "decimal", "%1.%2.%3"))
        + num(1, 0),
        [item("甲", 1), item("乙", 2), item("丙"), item("丁", 2), item("戊", 1)],
        ["1.1 甲", "1.1.1 乙", "2 丙", "2.1.1 丁", "2.2 戊"],
    ),
    "a bullet level has no number": (
        abstract(0, level(0, "decimal", "%1."), level(1, "bullet", "—"), level(2, "decimal", "%1.%2%3."))
        + num(1, 0),
        [item("甲"), item("乙", 2), item("丙", 2)],
        ["1.甲", "1.1.乙", "1.2.丙"],
    ),
    "a level overridden whole": (
        OUTLINE + num(1, 0, f'<w:lvlOverride w:ilvl="0">{level(0, "upperLetter", "%1、")}</w:lvlOverride>'),
        [item("甲"), item("乙")],
        ["A、甲", "B、乙"],
    ),
    "no number for numId 0 and for a list that there is not": (
        OUTLINE + num(1, 0),
        [item("甲"), item("乙", num=0), item("丙", num=9), item("丁")],
        ["一、甲", "乙", "丙", "二、丁"],
    ),
    "suffix nothing, and a bullet of a symbol font": (
        abstract(
            0, level(0, "decimal", "第%1条", more='<w:suff w:val="nothing"/>'), level(1, "bullet", "\uf0b7")
        )
        + num(1, 0),
        [item("甲"), item("乙", 1)],
        ["第1条甲", "• 乙"],
    ),
    "a custom format pads with zeros": (
        abstract(
            0,
            '<w:lvl w:ilvl="0"><w:start w:val="9"/><mc:AlternateContent><mc:Choice Requires="w14">'
            '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback>'
            '<w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1、"/></w:lvl>',
        )
        + num(1, 0),
        [item("甲"), item("乙")],
        ["009、甲", "010、乙"],
    ),
}


@pytest.mark.parametrize("case", NUMBERINGS.values(), ids=NUMBERINGS.keys())
def test_numbers_are_those_that_word_prints(case: tuple[str, list[str], list[str]]) -> None:
    numbering, paragraphs, expected = case
    assert lines("".join(paragraphs), numbering) == expected


FORMATS = [
    ("decimal", 3, "3"),
    ("chineseCounting", 10, "十"),
    ("chineseCounting", 21, "二十一"),
    ("chineseCountingThousand", 101, "一百零一"),
    ("chineseCountingThousand", 110, "一百一十"),
    ("chineseCountingThousand", 10010, "一万零一十"),
    ("chineseCountingThousand", 1001, "一千零一"),
    ("japaneseCounting", 12, "十二"),
    ("japaneseCounting", 105, "百五"),
    ("ideographDigital", 10, "一〇"),
    ("chineseLegalSimplified", 11, "壹拾壹"),
    ("decimalEnclosedCircle", 3, "③"),
    ("decimalEnclosedCircle", 21, "㉑"),
    ("decimalEnclosedCircleChinese", 20, "⑳"),
    ("decimalEnclosedParen", 2, "⑵"),
    ("decimalEnclosedParen", 21, "21"),
    ("decimalEnclosedFullstop", 5, "⒌"),
    ("decimalFullWidth", 10, "１０"),
    ("decimalZero", 7, "07"),
    ("upperLetter", 28, "BB"),
    ("lowerLetter", 2, "b"),
    ("upperRoman", 4, "IV"),
    ("lowerRoman", 19, "xix"),
    ("ideographTraditional", 2, "乙"),
    ("ideographZodiac", 12, "亥"),
    ("ideographEnclosedCircle", 10, "㊉"),
    ("hebrew1", 6, "6"),
]


@pytest.mark.parametrize(("form", "number", "expected"), FORMATS)
def test_formats(form: str, number: int, expected: str) -> None:
    numbering = abstract(0, level(0, form, "%1、", start=number)) + num(1, 0)
    assert lines(item("甲"), numbering) == [f"{expected}、甲"]


def style(identifier: str, inner: str, *, based_on: str = "", default: bool = False) -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    flag = ' w:default="1"' if default else ""
    return f'<w:style w:type="paragraph" w:styleId="{identifier}"{flag}>{base}{inner}</w:style>'


def styled(text: str, name: str, more: str = "") -> str:
    return p(text, f'<w:pStyle w:val="{name}"/>{more}')


def test_numbers_come_through_styles() -> None:
    styles = style("Base", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>') + style(
        "Below", "", based_on="Base"
    )
    styles += style("Second", '<w:pPr><w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr>')
    numbering = abstract(
        0,
        level(0, "chineseCounting", "%1、", more='<w:pStyle w:val="Base"/>'),
        level(1, "chineseCounting", "（%2）", more='<w:pStyle w:val="Second"/>'),
    ) + num(1, 0)
    off = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = styled("甲", "Base") + styled("乙", "Second") + styled("丙", "Below") + styled("丁", "Base", off)
    assert lines(body, numbering, styles) == ["一、甲", "（一）乙", "二、丙", "丁"]


def test_a_style_may_say_only_the_level() -> None:
    styles = style("Base", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    styles += style("Deep", '<w:pPr><w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr>', based_on="Base")
    assert lines(styled("甲", "Base") + styled("乙", "Deep"), OUTLINE + num(1, 0), styles) == [
        "一、甲",
        "（一）乙",
    ]


def test_a_list_style_lends_its_levels() -> None:
    styles = '<w:style w:type="numbering" w:styleId="List"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    numbering = (
        abstract(0, more='<w:numStyleLink w:val="List"/>')
        + abstract(1, level(0, "chineseCounting", "%1、"), more='<w:styleLink w:val="List"/>')
        + num(1, 0)
        + num(2, 1)
    )
    assert lines(item("甲") + item("乙", num=2), numbering, styles) == ["一、甲", "二、乙"]


def test_lists_that_refer_to_themselves_end() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:basedOn w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert lines(item("甲"), abstract(0, more='<w:numStyleLink w:val="L"/>') + num(1, 0), styles) == ["甲"]


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


CODE = "<w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
BOX = "<w:txbxContent>" + p("框内") + "</w:txbxContent>"
TEXTS = {
    "insertions stay, deletions and moves away go": (
        p(
            run("前")
            + f"<w:ins>{run('增')}</w:ins><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
            + run("后")
        )
        + p(f"<w:moveFrom>{run('移')}</w:moveFrom><w:moveTo>{run('到')}</w:moveTo>"),
        ["前增后", "到"],
    ),
    "a deleted paragraph mark joins two paragraphs": (
        p("前半", "<w:rPr><w:del/></w:rPr>") + p("后半"),
        ["前半后半"],
    ),
    "a deleted mark at the end of all": (p("文", "<w:rPr><w:del/></w:rPr>"), ["文"]),
    "of a field the result only, one in another too": (
        p(field("begin") + CODE + field("separate") + run("结果") + field("end") + run("文")),
        ["结果文"],
    ),
    "a field inside the code of another": (
        p(field("begin") + CODE + field("begin") + CODE + field("separate") + run("内") + field("end"))
        + p(run("不见") + field("separate") + run("外") + field("end")),
        ["不见外"],
    ),
    "a field never closed swallows nothing": (p(field("begin") + CODE + run("码")) + p("正文"), ["正文"]),
    "simple fields, links, controls and smart tags are opened": (
        p(
            f"<w:fldSimple>{run('一')}</w:fldSimple><w:hyperlink>{run('二')}</w:hyperlink>"
            f"<w:sdt><w:sdtPr/><w:sdtContent>{run('三')}</w:sdtContent></w:sdt><w:smartTag>{run('四')}</w:smartTag>"
        )
        + f"<w:sdt><w:sdtContent>{p('五')}</w:sdtContent></w:sdt>",
        ["一二三四", "五"],
    ),
    "a control with its placeholder is empty": (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{p('单击此处')}</w:sdtContent></w:sdt>"
        + p("文"),
        ["文"],
    ),
    "a text box once, before the text that it stands before": (
        p(
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx>"
            f"{BOX}</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict>"
            f"</mc:Fallback></mc:AlternateContent></w:r>{run('正文')}"
        ),
        ["框内", "正文"],
    ),
    "an old text box after its text": (
        p(run("正文") + f"<w:r><w:pict><v:textbox>{BOX}</v:textbox></w:pict></w:r>"),
        ["正文", "框内"],
    ),
    "tabs, hyphens, symbols; hidden text and notes go": (
        p(
            "<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t><w:noBreakHyphen/><w:sym w:char='F0FE'/></w:r>"
            + run("隐", "<w:vanish/>")
            + "<w:r><w:footnoteReference w:id='1'/></w:r>"
        ),
        ["甲\t乙-\uf0fe"],
    ),
    "signs of symbol fonts": (
        p(
            "<w:r><w:sym w:font='Wingdings' w:char='F0AB'/><w:sym w:font='Symbol' w:char='F0B3'/><w:t>95%</w:t></w:r>"
            + run("\uf0fc", "<w:rFonts w:ascii='Wingdings'/>")
            + "<w:r><w:sym w:font='Symbol' w:char='00A3'/><w:sym w:font='Wingdings' w:char='F082'/></w:r>"
        ),
        ["★≥95%✓≤②"],
    ),
    "formulas and ruby": (
        p(
            "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath><w:r><w:ruby><w:rt><w:r><w:t>yi</w:t></w:r></w:rt>"
            "<w:rubyBase><w:r><w:t>一</w:t></w:r></w:rubyBase></w:ruby></w:r>"
        ),
        ["x=1一"],
    ),
    "empty paragraphs are none": (p("") + p("　") + p("文"), ["文"]),
}


@pytest.mark.parametrize("case", TEXTS.values(), ids=TEXTS.keys())
def test_text_is_what_word_prints(case: tuple[str, list[str]]) -> None:
    body, expected = case
    assert lines(body) == expected


def test_a_line_break_may_be_a_wrap_and_a_page_break_is_none() -> None:
    body = p('<w:r><w:t>上</w:t><w:br/><w:t>中</w:t><w:br w:type="page"/><w:t>下</w:t></w:r>')
    found = [(b.text, b.whole, b.page) for b in read(body).blocks if isinstance(b, Line)]
    assert found == [("上", False, None), ("中", True, None), ("下", True, None)]


def test_looks_come_from_run_style_and_defaults() -> None:
    styles = (
        "<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val='32'/></w:rPr></w:rPrDefault></w:docDefaults>"
        + style("Normal", "", default=True)
        + style(
            "Title",
            "<w:pPr><w:jc w:val='center'/></w:pPr><w:rPr><w:b/><w:sz w:val='44'/></w:rPr>",
            based_on="Normal",
        )
        + style("H1", "<w:pPr><w:outlineLvl w:val='0'/></w:pPr><w:rPr><w:b/></w:rPr>", based_on="Normal")
    )
    body = (
        styled("题", "Title")
        + styled("章", "H1")
        + p("文")
        + styled(run("非粗", "<w:b w:val='0'/>"), "H1", "<w:outlineLvl w:val='9'/>")
    )
    found = [
        (b.text, b.size, b.bold, b.centred, b.heading)
        for b in read(body, "", styles).blocks
        if isinstance(b, Line)
    ]
    assert found == [
        ("题", 22.0, True, True, None),
        ("章", 16.0, True, False, 1),
        ("文", 16.0, False, False, None),
        ("非粗", 16.0, False, False, None),
    ]


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


SPAN = '<w:gridSpan w:val="2"/>'
TOP, GOES_ON = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
TABLES = {
    "spans": (
        row(cell("甲", SPAN), cell("乙"))
        + row(cell("丙", TOP), cell("丁"), cell("戊"))
        + row(cell("", GOES_ON), cell("己"), cell("庚")),
        [
            ("甲", 0, 0, 1, 2),
            ("乙", 0, 2, 1, 1),
            ("丙", 1, 0, 2, 1),
            ("丁", 1, 1, 1, 1),
            ("戊", 1, 2, 1, 1),
            ("己", 2, 1, 1, 1),
            ("庚", 2, 2, 1, 1),
        ],
    ),
    "a row that begins in the second column, a deleted row, an inserted one": (
        row(cell("甲"), cell("乙"))
        + row(cell("删"), cell("删"), properties="<w:del/>")
        + row(cell("丙"), properties='<w:gridBefore w:val="1"/><w:ins/>'),
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1), ("丙", 1, 1, 1, 1)],
    ),
    "a cell that was deleted by tracked changes": (
        row(cell("删", "<w:cellDel/>"), cell("甲"), cell("乙")),
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)],
    ),
    "a merge that nothing began": (
        row(cell("甲", GOES_ON), cell("乙")),
        [("甲", 0, 0, 1, 1), ("乙", 0, 1, 1, 1)],
    ),
    "cells merged along the row the old way": (
        row(cell("甲", '<w:hMerge w:val="restart"/>'), cell("", "<w:hMerge/>"), cell("乙")),
        [("甲", 0, 0, 1, 2), ("乙", 0, 2, 1, 1)],
    ),
}


@pytest.mark.parametrize("case", TABLES.values(), ids=TABLES.keys())
def test_merged_cells_are_given_once(case: tuple[str, list[tuple[str, int, int, int, int]]]) -> None:
    rows, expected = case
    (table,) = read(f"<w:tbl>{rows}</w:tbl>").blocks
    assert isinstance(table, Table)
    assert [(c.text, c.row, c.column, c.rows, c.columns) for c in table.cells] == expected


def test_numbers_count_on_through_a_table_and_paragraphs_of_a_cell_are_lines() -> None:
    inner = f"<w:tc>{item('乙')}{p('丙')}</w:tc>"
    scanned = read(item("甲") + f"<w:tbl>{row(inner, cell('丁'))}</w:tbl>" + item("戊"), OUTLINE + num(1, 0))
    first, table, last = scanned.blocks
    assert isinstance(table, Table)
    assert isinstance(first, Line)
    assert isinstance(last, Line)
    assert (first.text, table.cells[0].text, last.text) == ("一、甲", "二、乙\n丙", "三、戊")


def test_a_frame_of_one_column_is_no_table() -> None:
    assert lines(f"<w:tbl>{row(cell('专栏'))}{row(cell('内容'))}</w:tbl>") == ["专栏", "内容"]


def test_a_table_that_sets_two_others_side_by_side_is_none_itself() -> None:
    inner = [
        f"<w:tc>{p(t)}<w:tbl>{row(cell(t), cell('甲'))}{row(cell('1'), cell('乙'))}</w:tbl></w:tc>"
        for t in "左右"
    ]
    found = read(f"<w:tbl>{row(*inner)}</w:tbl>").blocks
    assert [b.text if isinstance(b, Line) else len(b.cells) for b in found] == ["左", 4, "右", 4]


def test_a_long_table_is_read_in_one_pass() -> None:
    rows = "".join(row(cell(str(i)), cell("文")) for i in range(3000))
    (table,) = read(f"<w:tbl>{rows}</w:tbl>").blocks
    assert isinstance(table, Table)
    assert len(table.cells) == 6000


def test_the_strict_variant_is_read() -> None:
    data = package(p("文", '<w:jc w:val="center"/>')).replace(b"\x00never", b"")
    strict = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(strict, "w") as new:
        for name in old.namelist():
            text = old.read(name).replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            text = text.replace(OFFICE.encode(), b"http://purl.oclc.org/ooxml/officeDocument/relationships")
            new.writestr(name, text)
    (line,) = scan(File("甲.docx", strict.getvalue())).blocks
    assert isinstance(line, Line)
    assert (line.text, line.centred) == ("文", True)


def test_entities_are_refused() -> None:
    body = package("").replace(b"", b"")
    hostile = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as old, zipfile.ZipFile(hostile, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            if name == "word/document.xml":
                text = '<!DOCTYPE w [<!ENTITY a "b">]>' + text
            new.writestr(name, text)
    with pytest.raises(UnreadableFile, match="XML"):
        scan(File("甲.docx", hostile.getvalue()))


def test_a_docx_without_text_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="没有文字"):
        read(p(""))


def test_a_generated_table_of_contents_is_left_out_with_a_remark() -> None:
    styles = style("T1", '<w:name w:val="toc 1"/>')
    found = read(
        styled("一、总体要求\t1", "T1") + styled("二、任务\t2", "T1") + p("一、总体要求"), "", styles
    )
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["一、总体要求"]
    assert found.remarks == ("Word 自动生成的目录（2 行）未读取",)


def test_hidden_words_and_open_changes_are_told() -> None:
    found = read(p(run("甲") + run("隐", "<w:vanish/>") + f"<w:ins>{run('乙')}</w:ins>"))
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["甲乙"]
    assert found.remarks == (
        "隐藏的文字不打印，未读取：“隐”",
        "文件有未接受的修订（插入 1 处、删除 0 处），按全部接受来读",
    )


def test_a_docx_of_pictures_says_so() -> None:
    with pytest.raises(UnreadableFile, match="只有图片"):
        read(p("<w:r><w:drawing/></w:r>"))
