"""Which documents stand in their rows as they were read and as the log says, told by comparing text.

A snapshot is the JSON of a reading, and what a task's row and its facts hold is written in the same shape
(``asking.written``): so a task that nobody corrected is found in the snapshot as it stands, and nothing is parsed. As in
``doubtful``, whatever is not that plain is doubted, and then judged value by value (``explained``, ``copies``).
"""

from __future__ import annotations

import json
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from operator import itemgetter
from typing import Any, get_args

from policyparse.asking import written
from policyparse.asking.damage import FAULTS
from policyparse.asking.rows import Row, Rows
from policyparse.asking.search import is_spread
from policyparse.asking.written import COLUMNS, LISTS, maybe, worded
from policyparse.model import EntryField
from policyparse.schema.facts import plain
from policyparse.tracker.soundness.explained import UNTOUCHED
from policyparse.tracker.tables import SCHEMA

DOCUMENTS = 1500
"""So many are held at once: with their tasks some 150 MB."""

_READ = ("key", "number", "title", "text", "kind", "points", "page", "words", *LISTS)
_TASK = ("id", "document_id", "parsed", "dropped", *_READ, *UNTOUCHED)
_CAST = {name: f"CAST(t.{name} AS TEXT)" for name in LISTS}
_TASKS = (
    f"SELECT {', '.join(_CAST.get(name, f't.{name}') for name in _TASK)} FROM task t"
    " WHERE t.document_id BETWEEN :first AND :last ORDER BY t.document_id, t.parsed"
)
_HERE = "task_id IN (SELECT id FROM task WHERE document_id BETWEEN :first AND :last)"
_FACTS = {
    table: f"SELECT {', '.join(COLUMNS[table])} FROM {table} WHERE {_HERE}"
    for table in ("task_unit", "target", "deadline")
}
_SNAPSHOTS = (
    "SELECT d.id, p.snapshot FROM document d JOIN parse p ON p.id = d.parse_id"
    " WHERE d.id BETWEEN :first AND :last"
)
_DOCUMENT = tuple(column.name for column in SCHEMA.tables["document"].columns)
_DOCUMENTS = f"SELECT {', '.join(_DOCUMENT)} FROM document WHERE id BETWEEN :first AND :last"
_CHANGES = (
    "SELECT document_id, task_id, field, CAST(before AS TEXT), CAST(after AS TEXT) FROM change"
    f" WHERE document_id BETWEEN :first AND :last OR {_HERE} ORDER BY id"
)
_REPORTS = f"SELECT task_id, unit, period, CAST(filed AS TEXT) FROM report WHERE {_HERE}"

_BETWEEN = re.compile(rb'[0-9]+, "end": [0-9]+, ')
"""What a row does not keep: where the whole item ends."""
_REPORTED = re.compile(rb'(?:"[a-z_]+": (?:null|[0-9]+|"(?:[^"\\]|\\.)*"), )*')
"""The entries of a ledger once more, as fields of the task."""
_UNREPORTED = "".join(f'"{name}": null, ' for name in get_args(EntryField)).encode()
_BEGIN = b', "tasks": ['
_NEW = tuple(UNTOUCHED.values())
"""What the columns hold of which nobody has said anything."""


def doubted(rows: Rows, documents: Sequence[int]) -> Iterator[int]:
    """Those of some documents, by their numbers in order, that do not stand as read and as told."""
    known: dict[int, str] = dict(rows.all("SELECT id, canonical FROM unit"))
    for at in range(0, len(documents), DOCUMENTS):
        some = documents[at : at + DOCUMENTS]
        try:
            stretch = _Stretch(rows, some[0], some[-1], known)
        except FAULTS:
            yield from some
        else:
            yield from stretch.doubted(some)


