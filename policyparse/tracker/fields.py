"""Single fields of tasks and documents as the log keeps them: plain JSON, read and written by name.

A task's field is a column, a list of facts (units, targets, deadlines), what was filed for a period by the office
(``report:2025-06``) or a unit (``report:2025-06:云溪市教育局``), a reminder that a unit was sent
(``reminder:week:云溪市教育局``), or the state of a conflict (``conflict:7``).
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from policyparse import output
from policyparse.asking.rows import Rows, among
from policyparse.asking.search import spread
from policyparse.errors import TrackerError
from policyparse.ledger.due import latest
from policyparse.schema.facts import Json, plain
from policyparse.tracker import rows
from policyparse.tracker.book import JSON_COLUMNS, Book

DAYS = frozenset({"started_on", "finished_on", "issued_on", "due"})
MOMENTS = frozenset({"updated_at", "added_at"})
FLAGS = frozenset({"dropped", "removed"})
DECIMALS = frozenset({"points"})
"""What the columns of tasks and documents hold that is neither words, a number nor JSON."""
_NAME = re.compile("[a-z_]+")
_OF_REPORT = "task_id = :task_id AND period = :period AND unit = :unit"
_OF_REMINDER = "task_id = :task_id AND rung = :period AND unit = :unit"


# ---- reading -------------------------------------------------------------------------------------------


def of_task(asked: Rows, task: int, field: str) -> Any:
    """The value in force of a task's field. Raises TrackerError for no such task."""
    if field in rows.TABLES:
        return rows.facts_of(asked, field, [task])[task]
    kind, _, name = field.partition(":")
    if kind == "report":
        return _json(asked, f"SELECT filed FROM report WHERE {_OF_REPORT}", **_whose(task, name))
    if kind == "reminder":
        return _json(asked, f"SELECT sent FROM reminder WHERE {_OF_REMINDER}", **_whose(task, name))
    if kind == "evidence":
        here = "task_id = :task AND sha256 = :sha256 AND NOT removed"
        return _json(asked, f"SELECT attached FROM evidence WHERE {here}", task=task, sha256=name)
    if kind == "conflict":
        return _first(asked, "SELECT status FROM conflict WHERE id = :number", number=int(name))
    return _column(asked, "task", task, field, "任务")


def columns(asked: Rows, task: int, names: tuple[str, ...]) -> dict[str, Any]:
    """The values in force of some columns of a task, in one statement. Raises TrackerError for no such task."""
    found = columns_of(asked, [task], names)
    if not found:
        raise TrackerError(f"没有编号为 {task} 的任务。")
    return found[task]


def columns_of(asked: Rows, tasks: Sequence[int], names: tuple[str, ...]) -> dict[int, dict[str, Any]]:
    """The same of some tasks that there are, by their numbers."""
    found = {}
    for some in rows.chunks(tasks):
        chosen = ", ".join(map(_named, names))
        for number, *values in asked.all(f"SELECT id, {chosen} FROM task WHERE {among('id', some)}"):
            told = zip(names, values, strict=True)
            found[number] = {name: _told(asked, "task", name, value) for name, value in told}
    return found


def facts_of(asked: Rows, kind: str, tasks: Sequence[int]) -> dict[int, list[Json]]:
    """The facts of one kind (units, targets, deadlines) of some tasks that there are, by their numbers."""
    return rows.facts_of(asked, kind, tasks)


def report_name(period: str, unit: str) -> str:
    """The name of a report among the fields of its task: report:2025-06 of the office, report:2025-06:云溪市教育局."""
    return f"report:{period}" + (f":{unit}" if unit else "")


def _whose(task: int, name: str) -> dict[str, Any]:
    """Whose row a report or a reminder is, for the statements above; ``name`` as in the log: 2025-06, week:云溪市教育局."""
    period, _, unit = name.partition(":")
    return {"task_id": task, "period": period, "unit": unit}


def reminders_of(asked: Rows, tasks: Sequence[int]) -> dict[tuple[int, str], Any]:
    """The reminders that were sent of some tasks, by the task and the name among its fields (reminder:week:云溪市教育局)."""
    found = {}
    for some in rows.chunks(tasks):
        for task, rung, unit, sent in asked.all(
            f"SELECT task_id, rung, unit, sent FROM reminder WHERE {among('task_id', some)}"
        ):
            found[task, f"reminder:{rung}:{unit}"] = asked.json(sent)
    return found


def of_document(asked: Rows, document: int, field: str) -> Any:
    """The value in force of a document's field. Raises TrackerError for no such document."""
    return _column(asked, "document", document, field, "文件")


