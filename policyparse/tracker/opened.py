"""A tracker's database in hand: opened, closed, copied, checked, and a command at a time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from policyparse.errors import TrackerError
from policyparse.ledger import TrackedTask
from policyparse.tracker import queries, soundness
from policyparse.tracker.database import Database
from policyparse.tracker.pen import Pen

Self = TypeVar("Self", bound="Opened")


class Opened:
    """What every part of the tracker needs: its database, and one command in one transaction."""

    def __init__(self, url: str | Path | None = None) -> None:
        self._database = Database(url)

    @property
    def where(self) -> str:
        """The database in words: its path, or its URL without the password."""
        return self._database.where

    def __enter__(self: Self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()

    def upgrade(self, backup: Path | None = None) -> tuple[str, str, Path | None]:
        """Bring an older tracker to this program's schema, after a backup.

        Gives the revisions before and after and the backup's path, None where nothing was to do.
        """
        return self._database.upgrade(backup)

    def backup(self, target: Path | None = None, *, damaged: bool = False) -> Path:
        """Copy the tracker as it is now into an SQLite file, which is a tracker again; gives its path.

        Raises TrackerError where there is none, and, unless ``damaged``, where its file is broken.
        """
        return self._database.backup(target, damaged=damaged)

    def restore(self, source: Path, *, force: bool = False) -> Path | None:
        """Bring back what a backup holds; gives the path of a backup of what stood here before, None for nothing.

        Raises TrackerError where the backup is broken or none, and where something stands here, unless ``force``.
        """
        return self._database.restore(source, force=force)

    def check(self) -> tuple[soundness.Problem, ...]:
        """What is wrong with the tracker; nothing, where it is whole. Raises TrackerError where there is none."""
        if self._database.missing:
            raise TrackerError(f"没有这个台账：{self.where}")
        with self._database.reading() as session:
            return soundness.problems(session.connection())

    def repair(self) -> tuple[Path, tuple[soundness.Problem, ...], tuple[soundness.Problem, ...]]:
        """Rebuild what follows from other rows, after a backup.

        Gives the backup's path, what was mended, and what is still wrong.
        """
        kept = self._database.backup(damaged=True)
        with self._database.writing() as session:
            mended = soundness.repair(session.connection(), soundness.problems(session.connection()))
        return kept, mended, self.check()

    @contextmanager
    def _command(self, verb: str, by: str, at: datetime | None) -> Iterator[Pen]:
        with self._database.writing() as session:
            yield Pen(session, verb, by, at)

    @staticmethod
    def _task(pen: Pen, task_id: int) -> TrackedTask:
        pen.session.expire_all()
        return queries.task(pen.session, task_id, pen.at.date())
