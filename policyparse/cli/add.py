"""``policyparse add``: parse files and store them in the tracker."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from policyparse.cli import files, options
from policyparse.cli.cards import card
from policyparse.cli.tables import say
from policyparse.errors import NotAPolicy, PolicyparseError
from policyparse.ledger import Added
from policyparse.model import Parsed


def add(
    paths: Annotated[list[Path], typer.Argument(metavar="文件", help="政策文件或文件夹，可写多个。")],
    force: Annotated[bool, typer.Option("--force", help="没有找到任务的文件也入库。")] = False,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Add each file by itself: a bad one is named with its reason, the others are stored all the same."""
    failed: dict[Path, str] = {}
    every = files.spread(paths)
    with options.open_tracker(db) as tracker:
        for path, parsed in files.parsed(every, failed):
            try:
                _check(parsed, force)
                added = tracker.add(parsed, by=options.person(by))
            except PolicyparseError as error:
                failed[path] = str(error)
            else:
                card(path.name, parsed, _outcome(added))
    say(f"共 {len(every)} 个文件：成功 {len(every) - len(failed)}，失败 {len(failed)}。")
    files.finish(failed)


def _check(parsed: Parsed, force: bool) -> None:
    if not force and not any(policy.tasks for policy in parsed.documents):
        raise NotAPolicy("没有找到任务事项，未入库；确要入库请加 --force。")


def _outcome(added: Added) -> str:
    numbers = "、".join(map(str, added.documents))
    return f"已入库，文件编号 {numbers}" if added.new else f"此前已入库，未重复（文件编号 {numbers}）"


COMMANDS = {"add": (add, "解析文件并存入台账；同一文件再次加入不会重复。")}
