"""The table as a Word document that can be issued as it is: landscape, the page after GB/T 9704-2012.

The page is the standard's (margins 37, 28, 35 and 26 mm round a type area of 156 × 225 mm) turned so that the
head of the table lies at the binding edge.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from policyparse.exports import marks, word
from policyparse.exports.form import Form, Options, Section, form
from policyparse.exports.widths import (
    CELL_MARGIN,
    CELL_PAD,
    LINE,
    MM_PER_POINT,
    column_widths,
    ems,
    height,
    lines_at_most,
    room_of,
)
from policyparse.exports.word import FANGSONG, HEITI, KAITI, XIAOBIAOSONG, Style
from policyparse.ledger import TrackedTask
from policyparse.ledger.periods import period
from policyparse.ledger.words import date_words

PAPERS = {
    name: word.Page(
        *size, margins=(28, 37, 26, 35), footer=14
    )  # the number's dashes 7 mm below the type area
    for name, size in (("A4", (297, 210)), ("A3", (420, 297)))
}
TITLE_POINTS = 22
SIZES = (10.5, 9)
"""Of the table's type, in points: the first where the table keeps to ``FEW`` pages in it."""
FEW = 12
WIDE_FROM = 10
"""From this many columns on a table stands on A3, as a 台账 does; on A4 its type is the smaller."""
WHOLE_UP_TO = 1 / 3
"""A row of up to this share of the page stays whole; a longer one may break, or the foot of the page stays white."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a table is set: its page, the size of its type in points, the widths of its columns in mm."""

    page: word.Page
    points: float
    widths: tuple[float, ...]


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The document: 附件, the title, whose table of which day it is, and the table."""
    table = form(tasks, options)
    look = look_for(table, options.paper)
    made = word.Word(look.page, styles(look.points))
    if not options.ledger:
        made.paragraph("附件", "附件")
    made.paragraph(broken(table.title, look.page), "表格标题", after=6)
    made.paragraph(_remark(options), "表格说明")
    made.attach(marks.as_xml({row.task.id: mark for row, mark in table.stamped()}, options.sent(tasks)))
    made.table(look.widths, _rows(made, table, look), sides=CELL_MARGIN)
    made.paragraph("", "表格末")
    return made.content(table.title)


def styles(points: float) -> dict[str, Style]:
    """The paragraph styles of a table whose type has so many points."""
    line, head = points * LINE, (points + 0.5) * LINE
    return {
        "附件": Style(HEITI, 16, 20, keep=True),
        "表格标题": Style(XIAOBIAOSONG, TITLE_POINTS, 30, "centre", keep=True),
        "表格说明": Style(FANGSONG, 12, 18, keep=True),
        "表头": Style(HEITI, points, head, "centre", keep=True),
        "表格章": Style(HEITI, points, head, "centre", keep=True),
        "表格节": Style(KAITI, points, head, keep=True),
        "表格正文": Style(FANGSONG, points, line),
        "表格居中": Style(FANGSONG, points, line, "centre"),
        "表格末": Style(FANGSONG, 1, 1),  # Word puts a paragraph after a last table: a low one makes no page
    }


def look_for(table: Form, wanted: str | None) -> Look:
    """A4, A3 for a wide table, or the paper that is wanted; the largest type in which the table keeps to few pages."""
    page = PAPERS[wanted or ("A3" if len(table.columns) >= WIDE_FROM else "A4")]
    crowded = page is PAPERS["A4"] and len(table.columns) >= WIDE_FROM
    larger, smaller = SIZES
    lowest = len(table.rows) * height("", page.type_width, larger)  # where each of them has one line
    if not crowded and lowest <= FEW * page.type_height:
        look = Look(page, larger, tuple(column_widths(table, page.type_width, larger)))
        if _few(table, look):
            return look
    return Look(page, smaller, tuple(column_widths(table, page.type_width, smaller)))


def _few(table: Form, look: Look) -> bool:
    """Whether the table keeps to few pages; no row is looked at behind the one that is too many."""
    together = accumulate(_height(row.texts, look) for row in table.rows)
    return all(high <= FEW * look.page.type_height for high in together)


def _stays_whole(look: Look) -> Callable[[Sequence[str]], bool]:
    """Whether a row of such texts is low enough to stay whole; of most this is seen without looking at their signs."""
    most = WHOLE_UP_TO * look.page.type_height
    lines = (most - 2 * CELL_PAD) / (look.points * LINE * MM_PER_POINT)
    rooms = [room_of(width, look.points) for width in look.widths]

    def stays(texts: Sequence[str]) -> bool:
        for text, room in zip(texts, rooms, strict=True):
            if len(text) >= lines and lines_at_most(text, room) > lines:
                return _height(texts, look) <= most
        return True

    return stays


def _height(texts: Sequence[str], look: Look) -> float:
    """The height of a row in mm."""
    return max(height(text, width, look.points) for text, width in zip(texts, look.widths, strict=True))


def broken(title: str, page: word.Page) -> str:
    """The title in two lines where it does not fit into one: a line ends where its sense ends, after 》."""
    if ems(title) * TITLE_POINTS * MM_PER_POINT <= page.type_width:
        return title
    head, mark, tail = title.rpartition("》")
    return f"{head}{mark}\n{tail}" if mark and tail else title


def _remark(options: Options) -> str:
    """填报单位, 填报日期 and 填报期 of a 台账, 制表单位 and 制表日期 of a 责任分工表; a blank where they are not known."""
    verb = "填报" if options.ledger else "制表"
    day = date_words(options.day) if options.day else "    年  月  日"
    when = options.back and f"（{options.back.month}月{options.back.day}日前报回）"
    asked = f"        填报期：{period(options.period).words}{when or ''}" if options.period else ""
    whose = f"{verb}单位：{options.unit or '                '}        {verb}日期：{day}"
    return f"{whose}{asked if options.ledger else ''}"


def _rows(made: word.Word, table: Form, look: Look) -> Iterator[str]:
    """The rows of the table, its header first."""
    yield made.row(
        [column.header for column in table.columns],
        made.frames(["表头"] * len(look.widths), look.widths),
        head=True,
    )
    cells = made.frames(
        ["表格居中" if column.centred else "表格正文" for column in table.columns], look.widths
    )
    bands = [made.frames([style], [sum(look.widths)], len(look.widths)) for style in ("表格章", "表格节")]
    stays_whole = _stays_whole(look)
    for line in table.lines:
        if isinstance(line, Section):
            yield made.row([line.text], bands[line.depth > 0])
        else:
            texts, mark = line.texts, f"{marks.BOOKMARK}{line.task.id}"
            yield made.row(texts, cells, whole=stays_whole(texts), bookmark=mark)
