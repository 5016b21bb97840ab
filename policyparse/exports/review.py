"""The review workbook: each doubtful fact a row with the words that it was read from, and two cells for a person's answer.

It comes back by ``import --corrections``. The hidden last column holds the mark of what the row says, so that a fact that
has become another meanwhile is not taken for it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from policyparse.exports.columns import Value
from policyparse.exports.marks import CORRECTED, FACT, MARK, PREFIX, VERDICT, Sent, mark_of
from policyparse.exports.per_unit import ALLOWED, NOTE_SHEET
from policyparse.exports.xlsx import FIRST_ROW, Book, Head
from policyparse.ledger.review import Doubt
from policyparse.output import clean

TITLE = "存疑事实核对表"
SHEET = "核对表"
VERDICTS = ("对", "改", "删", "不确定")
HEADS = (
    Head(FACT, 10),
    Head("任务号", 8),
    Head("重点任务", 26),
    Head("读到的内容", 32),
    Head("原文", 52),
    Head("页码", 8),
    Head("存疑原因", 28),
    Head("来源文件", 26),
    Head(VERDICT, 10),
    Head(CORRECTED, 30),
    Head(MARK, 10, hidden=True),
)
_FREE = tuple(at for at, head in enumerate(HEADS) if head.text in (VERDICT, CORRECTED))
NOTES = (
    "1. 逐行比对“读到的内容”和“原文”，在“核对结果”中选：对、改、删、不确定。",
    "2. 选“改”的，在“更正为”写正确的内容：单位（几个用顿号隔开）、目标（如 托位数不低于4.5个）或时限（如 6月底前）。",
    "3. 选“删”就是去掉这一条；“牵头单位：待明确”的一行选“删”，就是这一项不是任务，整项删去。",
    "4. 选“不确定”或不填的不作处理。其余各列已锁定，请勿改动。",
    "5. 填好后用 policyparse import --corrections 取回，一次写入，可以撤销。",
)


def workbook(doubts: Iterable[tuple[Doubt, int | None, str]], tracker: str) -> bytes:
    """The workbook of some doubts, each with its page (from 1) and the words around it; ``tracker`` is the tracker's id."""
    book = Book()
    rows = [_row(doubt, page, words) for doubt, page, words in doubts]
    sheet = book.sheet(SHEET, TITLE, HEADS, rows, free=lambda _, column: column in _FREE, frozen=1)
    sheet.protect("", ALLOWED)
    rule: dict[str, Any] = {
        "validate": "list",
        "source": list(VERDICTS),
        "error_message": f"请从列表中选择：{'、'.join(VERDICTS)}",
    }
    at = _FREE[0]
    sheet.data_validation(FIRST_ROW, at, FIRST_ROW + max(len(rows), 1) - 1, at, rule)
    book.notes(NOTE_SHEET, NOTES)
    for name, value in Sent(tracker=tracker).told().items():
        book.mark(f"{PREFIX}{name}", value)
    return book.content()


def _row(doubt: Doubt, page: int | None, words: str) -> tuple[Value, ...]:
    task = doubt.task
    told = (doubt.name, task.id, task.title, doubt.words, words, page, doubt.reason, task.document.title)
    return (*(clean(v) if isinstance(v, str) else v for v in told), None, None, mark_of(doubt.words))
