"""``policyparse progress``, ``apply``, ``close`` and ``reporting``: what units report, by when, and how a task is closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyparse import values
from policyparse.cli import options
from policyparse.cli.tables import facts, say
from policyparse.errors import TrackerError, UsageError
from policyparse.ledger import FIELD_NAMES, Entries, Progress, TrackedTask, periods
from policyparse.ledger.pace import completion
from policyparse.ledger.problems import against
from policyparse.ledger.words import normal_target, standing_words

if TYPE_CHECKING:
    from policyparse.ledger.periods import Cycle


Evidence = Annotated[
    list[Path] | None,
    typer.Option("--evidence", metavar="文件", help="附上佐证材料，留存原样，不打开；可写多次。"),
]
Tasks = Annotated[list[str], typer.Argument(metavar="任务号", help="任务号，可写几个。")]


def _each(tasks: Sequence[str], do: Callable[[int], None]) -> None:
    """Do it for each task once, as a command of its own; one that is refused is named, and the others go on.

    Leaves with exit code 1 where one was refused; raises TrackerError where it was the only one.
    """
    numbers = dict.fromkeys(options.number(task, "任务号") for task in tasks)
    refused = 0
    for number in numbers:
        try:
            do(number)
        except TrackerError as error:
            if len(numbers) == 1:
                raise
            refused += 1
            say(f"任务 {number} 没有办：{error}", err=True)
    if refused:
        raise typer.Exit(1)


def progress(
    tasks: Tasks,
    state: Annotated[
        str | None,
        typer.Option(
            "--state",
            metavar="状态",
            help="未启动、推进中、已完成、已终止。",
            autocompletion=lambda: [*options.STATES],
        ),
    ] = None,
    percent: Annotated[
        str | None, typer.Option("--percent", metavar="百分数", help="总体进度，0 到 100。")
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="文字", help="进展情况。")] = None,
    problem: Annotated[str | None, typer.Option("--problem", metavar="文字", help="存在问题。")] = None,
    next_step: Annotated[str | None, typer.Option("--next", metavar="文字", help="下一步。")] = None,
    responsible: Annotated[str | None, typer.Option("--person", metavar="姓名", help="责任人。")] = None,
    contact: Annotated[str | None, typer.Option("--contact", metavar="电话", help="联系方式。")] = None,
    reason: Annotated[
        str | None, typer.Option("--reason", metavar="文字", help="终止或重新启动的事由。")
    ] = None,
    coordinate: Annotated[
        str | None, typer.Option("--coordinate", metavar="文字", help="需要协调的事项。")
    ] = None,
    target: Annotated[
        list[str] | None,
        typer.Option("--target", metavar="第几个=现值", help="量化目标的现值：1=4.2；可写多次。"),
    ] = None,
    evidence: Evidence = None,
    unit: Annotated[
        str | None,
        typer.Option("--unit", metavar="单位", help="作为哪个单位的填报；不写就是台账自己登记的。"),
    ] = None,
    period: options.Period = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Record what was reported on a task, or on several alike; a field that is not named stays as it was."""
    entries = Entries(
        state=options.state(state) if state else None,
        percent=options.percent(percent) if percent else None,
        note=note,
        problem=problem,
        next_step=next_step,
        coordinate=coordinate,
        person=responsible,
        contact=contact,
        reason=reason,
        presents=dict(values.present(words) for words in target or ()),
    )
    if not entries and not period and not evidence:
        raise UsageError(
            "没有写要登记什么，请用 --state、--percent、--note、--problem、--next、--target、--evidence 等。"
        )
    if target and len(tasks) > 1:
        raise UsageError("--target 是一项任务自己的目标，一次只能写一个任务号。")
    name, person = options.period(period) if period else None, options.person(by)
    numbers = [options.number(task, "任务号") for task in tasks]
    if evidence and not entries and not period:
        _attach(db, tasks, evidence, unit, person)
        return
    from policyparse.tracker.progress import report_each

    with options.open_desk(db) as desk:
        known = report_each(desk, numbers, entries, period=name, unit=unit, by=person, files=evidence or ())

    def tell(number: int) -> None:
        found = known[number]
        if isinstance(found, TrackerError):
            raise found
        before, after = found
        say(f"任务 {number}　{after.title}")
        told = [*_differences(before.progress, after.progress), *_measured(before, after)]
        if unit and entries:
            told += _told_by_units(before, after)
        told += [("佐证材料", "、".join(one.name for one in after.evidence))] if evidence else []
        facts(told or [("", f"没有变化{'，已报送。' if period else '。'}")])

    _each(tasks, tell)


