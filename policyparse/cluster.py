"""Many files read by many processes: any executor of ``concurrent.futures``, or a Dask scheduler.

What is read and by whom stands in the tracker's work ledger (``tracker.work``), so that whatever dies (a worker, this
program, the scheduler) leaves nothing half done: another call goes on where this one ended.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import ExitStack, contextmanager
from pathlib import Path
from socket import gethostname
from typing import Any

from policyparse import sandbox, stores
from policyparse.errors import PolicyparseError, ReaderDied, TrackerError, UnreadableFile, without_password
from policyparse.model import Parsed
from policyparse.readers.file import plain_name
from policyparse.readers.limits import Limits
from policyparse.tracker import work
from policyparse.tracker.database import Database

Outcome = Parsed | PolicyparseError
SPARE = 60.0
"""Seconds that a lease is longer than two files may take to be read: one waits behind the other."""
AHEAD = 2
"""Files that are handed out for each process, so that none waits for the next."""


_own = threading.local()
"""The process that each thread of a worker reads with, warm from its second file on."""


def read(place: str, limits: Limits) -> Outcome:
    """The parse of the file at a path or an address, or why there is none; runs where the executor wants it, reads in a process
    that may die of it."""
    if not hasattr(_own, "room"):
        _own.room = sandbox.Room(keep=True)
    try:
        with _here(place, limits) as path:
            parsed: Parsed = _own.room.call(sandbox.PARSE, path, limits)
            return parsed
    except PolicyparseError as error:
        return error


@contextmanager
def _here(place: str, limits: Limits) -> Iterator[Path]:
    """The file where this machine can read it. Raises UnreadableFile, which names the machine, where it cannot."""
    if not stores.is_address(place):
        if not Path(place).exists():
            name = plain_name(Path(place).name)
            raise UnreadableFile(
                f"{name}：读取它的机器 {gethostname()} 上没有这个路径；请挂载成各机相同的路径，或写存储的地址（s3://…）"
            )
        yield Path(place)
        return
    with ExitStack() as held:
        try:
            there = held.enter_context(stores.at_hand([place], limits.bytes))
        except PolicyparseError as error:
            raise type(error)(f"{error}（在读取它的机器 {gethostname()} 上）") from error
        yield there.paths[0]


def parse_all(
    database: Database,
    paths: Mapping[str, str],
    limits: Limits,
    executor: Executor,
    width: int,
    *,
    again: bool = False,
) -> Generator[tuple[str, Outcome], None, None]:
    """Each file with its parse or with why there is none, as they come; ``width`` files are read at a time.

    ``paths`` gives for what a file is known as in the work ledger where the workers find it: a path, or an address of a store.
    Of what somebody else reads at the time nothing is given; what two processes have died of is not read, unless ``again``.
    A file counts as stored when the next one is asked for, unless the caller has noted otherwise by then.
    """
    pending = deque(paths)
    poison = work.enter(database, [*pending], again=again)
    seconds = AHEAD * max(limits.seconds, limits.scan_seconds) + SPARE
    running: dict[Future[Outcome], str] = {}
    try:
        while pending or running or poison:
            yield from ((path, _poison(path)) for path in poison)
            next_ones = [pending.popleft() for _ in range(min(len(pending), AHEAD * width - len(running)))]
            taken, poison = work.take(database, next_ones, seconds=seconds) if next_ones else ([], [])
            running |= {executor.submit(read, paths[path], limits): path for path in taken}
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                path, outcome = running[future], _outcome(future)
                if isinstance(outcome, ReaderDied):
                    (poison if work.died(database, path) else pending).append(path)
                else:
                    yield path, outcome
                    if isinstance(outcome, Parsed):
                        work.settle(database, path, work.STORED, sha256=outcome.source.sha256)
                    else:
                        work.settle(database, path, work.FAILED, error=str(outcome))
                del running[future]
    finally:
        for future, path in running.items():
            future.cancel()
            work.settle(database, path, work.WAITING)


def _poison(path: str) -> ReaderDied:
    return ReaderDied(f"{plain_name(Path(path).name)}：{work.DIED}")


def _outcome(future: Future[Outcome]) -> Outcome:
    try:
        return future.result()
    except CancelledError as error:
        raise TrackerError("与调度器的连接断了；再运行一次会接着做，已入库的不再读。") from error
    except Exception as error:  # the worker died: what is raised then is the executor's own
        return ReaderDied(f"读取它的进程终止了：{type(error).__name__}")


@contextmanager
def dask(address: str) -> Iterator[tuple[Executor, int]]:
    """The executor of the Dask scheduler at an address (tcp://…), and how many files its workers read at a time.

    Raises UnreadableFile where Dask is not installed or the scheduler does not answer.
    """
    try:
        from distributed import Client
    except ImportError as error:
        raise UnreadableFile("没有安装 Dask，请运行 pip install 'policyparse[cluster]'。") from error
    try:
        client: Any = Client(address, timeout="10s", set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            f"连不上调度器 {without_password(address)}：{without_password(str(error))}"
        ) from error
    try:
        width = sum(worker["nthreads"] for worker in client.scheduler_info(n_workers=-1)["workers"].values())
        yield client.get_executor(pure=False), max(1, width)
    finally:
        client.close()
