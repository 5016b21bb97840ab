"""``policyparse remind``: who owes a report, or has tasks due soon or late, as a list, as text, as letters to issue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer

from policyparse.cli import options, saved
from policyparse.cli.conditions import condition, filtered
from policyparse.cli.tables import say, table
from policyparse.errors import UsageError
from policyparse.ledger.periods import asked_periods, earlier_periods
from policyparse.ledger.reminding import Reminder, reminder_words, reminders, still_owed
from policyparse.output import save_all

HEAD = ("单位", "未报", "待报", "临期", "逾期", "第几次", "联系人", "联系方式", "任务号")
ANSWER_DAYS = 7
"""Days in which a unit is to answer, where nobody says otherwise."""


@filtered
def remind(
    asked: saved.Words,
    period: options.Period = None,
    text: Annotated[bool, typer.Option("--text", help="写成可以直接发出的文字，一个单位一段。")] = False,
    letters: Annotated[
        Path | None,
        typer.Option(
            "--letters",
            metavar="文件夹",
            help="给每个单位写一份催办单（有逾期的是督办单，docx），并记下已经催办。",
        ),
    ] = None,
    sent: Annotated[bool, typer.Option("--sent", help="记下所列的已经催办；--letters 不写也记。")] = False,
    everything: Annotated[
        bool, typer.Option("--all", help="已经催办过的也列出、再催一次；不写就只列还没有催办的。")
    ] = False,
    answer_by: Annotated[
        str | None,
        typer.Option("--answer-by", metavar="日期", help="催办单要求哪天前回复，不写就是 7 天后。"),
    ] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", metavar="机关", help="催办单落款的机关。")] = None,
    contact: Annotated[
        str | None, typer.Option("--contact", metavar="姓名和电话", help="催办单写明找谁回复。")
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """List the leading units that owe a report of the period or have tasks due within a month or late."""
    wanted, today = condition(asked), date.today()
    if letters is None and (answer_by or issuer or contact or force):
        raise UsageError("--answer-by、--issuer、--contact、--force 只用于催办单（--letters）。")
    answer = options.day(answer_by) if answer_by else today + timedelta(days=ANSWER_DAYS)
    from policyparse.tracker import reminders as records  # loads SQLModel

    with options.open_tracker(db) as tracker:
        found = tracker.tasks(wanted, today=today)
        documents = {task.document.id: task.document for task in found}.values()
        at = [one.name for one in asked_periods(documents, today)]
        names = [options.period(period)] if period else at
        asking = replace(wanted, overdue=False)
        cards = [card for name in names for card in tracker.reports(name, asking, today=today)]
        if period is None:
            past = [one.name for one in earlier_periods(documents, today)]
            cards += still_owed(
                cards, [card for name in past for card in tracker.reports(name, asking, today=today)]
            )
        told = records.reminded(tracker.database)
        owing = reminders(found, cards, told, today, again=everything)
        if not owing:
            before = reminders(found, cards, told, today, again=True)
            more = f"{len(before)} 个单位的都已催办过，再催请加 --all。" if before else ""
            say(more or "没有未报、临期和逾期的任务。", err=True)
            return
        if letters:
            _write(letters, owing, today, answer, issuer, contact, force)
        elif text:
            say("\n\n".join(map(reminder_words, owing)))
        else:
            table(HEAD, [_row(one) for one in owing])
            say(f"{'、'.join(names)}{' ' if names else ''}共 {len(owing)} 个单位。")
        if letters or sent:
            records.remind(tracker.database, owing, by=options.person(by))
            say(f"已记下催办 {len(owing)} 个单位，{sum(len(one.calls) for one in owing)} 项。", err=True)


def _row(one: Reminder) -> tuple[str, ...]:
    numbers = sorted({call.task.id for call in one.calls})
    counts = (len(one.unfiled), len(one.awaited), len(one.soon), len(one.overdue), one.count)
    return (one.name, *map(str, counts), one.person, one.contact, "、".join(map(str, numbers)))


def _write(
    folder: Path,
    owing: Sequence[Reminder],
    today: date,
    answer: date,
    issuer: str | None,
    contact: str | None,
    force: bool,
) -> None:
    """Write each unit's letter; all are made before the first is written."""
    from policyparse.bulletin import letter  # loads the office libraries
    from policyparse.cli.export import distinct, file_name, make_folder

    look = letter.Look(today, answer, issuer, contact)
    names = distinct(file_name(f"{one.unit}{letter.noun(one)}") for one in owing)
    made = {folder / f"{name}.docx": letter.render(one, look) for name, one in zip(names, owing, strict=True)}
    make_folder(folder)
    save_all(made, force=force)
    say(f"已为 {len(owing)} 个单位各写出一份催办单：{folder}")


COMMANDS = {"remind": remind}
