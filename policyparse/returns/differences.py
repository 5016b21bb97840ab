"""What the rows of a task say of it that the tracker does not."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from policyparse import values
from policyparse.errors import UsageError
from policyparse.exports.columns import COLUMNS, as_text
from policyparse.exports.marks import PRINTED, goal_lines, goal_names, on_one_line, plainly, touched
from policyparse.ledger import CLOSED, TrackedTask
from policyparse.ledger.reports import impossible
from policyparse.returns.entries import OPEN
from policyparse.returns.lines import Line, Problem

UNLIKELY = 900
"""A present value so many times its target is asked about: 4，200 for 4.2 where 4.5 is the goal."""
_NUMBER = re.compile(r"-?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?")

ASSIGNED = ("lead", "support", "deadline")

Differences = dict[str, list[tuple[Line, str]]]
"""For each entry the rows that were written in, and what they say."""


def differences(task: TrackedTask, lines: Sequence[Line], problems: list[Problem]) -> Differences:
    """What was written in the rows of one unit on a task; ``task`` is as that unit last told it.

    A cell says something where it differs from what went out (by the stamp of its row); where the row has no stamp,
    each cell that is not empty does.
    """
    found: Differences = defaultdict(list)
    for line in lines:
        problems += _other_facts(task, line)
        for field, value in line.entries.items():
            spoken = (
                _presents(task, line, value, problems) if field == "presents" else _spoken(task, field, value)
            )
            if spoken is not None and _meant(task, line, field, value, spoken):
                found[field].append((line, spoken))
        problems += _odd(task, line, found)
    return found


def written(task: TrackedTask, line: Line) -> list[str]:
    """The entries of a row that differ from what went out, whatever they say."""
    return [
        field
        for field, value in line.entries.items()
        if _spoken(task, field, value) is not None and touched(line.stamped(task.id), field, value)
    ]


def _meant(task: TrackedTask, line: Line, field: str, value: str, spoken: str) -> bool:
    """Whether a cell was written in; an empty one says something only where it was emptied."""
    changed = touched(line.stamped(task.id), field, value)
    if changed is not None:
        return changed
    return spoken not in {"", "0", "未启动"}


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
    for place, number in values.unlikely.items():
        target = task.targets[place - 1].value
        why = f"目标现值 {number} 是目标 {target.value}{target.unit or ''} 的近千倍，没有采用"
        problems.append(
            Problem(line.places["presents"], f"{why}；确是请用 progress --target {place}={number}")
        )
    known = dict(enumerate(task.presents, 1))
    return goal_lines(task, known | values.found) if values.found else None


def _odd(task: TrackedTask, line: Line, found: Differences) -> Iterable[Problem]:
    """What is taken as it was written and yet wants a question."""
    own = {field: value for field, voices in found.items() for who, value in voices if who is line}
    if own.get("percent") == "100" and own.get("state", task.progress.state) == "推进中":
        why = f"任务 {task.id} 进度 100% 而状态是推进中，已照填；确已完成请改状态"
        yield Problem(line.places["percent"], why)


@dataclass(frozen=True, slots=True)
class PresentValues:
    """Present values by the place of their target in the task, from 1; the lines that could not be read;
    and the values that are a thousand times their target, which are not among those found."""

    found: dict[int, Decimal]
    unread: tuple[str, ...]
    unlikely: dict[int, Decimal]


def present_values(task: TrackedTask, text: str) -> PresentValues:
    """The numbers behind the goals' names: 托位数：4.2; a number alone where the task has one goal."""
    names = goal_names(task)
    left = dict(names)
    found: dict[int, Decimal] = {}
    unlikely: dict[int, Decimal] = {}
    unread = []
    for line in filter(None, text.split("\n")):
        name, _, words = (part.strip() for part in _folded(line).rpartition(":"))
        place = _place(task, left, name, words)
        if place is None and not name and len(names) == 1:
            place = next(iter(names))
        left.pop(place or 0, None)
        if name and not words:
            continue
        number = None if place is None else _number(words, task.targets[place - 1].value.unit or "")
        if place is None or number is None or impossible(task.targets[place - 1].value, number):
            unread.append(line)
        elif 0 < UNLIKELY * abs(task.targets[place - 1].value.value) <= abs(number):
            unlikely[place] = number
        else:
            found[place] = number
    return PresentValues(found, tuple(unread), unlikely)


def _place(task: TrackedTask, left: Mapping[int, str], name: str, words: str) -> int | None:
    """The place of the goal that a line names, among those that no line before it has named: by its name as it is printed
    now, else by its metric, of several the one whose unit is behind the number, else the next one."""
    if exact := [at for at, known in left.items() if _folded(known) == name]:
        return exact[0]
    alike = [at for at in left if _folded(plainly(task.targets[at - 1].value.metric)) == name]
    units = {at: _folded(task.targets[at - 1].value.unit or "") for at in alike}
    return next((at for at, unit in units.items() if unit and words.endswith(unit)), next(iter(alike), None))


def _folded(words: str) -> str:
    return unicodedata.normalize("NFKC", words)


def _number(words: str, unit: str) -> Decimal | None:
    plain = _folded(words).strip()
    plain = plain.removesuffix(_folded(unit)).strip() if unit else plain
    return Decimal(plain.replace(",", "")) if _NUMBER.fullmatch(plain) else None


def _other_facts(task: TrackedTask, line: Line) -> Iterable[Problem]:
    """What is no entry but was changed in the table: told, and left to ``import --corrections``."""
    for field in PRINTED:
        words = line.told.get(field, "")
        changed = touched(line.stamped(task.id), field, words) if words else False
        # a table of somebody else's has its own way to say a task
        if changed is False or (changed is None and field not in ASSIGNED):
            continue
        ours = plainly(as_text(COLUMNS[field].value(task, 0)))
        if on_one_line(words) != on_one_line(ours) and not (field == "deadline" and _says_when(task, words)):
            name = COLUMNS[field].header
            why = f"任务 {task.id} 的{name}，台账是“{ours[:30]}”，表中是“{words[:30]}”，没有采用"
            yield Problem(line.places.get(field, line.place), f"{why}；确要更正请用 import --corrections")


def _says_when(task: TrackedTask, words: str) -> bool:
    """Whether words say the times of a task in another way: 9月底前 for 2026年9月底前."""
    try:
        said = [
            values.deadline(line, task.document.year, task.document.issued_on)
            for line in filter(None, map(str.strip, words.split("\n")))
        ]
    except UsageError:
        return False
    ours = [deadline.value for deadline in task.deadlines]
    return {(d.kind, d.start, d.due, d.rrule) for d in said} == {
        (d.kind, d.start, d.due, d.rrule) for d in ours
    }
