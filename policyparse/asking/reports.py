"""The reports of the tracker as they were filed, what a task's present follows from, and what each period owes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from policyparse.asking.damage import FAULTS
from policyparse.asking.rows import Row, Rows, among
from policyparse.ledger import CLOSED, Filed, ReportCard, TrackedTask, UnitStanding, periods
from policyparse.ledger.due import due_of, is_undone_year
from policyparse.ledger.entries import WORDED
from policyparse.ledger.reports import OFFICE, Report, Stand, Standing, metric_keys, standing
from policyparse.model import Unit
from policyparse.schema.facts import Json

# ---- rows and reports ----------------------------------------------------------------------------------


def loaded(unit: str, period: str, filed: Json) -> Report:
    """A report as its row keeps it."""
    presents = {metric: Decimal(str(value)) for metric, value in filed["presents"].items()}
    upto, at = date.fromisoformat(filed["upto"]), datetime.fromisoformat(filed["at"])
    return Report(unit, filed["leads"], period, upto, at, filed["by"], filed["entries"], presents)


def of_tasks(rows: Rows, tasks: Collection[int] | None) -> dict[int, list[Report]]:
    """The reports on some tasks, or on all, in the order in which they came."""
    chosen = "1 = 1" if tasks is None else among("task_id", tasks)
    return by_task(
        rows, rows.all(f"SELECT task_id, unit, period, filed FROM report WHERE {chosen} ORDER BY id")
    )


def by_task(rows: Rows, stored: Iterable[Row]) -> dict[int, list[Report]]:
    """Reports by their tasks, from their rows: task, unit, period, what was filed."""
    found: dict[int, list[Report]] = defaultdict(list)
    for task, unit, period, filed in stored:
        found[task].append(loaded(unit, period, rows.json(filed)))
    return found


def filed(rows: Rows, tasks: Collection[int] | None = None) -> dict[int, tuple[Report, ...]]:
    """The reports on every task, or on some, by its number, the earliest first; what cannot be read is told."""
    try:
        found = of_tasks(rows, tasks)
    except FAULTS:
        found = _readable(rows, tasks)
    return {task: tuple(sorted(some, key=lambda r: r.order)) for task, some in found.items()}


def _readable(rows: Rows, tasks: Collection[int] | None) -> dict[int, list[Report]]:
    """The reports on every task, or on some, of which none is damaged; the others are told."""
    found: dict[int, list[Report]] = {}
    chosen = "1 = 1" if tasks is None else among("id", tasks)
    reported = f"SELECT id, document_id FROM task WHERE id IN (SELECT task_id FROM report) AND {chosen}"
    for task, document in rows.all(reported):
        try:
            found |= of_tasks(rows, [task])
        except FAULTS:
            rows.unshown(document, task)
    return found


# ---- what follows --------------------------------------------------------------------------------------


def stands(task: TrackedTask, reports: Sequence[Report]) -> Standing:
    """Where a task stands by its reports, whatever its columns say."""
    leads = {u.value.canonical: u.value.name for u in task.answering if u.value.role == "lead"}
    return standing(reports, leads, _ceilings(task))


def _ceilings(task: TrackedTask) -> set[str]:
    """The metrics of the task of which more is worse: 控制在…以下."""
    targets = [mention.value for mention in task.targets]
    keys = metric_keys([t.metric for t in targets])
    return {k for k, t in zip(keys, targets, strict=True) if t.comparator in {"<=", "<"} and t.change is None}


def presents_of(task: TrackedTask, stand: Stand) -> tuple[Decimal | None, ...]:
    """The present values of a task's targets as a voice gave them, in the order of the targets."""
    return tuple(stand.presents.get(key) for key in metric_keys([m.value.metric for m in task.targets]))


def unit_standings(task: TrackedTask, reports: Sequence[Report]) -> tuple[UnitStanding, ...]:
    """Where the task stands as each unit that reported has it; those with a part in it first, leads before others."""
    if not reports:
        return ()
    units = stands(task, reports).units
    last = {r.unit: r for r in sorted(reports, key=lambda r: r.order)}
    ordered = [u.value for u in sorted(task.answering, key=lambda u: u.value.role != "lead")]
    names = {u.canonical: u.name for u in reversed(ordered)}
    known = [*dict.fromkeys(u.canonical for u in ordered), *(u for u in units if u not in names)]
    return tuple(
        UnitStanding(
            unit,
            names.get(unit, unit),
            task.role_of(unit) or ("lead" if last[unit].leads else "support"),
            last[unit].period,
            units[unit].progress,
            presents_of(task, units[unit]),
        )
        for unit in known
        if unit in units
    )


