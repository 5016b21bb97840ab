"""The log: what was changed, when, by whom, and what waits for a person."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from policyparse.asking.damage import FAULTS
from policyparse.asking.rows import Row, Rows
from policyparse.errors import TrackerError
from policyparse.ledger import Change
from policyparse.ledger.wording import OUTSIDE, QUIET, in_words

_QUIET = ", ".join(f"'{field}'" for field in QUIET)
_CHANGES = f"""
SELECT c.id, c.command_id, m.at, m.by, m.verb, c.task_id, c.field, c.before, c.after
FROM change c JOIN command m ON m.id = c.command_id
WHERE c.field NOT IN ({_QUIET}) AND c.field NOT LIKE :outside{{chosen}} ORDER BY c.id
"""


def changes(
    rows: Rows, task: int | None = None, since: date | None = None, command: int | None = None
) -> tuple[Change, ...]:
    """The log from its beginning (or from a day on): of one task and its document, of one command, or of everything.

    Raises TrackerError where there is no such task.
    """
    chosen = ""
    given: dict[str, Any] = {"outside": OUTSIDE}
    if task is not None:
        chosen += (
            " AND (c.task_id = :task OR c.document_id = (SELECT document_id FROM task WHERE id = :task))"
        )
        given["task"] = task
    if command is not None:
        chosen += " AND c.command_id = :command"
        given["command"] = command
    if since is not None:
        chosen += " AND m.at >= :since"
        given["since"] = datetime.combine(since, datetime.min.time())
    asked = rows.all(_CHANGES.format(chosen=chosen), **given)
    if not asked and task is not None and not rows.first("SELECT 1 FROM task WHERE id = :task", task=task):
        raise TrackerError(f"没有编号为 {task} 的任务。")
    return tuple(change for row in asked if (change := _readable(rows, row)))


def _readable(rows: Rows, row: Row) -> Change | None:
    """A change from its row; None where it is damaged, which is told."""
    try:
        return _change(rows, *row)
    except FAULTS:
        asked = "SELECT coalesce(c.document_id, t.document_id) FROM change c LEFT JOIN task t ON t.id = c.task_id WHERE c.id = :id"
        (document,) = rows.first(asked, id=row[0]) or (0,)
        rows.unshown(document, row[5])
        return None


def _change(
    rows: Rows,
    number: int,
    command: int,
    at: Any,
    by: str,
    verb: str,
    task: int | None,
    field: str,
    before: Any,
    after: Any,
) -> Change:
    told = (in_words(field, rows.json(value)) for value in (before, after))
    return Change(number, command, rows.moment(at), by, verb, task, field, *told)