def of_office(asked: Rows, field: str) -> Any:
    """What the log keeps of something that is of no task and no document: the status of a link (``link:3``), of a
    submission (``submission:7``: its status and why it was refused), the members of a collective unit in a place
    (``members:南岭省云溪市:各县区政府``), the ``order`` of units; None where there is none."""
    kind, _, name = field.partition(":")
    if kind == "link":
        return _first(asked, "SELECT status FROM unit_link WHERE id = :number", number=int(name))
    if kind == "submission":
        row = asked.first("SELECT status, reason FROM submission WHERE id = :number", number=int(name))
        return None if row is None else dict(zip(("status", "reason"), row, strict=True))
    if kind == "order":
        value = _first(asked, "SELECT value FROM meta WHERE name = :name", name=field)
        return json.loads(value) if value else None
    place, _, group = name.partition(":")
    found = asked.all(
        "SELECT m.name, u.canonical FROM unit_member m JOIN unit u ON u.id = m.unit_id"
        " WHERE m.group_id = :number AND m.place = :place ORDER BY m.position",
        number=_unit_number(asked, group),
        place=place,
    )
    return [{"name": name, "canonical": canonical} for name, canonical in found] or None


def _unit_number(asked: Rows, canonical: str) -> Any:
    return _first(asked, "SELECT id FROM unit WHERE canonical = :canonical", canonical=canonical)


def _first(asked: Rows, statement: str, **given: Any) -> Any:
    """The only value that a statement gives, None where it gives no row."""
    found = asked.first(statement, **given)
    return found[0] if found else None


def _json(asked: Rows, statement: str, **given: Any) -> Any:
    return asked.json(_first(asked, statement, **given))


def _column(asked: Rows, table: str, number: int, field: str, what: str) -> Any:
    found = asked.first(f"SELECT {_named(field)} FROM {table} WHERE id = :number", number=number)
    if found is None:
        raise TrackerError(f"没有编号为 {number} 的{what}。")
    return _told(asked, table, field, found[0])


def _named(field: str) -> str:
    """A column in a statement; what the log of another's tracker names may be anything."""
    if not _NAME.fullmatch(field):
        raise TrackerError(f"台账没有“{field}”这一项。")
    return f'"{field}"'


def _told(asked: Rows, table: str, field: str, value: Any) -> Any:
    """The value of a column as the log keeps it."""
    if field in JSON_COLUMNS.get(table, ()):
        return asked.json(value)
    if field in DAYS:
        return plain(asked.day(value))
    if field in MOMENTS:
        return plain(asked.moment(value))
    if field in DECIMALS:
        return plain(asked.decimal(value))
    return bool(value) if field in FLAGS else value


# ---- writing -------------------------------------------------------------------------------------------


def set_task(book: Book, task: int, field: str, value: Any) -> None:
    """Give a task's field a value; ``settle`` the task afterwards."""
    kind, _, name = field.partition(":")
    if field in rows.TABLES:
        set_facts_of(book, {task: {field: value}})
    elif kind == "report":
        set_reports(book, [(task, field, value)])
    elif kind == "reminder":
        set_reminders(book, [(task, field, value)])
    elif kind == "evidence":
        _set_evidence(book, task, name, value)
    elif kind == "conflict":
        book.update("conflict", "id", [{"id": int(name), "status": value}])
    else:
        set_columns(book, task, {field: value})


def set_columns(book: Book, task: int, values: Mapping[str, Any]) -> None:
    """Give columns of a task values, in one statement; ``settle`` the task afterwards."""
    set_columns_of(book, {task: values})


