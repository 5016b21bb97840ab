"""What the board says, as frozen values: figures of the period, units with their lamps, lists, and every task whole.

Pure. The figures are those of the 通报 (``bulletin.figures``); what units say stands in the way is what
``policyparse problems`` lists.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policyparse.bulletin.figures import Figures, TargetFigures, UnitFigures, is_behind
from policyparse.bulletin.lamps import Lamp, Scheme
from policyparse.exports.units import by_unit, printed_names
from policyparse.ledger import DocumentCard, ReportCard, TrackedTask
from policyparse.ledger.due import due_of, is_soon
from policyparse.ledger.entries import HEADERS
from policyparse.ledger.periods import period as period_named
from policyparse.ledger.problems import Trouble, troubles
from policyparse.ledger.reports import Report, is_day, metric_keys
from policyparse.ledger.words import (
    BASES,
    ROLES,
    TARGET_KINDS,
    date_words,
    deadline_words,
    lead_words,
    number_words,
    target_words,
    unit_words,
)
from policyparse.model import Mention, Unit

SOON_DAYS = 30
"""Within so many days a task is due soon."""
OFFICE = "督查部门"
"""Who reports where no unit does."""
RULED = "无原文，按规则推定"
"""In place of a quote, for what follows from a rule and from no words."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the page calls itself and what it is of: title, database, the day and the period in words."""

    title: str
    database: str
    day: str
    period: str


@dataclass(frozen=True, slots=True)
class UnitLamps:
    """A unit: its number on this page, its names, how many of the tasks that it leads and that it supports shine in each
    lamp (in the order of ``Board.lamps``), how many it supports, and its figures, None for one that leads nothing."""

    number: int
    name: str
    canonical: str
    lead: tuple[int, ...]
    support: tuple[int, ...]
    supports: int
    figures: UnitFigures | None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact in words: what kind it is, what it says, the words of the paper that it was read from, and their page."""

    kind: str
    words: str
    quote: str
    page: int | None


@dataclass(frozen=True, slots=True)
class ReportInWords:
    """What one voice reported for a period: each entry by its header, in the order of the entries."""

    period: str
    unit: str
    role: str
    entries: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Item:
    """A task with all that folds out of it; ``lead`` and ``support`` are the numbers of its units on this page."""

    task: TrackedTask
    lamp: int
    lead: tuple[int, ...]
    support: tuple[int, ...]
    leaders: str
    due: str
    facts: tuple[Fact, ...]
    said: tuple[ReportInWords, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The whole page. ``lamps`` holds each colour once, with all that it says; ``later`` counts the tasks of the tracker
    that are not on it, their document being issued after its day."""

    heading: Heading
    figures: Figures
    lamps: tuple[Lamp, ...]
    documents: tuple[DocumentCard, ...]
    units: tuple[UnitLamps, ...]
    troubles: tuple[Trouble, ...]
    targets: tuple[TargetFigures, ...]
    items: tuple[Item, ...]
    later: int = 0

    @property
    def troubled(self) -> int:
        """How many open tasks have a problem or something to be coordinated."""
        return len({one.task.id for one in self.troubles})


def board(
    figures: Figures,
    scheme: Scheme,
    reports: Mapping[int, Sequence[Report]],
    *,
    title: str,
    database: str,
    later: int = 0,
) -> Board:
    """The board of the tasks that were counted, with the reports on each (by its number) from the first period on."""
    lamps = lamps_of(scheme)
    lit = {task.id: shining(task, figures.day, figures.soon_days, scheme, lamps) for task in figures.tasks}
    units = units_of(figures, lit, len(lamps))
    numbers = {unit.canonical: unit.number for unit in units}
    order = {"欠序时": 0, "达序时": 1, "超序时": 2}
    return Board(
        Heading(title, database, date_words(figures.day), period_named(figures.period).words),
        figures,
        lamps,
        tuple(card for card, _ in figures.documents),
        units,
        tuple(troubles(figures.tasks)),
        tuple(sorted(figures.targets, key=lambda t: order[t.step])),
        tuple(_item(task, lit[task.id], numbers, reports.get(task.id, ())) for task in figures.tasks),
        later,
    )


def lamps_of(scheme: Scheme) -> tuple[Lamp, ...]:
    """The lamps of a scheme, one for each name: 黄灯 says 临期未办结、欠序时进度."""
    says: dict[str, list[Lamp]] = {}
    for lamp in scheme.lamps:
        says.setdefault(lamp.name, []).append(lamp)
    return tuple(
        Lamp(some[0].when, name, some[0].colour, "、".join(lamp.says for lamp in some))
        for name, some in says.items()
    )


def shining(task: TrackedTask, day: date, soon_days: int, scheme: Scheme, lamps: Sequence[Lamp]) -> int:
    """The place of a task's lamp among the lamps; -1 where the scheme has none for it."""
    lamp = scheme.lamp(task, is_soon(task, day, soon_days), is_behind(task, day))
    return next((at for at, one in enumerate(lamps) if lamp and one.name == lamp.name), -1)


