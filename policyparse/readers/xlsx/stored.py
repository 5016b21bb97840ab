"""A sheet of a workbook as it is stored, whatever the format: its cells in their order, counted from 0, and merged areas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from policyparse.readers.xlsx.formats import GENERAL

Value = str | Decimal | bool | None

MAX_COLUMNS = 16_384
"""Columns of a sheet."""


class Stored(NamedTuple):
    """A cell that the file holds, counted from 0; ``form`` is its number format, ``struck`` its struck-out words.

    ``fault`` says why what it holds cannot be known: "error" for #REF! and the like (its value), "formula" for a
    formula that was never worked out, "picture" for one that WPS put into the cell. (A tuple, for a ledger has a hundred thousand of them.)
    """

    row: int
    column: int
    value: Value
    form: str = GENERAL
    struck: str = ""
    fault: str | None = None
    dated: bool = False

    @property
    def place(self) -> str:
        """As people name it: G3."""
        return place(self.row, self.column)

    @property
    def speaks(self) -> bool:
        """Whether anything stands in it, if only that its value cannot be known."""
        return bool(self.fault or self.value == 0 or str(self.value or "").strip())


@dataclass(frozen=True, slots=True)
class Area:
    """A merged area, counted from 0."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(slots=True)
class Sheet:
    """A sheet: its stored cells in their order, merged areas, comments by place, the rows and columns that are hidden, the
    words of text boxes, how many pictures lie over it, and the files put into it as objects."""

    name: str
    visible: bool = True
    cells: list[Stored] = field(default_factory=list)
    merged: list[Area] = field(default_factory=list)
    comments: dict[str, str] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    aside: list[tuple[int, int]] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    pictures: int = 0
    objects: list[str] = field(default_factory=list)

    def put_aside(self, first: int, last: int) -> None:
        """Note that columns are hidden."""
        self.aside.append((max(first, 0), min(last + 1, MAX_COLUMNS)))

    def columns_aside(self) -> list[int]:
        """The hidden columns, however often the file tells of one."""
        changes = [0] * (MAX_COLUMNS + 1)
        for first, stop in self.aside:
            if first < stop:
                changes[first] += 1
                changes[stop] -= 1
        return [column for column, hiding in enumerate(accumulate(changes)) if hiding]

    def spans(self) -> dict[tuple[int, int], Area]:
        """The merged areas by their first cells."""
        return {(area.row, area.column): area for area in self.merged}

    def covered(self) -> dict[tuple[int, int], Area]:
        """For each stored cell under a merged area, but its first, that area; and never more than is stored."""
        if not self.merged:
            return {}
        rows: dict[int, list[int]] = {}
        for cell in self.cells:
            rows.setdefault(cell.row, []).append(cell.column)
        found: dict[tuple[int, int], Area] = {}
        for area in self.merged:
            inside: Iterator[int] = (
                iter(range(area.row, area.row + area.rows))
                if area.rows <= len(rows)
                else (row for row in rows if area.row <= row < area.row + area.rows)
            )
            for row in inside:
                for column in rows.get(row, ()):
                    if area.column <= column < area.column + area.columns:
                        found[row, column] = area
            found.pop((area.row, area.column), None)
        return found


def place(row: int, column: int) -> str:
    """A cell's name, counted from 0: (2, 6) is G3."""
    return f"{letters(column)}{row + 1}"


@lru_cache(maxsize=1024)
def letters(column: int) -> str:
    letters, rest = "", column + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
