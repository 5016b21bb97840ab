"""PDF → ``Scan``: each printed line a Line with its box, each ruled table a Table, pages without text
``unread``.

The one module that knows pdfplumber; wherever the two agree a page is read by ``pdfium``, with the same result. Pages are
closed as they are done with: an open page keeps every character of its layout.
"""

from __future__ import annotations

import io
import logging
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfminer.pdftypes import PDFStream, resolve1
from pdfplumber.table import TableFinder
from pdfplumber.utils.exceptions import PdfminerException

from policyparse.errors import UnreadableFile
from policyparse.model import Box, Scan
from policyparse.readers import limits
from policyparse.readers.file import File
from policyparse.readers.ocr import pictures
from policyparse.readers.page.level import Above
from policyparse.readers.page.pages import Page, blocks_of, marks_remark, page_of
from policyparse.readers.page.white import Bar
from policyparse.readers.pdf import pdfium
from policyparse.readers.pdf.beside import WHOLE_PAGE, Beside, has_files, look, unstruck, without_hidden
from policyparse.readers.pdf.glyphs import Char, Sheet, frame_of, glyphs_of, is_undecoded
from policyparse.readers.pdf.hostile import check_forms, check_pointers, check_streams
from policyparse.readers.pdf.rules import Edge, is_bar, missing_rules, undotted

# pdfminer reports each odd font of a file on the log, which a clerk takes for a failure.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


def scan(file: File) -> Scan:
    """The PDF's lines and tables in reading order; raises UnreadableFile where it cannot be opened or has
    no page.

    A page without text is read as a picture; one that cannot be read is ``unread``, and a remark says so.
    """
    check_streams(file)
    check_pointers(file)
    document = _open(file)
    beside = Beside(files=has_files(document))
    sheets = _sheets(document, file)
    check_forms(file, sheets)
    with pdfium.opened(file.data) as drawn:
        above = Above()
        read = [_try_page(page, number, beside, drawn, above) for number, page in enumerate(sheets, start=1)]
    pages = [page for page in read if isinstance(page, Page)]
    beside.footnotes = [row.text for page in pages for row in page.rows if row.note]
    failed = {number: why for number, why in enumerate(read, start=1) if isinstance(why, str)}
    found = Scan(file.name, "pdf", file.sha256, blocks_of(pages), pages=len(read))
    whole = pictures.completed(file, found, pages, failed)
    return replace(whole, remarks=(*whole.remarks, *beside.remarks(), *marks_remark(pages)))


def _open(file: File) -> Any:
    try:
        return pdfplumber.open(io.BytesIO(file.data))
    except PdfminerException as error:
        if isinstance(error.args[0] if error.args else None, PDFPasswordIncorrect):
            raise UnreadableFile(f"{file.name}：PDF 加了密码，请先解除密码再读取") from error
        raise UnreadableFile(f"{file.name}：PDF 已损坏，无法打开") from error
    except (
        Exception
    ) as error:  # pdfminer raises what its parser trips over: KeyError, TypeError, struct.error
        raise UnreadableFile(f"{file.name}：PDF 已损坏，无法打开") from error


def _sheets(document: Any, file: File) -> list[Any]:
    try:
        sheets = list(document.pages)
    except Exception as error:  # as above
        raise UnreadableFile(f"{file.name}：PDF 已损坏，无法打开") from error
    if not sheets:
        raise UnreadableFile(f"{file.name}：PDF 里没有页面")
    limits.check_pages(file.name, len(sheets))
    return sheets


