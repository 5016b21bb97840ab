"""What a unit reports of a task, checked before it is written; what each period owes; and the review of what is done.

Work, report and review are kept apart: a report says for a period what stands in the work's columns at that time, and
a review neither needs nor makes one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlmodel import Session, col, select

from policyparse.errors import TrackerError
from policyparse.ledger import CLOSED, STATES, Entries, Filter, ReportCard, TrackedTask, periods
from policyparse.ledger.entries import WORDED
from policyparse.schema.facts import number as exact
from policyparse.schema.facts import plain
from policyparse.tracker import fields, queries
from policyparse.tracker.pen import Pen
from policyparse.tracker.tables import ReportRow

FILED = tuple(field for field in WORDED if field not in {"person", "contact", "reason"})
"""What a report keeps of the work's columns."""


# ---- the work ------------------------------------------------------------------------------------------


def enter(
    pen: Pen,
    task: TrackedTask,
    entries: Entries,
    period: str | None,
) -> None:
    """Write what is new in the entries.

    A first percentage starts the work (推进中); 已完成
    is 100 percent. Where a period is given, or the document has reports, what stands then is filed for it.
    Raises TrackerError for a state, percentage or target that there is not, and where a task is ended, or a
    closed one taken up again, with neither reason nor note.
    """
    given, presents = entries.worded(), entries.presents
    _check(given)
    for field, value in {**given, **_follows(task, given, pen.at)}.items():
        pen.task(task.id, field, plain(value))
    if presents:
        pen.task(task.id, "targets", _measured(pen, task.id, presents))
    if period is not None or ((given or presents) and task.document.cycle):
        _file(pen, task, period)
    if pen.changes:
        pen.task(task.id, "updated_at", pen.at.isoformat())
        pen.task(task.id, "updated_by", pen.by)


def _check(given: Mapping[str, Any]) -> None:
    if "state" in given and given["state"] not in STATES:
        raise TrackerError(f"办结状态只能是：{'、'.join(STATES)}。")
    if "percent" in given and not 0 <= given["percent"] <= 100:
        raise TrackerError("总体进度是 0 到 100 的整数。")
    if given.get("state") == "已完成" and given.get("percent", 100) < 100:
        raise TrackerError("已完成的任务，总体进度是 100。")


def _follows(task: TrackedTask, given: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """What follows from the entries: the state from the percentage, from the state the dates, 100 percent, review."""
    before = task.progress
    begun = before.state == "未启动" and given.get("percent", 0) > 0
    state = given.get("state", "推进中" if begun else before.state)
    if state == before.state:
        return {}
    reopened = before.state in CLOSED
    if (state == "已终止" or reopened) and not (given.get("reason") or given.get("note")):
        raise TrackerError(f"任务由“{before.state}”改为“{state}”，须说明事由。")
    follows: dict[str, Any] = {"state": state, "finished_on": at.date() if state in CLOSED else None}
    if state == "已完成":
        follows["percent"] = 100
    if state != "未启动" and before.started_on is None:
        follows["started_on"] = at.date()
    if reopened and task.review in {"申请办结", "办结"}:
        follows["review"] = ""
    return follows


def _measured(pen: Pen, task: int, presents: Mapping[int, Decimal]) -> list[Any]:
    targets = fields.of_task(pen.session, task, "targets")
    for place, value in presents.items():
        if not 1 <= place <= len(targets):
            raise TrackerError(f"任务 {task} 有 {len(targets)} 个量化目标，没有第 {place} 个。")
        if exact(value) != targets[place - 1].get("present"):
            measured = {"present": exact(value), "present_on": pen.at.date().isoformat()}
            targets[place - 1] = {**targets[place - 1], **measured}
    return cast(list[Any], targets)


# ---- reports by period ---------------------------------------------------------------------------------


def _file(pen: Pen, task: TrackedTask, name: str | None) -> None:
    period = _period(task, name, pen.at.date())
    kept = {field: fields.of_task(pen.session, task.id, field) for field in FILED}
    kept["targets"] = [t.get("present") for t in fields.of_task(pen.session, task.id, "targets")]
    filed = fields.of_task(pen.session, task.id, f"report:{period.name}")
    if filed is None or any(filed[field] != value for field, value in kept.items()):
        pen.task(task.id, f"report:{period.name}", {"at": pen.at.isoformat(), "by": pen.by, **kept})


def _period(task: TrackedTask, name: str | None, day: date) -> periods.Period:
    if name is not None:
        return periods.period(name)
    return periods.current(cast(periods.Cycle, task.document.cycle), task.document.report_day, day)


def set_reporting(pen: Pen, document: int, cycle: str | None, day: int | None) -> None:
    """Say how often a document's tasks are reported (None: not at all) and by which day of the following month."""
    if cycle is not None and cycle not in periods.CYCLES:
        raise TrackerError("报送周期只能是 monthly（月报）或 quarterly（季报）。")
    if day is not None and not 1 <= day <= 31:
        raise TrackerError("报送日是 1 到 31 的整数。")
    pen.document(document, "cycle", cycle)
    pen.document(document, "report_day", day)


def reports(session: Session, name: str, filter: Filter, today: date) -> tuple[ReportCard, ...]:
    """What each task owes or filed for a period, in the tasks' order.

    A task owes a report where its document has that cycle, was issued (else entered) by the period's end, and
    the task was not closed before the period began. What was filed though none was owed is listed too.
    """
    period = periods.period(name)
    kept = select(ReportRow.task_id, ReportRow.filed).where(ReportRow.period == period.name)
    filed = dict(session.exec(kept.order_by(col(ReportRow.task_id))).all())
    cards = (_card(task, period, filed.get(task.id), today) for task in queries.tasks(session, filter, today))
    return tuple(card for card in cards if card is not None)


def _card(task: TrackedTask, period: periods.Period, filed: Any, today: date) -> ReportCard | None:
    due = period.due(task.document.report_day)
    if filed is None:
        late = "逾期未报" if today > due else "应报"
        return ReportCard(task, period.name, due, cast(Any, late)) if _owes(task, period) else None
    entries = {field: filed[field] for field in FILED}
    at = datetime.fromisoformat(filed["at"])
    return ReportCard(task, period.name, due, "已报", at, filed["by"], **entries)


def _owes(task: TrackedTask, period: periods.Period) -> bool:
    card, finished = task.document, task.progress.finished_on
    begun = (card.issued_on or card.added_at.date()) <= period.end
    return card.cycle == period.cycle and begun and (finished is None or finished >= period.start)


# ---- the review ----------------------------------------------------------------------------------------


def apply(pen: Pen, task: TrackedTask) -> None:
    """申请办结. Raises TrackerError where the work is not done, or the review under way or over."""
    if task.progress.state != "已完成":
        raise TrackerError(f"任务 {task.id} 尚未完成，不能申请办结。")
    if task.review not in {"", "退回"}:
        raise TrackerError(f"任务 {task.id} 已是“{task.review}”。")
    pen.task(task.id, "review", "申请办结")
    pen.task(task.id, "review_reason", "")


def review(pen: Pen, task: TrackedTask, accept: bool, reason: str) -> None:
    """办结（销号）, or 退回 with a reason. Raises TrackerError where nobody applied, and for 退回 without a reason."""
    if task.review != "申请办结":
        raise TrackerError(f"任务 {task.id} 没有申请办结。")
    if not accept and not reason:
        raise TrackerError("退回须说明理由。")
    pen.task(task.id, "review", "办结" if accept else "退回")
    pen.task(task.id, "review_reason", reason)
