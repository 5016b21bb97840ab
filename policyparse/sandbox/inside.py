"""What runs in the process of a file: its limits, its words, and one fork for each file where it is kept.

Messages are pickles with their length before them, over the pipes that the process was started with. It dies with
its parent, by the system where that can be told (Linux), else when the pipe is closed or its time is up.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import select
import signal
import struct
import sys
import tempfile
from dataclasses import dataclass
from importlib import import_module
from io import BufferedReader
from pathlib import Path
from typing import Any, BinaryIO

from policyparse.errors import PolicyparseError, UnreadableFile
from policyparse.leftovers import die_with
from policyparse.readers.file import plain_name
from policyparse.readers.limits import Limits, within

_LENGTH = struct.Struct(">Q")
COLLECT = (50_000, 20, 20)
"""When the collector looks for cycles: a table is a hundred thousand values that stay, and each look at them is for nothing."""
SPARE = 5
"""Seconds that the process gives itself beyond the time that its parent gives it."""

_SAMPLE = """云溪市人民政府办公室关于印发2025年重点工作任务分工方案的通知
云政办发〔2025〕3号
各县（区）人民政府：
一、加强就业
（一）建成规范化零工市场3家，覆盖率达到95%以上，比上年增长5%。每季度通报，2025年6月底前完成。（牵头单位：市人力资源社会保障局；配合单位：市商务局、市财政局）
2025年1月5日
"""
"""A text that makes the parser load its lexicon, its patterns and its dictionary."""


@dataclass(frozen=True, slots=True)
class Request:
    """A file to be read: the call (module:name), the path, and where and in which environment the caller is.

    ``keep`` says that the process is to stay for more of them; ``more`` are the arguments behind the path.
    """

    what: str
    path: Path
    limits: Limits
    folder: str
    environment: dict[str, str]
    keep: bool
    more: tuple[Any, ...] = ()


def send(stream: Any, message: object) -> None:
    """Write one message; raises OSError where nobody reads."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: Any) -> Any:
    """The next message, None where there is none to come."""
    head = stream.read(_LENGTH.size)
    return pickle.loads(stream.read(_LENGTH.unpack(head)[0])) if len(head) == _LENGTH.size else None


def serve(parent: int) -> None:
    """Read the files that are asked for on standard input, until it ends or a reading died."""
    requests, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    _be_quiet()
    die_with(parent)
    gc.set_threshold(*COLLECT)
    from policyparse.lexicon.patterns import for_modules  # which who asks has no need of

    with for_modules():
        _serve(requests, answers)


def _serve(requests: BufferedReader, answers: BinaryIO) -> None:
    from policyparse.sandbox import kept

    while (request := receive(requests)) is not None:
        module, _, _ = request.what.partition(":")
        parses = module == "policyparse.pipeline"
        if parses:
            kept.load(module)
        forks = request.keep and hasattr(os, "fork")
        if forks and parses:
            _warm(request.path)
        elif forks:
            import_module(module)
        if not forks:
            _work(request, answers)
        elif not _forked(request, requests, answers):
            return
        if not request.keep:
            break
    kept.save()


def _forked(request: Request, requests: BufferedReader, answers: BinaryIO) -> bool:
    """Whether a fork of this process read the file and gave its answer; it is ended where the parent has gone.

    What it had to make of the lexicon for its file it leaves to the next ones.
    """
    from policyparse.sandbox import kept

    alive, held = os.pipe()
    known = kept.sizes()
    server = os.getpid()
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            die_with(server)
            signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
            _work(request, answers)
            with os.fdopen(held, "wb") as told:
                told.write(kept.learnt(known))
            code = 0
        finally:
            os._exit(code)
    os.close(held)
    gone, _, _ = select.select([alive, requests.fileno()], [], [])
    # A request that comes already follows an answer that was given: the fork is about to go. Else the pipe was closed.
    if alive not in gone and not requests.peek(1):
        _end(pid, alive)
    with os.fdopen(alive, "rb") as told:
        kept.learn(told.read())
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


def _end(pid: int, alive: int) -> None:
    for name, seconds in ((signal.SIGTERM, 1.5), (signal.SIGKILL, 1.5)):
        os.kill(pid, name)
        if select.select([alive], [], [], seconds)[0]:
            return


_warmed: list[bool] = []
"""Holds something once the sample has been read."""


def _warm(path: Path) -> None:
    """Load once what each file of this kind needs, so that no fork has to."""
    if not _warmed:
        from policyparse import pipeline
        from policyparse.model import Line, Scan

        pipeline.read(Scan("", "txt", "", tuple(map(Line, _SAMPLE.splitlines()))))
        _warmed.append(True)
    from policyparse.readers import READERS

    module = READERS.get(path.suffix.lower().removeprefix("."))
    if module and module not in sys.modules:
        import_module(module)
        gc.collect()
        gc.freeze()  # else the collector of each fork would touch, and so copy, all that was loaded here


def _work(request: Request, answers: BinaryIO) -> None:
    os.environ.clear()
    os.environ.update(request.environment)
    tempfile.tempdir = None
    with contextlib.suppress(OSError):
        os.chdir(request.folder)
    _limit(request.limits)
    send(answers, _outcome(request, answers))


def _outcome(request: Request, answers: BinaryIO) -> tuple[str, Any]:
    module, _, name = request.what.partition(":")
    file = plain_name(request.path.name)
    try:
        function = getattr(import_module(module), name)
        with within(request.limits, lambda done, whole: send(answers, ("pages", (done, whole)))):
            return "done", function(request.path, *request.more)
    except PolicyparseError as error:
        return "error", type(error)(str(error))
    except MemoryError:
        return "error", UnreadableFile(f"{file}：内容过大，内存不够，不予读取")
    except RecursionError:
        return "error", UnreadableFile(f"{file}：内容嵌套过深，不予读取")
    except Exception as error:  # whatever a library trips over: the file is bad, the others go on
        return "error", UnreadableFile(f"{file}：无法读取，文件可能已损坏（{type(error).__name__}）")


def _be_quiet() -> None:
    """No terminal. A call to end is for the fork that reads, which clears up; without one it ends this process."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))


def _limit(limits: Limits) -> None:
    """What the system itself enforces, where it can."""
    longest = max(limits.seconds, limits.scan_seconds) + SPARE
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, longest)
    try:
        import resource
    except ImportError:  # Windows
        return
    processor = int(longest * (os.cpu_count() or 1))
    for what, most in (
        (resource.RLIMIT_AS, limits.memory),
        (resource.RLIMIT_CPU, processor),
        (resource.RLIMIT_FSIZE, limits.memory),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(what)[1]
        soft = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))
