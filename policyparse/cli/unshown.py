"""What a command could not show of the tracker: said at its end, and an exit code that is not 0."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

import typer

from policyparse.cli.tables import say

R = TypeVar("R", bound=Any)

_OPENED: ContextVar[list[Any]] = ContextVar("opened")
"""The trackers that the command has opened."""


def watched(tracker: R) -> R:
    """The tracker itself; what it cannot show is told when the command ends."""
    opened = _OPENED.get(None)
    if opened is not None:
        opened.append(tracker)
    return tracker


@contextmanager
def telling() -> Iterator[None]:
    """Run a command; leaves with exit code 1 where it did all it could and something could not be shown."""
    opened: list[Any] = []
    token = _OPENED.set(opened)
    try:
        yield
    finally:
        _OPENED.reset(token)
        words = [words for tracker in opened for words in tracker.damage.words()]
        for one in dict.fromkeys(words):
            say(f"错误：{one}", err=True)
    if words:
        raise typer.Exit(1)
