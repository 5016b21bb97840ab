"""Which column is what: the header row, whatever it is called and wherever it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from policyparse.exports.columns import COLUMNS
from policyparse.ledger.entries import FIELDS
from policyparse.returns.cells import Cell, Sheet
from policyparse.tables import columns as headings

CLUES = ("key", "id", "title", "text")
"""Columns by which a row's task is known; a table has one of them at least."""
STAMP = "stamp"
FILLED = (*FIELDS, "closed")
LONGEST = 30
"""Characters from which on a cell is no header."""
DEEPEST = 20
"""Rows from the top among which the header is looked for."""
_FIELDS = {
    **dict.fromkeys(headings.UNITS - {"support"}, "lead"),
    "time": "deadline",
    "source": "document",
}
"""What a column means (``tables.columns``) → the field that is compared with it, where the two are named apart."""
NOT_TAKEN = frozenset({"number", "section", "points", "score", "remark"})
"""Columns that are known and of which nothing is taken back."""
_PRINTED = {COLUMNS[field].header: field for field in ("standards", "milestones")}
"""Columns of our own tables that no other table has in these words."""
_OURS = {column.header: column.id for column in COLUMNS.values()}


@dataclass(frozen=True, slots=True)
class Header:
    """The header row (its index) and the column of each field; ``strange`` are columns that nobody knows."""

    row: int
    columns: dict[str, int]
    strange: dict[int, str]
    twice: dict[int, str]


@lru_cache(maxsize=4096)  # each cell of a table is asked whether it is a header once more
def field_of(text: str) -> str | None:
    """The field that a column of this header holds, None for one that is not known or not taken."""
    if text in _PRINTED:
        return _PRINTED[text]
    known = headings.meaning(text)
    field = _FIELDS.get(known, known)
    # a column of our own tables is what it was made as: 具体举措 beside 工作内容 is not the text once more
    if not known or known in NOT_TAKEN or _OURS.get(text, field) != field:
        return None
    return field


def header(sheet: Sheet, *, ours: bool = False) -> Header | None:
    """The header of a sheet: of its first rows the one that names the most fields; None where none does.

    A table without a column to fill in is one only where it went out from a tracker: by the stamps of its rows, or ``ours``.
    """
    ranked = [(len(_columns(row)[0]), -at) for at, row in enumerate(sheet.rows[:DEEPEST])]
    if not ranked:
        return None
    at = -max(ranked)[1]
    columns, twice = _columns(sheet.rows[at])
    if not set(columns) & set(CLUES) or not (ours or set(columns) & {*FILLED, STAMP}):
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
        field = field_of(cell.text) if cell.text and len(cell.text) < LONGEST else None
        if field is None:
            continue
        if field not in columns:
            columns[field] = at
        elif field in FILLED:
            twice[at] = cell.text
    if "leader" in columns and "person" not in columns:  # a table with one column of persons
        columns["person"] = columns["leader"]
    return columns, twice
