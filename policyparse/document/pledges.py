"""Papers by which an organ binds others to aims: what they state as aims is what is to be done, and not by the organ itself."""

from __future__ import annotations

import re

from policyparse.document import titles
from policyparse.model import Document

_LONGEST_NAME = 30
"""Characters of a first line that may name a document without a title."""
# what such a paper is called, and no paper about it (责任书考核办法, 关于签订责任书的通知); 例：目标责任书
_PLEDGE = re.compile(r"^(?!.{0,60}签订).{0,60}?(?:(?:责任|目标|承诺)(?:书|状)|军令状)(?=$|的通知|[^一-鿿])")


def is_pledge(name: str) -> bool:
    """Whether a document of that name binds somebody: 2026年安全生产目标责任书."""
    return _PLEDGE.match(name) is not None


def binds(document: Document) -> bool:
    """Whether a document is such a paper by its title, or by its first line where it has none."""
    names = [title.text for title in titles.find(document)[:2]] or [document.words(0)[:_LONGEST_NAME]]
    return any(map(is_pledge, names))
