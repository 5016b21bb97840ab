"""DOCX → ``Scan``: its paragraphs and tables in order, with Word's automatic numbers written out.

What is read is what Word prints with all tracked changes accepted. Headers, footers, footnotes, comments,
hidden text and a generated table of contents are no text. A DOCX has no pages until it is set: ``page`` is
None throughout.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from policyparse.errors import UnreadableFile
from policyparse.model import Block, Cell, Line, Scan, Table
from policyparse.readers import limits
from policyparse.readers.docx.numbering import Numbering
from policyparse.readers.docx.paragraphs import StyledText, pieces_of, to_lines
from policyparse.readers.docx.styles import Styles
from policyparse.readers.docx.tables import grid_of
from policyparse.readers.docx.xml import Package, R, W, accepted, whole_number
from policyparse.readers.file import MAX_DEPTH, File, HostileFile
from policyparse.readers.page.grids import is_frame
from policyparse.readers.telling import quoted, struck_remark
from policyparse.readers.xml import Element

_NOTES = (
    ("comments", "comment", "批注"),
    ("footnotes", "footnote", "脚注"),
    ("endnotes", "endnote", "尾注"),
)
"""Parts of notes: their relationship, the element of one, and what they are called."""
_WIDE, _HIGH = 3_600_000, 1_800_000
"""10 cm by 5 cm, in the units of Word (EMU)."""
# the number of a document in the header of its pages; 例：云政办发〔2025〕3号
_NUMBER = re.compile(r"[一-鿿]{1,12}[〔\[（(【]20\d\d[〕\]）)】]第?\d{1,5}号")


def scan(file: File) -> Scan:
    """The DOCX's paragraphs and tables; raises UnreadableFile where it is damaged or holds no text."""
    return scan_of(file, "docx", Package(file))


def scan_of(file: File, form: str, package: Package) -> Scan:
    """The paragraphs and tables of a document whose parts have been found, in whatever format it is stored."""
    reader = _Reader(file, package)
    body = package.document.find(W + "body")
    inside = sum(
        e.getparent().tag == W + "tc" for e in body.iter(W + "p")
    )  # a row is a line, whatever is in it
    limits.check_lines(file.name, sum(1 for _ in body.iter(W + "p", W + "tr")) - inside)
    blocks = tuple(reader.blocks(body))
    if not blocks:
        pictured = next(body.iter(W + "drawing", W + "pict"), None) is not None
        raise UnreadableFile(f"{file.name}：文件里{'只有图片，' if pictured else ''}没有文字")
    remarks = (*reader.remarks(), *_beside(package))
    # the red head of a template stands in the header of its first page; 例：云政办发〔2025〕3号
    numbers = [found[0] for header in package.headers() if (found := _NUMBER.search(header))]
    facts = (("发文字号", numbers[0]),) if numbers else ()
    return Scan(name=file.name, format=form, sha256=file.sha256, blocks=blocks, facts=facts, remarks=remarks)


def _beside(package: Package) -> Iterator[str]:
    """What stands in the file beside its text, and is not read."""
    for kind, tag, called in _NOTES:
        root = package.related(kind)
        notes = [] if root is None else ["".join(n.itertext(W + "t")).strip() for n in root.iter(W + tag)]
        said = [f"“{note}”" for note in notes if note]
        if said:
            yield f"{called}不是正文，未读取：{quoted(said)}"
    count = sum(map(_shows_picture, package.document.iter("{*}inline", "{*}anchor")))
    if count:
        yield f"文件里有 {count} 张图片，图片里的文字没有读"
    if drawn := package.drawn():
        yield f"图形、图表里的文字不是正文，未读取：{quoted([f'“{words}”' for words in drawn])}"
    objects = [posixpath.basename(name) for name in package.embedded()]
    if objects:
        yield f"文件里嵌入的对象没有打开，未读取：{quoted(objects)}"


def _shows_picture(drawing: Element) -> bool:
    """Whether a drawing is a picture of a size in which words can be read, and no logo or line."""
    extent = drawing.find("{*}extent")
    wide, high = (
        (whole_number(extent.get(side)) or 0 for side in ("cx", "cy")) if extent is not None else (0, 0)
    )
    return wide >= _WIDE and high >= _HIGH and next(drawing.iter("{*}blip"), None) is not None


