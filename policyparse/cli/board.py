"""``policyparse export --format html``: the 督查看板 as one file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from policyparse.cli import options, saved
from policyparse.cli.tables import say
from policyparse.errors import ExportError
from policyparse.ledger import Filter
from policyparse.ledger.periods import asked_period, containing
from policyparse.output import check, save

TITLE = "重点任务督查看板"


def write(
    path: Path,
    chosen: Filter,
    *,
    title: str | None,
    period: str | None,
    lamps: str | None,
    force: bool,
    db: str | None,
) -> None:
    """Write the board of the tasks that are chosen. Of a period that is named it counts as the 通报 does, up to its end;
    else up to today, with the reports of the period that the documents are at."""
    from policyparse.board.html import render
    from policyparse.board.view import SOON_DAYS, board
    from policyparse.bulletin.gather import gather
    from policyparse.bulletin.lamps import DEFAULT, choose

    scheme, today = choose(lamps or DEFAULT, saved.own_lamps()), date.today()
    check(path, force)
    with options.open_reader(db) as tracker:
        every = tracker.tasks(chosen, today=today)
        asked = asked_period([task.document for task in every], period, today)
        name = asked[0] if asked else containing("monthly", today).name
        figures = gather(tracker, name, chosen, None if period else today, SOON_DAYS, today=today)
        reports, database = tracker.filed(), tracker.where
    if not figures.tasks:
        raise ExportError("没有符合条件的任务，未生成文件。")
    whole = board(
        figures,
        scheme,
        reports,
        title=title or TITLE,
        database=database,
        later=len({task.id for task in every} - {task.id for task in figures.tasks}),
    )
    save(path, render(whole), force=force)
    say(f"已导出督查看板（{len(figures.tasks)} 项任务，截至 {figures.day}）：{path}")
