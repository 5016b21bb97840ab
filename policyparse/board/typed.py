"""What is typed into a form of entries, as the tracker takes it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from policyparse.errors import UsageError
from policyparse.exports.marks import goal_lines, plainly
from policyparse.exports.per_unit import FORM_ENTRIES
from policyparse.ledger import Entries, TrackedTask
from policyparse.ledger.entries import ENTRIES
from policyparse.ledger.reports import impossible, refusal
from policyparse.ledger.words import number_words
from policyparse.output import unstorable
from policyparse.returns.cells import Cell
from policyparse.returns.entries import Unreadable, entry

FORM = tuple(
    sorted((one for one in ENTRIES if one.kind != "values"), key=lambda one: FORM_ENTRIES.index(one.field))
)
"""The entries of a form in the order in which people fill them in."""


def words_of(task: TrackedTask) -> dict[str, str]:
    """What stands in the fields of a form before anybody types."""
    values = task.presents or (None,) * len(task.targets)
    worded = {one.field: str(getattr(task.progress, one.field)) for one in ENTRIES if one.kind != "values"}
    return worded | {
        f"present-{at}": "" if value is None else number_words(value) for at, value in enumerate(values, 1)
    }


def entries_of(task: TrackedTask, typed: Callable[[str], str]) -> Entries:
    """The entries that a form says something new of; ``typed`` gives its fields by the names of the entries.

    The present value of the second target is ``present-2``. Raises UsageError for what nobody can read.
    """
    said: dict[str, Any] = {}
    for one in ENTRIES:
        if one.kind == "values":
            continue
        words = _read(one.field, one.header, typed(one.field))
        now = plainly(getattr(task.progress, one.field))
        if words != now and not (one.kind != "text" and not words):
            said[one.field] = int(words) if one.kind == "percent" else words
    return Entries(**said, presents=_presents(task, typed))


def row_of(task: TrackedTask, typed: Callable[[str], str]) -> dict[str, str]:
    """What a form says, by the names of the entries and in the words of a table that comes back, whether new or not.

    Raises UsageError for what nobody can read or what cannot be, so that the unit hears it and not the office.
    """
    row = {
        one.field: _read(one.field, one.header, typed(one.field)) for one in ENTRIES if one.kind != "values"
    }
    given = {name: int(words) if name == "percent" else words for name, words in row.items() if words}
    if why := refusal(given):
        raise UsageError(why)
    found = _presents(task, typed)
    for place, value in found.items():
        if why := impossible(task.targets[place - 1].value, value):
            raise UsageError(f"{why}。")
    return row | {"presents": goal_lines(task, dict(enumerate(task.presents, 1)) | found)}


def _read(field: str, header: str, words: str) -> str:
    if wrong := unstorable(words, lines=True):
        raise UsageError(f"{header}里有{wrong}，请去掉再试。")
    try:
        return entry(field, Cell(words or None, ""))
    except Unreadable as error:
        raise UsageError(f"{error}。") from error


def _presents(task: TrackedTask, typed: Callable[[str], str]) -> dict[int, Decimal]:
    found = {}
    values = task.presents or (None,) * len(task.targets)
    for at, (mention, now) in enumerate(zip(task.targets, values, strict=True), 1):
        words = (
            typed(f"present-{at}")
            .replace(",", "")
            .replace("，", "")
            .removesuffix(mention.value.unit or "")
            .strip()
        )
        if not words or (now is not None and words == number_words(now)):
            continue
        try:
            value = Decimal(words)
        except ArithmeticError as error:
            raise UsageError(f"“{mention.value.metric}”的现值应是数，不是“{words[:20]}”。") from error
        if not value.is_finite():
            raise UsageError(f"“{mention.value.metric}”的现值应是数，不是“{words[:20]}”。")
        if value != now:
            found[at] = value
    return found
