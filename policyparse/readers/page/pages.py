"""Pages of lines and table parts → blocks in reading order, a table over page breaks put together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from policyparse.model import Block, Box, Line
from policyparse.readers.page import abreast, level, margin, notes, overprinted
from policyparse.readers.page.columns import seen
from policyparse.readers.page.grids import is_frame
from policyparse.readers.page.lines import Glyph, Look, Row, looks, rows_of, to_line
from policyparse.readers.page.tables import EDGE, TablePart, goes_on, part_of, table_of
from policyparse.readers.page.white import Bar
from policyparse.readers.telling import quoted

_PAGE_NUMBER = re.compile(r"[-—–－·第页共/\d０-９\s]{1,12}|(?:（?续表?）?|附?表.{0,4}（续）)")


@dataclass(frozen=True, slots=True)
class Page:
    """A page as found: its lines outside tables, and the tables' parts, each by its place.

    ``marks`` are the words of its watermarks, ``counted`` the numbers of lines in its margin.
    """

    number: int
    width: float
    height: float
    rows: list[Row]
    parts: list[TablePart]
    marks: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()


def page_of(
    number: int,
    size: tuple[float, float],
    glyphs: Sequence[Glyph],
    ruled: Iterable[Sequence[Box]],
    bars: Sequence[Bar],
    above: level.Above,
) -> Page:
    """A page of that width and height: ``ruled`` are the cells of each table with upright rules, ``bars`` the level rules and the
    upper and lower ends of shades; ``above`` is what the page before left of a table, and takes what this page leaves.
    """
    parts: list[TablePart] = []
    glyphs, marks = overprinted.parted(glyphs)
    glyphs, counted = margin.unnumbered(glyphs)
    rest = glyphs
    for boxes in ruled:
        part, others = part_of(number, boxes, rest)
        if not is_frame(table_of([part]).cells):
            parts.append(part)
            rest = others
    rows, more = level.parts(number, rows_of(rest), bars, parts, above, size[1])
    outside = [bar for bar in bars if not any(_is_of(part, bar) for part in (*parts, *more))]
    read = notes.marked(seen(rows), outside, glyphs)
    return Page(number, *size, read, [*parts, *more], marks, counted)


def marks_remark(pages: Sequence[Page]) -> Iterator[str]:
    """For the clerk: the words of the watermarks on the pages, each once, and the numbers of lines that were left out."""
    said = dict.fromkeys(words for page in pages for words in page.marks)
    if said:
        yield f"压在正文上的水印不是正文，未读取：{quoted([f'“{words}”' for words in said])}"
    counted = [number for page in pages for number in page.counted]
    if counted:
        yield f"页边的行号不是正文，未读取：{counted[0]}—{counted[-1]}，共 {len(counted)} 个"


def _is_of(part: TablePart, bar: Bar) -> bool:
    """Whether a level rule is of a table, however short a piece of its last one is drawn."""
    return _top(part) - EDGE <= bar[0] <= max(box[3] for box in part.boxes) + EDGE


def blocks_of(pages: Sequence[Page]) -> tuple[Block, ...]:
    """The lines and tables of all pages, from top to bottom."""
    lookup = _looks(pages)
    furniture = _furniture(pages)
    blocks: list[Block] = []
    table: list[TablePart] = []
    below: list[Block] = []  # the page furniture after the last table, which does not end it
    for page in pages:
        look = lookup[page.width, page.height]
        for item in _in_order(page):
            if isinstance(item, Row):
                line = to_line(item, page.number, look)
                if table and (item.note or _is_furniture(item, page, furniture)):
                    below.append(line)
                    continue
                blocks += _closed(table, below)
                table, below = [], []
                blocks.append(line)
            elif table and table[-1].page == page.number - 1 and goes_on(table[-1], item):
                table.append(item)
            else:
                blocks += _closed(table, below)
                table, below = [item], []
    return abreast.put_together([*blocks, *_closed(table, below)])


def _closed(parts: list[TablePart], below: list[Block]) -> list[Block]:
    """The finished table and what stood under it; one row of boxes, or words in one box alone, are lines."""
    if not parts:
        return []
    table = table_of(parts)
    if any(cell.row for cell in table.cells) and sum(bool(cell.text) for cell in table.cells) > 1:
        return [table, *below]
    lines = [Line(text, cell.page, cell.box) for cell in table.cells for text in cell.text.splitlines()]
    return [*lines, *below]


def _in_order(page: Page) -> Iterator[Row | TablePart]:
    """The rows in their order of reading, each table part before the first row that stands lower."""
    parts = sorted(page.parts, key=_top)
    for row in page.rows:
        while parts and _top(parts[0]) < row.box[1]:
            yield parts.pop(0)
        yield row
    yield from parts


def _top(part: TablePart) -> float:
    return min(box[1] for box in part.boxes)


def _looks(pages: Sequence[Page]) -> dict[tuple[float, float], Look]:
    """The look of the body for each size of page: a landscape annex has a text block of its own."""
    rows: dict[tuple[float, float], list[Row]] = {}
    for page in pages:
        rows.setdefault((page.width, page.height), []).extend(page.rows)
    return {size: looks(found) for size, found in rows.items()}


def _place(row: Row) -> tuple[str, int]:
    return re.sub(r"\d", "0", row.text), round(row.box[1] / 4)


def _furniture(pages: Sequence[Page]) -> set[tuple[str, int]]:
    """What stands in the same place on several pages, whatever its digits."""
    places = Counter(place for page in pages for place in {_place(row) for row in page.rows})
    return {place for place, times in places.items() if times > 1}


def _is_furniture(row: Row, page: Page, furniture: set[tuple[str, int]]) -> bool:
    at_edge = row.box[1] < 0.12 * page.height or row.box[3] > 0.88 * page.height
    return at_edge and (_place(row) in furniture or bool(_PAGE_NUMBER.fullmatch(row.text.strip())))
