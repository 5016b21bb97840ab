"""What both ways of ``import`` tell of tables that came back: each change, each new row, and what was not taken."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from policyparse.cli.tables import say, table
from policyparse.exports.columns import COLUMNS

if TYPE_CHECKING:
    from policyparse.ledger import Left
    from policyparse.returns.lines import Problem
    from policyparse.returns.match import Dispute, Proposal
    from policyparse.returns.whose import Offer


def changes(
    proposals: Iterable[Proposal],
    header: str,
    source: Callable[[Proposal], str],
    only_kept: Callable[[Proposal], bool] = lambda p: False,
) -> None:
    """The changes as a table; its last column, of that header, says where each comes from. Those that are
    ``only_kept`` are filed with their report and leave the present as it is."""
    rows = [
        (
            str(p.task.id),
            p.task.title,
            COLUMNS[p.field].header,
            _cell(p.before),
            f"{_cell(p.after)}{'（仅留存，现状不变）' if only_kept(p) else ''}",
            source(p),
        )
        for p in proposals
    ]
    if rows:
        table(("任务", "名称", "字段", "原为", "改为", header), rows)


def offers(rows: Sequence[Offer], added: Sequence[int | None]) -> None:
    """The rows that are no task yet, and which task each was made; ``added`` is empty where none was asked for."""
    if not added:
        for offer in rows:
            say(f"新增　{offer.line.place}“{offer.title}”：未补录；要作为新任务请加 --add-new，或用 add-task")
        return
    for offer, number in zip(rows, added, strict=True):
        if number is not None:
            say(f"新增　{offer.line.place}“{offer.title}”：已补录为任务 {number}")


def disputes(found: Iterable[Dispute], so: str) -> None:
    """On the error stream where two cells say two things, and what became of it."""
    for dispute in found:
        voices = "；".join(f"{place}“{_cell(what)}”" for place, what in dispute.voices)
        what = f"任务 {dispute.task.id}《{dispute.task.title}》{COLUMNS[dispute.field].header}"
        say(f"不一致　{what}：{voices}；{so}", err=True)


def not_taken(refused: Iterable[Left], problems: Iterable[Problem]) -> None:
    """On the error stream what the tracker refused, and what could not be read."""
    for left in refused:
        of = "" if left.task is None else f"任务 {left.task}："
        say(f"未写入　{left.place}{of or '　'}{left.why}", err=True)
    for problem in problems:
        say(f"请核对　{problem.place}：{problem.message}", err=True)


def _cell(text: str) -> str:
    return text or "（空）"
