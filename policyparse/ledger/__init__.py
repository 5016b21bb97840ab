"""What the tracker hands out: a task with its progress, as the exporters and the command line show it.

Like ``model``: frozen values and nothing else. The rows of the database are ``tracker/tables.py``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from policyparse.ledger.entries import CLOSED, ENTRIES, HEADERS, STATES, Entries, Entry, State
from policyparse.model import Deadline, Finding, Mention, Role, Span, Target, TaskKind, Unit

__all__ = ["CLOSED", "ENTRIES", "HEADERS", "STATES", "Entries", "Entry", "State"]

Review = Literal["", "申请办结", "办结", "退回"]
ReportStatus = Literal["应报", "已报", "逾期未报"]

FIELD_NAMES: Mapping[str, str] = {
    "number": "编号",
    "path": "章节",
    "position": "文中次序",
    "title": "重点任务",
    "text": "工作内容",
    "kind": "事项类型",
    "points": "分值",
    "units": "责任单位",
    "targets": "量化目标",
    "deadlines": "完成时限",
    "actions": "具体举措",
    "warnings": "提示",
    "dropped": "任务",
    "removed": "文件",
    "conflict": "冲突",
    "issuer": "发文机关",
    "doc_number": "发文字号",
    "issued_on": "成文日期",
    "genre": "文种",
    "year": "年度",
    "region": "地区",
    **HEADERS,
    "review": "审核",
    "review_reason": "审核意见",
    "cycle": "报送周期",
    "report_day": "报送日",
    "started_on": "启动日期",
    "finished_on": "办结日期",
}
"""The Chinese name of each field that ``Change.field`` may hold: that of its column, where it has one."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tasks: every field that is given must hold, None (or False) says nothing.

    ``unit`` is a name as a person types it (市卫健委) and ``role`` what that unit is in the task;
    ``due_before`` counts the day itself, as 6月30日前 does; ``overdue`` is judged at the day of the query;
    ``search`` holds words that must all stand in the title or text; ``ids`` are task numbers.
    """

    unit: str | None = None
    role: Role | None = None
    document: int | None = None
    state: State | None = None
    due_before: date | None = None
    overdue: bool = False
    search: str | None = None
    ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A stored document: ``id`` is the number that ``--document`` takes."""

    id: int
    title: str
    issuer: str | None
    doc_number: str | None
    issued_on: date | None
    genre: str | None
    year: int | None
    region: str | None
    source_name: str
    sha256: str
    added_at: datetime
    task_count: int = 0
    cycle: str | None = None
    report_day: int | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """What the unit reported: state of the work, percent (0 to 100), and the columns of the 台账.

    ``reason`` says why a task was ended (已终止) or taken up again after it was closed, ``coordinate`` what
    others must help with (需协调事项).
    """

    state: State = "未启动"
    percent: int = 0
    note: str = ""
    problem: str = ""
    next_step: str = ""
    person: str = ""
    contact: str = ""
    started_on: date | None = None
    finished_on: date | None = None
    updated_at: datetime | None = None
    updated_by: str = ""
    reason: str = ""
    coordinate: str = ""


@dataclass(frozen=True, slots=True)
class TrackedTask:
    """A task of the tracker: ``id`` is the short number that a person types and that never changes.

    ``page`` is where the item stands (1-based); the units, targets and deadlines are those in force, a
    person's corrections included; ``presents`` holds for each target its present value; ``overdue_days`` is
    counted at the day of the query, 0 if not overdue; ``year_over`` says that it is open though the year that its plan
    is of is over (年度未办结); ``review`` is how far the closing (销号) has come; ``pages`` says of the facts that were read
    from words on which page they stand.
    """

    id: int
    key: str
    document: DocumentCard
    position: int
    number: str | None
    path: tuple[str, ...]
    title: str
    text: str
    kind: TaskKind
    points: str | None
    page: int | None
    units: tuple[Mention[Unit], ...]
    targets: tuple[Mention[Target], ...]
    deadlines: tuple[Mention[Deadline], ...]
    actions: tuple[Mention[str], ...]
    warnings: tuple[Finding, ...]
    progress: Progress
    overdue_days: int = 0
    year_over: bool = False
    presents: tuple[Decimal | None, ...] = ()
    review: Review = ""
    review_reason: str = ""
    pages: tuple[tuple[Span, int], ...] = ()

    def page_of(self, span: Span) -> int | None:
        """The page (1-based) that a fact's span begins on; None where it is not known."""
        return next((page for place, page in self.pages if place == span), None)

    @property
    def lead(self) -> tuple[str, ...]:
        """The names of the lead units (牵头单位), in order."""
        return tuple(u.value.name for u in self.units if u.value.role == "lead")

    @property
    def support(self) -> tuple[str, ...]:
        """The names of the supporting units (配合单位), in order."""
        return tuple(u.value.name for u in self.units if u.value.role == "support")


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit with its counts: tasks that it leads, supports, and of both those open, done and overdue."""

    name: str
    aliases: tuple[str, ...]
    lead: int
    support: int
    open: int
    done: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the append-only log: in which command, when and by whom a field became what."""

    id: int
    command: int
    at: datetime
    by: str
    verb: str
    task: int | None
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a parse did: whether it was new, the numbers of its documents, how many tasks they have."""

    new: bool
    documents: tuple[int, ...]
    tasks: int


@dataclass(frozen=True, slots=True)
class Undone:
    """A command that was taken back; ``words`` is a Chinese sentence that says what it had done."""

    command: int
    verb: str
    at: datetime
    by: str
    words: str


MergeKind = Literal["added", "removed", "changed", "kept", "conflict"]


@dataclass(frozen=True, slots=True)
class MergeStep:
    """One thing that a merge does: to which task (None: one that a dry run would add), to which field, from what to what.

    ``kept`` is a person's value that a newer reading would have overwritten; ``conflict`` is one where the file itself
    has changed at the same place, left to be resolved.
    """

    kind: MergeKind
    task: int | None
    title: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """What reading documents again did, or would do: the documents' numbers, every step, and how many tasks were alike."""

    documents: tuple[int, ...]
    steps: tuple[MergeStep, ...]
    unchanged: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that a merge left to a person: in the old file, in the tracker (in force), in the new file."""

    id: int
    task: int
    title: str
    field: str
    base: str | None
    mine: str | None
    theirs: str | None


@dataclass(frozen=True, slots=True)
class ReportCard:
    """What a task owes or filed for a period: by which day, whether it was, when, by whom, and in which words."""

    task: TrackedTask
    period: str
    due: date
    status: ReportStatus
    filed_at: datetime | None = None
    by: str = ""
    state: str = ""
    percent: int = 0
    note: str = ""
    problem: str = ""
    next_step: str = ""
    coordinate: str = ""


@dataclass(frozen=True, slots=True)
class Filing:
    """What a unit reported of one task in a table that came back: by whom, and what was written."""

    task: int
    entries: Entries
    by: str = ""


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that a unit has added to its table, behind another of a document, with what it reports of it."""

    document: int
    after: int | None
    title: str
    text: str
    lead: Sequence[str]
    support: Sequence[str]
    entries: Entries
    by: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken back: the command's number, None where nothing changed; the tasks with something new; those
    whose entries contradict each other, with the reason; and the numbers of the tasks that were added."""

    command: int | None
    tasks: tuple[int, ...]
    refused: tuple[tuple[int, str], ...]
    added: tuple[int, ...]
