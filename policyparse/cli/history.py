"""``policyparse history`` and ``undo``: the log of what was changed, and the way back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from policyparse.cli import ask, options
from policyparse.cli.tables import say, table
from policyparse.errors import UsageError
from policyparse.exports.json import dumps
from policyparse.ledger import Change, field_name
from policyparse.output import save

HEAD = ("操作", "时间", "谁", "命令", "任务", "字段", "原为", "改为")
LOGS = ("table", "json", "xlsx")


def history(
    task: Annotated[str | None, typer.Argument(metavar="任务号", help="只看这项任务和它所在的文件。")] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="日期", help="只看这一天以来的。")] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="table|json|xlsx",
            help="table 列表（默认），json 全部内容，xlsx 工作簿（留作审计）。",
            autocompletion=lambda: [*LOGS],
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="写到哪个文件；xlsx 不写时叫 修改记录.xlsx。"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    db: options.Db = None,
) -> None:
    """List who changed what and when, the oldest first; or write it to a file."""
    show = _format_of(format, output)
    id_ = options.number(task, "任务号") if task else None
    start = options.day(since) if since else None
    with options.open_reader(db) as tracker:
        changes = tracker.history(id_, start)
    if show == "table" and not changes:
        say("没有修改记录。", err=True)
    elif show == "table":
        table(HEAD, [_row(change) for change in changes])
    elif show == "json" and output is None:
        ask.as_json("history", changes)
    else:
        path = output or Path("修改记录.xlsx")
        save(path, _file(show, changes), force=force)
        say(f"已导出 {len(changes)} 条修改记录：{path}")


def _format_of(format: str | None, output: Path | None) -> str:
    """The format asked for, else that of the file's name, else a table, which goes into no file. Raises UsageError."""
    suffix = output.suffix.lstrip(".").lower() if output else "table"
    show = options.one_of(format or suffix, LOGS, "--format")
    if output and show == "table":
        raise UsageError("写到文件请用 --format xlsx 或 json。")
    return show


def _file(format: str, changes: Sequence[Change]) -> bytes:
    if format == "json":
        return dumps("history", changes).encode()
    from policyparse.exports import listing  # loads openpyxl

    return listing.workbook("修改记录", tuple(zip(HEAD, WIDTHS, strict=True)), [_row(c) for c in changes])


WIDTHS = (8, 20, 20, 14, 8, 16, 60, 60)


def _row(change: Change) -> tuple[str, ...]:
    return (
        str(change.command),
        f"{change.at:%Y-%m-%d %H:%M}",
        change.by,
        VERBS.get(change.verb, change.verb),
        str(change.task or ""),
        field_name(change.field),
        change.before or "",
        change.after or "",
    )


VERBS: dict[str, str] = {
    "add": "入库", "remove": "移出", "progress": "登记进展", "import": "取回填报", "edit": "更正", "add-task": "补录",
    "drop": "删除", "split": "拆分", "merge": "合并", "update": "更新文件", "resolve": "处理冲突", "confirm": "核对确认",
    "apply": "申请办结", "review": "审核", "set-reporting": "设定报送", "remind": "催办", "attach": "附材料",
    "set-members": "设定成员", "set-order": "设定排序", "undo": "撤销",
}  # fmt: skip


def undo(
    command: Annotated[
        str | None,
        typer.Argument(
            metavar="操作", help="撤销哪次操作，编号见 policyparse history；不写就是自己最近的一次。"
        ),
    ] = None,
    anyone: Annotated[bool, typer.Option("--any", help="别人的操作也撤销。")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="之后还有操作建立在它上面，也撤销。")] = False,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Take back one whole command, and say in words what it had done."""
    number = options.number(command, "操作编号") if command else None
    from policyparse.tracker import history as log

    with options.open_desk(db) as desk, desk.command("undo", options.person(by), None) as pen:
        done = log.undo(pen, command=number, own=not anyone, alone=not yes)
    say(done.words)


COMMANDS = {"history": history, "undo": undo}
