"""Nothing is left behind: temporary folders that say whose they are, and processes that end with those that need them.

A program that is killed clears nothing up. So each folder bears the number of its process, and the next run removes
those of the dead; and on Linux the system itself ends what a process has started when it dies.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

_PREFIX = "policyparse-"
_DEATH_OF_PARENT = 1  # PR_SET_PDEATHSIG of prctl(2)
_GUARD = "import sys; sys.path[:] = {}; from policyparse import leftovers; leftovers.guard({}, sys.argv[1:])"


def folder() -> tempfile.TemporaryDirectory[str]:
    """A temporary folder, removed with the block that it is made for, or by a later ``sweep``."""
    return tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-", ignore_cleanup_errors=True)


def sweep() -> None:
    """Remove the folders that processes left which were killed before they could; those of the living are theirs."""
    for found in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        pid = found.name.removeprefix(_PREFIX).partition("-")[0]
        with contextlib.suppress(OSError):
            status = found.lstat()
            ours = stat.S_ISDIR(status.st_mode) and (os.name != "posix" or status.st_uid == os.getuid())
            if ours and pid.isdecimal() and not _lives(int(pid), status.st_mtime):
                shutil.rmtree(found, ignore_errors=True)


def _lives(pid: int, made: float) -> bool:
    if os.name != "posix":  # os.kill would end it there: a folder of yesterday is nobody's
        return time.time() - made < 86_400
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def die_with(parent: int, name: str = "SIGKILL") -> None:
    """Be sent this signal when the parent, the process of that number, dies, however it does; on Linux."""
    if sys.platform != "linux":
        return
    import ctypes

    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_DEATH_OF_PARENT, getattr(signal, name))
    if os.getppid() != parent:  # it died before it could be told
        os._exit(1)


def guarded(call: Sequence[str]) -> list[str]:
    """The call of a program, to be started in a session of its own, so that it and all its children die with us.

    The system tells only the process that we start; a guard is that one, and ends its whole group.
    """
    if sys.platform != "linux":
        return list(call)
    return [sys.executable, "-c", _GUARD.format(ascii(sys.path), os.getpid()), *call]


def guard(parent: int, call: Sequence[str]) -> None:
    """Run the call, and end with it; the process is ended with its group when the parent dies."""
    signal.signal(signal.SIGTERM, lambda *_: os.killpg(0, signal.SIGKILL))
    die_with(parent, "SIGTERM")
    sys.exit(subprocess.call(call))
