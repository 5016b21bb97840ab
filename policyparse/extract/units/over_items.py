"""What a heading over an item says of who does it, where it is the name of a unit alone or of a party."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from policyparse.extract.units import prose, roles
from policyparse.model import Mention, Setting, Span, Unit


def helped(
    text: str, within: Span, setting: Setting, led: tuple[Mention[Unit], ...]
) -> tuple[Mention[Unit], ...]:
    """The units of an item below a heading that is their name, with those whom it helps or works with: 配合市教育局招生, 会同市财政局拨款."""
    if any(u.rule != "heading.unit" for u in led):
        return led
    named = [u for u in prose.find(text, within) if u.rule in ("issuer", "prose.for", "prose.with")]
    if not any(u.name for u in named) or (own := next((u for u in named if u.name is None), None)) is None:
        return led
    theirs = [replace(u, value=replace(u.value, role=own.role)) for u in led]
    return roles.once([*theirs, *(m for u in named if u.name for m in roles.meant(text, u, setting))])


def bound(setting: Setting, headings: Sequence[str]) -> Setting:
    """The setting of items below headings: of a pledge what binds its first party (甲方职责) is not led by the second."""
    first = any("甲方" in heading and "乙方" not in heading for heading in headings)
    return replace(setting, conventions=()) if first else setting
