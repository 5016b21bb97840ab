"""What a person types, in a terminal or on a page, as a value: 12, 2025-06-30, 托位数不低于4.5个, 市教育局、市财政局."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from policyparse.errors import UsageError
from policyparse.ledger.periods import YEARS
from policyparse.model import Deadline, Setting, Target

DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{4})(\d\d)(\d\d)")
NUMBER = re.compile(r"\d{1,9}")
BETWEEN = re.compile(r"[、，,；;\s]+(?![^（(]*[）)])")
"""What stands between names, but not within a bracket of one: 街道办事处（含青山、南湖）."""


def number(text: str, what: str) -> int:
    """A number that names a task or a document; 12, #12 and ＃１２ are one. Raises UsageError."""
    digits = text.strip().lstrip("#＃")
    if not NUMBER.fullmatch(digits):
        raise UsageError(f"{what}应是数字，不是“{text}”。")
    return int(digits)


def day(text: str) -> date:
    """A day as people write it: 2025-06-30, 2025/6/30, 2025.6.30, 20250630, 2025年6月30日. Raises UsageError."""
    found = DAY.fullmatch(text.strip())
    try:
        if found and int(found[1] or found[4]) in YEARS:
            return date(*(int(part) for part in found.groups() if part))
    except ValueError:
        pass
    raise UsageError(f"看不懂日期“{text}”，请写成 2025-06-30。")


def target(text: str) -> Target:
    """A goal as a document states it: metric, comparison, number and unit. Raises UsageError for other words."""
    from policyparse.extract import targets

    found = targets.one(text, Setting())
    if found is None:
        raise UsageError(
            f"看不懂目标“{text}”，请写成“托位数不低于4.5个”“检查率达到95%以上”或“增加值较上年增长6%”。"
        )
    return found


def deadline(text: str, year: int | None, issued_on: date | None) -> Deadline:
    """A time as a document prints it, or a day; words without a year take that of the document. Raises UsageError."""
    try:
        return Deadline("by", day(text))
    except UsageError:
        pass
    from policyparse.extract import deadlines

    setting = Setting(year=year or (issued_on.year if issued_on else None), issued_on=issued_on)
    found = deadlines.one(text, setting)
    if found is None:
        raise UsageError(f"看不懂时限“{text}”，请写成 2025-06-30、2025年6月底前、每季度、长期坚持。")
    return found


def names(typed: Sequence[str] | None) -> list[str] | None:
    """The units of an option that may be given several times and may hold several: 市教育局牵头、市财政局."""
    from policyparse.extract.organs.names import without_role

    if typed is None:
        return None
    return [without_role(name) for words in typed for name in BETWEEN.split(words) if name]


def present(text: str) -> tuple[int, Decimal]:
    """The place of a target (from 1) and its present value: 1=4.2. Raises UsageError."""
    place, sign, value = text.partition("=")
    if not sign or not re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", value):
        raise UsageError(f"看不懂“{text}”，请写成 1=4.2：第 1 个目标现在是 4.2，次序见 policyparse show。")
    return number(place, "目标的次序"), Decimal(value.strip())
