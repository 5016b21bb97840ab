"""Who is to be reminded (催办): of each lead the reports that it owes for a period, and its tasks that are overdue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.ledger import ReportCard, TrackedTask
from policyparse.ledger.due import due_of
from policyparse.ledger.periods import period as period_named
from policyparse.ledger.words import date_words


@dataclass(frozen=True, slots=True)
class Reminder:
    """A leading unit by full and printed name, whom to call there, its reports not filed, its tasks overdue."""

    unit: str
    name: str
    person: str
    contact: str
    unfiled: tuple[ReportCard, ...]
    overdue: tuple[TrackedTask, ...]


def reminders(tasks: Sequence[TrackedTask], cards: Sequence[ReportCard]) -> tuple[Reminder, ...]:
    """The units that owe something, those with the most first; ``cards`` are the reports of one period.

    Whom to call is whom the unit itself last named on any of its tasks.
    """
    names: dict[str, str] = {}
    unfiled: dict[str, list[ReportCard]] = {}
    overdue: dict[str, list[TrackedTask]] = {}
    people: dict[str, tuple[str, str]] = {}
    for card in cards:
        for one in card.units:
            if one.role == "lead" and not card.filed_by(one.unit):
                names[one.unit] = one.name
                unfiled.setdefault(one.unit, []).append(card)
    for task in tasks:
        for unit in dict.fromkeys(u.value.canonical for u in task.units if u.value.role == "lead"):
            if task.overdue_days:
                names[unit] = next(u.value.name for u in task.units if u.value.canonical == unit)
                overdue.setdefault(unit, []).append(task)
        for standing in task.standings:
            if standing.progress.person or standing.progress.contact:
                people[standing.unit] = (standing.progress.person, standing.progress.contact)
    found = (
        Reminder(
            unit,
            name,
            *people.get(unit, ("", "")),
            tuple(unfiled.get(unit, ())),
            tuple(overdue.get(unit, ())),
        )
        for unit, name in names.items()
    )
    return tuple(sorted(found, key=lambda r: (-len(r.overdue), -len(r.unfiled), r.unit)))


def reminder_words(one: Reminder) -> str:
    """The reminder as text to send: 市教育局：2025年6月进展应于7月5日前报送，尚有2项未报：……"""
    lines = []
    if one.unfiled:
        first = one.unfiled[0]
        when = f"{period_named(first.period).words}进展应于{first.due.month}月{first.due.day}日前报送"
        lines.append(f"{when}，尚有{len(one.unfiled)}项未报：")
        lines += [f"　任务{card.task.id}　{card.task.title}" for card in one.unfiled]
    if one.overdue:
        lines.append(f"已逾期未办结{len(one.overdue)}项，请抓紧办理并说明原因：")
        lines += [
            f"　任务{task.id}　{task.title}（{date_words(due)}到期，逾期{task.overdue_days}天）"
            for task in one.overdue
            if (due := due_of(task)) is not None
        ]
    return "\n".join([f"{one.name}：", *lines])
