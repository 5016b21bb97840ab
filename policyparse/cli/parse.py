"""``policyparse parse``: read files and print what was found, storing nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policyparse.cli import files, options
from policyparse.cli.cards import card
from policyparse.cli.tables import say, table
from policyparse.ledger.words import deadline_words
from policyparse.model import Parsed, Task
from policyparse.readers.file import plain_name


def parse(
    paths: Annotated[list[Path], typer.Argument(metavar="文件", help="政策文件，可写多个，也可写文件夹。")],
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="table|json",
            help="table 列表（默认），json 全部内容。",
            autocompletion=lambda: ["table", "json"],
        ),
    ] = "table",
    max_pages: options.MaxPages = None,
    max_bytes: options.MaxBytes = None,
    timeout: options.Timeout = None,
) -> None:
    """Print the parse of each file: as cards and tables, or as JSON (a list where there are several files)."""
    show = options.one_of(format, ("table", "json"), "--format")
    limits = options.limits(max_pages, max_bytes, timeout)
    failed: dict[Path, str] = {}
    every = files.spread(paths)
    found = files.parsed(every, failed, limits)
    if show == "json":
        _json([parsed for _, parsed in found], several=len(every) > 1)
    else:
        for path, parsed in found:
            _show(path, parsed)
    files.finish(failed)


def _json(parses: list[Parsed], several: bool) -> None:
    from policyparse import schema

    texts = [schema.dumps(parsed) for parsed in parses]
    if several:
        typer.echo("[\n" + ",\n".join(texts) + "\n]")
    elif texts:
        typer.echo(texts[0])


def _show(path: Path, parsed: Parsed) -> None:
    card(plain_name(path.name), parsed, "（只解析，未入库）")
    for policy in parsed.documents:
        say()
        table(("编号", "重点任务", "牵头单位", "配合单位", "完成时限"), [_row(task) for task in policy.tasks])
    say()


def _row(task: Task) -> tuple[str, ...]:
    units = {
        role: "、".join(u.value.name for u in task.units if u.value.role == role)
        for role in ("lead", "support")
    }
    deadlines = "；".join(dict.fromkeys(map(deadline_words, task.deadlines)))
    return (task.number or "", task.title, units["lead"], units["support"], deadlines)


COMMANDS = {"parse": (parse, "只解析文件并显示结果，不入库。")}
