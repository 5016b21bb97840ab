"""Which organs that issue a document do its work themselves, and so lead a task that names nobody."""

from __future__ import annotations

from functools import lru_cache

from policyparse import lexicon


@lru_cache(maxsize=1024)
def works_itself(issuer: str) -> bool:
    """Whether an organ, by its full name, does the work of its documents itself (CONTRACT, basis ``issuer``).

    A department does (市教育局, 市委宣传部, 省民政厅办公室). What has departments of its own to do the work does not
    (国务院, 市人民政府办公室, 市委, 人大常委会, a university, a company): naming it would be a guess.
    """
    return not any(entry.pattern.search(issuer) for entry in lexicon.entries("issuers"))