def as_of(task: TrackedTask, reports: Sequence[Report], day: date) -> TrackedTask:
    """The task as it stood at the end of a day: by the reports that were in by then, and by later ones for a period that
    was over by then. What it is (its units, its last day) is as it is now.
    """
    said = [report for report in reports if _speaks_of(report, day)]
    finished = task.progress.finished_on
    if len(said) == len(reports) or (task.review == "办结" and finished and finished <= day):
        return task
    whole = stands(task, said).whole
    due = due_of(task)
    late = (day - due).days if due and whole.progress.state not in CLOSED else 0
    then = replace(
        task,
        progress=whole.progress,
        presents=presents_of(task, whole),
        standings=unit_standings(task, said),
        overdue_days=max(0, late),
        year_over=False,
    )
    return replace(then, year_over=is_undone_year(then, day))


def _speaks_of(report: Report, day: date) -> bool:
    end = report.upto if report.outside else periods.period(report.period).end
    return report.at.date() <= day or end <= day


# ---- by period -----------------------------------------------------------------------------------------


def cards(
    name: str, told: Iterable[tuple[TrackedTask, Sequence[Report]]], today: date
) -> Iterator[ReportCard]:
    """What tasks owe or filed for a period, from each with the reports on it, in their order.

    A task owes a report where its document has that cycle, was issued or entered by the period's end, and
    the task was not closed before the period began. What was filed though none was owed is listed too.
    """
    period = periods.period(name)
    made = (_card(task, period, known, today) for task, known in told)
    return (card for card in made if card is not None)


def _card(
    task: TrackedTask, period: periods.Period, known: Sequence[Report], today: date
) -> ReportCard | None:
    due = period.due(task.document.report_day)
    own = {report.unit: report for report in _told(task, period, known)}
    units = tuple(_filed(unit.value, own.get(unit.value.canonical)) for unit in task.answering)
    units = tuple({one.unit: one for one in reversed(units)}.values())[::-1]
    leads = [one for one in units if one.role == "lead"]
    heard = OFFICE in own or any(one.filed_at for one in leads)
    owed = heard or _owes(task, period)
    if OFFICE in own or (own and all(one.filed_at for one in leads)) or (own and not owed):
        last = max(own.values(), key=lambda r: r.order)
        spoken = max(own.values(), key=lambda r: (r.unit == OFFICE, r.leads, r.at))
        stood = stands(task, [r for r in known if r.order <= last.order])
        voice = stood.whole if owed or not leads else stood.units[spoken.unit]
        progress = {field: getattr(voice.progress, field) for field in WORDED}
        presents = presents_of(task, voice)
        return ReportCard(
            task,
            period.name,
            due,
            "已报",
            spoken.at,
            spoken.by,
            **progress,
            presents=presents,
            units=units,
            owed=owed,
        )
    if not owed:
        return None
    return ReportCard(task, period.name, due, "逾期未报" if today > due else "应报", units=units)


def _told(task: TrackedTask, period: periods.Period, known: Sequence[Report]) -> list[Report]:
    """The reports for a period, the weightiest of a unit last: what is filed for a month says how things stand at the end of the
    quarter too, where that is what the document's units report for."""
    named = [report for report in known if report.period == period.name]
    if task.document.cycle != period.cycle:
        return named
    others = (report for report in known if report.period != period.name and not report.outside)
    return [*(r for r in others if periods.period(r.period).ends_with(period)), *named]


def _filed(unit: Unit, report: Report | None) -> Filed:
    if report is None:
        return Filed(unit.canonical, unit.name, unit.role)
    said = {
        name: report.entries.get(name) or ""
        for name in ("note", "contact", "person", "problem", "coordinate")
    }
    return Filed(unit.canonical, unit.name, unit.role, report.at, **said)


def _owes(task: TrackedTask, period: periods.Period) -> bool:
    card, finished = task.document, task.progress.finished_on
    return (
        card.cycle == period.cycle
        and card.begun <= period.end
        and (finished is None or finished >= period.start)
    )
