"""Accounts of phrases of time."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyparse.accounts.regions import Places, Regions
from policyparse.extract import deadlines
from policyparse.extract.targets import nonquantities
from policyparse.lexicon.needs import sought
from policyparse.model import Account, AccountState, Setting, Span

_HAN = "一二三四五六七八九十"
_DAY = r"\d{1,2}月(?:份|底|末|初|[上中下]旬)?(?:\d{1,2}[日号])?"
# every time a reader would see, whether or not a rule reads it; 例：6月底前
_TIME = re.compile(
    rf"(?:(?:19|20)\d\d年度?|[今本明去上]年)(?:[底末初]|{_DAY}|[上下]半年|第?[{_HAN}\d]季度)?(?:[之以]?前)?"
    rf"|{_DAY}(?:[之以]?前)?|第?[{_HAN}1-4]季度(?:[底末])?(?:[之以]?前)?|(?<!全)年[底末中](?:[之以]?前)?|年内|[上下]半年|[下本]月底?前?|每(?:半?年|季度?|月|周|旬)"
    rf"|(?<![第{_HAN}\d.])[{_HAN}\d]+个?(?:月|年|天|工作日|日)(?:[之以]?内)|长期(?:坚持|推进)"
)
_DATED = ("date", "period")
"""What of ``nonquantities.toml`` is a time: no reason for it to be left."""
# the year of a cited title or number is no time of this text; 例：《2024年工作要点》
_CITED = re.compile(r"《[^《》\n]*》|[〔\[（(]\s*(?:19|20)\d\d\s*[〕\]）)]")


def account(regions: Regions, setting: Setting) -> Iterator[Account]:
    """An account of each phrase of time: taken as a deadline or as the day of a target, left by what it is, or unaccounted.

    A deadline in words that only its own rule sees (全年, 汛期前) is taken too.
    """
    found = list(_printed(regions, setting))
    yield from found
    seen = Places((account.span, account) for account in found)
    read = {d.span: task.key for task in reversed(regions.policy.tasks) for d in task.deadlines if d.span}
    for span, task in read.items():
        if not any(seen.over(span)):
            yield Account("time", "taken", "deadline", span, task)


def _printed(regions: Regions, setting: Setting) -> Iterator[Account]:
    """An account of each phrase of time that the plain pattern sees."""
    text, policy = regions.text, regions.policy
    read = Places((d.span, task.key) for task in policy.tasks for d in task.deadlines)
    targets = (*policy.goals, *(t for task in policy.tasks for t in task.targets))
    counted = Places((t.span, t) for t in targets)
    cited = Places((Span(*m.span()), "title") for m in _CITED.finditer(text))
    for found in sought(_TIME.pattern).finditer(text):
        span = Span(*found.span())
        task = next(regions.holding(span), None)
        part = regions.of(span).removeprefix("heading")
        if by := next(read.over(span), None):
            yield Account("time", "taken", "deadline", span, by)
        elif any(regions.entries.over(span)):
            yield Account("time", "left", "entry", span, task.key if task else None)
        elif any(regions.problems.over(span)):
            yield Account("time", "left", "problem", span, task.key if task else None)
        elif any(counted.over(span)):
            yield Account("time", "taken", "target", span, task.key if task else None)
        elif task is None and part:
            yield Account("time", "left", part, span)
        elif any(cited.over(span)):
            yield Account("time", "left", "title", span)
        else:
            state, reason = _reason(regions, span, setting)
            passed = (n for _, n in nonquantities.over(text, span) if n not in _DATED)
            if state == "unaccounted" and (name := next(passed, "")):
                state, reason = "left", name
            yield Account("time", state, reason, span, task.key if task else None)


def _reason(regions: Regions, span: Span, setting: Setting) -> tuple[AccountState, str]:
    """What a time that gave no deadline of its own is: the same said again, the day of a target, or the id of its entry."""
    tasks = list(regions.holding(span))
    targets = [t.value for task in tasks for t in task.targets] or [g.value for g in regions.policy.goals]
    for _, entry, deadline in deadlines.over(regions.text, span, setting):
        if deadline is None:
            return "left", entry
        if any(d.value == deadline for task in tasks for d in task.deadlines):
            return "taken", "same"
        if any(t.due == deadline.due for t in targets):
            return "taken", "target"
    words = span.of(regions.text)
    return (
        ("taken", "target")
        if any(words in f"{t.metric}{t.scope or ''}" for t in targets)
        else ("unaccounted", "")
    )
