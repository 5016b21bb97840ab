"""Marked text → DOCX in the look of GB/T 9704, its numbers typed or left to Word's automatic numbering."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from corpora.make.marked import Block, printed
from corpora.make.numbering import Numbering

SONG, HEI, KAI = "Noto Serif CJK SC", "Noto Sans CJK SC", "Noto Serif CJK SC"
EPOCH = (2025, 1, 1, 0, 0, 0)
STYLES: dict[str, dict[str, Any]] = {
    "title": {"size": 22, "bold": True, "align": "CENTER"},
    "red": {"size": 34, "bold": True, "align": "CENTER", "colour": "FF0000"},
    "number": {"size": 16, "align": "CENTER"},
    "right": {"size": 16, "align": "RIGHT"},
    "flush": {"size": 16},
    "small": {"size": 14, "rule": True},
    "annex": {"size": 16, "font": HEI},
}


def build(blocks: list[Block], path: Path | io.BytesIO) -> None:
    """Write the DOCX of a marked text; the same text gives the same bytes."""
    writer = _Writer(blocks)
    for block in blocks:
        writer.add(block)
    raw = io.BytesIO()
    writer.document.save(raw)
    _repack(raw, path)


def _repack(raw: io.BytesIO, path: Path | io.BytesIO) -> None:
    """Every entry of the archive with one and the same date."""
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, EPOCH), old.read(name), zipfile.ZIP_DEFLATED)


class _Writer:
    def __init__(self, blocks: list[Block]) -> None:
        self.facts = {b.style: b.text for b in blocks if b.kind == "fact"}
        self.document = docx.Document()
        self.document.core_properties.created = self.document.core_properties.modified = datetime(*EPOCH)
        self.rows: list[Block] = []
        self.table: Block | None = None
        self.wide = "wide" in self.facts.get("form", "")
        _page(self.document.sections[0], self.wide)
        _footer(self.document)
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(16)
        _font(normal, SONG)
        self.numbering = Numbering(self.document, self.facts["auto"]) if "auto" in self.facts else None

    def add(self, block: Block) -> None:
        if block.kind == "table":
            self.table, self.rows = block, []
        elif block.kind in {"head", "row", "section"}:
            self.rows.append(block)
        elif block.kind == "end":
            _table(self.document, self.rows, [int(w) for w in self.facts.get("widths", "").split()])
        elif block.kind == "styled" or (block.kind == "heading" and block.style):
            self._styled(block)
        elif block.kind in {"heading", "task", "more", "body"}:
            self._paragraph(block)

    def _styled(self, block: Block) -> None:
        if block.style == "page":
            self.document.add_page_break()  # type: ignore[no-untyped-call]
            return
        look = STYLES[block.style]
        paragraph = self.document.add_paragraph()
        if "align" in look:
            paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, look["align"])
        run = _run(paragraph, printed(block.text), look.get("font", SONG), look.get("bold", False))
        run.font.size = Pt(look["size"])
        if "colour" in look:
            run.font.color.rgb = RGBColor.from_string(look["colour"])
        if look.get("rule"):
            _rule(paragraph)

    def _paragraph(self, block: Block) -> None:
        paragraph = self.document.add_paragraph()
        _spacing(paragraph, indent=True)
        if block.kind == "heading":
            text = self._unnumbered(paragraph, printed(block.text))
            _run(paragraph, text, HEI if block.level == 1 else KAI, bold=block.level > 1)
            return
        opening, _, rest = block.text.rpartition("¦") if block.kind == "task" else ("", "", block.text)
        _run(paragraph, self._unnumbered(paragraph, printed(opening)), KAI, bold="¦" in opening)
        _run(paragraph, printed(rest), SONG, bold=False)

    def _unnumbered(self, paragraph: Any, text: str) -> str:
        """The text without its number where Word is to print that."""
        return text[len(self.numbering.apply(paragraph, text)) :] if self.numbering else text


# ---- page and paragraph --------------------------------------------------------------------------------


def _page(section: Any, wide: bool) -> None:
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)


def _footer(document: Any) -> None:
    """— 1 — at the outer edge, as GB/T 9704 has it."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    for footer, align in ((section.footer, "RIGHT"), (section.even_page_footer, "LEFT")):
        paragraph = footer.paragraphs[0]
        paragraph.alignment = getattr(WD_ALIGN_PARAGRAPH, align)
        _run(paragraph, "— ", SONG, False).font.size = Pt(14)
        paragraph._p.append(
            parse_xml(f'<w:fldSimple {nsdecls("w")} w:instr="PAGE"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
        _run(paragraph, " —", SONG, False).font.size = Pt(14)


def _spacing(paragraph: Any, indent: bool) -> None:
    paragraph.paragraph_format.line_spacing = Pt(28)
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(32)


def _run(paragraph: Any, text: str, font: str, bold: bool) -> Any:
    run = paragraph.add_run(text)
    _font(run, font)
    run.bold = bold or None
    return run


def _font(item: Any, name: str) -> None:
    item.font.name = name
    properties = (
        item._element.get_or_add_rPr() if hasattr(item._element, "get_or_add_rPr") else item.element.rPr
    )
    properties.rFonts.set(qn("w:eastAsia"), name)


def _rule(paragraph: Any) -> None:
    lines = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="1"/>' for side in ("top", "bottom"))
    border = parse_xml(f"<w:pBdr {nsdecls('w')}>{lines}</w:pBdr>")
    paragraph._p.get_or_add_pPr().insert_element_before(border, "w:spacing", "w:ind", "w:jc")


# ---- tables --------------------------------------------------------------------------------------------


def _table(document: Any, rows: list[Block], widths: list[int]) -> None:
    """A ruled table: ``^`` and ``<`` cells merged, a section row over its width, the head on each page."""
    count = max(len(row.cells) for row in rows)
    table = document.add_table(rows=len(rows), cols=count, style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = not widths
    for column, width in zip(table.columns, widths, strict=False):
        column.width = Mm(width)
    for at, row in enumerate(rows):
        cells = row.cells or [row.text, *["<"] * (count - 1)]
        for column, text in enumerate(cells):
            _cell(table, at, column, text)
            if widths:
                table.cell(at, column).width = Mm(widths[column])
        if row.kind == "head":
            table.rows[at]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _cell(table: Any, at: int, column: int, text: str) -> None:
    cell = table.cell(at, column)
    if text in ("^", "<"):
        (table.cell(at - 1, column) if text == "^" else table.cell(at, column - 1)).merge(cell)
        return
    paragraph = cell.paragraphs[0]
    _run(paragraph, printed(text), SONG, False).font.size = Pt(11)
