"""Single fields of tasks and documents as the log keeps them: plain JSON, read and written by name.

A task's field is a column, a list of facts (units, targets, deadlines), what was filed for a period by the office
(``report:2025-06``) or a unit (``report:2025-06:云溪市教育局``), a reminder that a unit was sent
(``reminder:week:云溪市教育局``), or the state of a conflict (``conflict:7``).
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, bindparam
from sqlalchemy import select as chosen
from sqlmodel import Session, col, delete, insert, select, update

from policyparse import output
from policyparse.asking.search import spread
from policyparse.errors import TrackerError
from policyparse.ledger.due import latest
from policyparse.schema.facts import Json, plain
from policyparse.tracker import rows
from policyparse.tracker.tables import (
    ConflictRow,
    DocumentRow,
    EvidenceRow,
    LinkRow,
    MemberRow,
    MetaRow,
    ReminderRow,
    ReportRow,
    SubmissionRow,
    TaskRow,
    UnitLinkRow,
    UnitRow,
)

_DAYS = frozenset({"started_on", "finished_on", "issued_on"})
_MOMENTS = frozenset({"updated_at", "added_at"})
_HERE = col(TaskRow.id) == bindparam("task")
_TASK = update(TaskRow).where(_HERE)
_OF_REPORT = (
    col(ReportRow.task_id) == bindparam("task"),
    col(ReportRow.period) == bindparam("when"),
    col(ReportRow.unit) == bindparam("whose"),
)
# made once: of thousands of reports making them again would take longer than asking them
_FILED, _UNFILED = chosen(col(ReportRow.filed)).where(*_OF_REPORT), delete(ReportRow).where(*_OF_REPORT)
_NEW_REPORT = insert(ReportRow)
_UNREMINDED = delete(ReminderRow).where(
    col(ReminderRow.task_id) == bindparam("task"),
    col(ReminderRow.rung) == bindparam("when"),
    col(ReminderRow.unit) == bindparam("whose"),
)
_LINKS = update(LinkRow).where(col(LinkRow.task_id) == bindparam("task"))


# ---- reading -------------------------------------------------------------------------------------------


def of_task(session: Session, task: int, field: str) -> Any:
    """The value in force of a task's field. Raises TrackerError for no such task."""
    if field in rows.TABLES:
        return rows.facts_json(session, field, task)
    kind, _, name = field.partition(":")
    if kind == "report":
        return session.connection().execute(_FILED, _whose(task, name)).scalar()
    if kind == "reminder":
        return session.exec(select(ReminderRow.sent).where(*_reminder(task, name))).first()
    if kind == "evidence":
        here = (col(EvidenceRow.task_id) == task, col(EvidenceRow.sha256) == name)
        return session.exec(select(EvidenceRow.attached).where(*here, ~col(EvidenceRow.removed))).first()
    if kind == "conflict":
        return session.exec(select(ConflictRow.status).where(ConflictRow.id == int(name))).first()
    return _column(session, TaskRow, task, field, "任务")


def columns(session: Session, task: int, names: tuple[str, ...]) -> dict[str, Any]:
    """The values in force of some columns of a task, in one statement. Raises TrackerError for no such task."""
    found = session.connection().execute(_chosen(names), {"task": task}).first()
    if found is None:
        raise TrackerError(f"没有编号为 {task} 的任务。")
    return {name: plain(value) for name, value in zip(names, found, strict=True)}


@cache
def _chosen(names: tuple[str, ...]) -> Any:
    return chosen(*(getattr(TaskRow, name) for name in names)).where(_HERE)


def columns_of(session: Session, tasks: Sequence[int], names: tuple[str, ...]) -> dict[int, dict[str, Any]]:
    """The same of some tasks that there are, by their numbers."""
    found = {}
    for some in rows.chunks(tasks):
        asked = chosen(col(TaskRow.id), *(getattr(TaskRow, name) for name in names))
        for number, *values in session.connection().execute(asked.where(col(TaskRow.id).in_(some))):
            found[number] = {name: plain(value) for name, value in zip(names, values, strict=True)}
    return found


def facts_of(session: Session, kind: str, tasks: Sequence[int]) -> dict[int, list[Json]]:
    """The facts of one kind (units, targets, deadlines) of some tasks that there are, by their numbers."""
    return {
        n: facts for some in rows.chunks(tasks) for n, facts in rows.facts_of(session, kind, some).items()
    }


def report_name(period: str, unit: str) -> str:
    """The name of a report among the fields of its task: report:2025-06 of the office, report:2025-06:云溪市教育局."""
    return f"report:{period}" + (f":{unit}" if unit else "")


