"""The names that government sites give to the parts of a page: ``web.toml``, read once."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


@dataclass(frozen=True, slots=True)
class WebNames:
    """``web.toml``: ``furniture`` matches an id or class."""

    body: frozenset[str]
    furniture: re.Pattern[str]
    labels: frozenset[str]
    title_labels: tuple[str, ...]
    meta: dict[str, str]
    blocks: frozenset[str]
    furniture_tags: frozenset[str]
    lists: dict[str, tuple[str, str]]


@cache
def web_names() -> WebNames:
    """The names, read when the first web page is."""
    data = tomllib.loads((files("policyparse.readers.html") / "web.toml").read_text(encoding="utf-8"))
    return WebNames(
        body=frozenset(data["body"]),
        furniture=re.compile(rf"(?:^|[-_])(?:{'|'.join(data['furniture'])})(?:$|[-_])", re.IGNORECASE),
        labels=frozenset(data["labels"]),
        title_labels=tuple(data["title_labels"]),
        meta=dict(data["meta"]),
        blocks=frozenset(data["blocks"]),
        furniture_tags=frozenset(data["furniture_tags"]),
        lists={name: (form, after) for name, (form, after) in data["lists"].items()},
    )
