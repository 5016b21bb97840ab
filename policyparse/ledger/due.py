"""The last day of a task, and what follows from it.

A day that the paper states is one by which a task is overdue. A *presumed* one (``document-year``: nothing is said, and
the document is the plan of one year) is shown, but never called 逾期: after the year such a task is 年度未办结.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from policyparse.ledger import CLOSED, TrackedTask
from policyparse.ledger.corrections import DECISION
from policyparse.model import Mention, Milestone, Target

ENDING = frozenset({"by", "period"})
"""The kinds of deadlines that end on a day; 每季度 and 长期坚持 do not."""
PRESUMED = "document-year"
UNDONE_YEAR = "年度未办结"


def due_of(task: TrackedTask) -> date | None:
    """The last day that the paper states for a task: the latest of its deadlines that end on a day; None for none."""
    return _latest(task, presumed=False)


def presumed_due(task: TrackedTask) -> date | None:
    """The end of the year that is presumed for a task of which nothing is said; None where a day is stated."""
    return None if due_of(task) else _latest(task, presumed=True)


def planned_due(task: TrackedTask) -> date | None:
    """The day that the calendar (序时进度) counts to: the stated one, else the presumed."""
    return due_of(task) or presumed_due(task)


def target_due(task: TrackedTask, mention: Mention[Target]) -> date | None:
    """The day by which a target of a task is to be reached: its own, where that is another than the task's, else the task's.

    A day that was read holds as long as it is one of the task's times: where a person or a newer issue has put another in
    its place, the target follows the task. 例：改造30个小区，6月底前完成, postponed to 12月底前: the 30 are due then, too.
    """
    own, whole = mention.value.due, planned_due(task)
    moved = whole and mention.rule != DECISION and own not in {d.value.due for d in task.deadlines}
    return whole if moved else own or whole


def is_soon(task: TrackedTask, day: date, soon_days: int) -> bool:
    """Whether an open task is due on the day or within so many days after it."""
    due = due_of(task) if task.progress.state not in CLOSED else None
    return due is not None and 0 <= (due - day).days <= soon_days


def stages_soon(task: TrackedTask, day: date, soon_days: int) -> tuple[tuple[date, Milestone], ...]:
    """The stages (里程碑) of an open task that are due on the day or within so many days after it, each with its last day.

    One that ends with the task itself is told with the task.
    """
    if task.progress.state in CLOSED:
        return ()
    stages = ((m.value.due, m.value) for m in task.milestones if m.value.due and m.value.due != due_of(task))
    return tuple((due, stage) for due, stage in stages if due and 0 <= (due - day).days <= soon_days)


def is_undone_year(task: TrackedTask, day: date) -> bool:
    """Whether an open task of a plan of one year is left over after that year (年度未办结)."""
    due = presumed_due(task) if task.progress.state not in CLOSED else None
    return due is not None and due < day


def latest(deadlines: Iterable[Mapping[str, Any]]) -> date | None:
    """``due_of`` over the JSON of deadlines, as the tracker keeps it beside a task to find it quickly."""
    days = [d["due"] for d in deadlines if d["kind"] in ENDING and d["due"] and d["basis"] != PRESUMED]
    return date.fromisoformat(max(days)) if days else None


def _latest(task: TrackedTask, presumed: bool) -> date | None:
    found: date | None = None
    for mention in task.deadlines:  # asked a dozen times of each task of a page: no generators
        one = mention.value
        if one.due is None or one.kind not in ENDING or (one.basis == PRESUMED) is not presumed:
            continue
        if found is None or one.due > found:
            found = one.due
    return found
