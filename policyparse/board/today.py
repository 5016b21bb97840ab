"""The period that the reports of the documents are at today."""

from __future__ import annotations

from datetime import date

from policyparse.ledger.periods import asked_period, containing
from policyparse.tracker import Tracker


def period_at(tracker: Tracker, today: date) -> str:
    """The period that the documents' reports are at; the month where they have no cycle or several."""
    asked = asked_period(tracker.documents(), None, today)
    return asked[0] if asked else containing("monthly", today).name
