"""Where a tracker is: a path, a URL, an environment variable, or the user's own file."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import SQLAlchemyError

from policyparse.asking.source import IN_MEMORY, own
from policyparse.errors import TrackerError, why, without_password


def locate(url: str | Path | None) -> URL:
    """The URL of a path, of any SQLAlchemy URL, of $POLICYPARSE_DB, or of the user's own tracker; ``:memory:`` is SQLite's own word.

    Raises TrackerError for a URL that is none and for a folder that is not there.
    """
    given = url if url is not None else os.environ.get("POLICYPARSE_DB") or None
    if given is None:
        own().parent.mkdir(parents=True, exist_ok=True)
        return _file(own())
    if str(given) == IN_MEMORY:
        return URL.create("sqlite")
    if isinstance(given, Path) or "://" not in given:
        return _file(Path(given).expanduser())
    try:
        found = make_url(given)
    except (SQLAlchemyError, ValueError) as error:
        raise TrackerError(f"数据库地址写得不对：{without_password(given)}") from error
    plain = found.drivername in {"postgresql", "postgres"}
    return found.set(drivername="postgresql+psycopg") if plain else found


def _file(path: Path) -> URL:
    try:
        path.exists()  # a name that no disk takes is found out here
        path.absolute().with_suffix(".files")  # nor is the root a name
        there = path.parent.is_dir()
    except (OSError, ValueError) as error:
        reason = f"（{why(error)}）" if isinstance(error, OSError) else ""
        raise TrackerError(f"台账的路径写得不对：{without_password(str(path)):.200}{reason}") from error
    if not there:
        raise TrackerError(f"文件夹不存在：{without_password(str(path.parent))}")
    return URL.create("sqlite", database=str(path.absolute()))
