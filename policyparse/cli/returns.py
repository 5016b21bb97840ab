"""``policyparse import``: tables that units have filled in, or the office has corrected, taken back in one command."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyparse.cli import corrected, files, options, told_back
from policyparse.cli.tables import say
from policyparse.errors import PolicyparseError, UsageError
from policyparse.ledger import NOTHING, Filing, NewTask, Taken, TrackedTask
from policyparse.ledger.reports import is_day

if TYPE_CHECKING:
    from policyparse.readers.limits import Limits
    from policyparse.returns import Preview, Returned
    from policyparse.returns.match import Proposal


def import_(
    paths: Annotated[
        list[Path],
        typer.Argument(
            metavar="文件",
            help="填好的工作簿或台账（xlsx、xls、et、ods、docx、csv，或它们的 zip），也可写文件夹。",
        ),
    ],
    period: Annotated[
        str | None,
        typer.Option("--period", metavar="月或季", help="没有写明填报期的表算哪一期：2025-06、2025Q2。"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会改什么，不写入。")] = False,
    add_new: Annotated[bool, typer.Option("--add-new", help="表里新增的行作为新任务补录。")] = False,
    corrections: Annotated[
        bool,
        typer.Option(
            "--corrections",
            help="导出的责任分工表、台账或核对表经人工改过：任务名称、内容、目标、单位、时限的改动作为人工更正写入，不收填报。",
        ),
    ] = False,
    new_unit: options.NewUnit = False,
    max_pages: options.MaxPages = None,
    max_bytes: options.MaxBytes = None,
    timeout: options.Timeout = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Show what the tables would change, and enter it; leave with exit code 1 where something was not taken."""
    if corrections and period:
        raise UsageError("--corrections 只收更正，不与 --period 同用。")
    if new_unit and not corrections:
        raise UsageError("--new-unit 与 --corrections 同用。")
    name = options.period(period) if period else None
    failed: dict[Path, str] = {}
    limits = options.limits(max_pages, max_bytes, timeout)
    returned = _read(files.spread(paths), failed, limits, corrections)
    if corrections:
        said = corrected.Call(dry_run, add_new, new_unit, options.person(by))
        complete = corrected.take(returned, said, db)
        files.finish(failed)
        if not complete:
            raise typer.Exit(1)
        return
    call = _Call(name, add_new, dry_run, options.person(by))
    preview, taken = _as_they_were(returned, call, db) or _taken_back(returned, call, db)
    updated = _tell(preview, taken)
    say(_summary(preview, taken, updated, dry_run))
    files.finish(failed)
    if preview.disputes or preview.problems or taken.refused:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class _Call:
    """What the person who calls asks for; ``period`` is for tables that say none."""

    period: str | None
    add_new: bool
    dry_run: bool
    by: str


def _as_they_were(returned: Sequence[Returned], call: _Call, db: str | None) -> tuple[Preview, Taken] | None:
    """What came of tables that say nothing new, for which nothing that writes has to be loaded; None where there is something."""
    from policyparse.returns import compare

    with options.open_reader(db) as tracker:
        tasks = tracker.tasks(today=date.today())
        preview = compare(returned, tasks, period=call.period, tracker=tracker.identity)
    return None if preview.spoken or (call.add_new and preview.offers) else (preview, NOTHING)


def _taken_back(returned: Sequence[Returned], call: _Call, db: str | None) -> tuple[Preview, Taken]:
    """What came of tables that are entered; they are compared once more, where nobody else writes between."""
    from policyparse.returns import compare, entering

    seen: list[Preview] = []
    with options.open_tracker(db) as tracker:
        known_as = tracker.identity

        def decide(tasks: Sequence[TrackedTask]) -> tuple[Sequence[Filing], Sequence[NewTask]]:
            seen.append(compare(returned, tasks, period=call.period, tracker=known_as))
            new = entering.new_tasks(seen[0], call.period) if call.add_new else []
            return entering.filings(seen[0]), new

        taken = tracker.take_back(decide, dry_run=call.dry_run, by=call.by)
    return seen[0], taken


def _read(
    paths: Sequence[Path], failed: dict[Path, str], limits: Limits, corrections: bool
) -> list[Returned]:
    """The tables of each file, opened in a process of their own as ``add`` opens a document; those that fail go into ``failed``.

    A file among them that a table names as its evidence is no table of its own, unless it went out from a tracker.
    """
    from policyparse import sandbox

    found: dict[Path, Sequence[Returned]] = {}
    with sandbox.Room(keep=len(paths) > 1) as room:
        for path in paths:
            try:
                found[path] = room.call("policyparse.returns.files:read", path, limits, more=(corrections,))
            except PolicyparseError as error:
                failed[path] = str(error)
    tables = [table for some in found.values() for table in some]
    named = {one.content.resolve() for t in tables for one in t.beside if isinstance(one.content, Path)}
    for path in [path for path in failed if path.resolve() in named]:
        del failed[path]
    return [t for path, some in found.items() for t in some if t.sent.tracker or path.resolve() not in named]


def _tell(preview: Preview, taken: Taken) -> int:
    """What came of the tables, change by change; how many tasks stand otherwise now or have a report more that stands."""
    passed = {*((left.task, left.place) for left in taken.refused), *taken.same}
    entered = [p for p in preview.proposals if (p.task.id, p.row) not in passed]
    kept = {(left.task, left.place, field) for left in taken.kept for field in left.fields}

    def only_kept(proposal: Proposal) -> bool:
        return (proposal.task.id, proposal.row, proposal.field) in kept

    told_back.changes(entered, "填报单位", lambda p: p.by, only_kept)
    told_back.offers(preview.offers, taken.added)
    told_back.disputes(preview.disputes, "这一行没有写入")
    for left in taken.kept:
        say(f"仅留存　{left.place}：{left.why}", err=True)
    for left in taken.replaced:
        say(f"已覆盖　{left.place}任务 {left.task}：{left.why}", err=True)
    told_back.not_taken(taken.refused, preview.problems)
    as_they_were = {task for task, _, _ in kept} - {p.task.id for p in entered if not only_kept(p)}
    return len({*taken.tasks} - as_they_were)


def _summary(preview: Preview, taken: Taken, updated: int, dry_run: bool) -> str:
    """What was done: tasks with something new, reports by period, rows that came back as they went out."""
    parts = [f"{updated} 项任务有更新" if updated else "没有更新"]
    periods = Counter("" if is_day(period) else period for _, _, period in taken.filed)
    parts += [
        f"{count} 份填报入账{f' {period}' if period else ''}" for period, count in sorted(periods.items())
    ]
    if taken.same:
        parts.append(f"{len(taken.same)} 份早已入账")
    if preview.blank:
        parts.append(f"{preview.blank} 行没有填写")
    if preview.alike:
        parts.append(f"{preview.alike} 行与台账一致，没有入账")
    if entered := sum(number is not None for number in taken.added):
        parts.append(f"补录 {entered} 项")
    if preview.disputes:
        parts.append(f"{len({d.task.id for d in preview.disputes})} 项不一致")
    return ("试算，未写入：" if dry_run else "") + "，".join(parts) + "。"


COMMANDS = {"import": import_}
