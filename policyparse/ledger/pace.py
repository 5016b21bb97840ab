"""How far a quantified target has come, and whether that is in step with the calendar (序时进度).

Rates are percentages with one decimal place. A month counts once its last day is over: eleven months of a yearly
target are 91.7 %; so does a stage, where the paper sets some.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from policyparse.model import Target

Step = Literal["超序时", "达序时", "欠序时"]

_TENTH = Decimal("0.1")
_WHOLE = Decimal(100)


def completion(target: Target, present: Decimal | None) -> Decimal | None:
    """The rate of completion of a target at a present value; None for a standard and where no value is known.

    A floor (≥, >, =, 约) is the share of it that is reached, and may pass 100; a ceiling (≤, <) is 100 while it is
    kept, else the share that it is of the present value. For a change (下降2个百分点) the present value is the change
    reached so far.
    """
    if present is None or target.kind == "standard":
        return None
    if target.comparator in {"<=", "<"} and target.change is None:
        kept = present <= target.value if target.comparator == "<=" else present < target.value
        return _rate(_WHOLE if kept or not present else target.value / present * _WHOLE)
    if not target.value:
        return _rate(_WHOLE if present == target.value else Decimal(0))
    return _rate(present / target.value * _WHOLE)


def pace(start: date | None, due: date | None, today: date, stages: Sequence[date] = ()) -> Decimal | None:
    """The share of the months from ``start`` (1 January of the due year, if None) to ``due`` that are over.

    Where the paper sets ``stages`` (一季度完成立项，6月底前开工…; the last day of each), the share of them that are over.
    """
    if due is None:
        return None
    if len(stages) > 1:
        return _rate(Decimal(sum(day <= today for day in stages)) / len(stages) * _WHOLE)
    start = start or date(due.year, 1, 1)
    months = max(1, _month(due) - _month(start) + 1)
    over = _month(today + timedelta(days=1)) - _month(start)
    return _rate(Decimal(min(max(over, 0), months)) / months * _WHOLE)


def step(
    target: Target,
    present: Decimal | None,
    start: date | None,
    due: date | None,
    today: date,
    stages: Sequence[date] = (),
) -> Step | None:
    """Whether a target is ahead of, in, or behind its step; None where that cannot be said.

    ``due`` is the task's last day, for a target that has none of its own. A ceiling is in step while it is kept.
    """
    done, expected = completion(target, present), pace(start, target.due or due, today, stages)
    if done is None or expected is None:
        return None
    if target.comparator in {"<=", "<"} and target.change is None:
        return "达序时" if done >= _WHOLE else "欠序时"
    if done == expected:
        return "达序时"
    return "超序时" if done > expected else "欠序时"


def _month(day: date) -> int:
    return day.year * 12 + day.month


def _rate(value: Decimal) -> Decimal:
    return value.quantize(_TENTH, rounding=ROUND_HALF_UP)
