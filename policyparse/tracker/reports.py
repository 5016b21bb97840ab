"""The reports of the tracker: kept by task, unit and period, and what the task's present follows from them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session, col, select

from policyparse.errors import TrackerError
from policyparse.ledger import TrackedTask, UnitStanding
from policyparse.ledger.entries import WORDED
from policyparse.ledger.standing import (
    OFFICE,
    Report,
    Stand,
    Standing,
    joined,
    metric_keys,
    refusal,
    standing,
)
from policyparse.schema.facts import Json, number, plain
from policyparse.tracker import fields
from policyparse.tracker.pen import Pen
from policyparse.tracker.tables import ReportRow, TaskRow

LOCKED = "办结"
"""The review of a task that is 销号: reports are still filed, and its present stays as it is."""

FOLLOWING = (*WORDED, "started_on", "finished_on", "updated_at", "updated_by")
"""The columns of a task that follow from its reports."""


# ---- rows and reports ----------------------------------------------------------------------------------


def loaded(unit: str, period: str, filed: Json) -> Report:
    """A report as its row keeps it."""
    presents = {metric: Decimal(str(value)) for metric, value in filed["presents"].items()}
    upto, at = date.fromisoformat(filed["upto"]), datetime.fromisoformat(filed["at"])
    return Report(unit, filed["leads"], period, upto, at, filed["by"], filed["entries"], presents)


def dumped(report: Report) -> Json:
    """The row of a report, as JSON."""
    return {
        "at": report.at.isoformat(),
        "by": report.by,
        "leads": report.leads,
        "upto": report.upto.isoformat(),
        "entries": dict(report.entries),
        "presents": {metric: number(value) for metric, value in report.presents.items()},
    }


def field_of(report: Report) -> str:
    """The name of a report among the fields of its task: report:2025-06 of the office, report:2025-06:云溪市教育局."""
    return f"report:{report.period}" + (f":{report.unit}" if report.unit else "")


def of_tasks(session: Session, tasks: Any) -> dict[int, list[Report]]:
    """The reports on some tasks (their numbers, or a subquery that selects them)."""
    query = select(ReportRow).where(col(ReportRow.task_id).in_(tasks)).order_by(col(ReportRow.id))
    found: dict[int, list[Report]] = defaultdict(list)
    for row in session.exec(query):
        found[row.task_id].append(loaded(row.unit, row.period, row.filed))
    return found


def filed(session: Session) -> dict[int, tuple[Report, ...]]:
    """The reports on every task by its number, the earliest first."""
    found = of_tasks(session, select(TaskRow.id))
    return {task: tuple(sorted(some, key=lambda r: r.order)) for task, some in found.items()}


def filed_fields(session: Session, task: int) -> list[str]:
    """The names of the reports on a task among its fields."""
    return [field_of(report) for report in of_tasks(session, [task])[task]]


# ---- what follows --------------------------------------------------------------------------------------


def stands(task: TrackedTask, reports: Sequence[Report]) -> Standing:
    """Where a task stands by its reports, whatever its columns say."""
    leads = {u.value.canonical: u.value.name for u in task.units if u.value.role == "lead"}
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
    ordered = [u.value for u in sorted(task.units, key=lambda u: u.value.role != "lead")]
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


# ---- filing --------------------------------------------------------------------------------------------


def file(pen: Pen, task: TrackedTask, report: Report) -> bool:
    """Keep a report; what it says joins what the unit said for that period before. False where nothing is new.

    Raises TrackerError where both together cannot be: 30 % of what was 已完成.
    """
    field = field_of(report)
    old = fields.of_task(pen.session, task.id, field)
    new = dumped(report)
    if old is not None:
        both = {
            **new,
            "entries": joined(old["entries"], new["entries"]),
            "presents": {**old["presents"], **new["presents"]},
        }
        if (both["entries"], both["presents"]) == (old["entries"], old["presents"]):
            return False
        if why := refusal(both["entries"]):
            raise TrackerError(why)
        new = both
    return pen.task(task.id, field, new)


def follow(pen: Pen, task: TrackedTask, reports: Sequence[Report]) -> None:
    """Bring the task's columns to where its reports have them."""
    whole = stands(task, reports).whole
    for name in FOLLOWING:
        pen.task(task.id, name, plain(getattr(whole.progress, name)))
    _measure(pen, task, whole)


def _measure(pen: Pen, task: TrackedTask, whole: Stand) -> None:
    targets = fields.of_task(pen.session, task.id, "targets")
    keys = metric_keys([target["metric"] for target in targets])
    for at, key in enumerate(keys):
        value = whole.presents.get(key)
        if value is not None and number(value) != targets[at].get("present"):
            day = pen.at.date().isoformat()
            targets[at] = {**targets[at], "present": number(value), "present_on": day}
    pen.task(task.id, "targets", targets)


def ground(task: TrackedTask, reports: Sequence[Report]) -> Report | None:
    """What stands in the task's columns and no report says, as a report of the office; None where there is nothing.

    So it is where progress came with a split, from an older tracker, or before the task had other leads.
    """
    whole = stands(task, reports).whole
    entries = {n: v for n in WORDED if (v := getattr(task.progress, n)) != getattr(whole.progress, n)}
    keys = metric_keys([m.value.metric for m in task.targets])
    presents = {
        key: value
        for key, value in zip(keys, task.presents, strict=False)
        if value is not None and value != whole.presents.get(key)
    }
    if not entries and not presents:
        return None
    at = task.progress.updated_at or task.document.added_at
    upto = max([at.date(), *(report.upto for report in reports)])
    name = at.date().isoformat()
    return Report(OFFICE, False, name, upto, at, task.progress.updated_by, entries, presents)


def keyed(task: TrackedTask, presents: Mapping[int, Decimal]) -> dict[str, Decimal]:
    """Present values by their metric, from values by the place of their target (from 1)."""
    keys = metric_keys([m.value.metric for m in task.targets])
    return {keys[place - 1]: value for place, value in presents.items()}
