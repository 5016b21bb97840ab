"""Accounts of numbered items: every paragraph that begins with a printed number."""

from __future__ import annotations

from collections.abc import Iterator

from policyparse.accounts.regions import Regions, bare
from policyparse.extract.units import labels
from policyparse.model import Account, Span, Task
from policyparse.text.numbering import Mark, mark

_KNOWN = 8
"""Characters behind its number by which an item is known again in the text of a task."""
_LABEL = 12
"""Characters behind its number in which the label of an item stands."""


def account(regions: Regions) -> Iterator[Account]:
    """An account of each paragraph outside tables that begins with a number, and of each task whose number was lost."""
    begun = {task.span.start: task for task in regions.policy.tasks}
    for paragraph in regions.paragraphs:
        if paragraph.table is not None:
            continue
        if task := begun.get(paragraph.span.start):
            yield Account("item", "taken", "task", paragraph.span, task.key)
        elif number := mark(paragraph.span.of(regions.text)):
            yield _item(regions, number, paragraph.span)


def _item(regions: Regions, number: Mark, span: Span) -> Account:
    """Taken as words of a task, as a goal or a heading; left with the part that it stands in; else unaccounted."""
    words = span.of(regions.text)[number.length :]
    known = bare(words)[:_KNOWN]
    if inside := next(
        (t for t in regions.holding(Span(span.start, span.start + 1)) if known in bare(t.title + t.text)),
        None,
    ):
        return Account("item", "taken", "text", span, inside.key)
    if labels.find(words, Span(0, min(len(words), _LABEL))) and (
        told := next((t for t in regions.holding(span) if _gave(t, span)), None)
    ):
        return Account("item", "taken", "text", span, told.key)  # （1）牵头单位：市教育局
    if any(regions.goals.over(span)):
        return Account("item", "taken", "goal", span)
    printed = bare(number.printed + words)
    if any(path and printed.startswith(path) for path in regions.paths):
        return Account("item", "taken", "heading", span)
    part = regions.of(span)
    return Account(
        "item", "unaccounted" if part in ("", "heading") else "left", part.removeprefix("heading"), span
    )


def _gave(task: Task, span: Span) -> bool:
    """Whether a task has its units or a deadline from these words."""
    given = [*(u.span for u in task.units), *(d.span for d in task.deadlines)]
    return any(place and span.start <= place.start and place.end <= span.end for place in given)
