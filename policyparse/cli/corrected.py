"""``policyparse import --corrections``: our own tables as a person has corrected them, told cell by cell and entered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from policyparse.cli import options, told_back
from policyparse.cli.tables import say

if TYPE_CHECKING:
    from policyparse.ledger import NewTask, TrackedTask
    from policyparse.ledger.corrections import Corrected, Correction
    from policyparse.returns import Returned
    from policyparse.returns.corrections import Proposed


WITHOUT_STAMPS = (
    "表中没有导出时的暗记（另存的 csv、复制的表），是拿表里的字同台账现在的内容逐格比的，不是同导出时比："
    "导出以后台账里改过的，也会照表改回去，请逐行核对"
)


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
    refused = {(left.task, left.place) for left in done.refused}
    taken = (p for p in proposed.proposals if (p.task.id, p.place) not in refused)
    told_back.changes(taken, "出处", lambda p: p.place)
    told_back.offers([offer for offer, _ in proposed.offers], done.added)
    told_back.disputes(proposed.disputes, "没有更正")
    told_back.not_taken(done.refused, proposed.problems)
    if proposed.without_stamps and proposed.proposals:
        names = "、".join(proposed.without_stamps)
        say(f"请注意　{names}：{WITHOUT_STAMPS}", err=True)
    say(_summary(done, call.dry_run))
    return not (proposed.disputes or proposed.problems or done.refused)


def _summary(done: Corrected, dry_run: bool) -> str:
    entered = sum(number is not None for number in done.added)
    parts = [
        *([f"更正 {len(done.tasks)} 项任务"] if done.tasks else []),
        *([f"确认 {done.confirmed} 条事实"] if done.confirmed else []),
        *([f"补录 {entered} 项"] if entered else []),
    ]
    return ("试算，未写入：" if dry_run else "") + ("，".join(parts) or "没有更正") + "。"
