"""Readings that misbehave, for the tests of the process in which files are read."""

from __future__ import annotations

import os
import time
from importlib import import_module
from itertools import count
from pathlib import Path
from typing import Any

from policyparse.readers import limits


def dawdle(path: Path) -> None:
    """Tell of page after page, and never end."""
    for page in count():
        limits.tell(page, page)
        time.sleep(0.05)


def for_ever(path: Path) -> None:
    """Say which process this is, if anybody asks, and never end."""
    if "TOLD" in os.environ:
        Path(os.environ["TOLD"]).write_text(str(os.getpid()), encoding="ascii")
    while True:
        time.sleep(1)


def measured(path: Path, what: str, told: str) -> Any:
    """What the call gives; ``told`` are the seconds of the processor and the bytes of memory that this process took."""
    module, _, name = what.partition(":")
    try:
        return getattr(import_module(module), name)(path)
    finally:
        Path(told).write_text(f"{time.process_time()} {most_memory()}", encoding="ascii")


def most_memory() -> int:
    """The most bytes that this process has had in memory, as Linux says; 0 elsewhere. (``getrusage`` counts the parent's in.)"""
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return sum(int(line.split()[1]) << 10 for line in lines if line.startswith("VmHWM:"))
