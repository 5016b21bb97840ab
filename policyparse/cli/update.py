"""A document read again: ``add --replaces`` and ``add --again`` tell their merge here; ``conflicts`` and ``resolve``."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

import typer

from policyparse.cli import options
from policyparse.cli.tables import say, table
from policyparse.errors import UsageError
from policyparse.ledger import FIELD_NAMES, Merged, MergeKind

KINDS: dict[MergeKind, str] = {
    "added": "新增",
    "removed": "删除",
    "changed": "修改",
    "kept": "保留人工更正",
    "conflict": "冲突",
}


def tell(name: str, merged: Merged, dry_run: bool) -> None:
    """Print what a merge did, or would do, step by step, and the counts."""
    numbers = "、".join(map(str, merged.documents))
    say(f"■ {name}　{'试算，未写入：' if dry_run else ''}更新文件 {numbers}")
    if merged.steps:
        table(
            ("变化", "任务", "名称", "字段", "原为", "改为"),
            [
                (
                    KINDS[step.kind],
                    str(step.task or ""),
                    step.title,
                    "文件标题" if step.task is None and step.field == "title" else _name(step.field),
                    step.before or "",
                    step.after or "",
                )
                for step in merged.steps
            ],
        )
    for step in merged.steps:
        if step.task in merged.closed and step.field == "targets":
            say(
                f"请核对　任务 {step.task}《{step.title}》已办结或终止，新文件的量化目标有变"
                f"（{step.before or '无'}→{step.after or '无'}）；"
                f"要重新启动：progress {step.task} --state 推进中 --reason 事由"
            )
    count = Counter(step.kind for step in merged.steps)
    parts = [f"{KINDS[kind]} {count[kind]}" for kind in KINDS if count[kind]]
    say("，".join([*parts, f"未变的任务 {merged.unchanged}"]) + "。")
    if count["conflict"] and not dry_run:
        say("有冲突待处理：用 policyparse conflicts 查看，用 policyparse resolve 处理。")


def _name(field: str) -> str:
    return FIELD_NAMES.get(field, field)


def conflicts(db: options.Db = None) -> None:
    """List what updates left to a person to settle."""
    with options.open_tracker(db) as tracker:
        found = tracker.conflicts()
    if not found:
        say("没有待处理的冲突。", err=True)
        return
    table(
        ("冲突", "任务", "名称", "字段", "原文件", "台账", "新文件"),
        [
            (
                str(c.id),
                str(c.task),
                c.title,
                _name(c.field),
                c.base or "",
                c.mine or "",
                c.theirs or "",
            )
            for c in found
        ],
    )


def resolve(
    conflict: Annotated[str, typer.Argument(metavar="冲突", help="编号，见 policyparse conflicts。")],
    mine: Annotated[bool, typer.Option("--mine", help="保留台账里的内容。")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="采用新文件的内容。")] = False,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Settle one conflict."""
    if mine == theirs:
        raise UsageError("请写明 --mine（保留台账内容）或 --theirs（采用新文件内容）。")
    number = options.number(conflict, "冲突编号")
    take: Literal["mine", "theirs"] = "mine" if mine else "theirs"
    with options.open_tracker(db) as tracker:
        tracker.resolve(number, take, by=options.person(by))
    say(f"冲突 {number} 已处理：{'保留台账内容' if mine else '采用新文件内容'}。")


COMMANDS = {"conflicts": conflicts, "resolve": resolve}
