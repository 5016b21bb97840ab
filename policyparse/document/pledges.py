"""Papers by which an organ binds others to aims: what they state as aims is what is to be done, and not by the organ itself."""

from __future__ import annotations

import re

# what such a paper is called; 例：目标责任书
_PLEDGE = re.compile("(?:责任|目标|承诺)(?:书|状)|军令状")


def is_pledge(name: str) -> bool:
    """Whether a document of that name binds somebody: 2026年安全生产目标责任书."""
    return _PLEDGE.search(name) is not None
