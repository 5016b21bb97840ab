"""The files that were attached to tasks as evidence (佐证材料)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from policyparse.asking.rows import Rows, among
from policyparse.ledger import Evidence


def of_tasks(rows: Rows, tasks: Collection[int]) -> dict[int, tuple[Evidence, ...]]:
    """The files of some tasks by their numbers, in the order in which they were attached."""
    found: dict[int, tuple[Evidence, ...]] = defaultdict(tuple)
    asked = f"SELECT task_id, sha256, attached FROM evidence WHERE NOT removed AND {among('task_id', tasks)} ORDER BY id"
    for task, sha256, attached in rows.all(asked):
        said = rows.json(attached)
        unit, period, at = said["unit"], said["period"], rows.moment(said["at"])
        found[task] += (Evidence(said["name"], sha256, said["size"], unit, period, at, said["by"]),)
    return dict(found)
