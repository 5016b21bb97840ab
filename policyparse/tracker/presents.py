"""Present values where the targets of a task change: carried to the target that stands for the old one, in the task's row and in
what was reported, where a value is known by its metric (``metric_keys``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from policyparse.ledger.reports import metric_keys
from policyparse.schema.facts import Json
from policyparse.tracker.pen import Pen
from policyparse.tracker.reports import field_of

_ALIKE = (
    ("metric", "scope", "unit", "due", "value", "present"),
    ("metric", "scope", "unit", "due", "value"),
    ("metric", "scope", "unit", "due"),
    ("metric", "unit"),
    ("scope", "unit", "due", "value"),
    ("scope", "unit"),
    ("metric",),
)
"""What an old target shares with the new one that stands for it, the surest first; by the last two only where no other could be meant."""


def carried(old: Sequence[Json], new: Sequence[Json]) -> list[Json]:
    """The new targets with the present values of the old ones that they stand for, each carried once.

    The old one of the same words wins, then the first of its metric and unit, then one of a metric that is a part of the
    other: of the same number, or the only one of its unit; then the only one of its metric. 例：of 道路5条 and 道路40公里
    each keeps its own; 道路5条 read again as 道路6条, or 新建厂房20项 as 厂房25项, is the same.
    """
    found = list(new)
    for at, before in _heirs(old, new).items():
        if "present" not in new[at]:
            found[at] = new[at] | {k: old[before][k] for k in ("present", "present_on") if k in old[before]}
    return found


def renamed(old: Sequence[Json], new: Sequence[Json]) -> dict[str, str]:
    """The names of present values in reports that are others with the new targets.

    A value of a target that is no more keeps its name, unless that is another target's now: then it says of which unit it was.
    """
    before, after = (metric_keys([t["metric"] for t in some]) for some in (old, new))
    heirs = _heirs(old, new)
    names = {before[was]: after[at] for at, was in heirs.items() if before[was] != after[at]}
    for was, target in enumerate(old):
        if was not in heirs.values() and before[was] in after:
            names[before[was]] = _parked(target)
    back = {_parked(target): after[at] for at, target in enumerate(new) if at not in heirs}
    return {k: v for k, v in back.items() if k not in (*before, *after)} | names


def rename(pen: Pen, task: int, names: Mapping[str, str]) -> None:
    """Call the present values in a task's reports by their new names."""
    if not names:
        return
    for field in map(field_of, pen.reports(task)):
        pen.task(task, field, of_report(pen.value(task, field), names))


def of_report(filed: Json, names: Mapping[str, str]) -> Json:
    """What was filed, its present values by their new names."""
    return {**filed, "presents": {names.get(name, name): value for name, value in filed["presents"].items()}}


def _parked(target: Json) -> str:
    return f"{target['metric']}（原{target['unit'] or '指标'}）"


def _heirs(old: Sequence[Json], new: Sequence[Json]) -> dict[int, int]:
    """By the place of a new target that of the old one that it stands for."""
    found: dict[int, int] = {}
    for like in _ALIKE:
        free = [at for at in range(len(new)) if at not in found]
        left = [at for at in range(len(old)) if at not in found.values()]
        for at in free:
            meant = [was for was in left if _stands_for(old[was], new[at], like)]
            if meant and _sure(like, old, new, meant, free):
                found[at] = meant[0]
                left.remove(meant[0])
    return found


def _sure(
    like: Sequence[str], old: Sequence[Json], new: Sequence[Json], meant: Sequence[int], free: Iterable[int]
) -> bool:
    """Whether no other than the first could be meant, where what they share says little."""
    one = old[meant[0]]
    if like == ("metric",):
        return all(sum(t["metric"] == one["metric"] for t in of) == 1 for of in (old, new))
    return like != ("scope", "unit") or (
        len(meant) == 1 and sum(_stands_for(one, new[at], like) for at in free) == 1
    )


def _stands_for(one: Json, other: Json, like: Iterable[str]) -> bool:
    parts = one["metric"] in other["metric"] or other["metric"] in one["metric"]
    return parts and all(one.get(key) == other.get(key) for key in like)
