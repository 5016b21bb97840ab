"""For each unit a workbook to fill in and the same as a document: what it leads, what it supports.

What the unit last reported stands in the cells that it may change; all others are protected. The task's key
and the stamp of its entries are in hidden columns, so that what comes back is known whatever has been sorted,
renamed or inserted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from policyparse.exports import docx, xlsx
from policyparse.exports.columns import COLUMNS
from policyparse.exports.form import Options, form, title
from policyparse.exports.marks import PREFIX
from policyparse.exports.units import LEAD_SHEET, SUPPORT_SHEET, UnitTasks
from policyparse.ledger import STATES, TrackedTask
from policyparse.ledger.periods import period

NOTE_SHEET = "填写说明"
FORM_ENTRIES = (
    "person",
    "contact",
    "state",
    "percent",
    "presents",
    "note",
    "problem",
    "next_step",
    "coordinate",
    "reason",
)
"""The entries in the order in which people fill them in; each of them."""
FORM = (
    "key", "id", "title", "text", "targets", "lead", "support", "deadline",
    *FORM_ENTRIES, "evidence", "stamp",
)  # fmt: skip
ALLOWED = dict.fromkeys(("format_columns", "format_rows", "autofilter", "sort", "insert_rows"), True)
"""What may be done to a protected sheet besides."""
VALID: dict[str, dict[str, Any]] = {
    "state": {
        "validate": "list",
        "source": list(STATES),
        "error_message": f"请从列表中选择：{'、'.join(STATES)}",
    },
    "percent": {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": 1,
        "error_message": "请填 0% 到 100%",
    },
}
SPARE_ROWS = 5
"""Empty rows below the tasks, for what the unit does beside them."""
NOTES = (
    f"1. 请填写右侧未锁定的各列：{'、'.join(COLUMNS[id_].header for id_ in (*FORM_ENTRIES, 'evidence'))}。",
    "2. 状态从下拉列表中选择；总体进度填 0% 到 100%；终止或重新启动的任务请填事由。",
    "3. 目标现值写在各指标名的冒号后面，只写数；没有新数的不写。",
    "4. 其余各列已锁定，请勿改动；表内可以筛选、调整行高列宽。",
    "5. 有佐证材料的，在“佐证材料”一栏写文件名，一行一个，文件与本表放在一起（或打成一个压缩包）发回。",
    "6. 新增事项填在表末空行，任务号留空。",
    "7. 填好后把本文件发回，文件名可以改。",
)


def for_period(options: Options) -> str:
    """What a table is to be filled in for and when it is to be back: 2025年6月填报，7月5日前报回; "" where none says it."""
    if not options.period:
        return ""
    back = f"，{options.back.month}月{options.back.day}日前报回" if options.back else ""
    return f"{period(options.period).words}填报{back}"


def document(unit: UnitTasks, options: Options) -> bytes:
    """The 督查台账 of the unit as DOCX, parted into what it leads and what it supports."""
    return docx.render(unit.tasks, _own(unit, options))


def workbook(unit: UnitTasks, options: Options) -> bytes:
    """The workbook that the unit fills in."""
    book = xlsx.Book()
    options = _own(unit, options)
    heading, when = title(unit.tasks, options), for_period(options)
    for name, tasks in ((LEAD_SHEET, unit.lead), (SUPPORT_SHEET, unit.support)):
        if tasks:
            own = [task.as_told_by(unit.canonical) for task in tasks]
            _sheet(book, name, f"{heading}：{name}" + (f"（{when}）" if when else ""), own)
    book.notes(NOTE_SHEET, (*NOTES, *([f"8. 本表为{when}。"] if when else [])))
    for name, value in options.sent(unit.tasks).told().items():
        book.mark(f"{PREFIX}{name}", value)
    return book.content()


def _own(unit: UnitTasks, options: Options) -> Options:
    return replace(options, unit=unit.printed, whose=unit.canonical, ledger=True)


def _sheet(book: xlsx.Book, name: str, heading: str, tasks: Sequence[TrackedTask]) -> None:
    """A sheet protected but for the entries and the spare rows; no password, as it guards against slips only."""
    table = form(tasks, Options(columns=FORM))
    rows = [*(row.cells for row in table.rows), *[("",) * len(FORM)] * SPARE_ROWS]

    def free(row: int, column: int) -> bool:
        id_ = FORM[column]
        return (
            COLUMNS[id_].entry or id_ == "evidence" or (row >= len(tasks) and id_ not in {"id", *xlsx.MARKS})
        )

    frozen = FORM.index("title") + 1
    page = book.sheet(name, heading, xlsx.header_cells(table.columns), rows, free=free, frozen=frozen)
    page.protect("", ALLOWED)
    for id_, rule in VALID.items():
        at = FORM.index(id_)
        page.data_validation(xlsx.FIRST_ROW, at, xlsx.FIRST_ROW + len(rows) - 1, at, dict(rule))
