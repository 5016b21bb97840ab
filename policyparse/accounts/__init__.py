"""What became of everything that is printed (contract, Nothing is lost): taken, left with a reason, or unaccounted.

The accounts are kept by other means than those that read: items by their printed numbers, rows by the grid, quantities,
brackets, labels and times by plain patterns over the whole text. What was read is then held against them, so a fault of
the outline, of the tables or of the extraction shows here as ``unaccounted`` and becomes a finding that quotes it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from policyparse import lexicon
from policyparse.accounts import items, quantities, rows, times, units
from policyparse.accounts.regions import Regions
from policyparse.model import Account, Finding, Policy, Setting
from policyparse.outline import Outline

__all__ = ["keep"]

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
    regions = Regions(policy, tree, body, frozenset(signature))
    found = [
        *items.account(regions),
        *rows.account(regions),
        *quantities.account(regions),
        *units.account(regions),
        *times.account(regions, setting),
    ]
    accounts = tuple(sorted(found, key=lambda a: (a.span, a.kind)))
    findings = tuple(
        Finding("unaccounted", f"{MESSAGES[a.kind]}，请核对", a.span)
        for a in accounts
        if a.state == "unaccounted"
    )
    return replace(policy, accounts=accounts, findings=(*policy.findings, *findings))


def counts(accounts: Iterable[Account]) -> dict[str, dict[str, int]]:
    """How many of each kind have which state and reason: ``{"item": {"taken task": 27, "left background": 3}}``."""
    out: dict[str, dict[str, int]] = {}
    for a in accounts:
        row = out.setdefault(a.kind, {})
        row[f"{a.state} {a.reason}".strip()] = row.get(f"{a.state} {a.reason}".strip(), 0) + 1
    return out


def words(account: Account) -> str:
    """What a clerk reads of an account: 任务, 不计（年龄）, 未归入."""
    table = lexicon.data("accounts")
    if account.state == "unaccounted":
        return "未归入"
    known = str(table[account.state].get(account.reason, "已读出，不作时限"))
    return known if account.state == "taken" else f"不计（{known}）"
