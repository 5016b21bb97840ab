"""What the pages of one board share."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from policyparse.board.doubting import Doubting
from policyparse.board.gate import Gate
from policyparse.board.kept import Kept
from policyparse.board.keys import Keys
from policyparse.board.pictures import Pictures
from policyparse.board.shares import Share, Shares
from policyparse.board.view import lamps_of
from policyparse.bulletin.lamps import Lamp, Scheme
from policyparse.ledger import Filter
from policyparse.tracker import Tracker, log

V = TypeVar("V")
Words = Mapping[str, str | bool | None]
"""The conditions of a list as typed, by the names of the options of ``policyparse tasks``."""
Saved = Mapping[str, Words]
"""Filters that a person has kept, by name."""


def _everything(words: Words) -> Filter:
    return Filter()


KEPT = 100
"""Lists and counts that are kept until the tracker changes."""

WRITTEN, OPEN = 16, 8
"""Parts of pages that are kept as they were written, and documents beside their facts: some MB each."""


def _no_filters() -> Saved:
    return {}


@dataclass(frozen=True)
class Desk:
    """The tracker, who acts on it (``by``, for the log), the clock, the lamps, and what is known of visitors.

    ``cookie`` is the name of the session's cookie: two boards of one machine share their cookies, whatever their port.
    ``filters`` gives the filters that the person who started the board has kept, ``choose`` what typed conditions mean.
    """

    tracker: Tracker
    keys: Keys
    scheme: Scheme
    by: str = ""
    read_only: bool = False
    today: Callable[[], date] = date.today
    filters: Callable[[], Saved] = _no_filters
    choose: Callable[[Words], Filter] = _everything
    cookie: str = "policyparse"
    kept: Kept = field(default_factory=lambda: Kept(KEPT))
    parts: Kept = field(default_factory=lambda: Kept(WRITTEN))
    papers: Kept = field(default_factory=lambda: Kept(OPEN))
    shares: Shares = field(default_factory=Shares)
    doubting: Doubting = field(default_factory=Doubting)
    pictures: Pictures = field(default_factory=Pictures)
    tries: Gate = field(default_factory=lambda: Gate(20, 60))
    sendings: Gate = field(default_factory=lambda: Gate(60, 60))

    @property
    def unit_cookie(self) -> str:
        """The cookie of a unit's pages: the office may open one without losing its own session."""
        return f"{self.cookie}-unit"

    @property
    def lamps(self) -> tuple[Lamp, ...]:
        """The lamps, each name once, by whose places a page says their colours."""
        return lamps_of(self.scheme)

    def known(self, key: Hashable, make: Callable[[], V]) -> V:
        """What ``make`` gives, kept under the key until the tracker or the day changes."""
        return self.kept.get(key, self.stamp, make)

    @property
    def numbers(self) -> Share:
        """Where everything stands today, in numbers."""
        return self.known("numbers", lambda: self.shares.all(self.tracker, self.scheme, self.today()))

    @property
    def stamp(self) -> Hashable:
        """What is known holds as long as this is the same."""
        return log.last(self.tracker.database), self.today()
