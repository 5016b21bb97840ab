"""The marks by which a table that went out is known again when it comes back filled in.

A row carries beside the task's key a stamp: a few characters of the hash of each entry as it went out. So it can be
told what a unit has written from what it has left as it was, however the tracker has changed meanwhile.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from functools import lru_cache
from operator import attrgetter
from types import MappingProxyType
from typing import Any

from policyparse.ledger import Progress, TrackedTask
from policyparse.ledger.entries import FIELDS, WORDED
from policyparse.ledger.words import (
    deadline_words,
    lead_words,
    lines_of,
    milestone_words,
    normal_target,
    support_words,
    target_line,
)
from policyparse.model import Target, TargetKind
from policyparse.output import clean

PREFIX = "policyparse-"
"""How the custom properties of a workbook begin that hold what it says of itself."""

NAMESPACE = "urn:policyparse:marks"
TAG = f"{{{NAMESPACE}}}marks"
ROOM = 255
"""Characters that a property of a workbook holds."""
_RANGES = re.compile(r"\d{1,9}(?:-\d{1,9})?(?:,\d{1,9}(?:-\d{1,9})?)*")  # 例：1-22,25
_LENGTH = 6
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sent:
    """What a table that went out says of itself: of which unit (its full name), for which period (2025-06), from which
    tracker (its id), of how many tasks and, where there is room, of which; None where it does not say.

    ``titled`` is the printed name of the unit over the table, where a copy has lost the rest.
    """

    unit: str | None = None
    period: str | None = None
    tracker: str | None = None
    tasks: int | None = None
    titled: str | None = None
    ids: tuple[int, ...] | None = None

    def told(self) -> dict[str, str]:
        """What it says, by name."""
        said = {f.name: getattr(self, f.name) for f in fields(self) if f.name not in ("titled", "ids")}
        known = {name: str(value) for name, value in said.items() if value is not None}
        ranges = _ranges(self.ids or ())
        return {**known, "ids": ranges} if 0 < len(ranges) <= ROOM else known


UNSAID = Sent()
"""What a table of somebody else's says of itself."""


def sent(told: Mapping[str, str]) -> Sent:
    """What ``Sent.told`` gave, read again; what cannot be is passed over."""
    count = told.get("tasks", "")
    return Sent(
        told.get("unit"),
        told.get("period"),
        told.get("tracker"),
        int(count) if count.isdecimal() else None,
        ids=_numbers(told.get("ids", ""), int(count) if count.isdecimal() else 0),
    )


def _ranges(ids: Sequence[int]) -> str:
    """Numbers of tasks in few characters: 1-22,25."""
    runs: list[list[int]] = []
    for number in sorted({*ids}):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return ",".join(str(a) if a == b else f"{a}-{b}" for a, b in runs)


def _numbers(ranges: str, count: int) -> tuple[int, ...] | None:
    """What ``_ranges`` gave of so many numbers, read again; None for anything else."""
    if not _RANGES.fullmatch(ranges):
        return None
    ends = [[int(end) for end in part.split("-")] for part in ranges.split(",")]
    if sum(run[-1] - run[0] + 1 for run in ends) != count:
        return None
    return tuple(number for run in ends for number in range(run[0], run[-1] + 1))


def plainly(value: object) -> str:
    """An entry as it is compared: line ends and the white space at them say nothing."""
    text = value if isinstance(value, str) else str(value)
    if text.isprintable() and "_x" not in text:
        return text.strip()
    lines = clean(text).replace("_x000D_", "").split("\n")
    return "\n".join(line.strip() for line in lines).strip()


def stamp(task: TrackedTask, told: Mapping[str, Any] = NOTHING) -> str:
    """The stamp of a task's entries as they stand, and of what is printed of it; ``told`` are values that its row has already."""
    words = [told[field] if field in told else read(task) for field, read in PRINTED_AS.items()]
    return ".".join([_of_entries(task.progress, presents(task)), *map(mark_of, map(plainly, words))])


@lru_cache(1024)  # of most tasks nobody has said anything yet
def _of_entries(progress: Progress, presents: str) -> str:
    """The marks of what is reported of a task."""
    said = {**{field: getattr(progress, field) for field in WORDED}, "presents": presents}
    return ".".join(mark_of(plainly(said[field])) for field in FIELDS)


def printed(task: TrackedTask) -> dict[str, str]:
    """The printed columns that the stamp covers (PRINTED), as the table shows them."""
    return {field: plainly(read(task)) for field, read in PRINTED_AS.items()}


def _targets(kind: TargetKind) -> Callable[[TrackedTask], str]:
    return lambda task: lines_of([target_line(task, t) for t in task.targets if t.value.kind == kind])


