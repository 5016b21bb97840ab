"""The figures of a 通报, counted from the tasks and reports of the tracker. Pure: a number here is a count of rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal

from policyparse.bulletin.silence import faults
from policyparse.exports.units import grouped, printed_names
from policyparse.ledger import CLOSED, STATES, DocumentCard, ReportCard, TrackedTask
from policyparse.ledger.due import due_of, is_soon, planned_due, presumed_due, target_due
from policyparse.ledger.pace import completion, pace, step
from policyparse.ledger.periods import period as period_named
from policyparse.model import Target


def _share(part: int, whole: int) -> Decimal:
    """A share in percent with one decimal place; 0 of none."""
    return (Decimal(100 * part) / (whole or 1)).quantize(Decimal("0.1"))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many tasks there are in each state (in the order of STATES), overdue and due soon."""

    states: tuple[int, ...]
    overdue: int
    soon: int

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.states)

    @property
    def done_rate(self) -> Decimal:
        """The share that is 已完成, in percent with one decimal place; 0 of none."""
        return _share(self.states[STATES.index("已完成")], self.total)


@dataclass(frozen=True, slots=True)
class UnitFigures:
    """A unit with the tasks that it leads: their counts, the reports owed for them, and its faults.

    ``late_before`` is how many of them were late at the end of the period before.
    """

    name: str
    canonical: str
    counts: Counts
    owed: int
    filed: int
    behind: int
    silent: int
    late_before: int = 0

    @property
    def on_time(self) -> Decimal:
        """The share of its tasks that are not overdue, in percent with one decimal place."""
        return _share(self.counts.total - self.counts.overdue, self.counts.total)

    @property
    def filing(self) -> Decimal | None:
        """The share of the reports owed that it has filed; None where it owed none."""
        return _share(self.filed, self.owed) if self.owed else None

    @property
    def score(self) -> Decimal:
        """The mean of both shares; the first alone where it owed no report."""
        rates = [self.on_time, *([self.filing] if self.filing is not None else [])]
        return (sum(rates, Decimal(0)) / len(rates)).quantize(Decimal("0.1"))

    @property
    def unfiled(self) -> int:
        """Reports owed and not filed."""
        return self.owed - self.filed


@dataclass(frozen=True, slots=True)
class TargetFigures:
    """A target with its present value: its rate of completion and what the calendar asks (percent), and its step."""

    task: TrackedTask
    target: Target
    present: Decimal
    done: Decimal
    expected: Decimal
    step: str


@dataclass(frozen=True, slots=True)
class Silent:
    """A report that says nothing, and why."""

    card: ReportCard
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Since:
    """The change in a period: how many tasks were closed, how many more (or fewer) are late than before it; the share of
    today's tasks that was 已完成 before it."""

    closed: int
    late: int
    done_rate: Decimal = Decimal(0)


def _within(day: date | None, first: date, last: date) -> bool:
    return day is not None and first <= day <= last


def _before(day: date | None, start: date) -> bool:
    return day is None or day < start


def _late_before(task: TrackedTask, day: date) -> bool:
    """Whether a task was late on the eve of a day: due before that, and not finished by then."""
    due, finished = due_of(task), task.progress.finished_on
    closed = task.progress.state in CLOSED and (finished is None or finished < day)
    return due is not None and due < day - timedelta(days=1) and not closed


Order = Literal["逾期", "得分", "名单"]
ORDERS: tuple[Order, ...] = ("逾期", "得分", "名单")
"""By which a 通报 arranges the units: the number of their overdue tasks, their score, the office's own list."""


@dataclass(frozen=True, slots=True)
class Figures:
    """All that a 通报 says. ``day`` is the day up to which is counted, ``soon_days`` what counts as due soon.

    ``owed`` holds every report that was owed for the period, filed or not, each task once.
    """

    period: str
    day: date
    soon_days: int
    documents: tuple[tuple[DocumentCard, Counts], ...]
    total: Counts
    units: tuple[UnitFigures, ...]
    overdue: tuple[TrackedTask, ...]
    soon: tuple[TrackedTask, ...]
    owed: tuple[ReportCard, ...]
    targets: tuple[TargetFigures, ...]
    silent: tuple[Silent, ...]
    tasks: tuple[TrackedTask, ...]
    order: Order = "逾期"

    @property
    def unfiled(self) -> tuple[ReportCard, ...]:
        """The reports that were owed and not filed."""
        return tuple(card for card in self.owed if card.status != "已报")

    @property
    def filed(self) -> tuple[ReportCard, ...]:
        """The reports that were owed and filed."""
        return tuple(card for card in self.owed if card.status == "已报")

    @property
    def problems(self) -> tuple[ReportCard, ...]:
        """The reports that name a problem or something that others must help with."""
        return tuple(card for card in self.owed if said(card, "problem") or said(card, "coordinate"))

    @property
    def since(self) -> Since:
        """What has changed since the end of the period before, by the days on which tasks fell due and were finished."""
        start = period_named(self.period).start
        before = [
            t for t in self.tasks if t.progress.state == "已完成" and _before(t.progress.finished_on, start)
        ]
        done = [
            t
            for t in self.tasks
            if t.progress.state in CLOSED and _within(t.progress.finished_on, start, self.day)
        ]
        late = sum(_late_before(task, start) for task in self.tasks)
        return Since(len(done), self.total.overdue - late, _share(len(before), self.total.total))

    @property
    def presumed(self) -> tuple[TrackedTask, ...]:
        """The open tasks of a plan of one year for which the paper gives no day: they count apart, and never as late."""
        return tuple(t for t in self.tasks if t.progress.state not in CLOSED and presumed_due(t))

    @property
    def behind(self) -> tuple[TargetFigures, ...]:
        """The targets that are behind their step."""
        return tuple(target for target in self.targets if target.step == "欠序时")


