"""Rates of completion and the step with the calendar."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from policyparse.ledger.pace import completion, pace, step
from policyparse.model import Target


def target(
    sign: str, value: str, change: str | None = None, kind: str = "goal", due: date | None = None
) -> Target:
    return Target("指标", sign, Decimal(value), "个", change=change, kind=kind, due=due)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("aim", "present", "rate"),
    [
        (target("=", "4.5"), "4.2", "93.3"),
        (target(">=", "100"), "61.5", "61.5"),
        (target(">=", "300"), "330", "110.0"),
        (target(">", "30"), "0", "0.0"),
        (target("~", "8"), "2", "25.0"),
        (target("<=", "16.5"), "15", "100.0"),
        (target("<=", "16.5"), "16.5", "100.0"),
        (target("<", "16.5"), "16.5", "100.0"),
        (target("<", "10"), "20", "50.0"),
        (target("<=", "10"), "40", "25.0"),
        (target("<=", "2", change="decrease"), "1", "50.0"),
        (target("=", "2", change="decrease"), "1.5", "75.0"),
        (target("=", "0"), "0", "100.0"),
        (target("=", "0"), "3", "0.0"),
        (target("<=", "0"), "0", "100.0"),
        (target("<=", "0"), "3", "0.0"),
    ],
)
def test_completion(aim: Target, present: str, rate: str) -> None:
    assert completion(aim, Decimal(present)) == Decimal(rate)


def test_no_rate_without_a_value_or_for_a_standard() -> None:
    assert completion(target(">=", "5"), None) is None
    assert completion(target(">=", "5", kind="standard"), Decimal(3)) is None


@pytest.mark.parametrize(
    ("start", "due", "today", "share"),
    [
        (None, date(2025, 12, 31), date(2025, 11, 30), "91.7"),
        (None, date(2025, 12, 31), date(2025, 11, 29), "83.3"),
        (None, date(2025, 12, 31), date(2025, 1, 30), "0.0"),
        (None, date(2025, 12, 31), date(2024, 6, 30), "0.0"),
        (None, date(2025, 12, 31), date(2026, 3, 1), "100.0"),
        (None, date(2025, 6, 30), date(2025, 3, 31), "50.0"),
        (date(2023, 1, 1), date(2025, 12, 31), date(2024, 6, 30), "50.0"),
        (date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 28), "0.0"),
        (date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 29), "100.0"),
    ],
)
def test_pace(start: date | None, due: date, today: date, share: str) -> None:
    assert pace(start, due, today) == Decimal(share)


@pytest.mark.parametrize(
    ("aim", "present", "said"),
    [
        (target(">=", "120"), "110", "达序时"),
        (target(">=", "120"), "111", "超序时"),
        (target(">=", "120"), "109", "欠序时"),
        (target("<=", "10"), "9", "达序时"),
        (target("<=", "10"), "11", "欠序时"),
        (target(">=", "120", due=date(2026, 11, 30)), "1", "超序时"),
    ],
)
def test_step(aim: Target, present: str, said: str) -> None:
    assert step(aim, Decimal(present), None, date(2025, 12, 31), date(2025, 11, 30)) == said


def test_no_step_without_a_day_or_a_value() -> None:
    assert step(target(">=", "5"), Decimal(3), None, None, date(2025, 1, 1)) is None
    assert step(target(">=", "5"), None, None, date(2025, 12, 31), date(2025, 1, 1)) is None


STAGES = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("today", "share"), [(date(2025, 3, 30), "0.0"), (date(2025, 5, 31), "25.0"), (date(2026, 1, 1), "100.0")]
)
def test_the_calendar_of_a_task_with_stages_is_theirs(today: date, share: str) -> None:
    """一季度完成立项 … 四季度竣工: until the end of June a quarter is asked for, not five months of twelve."""
    assert pace(None, STAGES[-1], today, STAGES) == Decimal(share)
    assert pace(None, STAGES[-1], date(2025, 5, 31), STAGES[-1:]) == Decimal("41.7")  # one day is no calendar
    assert step(target(">=", "20"), Decimal(5), None, STAGES[-1], date(2025, 5, 31), STAGES) == "达序时"
    assert step(target(">=", "20"), Decimal(5), None, STAGES[-1], date(2025, 5, 31)) == "欠序时"