class _Stretch:
    """Some documents with all that belongs to them."""

    def __init__(self, rows: Rows, first: int, last: int, known: Mapping[int, str]) -> None:
        given = {"first": first, "last": last}
        self._moment = rows.moment
        self._documents = {row[_DOCUMENT.index("id")]: row for row in rows.all(_DOCUMENTS, **given)}
        self._snapshots: dict[int, bytes] = dict(rows.all(_SNAPSHOTS, **given))
        self._tasks = {n: [*some] for n, some in groupby(rows.all(_TASKS, **given), key=itemgetter(1))}
        facts = (sorted(rows.all(asked, **given), key=itemgetter(0, 1)) for asked in _FACTS.values())
        pages: dict[int, written.Pages] = defaultdict(set)
        self._units, _ = written.units(next(facts), pages, known)
        self._targets, _ = written.targets(next(facts), pages)
        self._deadlines, _ = written.deadlines(next(facts), pages)
        self._chains = _chains(rows.all(_CHANGES, **given))
        self._reports: dict[int, dict[str, str]] = defaultdict(dict)
        for task, unit, period, filed in rows.all(_REPORTS, **given):
            self._reports[task][f"report:{period}:{unit}" if unit else f"report:{period}"] = filed

    def doubted(self, documents: Iterable[int]) -> Iterator[int]:
        """Those of the documents that do not stand as read."""
        for number in documents:
            try:
                if not self._stands(number):
                    yield number
            except FAULTS:
                yield number

    def _stands(self, number: int) -> bool:
        document = dict(zip(_DOCUMENT, self._documents[number], strict=True))
        document["added_at"] = self._moment(document["added_at"])
        told = self._chains["document_id", number]
        if not told or not all(_agrees(chain, document[field]) for field, chain in told.items()):
            return False
        snapshot = zlib.decompress(self._snapshots[number])
        at = begin = snapshot.index(_BEGIN) + len(_BEGIN)
        for index, row in enumerate(self._tasks.get(number, ())):
            task, _, parsed, dropped, *read = row[: -len(_NEW)]
            untouched = row[-len(_NEW) :] == _NEW and not self._spoken_of(task)
            if parsed != index or dropped or not (untouched or self._told(row)):
                return False
            at = self._past(snapshot, at, task, *read)
            at += len(b", ") if snapshot.startswith(b", ", at) else 0
        # what stands around the tasks is as it was packed, says its checksum; and it is whole
        opened, closed = (snapshot.count(sign, 0, begin) + snapshot.count(sign, at) for sign in (b"{", b"}"))
        return snapshot.startswith(b"]", at) and opened == closed

    def _past(
        self,
        snapshot: bytes,
        at: int,
        task: int,
        key: str,
        number: str | None,
        title: str,
        text: str,
        kind: str,
        points: str | None,
        page: int | None,
        words: str,
        path: str,
        actions: str,
        warnings: str,
        milestones: str,
        entries: str,
        fields: str,
    ) -> int:
        """The place behind a task (``_READ``) in the snapshot. Raises ValueError where it does not stand there so."""
        if not is_spread(words, title, text):
            raise ValueError(task)
        head = (
            f'{{"key": {worded(key)}, "number": {maybe(number)}, "path": {path}, "title": {worded(title)}, '
            f'"text": {worded(text)}, "kind": {worded(kind)}, "points": {written.digits(points)}, '
            f'"page": {"null" if page is None else page}, "start": '
        )
        body = (
            f'"units": {written.listed(self._units, task)}, "targets": {written.listed(self._targets, task)}, '
            f'"deadlines": {written.listed(self._deadlines, task)}, "actions": {actions}, "milestones": {milestones}, '
        )
        tail = f'"entries": {entries}, "fields": {fields}, "warnings": {warnings}}}'
        at = _behind(snapshot, at, head)
        at = _matched(_BETWEEN, snapshot, at)
        at = _behind(snapshot, at, body)
        if snapshot.startswith(_UNREPORTED, at):
            return _behind(snapshot, at + len(_UNREPORTED), tail)
        return _behind(snapshot, _matched(_REPORTED, snapshot, at), tail)

    def _spoken_of(self, task: int) -> bool:
        return ("task_id", task) in self._chains or task in self._reports

    def _told(self, row: Row) -> bool:
        """Whether the log says of a task what its row and its reports hold."""
        task = dict(zip(_TASK, row, strict=True))
        told = self._chains.get(("task_id", task["id"]), {})
        filed = self._reports.get(task["id"], {})
        for field, chain in told.items():
            if field in UNTOUCHED:
                sound = _agrees(chain, self._moment(task[field]) if field == "updated_at" else task[field])
            elif field.startswith("report:"):
                sound = _joins(chain) and _loaded(filed.get(field)) == _loaded(chain[-1][1])
            else:
                sound = field not in task and field not in written.FACTS and _joins(chain)
            if not sound:
                return False
        plainly = all(task[n] == value or n in told for n, value in UNTOUCHED.items())
        return plainly and filed.keys() <= told.keys()


Chain = list[tuple[str | None, str | None]]
"""What one field was before each change and after it, as JSON."""


def _chains(changes: Iterable[Row]) -> Mapping[tuple[str, int], Mapping[str, Chain]]:
    found: dict[tuple[str, int], dict[str, Chain]] = defaultdict(lambda: defaultdict(list))
    for document, task, field, before, after in changes:
        owner = ("document_id", document) if task is None else ("task_id", task)
        found[owner][field].append((before, after))
    return found


def _joins(chain: Chain) -> bool:
    return all(_loaded(then[0]) == _loaded(first[1]) for first, then in pairwise(chain))


def _agrees(chain: Chain, now: Any) -> bool:
    """Whether each change begins where the one before ended, and the last gave what stands there now."""
    if isinstance(now, str) and chain[-1][1] == worded(now):
        return _joins(chain)
    return _joins(chain) and bool(_loaded(chain[-1][1]) == plain(now))


def _loaded(text: Any) -> Any:
    return json.loads(text) if isinstance(text, str) else text


def _behind(snapshot: bytes, at: int, words: str) -> int:
    said = words.encode()
    if not snapshot.startswith(said, at):
        raise ValueError(words)
    return at + len(said)


def _matched(pattern: re.Pattern[bytes], snapshot: bytes, at: int) -> int:
    found = pattern.match(snapshot, at)
    if found is None:
        raise ValueError(at)
    return found.end()
