"""The 通报 as a Word document that an office can issue: the page and type of GB/T 9704-2012, tables, pictures."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from policyparse.bulletin.figures import Figures
from policyparse.bulletin.lamps import Scheme
from policyparse.bulletin.text import Part, Picture, Table, parts
from policyparse.exports.docx import FANGSONG, HEITI, XIAOBIAOSONG, font_table, page_numbers, set_font
from policyparse.ledger.periods import period
from policyparse.ledger.words import date_words
from policyparse.output import clean

MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}
WIDTH = 156
LINE = 28.95
"""Points from line to line: 22 lines on the type area of 225 mm."""
FOOTER_DISTANCE = 25
"""In mm: the page number then stands 7 mm below the type area."""
TABLE_POINTS, TABLE_LINE = 10.5, 15
CENTRE, BOTH, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.RIGHT
# Style: font, size, alignment, first line indented, points from line to line, kept with the next paragraph.
STYLES: dict[str, tuple[str, float, WD_ALIGN_PARAGRAPH, bool, float, bool]] = {
    "通报标题": (XIAOBIAOSONG, 22, CENTRE, False, 32, True),
    "通报正文": (FANGSONG, 16, BOTH, True, LINE, False),
    "通报主送": (FANGSONG, 16, BOTH, False, LINE, False),
    "通报层次": (HEITI, 16, BOTH, True, LINE, True),
    "通报落款": (FANGSONG, 16, RIGHT, False, LINE, False),
    "通报表题": (HEITI, 12, CENTRE, False, 22, True),
    "通报图题": (HEITI, 12, CENTRE, False, 22, False),
    "通报表头": (HEITI, TABLE_POINTS, CENTRE, False, TABLE_LINE, True),
    "通报表文": (FANGSONG, TABLE_POINTS, WD_ALIGN_PARAGRAPH.LEFT, False, TABLE_LINE, False),
    "通报表数": (FANGSONG, TABLE_POINTS, CENTRE, False, TABLE_LINE, False),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What the person who issues it may choose: the lamps, the title, to whom it goes (主送), who signs, the pictures."""

    scheme: Scheme
    title: str | None = None
    to: str | None = None
    issuer: str | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def render(figures: Figures, look: Look) -> bytes:
    """The document. Pictures that are not given are left out."""
    document = docx.Document()
    _page(document)
    _styles(document)
    title = clean(look.title) if look.title else default_title(figures)
    document.add_paragraph(title, style="通报标题").paragraph_format.space_after = Pt(LINE)
    if look.to:
        document.add_paragraph(f"{clean(look.to).rstrip('：:')}：", style="通报主送")
    for part in parts(figures, look.scheme):
        _part(document, part, look.pictures)
    _signed(document, figures, look.issuer)
    page_numbers(document)
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "", ""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def default_title(figures: Figures) -> str:
    """关于2025年6月重点任务推进情况的通报."""
    return f"关于{period(figures.period).words}重点任务推进情况的通报"


def _part(document: Document, part: Part, pictures: Mapping[str, bytes]) -> None:
    if part.heading:
        document.add_paragraph(part.heading, style="通报层次")
    for piece in part.pieces:
        if isinstance(piece, Table):
            document.add_paragraph(clean(piece.title), style="通报表题")
            _table(document, piece)
        elif isinstance(piece, Picture):
            if piece.name in pictures:
                _picture(document, piece.title, pictures[piece.name])
        else:
            document.add_paragraph(clean(piece), style="通报正文")


def _picture(document: Document, title: str, content: bytes) -> None:
    place = document.add_paragraph()
    place.alignment = CENTRE
    place.paragraph_format.keep_with_next = True
    place.paragraph_format.space_before = Pt(6)
    place.add_run().add_picture(io.BytesIO(content), width=Mm(WIDTH))
    properties: Any = place._p.find(f".//{qn('wp:docPr')}")
    properties.set("descr", title)  # what a screen reader says
    document.add_paragraph(title, style="通报图题")


def _signed(document: Document, figures: Figures, issuer: str | None) -> None:
    document.add_paragraph(style="通报正文")
    for words in filter(None, (clean(issuer or ""), date_words(figures.day))):
        document.add_paragraph(f"{words}　　", style="通报落款")


# ---- tables ----------------------------------------------------------------------------------------------


def _table(document: Document, table: Table) -> None:
    made = document.add_table(rows=0, cols=len(table.head))
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    _frame(made._tbl)
    widths = _widths(table)
    for column, width in zip(made._tbl.tblGrid.findall(qn("w:gridCol")), widths, strict=True):
        column.set(qn("w:w"), str(_twips(width)))
    made._tbl.append(
        parse_xml(_row(table.head, widths, ["通报表头"] * len(widths), "<w:cantSplit/><w:tblHeader/>"))
    )
    styles = ["通报表文" if wide else "通报表数" for _, wide in table.widths]
    for cells in table.rows:
        made._tbl.append(parse_xml(_row(cells, widths, styles, "<w:cantSplit/>")))
    document.add_paragraph(style="通报表文").paragraph_format.line_spacing = Pt(9)


def _widths(table: Table) -> list[float]:
    whole = sum(width for width, _ in table.widths)
    return [width * WIDTH / whole for width, _ in table.widths]


def _row(cells: Sequence[str], widths: Sequence[float], styles: Sequence[str], properties: str) -> str:
    inner = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{_twips(width)}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + "".join(
            f'<w:p><w:pPr><w:pStyle w:val="{IDS[style]}"/></w:pPr><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>'
            for line in clean(text).split("\n")
        )
        + "</w:tc>"
        for text, width, style in zip(cells, widths, styles, strict=True)
    )
    return f"<w:tr {nsdecls('w')}><w:trPr>{properties}</w:trPr>{inner}</w:tr>"


def _frame(table: Any) -> None:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in edges)
    margins = "".join(f'<w:{side} w:w="25" w:type="dxa"/>' for side in ("left", "right"))
    table.tblPr.append(parse_xml(f"<w:tblBorders {nsdecls('w')}>{borders}</w:tblBorders>"))
    layout = table.tblPr.find(qn("w:tblLayout"))
    if layout is not None:
        table.tblPr.remove(layout)
        table.tblPr.append(layout)
    table.tblPr.append(parse_xml(f"<w:tblCellMar {nsdecls('w')}>{margins}</w:tblCellMar>"))
    look = table.tblPr.find(qn("w:tblLook"))
    if look is not None:
        table.tblPr.remove(look)
        table.tblPr.append(look)


def _twips(mm: float) -> int:
    return round(mm * 1440 / 25.4)


# ---- the page --------------------------------------------------------------------------------------------

IDS = {name: f"tb{number}" for number, name in enumerate(STYLES)}


def _page(document: Document) -> None:
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    for name, width in MARGINS.items():
        setattr(page, name, Mm(width))
    page.footer_distance = Mm(FOOTER_DISTANCE)


def _styles(document: Document) -> None:
    set_font(document.styles["Normal"], FANGSONG, 16)
    for name, (font, size, align, indent, line, keep) in STYLES.items():
        style: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.element.styleId = IDS[name]
        set_font(style, font, size)
        layout = style.paragraph_format
        layout.alignment, layout.keep_with_next = align, keep
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(line)
        if indent:
            layout.first_line_indent = Pt(2 * size)
        spacing = style.element.pPr.find(qn("w:spacing"))
        for switch in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gap between 2025 and 年
            spacing.addprevious(parse_xml(f'<{switch} {nsdecls("w")} w:val="0"/>'))
    font_table(document)
