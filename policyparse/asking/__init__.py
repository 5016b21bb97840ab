"""What is asked of the tracker. ``Reader`` is its door: every question, in plain SQL, and no way to change anything.

A question from the command line goes from the driver of the database to the frozen types of ``ledger`` and loads neither
SQLModel nor SQLAlchemy; ``tracker.Tracker`` is a Reader that writes as well, over a session.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from typing import Protocol, TypeVar

from policyparse.asking import documents, members, reports, tasks, units
from policyparse.asking.damage import Damage
from policyparse.asking.rows import Rows
from policyparse.ledger import Change, DocumentCard, Filter, ReportCard, TrackedTask, UnitCard
from policyparse.ledger.reports import Report
from policyparse.model import Parsed, Policy

__all__ = ["Reader", "Rows", "Source"]

_ALL = Filter()
Self = TypeVar("Self", bound="Reader")


class Source(Protocol):
    """A database that can be asked; ``damage`` is told what of it could not be shown."""

    damage: Damage

    @property
    def where(self) -> str:
        """The database in words."""

    def rows(self) -> AbstractContextManager[Rows]:
        """The rows of one state of the database, from beginning to end."""

    def close(self) -> None:
        """Let go of every connection."""


class Reader:
    """The questions to a tracker; use it as a context manager, or ``close`` it."""

    def __init__(self, source: Source) -> None:
        self._source = source

    @property
    def where(self) -> str:
        """The database in words: its path, or its URL without the password."""
        return self._source.where

    @property
    def damage(self) -> Damage:
        """What could not be shown so far, because its rows are damaged."""
        return self._source.damage

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._source.close()

    @property
    def identity(self) -> str:
        """What this tracker is known by in the tables that go out from it; its copies have it too."""
        with self._source.rows() as rows:
            return documents.identity(rows)

    # ---- documents -------------------------------------------------------------------------------------

    def documents(self) -> tuple[DocumentCard, ...]:
        """The documents by their numbers."""
        with self._source.rows() as rows:
            return documents.cards(rows)

    def documents_alike(self, numbers: Collection[str], sha256: str) -> tuple[DocumentCard, ...]:
        """The documents with one of some 文号, and those of the file with this SHA-256."""
        with self._source.rows() as rows:
            return documents.alike(rows, numbers, sha256)

    def load(self, document_id: int) -> Policy:
        """The document as its file was last read, corrections left aside."""
        with self._source.rows() as rows:
            return documents.load(rows, document_id)

    def policy_of(self, task_id: int) -> Policy:
        """The document that a task comes from, for the words and rules behind its facts."""
        with self._source.rows() as rows:
            return documents.load(rows, tasks.document_of(rows, task_id))

    def parsed(self, sha256: str) -> Parsed:
        """The whole parse of a file: what ``add`` was given."""
        with self._source.rows() as rows:
            return documents.parsed(rows, sha256)

    # ---- tasks and units -------------------------------------------------------------------------------

    def tasks(
        self, filter: Filter = _ALL, *, today: date, limit: int | None = None, after: int | None = None
    ) -> tuple[TrackedTask, ...]:
        """The tasks that all fields of the filter hold for, document by document in their printed order.

        A page of them: at most ``limit``, those behind the task ``after``. ``filter.unit`` is a name as a person types it;
        where it means several units, or none, the error says which.
        """
        return tuple(self.stream(filter, today=today, limit=limit, after=after))

    def stream(
        self, filter: Filter = _ALL, *, today: date, limit: int | None = None, after: int | None = None
    ) -> Generator[TrackedTask, None, None]:
        """As ``tasks``, one after the other, so that not all are held at once; the first comes at once."""
        with self._source.rows() as rows:
            yield from tasks.tasks(rows, filter, today, limit=limit, after=after)

    def lines(
        self,
        whole: Callable[[TrackedTask], str],
        filter: Filter = _ALL,
        *,
        today: date,
        limit: int | None = None,
        after: int | None = None,
    ) -> Generator[list[str], None, None]:
        """As ``stream``, each as the JSON that ``whole`` (``exports.json.encoded``) makes of it, a page of them at a time: most
        are written without that the value is made."""
        from policyparse.asking import lines

        with self._source.rows() as rows:
            yield from lines.lines(rows, filter, today, whole, limit=limit, after=after)

    def count(self, filter: Filter = _ALL, *, today: date) -> int:
        """How many tasks all fields of the filter hold for."""
        with self._source.rows() as rows:
            return tasks.count(rows, filter, today)

    def numbers(self, filter: Filter = _ALL, *, today: date) -> tuple[int, ...]:
        """The numbers of the tasks that all fields of the filter hold for, in the order of ``tasks``."""
        with self._source.rows() as rows:
            return tasks.numbers(rows, filter, today)

    def numbers_by_document(self, documents: Collection[int]) -> Mapping[int, Sequence[int]]:
        """The numbers of the tasks of each of some documents that has any, in the order of ``tasks``."""
        with self._source.rows() as rows:
            return tasks.by_document(rows, documents)

    def task(self, task_id: int, *, today: date) -> TrackedTask:
        """One task by its number."""
        with self._source.rows() as rows:
            return tasks.task(rows, task_id, today)

    def units(self, name: str | None = None, *, today: date) -> tuple[UnitCard, ...]:
        """The units with their counts; only the one that a typed name means, where one is given."""
        with self._source.rows() as rows:
            return units.cards(rows, name, today)

    def unit_named(self, number: int) -> str | None:
        """The full name of the unit of a number, None where there is none."""
        with self._source.rows() as rows:
            return units.by_number(rows, number)

    def unit_order(self) -> tuple[str, ...]:
        """The full names of the units in the order in which the office names them; none where it has said none."""
        with self._source.rows() as rows:
            return members.order(rows)

    # ---- reports and the log ---------------------------------------------------------------------------

    def reports(self, period: str, filter: Filter = _ALL, *, today: date) -> tuple[ReportCard, ...]:
        """What each task owes (应报, 逾期未报) or filed (已报) for a period: 2025-06 or 2025Q2."""
        with self._source.rows() as rows:
            told = tasks.told(rows, filter, today, period=period)
            return tuple(reports.cards(period, told, today))

    def tasks_as_of(self, filter: Filter = _ALL, *, day: date) -> tuple[TrackedTask, ...]:
        """As ``tasks``, each as it stood at the end of a day by the reports for what was over by then."""
        with self._source.rows() as rows:
            return tuple(reports.as_of(task, said, day) for task, said in tasks.told(rows, filter, day))

    def filed(self, tasks: Collection[int] | None = None) -> Mapping[int, tuple[Report, ...]]:
        """Every report that was filed (on some tasks), by the number of its task, the earliest first."""
        with self._source.rows() as rows:
            return reports.filed(rows, tasks)

    def history(self, task: int | None = None, since: date | None = None) -> tuple[Change, ...]:
        """The log, oldest first: of a task with its document, or of everything; from a day on, if given."""
        from policyparse.asking import log

        with self._source.rows() as rows:
            return log.changes(rows, task, since)
