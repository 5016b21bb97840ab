"""Lamp colours: a view of a task's state by a scheme. Pure; a scheme of the user's own comes in as data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from policyparse import lexicon
from policyparse.errors import UsageError
from policyparse.ledger import CLOSED, TrackedTask

DEFAULT = "红黄绿"
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")


@dataclass(frozen=True, slots=True)
class Lamp:
    """A colour: when it shines (a key of ``CONDITIONS``), its name, its RGB (#C0392B), what it says."""

    when: str
    name: str
    colour: str
    says: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A scheme by its name; of its lamps the first that fits a task is the task's."""

    id: str
    lamps: tuple[Lamp, ...]

    def lamp(self, task: TrackedTask, soon: bool, behind: bool) -> Lamp | None:
        """The lamp of a task that is due soon or not, behind its step or not."""
        return next((lamp for lamp in self.lamps if CONDITIONS[lamp.when](task, soon, behind)), None)


def _open(task: TrackedTask) -> bool:
    return task.progress.state not in CLOSED


CONDITIONS: Mapping[str, Callable[[TrackedTask, bool, bool], bool]] = {
    "overdue": lambda task, soon, behind: task.overdue_days > 0,
    "due-soon": lambda task, soon, behind: soon,
    "behind": lambda task, soon, behind: behind and _open(task),
    "not-started": lambda task, soon, behind: task.progress.state == "未启动",
    "in-progress": lambda task, soon, behind: task.progress.state == "推进中",
    "done": lambda task, soon, behind: task.progress.state == "已完成",
    "ended": lambda task, soon, behind: task.progress.state == "已终止",
    "any": lambda task, soon, behind: True,
}


def schemes(own: Mapping[str, Any] | None = None) -> dict[str, Scheme]:
    """The schemes by name, those of ``own`` (a file of the lexicon's form) with them. Raises UsageError for a bad one."""
    found = {}
    for row in (*lexicon.data("lamps")["scheme"], *_rows(own or {})):
        scheme = _scheme(row)
        found[scheme.id] = scheme
    return found


def choose(name: str, own: Mapping[str, Any] | None = None) -> Scheme:
    """The scheme of that name. Raises UsageError, which lists those there are."""
    known = schemes(own)
    if name not in known:
        raise UsageError(f"没有“{name}”这种灯色，可选：{'、'.join(known)}。")
    return known[name]


def _rows(own: Mapping[str, Any]) -> list[Any]:
    rows = own.get("scheme", [])
    if not isinstance(rows, list):
        raise UsageError("灯色文件里的每个方案以 [[scheme]] 开头。")
    return rows


def _scheme(row: Any) -> Scheme:
    try:
        lamps = tuple(Lamp(**lamp) for lamp in row["lamps"])
        name = str(row["id"])
    except (KeyError, TypeError) as error:
        raise UsageError("灯色方案要有 id 和 lamps，每盏灯要有 when、name、colour、says。") from error
    for lamp in lamps:
        if lamp.when not in CONDITIONS or not _COLOUR.fullmatch(str(lamp.colour)):
            raise UsageError(
                f"灯色方案“{name}”写得不对：when 只能是 {'、'.join(CONDITIONS)}，colour 写成 #C0392B。"
            )
    return Scheme(name, lamps)
