"""A tracker that stands, to be written in by the driver of its database alone, as ``asking.source`` opens it to be read."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from policyparse.asking.source import Direct, driver_errors, fault, in_words
from policyparse.errors import TrackerError
from policyparse.tracker.book import WRITER_LOCK, Book
from policyparse.tracker.kept import Kept, folder_of
from policyparse.tracker.pen import Pen


class Desk:
    """Where a command is done that needs none of the tables' classes; ``database.Database`` does the others."""

    def __init__(self, source: Direct) -> None:
        self._source = source
        self.kept = Kept(folder_of(source.where) if source.dialect == "sqlite" else None)

    @contextmanager
    def command(self, verb: str, by: str, at: datetime | None) -> Iterator[Pen]:
        """A pen for one command, in one transaction that no other writer is in; it takes effect whole or not at all."""
        source = self._source
        try:
            with _turn(source):
                yield Pen(Book(source.connection, source.dialect, source.damage), verb, by, at)
        except driver_errors() as error:
            if fault(error):
                raise
            raise TrackerError(in_words(source.where, str(error))) from error


@contextmanager
def _turn(source: Direct) -> Iterator[None]:
    connection = source.connection
    if source.dialect == "sqlite":
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("BEGIN IMMEDIATE")
    else:
        connection.execute("BEGIN")
    try:
        if source.dialect != "sqlite":
            connection.execute(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")
        yield
        connection.execute("COMMIT")
    except BaseException:
        with contextlib.suppress(*driver_errors()):  # a transaction that the database has ended by itself
            connection.execute("ROLLBACK")
        raise
