"""``/``: where everything stands, every number leading to its list."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import Route

from policyparse.board import svg
from policyparse.board.today import figures_at
from policyparse.board.view import SOON_DAYS, UnitLamps, lamps_of, shining, units_of
from policyparse.board.visit import Visit, page
from policyparse.bulletin.figures import Counts, Since
from policyparse.bulletin.lamps import Lamp, Scheme
from policyparse.exports.charts import Chart, due_by_month, states_of
from policyparse.ledger import STATES, DocumentCard, TrackedTask
from policyparse.ledger.due import due_of
from policyparse.ledger.periods import period as period_named
from policyparse.ledger.problems import troubles
from policyparse.ledger.words import date_words, lead_words
from policyparse.tracker import Tracker

FEW = 8
"""Tasks, and units, that stand on the page; the rest is behind a link."""


@dataclass(frozen=True, slots=True)
class Late:
    """A task of a short list: its last day and how many days it is over (or, below 0, how many are left)."""

    number: int
    title: str
    leads: str
    due: str
    days: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its numbers; ``links`` lead from each row of them to its tasks, "" for none."""

    chart: Chart
    picture: Markup
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The page: numbers and short lists, and no task whole."""

    day: str
    period: str
    start: date
    before: str
    total: Counts
    since: Since
    owed: int
    unfiled: int
    troubled: int
    presumed: int
    behind: int
    lamps: tuple[Lamp, ...]
    units: tuple[UnitLamps, ...]
    silent: tuple[UnitLamps, ...]
    overdue: tuple[Late, ...]
    soon: tuple[Late, ...]
    states: Drawn | None
    months: Drawn | None
    documents: tuple[tuple[DocumentCard, Counts], ...]


def home(tracker: Tracker, scheme: Scheme, today: date) -> Home:
    """The page of a day."""
    figures, lamps = figures_at(tracker, today), lamps_of(scheme)
    lit = {task.id: shining(task, today, SOON_DAYS, scheme, lamps) for task in figures.tasks}
    units = tuple(unit for unit in units_of(figures, lit, len(lamps)) if unit.figures)
    states = states_of(figures.tasks, [(unit.canonical, unit.name) for unit in units])
    months = due_by_month(figures.tasks, today)
    silent = sorted(
        (u for u in units if u.figures and u.figures.unfiled),
        key=lambda u: -(u.figures.unfiled if u.figures else 0),
    )
    period = period_named(figures.period)
    return Home(
        date_words(today),
        period.words,
        period.start,
        period.previous.words,
        figures.total,
        figures.since,
        len(figures.owed),
        len(figures.unfiled),
        len({one.task.id for one in troubles(figures.tasks)}),
        len(figures.presumed),
        len({one.task.id for one in figures.behind}),
        lamps,
        units,
        tuple(silent[:FEW]),
        tuple(_late(task, today) for task in figures.overdue[:FEW]),
        tuple(_late(task, today) for task in figures.soon[:FEW]),
        _drawn(states, "states", [unit.canonical for unit in units], "/tasks?role=lead&unit="),
        _drawn(months, "months", list(_months(months)), "/tasks?month="),
        figures.documents,
    )


def _late(task: TrackedTask, today: date) -> Late:
    due = due_of(task) or today
    return Late(task.id, task.title, lead_words(task), f"{due:%Y-%m-%d}", (today - due).days)


def _drawn(chart: Chart, name: str, keys: list[str], to: str) -> Drawn | None:
    if not chart.categories or not chart.series:
        return None
    links = (f"{to}{key}" if key else "" for key, _ in zip(keys, chart.categories, strict=False))
    return Drawn(chart, svg.draw(chart, name), tuple(links))


def _months(chart: Chart) -> Iterator[str]:
    """The months of a chart's columns as the list of tasks is asked for them: 2025-06; "" for 此前 and 此后."""
    year = ""
    for name in chart.categories:
        found = re.fullmatch(r"(?:(\d{4})年)?(\d{1,2})月", name)
        year = found[1] or year if found else year
        yield f"{year}-{int(found[2]):02}" if found else ""


def show(visit: Visit) -> Response:
    """The page."""
    found = visit.desk.known("home", lambda: home(visit.tracker, visit.desk.scheme, visit.today))
    return visit.page("home.html", home=found, states=STATES, soon_days=SOON_DAYS)


ROUTES = (Route("/", page(show)),)
