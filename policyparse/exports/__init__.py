"""Tracked tasks as the files that an office hands out: one table, a module for each format.

A module has ``render(tasks, options) -> bytes``; ``export`` writes it, whole or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from policyparse import output
from policyparse.errors import ExportError, UsageError
from policyparse.exports.form import Options
from policyparse.ledger import TrackedTask

__all__ = ["EXPORTERS", "Options", "export", "render"]

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
    output.check(path, force)
    output.save(path, render(tasks, options, format), force=force)
