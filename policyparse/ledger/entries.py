"""The entries of a report: what a unit fills in on a task. One table, which every room reads.

Whoever adds an entry adds a line here, a field to ``Entries`` and to ``Progress``, a column to ``tracker/tables.py``
and an option to ``policyparse progress``; that each of them knows every entry is a law (``tests/test_entries.py``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any, Literal

State = Literal["未启动", "推进中", "已完成", "已终止"]
STATES: tuple[State, ...] = ("未启动", "推进中", "已完成", "已终止")
CLOSED: tuple[State, ...] = ("已完成", "已终止")
"""States in which nothing can be overdue any more."""

Kind = Literal["state", "percent", "text", "values"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: ``field`` is its name in ``Entries``, in ``Progress``, in the database and in the log.

    ``header`` is what tables, cards and the history call it, ``option`` the option of ``policyparse progress`` with
    its ``help``; ``width`` the width of its column in mm, ``centred`` how it stands there. ``kind`` says what a value
    is: one of STATES, a whole number from 0 to 100, a text, or the present values of targets by their place.
    """

    field: str
    header: str
    option: str
    help: str
    width: int
    kind: Kind = "text"
    centred: bool = False


ENTRIES: tuple[Entry, ...] = (
    Entry("state", "状态", "--state", "未启动、推进中、已完成、已终止。", 16, "state", True),
    Entry("percent", "总体进度", "--percent", "总体进度，0 到 100。", 15, "percent", True),
    Entry("note", "进展情况", "--note", "进展情况。", 36),
    Entry("problem", "存在问题", "--problem", "存在问题。", 24),
    Entry("next_step", "下一步", "--next", "下一步。", 24),
    Entry("coordinate", "需协调事项", "--coordinate", "需要协调的事项。", 24),
    Entry("person", "责任人", "--person", "责任人。", 14, centred=True),
    Entry("contact", "联系方式", "--contact", "联系方式。", 20, centred=True),
    Entry("reason", "事由", "--reason", "终止或重新启动的事由。", 24),
    Entry("presents", "目标现值", "--target", "量化目标的现值：1=4.2；可写多次。", 30, "values"),
)
"""In the order of the stamp that a table carries (``exports/marks.py``)."""

FIELDS: tuple[str, ...] = tuple(entry.field for entry in ENTRIES)
WORDED: tuple[str, ...] = tuple(entry.field for entry in ENTRIES if entry.kind != "values")
"""The entries that are columns of the task; present values stand with the targets."""
HEADERS: Mapping[str, str] = {entry.field: entry.header for entry in ENTRIES}


@dataclass(frozen=True, slots=True)
class Entries:
    """What is entered of one task: None says nothing of a field, an empty string clears it.

    ``presents`` holds the present values of targets by their place in the task, from 1.
    """

    state: State | None = None
    percent: int | None = None
    note: str | None = None
    problem: str | None = None
    next_step: str | None = None
    coordinate: str | None = None
    person: str | None = None
    contact: str | None = None
    reason: str | None = None
    presents: Mapping[int, Decimal] = field(default_factory=dict)

    def worded(self) -> dict[str, Any]:
        """The fields that say something, without the present values."""
        return {name: value for name in WORDED if (value := getattr(self, name)) is not None}

    def __bool__(self) -> bool:
        """Whether anything is said."""
        return bool(self.worded() or self.presents)


if tuple(f.name for f in fields(Entries)) != FIELDS:  # the table and the type are one thing
    raise TypeError("ledger.entries: ENTRIES and Entries differ")
