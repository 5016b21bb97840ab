"""The kept files: whether each is there and its own, is referred to, and whether others lie among them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection

from policyparse.tracker.database import book_over
from policyparse.tracker.kept import Kept, listed
from policyparse.tracker.soundness.cells import Stored
from policyparse.tracker.soundness.problem import Problem

REFERRING = (("source", "sha256"), ("evidence", "sha256"))
"""The columns that refer to a kept file: table and name."""

ONCE_MORE = "把原文件再 add 一次即可放回"
REMOVE = "可用 check --repair 清除"
SET_ASIDE = "可用 check --repair 清除，修复前的备份里仍有"
ADOPT = "可用 check --repair 登记为留存"


def problems(stored: Stored, kept: Kept, connection: Connection) -> Iterator[Problem]:
    """What is wrong with the kept files; all of them are read."""
    names = {row["sha256"]: row["attached"]["name"] for row in stored["evidence"] if row["attached"]}
    names |= {row["sha256"]: row["name"] for row in stored["source"]}
    wanted = {row[column] for table, column in REFERRING for row in stored[table]}
    sent = {sha256: name for row in stored["submission"] for sha256, name in _sent(row["content"])}
    names, wanted = {**sent, **names}, wanted | sent.keys()
    rows = book_over(connection)
    for sha256 in listed(rows):
        name = f"“{names[sha256]}”" if sha256 in names else f" {sha256:.12}"
        if sha256 not in wanted:
            words = f"留存的原件{name}没有哪条记录用到"
            yield Problem(words, SET_ASIDE, partial(_forget, kept=kept, sha256=sha256))
        elif fault := kept.verify(rows, sha256):
            yield Problem(
                f"留存的原件{name}{'不见了' if fault == 'missing' else '被改动过，与入库时不同'}", ONCE_MORE
            )
    for stray in kept.strays(rows):
        name = stray.rpartition("/")[2]
        adopt = name in wanted and kept.verify(rows, name) is None
        mend = partial(_list, kept=kept, sha256=name) if adopt else partial(_discard, kept=kept, stray=stray)
        words = f"原件里多出一个没有登记的文件：{stray}"
        yield Problem(words, ADOPT if adopt else REMOVE, mend)


def _sent(content: Any) -> Iterator[tuple[str, str]]:
    """The files that a unit sent with its page, entered or not: SHA-256 and name, wherever in the content they stand."""
    if isinstance(content, dict) and isinstance(content.get("sha256"), str):
        yield content["sha256"], str(content.get("name"))
    elif isinstance(content, dict | list):
        for part in content.values() if isinstance(content, dict) else content:
            yield from _sent(part)


def _forget(connection: Connection, *, kept: Kept, sha256: str) -> None:
    kept.forget(book_over(connection), sha256)


def _list(connection: Connection, *, kept: Kept, sha256: str) -> None:
    kept.list(book_over(connection), sha256)


def _discard(connection: Connection, *, kept: Kept, stray: str) -> None:
    kept.discard(book_over(connection), stray)
