"""存在问题 and 需协调事项 as a list: what units say stands in the way of open tasks, and what they ask others for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyparse.ledger import CLOSED, Progress, TrackedTask


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
    report says the same (the office entered it)."""
    for task in tasks:
        if task.progress.state in CLOSED:
            continue
        told = {(s.progress.problem, s.progress.coordinate) for s in task.standings}
        for standing in task.standings:
            yield from _of(task, standing.name, standing.period, standing.progress)
        leads = [s for s in task.standings if s.role == "lead"]
        if len(leads) < 2 and (task.progress.problem, task.progress.coordinate) not in told:
            yield from _of(task, "", "", task.progress)


def _of(task: TrackedTask, unit: str, period: str, said: Progress) -> Iterator[Trouble]:
    if said.problem or said.coordinate:
        yield Trouble(task, unit, period, said.problem, said.coordinate, said.person, said.contact)
