"""The rows of the tracker: storage shapes only, one class a table.

A document, a task and their facts stand here as they are in force, a person's corrections included; what the
file itself says is the snapshot in ``parse``. ``command`` and ``change`` are append-only. Row classes do not
validate; the frozen types of ``model`` and ``ledger`` are what goes in and comes out. Times are those of the
office's own clock, without a zone.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import DateTime, Index, UniqueConstraint
from sqlmodel import JSON, Field

from policyparse.tracker.columns import (
    Exact,
    Numbered,
    Read,
    Words,
    later_listed,
    later_string,
    listed,
    maybe_string,
    moment,
    parent,
    string,
)


class SourceRow(Numbered, table=True):
    """A file that was added, known by its SHA-256."""

    __tablename__ = "source"

    sha256: str = Field(sa_type=Words, unique=True)
    name: str = string()
    format: str = string()
    pages: int | None = None
    unread: list[int] = listed()
    remarks: list[str] = listed()


class KeptRow(Numbered, table=True):
    """A file whose bytes are kept (``kept``)."""

    __tablename__ = "kept"

    sha256: str = Field(sa_type=Words, unique=True)
    size: int


class KeptBytesRow(Numbered, table=True):
    """The bytes of a kept file, where they stand in the database and not in a folder beside it."""

    __tablename__ = "kept_bytes"

    sha256: str = Field(sa_type=Words, unique=True)
    data: bytes


class DocumentRow(Numbered, table=True):
    """A policy document; ``parse_id`` is the snapshot it stands on, ``removed`` hides it and its tasks.

    ``cycle`` (``model.ReportCycle``) and ``report_day`` say when reports are due.
    """

    __tablename__ = "document"

    parse_id: int | None = None
    title: str = string()
    issuer: str | None = maybe_string()
    doc_number: str | None = maybe_string()
    issued_on: date | None = None
    genre: str | None = maybe_string()
    year: int | None = None
    region: str | None = maybe_string()
    cycle: str | None = None
    report_day: int | None = None
    added_at: datetime = moment()
    removed: bool = False


class ParseRow(Numbered, table=True):
    """What one reading of a file said of one document: its schema JSON, deflated, and the ``digests`` of the rows that stand so."""

    __tablename__ = "parse"

    source_id: int = parent("source.id")
    document_id: int = parent("document.id")
    position: int
    snapshot: bytes
    digest: str = later_string()


class TaskRow(Numbered, table=True):
    """A task as it is in force, and its progress.

    ``parsed`` is its index among the snapshot's tasks (None: a person added it); ``position`` orders the
    tasks of a document, with gaps; ``due`` is the latest day of its deadlines; ``words`` is what a search
    looks through. ``entries`` and ``fields`` are what the file itself, a ledger, says of the task.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index(None, "document_id", "position", "dropped"),
        Index(None, "dropped"),
        Index(None, "state", "due"),
        {"sqlite_autoincrement": True},
    )

    document_id: int = Field(foreign_key="document.id")
    parsed: int | None = None
    key: str = Field(sa_type=Words, index=True)
    position: int
    number: str | None = maybe_string()
    path: list[str] = listed()
    title: str = string()
    text: str = string()
    kind: str
    points: Decimal | None = Field(default=None, sa_type=Exact)
    page: int | None = None
    actions: list[dict[str, Any]] = listed()
    warnings: list[dict[str, Any]] = listed()
    due: date | None = None
    words: str = string()
    dropped: bool = False
    state: str = "未启动"
    percent: int = 0
    note: str = string()
    problem: str = string()
    next_step: str = string()
    person: str = string()
    contact: str = string()
    reason: str = string()
    started_on: date | None = None
    finished_on: date | None = None
    updated_at: datetime | None = Field(default=None, sa_type=DateTime)
    updated_by: str = string()
    coordinate: str = later_string()
    review: str = later_string()
    review_reason: str = later_string()
    milestones: list[dict[str, Any]] = later_listed()
    entries: list[dict[str, Any]] = later_listed()
    fields: list[dict[str, Any]] = later_listed()


class UnitRow(Numbered, table=True):
    """A unit, known by its full name."""

    __tablename__ = "unit"

    canonical: str = Field(sa_type=Words, unique=True)


class AliasRow(Numbered, table=True):
    """A name under which a unit was printed; one name may stand for units of two places."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("unit_id", "name"), {"sqlite_autoincrement": True})

    unit_id: int = Field(foreign_key="unit.id")
    name: str = string()


class MemberRow(Numbered, table=True):
    """A unit for which a collective one (``group_id``) stands in a place, as it is printed; ``position`` is its place on
    the office's list."""

    __tablename__ = "unit_member"
    __table_args__ = (UniqueConstraint("group_id", "place", "unit_id"), {"sqlite_autoincrement": True})

    group_id: int = Field(foreign_key="unit.id")
    place: str = string()
    unit_id: int = Field(foreign_key="unit.id", index=True)
    name: str = string()
    position: int


class LinkRow(Read, table=True):
    """A unit's part in a task, with a copy of its state and due date: one index answers what each unit owes."""

    __tablename__ = "task_unit"
    __table_args__ = (
        Index(None, "unit_id", "task_id", "role", "state", "due"),
        {"sqlite_autoincrement": True},
    )

    task_id: int = parent("task.id")
    unit_id: int = Field(foreign_key="unit.id")
    name: str = string()
    role: str
    basis: str
    state: str = "未启动"
    due: date | None = None


