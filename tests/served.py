"""The board of a tracker behind a real server on this machine, for clients and browsers."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import httpx2
import uvicorn
from waiting import until

from policyparse.board import server
from policyparse.board.app import create_app
from policyparse.board.desk import Desk
from policyparse.board.guard import Hosts
from policyparse.board.keys import Keys
from policyparse.bulletin.lamps import DEFAULT, choose
from policyparse.tracker import Tracker

TODAY = date(2026, 11, 1)


class Client(httpx2.Client):
    """A visitor of the board, who sends forms as the board's own pages do."""

    def __init__(self, url: str) -> None:
        super().__init__(base_url=url, headers={"origin": url}, timeout=600)

    def send_form(self, path: str, **fields: Any) -> httpx2.Response:
        """POST the fields; the answer itself, not where it leads."""
        return self.post(path, data=fields, follow_redirects=False)


@contextmanager
def served(tracker: Tracker, **more: Any) -> Iterator[tuple[str, list[str]]]:
    """The address of a tracker's board while the block runs, and the login keys that were told."""
    told: list[str] = []
    desk = Desk(tracker, Keys(told.append), choose(DEFAULT, {}), "核对员", today=lambda: TODAY, **more)
    with server.bound(server.Place("127.0.0.1", 0)) as listening:
        url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        app = create_app(desk, Hosts.of("127.0.0.1"))
        running = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        until(lambda: running.started or not thread.is_alive())
        try:
            yield url, told
        finally:
            running.should_exit = True
            thread.join()


@contextmanager
def client(tracker: Tracker, **more: Any) -> Iterator[Client]:
    """The office, logged in."""
    with served(tracker, **more) as (url, told), Client(url) as made:
        assert made.get(f"/login/{told[-1]}").status_code == 200
        yield made
