"""``policyparse import --corrections``: our own tables as a person has corrected them, told cell by cell and entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policyparse.cli import options
from policyparse.cli.tables import say, table
from policyparse.exports.columns import COLUMNS

if TYPE_CHECKING:
    from policyparse.ledger import NewTask, TrackedTask
    from policyparse.ledger.corrections import Corrected, Correction
    from policyparse.returns import Returned
    from policyparse.returns.corrections import Proposed


@dataclass(frozen=True, slots=True)
class Call:
    """What the person who calls asks for."""

    dry_run: bool
    add_new: bool
    new_units: bool
    by: str


def take(returned: Sequence[Returned], call: Call, db: str | None) -> bool:
    """Show what the tables correct, and enter it; False where something was not taken."""
    from policyparse.returns import corrections

    seen: list[Proposed] = []
    with options.open_tracker(db) as tracker:
        known_as = tracker.identity

        def decide(tasks: Sequence[TrackedTask]) -> tuple[Sequence[Correction], Sequence[NewTask]]:
            seen.append(corrections.corrected(returned, tasks, tracker=known_as))
            return seen[0].corrections, [new for _, new in seen[0].offers] if call.add_new else []

        done = tracker.correct(decide, call.new_units, call.dry_run, by=call.by)
    (proposed,) = seen
    _show(proposed, done)
    _left(proposed, done)
    say(_summary(done, call.dry_run))
    return not (proposed.disputes or proposed.problems or done.refused)


def _show(proposed: Proposed, done: Corrected) -> None:
    refused = {(left.task, left.place) for left in done.refused}
    rows = [
        (
            str(p.task.id),
            p.task.title,
            COLUMNS[p.field].header,
            p.before or "（空）",
            p.after or "（空）",
            p.place,
        )
        for p in proposed.proposals
        if (p.task.id, p.place) not in refused
    ]
    if rows:
        table(("任务", "名称", "字段", "原为", "改为", "出处"), rows)
    for at, (offer, _) in enumerate(proposed.offers):
        done_so = f"已补录为任务 {done.added[at]}" if done.added else "未补录；要作为新任务请加 --add-new"
        say(f"新增　{offer.line.place}“{offer.title}”：{done_so}")


def _left(proposed: Proposed, done: Corrected) -> None:
    """Name on the error stream what was not taken, and why."""
    for dispute in proposed.disputes:
        voices = "；".join(f"{place}“{what or '（空）'}”" for place, what in dispute.voices)
        what = f"任务 {dispute.task.id}《{dispute.task.title}》{COLUMNS[dispute.field].header}"
        say(f"不一致　{what}：{voices}；没有更正", err=True)
    for left in done.refused:
        say(f"未写入　{left.place}任务 {left.task}：{left.why}", err=True)
    for problem in proposed.problems:
        say(f"请核对　{problem.place}：{problem.message}", err=True)


def _summary(done: Corrected, dry_run: bool) -> str:
    parts = [
        *([f"更正 {len(done.tasks)} 项任务"] if done.tasks else []),
        *([f"确认 {done.confirmed} 条事实"] if done.confirmed else []),
        *([f"补录 {len(done.added)} 项"] if done.added else []),
    ]
    return ("试算，未写入：" if dry_run else "") + ("，".join(parts) or "没有更正") + "。"
