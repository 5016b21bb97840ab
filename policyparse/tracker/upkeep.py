"""The tracker's house-keeping on a ``Database``: upgrades, backups and what they bring back, the check and its repairs."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, Connection, Engine, text

from policyparse.errors import TrackerError
from policyparse.tracker import backups, soundness
from policyparse.tracker.database import Database, book_over
from policyparse.tracker.engines import connect, is_sqlite, reader, take_turn, writer
from policyparse.tracker.kept import Kept, folder_of
from policyparse.tracker.migrations import HEAD, migrate


def upgrade(database: Database, target: Path | None = None) -> tuple[str, str, Path | None]:
    """Bring the schema up to this program's, after a backup into ``target``.

    Gives the revisions before and after and the backup's path, None where nothing was to do. Raises TrackerError
    where the database is newer than the program, or no tracker.
    """
    with database.plainly():
        engine = database.connected()
        before = database.revision(engine)
        if before == HEAD:
            return before, HEAD, None
        kept = backup(database, target, damaged=True)
        with writer(engine).begin() as connection:
            take_turn(connection)
            migrate(connection, HEAD)
        return before, HEAD, kept


def backup(database: Database, target: Path | None = None, *, damaged: bool = False) -> Path:
    """Copy the tracker as it is now into an SQLite file, its kept files beside it: a tracker again; gives its path.

    Raises TrackerError where there is no tracker, where the file is there already, where the disk cannot hold it,
    and, unless ``damaged``, where the tracker's own file is broken.
    """
    with database.plainly():
        engine = database.connected()
        revision = database.revision(engine)
        own = database.url.database if is_sqlite(database.url) else None
        path = target or backups.default_path(own, revision)
        with backups.made(path) as draft, reader(engine).begin() as connection:
            if own is not None and not damaged and (broken := _broken(connection)):
                raise TrackerError(f"台账已损坏，没有备份：{broken}。仍要备份请加 --damaged。")
            before = backups.counts(connection) if not damaged else {}
            if own is not None:
                backups.copy_sqlite(own, draft)
            else:
                empty = _made(draft, revision)
                with writer(empty).begin() as copy:
                    backups.copy_rows(connection, copy)
                empty.dispose()
            if not damaged:
                _verify(draft, before)
            _with_files(database, connection, draft, path)
    return path


def restore(database: Database, source: Path, *, force: bool = False) -> Path | None:
    """Bring back what a backup holds, in one transaction; gives the path of a backup of what stood here before.

    Raises TrackerError where ``source`` is no whole tracker of this schema, and where something stands here
    and ``force`` is not given.
    """
    if not source.is_file():
        raise TrackerError(f"没有这个备份文件：{source}")
    held = Database(source)
    with held.plainly():
        origin = held.connected()
        if held.revision(origin) != HEAD:
            raise TrackerError(f"备份 {source} 由旧版本建立，请先用 policyparse upgrade --db 升级它。")
        with origin.begin() as kept:
            if broken := _broken(kept):
                raise TrackerError(f"备份 {source} 已损坏：{broken}")
    before = _put_aside(database, force)
    with database.plainly(), origin.begin() as kept, writer(database.opened()).begin() as connection:
        take_turn(connection)
        backups.replace_rows(kept, connection)
        database.kept.take_over(book_over(connection), held.kept, book_over(kept))
    held.close()
    return before


def check(database: Database) -> tuple[soundness.Problem, ...]:
    """What is wrong with the tracker; nothing, where it is whole. Raises TrackerError where there is none."""
    if database.missing:
        raise TrackerError(f"没有这个台账：{database.where}")
    with database.reading() as session:
        return soundness.problems(session.connection(), database.kept)


def repair(database: Database) -> tuple[Path, tuple[soundness.Problem, ...], tuple[soundness.Problem, ...]]:
    """Rebuild what follows from other rows, after a backup, which has every file that was kept, whether anything refers to it
    or not: none that a person handed in is dropped for good.

    Gives the backup's path, what was mended, and what is still wrong.
    """
    kept = backup(database, damaged=True)
    with database.writing() as session:
        connection = session.connection()
        _with_strays(database, connection, kept)
        mended = soundness.repair(connection, soundness.problems(connection, database.kept))
    return kept, mended, check(database)


# ---- parts ---------------------------------------------------------------------------------------------


def _put_aside(database: Database, force: bool) -> Path | None:
    """A backup of what a restore is about to replace; None where nothing stands there."""
    with database.plainly(), reader(database.opened()).begin() as connection:
        empty = not any(n for name, n in backups.counts(connection).items() if name != "meta")
    if empty:
        return None
    if not force:
        raise TrackerError(
            f"台账 {database.where} 里已有内容；确要用备份代替它，请加 --force（会先自动备份）。"
        )
    return backup(database, damaged=True)


def _made(path: Path, revision: str) -> Engine:
    """A new SQLite tracker of some revision, without rows."""
    engine = connect(URL.create("sqlite", database=str(path)))
    with writer(engine).begin() as connection:
        migrate(connection, revision)
    return engine


def _broken(connection: Connection) -> str | None:
    """What is broken of an SQLite file itself, in the database's words; None where nothing is."""
    told = [str(row[0]) for row in connection.execute(text("PRAGMA quick_check(1)"))]
    return None if told == ["ok"] else told[0]


def _with_files(database: Database, connection: Connection, draft: Path, target: Path) -> None:
    """Give a copy, which is to be named ``target``, the kept files that it lists."""
    copy = connect(URL.create("sqlite", database=str(draft)))
    try:
        with copy.begin() as listing:
            Kept(folder_of(str(target))).take_over(book_over(listing), database.kept, book_over(connection))
    finally:
        copy.dispose()


def _with_strays(database: Database, connection: Connection, target: Path) -> None:
    """Give a copy the whole files, too, that stand in the store and are not listed."""
    rows = book_over(connection)
    strays = database.kept.whole_strays(rows)
    if not strays:
        return
    copy = connect(URL.create("sqlite", database=str(target)))
    try:
        with writer(copy).begin() as listing:
            store = Kept(folder_of(str(target)))
            for sha256 in strays:
                store.bring(book_over(listing), sha256, database.kept.pieces(rows, sha256))
    finally:
        copy.dispose()


def _verify(draft: Path, before: dict[str, int]) -> None:
    """Raises TrackerError where a copy is broken or does not hold as many rows as what it is a copy of."""
    copy = connect(URL.create("sqlite", database=str(draft)))
    try:
        with copy.begin() as connection:
            if _broken(connection) or backups.counts(connection) != before:
                raise TrackerError("备份写出后核对不符，已删去；请检查磁盘后重试。")
    finally:
        copy.dispose()
