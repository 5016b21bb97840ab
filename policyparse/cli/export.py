"""``policyparse export``: the 责任分工表 or the 督查台账 as a file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from policyparse import exports
from policyparse.cli import board, options, saved
from policyparse.cli.conditions import condition, filtered
from policyparse.cli.tables import say
from policyparse.errors import ExportError, UsageError, why
from policyparse.exports.columns import choose
from policyparse.exports.form import Options, title
from policyparse.exports.units import by_unit, of_unit, printed_name
from policyparse.ledger import TrackedTask
from policyparse.ledger.periods import asked_period
from policyparse.output import clean, save_all

UNFIT = re.compile(r'[\\/:*?"<>|\s]+')
"""What a file name cannot hold on one system or another."""
RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])", re.IGNORECASE)
"""Names of devices on Windows, with any suffix (Microsoft, Naming Files)."""
LONGEST_NAME = 60
BOARD = "html"
"""The format of the 督查看板: not a table of tasks but a page of the whole tracker, made from the figures of the 通报."""
FORMATS = (*exports.EXPORTERS, BOARD)


@filtered
def export(
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="格式",
            help=f"{'、'.join(FORMATS)}（督查看板）；不写时看文件的扩展名，都没有就是 docx。",
            autocompletion=lambda: [*FORMATS],
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪里；不写时按表的标题起名。")
    ] = None,
    ledger: Annotated[
        bool, typer.Option("--ledger", help="导出督查台账（加责任人、进展情况等列）。")
    ] = False,
    heading: Annotated[str | None, typer.Option("--title", metavar="标题", help="表的标题。")] = None,
    per_unit: Annotated[
        Path | None,
        typer.Option(
            "--per-unit", metavar="文件夹", help="每个单位各出一份供填报的工作簿和督查台账，写到这个文件夹。"
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            metavar="周期",
            help="下发的表填报哪一期，看板看哪一期；不写时按各文件设定的报送周期定。",
        ),
    ] = None,
    columns: options.Columns = None,
    lamps: options.Lamps = None,
    paper: Annotated[
        str | None,
        typer.Option(
            "--paper", metavar="A4|A3", help="docx 的纸张，都是横向；不写时责任分工表 A4，台账 A3。"
        ),
    ] = None,
    *,
    asked: saved.Words,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    db: options.Db = None,
) -> None:
    """Write the tasks that meet every condition as a table, or as the 督查看板."""
    kind = format_of(format, output)
    if per_unit and (format or output or columns):
        raise UsageError("--per-unit 的文件名、格式和列是定好的，不与 -o、--format、--columns 同用。")
    if kind == BOARD:
        if ledger or columns or paper:
            raise UsageError("督查看板（html）的内容是定好的，不与 --ledger、--columns、--paper 同用。")
        board.write(
            output or Path(f"{file_name(heading or board.TITLE)}.{BOARD}"),
            condition(asked),
            title=heading,
            period=options.period(period) if period else None,
            lamps=lamps,
            force=force,
            db=db,
        )
        return
    if lamps:
        raise UsageError("--lamps 只用于督查看板（--format html）。")
    sheet = options.one_of(paper.upper(), ("A4", "A3"), "--paper") if paper else None
    today = date.today()
    wanted = condition(asked)
    with options.open_reader(db) as tracker:
        found = tracker.tasks(wanted, today=today)
        whose = tracker.units(wanted.unit, today=today)[0].name if wanted.unit else None
        known_as = tracker.identity
    named = options.period(period) if period else None
    due = asked_period([task.document for task in found], named, today)
    table = Options(
        title=heading,
        unit=printed_name(found, whose) if whose else None,
        columns=choose(columns) if columns else None,
        ledger=ledger,
        day=today,
        paper=sheet,
        period=due[0] if due else None,
        back=due[1] if due else None,
        tracker=known_as,
    )
    if per_unit:
        _hand_out(found, whose, per_unit, table, named, force)
        return
    path = output or Path(f"{file_name(title(found, table))}.{kind}")
    exports.export(found, path, table, kind, force=force)
    say(f"已导出 {len(found)} 项任务：{path}")


def _hand_out(
    tasks: Sequence[TrackedTask],
    whose: str | None,
    folder: Path,
    table: Options,
    named: str | None,
    force: bool,
) -> None:
    """Write each unit's two files, for the period named or the one that its own tasks are at; all are made before the first is
    written."""
    from policyparse.exports import per_unit  # loads both office libraries

    units = by_unit(tasks) if whose is None else (of_unit(tasks, whose),)
    if not tasks:
        raise ExportError("没有符合条件的任务，未生成文件。")
    make_folder(folder)
    names = distinct(file_name(unit.canonical) for unit in units)
    made = {}
    undated = []
    for name, unit in zip(names, units, strict=True):
        due = asked_period([task.document for task in unit.tasks], named, table.day or date.today())
        own = replace(table, period=due[0] if due else None, back=due[1] if due else None)
        made[folder / f"{name}.xlsx"] = per_unit.workbook(unit, own)
        made[folder / f"{name}.docx"] = per_unit.document(unit, own)
        if due is None and any(task.document.cycle for task in unit.tasks):
            undated.append(unit.printed)
    save_all(made, force=force)
    say(f"已为 {len(units)} 个单位各写出工作簿和台账：{folder}")
    if undated:
        say(
            f"没有写明填报期的 {len(undated)} 个：{'、'.join(undated)}。任务的报送周期不同，请用 --period 写明哪一期，"
            "或用 --document 分文件下发。",
            err=True,
        )


def make_folder(folder: Path) -> None:
    """Make the folder where there is none. Raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(f"无法建立文件夹“{folder}”：{why(error)}。") from error


def format_of(format: str | None, output: Path | None) -> str:
    """The format asked for, else that of the file's name, else docx. Raises UsageError for one that there is not."""
    suffix = output.suffix.lstrip(".").lower() if output else ""
    if format is None and suffix and suffix not in FORMATS:
        raise UsageError(f"看不出“{output}”要哪种格式，请用 --format：{'、'.join(FORMATS)}。")
    return options.one_of(format or suffix or "docx", FORMATS, "--format")


def file_name(title: str) -> str:
    """The title as a file name that every system takes: CON and LPT1, which Windows keeps for itself, have a _ behind them."""
    name = UNFIT.sub("", clean(title))[:LONGEST_NAME].strip(".") or "未命名"
    return f"{name}_" if RESERVED.fullmatch(name.partition(".")[0]) else name


def distinct(names: Iterable[str]) -> list[str]:
    """The names, a repeated one with its count behind it; ABC and abc are one name on some systems.

    No name that is made so is another's: of 甲局, 甲局（2）, 甲局 the last is 甲局（3）.
    """
    wanted = list(names)
    taken = {name.casefold() for name in wanted}
    seen: set[str] = set()
    found = []
    for name in wanted:
        count, made = 1, name
        while made.casefold() in seen or (count > 1 and made.casefold() in taken):
            count += 1
            made = f"{name}（{count}）"
        seen.add(made.casefold())
        found.append(made)
    return found


COMMANDS = {"export": export}
