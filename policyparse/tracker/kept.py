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

from sqlalchemy import Connection, delete, inspect, select
from sqlalchemy.orm import Session
from sqlmodel import col, insert

from policyparse import output
from policyparse.errors import TrackerError
from policyparse.tracker.tables import KeptBytesRow, KeptRow

PIECE = 1 << 20
"""How many bytes of a file are in memory at a time."""

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

    def put(self, session: Session, content: Content, sha256: str | None = None) -> str:
        """Keep a file; gives its SHA-256, which must be ``sha256`` where that is given.

        To be called in the transaction that then refers to the file: nothing refers to what is not there, and no repair
        takes for nobody's what is about to be referred to. Raises TrackerError where the disk does not take it, and where
        the file is another by now.
        """
        connection = session.connection()
        try:
            key = sha256 or digest(content)
            if self.verify(connection, key):
                self._place(connection, key, _pieces(content))
        except OSError as error:
            raise TrackerError(
                f"原件存不下：{error.strerror or error}。请检查剩余空间和权限；不留存原件请加 --no-keep。"
            ) from error
        if not _listed(connection, key):
            size = len(content) if isinstance(content, bytes) else content.stat().st_size
            connection.execute(insert(KeptRow).values(sha256=key, size=size))
        return key

    def _place(self, connection: Connection, sha256: str, pieces: Iterable[bytes]) -> None:
        if self.folder is None:
            data = b"".join(pieces)
            _same(hashlib.sha256(data).hexdigest(), sha256)
            connection.execute(delete(KeptBytesRow).where(col(KeptBytesRow.sha256) == sha256))
            connection.execute(insert(KeptBytesRow).values(sha256=sha256, data=data))
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

    def take_over(self, connection: Connection, source: Kept, origin: Connection) -> None:
        """Bring over from another tracker's store what ``kept`` lists here and is not here; what is nowhere is listed no more.

        On one disk a file is given a second name: it takes no room, and whichever name goes, the other stays.
        """
        for sha256 in listed(connection):
            if self.verify(connection, sha256) is None:
                continue
            if source.verify(origin, sha256):
                connection.execute(delete(KeptRow).where(col(KeptRow.sha256) == sha256))
                continue
            if self.folder is None or source.folder is None:
                self._place(connection, sha256, source.pieces(origin, sha256))
                continue
            path = _path(self.folder, sha256)
            path.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            try:
                os.link(_path(source.folder, sha256), path)
            except OSError:  # another disk, or one that knows no second names
                self._place(connection, sha256, source.pieces(origin, sha256))

    # ---- out -----------------------------------------------------------------------------------------------

    def has(self, session: Session, sha256: str) -> bool:
        """Whether a file is kept; whether its bytes are still the same, ``verify`` tells."""
        return _listed(session.connection(), sha256)

    def get(self, session: Session, sha256: str) -> bytes:
        """The bytes of a file. Raises TrackerError where it is not kept, and where they are no longer its own."""
        connection = session.connection()
        if not _listed(connection, sha256):
            raise TrackerError("台账里没有留存这个文件的原件；把原文件再 add 一次即可补上。")
        try:
            data = b"".join(self.pieces(connection, sha256))
        except FileNotFoundError:
            raise TrackerError("留存的原件不见了；把原文件再 add 一次即可放回。") from None
        except OSError as error:
            raise TrackerError(f"留存的原件读不出来：{error.strerror or error}") from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise TrackerError("留存的原件被改动过，与入库时不同；把原文件再 add 一次即可放回。")
        return data

    def pieces(self, connection: Connection, sha256: str) -> Iterator[bytes]:
        """The bytes of a file, piece by piece. Raises OSError where they cannot be read."""
        if self.folder is not None:
            yield from _pieces(_path(self.folder, sha256))
            return
        found = connection.execute(
            select(col(KeptBytesRow.data)).where(col(KeptBytesRow.sha256) == sha256)
        ).scalar()
        if found is None:
            raise FileNotFoundError(sha256)
        yield found

    def verify(self, connection: Connection, sha256: str) -> Fault | None:
        """What is wrong with the bytes of a file: they are gone, or no longer its own; None where nothing is."""
        try:
            return None if _digest(self.pieces(connection, sha256)) == sha256 else "changed"
        except OSError:
            return "missing"

    # ---- what nobody refers to -----------------------------------------------------------------------------

    def strays(self, connection: Connection) -> tuple[str, ...]:
        """What stands in the store and is not listed: the names of files in the folder, SHA-256 in the database.

        A program that died between writing the bytes and its transaction leaves such a one.
        """
        known = set(listed(connection))
        if self.folder is None:
            every = connection.execute(select(col(KeptBytesRow.sha256))).scalars()
            return tuple(sorted(set(every) - known))
        files = (path for path in self.folder.rglob("*") if path.is_file()) if self.folder.is_dir() else ()
        return tuple(
            sorted(
                path.relative_to(self.folder).as_posix()
                for path in files
                if path.name not in known or path != _path(self.folder, path.name)
            )
        )

    def whole_strays(self, connection: Connection) -> tuple[str, ...]:
        """The SHA-256 of those of ``strays`` that are files as they were handed in, not pieces of one."""
        names = {stray.rpartition("/")[2] for stray in self.strays(connection)}
        return tuple(sorted(name for name in names if self.verify(connection, name) is None))

    def bring(self, connection: Connection, sha256: str, pieces: Iterable[bytes]) -> None:
        """Keep a file of another store."""
        self._place(connection, sha256, pieces)
        self.list(connection, sha256)

    def list(self, connection: Connection, sha256: str) -> None:
        """List a file that stands in the store."""
        size = sum(map(len, self.pieces(connection, sha256)))
        connection.execute(insert(KeptRow).values(sha256=sha256, size=size))

    def forget(self, connection: Connection, sha256: str) -> None:
        """Keep a file no longer, to which nothing refers."""
        connection.execute(delete(KeptRow).where(col(KeptRow.sha256) == sha256))
        self.discard(connection, sha256 if self.folder is None else f"{sha256[:2]}/{sha256}")

    def discard(self, connection: Connection, stray: str) -> None:
        """Take one of ``strays`` out of the store."""
        if self.folder is None:
            connection.execute(delete(KeptBytesRow).where(col(KeptBytesRow.sha256) == stray))
        else:
            (self.folder / stray).unlink(missing_ok=True)


def listed(connection: Connection) -> list[str]:
    """The SHA-256 of each file that is kept; none in a tracker of a schema that kept none."""
    if not inspect(connection).has_table(str(KeptRow.__tablename__)):
        return []
    return list(connection.execute(select(col(KeptRow.sha256)).order_by(col(KeptRow.id))).scalars())


def _listed(connection: Connection, sha256: str) -> bool:
    return (
        connection.execute(select(col(KeptRow.id)).where(col(KeptRow.sha256) == sha256)).first() is not None
    )


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
