"""What a unit reports of a task, checked before it is written; what each period owes; and the review of what is done.

Work, report and review are kept apart: a report says for a period what stands in the work's columns at that time, and
a review neither needs nor makes one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from policyparse.asking import tasks, units
from policyparse.asking.reports import stands
from policyparse.errors import TrackerError
from policyparse.ledger import CLOSED, HEADERS, STATES, Entries, Filter, TrackedTask, periods
from policyparse.ledger.reports import OFFICE, SAME, Report, impossible, metric_keys, refusal, unfounded
from policyparse.ledger.wording import sentence
from policyparse.tracker import evidence, reports
from policyparse.tracker.hand import Ahead, Hand, write
from policyparse.tracker.pen import Pen

if TYPE_CHECKING:
    from policyparse.tracker.database import Database
    from policyparse.tracker.desk import Desk
    from policyparse.tracker.kept import Kept


@dataclass(frozen=True, slots=True)
class Note:
    """What a person should know of a report that was filed, in Chinese; ``fields`` are its entries of which the present says
    another thing."""

    words: str
    fields: tuple[str, ...]


# ---- the work ------------------------------------------------------------------------------------------


def report(pen: Pen, number: int, entries: Entries, period: str | None, unit: str | None) -> TrackedTask:
    """What ``enter`` does, as a command of its own; ``unit`` is a name as a person types it, None the office."""
    before = tasks.task(pen.rows, number, pen.at.date())
    whose = units.named(pen.rows, unit) if unit else OFFICE
    enter(pen, before, entries, period, unit=whose, strict=True)
    pen.finish(_words(pen, before))
    return tasks.task(pen.rows, number, pen.at.date())


def report_each(
    database: Database | Desk,
    numbers: Sequence[int],
    entries: Entries,
    *,
    by: str = "",
    at: datetime | None = None,
    period: str | None = None,
    unit: str | None = None,
    files: Sequence[Path] = (),
) -> dict[int, tuple[TrackedTask, TrackedTask] | TrackerError]:
    """Enter the same report of several tasks, each as a command of its own, in one transaction and so many statements as
    one report takes; ``files`` prove it and are attached to each. Other arguments as ``Tracker.progress`` has them.

    Gives by the number of each task how it was and how it is then, or why it was refused; the others go on.
    """
    proofs = (database.kept, files)
    with database.command("progress", by, at) as pen:
        return _report_each(pen, numbers, entries, period, unit, proofs)


def _report_each(
    pen: Pen,
    numbers: Sequence[int],
    entries: Entries,
    period: str | None,
    unit: str | None,
    proofs: tuple[Kept, Sequence[Path]],
) -> dict[int, tuple[TrackedTask, TrackedTask] | TrackerError]:
    day, rows = pen.at.date(), pen.rows
    whose = units.named(rows, unit) if unit else OFFICE
    before = {task.id: task for task in tasks.tasks(rows, Filter(ids=tuple(numbers)), day)}
    ahead = Ahead(rows, [*before])
    hands: dict[int, Hand] = {}
    refused: dict[int, TrackerError] = {}
    for number in numbers:
        try:
            task = before.get(number) or tasks.task(rows, number, day)
            hand = Hand(pen, ahead, number)
            enter(hand, task, entries, period, unit=whose, strict=True)
            words = _words(hand, task)
            hand.words = words + _attached(hand, task, period, whose, proofs)
            hands[number] = hand
        except TrackerError as error:
            refused[number] = error
    write(pen, hands)
    after = {task.id: task for task in tasks.tasks(rows, Filter(ids=tuple(hands)), day)} if hands else {}
    return {n: (before[n], after[n]) if n in after else refused[n] for n in numbers}


def _attached(
    hand: Hand, task: TrackedTask, period: str | None, unit: str, proofs: tuple[Kept, Sequence[Path]]
) -> str:
    """Attach the files that prove a report; what the log says of them. Raises TrackerError where one is not taken: then none is."""
    kept, files = proofs
    if not files:
        return ""
    with hand.rows.part():
        for path in files:
            evidence.put(hand, kept, task, path.name, path, unit=unit, period=period)
    return f"；佐证材料：{'、'.join(path.name for path in files)}"


def _words(pen: Pen, task: TrackedTask) -> str:
    return f"任务 {task.id}《{task.title}》：{sentence(pen.told())}"


def enter(
    pen: Pen,
    task: TrackedTask,
    entries: Entries,
    period: str | None,
    *,
    unit: str = OFFICE,
    strict: bool = False,
) -> tuple[Note, ...]:
    """File what a unit (by its full name), or the office, reports of a task, and bring the task to where it stands then.

    A first percentage starts the work (推进中); 已完成 is 100 percent. What the office enters counts from now on; what a
    unit reports counts for its ``period``, so that an earlier one fills its own report and leaves a later one in force.
    Gives what a person should know of it, in Chinese: that the present stayed as it was, and why. Raises TrackerError for
    a state, percentage or target that there is not or that cannot be, where the office takes up a closed task without a
    reason, and, if ``strict``, where a unit does so.
    """
    given = entries.worded()
    _check(task, given, entries.presents)
    known = pen.reports(task.id)
    locked = task.review == reports.LOCKED
    if unit == OFFICE and entries:
        _check_reopening(task, given, locked)
        locked = False
    named = _period(task, period, pen.at.date()) if entries or period is not None else None
    if named is None and not _news(task, entries):
        return ()
    ground = None if locked else reports.ground(task, known)
    if ground is not None:
        reports.file(pen, task, ground)
        known.append(ground)
    report = _report(pen, task, entries, named, unit, explicit=period is not None, known=known)
    if not reports.file(pen, task, report):
        return ()
    known = pen.reports(task.id)
    why = _untaken(task, report, known, given)
    if strict and why:
        raise TrackerError(why)
    if locked:
        words = f"任务 {task.id} 已销号，填报留存，状态不变；要重新启动请退回（close --return）或用 progress 写明事由"
        return (Note(words, _said(report)),)
    reports.follow(pen, task, known)
    return (
        *_of_no_part(task, unit, report),
        *_overtaken(task, report, known, {"state", "percent"} if why else set()),
        *([Note(f"{why}状态未采用", ("state", "percent"))] if why else []),
    )


def _of_no_part(task: TrackedTask, unit: str, report: Report) -> Iterator[Note]:
    """That who reports has no part in the task: one unit answers for another, or its rows came under the wrong name."""
    if unit != OFFICE and unit not in {one.value.canonical for one in task.answering}:
        yield Note(
            f"{unit} 不是任务 {task.id} 的责任单位，这份填报记在它的名下，请核对是不是替别的单位填的；"
            "不是的可以 undo",
            _said(report),
        )


def _said(report: Report) -> tuple[str, ...]:
    """The entries that a report gives, by name."""
    return (*report.entries, *(["presents"] if report.presents else []))


def _news(task: TrackedTask, entries: Entries) -> bool:
    """Whether the entries say anything that the task does not say already."""
    values = dict(enumerate(task.presents, 1))
    return any(getattr(task.progress, name) != value for name, value in entries.worded().items()) or any(
        values.get(place) != value for place, value in entries.presents.items()
    )


def _check(task: TrackedTask, given: Mapping[str, Any], presents: Mapping[int, Decimal]) -> None:
    if "state" in given and given["state"] not in STATES:
        raise TrackerError(f"状态只能是：{'、'.join(STATES)}。")
    if "percent" in given and not 0 <= given["percent"] <= 100:
        raise TrackerError("总体进度是 0 到 100 的整数。")
    if why := refusal(given):
        raise TrackerError(why)
    for place, value in presents.items():
        if not 1 <= place <= len(task.targets):
            raise TrackerError(f"任务 {task.id} 有 {len(task.targets)} 个量化目标，没有第 {place} 个。")
        if why := impossible(task.targets[place - 1].value, value):
            raise TrackerError(f"{why}。")


def _check_reopening(task: TrackedTask, given: Mapping[str, Any], locked: bool) -> None:
    """Whether the office may change a closed task so: with a reason, and one that is 销号 only to take it up again."""
    if why := unfounded(task.progress, given):
        raise TrackerError(why)
    if locked and given.get("state", task.progress.state) in CLOSED:
        raise TrackerError(
            f"任务 {task.id} 已销号；要改请先退回（close --return），或重新启动：--state 推进中 --reason 事由。"
        )


def _period(task: TrackedTask, name: str | None, day: date) -> periods.Period | None:
    """The period that is meant: the one named, else the one that the document's reports are at on the day."""
    if name is not None:
        return periods.period(name)
    if task.document.cycle is None:
        return None
    return periods.current(cast(periods.Cycle, task.document.cycle), task.document.report_day, day)


