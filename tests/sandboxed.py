"""Readings that misbehave, for the tests of the process in which files are read."""

from __future__ import annotations

import os
import time
from pathlib import Path

from policyparse.readers import limits


def dawdle(path: Path) -> None:
    """Tell of page after page."""
    for page in range(1000):
        limits.tell(page, 1000)
        time.sleep(0.05)


def for_ever(path: Path) -> None:
    """Say which process this is, and never end."""
    Path(os.environ["TOLD"]).write_text(str(os.getpid()), encoding="ascii")
    while True:
        time.sleep(1)
