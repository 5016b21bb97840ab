"""Signs beside the units of a cell, which a legend explains: 市民政局★ 市财政局 · ★市民政局、市财政局."""

from __future__ import annotations

import re

from policyparse.model import Span
from policyparse.tables import content

_SIGNS = re.escape("".join(sorted(content.LEADS | content.SUPPORTS | content.NOTED)))
# a unit with its sign before or behind it; 例：市民政局★
_UNIT = re.compile(rf"(?P<before>[{_SIGNS}])?(?P<name>[^{_SIGNS}、，,；;\s]+)(?P<behind>[{_SIGNS}])?")


def split(text: str, cell: Span) -> tuple[tuple[str, Span], ...]:
    """The units of a cell with the roles that their signs give, those without a sign support; none where no unit has one."""
    found = list(_UNIT.finditer(text, cell.start, cell.end))
    signs = [m["before"] or m["behind"] or "" for m in found]
    roles = [content.role_of_mark(sign, text) if sign else "support" for sign in signs]
    if not any(signs) or "lead" not in roles or not all(content.is_units(m["name"]) for m in found):
        return ()
    return tuple((role, Span(*m.span("name"))) for role, m in zip(roles, found, strict=True))
