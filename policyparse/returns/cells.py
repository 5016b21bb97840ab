"""A table as its cells stand in the file, whatever the format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from policyparse.exports.marks import Sent

Value = str | int | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value, its place as people name it (M3; 第2行第5列), and how it was made.

    ``share`` says that a number is shown as a percentage, ``wide`` over how many columns a merged cell goes,
    ``fault`` why its value cannot be known (#REF!).
    """

    value: Value
    place: str
    share: bool = False
    wide: int = 1
    fault: str | None = None

    @property
    def text(self) -> str:
        """The value in words, nothing as ""."""
        if self.value is None:
            return ""
        return format(self.value, "f") if isinstance(self.value, Decimal) else str(self.value)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of a workbook, or a table of a document: rows of cells, a merged cell in each place that it covers."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds: what it says of itself, its sheets, and stamps of tasks beside those in the rows."""

    sent: Sent
    sheets: tuple[Sheet, ...]
    stamps: Mapping[int, str] = field(default_factory=dict)
