"""What looks wrong in a parse, as findings: each check is a function whose docstring is the clerk's message.

A check gets the document and one of its tasks and gives the spans that it is about, each with words that the message
goes on with ("" for none); what it finds becomes a warning of the task. ``docs/findings.md`` lists every code.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from policyparse.checks import doubts
from policyparse.extract.units import brackets
from policyparse.lexicon.patterns import of_text
from policyparse.model import Deadline, Finding, Mention, Policy, Span, Task

Found = Iterator[tuple[Span | None, str]]


def impossible_share(policy: Policy, task: Task) -> Found:
    """百分比超过 100%，原文如此，请核对"""
    for target in task.targets:
        value = target.value
        share = value.unit == "%" and value.change is None and value.metric.endswith("率")
        if share and value.value > Decimal(100):
            yield target.span, ""


def reversed_range(policy: Policy, task: Task) -> Found:
    """数字区间前大后小，请核对"""
    for target in task.targets:
        if target.value.value_max is not None and target.value.value_max < target.value.value:
            yield target.span, ""


def past_deadline(policy: Policy, task: Task) -> Found:
    """完成时限早于文件的成文日期，请核对年份"""
    issued = policy.issued_on.value if policy.issued_on else None
    for deadline in task.deadlines:
        due = deadline.value.due
        if issued is not None and due is not None and due < issued:
            yield deadline.span, ""


def no_such_day(policy: Policy, task: Task) -> Found:
    """日历上没有这一天，时限按原文保留，请核对"""
    for deadline in task.deadlines:
        if _has_no_day(deadline) and deadline.rule.startswith("no-such"):
            yield deadline.span, f"：“{deadline.surface}”"


def unread_deadline(policy: Policy, task: Task) -> Found:
    """时限没有读出日期，按原文保留，请核对"""
    for deadline in task.deadlines:
        if _has_no_day(deadline) and not deadline.rule.startswith("no-such"):
            yield deadline.span, f"：“{deadline.surface}”"


def _has_no_day(deadline: Mention[Deadline]) -> bool:
    """Whether the words tell a time, but no day: 汛期前, 2月30日, 下月底 of a document whose date is not known."""
    value = deadline.value
    return value.kind in {"by", "period"} and not (value.due or value.start)


def odd_unit(policy: Policy, task: Task) -> Found:
    """单位名称少见，可能断错或多字少字，请核对"""
    for unit in task.units:
        if doubts.unit(unit) == "unit.odd-name":
            yield unit.span, ""


def glued_number(policy: Policy, task: Task) -> Found:
    """序号与正文开头的数字连写，按前后顺序断开"""
    number = task.number or ""
    words = task.span.of(policy.document.text)
    if number.endswith((".", "．")) and (
        found := of_text(rf"^{re.escape(number)}(\d.{{0,8}})", re.M).search(words)
    ):
        span = Span(task.span.start + found.start(), task.span.start + found.end())
        yield span, f"：原文“{found[0]}”，读作“{number}”和“{found[1]}”"


def no_lead(policy: Policy, task: Task) -> Found:
    """没有写明牵头单位，待明确"""
    if task.kind == "task" and not any(u.value.role == "lead" for u in task.units):
        yield task.span, ""


def several_brackets(policy: Policy, task: Task) -> Found:
    """一个事项里有多处责任单位括号，各管哪几句没有编号可分，请核对是否应拆成几项"""
    text = policy.document.text
    places = [place.span for place in brackets.find(text, task.span) if place.said.names]
    # adjoining ones are one list: （市教育局牵头）（市财政局配合）
    apart = [b for a, b in pairwise(places) if re.search(r"\w", text[a.end : b.start])]
    if apart:
        yield apart[0], f"（共{len(apart) + 1}处）：“{apart[0].of(text).strip()}”"


def empty_text(policy: Policy, task: Task) -> Found:
    """事项没有内容"""
    if not task.text.strip():
        yield task.span, ""


TASK_CHECKS: dict[str, Callable[[Policy, Task], Found]] = {
    "impossible-share": impossible_share,
    "reversed-range": reversed_range,
    "past-deadline": past_deadline,
    "no-such-day": no_such_day,
    "unread-deadline": unread_deadline,
    "odd-unit": odd_unit,
    "glued-number": glued_number,
    "no-lead": no_lead,
    "several-brackets": several_brackets,
    "empty-text": empty_text,
}


def apply(policy: Policy) -> Policy:
    """The policy with the warnings of its tasks: their own, the findings that lie inside them, and those found here."""
    tasks = tuple(_warned(t, (*t.warnings, *_inside(policy, t), *_checked(policy, t))) for t in policy.tasks)
    findings = policy.findings if tasks else (*policy.findings, Finding("no-task", "没有找到任务事项"))
    return replace(policy, tasks=tasks, findings=findings)


def _warned(task: Task, warnings: tuple[Finding, ...]) -> Task:
    return task if warnings == task.warnings else replace(task, warnings=warnings)


def _inside(policy: Policy, task: Task) -> Iterator[Finding]:
    for finding in policy.findings:
        span = finding.span
        if span and task.span.start <= span.start and span.end <= task.span.end:
            yield finding


def _checked(policy: Policy, task: Task) -> Iterator[Finding]:
    for code, check in TASK_CHECKS.items():
        for span, more in check(policy, task):
            yield Finding(code, (check.__doc__ or code).strip() + more, span)
