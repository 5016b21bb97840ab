"""Three-way merging of single values of a task. Pure: JSON in, JSON out.

``base`` is what the last reading said, ``mine`` what is in force, ``theirs`` what the new reading says.
"""

from __future__ import annotations

from typing import Any

from policyparse.ledger.corrections import DECISION
from policyparse.schema.facts import Json

FACTS = ("units", "targets", "deadlines", "actions", "milestones", "entries", "fields")
_NAMED = (
    *("canonical", "metric", "value", "kind", "due", "rrule", "text"),
    *("when", "field", "words", "label"),
)
"""By which keys a fact is known again in the new text."""
_WHERE = frozenset({"quote", "rule", "confidence", "present", "present_on"})


def merge_field(field: str, base: Any, mine: Any, theirs: Any, decided: bool) -> tuple[Any, bool]:
    """The value that a field has from now on, and whether both sides changed it, each in its own way.

    ``base`` is None where the last reading did not have the task. The value that a person decided stays; facts
    that stay take the places of the new text.
    """
    if base is not None and meaning(field, mine) == meaning(field, base) and not decided:
        return theirs, False
    if field == "units" and base is not None:
        value, clash = _merge_units(base, mine, theirs)
    elif decided or base is not None:
        value, clash = mine, meaning(field, theirs) not in (meaning(field, mine), meaning(field, base))
    else:
        value, clash = theirs, False
    return placed(field, value, theirs), clash


def meaning(field: str, value: Any) -> Any:
    """The value without the place that it was read from."""
    if field in FACTS and value is not None:
        return [{k: v for k, v in fact.items() if k not in _WHERE} for fact in value]
    return value


def placed(field: str, value: Any, theirs: Any) -> Any:
    """Facts that are kept with the places of the new text; those that it does not have lose theirs."""
    if field not in FACTS or value is theirs:
        return value
    fresh = {_named(fact): fact for fact in theirs}
    return [_at(fact, fresh.get(_named(fact))) for fact in value]


def _named(fact: Json) -> tuple[Any, ...]:
    return tuple(map(fact.get, _NAMED))


def _at(fact: Json, fresh: Json | None) -> Json:
    if fresh is not None:
        return {
            **fact,
            "quote": fresh["quote"],
            "rule": fact["rule"] if fact["rule"] == DECISION else fresh["rule"],
        }
    return {**fact, "quote": fact["quote"] and {**fact["quote"], "page": None, "start": None, "end": None}}


def _merge_units(base: list[Json], mine: list[Json], theirs: list[Json]) -> tuple[list[Json], bool]:
    """Unit by unit: where a person changed nothing the new reading counts, else the person's word; whether both did."""
    b, m, t = ({u["canonical"]: u for u in units} for units in (base, mine, theirs))
    result, clash = [], False
    for name in dict.fromkeys([*t, *m]):
        roles = [units[name]["role"] if name in units else None for units in (b, m, t)]
        if roles[0] == roles[1]:
            chosen = t.get(name)
        else:
            chosen = m.get(name)
            clash |= roles[2] not in (roles[0], roles[1])
        if chosen is not None:
            result.append(chosen)
    return sorted(result, key=lambda unit: bool(unit["role"] != "lead")), clash