@dataclass(frozen=True, slots=True)
class Filled:
    """The tables of a document that was filled in, cell for cell with their blank lines, and what stands beside.

    ``bookmarks`` are for each table those of its rows (from 0), as row and name; ``above`` the lines between it and the one
    before.
    """

    tables: tuple[tuple[Cell, ...], ...]
    bookmarks: tuple[tuple[tuple[int, str], ...], ...]
    struck: tuple[str, ...]
    comments: tuple[str, ...]
    custom: tuple[bytes, ...]
    above: tuple[tuple[str, ...], ...]


def filled_tables(file: File) -> Filled:
    """The tables in the body of a DOCX; raises UnreadableFile where it is damaged."""
    package = Package(file)
    reader = _Reader(file, package)
    body = package.document.find(W + "body")
    grids = [grid_of(child) for child in accepted(body) if child.tag == W + "tbl"]
    tables = tuple(tuple(replace(cell, text=reader.exact(tc)) for tc, cell in grid) for grid in grids)
    bookmarks = tuple(
        tuple(
            (cell.row, mark.get(f"{W}name", "")) for tc, cell in grid for mark in tc.iter(W + "bookmarkStart")
        )
        for grid in grids
    )
    above: list[list[str]] = [[]]
    for child in accepted(body):
        if child.tag == W + "tbl":
            above.append([])
        elif child.tag == W + "p":
            above[-1].append("".join(child.itertext(W + "t")))
    root = package.related("comments")
    notes = [] if root is None else ["".join(n.itertext(W + "t")).strip() for n in root.iter(W + "comment")]
    return Filled(
        tables,
        bookmarks,
        tuple(reader.struck),
        tuple(filter(None, notes)),
        tuple(package.custom()),
        tuple(map(tuple, above[:-1])),
    )


