"""``policyparse remind``: who owes a report or is late, with whom to call, as a list or as text to send."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Annotated

import typer

from policyparse.cli import options, saved
from policyparse.cli.conditions import condition, filtered
from policyparse.cli.tables import say, table
from policyparse.errors import UsageError
from policyparse.ledger.owing import reminder_words, reminders
from policyparse.ledger.periods import asked_period

HEAD = ("单位", "未报", "逾期", "联系人", "联系方式", "任务号")


@filtered
def remind(
    asked: saved.Words,
    period: options.Period = None,
    text: Annotated[bool, typer.Option("--text", help="写成可以直接发出的文字，一个单位一段。")] = False,
    db: options.Db = None,
) -> None:
    """List the leading units that owe a report of the period or have tasks overdue."""
    wanted, today = condition(asked), date.today()
    with options.open_tracker(db) as tracker:
        found = tracker.tasks(wanted, today=today)
        due = asked_period(
            [task.document for task in found], options.period(period) if period else None, today
        )
        cards = tracker.reports(due[0], replace(wanted, overdue=False), today=today) if due else ()
    if due is None and any(task.document.cycle for task in found):
        raise UsageError("各文件的报送周期不同，请用 --period 写明哪一期。")
    owing = reminders(found, cards)
    if not owing:
        say("没有未报和逾期的任务。", err=True)
    elif text:
        say("\n\n".join(map(reminder_words, owing)))
    else:
        rows = []
        for one in owing:
            numbers = sorted({card.task.id for card in one.unfiled} | {task.id for task in one.overdue})
            counts = (str(len(one.unfiled)), str(len(one.overdue)))
            rows.append((one.name, *counts, one.person, one.contact, "、".join(map(str, numbers))))
        table(HEAD, rows)
        say(f"{f'{due[0]} ' if due else ''}共 {len(owing)} 个单位。")


COMMANDS = {"remind": (remind, "催办：列出未报、逾期的牵头单位和联系人，或写成催办文字。")}
