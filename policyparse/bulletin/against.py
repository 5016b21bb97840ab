"""The numbers of the units in a 通报, set against those of the period before and against each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyparse.bulletin.figures import Counts, UnitFigures
from policyparse.bulletin.pieces import Table


def numbers(counts: Counts) -> tuple[str, ...]:
    """All tasks, those of each state, the overdue ones and those due soon, as a table has them."""
    return tuple(str(n) for n in (counts.total, *counts.states, counts.overdue, counts.soon))


def with_change(unit: UnitFigures) -> tuple[str, ...]:
    """The numbers of a unit; behind that of its overdue tasks how many more (or fewer) they are than before: 5↑2."""
    *states, overdue, soon = numbers(unit.counts)
    more = unit.counts.overdue - unit.late_before
    return (*states, overdue + (f"{'↑' if more > 0 else '↓'}{abs(more)}" if more else ""), soon)


def changed(units: Sequence[UnitFigures]) -> bool:
    """Whether any unit has more overdue tasks than before, or fewer."""
    return any(unit.counts.overdue != unit.late_before for unit in units)


def scores(units: Sequence[UnitFigures]) -> Iterator[str | Table]:
    """The units by their score, and what it is made of; those with the same score share a rank."""
    yield "得分为按时率（未逾期的任务占牵头任务的比例）与报送率（已报占应报的比例）的平均数，没有应报的只计按时率。"
    scores = [unit.score for unit in units]
    yield Table(
        "各牵头单位得分",
        ("名次", "单位", "按时率", "报送率", "得分"),
        ((16, False), (70, True), (24, False), (24, False), (22, False)),
        tuple(
            (
                str(scores.index(unit.score) + 1),
                unit.name,
                f"{unit.on_time}%",
                "—" if unit.filing is None else f"{unit.filing}%",
                str(unit.score),
            )
            for unit in units
        ),
    )
