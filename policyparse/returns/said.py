"""What the rows of a task say of it that the tracker does not."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from policyparse.exports.columns import COLUMNS, as_text
from policyparse.exports.marks import entry, plainly, touched
from policyparse.ledger import CLOSED, TrackedTask
from policyparse.returns.entries import OPEN
from policyparse.returns.lines import Line, Problem

COMPARED = ("lead", "support", "deadline")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")

Said = dict[str, list[tuple[Line, str]]]
"""For each field who says what."""


def said(task: TrackedTask, lines: Sequence[Line], problems: list[Problem]) -> Said:
    """For each field what the rows of a task say of it that the tracker does not."""
    found: Said = defaultdict(list)
    for line in lines:
        problems += _other_facts(task, line)
        for field, value in line.entries.items():
            spoken = (
                _presents(task, line, value, problems) if field == "presents" else _spoken(task, field, value)
            )
            if (
                spoken is not None
                and spoken != entry(task, field)
                and _meant(task, line, field, value, spoken)
            ):
                found[field].append((line, spoken))
    return found


def _meant(task: TrackedTask, line: Line, field: str, value: str, spoken: str) -> bool:
    """Whether a cell was written in; an empty one says something only where it was emptied."""
    changed = touched(line.stamped(task.id), field, value)
    return bool(spoken) if changed is None else changed


def _spoken(task: TrackedTask, field: str, value: str) -> str | None:
    """What a cell says, None for nothing: an empty state or share does not take one back."""
    if field == "state" and value == OPEN:
        return "推进中" if task.progress.state in CLOSED else None
    return None if field in {"state", "percent"} and not value else value


def _presents(task: TrackedTask, line: Line, value: str, problems: list[Problem]) -> str | None:
    """The goals of a task with the present values that the cell gives; those without a number stay as they are."""
    values = present_values(task, value)
    for words in values.unread:
        problems.append(Problem(line.places["presents"], f"看不懂目标现值“{words[:20]}”，请在指标名后面写数"))
    return goal_lines(task, values.found) if values.found else None


@dataclass(frozen=True, slots=True)
class PresentValues:
    """Present values by the place of their target in the task, from 1; and the lines that could not be read."""

    found: dict[int, Decimal]
    unread: tuple[str, ...]


def present_values(task: TrackedTask, text: str) -> PresentValues:
    """The numbers behind the goals' names: 托位数：4.2; a number alone where the task has one goal."""
    goals = [(at, t.value) for at, t in enumerate(task.targets, 1) if t.value.kind == "goal"]
    found: dict[int, Decimal] = {}
    unread = []
    for line in filter(None, text.split("\n")):
        name, _, words = line.rpartition("：")
        place = next((at for at, t in goals if plainly(t.metric) == name and at not in found), None)
        if place is None and not name and len(goals) == 1:
            place = goals[0][0]
        if name and not words:
            continue
        number = None if place is None else _number(words, task.targets[place - 1].value.unit or "")
        if place is None or number is None:
            unread.append(line)
        else:
            found[place] = number
    return PresentValues(found, tuple(unread))


def _number(words: str, unit: str) -> Decimal | None:
    plain = unicodedata.normalize("NFKC", words).replace(",", "").strip()
    plain = plain.removesuffix(unicodedata.normalize("NFKC", unit)).strip() if unit else plain
    return Decimal(plain) if _NUMBER.fullmatch(plain) else None


def goal_lines(task: TrackedTask, found: dict[int, Decimal]) -> str:
    """The goals with their present values as they would be, in the words of the table."""
    known = dict(enumerate(task.presents, 1))
    return "\n".join(
        f"{plainly(t.value.metric)}：{'' if value is None else format(value, 'f')}"
        for at, t in enumerate(task.targets, 1)
        if t.value.kind == "goal"
        for value in (found.get(at, known.get(at)),)
    )


def _other_facts(task: TrackedTask, line: Line) -> Iterable[Problem]:
    """What is no entry but was changed in the table: told, and left to ``edit``."""
    for field in COMPARED:
        words = line.told.get(field, "")
        ours = plainly(as_text(COLUMNS[field].value(task, 0)))
        if words and words != ours:
            name = COLUMNS[field].header
            why = f"任务 {task.id} 的{name}，台账是“{ours[:30]}”，表中是“{words[:30]}”，没有采用；确要更正请用 edit"
            yield Problem(line.place, why)
