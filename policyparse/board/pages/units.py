"""``/units`` and a unit's page: what it leads and supports, which reports it handed in, its targets against their step."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from starlette.responses import Response
from starlette.routing import Route

from policyparse.board.today import period_at
from policyparse.board.view import SOON_DAYS, shining
from policyparse.board.visit import Visit, page
from policyparse.bulletin.figures import TargetFigures, targets_of
from policyparse.exports.units import of_unit
from policyparse.ledger import Filter, TrackedTask, UnitCard
from policyparse.ledger.periods import period as period_named
from policyparse.tracker import Tracker

PERIODS = 6
"""Periods back that a unit's page shows."""


@dataclass(frozen=True, slots=True)
class Handed:
    """A period: how many reports of its leads the unit owed, and how many it filed."""

    period: str
    owed: int
    filed: int


@dataclass(frozen=True, slots=True)
class View:
    """A unit: its counts, its tasks with their lamps, the last periods, its targets that have a present value."""

    card: UnitCard
    lead: tuple[tuple[TrackedTask, int], ...]
    support: tuple[tuple[TrackedTask, int], ...]
    handed: tuple[Handed, ...]
    targets: tuple[TargetFigures, ...]


def listed(visit: Visit) -> Response:
    """All units."""
    cards = visit.desk.known("units", lambda: visit.tracker.units(today=visit.today))
    return visit.page("units.html", cards=sorted(cards, key=lambda c: (-c.overdue, -c.lead, c.name)))


def numbered(visit: Visit) -> Response:
    """On from a unit's number to its name, which its address says."""
    name = visit.tracker.unit_named(visit.number("unit"))
    return visit.go(f"/units/{quote(visit.found_or_none(name, '没有这个编号的单位。'))}")


def show(visit: Visit) -> Response:
    """One unit."""
    name = visit.request.path_params["unit"]
    (card,) = visit.found(lambda: visit.tracker.units(name, today=visit.today))
    tasks = visit.tracker.tasks(Filter(unit=card.name), today=visit.today)
    own, lamps = of_unit(tasks, card.name), visit.desk.lamps

    def lit(some: tuple[TrackedTask, ...]) -> tuple[tuple[TrackedTask, int], ...]:
        return tuple((t, shining(t, visit.today, SOON_DAYS, visit.desk.scheme, lamps)) for t in some)

    targets = tuple(found for task in own.lead for found in targets_of(task, visit.today))
    view = View(card, lit(own.lead), lit(own.support), _handed(visit.tracker, card.name, visit), targets)
    return visit.page("unit.html", view=view, lamps=lamps)


def _handed(tracker: Tracker, unit: str, visit: Visit) -> tuple[Handed, ...]:
    """The last periods in which the unit owed a report, the latest first."""
    period, found = period_named(period_at(tracker, visit.today)), []
    for _ in range(PERIODS):
        cards = tracker.reports(period.name, Filter(unit=unit, role="lead"), today=visit.today)
        if cards:
            found.append(Handed(period.words, len(cards), sum(card.filed_by(unit) for card in cards)))
        period = period.previous
    return tuple(found)


ROUTES = (
    Route("/units", page(listed)),
    Route("/units/{unit:int}", page(numbered)),
    Route("/units/{unit}", page(show)),
)
