"""A board of a small office tracker for the tests: its application, and clients who ask it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from starlette.testclient import TestClient
from tracked import NOON, education, welfare

from policyparse.board.app import create_app
from policyparse.board.desk import Desk
from policyparse.board.guard import Hosts
from policyparse.board.keys import Keys
from policyparse.bulletin.lamps import DEFAULT, choose
from policyparse.cli.conditions import condition
from policyparse.tracker import Tracker

DAY = date(2025, 7, 1)
HOST = "http://127.0.0.1:8765"
OWN = {"origin": HOST}
"""What a browser sends with a form of the board's own page over plain http."""
UNIT, PERIOD = "云溪市教育局", "2025-06"


@dataclass
class Board:
    """A board with its application; ``printed`` are the login keys that the terminal was told."""

    tracker: Tracker
    app: Any
    desk: Desk
    printed: list[str] = field(default_factory=list)

    def client(self, host: str = HOST) -> TestClient:
        """A visitor nobody knows, who goes by no redirect unasked."""
        return TestClient(self.app, base_url=host, follow_redirects=False)

    def office(self) -> TestClient:
        """A visitor with the cookie of the office."""
        client = self.client()
        assert client.get(f"/login/{self.printed[-1]}").status_code == 200
        return client


@cache
def _office() -> bytes:
    """The file of a tracker with documents that are reported on each month; each board has a copy."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "office.db"
        with Tracker(path) as tracker:
            for parse in (education(), welfare()):
                tracker.add(parse, by="张三", at=NOON)
            for card in tracker.documents():
                tracker.set_reporting(card.id, "monthly", 10, by="张三", at=datetime(2025, 3, 2, 9, 0))
        return path.read_bytes()


def board(
    path: Path | str,
    *,
    read_only: bool = False,
    hosts: Hosts | None = None,
    today: Callable[[], date] = lambda: DAY,
    filters: Mapping[str, Mapping[str, str | bool | None]] | None = None,
) -> Board:
    """A board of that tracker."""
    printed: list[str] = []
    if not Path(path).exists():
        Path(path).write_bytes(_office())
    tracker = Tracker(path)
    desk = Desk(
        tracker,
        Keys(printed.append),
        choose(DEFAULT),
        "王科长",
        read_only,
        today=today,
        filters=lambda: filters or {},
        choose=lambda words: condition(dict(words)),
    )
    return Board(tracker, create_app(desk, hosts or Hosts.of("127.0.0.1")), desk, printed)
