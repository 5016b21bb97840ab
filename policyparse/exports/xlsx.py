"""A workbook: the table to filter and print, the targets as numbers and dates, the totals of each unit, charts over them.

Written by XlsxWriter row by row, in constant memory. The outline is a column here and not section rows: a merged row among
the tasks cannot be filtered or sorted.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from policyparse.exports import charts
from policyparse.exports.columns import COLUMNS, Column, Percent, Value, as_text
from policyparse.exports.form import Options, form
from policyparse.exports.marks import PREFIX
from policyparse.exports.units import printed_names
from policyparse.exports.widths import ems
from policyparse.ledger import STATES, TrackedTask, words
from policyparse.output import clean

MARKS = ("key", "stamp")
LONGEST = 32767
"""Characters that a cell of Excel holds."""
CUT = "…（原文过长，此处截断）"
DIGITS = 15
"""Digits that Excel keeps of a number; one that has more is written as text, so that none is lost."""
FIRST_DAY = date(1900, 3, 1)
"""Excel's calendar is wrong before it (it has a 29 February 1900)."""
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
    marks = () if options.columns else MARKS
    columns = (*table.columns, *(COLUMNS[id_] for id_ in marks))
    name = "督查台账" if options.ledger else "责任分工表"
    rows = ((*row.cells, *(COLUMNS[id_].value(row.task, 0) for id_ in marks)) for row in table.rows)
    book.sheet(name, table.title, header_cells(columns), rows)
    for name_of, value in options.sent(len(tasks)).told().items():
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
        texts = dict.fromkeys(("strings_to_formulas", "strings_to_urls", "strings_to_numbers"), False)
        self._book = xlsxwriter.Workbook(self._out, {"constant_memory": True, **texts})
        self._formats: dict[tuple[Any, ...], Any] = {}

    def content(self) -> bytes:
        """The bytes of the file."""
        self._book.close()
        return self._out.getvalue()

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
        page = self._book.add_worksheet(name)
        widths = [max(head.width, 2 * len(head.text) + 4) for head in columns]
        for at, (head, width) in enumerate(zip(columns, widths, strict=True)):
            page.set_column(at, at, width, None, {"hidden": True} if head.hidden else {})
        page.set_row(0, 36)
        page.merge_range(0, 0, 0, len(columns) - 1, "", self._format(TITLE)) if len(columns) > 1 else None
        page.write_string(0, 0, title, self._format(TITLE))
        for at, head in enumerate(columns):
            page.write_string(1, at, head.text, self._format(HEAD))
        bottom = 1
        for bottom, values in enumerate(rows, FIRST_ROW):
            lines = (
                _lines(as_text(value), width)
                for value, width, head in zip(values, widths, columns, strict=True)
                if not head.hidden
            )
            page.set_row(bottom, min(max(lines) * LINE_HEIGHT + 4, HIGHEST))
            for at, value in enumerate(values):
                more = {"locked": False} if free and free(bottom - FIRST_ROW, at) else {}
                share = {"num_format": "0%"} if columns[at].share else {}
                self._put(page, bottom, at, value, **share, **more)
        page.freeze_panes(FIRST_ROW, frozen)
        page.autofilter(1, 0, bottom, len(columns) - 1)
        _print_setup(page)
        return page

    def charts(self, title: str, made: Sequence[charts.Chart]) -> None:
        """A sheet 图表 of charts with their cells beside them, where there are any."""
        if not made:
            return
        page = self._book.add_worksheet("图表")
        page.write_string(0, 0, title, self._format({**TITLE, "align": "left", "text_wrap": False}))
        page.set_column(0, 0, 24)
        first = FIRST_ROW
        for chart in made:
            for at, row in enumerate(chart.rows, first):
                for column, value in enumerate(row):
                    self._put(page, at, column, value)
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
        page = self._book.add_worksheet(name)
        page.set_column(0, 0, 100)
        for at, line in enumerate(lines):
            page.write_string(at, 0, line, self._format(LEFT))
        page.protect()

    def mark(self, name: str, value: str) -> None:
        """A property of the file that a person does not see; Excel takes 255 characters."""
        self._book.set_custom_property(name, clean(value)[:255], "text")

    def _put(self, page: Any, row: int, column: int, value: Value, **more: Any) -> None:
        """Write a value as what it is: a number, a date, or a text, which is never a formula."""
        if isinstance(value, Percent):
            page.write_number(row, column, value / 100, self._format(CENTRE, **{**more, "num_format": "0%"}))
        elif isinstance(value, (int, Decimal)) and _fits(value):
            page.write_number(row, column, value, self._format(CENTRE, **more))
        elif isinstance(value, date) and value >= FIRST_DAY:
            day = self._format(CENTRE, **{**more, "num_format": "yyyy-mm-dd"})
            page.write_datetime(row, column, datetime(value.year, value.month, value.day), day)
        elif value is None or value == "":
            page.write_blank(row, column, None, self._format(LEFT, **more))
        else:
            text = as_text(value)
            quoted = {"quote_prefix": True} if text.lstrip()[:1] in {"=", "+", "-", "@"} else {}
            style = LEFT if isinstance(value, str) else CENTRE
            fits = text if len(text) <= LONGEST else text[: LONGEST - len(CUT)] + CUT
            page.write_string(row, column, fits, self._format(style, **quoted, **more))

    def _format(self, style: dict[str, Any], **more: Any) -> Any:
        known = (
            (id(style), *more.items())
            if style is LEFT or style is CENTRE
            else tuple({**style, **more}.items())
        )
        if known not in self._formats:
            look = {"valign": "vcenter", "text_wrap": True, **style, **more}
            self._formats[known] = self._book.add_format(look)
        return self._formats[known]


def _fits(number: int | Decimal) -> bool:
    """Whether Excel keeps every digit of a number."""
    exact = Decimal(number)
    return exact.is_finite() and len(exact.as_tuple().digits) <= DIGITS and abs(exact.adjusted()) < 300


def _lines(text: str, width: float) -> int:
    room = width * HAN_PER_WIDTH
    if len(text) <= room and "\n" not in text:  # no sign is wider than a Han character
        return 1
    return sum(max(math.ceil(ems(line) / room), 1) for line in text.split("\n"))


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
