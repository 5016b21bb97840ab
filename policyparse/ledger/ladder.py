"""The rungs of the ladder of reminders: a month, half a month and a week before the last day of a task, and after it; and
those of a report that is to come in."""

from __future__ import annotations

LADDER: tuple[tuple[str, int, str], ...] = (
    ("late", -1, "已逾期"),
    ("week", 7, "一周内到期"),
    ("half-month", 15, "半个月内到期"),
    ("month", 30, "一个月内到期"),
)
"""The rungs of a task, the last first: its name, up to how many days before the last day it is, how it is said."""
LATE_REPORT = "-late"
"""Behind the period's name: the rung of a report whose day is over."""


def rung_of(left: int) -> str | None:
    """The rung of a task with so many days left; None while it is far off."""
    return next((name for name, days, _ in LADDER if left <= days), None)


def rung_words(rung: str) -> str:
    """A rung as a clerk says it: 一周内到期, 2025-06应报, 2025-06未报."""
    said = {name: words for name, _, words in LADDER}
    if rung in said:
        return said[rung]
    return f"{rung.removesuffix(LATE_REPORT)}{'未报' if rung.endswith(LATE_REPORT) else '应报'}"
