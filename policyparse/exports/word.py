"""The house style of our Word documents: GB/T 9704-2012's fonts with what stands in for them, its page number, ruled tables.

A document is written as XML from the top to the end, as python-docx's own paragraphs and cells are quadratic in their number;
python-docx gives the package round it: styles, footers, the parts of charts.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal
from xml.sax.saxutils import escape, quoteattr

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from policyparse.errors import ExportError
from policyparse.exports import wordml
from policyparse.exports.charts import Chart, in_word
from policyparse.output import clean

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
LONGEST_TITLE = 255
"""Characters that a property of the file may hold (python-docx keeps to it)."""
EMU_PER_MM = 36000
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "centre": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
    "both": WD_ALIGN_PARAGRAPH.JUSTIFY,
}


@dataclass(frozen=True, slots=True)
class Style:
    """A paragraph style: font, size and line height in points, alignment, whether its first line is indented by two
    characters and whether it stays with the next paragraph."""

    font: str
    size: float
    line: float
    align: Literal["left", "centre", "right", "both"] = "left"
    indent: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page in mm: width and height, the margins (top, right, bottom, left), how far the page number is from the edge."""

    width: float
    height: float
    margins: tuple[float, float, float, float]
    footer: float

    @property
    def type_width(self) -> float:
        """The width of the type area."""
        return self.width - self.margins[1] - self.margins[3]

    @property
    def type_height(self) -> float:
        """The height of the type area."""
        return self.height - self.margins[0] - self.margins[2]


class Word:
    """A document that is written from the top: ``paragraph``, ``table``, ``chart``, then ``content``."""

    def __init__(self, page: Page, styles: Mapping[str, Style]) -> None:
        self._document = docx.Document()
        self._page = page
        self._ids = {name: f"pp{at}" for at, name in enumerate(styles)}
        self._body: list[str | Iterable[str]] = []
        self._charts = 0
        self._bookmarks: set[str] = set()
        self._attached: dict[str, bytes] = {}
        _lay_out(self._document, page)
        _set_font(self._document.styles["Normal"], FANGSONG, 16)
        for name, style in styles.items():
            _add_style(self._document, name, self._ids[name], style)
        _font_table(self._document)
        _page_numbers(self._document)

    def paragraph(self, text: str, style: str, *, after: float = 0) -> None:
        """A paragraph; a line feed breaks its line. ``after`` is the space below it in points."""
        space = f'<w:spacing w:after="{round(after * 20)}"/>' if after else ""
        runs = "<w:br/>".join(
            f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in clean(text).split("\n")
        )
        style_id = f'<w:pStyle w:val="{self._ids[style]}"/>'
        self._body.append(f"<w:p><w:pPr>{style_id}{space}</w:pPr><w:r>{runs}</w:r></w:p>")

    def keep(self) -> None:
        """The last paragraph stays on the page of the next one."""
        self._body[-1] = "".join(self._body[-1]).replace("/>", "/><w:keepNext/>", 1)

    def table(self, widths: Sequence[float], rows: Iterable[str], *, sides: float) -> None:
        """A ruled table of ``row`` strings, which are asked for when the file is written; column widths and the
        cells' side margins are in mm."""
        self._body += (f"<w:tbl>{wordml.head_of(widths, sides)}", rows, "</w:tbl>")

    def frames(self, styles: Sequence[str], widths: Sequence[float], span: int = 1) -> list[wordml.Frame]:
        """What is around the words of the cells of a row, in the styles of these names, each over ``span`` columns."""
        return [wordml.frame(self._ids[name], wide, span) for name, wide in zip(styles, widths, strict=True)]

    def row(
        self,
        texts: Sequence[str],
        frames: Sequence[wordml.Frame],
        *,
        head: bool = False,
        whole: bool = True,
        bookmark: str = "",
    ) -> str:
        """A row in its ``frames``: the header, repeated on each page, or one of the body; a ``whole`` one is not broken over pages.

        A ``bookmark`` of up to 40 letters stands in its first cell, by which the row is known again wherever it moves.
        """
        flags = "<w:cantSplit/>" * (whole or head) + "<w:tblHeader/>" * head
        inner = wordml.cells(texts, frames)
        if bookmark and bookmark not in self._bookmarks:  # one name stands once in a document
            self._bookmarks.add(bookmark)
            number = f'w:id="{len(self._bookmarks)}"'
            mark = f'<w:bookmarkStart {number} w:name="{bookmark}"/><w:bookmarkEnd {number}/>'
            inner = inner.replace("</w:pPr>", f"</w:pPr>{mark}", 1)
        return f"<w:tr><w:trPr>{flags}</w:trPr>{inner}</w:tr>"

    def chart(self, chart: Chart, style: str) -> None:
        """A chart as wide as the type area, in a paragraph of its own, which stays with the next."""
        self._charts += 1
        number, (xml, cells) = self._charts, in_word(chart)
        package: Any = self._document.part.package
        book = Part(
            PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"),
            CONTENT_TYPE.SML_SHEET,
            cells,
            package,
        )
        part = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, xml, package)
        part.rels.add_relationship(RELATIONSHIP_TYPE.PACKAGE, book, "rId1")
        name = self._document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
        size = f'cx="{round(self._page.type_width * EMU_PER_MM)}" cy="{round(chart.height * EMU_PER_MM)}"'
        drawing = "http://schemas.openxmlformats.org/drawingml/2006"
        self._body.append(
            f'<w:p><w:pPr><w:pStyle w:val="{self._ids[style]}"/><w:keepNext/></w:pPr><w:r><w:drawing>'
            f'<wp:inline xmlns:wp="{drawing}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{number}" name="图表 {number}" descr={quoteattr(chart.title)}/>'
            f'<wp:cNvGraphicFramePr/><a:graphic xmlns:a="{drawing}/main"><a:graphicData uri="{drawing}/chart">'
            f'<c:chart xmlns:c="{drawing}/chart" xmlns:r="{_OFFICE}/relationships" r:id="{name}"/>'
            f"</a:graphicData></a:graphic></wp:inline></w:drawing></w:r></w:p>"
        )

    def attach(self, xml: bytes) -> None:
        """A custom XML part (ECMA-376, 15.2.6), which office programs keep and do not show."""
        package: Any = self._document.part.package
        part = Part(package.next_partname("/customXml/item%d.xml"), CONTENT_TYPE.XML, b"", package)
        self._document.part.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_XML)
        self._attached[part.partname.membername] = xml

    def content(self, title: str) -> bytes:
        """The bytes of the file; ``title`` is the property of that name, in one line and cut to what one may hold.

        Raises ExportError where the clock shows a day that no DOCX can bear.
        """
        properties = self._document.core_properties
        properties.title = " ".join(clean(title).split())[:LONGEST_TITLE]
        properties.author, properties.comments = "", ""
        out = io.BytesIO()
        try:
            self._document.save(out)
        except (ValueError, struct.error) as error:  # ZIP counts the years from 1980 to 2107
            raise ExportError(
                "电脑的日期不在 1980 年到 2107 年之间，写不出 Word 文件；请先校正日期。"
            ) from error
        return wordml.filled(out, self._body, self._attached)


