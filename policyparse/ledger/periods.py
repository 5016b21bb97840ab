"""Reporting periods: weeks (2025W26), months (2025-06), quarters (2025Q2), half years (2025H1) and years (2025), and the
day by which their reports are due."""

from __future__ import annotations

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, cast

from policyparse.errors import TrackerError
from policyparse.model import ReportCycle

if TYPE_CHECKING:
    from policyparse.ledger import DocumentCard

Cycle = ReportCycle
CYCLES: Mapping[Cycle, str] = {
    "weekly": "周报",
    "monthly": "月报",
    "quarterly": "季报",
    "half-yearly": "半年报",
    "yearly": "年报",
}
"""The cycles, the shortest first, as an office calls them."""
MONTHS: Mapping[Cycle, int] = {"monthly": 1, "quarterly": 3, "half-yearly": 6, "yearly": 12}

REPORT_DAY = 10
"""The day of the month after a period by which its reports are due, where the document says none; a week's are due on
the Monday after it."""

_LOOKED_BACK = 12
"""So many periods before the one under way are looked at for reports that never came."""
YEARS = range(1900, 3000)
"""The years that a tracker counts in: the day after and the period before each of their days are days too."""

FORMS = "2025-06（月）、2025Q2（季）、2025H1（半年）、2025（年）、2025W26（周）"
"""How the periods are written."""

_NAME = re.compile(
    r"(?P<year>\d{4})(?:-?[Qq](?P<quarter>[1-4])|年第?(?P<season>[1-4一二三四])季度|-?[Hh](?P<half>[12])|年(?P<part>[上下])半年"
    r"|(?:-?[Ww]|年第)(?P<week>\d{1,2})周?|(?:[-/.年](?P<month>\d{1,2})月?份?)|年?)"
)
_WHEN = r"\d{4}年(?:\d{1,2}月份?|第?[1-4一二三四]季度|[上下]半年|第\d{1,2}周)"
# 例：填报期：2026年10月; 报送周期：2026-10; （2026年10月填报，11月5日前报回）; 2026年第三季度进展情况填报表
_STATED = re.compile(
    rf"(?:填报|报送|报告)(?:期|周期|时段|月份|季度)[：:](?P<label>{_WHEN}|\d{{4}}[-/.]?[QHWqhw]?\d{{1,2}}(?![-/.\d]))"
    rf"|(?P<title>{_WHEN})[^\d,;。、()]{{0,12}}?(?:填报|报送|进展|情况|[周月季]报)"
)
_NAMED = re.compile(r"《[^《》]*》|\s")
"""What says nothing of the period: a document's own year, and blanks."""


@dataclass(frozen=True, slots=True)
class Period:
    """A week, month, quarter, half year or year: its name, its cycle, its first and last day."""

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
        """The periods that end with this one: itself, and of June the second quarter and the first half year."""
        if self.cycle == "weekly":
            return (self,)
        longer = (containing(c, self.end) for c, months in MONTHS.items() if months > MONTHS[self.cycle])
        return (self, *(period for period in longer if period.end == self.end))

    @property
    def words(self) -> str:
        """The period as a person writes it: 2025年6月, 2025年第二季度, 2025年上半年, 2025年第26周."""
        year = f"{self.end.year}年"
        if self.cycle == "weekly":
            return f"{self.start.isocalendar().year}年第{self.start.isocalendar().week}周"
        if self.cycle == "yearly":
            return year
        if self.cycle == "half-yearly":
            return f"{year}{'上' if self.end.month == 6 else '下'}半年"
        if self.cycle == "quarterly":
            return f"{year}第{'一二三四'[self.end.month // 3 - 1]}季度"
        return f"{year}{self.end.month}月"

    def ends_with(self, other: Period) -> bool:
        """Whether both say how things stand at the end of the same day: June, the second quarter and the first half year."""
        return self.end == other.end and "weekly" not in {self.cycle, other.cycle}

    def due(self, day: int | None) -> date:
        """The day by which reports are due: that day of the month after the period, or the month's last; of a week that
        day of the week after it, 1 for its Monday."""
        following = self.end + timedelta(days=1)
        if self.cycle == "weekly":
            return following + timedelta(days=min(day or 1, 7) - 1)
        last = monthrange(following.year, following.month)[1]
        return following.replace(day=min(day or REPORT_DAY, last))


