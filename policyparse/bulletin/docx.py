"""The 通报 as a Word document that an office can issue: the page and type of GB/T 9704-2012, tables, charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from policyparse.bulletin.figures import Figures
from policyparse.bulletin.lamps import Scheme
from policyparse.bulletin.pieces import Chapter, Picture, Table
from policyparse.bulletin.text import parts
from policyparse.exports import marks, word
from policyparse.exports.word import FANGSONG, HEITI, XIAOBIAOSONG, Style
from policyparse.ledger.periods import period
from policyparse.ledger.words import date_words

PAGE = word.Page(210, 297, margins=(37, 26, 35, 28), footer=25)
"""The page number then stands 7 mm below the type area."""
LINE = 28.95
"""Points from line to line: 22 lines on the type area of 225 mm."""
TABLE_POINTS, TABLE_LINE = 10.5, 15
SIDES = 0.5
"""The margins of a cell, in mm: names of units want the room."""
STYLES = {
    "通报标题": Style(XIAOBIAOSONG, 22, 32, "centre", keep=True),
    "通报正文": Style(FANGSONG, 16, LINE, "both", indent=True),
    "通报主送": Style(FANGSONG, 16, LINE, "both"),
    "通报层次": Style(HEITI, 16, LINE, "both", indent=True, keep=True),
    "通报落款": Style(FANGSONG, 16, LINE, "right"),
    "通报表题": Style(HEITI, 12, 22, "centre", keep=True),
    "通报图题": Style(HEITI, 12, 22, "centre"),
    "通报图": Style(FANGSONG, 12, 0, "centre", keep=True),
    "通报表头": Style(HEITI, TABLE_POINTS, TABLE_LINE, "centre", keep=True),
    "通报表文": Style(FANGSONG, TABLE_POINTS, TABLE_LINE),
    "通报表数": Style(FANGSONG, TABLE_POINTS, TABLE_LINE, "centre"),
    "通报空行": Style(FANGSONG, TABLE_POINTS, 9),
}


@dataclass(frozen=True, slots=True)
class Look:
    """What the person who issues it may choose: the lamps, the title, to whom it goes (主送), who signs, whether with charts."""

    scheme: Scheme
    title: str | None = None
    to: str | None = None
    issuer: str | None = None
    charts: bool = True


def render(figures: Figures, look: Look) -> bytes:
    """The document."""
    made = word.Word(PAGE, STYLES)
    title = look.title or default_title(figures)
    made.paragraph(title, "通报标题", after=LINE)
    if look.to:
        made.paragraph(f"{look.to.rstrip('：:')}：", "通报主送")
    for part in parts(figures, look.scheme, charts=look.charts):
        _part(made, part)
    signature(made, look.issuer, figures.day)
    made.attach(marks.as_xml({}, marks.Sent(period=figures.period)))  # so that ``add`` knows it as no policy
    return made.content(title)


def signature(made: word.Word, issuer: str | None, day: date) -> None:
    """Who issues it and when; never on a page without a line of the text (GB/T 9704-2012, 7.3.5.4)."""
    made.keep()
    made.paragraph("", "通报正文")
    for words in filter(None, (issuer, date_words(day))):
        made.keep()
        made.paragraph(f"{words}　　", "通报落款")


def default_title(figures: Figures) -> str:
    """关于2025年6月重点任务推进情况的通报."""
    return f"关于{period(figures.period).words}重点任务推进情况的通报"


def _part(made: word.Word, part: Chapter) -> None:
    if part.heading:
        made.paragraph(part.heading, "通报层次")
    for piece in part.pieces:
        if isinstance(piece, Table):
            made.paragraph(piece.title, "通报表题")
            table(made, piece)
        elif isinstance(piece, Picture):
            made.chart(piece.chart, "通报图")
            made.paragraph(piece.title, "通报图题")
        else:
            made.paragraph(piece, "通报正文")


def table(made: word.Word, table: Table) -> None:
    """A table as wide as the type area, its columns in the shares that they ask for."""
    whole = sum(width for width, _ in table.widths)
    widths = [width * PAGE.type_width / whole for width, _ in table.widths]
    head = made.row(table.head, made.frames(["通报表头"] * len(widths), widths), head=True)
    frames = made.frames(["通报表文" if wide else "通报表数" for _, wide in table.widths], widths)
    rows = (made.row(cells, frames) for cells in table.rows)
    made.table(widths, [head, *rows], sides=SIDES)
    made.paragraph("", "通报空行")
