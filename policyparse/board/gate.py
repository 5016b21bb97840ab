"""So many, and no more, in a while: what keeps one visitor from trying keys or filling the inbox."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable
from threading import Lock
from time import monotonic

MOST_KNOWN = 10_000
"""Visitors that are remembered; who was seen least lately is forgotten first."""


class Gate:
    """Lets each name through ``times`` in any ``seconds``."""

    def __init__(self, times: int, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        self._times, self._seconds, self._clock = times, seconds, clock
        self._seen: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = Lock()

    def passes(self, name: str) -> bool:
        """Whether the name may pass once more, now."""
        now = self._clock()
        with self._lock:
            times = self._seen.setdefault(name, deque())
            self._seen.move_to_end(name)
            while times and times[0] <= now - self._seconds:
                times.popleft()
            if len(self._seen) > MOST_KNOWN:
                self._seen.popitem(last=False)
            if len(times) >= self._times:
                return False
            times.append(now)
            return True
