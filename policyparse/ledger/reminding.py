"""The ladder of reminders (催办): a month, half a month and a week before a task is due, and when it is late; once for a
report that is to come in, and once when its day is over.

What was sent is remembered by task, unit and rung, so that the next reminder says 第几次催办 and leaves out what the unit
has been told already.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from policyparse.ledger import CLOSED, ReportCard, TrackedTask
from policyparse.ledger.due import due_of
from policyparse.ledger.ladder import LADDER, LATE_REPORT, rung_of
from policyparse.ledger.periods import period as period_named
from policyparse.ledger.words import date_words


@dataclass(frozen=True, slots=True)
class Told:
    """A reminder that was sent: to which unit (full name), on which rung, of which last day, when last, how often."""

    unit: str
    rung: str
    due: date
    at: datetime
    times: int


@dataclass(frozen=True, slots=True)
class Call:
    """What a unit is to be reminded of: a task that is due soon or late, or one whose report (``card``) is to come in.

    ``left`` are the days from the day of the reminder to the last day, negative when that is over; ``count`` says for the
    how many-th time the unit hears of the task, this one included.
    """

    task: TrackedTask
    rung: str
    due: date
    left: int
    count: int
    card: ReportCard | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A leading unit by full and printed name, whom to call there, and what it is reminded of, the latest first."""

    unit: str
    name: str
    person: str
    contact: str
    calls: tuple[Call, ...]

    @property
    def unfiled(self) -> tuple[Call, ...]:
        """The reports that it owes, their day being over."""
        return tuple(call for call in self.calls if call.card is not None and call.left < 0)

    @property
    def awaited(self) -> tuple[Call, ...]:
        """The reports of the period that are to come in by a day that is not over."""
        return tuple(call for call in self.calls if call.card is not None and call.left >= 0)

    @property
    def overdue(self) -> tuple[Call, ...]:
        """Its tasks that are late."""
        return tuple(call for call in self.calls if call.card is None and call.left < 0)

    @property
    def soon(self) -> tuple[Call, ...]:
        """Its tasks that are due soon."""
        return tuple(call for call in self.calls if call.card is None and call.left >= 0)

    @property
    def count(self) -> int:
        """For the how many-th time it is reminded."""
        return max(call.count for call in self.calls)


def reminders(
    tasks: Sequence[TrackedTask],
    cards: Sequence[ReportCard],
    told: Mapping[int, Collection[Told]],
    today: date,
    *,
    again: bool = False,
) -> tuple[Reminder, ...]:
    """The units to be reminded on a day, those with the most late tasks first.

    ``cards`` are the reports of one period, ``told`` what was sent before by task. What a unit was told on the same rung
    is left out, unless ``again``; a rung of another last day is another. Whom to call is whom the unit itself last named.
    """
    calls: dict[str, list[Call]] = {}
    for unit, call in _calls(tasks, cards, today):
        before = [one for one in told.get(call.task.id, ()) if one.unit == unit]
        if again or not any((one.rung, one.due) == (call.rung, call.due) for one in before):
            count = _heard(before) + 1
            calls.setdefault(unit, []).append(replace(call, count=count))
    people = {
        standing.unit: (standing.progress.person, standing.progress.contact)
        for task in tasks
        for standing in task.standings
        if standing.progress.person or standing.progress.contact
    }
    found = (
        Reminder(unit, _printed(own[0].task, unit), *people.get(unit, ("", "")), tuple(own))
        for unit, own in calls.items()
    )

    def harm(one: Reminder) -> tuple[int | str, ...]:
        return -len(one.overdue), -len(one.unfiled), -len(one.soon), -len(one.awaited), one.unit

    return tuple(sorted(found, key=harm))


def still_owed(now: Sequence[ReportCard], earlier: Sequence[ReportCard]) -> list[ReportCard]:
    """Of reports of earlier periods (the latest first) those that are owed still: in a period for which others have reported on the
    document, so that it was collected, and of leads that have told nothing of the task since."""
    collected = {(c.task.document.id, c.period) for c in earlier if any(one.filed_at for one in c.units)}
    spoken = {(c.task.id, one.unit) for c in now for one in c.units if c.filed_by(one.unit)}
    found = []
    for card in earlier:
        if (card.task.document.id, card.period) in collected and card.status == "逾期未报":
            silent = tuple(one for one in card.units if (card.task.id, one.unit) not in spoken)
            found.append(replace(card, units=silent))
        spoken |= {(card.task.id, one.unit) for one in card.units if card.filed_by(one.unit)}
    return found


def _calls(
    tasks: Sequence[TrackedTask], cards: Sequence[ReportCard], today: date
) -> Iterator[tuple[str, Call]]:
    """Each leading unit with what stands against it, told before or not."""
    for card in cards:
        for one in card.units:
            if one.role == "lead" and not card.filed_by(one.unit):
                left = (card.due - today).days
                yield (
                    one.unit,
                    Call(card.task, card.period + LATE_REPORT * (left < 0), card.due, left, 1, card),
                )
    for task in tasks:
        due = due_of(task)
        rung = rung_of((due - today).days) if due else None
        if due and rung and task.progress.state not in CLOSED:
            for unit in task.leading:
                yield unit, Call(task, rung, due, (due - today).days, 1)


def _heard(told: Sequence[Told]) -> int:
    """How often a unit has heard of a task: a letter that names it twice, as late and for its report, is one.

    The rungs of its last day follow one another, and so do those of its reports; both may go with one letter or with two.
    """
    rungs = {name for name, _, _ in LADDER}
    late = sum(one.times for one in told if one.rung in rungs)
    reports = sum(one.times for one in told if one.rung not in rungs)
    return max(late, reports, len({one.at for one in told}))


def _printed(task: TrackedTask, unit: str) -> str:
    return next(u.value.name for u in task.answering if u.value.canonical == unit)


def reminder_words(one: Reminder) -> str:
    """The reminder as text to send: 市教育局（第1次催办）：2025年6月进展应于7月5日前报送，尚有2项未报：……"""
    lines = []
    for calls, owed in ((one.unfiled, "尚有{}项未报"), (one.awaited, "还有{}项请按时报送")):
        by_period: dict[tuple[str, date], list[Call]] = {}
        for call in calls:
            assert call.card is not None
            by_period.setdefault((call.card.period, call.due), []).append(call)
        for (period, due), own in by_period.items():
            when = f"{period_named(period).words}进展应于{due.month}月{due.day}日前报送"
            lines.append(f"{when}，{owed.format(len(own))}：")
            lines += [f"　任务{call.task.id}　{call.task.title}" for call in own]
    if one.soon:
        lines.append(f"临近期限{len(one.soon)}项，请按时办结：")
        lines += [f"　任务{_last_day(call)}，还有{call.left}天）" for call in one.soon]
    if one.overdue:
        lines.append(f"已逾期未办结{len(one.overdue)}项，请抓紧办理并说明原因：")
        lines += [f"　任务{_last_day(call)}，逾期{-call.left}天）" for call in one.overdue]
    return "\n".join([f"{one.name}（第{one.count}次催办）：", *lines])


def _last_day(call: Call) -> str:
    return f"{call.task.id}　{call.task.title}（{date_words(call.due)}到期"
