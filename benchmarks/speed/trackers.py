"""Trackers of any size: the corpora, added through ``Tracker.add`` as a clerk adds them, and their rows multiplied by SQL."""

from __future__ import annotations

import sqlite3
import zlib
from datetime import datetime
from pathlib import Path

import policyparse
from policyparse.asking.documents import unpacked
from policyparse.ledger import STATES
from policyparse.tracker import Tracker, digests

CORPORA = Path(__file__).parent.parent.parent / "corpora" / "docs"
RARE = "望川县测绘服务中心"
"""A unit that has a part in exactly ``RARE_TASKS`` open tasks, however large the tracker is."""
RARE_TASKS = 50
WHEN = datetime(2025, 6, 30, 9, 0)
# the columns of each table that point at a row which is copied with them; units and their names are shared by all copies
COPIED = {
    "source": (),
    "document": ("parse_id",),
    "parse": ("source_id", "document_id"),
    "task": ("document_id",),
    "task_unit": ("task_id",),
    "target": ("task_id",),
    "deadline": ("task_id",),
    "command": (),
    "change": ("command_id", "document_id", "task_id"),
}
_KEY = b'{"key": "'


def made(path: Path, tasks: int) -> Path:
    """An SQLite tracker of about so many tasks (never fewer), made where there is none; a fifth of the tasks is done,
    as many are ended or under way, and the log says so."""
    if path.exists():
        return path
    draft = path.with_suffix(".draft")
    with Tracker(draft) as tracker:
        for file in sorted(CORPORA.iterdir()):
            tracker.add(policyparse.parse(file), by="张三", at=WHEN)
    with sqlite3.connect(draft) as rows:
        rows.execute("PRAGMA foreign_keys = OFF")
        rows.execute("PRAGMA synchronous = OFF")
        _multiply(rows, tasks)
        _report(rows)
        rows.commit()
    rows.close()
    _rare(draft)
    with sqlite3.connect(draft) as rows:
        rows.execute("ANALYZE")
    rows.close()
    draft.rename(path)
    return path


def _multiply(rows: sqlite3.Connection, tasks: int) -> None:
    """Copy all rows until there are enough tasks; a copy's numbers follow on the last of those before."""
    (there,) = rows.execute("SELECT count(*) FROM task").fetchone()
    steps = {name: rows.execute(f"SELECT max(id) FROM {name}").fetchone()[0] for name in COPIED}
    rows.execute(f"CREATE TEMP TABLE copy AS {_numbers(-(-tasks // there) - 1)}")
    rows.create_function("rekeyed", 2, _rekeyed, deterministic=True)
    rows.create_function("digested", 1, lambda snapshot: digests.of_reading(snapshot, unpacked(snapshot)))
    for name, references in COPIED.items():
        columns = [row[1] for row in rows.execute(f"PRAGMA table_info({name})")]
        moved = {column: f"{column} + n * {steps[_target(column)]}" for column in references}
        moved |= {"id": f"id + n * {steps[name]}"}
        # a returned row is known by its key; the snapshot has it too, so that the tracker is sound
        moved |= {"key": "printf('%x-', n) || key"} if name == "task" else {}
        again = {"snapshot": "rekeyed(snapshot, n)", "digest": "digested(rekeyed(snapshot, n))"}
        moved |= again if name == "parse" else {}
        moved |= {"sha256": "substr(sha256, 1, 56) || printf('%08x', n)"} if name == "source" else {}
        values = ", ".join(moved.get(column, f'"{column}"') for column in columns)
        rows.execute(f"INSERT INTO {name} SELECT {values} FROM {name}, copy ORDER BY n, id")


def _rekeyed(snapshot: bytes, copy: int) -> bytes:
    """A reading whose tasks have the keys of those of a copy."""
    return zlib.compress(zlib.decompress(snapshot).replace(_KEY, _KEY + f"{copy:x}-".encode()))


def _numbers(last: int) -> str:
    return f"WITH RECURSIVE k(n) AS (SELECT 1 WHERE {last} UNION ALL SELECT n + 1 FROM k WHERE n < {last}) SELECT n FROM k"


def _target(column: str) -> str:
    return column.removesuffix("_id")


def _report(rows: sqlite3.Connection) -> None:
    """Give two of five tasks another state, by one command of the log."""
    rows.execute(
        "INSERT INTO command (at, by, verb, words) VALUES (?, '张三', 'import', '登记进展')",
        (WHEN.isoformat(" "),),
    )
    states = {3: "推进中", 4: "已完成", 7: "推进中", 8: STATES[3]}
    chosen = "CASE id % 10 " + " ".join(f"WHEN {k} THEN '{v}'" for k, v in states.items()) + " END"
    rows.execute(
        "INSERT INTO change (command_id, task_id, field, before, after)"
        f" SELECT (SELECT max(id) FROM command), id, 'state', '\"未启动\"', '\"' || {chosen} || '\"'"
        f" FROM task WHERE {chosen} IS NOT NULL"
    )
    rows.execute(f"UPDATE task SET state = {chosen} WHERE {chosen} IS NOT NULL")
    rows.execute("UPDATE task_unit SET state = (SELECT state FROM task WHERE task.id = task_id)")


def _rare(draft: Path) -> None:
    """A unit that supports ``RARE_TASKS`` open tasks, spread over the whole tracker, by a person's word."""
    with sqlite3.connect(draft) as rows:
        numbers = [n for (n,) in rows.execute("SELECT id FROM task WHERE state = '未启动' ORDER BY id")]
    rows.close()
    with Tracker(draft) as tracker:
        for number in numbers[:: max(1, len(numbers) // RARE_TASKS)][:RARE_TASKS]:
            units = [one.value for one in tracker.task(number, today=WHEN.date()).units]
            support = [unit.name for unit in units if unit.role == "support"]
            tracker.edit(number, support=[*support, RARE], new_units=True, by="张三", at=WHEN)
