"""Fixtures that several test modules share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def database(tmp_path: Path) -> str:
    """The address of an empty database."""
    return str(tmp_path / "tracker.db")


@pytest.fixture
def tracker(database: str) -> Iterator[object]:
    """An empty tracker."""
    from policyparse.tracker import Tracker

    with Tracker(database) as opened:
        yield opened
