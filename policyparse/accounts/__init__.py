"""What became of everything that is printed (contract, Nothing is lost): taken, left with a reason, or unaccounted.

The accounts are kept by other means than those that read: items by their printed numbers, rows by the grid, quantities,
brackets, labels and times by plain patterns over the whole text. What was read is then held against them, so a fault of
the outline, of the tables or of the extraction shows here as ``unaccounted`` and becomes a finding that quotes it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING

from policyparse import lexicon
from policyparse.model import Account, Finding, Policy, Setting

if TYPE_CHECKING:
    from policyparse.outline import Outline

__all__ = ["keep", "summary", "words"]

_PRINTED = (
    ("item", "原文 {} 项", (("任务", ("task",)), ("任务内容", ("text",)), ("目标", ("goal",)))),
    ("row", "表 {} 行", (("任务", ("task",)), ("目标", ("goal",)))),
    ("quantity", "数字 {}", (("目标", ("goal",)), ("标准", ("standard",)), ("时限", ("time",)))),
    ("units", "责任单位 {} 处", (("读出", ("units", "convention")),)),
    ("time", "时间 {}", (("时限", ("deadline", "same")), ("目标", ("target",)))),
)
"""For the card: each kind of what is printed, how it is told, and as what it was taken."""

MESSAGES = {
    "item": "这一项编了序号，但没有归入任何任务，也没有不计的理由",
    "row": "表中这一行没有归入任何任务，也没有不计的理由",
    "quantity": "这个数字带有“达到”“以上”等字样，但没有读作目标或标准",
    "units": "这里写了责任单位，但没有读出单位",
    "time": "这里写了时间，但没有读懂",
}


def keep(policy: Policy, tree: Outline, body: int, signature: Iterable[int], setting: Setting) -> Policy:
    """The policy with its accounts in the order of the text, and a finding ``unaccounted`` for each that nobody explains.

    ``tree`` is the outline of the paragraphs from ``body`` on, ``signature`` those of names and dates behind them.
    """
    # what keeps the accounts reads texts; their words are wanted where nothing is parsed
    from policyparse.accounts import items, quantities, rows, times, units
    from policyparse.accounts.regions import Regions

    regions = Regions(policy, tree, body, frozenset(signature))
    found = [
        *items.account(regions),
        *rows.account(regions),
        *quantities.account(regions),
        *units.account(regions),
        *times.account(regions, setting),
    ]
    accounts = tuple(sorted(found, key=lambda a: (a.span.start, a.span.end, a.kind)))
    findings = tuple(
        Finding("unaccounted", f"{MESSAGES[a.kind]}，请核对", a.span)
        for a in accounts
        if a.state == "unaccounted"
    )
    return replace(policy, accounts=accounts, findings=(*policy.findings, *findings))


def words(account: Account) -> str:
    """What a clerk reads of an account: 任务, 不计（年龄）, 未归入."""
    table = lexicon.data("accounts")
    if account.state == "unaccounted":
        return "未归入"
    known = str(table[account.state].get(account.reason, "已读出，不作时限"))
    return known if account.state == "taken" else f"不计（{known}）"


def summary(accounts: Iterable[Account]) -> str:
    """原文 27 项 → 27 项任务；表 4 行 → 4；数字 48 → 目标 20、标准 8、不计 20；未归入 0."""
    count = Counter((a.kind, a.state, a.reason) for a in accounts)
    said = []
    for kind, printed, taken in _PRINTED:
        whole = {key: n for key, n in count.items() if key[0] == kind and key[2] not in ("heading", "header")}
        if not whole:
            continue
        became = [(name, sum(n for key, n in whole.items() if key[2] in reasons)) for name, reasons in taken]
        became.append(("不计", sum(n for key, n in whole.items() if key[1] == "left")))
        parts = "、".join(f"{name} {n}".strip() for name, n in became if n) or "0"
        said.append(f"{printed.format(sum(whole.values()))} → {parts}")
    return "；".join([*said, f"未归入 {sum(n for key, n in count.items() if key[1] == 'unaccounted')}"])