def _whose(task: int, name: str) -> dict[str, Any]:
    """Whose row a report or a reminder is, for the statements above; ``name`` as in the log: 2025-06, week:云溪市教育局."""
    period, _, unit = name.partition(":")
    return {"task": task, "when": period, "whose": unit}


def reminders_of(session: Session, tasks: Sequence[int]) -> dict[tuple[int, str], Any]:
    """The reminders that were sent of some tasks, by the task and the name among its fields (reminder:week:云溪市教育局)."""
    found = {}
    for some in rows.chunks(tasks):
        for row in session.exec(select(ReminderRow).where(col(ReminderRow.task_id).in_(some))):
            found[row.task_id, f"reminder:{row.rung}:{row.unit}"] = row.sent
    return found


def _reminder(task: int, name: str) -> tuple[ColumnElement[bool], ...]:
    """The conditions on the row of a reminder, named as in the log: week:云溪市教育局."""
    rung, _, unit = name.partition(":")
    return (
        col(ReminderRow.task_id) == task,
        col(ReminderRow.rung) == rung,
        col(ReminderRow.unit) == unit,
    )


def of_document(session: Session, document: int, field: str) -> Any:
    """The value in force of a document's field. Raises TrackerError for no such document."""
    return _column(session, DocumentRow, document, field, "文件")


def of_office(session: Session, field: str) -> Any:
    """What the log keeps of something that is of no task and no document: the status of a link (``link:3``), of a
    submission (``submission:7``: its status and why it was refused), the members of a collective unit in a place
    (``members:南岭省云溪市:各县区政府``), the ``order`` of units; None where there is none."""
    kind, _, name = field.partition(":")
    if kind == "link":
        return session.exec(select(UnitLinkRow.status).where(UnitLinkRow.id == int(name))).first()
    if kind == "submission":
        row = session.exec(select(SubmissionRow).where(SubmissionRow.id == int(name))).one()
        return {"status": row.status, "reason": row.reason}
    if kind == "order":
        value = session.exec(select(MetaRow.value).where(MetaRow.name == field)).first()
        return json.loads(value) if value else None
    place, _, group = name.partition(":")
    query = (
        select(MemberRow.name, UnitRow.canonical)
        .join(UnitRow, col(UnitRow.id) == MemberRow.unit_id)
        .where(MemberRow.group_id == _unit_number(session, group), MemberRow.place == place)
        .order_by(col(MemberRow.position))
    )
    return [{"name": name, "canonical": canonical} for name, canonical in session.exec(query)] or None


def _unit_number(session: Session, canonical: str) -> int | None:
    return session.exec(select(UnitRow.id).where(UnitRow.canonical == canonical)).first()


def _column(session: Session, table: Any, number: int, field: str, what: str) -> Any:
    found = session.exec(select(getattr(table, field)).where(table.id == number)).all()
    if not found:
        raise TrackerError(f"没有编号为 {number} 的{what}。")
    return plain(found[0])


# ---- writing -------------------------------------------------------------------------------------------


def set_task(session: Session, task: int, field: str, value: Any) -> None:
    """Give a task's field a value; ``settle`` the task afterwards."""
    kind, _, name = field.partition(":")
    if field in rows.TABLES:
        set_facts_of(session, {task: {field: value}})
    elif kind == "report":
        set_reports(session, [(task, field, value)])
    elif kind == "reminder":
        set_reminders(session, [(task, field, value)])
    elif kind == "evidence":
        _set_evidence(session, task, name, value)
    elif kind == "conflict":
        session.execute(update(ConflictRow).where(col(ConflictRow.id) == int(name)).values(status=value))
    else:
        values = {field: _typed(field, value)}
        session.execute(update(TaskRow).where(col(TaskRow.id) == task).values(values))


def set_columns(session: Session, task: int, values: Mapping[str, Any]) -> None:
    """Give columns of a task values, in one statement; ``settle`` the task afterwards."""
    typed = {name: _typed(name, value) for name, value in values.items()}
    session.connection().execute(_TASK, {"task": task, **typed})


def set_columns_of(session: Session, tasks: Mapping[int, Mapping[str, Any]]) -> None:
    """The same for some tasks: a statement for all that change in the same columns."""
    alike: dict[tuple[str, ...], list[dict[str, Any]]] = defaultdict(list)
    for task, values in tasks.items():
        alike[tuple(values)].append({"task": task, **{n: _typed(n, v) for n, v in values.items()}})
    for some in alike.values():
        session.connection().execute(_TASK, some)


