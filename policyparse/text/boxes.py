"""Boxes to tick, as forms print them beside what can be chosen: ☑已完成 □推进中 □未启动."""

from __future__ import annotations

import re

TICKED = "☑☒✓✔√■\uf0fe\uf0fd\uf0fc\uf052\uf050"
EMPTY = "□☐◻\uf0a8\uf06f\uf0a3"
"""With those that have no code of their own: ☑ ☒ ✓ and □ of Wingdings, ☑ ✓ and □ of Wingdings 2."""
_BETWEEN = " \u3000\n\xa0、，,；;/"
# a box and the words behind it; 例：☑已完成
_BEHIND = re.compile(rf"([{TICKED}{EMPTY}])\s*([^{TICKED}{EMPTY}]+)")
# the words before a box; 例：已完成☑
_BEFORE = re.compile(rf"([^{TICKED}{EMPTY}]+?)\s*([{TICKED}{EMPTY}])")


def chosen(text: str) -> list[tuple[int, int]] | None:
    """Where the words stand that are ticked; None where the text offers no choice: fewer than two boxes, none of them empty."""
    bare = text.strip()
    if not bare or not any(sign in text for sign in EMPTY):
        return None
    first = bare[0] in TICKED + EMPTY
    found = [
        (m[1], m.span(2)) if first else (m[2], m.span(1))
        for m in (_BEHIND if first else _BEFORE).finditer(text)
    ]
    ticked = [_trimmed(text, *span) for sign, span in found if sign in TICKED]
    return ticked if len(found) > 1 else None


def ticked(text: str) -> str:
    """The words that alone are ticked, without their box; any other text as it is."""
    found = chosen(text)
    return text[slice(*found[0])] if found and len(found) == 1 else text


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    words = text[start:end]
    left = len(words) - len(words.lstrip(_BETWEEN))
    return start + left, start + max(left, len(words.rstrip(_BETWEEN)))
