"""What a preview says, as the tracker takes it: a filing for each report, and the tasks that units have added."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policyparse.ledger import Entries, Filing, NewTask, TrackedTask
from policyparse.returns.differences import present_values
from policyparse.returns.entries import OPEN
from policyparse.returns.match import Preview


def filings(preview: Preview) -> list[Filing]:
    """The reports, as they are to be filed."""
    return [
        Filing(
            one.task.id,
            _entries(one.entries, one.task),
            one.by,
            one.unit,
            one.period,
            one.place,
            tuple((file.name, file.content) for file in one.files),
        )
        for one in preview.spoken
    ]


def new_tasks(preview: Preview, period: str | None) -> list[NewTask]:
    """The rows that are no task of the tracker yet; ``period`` is for tables that say none."""
    found = []
    for offer in preview.offers:
        said = {field: words for field, words in offer.line.entries.items() if words not in {"", OPEN}}
        said.pop("presents", "")  # a new task has no targets
        found.append(
            NewTask(
                offer.document,
                offer.after,
                offer.title,
                offer.line.clues.get("text", ""),
                offer.units("lead"),
                offer.units("support"),
                _entries(said),
                offer.line.by,
                offer.line.sent.period or period,
                place=offer.line.place,
            )
        )
    return found


def _entries(cells: Mapping[str, str], task: TrackedTask | None = None) -> Entries:
    """The entries of the cells of a row, by field."""
    given: dict[str, Any] = dict(cells)
    if "percent" in given:
        given["percent"] = int(given["percent"])
    presents = given.pop("presents", "")
    return Entries(**given, presents=present_values(task, presents).found if task else {})