def set_facts_of(session: Session, tasks: Mapping[int, Mapping[str, list[Json]]]) -> None:
    """Put facts of tasks, by their kinds, where others of the kind were; ``settle`` the tasks afterwards."""
    for kind in rows.TABLES:
        changed = {task: facts[kind] for task, facts in tasks.items() if kind in facts}
        if changed:
            rows.write_facts(session, kind, changed, {n: {"state": "未启动", "due": None} for n in changed})


def set_reports(session: Session, reports: Sequence[tuple[int, str, Any]]) -> None:
    """Put reports (task, name among its fields, what was filed; None for nothing) where others of that name were."""
    if not reports:
        return
    here = [_whose(task, name.partition(":")[2]) for task, name, _ in reports]
    session.connection().execute(_UNFILED, here)
    new = [
        {"task_id": place["task"], "unit": place["whose"], "period": place["when"], "filed": filed}
        for place, (_, _, filed) in zip(here, reports, strict=True)
        if filed is not None
    ]
    if new:
        session.connection().execute(_NEW_REPORT, new)


def set_reminders(session: Session, reminders: Sequence[tuple[int, str, Any]]) -> None:
    """Put reminders (task, name among its fields, what was sent; None for nothing) where others of that name were."""
    here = [_whose(task, name.partition(":")[2]) for task, name, _ in reminders]
    session.connection().execute(_UNREMINDED, here)
    new = [
        {"task_id": place["task"], "unit": place["whose"], "rung": place["when"], "sent": sent}
        for place, (_, _, sent) in zip(here, reminders, strict=True)
        if sent is not None
    ]
    if new:
        session.connection().execute(insert(ReminderRow), new)


def _set_evidence(session: Session, task: int, sha256: str, attached: Any) -> None:
    """Attach a file to a task; with None take it back: its row stays, for the kept file is referred to still."""
    here = (col(EvidenceRow.task_id) == task, col(EvidenceRow.sha256) == sha256)
    if attached is None:
        session.execute(update(EvidenceRow).where(*here).values(removed=True))
        return
    session.execute(delete(EvidenceRow).where(*here))
    session.execute(insert(EvidenceRow).values(task_id=task, sha256=sha256, attached=attached, removed=False))


def set_document(session: Session, document: int, field: str, value: Any) -> None:
    """Give a document's field a value."""
    values = {field: _typed(field, value)}
    session.execute(update(DocumentRow).where(col(DocumentRow.id) == document).values(values))


def set_office(session: Session, field: str, value: Any) -> None:
    """Give what ``of_office`` gives another value."""
    kind, _, name = field.partition(":")
    if kind == "link":
        session.execute(update(UnitLinkRow).where(col(UnitLinkRow.id) == int(name)).values(status=value))
    elif kind == "submission":
        session.execute(update(SubmissionRow).where(col(SubmissionRow.id) == int(name)).values(**value))
    elif kind == "order":
        session.execute(delete(MetaRow).where(col(MetaRow.name) == field))
        if value is not None:
            session.execute(insert(MetaRow).values(name=field, value=json.dumps(value, ensure_ascii=False)))
    else:
        _set_members(session, name, value or [])


def _set_members(session: Session, name: str, members: list[Any]) -> None:
    """Put the members of a collective unit (place and full name: 南岭省云溪市:各县区政府) where others were."""
    place, _, group = name.partition(":")
    number = _unit_number(session, group)
    here = (col(MemberRow.group_id) == number, col(MemberRow.place) == place)
    session.execute(delete(MemberRow).where(*here))
    numbers = rows.unit_numbers(session, members)
    for position, one in enumerate(members):
        row = {"unit_id": numbers[one["canonical"]], "name": one["name"], "position": position}
        session.execute(insert(MemberRow).values(group_id=number, place=place, **row))


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
    if field in _DAYS:
        return date.fromisoformat(value)
    if field in _MOMENTS:
        return datetime.fromisoformat(value)
    return Decimal(str(value)) if field == "points" else value


def settle(session: Session, tasks: Sequence[int]) -> None:
    """Work out again what is kept only to be found quickly: due dates, links' copies, searched words."""
    for some in rows.chunks(tasks):
        kept = select(TaskRow.id, TaskRow.title, TaskRow.text, TaskRow.state)
        found = session.exec(kept.where(col(TaskRow.id).in_(some))).all()
        dues: dict[int | None, date | None] = {
            number: latest(facts) for number, facts in rows.facts_of(session, "deadlines", some).items()
        }
        if found:
            words = [{"task": n, "words": spread(title, text), "due": dues[n]} for n, title, text, _ in found]
            session.connection().execute(_TASK, words)
            links = [{"task": n, "state": state, "due": dues[n]} for n, _, _, state in found]
            session.connection().execute(_LINKS, links)
            session.expire_all()
