"""PDF → ``Scan``: each printed line a Line with its box, each ruled table a Table, pages without text
``unread``.

The one module that knows pdfplumber. Pages are closed as they are done with: an open page keeps every
character of its layout.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Sequence
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from policyparse.errors import UnreadableFile
from policyparse.model import Box, Scan
from policyparse.readers.file import File
from policyparse.readers.grids import is_frame
from policyparse.readers.pdf_columns import in_columns
from policyparse.readers.pdf_lines import HAN, Glyph, rows_of
from policyparse.readers.pdf_pages import Page, blocks_of
from policyparse.readers.pdf_rules import THIN, missing_rules
from policyparse.readers.pdf_tables import Part, part_of, table_of

# pdfminer reports each odd font of a file on the log, which a clerk takes for a failure.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def scan(file: File) -> Scan:
    """The PDF's lines and tables in reading order; raises UnreadableFile where it cannot be opened or has
    no page.
    """
    with _open(file) as document:
        pages = [_read_page(page, number) for number, page in enumerate(document.pages, start=1)]
    if not pages:
        raise UnreadableFile(f"{file.name}：PDF 里没有页面")
    return Scan(
        name=file.name,
        format="pdf",
        sha256=file.sha256,
        blocks=blocks_of(pages),
        pages=len(pages),
        unread=tuple(
            number for number, page in enumerate(pages, start=1) if not page.rows and not page.parts
        ),
    )


def _read_page(page: Any, number: int) -> Page:
    glyphs = _glyphs(page)
    parts: list[Part] = []
    for boxes in _ruled(page) if glyphs else ():
        part, rest = part_of(number, boxes, glyphs)
        cells = table_of([part]).cells
        if not is_frame(cells) and sum(bool(cell.text) for cell in cells) > 1:
            parts.append(part)
            glyphs = rest
    read = Page(number, float(page.width), float(page.height), in_columns(rows_of(glyphs)), parts)
    page.close()
    return read


def _ruled(page: Any) -> list[list[Box]]:
    """The cells of each ruled table of the page; rules are lines and thin bars, not the grounds that are
    filled in.
    """
    rules = page.filter(lambda o: o["object_type"] in ("line", "curve") or _is_rule(o))
    edges = rules.edges
    if len(edges) < 6:
        return []
    settings = {
        "explicit_horizontal_lines": missing_rules(edges, "h"),
        "explicit_vertical_lines": missing_rules(edges, "v"),
    }
    return [[tuple(cell) for cell in table.cells] for table in rules.find_tables(settings)]


def _is_rule(o: dict[str, Any]) -> bool:
    if o["object_type"] != "rect":
        return False
    return bool(o.get("stroke")) or min(o["width"], o["height"]) < THIN


def _open(file: File) -> Any:
    try:
        return pdfplumber.open(io.BytesIO(file.data))
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise UnreadableFile(f"{file.name}：PDF 加了密码，请先解除密码再读取") from error
        raise UnreadableFile(f"{file.name}：PDF 已损坏，无法打开") from error


def _glyphs(page: Any) -> list[Glyph]:
    """The upright characters inside the page; what is rotated is a watermark or a seal."""
    chars = [c for c in page.chars if c["upright"] and _is_inside(c, page)]
    scales = _scales(chars)
    return [
        Glyph(
            text=c["text"],
            left=c["x0"],
            right=c["x1"],
            base=page.height - c["matrix"][5],
            font=c["fontname"],
            size=c["size"] * scales[c["fontname"]],
        )
        for c in chars
    ]


def _is_inside(char: dict[str, Any], page: Any) -> bool:
    return bool(
        0 <= (char["x0"] + char["x1"]) / 2 <= page.width and 0 <= char["bottom"] <= page.height + char["size"]
    )


def _scales(chars: Sequence[dict[str, Any]]) -> dict[str, float]:
    """What each font's size is to be taken times: some (方正) name double their size and draw at half the
    width.
    """
    widths: dict[str, list[float]] = {c["fontname"]: [] for c in chars}
    for c in chars:
        if HAN.match(c["text"]) and c["size"]:
            widths[c["fontname"]].append((c["x1"] - c["x0"]) / c["size"])
    usual = {font: median(found) if found else 1.0 for font, found in widths.items()}
    return {font: scale if scale < 0.75 else 1.0 for font, scale in usual.items()}
