"""A review workbook that came back: the rows in which a person says something of a doubtful fact. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from policyparse.exports.marks import CORRECTED, FACT, MARK, VERDICT, plainly
from policyparse.returns.cells import Sheet
from policyparse.returns.headers import DEEPEST
from policyparse.returns.lines import Verdict


def verdicts(file: str, sheet: Sheet) -> list[Verdict] | None:
    """The answers of a sheet; None where it is none of a review workbook."""
    for at, row in enumerate(sheet.rows[:DEEPEST]):
        columns = {cell.text.strip(): column for column, cell in enumerate(row)}
        if {FACT, VERDICT, CORRECTED, MARK} <= set(columns):
            return list(_answers(file, sheet, at, columns))
    return None


def _answers(file: str, sheet: Sheet, head: int, columns: dict[str, int]) -> Iterator[Verdict]:
    for row in sheet.rows[head + 1 :]:
        fact, word, value, mark = (
            plainly(row[at].text) if (at := columns[name]) < len(row) else ""
            for name in (FACT, VERDICT, CORRECTED, MARK)
        )
        if fact and (word or value):
            yield Verdict(fact, word, value, mark, f"{file}〔{sheet.name}〕{row[columns[VERDICT]].place}")
