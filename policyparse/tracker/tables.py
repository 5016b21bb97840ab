"""The rows of the tracker: storage shapes only, one class a table.

A document, a task and their facts stand here as they are in force, a person's corrections included; what the
file itself says is the snapshot in ``parse``. ``command`` and ``change`` are append-only. Row classes do not
validate; the frozen types of ``model`` and ``ledger`` are what goes in and comes out. Times are those of the
office's own clock, without a zone.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import JSON, DateTime, Dialect, Index, MetaData, String, Text, UniqueConstraint, text
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Words(TypeDecorator[str]):
    """Text of any length; U+0000, which PostgreSQL cannot hold, is left out."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text without U+0000."""
        return None if value is None else value.replace("\0", "")


class Exact(TypeDecorator[Decimal]):
    """A decimal by its digits: SQLite has no exact number of its own."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:
        """Its digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Decimal | None:
        """The same number again."""
        return None if value is None else Decimal(value)


def _words() -> Any:
    return Field(default="", sa_type=Words)


def _later_words() -> Any:
    return Field(default="", sa_type=Words, sa_column_kwargs={"server_default": text("''")})


def _maybe_words() -> Any:
    return Field(default=None, sa_type=Words)


def _moment() -> Any:
    return Field(sa_type=DateTime)


def _json() -> Any:
    return Field(default_factory=list, sa_type=JSON)


def _parent(column: str) -> Any:
    return Field(foreign_key=column, index=True)


class Row(SQLModel):
    """What all tables share: a MetaData of their own, out of the way of any other SQLModel."""

    metadata: ClassVar[MetaData] = MetaData(naming_convention=NAMING)


class Numbered(Row):
    """A row with a number of its own that is never given again."""

    __table_args__: ClassVar[Any] = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, primary_key=True)


class Read(Numbered):
    """A fact with the place that it was read from; ``position`` is its place in the task's list."""

    position: int
    span_start: int | None = None
    span_end: int | None = None
    surface: str = _words()
    page: int | None = None
    rule: str = _words()
    confidence: float = 1.0


class SourceRow(Numbered, table=True):
    """A file that was added, known by its SHA-256."""

    __tablename__ = "source"

    sha256: str = Field(sa_type=Words, unique=True)
    name: str = _words()
    format: str = _words()
    pages: int | None = None
    unread: list[int] = _json()
    remarks: list[str] = _json()


class DocumentRow(Numbered, table=True):
    """A policy document; ``parse_id`` is the snapshot it stands on, ``removed`` hides it and its tasks.

    ``cycle`` (monthly, quarterly) and ``report_day`` say when reports are due.
    """

    __tablename__ = "document"

    parse_id: int | None = None
    title: str = _words()
    issuer: str | None = _maybe_words()
    doc_number: str | None = _maybe_words()
    issued_on: date | None = None
    genre: str | None = _maybe_words()
    year: int | None = None
    region: str | None = _maybe_words()
    cycle: str | None = None
    report_day: int | None = None
    added_at: datetime = _moment()
    removed: bool = False


class ParseRow(Numbered, table=True):
    """What one reading of a file said of one document: its schema JSON, deflated."""

    __tablename__ = "parse"

    source_id: int = _parent("source.id")
    document_id: int = _parent("document.id")
    position: int
    snapshot: bytes


class TaskRow(Numbered, table=True):
    """A task as it is in force, and its progress.

    ``parsed`` is its index among the snapshot's tasks (None: a person added it); ``position`` orders the
    tasks of a document, with gaps; ``due`` is the latest day of its deadlines; ``words`` is what a search
    looks through.
    """

    __tablename__ = "task"
    __table_args__ = (
        Index(None, "document_id", "position"),
        Index(None, "state", "due"),
        {"sqlite_autoincrement": True},
    )

    document_id: int = Field(foreign_key="document.id")
    parsed: int | None = None
    key: str = Field(sa_type=Words, index=True)
    position: int
    number: str | None = _maybe_words()
    path: list[str] = _json()
    title: str = _words()
    text: str = _words()
    kind: str
    points: Decimal | None = Field(default=None, sa_type=Exact)
    page: int | None = None
    actions: list[dict[str, Any]] = _json()
    warnings: list[dict[str, Any]] = _json()
    due: date | None = None
    words: str = _words()
    dropped: bool = False
    state: str = "未启动"
    percent: int = 0
    note: str = _words()
    problem: str = _words()
    next_step: str = _words()
    person: str = _words()
    contact: str = _words()
    reason: str = _words()
    started_on: date | None = None
    finished_on: date | None = None
    updated_at: datetime | None = Field(default=None, sa_type=DateTime)
    updated_by: str = _words()
    coordinate: str = _later_words()
    review: str = _later_words()
    review_reason: str = _later_words()


