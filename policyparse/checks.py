"""What looks wrong in a parse, as findings: each check is a function whose docstring is the clerk's message."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from policyparse.model import Finding, Policy, Span, Task


def impossible_share(task: Task) -> Iterator[Span | None]:
    """百分比超过 100%，原文如此，请核对"""
    for target in task.targets:
        value = target.value
        if (
            value.unit == "%"
            and value.change is None
            and value.value > Decimal(100)
            and value.metric.endswith("率")
        ):
            yield target.span


def no_lead(task: Task) -> Iterator[Span | None]:
    """没有找到牵头单位"""
    if task.kind == "task" and not any(u.value.role == "lead" for u in task.units):
        yield task.span


def many_leads(task: Task) -> Iterator[Span | None]:
    """牵头单位在五个以上，请核对"""
    if sum(u.value.role == "lead" for u in task.units) > 5:
        yield task.span


def empty_text(task: Task) -> Iterator[Span | None]:
    """事项没有内容"""
    if not task.text.strip():
        yield task.span


TASK_CHECKS: dict[str, Callable[[Task], Iterator[Span | None]]] = {
    "impossible-share": impossible_share,
    "no-lead": no_lead,
    "many-leads": many_leads,
    "empty-text": empty_text,
}


def apply(policy: Policy) -> Policy:
    """The policy with the warnings of its tasks filled in: those found here, and the findings that lie inside the task."""
    tasks = tuple(replace(task, warnings=(*_inside(policy, task), *_checked(task))) for task in policy.tasks)
    findings = policy.findings if tasks else (*policy.findings, Finding("no-task", "没有找到任务事项"))
    return replace(policy, tasks=tasks, findings=findings)


def _inside(policy: Policy, task: Task) -> Iterator[Finding]:
    for finding in policy.findings:
        if finding.span and task.span.start <= finding.span.start and finding.span.end <= task.span.end:
            yield finding


def _checked(task: Task) -> Iterator[Finding]:
    for code, check in TASK_CHECKS.items():
        message = (check.__doc__ or code).strip()
        yield from (Finding(code, message, span) for span in check(task))
