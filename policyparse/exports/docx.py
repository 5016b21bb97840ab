"""The table as a Word document that can be issued as it is: A4 landscape after GB/T 9704-2012.

The page is the standard's (margins 37, 28, 35 and 26 mm round a type area of 156 × 225 mm) turned so that the
head of the table lies at the binding edge. The table is written as XML, as python-docx's own cells are
quadratic in the rows.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from policyparse.exports.columns import Column, as_text
from policyparse.exports.form import Form, Options, Row, Section, form
from policyparse.exports.words import date_words
from policyparse.ledger import TrackedTask

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
TYPE_WIDTH, TYPE_HEIGHT = 225, 156
FOOTER_DISTANCE = 14
"""In mm: the page number's dashes then stand 7 mm below the type area, as the standard has it."""

CENTRE, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT
# Style: font, size in points of a table up to nine columns, alignment, kept with the next paragraph.
STYLES: dict[str, tuple[str, float, WD_ALIGN_PARAGRAPH, bool]] = {
    "表格标题": (XIAOBIAOSONG, 22, CENTRE, True),
    "表格说明": (FANGSONG, 12, LEFT, True),
    "表头": (HEITI, 11, CENTRE, True),
    "表格章": (HEITI, 11, CENTRE, True),
    "表格节": (KAITI, 11, LEFT, True),
    "表格正文": (FANGSONG, 10.5, LEFT, False),
    "表格居中": (FANGSONG, 10.5, CENTRE, False),
}
IDS = {name: f"pp{number}" for number, name in enumerate(STYLES)}
WIDE_FROM, SMALLER = 10, 1.5
"""From this many columns on, the type of the table is smaller by so many points."""
LINE = 1.35
"""Line height over type size."""
CELL_MARGIN = 1.4
MM_PER_POINT = 25.4 / 72
TWIPS_PER_MM = 1440 / 25.4
EMPTY_WIDTH = 15
NARROWEST, WIDEST = 0.8, 1.6
WHOLE_UP_TO = 0.45
"""A row of up to this share of the page stays whole; a longer one may break, or half a page stays white."""


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The document: title, for a 台账 the line of 填报单位 and 日期, and the table."""
    table = form(tasks, options)
    document = docx.Document()
    _page(document)
    _fonts(document, smaller=SMALLER if len(table.columns) >= WIDE_FROM else 0)
    document.add_paragraph(broken(table.title), style="表格标题").paragraph_format.space_after = Pt(10)
    if options.ledger:
        document.add_paragraph(_remark(options), style="表格说明")
    document.element.body.insert_element_before(parse_xml(table_xml(table)), "w:sectPr")
    _page_numbers(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = table.title, "", ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def broken(title: str) -> str:
    """The title in two lines where it does not fit into one: a line ends where its sense ends, after 》."""
    points = STYLES["表格标题"][1]
    if _ems(title) * points * MM_PER_POINT <= TYPE_WIDTH:
        return title
    head, mark, tail = title.rpartition("》")
    return f"{head}{mark}\n{tail}" if mark and tail else title


def _remark(options: Options) -> str:
    day = date_words(options.day) if options.day else "    年  月  日"
    return f"填报单位：{options.unit or '                '}        填报日期：{day}"


def _page(document: Document) -> None:
    page = document.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    for name, width in MARGINS.items():
        setattr(page, name, Mm(width))
    page.footer_distance = Mm(FOOTER_DISTANCE)


def _fonts(document: Document, smaller: float) -> None:
    _set_font(document.styles["Normal"], FANGSONG, 16)
    for name, (font, size, align, keep) in STYLES.items():
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.styleId = IDS[name]
        in_table = name not in {"表格标题", "表格说明"}
        points = size - smaller if in_table else size
        _set_font(style, font, points)
        layout = style.paragraph_format
        layout.alignment, layout.keep_with_next = align, keep
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points * LINE)
        spacing = style.element.pPr.find(qn("w:spacing"))
        for switch in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gap between 2025 and 年 in a narrow cell
            spacing.addprevious(parse_xml(f'<{switch} {nsdecls("w")} w:val="0"/>'))
    _font_table(document)


def _set_font(style: Any, font: str, points: float) -> None:
    """Name the font for Han and the Latin one beside it; the hint gives “ ” and — to the Han font."""
    style.font.name, style.font.size = LATIN, Pt(points)
    fonts = style.element.rPr.rFonts
    for key, value in (("eastAsia", font), ("hint", "eastAsia"), ("cs", LATIN)):
        fonts.set(qn(f"w:{key}"), value)
    style.element.rPr.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))


def _font_table(document: Document) -> None:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def _page_numbers(document: Document) -> None:
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


def table_xml(table: Form) -> str:
    """The ``w:tbl`` of the table, its header row repeated on each page."""
    points = STYLES["表格正文"][1] - (SMALLER if len(table.columns) >= WIDE_FROM else 0)
    widths = column_widths(table, points)
    grid = "".join(f'<w:gridCol w:w="{_twips(width)}"/>' for width in widths)
    head = _row_xml(
        [(column.header, width, "表头") for column, width in zip(table.columns, widths, strict=True)],
        "<w:cantSplit/><w:tblHeader/>",
    )
    body = (
        _section_xml(line, len(widths))
        if isinstance(line, Section)
        else _task_xml(line, table, widths, points)
        for line in table.lines
    )
    properties = f"{_table_properties()}<w:tblGrid>{grid}</w:tblGrid>"
    return f"<w:tbl {nsdecls('w')}>{properties}{head}{''.join(body)}</w:tbl>"


def _table_properties() -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in edges)
    sides = "".join(
        f'<w:{side} w:w="{_twips(width)}" w:type="dxa"/>'
        for side, width in (("top", 0.5), ("left", CELL_MARGIN), ("bottom", 0.5), ("right", CELL_MARGIN))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{_twips(TYPE_WIDTH)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{sides}</w:tblCellMar></w:tblPr>"
    )


def _section_xml(section: Section, span: int) -> str:
    return _row_xml(
        [(section.text, TYPE_WIDTH, "表格节" if section.depth else "表格章")], "<w:cantSplit/>", span=span
    )


def _task_xml(row: Row, table: Form, widths: Sequence[float], points: float) -> str:
    texts = [as_text(cell) for cell in row.cells]
    height = max(_height(text, width, points) for text, width in zip(texts, widths, strict=True))
    cells = [
        (text, width, "表格居中" if column.centred else "表格正文")
        for text, width, column in zip(texts, widths, table.columns, strict=True)
    ]
    return _row_xml(cells, "<w:cantSplit/>" if height <= WHOLE_UP_TO * TYPE_HEIGHT else "")


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


def column_widths(table: Form, points: float) -> list[float]:
    """The widths in mm, together the type area's: a column is the wider the more lines its cells would take.

    A column without a word in it keeps room for its header alone, unless it is one that people fill in.
    """
    texts = [[as_text(row.cells[at]) for row in table.rows] for at in range(len(table.columns))]
    tall = [_tall(column, cells, points) for column, cells in zip(table.columns, texts, strict=True)]
    usual = sum(tall) / (sum(1 for height in tall if height) or 1)
    wanted = [
        column.width * _stretch(height, usual) if height else _idle_width(column, cells)
        for column, height, cells in zip(table.columns, tall, texts, strict=True)
    ]
    floors = [_floor(column, points) for column in table.columns]
    return _fitted(wanted, floors)


def _fitted(wanted: Sequence[float], floors: Sequence[float]) -> list[float]:
    """The wanted widths in proportion, none under its floor, together the type area's."""
    spare = TYPE_WIDTH - sum(floors)
    excess = [max(width - floor, 0) for width, floor in zip(wanted, floors, strict=True)]
    share = spare / (sum(excess) or 1)
    return [floor + share * extra for floor, extra in zip(floors, excess, strict=True)]


