"""The files that were attached to tasks as evidence (佐证材料)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from policyparse.asking.rows import Row, Rows, among
from policyparse.ledger import Evidence


def of_tasks(rows: Rows, tasks: Collection[int]) -> dict[int, tuple[Evidence, ...]]:
    """The files of some tasks by their numbers, in the order in which they were attached."""
    asked = f"SELECT task_id, sha256, attached FROM evidence WHERE NOT removed AND {among('task_id', tasks)} ORDER BY id"
    return by_task(rows, rows.all(asked))


def by_task(rows: Rows, stored: Iterable[Row]) -> dict[int, tuple[Evidence, ...]]:
    """Files by their tasks, from their rows: task, SHA-256, what is kept of how it was attached."""
    found: dict[int, tuple[Evidence, ...]] = defaultdict(tuple)
    for task, sha256, attached in stored:
        said = rows.json(attached)
        unit, period, at = said["unit"], said["period"], rows.moment(said["at"])
        found[task] += (Evidence(said["name"], sha256, said["size"], unit, period, at, said["by"]),)
    return dict(found)