def _report(
    pen: Pen,
    task: TrackedTask,
    entries: Entries,
    period: periods.Period | None,
    unit: str,
    *,
    explicit: bool,
    known: Sequence[Report],
) -> Report:
    """The report to file. What the office enters outside of a named period speaks up to now, after all that stands."""
    name = period.name if period else pen.at.date().isoformat()
    upto = period.end if period and (explicit or unit) else max([pen.at.date(), *(r.upto for r in known)])
    before = next((r for r in known if (r.unit, r.period) == (unit, name)), None)
    if before is not None and before.upto != upto:
        if explicit or unit:
            upto = before.upto
        else:
            name = pen.at.date().isoformat()  # the period's own report stays as it was filed
    return Report(
        unit,
        _leads(task, unit),
        name,
        upto,
        pen.at,
        pen.by,
        entries.worded(),
        reports.keyed(task, entries.presents),
    )


def _leads(task: TrackedTask, unit: str) -> bool:
    return unit != OFFICE and task.role_of(unit) == "lead"


def _overtaken(
    task: TrackedTask, report: Report, known: Sequence[Report], unfounded: Collection[str]
) -> Iterator[Note]:
    """That what is said is of an earlier time than what stands, where it is and the present says another thing.

    A unit stands on its own reports and the office's; the office on those of the leads too, and what one of several leads
    still has from it is part of the present. ``task`` is as it stood before the report.
    """
    office = report.unit == OFFICE
    heard = {OFFICE, report.unit, *(r.unit for r in known if office and (r.leads or _leads(task, r.unit)))}
    later = [r for r in known if r.order > report.order and r.unit in heard]
    if not later:
        return
    standing = stands(task, known)
    now = standing.whole if office else standing.units[report.unit]
    were = dict(zip(metric_keys([m.value.metric for m in task.targets]), task.presents, strict=True))

    def otherwise(value: Any, stood: Any, before: Any) -> bool:
        return bool(stood != value and (not office or stood == before))

    left = [
        name
        for name, value in report.entries.items()
        if not (name == "note" and value in SAME)
        and otherwise(value, getattr(now.progress, name), getattr(task.progress, name))
    ]
    if any(otherwise(v, now.presents.get(m), were.get(m)) for m, v in report.presents.items()):
        left.append("presents")
    fields = tuple(name for name in left if name not in unfounded)
    if fields:
        last = max(later, key=lambda r: r.order)
        of = "" if fields == _said(report) else f"{'、'.join(HEADERS[name] for name in fields)}"
        known_as = f"任务 {task.id} 已有更新的内容（{last.by or '台账'}，{last.period}）"
        words = f"{known_as}，{of}只作为 {report.period} 的填报留存，{of and '这些'}现状不变"
        yield Note(words, fields)