PRINTED_AS: Mapping[str, Callable[[TrackedTask], str]] = {
    "lead": lead_words,
    "support": support_words,
    "deadline": lambda task: lines_of(map(deadline_words, task.deadlines)),
    "title": attrgetter("title"),
    "text": attrgetter("text"),
    "targets": _targets("goal"),
    "standards": _targets("standard"),
    "milestones": lambda task: lines_of(map(milestone_words, task.milestones)),
}
PRINTED = tuple(PRINTED_AS)
"""Printed columns that the stamp covers, too: what the tracker has changed since is no word of the unit's."""


def entry(task: TrackedTask, field: str) -> str:
    """An entry of a task as the table shows it; a share is 40 for 40 %."""
    return presents(task) if field == "presents" else plainly(getattr(task.progress, field))


def on_one_line(words: str) -> str:
    """Words for comparison, each run of blanks and line ends as one blank: a workbook saved as a page of the web and read
    again has lost the line ends within its cells."""
    return " ".join(words.split())


def touched(stamped: str | None, field: str, value: str) -> bool | None:
    """Whether an entry is another than the one that went out; None where the stamp does not say."""
    mark = _marks(stamped or "").get(field)
    return None if mark is None else mark != mark_of(plainly(value))


@lru_cache(maxsize=16)  # the cells of a row ask for the same stamp one after the other
def _marks(stamped: str) -> Mapping[str, str]:
    """The marks of a stamp by their columns; a table of an earlier version has none of the printed ones."""
    marks = stamped.split(".")
    if len(marks) < len(FIELDS) or any(len(mark) != _LENGTH for mark in marks):
        return {}
    return dict(zip((*FIELDS, *PRINTED), marks, strict=False))


@lru_cache(4096)  # most entries of a table are empty, or one of a few words
def mark_of(words: str) -> str:
    """A few characters of the hash of some words, by which they are known again."""
    from hashlib import sha256  # it loads OpenSSL, for which a list that is shown need not wait

    return sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]


def presents(task: TrackedTask) -> str:
    """The goals of a task with their present values, one a line, as the unit fills them in: 托位数：4.2."""
    return goal_lines(task, dict(enumerate(task.presents, 1)))


def goal_names(task: TrackedTask) -> dict[int, str]:
    """How the goals of a task are called where their present values are filled in, by their places, from 1: by the metric,
    with its unit where another goal has the same (道路（条）, 道路（公里）), whole where that too is the same (道路增加5公里)."""
    goals = {at: t.value for at, t in enumerate(task.targets, 1) if t.value.kind == "goal"}
    named = Counter(goal.metric for goal in goals.values())
    measured = Counter((goal.metric, goal.unit) for goal in goals.values())

    def name(goal: Target) -> str:
        if measured[goal.metric, goal.unit] > 1:
            return plainly(normal_target(goal))
        return plainly(goal.metric) + (
            f"（{plainly(goal.unit)}）" if goal.unit and named[goal.metric] > 1 else ""
        )

    return {at: name(goal) for at, goal in goals.items()}


def goal_lines(task: TrackedTask, values: Mapping[int, Decimal | None]) -> str:
    """The goals of a task with values by their places, one a line; without a value where there is none."""
    told = ((name, values.get(at)) for at, name in goal_names(task).items())
    return "\n".join(f"{name}：{'' if value is None else format(value, 'f')}" for name, value in told)


FACT, VERDICT, CORRECTED, MARK = "事实编号", "核对结果", "更正为", "核对底稿"
"""The headers by which a review workbook and its answers are known again."""

BOOKMARK = "_policyparse_"
"""How the bookmark of a task's row begins in a document; Word hides one that begins with a low line."""


def as_xml(stamps: Mapping[int, str], whole: Sent) -> bytes:
    """What the table says of itself and the stamps of its rows by the tasks' numbers, for a format whose rows cannot carry them."""
    from xml.etree import ElementTree

    root = ElementTree.Element(TAG, whole.told())
    empty: bytes = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    if not stamps:
        return empty
    rows = "".join([f'<ns0:task id="{number}" stamp="{mark}" />' for number, mark in stamps.items()])
    return b"".join((empty.removesuffix(b" />"), b">", rows.encode(), b"</ns0:marks>"))


def from_xml(content: bytes) -> tuple[Sent, Mapping[int, str]] | None:
    """What ``as_xml`` wrote: what the table says of itself, the stamps by the tasks' numbers; None for anything else."""
    from xml.etree import ElementTree

    try:
        root = ElementTree.fromstring(content)
        stamps = {int(task.attrib["id"]): task.attrib["stamp"] for task in root}
    except (ElementTree.ParseError, KeyError, ValueError):
        return None
    return (sent(root.attrib), stamps) if root.tag == TAG else None
