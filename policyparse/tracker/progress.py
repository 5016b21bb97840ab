"""What a unit reports of a task, checked before it is written."""

from __future__ import annotations

from datetime import datetime
from typing import Any, get_args

from sqlmodel import Session

from policyparse.errors import TrackerError
from policyparse.ledger import CLOSED, Progress, State
from policyparse.tracker.fields import plain
from policyparse.tracker.pen import Pen
from policyparse.tracker.wording import sentence

STATES = get_args(State)


def report(
    session: Session,
    number: int,
    title: str,
    before: Progress,
    entries: dict[str, Any],
    *,
    by: str,
    at: datetime | None,
) -> None:
    """Write what is new in the entries (fields of Progress; None says nothing) into the log and the task.

    A first percentage starts the work (推进中); 已完成 is 100 percent. Raises TrackerError for a state or percentage
    that there is not, and where a task is ended, or a closed one taken up again, with neither reason nor note.
    """
    given = {field: value for field, value in entries.items() if value is not None}
    _check(given)
    pen = Pen(session, "progress", by, at)
    for field, value in {**given, **_follows(before, given, pen.at)}.items():
        pen.task(number, field, plain(value))
    told = pen.told()
    if told:
        pen.task(number, "updated_at", pen.at.isoformat())
        pen.task(number, "updated_by", by)
    pen.finish(f"任务 {number}《{title}》：{sentence(told)}")


def _check(given: dict[str, Any]) -> None:
    if "state" in given and given["state"] not in STATES:
        raise TrackerError(f"办结状态只能是：{'、'.join(STATES)}。")
    if "percent" in given and not 0 <= given["percent"] <= 100:
        raise TrackerError("总体进度是 0 到 100 的整数。")
    if given.get("state") == "已完成" and given.get("percent", 100) < 100:
        raise TrackerError("已完成的任务，总体进度是 100。")


def _follows(before: Progress, given: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What follows from the entries: the state from the percentage, the dates and the percentage from the state."""
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
    return follows
