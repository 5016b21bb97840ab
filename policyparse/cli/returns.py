"""``policyparse import``: tables that units have filled in, taken back in one command after a preview."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyparse.cli import files, options
from policyparse.cli.tables import say, table
from policyparse.errors import PolicyparseError
from policyparse.exports.columns import COLUMNS

if TYPE_CHECKING:
    from policyparse.ledger import Taken
    from policyparse.returns import Preview, Returned


def import_(
    paths: Annotated[
        list[Path], typer.Argument(metavar="文件", help="填好的工作簿或台账（xlsx、docx），也可写文件夹。")
    ],
    period: options.Period = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改什么，不写入。")] = False,
    lead_wins: Annotated[
        bool, typer.Option("--lead-wins", help="几个单位填得不一样时，以牵头单位的为准。")
    ] = False,
    add_new: Annotated[bool, typer.Option("--add-new", help="表里新增的行作为新任务补录。")] = False,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Show what the tables would change, and enter it; leave with exit code 1 where something was not taken."""
    name = options.period(period) if period else None
    failed: dict[Path, str] = {}
    returned = list(_read(files.spread(paths), failed))
    with options.open_tracker(db) as tracker:
        from policyparse.returns import compare, entering

        tasks = tracker.tasks(today=date.today())
        preview = compare(returned, tasks, lead_wins=lead_wins)
        new = entering.new_tasks(preview) if add_new else []
        entries = entering.filings(preview, {task.id: task for task in tasks}, filing=name is not None)
        taken = tracker.take_back(entries, new, period=name, dry_run=dry_run, by=options.person(by))
    _show(preview, taken)
    _offers(preview, taken, add_new)
    _left(preview, taken)
    say(_summary(preview, taken, name, dry_run))
    files.finish(failed)
    if preview.disputes or preview.problems or taken.refused:
        raise typer.Exit(1)


def _read(paths: Iterable[Path], failed: dict[Path, str]) -> Iterable[Returned]:
    from policyparse import returns

    for path in paths:
        try:
            yield returns.read(path)
        except PolicyparseError as error:
            failed[path] = str(error)


def _show(preview: Preview, taken: Taken) -> None:
    refused = dict(taken.refused)
    rows = [
        (str(p.task.id), p.task.title, COLUMNS[p.field].header, _cell(p.before), _cell(p.after), p.by)
        for p in preview.proposals
        if p.task.id not in refused
    ]
    if rows:
        table(("任务", "名称", "字段", "原为", "改为", "填报单位"), rows)


def _cell(text: str) -> str:
    return text or "（空）"


def _offers(preview: Preview, taken: Taken, add_new: bool) -> None:
    numbers: Sequence[int | None] = taken.added if add_new else [None] * len(preview.offers)
    for offer, number in zip(preview.offers, numbers, strict=True):
        done = f"已补录为任务 {number}" if number else "未补录；要作为新任务请加 --add-new，或用 add-task"
        say(f"新增　{offer.line.place}“{offer.title}”：{done}")


def _left(preview: Preview, taken: Taken) -> None:
    """Name on the error stream what was not taken, and why."""
    for dispute in preview.disputes:
        voices = "；".join(f"{who}“{_cell(what)}”" for who, what in dispute.voices)
        what = f"任务 {dispute.task.id}《{dispute.task.title}》{COLUMNS[dispute.field].header}"
        say(f"不一致　{what}：{voices}；这项任务没有写入", err=True)
    for number, why in taken.refused:
        say(f"未写入　任务 {number}：{why}", err=True)
    for problem in preview.problems:
        say(f"请核对　{problem.place}：{problem.message}", err=True)


def _summary(preview: Preview, taken: Taken, period: str | None, dry_run: bool) -> str:
    refused = {number for number, _ in taken.refused}
    changed = {p.task.id for p in preview.proposals} - refused
    parts = [f"{len(changed)} 项任务有更新"] if changed else ["没有更新"]
    if period:
        parts.append(f"{len({n for n, _ in preview.filed} - refused)} 项任务已报 {period}")
    if taken.added:
        parts.append(f"补录 {len(taken.added)} 项")
    if preview.disputes:
        parts.append(f"{len({d.task.id for d in preview.disputes})} 项不一致")
    return ("试算，未写入：" if dry_run else "") + "，".join(parts) + "。"


COMMANDS = {"import": (import_, "取回各单位填好的工作簿和台账，先列出变化，再一次写入。")}
