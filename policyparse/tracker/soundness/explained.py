"""What is in force against what explains it: the snapshot of the last reading, and the log of every change since.

The value of a field is what its last change gave it, else what the snapshot says. A change begins where the one
before it ended, so a log row that is gone shows.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import partial
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection
from sqlmodel import Session

from policyparse.ledger.names import field_name
from policyparse.schema.facts import Json, plain
from policyparse.tracker import fields, rows
from policyparse.tracker.database import book_of
from policyparse.tracker.soundness.cells import BAD, Stored
from policyparse.tracker.soundness.problem import REBUILD, RESTORE, Problem
from policyparse.tracker.tables import TaskRow

READ = (
    "key",
    "number",
    "path",
    "title",
    "text",
    "kind",
    "points",
    "page",
    "actions",
    "milestones",
    "entries",
    "fields",
    "warnings",
    *rows.TABLES,
)
"""The fields of a task that a reading gives."""

UNTOUCHED: Mapping[str, Any] = {
    name: field.default
    for name, field in TaskRow.model_fields.items()
    if name not in {*READ, "id", "document_id", "parsed", "position", "due", "words", "dropped"}
}
"""What the fields of a task hold on which nobody has reported."""

AGAIN = "请用原文件 update 重新解析"
_OWNERS = {"task_id": "任务", "document_id": "文件"}
OFFICE = "office"
"""What the changes are of that are of no task and no document: links, submissions, the office's lists."""
Chains = Mapping[tuple[str, int], Mapping[str, list[Json]]]
"""The changes of each task and document by field, in their order."""


def of_the_office(stored: Stored, silent: Set[int]) -> Iterator[Problem]:
    """Commands of which every change is gone (``silent``), and what the log says of no document: lists, links."""
    chains = _chains(stored)
    for command in stored["command"]:
        if command["id"] in silent:
            yield Problem(f"操作 {command['id']} 的改动记录不见了", RESTORE)
    yield from _log(chains)
    yield from _lists(stored, chains[OFFICE, 0])


def of_documents(stored: Stored) -> Iterator[Problem]:
    """Snapshots that cannot be read, changes that are gone, and fields that nothing explains."""
    snapshots: dict[int, Json] = {}
    yield from _snapshots(stored, snapshots)
    chains = _chains(stored)
    yield from _log(chains)
    facts = _facts(stored)
    reports = _reports(stored)
    for row in stored["document"]:
        changes = chains["document_id", row["id"]]
        if not changes:
            yield Problem(f"文件 {row['id']} 没有登记记录", RESTORE)
        yield from _differing("document", row, {}, changes, row)
    for row in stored["task"]:
        here = snapshots.get(row["document_id"])
        tasks = here["tasks"] if here is not None else []
        index = row["parsed"]
        known = isinstance(index, int) and 0 <= index < len(tasks)
        # a row that an update or a merge entered and an undo dropped keeps its place in a snapshot that stands no more
        read = tasks[index] if known and not row["dropped"] else {}
        changes = chains["task_id", row["id"]]
        if here is not None and index is not None and not known and not row["dropped"]:
            yield Problem(f"任务 {row['id']} 在解析结果中没有对应的条目", AGAIN)
        elif index is None and not changes:
            yield Problem(f"任务 {row['id']} 没有登记记录", RESTORE)
        yield from _differing("task", row, read, changes, {**row, **facts[row["id"]]})
        yield from _unexplained(row["id"], reports[row["id"]], changes)


# ---- snapshots -----------------------------------------------------------------------------------------


def _snapshots(stored: Stored, into: dict[int, Json]) -> Iterator[Problem]:
    """Unpack the snapshot that each document stands on; what cannot be is told."""
    kept = {row["id"]: row["snapshot"] for row in stored["parse"]}
    for row in stored["document"]:
        called = f"文件 {row['id']}《{row['title'] or ''}》"
        packed = kept.get(row["parse_id"])
        if packed is None or packed is BAD:
            yield Problem(f"{called}缺少解析结果", AGAIN)
            continue
        try:
            text = zlib.decompress(packed).decode("utf-8", "surrogatepass")
            tasks = json.loads(text)["tasks"]
            into[row["id"]] = {"tasks": fields.storable(tasks) if _unstorable(text) else tasks}
        except (zlib.error, ValueError, TypeError, KeyError):
            yield Problem(f"{called}的解析结果读不出来", AGAIN)


