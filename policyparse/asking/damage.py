"""What of a tracker cannot be shown because its rows are damaged: it is told by its document, and the rest is shown.

A value that its column cannot have is found where it is read, so that it reaches no display and no export.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any, get_args

from policyparse import ledger, model

FAULTS = (ValueError, TypeError, LookupError, ArithmeticError, AttributeError, RecursionError, zlib.error)
"""What reading a damaged value raises: no JSON, no day, no number, no such key."""

ALLOWED: Mapping[str, Mapping[str, tuple[Any, ...]]] = {
    "task": {
        "state": get_args(ledger.State),
        "review": get_args(ledger.Review),
        "kind": get_args(model.TaskKind),
        "percent": tuple(range(101)),
    },
    "task_unit": {"role": get_args(model.Role), "basis": get_args(model.Basis)},
    "target": {
        "comparator": get_args(model.Comparator),
        "change": (None, *get_args(model.Change)),
        "kind": get_args(model.TargetKind),
    },
    "deadline": {"kind": get_args(model.DeadlineKind), "basis": get_args(model.DeadlineBasis)},
    "conflict": {"status": (None, "open", "mine", "theirs")},
}
"""The values that a column of a table may have, where these are counted."""


def possible(table: str, **values: Any) -> None:
    """Raises ValueError where a column of the table cannot have its value."""
    allowed = ALLOWED[table]
    for name, value in values.items():
        if value not in allowed[name]:
            raise ValueError(f"{table}.{name}: {value}")


class Damage:
    """The documents of which something could not be shown: by number the title, and the tasks (none: all of it)."""

    def __init__(self) -> None:
        self._found: dict[int, tuple[str, set[int]]] = {}

    def tell(self, document: int, title: Any, task: int | None = None) -> None:
        """Say that a document, or one task of it, cannot be shown."""
        _, tasks = self._found.setdefault(document, (title if isinstance(title, str) else "", set()))
        if task is not None:
            tasks.add(task)

    def words(self) -> tuple[str, ...]:
        """A line for each document, in Chinese."""
        return tuple(
            f"文件 {document}《{title}》{_of_tasks(tasks)}的内容已损坏，没有显示；"
            "请运行 policyparse check 查看，用 check --repair 重建或 restore 取回备份。"
            for document, (title, tasks) in sorted(self._found.items())
        )


def _of_tasks(tasks: set[int]) -> str:
    listed = "、".join(map(str, sorted(tasks)[:10]))
    return f"的任务 {listed}{'' if len(tasks) <= 10 else f' 等 {len(tasks)} 项'}" if tasks else ""
