"""Questions to the tracker: ``documents``, ``units``, ``tasks``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import chain
from typing import Annotated, Any

import typer

from policyparse import exports
from policyparse.cli import options, saved
from policyparse.cli.conditions import condition, filtered
from policyparse.cli.tables import facts, say, table
from policyparse.errors import UsageError
from policyparse.exports.columns import COLUMNS, as_text, choose
from policyparse.exports.form import Options
from policyparse.exports.json import dumps, encoded, lines
from policyparse.ledger import DocumentCard, TrackedTask
from policyparse.ledger.due import UNDONE_YEAR

SOON_DAYS = 30
"""Within so many days a task is due soon, where nobody says otherwise."""
LISTED = ("id", "title", "lead", "support", "deadline", "state")


def documents(format: options.Listing = "table", db: options.Db = None) -> None:
    """List the stored documents."""
    show = options.one_of(format, options.LISTINGS, "--format")
    with options.open_reader(db) as tracker:
        cards = tracker.documents()
    if show == "json":
        as_json("documents", cards)
        return
    head = ("编号", "标题", "发文字号", "成文日期", "发文机关", "任务数", "文件")
    _listed(head, [_document(card) for card in cards], "台账里还没有文件。")


def as_json(name: str, values: Sequence[Any]) -> None:
    """Print values of the ledger as JSON, under their name."""
    typer.echo(dumps(name, values), nl=False)


def _document(card: DocumentCard) -> tuple[str, ...]:
    issued = (card.doc_number or "", as_text(card.issued_on), card.issuer or "")
    return (str(card.id), card.title, *issued, str(card.task_count), card.source_name)


def units(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="单位", help="只看这个单位，简称、全称都认。")
    ] = None,
    members: Annotated[
        str | None,
        typer.Option(
            "--members",
            metavar="统称",
            help="统称（各县区政府）包括后面所写的各单位：各有各的填报表，各算各的报送；只写统称就是看名单。",
        ),
    ] = None,
    order: Annotated[bool, typer.Option("--order", help="通报按后面所写的顺序排列单位。")] = False,
    none: Annotated[bool, typer.Option("--none", help="取消名单或排序。")] = False,
    document: options.DocumentNumber = None,
    format: options.Listing = "table",
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """List the units with their counts, or one unit; or keep the office's list of members, or of the order of units."""
    show = options.one_of(format, options.LISTINGS, "--format")
    named = list(names or ())
    if (members and order) or (none and (named or not (members or order))):
        raise UsageError("--none 与 --members 或 --order 同用，不再写单位；--members 和 --order 一次写一个。")
    if members and (named or none):
        _set_members(members, named, document, by, db)
    elif order and (named or none):
        _set_order(named, by, db)
    elif order:
        raise UsageError("--order 后面要依次写单位；取消排序请写 --order --none。")
    elif len(named) > 1 or document:
        raise UsageError("一次只看一个单位；设名单请用 --members 统称，设排序请用 --order。")
    else:
        _show_units(members or (named[0] if named else None), show, db)


def _set_members(group: str, named: list[str], document: str | None, by: str | None, db: str | None) -> None:
    from policyparse.tracker import lists  # loads SQLModel

    number = options.number(document, "文件编号") if document else None
    with options.open_tracker(db) as tracker:
        listed = lists.set_members(tracker.database, group, named, document=number, by=options.person(by))
    told = "、".join(one.canonical for one in listed)
    say(f"“{group}”包括 {len(listed)} 个单位：{told}" if listed else f"“{group}”不再展开。")


def _set_order(named: list[str], by: str | None, db: str | None) -> None:
    from policyparse.tracker import lists

    with options.open_tracker(db) as tracker:
        units = lists.set_order(tracker.database, named, by=options.person(by))
    say(f"通报按这个顺序排列单位：{'、'.join(units)}" if units else "通报不再按名单排列单位。")


def _show_units(name: str | None, show: str, db: str | None) -> None:
    with options.open_reader(db) as tracker:
        cards = tracker.units(name, today=date.today())
    if show == "json":
        as_json("units", cards)
        return
    listed = any(card.members for card in cards)
    head = ("单位", "牵头", "配合", "未办结", "已办结", "逾期", *(["成员"] if listed else []))
    rows = []
    for card in cards:
        counts = (card.lead, card.support, card.open, card.done, card.overdue)
        more = [f"{len(card.members)}个" if card.members else ""] if listed else []
        rows.append((card.name, *map(str, counts), *more))
    _listed(head, rows, "台账里还没有责任单位。")
    if name:
        facts(("别称", "、".join(c.aliases)) for c in cards)
        facts(("成员", "、".join(c.members)) for c in cards if c.members)


