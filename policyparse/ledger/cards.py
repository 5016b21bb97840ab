"""What the tracker tells of its units and of its log, and is told by tables that came back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from policyparse.ledger.entries import Entries


@dataclass(frozen=True, slots=True)
class Listed:
    """A unit on a list of the office: as it is printed, and its full name."""

    name: str
    canonical: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A file that proves what was reported of a task: its name, its SHA-256, its size in bytes; the full name of the unit
    that it is of ("" for the office) and the period ("" for none); when and by whom it was attached."""

    name: str
    sha256: str
    size: int
    unit: str
    period: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A unit with its counts: tasks that it leads, supports, and of both those open, done and overdue.

    ``members`` are the units for whom it stands by the office's lists, by their printed names.
    """

    name: str
    aliases: tuple[str, ...]
    lead: int
    support: int
    open: int
    done: int
    overdue: int
    members: tuple[str, ...] = ()


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
class Undone:
    """A command that was taken back; ``words`` is a Chinese sentence that says what it had done."""

    command: int
    verb: str
    at: datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class Filing:
    """What a unit wrote of one task in a table that came back.

    ``unit`` is its full name, "" for a table of no unit; ``period`` the one that the table is for, None where nothing says it;
    ``by`` who said so, ``place`` the row; ``files`` its evidence: the name of each, and its bytes or where it lies.
    """

    task: int
    entries: Entries
    by: str = ""
    unit: str = ""
    period: str | None = None
    place: str = ""
    files: tuple[tuple[str, bytes | Path], ...] = ()
