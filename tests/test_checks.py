"""The findings: each check with a task that it must notice, and one that it must leave alone."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from drawn import tasks

from policyparse import checks
from policyparse.model import Deadline, Document, Finding, Mention, Policy, Span, Target, Task, Unit
from policyparse.text import repairs

DOCS = Path(__file__).parent.parent / "docs" / "findings.md"
HERE = Span(0, 4)
LEAD = Mention(HERE, "市教育局", Unit("市教育局", "云溪市教育局", "lead", "explicit"), "label.list")
GOOD = Task("k", "（一）", (), "抓培训", "全员轮训。", HERE, units=(LEAD,))
TWICE = "开展全员轮训。（市教育局牵头）\n拨付培训经费。（市财政局牵头）"
POLICY = Policy(
    Document("市教育局\n3.7岁以下儿童\n" + TWICE, (), ()),
    None,
    issued_on=Mention(None, "", date(2024, 3, 5), "head.signature-date"),
)


def target(value: str, value_max: str | None = None) -> tuple[Mention[Target], ...]:
    number = Target("检查率", "=", Decimal(value), "%", Decimal(value_max) if value_max else None)
    return (Mention(HERE, "市教育局", number, "target"),)


def due(day: date | None, rule: str = "before") -> tuple[Mention[Deadline], ...]:
    return (Mention(HERE, "市教育局", Deadline("by", due=day), rule),)


BAD = {
    "impossible-share": replace(GOOD, targets=target("110")),
    "reversed-range": replace(GOOD, targets=target("5", "3")),
    "past-deadline": replace(GOOD, deadlines=due(date(2023, 12, 31))),
    "no-such-day": replace(GOOD, deadlines=due(None, "no-such-day")),
    "unread-deadline": replace(GOOD, deadlines=due(None, "by-an-event")),
    "odd-unit": replace(
        GOOD, units=(LEAD, replace(LEAD, value=Unit("惩戒力度", "惩戒力度", "support", "prose")))
    ),
    "glued-number": replace(GOOD, number="3.", span=Span(5, 13)),
    "no-lead": replace(GOOD, units=()),
    "several-brackets": replace(GOOD, span=Span(14, 14 + len(TWICE))),
    "empty-text": replace(GOOD, text=" "),
}


def codes(task: Task) -> list[str]:
    return [w.code for w in checks.apply(replace(POLICY, tasks=(task,))).tasks[0].warnings]


def test_every_check_has_a_case() -> None:
    assert set(BAD) == set(checks.TASK_CHECKS)


@pytest.mark.parametrize("code", BAD)
def test_a_check_notices_its_case(code: str) -> None:
    assert codes(BAD[code]) == [code]


def test_a_sound_task_has_no_warning() -> None:
    sound = replace(GOOD, targets=target("95", "98"), deadlines=due(date(2024, 12, 31)))
    assert codes(sound) == []


def test_a_finding_of_the_document_becomes_a_warning_of_the_task_that_it_lies_in() -> None:
    inside, outside = Finding("lost-number", "x", Span(1, 2)), Finding("number-gap", "x", Span(9, 10))
    policy = checks.apply(replace(POLICY, tasks=(GOOD,), findings=(inside, outside)))
    assert policy.tasks[0].warnings == (inside,)


def test_a_finding_of_the_task_stays_with_it() -> None:
    unread, row = tasks("""
        重点任务 | 牵头单位 | 完成时限
        建成托育园3家 | 待定 | 6月底前
        开展培训 | 市教育局 | 6月底前""")
    assert [w.code for w in unread.warnings] == ["cell-unread", "no-lead"]
    assert row.warnings == ()


def test_a_document_without_tasks_says_so() -> None:
    assert [f.code for f in checks.apply(POLICY).findings] == ["no-task"]


def test_the_guide_lists_every_code_of_the_program() -> None:
    listed = set(re.findall(r"^\| `([a-z-]+)` \|", DOCS.read_text(encoding="utf-8"), re.M))
    source = Path(checks.__file__).parent.parent.rglob("*.py")
    made = {
        c
        for path in source
        for c in re.findall(r"Finding\(\s*\"([a-z-]+)\"", path.read_text(encoding="utf-8"))
    }
    mended = set(
        re.findall(
            r"Mended\(\s*\"([a-z-]+)\"",
            Path(repairs.__file__).read_text(encoding="utf-8"),
        )
    )
    assert made | mended | set(checks.TASK_CHECKS) == listed
