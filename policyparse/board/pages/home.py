"""``/``: where everything stands, every number leading to its list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup
from starlette.responses import Response
from starlette.routing import Route

from policyparse.board import svg
from policyparse.board.shares import Share
from policyparse.board.today import period_at
from policyparse.board.view import SOON_DAYS
from policyparse.board.visit import Visit, page
from policyparse.bulletin.lamps import Lamp
from policyparse.exports.charts import Chart, months_chart, states_chart
from policyparse.ledger import STATES
from policyparse.ledger.periods import Period
from policyparse.ledger.periods import period as period_named
from policyparse.ledger.words import date_words
from policyparse.tracker import log


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart with its numbers; ``links`` lead from each row of them to its tasks, "" for none."""

    chart: Chart
    picture: Markup
    links: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Home:
    """The page: its day and period in words, the numbers, and the charts."""

    day: str
    period: str
    start: date
    before: str
    numbers: Share
    lamps: tuple[Lamp, ...]
    states: Drawn | None
    months: Drawn | None


def home(numbers: Share, lamps: tuple[Lamp, ...], period: Period, today: date) -> Home:
    """The page of a day."""
    states = states_chart(numbers.states, [(unit.canonical, unit.name) for unit in numbers.units])
    months = months_chart(numbers.months, today)
    return Home(
        date_words(today),
        period.words,
        period.start,
        period.previous.words,
        numbers,
        lamps,
        _drawn(states, "states", [unit.canonical for unit in numbers.units], "/tasks?role=lead&unit="),
        _drawn(months, "months", list(_months(months)), "/tasks?month="),
    )


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
    seen = log.last(visit.tracker.database)

    def values() -> Mapping[str, object]:
        period = period_named(period_at(visit.tracker, visit.today))
        made = home(visit.desk.numbers, visit.desk.lamps, period, visit.today)
        return {"home": made, "states": STATES, "soon_days": SOON_DAYS}

    return visit.page("home.html", part=visit.kept("home_part.html", seen, values))


ROUTES = (Route("/", page(show)),)
