"""How sure a fact is: the classes of facts, their reasons, and what was measured."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from ledger_samples import TASK

from policyparse import lexicon
from policyparse.checks import doubts
from policyparse.ledger import TrackedTask
from policyparse.ledger.warned import holding
from policyparse.model import (
    Basis,
    Deadline,
    Document,
    Finding,
    Mention,
    Policy,
    Span,
    Target,
    Task,
    Unit,
)


def unit(name: str, basis: Basis = "explicit") -> Mention[Unit]:
    return Mention(Span(0, len(name)), name, Unit(name, name, "lead", basis), "label.list")


@pytest.mark.parametrize(
    ("mention", "kind"),
    [
        (unit("市教育局"), "unit.explicit"),
        (unit("市教育局", "order"), "unit.order"),
        (unit("云溪市人民政府", "issuer"), "unit.issuer"),
        (unit("市财政局", "prose"), "unit.prose"),
        (unit("各县（市、区）政府"), "unit.explicit"),
        (unit("云溪海关"), "unit.explicit"),
        (unit("各区"), "unit.explicit"),
        (unit("各地方"), "unit.explicit"),
        (unit("各镇（街道）"), "unit.explicit"),
        (unit("惩戒力度"), "unit.odd-name"),
        (unit("项目"), "unit.odd-name"),
        (unit("人事股"), "unit.explicit"),
    ],
)
def test_the_class_of_a_unit(mention: Mention[Unit], kind: str) -> None:
    assert doubts.unit(mention) == kind


@pytest.mark.parametrize(
    ("metric", "rule", "kind"),
    [
        ("免费检查率", "goal.rate", "goal.rate"),
        ("托位", "goal.compared-count", "goal.compared-count"),
        ("机", "goal.made-count", "target.odd-metric"),
        ("得分", "target.score", "target.score"),
    ],
)
def test_the_class_of_a_target(metric: str, rule: str, kind: str) -> None:
    assert doubts.target(Mention(Span(0, 2), "3家", Target(metric, "=", Decimal(3), "家"), rule)) == kind


@pytest.mark.parametrize(
    ("deadline", "kind"),
    [
        (Deadline("ongoing"), "deadline.ongoing"),
        (Deadline("by", due=date(2025, 6, 30)), "deadline.by"),
        (Deadline("by"), "deadline.unread"),
        (Deadline("by", due=date(2025, 12, 31), basis="document-year"), "deadline.presumed"),
    ],
)
def test_the_class_of_a_deadline(deadline: Deadline, kind: str) -> None:
    assert doubts.deadline(Mention(None, "", deadline, "x")) == kind


def test_a_deadline_that_the_paper_does_not_state_is_never_sure() -> None:
    presumed = Mention(None, "", Deadline("by", date(2025, 12, 31), basis="document-year"), "x")
    task = Task("", None, (), "", "", Span(0, 0), deadlines=(presumed,))
    weighed = doubts.weigh(Policy(Document("", (), ()), None, tasks=(task,)))
    assert weighed.tasks[0].deadlines[0].confidence < doubts.SURE


def test_every_measured_class_has_a_reason_and_a_count_that_can_be() -> None:
    measured = lexicon.data("confidence")
    assert measured
    for kind, (right, seen) in measured.items():
        assert doubts.reason(kind)
        assert 0 <= right <= seen


def test_an_unmeasured_class_is_never_sure() -> None:
    assert doubts.confidence("unit.no-such-class") == 0.5


def test_what_is_listed_is_sure_and_what_is_guessed_is_not() -> None:
    assert doubts.confidence("unit.explicit") >= doubts.SURE
    assert doubts.confidence("unit.odd-name") < doubts.SURE
    assert doubts.confidence("standard.support") < doubts.SURE


# ---- what a person has settled ---------------------------------------------------------------------------

ODD, NONE, GAP = Finding("odd-unit", "", Span(0, 4)), Finding("no-lead", ""), Finding("number-gap", "")
SETTLED = [
    (replace(TASK, units=(replace(unit("惩戒力度"), confidence=0.5),)), [ODD, GAP]),
    (replace(TASK, units=(replace(unit("惩戒力度"), confidence=1.0),)), [GAP]),  # confirmed
    (replace(TASK, units=(replace(unit("市教育局"), span=None),)), [GAP]),  # replaced
    (replace(TASK, units=()), [NONE, GAP]),
]


@pytest.mark.parametrize(("task", "left"), SETTLED)
def test_a_warning_that_a_person_has_settled_is_not_shown(task: TrackedTask, left: list[Finding]) -> None:
    assert [*holding(replace(task, warnings=(ODD, NONE, GAP)))] == left
