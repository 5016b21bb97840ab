"""What the tracker hands out: a task with its progress, as the exporters and the command line show it.

Like ``model``: frozen values and nothing else. The rows of the database are ``tracker/tables.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from policyparse.ledger.cards import Change, Evidence, Filing, Listed, Undone, UnitCard
from policyparse.ledger.entries import CLOSED, ENTRIES, HEADERS, STATES, Entries, Entry, State
from policyparse.ledger.merged import Conflict, Merged, MergeKind, MergeStep
from policyparse.ledger.names import FIELD_NAMES, field_name
from policyparse.model import Deadline, Field, Finding, Mention, Milestone, Role, Span, Target, TaskKind, Unit
from policyparse.model import Entry as Filled

__all__ = [
    "CLOSED",
    "ENTRIES",
    "FIELD_NAMES",
    "HEADERS",
    "STATES",
    "Change",
    "Conflict",
    "Entries",
    "Entry",
    "Evidence",
    "Filing",
    "Listed",
    "MergeKind",
    "MergeStep",
    "Merged",
    "State",
    "Undone",
    "UnitCard",
    "field_name",
]

Review = Literal["", "申请办结", "办结", "退回"]
ReportStatus = Literal["应报", "已报", "逾期未报"]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which tasks: every field that is given must hold, None (or False) says nothing.

    ``unit`` is a name as a person types it (市卫健委) and ``role`` what that unit is in the task; ``state`` one or several;
    ``due_before`` counts the day itself, as 6月30日前 does; ``overdue`` is judged at the day of the query; ``no_lead`` tasks
    are those whose lead the paper leaves open (待明确), ``presumed`` ones have a lead or a deadline that no word says;
    ``leader`` is a person of the leadership whom the paper names for the task (责任领导：张副市长), or a part of the name;
    ``search`` holds words that must all stand in the title or text; ``ids`` are task numbers.
    """

    unit: str | None = None
    role: Role | None = None
    document: int | None = None
    state: State | tuple[State, ...] | None = None
    due_before: date | None = None
    overdue: bool = False
    search: str | None = None
    ids: tuple[int, ...] | None = None
    no_lead: bool = False
    presumed: bool = False
    leader: str | None = None


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

    @property
    def begun(self) -> date:
        """The day from which its tasks count: it was issued, or stood in the tracker already and was issued anew later."""
        added = self.added_at.date()
        return min(self.issued_on or added, added)


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
class UnitStanding:
    """Where a task stands as one unit reported it: full and printed name, what it is in the task, its last period.

    ``presents`` holds for each target of the task the value that the unit gave.
    """

    unit: str
    name: str
    role: Role
    period: str
    progress: Progress
    presents: tuple[Decimal | None, ...] = ()