def _attach(db: str | None, tasks: Sequence[str], files: Sequence[Path], unit: str | None, by: str) -> None:
    """Attach files to tasks on which nothing else is reported."""
    from policyparse.tracker.evidence import attach

    with options.open_desk(db) as desk:

        def one(number: int) -> None:
            proven = attach(desk, number, files, unit=unit, by=by)
            say(f"任务 {number}　{proven.title}")
            facts([("佐证材料", "、".join(file.name for file in proven.evidence))])

        _each(tasks, one)


def _differences(before: Progress, after: Progress) -> list[tuple[str, str]]:
    told = [field.name for field in fields(Progress) if field.name in FIELD_NAMES]
    pairs = [(FIELD_NAMES[name], getattr(before, name), getattr(after, name)) for name in told]
    return [(label, f"{_said(old)} → {_said(new)}") for label, old, new in pairs if old != new]


def _told_by_units(before: TrackedTask, after: TrackedTask) -> list[tuple[str, str]]:
    """What is new in the units' own reports, where the task as a whole does not follow it."""
    old = {standing.unit: standing.progress for standing in before.standings}
    return [
        (f"{standing.name}：{label}", words)
        for standing in after.standings
        for label, words in _differences(old.get(standing.unit, Progress()), standing.progress)
        if (label, words) not in _differences(before.progress, after.progress)
    ]


def _measured(before: TrackedTask, after: TrackedTask) -> list[tuple[str, str]]:
    """The targets whose present value is new, with their rate of completion."""
    found = []
    for at, (mention, old, new) in enumerate(
        zip(after.targets, before.presents, after.presents, strict=True), 1
    ):
        if old != new:
            rate = completion(mention.value, new)
            done = "" if rate is None else f"，完成率 {rate}%"
            found.append((f"目标{at}", f"{normal_target(mention.value)}：{_said(old)} → {new}{done}"))
    return found


def apply(
    tasks: Tasks,
    evidence: Evidence = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Ask for the review of completed tasks, with the files that prove it."""
    from policyparse.tracker import progress as work

    with options.open_desk(db) as desk:

        def ask_for(number: int) -> None:
            with desk.command("apply", options.person(by), None) as pen:
                done = work.apply(pen, number, evidence or (), desk.kept)
            attached = f"，佐证材料 {len(done.evidence)} 件" if done.evidence else ""
            say(f"任务 {done.id}《{done.title}》已申请办结，待审核{attached}。")
            _say_against(done)

        _each(tasks, ask_for)


def _say_against(task: TrackedTask) -> None:
    """On the error stream what supporting units report against it that a task is done."""
    for one in against(task):
        say(
            f"请核对　任务 {task.id}：配合单位{one.name}（{one.period}）报的是{standing_words(one)}", err=True
        )


def close(
    tasks: Tasks,
    sent_back: Annotated[
        str | None,
        typer.Option("--return", metavar="理由", help="退回，并写明理由；不写就是同意办结（销号）。"),
    ] = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Answer requests for closing: 办结, or 退回 with a reason."""
    from policyparse.tracker import progress as work

    with options.open_desk(db) as desk:

        def answer(number: int) -> None:
            with desk.command("review", options.person(by), None) as pen:
                done = work.review(pen, number, sent_back is None, sent_back or "")
            say(
                f"任务 {done.id}《{done.title}》{'已办结销号' if sent_back is None else f'已退回：{sent_back}'}。"
            )

        _each(tasks, answer)


CYCLES: dict[str, Cycle | None] = {**{word: cycle for cycle, word in periods.CYCLES.items()}, "不报": None}


def reporting(
    document: options.WhichDocument,
    cycle: Annotated[str, typer.Argument(metavar="周报|月报|季报|半年报|年报|不报", help="多久报一次。")],
    day: Annotated[
        str | None,
        typer.Option(
            "--day",
            metavar="日",
            help="期后当月几日前报，不写就是 10 日；周报写次周周几（1 到 7），不写就是周一。",
        ),
    ] = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Say how often a document's tasks are reported on, and by which day."""
    often = CYCLES[options.one_of(cycle, CYCLES, "报送周期")]
    number = options.number(document, "文件编号")
    from policyparse.tracker import reports

    with (
        options.open_desk(db) as desk,
        desk.command("set-reporting", options.person(by), None) as pen,
    ):
        reports.set_reporting(pen, number, often, options.number(day, "报送日") if day else None)
    say(f"文件 {number} 的任务{f'按{cycle}报送' if often else '不再报送'}。")


def _said(value: object) -> str:
    return "（空）" if value in {None, ""} else str(value)


COMMANDS = {
    "progress": progress,
    "apply": apply,
    "close": close,
    "reporting": reporting,
}
