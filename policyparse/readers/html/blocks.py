"""HTML elements → lines and tables, as a browser shows them: breaks, list numbers, styles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from lxml import etree

from policyparse.model import Block, Cell, Line, Table
from policyparse.readers.html.site_names import web_names
from policyparse.readers.number_formats import formatted
from policyparse.readers.page.grids import is_frame

Element = Any

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD_TAGS = frozenset(("b", "strong", "th", *_HEADINGS))
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|bolder|[6-9]00)", re.IGNORECASE)
_NOT_BOLD = re.compile(r"font-weight\s*:\s*(?:normal|lighter|[1-5]00)", re.IGNORECASE)
_ALIGN = re.compile(r"text-align\s*:\s*(\w+)", re.IGNORECASE)
_SIZE = re.compile(r"font-size\s*:\s*([\d.]+)\s*(pt|px)", re.IGNORECASE)
_POINTS = {"pt": 1.0, "px": 0.75}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_WIDE = r"[\u2e80-\u9fff\uf900-\ufaff\uff01-\uffee\u3001-\u303f“”‘’…—]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_WIDE})[ \t\r]*\n[ \t\r\n]*(?={_WIDE})")
_BLANKS = re.compile(r"[ \t\r\n]+")


@dataclass(slots=True)
class Look:
    """What an element hands down to its text."""

    bold: bool = False
    centred: bool = False
    size: float | None = None
    heading: int | None = None
    preformatted: bool = False


@dataclass(slots=True)
class Paragraph:
    """The text of the block that is open, with how much of it is bold and of which size."""

    text: list[str] = field(default_factory=list)
    bold: int = 0
    sizes: dict[float | None, int] = field(default_factory=dict)
    look: Look = field(default_factory=Look)


def blocks_of(root: Element) -> Iterator[Block]:
    """The lines and tables of the element; a line that ends in a ``br`` is not ``whole``."""
    writer = _Writer()
    looks: list[Look] = [Look()]
    walk = etree.iterwalk(root, events=("start", "end"))
    given: Element = None  # the table whose cells are not walked
    for event, element in walk:
        if event == "start":
            grid = _grid(element) if element.tag == "table" else []
            if grid:
                given = element
                yield from writer.close()
                yield from _table(element, grid)
                walk.skip_subtree()
                continue
            looks.append(_look(element, looks[-1]))
            yield from writer.start(element, looks[-1])
            continue
        if element is not given:
            looks.pop()
            if element.tag in web_names().blocks:
                yield from writer.close()
        if element is not root and element.tail:
            writer.add(element.tail, looks[-1])
    yield from writer.close()


class _Writer:
    """Gathers the text of the open block and gives it as lines."""

    def __init__(self) -> None:
        self._open = Paragraph()
        self._marker = ""  # the number of a list item, until its first text

    def start(self, element: Element, look: Look) -> Iterator[Line]:
        if element.tag in web_names().blocks:
            yield from self.close()
        if element.tag == "br":
            yield from self.close(whole=False)
        if element.tag == "li":
            self._marker = _marker(element)
        if element.text and element.tag != "br":
            self.add(element.text, look)

    def add(self, text: str, look: Look) -> None:
        paragraph = self._open
        if text.strip():
            text, self._marker = self._marker + (text.lstrip() if self._marker else text), ""
            if not paragraph.text or not "".join(paragraph.text).strip():
                paragraph.look = look
            length = len(text.strip())
            paragraph.bold += length if look.bold else 0
            paragraph.sizes[look.size] = paragraph.sizes.get(look.size, 0) + length
        paragraph.text.append(text)

    def close(self, *, whole: bool = True) -> Iterator[Line]:
        paragraph, self._open = self._open, Paragraph()
        raw = "".join(paragraph.text)
        texts = raw.splitlines() if paragraph.look.preformatted else [_flowed(raw)]
        length = sum(paragraph.sizes.values())
        for text in texts:
            if text.strip():
                yield Line(
                    text=text.strip() if whole else text.rstrip().lstrip(" "),
                    size=max(paragraph.sizes, key=lambda s: paragraph.sizes[s]),
                    bold=2 * paragraph.bold > length,
                    centred=paragraph.look.centred,
                    heading=paragraph.look.heading,
                    whole=whole and not paragraph.look.preformatted,
                )


def _flowed(text: str) -> str:
    """White space collapsed; a line end of the source between two Chinese characters is none (CSS Text 3)."""
    return _BLANKS.sub(" ", _BREAK_IN_CHINESE.sub("", text))


def _look(element: Element, above: Look) -> Look:
    tag, style = element.tag, element.get("style") or ""
    align = _ALIGN.search(style)
    said = (align[1] if align else element.get("align") or "").lower()
    heading = _HEADINGS.get(tag, above.heading)
    size = _SIZE.search(style)
    return Look(
        bold=not _NOT_BOLD.search(style) and (above.bold or tag in _BOLD_TAGS or bool(_BOLD.search(style))),
        centred=said == "center" if said else above.centred or tag == "center",
        size=round(float(size[1]) * _POINTS[size[2].lower()], 1) if size else above.size,
        heading=heading,
        preformatted=above.preformatted or tag == "pre",
    )


def _marker(item: Element) -> str:
    """The number that stands before an item of an ``ol``; what an ``ul`` shows is an ornament."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    style = _LIST_STYLE.search(parent.get("style") or "")
    form, after = web_names().lists.get(style[1] if style else parent.get("type") or "", ("decimal", "."))
    number = _number(parent.get("start"), 1)
    for sibling in parent.iterchildren("li"):
        number = _number(sibling.get("value"), number)
        if sibling is item:
            break
        number += 1
    return formatted(number, form) + after


def _number(said: str | None, default: int) -> int:
    return int(said) if said and re.fullmatch(r"\d{1,6}", said.strip()) else default


def _grid(table: Element) -> list[tuple[Element, Cell]]:
    """The cells of a table that is one; none of one that lays out the page: a frame, a table of tables."""
    if table.find(".//table") is not None:
        return []
    rows = [
        row
        for part in (table, *table.iterchildren("thead", "tbody", "tfoot"))
        for row in part.iterchildren("tr")
    ]
    grid = list(_places([list(row.iterchildren("td", "th")) for row in rows]))
    return [] if len(rows) == 1 or is_frame([cell for _, cell in grid]) else grid


def _places(rows: list[list[Element]]) -> Iterator[tuple[Element, Cell]]:
    """HTML 4.9.12: each cell takes the first free place of its row; rowspan 0 runs to the end."""
    taken: set[tuple[int, int]] = set()
    for at, row in enumerate(rows):
        column = 0
        for element in row:
            while (at, column) in taken:
                column += 1
            columns = min(max(1, _number(element.get("colspan"), 1)), 1000)
            high = _number(element.get("rowspan"), 1) or len(rows)
            high = max(1, min(high, len(rows) - at))
            taken |= {(at + i, column + j) for i in range(high) for j in range(columns)}
            yield element, Cell("", at, column, high, columns)
            column += columns


def _table(table: Element, grid: list[tuple[Element, Cell]]) -> Iterator[Block]:
    for caption in table.iterchildren("caption"):
        yield from blocks_of(caption)
    cells = tuple(
        replace(cell, text="\n".join(block.text for block in blocks_of(element) if isinstance(block, Line)))
        for element, cell in grid
    )
    if any(cell.text for cell in cells):
        yield Table(cells)
