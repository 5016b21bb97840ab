"""PDF → ``Scan``: each printed line a Line with its box, each ruled table a Table, pages without text ``unread``.

The one module that knows pdfplumber. Pages are closed as they are done with: an open page keeps every character
of its layout.
"""

from __future__ import annotations

import io
import logging
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from policyparse.errors import UnreadableFile
from policyparse.model import Block, Scan
from policyparse.readers.file import File
from policyparse.readers.pdf_lines import Glyph, Row, looks, rows_of, to_line

# pdfminer reports each odd font of a file on the log, which a clerk takes for a failure.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def scan(file: File) -> Scan:
    """The PDF's lines and tables in reading order; raises UnreadableFile where it cannot be opened or has no page."""
    pages: list[list[Row]] = []
    with _open(file) as document:
        for page in document.pages:
            pages.append(rows_of(_glyphs(page)))
            page.close()
    if not pages:
        raise UnreadableFile(f"{file.name}：PDF 里没有页面")
    look = looks([row for rows in pages for row in rows])
    blocks: list[Block] = [
        to_line(row, number, look) for number, rows in enumerate(pages, start=1) for row in rows
    ]
    return Scan(
        name=file.name,
        format="pdf",
        sha256=file.sha256,
        blocks=tuple(blocks),
        pages=len(pages),
        unread=tuple(number for number, rows in enumerate(pages, start=1) if not rows),
    )


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
