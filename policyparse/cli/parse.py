"""``policyparse parse``: read files and print what was found, storing nothing."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from policyparse.cli import files, options
from policyparse.cli.cards import card
from policyparse.cli.tables import say, table
from policyparse.errors import UsageError
from policyparse.ledger.words import UNCLEAR, deadline_words, unit_words
from policyparse.model import Parsed, Task
from policyparse.readers.file import plain_name

FORMATS = ("table", "json", "spacy")


def parse(
    paths: Annotated[list[Path], typer.Argument(metavar="文件", help="政策文件，可写多个，也可写文件夹。")],
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="table|json|spacy",
            help="table 列表（默认），json 全部内容，spacy 带标注的 DocBin（写到文件：> 文件.spacy）。",
            autocompletion=lambda: [*FORMATS],
        ),
    ] = "table",
    max_pages: options.MaxPages = None,
    max_bytes: options.MaxBytes = None,
    timeout: options.Timeout = None,
) -> None:
    """Print the parse of each file: as cards and tables, as JSON (a list where there are several files), or as a DocBin."""
    show = options.one_of(format, FORMATS, "--format")
    if show == "spacy" and sys.stdout.isatty():
        raise UsageError("DocBin 不是文字，请写到文件：policyparse parse 文件 --format spacy > 文件.spacy")
    if show == "spacy":
        import_module("policyparse.component")  # where spaCy is missing this says so before anything is read
    limits = options.limits(max_pages, max_bytes, timeout)
    failed: dict[Path, str] = {}
    every = files.spread(paths)
    found = files.parsed(every, failed, limits)
    if show == "json":
        _json([parsed for _, parsed in found], several=len(every) > 1)
    elif show == "spacy":
        typer.echo(_doc_bin([parsed for _, parsed in found]), nl=False)
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


def _doc_bin(parses: list[Parsed]) -> bytes:
    """One Doc of each document, with what was taken and left as span groups, and its title and file in ``user_data``."""
    from policyparse import nlp
    from policyparse.component import groups

    return nlp.doc_bin(
        (
            policy.document.text,
            groups(policy),
            {"title": policy.title.value if policy.title else "", "source": parsed.source.name},
        )
        for parsed in parses
        for policy in parsed.documents
    )


def _show(path: Path, parsed: Parsed) -> None:
    card(plain_name(path.name), parsed, "（只解析，未入库）")
    for policy in parsed.documents:
        say()
        table(("编号", "重点任务", "牵头单位", "配合单位", "完成时限"), [_row(task) for task in policy.tasks])
    say()


def _row(task: Task) -> tuple[str, ...]:
    units = {
        role: "、".join(unit_words(u) for u in task.units if u.value.role == role)
        for role in ("lead", "support")
    }
    deadlines = "；".join(dict.fromkeys(map(deadline_words, task.deadlines)))
    return (
        task.number or "",
        task.title,
        units["lead"] or (UNCLEAR if task.kind == "task" else ""),
        units["support"],
        deadlines,
    )


COMMANDS = {"parse": parse}
