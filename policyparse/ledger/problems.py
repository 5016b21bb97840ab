"""存在问题 and 需协调事项 as a list: what units say stands in the way of open tasks, and what they ask others for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyparse.ledger import CLOSED, Progress, TrackedTask, UnitStanding
from policyparse.ledger.periods import period
from policyparse.ledger.reports import is_day


@dataclass(frozen=True, slots=True)
class Trouble:
    """What one unit says: its printed name ("" for the office) and period, the problem, what is to be coordinated."""

    task: TrackedTask
    unit: str
    period: str
    problem: str
    coordinate: str
    person: str
    contact: str


def troubles(tasks: Sequence[TrackedTask]) -> Iterator[Trouble]:
    """The troubles of the open tasks, in the tasks' order: of each unit that told one, and of the task where no unit's
    report says the same (the office entered it); and of a task that its lead calls done what others say against it."""
    for task in tasks:
        if task.progress.state in CLOSED:
            for standing in against(task):
                yield from _of(task, standing.name, standing.period, standing.progress)
            continue
        told = {(s.progress.problem, s.progress.coordinate) for s in task.standings}
        for standing in task.standings:
            yield from _of(task, standing.name, standing.period, standing.progress)
        leads = [s for s in task.standings if s.role == "lead"]
        if len(leads) < 2 and (task.progress.problem, task.progress.coordinate) not in told:
            yield from _of(task, "", "", task.progress)


def against(task: TrackedTask) -> tuple[UnitStanding, ...]:
    """The supporting units that report of a task that is 已完成, and not 销号 yet, that it is not, or what stands in its way: for the
    leads' last period or later, or for one that ends when the office entered it as done or later."""
    if task.progress.state != "已完成" or task.review == "办结":
        return ()
    led = [period(s.period).end for s in task.standings if s.role == "lead" and not is_day(s.period)]
    done = max(led, default=task.progress.finished_on)
    return tuple(
        s
        for s in task.standings
        if s.role == "support"
        and (s.progress.state == "推进中" or (s.progress.state == "未启动" and _stuck(s.progress)))
        and not is_day(s.period)
        and done is not None
        and period(s.period).end >= done
    )


def _stuck(said: Progress) -> bool:
    return bool(said.problem or said.coordinate)


def _of(task: TrackedTask, unit: str, period: str, said: Progress) -> Iterator[Trouble]:
    if _stuck(said):
        yield Trouble(task, unit, period, said.problem, said.coordinate, said.person, said.contact)
