"""One thing that is wrong with a tracker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong and what to do about it, in Chinese.

    ``mend`` rebuilds it from other rows, inside a transaction; None where only a person can. ``final`` says that
    nothing more can be read.
    """

    words: str
    remedy: str
    mend: Callable[[Connection], None] | None = None
    final: bool = False

    def __str__(self) -> str:
        return f"{self.words}（{self.remedy}）"


REBUILD = "可用 check --repair 重建"
RESTORE = "请用 restore 取回备份"
