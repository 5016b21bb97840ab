"""Accounts of brackets and labels that say who does a thing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policyparse.accounts.regions import Places, Regions
from policyparse.model import Account, Span

_LABEL = r"(?:牵头|责任|主办|承办|配合|协办|协同|参与|落实|实施|主体)(?:责任)?(?:单位|部门|处室|科室)"
# （责任单位：A、B） （A牵头，B配合） （A负责）; a label with its colon on a line
_BRACKET = re.compile(
    rf"(?![【\[]{_LABEL}[】\]])[（(〔［\[【](?:{_LABEL}[^（()）〔〕［\]【】]*|(?!(?:共同|联合)牵头)[^（()）〔〕［\]【】。\d]{{2,200}}(?:牵头|负责|配合|落实|承办))[）)〕］\]】]"
)
# units announced without a bracket, from the label to the line's end; 例：责任单位：市教育局
_LINE = re.compile(rf"(?:^|(?<=[\n。；; \u3000]))[^\S\n]*{_LABEL}[^\S\n]*[:：](?:[^\S\n]*\n)?[^\n]*", re.M)
# a label behind which nobody stands; 例：（配合单位：无）
_NOBODY = re.compile(
    rf"\s{{0,9}}[（(〔［\[【]?{_LABEL}[】\]]?\s{{0,9}}[:：]?\s{{0,9}}暂?无[\s。；;）)〕］\]】]*$"
)
# units behind a label that a bracket sets off; 例：【责任单位】市教育局
_SET_OFF = re.compile(rf"[【\[]{_LABEL}[】\]][:：]?[^\n【】\[\]]+")


def account(regions: Regions) -> Iterator[Account]:
    """An account of each closing bracket and each label line: taken by the units, the convention or the heading that it gave."""
    text, policy = regions.text, regions.policy
    read = Places((u.span, task.key) for task in policy.tasks for u in task.units)
    declared = Places((c.span, c) for c in policy.conventions)
    end = 0
    for span in sorted(
        Span(*m.span()) for pattern in (_BRACKET, _LINE, _SET_OFF) for m in pattern.finditer(text)
    ):
        if span.start < end:
            continue
        end = span.end
        if by := _by(regions, read, span):
            yield Account("units", "taken", "units", span, by)
        elif _NOBODY.match(span.of(text)):
            yield Account("units", "left", "nobody", span)
        elif any(declared.over(span)):
            yield Account("units", "taken", "convention", span)
        elif regions.of(span) == "heading" and _outranked(regions, span):
            yield Account("units", "left", "outranked", span)
        elif part := regions.of(span).removeprefix("heading"):
            yield Account("units", "left", part, span)
        else:
            yield Account("units", "unaccounted", "", span)


def _outranked(regions: Regions, span: Span) -> bool:
    """Whether the first task below a heading names units of its own, which the heading's do not stand beside."""
    below = next((task for task in regions.policy.tasks if task.span.start >= span.end), None)
    return below is not None and bool(below.units)


def _by(regions: Regions, read: Places[str], span: Span) -> str | None:
    """The key of the task that read units here; a unit that is named twice has its place where it stands first."""
    words = span.of(regions.text)
    for task in regions.holding(span):
        if any(u.surface and u.surface in words for u in task.units):
            return task.key
    return next(read.over(span), None)
