"""The table as a Word document that can be issued as it is: landscape, the page after GB/T 9704-2012.

The page is the standard's (margins 37, 28, 35 and 26 mm round a type area of 156 × 225 mm) turned so that the
head of the table lies at the binding edge. The table is written as XML, as python-docx's own cells are
quadratic in the rows.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from policyparse.exports import marks
from policyparse.exports.columns import as_text
from policyparse.exports.form import Form, Options, Row, Section, form
from policyparse.exports.widths import CELL_MARGIN, LINE, MM_PER_POINT, column_widths, ems, height
from policyparse.ledger import TrackedTask
from policyparse.ledger.words import date_words

XIAOBIAOSONG, FANGSONG, HEITI, KAITI, SONGTI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
# What an office machine without the standard's fonts has instead (w:altName of the font table).
FALLBACKS = {
    XIAOBIAOSONG: "FZXiaoBiaoSong-B05S,方正小标宋_GBK,华文中宋,宋体",
    FANGSONG: "仿宋,FangSong,FangSong_GB2312,华文仿宋",
    HEITI: "SimHei,微软雅黑",
    KAITI: "楷体,KaiTi,KaiTi_GB2312,华文楷体",
    SONGTI: "SimSun",
}
MARGINS = {"top_margin": 28, "bottom_margin": 26, "left_margin": 35, "right_margin": 37}
PAPERS = {"A4": (297, 210), "A3": (420, 297)}
FOOTER_DISTANCE = 14
"""In mm: the page number's dashes then stand 7 mm below the type area, as the standard has it."""

CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
# Style: font, size in points, alignment, kept with the next paragraph.
STYLES: dict[str, tuple[str, float, WD_ALIGN_PARAGRAPH, bool]] = {
    "表格标题": (XIAOBIAOSONG, 22, CENTRE, True),
    "表格说明": (FANGSONG, 12, LEFT, True),
    "表头": (HEITI, 11, CENTRE, True),
    "表格章": (HEITI, 11, CENTRE, True),
    "表格节": (KAITI, 11, LEFT, True),
    "表格正文": (FANGSONG, 10.5, LEFT, False),
    "表格居中": (FANGSONG, 10.5, CENTRE, False),
    "表格末": (FANGSONG, 1, LEFT, False),  # Word puts a paragraph after a last table: a low one makes no page
}
IDS = {name: f"pp{number}" for number, name in enumerate(STYLES)}
WIDE_FROM = 10
"""From this many columns on a table stands on A3, as a 台账 does; on A4 its type is smaller."""
SMALLER = 1.5
TWIPS_PER_MM = 1440 / 25.4
WHOLE_UP_TO = 0.45
"""A row of up to this share of the page stays whole; a longer one may break, or half a page stays white."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A landscape page: its size and that of its type area in mm, and the size of the table's type in points."""

    width: int
    height: int
    points: float

    @property
    def type_width(self) -> int:
        return self.width - MARGINS["left_margin"] - MARGINS["right_margin"]

    @property
    def type_height(self) -> int:
        return self.height - MARGINS["top_margin"] - MARGINS["bottom_margin"]


