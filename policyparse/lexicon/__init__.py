"""The words of the genre, as data: each TOML file of ``data/`` is a list of entries with their own examples.

An entry has an ``id`` (unique in its file), a ``pattern`` (a Python regular expression), ``examples`` (strings
that the pattern matches and no earlier entry does), and any further keys, which are the reading. A piece that
several patterns share stands once in a table ``[part]`` and is written ``{{name}}`` in them. A Chinese point in a pattern
is its half-width twin too (， is , as well), for pages that print the one for the other. To teach policyparse
a new way of writing 牵头, add an entry to ``roles.toml``; see CONTRIBUTING.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from policyparse.lexicon.patterns import STORE, compiled

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib


# what of a pattern may hold points: a character that is escaped, which stays, a set, or a point alone; 例：[^，。] · ，
_POINTED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[，；：（）！？]")
_HALF = str.maketrans({wide: f"{wide}{half}" for wide, half in zip("，；：（）！？", ",;:()!?", strict=True)})


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a lexicon file: its pattern as ``source``, ``reading`` its keys beside id, pattern and examples."""

    id: str
    source: str
    examples: tuple[str, ...]
    reading: Mapping[str, Any]

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first asked for: few of a lexicon's are needed for one text."""
        return _compiled(self.source)


_compiled = cache(compiled)


@cache
def data(name: str) -> dict[str, Any]:
    """The TOML file ``data/NAME.toml``, whole. Raises FileNotFoundError for a name that there is not."""
    if (known := STORE.data.get(name)) is None:
        given = (files(__name__) / "data" / f"{name}.toml").read_text(encoding="utf-8")
        known = STORE.data[name] = tomllib.loads(given)
        STORE.grown = True
    return known


@cache
def entries(name: str, table: str = "entry") -> tuple[Entry, ...]:
    """The entries of ``data/NAME.toml`` in their order, which is the order of preference.

    A file whose patterns are asked for one by one, and so may overlap, has them in a ``table`` of another name.
    """
    return tuple(_entry(row, data(name).get("part", {})) for row in data(name)[table])


@cache
def by_id(name: str, table: str = "entry") -> Mapping[str, Entry]:
    """The entries of ``data/NAME.toml`` by their ids, for code that asks for one."""
    return {entry.id: entry for entry in entries(name, table)}


@cache
def regexes(name: str) -> Mapping[str, re.Pattern[str]]:
    """The patterns of ``data/NAME.toml`` by the ids of their entries, all compiled."""
    return {entry.id: entry.pattern for entry in entries(name)}


def _entry(row: Mapping[str, Any], parts: Mapping[str, str]) -> Entry:
    rest = {k: v for k, v in row.items() if k not in {"id", "pattern", "examples"}}
    return Entry(row["id"], _either(_filled(row["pattern"], parts)), tuple(row["examples"]), rest)


def _either(pattern: str) -> str:
    """The pattern with each Chinese point matched in its half-width form too: ， is [，,], and in a set it brings its twin."""
    return _POINTED.sub(_twin, pattern)


def _twin(found: re.Match[str]) -> str:
    both = found[0].translate(_HALF) if found[0][0] != "\\" else found[0]
    return both if len(found[0]) > 1 else f"[{both}]"


def _filled(pattern: str, parts: Mapping[str, str]) -> str:
    """The pattern with each ``{{name}}`` replaced by that part; a part may use the parts above it."""
    for name, part in reversed(list(parts.items())):
        pattern = pattern.replace(f"{{{{{name}}}}}", f"(?:{part})")
    return pattern