def set_columns_of(book: Book, tasks: Mapping[int, Mapping[str, Any]]) -> None:
    """The same for some tasks: a statement for all that change in the same columns."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for task, values in tasks.items():
        alike[tuple(values)].append({"id": task, **{n: _typed(n, v) for n, v in values.items()}})
    for some in alike.values():
        book.update("task", "id", some)


def set_facts_of(book: Book, tasks: Mapping[int, Mapping[str, list[Json]]]) -> None:
    """Put facts of tasks, by their kinds, where others of the kind were; ``settle`` the tasks afterwards."""
    for kind in rows.TABLES:
        changed = {task: facts[kind] for task, facts in tasks.items() if kind in facts}
        if changed:
            rows.write_facts(book, kind, changed, {n: {"state": "未启动", "due": None} for n in changed})


def set_reports(book: Book, reports: Sequence[tuple[int, str, Any]]) -> None:
    """Put reports (task, name among its fields, what was filed; None for nothing) where others of that name were."""
    here = [_whose(task, name.partition(":")[2]) for task, name, _ in reports]
    book.each(f"DELETE FROM report WHERE {_OF_REPORT}", here)
    said = zip(here, (filed for _, _, filed in reports), strict=True)
    book.insert("report", [{**place, "filed": filed} for place, filed in said if filed is not None])


def set_reminders(book: Book, reminders: Sequence[tuple[int, str, Any]]) -> None:
    """Put reminders (task, name among its fields, what was sent; None for nothing) where others of that name were."""
    here = [_whose(task, name.partition(":")[2]) for task, name, _ in reminders]
    book.each(f"DELETE FROM reminder WHERE {_OF_REMINDER}", here)
    said = zip(here, (sent for _, _, sent in reminders), strict=True)
    new = [
        {"task_id": of["task_id"], "rung": of["period"], "unit": of["unit"], "sent": sent}
        for of, sent in said
        if sent is not None
    ]
    book.insert("reminder", new)


def _set_evidence(book: Book, task: int, sha256: str, attached: Any) -> None:
    """Attach a file to a task; with None take it back: its row stays, for the kept file is referred to still."""
    here = {"task_id": task, "sha256": sha256}
    if attached is None:
        taken = "UPDATE evidence SET removed = :removed WHERE task_id = :task_id AND sha256 = :sha256"
        book.run(taken, removed=True, **here)
        return
    book.run("DELETE FROM evidence WHERE task_id = :task_id AND sha256 = :sha256", **here)
    book.insert("evidence", [{**here, "attached": attached, "removed": False}])


def set_document(book: Book, document: int, field: str, value: Any) -> None:
    """Give a document's field a value."""
    book.update("document", "id", [{"id": document, field: _typed(field, value)}])


def set_office(book: Book, field: str, value: Any) -> None:
    """Give what ``of_office`` gives another value."""
    kind, _, name = field.partition(":")
    if kind == "link":
        book.update("unit_link", "id", [{"id": int(name), "status": value}])
    elif kind == "submission":
        book.update("submission", "id", [{"id": int(name), **value}])
    elif kind == "order":
        book.run("DELETE FROM meta WHERE name = :name", name=field)
        if value is not None:
            book.insert("meta", [{"name": field, "value": json.dumps(value, ensure_ascii=False)}])
    else:
        _set_members(book, name, value or [])


def _set_members(book: Book, name: str, members: list[Any]) -> None:
    """Put the members of a collective unit (place and full name: 南岭省云溪市:各县区政府) where others were."""
    place, _, group = name.partition(":")
    number = _unit_number(book, group)
    book.run(
        "DELETE FROM unit_member WHERE group_id = :number AND place = :place", number=number, place=place
    )
    numbers = rows.unit_numbers(book, members)
    listed = [
        {
            "group_id": number,
            "place": place,
            "unit_id": numbers[one["canonical"]],
            "name": one["name"],
            "position": position,
        }
        for position, one in enumerate(members)
    ]
    book.insert("unit_member", listed)


def storable(value: Any) -> Any:
    """JSON without what the columns leave out, so that the log says what the columns hold."""
    told = json.dumps(
        value, ensure_ascii=False, default=str
    )  # one look at all of it: nearly nothing has to be left out
    return value if output.storable(told) is told and "\\u0000" not in told else _stripped(value)


def _stripped(value: Any) -> Any:
    if isinstance(value, str):
        return output.storable(value)
    if isinstance(value, list):
        return [_stripped(v) for v in value]
    return {k: _stripped(v) for k, v in value.items()} if isinstance(value, dict) else value


def _typed(field: str, value: Any) -> Any:
    if value is None:
        return None
    if field in DAYS:
        return date.fromisoformat(value)
    if field in MOMENTS:
        return datetime.fromisoformat(value)
    return Decimal(str(value)) if field in DECIMALS else value


def settle(book: Book, tasks: Sequence[int]) -> None:
    """Work out again what is kept only to be found quickly: due dates, links' copies, searched words."""
    for some in rows.chunks(tasks):
        found = book.all(f"SELECT id, title, text, state FROM task WHERE {among('id', some)}")
        dues = {number: latest(facts) for number, facts in rows.facts_of(book, "deadlines", some).items()}
        words = [{"id": n, "words": spread(title, text), "due": dues[n]} for n, title, text, _ in found]
        book.update("task", "id", words)
        book.update(
            "task_unit",
            "task_id",
            [{"task_id": n, "state": state, "due": dues[n]} for n, _, _, state in found],
        )
