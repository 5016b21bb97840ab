"""XLSX → ``Scan``: each sheet its title lines and a table; where there are several, each under its own name.

Values are given as the sheet shows them: 0.95 under the format 0% is 95%, a date is a date, and a formula is the
value that was last worked out. What is struck out is no text, and a remark says so; so it does of hidden sheets
and rows, of comments and text boxes, and of formulas and errors, which hold no value that anyone could know.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from policyparse.errors import UnreadableFile
from policyparse.model import Block, Cell, Line, Scan
from policyparse.readers.file import File
from policyparse.readers.sheets import blocks_of_sheet
from policyparse.readers.telling import quoted, struck_remark
from policyparse.readers.xlsx.book import Book
from policyparse.readers.xlsx.formats import day_shown, number_shown, words_shown
from policyparse.readers.xlsx.stored import Sheet, Stored, letters

UNKNOWN = "#未计算"
"""What stands for a formula that was never worked out: like Excel's own #N/A it is no unit, no date and no number."""


def scan(file: File) -> Scan:
    """The tables of the workbook's visible sheets; raises UnreadableFile where it is damaged or empty."""
    book = Book(file)
    sheets = list(book.sheets())
    return scan_of(file, "xlsx", sheets, book.epoch_1904)


def scan_of(file: File, form: str, sheets: Sequence[Sheet], epoch_1904: bool) -> Scan:
    """The visible sheets of a workbook as read, in whatever format it is stored; raises UnreadableFile where empty."""
    shown = [sheet for sheet in sheets if sheet.visible]
    hidden = [sheet.name for sheet in sheets if not sheet.visible]
    blocks: list[Block] = []
    for sheet in shown:
        inner = list(blocks_of_sheet(list(_cells(sheet, epoch_1904))))
        if inner and len(shown) > 1:
            blocks.append(Line(sheet.name, heading=1, whole=True))
        blocks += inner
    if not blocks:
        raise UnreadableFile(f"{file.name}：工作簿里没有内容")
    remarks = [f"隐藏的工作表未读取：{'、'.join(hidden)}"] if hidden else []
    for sheet in shown:
        remarks += _remarks(sheet, f"工作表“{sheet.name}”的" if len(shown) > 1 else "")
    return Scan(name=file.name, format=form, sha256=file.sha256, blocks=tuple(blocks), remarks=tuple(remarks))


def _cells(sheet: Sheet, epoch_1904: bool) -> Iterator[Cell]:
    """The cells of the rows that say something; those that a merged one covers are left out."""
    spans, covered = sheet.spans(), sheet.covered()
    texts = {(cell.row, cell.column): shown(cell, epoch_1904) for cell in sheet.cells}
    speaking = {row for (row, _), text in texts.items() if text.strip()}
    last = max(speaking, default=0)
    width = max((column for (_, column), text in texts.items() if text.strip()), default=0) + 1
    for at, text in texts.items():
        row, column = at
        if at in covered or row > last:
            continue
        span = spans.get(at)
        if span is None:
            if row in speaking:
                yield Cell(text, row, column)
        elif text.strip() or row in speaking:
            yield Cell(
                text, row, column, min(span.rows, last - row + 1), max(1, min(span.columns, width - column))
            )


def shown(cell: Stored, epoch_1904: bool) -> str:
    """The words that a cell shows."""
    if cell.fault == "formula":
        return UNKNOWN
    if cell.value is None:
        return ""
    if isinstance(cell.value, bool):
        return "是" if cell.value else "否"
    if isinstance(cell.value, Decimal):
        return number_shown(cell.value, cell.form, epoch_1904)
    if cell.dated:
        return day_shown(cell.value, cell.form)
    return words_shown(cell.value.strip(), cell.form)


def _remarks(sheet: Sheet, whose: str) -> Iterator[str]:
    formulas = [cell.place for cell in sheet.cells if cell.fault == "formula"]
    if formulas:
        yield f"{whose}单元格 {quoted(formulas)} 的公式没有算出的结果，没有读到内容；请在 Excel 里打开、保存后再读"
    errors = [f"{cell.place}（{cell.value}）" for cell in sheet.cells if cell.fault == "error"]
    if errors:
        yield f"{whose}单元格出错，没有读到内容：{quoted(errors)}"
    struck = [cell.struck for cell in sheet.cells if cell.struck.strip()]
    if struck:
        yield whose + struck_remark(struck)
    if sheet.comments:
        said = [f"{at}“{words}”" for at, words in sheet.comments.items()]
        yield f"{whose}批注不是正文，未读取：{quoted(said)}"
    yield from (whose + words for words in _laid_over(sheet))
    if sheet.hidden:
        stored = {cell.row for cell in sheet.cells if cell.value not in (None, "")}
        rows = [str(row + 1) for row in sheet.hidden if row in stored]
        if rows:
            yield f"{whose}第 {quoted(rows)} 行是隐藏的，已一并读取"
    if sheet.aside:
        stored = {cell.column for cell in sheet.cells if cell.value not in (None, "")}
        columns = [letters(column) for column in sheet.columns_aside() if column in stored]
        if columns:
            yield f"{whose}第 {quoted(columns)} 列是隐藏的，已一并读取"


def _laid_over(sheet: Sheet) -> Iterator[str]:
    """The text boxes, pictures and files that were put into a sheet."""
    if sheet.boxes:
        yield f"文本框里的文字不在单元格里，未读取：{quoted([f'“{words}”' for words in sheet.boxes])}"
    pictures = [cell.place for cell in sheet.cells if cell.fault == "picture"]
    if pictures:
        yield f"单元格 {quoted(pictures)} 里是图片，图片里的文字没有读"
    if sheet.pictures:
        yield f"{sheet.pictures} 张图片没有读，图片里的文字不在单元格里"
    if sheet.objects:
        yield f"嵌入的对象没有打开，未读取：{quoted(sheet.objects)}"
