"""For each unit a workbook to fill in and the same as a document: what it leads, what it supports.

What the unit last reported stands in the cells that it may change; all others are protected. The task's key
and the stamp of its entries are in hidden columns, so that what comes back is known whatever has been sorted,
renamed or inserted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from policyparse.exports import docx, xlsx
from policyparse.exports.columns import Column
from policyparse.exports.form import Options, form, title
from policyparse.exports.marks import UNIT_PROPERTY
from policyparse.exports.units import UnitTasks
from policyparse.ledger import HEADERS, STATES, TrackedTask

LEAD_SHEET, SUPPORT_SHEET, NOTE_SHEET = "牵头任务", "配合任务", "填写说明"
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
    *FORM_ENTRIES, "stamp",
)  # fmt: skip
SPARE_ROWS = 5
"""Empty rows below the tasks, for what the unit does beside them."""
NOTES = (
    f"1. 请填写右侧未锁定的各列：{'、'.join(HEADERS[field] for field in FORM_ENTRIES)}。",
    "2. 状态从下拉列表中选择；总体进度填 0% 到 100%；终止或重新启动的任务请填事由。",
    "3. 目标现值写在各指标名的冒号后面，只写数；没有新数的不写。",
    "4. 其余各列已锁定，请勿改动；表内可以筛选、调整行高列宽。",
    "5. 新增事项填在表末空行，任务号留空。",
    "6. 填好后把本文件发回，文件名可以改。",
)


def document(unit: UnitTasks, options: Options) -> bytes:
    """The 督查台账 of the unit as DOCX, parted into what it leads and what it supports."""
    return docx.render(unit.tasks, _own(unit, options))


def workbook(unit: UnitTasks, options: Options) -> bytes:
    """The workbook that the unit fills in."""
    book = xlsx.new_book()
    heading = title(unit.tasks, _own(unit, options))
    for name, tasks in ((LEAD_SHEET, unit.lead), (SUPPORT_SHEET, unit.support)):
        if tasks:
            _sheet(book, name, f"{heading}：{name}", tasks)
    _notes(book)
    book.custom_doc_props.append(StringProperty(name=UNIT_PROPERTY, value=unit.canonical))
    return xlsx.content(book)


def _own(unit: UnitTasks, options: Options) -> Options:
    return replace(options, unit=unit.printed, whose=unit.canonical, ledger=True)


def _sheet(book: Workbook, name: str, heading: str, tasks: Sequence[TrackedTask]) -> None:
    table = form(tasks, Options(columns=FORM))
    head = [(column.header, round(column.width * xlsx.CHARACTERS_PER_MM)) for column in table.columns]
    blank = [("",) * len(FORM)] * SPARE_ROWS
    page = xlsx.sheet(book, name, heading, head, [*(row.cells for row in table.rows), *blank])
    xlsx.hide(page, table.columns)
    page.freeze_panes = f"{get_column_letter(FORM.index('title') + 2)}3"
    _unlock(page, table.columns, first_blank=3 + len(tasks))
    _validate(page)


def _unlock(page: Worksheet, columns: Sequence[Column], first_blank: int) -> None:
    """Protect the sheet but for the entries and the spare rows; no password, as it guards against slips only."""
    for row in page.iter_rows(min_row=3):
        for cell, column in zip(row, columns, strict=True):
            free = column.entry or (row[0].row >= first_blank and column.id not in {"id", *xlsx.MARKS})
            cell.protection = Protection(locked=not free)
    page.protection.sheet = True
    for allowed in ("formatColumns", "formatRows", "autoFilter", "sort", "insertRows"):
        setattr(page.protection, allowed, False)  # False: not forbidden


def _validate(page: Worksheet) -> None:
    states = DataValidation("list", formula1=f'"{",".join(STATES)}"', allow_blank=True, showErrorMessage=True)
    states.error = f"请从列表中选择：{'、'.join(STATES)}"
    shares = DataValidation(
        "decimal", operator="between", formula1="0", formula2="1", allow_blank=True, showErrorMessage=True
    )
    shares.error = "请填 0% 到 100%"
    for id_, rule in (("state", states), ("percent", shares)):
        letter = get_column_letter(FORM.index(id_) + 1)
        rule.add(f"{letter}3:{letter}{page.max_row}")
        page.add_data_validation(rule)
    for row in range(3, page.max_row + 1):
        page.cell(row, FORM.index("percent") + 1).number_format = "0%"


def _notes(book: Workbook) -> None:
    page = book.create_sheet(NOTE_SHEET)
    page.column_dimensions["A"].width = 100
    for at, note in enumerate(NOTES, 1):
        xlsx.put(page.cell(at, 1), note, xlsx.LEFT)
    page.protection.sheet = True