@dataclass(frozen=True, slots=True)
class TrackedTask:
    """A task of the tracker: ``id`` is the short number that a person types and that never changes.

    ``page`` is where the item stands (1-based); the units, targets and deadlines are those in force, a
    person's corrections included; ``entries`` and ``fields`` are what the file itself, where it is a ledger, says of the
    task, and not its progress; ``presents`` holds for each target its present value; ``overdue_days`` is
    counted at the day of the query, 0 if not overdue; ``year_over`` says that it is open though the year that its plan
    is of is over (年度未办结); ``review`` is how far the closing (销号) has come; ``pages`` says of the facts that were read
    from words on which page they stand; ``standings`` are what the units reported, leads first, each in the
    order of the task's units; ``members`` are those for
    whom a collective unit of the task (its full name: 各县区政府) stands by the office's list, ``evidence`` the files that were attached.
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
    milestones: tuple[Mention[Milestone], ...] = ()
    entries: tuple[Mention[Filled], ...] = ()
    fields: tuple[Mention[Field], ...] = ()
    overdue_days: int = 0
    year_over: bool = False
    presents: tuple[Decimal | None, ...] = ()
    review: Review = ""
    review_reason: str = ""
    standings: tuple[UnitStanding, ...] = ()
    pages: tuple[tuple[Span, int], ...] = ()
    members: tuple[tuple[str, tuple[Listed, ...]], ...] = ()
    evidence: tuple[Evidence, ...] = ()

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

    @property
    def leading(self) -> tuple[str, ...]:
        """The full names of the units that answer for it as leads, each once."""
        return tuple(dict.fromkeys(u.value.canonical for u in self.answering if u.value.role == "lead"))

    @property
    def answering(self) -> tuple[Mention[Unit], ...]:
        """The units that answer for it: those printed, and in place of a collective one its members.

        A member that the paper names beside it answers as the paper says.
        """
        if not self.members:
            return self.units
        lists, named = dict(self.members), {u.value.canonical for u in self.units}
        found: list[Mention[Unit]] = []
        for mention in self.units:
            listed = lists.get(mention.value.canonical)
            if listed is None:
                found.append(mention)
                continue
            for one in listed:
                if one.canonical not in named:
                    unit = replace(mention.value, name=one.name, canonical=one.canonical)
                    found.append(replace(mention, value=unit))
        return tuple(found)

    def role_of(self, unit: str) -> Role | None:
        """What the unit of that full name is in the task; a lead where it is both, None where it has no part."""
        roles = {u.value.role for u in (*self.answering, *self.units) if u.value.canonical == unit}
        return "lead" if "lead" in roles else "support" if roles else None

    def as_told_by(self, unit: str) -> TrackedTask:
        """The task as the unit itself last reported it: what stands in its workbook.

        A lead sees the whole task's progress while no lead has reported; who else has not reported sees none.
        """
        own = next((s for s in self.standings if s.unit == unit), None)
        seen = replace(self, evidence=tuple(one for one in self.evidence if one.unit == unit))
        if own is None and self.role_of(unit) == "lead" and not any(s.role == "lead" for s in self.standings):
            return seen
        progress, presents = (own.progress, own.presents) if own else (Progress(), ())
        return replace(seen, progress=progress, presents=presents)


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the log as a whole: what it did in Chinese words, which it took back (``undoes``), and whether it was
    taken back itself."""

    number: int
    at: datetime
    by: str
    verb: str
    words: str
    undoes: int | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """What adding a parse did: whether it was new, the numbers of its documents, how many tasks they have; how many
    ``entries`` of a ledger were taken over, and what of them was ``left``."""

    new: bool
    documents: tuple[int, ...]
    tasks: int
    entries: int = 0
    left: tuple[Left, ...] = ()


@dataclass(frozen=True, slots=True)
class Filed:
    """What a unit owes or filed on a task for a period; ``filed_at`` is None where nothing came."""

    unit: str
    name: str
    role: Role
    filed_at: datetime | None = None
    note: str = ""
    contact: str = ""
    person: str = ""
    problem: str = ""
    coordinate: str = ""


@dataclass(frozen=True, slots=True)
class ReportCard:
    """What a task owes or filed for a period: by which day, whether it was, when, by whom, and in which words.

    It is 已报 when each of its leads, or the office, has filed; ``units`` says for each unit of the task whether it has. Where a
    supporting unit alone has filed on what is not ``owed`` (the task was closed before), the words are that unit's.
    The entries are those that stood when the last report of the period was read.
    """

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
    person: str = ""
    contact: str = ""
    reason: str = ""
    presents: tuple[Decimal | None, ...] = ()
    units: tuple[Filed, ...] = ()
    owed: bool = True

    def filed_by(self, unit: str) -> bool:
        """Whether the unit of that full name has filed, or the office has for the task."""
        return self.status == "已报" or any(one.unit == unit and one.filed_at for one in self.units)


@dataclass(frozen=True, slots=True)
class NewTask:
    """A task that a unit has added to its table (``place``), behind another of a document, with what it reports of it."""

    document: int
    after: int | None
    title: str
    text: str
    lead: Sequence[str]
    support: Sequence[str]
    entries: Entries = field(default_factory=Entries)
    by: str = ""
    period: str | None = None
    number: str | None = None
    targets: Sequence[Target] = ()
    deadlines: Sequence[Deadline] = ()
    place: str = ""


@dataclass(frozen=True, slots=True)
class Left:
    """Something that was not taken, or not into the present state: of which task (None: of a row that is none yet), from
    where, and why, in Chinese; ``fields`` are the entries of which the present says another thing."""

    task: int | None
    place: str
    why: str
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken back: the command's number, None where nothing changed; the tasks with something new; the
    reports that were filed (task, unit, period); what was ``refused``; what was filed and left the present state as it
    is (``kept``); the numbers of the tasks that were added, one for each new row, None for one refused; what a unit
    had said otherwise before (``replaced``); and the task and place of each report that had been filed already (``same``)."""

    command: int | None
    tasks: tuple[int, ...]
    filed: tuple[tuple[int, str, str], ...]
    refused: tuple[Left, ...]
    kept: tuple[Left, ...]
    added: tuple[int | None, ...]
    replaced: tuple[Left, ...] = ()
    same: tuple[tuple[int, str], ...] = ()


NOTHING = Taken(None, (), (), (), (), ())
"""What was taken back of tables that say nothing new."""
