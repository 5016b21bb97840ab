"""What reading documents again did, step by step, and what it left to a person."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MergeKind = Literal["added", "removed", "changed", "kept", "conflict"]


@dataclass(frozen=True, slots=True)
class MergeStep:
    """One thing that a merge does: to which task (None: one that a dry run would add), to which field, from what to what.

    ``kept`` is a person's value that a newer reading would have overwritten; ``conflict`` is one where the file itself
    has changed at the same place, left to be resolved.
    """

    kind: MergeKind
    task: int | None
    title: str
    field: str
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Merged:
    """What reading documents again did, or would do: the documents' numbers, every step, and how many tasks were alike.

    ``closed`` are the tasks that are 已完成 or 已终止 and whose targets the new issue changed: a person looks at each.
    """

    documents: tuple[int, ...]
    steps: tuple[MergeStep, ...]
    unchanged: int
    closed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field that a merge left to a person: in the old file, in the tracker (in force), in the new file."""

    id: int
    task: int
    title: str
    field: str
    base: str | None
    mine: str | None
    theirs: str | None
