"""The tracker: what the policy files ask for, who owes it, and how far it has come. ``Tracker`` is its door.

Everything here is stored in one database (SQLite file or PostgreSQL) and comes out as the frozen types of
``ledger`` and ``model``. Importing this package loads SQLModel; nothing else of policyparse does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Literal

from policyparse import schema
from policyparse.ledger import (
    Added,
    Change,
    Conflict,
    DocumentCard,
    Filter,
    Merged,
    State,
    TrackedTask,
    Undone,
    UnitCard,
)
from policyparse.model import Deadline, Parsed, Policy, Target
from policyparse.tracker import conflicts, decisions, history, merging, progress, queries, store, upkeep
from policyparse.tracker.database import Database
from policyparse.tracker.pen import Pen
from policyparse.tracker.wording import sentence

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

    # ---- corrections -----------------------------------------------------------------------------------

    def edit(
        self,
        task_id: int,
        *,
        by: str = "",
        at: datetime | None = None,
        title: str | None = None,
        text: str | None = None,
        lead: Sequence[str] | None = None,
        support: Sequence[str] | None = None,
        targets: Sequence[Target] | None = None,
        deadlines: Sequence[Deadline] | None = None,
    ) -> TrackedTask:
        """Correct what a task says; None leaves a field as it was read, a sequence replaces all of its kind.

        A later reading of the file does not overwrite it. Gives the task as it is then.
        """
        with self._deciding("edit", by, at) as pen:
            told = {"title": title, "text": text, "lead": lead, "support": support}
            decisions.edit(pen, task_id, **told, targets=targets, deadlines=deadlines)  # type: ignore[arg-type]
            pen.finish(f"更正任务 {task_id}：{sentence(pen.told())}")
            return queries.task(pen.session, task_id, pen.at.date())

    def add_task(
        self,
        document_id: int,
        *,
        title: str,
        text: str = "",
        number: str | None = None,
        after: int | None = None,
        lead: Sequence[str] = (),
        support: Sequence[str] = (),
        targets: Sequence[Target] = (),
        deadlines: Sequence[Deadline] = (),
        by: str = "",
        at: datetime | None = None,
    ) -> TrackedTask:
        """Enter a task that the reading missed, behind the task ``after`` or at the end of the document."""
        with self._deciding("add-task", by, at) as pen:
            facts = {"targets": decisions.facts_of(targets), "deadlines": decisions.facts_of(deadlines)}
            told = {"title": title, "text": text, "number": number, **facts}
            task = decisions.add_task(pen, document_id, after, told, lead, support)
            pen.finish(f"补录任务 {task}《{title}》")
            return queries.task(pen.session, task, pen.at.date())

    def drop(self, task_id: int, *, by: str = "", at: datetime | None = None) -> None:
        """Take a task out of every list: it is none, or not ours."""
        with self._deciding("drop", by, at) as pen:
            title = decisions.living(pen.session, task_id).title
            decisions.drop(pen, task_id)
            pen.finish(f"删除任务 {task_id}《{title}》")

    def split(self, task_id: int, *, by: str = "", at: datetime | None = None) -> tuple[TrackedTask, ...]:
        """Make a task of each action of a task, with its units, deadlines and progress; gives the new tasks."""
        with self._deciding("split", by, at) as pen:
            title = decisions.living(pen.session, task_id).title
            made = tuple(decisions.split(pen, task_id))
            pen.finish(f"任务 {task_id}《{title}》拆分为 {'、'.join(map(str, made))}")
            return queries.tasks(pen.session, Filter(ids=made), pen.at.date())

    def merge(
        self, task_ids: Sequence[int], *, title: str | None = None, by: str = "", at: datetime | None = None
    ) -> TrackedTask:
        """Make one task of several of a document: the first keeps its number and progress and takes in the others."""
        with self._deciding("merge", by, at) as pen:
            first = decisions.merge(pen, task_ids, title)
            pen.finish(f"任务 {'、'.join(map(str, task_ids))} 合并为 {first}")
            return queries.task(pen.session, first, pen.at.date())

    def update(
        self,
        parsed: Parsed,
        *,
        replaces: int | None = None,
        dry_run: bool = False,
        by: str = "",
        at: datetime | None = None,
    ) -> Merged:
        """Read documents again: a three-way merge of the last reading, the decisions and this reading.

        ``replaces`` is the document that a re-issued file takes the place of; without it the file is one that was
        added before, read by a newer program. Decisions win, progress stays with its task however renumbered or
        reworded, and what changed on both sides is a conflict. ``dry_run`` only tells.
        """
        with self._deciding("update", by, at) as pen:
            merged = merging.update(pen, schema.dump(parsed), replaces)
            if dry_run:
                pen.session.rollback()
                return merged
            pen.finish(merging.words(parsed, merged))
            return merged

    def conflicts(self) -> tuple[Conflict, ...]:
        """What updates left to a person to settle, oldest first."""
        with self._database.reading() as session:
            return conflicts.open_conflicts(session)

    def resolve(
        self, conflict_id: int, take: Literal["mine", "theirs"], *, by: str = "", at: datetime | None = None
    ) -> None:
        """Settle a conflict: ``mine`` keeps what stands in the tracker, ``theirs`` takes what the new file says."""
        with self._deciding("resolve", by, at) as pen:
            title = conflicts.resolve(pen, conflict_id, take)
            kept = "保留台账内容" if take == "mine" else "采用新文件内容"
            pen.finish(f"冲突 {conflict_id}《{title}》：{kept}")

    @contextmanager
    def _deciding(self, verb: str, by: str, at: datetime | None) -> Iterator[Pen]:
        with self._database.writing() as session:
            yield Pen(session, verb, by, at)

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
