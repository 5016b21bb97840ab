"""``policyparse review`` and ``accept``: the facts that may be wrong, and how a person says that they are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyparse.checks.doubts import REASONS
from policyparse.cli import options, saved
from policyparse.cli.ask import as_json
from policyparse.cli.conditions import condition, filtered
from policyparse.cli.tables import facts, say, table
from policyparse.errors import Damaged, UsageError
from policyparse.ledger import Filter
from policyparse.ledger.review import KINDS, NO_LEAD, Doubt, around, doubtful, passage
from policyparse.model import Policy
from policyparse.output import save

if TYPE_CHECKING:
    from policyparse.tracker import Tracker

PRESUMED = ("deadline.presumed", "unit.issuer")
"""The classes of what no word of the paper says."""
FORMATS = ("list", "reasons", "json", "xlsx")


@filtered
def review(
    *,
    asked: saved.Words,
    reason: Annotated[
        str | None,
        typer.Option(
            "--reason", metavar="原因", help="只看这一种原因，写原因的代号或其中几个字：推定、发文机关。"
        ),
    ] = None,
    limit: Annotated[str, typer.Option("--limit", metavar="条数", help="列出几条，默认 20。")] = "20",
    confirm: Annotated[
        list[str] | None,
        typer.Option(
            "--confirm",
            metavar="事实",
            help="核对无误：写事实的编号（12.u1）、任务号（该任务全部），或 all（与 --document、--reason 同用，列出的全部）。",
        ),
    ] = None,
    format: Annotated[
        str,
        typer.Option(
            "--format",
            metavar="list|reasons|json|xlsx",
            help="list 逐条（默认），reasons 每种原因几条，json 全部内容，xlsx 核对表，填好后用 import --corrections 取回。",
            autocompletion=lambda: [*FORMATS],
        ),
    ] = "list",
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="核对表写到哪个文件，不写时叫 核对表.xlsx。"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="文件已存在时覆盖。")] = False,
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """List the doubtful facts, the most harmful first; or note that some have been found right."""
    shown = options.number(limit, "条数")
    show = options.one_of("xlsx" if output and format == "list" else format, FORMATS, "--format")
    if output and show != "xlsx":
        raise UsageError("-o 只写核对表（--format xlsx）。")
    with options.open_tracker(db) as tracker:
        doubts = doubtful(tracker.tasks(condition(asked), today=date.today()))
        if reason:
            doubts = _for(reason, doubts)
        if confirm:
            whole = bool(reason or any(asked.values()))
            named = [
                _facts(name, doubts, whole)
                for words in confirm
                for name in words.replace("，", ",").split(",")
            ]
            done = tracker.confirm([fact for found in named for fact in found], by=options.person(by))
            say(f"已确认 {done} 条。")
            return
        if show == "json":
            as_json("doubts", [_record(doubt) for doubt in doubts])
            return
        if show == "xlsx" and doubts:
            _workbook(tracker, doubts, output or Path("核对表.xlsx"), force)
        if show == "list":
            _list(tracker, doubts[:shown])
    if not doubts:
        say("没有存疑的事实。", err=True)
        return
    if show == "xlsx":
        return
    if show == "reasons":
        count = Counter((doubt.reason, doubt.kind) for doubt in doubts)
        table(("原因", "代号", "条数"), [(*why, str(n)) for why, n in count.most_common()])
        return
    say(f"存疑 {len(doubts)} 条，列出 {min(shown, len(doubts))} 条。")
    say(
        "核对无误：policyparse review --confirm 事实；一种原因一次确认：--reason 原因 --confirm all；"
        "有误：policyparse edit 任务号 …；漏了任务：add-task；不是任务：drop。"
    )


def accept(
    document: Annotated[str, typer.Argument(metavar="文件编号", help="编号见 policyparse documents。")],
    by: options.By = None,
    db: options.Db = None,
) -> None:
    """Accept what a document does not say and was presumed: the year's end as deadline, the issuer as lead."""
    number = options.number(document, "文件编号")
    with options.open_tracker(db) as tracker:
        doubts = doubtful(tracker.tasks(Filter(document=number), today=date.today()))
        taken = [doubt for doubt in doubts if doubt.kind in PRESUMED]
        count = Counter(doubt.kind for doubt in taken)
        tracker.confirm([fact for doubt in taken for fact in _fact(doubt.name)], by=options.person(by))
    say(
        f"文件 {number}：推定的时限 {count[PRESUMED[0]]} 条、牵头单位 {count[PRESUMED[1]]} 条，已按人工确认处理。"
    )
    if open_ones := sum(doubt.kind == NO_LEAD for doubt in doubts):
        say(f"另有 {open_ones} 项待明确牵头单位，见 policyparse tasks --document {number} --no-lead。")