def count(
    tasks: Sequence[TrackedTask],
    reports: Sequence[ReportCard],
    before: Mapping[int, ReportCard],
    *,
    period: str,
    day: date,
    soon_days: int,
) -> Figures:
    """The figures of a period from its tasks (as they are on ``day``) and its reports; ``before`` are the last reports by task."""
    known = {task.id for task in tasks}
    owed = tuple(card for card in reports if card.task.id in known and _owed(card))
    targets = tuple(found for task in tasks for found in targets_of(task, day))
    silent = tuple(Silent(card, why) for card in owed if (why := faults(card, before.get(card.task.id))))
    documents = {task.document.id: task.document for task in tasks}
    parts = grouped((task.document.id, task) for task in tasks)
    return Figures(
        period,
        day,
        soon_days,
        tuple((documents[number], counts(some, day, soon_days)) for number, some in parts.items()),
        counts(tasks, day, soon_days),
        _units(tasks, owed, targets, silent, day, soon_days, period_named(period).start),
        tuple(sorted((t for t in tasks if t.overdue_days), key=lambda t: -t.overdue_days)),
        tuple(sorted((t for t in tasks if is_soon(t, day, soon_days)), key=lambda t: due_of(t) or day)),
        owed,
        targets,
        silent,
        tuple(tasks),
    )


def said(card: ReportCard, entry: Literal["problem", "coordinate"]) -> str:
    """What was said under 存在问题 or 需协调事项: as it stood when all leads had filed, else by each unit that has."""
    if card.status == "已报":
        return str(getattr(card, entry)).strip()
    told = ((one.name, getattr(one, entry).strip()) for one in card.units if one.filed_at)
    return "\n".join(f"{name}：{words}" for name, words in told if words)


def _owed(card: ReportCard) -> bool:
    """Whether a report counts among those owed: one may be filed for a document that has none, or others, or on a closed task."""
    of_cycle = card.task.document.cycle == period_named(card.period).cycle
    return card.owed and (card.status != "已报" or of_cycle)


def counts(tasks: Sequence[TrackedTask], day: date, soon_days: int) -> Counts:
    """The counts of some tasks."""
    states = Counter(task.progress.state for task in tasks)
    late = sum(1 for task in tasks if task.overdue_days)
    return Counts(tuple(states[s] for s in STATES), late, sum(is_soon(t, day, soon_days) for t in tasks))


def is_behind(task: TrackedTask, day: date) -> bool:
    """Whether a target of the task is behind its step on the day."""
    return any(target.step == "欠序时" for target in targets_of(task, day))


def targets_of(task: TrackedTask, day: date) -> list[TargetFigures]:
    """The targets with a present value that the calendar asks something of."""
    due = planned_due(task)
    start = min((d.value.start for d in task.deadlines if d.value.start), default=None)
    stages = tuple(m.value.due for m in task.milestones if m.value.due)
    found = []
    for mention, present in zip(task.targets, task.presents, strict=False):  # none: no values
        target = replace(mention.value, due=target_due(task, mention))
        # a target with a day of its own has a calendar of its own
        steps = stages if target.due == due else ()
        done, expected = completion(target, present), pace(start, target.due, day, steps)
        how = step(target, present, start, due, day, steps)
        if present is not None and done is not None and expected is not None and how is not None:
            found.append(TargetFigures(task, target, present, done, expected, how))
    return found


def _units(
    tasks: Sequence[TrackedTask],
    owed: Sequence[ReportCard],
    targets: Sequence[TargetFigures],
    silent: Sequence[Silent],
    day: date,
    soon_days: int,
    start: date,
) -> tuple[UnitFigures, ...]:
    """The units that lead a task, those with the most overdue tasks first, then those with the most tasks."""
    own = grouped((name, task) for task in tasks for name in task.leading)
    reports = grouped((name, card) for card in owed for name in card.task.leading)
    behind = Counter(name for t in targets if t.step == "欠序时" for name in t.task.leading)
    mute = Counter(name for one in silent for name in one.card.task.leading)
    printed = printed_names(tasks)
    found = [
        UnitFigures(
            printed[name],
            name,
            counts(led, day, soon_days),
            len(reports.get(name, ())),
            sum(card.filed_by(name) for card in reports.get(name, ())),
            behind[name],
            mute[name],
            sum(_late_before(task, start) for task in led),
        )
        for name, led in own.items()
    ]
    return tuple(sorted(found, key=lambda u: (-u.counts.overdue, -u.counts.total, u.canonical)))


def arranged(figures: Figures, by: Order, listed: Sequence[str]) -> Figures:
    """The figures with their units in another order; ``listed`` are full names, units that are not on it come last."""
    places = {name: at for at, name in enumerate(listed)}

    def place(unit: UnitFigures) -> tuple[Any, ...]:
        if by == "名单":
            return (places.get(unit.canonical, len(places)),)
        return (-unit.score,) if by == "得分" else ()

    return replace(figures, units=tuple(sorted(figures.units, key=place)), order=by)
