"""A file read in a process of its own, which can be ended: a bad file costs a message and nothing else.

Each file has its process (``inside``), with limits of memory and time that the system keeps, no terminal, and a
temporary folder that is removed with all that is left in it. For many files one process stays warm, with the
libraries and the lexicon loaded, and forks itself for each (``Room``); where there is no fork it reads them itself.
"""

from __future__ import annotations

import contextlib
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from policyparse import leftovers
from policyparse.errors import PolicyparseError, ReaderDied, UnreadableFile
from policyparse.model import Parsed
from policyparse.readers.file import plain_name
from policyparse.readers.limits import Limits
from policyparse.sandbox.inside import Request, receive, send

GRACE = 2.0
"""Seconds in which a process that is told to end may clear up."""

PARSE = "policyparse.pipeline:parse"
"""The call that parses a file; another takes a path too, and gives what can be pickled."""

AHEAD = 8
"""Files for each job that may wait for one before them: a long file holds up neither those that read nor much memory."""

_START = "import sys; sys.path[:] = {}; from policyparse.sandbox import inside; inside.serve({})"

Report = Callable[[int, int], None]
"""Takes how many pages are read by OCR, and of how many."""


def parse(path: Path, limits: Limits | None = None, report: Report | None = None) -> Parsed:
    """The parse of the file at ``path``; ``report`` is told of pages read by OCR (done, of how many).

    Raises UnreadableFile where it cannot be read, or not within the limits.
    """
    return call(PARSE, path, limits, report)  # type: ignore[no-any-return]  # what the call gives


def call(
    what: str,
    path: Path,
    limits: Limits | None = None,
    report: Report | None = None,
    more: Sequence[Any] = (),
) -> Any:
    """What the function ``what`` (module:name) gives of the file at ``path``, in a process for this one file.

    ``more`` are the arguments that it takes behind the path.
    Raises PolicyparseError as the function does, UnreadableFile where it fails otherwise or not within the limits.
    """
    with Room() as room:
        return room.call(what, path, limits or Limits(), report, more)


def parse_all(
    paths: Sequence[Path],
    limits: Limits | None = None,
    jobs: int = 1,
    report: Report | None = None,
    known: Callable[[Path], Parsed | PolicyparseError | None] = lambda path: None,
) -> Generator[tuple[Path, Parsed | PolicyparseError], None, None]:
    """Each file with its parse or with why there is none, in their order, ``jobs`` of them being read at a time.

    What ``known`` gives something for is not read; it is asked in the caller's thread, no further ahead than ``AHEAD``.
    Ending the iteration ends what is being read.
    """
    within = limits or Limits()
    free: queue.SimpleQueue[Room] = queue.SimpleQueue()
    with contextlib.ExitStack() as rooms:
        for _ in range(jobs):
            free.put(rooms.enter_context(Room(keep=len(paths) > 1)))

        def one(path: Path) -> Parsed | PolicyparseError:
            room = free.get()
            try:
                return room.call(PARSE, path, within, report if jobs == 1 else None)  # type: ignore[no-any-return]
            except PolicyparseError as error:
                return error
            finally:
                free.put(room)

        if jobs == 1:
            yield from ((path, known(path) or one(path)) for path in paths)
            return
        pool = ThreadPoolExecutor(jobs)
        rooms.callback(pool.shutdown, wait=True, cancel_futures=True)
        ahead: deque[tuple[Path, Future[Parsed | PolicyparseError]]] = deque()
        for path in paths:
            before = known(path)
            ahead.append((path, _ready(before) if before else pool.submit(one, path)))
            if len(ahead) >= AHEAD * jobs:
                first, future = ahead.popleft()
                yield first, future.result()
        yield from ((path, future.result()) for path, future in ahead)


def _ready(found: Parsed | PolicyparseError) -> Future[Parsed | PolicyparseError]:
    future: Future[Parsed | PolicyparseError] = Future()
    future.set_result(found)
    return future


class Room:
    """A process in which files are read, one at a time; ``keep`` says that many are to come, so that it warms up."""

    def __init__(self, *, keep: bool = False) -> None:
        self._keep = keep
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: queue.SimpleQueue[tuple[str, Any]] = queue.SimpleQueue()

    def __enter__(self) -> Room:
        leftovers.sweep()
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def call(
        self, what: str, path: Path, limits: Limits, report: Report | None = None, more: Sequence[Any] = ()
    ) -> Any:
        """What ``what`` gives of the file; raises as ``call`` above does."""
        with leftovers.folder() as folder:
            places = {"TMPDIR": folder, "TEMP": folder, "TMP": folder}
            request = Request(
                what, path, limits, str(Path.cwd()), {**os.environ, **places}, self._keep, tuple(more)
            )
            done = False
            try:
                process = self._running()
                with contextlib.suppress(OSError):  # it has died since: the answer tells
                    send(process.stdin, request)
                kind, value = self._answer(path, limits, report)
                done = self._keep
            finally:
                if not done:
                    self._end()
        if kind == "error":
            raise value
        return value

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            self._answers = queue.SimpleQueue()
            # A fresh interpreter of our own, never the caller's script again (as multiprocessing would have it), in a
            # group of its own, so that Ctrl+C is for the parent and all of it can be ended at once.
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START.format(ascii(sys.path), os.getpid())],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            threading.Thread(target=_listen, args=(self._process, self._answers), daemon=True).start()
        return self._process

    def _answer(self, path: Path, limits: Limits, report: Report | None) -> tuple[str, Any]:
        """The last word on a file. The time is the file's as a whole; one that is read by sight has more of it."""
        start, most = time.monotonic(), limits.seconds
        while True:
            try:
                kind, value = self._answers.get(timeout=max(0.0, start + most - time.monotonic()))
            except queue.Empty:
                seconds = f"读取超过 {round(most)} 秒，已停止；确需读取请用 --timeout 调大时限"
                raise UnreadableFile(f"{plain_name(path.name)}：{seconds}") from None
            if kind == "died":
                raise ReaderDied(f"{plain_name(path.name)}：读取时程序异常终止，文件可能已损坏")
            if kind != "pages":
                return kind, value
            most = limits.scan_seconds
            if report:
                report(*value)

    def _end(self) -> None:
        """End the process and what it started: first so that it can clear up, then at once."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.stdin.close()  # type: ignore[union-attr]  # a pipe, by _running
        try:
            process.wait(0.2 if self._answers.empty() else GRACE)
        except subprocess.TimeoutExpired:
            _signal(process, "SIGTERM")
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(GRACE)
        finally:
            _signal(process, "SIGKILL")
            process.wait()


def _listen(process: subprocess.Popen[bytes], answers: queue.SimpleQueue[tuple[str, Any]]) -> None:
    """Pass on what the process says, and that it has died."""
    with contextlib.suppress(Exception):  # a message cut off by its death cannot be read
        while (message := receive(process.stdout)) is not None:
            answers.put(message)
    answers.put(("died", None))


def _signal(process: subprocess.Popen[bytes], name: str) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if os.name == "posix":
            os.killpg(process.pid, getattr(signal, name))
        elif process.poll() is None:
            process.kill()