def period(name: str) -> Period:
    """The period of a name as a person types it: 2025-6 and 2025年6月 are 2025-06. Raises TrackerError for another form."""
    found = _NAME.fullmatch(name.strip())
    try:
        if found and int(found["year"]) in YEARS:
            return _named(int(found["year"]), found)
    except ValueError:  # there is no such month, or no week 53 in that year
        pass
    raise TrackerError(f"报送周期写作 {FORMS}，不是“{name}”。")


def _named(year: int, found: re.Match[str]) -> Period:
    if found["week"]:
        return _week(date.fromisocalendar(year, int(found["week"]), 1))
    if quarter := found["quarter"] or found["season"]:
        return _months("quarterly", year, "1234一二三四".index(quarter) % 4 * 3 + 1)
    if half := found["half"] or found["part"]:
        return _months("half-yearly", year, 1 if half in "1上" else 7)
    if found["month"]:
        return _months("monthly", year, int(found["month"]))
    return _months("yearly", year, 1)


def stated(lines: Iterable[str]) -> str | None:
    """The period that the lines over a table print: 2026-10 for 2026年10月进展情况填报表; None where there is none, or several."""
    folded = (_NAMED.sub("", unicodedata.normalize("NFKC", line)).replace(":", "：") for line in lines)
    names = (match["label"] or match["title"] for line in folded for match in _STATED.finditer(line))
    found = set()
    for name in names:
        try:
            found.add(period(name).name)
        except TrackerError:  # 2026年13月
            continue
    return found.pop() if len(found) == 1 else None


def current(cycle: Cycle, report_day: int | None, day: date) -> Period:
    """The period that is reported on a day: the last one until its reports are due, then the one under way."""
    under_way = containing(cycle, day)
    last = under_way.previous
    return last if day <= last.due(report_day) else under_way


def asked_period(
    documents: Iterable[DocumentCard], named: str | None, day: date
) -> tuple[str, date | None] | None:
    """The period that a table which goes out is to be filled in for, and the day by which it is to be back.

    It is the one named, else the one that the documents' reports are at on the day; None where they have no cycle, or several
    whose periods do not end together (March and the first quarter do: then it is the shortest). The day is the earliest report
    day of the documents that report for what ends then.
    """
    dated = list(documents)
    at = asked_periods(dated, day)
    together = at and all(one == at[0] or one.ends_with(at[0]) for one in at)
    if named is None and not together:
        return None
    asked = period(named) if named else at[0]
    own = ((containing(cast(Cycle, card.cycle), asked.end), card.report_day) for card in dated if card.cycle)
    days = [one.due(day) for one, day in own if one == asked or one.ends_with(asked)]
    return asked.name, min(days, default=None)


def asked_periods(documents: Iterable[DocumentCard], day: date) -> tuple[Period, ...]:
    """The period that the documents of each cycle are at on a day, the earliest day to report by; the shortest cycle first."""
    at: dict[Cycle, Period] = {}
    for card in documents:
        if card.cycle:
            cycle = cast(Cycle, card.cycle)
            one = current(cycle, card.report_day, day)
            at[cycle] = min(at.get(cycle, one), one, key=lambda p: p.end)
    return tuple(at[cycle] for cycle in CYCLES if cycle in at)


def earlier_periods(documents: Iterable[DocumentCard], day: date) -> tuple[Period, ...]:
    """The periods before those that the documents are at, back to the first of them: a cycle's latest first, at most so many."""
    dated, found = list(documents), []
    for at in asked_periods(dated, day):
        begun = min(card.begun for card in dated if card.cycle == at.cycle)
        one = at.previous
        for _ in range(_LOOKED_BACK):
            if one.end < begun:
                break
            found.append(one)
            one = one.previous
    return tuple(found)


def containing(cycle: Cycle, day: date) -> Period:
    """The period of a cycle that a day lies in; a week begins on Monday (ISO 8601, GB/T 7408)."""
    if cycle == "weekly":
        return _week(day - timedelta(days=day.weekday()))
    return _months(cycle, day.year, (day.month - 1) // MONTHS[cycle] * MONTHS[cycle] + 1)


def _week(monday: date) -> Period:
    year, week, _ = monday.isocalendar()
    return Period(f"{year}W{week:02}", "weekly", monday, monday + timedelta(days=6))


def _months(cycle: Cycle, year: int, month: int) -> Period:
    """The period of whole months that begins with a month."""
    final = month + MONTHS[cycle] - 1
    names = {
        "monthly": f"{year}-{month:02}",
        "quarterly": f"{year}Q{final // 3}",
        "half-yearly": f"{year}H{final // 6}",
        "yearly": f"{year}",
    }
    return Period(names[cycle], cycle, date(year, month, 1), date(year, final, monthrange(year, final)[1]))
