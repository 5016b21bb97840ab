"""The tracker: what the policy files ask for, who owes it, and how far it has come. ``Tracker`` is its door.

Everything here is stored in one database (SQLite file or PostgreSQL) and comes out as the frozen types of ``ledger`` and
``model``. The door is loaded when it is first asked for, and SQLModel with it: what writes a report (``desk``) does without.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from policyparse.ledger import Filter

if TYPE_CHECKING:
    from policyparse.tracker.tracker import Tracker

__all__ = ["Filter", "Tracker"]


def __getattr__(name: str) -> Any:
    if name != "Tracker":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from policyparse.tracker.tracker import Tracker

    return Tracker
