"""``policyparse due`` and ``report``: what is due soon, and the 督查通报 of a period."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from policyparse import exports
from policyparse.cli import options, saved
from policyparse.cli.ask import as_json, lamp_names
from policyparse.cli.conditions import condition, filtered
from policyparse.cli.tables import say, table
from policyparse.errors import ExportError, UsageError
from policyparse.exports.form import Options
from policyparse.ledger import Filter
from policyparse.ledger.due import due_of, is_soon, stages_soon
from policyparse.ledger.periods import FORMS
from policyparse.output import save

if TYPE_CHECKING:
    from policyparse.bulletin.figures import Order

WITHIN = re.compile(r"(\d{1,4})\s*(?:(d|天|日)|(w|周)|(m|个月|月))?")
SOON = "30d"

Within = Annotated[
    str, typer.Option("--within", metavar="时间", help="多少天以内算临期：30d、2w、1m，默认 30d。")
]
Day = Annotated[
    str | None, typer.Option("--day", metavar="日期", help="统计到哪一天；不写就是期末，期末未到就是今天。")
]


@filtered
def due(
    *,
    within: Within = SOON,
    asked: saved.Words,
    lamps: options.Lamps = None,
    day: Annotated[
        str | None, typer.Option("--day", metavar="日期", help="从哪一天算起，不写就是今天。")
    ] = None,
    format: options.Listing = "table",
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="文件", help="写成督查台账：docx、xlsx、csv、md、json、ics，看扩展名。"
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    db: options.Db = None,
) -> None:
    """List the open tasks that are due within so many days, and their stages that are, the nearest first."""
    from policyparse.bulletin.lamps import DEFAULT

    start, days = options.day(day) if day else date.today(), days_of(within)
    show = options.one_of(format, options.LISTINGS, "--format")
    with options.open_reader(db) as tracker:
        found = tracker.tasks(condition(asked), today=start)
        known_as = tracker.identity
    asks = [(last, t, t.title) for t in found if is_soon(t, start, days) and (last := due_of(t))]
    asks += [
        (last, task, f"{task.title}：{stage.text}（{stage.when}）")
        for task in found
        for last, stage in stages_soon(task, start, days)
    ]
    asks.sort(key=lambda one: one[0])
    tasks = list({task.id: task for _, task, _ in asks}.values())
    late = sum(1 for task in found if task.overdue_days)
    if output:
        form = options.one_of(output.suffix.lstrip(".").lower(), exports.EXPORTERS, "-o 的扩展名")
        if not tasks:  # an error: else last month's file would be taken for this month's
            raise ExportError(f"{days} 天内没有到期的任务，未生成文件；{_late(late)}。")
        look = Options(f"{days}天内到期任务督查台账", ledger=True, day=start, tracker=known_as)
        exports.export(tasks, output, look, form, force=force)
        say(f"已导出 {len(tasks)} 项任务：{output}")
        return
    if show == "json":
        as_json("tasks", tasks)
        return
    lit = lamp_names([task for _, task, _ in asks], lamps or DEFAULT, start, days)
    rows = [
        (
            str(task.id),
            words,
            "、".join(task.lead),
            last.isoformat(),
            str((last - start).days),
            task.progress.state,
            lamp,
        )
        for (last, task, words), lamp in zip(asks, lit, strict=True)
    ]
    if rows:
        table(("任务号", "重点任务", "牵头单位", "到期日", "剩余天数", "状态", "灯色"), rows)
    stages = sum(words != task.title for _, task, words in asks)
    more = f"、里程碑 {stages} 个" if stages else ""
    say(
        f"{days} 天内到期 {len(rows) - stages} 项{more}；{_late(late)}。",
        err=not rows,
    )


def _late(count: int) -> str:
    return f"另有逾期 {count} 项，见 policyparse tasks --overdue"


def report(
    period: Annotated[str, typer.Option("--period", metavar="周期", help=f"哪一期：{FORMS}。")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到哪里；不写时按标题起名。")
    ] = None,
    document: options.DocumentNumber = None,
    within: Within = SOON,
    day: Day = None,
    heading: Annotated[str | None, typer.Option("--title", metavar="标题", help="通报的标题。")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="机关", help="主送机关。")] = None,
    issuer: Annotated[str | None, typer.Option("--issuer", metavar="机关", help="落款的发文机关。")] = None,
    lamps: options.Lamps = None,
    order: Annotated[
        str | None,
        typer.Option(
            "--order",
            metavar="逾期|得分|名单",
            help="单位按什么排列；不写时按名单（units --order 设定的），没有名单按逾期项数。",
        ),
    ] = None,
    charts: Annotated[bool, typer.Option("--charts/--no-charts", help="要不要图，默认要。")] = True,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    db: options.Db = None,
) -> None:
    """Write the 通报 of a period as a Word document."""
    from policyparse.bulletin import docx
    from policyparse.bulletin.figures import ORDERS, arranged
    from policyparse.bulletin.gather import gather
    from policyparse.bulletin.lamps import DEFAULT, choose
    from policyparse.cli.export import file_name

    name = options.period(period)
    scheme = choose(lamps or DEFAULT, saved.own_lamps())
    chosen = Filter(document=options.number(document, "文件编号") if document else None)
    with options.open_reader(db) as tracker:
        found = gather(
            tracker, name, chosen, options.day(day) if day else None, days_of(within), today=date.today()
        )
        listed = tracker.unit_order()
    if not listed and order == "名单":
        raise UsageError("还没有单位名单，请先用 policyparse units --order 单位… 设定。")
    wanted = order or ("名单" if listed else "逾期")
    options.one_of(wanted, ORDERS, "--order")
    found = arranged(found, cast("Order", wanted), listed)
    if not found.tasks:
        raise UsageError("台账里没有这一期的任务，未生成通报。")
    look = docx.Look(scheme, heading, to, issuer, charts)
    path = output or Path(f"{file_name(heading or docx.default_title(found))}.docx")
    if path.suffix.lower() != ".docx":
        raise UsageError(f"通报写成 docx，不能写成“{path.name}”。")
    save(path, docx.render(found, look), force=force)
    total = found.total
    say(
        f"已生成{name}通报：任务 {total.total} 项，已完成 {total.states[2]}，逾期 {total.overdue}，临期 {total.soon}，"
        f"应报 {len(found.owed)}，未报 {len(found.unfiled)}：{path}"
    )
    if not found.owed:
        say("没有文件设定了这一期的报送，请用 policyparse reporting 文件编号 月报 设定。", err=True)


def days_of(text: str) -> int:
    """A span of time in days: 30d and 30天 are 30, 2w is 14, 1m is 30. Raises UsageError."""
    found = WITHIN.fullmatch(text.strip().lower())
    if not found:
        raise UsageError(f"看不懂时间“{text}”，请写成 30d（天）、2w（周）、1m（月）。")
    return int(found[1]) * (7 if found[3] else 30 if found[4] else 1)


COMMANDS = {"due": due, "report": report}
