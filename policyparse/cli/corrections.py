"""What a person corrects: ``edit``, ``add-task``, ``drop``, ``split``, ``merge``. A later reading leaves it alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from policyparse import values
from policyparse.cli import options
from policyparse.cli.tables import facts, say
from policyparse.errors import UsageError
from policyparse.exports.columns import COLUMNS, as_text
from policyparse.ledger import DocumentCard, TrackedTask

if TYPE_CHECKING:
    from policyparse.tracker import Tracker

SHOWN = ("title", "text", "lead", "support", "targets", "standards", "deadline")

Title = Annotated[str | None, typer.Option("--title", metavar="文字", help="任务名称。")]
Text = Annotated[str | None, typer.Option("--text", metavar="文字", help="工作内容。")]
Lead = Annotated[
    list[str] | None,
    typer.Option("--lead", metavar="单位", help="牵头单位，几个用顿号隔开；写成 '' 就是没有。"),
]
Support = Annotated[
    list[str] | None,
    typer.Option("--support", metavar="单位", help="配合单位，几个用顿号隔开；写成 '' 就是没有。"),
]
Goals = Annotated[
    list[str] | None,
    typer.Option(
        "--target", metavar="目标", help="量化目标，如 托位数不低于4.5个；可写多次，写成 '' 就是没有。"
    ),
]
Times = Annotated[
    list[str] | None,
    typer.Option(
        "--deadline", metavar="时限", help="如 2025-06-30、6月底前、每季度；可写多次，写成 '' 就是没有。"
    ),
]


def edit(
    task: options.TaskNumber,
    title: Title = None,
    text: Text = None,
    lead: Lead = None,
    support: Support = None,
    add_support: Annotated[
        list[str] | None, typer.Option("--add-support", metavar="单位", help="加上这些配合单位，其余不动。")
    ] = None,
    remove_support: Annotated[
        list[str] | None,
        typer.Option("--remove-support", metavar="单位", help="去掉这些配合单位，其余不动。"),
    ] = None,
    target: Goals = None,
    deadline: Times = None,
    new_unit: options.NewUnit = False,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Correct what a task says; what is named replaces all of its kind, the rest stays."""
    number = options.number(task, "任务号")
    if support is not None and (add_support or remove_support):
        raise UsageError("--support 写全部配合单位，不与 --add-support、--remove-support 同用。")
    if all(
        given is None for given in (title, text, lead, support, add_support, remove_support, target, deadline)
    ):
        raise UsageError("没有写要更正什么，请用 --title、--text、--lead、--support、--target、--deadline。")
    with options.open_tracker(db) as tracker:
        before = tracker.task(number, today=date.today())
        after = tracker.edit(
            number,
            by=options.person(by),
            title=title,
            text=text,
            lead=values.names(lead),
            support=_support(before, values.names(add_support), values.names(remove_support))
            if add_support or remove_support
            else values.names(support),
            targets=_targets(target),
            deadlines=_deadlines(deadline, before.document),
            new_units=new_unit,
        )
    say(f"已更正任务 {after.id}　{after.title}")
    facts(differences(before, after) or [("", "没有变化。")])


def _support(task: TrackedTask, more: Sequence[str] | None, fewer: Sequence[str] | None) -> list[str]:
    """The supporting units of a task with some more and some fewer. Raises UsageError for one that it has not."""
    now = {u.value.name: u.value.canonical for u in task.units if u.value.role == "support"}
    for name in fewer or ():
        if name not in now and name not in now.values():
            raise UsageError(f"任务 {task.id} 的配合单位里没有“{name}”：{'、'.join(now) or '没有配合单位'}。")
    kept = [name for name, full in now.items() if not {name, full} & set(fewer or ())]
    return [*kept, *(name for name in more or () if name not in kept)]


def _targets(typed: list[str] | None) -> list[Any] | None:
    return None if typed is None else [values.target(words) for words in typed if words.strip()]


