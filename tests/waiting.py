"""Waiting for what another process or thread does: as long as it takes on any machine, but not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable

LONGEST = 600
"""Seconds: no machine is so slow. Who waits so long waits for what does not come."""


def until(there: Callable[[], object]) -> None:
    """Return when ``there`` says that it is so."""
    end = time.monotonic() + LONGEST
    while not there():
        assert time.monotonic() < end
        time.sleep(0.02)
