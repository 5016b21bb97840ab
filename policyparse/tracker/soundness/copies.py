"""What is kept twice so that it is found quickly: searched words, due dates, the links' copies of their task."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from policyparse.asking.search import spread
from policyparse.ledger.due import latest
from policyparse.tracker import fields
from policyparse.tracker.database import book_of
from policyparse.tracker.soundness.cells import BAD, Stored
from policyparse.tracker.soundness.problem import REBUILD, Problem


def problems(stored: Stored) -> Iterator[Problem]:
    """The tasks whose copies differ from what they are copies of."""
    dated: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in stored["deadline"]:
        dated[row["task_id"]].append({**row, "due": row["due"].isoformat() if row["due"] else None})
    tasks = {row["id"]: row for row in stored["task"]}
    for number, row in tasks.items():
        mend = partial(_settle, number=number)
        if not _same(row["words"], spread(row["title"] or "", row["text"] or "")):
            yield Problem(f"任务 {number} 的检索词与正文不符", REBUILD, mend)
        if not _same(row["due"], latest(dated[number])):
            yield Problem(f"任务 {number} 的到期日与完成时限不符", REBUILD, mend)
    astray = {
        link["task_id"]
        for link in stored["task_unit"]
        if (task := tasks.get(link["task_id"]))
        and not (_same(link["state"], task["state"]) and _same(link["due"], task["due"]))
    }
    for number in sorted(astray):
        words = f"任务 {number} 的责任单位记录与任务不符"
        yield Problem(words, REBUILD, partial(_settle, number=number))


def _same(kept: Any, source: Any) -> bool:
    """Whether a copy is true; what cannot be is told by the cells already."""
    return kept is BAD or source is BAD or bool(kept == source)


def _settle(connection: Connection, *, number: int) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        fields.settle(book_of(session), [number])
        session.commit()
