"""A workbook: the table to filter and print, the targets as numbers and dates, the totals of each unit.

The outline is a column here and not section rows: a merged row among the tasks cannot be filtered or sorted.
"""

from __future__ import annotations

import io
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from policyparse.exports.columns import COLUMNS, Column, Percent, Value, as_text
from policyparse.exports.form import Options, form
from policyparse.exports.widths import ems
from policyparse.ledger import STATES, TrackedTask, words
from policyparse.output import clean

MARKS = ("key", "stamp")
LONGEST = 32767
"""Characters that a cell of Excel holds."""
CUT = "…（原文过长，此处截断）"
CHARACTERS_PER_MM = 0.55
HAN_PER_WIDTH = 0.46
"""Han characters of 11 points in one unit of a column's width, which is a digit."""
LINE_HEIGHT, HIGHEST = 15, 409
"""In points; Excel knows no higher row."""
TITLE, HEAD, LEFT, CENTRE = "表格标题", "表头", "表格正文", "表格居中"
THIN = Side(style="thin", color="FF808080")
BORDER = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)
TARGET_HEAD = (
    ("任务号", 9), ("重点任务", 32), ("牵头单位", 22), ("指标", 36), ("比较", 10), ("数值", 12),
    ("数值上限", 12), ("单位", 12), ("变化", 10), ("基期", 12), ("范围", 16), ("类别", 12),
    ("完成日期", 14), ("原文", 48),
)  # fmt: skip
UNIT_HEAD = (
    ("单位", 36), ("牵头", 9), ("配合", 9), ("合计", 9), *((state, 10) for state in STATES), ("逾期", 9),
)  # fmt: skip
Rows = Iterable[Sequence[Value]]


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The workbook: sheets 责任分工表 (or 督查台账, whose rows carry their marks hidden), 量化目标 and 单位汇总."""
    book = new_book()
    table = form(tasks, options, sections=False)
    marks = MARKS if options.ledger and not options.columns else ()
    columns = (*table.columns, *(COLUMNS[id_] for id_ in marks))
    head = [(column.header, round(column.width * CHARACTERS_PER_MM)) for column in columns]
    name = "督查台账" if options.ledger else "责任分工表"
    rows = ((*row.cells, *(COLUMNS[id_].value(row.task, 0) for id_ in marks)) for row in table.rows)
    hide(sheet(book, name, table.title, head, rows), columns)
    sheet(book, "量化目标", f"{table.title}：量化目标", TARGET_HEAD, target_rows(tasks))
    sheet(book, "单位汇总", f"{table.title}：单位汇总", UNIT_HEAD, unit_rows(tasks))
    return content(book)


def hide(page: Worksheet, columns: Sequence[Column]) -> None:
    """Hide the marks: the columns by which a row is known again, and what has been written in it."""
    for at, column in enumerate(columns, 1):
        if column.id in MARKS:
            page.column_dimensions[get_column_letter(at)].hidden = True


def new_book() -> Workbook:
    """A workbook without a sheet, with the styles of our cells: named ones, as setting each cell's own is slow."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, font, side, ruled in (
        (TITLE, Font(name="黑体", size=16), "center", False),
        (HEAD, Font(name="黑体", size=11), "center", True),
        (LEFT, Font(name="仿宋", size=11), "left", True),
        (CENTRE, Font(name="仿宋", size=11), "center", True),
    ):
        style = NamedStyle(name, font=font, border=BORDER if ruled else None)
        style.alignment = Alignment(horizontal=side, vertical="center", wrap_text=True)
        if name == HEAD:
            style.fill = PatternFill("solid", fgColor="FFD9E2F3")
        book.add_named_style(style)
    return book


def content(book: Workbook) -> bytes:
    """The bytes of the file."""
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet(book: Workbook, name: str, title: str, head: Sequence[tuple[str, int]], rows: Rows) -> Worksheet:
    """A sheet ready to print: the title, the header (frozen, with filters), a row for each of ``rows``.

    ``head`` gives each column's header and its width in characters.
    """
    page: Worksheet = book.create_sheet(name)
    last = get_column_letter(len(head))
    put(page.cell(1, 1), title, TITLE)
    page.merge_cells(f"A1:{last}1")
    page.row_dimensions[1].height = 36
    for at, (text, width) in enumerate(head, 1):
        put(page.cell(2, at), text, HEAD)
        page.column_dimensions[get_column_letter(at)].width = max(width, 2 * len(text) + 4)
    bottom = _fill(page, rows)
    page.freeze_panes = "A3"
    page.auto_filter.ref = f"A2:{last}{bottom}"
    _print_setup(page)
    return page


def _fill(page: Worksheet, rows: Rows) -> int:
    """Write the rows, each as high as its text: not every program finds that by itself when it opens a file."""
    rooms = [dimension.width * HAN_PER_WIDTH for dimension in page.column_dimensions.values()]
    at = 2
    for at, values in enumerate(rows, 3):
        for column, value in enumerate(values, 1):
            style = CENTRE if isinstance(value, (int, Decimal, date)) else LEFT
            put(page.cell(at, column), value, style)
        lines = max(_lines(as_text(value), room) for value, room in zip(values, rooms, strict=True))
        page.row_dimensions[at].height = min(lines * LINE_HEIGHT + 4, HIGHEST)
    return at


def _lines(text: str, room: float) -> int:
    return sum(max(math.ceil(ems(line) / room), 1) for line in text.split("\n"))


def put(cell: Cell, value: Value, style: str) -> None:
    """Write a value as what it is: a number, a date, or a text, which is never a formula."""
    cell.style = style
    if isinstance(value, str):
        cell.value = value if len(value) <= LONGEST else value[: LONGEST - len(CUT)] + CUT
        cell.data_type = "s"
        if value.lstrip()[:1] in {"=", "+", "-", "@"}:
            cell.quotePrefix = True
    elif isinstance(value, Percent):
        cell.value, cell.number_format = int(value) / 100, "0%"
    else:
        cell.value = value
        if isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"


def _print_setup(page: Worksheet) -> None:
    page.page_setup.orientation = "landscape"
    page.page_setup.paperSize = page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "2:2"
    page.oddFooter.center.text = "— &P —"


def target_rows(tasks: Sequence[TrackedTask]) -> Iterable[Sequence[Value]]:
    """The targets of the tasks, one a row: numbers as numbers, dates as dates."""
    for task in tasks:
        for mention in task.targets:
            t = mention.value
            yield (
                task.id,
                clean(task.title),
                clean("、".join(task.lead)),
                clean(t.metric),
                words.COMPARATORS[t.comparator],
                t.value,
                t.value_max,
                t.unit,
                words.CHANGES[t.change] if t.change else None,
                t.baseline,
                t.scope,
                words.TARGET_KINDS[t.kind],
                t.due,
                clean(mention.surface),
            )


def unit_rows(tasks: Sequence[TrackedTask]) -> Iterable[Sequence[Value]]:
    """The units in the order of their first mention, by full name, with the counts of their tasks."""
    totals: dict[str, Counter[str]] = {}
    for task in tasks:
        roles = {unit.value.canonical: unit.value.role for unit in reversed(task.units)}
        for name in dict.fromkeys(unit.value.canonical for unit in task.units):
            counts = totals.setdefault(name, Counter())
            counts.update([roles[name], task.progress.state, *(["overdue"] if task.overdue_days else [])])
    for name, counts in totals.items():
        both = counts["lead"] + counts["support"]
        states = (counts[state] for state in STATES)
        yield (clean(name), counts["lead"], counts["support"], both, *states, counts["overdue"])