def paper_for(columns: int, wanted: str | None) -> Paper:
    """The paper for a table of so many columns: A4, A3 for a wide one, or the one that is wanted."""
    name = wanted or ("A3" if columns >= WIDE_FROM else "A4")
    crowded = name == "A4" and columns >= WIDE_FROM
    return Paper(*PAPERS[name], STYLES["表格正文"][1] - (SMALLER if crowded else 0))


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The document: title, for a 台账 the line of 填报单位 and 日期, and the table."""
    table = form(tasks, options)
    paper = paper_for(len(table.columns), options.paper)
    document = docx.Document()
    _page(document, paper)
    _fonts(document, paper)
    title = document.add_paragraph(broken(table.title, paper), style="表格标题")
    title.paragraph_format.space_after = Pt(10)
    if options.ledger:
        document.add_paragraph(_remark(options), style="表格说明")
        _marks(document, tasks, options)
    document.element.body.insert_element_before(parse_xml(table_xml(table, paper)), "w:sectPr")
    document.add_paragraph(style="表格末")
    page_numbers(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = table.title, "", ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _marks(document: Document, tasks: Sequence[TrackedTask], options: Options) -> None:
    """A custom XML part (ECMA-376, 15.2.6), which office programs keep: whose the file is, the stamp of each task."""
    package: Any = document.part.package
    name = package.next_partname("/customXml/item%d.xml")
    part = Part(name, CONTENT_TYPE.XML, marks.as_xml(tasks, options.whose), package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)


def broken(title: str, paper: Paper) -> str:
    """The title in two lines where it does not fit into one: a line ends where its sense ends, after 》."""
    points = STYLES["表格标题"][1]
    if ems(title) * points * MM_PER_POINT <= paper.type_width:
        return title
    head, mark, tail = title.rpartition("》")
    return f"{head}{mark}\n{tail}" if mark and tail else title


def _remark(options: Options) -> str:
    day = date_words(options.day) if options.day else "    年  月  日"
    return f"填报单位：{options.unit or '                '}        填报日期：{day}"


def _page(document: Document, paper: Paper) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(paper.width), Mm(paper.height)
    for name, width in MARGINS.items():
        setattr(page, name, Mm(width))
    page.footer_distance = Mm(FOOTER_DISTANCE)


def _fonts(document: Document, paper: Paper) -> None:
    smaller = STYLES["表格正文"][1] - paper.points
    set_font(document.styles["Normal"], FANGSONG, 16)
    for name, (font, size, align, keep) in STYLES.items():
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.styleId = IDS[name]
        in_table = name not in {"表格标题", "表格说明", "表格末"}
        points = size - smaller if in_table else size
        set_font(style, font, points)
        layout = style.paragraph_format
        layout.alignment, layout.keep_with_next = align, keep
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points * LINE)
        spacing = style.element.pPr.find(qn("w:spacing"))
        for switch in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gap between 2025 and 年 in a narrow cell
            spacing.addprevious(parse_xml(f'<{switch} {nsdecls("w")} w:val="0"/>'))
    font_table(document)


def set_font(style: Any, font: str, points: float) -> None:
    """Name the font for Han and the Latin one beside it; the hint gives “ ” and — to the Han font."""
    style.font.name, style.font.size = LATIN, Pt(points)
    fonts = style.element.rPr.rFonts
    for key, value in (("eastAsia", font), ("hint", "eastAsia"), ("cs", LATIN)):
        fonts.set(qn(f"w:{key}"), value)
    style.element.rPr.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))


def font_table(document: Document) -> None:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def page_numbers(document: Document) -> None:
    """— 1 — in 四号宋体, on the right of odd pages and the left of even ones, a character from the edge."""
    document.settings.odd_and_even_pages_header_footer = True
    page = document.sections[0]
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        footer.is_linked_to_previous = False
        blank = footer.paragraphs[0]._p
        blank.getparent().replace(blank, parse_xml(_page_number_xml(side)))


def _page_number_xml(side: str) -> str:
    names = " ".join(f'w:{key}="{SONGTI}"' for key in ("ascii", "hAnsi", "eastAsia"))
    font = f'<w:rPr><w:rFonts {names}/><w:sz w:val="28"/></w:rPr>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:ind w:{side}="280"/><w:jc w:val="{side}"/></w:pPr>'
        f'<w:r>{font}<w:t xml:space="preserve">— </w:t></w:r>'
        f'<w:fldSimple w:instr=" PAGE "><w:r>{font}<w:t>1</w:t></w:r></w:fldSimple>'
        f'<w:r>{font}<w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def table_xml(table: Form, paper: Paper) -> str:
    """The ``w:tbl`` of the table, its header row repeated on each page."""
    widths = column_widths(table, paper.type_width, paper.points)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    head = _row_xml(
        [(column.header, width, "表头") for column, width in zip(table.columns, widths, strict=True)],
        "<w:cantSplit/><w:tblHeader/>",
    )
    body = (
        _section_xml(line, len(widths), paper)
        if isinstance(line, Section)
        else _task_xml(line, table, widths, paper)
        for line in table.lines
    )
    properties = f"{_table_properties(paper)}<w:tblGrid>{grid}</w:tblGrid>"
    return f"<w:tbl {nsdecls('w')}>{properties}{head}{''.join(body)}</w:tbl>"


def _table_properties(paper: Paper) -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in edges)
    sides = "".join(
        f'<w:{side} w:w="{_twips(width)}" w:type="dxa"/>'
        for side, width in (("top", 0.5), ("left", CELL_MARGIN), ("bottom", 0.5), ("right", CELL_MARGIN))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{_twips(paper.type_width)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>"
    )


def _section_xml(section: Section, span: int, paper: Paper) -> str:
    return _row_xml(
        [(section.text, paper.type_width, "表格节" if section.depth else "表格章")],
        "<w:cantSplit/>",
        span=span,
    )


def _task_xml(row: Row, table: Form, widths: Sequence[float], paper: Paper) -> str:
    texts = [as_text(cell) for cell in row.cells]
    tallest = max(height(text, width, paper.points) for text, width in zip(texts, widths, strict=True))
    cells = [
        (text, width, "表格居中" if column.centred else "表格正文")
        for text, width, column in zip(texts, widths, table.columns, strict=True)
    ]
    return _row_xml(cells, "<w:cantSplit/>" if tallest <= WHOLE_UP_TO * paper.type_height else "")


def _row_xml(cells: Sequence[tuple[str, float, str]], properties: str, span: int = 1) -> str:
    layout = f'<w:gridSpan w:val="{span}"/>' * (span > 1) + '<w:vAlign w:val="center"/>'
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/>{layout}</w:tcPr>'
        f"{''.join(_paragraph_xml(line, style) for line in text.split(chr(10)))}</w:tc>"
        for text, width, style in cells
    )
    return f"<w:tr><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def _paragraph_xml(text: str, style: str) -> str:
    return (
        f'<w:p><w:pPr><w:pStyle w:val="{IDS[style]}"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _twips(mm: float) -> int:
    return round(mm * TWIPS_PER_MM)
