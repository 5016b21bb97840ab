"""The way back: tables that units have filled in, read again and compared with the tracker.

A reader for each format gives the cells (``xlsx``, ``docx``), ``headers`` and ``lines`` find the rows of tasks among
them whatever their order, ``entries`` reads a cell, and ``match`` says what would change. Nothing is written here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path

from policyparse.errors import ImportRejected
from policyparse.returns.cells import Content
from policyparse.returns.lines import Returned, returned
from policyparse.returns.match import Preview, compare

__all__ = ["READERS", "Preview", "Returned", "compare", "read"]

READERS: Mapping[str, str] = {
    ".xlsx": "policyparse.returns.xlsx",
    ".xlsm": "policyparse.returns.xlsx",
    ".docx": "policyparse.returns.docx",
}
"""Suffix to module; a module is loaded when its format comes in."""


def read(path: Path) -> Returned:
    """A filled-in table: its rows, and what of it could not be read.

    Raises ImportRejected for a file that is missing, damaged or of another format, and for one without such a table.
    """
    module = READERS.get(path.suffix.lower())
    if module is None:
        raise ImportRejected(f"{path.name}：只能取回 xlsx 和 docx 的表，其他格式请先另存为 xlsx。")
    if not path.is_file():
        raise ImportRejected(f"{path.name}：没有这个文件。")
    load: Callable[[Path], Content] = import_module(module).sheets
    found = returned(path.name, load(path))
    if not found.headed:
        raise ImportRejected(
            f"{path.name}：没有找到填报表（表头要有任务号或重点任务，以及进展情况、状态等栏）。"
        )
    return found
