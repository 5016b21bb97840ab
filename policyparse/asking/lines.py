"""Every task as JSON, page by page, from the rows without a value of the ledger between.

Making those values is four fifths of the time of a long list, and what stands in the rows is JSON already, or nearly. Of a
task of which that is not sure, and of one that units have reported on, the value is made as for any other list: so it is
told the same, byte for byte, and damage is named as ever.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from itertools import repeat
from operator import itemgetter

from policyparse.asking import documents, members, tasks, written
from policyparse.asking.damage import FAULTS
from policyparse.asking.rows import Row, Rows, among
from policyparse.asking.written import COLUMNS, LISTS, Pages, encoded, listed, maybe, stored, worded
from policyparse.ledger import CLOSED, Filter, TrackedTask
from policyparse.schema.facts import plain

_PLACES = re.compile(r'"page": (null|-?[0-9]+), ("start": -?[0-9]+, "end": -?[0-9]+)')
"""The page and the place of a quote. Words hold no such text: in them each \" is escaped."""


# JSON as its text, which PostgreSQL's driver would read
_CHOSEN = ", ".join(f"CAST(t.{name} AS TEXT)" if name in LISTS else f"t.{name}" for name in COLUMNS["task"])
_PAGE = f"""
SELECT {_CHOSEN},
  EXISTS (SELECT 1 FROM report r WHERE r.task_id = t.id) OR EXISTS (SELECT 1 FROM evidence e WHERE e.task_id = t.id)
FROM task t JOIN document d ON d.id = t.document_id WHERE {{chosen}} {tasks.ORDER}
"""
_FACTS = {
    table: f"SELECT {', '.join(COLUMNS[table])} FROM {table} WHERE {{chosen}}"
    for table in ("task_unit", "target", "deadline")
}


def lines(
    rows: Rows,
    filter: Filter,
    today: date,
    whole: Callable[[TrackedTask], str],
    *,
    limit: int | None = None,
    after: int | None = None,
) -> Iterator[list[str]]:
    """The tasks of ``tasks.tasks`` as ``whole`` has each, a page of them at a time."""
    asked, given = tasks.narrowed(_PAGE, rows, filter, today, limit=limit, after=after)
    writer = _Writer(rows, today)
    for page in rows.pages(asked, **given):
        told = writer.told(page)
        rest = tuple(row[0] for row in page if row[0] not in told)
        if rest:
            told |= {task.id: whole(task) for task in tasks.tasks(rows, Filter(ids=rest), today)}
        yield [told[row[0]] for row in page if row[0] in told]


class _Writer:
    """What is known of the tracker beside the tasks: its units, the office's lists, and the documents so far."""

    def __init__(self, rows: Rows, today: date) -> None:
        self._rows, self._today = rows, today
        self._units: dict[int, str] = dict(rows.all("SELECT id, canonical FROM unit"))
        self._lists = {key: encoded([*map(plain, units)]) for key, units in members.lists(rows).items()}
        self._documents: dict[int, tuple[str, str]] = {}

    def told(self, page: Sequence[Row]) -> dict[int, str]:
        """Those tasks of a page that can be written from their rows, by their numbers."""
        plainly = [row[:-1] for row in page if not row[-1]]
        try:
            written.sound("task", plainly)
            facts = _Facts(self._rows, [row[0] for row in plainly], self._units)
            new = {row[1] for row in plainly} - self._documents.keys()
            for card in documents.cards(self._rows, new) if new else ():
                self._documents[card.id] = encoded(plain(card)), card.region or ""
        except FAULTS:
            return {}  # one by one it is seen what is wrong
        found = {}
        for row in plainly:
            try:
                found[row[0]] = self._task(row, facts)
            except FAULTS:
                continue
        return found

    def _task(self, row: Row, facts: _Facts) -> str:
        """A task by its row. Raises one of ``FAULTS`` where it cannot be told so."""
        (
            id_,
            of,
            position,
            page,
            key,
            title,
            text,
            reason,
            number,
            points,
            kind,
            review,
            due,
            path,
            *lists,
        ) = row
        (document, place), pages = self._documents[of], facts.pages[id_]
        actions, warnings, milestones, entries, fields = map(stored, LISTS[1:], lists, repeat(pages))
        progress = lists[len(LISTS) - 1 :]
        kind, review = written.sort_of(kind, review)
        open_, due = progress[0] not in CLOSED, written.day(due)
        late = max(0, (self._today - due).days) if due and open_ else 0
        over = open_ and id_ in facts.presumed and facts.presumed[id_] < self._today
        told = (
            f'{{"id": {id_}, "key": {worded(key)}, "document": {document}, "position": {position}, '
            f'"number": {maybe(number)}, "path": {written.path(path)}, "title": {worded(title)}, '
            f'"text": {worded(text)}, "kind": {kind}, "points": {written.points(points)}, '
            f'"page": {"null" if page is None else page}, "units": {listed(facts.units, id_)}, '
            f'"targets": {listed(facts.targets, id_)}, "deadlines": {listed(facts.deadlines, id_)}, '
            f'"actions": {actions}, "warnings": {warnings}, "progress": {written.progress(*progress)}, '
            f'"milestones": {milestones}, "entries": {entries}, "fields": {fields}, "overdue_days": {late}, '
            f'"year_over": {"true" if over else "false"}, "presents": {listed(facts.presents, id_)}, '
            f'"review": {review}, "review_reason": {worded(reason)}, "standings": [], '
            f'"members": {self._members(facts.named[id_], place)}, "evidence": []}}'
        )
        if len(pages) > 1 or written.SEVERAL in pages:
            _one_page_each(told)
        return told

    def _members(self, named: Sequence[str], place: str) -> str:
        known = self._lists
        if not known:
            return "[]"
        told = (f"[{worded(n)}, {known[n, place]}]" for n in dict.fromkeys(named) if (n, place) in known)
        return f"[{', '.join(told)}]"


def _one_page_each(told: str) -> None:
    """Raises ValueError where quotes that stand in one place tell several pages: told is the page of the first of them."""
    places = {*_PLACES.findall(told)}
    if len({place for _, place in places}) < len(places):
        raise ValueError(told)


class _Facts:
    """The facts of some tasks as JSON, and the pages that they were read from."""

    def __init__(self, rows: Rows, numbers: Sequence[int], known: Mapping[int, str]) -> None:
        units, targets, deadlines = (
            # they come nearly in order, and sorting them is quicker here
            sorted(rows.all(asked.format(chosen=_of_tasks(numbers))), key=itemgetter(0, 1))
            for asked in _FACTS.values()
        )
        for table, page in zip(_FACTS, (units, targets, deadlines), strict=True):
            written.sound(table, page)
        self.pages: dict[int, Pages] = defaultdict(set)
        self.units, self.named = written.units(units, self.pages, known)
        self.targets, self.presents = written.targets(targets, self.pages)
        self.deadlines, self.presumed = written.deadlines(deadlines, self.pages)


def _of_tasks(numbers: Sequence[int]) -> str:
    """The condition on a fact to be of some tasks, or of others between them where these are few: that is found faster."""
    first, last = min(numbers, default=0), max(numbers, default=0)
    if last - first < 2 * len(numbers):
        return f"task_id BETWEEN {first} AND {last}"
    return among("task_id", numbers)
