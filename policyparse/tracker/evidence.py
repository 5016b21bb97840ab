"""Evidence (佐证材料): files attached to a task for what was reported of it, kept by SHA-256. None is ever opened or run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policyparse.asking import tasks, units
from policyparse.asking.evidence import of_tasks
from policyparse.errors import TrackerError, why
from policyparse.ledger import Filter, Left, TrackedTask, periods
from policyparse.output import clean
from policyparse.tracker.kept import Content, Kept, digest
from policyparse.tracker.pen import Pen

if TYPE_CHECKING:
    from policyparse.tracker.database import Database
    from policyparse.tracker.desk import Desk

MOST_BYTES = 50 << 20
"""The largest file that is taken."""
MOST_FILES = 20
"""Files that a task may have."""
KINDS = frozenset(
    {
        *("pdf", "ofd", "doc", "docx", "wps", "rtf", "odt", "txt", "md", "ppt", "pptx", "dps"),
        *("csv", "xls", "xlsx", "et", "ods"),
        *("jpg", "jpeg", "png", "bmp", "gif", "tif", "tiff", "heic", "webp", "mp3", "mp4"),
        *("zip", "rar", "7z"),
    }
)
"""The suffixes of the files that are taken: papers, tables, pictures, recordings, archives of them; no programs."""
PROGRAMS = (b"MZ", b"\x7fELF", b"#!", b"\xca\xfe\xba\xbe")
"""How the files of programs begin, whatever their names say."""


def attach(
    database: Database | Desk,
    task: int,
    files: Sequence[Path],
    *,
    unit: str | None = None,
    period: str | None = None,
    by: str = "",
    at: datetime | None = None,
) -> TrackedTask:
    """Attach files to a task, as evidence of the report of a unit (a name as a person types it) and a period, if given.

    One logged command; what is attached already changes nothing. Gives the task as it is then. Raises TrackerError for
    no such task or unit, and for a file that is not taken: too large, empty, of no kind of KINDS, a program.
    """
    for path in files:
        acceptable(path)  # before any is kept
    with database.command("attach", by, at) as pen:
        before = tasks.task(pen.rows, task, pen.at.date())
        if len(before.evidence) + len(set(files)) > MOST_FILES:
            raise _too_many()
        whose = units.named(pen.rows, unit) if unit else ""
        for path in files:
            put(pen, database.kept, before, path.name, path, unit=whose, period=period)
        names = "、".join(path.name for path in files)
        pen.finish(f"任务 {task}《{before.title}》佐证材料：{names}")
        return tasks.task(pen.rows, task, pen.at.date())


def put(
    pen: Pen, kept: Kept | None, task: TrackedTask, name: str, file: Content, *, unit: str, period: str | None
) -> bool:
    """Attach a file to a task within a command, as evidence of a report of ``unit`` (a full name, "" for the office); False
    for one that the task has already. Without ``kept`` it is a trial, and nothing is kept.

    Raises TrackerError for a file that is not taken, and for one more than a task may have.
    """
    size = _size(name, file)
    known = of_tasks(pen.rows, [task.id]).get(task.id, ())
    sha256 = digest(file)
    if sha256 in {one.sha256 for one in known}:
        return False
    if len(known) >= MOST_FILES:
        raise _too_many()
    if kept is not None:
        kept.put(pen.rows, file, sha256)
    named = periods.period(period).name if period else ""
    said = {"name": clean(name), "size": size, "unit": unit, "period": named}
    return pen.task(task.id, f"evidence:{sha256}", {**said, "at": pen.at.isoformat(), "by": pen.by})


def content(database: Database, sha256: str) -> bytes:
    """The bytes of a file that was attached. Raises TrackerError where they are gone or no longer its own."""
    with database.rows() as rows:
        return database.kept.get(rows, sha256)


def attach_sent(
    pen: Pen, files: Mapping[int, Sequence[Mapping[str, Any]]], unit: str, period: str
) -> tuple[Left, ...]:
    """Attach to tasks what a unit sent with its page for a period (``submissions``), as part of the command that enters it.

    Gives what could not be, and why: the task is none any more, or has too many files.
    """
    known = {task.id: task for task in tasks.tasks(pen.rows, Filter(ids=tuple(files)), pen.at.date())}
    left = []
    for number, sent in files.items():
        before = {one.sha256 for one in known[number].evidence} if number in known else set()
        if number not in known:
            left.append(Left(number, unit, "任务已不在台账里，佐证材料没有附上"))
        elif len(before | {one["sha256"] for one in sent}) > MOST_FILES:
            left.append(Left(number, unit, f"佐证材料超过 {MOST_FILES} 个文件，没有附上"))
        else:
            for one in (one for one in sent if one["sha256"] not in before):
                said = {"name": one["name"], "size": one["size"], "unit": unit, "period": period}
                pen.task(number, f"evidence:{one['sha256']}", {**said, "at": pen.at.isoformat(), "by": unit})
    return tuple(left)


def acceptable(path: Path) -> int:
    """The size of a file that may be attached. Raises TrackerError for one that may not."""
    return _size(path.name, path)


def _too_many() -> TrackerError:
    return TrackerError(f"一项任务的佐证材料不超过 {MOST_FILES} 个文件，请打包后再附。")


def _size(name: str, file: Content) -> int:
    """The size of a file that may be attached. Raises TrackerError for one that may not."""
    if Path(name).suffix.lstrip(".").lower() not in KINDS:
        raise TrackerError(f"“{name}”不是可以附的种类，可以附：{'、'.join(sorted(KINDS))}。")
    size, begins = _looked_at(name, file)
    if size > MOST_BYTES:
        raise TrackerError(f"“{name}”超过 {MOST_BYTES >> 20} MB，请压缩或只附要紧的部分。")
    if not size:
        raise TrackerError(f"“{name}”是空的。")
    if begins.startswith(PROGRAMS):
        raise TrackerError(f"“{name}”的内容是程序，不能作佐证材料。")
    return size


def _looked_at(name: str, file: Content) -> tuple[int, bytes]:
    """How many bytes a file has, and how it begins."""
    most = max(map(len, PROGRAMS))
    if isinstance(file, bytes):
        return len(file), file[:most]
    if not file.is_file():
        raise TrackerError(f"没有这个文件：{file}")
    try:
        with file.open("rb") as opened:
            return file.stat().st_size, opened.read(most)
    except OSError as error:
        raise TrackerError(f"读不了“{name}”：{why(error)}") from error
