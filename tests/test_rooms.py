"""Laws between rooms: what one room says must be known in every other that it concerns.

Each was tried with a planted fault; what failed:

- a field of ``model.Task`` that nobody else knows: the first test here; ``test_docs`` (the schema, the page, the drawn fields);
- an entry, or what a file's ledger reports, that ``split`` forgets: ``test_entries`` (``test_a_split…``);
- a header that only parse knows: ``test_returns`` (``test_what_parse_knows_as_a_header_import_knows``);
- a column that no exporter draws: ``test_exports_tables`` (``test_every_exporter_writes_every_column``);
- a rule without confidence: the third and fourth tests here, the fourth also where no document of ours needs the rule.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from parses import CORPORA, documents, parsed
from typer.main import get_command

from policyparse import cli, lexicon
from policyparse.checks import doubts
from policyparse.cli.chinese import ALIASES
from policyparse.cli.conditions import CONDITIONS
from policyparse.extract.targets import goal_or_standard
from policyparse.ledger import Filter, TrackedTask
from policyparse.model import Mention, Task
from policyparse.tracker import Tracker

DOCS = documents(CORPORA)
PLACES = {"span"}
"""What the ledger keeps in another form: the page of a task."""


UNMEASURED = {
    "goal.amount-of-time",
    "goal.newly-made",
    "goal.rating",
    "standard.per-head",
    "standard.price",
    "standard.set-share",
    "standard.time-stated",
}
"""Rules of targets that no document with hand-made facts has needed yet: their confidence is one half. May only shrink."""


def plain(value: Any) -> Any:
    """A value without the places in the text, which the ledger keeps with the facts alone."""
    if isinstance(value, tuple):
        return tuple(plain(item) for item in value)
    if isinstance(value, Mention):
        return (value.value, value.surface, value.rule, value.confidence)
    return value


def test_every_field_of_a_task_is_one_of_the_ledger() -> None:
    known = {field.name for field in fields(TrackedTask)}
    assert {field.name for field in fields(Task)} - PLACES - known == set()


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_a_task_comes_out_of_the_tracker_with_every_field(path: Path, tmp_path: Path) -> None:
    read = [task for policy in parsed(path).documents for task in policy.tasks]
    with Tracker(str(tmp_path / "t.db")) as tracker:
        tracker.add(parsed(path))
        kept = tracker.tasks(today=date(2025, 1, 1))
    assert len(kept) == len(read)
    for name in {field.name for field in fields(Task)} - PLACES - {"points"}:
        pairs = [(plain(getattr(a, name)), plain(getattr(b, name))) for a, b in zip(read, kept, strict=True)]
        assert [pair for pair in pairs if pair[0] != pair[1]][:1] == [], name


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_every_rule_that_reads_a_fact_is_measured_and_has_a_reason(path: Path) -> None:
    measured = lexicon.data("confidence")
    for task in (task for policy in parsed(path).documents for task in policy.tasks):
        kinds = {
            *map(doubts.unit, task.units),
            *map(doubts.target, task.targets),
            *map(doubts.deadline, task.deadlines),
        }
        # what no word of the paper says cannot be measured: it is never sure
        assert {kind for kind in kinds - {"deadline.presumed"} if kind not in measured} == set()
        assert all(doubts.reason(kind) for kind in kinds)


def test_every_rule_of_targets_is_measured_or_told_as_unmeasured() -> None:
    measured = lexicon.data("confidence")
    assert {r.id for r in goal_or_standard.RULES if r.kind and r.id not in measured} == UNMEASURED


def test_every_condition_of_the_ledger_is_an_option() -> None:
    assert set(CONDITIONS) == {field.name for field in fields(Filter)} - {"ids"}


def test_every_command_has_a_chinese_word() -> None:
    command: Any = get_command(cli.app)
    assert {name for name, one in command.commands.items() if not one.hidden} == set(ALIASES.values())
