"""Charts that belong to the office program: a picture that Word, Excel and WPS draw from cells and let one edit.

XlsxWriter writes both the cells and the chart over them, the values of each range kept in the chart as well (its caches).
In a workbook the chart stands on a sheet; a Word document takes the same chart, with a workbook of its cells inside.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from policyparse.ledger import CLOSED, TrackedTask
from policyparse.ledger.due import due_of

if TYPE_CHECKING:
    from xlsxwriter import Workbook

SHEET = "数据"
MOST_UNITS, MOST_MONTHS = 15, 15
"""What a chart has room for."""
COLOURS = {
    "已完成": "#2E8B57",
    "推进中": "#5B8DB8",
    "未启动": "#C9CDD2",
    "逾期": "#C0392B",
    "已终止": "#6B7076",
}
"""In the order of a bar; 逾期 takes a task out of its state, so that each is counted once."""
DUE = {
    "已办结（含终止）": COLOURS["已完成"],
    "逾期未办结": COLOURS["逾期"],
    "未到期未办结": COLOURS["推进中"],
}
PIXELS_PER_MM = 96 / 25.4
_RULE, _INK, _PALE = "#E4E7EA", "#333333", {"#C9CDD2"}


@dataclass(frozen=True, slots=True)
class Chart:
    """A stacked chart: lying bars (``bar``) or standing columns; for each series its name, colour (#RRGGBB) and values.

    ``title`` is for those who do not see it; ``height`` is in mm.
    """

    kind: Literal["bar", "column"]
    title: str
    axis: str
    categories: tuple[str, ...]
    series: tuple[tuple[str, str, tuple[int, ...]], ...]
    height: float

    @property
    def rows(self) -> list[list[str | int]]:
        """The cells: the names of the series over their values, the categories before them."""
        head = ["", *(name for name, _, _ in self.series)]
        values = zip(*(values for _, _, values in self.series), strict=True)
        return [head, *([name, *row] for name, row in zip(self.categories, values, strict=True))]


States = Mapping[str, Mapping[str, int]]
"""How many tasks each unit (its full name) leads in each of COLOURS."""
Months = Mapping[date, Mapping[str, int]]
"""How many tasks are due in each month (its first day), in each of DUE."""


def states_of(tasks: Sequence[TrackedTask], units: Sequence[tuple[str, str]]) -> Chart:
    """A bar for each unit (full name and printed name, in order) over the tasks that it leads: in which state, how many late."""
    return states_chart(counted_states(tasks), units)


def counted_states(tasks: Sequence[TrackedTask]) -> States:
    """What ``states_chart`` draws, counted."""
    counts: dict[str, Counter[str]] = {}
    for task in tasks:
        part = "逾期" if task.overdue_days else task.progress.state
        for canonical in set(task.leading):
            counts.setdefault(canonical, Counter())[part] += 1
    return counts


def states_chart(counts: States, units: Sequence[tuple[str, str]]) -> Chart:
    """As ``states_of``, from the counts."""
    shown = units[:MOST_UNITS]
    series = (
        (part, colour, tuple(counts.get(canonical, {}).get(part, 0) for canonical, _ in shown))
        for part, colour in COLOURS.items()
    )
    height = 24 + 6.2 * len(shown)
    names = tuple(name for _, name in shown)
    return Chart(
        "bar", "各牵头单位任务状态", "任务数（项）", names, tuple(s for s in series if any(s[2])), height
    )


def due_by_month(tasks: Sequence[TrackedTask], day: date) -> Chart:
    """A column for each month in which tasks are due: done, late, open; months far from the day stand together."""
    return months_chart(counted_months(tasks), day)


def counted_months(tasks: Sequence[TrackedTask]) -> Months:
    """What ``months_chart`` draws, counted."""
    counts: dict[date, Counter[str]] = {}
    for task in tasks:
        if due := due_of(task):
            counts.setdefault(due.replace(day=1), Counter())[_part(task)] += 1
    return counts


def months_chart(counts: Months, day: date) -> Chart:
    """As ``due_by_month``, from the counts."""
    months = _near([(month, Counter(counts.get(month, {}))) for month in _every(counts)], day)
    series = tuple((name, colour, tuple(parts[name] for _, parts in months)) for name, colour in DUE.items())
    names = tuple(name for name, _ in months)
    return Chart("column", "任务到期时间分布", "到期任务（项）", names, series, 66)


def _part(task: TrackedTask) -> str:
    done, late, open_ = DUE
    return done if task.progress.state in CLOSED else late if task.overdue_days else open_


def _every(counts: Months) -> Iterator[date]:
    """Every month from the first to the last."""
    month, last = min(counts, default=None), max(counts, default=None)
    while month and last and month <= last:
        yield month
        if (month.year, month.month) == (date.max.year, 12):
            break
        month = (month + timedelta(days=31)).replace(day=1)


def _near(months: Sequence[tuple[date, Counter[str]]], day: date) -> list[tuple[str, Counter[str]]]:
    """The months by name; where there are too many those around the day, the others together before and behind."""
    here = sum(month <= day for month, _ in months)
    first = max(min(here - MOST_MONTHS // 2, len(months) - MOST_MONTHS), 0)
    inside = months[first : first + MOST_MONTHS]
    before, after = months[:first], months[first + MOST_MONTHS :]
    return [
        *([("此前", sum((parts for _, parts in before), Counter()))] if before else []),
        *((_month(month, at == 0), parts) for at, (month, parts) in enumerate(inside)),
        *([("此后", sum((parts for _, parts in after), Counter()))] if after else []),
    ]


def _month(month: date, first: bool) -> str:
    """6月; with its year at first and where one begins."""
    return f"{month.year}年{month.month}月" if first or month.month == 1 else f"{month.month}月"


# What Excel 2007 leaves out, as XlsxWriter does, newer programs take for true in a Word document (ECMA-376, CT_Boolean).
_OFF = b"".join(b'<c:show%s val="0"/>' % part for part in (b"CatName", b"SerName", b"Percent", b"BubbleSize"))
_EXPLICIT = (
    (b'<c:lang val="en-US"/>', b'<c:lang val="zh-CN"/><c:roundedCorners val="0"/>'),
    (b'<c:grouping val="stacked"/>', b'<c:grouping val="stacked"/><c:varyColors val="0"/>'),
    (b'<c:showVal val="1"/>', b'<c:showLegendKey val="0"/><c:showVal val="1"/>' + _OFF),
    (b"</c:scaling>", b'</c:scaling><c:delete val="0"/>'),
    (b'<c:legendPos val="t"/><c:layout/>', b'<c:legendPos val="t"/><c:layout/><c:overlay val="0"/>'),
)


# ---- drawn -----------------------------------------------------------------------------------------------


def draw(book: Workbook, sheet: str, first: int, chart: Chart) -> Any:
    """The chart over the cells ``chart.rows``, which stand in ``sheet`` from the row ``first`` (from 0) on."""
    made = book.add_chart({"type": chart.kind, "subtype": "stacked"})
    bottom = first + len(chart.categories)
    for at, (name, colour, values) in enumerate(chart.series, 1):
        made.add_series(
            {
                "name": [sheet, first, at],
                "name_data": [name],
                "categories": [sheet, first + 1, 0, bottom, 0],
                "categories_data": list(chart.categories),
                "values": [sheet, first + 1, at, bottom, at],
                "values_data": list(values),
                "fill": {"color": colour},
                "gap": 55,
                # a part of no task needs no figure
                "data_labels": {
                    "value": True,
                    "num_format": "0;;;",
                    "font": {"size": 8, "color": _INK if colour in _PALE else "#FFFFFF"},
                },
            }
        )
    names, numbers = ("y", "x") if chart.kind == "bar" else ("x", "y")
    # the first bar stands above, and the numbers below the last
    upside_down = {"reverse": True, "crossing": "max"} if chart.kind == "bar" else {}
    plain = {"line": {"none": True}, "num_font": {"size": 9}, "major_tick_mark": "none"}
    axes = {
        names: {**plain, **upside_down, "line": {"color": "#9AA0A6"}},
        numbers: {
            **plain,
            "name": chart.axis,
            "name_font": {"size": 9, "bold": False},
            "major_gridlines": {"visible": True, "line": {"color": _RULE, "width": 0.5}},
            "num_format": "0",
            "min": 0,
        },
    }
    made.set_x_axis(axes["x"])
    made.set_y_axis(axes["y"])
    made.set_legend({"position": "top", "font": {"size": 9}})
    made.set_title({"none": True})
    made.set_chartarea({"border": {"none": True}})
    return made


def in_word(chart: Chart) -> tuple[bytes, bytes]:
    """The chart as a part of a Word document, and the workbook of its cells; the part's ``rId1`` is the workbook."""
    with_chart, cells = _book(chart, drawn=True), _book(chart, drawn=False)
    with zipfile.ZipFile(io.BytesIO(with_chart)) as archive:
        xml = archive.read("xl/charts/chart1.xml")
    head, mark, _ = xml.partition(b"<c:printSettings>")
    assert mark, "a chart of XlsxWriter ends with its print settings"
    for short, whole in _EXPLICIT:
        head = head.replace(short, whole)
    data = b'<c:externalData r:id="rId1"><c:autoUpdate val="0"/></c:externalData></c:chartSpace>'
    return head + data, cells


def _book(chart: Chart, drawn: bool) -> bytes:
    from xlsxwriter import Workbook  # a document without charts needs none

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, options) as book:
        page = book.add_worksheet(SHEET)
        for at, row in enumerate(chart.rows):
            page.write_row(at, 0, row)
        page.set_column(0, 0, 24)
        if drawn:
            page.insert_chart("A1", draw(book, SHEET, 0, chart))
    return out.getvalue()