def _untaken(
    task: TrackedTask, report: Report, known: Sequence[Report], given: Mapping[str, Any]
) -> str | None:
    """Why the state that a unit reports does not follow from where it stood; None where it does, or for the office.

    A lead that speaks for the first time stands where the office has put the task.
    """
    if report.unit == OFFICE:
        return None
    earlier = [r for r in known if r.order < report.order]
    before = stands(task, earlier).units.get(report.unit)
    if before is None and report.leads:
        before = stands(task, [r for r in earlier if r.unit == OFFICE]).whole
    return unfounded(before.progress, given) if before else None


# ---- the review ----------------------------------------------------------------------------------------


def apply(pen: Pen, number: int, files: Sequence[Path], kept: Kept) -> TrackedTask:
    """申请办结, with the files that prove it, which are kept in ``kept``.

    Raises TrackerError where the work is not done, the review under way or over, or a file is none to attach.
    """
    task = tasks.task(pen.rows, number, pen.at.date())
    if task.progress.state != "已完成":
        raise TrackerError(f"任务 {task.id} 尚未完成，不能申请办结。")
    if task.review not in {"", "退回"}:
        raise TrackerError(f"任务 {task.id} 已是“{task.review}”。")
    pen.task(task.id, "review", "申请办结")
    pen.task(task.id, "review_reason", "")
    for path in files:
        evidence.put(pen, kept, task, path.name, path, unit=OFFICE, period=None)
    pen.finish(f"任务 {number}《{task.title}》申请办结")
    return tasks.task(pen.rows, number, pen.at.date())


def review(pen: Pen, number: int, accept: bool, reason: str) -> TrackedTask:
    """办结（销号）, or 退回 with a reason, which takes back a 办结 too.

    Raises TrackerError where nobody applied, and for 退回 without a reason.
    """
    task = tasks.task(pen.rows, number, pen.at.date())
    if task.review != "申请办结" and (accept or task.review != reports.LOCKED):
        raise TrackerError(f"任务 {task.id} 没有申请办结。")
    if not accept and not reason:
        raise TrackerError("退回须说明理由。")
    pen.task(task.id, "review", "办结" if accept else "退回")
    pen.task(task.id, "review_reason", reason)
    pen.finish(f"任务 {number}《{task.title}》审核：{'办结' if accept else f'退回（{reason}）'}")
    return tasks.task(pen.rows, number, pen.at.date())