class TargetRow(Read, table=True):
    """A number that a task commits to reach, and where it stands at present."""

    __tablename__ = "target"

    task_id: int = parent("task.id")
    metric: str = string()
    comparator: str
    value: Decimal = Field(sa_type=Exact)
    unit: str | None = maybe_string()
    value_max: Decimal | None = Field(default=None, sa_type=Exact)
    change: str | None = None
    baseline: str | None = maybe_string()
    scope: str | None = maybe_string()
    kind: str
    due: date | None = None
    present: Decimal | None = Field(default=None, sa_type=Exact)
    present_on: date | None = None


class DeadlineRow(Read, table=True):
    """When a task is due."""

    __tablename__ = "deadline"

    task_id: int = parent("task.id")
    kind: str
    due: date | None = None
    start: date | None = None
    rrule: str | None = maybe_string()
    basis: str


class ReportRow(Numbered, table=True):
    """What a unit (by its full name; "" is the office) wrote of a task for a period.

    ``period`` is the name of one (``ledger.periods``), or the day of what was entered outside of any; ``filed`` is a
    ``ledger.reports.Report`` as ``reports.dumped`` writes it.
    """

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("task_id", "unit", "period"), {"sqlite_autoincrement": True})

    task_id: int = Field(foreign_key="task.id")
    unit: str = later_string()
    period: str = Field(index=True)
    filed: dict[str, Any] = listed()


class ReminderRow(Numbered, table=True):
    """That a unit (by its full name) was reminded of a task on a rung (``ledger.reminding``); ``sent`` says of which last
    day, when last, by whom and how often."""

    __tablename__ = "reminder"
    __table_args__ = (UniqueConstraint("task_id", "unit", "rung"), {"sqlite_autoincrement": True})

    task_id: int = Field(foreign_key="task.id")
    unit: str = string()
    rung: str
    sent: dict[str, Any] = listed()


class EvidenceRow(Numbered, table=True):
    """A file that proves what was reported of a task, kept by its SHA-256 (``kept``); ``attached`` says its name, its
    size, of which unit and period, when and by whom. One that was taken back stays, ``removed``, as do its bytes."""

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("task_id", "sha256"), {"sqlite_autoincrement": True})

    task_id: int = Field(foreign_key="task.id")
    sha256: str = string()
    attached: dict[str, Any] = listed()
    removed: bool = False


class MetaRow(Numbered, table=True):
    """What a tracker knows of itself: ``id`` by which its workbooks know it again."""

    __tablename__ = "meta"

    name: str = Field(sa_type=Words, unique=True)
    value: str = string()


class UnitLinkRow(Numbered, table=True):
    """A link to the board's pages for a unit (``ledger.inbox.Link``): the SHA-256 of its key. ``status`` is open or revoked;
    None where its making was taken back."""

    __tablename__ = "unit_link"

    unit: str = Field(sa_type=Words, index=True)
    period: str
    hash: str = Field(unique=True)
    made_at: datetime = moment()
    made_by: str = string()
    until: date
    used_at: datetime | None = Field(default=None, sa_type=DateTime)
    status: str | None = None


class SubmissionRow(Numbered, table=True):
    """What a unit sent (``ledger.inbox.Submission``)."""

    __tablename__ = "submission"

    unit: str = Field(sa_type=Words, index=True)
    period: str
    name: str = string()
    by: str = string()
    at: datetime = moment()
    status: str = Field(index=True)
    content: dict[str, Any] = listed()
    reason: str = string()


class ConflictRow(Numbered, table=True):
    """A field that a merge left to a person: what stood in the old file, in the tracker, in the new file.

    ``status`` is open, mine or theirs; None where the merge was taken back.
    """

    __tablename__ = "conflict"

    task_id: int = parent("task.id")
    field: str
    base: Any = Field(default=None, sa_type=JSON)
    mine: Any = Field(default=None, sa_type=JSON)
    theirs: Any = Field(default=None, sa_type=JSON)
    status: str | None = None


class CommandRow(Numbered, table=True):
    """A command that changed something; ``words`` says in Chinese what, ``undoes`` which it took back."""

    __tablename__ = "command"

    at: datetime = moment()
    by: str = string()
    verb: str
    words: str = string()
    undoes: int | None = Field(default=None, foreign_key="command.id", unique=True)


class ChangeRow(Numbered, table=True):
    """One field of one document or task that a command changed; values as JSON."""

    __tablename__ = "change"

    command_id: int = parent("command.id")
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    field: str
    before: Any = Field(default=None, sa_type=JSON)
    after: Any = Field(default=None, sa_type=JSON)


class WorkRow(Numbered, table=True):
    """A file that is to be read, or was (``tracker.work``): ``holder`` reads it until the ``lease`` is over, for the
    ``attempts``-th time; ``error`` says what was wrong with it, ``program`` which version said so."""

    __tablename__ = "work"

    path: str = Field(sa_type=Words, unique=True)
    sha256: str | None = Field(default=None, sa_type=Words, index=True)
    state: str = Field(index=True)
    holder: str = string()
    lease: datetime | None = Field(default=None, sa_type=DateTime)
    attempts: int = 0
    error: str = string()
    program: str = string()


SCHEMA = SourceRow.metadata
"""All the tables above."""

BYTES = "kept_bytes"
"""The table that may be too large to be read as a whole."""
