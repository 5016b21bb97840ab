"""The files themselves, by SHA-256: what a row of the tracker was read from can be shown, and read again.

Beside an SQLite tracker the bytes stand in a folder that bears its name (台账.db → 台账.files/ab/abcdef…), each file under its
own SHA-256. A PostgreSQL tracker has them in its table ``kept_bytes``: its clerks share the server and no disk, and its
own copies take them along. The table ``kept`` lists in both what is there. The store knows nothing of what a file is:
policy files and the evidence of reports are the same to it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from policyparse import output
from policyparse.asking.rows import Rows
from policyparse.errors import TrackerError, why
from policyparse.tracker.book import Book

PIECE = 1 << 20
"""How many bytes of a file are in memory at a time."""

_UNLISTED = "DELETE FROM kept WHERE sha256 = :sha256"
_NO_BYTES = "DELETE FROM kept_bytes WHERE sha256 = :sha256"

Fault = Literal["missing", "changed"]
Content = bytes | Path
"""A file in memory, or where it lies."""


def folder_of(database: str | None) -> Path | None:
    """The folder of the files of an SQLite tracker at a path; None for one in memory, which has none."""
    if database in {None, "", ":memory:"}:
        return None
    path = Path(str(database))
    return path.with_suffix(".files") if path.suffix == ".db" else path.with_name(f"{path.name}.files")


@dataclass(frozen=True)
class Kept:
    """The files of one tracker; without a ``folder`` their bytes stand in its database."""

    folder: Path | None

    # ---- in ------------------------------------------------------------------------------------------------

    def put(self, book: Book, content: Content, sha256: str | None = None) -> str:
        """Keep a file; gives its SHA-256, which must be ``sha256`` where that is given.

        To be called in the transaction that then refers to the file: nothing refers to what is not there, and no repair
        takes for nobody's what is about to be referred to. Raises TrackerError where the disk does not take it, and where
        the file is another by now.
        """
        try:
            key = sha256 or digest(content)
            if self.verify(book, key):
                self._place(book, key, _pieces(content))
        except OSError as error:
            raise TrackerError(
                f"原件存不下：{why(error)}。请检查剩余空间和权限；不留存原件请加 --no-keep。"
            ) from error
        if not self.has(book, key):
            size = len(content) if isinstance(content, bytes) else content.stat().st_size
            book.insert("kept", [{"sha256": key, "size": size}])
        return key

    def _place(self, book: Book, sha256: str, pieces: Iterable[bytes]) -> None:
        if self.folder is None:
            data = b"".join(pieces)
            _same(hashlib.sha256(data).hexdigest(), sha256)
            book.run(_NO_BYTES, sha256=sha256)
            book.insert("kept_bytes", [{"sha256": sha256, "data": data}])
            return
        path = _path(self.folder, sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        with output.draft(path, flush=True) as draft:
            found = hashlib.sha256()
            with draft.open("wb") as file:
                for piece in pieces:
                    found.update(piece)
                    file.write(piece)
            _same(found.hexdigest(), sha256)

    def take_over(self, book: Book, source: Kept, origin: Rows) -> None:
        """Bring over from another tracker's store what ``kept`` lists here and is not here; what is nowhere is listed no more.

        On one disk a file is given a second name: it takes no room, and whichever name goes, the other stays.
        """
        for sha256 in listed(book):
            if self.verify(book, sha256) is None:
                continue
            if source.verify(origin, sha256):
                book.run(_UNLISTED, sha256=sha256)
                continue
            if self.folder is None or source.folder is None:
                self._place(book, sha256, source.pieces(origin, sha256))
                continue
            path = _path(self.folder, sha256)
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            try:
                os.link(_path(source.folder, sha256), path)
            except OSError:  # another disk, or one that knows no second names
                self._place(book, sha256, source.pieces(origin, sha256))

    # ---- out -----------------------------------------------------------------------------------------------

    def has(self, rows: Rows, sha256: str) -> bool:
        """Whether a file is kept; whether its bytes are still the same, ``verify`` tells."""
        return rows.first("SELECT id FROM kept WHERE sha256 = :sha256", sha256=sha256) is not None

    def get(self, rows: Rows, sha256: str) -> bytes:
        """The bytes of a file. Raises TrackerError where it is not kept, and where they are no longer its own."""
        if not self.has(rows, sha256):
            raise TrackerError("台账里没有留存这个文件的原件；把原文件再 add 一次即可补上。")
        try:
            data = b"".join(self.pieces(rows, sha256))
        except FileNotFoundError:
            raise TrackerError("留存的原件不见了；把原文件再 add 一次即可放回。") from None
        except OSError as error:
            raise TrackerError(f"留存的原件读不出来：{why(error)}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise TrackerError("留存的原件被改动过，与入库时不同；把原文件再 add 一次即可放回。")
        return data

    def pieces(self, rows: Rows, sha256: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece. Raises OSError where they cannot be read."""
        if self.folder is not None:
            yield from _pieces(_path(self.folder, sha256))
            return
        found = rows.first("SELECT data FROM kept_bytes WHERE sha256 = :sha256", sha256=sha256)
        if found is None:
            raise FileNotFoundError(sha256)
        yield found[0]

    def verify(self, rows: Rows, sha256: str) -> Fault | None:
        """What is wrong with the bytes of a file: they are gone, or no longer its own; None where nothing is."""
        try:
            return None if _digest(self.pieces(rows, sha256)) == sha256 else "changed"
        except OSError:
            return "missing"

    # ---- what nobody refers to -----------------------------------------------------------------------------

    def strays(self, rows: Rows) -> tuple[str, ...]:
        """What stands in the store and is not listed: the names of files in the folder, SHA-256 in the database.

        A program that died between writing the bytes and its transaction leaves such a one.
        """
        known = set(listed(rows))
        if self.folder is None:
            every = {sha256 for (sha256,) in rows.all("SELECT sha256 FROM kept_bytes")}
            return tuple(sorted(every - known))
        files = (path for path in self.folder.rglob("*") if path.is_file()) if self.folder.is_dir() else ()
        return tuple(
            sorted(
                path.relative_to(self.folder).as_posix()
                for path in files
                if path.name not in known or path != _path(self.folder, path.name)
            )
        )

    def whole_strays(self, rows: Rows) -> tuple[str, ...]:
        """The SHA-256 of those of ``strays`` that are files as they were handed in, not pieces of one."""
        names = {stray.rpartition("/")[2] for stray in self.strays(rows)}
        return tuple(sorted(name for name in names if self.verify(rows, name) is None))

    def bring(self, book: Book, sha256: str, pieces: Iterable[bytes]) -> None:
        """Keep a file of another store."""
        self._place(book, sha256, pieces)
        self.list(book, sha256)

    def list(self, book: Book, sha256: str) -> None:
        """List a file that stands in the store."""
        size = sum(map(len, self.pieces(book, sha256)))
        book.insert("kept", [{"sha256": sha256, "size": size}])

    def forget(self, book: Book, sha256: str) -> None:
        """Keep a file no longer, to which nothing refers."""
        book.run(_UNLISTED, sha256=sha256)
        self.discard(book, sha256 if self.folder is None else f"{sha256[:2]}/{sha256}")

    def discard(self, book: Book, stray: str) -> None:
        """Take one of ``strays`` out of the store."""
        if self.folder is None:
            book.run(_NO_BYTES, sha256=stray)
        else:
            (self.folder / stray).unlink(missing_ok=True)


def listed(rows: Rows) -> list[str]:
    """The SHA-256 of each file that is kept; none in a tracker of a schema that kept none."""
    if not rows.has_table("kept"):
        return []
    return [sha256 for (sha256,) in rows.all("SELECT sha256 FROM kept ORDER BY id")]


def _path(folder: Path, sha256: str) -> Path:
    return folder / sha256[:2] / sha256


def _pieces(content: Content) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    with content.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


def digest(content: Content) -> str:
    """The SHA-256 of a file, in memory or where it lies. Raises OSError where it cannot be read."""
    return _digest(_pieces(content))


def _digest(pieces: Iterable[bytes]) -> str:
    found = hashlib.sha256()
    for piece in pieces:
        found.update(piece)
    return found.hexdigest()


def _same(found: str, sha256: str) -> None:
    if found != sha256:
        raise TrackerError("文件在读取之后被改动了，没有入库，请再试一次。")
