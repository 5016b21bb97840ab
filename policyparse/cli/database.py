"""Care of the tracker itself: ``remove`` a document, ``backup``, ``check`` and ``upgrade`` the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyparse.cli import options
from policyparse.cli.tables import say

if TYPE_CHECKING:
    from policyparse.tracker import Tracker


def remove(
    document: options.WhichDocument,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Take a document with its tasks out of the tracker."""
    number = options.number(document, "文件编号")
    with options.open_tracker(db) as tracker:
        tracker.remove(number, by=options.person(by))
    say(f"已移出文件 {number} 和它的任务，原件仍留存；要恢复请用 policyparse undo。")


def backup(
    target: Annotated[
        Path | None, typer.Argument(metavar="文件", help="备份写到哪里；不写时放在台账旁边。")
    ] = None,
    damaged: Annotated[bool, typer.Option("--damaged", help="台账已损坏也照样复制。")] = False,
    db: options.Db = None,
) -> None:
    """Copy the database as it is at this moment."""
    from policyparse.tracker import upkeep

    with options.open_tracker(db) as tracker:
        say(f"已备份到 {upkeep.backup(tracker.database, target, damaged=damaged)}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="备份", help="policyparse backup 写出的备份文件。")],
    force: Annotated[
        bool, typer.Option("--force", help="台账里已有内容时，先备份，再用这个备份代替。")
    ] = False,
    db: options.Db = None,
) -> None:
    """Bring the database back to what a backup holds."""
    from policyparse.tracker import upkeep

    with options.open_tracker(db) as tracker:
        before = upkeep.restore(tracker.database, source, force=force)
        say(f"已取回备份 {source}，台账：{tracker.where}")
        _tell_not_kept(tracker)
    if before:
        say(f"取回之前的台账备份在 {before}")


def check(
    repair: Annotated[bool, typer.Option("--repair", help="先备份，再重建能从其他记录推出的内容。")] = False,
    db: options.Db = None,
) -> None:
    """Look for what is wrong with the database; leave with exit code 1 where something is."""
    with options.open_tracker(db) as tracker:
        found, where = tracker.check(), tracker.where
        if repair and found:
            from policyparse.tracker import upkeep

            kept, mended, found = upkeep.repair(tracker.database)
            say(f"修复前的备份：{kept}")
            for problem in mended:
                say(f"已修复　{problem.words}")
    for problem in found:
        say(f"问题　{problem}", err=True)
    if found:
        raise typer.Exit(1)
    say(f"台账完好：{where}")


def upgrade(db: options.Db = None) -> None:
    """Bring the database of an older version up to this one, after a backup."""
    from policyparse.tracker import upkeep

    with options.open_tracker(db) as tracker:
        before, after, copied = upkeep.upgrade(tracker.database)
        if before == after:
            say("台账已经是最新版本。")
            return
        say(f"台账已从版本 {before} 升级到 {after}。")
        if copied:
            say(f"升级前的备份：{copied}")
        _tell_not_kept(tracker)


def _tell_not_kept(tracker: Tracker) -> None:
    from policyparse.tracker import originals

    names = originals.missing(tracker.database)
    if names:
        say(f"没有留存原件的文件 {len(names)} 个，把原文件再 add 一次即可补上：{'、'.join(names)}")


COMMANDS = {"remove": remove, "backup": backup, "restore": restore, "check": check, "upgrade": upgrade}