def _try_page(
    page: Any, number: int, beside: Beside, drawn: pdfium.Document | None, above: Above
) -> Page | str:
    """The page, or why it cannot be read; pdfium (``drawn``) reads it where the two agree."""
    try:
        sheet = pdfium.sheet_of(drawn, number, page) if drawn else None
        if sheet is None and is_undecoded(page.chars):
            return "的字体没有文字编码"
        strokes = look(page, number, beside)
        if sheet is None or strokes:
            hidden = pdfium.hidden_on(drawn, number, page) if drawn else []
            seen = without_hidden(page.chars, hidden, float(page.height), beside)
            sheet = _plumbed(page, unstruck(seen, strokes, beside))
        if sheet.pictured:
            beside.scanned.append(number)
        found = _laid(number, sheet, above)
        return found if isinstance(found, str) or found.rows or not _is_damaged(page) else "已损坏"
    except MemoryError:
        raise
    except Exception:  # as above; the other pages can still be read
        return "已损坏"
    finally:
        page.close()


def _laid(number: int, sheet: Sheet, above: Above) -> Page | str:
    """The page as read from what is drawn on it, or why not: a fault of this program is no damage of the file."""
    try:
        return _read_page(number, sheet, above)
    except MemoryError:
        raise
    except Exception as error:
        return f"读取时程序出错（{type(error).__name__}）"


def _is_damaged(page: Any) -> bool:
    """Whether what is to be drawn on the page cannot be got at, which pdfminer passes over in silence."""
    streams = [resolve1(stream) for stream in page.page_obj.contents]
    return any(not isinstance(s, PDFStream) or (bool(s.rawdata) and not s.get_data()) for s in streams)


def _plumbed(page: Any, chars: list[Char]) -> Sheet:
    """The page as pdfplumber has it."""
    frame = frame_of(float(page.width), float(page.height), chars)
    glyphs = glyphs_of(chars, frame)
    whole = WHOLE_PAGE * frame.width * frame.height
    pictured = bool(chars) and any(image["width"] * image["height"] > whole for image in page.images)
    rules = page.filter(lambda o: o["object_type"] in ("line", "curve") or _is_rule(o)) if glyphs else None
    grounds = [
        (r["x0"], r["top"], r["x1"], r["bottom"]) for r in page.rects if r.get("fill") and not _is_rule(r)
    ]
    return Sheet(frame, glyphs, rules.edges if rules else [], pictured, grounds)


def _is_rule(o: dict[str, Any]) -> bool:
    return o["object_type"] == "rect" and (bool(o.get("stroke")) or is_bar(o["width"], o["height"]))


def _read_page(number: int, sheet: Sheet, above: Above) -> Page:
    sheet = replace(sheet, edges=undotted(sheet.edges))
    ruled = _ruled(sheet.edges) if sheet.glyphs else []
    boxes = [[sheet.frame.turned(box) for box in table] for table in ruled]
    return page_of(number, sheet.frame.size, sheet.glyphs, boxes, _bars(sheet), above)


def _bars(sheet: Sheet) -> list[Bar]:
    """The level rules of the page once turned, and the upper and lower ends of its grounds."""
    drawn = [sheet.frame.turned((e["x0"], e["top"], e["x1"], e["bottom"])) for e in sheet.edges]
    grounds = [sheet.frame.turned(box) for box in sheet.grounds]
    return [
        *((top, left, right) for left, top, right, bottom in drawn if bottom - top < 1 and right > left),
        *((y, left, right) for left, top, right, bottom in grounds for y in (top, bottom)),
    ]


def _ruled(edges: list[Edge]) -> list[list[Box]]:
    """The cells of each ruled table; rules are lines and thin bars, not grounds that are filled in."""
    if len(edges) < 4:
        return []
    settings = {
        "explicit_horizontal_lines": missing_rules(edges, "h"),
        "explicit_vertical_lines": missing_rules(edges, "v"),
    }
    page: Any = SimpleNamespace(edges=edges)  # of a page the finder asks these alone
    found: Any = TableFinder(page, settings)
    return [[_rounded(cell) for cell in table.cells] for table in found.tables]


def _rounded(cell: Box) -> Box:
    """A cell to a hundredth of a point, so that it is the same whoever read the page."""
    left, top, right, bottom = cell
    return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)
