"""How long the board's pages take with many at once, beside the same question asked of the library, and what it keeps.

``python -m benchmarks.board [TASKS]``: a tracker of so many tasks (10,000), a board of it in a process of its own, 20 clients at
once. For each page the median and the 99th percentile in ms, and how many times the library's own answer that is; then the
memory of the server after 100 requests and after 10,000. The first answer of a page that is kept is told apart, and so is the
first after a command.
"""

from __future__ import annotations

import multiprocessing
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles

from policyparse.ledger import Entries, Filter
from policyparse.model import Deadline, Document, Mention, Parsed, Policy, Source, Span, Task, Unit

CLIENTS, EACH, WARM, LONG = 20, 5, 100, 10_000
DAY = date(2026, 6, 15)
UNITS = tuple(f"云溪市第{n}局" for n in range(1, 61))
PER_DOCUMENT = 250


def parsed(number: int, tasks: int) -> Parsed:
    """A document of so many tasks, each with a lead, a support and a day."""

    def task(at: int) -> Task:
        lead, support = UNITS[(at + number) % len(UNITS)], UNITS[(at * 7 + 3) % len(UNITS)]
        due = DAY + timedelta(days=(at * 13 + number) % 400 - 200)
        start = at * 40
        return Task(
            f"key-{number}-{at}",
            f"（{at}）",
            (f"第{at // 25}部分",),
            f"办好第{number}号文件第{at}件事",
            "抓好落实，按时办结，定期报告进展情况。" * 2,
            Span(start, start + 39),
            units=(
                Mention(None, lead, Unit(lead, lead, "lead", "explicit"), "label", 1.0),
                Mention(None, support, Unit(support, support, "support", "explicit"), "label", 1.0),
            ),
            deadlines=(Mention(None, "", Deadline("by", due), "by-date"),),
        )

    text = "字" * (tasks * 40)
    policy = Policy(
        Document(text, (), ()),
        Mention(None, "", f"云溪市第{number}号方案", "title"),
        tasks=tuple(map(task, range(tasks))),
    )
    return Parsed(Source(f"{number}.txt", "txt", f"{number:064x}"), (replace(policy, issued_on=None),))


def fill(path: Path, tasks: int) -> None:
    """A tracker of so many tasks, some of them reported on."""
    from policyparse.tracker import Tracker

    with Tracker(path) as tracker:
        for number in range(1, -(-tasks // PER_DOCUMENT) + 1):
            tracker.add(parsed(number, min(PER_DOCUMENT, tasks)), at=datetime(2026, 1, 5, 9, 0))
        tracker.set_reporting(1, "monthly", 10)
        for one in range(1, 200, 3):
            tracker.progress(one, Entries(percent=one % 90 + 5, note="推进中"), period="2026-05")


def serve(path: str, keys: multiprocessing.Queue[str], listening: socket.socket) -> None:
    """The board on a socket, until its process is ended."""
    import uvicorn

    from policyparse.board.app import create_app
    from policyparse.board.desk import Desk
    from policyparse.board.guard import Hosts
    from policyparse.board.keys import Keys
    from policyparse.bulletin.lamps import DEFAULT, choose
    from policyparse.cli.conditions import condition
    from policyparse.tracker import Tracker

    tracker = Tracker(path)
    desk = Desk(
        tracker,
        Keys(keys.put),
        choose(DEFAULT),
        today=lambda: DAY,
        choose=lambda words: condition(dict(words)),
    )
    app = create_app(desk, Hosts.of("127.0.0.1"))
    uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off")).run(sockets=[listening])


class Client:
    """A visitor with the office's cookie and one connection."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=600)
        self._head = {"cookie": cookie} if cookie else {}

    def get(self, path: str) -> tuple[float, str]:
        """Seconds for an answer, and its cookie."""
        start = time.perf_counter()
        self._connection.request("GET", path, headers=self._head)
        answer = self._connection.getresponse()
        answer.read()
        assert answer.status == 200, (path, answer.status)
        return time.perf_counter() - start, (answer.getheader("set-cookie") or "").split(";")[0]


def at_once(port: int, cookie: str, path: str) -> list[float]:
    """The seconds of all answers, every client asking one after the other."""
    taken: list[float] = []

    def ask() -> None:
        client = Client(port, cookie)
        taken.extend(client.get(path)[0] for _ in range(EACH))

    threads = [threading.Thread(target=ask) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def resident(process: int) -> float:
    """The memory of a process in MB (Linux)."""
    words = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return int(words.partition("VmRSS:")[2].split()[0]) / 1024


def timed(ask: Callable[[], object]) -> float:
    """The median seconds of a question to the library."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        ask()
        taken.append(time.perf_counter() - start)
    return median(taken)


def main(tasks: int = 10_000) -> int:
    """Print the table."""
    from policyparse.board.today import period_at
    from policyparse.board.view import SOON_DAYS
    from policyparse.bulletin.gather import gather
    from policyparse.tracker import Tracker

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        fill(path, tasks)
        keys: multiprocessing.Queue[str] = multiprocessing.Queue()
        listening = socket.socket()
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        port = listening.getsockname()[1]
        server = multiprocessing.Process(target=serve, args=(str(path), keys, listening), daemon=True)
        server.start()
        _, cookie = Client(port).get(f"/login/{keys.get(timeout=60)}")
        with Tracker(path) as tracker:
            pages: dict[str, Callable[[], object]] = {
                "/": lambda: gather(tracker, period_at(tracker, DAY), Filter(), DAY, SOON_DAYS, today=DAY),
                "/tasks": lambda: tracker.tasks(today=DAY),
                "/documents/1/read": lambda: (tracker.load(1), tracker.tasks(Filter(document=1), today=DAY)),
            }
            print(f"{tasks} tasks, {CLIENTS} clients at once, {EACH} requests each; ms")
            print(
                f"{'page':20}{'first':>9}{'after':>9}{'median':>9}{'p99':>9}{'library':>9}{'median/library':>16}{'p99/library':>13}"
            )
            for page, ask in pages.items():
                first, _ = Client(port, cookie).get(page)
                tracker.progress(tasks // 2, Entries(note=f"又推进一步，见{page}"), period="2026-05")
                after, _ = Client(port, cookie).get(page)
                taken, alone = at_once(port, cookie, page), timed(ask)
                half, worst = median(taken), quantiles(taken, n=100)[98]
                row = f"{page:20}{first * 1e3:9.0f}{after * 1e3:9.0f}{half * 1e3:9.1f}{worst * 1e3:9.1f}{alone * 1e3:9.1f}"
                print(f"{row}{half / alone:16.3f}{worst / alone:13.3f}", flush=True)
        client = Client(port, cookie)
        number = server.pid or 0
        for count in range(1, LONG + 1):
            client.get(("/", "/tasks?page=2", "/tasks/7", "/units")[count % 4])
            if count in (WARM, LONG):
                print(f"memory after {count} requests: {resident(number):.0f} MB", flush=True)
        server.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
