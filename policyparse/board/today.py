"""Where everything stands today: the figures of the 通报 for the period that the documents are at."""

from __future__ import annotations

from datetime import date

from policyparse.board.view import SOON_DAYS
from policyparse.bulletin.figures import Figures
from policyparse.bulletin.gather import gather
from policyparse.ledger import Filter
from policyparse.ledger.periods import asked_period, containing
from policyparse.tracker import Tracker


def period_at(tracker: Tracker, today: date) -> str:
    """The period that the documents' reports are at; the month where they have no cycle or several."""
    asked = asked_period(tracker.documents(), None, today)
    return asked[0] if asked else containing("monthly", today).name


def figures_at(tracker: Tracker, today: date) -> Figures:
    """The figures of all tasks up to the day."""
    return gather(tracker, period_at(tracker, today), Filter(), today, SOON_DAYS, today=today)
