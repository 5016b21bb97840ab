"""What each document adds to the numbers of the first page, kept in step with the log: a command costs the counting of the
documents that it touched, and no task is held.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import TypeVar

from policyparse.board.today import period_at
from policyparse.board.view import SOON_DAYS, lamps_of, shining
from policyparse.bulletin.figures import Counts, Figures, Since
from policyparse.bulletin.gather import gather_each
from policyparse.bulletin.lamps import Scheme
from policyparse.exports.charts import Months, States, counted_months, counted_states
from policyparse.exports.units import counted_names, usual_names
from policyparse.ledger import STATES, DocumentCard, TrackedTask
from policyparse.ledger.due import due_of
from policyparse.ledger.problems import troubles
from policyparse.ledger.words import lead_words
from policyparse.tracker import Tracker, log

K = TypeVar("K")
FEW = 8
"""Tasks of a short list."""
AT_ONCE = 100
"""Documents that are asked together: their tasks are held till they are counted."""


@dataclass(frozen=True, slots=True)
class Late:
    """A task of a short list: its last day and how many days it is over (or, below 0, how many are left)."""

    number: int
    title: str
    leads: str
    due: str
    days: int


@dataclass(frozen=True, slots=True)
class Led:
    """What a unit leads: its full name, the counts of its tasks, the reports that it owes still, and how many shine in each
    lamp (in the order of ``lamps_of``)."""

    canonical: str
    counts: Counts
    unfiled: int
    lead: tuple[int, ...]
    name: str = ""


@dataclass(frozen=True, slots=True)
class Share:
    """The numbers of some documents: ``unfiled`` and ``behind`` name the tasks, ``owed`` counts reports, ``troubled`` and
    ``presumed`` tasks; ``printed`` says how often a unit is printed in which way."""

    documents: tuple[tuple[DocumentCard, Counts], ...]
    total: Counts
    since: Since
    owed: int
    unfiled: tuple[int, ...]
    behind: tuple[int, ...]
    troubled: int
    presumed: int
    units: tuple[Led, ...]
    printed: Mapping[str, Counter[str]]
    overdue: tuple[Late, ...]
    soon: tuple[Late, ...]
    states: States
    months: Months


def share(figures: Figures, scheme: Scheme) -> Share:
    """What the documents of the figures add."""
    lamps = lamps_of(scheme)
    lit: dict[str, Counter[int]] = {unit.canonical: Counter() for unit in figures.units}
    for task in figures.tasks:
        at = shining(task, figures.day, figures.soon_days, scheme, lamps)
        for canonical in task.leading:
            lit[canonical][at] += 1
    return Share(
        figures.documents,
        figures.total,
        figures.since,
        len(figures.owed),
        tuple(card.task.id for card in figures.unfiled),
        tuple(dict.fromkeys(one.task.id for one in figures.behind)),
        len({one.task.id for one in troubles(figures.tasks)}),
        len(figures.presumed),
        tuple(
            Led(u.canonical, u.counts, u.unfiled, tuple(lit[u.canonical][at] for at in range(len(lamps))))
            for u in figures.units
        ),
        counted_names(figures.tasks),
        tuple(_late(task, figures.day) for task in figures.overdue[:FEW]),
        tuple(_late(task, figures.day) for task in figures.soon[:FEW]),
        counted_states(figures.tasks),
        counted_months(figures.tasks),
    )


def _late(task: TrackedTask, today: date) -> Late:
    due = due_of(task) or today
    return Late(task.id, task.title, lead_words(task), f"{due:%Y-%m-%d}", (today - due).days)


# ---- together ------------------------------------------------------------------------------------------


def together(shares: Iterable[Share]) -> Share:
    """The numbers of all, as if they had been counted at once."""
    every = tuple(shares)
    printed = _added(one.printed for one in every)
    names = usual_names(printed)
    led: dict[str, list[Led]] = {}
    for one in every:
        for unit in one.units:
            led.setdefault(unit.canonical, []).append(unit)
    units = (_led(some, names[canonical]) for canonical, some in led.items())
    return Share(
        tuple(document for one in every for document in one.documents),
        _counts(one.total for one in every),
        Since(sum(one.since.closed for one in every), sum(one.since.late for one in every)),
        sum(one.owed for one in every),
        tuple(number for one in every for number in one.unfiled),
        tuple(number for one in every for number in one.behind),
        sum(one.troubled for one in every),
        sum(one.presumed for one in every),
        tuple(sorted(units, key=lambda u: (-u.counts.overdue, -u.counts.total, u.canonical))),
        printed,
        tuple(sorted((late for one in every for late in one.overdue), key=lambda late: -late.days)[:FEW]),
        tuple(sorted((late for one in every for late in one.soon), key=lambda late: late.due)[:FEW]),
        _added(one.states for one in every),
        _added(one.months for one in every),
    )


def _led(some: list[Led], name: str) -> Led:
    lead = tuple(map(sum, zip(*(one.lead for one in some), strict=True)))
    return Led(
        some[0].canonical, _counts(one.counts for one in some), sum(one.unfiled for one in some), lead, name
    )


def _counts(some: Iterable[Counts]) -> Counts:
    every = tuple(some)
    states = tuple(sum(one.states[at] for one in every) for at in range(len(STATES)))
    return Counts(states, sum(one.overdue for one in every), sum(one.soon for one in every))


def _added(some: Iterable[Mapping[K, Mapping[str, int]]]) -> dict[K, Counter[str]]:
    found: dict[K, Counter[str]] = {}
    for one in some:
        for key, counts in one.items():
            found.setdefault(key, Counter()).update(counts)
    return found


# ---- in step -------------------------------------------------------------------------------------------


class Shares:
    """The shares of one tracker's documents; every question gives them as they stand now."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._seen = 0
        self._at: tuple[date, str] | None = None
        self._found: dict[int, Share] = {}

    def all(self, tracker: Tracker, scheme: Scheme, today: date) -> Share:
        """All of them together."""
        with self._lock:
            last, at = log.last(tracker.database), (today, period_at(tracker, today))
            touched = log.touched_documents(tracker.database, self._seen)
            if at != self._at or touched is None:
                self._found = {}
            numbers = [card.id for card in tracker.documents()]
            standing = {n: self._found[n] for n in numbers if n in self._found and n not in (touched or ())}
            self._found = standing | self._counted(
                tracker, scheme, at, [n for n in numbers if n not in standing]
            )
            self._seen, self._at = last, at
            return together(self._found[n] for n in numbers)

    def _counted(
        self, tracker: Tracker, scheme: Scheme, at: tuple[date, str], documents: list[int]
    ) -> dict[int, Share]:
        """Those of some documents, counted anew."""
        found = {}
        for start in range(0, len(documents), AT_ONCE):
            some = documents[start : start + AT_ONCE]
            numbers = tracker.numbers_by_document(some)
            tasks = {n: numbers.get(n, ()) for n in some}
            for number, figures in gather_each(tracker, at[1], tasks, SOON_DAYS, today=at[0]).items():
                found[number] = share(figures, scheme)
        return found
