"""The tasks of each unit: what it leads, what it supports."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from policyparse.exports.form import leads
from policyparse.ledger import TrackedTask

LEAD_SHEET, SUPPORT_SHEET = "牵头任务", "配合任务"
"""What the two sheets of a unit's workbook are called."""
K = TypeVar("K")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class UnitTasks:
    """A unit by its full and its usual printed name, and the tasks that it leads and that it supports."""

    canonical: str
    printed: str
    lead: tuple[TrackedTask, ...]
    support: tuple[TrackedTask, ...]

    @property
    def tasks(self) -> tuple[TrackedTask, ...]:
        """All of them, those that it leads first."""
        return (*self.lead, *self.support)


def titled(lines: Sequence[str]) -> str | None:
    """The printed name of the unit in the title of one of its sheets, or behind 填报单位; None where there is none."""
    found = (_TITLE.search(line) or _LABEL.search(line) for line in lines)
    return next((match["unit"] or match["several"] for match in found if match), None)


# 例：《云溪市2025年教育工作要点》督查台账（市教育局）：牵头任务（2025年6月填报，7月5日前报回）; 市教育局重点任务督查台账：配合任务
_TITLE = re.compile(
    rf"(?:督查台账（(?P<unit>[^（）]+(?:（[^（）]+）)?)）|^(?P<several>.+?)重点任务督查台账)：(?:{LEAD_SHEET}|{SUPPORT_SHEET})"
)


# 例：填报单位：市教育局        填报日期：2025年7月3日; 填报单位（盖章）：市教育局
_LABEL = re.compile(r"(?:填报|报送)单位(?:（[^（）]*）)?[：:]\s*(?P<unit>(?!填报日期)\S+)(?P<several>)")


def by_unit(tasks: Sequence[TrackedTask]) -> tuple[UnitTasks, ...]:
    """The units of the tasks in the order of their first mention, each with its own tasks."""
    own = grouped(
        (name, task) for task in tasks for name in dict.fromkeys(u.value.canonical for u in task.answering)
    )
    return tuple(of_unit(some, name) for name, some in own.items())


def grouped(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    """The values by their keys, both in the order in which they come."""
    found: dict[K, list[V]] = {}
    for key, value in pairs:
        found.setdefault(key, []).append(value)
    return found


def of_unit(tasks: Sequence[TrackedTask], canonical: str) -> UnitTasks:
    """The tasks of the unit with that full name."""
    own = [t for t in tasks if any(u.value.canonical == canonical for u in t.answering)]
    lead = tuple(t for t in own if leads(t, canonical))
    support = tuple(t for t in own if not leads(t, canonical))
    return UnitTasks(canonical, printed_name(own, canonical), lead, support)


def printed_names(tasks: Sequence[TrackedTask]) -> dict[str, str]:
    """Each unit of the tasks as printed; by its full name where two are printed alike (市教育局 of two cities)."""
    return usual_names(counted_names(tasks))


def counted_names(tasks: Sequence[TrackedTask]) -> dict[str, Counter[str]]:
    """How often each unit of the tasks, by its full name, is printed in which way."""
    times: dict[str, Counter[str]] = {}
    for task in tasks:
        for unit in task.answering:
            times.setdefault(unit.value.canonical, Counter())[unit.value.name] += 1
    return times


def usual_names(times: Mapping[str, Counter[str]]) -> dict[str, str]:
    """As ``printed_names``, from the counts."""
    usual = {canonical: names.most_common(1)[0][0] for canonical, names in times.items()}
    alike = Counter(usual.values())
    return {canonical: name if alike[name] == 1 else canonical for canonical, name in usual.items()}


def printed_name(tasks: Sequence[TrackedTask], canonical: str) -> str:
    """The unit as its documents print it most often: 市教育局 for 云溪市教育局."""
    printed = Counter(u.value.name for t in tasks for u in t.answering if u.value.canonical == canonical)
    return printed.most_common(1)[0][0] if printed else canonical
