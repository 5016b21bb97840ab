"""Which documents stand in their rows as they were read and as the log says, told by comparing digests.

A reading keeps the digest of the rows that stand as it says, and the database writes the rows for another (``digests``): of a
task that nobody corrected nothing is parsed. As in ``doubtful``, whatever is not that plain is doubted, and then judged value by
value (``explained``, ``copies``). Documents come one after the other, each with what belongs to it, and none is held longer than
it is looked at.
"""

from __future__ import annotations

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from itertools import chain, compress, pairwise
from operator import ne
from typing import Any

from policyparse.asking.damage import FAULTS
from policyparse.asking.rows import Row, Rows
from policyparse.asking.source import driver_errors
from policyparse.asking.written import worded
from policyparse.schema.facts import plain
from policyparse.tracker import digests
from policyparse.tracker.soundness.explained import READ, UNTOUCHED
from policyparse.tracker.tables import SCHEMA

_DOCUMENT = tuple(column.name for column in SCHEMA.tables["document"].columns)
_DOCUMENTS = (
    f"SELECT d.id, p.digest, p.snapshot, {{told}}, {', '.join(f'd.{name}' for name in _DOCUMENT)}"
    " FROM document d LEFT JOIN parse p ON p.id = d.parse_id ORDER BY d.id"
)
# the tasks of which anybody has said anything
_TASKS = (
    f"SELECT t.document_id, t.id, {', '.join(f't.{name}' for name in UNTOUCHED)} FROM task t"
    " WHERE {said} ORDER BY t.document_id"
)
# a change of a task belongs to the document of the task, whatever it says itself
_CHANGES = (
    "SELECT coalesce(t.document_id, c.document_id), c.task_id, c.field, CAST(c.before AS TEXT), CAST(c.after AS TEXT)"
    " FROM change c LEFT JOIN task t ON t.id = c.task_id WHERE coalesce(t.document_id, c.document_id) IS NOT NULL"
    " ORDER BY 1, c.id"
)
_REPORTS = (
    "SELECT t.document_id, r.task_id, r.unit, r.period, CAST(r.filed AS TEXT)"
    " FROM report r JOIN task t ON t.id = r.task_id ORDER BY 1"
)

_NEW = [*UNTOUCHED.values()]
"""What the columns hold of which nobody has said anything."""
_SAID_BY_THE_PAPER = frozenset({*READ, "id", "document_id", "parsed", "dropped", "words"})

Chain = list[tuple[str | None, str | None]]
"""What one field was before each change and after it, as JSON."""


def doubted(rows: Rows, documents: Sequence[int]) -> Iterator[int]:
    """Those of some documents, by their numbers in order, that do not stand as read and as told."""
    told = ", ".join(digests.asked(on_postgresql=rows.on_postgresql))
    asked = (_DOCUMENTS.format(told=told), _TASKS.format(said=_said(rows)), _CHANGES, _REPORTS)
    left = deque(documents)
    unreadable: tuple[type[Exception], ...] = (*FAULTS, *driver_errors())
    with ExitStack() as opened:
        try:
            all_of_them = [opened.enter_context(closing(_Along(rows, one))) for one in asked]
            while left:
                if not _stands(rows, *(some.of(left[0]) for some in all_of_them)):
                    yield left[0]
                left.popleft()
        except unreadable:  # what cannot be fetched, or has no place in the order
            yield from left


def _said(rows: Rows) -> str:
    """The condition on a task ``t`` that somebody has said something of it."""
    differs = "IS DISTINCT FROM" if rows.on_postgresql else "IS NOT"
    values = {name: "NULL" if value is None else repr(value) for name, value in UNTOUCHED.items()}
    return " OR ".join(f"t.{name} {differs} {value}" for name, value in values.items())


class _Along:
    """The rows of a statement, which come in the order of the documents that they belong to."""

    def __init__(self, rows: Rows, asked: str) -> None:
        self._pages = rows.pages(asked)
        self._rows = chain.from_iterable(self._pages)
        self._next = next(self._rows, None)

    def of(self, document: int) -> list[Row]:
        """The rows of a document; those of the ones before it are gone."""
        found = []
        while self._next is not None and self._next[0] <= document:
            if self._next[0] == document:
                found.append(self._next)
            self._next = next(self._rows, None)
        return found

    def close(self) -> None:
        """Ask for no more."""
        self._pages.close()


def _stands(
    rows: Rows,
    documents: Sequence[Row],
    tasks: Sequence[Row],
    changes: Sequence[Row],
    reports: Sequence[Row],
) -> bool:
    """Whether a document and its tasks stand as read and as told."""
    chains: dict[int | None, dict[str, Chain]] = defaultdict(lambda: defaultdict(list))
    for _, owner, field, before, after in changes:
        chains[owner][field].append((before, after))
    filed: dict[int, dict[str, str]] = defaultdict(dict)
    for _, owner, unit, period, report in reports:
        filed[owner][f"report:{period}:{unit}" if unit else f"report:{period}"] = report
    entered = {task: values for _, task, *values in tasks}
    try:
        ((_, digest, snapshot, tasks_said, units, targets, deadlines, *columns),) = documents
        document = dict(zip(_DOCUMENT, columns, strict=True))
        document["added_at"] = rows.moment(document["added_at"])
        told = chains.pop(None, None)
        if not told or not all(_agrees(steps, document[field]) for field, steps in told.items()):
            return False
        return digest == digests.of_rows(snapshot, tasks_said, units, targets, deadlines) and all(
            _told(rows, entered.get(task, _NEW), chains[task], filed[task])
            for task in {*entered, *filter(None, chains), *filed}
        )
    except FAULTS:
        return False


def _told(rows: Rows, entered: Sequence[Any], told: Mapping[str, Chain], filed: Mapping[str, str]) -> bool:
    """Whether the log says of a task what its row and its reports hold."""
    changed = {*compress(UNTOUCHED, map(ne, entered, _NEW))}
    if not (changed | filed.keys()) <= told.keys():
        return False
    task = dict(zip(UNTOUCHED, entered, strict=True))
    for field, steps in told.items():
        if field in UNTOUCHED:
            sound = _agrees(steps, rows.moment(task[field]) if field == "updated_at" else task[field])
        elif field.startswith("report:"):
            sound = _joins(steps) and _loaded(filed.get(field)) == _loaded(steps[-1][1])
        else:
            sound = field not in _SAID_BY_THE_PAPER and _joins(steps)
        if not sound:
            return False
    return True


def _joins(steps: Chain) -> bool:
    return all(_loaded(then[0]) == _loaded(first[1]) for first, then in pairwise(steps))


def _agrees(steps: Chain, now: Any) -> bool:
    """Whether each change begins where the one before ended, and the last gave what stands there now."""
    if isinstance(now, str) and steps[-1][1] == worded(now):
        return _joins(steps)
    return _joins(steps) and bool(_loaded(steps[-1][1]) == plain(now))


def _loaded(text: Any) -> Any:
    return json.loads(text) if isinstance(text, str) else text
