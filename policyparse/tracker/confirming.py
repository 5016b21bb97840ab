"""Facts that a person has looked at and found right: they are sure from then on, and so they stay when read again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policyparse.errors import TrackerError
from policyparse.ledger.due import PRESUMED
from policyparse.tracker.pen import Pen
from policyparse.tracker.threeway import meaning

CERTAIN = 1.0
"""The confidence of what a person has confirmed or entered; no class of read facts reaches it."""


def confirm(pen: Pen, facts: Sequence[tuple[int, str, int]]) -> int:
    """Mark facts as right, each a task, a kind (units, targets, deadlines) and its place, from 1.

    Gives how many were not so before. Raises TrackerError where there is no such fact.
    """
    done = [fact for fact in facts if mark_right(pen, *fact)]
    tasks = "、".join(map(str, dict.fromkeys(task for task, _, _ in done)))
    pen.finish(f"确认任务 {tasks} 的{len(done)}条事实")
    return len(done)


def mark_right(pen: Pen, task: int, kind: str, place: int) -> bool:
    """Mark one fact as right; False where it was so. Raises TrackerError where there is no such fact."""
    facts = [*pen.value(task, kind)]
    if not 1 <= place <= len(facts):
        raise TrackerError(f"任务 {task} 没有这条事实，请重新运行 policyparse review。")
    presumed = facts[place - 1].get("basis") in (PRESUMED, "issuer")
    stated = {"basis": "explicit"} if presumed else {}  # a person's word now
    facts[place - 1] = {**facts[place - 1], **stated, "confidence": CERTAIN}
    return pen.task(task, kind, facts)


def carry_confirmed(field: str, old: Any, new: Any) -> Any:
    """The new facts, those sure that mean the same as one of the old that a person had confirmed."""
    if field not in ("units", "targets", "deadlines") or not old or not new:
        return new
    sure = [meaning(field, [fact]) for fact in old if fact["confidence"] == CERTAIN]
    return [{**fact, "confidence": CERTAIN} if meaning(field, [fact]) in sure else fact for fact in new]
