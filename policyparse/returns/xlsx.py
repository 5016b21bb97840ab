"""A workbook as it comes back: shuffled, renamed, merged, with formulas."""

from __future__ import annotations

import warnings
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from policyparse.errors import ImportRejected
from policyparse.exports.marks import PREFIX, Sent, sent
from policyparse.returns.cells import Cell, Content, Sheet, Value

WIDEST = 200
"""Columns of a sheet that are looked at."""


def sheets(path: Path) -> Content:
    """What the workbook says of itself, and its sheets. Raises ImportRejected."""
    book = _opened(path, values=False)
    formulas = any(cell.data_type == "f" for page in book.worksheets for cell in page._cells.values())
    results = _opened(path, values=True) if formulas else None
    found = tuple(_sheet(page, results[page.title] if results else None) for page in book.worksheets)
    return Content(_sent(book), found)


def _opened(path: Path, values: bool) -> Any:
    """The workbook with its formulas, or with the values that they last had."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # what openpyxl cannot keep of a workbook that is only read
            return openpyxl.load_workbook(path, data_only=values)
    except Exception as error:  # a damaged archive fails in as many ways as there are parsers below
        raise ImportRejected(f"{path.name}：打不开，可能已损坏或加密（{type(error).__name__}）。") from error


def _sent(book: Any) -> Sent:
    return sent({p.name.removeprefix(PREFIX): str(p.value) for p in book.custom_doc_props.props})


def _sheet(page: Any, results: Any) -> Sheet:
    # the sheet's own cells: to walk over its rows would make cells down to the last row that was ever formatted
    filled = {at: cell for at, cell in page._cells.items() if cell.value is not None and at[1] <= WIDEST}
    last = max((row for row, _ in filled), default=0)
    width = max((column for _, column in filled), default=0)
    merged = _merged(page, last, width)
    rows = tuple(
        tuple(_cell((row, column), filled, merged, results) for column in range(1, width + 1))
        for row in range(1, last + 1)
    )
    return Sheet(str(page.title), rows)


def _merged(page: Any, last: int, width: int) -> dict[tuple[int, int], tuple[int, int, int]]:
    """For each place under a merged cell where its value stands, and over how many columns it goes."""
    return {
        (row, column): (area.min_row, area.min_col, area.max_col - area.min_col + 1)
        for area in page.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, last) + 1)
        for column in range(area.min_col, min(area.max_col, width) + 1)
    }


def _cell(at: tuple[int, int], filled: dict[Any, Any], merged: dict[Any, Any], results: Any) -> Cell:
    row, column, wide = merged.get(at, (*at, 1))
    place = f"{get_column_letter(at[1])}{at[0]}"
    source = filled.get((row, column))
    if source is None:
        return Cell(None, place, wide=wide)
    share = "%" in str(source.number_format)
    value, kind = source.value, source.data_type
    if kind == "f":
        value = results.cell(row, column).value
        if value is None:
            return Cell(None, place, share, wide, "公式没有算出的结果")
    if kind == "e" or (isinstance(value, str) and kind == "f" and value.startswith("#")):
        return Cell(None, place, share, wide, f"单元格出错：{value}")
    return Cell(_plain(value), place, share, wide)


def _plain(value: Any) -> Value:
    """Numbers by the digits that the sheet shows, a moment as its day, a formula of text as its text."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, (int, date)):
        return value
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(repr(value))
    return str(value)
