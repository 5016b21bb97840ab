"""``policyparse review``: the facts that may be wrong, with the reason and the words around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from policyparse.cli import options
from policyparse.cli.tables import facts, say
from policyparse.errors import UsageError
from policyparse.ledger import Filter
from policyparse.ledger.review import KINDS, Doubt, around, doubtful
from policyparse.model import Policy

if TYPE_CHECKING:
    from policyparse.tracker import Tracker


def review(
    document: options.DocumentNumber = None,
    limit: Annotated[str, typer.Option("--limit", metavar="条数", help="列出几条，默认 20。")] = "20",
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            "--confirm", metavar="事实", help="核对无误：写事实的编号（12.u1），或任务号（该任务全部）。"
        ),
    ] = None,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """List the doubtful facts, the least sure first; or note that some have been found right."""
    shown = options.number(limit, "条数")
    chosen = Filter(document=options.number(document, "文件编号")) if document else Filter()
    with options.open_tracker(db) as tracker:
        doubts = list(doubtful(tracker.tasks(chosen, today=date.today())))
        if confirm:
            named = [_fact(name, doubts) for words in confirm for name in words.replace("，", ",").split(",")]
            done = tracker.confirm([fact for found in named for fact in found], by=options.person(by))
            say(f"已确认 {done} 条。")
            return
        doubts.sort(key=lambda doubt: doubt.mention.confidence)
        _list(tracker, doubts[:shown])
    if not doubts:
        say("没有存疑的事实。", err=True)
        return
    say(f"存疑 {len(doubts)} 条，列出 {min(shown, len(doubts))} 条。")
    say(
        "核对无误：policyparse review --confirm 事实；有误：policyparse edit 任务号 …；漏了任务：add-task；不是任务：drop。"
    )


def _list(tracker: Tracker, doubts: Sequence[Doubt]) -> None:
    policies: dict[int, Policy] = {}
    for doubt in doubts:
        card = doubt.task.document
        if card.id not in policies:
            policies[card.id] = tracker.load(card.id)
        say(f"{doubt.name}　{doubt.words}　（任务 {doubt.task.id}《{doubt.task.title}》）")
        facts(
            (
                ("存疑", f"{doubt.reason}（可信度 {doubt.mention.confidence:.0%}）"),
                ("原文", around(doubt, policies[card.id])),
            )
        )


def _fact(name: str, doubts: Sequence[Doubt]) -> list[tuple[int, str, int]]:
    """The facts of a name as typed: one (12.u1), or all doubtful ones of a task (12). Raises UsageError."""
    words = name.strip().lstrip("#").lower()
    if words.isdecimal():
        every = [doubt.name for doubt in doubts if doubt.name.startswith(f"{words}.")]
        return [fact for one in every for fact in _fact(one, ())]
    task, _, rest = words.partition(".")
    if not task.isdecimal() or rest[:1] not in KINDS or not rest[1:].isdecimal():
        raise UsageError(f"看不懂事实编号“{name}”，请照 policyparse review 列出的写，如 12.u1。")
    return [(int(task), KINDS[rest[0]], int(rest[1:]))]


COMMANDS = {"review": (review, "列出读得没有把握的事实和原因，逐条核对确认。")}
