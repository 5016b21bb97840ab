"""The last day of a task: what the paper states, and what is only presumed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracked import NOON, parsed, policy, task

from policyparse.exports.columns import COLUMNS, closing
from policyparse.ledger import Filter
from policyparse.ledger.due import due_of, is_soon, planned_due, presumed_due
from policyparse.model import Deadline, Mention
from policyparse.tracker import Tracker

YEAR_END = date(2025, 12, 31)
AFTER = date(2026, 1, 1)


def presumed(tracker: Tracker) -> None:
    said = Mention(None, "", Deadline("by", YEAR_END, basis="document-year"), "deadline.document-year")
    tasks = (replace(task("保障经费"), deadlines=(said,)), task("扩大供给", due="2025-12-31"))
    tracker.add(parsed("due", policy("云溪市2025年工作要点", *tasks)), at=NOON)


def test_a_presumed_day_is_never_overdue(tracker: Tracker) -> None:
    presumed(tracker)
    annual, stated = tracker.tasks(today=AFTER)
    assert (due_of(annual), presumed_due(annual), planned_due(annual)) == (None, YEAR_END, YEAR_END)
    assert (due_of(stated), presumed_due(stated), planned_due(stated)) == (YEAR_END, None, YEAR_END)
    assert (annual.overdue_days, annual.year_over, stated.overdue_days, stated.year_over) == (
        0,
        True,
        1,
        False,
    )
    assert [t.id for t in tracker.tasks(Filter(overdue=True), today=AFTER)] == [stated.id]
    assert (closing(annual), closing(stated)) == ("年度未办结", "未办结（逾期1天）")
    assert COLUMNS["due"].value(annual, 1) is None
    december = tracker.tasks(today=date(2025, 12, 20))
    assert [is_soon(t, date(2025, 12, 20), 30) for t in december] == [False, True]
    assert not december[0].year_over


def test_a_presumed_day_that_a_person_confirms_counts(tracker: Tracker) -> None:
    presumed(tracker)
    tracker.confirm([(1, "deadlines", 1)], at=NOON)
    assert tracker.task(1, today=AFTER).overdue_days == 1
    assert tracker.check() == ()
