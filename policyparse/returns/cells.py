"""A table as its cells stand in the file, whatever the format."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from policyparse.exports.marks import Sent

WIDEST = 200
"""Columns of a table that are looked at."""

Value = str | int | Decimal | date | None


class Cell(NamedTuple):
    """A cell: its value, its place as people name it (M3; 第2行第5列), and how it was made. A tuple: tables have many.

    ``share`` says that a number is shown as a percentage, ``wide`` over how many columns a merged cell goes,
    ``fault`` why its value cannot be known (#REF!), ``look`` what of a number or a day the cell shows (2025年6月 for its first day).
    """

    value: Value
    place: str
    share: bool = False
    wide: int = 1
    fault: str | None = None
    look: str | None = None

    @property
    def shown(self) -> str:
        """What the cell shows, nothing as ""."""
        return self.text if self.look is None else self.look

    @property
    def text(self) -> str:
        """The value in words, nothing as ""."""
        if self.value is None:
            return ""
        if isinstance(self.value, str):
            return self.value
        return format(self.value, "f") if isinstance(self.value, Decimal) else str(self.value)

    @property
    def speaks(self) -> bool:
        """Whether anything stands in it, if only that its value cannot be known."""
        return bool((self.value is not None and self.text.strip()) or self.fault)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a table of a document: rows of cells, a merged cell in each place that it covers.

    ``above`` are lines over it that are no row of it.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: what it says of itself, its sheets, and stamps of tasks beside those in the rows; ``ours`` where it
    shows by other marks that it went out from a tracker.

    ``notes`` are what a person must look at: the place, and what stands there that was not taken.
    """

    sent: Sent
    sheets: tuple[Sheet, ...]
    stamps: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[tuple[str, str], ...] = ()
    ours: bool = False


class Placed(NamedTuple):
    """A cell as it is stored, counted from 0, with the rows and columns that it goes over."""

    row: int
    column: int
    cell: Cell
    rows: int = 1
    columns: int = 1


def rows_of(stored: Iterable[Placed], place: Callable[[int, int], str]) -> tuple[tuple[Cell, ...], ...]:
    """The rows that hold something of their own, a merged cell in each place of them that it covers.

    What a sheet claims to reach, or a cell to cover, costs nothing: only rows that are stored are made.
    """
    cells = [one for one in stored if one.column < WIDEST]
    speaking = sorted({one.row for one in cells if one.cell.speaks})
    grid: dict[int, dict[int, Cell]] = {row: {} for row in speaking}
    for one in cells:
        if one.rows == one.columns == 1:
            if one.row in grid:
                grid[one.row].setdefault(one.column, _placed(one, place))
            continue
        begin, end = bisect_left(speaking, one.row), bisect_left(speaking, one.row + one.rows)
        for row in speaking[begin:end]:
            for column in range(one.column, min(one.column + one.columns, WIDEST)):
                grid[row][column] = one.cell._replace(place=place(row, column), wide=one.columns)
    return tuple(
        tuple(found.get(at) or Cell(None, place(row, at)) for at in range(max(found) + 1))
        for row, found in grid.items()
    )


def _placed(one: Placed, place: Callable[[int, int], str]) -> Cell:
    """A cell of its own with its place; most have it already."""
    return one.cell if one.cell.place else one.cell._replace(place=place(one.row, one.column))
