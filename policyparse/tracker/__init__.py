"""The tracker: what the policy files ask for, who owes it, and how far it has come. ``Tracker`` is its door.

Everything here is stored in one database (SQLite file or PostgreSQL) and comes out as the frozen types of
``ledger`` and ``model``. Importing this package loads SQLModel; nothing else of policyparse does.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from policyparse.ledger import (
    Added,
    Change,
    DocumentCard,
    Entries,
    Filter,
    ReportCard,
    Taken,
    TrackedTask,
    Undone,
    UnitCard,
)
from policyparse.ledger.periods import Cycle
from policyparse.ledger.standing import OFFICE, Report
from policyparse.model import Parsed, Policy
from policyparse.tracker import history, progress, queries, reports, returns, store
from policyparse.tracker.corrections import Corrections
from policyparse.tracker.returns import Decide
from policyparse.tracker.wording import sentence

__all__ = ["Filter", "Tracker"]

_ALL = Filter()


class Tracker(Corrections):
    """The tracker in a database: a path, any SQLAlchemy URL, else $POLICYPARSE_DB, else the user's own file.

    Opened when first asked and made where there is none; use it as a context manager, or ``close`` it. Every
    method that changes something is one transaction: it takes effect whole, with its entry in the log, or not
    at all. ``by`` is the name of the person or office that acts, ``at`` the time (now, where it is None). Raises
    TrackerError for whatever the database or the call does not allow.
    """

    # ---- files and documents ---------------------------------------------------------------------------

    def add(self, parsed: Parsed, *, by: str = "", at: datetime | None = None, ledger: bool = True) -> Added:
        """Store a parse. A file known by its SHA-256 changes nothing; one that was removed comes back.

        What the rows of a ledger report becomes the first report of their tasks, unless ``ledger`` is False.
        """
        with self._database.writing() as session:
            return store.add(session, parsed, by=by, at=at, ledger=ledger)

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
        entries: Entries,
        *,
        by: str = "",
        at: datetime | None = None,
        period: str | None = None,
        unit: str | None = None,
    ) -> TrackedTask:
        """Enter what is reported of a task: by the office, or as the report of a ``unit`` (a name as a person types it).

        A first percentage sets 推进中, 已完成 sets 100. Ending a task (已终止) and taking up a closed one need a
        reason or a note. What stands then is filed for ``period`` (2025-06, 2025Q2), or for the one that the document's reports are at.
        Gives the task as it is then.
        """
        with self._command("progress", by, at) as pen:
            before = self._task(pen, task_id)
            whose = queries.unit_named(pen.session, unit) if unit else OFFICE
            progress.enter(pen, before, entries, period, unit=whose)
            pen.finish(f"任务 {task_id}《{before.title}》：{sentence(pen.told())}")
            return self._task(pen, task_id)

    def take_back(
        self, decide: Decide, *, dry_run: bool = False, by: str = "", at: datetime | None = None
    ) -> Taken:
        """Enter what many units reported, and the tasks that they added, as one command; ``dry_run`` only tells.

        ``decide`` is given the tasks as they stand and says what to file and what to add; nobody else writes between.
        A report that cannot be is left out and told, and so is what did not go into the present state of its task.
        """
        with self._command("import", by, at) as pen:
            taken = returns.take_back(pen, decide)
            if dry_run:
                pen.session.rollback()
            return taken

    def apply(self, task_id: int, *, by: str = "", at: datetime | None = None) -> TrackedTask:
        """申请办结: ask for the review of a completed task."""
        with self._command("apply", by, at) as pen:
            before = self._task(pen, task_id)
            progress.apply(pen, before)
            pen.finish(f"任务 {task_id}《{before.title}》申请办结")
            return self._task(pen, task_id)

    def review(
        self, task_id: int, accept: bool, *, reason: str = "", by: str = "", at: datetime | None = None
    ) -> TrackedTask:
        """Answer 申请办结: 办结（销号）, or 退回, which needs a reason."""
        with self._command("review", by, at) as pen:
            before = self._task(pen, task_id)
            progress.review(pen, before, accept, reason)
            pen.finish(f"任务 {task_id}《{before.title}》审核：{'办结' if accept else f'退回（{reason}）'}")
            return self._task(pen, task_id)

    def set_reporting(
        self,
        document_id: int,
        cycle: Cycle | None,
        day: int | None = None,
        *,
        by: str = "",
        at: datetime | None = None,
    ) -> None:
        """Say how often a document's tasks are reported (None: never), and by which day of the month after."""
        with self._command("set-reporting", by, at) as pen:
            title = store.living_document(pen.session, document_id).title
            progress.set_reporting(pen, document_id, cycle, day)
            pen.finish(f"《{title}》报送：{sentence(pen.told())}")

    def reports(self, period: str, filter: Filter = _ALL, *, today: date) -> tuple[ReportCard, ...]:
        """What each task owes (应报, 逾期未报) or filed (已报) for a period: 2025-06 or 2025Q2."""
        with self._database.reading() as session:
            return progress.cards(session, period, filter, today)

    def filed(self) -> Mapping[int, tuple[Report, ...]]:
        """Every report that was filed, by the number of its task, the earliest first."""
        with self._database.reading() as session:
            return reports.filed(session)

    @property
    def identity(self) -> str:
        """What this tracker is known by in the tables that go out from it; its copies have it too."""
        with self._database.reading() as session:
            return queries.identity(session)

    # ---- the log ---------------------------------------------------------------------------------------

    def history(self, task: int | None = None, since: date | None = None) -> tuple[Change, ...]:
        """The log, oldest first: of a task with its document, or of everything; from a day on, if given."""
        with self._database.reading() as session:
            return history.changes(session, task, since)

    def undo(
        self,
        *,
        by: str = "",
        at: datetime | None = None,
        command: int | None = None,
        own: bool = False,
        alone: bool = False,
    ) -> Undone:
        """Take back one whole command, the last that stands or the given one; ``words`` of the result tell which.

        ``own`` takes back only what ``by`` has done, ``alone`` only what no later command stands on.
        """
        with self._database.writing() as session:
            return history.undo(session, by=by, at=at, command=command, own=own, alone=alone)
