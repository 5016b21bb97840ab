"""The card of a file: what was found in it, what is doubtful, and what was not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyparse.cli.tables import facts, say
from policyparse.ledger.words import TARGET_KINDS, date_words
from policyparse.model import Finding, Mention, Parsed, Policy

SHOWN = 5
"""Findings of a document that its card shows."""


def card(name: str, parsed: Parsed, outcome: str) -> None:
    """Print the card of a file; ``outcome`` says what became of it."""
    say(f"■ {name}　{outcome}")
    for policy in parsed.documents:
        _document(policy)
    facts(_unread(parsed))


def _document(policy: Policy) -> None:
    from policyparse import accounts

    head = [_value(policy.doc_number), _value(policy.issuer)]
    if policy.issued_on:
        head.append(date_words(policy.issued_on.value))
    title = _value(policy.title)
    say(f"  {f'《{title}》' if title else '（未认出标题）'}")
    found = [*policy.findings, *(w for t in policy.tasks for w in t.warnings)]
    facts(
        (
            ("文件", "　".join(filter(None, head))),
            ("找到", counts(policy)),
            ("清点", accounts.summary(policy.accounts)),
        ),
        indent=4,
    )
    facts(_findings(policy, found), indent=4)


def counts(policy: Policy) -> str:
    """任务 22，责任单位 41，量化目标 8，政策标准 3，完成时限 12."""
    units = {u.value.canonical for t in policy.tasks for u in t.units}
    kinds = [*(m.value.kind for t in policy.tasks for m in t.targets), *(m.value.kind for m in policy.goals)]
    found = {
        "任务": len(policy.tasks),
        "责任单位": len(units),
        **{name: kinds.count(kind) for kind, name in TARGET_KINDS.items()},
        "完成时限": sum(len(t.deadlines) for t in policy.tasks),
    }
    return "，".join(f"{name} {number}" for name, number in found.items())


def _findings(policy: Policy, found: Sequence[Finding]) -> Iterator[tuple[str, str]]:
    once = list(dict.fromkeys(found))
    for at, finding in enumerate(once[:SHOWN]):
        yield ("存疑" if at == 0 else "", finding_words(policy, finding))
    if len(once) > SHOWN:
        yield ("", f"……另有 {len(once) - SHOWN} 处，见 policyparse show")


def finding_words(policy: Policy, finding: Finding) -> str:
    """The message with the words, in one line, and the page that it is about."""
    if finding.span is None:
        return finding.message
    page = policy.document.page(finding.span)
    words = finding.span.of(policy.document.text).replace("\n", " ")
    short = words if len(words) <= 30 else f"{words[:30]}…"
    return f"{finding.message}（{f'第{page}页，' if page else ''}“{short}”）"


def _unread(parsed: Parsed) -> Iterator[tuple[str, str]]:
    if parsed.source.unread:
        yield ("未读", f"第 {'、'.join(map(str, parsed.source.unread))} 页没有读出文字")
    for remark in parsed.source.remarks:
        yield ("说明", remark)


def _value(mention: Mention[str] | None) -> str:
    return mention.value if mention else ""
