"""Tracked tasks as the files that an office hands out: one table, a module for each format.

A module has ``render(tasks, options) -> bytes``; ``export`` writes it, whole or not at all.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from pathlib import Path

from policyparse.errors import ExportError, UsageError
from policyparse.exports.form import Options
from policyparse.ledger import TrackedTask

__all__ = ["EXPORTERS", "Options", "export", "render", "save", "save_all"]

EXPORTERS: dict[str, str] = {
    "docx": "policyparse.exports.docx",
    "xlsx": "policyparse.exports.xlsx",
    "csv": "policyparse.exports.csv",
    "md": "policyparse.exports.markdown",
    "json": "policyparse.exports.json",
    "ics": "policyparse.exports.ics",
}
"""Format to module; a module is loaded when its format is asked for."""


def render(tasks: Sequence[TrackedTask], options: Options, format: str) -> bytes:
    """The tasks as a file of ``format``, a key of ``EXPORTERS``. Raises UsageError for another format."""
    if format not in EXPORTERS:
        raise UsageError(f"没有“{format}”这种导出格式，可选：{'、'.join(EXPORTERS)}。")
    make: Callable[[Sequence[TrackedTask], Options], bytes] = import_module(EXPORTERS[format]).render
    return make(tasks, options)


def export(
    tasks: Sequence[TrackedTask], path: Path, options: Options, format: str, *, force: bool = False
) -> None:
    """Write the tasks to ``path``. Raises ExportError where there is none; else as ``render`` and ``save``."""
    if not tasks:
        raise ExportError("没有符合条件的任务，未生成文件。")
    _check(path, force)
    save(path, render(tasks, options, format), force=force)


def save(path: Path, content: bytes, *, force: bool = False) -> None:
    """Write a file whole or not at all, over an old one only by ``force``. Raises ExportError."""
    _check(path, force)
    try:
        _replace(path, content)
    except OSError as error:
        raise ExportError(f"无法写入“{path}”：{error.strerror or error}。") from error


def save_all(files: Mapping[Path, bytes], *, force: bool = False) -> None:
    """Write several files; where one may not be written, none is. Raises ExportError."""
    for path in files:
        _check(path, force)
    for path, content in files.items():
        save(path, content, force=force)


def _check(path: Path, force: bool) -> None:
    if path.is_dir():
        raise ExportError(f"“{path}”是文件夹，请写明文件名。")
    if path.exists() and not force:
        raise ExportError(f"文件“{path}”已存在，未覆盖；确要覆盖请加 --force。")
    if not path.parent.is_dir():
        raise ExportError(f"文件夹“{path.parent}”不存在。")


def _replace(path: Path, content: bytes) -> None:
    """Into a neighbour on the same disk first: a reader sees the old file or the new, never half of one."""
    handle, name = tempfile.mkstemp(prefix=".policyparse-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(name).chmod(0o666 & ~_umask())  # mkstemp's own is for one user's eyes
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
