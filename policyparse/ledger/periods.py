"""Reporting periods: months (2025-06) and quarters (2025Q2), and the day by which their reports are due."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Literal, cast

from policyparse.errors import TrackerError

if TYPE_CHECKING:
    from policyparse.ledger import DocumentCard

Cycle = Literal["monthly", "quarterly"]
CYCLES: tuple[Cycle, ...] = ("monthly", "quarterly")

REPORT_DAY = 10
"""The day of the month after a period by which its reports are due, where the document says none."""

YEARS = range(1900, 3000)
"""The years that a tracker counts in: the day after and the period before each of their days are days too."""

_NAME = re.compile(r"(\d{4})(?:-?[Qq]([1-4])|-(0[1-9]|1[0-2]))")


@dataclass(frozen=True, slots=True)
class Period:
    """A month or quarter: its name, its cycle, its first and last day."""

    name: str
    cycle: Cycle
    start: date
    end: date

    @property
    def previous(self) -> Period:
        """The period before, of the same cycle."""
        return containing(self.cycle, self.start - timedelta(days=1))

    @property
    def closes(self) -> tuple[Period, ...]:
        """The periods that end with this one: itself, and of a quarter's last month the quarter."""
        ends = self.cycle == "monthly" and self.end.month % 3 == 0
        return (self, containing("quarterly", self.end)) if ends else (self,)

    @property
    def words(self) -> str:
        """The period as a person writes it: 2025年6月, 2025年第二季度."""
        if self.cycle == "quarterly":
            return f"{self.end.year}年第{'一二三四'[self.end.month // 3 - 1]}季度"
        return f"{self.end.year}年{self.end.month}月"

    def due(self, day: int | None) -> date:
        """The day by which reports are due: that day of the month after the period, or the month's last."""
        following = self.end + timedelta(days=1)
        last = monthrange(following.year, following.month)[1]
        return following.replace(day=min(day or REPORT_DAY, last))


def period(name: str) -> Period:
    """The period of a name as a person types it. Raises TrackerError for another form."""
    found = _NAME.fullmatch(name.strip())
    if not found or int(found[1]) not in YEARS:
        raise TrackerError(f"报送周期写作 2025-06（月）或 2025Q2（季），不是“{name}”。")
    year, quarter, month = found.groups()
    if quarter:
        return _period("quarterly", int(year), int(quarter) * 3 - 2)
    return _period("monthly", int(year), int(month))


def current(cycle: Cycle, report_day: int | None, day: date) -> Period:
    """The period that is reported on a day: the last one until its reports are due, then the one under way."""
    under_way = containing(cycle, day)
    last = under_way.previous
    return last if day <= last.due(report_day) else under_way


def asked_period(
    documents: Iterable[DocumentCard], named: str | None, day: date
) -> tuple[str, date | None] | None:
    """The period that a table which goes out is to be filled in for, and the day by which it is to be back.

    It is the one named, else the one that the documents' reports are at on the day; None where they have no cycle, or
    several. The day is the earliest report day of the documents of that cycle.
    """
    dated = [card for card in documents if card.cycle]
    cycles = {card.cycle for card in dated}
    if named is None and len(cycles) != 1:
        return None
    asked = (
        period(named)
        if named
        else min((current(cast(Cycle, c.cycle), c.report_day, day) for c in dated), key=lambda p: p.end)
    )
    days = [asked.due(card.report_day) for card in dated if card.cycle == asked.cycle]
    return asked.name, min(days, default=None)


def containing(cycle: Cycle, day: date) -> Period:
    """The month or quarter that a day lies in."""
    return _period(cycle, day.year, day.month if cycle == "monthly" else (day.month - 1) // 3 * 3 + 1)


def _period(cycle: Cycle, year: int, month: int) -> Period:
    final = month if cycle == "monthly" else month + 2
    name = f"{year}-{month:02}" if cycle == "monthly" else f"{year}Q{(month + 2) // 3}"
    return Period(name, cycle, date(year, month, 1), date(year, final, monthrange(year, final)[1]))
