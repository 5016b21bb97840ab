"""A file parsed in a process of its own, which can be ended: a bad file costs a message and nothing else.

The process has its limits of memory and time, no terminal, and a temporary folder that is removed with all that
is left in it. On POSIX it is forked from a server that has the libraries loaded already.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from types import ModuleType
from typing import Any

from policyparse.errors import PolicyparseError, UnreadableFile
from policyparse.model import Parsed
from policyparse.readers.limits import Limits, within

GRACE = 2.0
"""Seconds in which a process that is told to end may clear up."""

PRELOADED = ["policyparse.pipeline", "policyparse.readers.pdf", "policyparse.readers.docx"]

Report = Callable[[int, int], None]


def parse(path: Path, limits: Limits | None = None, report: Report | None = None) -> Parsed:
    """The parse of the file at ``path``; ``report`` is told of pages read by OCR (done, of how many).

    Raises UnreadableFile where it cannot be read, or not within the limits.
    """
    limits = limits or Limits()
    with tempfile.TemporaryDirectory(prefix="policyparse-", ignore_cleanup_errors=True) as folder:
        reader, writer = multiprocessing.Pipe(duplex=False)
        process = _context().Process(
            target=_work, args=(writer, path, limits, _surroundings(folder)), daemon=True
        )
        with _without_main():
            process.start()
        writer.close()
        try:
            return _answer(reader, path, limits, report)
        finally:
            _end(process)
            reader.close()


def _context() -> Any:
    if os.name != "posix":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


@contextlib.contextmanager
def _without_main() -> Iterator[None]:
    """While a process is started: it must not run the script of the caller again, as multiprocessing would."""
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main


def _surroundings(folder: str) -> tuple[str, dict[str, str]]:
    """Where the process works and in which environment; the server that it comes from may be older than both."""
    return str(Path.cwd()), {**os.environ, "TMPDIR": folder, "TEMP": folder, "TMP": folder}


def _answer(reader: Connection, path: Path, limits: Limits, report: Report | None) -> Parsed:
    end = time.monotonic() + limits.seconds
    while True:
        if not reader.poll(max(0.0, end - time.monotonic())):
            seconds = round(limits.seconds)
            raise UnreadableFile(
                f"{path.name}：读取超过 {seconds} 秒，已停止；确需读取请用 --timeout 调大时限"
            )
        try:
            kind, value = reader.recv()
        except (EOFError, OSError) as error:
            raise UnreadableFile(f"{path.name}：读取时程序异常终止，文件可能已损坏") from error
        if kind == "parsed":
            return value  # type: ignore[no-any-return]  # what _work sends
        if kind == "error":
            raise value
        end += limits.page_seconds
        if report:
            report(*value)


def _end(process: Any) -> None:
    """End the process and what it started: first so that it can clear up, then at once."""
    process.join(0 if process.exitcode is None else None)
    if process.is_alive():
        process.terminate()
        process.join(GRACE)
    if process.is_alive():
        process.kill()
        process.join()
    process.close()


# ---- in the process ------------------------------------------------------------------------------------


def _work(writer: Connection, path: Path, limits: Limits, surroundings: tuple[str, dict[str, str]]) -> None:
    folder, environment = surroundings
    os.environ.clear()
    os.environ.update(environment)
    tempfile.tempdir = None
    _be_quiet()
    with contextlib.suppress(OSError):
        os.chdir(folder)
    _limit(limits)
    writer.send(_outcome(writer, path, limits))


def _outcome(writer: Connection, path: Path, limits: Limits) -> tuple[str, Any]:
    try:
        from policyparse import pipeline

        with within(limits, lambda done, whole: writer.send(("pages", (done, whole)))):
            return "parsed", pipeline.parse(path)
    except PolicyparseError as error:
        return "error", type(error)(str(error))
    except MemoryError:
        return "error", UnreadableFile(f"{path.name}：内容过大，内存不够，不予读取")
    except RecursionError:
        return "error", UnreadableFile(f"{path.name}：内容嵌套过深，不予读取")
    except Exception as error:  # whatever a library trips over: the file is bad, the others go on
        return "error", UnreadableFile(f"{path.name}：无法读取，文件可能已损坏（{type(error).__name__}）")


def _be_quiet() -> None:
    """No terminal; a call to end is obeyed by clearing up, and Ctrl+C is left to the parent."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _limit(limits: Limits) -> None:
    """What the system itself enforces, where it can."""
    try:
        import resource
    except ImportError:  # Windows
        return
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_FSIZE, limits.memory),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
