"""Facts as a person types them: 托位数不低于4.5个, 2025年6月底前, 市教育局、市财政局."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from policyparse.cli import options
from policyparse.errors import UsageError
from policyparse.model import Change, Comparator, Deadline, Setting, Target

SIGNS: dict[str, Comparator] = {
    "不低于": ">=", "至少": ">=", "不少于": ">=", "≥": ">=", ">=": ">=", "不超过": "<=", "≤": "<=", "<=": "<=",
    "超过": ">", "＞": ">", ">": ">", "低于": "<", "＜": "<", "<": "<", "约": "~", "~": "~",
    "达到": "=", "为": "=", "＝": "=", "=": "=",
}  # fmt: skip
TURNS: dict[str, Change] = {"增长": "increase", "下降": "decrease"}
_SIGN = "|".join(map(re.escape, sorted(SIGNS, key=len, reverse=True)))
_TARGET = re.compile(
    rf"(?P<metric>.+?)(?:较(?P<baseline>[^\d]+?))?(?P<change>增长|下降)?\s*(?P<sign>{_SIGN})?\s*"
    r"(?P<value>-?\d+(?:\.\d+)?)(?:[—–~～-](?P<most>\d+(?:\.\d+)?))?(?P<unit>[^\d]*(?:/10万)?)"
)


def target(text: str) -> Target:
    """A goal: metric, comparison, number and unit; 下降2个百分点 is a change. Raises UsageError for other words."""
    found = _TARGET.fullmatch(text.strip())
    if not found or not found["metric"].strip():
        raise UsageError(f"看不懂目标“{text}”，请写成“托位数不低于4.5个”或“检查率>=95%”。")
    return Target(
        metric=found["metric"].strip(),
        comparator=SIGNS[found["sign"]] if found["sign"] else "=",
        value=Decimal(found["value"]),
        unit=found["unit"].strip() or None,
        value_max=Decimal(found["most"]) if found["most"] else None,
        change=TURNS[found["change"]] if found["change"] else None,
        baseline=found["baseline"],
    )


def deadline(text: str, year: int | None, issued_on: date | None) -> Deadline:
    """A time as a document prints it, or a day; words without a year take that of the document. Raises UsageError."""
    try:
        return Deadline("by", options.day(text))
    except UsageError:
        pass
    from policyparse.extract import deadlines

    setting = Setting(year=year or (issued_on.year if issued_on else None), issued_on=issued_on)
    found = deadlines.one(text, setting)
    if found is None:
        raise UsageError(f"看不懂时限“{text}”，请写成 2025-06-30、2025年6月底前、每季度、长期坚持。")
    return found


def names(typed: Sequence[str] | None) -> list[str] | None:
    """The units of an option that may be given several times and may hold several: 市教育局、市财政局."""
    if typed is None:
        return None
    return [name for words in typed for name in re.split(r"[、，,；;\s]+", words) if name]


def present(text: str) -> tuple[int, Decimal]:
    """The place of a target (from 1) and its present value: 1=4.2. Raises UsageError."""
    place, sign, value = text.partition("=")
    if not sign or not re.fullmatch(r"\s*-?\d+(?:\.\d+)?\s*", value):
        raise UsageError(f"看不懂“{text}”，请写成 1=4.2：第 1 个目标现在是 4.2，次序见 policyparse show。")
    return options.number(place, "目标的次序"), Decimal(value.strip())
