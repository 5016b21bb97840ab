"""The tracker: what the policy files ask for, who owes it, and how far it has come. ``Tracker`` is its door.

Everything here is stored in one database (SQLite file or PostgreSQL) and comes out as the frozen types of
``ledger`` and ``model``. Importing this package loads SQLModel; nothing else of policyparse does.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from types import TracebackType

from policyparse.ledger import Added, Change, DocumentCard, Filter, State, TrackedTask, Undone, UnitCard
from policyparse.model import Parsed, Policy
from policyparse.tracker import history, progress, queries, store, upkeep
from policyparse.tracker.database import Database

__all__ = ["Filter", "Tracker"]

_ALL = Filter()


class Tracker:
    """The tracker in a database: a path, any SQLAlchemy URL, else $POLICYPARSE_DB, else the user's own file.

    Opened when first asked and made where there is none; use it as a context manager, or ``close`` it. Every
    method that changes something is one transaction: it takes effect whole, with its entry in the log, or not
    at all. ``by`` is the name of the person or office that acts, ``at`` the time (now, where it is None). Raises
    TrackerError for whatever the database or the call does not allow.
    """

    def __init__(self, url: str | Path | None = None) -> None:
        self._database = Database(url)

    @property
    def where(self) -> str:
        """The database in words: its path, or its URL without the password."""
        return self._database.where

    def __enter__(self) -> Tracker:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    # ---- files and documents ---------------------------------------------------------------------------

    def add(self, parsed: Parsed, *, by: str = "", at: datetime | None = None) -> Added:
        """Store a parse. A file known by its SHA-256 changes nothing; one that was removed comes back."""
        with self._database.writing() as session:
            return store.add(session, parsed, by=by, at=at)

    def remove(self, document_id: int, *, by: str = "", at: datetime | None = None) -> None:
        """Take a document and its tasks out of every list; what was entered for them is kept for its return."""
        with self._database.writing() as session:
            store.remove(session, document_id, by=by, at=at)

    def load(self, document_id: int) -> Policy:
        """The document as its file was last read, corrections left aside."""
        with self._database.reading() as session:
            return store.load(session, document_id)

    def parsed(self, sha256: str) -> Parsed:
        """The whole parse of a file: what ``add`` was given."""
        with self._database.reading() as session:
            return store.parsed(session, sha256)

    def documents(self) -> tuple[DocumentCard, ...]:
        """The documents by their numbers."""
        with self._database.reading() as session:
            return queries.documents(session)

    # ---- tasks and units -------------------------------------------------------------------------------

    def tasks(self, filter: Filter = _ALL, *, today: date) -> tuple[TrackedTask, ...]:
        """The tasks that all fields of the filter hold for, document by document in their printed order.

        ``filter.unit`` is a name as a person types it; where it means several units, or none, the error says which.
        """
        with self._database.reading() as session:
            return queries.tasks(session, filter, today)

    def task(self, task_id: int, *, today: date) -> TrackedTask:
        """One task by its number."""
        with self._database.reading() as session:
            return queries.task(session, task_id, today)

    def policy_of(self, task_id: int, *, today: date = date.min) -> Policy:
        """The document that a task comes from, for the words and rules behind its facts."""
        with self._database.reading() as session:
            return store.load(session, queries.task(session, task_id, today).document.id)

    def units(self, name: str | None = None, *, today: date) -> tuple[UnitCard, ...]:
        """The units with their counts; only the one that a typed name means, where one is given."""
        with self._database.reading() as session:
            return queries.units(session, name, today)

    # ---- the work --------------------------------------------------------------------------------------

    def progress(
        self,
        task_id: int,
        *,
        by: str = "",
        at: datetime | None = None,
        state: State | None = None,
        percent: int | None = None,
        note: str | None = None,
        problem: str | None = None,
        next_step: str | None = None,
        person: str | None = None,
        contact: str | None = None,
        reason: str | None = None,
    ) -> TrackedTask:
        """Enter what is reported of a task; None leaves a field as it is, an empty string clears it.

        A first ``percent`` sets 推进中, 已完成 sets 100. Ending a task (已终止) and taking up a closed one need a
        ``reason``. Gives the task as it is then.
        """
        entries = {
            "state": state,
            "percent": percent,
            "note": note,
            "problem": problem,
            "next_step": next_step,
            "person": person,
            "contact": contact,
            "reason": reason,
        }
        with self._database.writing() as session:
            today = (at or datetime.now()).date()
            before = queries.task(session, task_id, today)
            progress.report(session, task_id, before.title, before.progress, entries, by=by, at=at)
            session.expire_all()
            return queries.task(session, task_id, today)

    # ---- the log ---------------------------------------------------------------------------------------

    def history(self, task: int | None = None, since: date | None = None) -> tuple[Change, ...]:
        """The log, oldest first: of a task with its document, or of everything; from a day on, if given."""
        with self._database.reading() as session:
            return history.changes(session, task, since)

    def undo(self, *, by: str = "", at: datetime | None = None, command: int | None = None) -> Undone:
        """Take back one whole command, the last that stands or the given one; ``words`` of the result tell which."""
        with self._database.writing() as session:
            return history.undo(session, by=by, at=at, command=command)

    # ---- the database ----------------------------------------------------------------------------------

    def upgrade(self, backup: Path | None = None) -> tuple[str, str, Path | None]:
        """Bring an older tracker to this program's schema, after a backup.

        Gives the revisions before and after and the backup's path, None where nothing was to do.
        """
        return self._database.upgrade(backup)

    def backup(self, target: Path | None = None) -> Path:
        """Copy the tracker as it is now into an SQLite file, which is a tracker again; gives its path."""
        return self._database.backup(target)

    def check(self) -> tuple[str, ...]:
        """What is wrong with the tracker, in Chinese sentences; nothing, where it is whole."""
        with self._database.reading() as session:
            return upkeep.problems(session)
