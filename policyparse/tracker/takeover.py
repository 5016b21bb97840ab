"""Taking over a ledger: what the columns of its rows report (进展, 问题, 责任人 …) becomes the first report of their tasks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from policyparse.asking import tasks
from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Filter, Left, TrackedTask
from policyparse.ledger.entries import WORDED
from policyparse.ledger.reports import OFFICE
from policyparse.model import Entry, Mention, Policy
from policyparse.tracker import progress
from policyparse.tracker.pen import Pen

_PERSONS = ("person", "contact")
"""Who does the work is no report on it: alone, these leave the period's report owing."""


def take_over(pen: Pen, document: int, policy: Policy) -> tuple[int, tuple[Left, ...]]:
    """Enter what the rows of a ledger report of their tasks; how many entries that were, and what could not be.

    A task with one lead has it as that unit's report, any other as the office's. One that has been reported on, or whose
    persons are known, keeps what it has.
    """
    said = {task.key: found for task in policy.tasks if (found := _entries(task.entries))}
    if not said:
        return 0, ()
    count, left = 0, []
    for task, known in list(tasks.told(pen.rows, Filter(document=document), pen.at.date())):
        entries = said.get(task.key)
        if entries is None or known:
            continue
        before = len(pen.changes)
        try:
            _enter(pen, task, entries)
        except TrackerError as error:
            left.append(Left(task.id, task.title, str(error)))
        count += len(entries) if len(pen.changes) > before else 0
    return count, tuple(left)


def _entries(mentions: Iterable[Mention[Entry]]) -> dict[str, Any]:
    """The entries that a report has, by their field; leaders, remarks and sources stay with the task's own words."""
    found: dict[str, Any] = {m.value.field: m.value.words for m in mentions if m.value.field in WORDED}
    if "percent" in found:
        share = found.pop("percent")
        # what is no whole percentage stays in the task's own words, as it was printed
        found |= {"percent": int(share)} if re.fullmatch("[0-9]{1,3}", share) else {}
    return {field: value for field, value in found.items() if value != ""}


def _enter(pen: Pen, task: TrackedTask, entries: dict[str, Any]) -> None:
    if set(entries) <= set(_PERSONS):
        for field, value in entries.items():
            if not getattr(task.progress, field):
                pen.task(task.id, field, value)
        return
    if entries.get("state") == "已终止" and "note" not in entries:
        entries = {**entries, "reason": "接管的台账记为已终止"}
    leads = list(dict.fromkeys(u.value.canonical for u in task.units if u.value.role == "lead"))
    progress.enter(pen, task, Entries(**entries), None, unit=leads[0] if len(leads) == 1 else OFFICE)
