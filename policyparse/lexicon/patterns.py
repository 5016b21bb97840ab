"""What the program's own files come to, so that a process may start with what another has made of them: patterns above all.

To compile what one text asks for takes 0.3 s, more than to read it. The process that reads files (``sandbox``) keeps what it has
made beside the program, as Python keeps what its modules compile to. What is found is the same with and without.
"""

from __future__ import annotations

import dataclasses
import re
import sys
from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import CodeType
from typing import Any

Needs = tuple[frozenset[str], ...]
"""Sets of characters: a match of a pattern holds one of each set."""
Told = tuple[Needs, str, frozenset[str], frozenset[str]]
"""The needs of a pattern, its source as it is looked for, and the characters that a match begins and ends with (none: any)."""
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]
"""Flags, instructions, the number of groups, their places by name and their names by place: what ``_sre.compile`` takes."""


@dataclass(slots=True)
class Store:
    """What is known of patterns by their sources (and flags); ``grown`` says that there is more than was given at the start.

    ``data`` are the files of the lexicon by name, ``methods`` the code of what dataclasses write for themselves, by its source,
    ``dictionary`` where the words of jieba's are (``nlp``), by the file's size and time.
    """

    codes: dict[tuple[str, int], Code] = field(default_factory=dict)
    needs: dict[str, Told] = field(default_factory=dict)
    data: dict[str, dict[str, Any]] = field(default_factory=dict)
    methods: dict[str, CodeType] = field(default_factory=dict)
    dictionary: dict[tuple[int, int], tuple[int, dict[str, tuple[int, ...]]]] = field(default_factory=dict)
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


_COMPILE = parts()[1].compile
"""The compiler of ``re`` as it is."""


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
    flags |= tree.state.flags
    instructions = array("I", _instructions(tree, flags, parser, compiler)).tobytes()
    return flags, instructions, tree.state.groups - 1, places, tuple(names)


def _instructions(tree: Any, flags: int, parser: Any, compiler: Any) -> list[int]:
    """As ``re`` makes them. A pattern that first looks at its first character is told to be looked for by that character.

    For a pattern that begins with a set of characters ``re`` notes that set before the instructions, and hops from one of them to the
    next; where a look ahead comes first it does not see the set, and begins the match at every place: half as fast.
    """
    first = tree.data[0][1] if tree.data and str(tree.data[0][0]) == "ASSERT" else ()
    ahead = list(first[1]) if first and first[0] == 1 and not flags & re.IGNORECASE else []
    if len(ahead) != 1 or str(ahead[0][0]) not in {"IN", "LITERAL"}:
        made: list[int] = compiler._code(tree, flags)
        return made
    signs = ahead[0][1] if str(ahead[0][0]) == "IN" else ahead
    begun = parser.SubPattern(tree.state, [(compiler.IN, signs), *tree.data])
    begun.width = tree.getwidth()
    code: list[int] = []
    compiler._compile_info(code, begun, flags)
    compiler._compile(code, tree.data, flags)
    return [*code, compiler.SUCCESS]


@lru_cache(256)
def of_text(source: str, flags: int = 0) -> re.Pattern[str]:
    """The pattern of a source that holds words of a text, which are nothing to be kept."""
    pattern: re.Pattern[str] = _COMPILE(source, int(flags))
    return pattern


@contextmanager
def for_modules() -> Iterator[None]:
    """Have what this program asks of ``re`` and of dataclasses meanwhile, its modules that are imported too, from the store."""
    if not KEEPS:
        yield
        return
    compiler = parts()[1]
    own, ran = compiler.compile, vars(dataclasses).get("exec", exec)

    def known(source: Any, flags: int = 0) -> Any:
        return compiled(source, flags) if isinstance(source, str) and _is_ours() else own(source, flags)

    compiler.compile = known
    dataclasses.exec = _run  # type: ignore[attr-defined]  # in the place of the built-in, for that module alone
    try:
        yield
    finally:
        compiler.compile = own
        dataclasses.exec = ran  # type: ignore[attr-defined]


def _is_ours() -> bool:
    """Whether a module of this program asks ``re`` for a pattern, not a library, which may make it of anything."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals["__name__"].partition(".")[0] in {"re", "sre_compile"}:
        frame = frame.f_back
    return str(frame.f_globals["__name__"]).startswith("policyparse.")


def _run(source: str, *spaces: dict[str, Any]) -> None:
    """What ``exec`` does, with the code of a source from the store."""
    if (code := STORE.methods.get(source)) is None:
        code = STORE.methods[source] = compile(source, "<string>", "exec")
        STORE.grown = True
    exec(code, *spaces)
