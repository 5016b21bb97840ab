"""What a person wrote into a cell, as the tracker keeps it."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from policyparse import lexicon
from policyparse.exports.marks import plainly
from policyparse.returns.cells import Cell
from policyparse.text.boxes import TICKED, ticked
from policyparse.text.numerals import share

OPEN = "未办结"
"""What 办结状态 says of every task that is not closed; it tells 未启动 from 推进中 as little as it can."""
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*(%?)")


class Unreadable(Exception):
    """A cell that cannot be read; the message says why, in Chinese."""


def entry(field: str, cell: Cell) -> str:
    """The entry of a cell as text, "" for none; a share is 40 for 40 %. Raises Unreadable."""
    if cell.fault:
        raise Unreadable(cell.fault)
    if field in {"state", "closed"}:
        return state(cell.text)
    return percent(cell) if field == "percent" else plainly(cell.shown)


def state(text: str) -> str:
    """One of the four states, or ``OPEN``, however it was said. Raises Unreadable."""
    words = ticked("".join(text.split()))
    words = (words.strip(TICKED) or words).rstrip("。；;，,.！!")
    if not words:
        return ""
    for known in lexicon.entries("returns", "state"):
        if known.pattern.fullmatch(words):
            return known.id
    raise Unreadable(f"看不懂状态“{words[:20]}”，请填未启动、推进中、已完成或已终止")


def percent(cell: Cell) -> str:
    """A share: 40% and 0.4 are 40, so is 40 itself; 1 that nothing says to be a share may be 1 % or all.

    Raises Unreadable.
    """
    if isinstance(cell.value, (int, Decimal)):
        return _whole(_of_number(Decimal(cell.value), cell.share), cell)
    words = unicodedata.normalize("NFKC", cell.text).strip()
    if not words:
        return ""
    if (spelt := share(words)) is not None:
        return _whole(spelt, cell)
    found = _SHARE.fullmatch(words)
    if not found:
        raise Unreadable(f"看不懂进度“{words[:20]}”，请填百分数")
    number = Decimal(found[1])
    return _whole(number if found[2] else _of_number(number, False), cell)


def _of_number(number: Decimal, share: bool) -> Decimal:
    if number == 1 and not share:
        raise Unreadable("进度“1”看不出是 1% 还是 100%，请写明百分号")
    return number * 100 if number <= 1 else number


def _whole(number: Decimal, cell: Cell) -> str:
    if not 0 <= number <= 100:
        raise Unreadable(f"进度“{cell.text}”不在 0 到 100 之间")
    return str(int(round(number, 4)))  # 99.6 % is not done, and 0.29 of a workbook may be 0.28999999999999998
