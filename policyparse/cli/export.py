"""``policyparse export``: the 责任分工表 or the 督查台账 as a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from policyparse import exports
from policyparse.cli import options
from policyparse.cli.ask import condition
from policyparse.cli.tables import say
from policyparse.errors import UsageError
from policyparse.exports.columns import choose
from policyparse.exports.form import Options, title
from policyparse.ledger import TrackedTask

UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
"""What a file name cannot hold on one system or another."""
LONGEST_NAME = 60


def export(
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="格式",
            help=f"{'、'.join(exports.EXPORTERS)}；不写时看文件的扩展名，都没有就是 docx。",
            autocompletion=lambda: [*exports.EXPORTERS],
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪里；不写时按表的标题起名。")
    ] = None,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="导出督查台账（加责任人、进展情况等列）。")
    ] = False,
    heading: Annotated[str | None, typer.Option("--title", metavar="标题", help="表的标题。")] = None,
    columns: options.Columns = None,
    paper: Annotated[
        str | None,
        typer.Option(
            "--paper", metavar="A4|A3", help="docx 的纸张，都是横向；不写时责任分工表 A4，台账 A3。"
        ),
    ] = None,
    unit: options.Unit = None,
    role: options.RoleName = None,
    document: options.DocumentNumber = None,
    state: options.StateName = None,
    due_before: options.DueBefore = None,
    overdue: options.Overdue = False,
    search: options.Search = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    db: options.Db = None,
) -> None:
    """Write the tasks that meet every condition as a table."""
    kind = format_of(format, output)
    chosen = choose(columns) if columns else None
    sheet = options.one_of(paper.upper(), ("A4", "A3"), "--paper") if paper else None
    today = date.today()
    wanted = condition(unit, role, document, state, due_before, overdue, search)
    with options.open_tracker(db) as tracker:
        found = tracker.tasks(wanted, today=today)
        named = printed_name(found, tracker.units(unit, today=today)[0].name) if unit else None
    table = Options(title=heading, unit=named, columns=chosen, ledger=ledger, day=today, paper=sheet)
    path = output or Path(f"{file_name(title(found, table))}.{kind}")
    exports.export(found, path, table, kind, force=force)
    say(f"已导出 {len(found)} 项任务：{path}")


def printed_name(tasks: Sequence[TrackedTask], canonical: str) -> str:
    """The unit as its documents print it most often: 市教育局 for 云溪市教育局."""
    printed = Counter(u.value.name for t in tasks for u in t.units if u.value.canonical == canonical)
    return printed.most_common(1)[0][0] if printed else canonical


def format_of(format: str | None, output: Path | None) -> str:
    """The format asked for, else that of the file's name, else docx. Raises UsageError for one that there is not."""
    suffix = output.suffix.lstrip(".").lower() if output else ""
    if format is None and suffix and suffix not in exports.EXPORTERS:
        raise UsageError(f"看不出“{output}”要哪种格式，请用 --format：{'、'.join(exports.EXPORTERS)}。")
    return options.one_of(format or suffix or "docx", exports.EXPORTERS, "--format")


def file_name(title: str) -> str:
    """The title as a file name."""
    return UNFIT.sub("", title)[:LONGEST_NAME]


COMMANDS = {"export": (export, "导出责任分工表或督查台账。")}
