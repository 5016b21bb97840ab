"""Pages of a PDF from which no text could be taken: read as pictures where the extra ``ocr`` is there, else reported.

Each page is decided for itself: a scanned notice often stands before a text body.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pypdfium2

from policyparse.errors import UnreadableFile
from policyparse.model import Scan
from policyparse.readers import ocr
from policyparse.readers.file import File
from policyparse.readers.page.pages import Page, blocks_of

MISSING = f"要识别图片中的文字，请先安装识别组件：{ocr.HOW}"


def completed(file: File, scan: Scan, pages: Sequence[Page], failed: Mapping[int, str]) -> Scan:
    """``scan`` with the pages that have no text read as pictures, the ``failed`` ones (number → why) too.

    Blank pages are nothing that was not read. Raises UnreadableFile where no page has text and none can be
    read as a picture for want of the extra.
    """
    empty = [page.number for page in pages if not page.rows and not page.parts]
    wanted = sorted([*(_printed(file.data, empty) if empty else ()), *failed])
    if not wanted:
        return replace(scan, unread=())
    if not ocr.installed():
        return _without(file, scan, wanted, failed)
    from policyparse.readers.ocr import scans

    sheets = list(scans.sheets_of(file, wanted))
    found = {page.number: page for page in scans.pages_of(sheets) if page.rows or page.parts}
    whole = sorted([*(page for page in pages if page.number not in found), *found.values()], key=_number)
    unread = tuple(number for number in wanted if number not in found)
    said = [
        f"第 {number} 页{why}，" + ("未能读出" if number in unread else "已按图片识别")
        for number, why in failed.items()
    ]
    remarks = (*scans.remarks([s for s in sheets if s.number in found]), *said)
    return replace(scan, blocks=blocks_of(whole), unread=unread, remarks=remarks)


def _without(file: File, scan: Scan, wanted: Sequence[int], failed: Mapping[int, str]) -> Scan:
    pictures = [number for number in wanted if number not in failed]
    if len(wanted) == scan.pages or not scan.blocks:
        why = "全部是图片" if pictures else f"的页面{failed[wanted[0]].removeprefix('的')}"
        raise UnreadableFile(f"{file.name}：{why}，没有可读取的文字。{MISSING}")
    said = [f"第 {number} 页{failed[number]}，未能读出" for number in wanted if number in failed]
    if pictures:
        said.append(f"第 {'、'.join(map(str, pictures))} 页是图片，没有读出文字。{MISSING}")
    return replace(scan, unread=tuple(wanted), remarks=tuple(said))


def _number(page: Page) -> int:
    return page.number


def _printed(data: bytes, numbers: Sequence[int]) -> list[int]:
    """Those of the pages on which something is to be seen; all, where the file cannot be drawn."""
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return list(numbers)
    with document:
        return [number for number in numbers if not _is_blank(document, number)]


def _is_blank(document: pypdfium2.PdfDocument, number: int) -> bool:
    try:
        page = document[number - 1]
        width, height = page.get_size()
        grey = page.render(scale=400 / max(width, height, 1.0), grayscale=True).to_pil()
        page.close()
    except pypdfium2.PdfiumError:
        return False
    darkest, lightest = grey.getextrema()
    return bool(lightest - darkest < 24)
