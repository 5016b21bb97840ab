"""What a filled-in table says, row by row: whose row it is, and what was written into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from policyparse.exports.marks import UNSAID, Sent


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that could not be read, or was not taken: where, and why, in Chinese."""

    place: str
    message: str


@dataclass(frozen=True, slots=True)
class Line:
    """A row: ``clues`` says whose it is, ``told`` what else it says of the task, ``entries`` what was filled in.

    The keys of the three are fields of ``headers``; ``entries`` has "" for a cell that is empty and no key for a
    column that is not there. ``places`` are those of the cells of entries and told; ``sent`` is what the file says of itself; ``stamps``
    are those of the whole file by the tasks' numbers.
    """

    file: str
    sent: Sent
    sheet: str
    place: str
    clues: dict[str, str]
    told: dict[str, str]
    entries: dict[str, str]
    places: dict[str, str]
    stamp: str | None
    stamps: Mapping[int, str]

    @property
    def by(self) -> str:
        """Who says so: the unit, else the file."""
        return self.sent.unit or self.sent.titled or self.file

    def stamped(self, task: int) -> str | None:
        """The stamp of the entries as they went out, in the row or beside the table; None where there is none."""
        return self.stamp or self.stamps.get(task)


@dataclass(frozen=True, slots=True)
class Beside:
    """A file that came with a table: its name, its bytes or where it lies, and its SHA-256 once a table has named it."""

    name: str
    content: bytes | Path
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A row of the workbook: the fact that it is of (12.u1; 12 for a lead that is missing), the answer as it was written,
    the correct value, the mark of what the row said, and where the answer stands."""

    fact: str
    word: str
    value: str
    mark: str
    place: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A file that came back: its rows in their order, what could not be read, whether there was a table at all; whether it is a
    review workbook, and its answers; and the files ``beside`` it that it names as evidence."""

    file: str
    lines: tuple[Line, ...]
    problems: tuple[Problem, ...]
    headed: bool
    sent: Sent = UNSAID
    verdicts: tuple[Verdict, ...] = ()
    review: bool = False
    beside: tuple[Beside, ...] = ()
