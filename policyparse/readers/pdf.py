"""PDF → ``Scan``: each printed line a Line with its box, each ruled table a Table, pages without text
``unread``.

The one module that knows pdfplumber. Pages are closed as they are done with: an open page keeps every
character of its layout.
"""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Sequence
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from policyparse.errors import UnreadableFile
from policyparse.model import Box, Scan
from policyparse.readers.file import File
from policyparse.readers.grids import is_frame
from policyparse.readers.pdf_lines import Glyph, rows_of
from policyparse.readers.pdf_pages import Page, blocks_of
from policyparse.readers.pdf_tables import Part, part_of, table_of

RULE = 3.0
"""A filled bar thinner than this, in points, is a rule of a table."""

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
    read = Page(number, float(page.width), float(page.height), rows_of(glyphs), parts)
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
    found = rules.find_tables({"explicit_horizontal_lines": _open_ends(edges)})
    return [[tuple(cell) for cell in table.cells] for table in found]


def _open_ends(edges: Sequence[dict[str, Any]]) -> list[float]:
    """Heights at which upright rules end and no level rule stands: where a page break cuts an unclosed
    row.
    """
    levels = [e["top"] for e in edges if e["orientation"] == "h" and e["width"] > 2 * RULE]
    ends = Counter(round(y) for e in edges if e["orientation"] == "v" for y in (e["top"], e["bottom"]))
    return [
        float(y)
        for y, times in ends.items()
        if times > 2 and all(abs(y - level) > 2 * RULE for level in levels)
    ]


def _is_rule(o: dict[str, Any]) -> bool:
    if o["object_type"] != "rect":
        return False
    return bool(o.get("stroke")) or min(o["width"], o["height"]) < RULE


def _open(file: File) -> Any:
    try:
        return pdfplumber.open(io.BytesIO(file.data))
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise UnreadableFile(f"{file.name}：PDF 加了密码，请先解除密码再读取") from error
        raise UnreadableFile(f"{file.name}：PDF 已损坏，无法打开") from error


def _glyphs(page: Any) -> list[Glyph]:
    """The upright characters inside the page; what is rotated is a watermark or a seal."""
    return [
        Glyph(
            text=c["text"],
            left=c["x0"],
            top=c["top"],
            right=c["x1"],
            bottom=c["bottom"],
            base=page.height - c["matrix"][5],
            font=c["fontname"],
            size=c["size"],
        )
        for c in page.chars
        if c["upright"]
        and 0 <= (c["x0"] + c["x1"]) / 2 <= page.width
        and 0 <= c["bottom"] <= page.height + c["size"]
    ]
