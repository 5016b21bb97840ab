"""OFD (GB/T 33190-2016), the fixed-layout format of Chinese offices → ``Scan``: lines, ruled tables, pages.

What stands on a page is read by its place, as in a PDF, whatever the order in which it is drawn. A page that is
but a picture is read by OCR.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from policyparse.errors import UnreadableFile
from policyparse.model import Scan
from policyparse.readers import limits, ocr
from policyparse.readers.file import File
from policyparse.readers.ocr.pictures import MISSING
from policyparse.readers.ofd.content import POINT, Content, add, turned, ways
from policyparse.readers.ofd.package import Leaf, Package
from policyparse.readers.page.level import Above
from policyparse.readers.page.pages import Page, blocks_of, marks_remark, page_of
from policyparse.readers.page.ruled import tables
from policyparse.readers.telling import quoted

MANY_ASIDE = 20
"""Characters that run another way than their page; fewer are of a seal or a margin."""


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
    above = Above()
    pages = [_page(n, *both, above) for n, both in enumerate(zip(leaves, contents, strict=True), start=1)]
    if all(leaf.damaged and not leaf.parts for leaf in leaves):
        raise UnreadableFile(f"{file.name}：OFD 已损坏，无法读取")
    lost = tuple(page.number for page, leaf in zip(pages, leaves, strict=True) if not leaf.parts)
    remarks = (*_damaged(leaves), *_beside(package), *_aside(contents), *marks_remark(pages))
    pictures = {
        page.number: content.pictures
        for page, content in zip(pages, contents, strict=True)
        if content.pictures and not page.rows and not page.parts
    }
    if not pictures:
        return Scan(file.name, "ofd", file.sha256, blocks_of(pages), len(pages), lost, remarks=remarks)
    numbers = sorted(pictures)
    seen = ocr.installed()
    found = _completed(file, package, leaves, pages, numbers) if seen else _without(file, pages, numbers)
    return replace(found, unread=tuple(sorted({*found.unread, *lost})), remarks=(*found.remarks, *remarks))


def pages(file: File) -> list[tuple[float, float, Content]]:
    """Each page as it is read: its width and height in points, and what stands on it. Raises UnreadableFile."""
    package = Package(file)
    return [
        (*_size(leaf, content), content) for leaf in package.leaves() for content in [_content(package, leaf)]
    ]


def _size(leaf: Leaf, content: Content) -> tuple[float, float]:
    """The width and height in points of a page turned so as to be read."""
    width, height = leaf.width * POINT, leaf.height * POINT
    return (height, width) if content.way in ("up", "down") else (width, height)


def _damaged(leaves: Sequence[Leaf]) -> Iterator[str]:
    """The pages of which a part is damaged or missing: the page's own, or a template's."""
    for number, leaf in enumerate(leaves, 1):
        if leaf.damaged:
            yield f"第 {number} 页" + (
                "的模板已损坏，模板上的文字未能读出" if leaf.parts else "已损坏，未能读出"
            )


def _beside(package: Package) -> Iterator[str]:
    """What stands in the file beside its pages: annotations, stamps among them, and attached files."""
    notes, files = package.beside()
    if notes:
        yield f"批注、图章里的文字不是正文，未读取：{quoted([f'“{words}”' for words in notes])}"
    if files:
        yield f"附带的文件没有打开，未读取：{quoted(files)}"


def _aside(contents: Sequence[Content]) -> Iterator[str]:
    turned_pages = [str(n) for n, content in enumerate(contents, 1) if content.way != "level"]
    if turned_pages:
        yield f"第 {quoted(turned_pages)} 页是横放的，已转正读取"
    pages = [str(n) for n, content in enumerate(contents, 1) if content.aside > MANY_ASIDE]
    if pages:
        yield f"第 {quoted(pages)} 页有转了方向的文字，没有读"


def _content(package: Package, leaf: Leaf) -> Content:
    content = Content()
    found = [part for part in map(package.part, leaf.parts) if part is not None]
    running = sum((ways(part) for part in found), Counter[str]())
    content.way = max(("level", "down", "up", "over"), key=lambda way: running[way])
    content.aside = sum(number for way, number in running.items() if way != content.way)
    for part in found:
        add(content, part, leaf.resources.fonts, turned(content.way, leaf.width, leaf.height))
    known = leaf.resources.pictures
    content.pictures = [(known[name], area) for name, area in content.pictures if name in known]
    return content


def _page(number: int, leaf: Leaf, content: Content, above: Above) -> Page:
    width, height = _size(leaf, content)
    glyphs = [g for g in content.glyphs if 0 <= g.left <= width and 0 <= g.base <= height + g.size]
    bars = [
        (y0, min(x0, x1), max(x0, x1))
        for x0, y0, x1, y1 in content.segments
        if abs(y0 - y1) < 1 < abs(x0 - x1)
    ]
    return page_of(number, (width, height), glyphs, tables(content.segments) if glyphs else (), bars, above)


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