def _unstorable(text: str) -> bool:
    """Whether a snapshot may say what does not stand in a column (``fields.storable``): half a pair of surrogates, or a sign
    that JSON writes by its code."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return "\\u" in text


# ---- the log -------------------------------------------------------------------------------------------


def _chains(stored: Stored) -> Chains:
    found: dict[tuple[str, int], dict[str, list[Json]]] = defaultdict(dict)
    for change in stored["change"]:
        owner = next((name for name in _OWNERS if change[name] is not None), OFFICE)
        found[owner, change.get(owner, 0)].setdefault(change["field"], []).append(change)
    return found


def _log(chains: Chains) -> Iterator[Problem]:
    for (owner, number_), changes in chains.items():
        what = f"{_OWNERS[owner]} {number_}" if owner in _OWNERS else "办理记录"
        for field, chain in changes.items():
            if any(then["before"] != first["after"] for first, then in pairwise(chain)):
                yield Problem(f"{what} 的 {field} 的改动记录前后接不上", RESTORE)


def _lists(stored: Stored, changes: Mapping[str, list[Json]]) -> Iterator[Problem]:
    """The office's lists that the log does not explain."""
    named = {row["id"]: row["canonical"] for row in stored["unit"]}
    now: dict[str, Any] = {r["name"]: json.loads(r["value"]) for r in stored["meta"] if r["name"] == "order"}
    for row in sorted(stored["unit_member"], key=lambda r: r["position"] or 0):
        listed = now.setdefault(f"members:{row['place']}:{named.get(row['group_id'])}", [])
        listed.append({"name": row["name"], "canonical": named.get(row["unit_id"])})
    told = {field for field in changes if field.partition(":")[0] in {"members", "order"}}
    for field in sorted({*now, *told}):
        value = changes[field][-1]["after"] if field in changes else None
        if value != now.get(field):
            yield Problem(
                f"{field_name(field)}与记录不符", REBUILD, partial(_set_list, field=field, value=value)
            )


def _set_list(connection: Connection, *, field: str, value: Any) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        fields.set_office(book_of(session), field, value)
        session.commit()


# ---- what is in force ----------------------------------------------------------------------------------


def _facts(stored: Stored) -> Mapping[int, Json]:
    """The units, targets and deadlines of each task as the log keeps them; ``BAD`` where a row cannot be."""
    canonical = {row["id"]: row["canonical"] for row in stored["unit"]}
    found: dict[int, Json] = defaultdict(lambda: {kind: [] for kind in rows.TABLES})
    for kind, table in rows.TABLES.items():
        for row in sorted(stored[table], key=lambda r: (r["position"] or 0, r["id"])):
            facts = found[row["task_id"]]
            if facts[kind] is BAD or any(value is BAD for value in row.values()):
                facts[kind] = BAD
            else:
                canonical_of = {"canonical": canonical.get(row["unit_id"], "")} if kind == "units" else {}
                facts[kind].append(rows.fact_of(kind, {**row, **canonical_of}))
    return found


def _differing(
    table: str, row: Json, read: Json, changes: Mapping[str, list[Json]], now: Mapping[str, Any]
) -> Iterator[Problem]:
    """The fields of a row that neither the log nor the snapshot explains, with the value that they should have."""
    expected = dict(UNTOUCHED) if table == "task" else {}
    expected |= {field: read[field] for field in READ if field in read}
    expected |= {field: chain[-1]["after"] for field, chain in changes.items()}
    for field, value in expected.items():
        if field not in now:
            continue  # reports and conflicts have rows of their own
        if not _agrees(value, plain(now[field])):
            what = f"{'任务' if table == 'task' else '文件'} {row['id']}"
            lost = f"{what} 的 {_CALLED.get(field, field)} 与记录不符"
            yield Problem(
                lost, REBUILD, partial(_set, table=table, number=row["id"], field=field, value=value)
            )


def _reports(stored: Stored) -> Mapping[int, dict[str, Any]]:
    """The reports on each task as the log names them: report:2025-06:云溪市教育局."""
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in stored["report"]:
        unit = f":{row['unit']}" if row["unit"] else ""
        found[row["task_id"]][f"report:{row['period']}{unit}"] = row["filed"]
    return found


def _unexplained(task: int, kept: Mapping[str, Any], changes: Mapping[str, list[Json]]) -> Iterator[Problem]:
    """The reports that are not what the log says was filed, from which the task's state and percentage follow."""
    filed = {field: chain[-1]["after"] for field, chain in changes.items() if field.startswith("report:")}
    for field in sorted({*kept, *filed}):
        if kept.get(field) != filed.get(field):
            mend = partial(_set, table="task", number=task, field=field, value=filed.get(field))
            named = "，".join(field.split(":")[1:])
            yield Problem(f"任务 {task} 的填报（{named}）与记录不符", REBUILD, mend)


_CALLED = {
    "units": "责任单位",
    "targets": "量化目标",
    "deadlines": "完成时限",
    "state": "状态",
    "percent": "总体进度",
}


def _agrees(kept: Any, now: Any) -> bool:
    """Whether two values say the same. What only one of two programs knows of a fact is passed over."""
    if type(kept) is type(now) and kept == now:
        return True
    if isinstance(kept, dict) and isinstance(now, dict):
        return all(_agrees(kept[key], now[key]) for key in kept.keys() & now.keys())
    if isinstance(kept, list) and isinstance(now, list):
        return len(kept) == len(now) and all(_agrees(a, b) for a, b in zip(kept, now, strict=True))
    if isinstance(now, str) is not isinstance(kept, str):
        return str(kept) == str(now)  # 分值 is a number in a reading and may be its digits in the log
    return bool(kept == now)


def _set(connection: Connection, *, table: str, number: int, field: str, value: Any) -> None:
    with Session(connection, join_transaction_mode="create_savepoint") as session:
        if table == "document":
            fields.set_document(book_of(session), number, field, value)
        else:
            fields.set_task(book_of(session), number, field, None if value is None else _told(field, value))
            fields.settle(book_of(session), [number])
        session.commit()


def _told(field: str, value: Any) -> Any:
    return str(value) if field == "points" else value
