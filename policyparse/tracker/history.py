"""What was done, by whom, and taking it back."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from policyparse.asking.rows import Rows, among
from policyparse.errors import Overtaken, TrackerError
from policyparse.ledger import Undone
from policyparse.ledger.names import field_name
from policyparse.tracker import fields
from policyparse.tracker.pen import Pen

AT_ONCE = 500
"""Tasks that one statement names."""
NAMED = 3
"""Later commands that are named where they stand on one that is to be taken back."""
_STANDING = "m.verb <> 'undo' AND m.id NOT IN (SELECT undoes FROM command WHERE undoes IS NOT NULL)"
_LAST = "ORDER BY m.id DESC LIMIT 1"
_DOCUMENTS = "SELECT document_id FROM change WHERE command_id = :command AND document_id IS NOT NULL"
_TASKS = f"SELECT id FROM task WHERE document_id IN ({_DOCUMENTS})"
_BUILT_ON = f"""
FROM command m WHERE m.id > :command AND {_STANDING} AND EXISTS (
  SELECT 1 FROM change c
  WHERE c.command_id = m.id AND (c.document_id IN ({_DOCUMENTS}) OR c.task_id IN ({_TASKS}))
) ORDER BY m.id
"""
"""The later commands, still standing, that worked on the documents which a command brought in or took out."""


class _Command(NamedTuple):
    """A command of the log."""

    id: int
    at: datetime
    by: str
    verb: str
    words: str


class _Change(NamedTuple):
    """What a command changed in one field."""

    task_id: int | None
    document_id: int | None
    field: str
    before: Any
    after: Any


def unchanged(rows: Rows, tasks: Collection[int], seen: int | None) -> None:
    """See that nobody changed some tasks after the command ``seen`` (None: whatever happened). Raises Overtaken."""
    if seen is None:
        return
    numbers = sorted(set(tasks))
    for start in range(0, len(numbers), AT_ONCE):
        touched = among("c.task_id", numbers[start : start + AT_ONCE])
        later = f"FROM command m JOIN change c ON c.command_id = m.id WHERE {touched} AND m.id > :seen"
        if last := _commands(rows, f"{later} {_LAST}", seen=seen):
            raise Overtaken(f"您打开以后，{_told(last[0])}。没有保存；请核对后再保存。")


def undo(pen: Pen, *, command: int | None = None, own: bool = False, alone: bool = False) -> Undone:
    """Take back one whole command: the last that still stands, or the one given.

    ``own`` takes only one of the pen's own hand; ``alone`` only one on whose documents nobody has worked since. Raises
    TrackerError where there is none, where it was taken back before, or where a later command changed the same fields (that
    one must be taken back first).
    """
    rows, by = pen.rows, pen.by
    target = _standing(rows, command, by if own and command is None else None)
    if own and target.by != by:
        raise TrackerError(f"操作 {target.id} 是 {_told(target)}，不是您的；确要撤销请加 --any。")
    if alone and (later := _commands(rows, _BUILT_ON, command=target.id)):
        raise TrackerError(
            f"操作 {target.id}（{target.words}）之后还有 {len(later)} 次操作建立在它上面："
            f"{'；'.join(f'{c.id} {_told(c)}' for c in later[:NAMED])}{'……' if len(later) > NAMED else ''}。"
            "确要撤销请加 --yes。"
        )
    changes = "SELECT task_id, document_id, field, before, after FROM change WHERE command_id = :command"
    for task, document, field, before, after in rows.all(f"{changes} ORDER BY id DESC", command=target.id):
        _take_back(pen, _Change(task, document, field, rows.json(before), rows.json(after)))
    done = f"撤销 {target.by or '（未署名）'} 于 {target.at:%Y-%m-%d %H:%M} 的操作：{target.words}"
    pen.finish(done, undoes=target.id)
    return Undone(target.id, target.verb, target.at, target.by, f"已{done}")


def _commands(rows: Rows, which: str, **given: Any) -> list[_Command]:
    found = rows.all(f"SELECT m.id, m.at, m.by, m.verb, m.words {which}", **given)
    return [_Command(number, rows.moment(at), *told) for number, at, *told in found]


def _told(command: _Command) -> str:
    return f"{command.by or '（未署名）'} 于 {command.at:%Y-%m-%d %H:%M} 的操作：{command.words}"


def _standing(rows: Rows, command: int | None, by: str | None) -> _Command:
    which = f"FROM command m WHERE {_STANDING}" + ("" if command is None else " AND m.id = :command")
    given = {} if command is None else {"command": command}
    last = _commands(rows, f"{which} {_LAST}", **given)
    found = last if by is None else _commands(rows, f"{which} AND m.by = :by {_LAST}", **given, by=by)
    if found:
        return found[0]
    if last:
        raise TrackerError(f"{by} 没有可以撤销的操作。最近一次是 {_told(last[0])}；确要撤销它请加 --any。")
    if command is None:
        raise TrackerError("没有可以撤销的操作。")
    verb = rows.first("SELECT verb FROM command WHERE id = :command", command=command)
    if verb == ("undo",):
        raise TrackerError(f"操作 {command} 本身是撤销，不能再撤销；要恢复被撤销的内容，请重新办理。")
    raise TrackerError(f"操作 {command} {'已经撤销' if verb else '不存在'}。")


def _take_back(pen: Pen, change: _Change) -> None:
    task, document, field = change.task_id, change.document_id, change.field
    if task is not None:
        now = fields.of_task(pen.rows, task, field)
    elif document is not None:
        now = fields.of_document(pen.rows, document, field)
    else:
        now = fields.of_office(pen.rows, field)
    if now != change.after:
        raise TrackerError(f"{_called(pen.rows, change)}在这次操作之后又改过，请先撤销后来的操作。")
    if task is not None:
        pen.task(task, field, change.before)
    elif document is not None:
        pen.document(document, field, change.before)
    else:
        pen.office(field, change.before)


def _called(rows: Rows, change: _Change) -> str:
    if change.task_id is not None:
        (title,) = rows.first("SELECT title FROM task WHERE id = :task", task=change.task_id) or ("",)
        return f"任务 {change.task_id}《{title}》"
    return field_name(change.field) if change.document_id is None else f"文件 {change.document_id} "
