"""Patterns in the shape that Python compiles them to, so that a process may start with those that another has compiled.

To compile what one text asks for takes 0.3 s, more than to read it. The process that reads files (``sandbox``) keeps what it has
compiled beside the program, as Python keeps what its modules compile to. What is found is the same with and without.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

Needs = tuple[frozenset[str], ...]
"""Sets of characters: a match of a pattern holds one of each set."""
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, instructions, the number of groups, their places by name and their names by place: what ``_sre.compile`` takes."""


@dataclass(slots=True)
class Store:
    """What is known of patterns by their sources (and flags); ``grown`` says that there is more than was given at the start."""

    codes: dict[tuple[str, int], Code] = field(default_factory=dict)
    needs: dict[str, tuple[Needs, str]] = field(default_factory=dict)
    grown: bool = False


STORE = Store()
HOME = Path(__file__).parent
"""The files of which patterns are made."""


def parts() -> tuple[Any, Any, Any]:
    """The parser, the compiler and the matcher of ``re``, which have other names before Python 3.11."""
    names = ("re._parser", "re._compiler") if hasattr(re, "_parser") else ("sre_parse", "sre_compile")
    return import_module(names[0]), import_module(names[1]), import_module("_sre")


KEEPS = sys.implementation.name == "cpython" and hasattr(parts()[1], "_code")
"""Whether a pattern can be made of its instructions; a Python whose ``re`` is built otherwise compiles it as ever."""


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of a source, as ``re.compile`` gives it."""
    if not KEEPS:
        return re.compile(source, flags)
    parser, compiler, matcher = parts()
    flags = int(flags)  # those of re are of a class of their own
    if (code := STORE.codes.get((source, flags))) is None:
        code = STORE.codes[source, flags] = _code(source, flags, parser, compiler)
        STORE.grown = True
    known, instructions, groups, places, names = code
    found: re.Pattern[str] = matcher.compile(
        source, known, array("I", instructions).tolist(), groups, places, names
    )
    return found


def _code(source: str, flags: int, parser: Any, compiler: Any) -> Code:
    """As ``re`` compiles a source: its parser's tree to instructions, and where its groups stand."""
    tree = parser.parse(source, flags)
    places = dict(tree.state.groupdict)
    names: list[str | None] = [None] * tree.state.groups
    for name, place in places.items():
        names[place] = name
    instructions = array("I", compiler._code(tree, flags)).tobytes()
    return flags | tree.state.flags, instructions, tree.state.groups - 1, places, tuple(names)


@contextmanager
def for_modules() -> Iterator[None]:
    """Have the patterns of modules that are imported meanwhile, which ``re.compile`` makes, from the store too."""
    if not KEEPS:
        yield
        return
    _, compiler, _ = parts()
    own = compiler.compile

    def known(source: Any, flags: int = 0) -> Any:
        return compiled(source, flags) if isinstance(source, str) else own(source, flags)

    compiler.compile = known
    try:
        yield
    finally:
        compiler.compile = own
