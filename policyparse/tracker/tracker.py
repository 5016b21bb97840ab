"""The door of the tracker (``Tracker``): every question, and every command as a method that is one transaction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from policyparse import schema
from policyparse.asking import Reader
from policyparse.ledger import (
    Added,
    Conflict,
    Entries,
    Filter,
    Merged,
    NewTask,
    Taken,
    TrackedTask,
    Undone,
)
from policyparse.ledger.corrections import Corrected
from policyparse.ledger.periods import Cycle
from policyparse.model import Deadline, Parsed, Target
from policyparse.tracker import (
    confirming,
    conflicts,
    correcting,
    decisions,
    history,
    merging,
    progress,
    reports,
    returns,
    store,
)
from policyparse.tracker.book import Book
from policyparse.tracker.database import Database, book_of
from policyparse.tracker.kept import Content
from policyparse.tracker.pen import Pen
from policyparse.tracker.returns import Decide

if TYPE_CHECKING:
    from policyparse.tracker.soundness.problem import Problem

__all__ = ["Filter", "Tracker"]

When = datetime | None
"""The time of a command: now, where it is None."""


class Tracker(Reader):
    """The tracker in a database: a path, any SQLAlchemy URL, else $POLICYPARSE_DB, else the user's own file.

    Opened when first asked and made where there is none; use it as a context manager, or ``close`` it. What can be asked
    of it is ``Reader``'s. Every method that changes something is one transaction: it takes effect whole, with its entry
    in the log, or not at all. ``by`` is the name of the person or office that acts, ``at`` the time (now, where it is
    None). Raises TrackerError for whatever the database or the call does not allow.
    """

    def __init__(self, url: str | Path | None = None) -> None:
        self.database = Database(url)
        super().__init__(self.database)

    @contextmanager
    def _command(self, verb: str, by: str, at: When, dry_run: bool = False) -> Iterator[Pen]:
        with self.database.command(verb, by, at) as pen:
            yield pen
            if dry_run:
                pen.session.rollback()

    def _keep(self, book: Book, parsed: Parsed, original: Content | None) -> None:
        """Keep the file of a parse, in the transaction that names it: a repair between the two would take it for nobody's."""
        if original is not None:
            self.database.kept.put(book, original, parsed.source.sha256)

    # ---- files and documents ---------------------------------------------------------------------------

    def add(
        self,
        parsed: Parsed,
        *,
        original: Content | None = None,
        by: str = "",
        at: When = None,
        ledger: bool = True,
    ) -> Added:
        """Store a parse. A file known by its SHA-256 changes nothing; one that was removed comes back.

        ``original`` is the file itself, to be kept with it. What the rows of a ledger report becomes the first report of their
        tasks, unless ``ledger`` is False.
        """
        with self.database.writing() as session:
            self._keep(book_of(session), parsed, original)
            return store.add(session, parsed, by=by, at=at, ledger=ledger)

    def remove(self, document_id: int, *, by: str = "", at: When = None) -> None:
        """Take a document and its tasks out of every list; what was entered for them is kept for its return."""
        with self.database.writing() as session:
            store.remove(session, document_id, by=by, at=at)

    # ---- the work --------------------------------------------------------------------------------------

    def progress(
        self,
        task_id: int,
        entries: Entries,
        *,
        by: str = "",
        at: When = None,
        period: str | None = None,
        unit: str | None = None,
        seen: int | None = None,
    ) -> TrackedTask:
        """Enter what is reported of a task: by the office, or as the report of a ``unit`` (a name as a person types it).

        A first percentage sets 推进中, 已完成 sets 100. Ending a task (已终止) and taking up a closed one need a
        reason or a note. What stands then is filed for ``period`` (2025-06, 2025Q2), or for the one that the document's reports are at.
        ``seen`` is the last command on the task that the caller knows: after a later one, Overtaken. Gives the task as it is then.
        """
        with self._command("progress", by, at) as pen:
            history.unchanged(pen.rows, [task_id], seen)
            return progress.report(pen, task_id, entries, period, unit)

    def take_back(self, decide: Decide, *, dry_run: bool = False, by: str = "", at: When = None) -> Taken:
        """Enter what many units reported, and the tasks that they added, as one command; ``dry_run`` only tells.

        ``decide`` is given the tasks as they stand and says what to file and what to add; nobody else writes between.
        A report that cannot be is left out and told, and so is what did not go into the present state of its task.
        """
        with self._command("import", by, at, dry_run) as pen:
            return returns.take_back(pen, decide, None if dry_run else self.database.kept)

    def apply(
        self,
        task_id: int,
        *,
        files: Sequence[Path] = (),
        by: str = "",
        at: When = None,
        seen: int | None = None,
    ) -> TrackedTask:
        """申请办结: ask for the review of a completed task, with the files that prove it; ``seen`` as in ``progress``."""
        with self._command("apply", by, at) as pen:
            history.unchanged(pen.rows, [task_id], seen)
            return progress.apply(pen, task_id, files, self.database.kept)

    def review(
        self,
        task_id: int,
        accept: bool,
        *,
        reason: str = "",
        by: str = "",
        at: When = None,
        seen: int | None = None,
    ) -> TrackedTask:
        """Answer 申请办结: 办结（销号）, or 退回, which needs a reason; ``seen`` as in ``progress``."""
        with self._command("review", by, at) as pen:
            history.unchanged(pen.rows, [task_id], seen)
            return progress.review(pen, task_id, accept, reason)

    def set_reporting(
        self, document_id: int, cycle: Cycle | None, day: int | None = None, *, by: str = "", at: When = None
    ) -> None:
        """Say how often a document's tasks are reported (None: never), and by which day of the month after."""
        with self._command("set-reporting", by, at) as pen:
            reports.set_reporting(pen, document_id, cycle, day)

    # ---- decisions -------------------------------------------------------------------------------------

    def edit(
        self,
        task_id: int,
        *,
        by: str = "",
        at: When = None,
        title: str | None = None,
        text: str | None = None,
        lead: Sequence[str] | None = None,
        support: Sequence[str] | None = None,
        targets: Sequence[Target] | None = None,
        deadlines: Sequence[Deadline] | None = None,
        new_units: bool = False,
        seen: int | None = None,
    ) -> TrackedTask:
        """Correct what a task says; None leaves a field as it was read, a sequence replaces all of its kind.

        A later reading of the file does not overwrite it. ``new_units`` takes units that nobody knows yet; ``seen`` as in
        ``progress``. Gives the task as it is then.
        """
        with self._command("edit", by, at) as pen:
            history.unchanged(pen.rows, [task_id], seen)
            return decisions.edit(pen, task_id, title, text, lead, support, targets, deadlines, new_units)

    def correct(
        self, decide: correcting.Decide, new_units: bool, dry_run: bool, *, by: str = "", at: When = None
    ) -> Corrected:
        """Enter the corrections of a whole table, each as ``edit`` or ``confirm`` would; what cannot be entered is left out.

        ``decide`` and ``dry_run`` as in ``take_back``."""
        with self._command("edit", by, at, dry_run) as pen:
            return correcting.correct(pen, decide, new_units)

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
        new_units: bool = False,
        by: str = "",
        at: When = None,
    ) -> TrackedTask:
        """Enter a task that the reading missed, behind the task ``after`` or at the end of the document."""
        with self._command("add-task", by, at) as pen:
            new = NewTask(document_id, after, title, text, lead, support, number=number)
            return decisions.add_task(pen, replace(new, targets=targets, deadlines=deadlines), new_units)

    def drop(self, task_id: int, *, by: str = "", at: When = None, seen: int | None = None) -> None:
        """Take a task out of every list: it is none, or not ours; ``seen`` as in ``progress``."""
        with self._command("drop", by, at) as pen:
            history.unchanged(pen.rows, [task_id], seen)
            decisions.drop(pen, task_id)

    def split(
        self, task_id: int, *, by: str = "", at: When = None, seen: int | None = None
    ) -> tuple[TrackedTask, ...]:
        """Make a task of each action of a task, with its units, deadlines and progress; gives the new tasks.

        ``seen`` as in ``progress``.
        """
        with self._command("split", by, at) as pen:
            history.unchanged(pen.rows, [task_id], seen)
            return decisions.split(pen, task_id)

    def merge(
        self,
        task_ids: Sequence[int],
        *,
        title: str | None = None,
        by: str = "",
        at: When = None,
        seen: int | None = None,
    ) -> TrackedTask:
        """Make one task of several of a document: the first keeps its number and progress and takes in the others.

        ``seen`` is of all of them, as in ``progress``.
        """
        with self._command("merge", by, at) as pen:
            history.unchanged(pen.rows, task_ids, seen)
            return decisions.merge(pen, task_ids, title)

    def confirm(
        self,
        facts: Sequence[tuple[int, str, int]],
        *,
        by: str = "",
        at: When = None,
        seen: int | None = None,
    ) -> int:
        """Mark facts as right, as one command: each a task, a kind (units, targets, deadlines) and its place, from 1.

        Gives how many were not confirmed before. A later reading of the same fact leaves it sure. ``seen`` is of all
        their tasks, as in ``progress``.
        """
        with self._command("confirm", by, at) as pen:
            history.unchanged(pen.rows, {task for task, _, _ in facts}, seen)
            return confirming.confirm(pen, facts)

    def update(
        self,
        parsed: Parsed,
        *,
        replaces: int | None = None,
        original: Content | None = None,
        dry_run: bool = False,
        by: str = "",
        at: When = None,
    ) -> Merged:
        """Read documents again: a three-way merge of the last reading, the decisions and this reading.

        ``replaces`` is the document that a re-issued file takes the place of; without it the file is one that was
        added before, read by a newer program. Decisions win, progress stays with its task however renumbered or
        reworded, and what changed on both sides is a conflict. ``original`` is the file itself, to be kept with it. ``dry_run`` only tells.
        """
        with self._command("update", by, at, dry_run) as pen:
            merged = merging.update(pen, schema.dump(parsed), replaces)
            self._keep(pen.rows, parsed, None if dry_run else original)  # once nothing refuses the merge
            pen.finish(merging.words(parsed, merged))
            return merged

    def conflicts(self) -> tuple[Conflict, ...]:
        """What updates left to a person to settle, oldest first."""
        with self.database.reading() as session:
            return conflicts.open_conflicts(session)

    def resolve(
        self, conflict_id: int, take: Literal["mine", "theirs"], *, by: str = "", at: When = None
    ) -> None:
        """Settle a conflict: ``mine`` keeps what stands in the tracker, ``theirs`` takes what the new file says."""
        with self._command("resolve", by, at) as pen:
            conflicts.resolve(pen, conflict_id, take)

    # ---- the log ---------------------------------------------------------------------------------------

    def undo(
        self,
        *,
        by: str = "",
        at: When = None,
        command: int | None = None,
        own: bool = False,
        alone: bool = False,
    ) -> Undone:
        """Take back one whole command, the last that stands or the given one; ``words`` of the result tell which.

        ``own`` takes back only what ``by`` has done, ``alone`` only what no later command stands on.
        """
        with self._command("undo", by, at) as pen:
            return history.undo(pen, command=command, own=own, alone=alone)

    def check(self) -> tuple[Problem, ...]:
        """What is wrong with the tracker; nothing, where it is whole. ``upkeep`` mends, copies and upgrades it."""
        from policyparse.tracker import upkeep  # which no other command has need of

        return upkeep.check(self.database)