class _Reader:
    """The state of one reading: the counts of the lists, the fields that are open."""

    def __init__(self, file: File, package: Package) -> None:
        self._file, self._package = file, package
        self._styles = Styles(package.styles)
        self._numbering = Numbering(package.numbering, self._styles)
        self._fields: list[str] = []
        self.struck: list[str] = []
        self._hidden: list[str] = []
        self._unread: list[str] = []
        self.contents = 0  # lines of tables of contents, left out

    def remarks(self) -> Iterator[str]:
        """What was left out of the text, and why."""
        if self.contents:
            yield f"Word 自动生成的目录（{self.contents} 行）未读取"
        if self.struck:
            yield struck_remark(self.struck)
        hidden = [f"“{words}”" for one in self._hidden if (words := " ".join(one.split()))]
        if hidden:
            yield f"隐藏的文字不打印，未读取：{quoted(hidden)}"
        changed = sum(1 for _ in self._package.document.iter(W + "ins", W + "moveTo"))
        dropped = sum(1 for _ in self._package.document.iter(W + "del", W + "moveFrom"))
        if changed or dropped:
            yield f"文件有未接受的修订（插入 {changed} 处、删除 {dropped} 处），按全部接受来读"
        yield from (f"文件里插入的另一文件没有打开，未读取：{why}" for why in self._unread)

    def blocks(self, parent: Element) -> Iterator[Block]:
        """The blocks of a body, a cell or a text box."""
        held: list[StyledText | Element] = []
        last: Element = None  # the paragraph that ``held`` would belong to, were it to end here
        for child in accepted(parent):
            if child.tag == W + "p":
                last = child
                held += self._pieces(child)
                if not _runs_on(child):
                    yield from self._paragraph(child, held)
                    held = []
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag in (W + "altChunk", W + "subDoc"):
                yield from self._chunk(child)
        if held:
            yield from self._paragraph(last, held)

    def exact(self, cell: Element) -> str:
        """The words of a cell, a line for each of its paragraphs, blank ones too, and no automatic numbers."""
        lines = []
        for paragraph in cell.iter(W + "p"):
            pieces = pieces_of(paragraph, self._styles, self._fields, self.struck, self._hidden)
            lines.append("".join(piece.text for piece in pieces if isinstance(piece, StyledText)))
        return "\n".join(lines).replace("\f", "\n").strip()

    def _chunk(self, element: Element) -> Iterator[Block]:
        """The text of a file put into this one whole (17.17.2): a web page, another DOCX, plain text."""
        from policyparse.readers import scan as scan_any

        found = self._package.chunk(element.get(f"{R}id", ""))
        if found is None:
            self._unread.append("找不到它，或在文件之外")
            return
        name, data = found
        if self._file.name.count("/") >= MAX_DEPTH:
            raise HostileFile(f"{self._file.name}：文件嵌套过深，不予读取")
        try:
            scanned = scan_any(File(f"{self._file.name}/{posixpath.basename(name)}", data))
        except HostileFile:
            raise
        except UnreadableFile as error:
            self._unread.append(str(error))
        else:
            yield from scanned.blocks

    def _pieces(self, paragraph: Element) -> list[StyledText | Element]:
        pieces = list(pieces_of(paragraph, self._styles, self._fields, self.struck, self._hidden))
        # A field that is never closed must not swallow the rest of the document.
        while self._fields and self._fields[-1] == "code":
            self._fields.pop()
        return pieces

    def _paragraph(self, paragraph: Element, pieces: list[StyledText | Element]) -> Iterator[Block]:
        """The lines of the paragraph, a text box that hangs on it before or after them, as it stands."""
        styles = self._styles.of_paragraph(paragraph)
        if self._styles.is_contents(styles):
            self.contents += any(isinstance(piece, StyledText) and piece.text.strip() for piece in pieces)
            return
        numbered = self._styles.numbered(paragraph, styles)
        text = [p for p in pieces if isinstance(p, StyledText)]
        first = next(
            (i for i, p in enumerate(pieces) if isinstance(p, StyledText) and p.text.strip()), len(pieces)
        )
        yield from self._boxes(pieces[:first])
        label = self._numbering.label(numbered) if numbered else ""
        yield from to_lines(
            label,
            text,
            centred=self._styles.centred(paragraph, styles),
            heading=self._styles.heading(paragraph, styles),
        )
        yield from self._boxes(pieces[first:])

    def _boxes(self, pieces: Iterable[StyledText | Element]) -> Iterator[Block]:
        for piece in pieces:
            if not isinstance(piece, StyledText):
                yield from self.blocks(piece)

    def _table(self, element: Element) -> Iterator[Block]:
        """The table, its cells read in the order of the text, so that numbers count on from cell to cell."""
        grid = grid_of(element)
        if is_frame([cell for _, cell in grid]) or _is_layout(grid):
            for tc, _ in grid:
                yield from self.blocks(tc)
            return
        cells = tuple(replace(cell, text=self._cell_text(tc)) for tc, cell in grid)
        if any(cell.text for cell in cells):
            yield Table(cells)

    def _cell_text(self, cell: Element) -> str:
        return "\n".join(_plain(self.blocks(cell)))


def _is_layout(grid: Sequence[tuple[Element, Cell]]) -> bool:
    """Whether a table of one row only sets others side by side: each of its cells holds one, of two rows at least."""
    rows = {cell.row for _, cell in grid}
    tables = [tc.find(W + "tbl") for tc, _ in grid if "".join(tc.itertext(W + "t")).strip()]
    return (
        len(rows) == 1
        and bool(tables)
        and all(t is not None and len(t.findall(W + "tr")) > 1 for t in tables)
    )


def _plain(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Line):
            yield block.text
            continue
        rows: dict[int, list[str]] = {}
        for cell in block.cells:
            rows.setdefault(cell.row, []).append(cell.text)
        yield from ("\t".join(texts) for texts in rows.values())


def _runs_on(paragraph: Element) -> bool:
    """Whether the paragraph's own mark is deleted or moved away: then the next paragraph carries it on."""
    mark = paragraph.find(f"{W}pPr/{W}rPr")
    return mark is not None and (mark.find(W + "del") is not None or mark.find(W + "moveFrom") is not None)