class UnitRow(Numbered, table=True):
    """A unit, known by its full name."""

    __tablename__ = "unit"

    canonical: str = Field(sa_type=Words, unique=True)


class AliasRow(Numbered, table=True):
    """A name under which a unit was printed; one name may stand for units of two places."""

    __tablename__ = "unit_alias"
    __table_args__ = (UniqueConstraint("unit_id", "name"), {"sqlite_autoincrement": True})

    unit_id: int = Field(foreign_key="unit.id")
    name: str = _words()


class LinkRow(Read, table=True):
    """A unit's part in a task, with a copy of its state and due date: one index answers what a unit owes."""

    __tablename__ = "task_unit"
    __table_args__ = (Index(None, "unit_id", "role", "state", "due"), {"sqlite_autoincrement": True})

    task_id: int = _parent("task.id")
    unit_id: int = Field(foreign_key="unit.id")
    name: str = _words()
    role: str
    basis: str
    state: str = "未启动"
    due: date | None = None


class TargetRow(Read, table=True):
    """A number that a task commits to reach, and where it stands at present."""

    __tablename__ = "target"

    task_id: int = _parent("task.id")
    metric: str = _words()
    comparator: str
    value: Decimal = Field(sa_type=Exact)
    unit: str | None = _maybe_words()
    value_max: Decimal | None = Field(default=None, sa_type=Exact)
    change: str | None = None
    baseline: str | None = _maybe_words()
    scope: str | None = _maybe_words()
    kind: str
    due: date | None = None
    present: Decimal | None = Field(default=None, sa_type=Exact)
    present_on: date | None = None


class DeadlineRow(Read, table=True):
    """When a task is due."""

    __tablename__ = "deadline"

    task_id: int = _parent("task.id")
    kind: str
    due: date | None = None
    start: date | None = None
    rrule: str | None = _maybe_words()
    basis: str


class ReportRow(Numbered, table=True):
    """What was filed for a task in a period (2025-06, 2025Q2): the entries as they were then."""

    __tablename__ = "report"
    __table_args__ = (UniqueConstraint("task_id", "period"), {"sqlite_autoincrement": True})

    task_id: int = Field(foreign_key="task.id")
    period: str = Field(index=True)
    filed: dict[str, Any] = _json()


class ConflictRow(Numbered, table=True):
    """A field that a merge left to a person: what stood in the old file, in the tracker, in the new file.

    ``status`` is open, mine or theirs; None where the merge was taken back.
    """

    __tablename__ = "conflict"

    task_id: int = _parent("task.id")
    field: str
    base: Any = Field(default=None, sa_type=JSON)
    mine: Any = Field(default=None, sa_type=JSON)
    theirs: Any = Field(default=None, sa_type=JSON)
    status: str | None = None


class CommandRow(Numbered, table=True):
    """A command that changed something; ``words`` says in Chinese what, ``undoes`` which it took back."""

    __tablename__ = "command"

    at: datetime = _moment()
    by: str = _words()
    verb: str
    words: str = _words()
    undoes: int | None = Field(default=None, foreign_key="command.id", unique=True)


class ChangeRow(Numbered, table=True):
    """One field of one document or task that a command changed; values as JSON."""

    __tablename__ = "change"

    command_id: int = _parent("command.id")
    document_id: int | None = Field(default=None, foreign_key="document.id", index=True)
    task_id: int | None = Field(default=None, foreign_key="task.id", index=True)
    field: str
    before: Any = Field(default=None, sa_type=JSON)
    after: Any = Field(default=None, sa_type=JSON)
