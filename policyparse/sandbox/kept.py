"""What a process has made of the program's files (``lexicon.patterns``), kept in the ``__pycache__`` of the lexicon for the next one.

Like a module's compiled code the file is of one version of Python and of one version of what it was made from; where it cannot be
read or written, patterns are compiled as ever.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import marshal
import pickle
import sys
from collections.abc import Sequence
from functools import cache
from importlib import import_module
from itertools import islice
from pathlib import Path

from policyparse import leftovers
from policyparse.lexicon.patterns import HOME, STORE, for_modules

_DIGEST = 32
"""Bytes of the SHA-256 that stands before what is kept."""
_PARTS = ("codes", "needs", "methods", "dictionary")
"""What is kept of the store beside the lexicon's data, which have dates."""


def load(module: str) -> None:
    """Take what is kept, if it is of this version of all, and import the module with it; once."""
    if module in sys.modules:
        return
    with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
        now = _made_from()  # before anything is read
        kept = _place().read_bytes()
        digest, content = kept[:_DIGEST], kept[_DIGEST:]
        if hashlib.sha256(content).digest() == digest:  # one wrong byte would be a pattern that finds nothing
            made_from, data, *parts = marshal.loads(content)
            if made_from == now:
                STORE.data = pickle.loads(data)
                for name, value in zip(_PARTS, parts, strict=True):
                    setattr(STORE, name, value)
    with for_modules():
        import_module(module)


def save() -> None:
    """Keep what is known where it is more than what was taken, whole or not at all."""
    if not STORE.grown or sys.dont_write_bytecode:
        return
    place, draft = _place(), None
    try:
        place.parent.mkdir(exist_ok=True)
        parts = (getattr(STORE, name) for name in _PARTS)
        content = marshal.dumps((_made_from(), pickle.dumps(STORE.data), *parts))
        draft = leftovers.draft(place)
        draft.write_bytes(hashlib.sha256(content).digest() + content)
        draft.chmod(0o644)  # a draft is for one user's eyes
        draft.replace(place)
        STORE.grown = False
    except (OSError, ValueError):
        return
    finally:
        if draft:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)


def sizes() -> list[int]:
    """How much is known of each part: what is learnt later stands behind it."""
    return [len(getattr(STORE, name)) for name in _PARTS]


def learnt(before: Sequence[int]) -> bytes:
    """What has been learnt since the parts had these sizes, for ``learn``; nothing where that is nothing."""
    with contextlib.suppress(ValueError):
        parts = [
            dict(islice(getattr(STORE, name).items(), size, None))
            for name, size in zip(_PARTS, before, strict=True)
        ]
        return marshal.dumps(parts) if any(parts) else b""
    return b""


def learn(told: bytes) -> None:
    """Take up what a fork of this process has learnt; one that died has told nothing or half of it, which is left."""
    with contextlib.suppress(ValueError, EOFError, TypeError):
        for name, more in zip(_PARTS, marshal.loads(told), strict=True):
            getattr(STORE, name).update(more)
            STORE.grown = STORE.grown or bool(more)


def _place() -> Path:
    return Path(importlib.util.cache_from_source(str(HOME / "patterns.py"))).with_suffix(".bin")


@cache
def _made_from() -> tuple[str, tuple[tuple[str, int, int], ...]]:
    """The version of Python, and of each file of the lexicon its name, size and time before any of them was read: what is written
    while a process runs is nothing that it knows.
    """
    files = (*HOME.glob("*.py"), *(HOME / "data").glob("*.toml"))
    stats = sorted((file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files)
    return sys.version, tuple(stats)
