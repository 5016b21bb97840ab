"""What stands beside the facts of tasks: the reports on them, their evidence, the office's lists. One question for all three."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from policyparse.asking import evidence, members, reports
from policyparse.asking.members import Lists
from policyparse.asking.rows import Row, Rows, among
from policyparse.ledger import Evidence
from policyparse.ledger.reports import Report

_REPORT = "SELECT 1, id, unit, period, '', '', task_id, filed FROM report WHERE {chosen}"
_EVIDENCE = "SELECT 2, id, sha256, '', '', '', task_id, attached FROM evidence WHERE NOT removed AND {chosen}"
_MEMBER = f"SELECT 3, {members.COLUMNS}, 0, CAST(NULL AS json) {members.TABLES}"


@dataclass(frozen=True, slots=True)
class Beside:
    """Reports and evidence by the numbers of their tasks, and the lists."""

    reports: Mapping[int, list[Report]] = field(default_factory=dict)
    evidence: Mapping[int, tuple[Evidence, ...]] = field(default_factory=dict)
    lists: Lists = field(default_factory=dict)


def beside(rows: Rows, reported: Collection[int], attached: Collection[int], listed: bool) -> Beside:
    """The reports on some tasks, the evidence of some, and the lists where they are wanted."""
    asked = [_REPORT.format(chosen=among("task_id", reported))] if reported else []
    asked += [_EVIDENCE.format(chosen=among("task_id", attached))] if attached else []
    asked += [_MEMBER] if listed else []
    if not asked:
        return Beside()
    found: dict[int, list[Row]] = {1: [], 2: [], 3: []}
    for kind, _, *row in rows.all(" UNION ALL ".join(asked) + " ORDER BY 1, 2"):
        found[kind].append(tuple(row))
    return Beside(
        reports.by_task(rows, ((task, unit, period, told) for unit, period, _, _, task, told in found[1])),
        evidence.by_task(rows, ((task, sha256, told) for sha256, _, _, _, task, told in found[2])),
        members.by_group(row[:4] for row in found[3]),
    )
