"""The rows of a table as XML (WordprocessingML, ECMA-376 17.4), put into a package that python-docx has made.

A long table has some hundred thousand cells: of one that needs nothing done to it nothing is asked, and its XML is never whole
in the memory.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from xml.sax.saxutils import escape

from policyparse.exports.widths import CELL_PAD
from policyparse.output import PIECE, ZIP_LEVEL, clean

TWIPS_PER_MM = 1440 / 25.4
_RUN, _RUN_ENDED, _CELL_ENDED = '<w:r><w:t xml:space="preserve">', "</w:t></w:r></w:p>", "</w:tc>"
_LINE_ENDED = f"{_RUN_ENDED}{_CELL_ENDED}"


@dataclass(frozen=True, slots=True)
class Frame:
    """The XML of all cells of a style and a width: one without a word; how a cell, one of its further paragraphs, and a cell
    of one line begin."""

    blank: str
    cell: str
    paragraph: str
    line: str


def frame(style_id: str, width: float, span: int) -> Frame:
    """The frame of the cells of a style and a width in mm, over so many columns."""
    across = f'<w:gridSpan w:val="{span}"/>' * (span > 1)
    layout = f'<w:tcW w:w="{twips(width)}" w:type="dxa"/>{across}<w:vAlign w:val="center"/>'
    head = f"<w:tc><w:tcPr>{layout}</w:tcPr>"
    start = f'<w:p><w:pPr><w:pStyle w:val="{style_id}"/></w:pPr>'
    return Frame(f"{head}{start}</w:p>{_CELL_ENDED}", f"{head}{start}", start, f"{head}{start}{_RUN}")


def cells(texts: Sequence[str], frames: Sequence[Frame]) -> str:
    """The cells of a row; each line of a text is a paragraph."""
    pieces: list[str] = []
    for text, frame in zip(texts, frames, strict=True):
        if not text:
            pieces.append(frame.blank)
            continue
        told = escape(text) if "&" in text or "<" in text or ">" in text else text
        pieces += (frame.line, told, _LINE_ENDED) if told.isprintable() else _paragraphs(told, frame)
    return "".join(pieces)


def _paragraphs(text: str, frame: Frame) -> Iterator[str]:
    """The pieces of a cell whose text may have several lines."""
    start = frame.cell
    for line in clean(text).split("\n"):
        yield f"{start}{_RUN}{line}{_RUN_ENDED}" if line else f"{start}</w:p>"
        start = frame.paragraph
    yield _CELL_ENDED


def _pieces(body: Iterable[str | Iterable[str]]) -> Iterator[bytes]:
    """The XML of a body, a few hundred rows at a time: the whole of a long table would fill the memory several times."""
    strings = chain.from_iterable((part,) if isinstance(part, str) else part for part in body)
    while piece := "".join(islice(strings, PIECE)):
        yield piece.encode()


def filled(package: io.BytesIO, body: Iterable[str | Iterable[str]], attached: Mapping[str, bytes]) -> bytes:
    """The package with ``body`` in its document and with what is ``attached``, by the names of its parts: written into
    the stored XML, which no tree of it has to be made for."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(package) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=ZIP_LEVEL) as new,
    ):
        for item in old.infolist():
            content = attached.get(item.filename) or old.read(item)
            if item.filename != "word/document.xml":
                new.writestr(item, content, compresslevel=ZIP_LEVEL)
                continue
            head, mark, tail = content.partition(b"<w:sectPr")
            with new.open(item.filename, "w") as part:
                part.write(head)
                part.writelines(_pieces(body))
                part.write(mark + tail)
    return out.getvalue()


def head_of(widths: Sequence[float], sides: float) -> str:
    """What stands in a ruled table before its rows; column widths and the cells' side margins are in mm."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width in widths)
    return f"{_properties(sum(widths), sides)}<w:tblGrid>{grid}</w:tblGrid>"


def _properties(width: float, sides: float) -> str:
    edges = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = "".join(f'<w:{edge} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for edge in edges)
    margins = "".join(
        f'<w:{side} w:w="{twips(wide)}" w:type="dxa"/>'
        for side, wide in (("top", CELL_PAD), ("left", sides), ("bottom", CELL_PAD), ("right", sides))
    )
    return (
        f'<w:tblPr><w:tblW w:w="{twips(width)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'<w:tblBorders>{borders}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>"
    )


def twips(mm: float) -> int:
    """Twentieths of a point."""
    return round(mm * TWIPS_PER_MM)