@filtered
def tasks(
    asked: saved.Words,
    save: Annotated[
        str | None, typer.Option("--save", metavar="名称", help="把这次的条件保存下来，以后用 --saved 名称。")
    ] = None,
    columns: options.Columns = None,
    lamps: options.Lamps = None,
    limit: Annotated[
        int | None, typer.Option("--limit", metavar="项数", min=1, help="最多列出多少项。")
    ] = None,
    after: Annotated[
        str | None,
        typer.Option("--after", metavar="任务号", help="从这项任务的下一项列起，与 --limit 同用可以翻页。"),
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="table|json|jsonl|csv",
            help="table 列表（默认），json 全部内容，jsonl 每行一项的全部内容，csv 表格文本。",
            autocompletion=lambda: [*options.FORMATS],
        ),
    ] = "table",
    db: options.Db = None,
) -> None:
    """List the tasks that meet every condition."""
    show = options.one_of(format, options.FORMATS, "--format")
    chosen = choose(columns) if columns else None
    behind = options.number(after, "任务号") if after else None
    wanted, today = condition(asked), date.today()
    with (
        options.open_reader(db) as tracker,
        closing(tracker.stream(wanted, today=today, limit=limit, after=behind)) as found,
    ):
        if show == "table":
            _table(found, chosen, lamps)
        elif show == "jsonl":
            for page in tracker.lines(encoded, wanted, today=today, limit=limit, after=behind):
                sys.stdout.write(lines(page))  # echo would look in each line for the colours of a terminal
        else:
            typer.echo(exports.render(tuple(found), Options(columns=chosen), show), nl=False)
    if save:
        saved.keep(save, asked)


def _table(found: Iterator[TrackedTask], chosen: tuple[str, ...] | None, lamps: str | None) -> None:
    """Print the tasks as they come; the number of their document is told where they are of several."""
    first = list(_up_to_the_next_document(found))
    several = len({task.document.id for task in first}) > 1
    ids = chosen or (*LISTED, *(["document_id"] if several else []))
    shown = [COLUMNS[id_] for id_ in ids]
    lamp = lamp_by(lamps, date.today()) if lamps else None

    def row(at: int, task: TrackedTask) -> list[str]:
        cells = [_state(task) if c.id == "state" else as_text(c.value(task, at)) for c in shown]
        return [*(cell.replace("\n", "；") for cell in cells), *([lamp(task)] if lamp else [])]

    head = [*(column.header for column in shown), *(["灯色"] if lamp else [])]
    rows = (row(at, task) for at, task in enumerate(chain(first, found), 1))
    _listed(head, rows, "没有符合条件的任务。")


def _up_to_the_next_document(found: Iterator[TrackedTask]) -> Iterator[TrackedTask]:
    """The tasks of the first document, and the first of the next."""
    document = None
    for task in found:
        yield task
        if document not in {None, task.document.id}:
            return
        document = task.document.id


def lamp_names(tasks: Sequence[TrackedTask], scheme: str, day: date, soon_days: int = SOON_DAYS) -> list[str]:
    """The lamp of each task on a day, by a scheme. Raises UsageError for a scheme that there is not."""
    return list(map(lamp_by(scheme, day, soon_days), tasks))


def lamp_by(scheme: str, day: date, soon_days: int = SOON_DAYS) -> Callable[[TrackedTask], str]:
    """What names the lamp of a task on a day, by a scheme. Raises UsageError for a scheme that there is not."""
    from policyparse.bulletin.figures import is_behind
    from policyparse.bulletin.lamps import choose
    from policyparse.ledger.due import is_soon

    chosen = choose(scheme, saved.own_lamps())

    def name(task: TrackedTask) -> str:
        lamp = chosen.lamp(task, is_soon(task, day, soon_days), is_behind(task, day))
        return lamp.name if lamp else ""

    return name


def _state(task: TrackedTask) -> str:
    late = (
        f"（逾期{task.overdue_days}天）"
        if task.overdue_days
        else f"（{UNDONE_YEAR}）"
        if task.year_over
        else ""
    )
    return task.progress.state + late


def _listed(head: Sequence[str], rows: Iterable[Sequence[str]], nothing: str) -> None:
    if not table(head, rows):
        say(nothing, err=True)


COMMANDS = {"documents": documents, "units": units, "tasks": tasks}