def units_of(figures: Figures, lit: Mapping[int, int], lamps: int) -> tuple[UnitLamps, ...]:
    """Every unit of the tasks: those that lead as the 通报 orders them, then those that only support, the busiest first."""

    def counted(tasks: Sequence[TrackedTask]) -> tuple[int, ...]:
        found = Counter(lit[task.id] for task in tasks)
        return tuple(found[at] for at in range(lamps))

    printed = printed_names(figures.tasks)
    leading = {unit.canonical: unit for unit in figures.units}
    own = {unit.canonical: unit for unit in by_unit(figures.tasks)}
    helping = sorted((n for n in own if n not in leading), key=lambda n: (-len(own[n].support), n))
    return tuple(
        UnitLamps(
            number,
            printed[name],
            name,
            counted(own[name].lead),
            counted(own[name].support),
            len(own[name].support),
            leading.get(name),
        )
        for number, name in enumerate([*leading, *helping])
    )


def _item(task: TrackedTask, lamp: int, numbers: Mapping[str, int], reports: Sequence[Report]) -> Item:
    leads = task.leading
    helping = dict.fromkeys(u.value.canonical for u in task.answering if u.value.canonical not in leads)
    due = "、".join(dict.fromkeys(filter(None, map(deadline_words, task.deadlines))))
    return Item(
        task,
        lamp,
        tuple(numbers[name] for name in leads),
        tuple(numbers[name] for name in helping),
        lead_words(task),
        due,
        facts_of(task),
        tuple(report_in_words(task, report) for report in sorted(reports, key=lambda r: r.order)),
    )


def facts_of(task: TrackedTask) -> tuple[Fact, ...]:
    """The units, targets and deadlines of a task in words."""
    return (*_unit_facts(task), *_target_facts(task), *_deadline_facts(task))


def _unit_facts(task: TrackedTask) -> list[Fact]:
    return [
        _fact(task, mention, ROLES[mention.value.role], f"{_named(mention)}，{BASES[mention.value.basis]}")
        for mention in task.units
    ]


def _named(mention: Mention[Unit]) -> str:
    """A unit as printed, with its full name where that is another: 市教育局（云溪市教育局）."""
    full = mention.value.canonical
    return unit_words(mention) + (f"（{full}）" if full != mention.value.name else "")


def _target_facts(task: TrackedTask) -> list[Fact]:
    """The targets, each with its present value where one is known."""
    presents = task.presents or (None,) * len(task.targets)
    return [
        _fact(
            task,
            mention,
            TARGET_KINDS[mention.value.kind],
            target_words(mention)
            + (f"，现值 {number_words(now)}{mention.value.unit or ''}" if now is not None else ""),
        )
        for mention, now in zip(task.targets, presents, strict=True)
    ]


def _deadline_facts(task: TrackedTask) -> list[Fact]:
    return [
        _fact(task, mention, "完成时限", deadline_words(mention) or mention.surface)
        for mention in task.deadlines
    ]


def _fact(task: TrackedTask, mention: Mention[object], kind: str, words: str) -> Fact:
    page = task.page_of(mention.span) if mention.span else None
    return Fact(kind, words, mention.surface, page)


def report_in_words(task: TrackedTask, report: Report) -> ReportInWords:
    """A report with its entries in words; a value of a target stands beside its metric."""
    names = {u.value.canonical: u.value.name for u in reversed(task.answering)}
    words = {name: _entry(name, value) for name, value in report.entries.items() if name in HEADERS}
    listed = [(HEADERS[name], words[name]) for name in HEADERS if words.get(name)]
    named = {
        key: m.value
        for key, m in zip(metric_keys([m.value.metric for m in task.targets]), task.targets, strict=True)
    }
    values = [
        (known.metric, number_words(value) + (known.unit or ""))
        if (known := named.get(key))
        else (key, number_words(value))
        for key, value in report.presents.items()
    ]
    when = report.period if is_day(report.period) else period_named(report.period).words
    role = ROLES["lead" if report.leads else "support"] if report.unit else ""
    return ReportInWords(when, names.get(report.unit, report.unit) or OFFICE, role, (*listed, *values))


def _entry(name: str, value: object) -> str:
    return f"{value}%" if name == "percent" else str(value)


def due_words(task: TrackedTask) -> str:
    """The last day that the paper states for a task, in words; nothing for none."""
    due: date | None = due_of(task)
    return date_words(due) if due else ""


def owing(card: ReportCard) -> str:
    """The leads that have not reported a task that owes a report: 市教育局、市财政局; whoever leads it where nobody is named."""
    late = [one.name for one in card.units if one.role == "lead" and not one.filed_at]
    return "、".join(late) or lead_words(card.task)