_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"


def _lay_out(document: Any, page: Page) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    if page.width > page.height:
        section.orientation = WD_ORIENT.LANDSCAPE
    for side, width in zip(("top", "right", "bottom", "left"), page.margins, strict=True):
        setattr(section, f"{side}_margin", Mm(width))
    section.footer_distance = Mm(page.footer)


def _add_style(document: Any, name: str, style_id: str, style: Style) -> None:
    made: Any = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    made.element.styleId = style_id
    _set_font(made, style.font, style.size)
    layout = made.paragraph_format
    layout.alignment, layout.keep_with_next = ALIGN[style.align], style.keep
    layout.space_before = layout.space_after = Pt(0)
    if style.line:  # a chart is as high as it is
        layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(style.line)
    if style.indent:
        layout.first_line_indent = Pt(2 * style.size)
    spacing = made.element.pPr.find(qn("w:spacing"))
    for switch in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gap between 2025 and 年 in a narrow cell
        spacing.addprevious(parse_xml(f'<{switch} {nsdecls("w")} w:val="0"/>'))


def _set_font(style: Any, font: str, points: float) -> None:
    """Name the font for Han and the Latin one beside it; the hint gives “ ” and — to the Han font."""
    style.font.name, style.font.size = LATIN, Pt(points)
    fonts = style.element.rPr.rFonts
    for key, value in (("eastAsia", font), ("hint", "eastAsia"), ("cs", LATIN)):
        fonts.set(qn(f"w:{key}"), value)
    style.element.rPr.append(parse_xml(f'<w:lang {nsdecls("w")} w:val="en-US" w:eastAsia="zh-CN"/>'))


def _font_table(document: Any) -> None:
    entries = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{others}"/><w:charset w:val="86"/>'
        f'<w:family w:val="auto"/><w:pitch w:val="default"/></w:font>'
        for name, others in FALLBACKS.items()
    )
    part: Any = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    part._blob = part.blob.replace(b"</w:fonts>", f"{entries}</w:fonts>".encode())


def _page_numbers(document: Any) -> None:
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
