"""The pages of kept files as pictures, drawn by one process that stays warm, one at a time, and remembered."""

from __future__ import annotations

from pathlib import Path
from threading import Lock
from typing import Any

from policyparse import leftovers
from policyparse.board.kept import Kept
from policyparse.errors import PolicyparseError
from policyparse.readers.limits import Limits
from policyparse.readers.page.picture import Sheet
from policyparse.sandbox import Room
from policyparse.tracker import originals
from policyparse.tracker.database import Database

DPI = 110
REMEMBERED = 60
"""Pictures, of some 300 kB each."""
LAID_OUT = 4
"""Files whose characters are remembered with their places: some 300 kB a page."""
_MODULE = "policyparse.readers.page.picture"


class Pictures:
    """Draws the pages of documents; what was drawn is remembered by the file's SHA-256, the page and the DPI."""

    def __init__(self) -> None:
        self._room = Room(keep=True)
        self._one = Lock()
        self._pictures = Kept(REMEMBERED)
        self._sheets = Kept(LAID_OUT)

    def sheets(self, database: Database, document: int) -> tuple[Sheet, ...]:
        """The pages of a document's file; none where it is not kept, cannot be drawn, or its format has no pages."""
        sha256 = originals.source(database, document).sha256
        try:
            return self._sheets.get(sha256, None, lambda: tuple(self._ask(database, document, "sheets")))
        except PolicyparseError:
            return ()

    def png(self, database: Database, document: int, page: int) -> bytes | None:
        """The picture of a page, None where the file has none. Raises PolicyparseError where it cannot be drawn."""
        key = (originals.source(database, document).sha256, page, DPI)
        found: bytes | None = self._pictures.get(
            key, None, lambda: self._ask(database, document, "png", page, DPI)
        )
        return found

    def _ask(self, database: Database, document: int, what: str, *more: int) -> Any:
        with self._one, leftovers.folder() as folder:
            path = originals.write(database, document, Path(folder))
            return self._room.call(f"{_MODULE}:{what}", path, Limits(), more=more)
