"""Which warnings of a parse still hold: what a person has decided since settles those that are about it."""

from __future__ import annotations

from collections.abc import Mapping

from policyparse.ledger import TrackedTask
from policyparse.model import Finding

_FACTS: Mapping[str, str] = {
    "impossible-share": "targets",
    "reversed-range": "targets",
    "past-deadline": "deadlines",
    "no-such-day": "deadlines",
    "unread-deadline": "deadlines",
    "odd-unit": "units",
}
"""The warnings (``checks``) that are about one fact, and which kind of fact it is."""


def holding(task: TrackedTask) -> tuple[Finding, ...]:
    """The warnings of a task without those that are settled: a lead was named, the fact was replaced, taken out or confirmed."""
    return tuple(warning for warning in task.warnings if _holds(task, warning))


def _holds(task: TrackedTask, warning: Finding) -> bool:
    if warning.code == "no-lead":
        return not task.lead
    if warning.code not in _FACTS:
        return True
    facts = getattr(task, _FACTS[warning.code])
    return any(fact.span == warning.span and fact.confidence < 1 for fact in facts)
