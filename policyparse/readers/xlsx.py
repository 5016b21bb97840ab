"""XLSX → ``Scan``: each sheet its title lines and a table; where there are several, each under its own name.

The one module that reads with openpyxl. Values are given as the sheet shows them: 0.95 under the format 0% is
95%, a date is a date, and a formula is the value that was last worked out.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.styles.numbers import is_date_format

from policyparse.errors import UnreadableFile
from policyparse.model import Block, Cell, Line, Scan
from policyparse.readers.file import MAX_CELLS, File, HostileFile, unzip
from policyparse.readers.sheets import blocks_of_sheet


def scan(file: File) -> Scan:
    """The tables of the workbook's visible sheets; raises UnreadableFile where it is damaged or empty."""
    book = _open(file)
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible"]
    blocks: list[Block] = []
    for sheet in shown:
        inner = list(blocks_of_sheet(list(_cells(sheet))))
        if inner and len(shown) > 1:
            blocks.append(Line(sheet.title, heading=1, whole=True))
        blocks += inner
    if not blocks:
        raise UnreadableFile(f"{file.name}：工作簿里没有内容")
    remarks = (f"隐藏的工作表未读取：{'、'.join(hidden)}",) if hidden else ()
    return Scan(name=file.name, format="xlsx", sha256=file.sha256, blocks=tuple(blocks), remarks=remarks)


def _open(file: File) -> Any:
    try:
        _refuse_declarations(file)
        with warnings.catch_warnings():  # openpyxl warns of each extension that it does not know
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(io.BytesIO(file.data), data_only=True)
    except UnreadableFile:
        raise
    except Exception as error:  # zipfile and openpyxl raise what their parsers trip over
        raise UnreadableFile(f"{file.name}：工作簿已损坏，无法打开") from error


def _refuse_declarations(file: File) -> None:
    with unzip(file) as package:
        for member in package.infolist():
            is_xml = member.filename.endswith((".xml", ".rels"))
            if is_xml and b"<!DOCTYPE" in package.open(member).read(4096):
                raise HostileFile(f"{file.name}：文件里有不允许的 XML 声明，不予读取")


def _cells(sheet: Any) -> Iterator[Cell]:
    """The cells that hold something or are merged; those that a merged one covers are left out."""
    stored = sheet._cells  # iter_rows would make a cell for each place of a sheet formatted to its last row
    if len(stored) > MAX_CELLS:
        raise HostileFile(f"工作表“{sheet.title}”过大，不予读取")
    spans = {(r.min_row, r.min_col): r for r in sheet.merged_cells.ranges}
    covered = {place for r in spans.values() for row in r.rows for place in row} - set(spans)
    for (row, column), cell in sorted(stored.items()):
        if (row, column) in covered:
            continue
        span = spans.get((row, column))
        rows, columns = (span.size["rows"], span.size["columns"]) if span else (1, 1)
        yield Cell(_shown(cell), row - 1, column - 1, rows, columns)


def _shown(cell: Any) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, datetime) and not (value.hour or value.minute or value.second):
        value = value.date()
    if isinstance(value, (date, datetime)):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return _number(value, str(cell.number_format))
    return str(value).strip()


def _number(value: float, form: str) -> str:
    exact = Decimal(repr(value))
    if "%" in form and not is_date_format(form):
        return f"{_plain(exact * 100)}%"
    return _plain(exact)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