def _deadlines(typed: list[str] | None, card: DocumentCard) -> list[Any] | None:
    if typed is None:
        return None
    return [values.deadline(words, card.year, card.issued_on) for words in typed if words.strip()]


def differences(before: TrackedTask, after: TrackedTask) -> list[tuple[str, str]]:
    """What became of a task, column by column: the header, and 旧 → 新."""
    pairs = [(COLUMNS[id_], COLUMNS[id_].value(before, 1), COLUMNS[id_].value(after, 1)) for id_ in SHOWN]
    return [(c.header, f"{as_text(a) or '（空）'} → {as_text(b) or '（空）'}") for c, a, b in pairs if a != b]


def add_task(
    title: Annotated[str, typer.Option("--title", metavar="文字", help="任务名称。")],
    document: Annotated[
        str | None, typer.Option("--document", metavar="编号", help="补到哪份文件；写了 --after 可不写。")
    ] = None,
    after: Annotated[
        str | None, typer.Option("--after", metavar="任务号", help="排在哪项任务后面；不写就在最后。")
    ] = None,
    text: Text = None,
    number: Annotated[
        str | None, typer.Option("--number", metavar="编号", help="文中的编号，如（三）。")
    ] = None,
    lead: Lead = None,
    support: Support = None,
    target: Goals = None,
    deadline: Times = None,
    new_unit: options.NewUnit = False,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Enter a task that the reading missed."""
    before = options.number(after, "任务号") if after else None
    if document is None and before is None:
        raise UsageError("请用 --document 写明补到哪份文件，或用 --after 写明排在哪项任务后面。")
    with options.open_tracker(db) as tracker:
        into = options.number(document, "文件编号") if document else _document_of(tracker, before)
        card = next((card for card in tracker.documents() if card.id == into), None)
        made = tracker.add_task(
            into,
            title=title,
            text=text or "",
            number=number,
            after=before,
            lead=values.names(lead) or (),
            support=values.names(support) or (),
            targets=_targets(target) or (),
            deadlines=(_deadlines(deadline, card) if card else None) or (),
            new_units=new_unit,
            by=options.person(by),
        )
    say(f"已补录任务 {made.id}　{made.title}")
    facts(differences(replace(made, title="", text="", units=(), targets=(), deadlines=()), made))


def _document_of(tracker: Tracker, task: int | None) -> int:
    return tracker.task(task or 0, today=date.today()).document.id


def drop(
    tasks: Annotated[list[str], typer.Argument(metavar="任务号", help="任务号，可写几个。")],
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Take tasks out of every list, each as a command of its own."""
    numbers = [options.number(task, "任务号") for task in tasks]
    with options.open_tracker(db) as tracker:
        for known in [tracker.task(number, today=date.today()) for number in dict.fromkeys(numbers)]:
            tracker.drop(known.id, by=options.person(by))
            say(f"已删除任务 {known.id}《{known.title}》；要恢复请用 policyparse undo。")


def split(task: options.TaskNumber, by: options.By = None, db: options.Db = None) -> None:
    """Make a task of each action of a task."""
    number = options.number(task, "任务号")
    with options.open_tracker(db) as tracker:
        made = tracker.split(number, by=options.person(by))
    say(f"任务 {number} 已拆分为 {len(made)} 项：")
    facts((str(one.id), one.title) for one in made)


def merge(
    tasks: Annotated[list[str], typer.Argument(metavar="任务号", help="两个以上，第一个保留编号和进展。")],
    title: Title = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Make one task of several of a document."""
    numbers = [options.number(task, "任务号") for task in tasks]
    with options.open_tracker(db) as tracker:
        made = tracker.merge(numbers, title=title, by=options.person(by))
    say(f"任务 {'、'.join(map(str, numbers))} 已合并为任务 {made.id}　{made.title}")


COMMANDS = {"edit": edit, "add-task": add_task, "drop": drop, "split": split, "merge": merge}
