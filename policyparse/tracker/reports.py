"""The reports of the tracker: kept by task, unit and period, and what the task's present follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal

from policyparse.asking.reports import of_tasks, stands
from policyparse.asking.rows import Rows
from policyparse.errors import TrackerError
from policyparse.ledger import TrackedTask, periods
from policyparse.ledger.entries import WORDED
from policyparse.ledger.reports import OFFICE, Report, Stand, joined, metric_keys, refusal, together
from policyparse.ledger.wording import sentence
from policyparse.schema.facts import Json, number, plain
from policyparse.tracker import fields
from policyparse.tracker.pen import Pen

LOCKED = "办结"
"""The review of a task that is 销号: reports are still filed, and its present stays as it is."""

FOLLOWING = (*WORDED, "started_on", "finished_on", "updated_at", "updated_by")
"""The columns of a task that follow from its reports."""


# ---- rows and reports ----------------------------------------------------------------------------------


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
    return fields.report_name(report.period, report.unit)


def filed_fields(rows: Rows, task: int) -> list[str]:
    """The names of the reports on a task among its fields."""
    return [field_of(report) for report in of_tasks(rows, [task])[task]]


# ---- filing --------------------------------------------------------------------------------------------


def file(pen: Pen, task: TrackedTask, report: Report) -> bool:
    """Keep a report; what it says joins what the unit said for that period before. False where nothing is new.

    Raises TrackerError where both together cannot be: 30 % of what was 已完成.
    """
    field = field_of(report)
    old = pen.value(task.id, field)
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
    """Bring the task's columns to where its reports have them; one that is taken up again is under no review."""
    whole = stands(task, reports).whole
    pen.columns(task.id, {name: plain(getattr(whole.progress, name)) for name in FOLLOWING})
    if whole.presents:
        _measure(pen, task, whole)
    if task.review in {"申请办结", LOCKED} and whole.progress.state != "已完成":
        pen.task(task.id, "review", "")


def gather(pen: Pen, first: TrackedTask, others: Sequence[TrackedTask]) -> None:
    """Give a task what units reported on others that it takes in; all of them are as they stood before.

    A unit that reported on several for one period has one report on all (``together``). What the office entered on the
    others stays with them.
    """
    known = of_tasks(pen.rows, [task.id for task in (first, *others)])
    own = known[first.id]
    if base := ground(first, own):
        file(pen, first, base)
    heard: dict[tuple[str, str], list[Report]] = {(r.unit, r.period): [r] for r in own}
    for other in others:
        for report in known[other.id]:
            if report.unit != OFFICE:
                heard.setdefault((report.unit, report.period), []).append(report)
    for some in heard.values():
        one = together(some)
        pen.task(first.id, field_of(one), dumped(one))


def _measure(pen: Pen, task: TrackedTask, whole: Stand) -> None:
    targets = pen.value(task.id, "targets")
    keys = metric_keys([target["metric"] for target in targets])
    for at, key in enumerate(keys):
        value = whole.presents.get(key)
        if value is not None and number(value) != targets[at].get("present"):
            day = pen.at.date().isoformat()
            targets[at] = {**targets[at], "present": number(value), "present_on": day}
    pen.task(task.id, "targets", targets)


def ground(task: TrackedTask, reports: Sequence[Report]) -> Report | None:
    """What stands in the task's columns and no report says, as a report of the office; None where there is nothing.

    So it is where progress came with a split, from an older tracker, or before the task had other leads. It speaks up to
    where the reports go, whenever they came in, so that the next period's are not taken for older ones.
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
    upto = max((report.upto for report in reports), default=at.date())
    name = at.date().isoformat()
    return Report(OFFICE, False, name, upto, at, task.progress.updated_by, entries, presents)


def keyed(task: TrackedTask, presents: Mapping[int, Decimal]) -> dict[str, Decimal]:
    """Present values by their metric, from values by the place of their target (from 1)."""
    keys = metric_keys([m.value.metric for m in task.targets])
    return {keys[place - 1]: value for place, value in presents.items()}


# ---- when they are due -----------------------------------------------------------------------------------


def set_reporting(pen: Pen, document: int, cycle: str | None, day: int | None) -> None:
    """Say how often a document's tasks are reported (None: not at all) and by which day of the month (week) after."""
    if cycle is not None and cycle not in periods.CYCLES:
        known = "、".join(f"{cycle}（{word}）" for cycle, word in periods.CYCLES.items())
        raise TrackerError(f"报送周期只能是：{known}。")
    last = 7 if cycle == "weekly" else 31
    if day is not None and not 1 <= day <= last:
        raise TrackerError(f"报送日是 1 到 {last} 的整数。")
    found = pen.rows.first("SELECT title FROM document WHERE id = :number AND NOT removed", number=document)
    if found is None:
        raise TrackerError(f"没有编号为 {document} 的文件。")
    pen.document(document, "cycle", cycle)
    pen.document(document, "report_day", day)
    pen.finish(f"《{found[0]}》报送：{sentence(pen.told())}")
