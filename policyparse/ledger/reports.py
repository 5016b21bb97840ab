"""Where a task stands, told from the reports on it. Pure, and the same in whatever order the reports came in.

A report is one unit's, on one task, for one period, and holds only what that unit wrote. What the office itself enters
(``unit`` is "") speaks for the task as a whole. The reports are read in the order of the days up to which they speak;
the task follows its lead, of several leads the one that is least far, and supporting units stand beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from policyparse.ledger import Progress
from policyparse.ledger.entries import CLOSED, WORDED, State
from policyparse.ledger.words import LONGEST_NUMBER
from policyparse.model import Target

OFFICE = ""
"""Who reports where no unit does: the office that keeps the tracker."""

SAME = frozenset({"同上期", "同上", "同上月", "同上季", "与上期相同", "无变化", "无更新"})
"""Notes that point to the last one."""

RATES = frozenset({"%", "‰", "个百分点", "百分点"})
"""Units of what may stand below 0 without being a change (增速)."""

_RANK: Mapping[str, int] = {"未启动": 0, "推进中": 1, "已终止": 2, "已完成": 3}


@dataclass(frozen=True, slots=True)
class Report:
    """What one unit wrote of one task for a period.

    ``unit`` is its full name (OFFICE for the office), ``leads`` whether it led the task then. ``period`` is a month, a
    quarter, or the day of what was entered outside of any; ``upto`` the day up to which it speaks. ``entries`` holds
    only what was written, by the names of ``ledger.entries``; ``presents`` values of targets by ``metric_keys``.
    """

    unit: str
    leads: bool
    period: str
    upto: date
    at: datetime
    by: str
    entries: Mapping[str, Any] = field(default_factory=dict)
    presents: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def order(self) -> tuple[Any, ...]:
        """Its place among the reports of a task: on one day what was said outside of any period, or by the office, has
        the last word."""
        late = self.unit == OFFICE or self.outside
        return (self.upto, late, self.at if late else datetime.min, self.period, self.unit)

    @property
    def outside(self) -> bool:
        """Whether it is of no period but of a day."""
        return is_day(self.period)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where the task stands as one voice has it: the progress, and the present values that were given."""

    progress: Progress = field(default_factory=Progress)
    presents: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a task stands: as a whole, and as each unit that reported has it, by full name."""

    whole: Stand
    units: Mapping[str, Stand]


def standing(
    reports: Iterable[Report],
    leads: Mapping[str, str],
    ceilings: Collection[str] = (),
) -> Standing:
    """Where a task stands by its reports.

    ``leads`` are its leading units, full name to printed name, in their order. ``ceilings`` are the metrics of which
    more is worse. What former leads reported holds until a present lead has spoken.
    """
    whole = base = Stand()
    units: dict[str, Stand] = {}
    for report in sorted(reports, key=lambda r: r.order):
        if report.unit == OFFICE:
            base, whole = _after(base, report), _after(whole, report)
            units.update((name, _after(units[name], report)) for name in leads if name in units)
        elif report.unit in leads:
            units[report.unit] = _after(units.get(report.unit, base), report)
            whole = _joined({leads[n]: units[n] for n in leads if n in units}, ceilings)
        elif report.leads:
            units[report.unit] = _after(units.get(report.unit, base), report)
            base = _after(base, report)
            whole = base if not any(n in units for n in leads) else whole
        else:
            units[report.unit] = _after(units.get(report.unit, Stand()), report)
    return Standing(whole, units)


def is_day(period: str) -> bool:
    """Whether the name of a period is a day: that of what was entered outside of any."""
    return len(period) == len("2025-06-01")


def refusal(entries: Mapping[str, Any]) -> str | None:
    """Why what is written cannot be, whatever stood before; None where it can."""
    percent = entries.get("percent", 100)
    if entries.get("state") == "已完成" and percent < 100:
        return f"已完成的任务，总体进度是 100，不是 {percent}。"
    if entries.get("state") == "未启动" and entries.get("percent", 0) > 0:
        return f"未启动的任务，总体进度是 0，不是 {percent}。"
    if entries.get("state") == "已终止" and not _reasoned(entries):
        return "任务改为“已终止”，须说明事由。"
    return None


def joined(before: Mapping[str, Any], entries: Mapping[str, Any]) -> dict[str, Any]:
    """What a voice says of one period, in two reports: the later words hold, and what cannot stand beside them falls.

    推进中 40 and then 已完成 is 已完成; 未启动 and then 80 is 80. Only of what was 已完成 a percentage takes nothing back.
    """
    whole = {**before, **entries}
    if refusal(whole) and "percent" not in entries:
        whole.pop("percent", None)
    elif refusal(whole) and whole["state"] == "未启动":
        del whole["state"]
    return whole


def unfounded(before: Progress, entries: Mapping[str, Any]) -> str | None:
    """Why the state of a closed task does not follow what is written; None where it does, or nothing is said of it."""
    if before.state not in CLOSED:
        return None
    state = entries.get("state", before.state)
    if state != before.state and not _reasoned(entries):
        return f"任务由“{before.state}”改为“{state}”，须说明事由。"
    if state == before.state and before.state == "已完成" and entries.get("percent", 100) < 100:
        return f"任务已完成，总体进度不能改为 {entries['percent']}；重新启动请改状态并说明事由。"
    return None


def impossible(target: Target, value: Decimal) -> str | None:
    """Why a value cannot be where a target stands, in Chinese; None where it can. Only a rate or a change falls below 0."""
    if value < 0 and target.change is None and target.unit not in RATES:
        return f"“{target.metric}”的现值不能是负数"
    if len(value.as_tuple().digits) > LONGEST_NUMBER or abs(value.adjusted()) > LONGEST_NUMBER:
        return f"“{target.metric}”的现值位数太多"
    return None


def metric_keys(metrics: Sequence[str]) -> tuple[str, ...]:
    """The name by which each target is known in a report: its metric, a repeated one with its count (检查率#2)."""
    seen: dict[str, int] = {}
    keys = []
    for metric in metrics:
        seen[metric] = seen.get(metric, 0) + 1
        keys.append(metric if seen[metric] == 1 else f"{metric}#{seen[metric]}")
    return tuple(keys)


def together(reports: Sequence[Report]) -> Report:
    """What one unit reported on several tasks for one period, as its report on all of them at once: the state and the
    percentage that are least far, the words of each, the present values of the first that has them."""
    said: dict[str, list[Any]] = {}
    for report in reports:
        for name, value in report.entries.items():
            said.setdefault(name, []).append(value)
    entries = {
        name: min(values) if name == "percent" else "\n".join(dict.fromkeys(filter(None, values)))
        for name, values in said.items()
    }
    if "state" in said:
        entries["state"] = min(said["state"], key=_RANK.__getitem__)
    if refusal(entries):  # one said 已完成, the other 40 %
        entries.pop("state" if entries["state"] == "已完成" else "percent")
    presents = {metric: value for r in reversed(reports) for metric, value in r.presents.items()}
    last = max(reports, key=lambda r: (r.upto, r.at))
    return replace(last, leads=any(r.leads for r in reports), entries=entries, presents=presents)


def _reasoned(entries: Mapping[str, Any]) -> bool:
    return bool(entries.get("reason") or entries.get("note"))


def _after(stand: Stand, report: Report) -> Stand:
    """Where a voice stands after a report of its own, or of the office."""
    before = stand.progress
    given = {name: value for name, value in report.entries.items() if name in WORDED}
    if given.get("note") in SAME:
        del given["note"]
    if unfounded(before, given):
        given.pop("state", None)
        given.pop("percent", None)
    begun = before.state == "未启动" and given.get("percent", 0) > 0
    state: State = given.get("state", "推进中" if begun else before.state)
    if state == "已完成":
        given["percent"] = 100
    elif given.get("state") == "未启动":
        given["percent"] = 0
    given["state"] = state
    day = min(report.upto, report.at.date())
    started = before.started_on or (day if state != "未启动" else None)
    finished = before.finished_on if state == before.state else (day if state in CLOSED else None)
    after = replace(before, **given, started_on=started, finished_on=finished)
    presents = {**stand.presents, **report.presents}
    if (after, presents) != (before, stand.presents):
        after = replace(after, updated_at=report.at, updated_by=report.by)
    return Stand(after, presents)


def _joined(voices: Mapping[str, Stand], ceilings: Collection[str]) -> Stand:
    """Where several leads stand together: as the one that is least far, each one's words under its name."""
    if len(voices) == 1:
        return next(iter(voices.values()))
    parts = [stand.progress for stand in voices.values()]
    state = min((p.state for p in parts), key=lambda s: _RANK[s])
    ends = [p.finished_on for p in parts if p.finished_on]
    last = max(parts, key=lambda p: (p.updated_at or datetime.min, p.updated_by))
    words = {name: _words(voices, name) for name in WORDED if name not in {"state", "percent"}}
    metrics = dict.fromkeys(metric for stand in voices.values() for metric in stand.presents)
    worst = {
        metric: (max if metric in ceilings else min)(
            stand.presents[metric] for stand in voices.values() if metric in stand.presents
        )
        for metric in metrics
    }
    progress = Progress(
        state=state,
        percent=min(p.percent for p in parts),
        started_on=min((p.started_on for p in parts if p.started_on), default=None),
        finished_on=max(ends) if state in CLOSED and len(ends) == len(parts) else None,
        updated_at=last.updated_at,
        updated_by=last.updated_by,
        **words,
    )
    return Stand(progress, worst)


def _words(voices: Mapping[str, Stand], name: str) -> str:
    """What several leads say in one entry: once where they say the same, else each under its name."""
    said = {who: text for who, stand in voices.items() if (text := getattr(stand.progress, name))}
    if len(set(said.values())) < 2:
        return next(iter(said.values()), "")
    if name in {"person", "contact"}:
        return "、".join(dict.fromkeys(said.values()))
    return "\n".join(f"{who}：{text}" for who, text in said.items())