def _record(doubt: Doubt) -> dict[str, object]:
    """A doubt as JSON."""
    return {
        "fact": doubt.name,
        "task": doubt.task.id,
        "document": doubt.task.document.id,
        "title": doubt.task.title,
        "of": doubt.harm,
        "words": doubt.words,
        "reason": doubt.kind,
        "message": doubt.reason,
        "confidence": doubt.confidence,
        "quote": doubt.mention.surface if doubt.mention else "",
    }


def _policies(tracker: Tracker, doubts: Sequence[Doubt]) -> dict[int, Policy | None]:
    """The documents that the doubts are of, by their numbers; None for one that cannot be read, which is told."""
    found: dict[int, Policy | None] = {}
    for card in {doubt.task.document.id: doubt.task.document for doubt in doubts}.values():
        try:
            found[card.id] = tracker.load(card.id)
        except Damaged:
            found[card.id] = None
            tracker.damage.tell(card.id, card.title)
    return found


def _workbook(tracker: Tracker, doubts: Sequence[Doubt], path: Path, force: bool) -> None:
    from policyparse.exports.review import workbook  # loads XlsxWriter

    policies = _policies(tracker, doubts)
    rows = ((doubt, *passage(doubt, policies[doubt.task.document.id])) for doubt in doubts)
    save(path, workbook(rows, tracker.identity), force=force)
    say(f"已写出 {len(doubts)} 条存疑事实：{path}；填好后用 policyparse import --corrections {path} 取回。")


def _list(tracker: Tracker, doubts: Sequence[Doubt]) -> None:
    policies = _policies(tracker, doubts)
    for doubt in doubts:
        say(f"{doubt.name}　{doubt.words}　（任务 {doubt.task.id}《{doubt.task.title}》）")
        sure = f"（可信度 {doubt.confidence:.0%}）" if doubt.mention else ""
        facts((("存疑", f"{doubt.reason}{sure}"), ("原文", around(doubt, policies[doubt.task.document.id]))))


def _for(typed: str, found: Sequence[Doubt]) -> list[Doubt]:
    """The doubts for a reason as typed: its code (deadline.presumed, deadline), or some of its words. Raises UsageError."""
    chosen = [d for d in found if typed in d.reason or d.kind == typed or d.kind.startswith(f"{typed}.")]
    if not chosen and not any(typed in words or code.startswith(typed) for code, words in REASONS.items()):
        raise UsageError(
            f"没有“{typed}”这种原因，可选：{'；'.join(f'{k} {w}' for k, w in REASONS.items())}。"
        )
    return chosen


def _facts(name: str, doubts: Sequence[Doubt], whole: bool) -> list[tuple[int, str, int]]:
    """The facts of a name as typed: one (12.u1), the doubtful ones of a task (12), or all listed. Raises UsageError."""
    words = name.strip().lstrip("#").lower()
    if words in ("all", "全部"):
        if not whole:
            raise UsageError("--confirm all 要与 --document、--reason 等条件同用，只确认符合条件的。")
        return [fact for doubt in doubts if doubt.mention for fact in _fact(doubt.name)]
    if words.isdecimal():
        return [fact for doubt in doubts if doubt.name.startswith(f"{words}.") for fact in _fact(doubt.name)]
    return _fact(words)


def _fact(words: str) -> list[tuple[int, str, int]]:
    """The fact of a name (12.u1). Raises UsageError."""
    task, _, rest = words.partition(".")
    if not task.isdecimal() or rest[:1] not in KINDS or not rest[1:].isdecimal():
        raise UsageError(f"看不懂事实编号“{words}”，请照 policyparse review 列出的写，如 12.u1。")
    return [(int(task), KINDS[rest[0]], int(rest[1:]))]


COMMANDS = {"review": review, "accept": accept}
