"""Full text search of Chinese: any run of characters is found, two of them as well as one.

No word list and no segmentation: the searched words keep their characters apart (托 育 服 务). On SQLite an
FTS5 phrase over single characters narrows the rows, on PostgreSQL an inverted index of character pairs; LIKE
over the same column has the last word, so punctuation and rare characters are exact on both.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from sqlalchemy import ColumnElement, Text, and_, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.sql import column, table
from sqlmodel import col

from policyparse.tracker.tables import TaskRow

_INDEXED = re.compile("[0-9a-z\u4e00-\u9fa5]+")
"""What every FTS5 takes for letters; a phrase is asked of these runs only."""


def spread(*texts: str) -> str:
    """The texts as stored for searching: widths and case folded, no white space, characters apart."""
    folded = unicodedata.normalize("NFKC", "\n".join(texts)).casefold()
    return " ".join("".join(folded.split()))


def found(words: str, dialect: str) -> ColumnElement[bool]:
    """The condition that each of the words (parted by white space) stands in a task's title or text."""
    terms = [spread(word) for word in words.split()]
    narrow = _on_postgresql if dialect == "postgresql" else _on_sqlite
    return and_(True, *narrow(terms), *(col(TaskRow.words).contains(term, autoescape=True) for term in terms))


def _on_sqlite(terms: list[str]) -> list[ColumnElement[bool]]:
    runs = [run for term in terms for run in _INDEXED.findall(term.replace(" ", ""))]
    if not runs:
        return []
    phrases = " AND ".join(f'"{" ".join(run)}"' for run in runs)
    index = table("task_search", column("rowid"))
    matching = select(index.c.rowid).where(column("task_search").op("MATCH")(phrases)).select_from(index)
    return [col(TaskRow.id).in_(matching)]


def _on_postgresql(terms: list[str]) -> list[ColumnElement[bool]]:
    pairs = sorted({a + b for term in terms for a, b in pairwise(term.replace(" ", ""))})
    if not pairs:
        return []
    wanted = cast(array([bindparam(None, pair, Text) for pair in pairs]), ARRAY(Text))
    return [func.policyparse_pairs(col(TaskRow.words), type_=ARRAY(Text)).contains(wanted)]
