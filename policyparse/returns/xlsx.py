"""A workbook as it comes back: shuffled, renamed, merged, with formulas, struck-out words and comments."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from policyparse.exports.marks import PREFIX, UNSAID, Sent, sent
from policyparse.readers.file import File
from policyparse.readers.xlsx import xml2003
from policyparse.readers.xlsx.book import Book, Wanted
from policyparse.readers.xlsx.formats import day_of, day_shown, is_date, is_share, number_shown
from policyparse.readers.xlsx.stored import Sheet as Page
from policyparse.readers.xlsx.stored import Stored, place
from policyparse.returns.cells import Cell, Content, Placed, Sheet, Value, rows_of
from policyparse.returns.headers import DEEPEST, header
from policyparse.returns.verdicts import verdicts

MOST_DIGITS = 30
"""A whole number of more digits is kept as words: nobody counts so far."""


def content(file: File) -> Content:
    """What the workbook says of itself, and its sheets; of one without a table that comes back only those rows among which a
    header was looked for. Raises UnreadableFile."""
    book = Book(file)

    def is_table(page: Page) -> bool:
        top = _sheet(page, book.epoch_1904)
        return header(top) is not None or verdicts("", top) is not None

    told = {name.removeprefix(PREFIX): words for name, words in book.properties().items()}
    return _content(sent(told), list(book.sheets(Wanted(DEEPEST, is_table))), book.epoch_1904)


def content_2003(file: File) -> Content:
    """The sheets of a workbook in XML as Excel 2003 saves it; it has lost what ours say of themselves. Raises UnreadableFile."""
    return _content(UNSAID, list(xml2003.sheets(file)), epoch_1904=False)


def _content(said: Sent, pages: Sequence[Page], epoch_1904: bool) -> Content:
    notes = tuple(note for page in pages for note in _notes(page))
    return Content(said, tuple(_sheet(page, epoch_1904) for page in pages), notes=notes)


def _sheet(page: Page, epoch_1904: bool) -> Sheet:
    """A sheet with its rows."""
    spans, covered = page.spans(), page.covered()
    stored = []
    for one in page.cells:
        at = (one.row, one.column)
        if at in covered:
            continue
        cell, area = _cell(one, epoch_1904), spans.get(at)
        stored.append(Placed(*at, cell, area.rows, area.columns) if area else Placed(*at, cell))
    return Sheet(page.name, rows_of(stored, place))


def _notes(page: Page) -> Iterator[tuple[str, str]]:
    for one in page.cells:
        if one.struck and one.struck.strip():
            yield f"〔{page.name}〕{one.place}", "有删除线的文字按删去处理，没有读"
    for words in page.boxes:
        yield f"〔{page.name}〕", f"文本框“{words[:80]}”没有读；要算作填报内容，请写进单元格"
    if page.pictures:
        yield f"〔{page.name}〕", f"{page.pictures} 张图片没有读，图片里的文字不在单元格里"
    for at, words in page.comments.items():
        yield f"〔{page.name}〕{at}", f"批注“{words[:80]}”没有读；要算作填报内容，请写进单元格"


def _cell(one: Stored, epoch_1904: bool) -> Cell:
    if one.dated and isinstance(one.value, str):  # a moment in words
        return Cell(day_shown(one.value, one.form) or None, one.place)
    if one.fault is None and (
        one.value is None or isinstance(one.value, str)
    ):  # nearly all; its format says nothing
        return Cell(one.value or None, one.place)
    share = is_share(one.form)
    if one.fault == "formula":
        return Cell(None, one.place, share, fault="公式没有算出的结果")
    if one.fault == "picture":
        return Cell(None, one.place, share, fault="单元格里是图片，没有读")
    if one.fault:
        return Cell(None, one.place, share, fault=f"单元格出错：{one.value}")
    shown = number_shown(one.value, one.form, epoch_1904) if isinstance(one.value, Decimal) else None
    return Cell(_plain(one, epoch_1904), one.place, share, look=shown)


def _plain(one: Stored, epoch_1904: bool) -> Value:
    """A number as it is stored, a moment as its day, nothing as None."""
    value = one.value
    if isinstance(value, bool):
        return "是" if value else "否"
    if not isinstance(value, Decimal):
        return value or None
    if value.adjusted() > MOST_DIGITS:
        return str(value)
    if is_date(one.form):
        moment = day_of(value, epoch_1904)
        return moment.date() if moment else str(value)
    return int(value) if value == value.to_integral_value() else value
