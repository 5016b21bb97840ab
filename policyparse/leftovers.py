"""Nothing is left behind: temporary folders and drafts that say whose they are, and processes that end with those that need them.

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
    _clear(Path(tempfile.gettempdir()), _PREFIX, 0)


def draft(target: Path) -> Path:
    """A new file beside ``target``, to be written and then to take its name; those that the dead left there are removed.

    Only what nobody has written to for an hour: the folder may be another machine's too, whose processes we do not see.
    Raises OSError.
    """
    _clear(target.parent, f".{_PREFIX}", 3600)
    handle, name = tempfile.mkstemp(prefix=f".{_PREFIX}{os.getpid()}-", dir=target.parent)
    os.close(handle)
    return Path(name)


def _clear(folder: Path, prefix: str, age: int) -> None:
    """Remove what bears the number of a process of ours that has ended, and is older than so many seconds."""
    for found in folder.glob(f"{prefix}*-*"):
        pid = found.name.removeprefix(prefix).partition("-")[0]
        with contextlib.suppress(OSError):
            status = found.lstat()
            ours = os.name != "posix" or status.st_uid == os.getuid()
            old = time.time() - status.st_mtime >= age
            if ours and old and pid.isdecimal() and not _lives(int(pid), status.st_mtime):
                if stat.S_ISDIR(status.st_mode):
                    shutil.rmtree(found, ignore_errors=True)
                elif age and stat.S_ISREG(status.st_mode):
                    found.unlink()


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
