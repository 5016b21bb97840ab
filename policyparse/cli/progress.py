"""``policyparse progress``, ``history`` and ``undo``: what units report, the log of it, and the way back."""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from typing import Annotated, Any

import typer

from policyparse.cli import options
from policyparse.cli.tables import facts, say, table
from policyparse.errors import UsageError
from policyparse.ledger import FIELD_NAMES, Change, Progress


def progress(
    task: options.TaskNumber,
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
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Record what was reported on a task; a field that is not named stays as it was."""
    given = {
        "state": options.state(state) if state else None,
        "percent": options.percent(percent) if percent else None,
        "note": note,
        "problem": problem,
        "next_step": next_step,
        "person": responsible,
        "contact": contact,
        "reason": reason,
    }
    changed: dict[str, Any] = {name: value for name, value in given.items() if value is not None}
    if not changed:
        raise UsageError("没有写要登记什么，请用 --state、--percent、--note、--problem、--next 等。")
    id_ = options.number(task, "任务号")
    with options.open_tracker(db) as tracker:
        before = tracker.task(id_, today=date.today())
        after = tracker.progress(id_, by=options.person(by), **changed)
    say(f"任务 {id_}　{after.title}")
    facts(_differences(before.progress, after.progress) or [("", "没有变化。")])


def _differences(before: Progress, after: Progress) -> list[tuple[str, str]]:
    told = [field.name for field in fields(Progress) if field.name in FIELD_NAMES]
    pairs = [(FIELD_NAMES[name], getattr(before, name), getattr(after, name)) for name in told]
    return [(label, f"{_said(old)} → {_said(new)}") for label, old, new in pairs if old != new]


def _said(value: object) -> str:
    return "（空）" if value in {None, ""} else str(value)


def history(
    task: Annotated[str | None, typer.Argument(metavar="任务号", help="只看这项任务和它所在的文件。")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="日期", help="只看这一天以来的。")] = None,
    db: options.Db = None,
) -> None:
    """List who changed what and when, the oldest first."""
    id_ = options.number(task, "任务号") if task else None
    start = options.day(since) if since else None
    with options.open_tracker(db) as tracker:
        changes = tracker.history(id_, start)
    if not changes:
        say("没有修改记录。", err=True)
        return
    table(
        ("操作", "时间", "谁", "命令", "任务", "字段", "原为", "改为"), [_row(change) for change in changes]
    )


def _row(change: Change) -> tuple[str, ...]:
    return (
        str(change.command),
        f"{change.at:%Y-%m-%d %H:%M}",
        change.by,
        change.verb,
        str(change.task or ""),
        FIELD_NAMES.get(change.field, change.field),
        change.before or "",
        change.after or "",
    )


def undo(
    command: Annotated[
        str | None,
        typer.Argument(metavar="操作", help="撤销哪次操作，编号见 policyparse history；不写就是最近一次。"),
    ] = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Take back one whole command, and say in words what it had done."""
    number = options.number(command, "操作编号") if command else None
    with options.open_tracker(db) as tracker:
        say(tracker.undo(by=options.person(by), command=number).words)


COMMANDS = {
    "progress": (progress, "登记一项任务的进展。"),
    "history": (history, "列出修改记录。"),
    "undo": (undo, "撤销最近一次操作，并说明撤销了什么。"),
}
