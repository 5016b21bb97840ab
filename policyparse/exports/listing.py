"""Any list as a workbook: one sheet with a title, a frozen head with filters, and rows of text."""

from __future__ import annotations

from collections.abc import Sequence

from policyparse.exports.xlsx import Book, Head
from policyparse.output import clean


def workbook(title: str, head: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]]) -> bytes:
    """The rows below ``head`` (each column's header and its width in characters) as the bytes of an XLSX file."""
    book = Book()
    columns = [Head(text, width) for text, width in head]
    book.sheet(title, title, columns, ([clean(cell) for cell in row] for row in rows))
    return book.content()
