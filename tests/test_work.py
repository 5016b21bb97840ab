"""The work ledger: leases, deaths, poison; and many files read by other processes, each stored once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from tracked import NOON
from typer.testing import CliRunner
from waiting import LONGEST, until

from policyparse import cluster
from policyparse.cli import app
from policyparse.errors import PolicyparseError, ReaderDied
from policyparse.model import Parsed
from policyparse.readers.limits import Limits
from policyparse.tracker import Tracker, work

TEXT = """云溪市第{0}号工作要点
云政发〔2025〕{0}号
一、重点任务
（一）新增托位。年底前新增托位{0}个。（责任单位：市教育局）
（二）改造道路。年底前改造道路{0}公里。（责任单位：市住房城乡建设局）
"""


def state(tracker: Tracker) -> dict[str, tuple[str, int]]:
    with tracker.database.rows() as rows:
        return {
            path: (where, tries) for path, where, tries in rows.all("SELECT path, state, attempts FROM work")
        }


def test_a_file_is_taken_by_one_and_free_again_when_the_lease_is_over(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "here", lambda: "elsewhere:1")
    assert work.enter(tracker.database, ["a", "b"]) == []
    assert work.take(tracker.database, ["a"], seconds=60, at=NOON) == (["a"], [])
    assert work.take(tracker.database, ["a", "b"], seconds=60, at=NOON) == (["b"], [])
    work.settle(tracker.database, "b", work.STORED, sha256="b" * 64)
    late = NOON + timedelta(seconds=61)
    assert work.take(tracker.database, ["a", "b"], seconds=60, at=late) == (["a"], [])
    assert work.take(tracker.database, ["a"], seconds=60, at=late + timedelta(seconds=61)) == ([], ["a"])
    assert state(tracker) == {"a": ("poison", 2), "b": ("stored", 1)}
    assert work.enter(tracker.database, ["a", "b"]) == ["a"]
    assert work.enter(tracker.database, ["a"], again=True) == []
    assert state(tracker) == {"a": ("waiting", 0), "b": ("waiting", 0)}


def test_work_of_a_process_that_is_no_more_is_free_at_once(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = subprocess.Popen([sys.executable, "-c", "pass"])
    gone.wait()
    host = work.here().rpartition(":")[0]
    work.enter(tracker.database, ["a"])
    with monkeypatch.context() as other:
        other.setattr(work, "here", lambda: f"{host}:{gone.pid}")
        assert work.take(tracker.database, ["a"], seconds=3600) == (["a"], [])
    assert work.take(tracker.database, ["a"], seconds=3600) == (["a"], [])


class Deadly(Executor):
    """An executor whose process dies of the files that it is told."""

    def __init__(self, deaths: dict[str, int]) -> None:
        self.deaths = deaths
        self.read: list[str] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **more: Any) -> Future[Any]:
        future: Future[Any] = Future()
        name = Path(args[0]).name
        self.read.append(name)
        if self.deaths.get(name, 0):
            self.deaths[name] -= 1
            future.set_exception(RuntimeError("worker died"))
        else:
            future.set_result(fn(*args, **more))
        return future


def named(paths: list[Path]) -> dict[str, str]:
    """Files that the workers have where they are."""
    return {str(path): str(path) for path in paths}


def test_a_file_that_kills_twice_is_named_and_left(tracker: Tracker, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(3)]
    for n, path in enumerate(paths):
        path.write_text(TEXT.format(n), encoding="utf-8")
    deadly = Deadly({"0.txt": 1, "1.txt": 2})
    found = dict(cluster.parse_all(tracker.database, named(paths), Limits(), deadly, 2))
    assert {Path(path).name: type(outcome) for path, outcome in found.items()} == {
        "0.txt": Parsed,
        "1.txt": ReaderDied,
        "2.txt": Parsed,
    }
    assert sorted(deadly.read) == ["0.txt", "0.txt", "1.txt", "1.txt", "2.txt"]
    assert state(tracker)[str(paths[1])] == ("poison", 2)
    again = dict(cluster.parse_all(tracker.database, named(paths[1:2]), Limits(), deadly, 2))
    assert isinstance(again[str(paths[1])], ReaderDied) and len(deadly.read) == 5
    mended = dict(cluster.parse_all(tracker.database, named(paths[1:2]), Limits(), deadly, 2, again=True))
    assert isinstance(mended[str(paths[1])], Parsed)


def test_an_interruption_gives_back_what_was_taken(tracker: Tracker, tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.txt" for n in range(4)]
    for n, path in enumerate(paths):
        path.write_text(TEXT.format(n), encoding="utf-8")
    reading = cluster.parse_all(tracker.database, named(paths), Limits(), ThreadPoolExecutor(1), 1)
    assert next(reading)[0] in named(paths)
    reading.close()
    assert {where for where, _ in state(tracker).values()} == {"waiting"}


def test_a_file_without_tasks_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "t.db"))
    letter = tmp_path / "来信.txt"
    letter.write_text("今天天气很好。\n我们去公园散步。\n", encoding="utf-8")
    first = CliRunner().invoke(app, ["add", str(letter)])
    monkeypatch.setattr("policyparse.sandbox.Room.call", lambda *told: pytest.fail("read again"))
    second = CliRunner().invoke(app, ["add", str(letter)])
    assert (first.exit_code, second.exit_code) == (1, 1)
    assert first.output.splitlines()[-1] == second.output.splitlines()[-1]


# ---- a real scheduler ------------------------------------------------------------------------------------


@contextmanager
def program(*words: str) -> Iterator[subprocess.Popen[str]]:
    started = subprocess.Popen(
        [sys.executable, "-m", *words],
        stderr=subprocess.DEVNULL,  # a pipe that nobody reads would hold it up
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    try:
        yield started
    finally:
        for kill in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(started.pid, kill)
                started.wait(10)
            except (ProcessLookupError, subprocess.TimeoutExpired):
                continue


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["path", "file", "archive", "web"])
def test_a_worker_is_killed_and_every_file_stands_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    """The files lie in a folder that all see, or in a store that each worker opens by its address."""
    pytest.importorskip("distributed")
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "t.db"))
    folder = tmp_path / "files"
    folder.mkdir()
    for n in range(10):
        (folder / f"{n:02}.txt").write_text(TEXT.format(n + 1), encoding="utf-8")
    (folder / "copy.txt").write_text(TEXT.format(1), encoding="utf-8")  # the same file by another name
    place = tmp_path / "scheduler.json"
    told = ["--scheduler-file", str(place)]
    with (
        given(kind, folder) as source,
        program("distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard", *told),
    ):
        until(lambda: place.exists() and place.read_text().rstrip().endswith("}"))
        worker = [
            "distributed.cli.dask_worker",
            *told,
            "--nthreads",
            "1",
            "--no-dashboard",
            "--nanny-port",
            "0",
        ]
        with program(*worker, "--name", "first") as first, program(*worker, "--name", "second"):
            address = json.loads(place.read_text())["address"]
            with cluster.dask(address) as (executor, _):
                until(lambda: len(executor._client.scheduler_info()["workers"]) == 2)  # type: ignore[attr-defined]
            adding = subprocess.Popen(
                [sys.executable, "-m", "policyparse", "add", *source, "--scheduler", address],
                stdout=subprocess.PIPE,
                text=True,
            )
            with Tracker(tmp_path / "t.db") as tracker:
                until(lambda: stored(tracker) >= 3)
                os.killpg(first.pid, signal.SIGKILL)
                said, _ = adding.communicate(timeout=LONGEST)
                assert adding.returncode == 0, said
                assert "成功 11，失败 0" in said
                cards = tracker.documents()
                assert len(cards) == len({card.sha256 for card in cards}) == 10
                assert all(card.task_count == 2 for card in cards)
                assert {card.source_name for card in cards} <= {path.name for path in folder.iterdir()}
                assert len(state(tracker)) == 11
                assert {where for where, _ in state(tracker).values()} == {"stored"}
                assert not tracker.check()


@contextmanager
def given(kind: str, folder: Path) -> Iterator[list[str]]:
    """What is named to ``add``: the folder, or a store that holds the same files."""
    if kind == "path":
        yield [str(folder)]
    elif kind == "file":
        yield [f"file://{folder}"]
    elif kind == "archive":
        with zipfile.ZipFile(folder.with_suffix(".zip"), "w") as archive:
            for path in folder.iterdir():
                archive.write(path, path.name)
        yield [f"zip://::file://{folder.with_suffix('.zip')}"]
    else:
        pytest.importorskip("aiohttp")
        handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
            threading.Thread(target=server.serve_forever, daemon=True).start()
            try:
                at = f"http://127.0.0.1:{server.server_port}"
                yield [f"{at}/{path.name}" for path in folder.iterdir()]
            finally:
                server.shutdown()


def stored(tracker: Tracker) -> int:
    try:
        return len(tracker.documents())
    except PolicyparseError:
        return 0  # being made by the other process
