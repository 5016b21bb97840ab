"""The files that documents were read from: kept as they are added, written out again to be read or shown."""

from __future__ import annotations

from pathlib import Path

from policyparse.model import Source
from policyparse.tracker import store
from policyparse.tracker.database import Database, book_of


def write(database: Database, document: int, folder: Path) -> Path:
    """Write the file that a document was last read from into a folder, under its own name; gives its path.

    Raises TrackerError where it is not kept, or no longer what it was.
    """
    with database.reading() as session:
        source = store.source_of(session, document)
        path = folder / source.name.replace("/", "_")
        path.write_bytes(database.kept.get(book_of(session), source.sha256))
        return path


def source(database: Database, document: int) -> Source:
    """The file that a document was last read from. Raises TrackerError for no such document."""
    with database.reading() as session:
        return store.source_of(session, document)


def missing(database: Database) -> tuple[str, ...]:
    """The names of the files of which there are documents here, and no bytes."""
    with database.reading() as session:
        return store.not_kept(session)
