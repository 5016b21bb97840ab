"""Full text search of Chinese: any run of characters is found, two of them as well as one.

No word list and no segmentation: the searched words keep their characters apart (托 育 服 务). On SQLite an
FTS5 phrase over single characters narrows the rows, on PostgreSQL an inverted index of character pairs; LIKE
over the same column has the last word, so punctuation and rare characters are exact on both.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import Any

_INDEXED = re.compile("[0-9a-z\u4e00-\u9fa5]+")
"""What every FTS5 takes for letters; a phrase is asked of these runs only."""
_WIDE = {sign: unicodedata.normalize("NFKC", sign) for sign in "，；：（）！？％"}
"""The signs of Chinese text that are folded."""
_SPECIAL = re.compile(r"([%_\\])")


def spread(*texts: str) -> str:
    """The texts as stored for searching: widths and case folded, no white space, characters apart."""
    return " ".join(_folded("\n".join(texts)))


def _folded(text: str) -> str:
    for wide, narrow in _WIDE.items():
        text = text.replace(wide, narrow)
    # to look whether anything is left to fold takes a twentieth of folding it
    if not unicodedata.is_normalized("NFKC", text):
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.casefold().split())


def found(words: str, given: dict[str, Any], *, on_postgresql: bool) -> str:
    """The condition on the task ``t`` that each of the words (parted by white space) stands in its title or text.

    The values that it names go into ``given``.
    """
    terms = [spread(word) for word in words.split()]
    narrow = _on_postgresql if on_postgresql else _on_sqlite
    said = narrow(terms, given)
    for at, term in enumerate(terms):
        given[f"like{at}"] = "%" + _SPECIAL.sub(r"\\\1", term) + "%"
        said.append(f"t.words LIKE :like{at} ESCAPE '\\'")
    return " AND ".join(said) or "1 = 1"


def _on_sqlite(terms: list[str], given: dict[str, Any]) -> list[str]:
    runs = [run for term in terms for run in _INDEXED.findall(term.replace(" ", ""))]
    if not runs:
        return []
    given["phrases"] = " AND ".join(f'"{" ".join(run)}"' for run in runs)
    return ["t.id IN (SELECT rowid FROM task_search WHERE task_search MATCH :phrases)"]


def _on_postgresql(terms: list[str], given: dict[str, Any]) -> list[str]:
    pairs = sorted({a + b for term in terms for a, b in pairwise(term.replace(" ", ""))})
    if not pairs:
        return []
    given["pairs"] = pairs
    return ["policyparse_pairs(t.words) @> CAST(:pairs AS text[])"]
