"""OFD (GB/T 33190-2016), the fixed-layout format of Chinese offices → ``Scan``: lines, ruled tables, pages.

What stands on a page is read by its place, as in a PDF, whatever the order in which it is drawn. A page that is
but a picture is read by OCR.
"""

from __future__ import annotations

from policyparse.errors import UnreadableFile
from policyparse.model import Scan
from policyparse.readers import limits, ocr
from policyparse.readers.file import File
from policyparse.readers.ocr.pictures import MISSING
from policyparse.readers.ofd.content import POINT, Content, add
from policyparse.readers.ofd.package import Leaf, Package
from policyparse.readers.page.columns import in_columns
from policyparse.readers.page.grids import is_frame
from policyparse.readers.page.lines import rows_of
from policyparse.readers.page.pages import Page, blocks_of
from policyparse.readers.page.ruled import tables
from policyparse.readers.page.tables import Part, part_of, table_of


def scan(file: File) -> Scan:
    """The lines and tables of all the documents in the file; raises UnreadableFile where it is damaged, under a
    password, or has no page.
    """
    package = Package(file)
    leaves = package.leaves()
    if not leaves:
        raise UnreadableFile(f"{file.name}：OFD 里没有页面")
    limits.check_pages(file.name, len(leaves))
    contents = [_content(package, leaf) for leaf in leaves]
    pages = [_page(n, *both) for n, both in enumerate(zip(leaves, contents, strict=True), start=1)]
    pictures = {
        page.number: content.pictures
        for page, content in zip(pages, contents, strict=True)
        if content.pictures and not page.rows and not page.parts
    }
    if not pictures:
        return Scan(file.name, "ofd", file.sha256, blocks_of(pages), pages=len(pages))
    if not ocr.installed():
        return _without(file, pages, sorted(pictures))
    return _completed(file, package, leaves, pages, sorted(pictures))


def _content(package: Package, leaf: Leaf) -> Content:
    content = Content()
    for path in leaf.parts:
        part = package.part(path)
        if part is not None:
            add(content, part, leaf.resources.fonts)
    known = leaf.resources.pictures
    content.pictures = [(known[name], area) for name, area in content.pictures if name in known]
    return content


def _page(number: int, leaf: Leaf, content: Content) -> Page:
    width, height = leaf.width * POINT, leaf.height * POINT
    glyphs = [g for g in content.glyphs if 0 <= g.left <= width and 0 <= g.base <= height + g.size]
    parts: list[Part] = []
    for boxes in tables(content.segments) if glyphs else ():
        part, rest = part_of(number, boxes, glyphs)
        if not is_frame(table_of([part]).cells):
            parts.append(part)
            glyphs = rest
    return Page(number, width, height, in_columns(rows_of(glyphs)), parts)


def _without(file: File, pages: list[Page], pictures: list[int]) -> Scan:
    blocks = blocks_of(pages)
    if not blocks:
        raise UnreadableFile(f"{file.name}：全部是图片，没有可读取的文字。{MISSING}")
    said = f"第 {'、'.join(map(str, pictures))} 页是图片，没有读出文字。{MISSING}"
    return Scan(file.name, "ofd", file.sha256, blocks, len(pages), tuple(pictures), remarks=(said,))


def _completed(
    file: File, package: Package, leaves: list[Leaf], pages: list[Page], pictures: list[int]
) -> Scan:
    """The scan with the pages that are pictures read by OCR, each by its largest picture."""
    from policyparse.readers.ocr import scans

    sheets = []
    for number in pictures:
        leaf = leaves[number - 1]
        largest = max(_content(package, leaf).pictures, key=lambda picture: picture[1])[0]
        data = package.data(largest)
        if data is not None:
            sheets += scans.sheet_of(File(file.name, data), number, leaf.width * POINT, leaf.height * POINT)
    found = {page.number: page for page in scans.pages_of(sheets) if page.rows or page.parts}
    return Scan(
        name=file.name,
        format="ofd",
        sha256=file.sha256,
        blocks=blocks_of([found.get(page.number, page) for page in pages]),
        pages=len(pages),
        unread=tuple(number for number in pictures if number not in found),
        remarks=scans.remarks([sheet for sheet in sheets if sheet.number in found]),
    )
