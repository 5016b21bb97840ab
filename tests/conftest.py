"""Fixtures that several test modules share: every test of the tracker runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from dataclasses import is_dataclass
from itertools import count
from pathlib import Path

import pytest
from calls import at_desk
from hypothesis import HealthCheck, settings

# How long a case takes is the machine's affair; what must be quick has a test of its own. The cases are the same in every
# run; `pytest --hypothesis-profile search` looks for others.
settings.register_profile("search", deadline=None, suppress_health_check=list(HealthCheck))
settings.register_profile("policyparse", settings.get_profile("search"), derandomize=True, database=None)
settings.load_profile("policyparse")

NAMES = count(1)

LONGEST = 60
"""Characters of the name of a case."""


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A case is named by its words: Chinese as it is, what cannot be printed as it is written in code.

    Without this a tuple or a value of the model is called ``val0``, and one has to count the table's rows.
    """
    if isinstance(val, tuple | list) and all(isinstance(part, str | int) for part in val):
        val = " ".join(map(str, val))
    elif isinstance(val, bytes):
        val = (
            argname  # an archive made in the test holds the time of day: two workers would collect two lists
        )
    elif isinstance(val, set | frozenset):
        val = " ".join(sorted(map(str, val)))
    elif is_dataclass(val) or isinstance(val, tuple | list | dict):
        val = repr(val)
    if not isinstance(val, str):
        return None
    words = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in val)
    return words if len(words) <= LONGEST else f"{words[:LONGEST]}…"


@pytest.fixture(scope="session", autouse=True)
def _nobodys_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a program keeps for its user (a tracker, the copies of a server's) is never that of whoever runs the tests."""
    with pytest.MonkeyPatch.context() as place:
        place.setenv("XDG_DATA_HOME", str(tmp_path_factory.mktemp("data")))
        yield


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy for each test of the folder that a module's ``made`` has made once, and the test at work in it."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    at_desk(tmp_path, monkeypatch)
    return tmp_path


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a running server, with ``{name}`` for the database."""
    from postgres import server

    with server() as url:
        yield url


@pytest.fixture(scope="session")
def databases(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Gives the address of another database of a kind: one that ``empty`` says is bare, or a tracker without tasks."""
    folder = tmp_path_factory.mktemp("trackers")
    templates: dict[str, str] = {}

    def new(kind: str, empty: bool = False) -> str:
        name = f"tracker{next(NAMES)}"
        template = None if empty else templates.setdefault(kind, "") or new(kind, empty=True)
        if template and not templates[kind]:
            _open_once(template)
            templates[kind] = template
        if kind == "sqlite":
            return _copied(folder / f"{name}.db", template)
        return _created(request.getfixturevalue("postgres"), name, template)

    return new


def _open_once(address: str) -> None:
    from policyparse.tracker import Tracker

    with Tracker(address) as tracker:
        tracker.documents()


def _copied(path: Path, template: str | None) -> str:
    if template:
        shutil.copyfile(template, path)
    return str(path)


def _created(url: str, name: str, template: str | None) -> str:
    from sqlalchemy import create_engine, make_url, text

    engine = create_engine(url.format(name="postgres"), isolation_level="AUTOCOMMIT")
    like = f" TEMPLATE {make_url(template).database}" if template else ""
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}{like} STRATEGY FILE_COPY"))
    engine.dispose()
    return url.format(name=name)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def kind(request: pytest.FixtureRequest) -> str:
    """The kind of database that a test runs on: each in turn."""
    return str(request.param)


@pytest.fixture
def new_database(databases: Callable[..., str], kind: str) -> Callable[[], str]:
    """Gives the address of another tracker without tasks each time that it is called."""
    return lambda: databases(kind)


@pytest.fixture
def bare_database(databases: Callable[..., str], kind: str) -> str:
    """The address of a database with nothing in it."""
    return databases(kind, empty=True)


@pytest.fixture
def database(new_database: Callable[[], str]) -> str:
    """The address of a tracker without tasks."""
    return new_database()


@pytest.fixture
def tracker(database: str) -> Iterator[object]:
    """An empty tracker."""
    from policyparse.tracker import Tracker

    with Tracker(database) as opened:
        yield opened
