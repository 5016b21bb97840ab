"""Which column is what: the header row, whatever it is called and wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policyparse import lexicon
from policyparse.exports.columns import COLUMNS
from policyparse.ledger.entries import FIELDS
from policyparse.returns.cells import Cell, Sheet

CLUES = ("key", "id", "title", "text")
"""Columns by which a row's task is known; a table has one of them at least."""
FILLED = frozenset({*FIELDS, "closed"})
DEEPEST = 20
"""Rows from the top among which the header is looked for."""
_BRACKETS = re.compile(r"[（(\[【〔][^）)\]】〕]*[）)\]】〕]$")
_OURS = {column.header for column in COLUMNS.values()}


@dataclass(frozen=True, slots=True)
class Header:
    """The header row (its index) and the column of each field; ``strange`` are columns that nobody knows."""

    row: int
    columns: dict[str, int]
    strange: dict[int, str]
    twice: dict[int, str]


def field_of(text: str) -> str | None:
    """The field that a column of this header holds, None for a header that is not known."""
    bare = "".join(text.split())
    for words in (bare, _BRACKETS.sub("", bare)):
        for entry in lexicon.entries("returns"):
            if entry.pattern.fullmatch(words):
                return entry.id
    return None


def header(sheet: Sheet) -> Header | None:
    """The header of a sheet: of its first rows the one that names the most fields; None where none does."""
    ranked = [(len(_columns(row)[0]), -at) for at, row in enumerate(sheet.rows[:DEEPEST])]
    if not ranked:
        return None
    at = -max(ranked)[1]
    columns, twice = _columns(sheet.rows[at])
    if not set(columns) & set(CLUES) or not set(columns) & FILLED:
        return None
    strange = {
        place: cell.text
        for place, cell in enumerate(sheet.rows[at])
        if cell.text.strip() and field_of(cell.text) is None and cell.text not in _OURS
    }
    return Header(at, columns, strange, twice)


def _columns(row: Sequence[Cell]) -> tuple[dict[str, int], dict[int, str]]:
    """The column of each field of a header row, and the columns that would be an entry a second time."""
    columns: dict[str, int] = {}
    twice: dict[int, str] = {}
    for at, cell in enumerate(row):
        field = field_of(cell.text) if cell.text and len(cell.text) < 30 else None
        if field is None:
            continue
        if field not in columns:
            columns[field] = at
        elif field in FILLED:
            twice[at] = cell.text
    return columns, twice
