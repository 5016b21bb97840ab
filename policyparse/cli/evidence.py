"""``policyparse evidence``: the files that were attached to tasks, listed, or written out again as they came."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from policyparse.cli import options
from policyparse.cli.ask import as_json
from policyparse.cli.export import distinct, file_name, make_folder
from policyparse.cli.tables import say, table
from policyparse.ledger import Filter
from policyparse.output import save_all

HEAD = ("任务号", "重点任务", "文件", "大小", "单位", "填报期", "时间", "谁")


def evidence(
    task: Annotated[
        str | None, typer.Argument(metavar="任务号", help="只看这项任务的；不写就是全部。")
    ] = None,
    fetch: Annotated[
        Path | None, typer.Option("--fetch", metavar="文件夹", help="把文件原样写到这个文件夹。")
    ] = None,
    format: options.Listing = "table",
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    db: options.Db = None,
) -> None:
    """List the files that were attached as evidence, or write them out."""
    show = options.one_of(format, options.LISTINGS, "--format")
    wanted = Filter(ids=(options.number(task, "任务号"),)) if task else Filter()
    with options.open_tracker(db) as tracker:
        if task:
            tracker.task(options.number(task, "任务号"), today=date.today())  # there is one
        found = [t for t in tracker.tasks(wanted, today=date.today()) if t.evidence]
        attached = [(t, one) for t in found for one in t.evidence]
        if fetch and attached:
            from policyparse.tracker.evidence import content

            names = distinct(f"{t.id}-{file_name(Path(one.name).stem)}" for t, one in attached)
            make_folder(fetch)
            made = {
                fetch / f"{name}{Path(one.name).suffix.lower()}": content(tracker.database, one.sha256)
                for name, (_, one) in zip(names, attached, strict=True)
            }
            save_all(made, force=force)
    if show == "json":
        as_json("evidence", [one for _, one in attached])
    elif attached:
        rows = [
            (str(t.id), t.title, o.name, f"{o.size}", o.unit, o.period, f"{o.at:%Y-%m-%d %H:%M}", o.by)
            for t, o in attached
        ]
        table(HEAD, rows)
        say(f"共 {len(attached)} 个文件{f'，已写到 {fetch}' if fetch else ''}。")
    else:
        say("没有附佐证材料。", err=True)


COMMANDS = {"evidence": evidence}
