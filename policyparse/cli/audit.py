"""``policyparse audit``: what became of everything that a document prints."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Annotated

import typer

from policyparse import accounts, schema
from policyparse.cli import files, options
from policyparse.cli.tables import facts, say, table
from policyparse.errors import UsageError
from policyparse.lexicon import data
from policyparse.model import Account, Policy, Span
from policyparse.readers.limits import Limits

FORMATS = ("table", "html", "json")
COLOURS = {
    "牵头": "#9fd3a8",
    "配合": "#cfe8d3",
    "目标": "#8ec5ff",
    "标准": "#cfe3ff",
    "时限": "#ffd98a",
    "未归入": "#ff5a4f",
}
"""The colours of what was taken; whatever was left is grey."""
GREY = "#e3e3e3"
STYLE = "body{font-family:serif;max-width:60em;margin:2em auto;padding:0 1em}"


def audit(
    what: Annotated[
        str, typer.Argument(metavar="文件编号或文件", help="编号见 policyparse documents；也可写一个文件。")
    ],
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="table|html|json",
            help="table 清点和未归入、不计的各处（默认），html 全文标色，json 每一处。",
            autocompletion=lambda: [*FORMATS],
        ),
    ] = "table",
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪里；不写时直接显示。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    db: options.Db = None,
) -> None:
    """Show what of a document was taken as what, what was left and why, and what nobody explains."""
    show = options.one_of(format, FORMATS, "--format")
    policies = _policies(what, db)
    if show == "table" and output is None:
        for policy in policies:
            _table(policy)
        return
    if show == "table":
        raise UsageError("写到文件请加 --format html 或 --format json。")
    made = page(policies) if show == "html" else _json(policies)
    if output is None:
        typer.echo(made)
        return
    from policyparse.output import save

    save(output, made.encode("utf-8", "replace"), force=force)
    say(f"已写入 {output}。")


def _policies(what: str, db: str | None) -> Sequence[Policy]:
    """The stored document of a number, or the documents of a file."""
    path = Path(what)
    if path.exists() or not what.lstrip("#＃").isdecimal():
        failed: dict[Path, str] = {}
        found = [
            policy for _, parsed in files.parsed([path], failed, Limits()) for policy in parsed.documents
        ]
        files.finish(failed)
        return found
    with options.open_reader(db) as tracker:
        return [tracker.load(options.number(what, "文件编号"))]


def _json(policies: Sequence[Policy]) -> str:
    import json

    told = [
        {"title": dumped["title"], "accounts": dumped["accounts"]}
        for dumped in map(schema.dump_policy, policies)
    ]
    return json.dumps({"schema": "policyparse-audit/1", "documents": told}, ensure_ascii=False, indent=2)


# ---- on the terminal -----------------------------------------------------------------------------------


def _table(policy: Policy) -> None:
    say(f"《{policy.title.value}》" if policy.title else "（未认出标题）")
    facts((("清点", accounts.summary(policy.accounts)),))
    shown = sorted((a for a in policy.accounts if a.state != "taken"), key=lambda a: a.state == "left")
    table(("类别", "结果", "页", "原文"), [_row(policy, a) for a in shown])


def _row(policy: Policy, account: Account) -> tuple[str, ...]:
    page = policy.document.page(account.span)
    words = account.span.of(policy.document.text)
    return (str(data("accounts")["kind"][account.kind]), accounts.words(account), str(page or ""), words)


# ---- as a page -----------------------------------------------------------------------------------------


def page(policies: Sequence[Policy]) -> str:
    """The documents as one HTML page: their text with what was taken by kind, left (grey, with the reason), unaccounted (red)."""
    bodies = [f"<p>{escape(accounts.summary(p.accounts))}</p>{_drawn(p)}" for p in policies]
    legend = "　".join(f'<mark style="background:{c}">{name}</mark>' for name, c in COLOURS.items())
    left = f'<mark style="background:{GREY}">不计（原因）</mark>'
    return of_its_own("清点", f"{legend}　{left}", "".join(bodies))


def of_its_own(title: str, legend: str, body: str) -> str:
    """An HTML page that needs nothing beside it."""
    head = f'<head><meta charset="utf-8"><title>{escape(title)}</title><style>{STYLE}</style></head>'
    return f'<!DOCTYPE html>\n<html lang="zh">{head}<body><p>{legend}</p>{body}</body></html>\n'


def _drawn(policy: Policy) -> str:
    from policyparse import nlp

    marks = [*_marks(policy)]
    grey = {label: GREY for _, label in marks if label not in COLOURS}
    return nlp.drawn(policy.document.text, policy.title.value if policy.title else "", marks, COLOURS | grey)


def _marks(policy: Policy) -> Iterator[tuple[Span, str]]:
    """The places to mark with their labels: what nobody explains first, then what was taken, then what was left."""
    for a in policy.accounts:
        if a.state == "unaccounted":
            yield a.span, "未归入"
    for task in policy.tasks:
        yield from ((u.span, "牵头" if u.value.role == "lead" else "配合") for u in task.units if u.span)
        yield from ((d.span, "时限") for d in task.deadlines if d.span)
    for target in (*policy.goals, *(t for task in policy.tasks for t in task.targets)):
        if target.span:
            yield target.span, "目标" if target.value.kind == "goal" else "标准"
    for a in policy.accounts:
        if a.state == "left" and a.kind in ("quantity", "time", "units"):
            yield a.span, accounts.words(a)


COMMANDS = {"audit": audit}