def _floor(column: Column, points: float) -> float:
    """Room for half of the header in a line, and for a name of four characters where names stand."""
    characters = max(math.ceil(len(column.header) / 2), 2 if column.centred or column.entry else 4)
    return characters * points * MM_PER_POINT + 2 * CELL_MARGIN + 0.5


def _tall(column: Column, texts: Sequence[str], points: float) -> float:
    """The height that nine in ten of a column's cells keep to; 0 for short values and an empty column."""
    if column.centred or not any(texts):
        return 0
    heights = sorted(_height(text, column.width, points) for text in texts if text)
    return heights[len(heights) * 9 // 10 if len(heights) > 1 else 0]


def _stretch(height: float, usual: float) -> float:
    return min(max(math.sqrt(height / usual), NARROWEST), WIDEST)


def _idle_width(column: Column, texts: Sequence[str]) -> float:
    return column.width if column.entry or any(texts) else min(column.width, EMPTY_WIDTH)


def _height(text: str, width: float, points: float) -> float:
    """The height in mm of a text in a cell of ``width`` mm; a Han character is as wide as it is high."""
    room = max((width - 2 * CELL_MARGIN) / (points * MM_PER_POINT), 1)
    lines = sum(max(math.ceil(_ems(line) / room), 1) for line in text.split("\n"))
    return lines * points * LINE * MM_PER_POINT + 1


def _ems(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)


def _twips(mm: float) -> int:
    return round(mm * TWIPS_PER_MM)
