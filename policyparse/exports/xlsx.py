"""A workbook: the table to filter and print, the targets as numbers and dates, the totals of each unit, charts over them.

XlsxWriter makes the workbook, ``sheetml`` the rows of its sheets. The outline is a column here and not section rows: a merged row among
the tasks cannot be filtered or sorted.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

from policyparse.exports import charts, sheetml
from policyparse.exports.columns import COLUMNS, Column, Value
from policyparse.exports.form import Options, form
from policyparse.exports.marks import PREFIX
from policyparse.exports.units import printed_names
from policyparse.exports.widths import lines_of
from policyparse.ledger import STATES, TrackedTask, words
from policyparse.output import clean

MARKS = ("key", "stamp")
CHARACTERS_PER_MM = 0.55
HAN_PER_WIDTH = 0.46
"""Han characters of 11 points in one unit of a column's width, which is a digit."""
LINE_HEIGHT, HIGHEST = 15, 408.75
"""In points; Excel knows no higher row."""
FIRST_ROW = 2
"""The first row of values, from 0: the title and the header stand above it."""
HEITI, FANGSONG = "黑体", "仿宋"
RULED = {"border": 1, "border_color": "#808080"}
TITLE = {"font_name": HEITI, "font_size": 16, "align": "center"}
HEAD = {"font_name": HEITI, "font_size": 11, "align": "center", "bg_color": "#D9E2F3", **RULED}
LEFT = {"font_name": FANGSONG, "font_size": 11, "align": "left", **RULED}
CENTRE = {**LEFT, "align": "center"}
KINDS = {
    "text": LEFT,
    "formula": {**LEFT, "quote_prefix": True},
    "number": CENTRE,
    "digits": {**CENTRE, "quote_prefix": True},
    "day": {**CENTRE, "num_format": "yyyy-mm-dd"},
    "percent": {**CENTRE, "num_format": "0%"},
}
"""How a value of a kind (``sheetml.cell``) looks; what a spreadsheet would take for a formula is marked as the text that it is."""
TARGET_HEAD = (
    ("任务号", 9), ("重点任务", 32), ("牵头单位", 22), ("指标", 36), ("比较", 10), ("数值", 12),
    ("数值上限", 12), ("单位", 12), ("变化", 10), ("基期", 12), ("范围", 16), ("类别", 12),
    ("完成日期", 14), ("原文", 48),
)  # fmt: skip
UNIT_HEAD = (
    ("单位", 36), ("牵头", 9), ("配合", 9), ("合计", 9), *((state, 10) for state in STATES), ("逾期", 9),
)  # fmt: skip
Rows = Iterable[Sequence[Value]]
Free = Callable[[int, int], bool]
"""Whether a cell, by its row among the values and its column (from 0), may be changed where the sheet is protected."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column of a sheet: its header, its width in characters, whether it is hidden, whether 60 typed in it means 60 %."""

    text: str
    width: int
    hidden: bool = False
    share: bool = False


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The workbook: sheets 责任分工表 (or 督查台账), whose rows carry their marks hidden, 量化目标, 单位汇总 and 图表."""
    book = Book()
    table = form(tasks, options, sections=False)
    marks = tuple(id_ for id_ in MARKS if id_ not in (options.columns or ()))
    columns = (*table.columns, *(COLUMNS[id_] for id_ in marks))
    name = "督查台账" if options.ledger else "责任分工表"
    rows = (
        (*row.cells, *({"key": clean(row.task.key), "stamp": stamp}[id_] for id_ in marks))
        for row, stamp in table.stamped()
    )
    book.sheet(name, table.title, header_cells(columns), rows)
    for name_of, value in options.sent(tasks).told().items():
        book.mark(f"{PREFIX}{name_of}", value)
    book.sheet("量化目标", f"{table.title}：量化目标", [Head(*h) for h in TARGET_HEAD], target_rows(tasks))
    book.sheet("单位汇总", f"{table.title}：单位汇总", [Head(*h) for h in UNIT_HEAD], unit_rows(tasks))
    if options.ledger and options.day:
        book.charts(f"{table.title}：图表", overview(tasks, options.day))
    return book.content()


def header_cells(columns: Sequence[Column]) -> list[Head]:
    """The columns of a table as those of a sheet; the marks, by which a row is known again, are hidden."""
    return [
        Head(c.header, round(c.width * CHARACTERS_PER_MM), c.id in MARKS, c.id == "percent") for c in columns
    ]


def overview(tasks: Sequence[TrackedTask], day: date) -> list[charts.Chart]:
    """The charts of a 台账: the states of the tasks of each lead unit, and when the tasks are due."""
    led = Counter(u.value.canonical for t in tasks for u in t.answering if u.value.role == "lead")
    printed = printed_names(tasks)
    units = [(name, printed[name]) for name, _ in led.most_common()]
    made = [charts.states_of(tasks, units), charts.due_by_month(tasks, day)]
    return [chart for chart in made if chart.categories and chart.series]


class Book:
    """A workbook that is written sheet after sheet and row after row; ``content`` closes it."""

    def __init__(self) -> None:
        self._out = io.BytesIO()
        self._book = xlsxwriter.Workbook(self._out, {"constant_memory": True})
        self._formats: dict[tuple[Any, ...], Any] = {}
        self._looks: dict[tuple[bool, bool], Look] = {}
        self._rows: dict[str, list[bytes]] = {}

    def content(self) -> bytes:
        """The bytes of the file."""
        self._book.close()
        return sheetml.with_rows(self._out.getvalue(), self._rows)

    def sheet(
        self,
        name: str,
        title: str,
        columns: Sequence[Head],
        rows: Rows,
        *,
        free: Free | None = None,
        frozen: int = 0,
    ) -> Any:
        """A sheet ready to print: the title, the header (frozen, with filters), a row for each of ``rows``.

        ``frozen`` columns stay in sight as well. Each row is as high as its text: not every program finds that by itself.
        """
        page, below = self._page(name)
        widths = [max(head.width, 2 * len(head.text) + 4) for head in columns]
        for at, (head, width) in enumerate(zip(columns, widths, strict=True)):
            page.set_column(at, at, width, None, {"hidden": True} if head.hidden else {})
        page.set_row(0, 36)
        page.merge_range(0, 0, 0, len(columns) - 1, "", self._format(TITLE)) if len(columns) > 1 else None
        page.write_string(0, 0, title, self._format(TITLE))
        for at, head in enumerate(columns):
            page.write_string(1, at, head.text, self._format(HEAD))
        looks = [self._look(head.share) for head in columns]
        rooms = [math.inf if c.hidden else w * HAN_PER_WIDTH for c, w in zip(columns, widths, strict=True)]
        bottom = 1
        for bottom, values in enumerate(rows, FIRST_ROW):
            if free:
                looks = [self._look(c.share, free(bottom - FIRST_ROW, at)) for at, c in enumerate(columns)]
            below.append(_row(bottom, values, looks, rooms))
        page.freeze_panes(FIRST_ROW, frozen)
        page.autofilter(1, 0, bottom, len(columns) - 1)
        _print_setup(page)
        return page

    def charts(self, title: str, made: Sequence[charts.Chart]) -> None:
        """A sheet 图表 of charts with their cells beside them, where there are any."""
        if not made:
            return
        page, below = self._page("图表")
        page.write_string(0, 0, title, self._format({**TITLE, "align": "left", "text_wrap": False}))
        page.set_column(0, 0, 24)
        first = FIRST_ROW
        for chart in made:
            below.extend(_row(at, row, [self._look()] * len(row)) for at, row in enumerate(chart.rows, first))
            picture = charts.draw(self._book, "图表", first, chart)
            height = round(chart.height * charts.PIXELS_PER_MM)
            picture.set_size({"width": 720, "height": height})
            page.insert_chart(first, 8, picture, {"description": chart.title})
            first += max(len(chart.rows), math.ceil(height / 20)) + 2
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)

    def notes(self, name: str, lines: Sequence[str]) -> None:
        """A protected sheet of sentences."""
        page, _ = self._page(name)
        page.set_column(0, 0, 100)
        for at, line in enumerate(lines):
            page.write_string(at, 0, line, self._format(LEFT))
        page.protect()

    def mark(self, name: str, value: str) -> None:
        """A property of the file that a person does not see; Excel takes 255 characters."""
        self._book.set_custom_property(name, clean(value)[:255], "text")

    def _page(self, name: str) -> tuple[Any, list[bytes]]:
        """A new sheet, and the rows below those that XlsxWriter itself is given."""
        page = self._book.add_worksheet(name)
        return page, self._rows.setdefault(sheetml.part(len(self._rows)), [])

    def _look(self, share: bool = False, free: bool = False) -> Look:
        if (share, free) not in self._looks:
            style = ({"num_format": "0%"} if share else {}) | ({"locked": False} if free else {})
            self._looks[share, free] = Look(self._format, style)
        return self._looks[share, free]

    def _format(self, style: dict[str, Any]) -> Any:
        known = tuple(style.items())
        if known not in self._formats:
            look = {"valign": "vcenter", "text_wrap": True, **style}
            self._formats[known] = self._book.add_format(look)
        return self._formats[known]


class Look(dict[str, int]):
    """The numbers of the formats of a cell by the kind of its value; ``style`` is what they have besides, whatever the kind.

    A percentage's cell stays one where something else stands in it.
    """

    def __init__(self, format: Callable[[dict[str, Any]], Any], style: dict[str, Any]) -> None:
        super().__init__()
        self._format, self._style = format, style

    def __missing__(self, kind: str) -> int:
        # asked as XlsxWriter asks it when it writes a cell
        self[kind] = self._format({**self._style, **KINDS[kind]})._get_xf_index()
        return self[kind]


def _row(at: int, values: Sequence[Value], looks: Sequence[Look], rooms: Sequence[float] = ()) -> bytes:
    """The row ``at`` (from 0) in UTF-8, as high as its text in the ``rooms`` of its columns."""
    cells = [*map(sheetml.cell, values)]
    styles = [look[kind] for look, (kind, _, _) in zip(looks, cells, strict=False)]
    height = _height([text for _, _, text in cells], rooms) if rooms else None
    return sheetml.row(at + 1, [body for _, body, _ in cells], styles, height).encode()


def _height(texts: Sequence[str], rooms: Sequence[float]) -> float:
    """The height of a row in points: that of its highest cell; a hidden one has endless room."""
    lines = max(map(lines_of, texts, rooms), default=1)
    return min(lines * LINE_HEIGHT + 4, HIGHEST)


def _print_setup(page: Any) -> None:
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.set_footer("&C— &P —")


def target_rows(tasks: Sequence[TrackedTask]) -> Rows:
    """The targets of the tasks, one a row: numbers as numbers, dates as dates."""
    for task in tasks:
        for mention in task.targets:
            t = mention.value
            yield tuple(
                clean(value) if isinstance(value, str) else value
                for value in (
                    task.id,
                    task.title,
                    "、".join(task.lead),
                    t.metric,
                    words.COMPARATORS[t.comparator],
                    t.value,
                    t.value_max,
                    t.unit,
                    words.change_word(t),
                    t.baseline,
                    t.scope,
                    words.TARGET_KINDS[t.kind],
                    t.due,
                    mention.surface,
                )
            )


def unit_rows(tasks: Sequence[TrackedTask]) -> Rows:
    """The units in the order of their first mention, by full name, with the counts of their tasks."""
    totals: dict[str, Counter[str]] = {}
    for task in tasks:
        roles = {unit.value.canonical: unit.value.role for unit in reversed(task.answering)}
        for name in dict.fromkeys(unit.value.canonical for unit in task.answering):
            counts = totals.setdefault(name, Counter())
            counts.update([roles[name], task.progress.state, *(["overdue"] if task.overdue_days else [])])
    for name, counts in totals.items():
        both = counts["lead"] + counts["support"]
        states = (counts[state] for state in STATES)
        yield (clean(name), counts["lead"], counts["support"], both, *states, counts["overdue"])
