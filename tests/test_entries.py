"""Laws between rooms: each entry of a report is known to all of them, by one name."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import typer
from tracked import NOON, TODAY, action, education, parsed, policy, target, task
from typer.testing import CliRunner

from policyparse.cli import app
from policyparse.exports.columns import COLUMNS, as_text
from policyparse.exports.per_unit import FORM, NOTES
from policyparse.ledger import ENTRIES, FIELD_NAMES, Entries, Entry, Progress
from policyparse.ledger.entries import FIELDS, WORDED
from policyparse.model import Entry as FileEntry
from policyparse.model import Field, Mention, Milestone
from policyparse.returns.headers import field_of
from policyparse.tracker import Tracker
from policyparse.tracker.tables import TaskRow

FULL = Entries(
    state="推进中",
    percent=35,
    note="已开工3处",
    problem="资金未到位",
    next_step="6月底前全部开工",
    coordinate="请市财政局支持",
    person="李强",
    contact="0123-456",
    reason="方案调整",
    presents={1: Decimal("4.2")},
)
each = pytest.mark.parametrize("entry", ENTRIES, ids=FIELDS)


def value(progress: Any, entry: Entry) -> Any:
    return getattr(progress, entry.field)


def test_the_sample_has_every_entry() -> None:
    assert set(FULL.worded()) == set(WORDED) and FULL.presents


@each
def test_an_entry_is_stored_shown_asked_for_and_read_back_by_one_name(entry: Entry) -> None:
    if entry.kind != "values":
        assert entry.field in {f.name for f in fields(Progress)}
        assert entry.field in TaskRow.model_fields
    assert COLUMNS[entry.field].header == FIELD_NAMES[entry.field] == entry.header
    assert COLUMNS[entry.field].entry
    assert field_of(entry.header) == entry.field
    assert entry.field in FORM and entry.header in NOTES[0]
    command: Any = typer.main.get_command(app)
    options = {name for one in command.commands["progress"].params for name in one.opts}
    assert entry.option in options


@each
def test_an_entry_is_printed_by_show(entry: Entry, tmp_path: Path) -> None:
    with Tracker(tmp_path / "t.db") as tracker:
        tracker.add(education(), at=NOON)
        entered = tracker.progress(1, FULL, at=NOON)
    shown = CliRunner().invoke(app, ["show", "1", "--db", str(tmp_path / "t.db")]).output
    told = as_text(COLUMNS[entry.field].value(entered, 1)).split("\n")
    for line in told if entry.kind != "values" else [line for line in told if not line.endswith("：")]:
        assert line in shown
    assert entry.header in shown or entry.field == "state"


def test_a_split_carries_every_entry(tracker: Tracker) -> None:
    one = replace(
        task("扩大托育供给", lead="市教育局", targets=(target("托位数", "4.5"),)),
        actions=(action("新增托位。"), action("开展评估。")),
    )
    tracker.add(parsed("split", policy("云溪市方案", one)), at=NOON)
    before = tracker.progress(1, FULL, at=NOON)
    parts = tracker.split(1, at=NOON)
    assert parts and all(
        value(part.progress, entry) == value(before.progress, entry)
        for part in parts
        for entry in ENTRIES
        if entry.kind != "values"
    )
    assert [v for part in parts for v in part.presents] == [Decimal("4.2")]
    filed = tracker.filed()
    assert filed[1] and all(filed[part.id] == filed[1] for part in parts)


def test_a_split_and_a_merge_keep_what_the_file_reports(tracker: Tracker) -> None:
    """例：6月底前完成选址 stands in one action alone, 责任领导 and 资金来源 of the row are those of both."""
    told = {
        "milestones": (Mention(None, "选址", Milestone("6月底前", "完成选址"), "sentence.milestone"),),
        "entries": (Mention(None, "赵某", FileEntry("leader", "赵某"), "table.leader"),),
        "fields": (Mention(None, "县级财政", Field("资金来源", "县级财政"), "table.field"),),
    }
    one = replace(
        task("扩大托育供给", lead="市教育局"), actions=(action("完成选址。"), action("开展评估。")), **told
    )
    tracker.add(parsed("split", policy("云溪市方案", one, task("开展培训", lead="市教育局"))), at=NOON)
    first, second = tracker.split(1, at=NOON)
    assert {name: getattr(first, name) for name in told} == told
    assert {name: getattr(second, name) for name in told} == {**told, "milestones": ()}
    whole = tracker.merge([2, first.id, second.id], at=NOON)
    assert {name: getattr(whole, name) for name in told} == told
    assert tracker.check() == ()


def test_a_merge_keeps_every_entry_of_the_first(tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    before = tracker.progress(1, FULL, at=NOON)
    after = tracker.merge([1, 2], at=NOON)
    assert replace(after.progress, updated_at=None) == replace(before.progress, updated_at=None)
    assert after.presents == before.presents


@each
def test_the_history_names_an_entry_as_the_tables_do(entry: Entry, tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    tracker.progress(1, FULL, at=NOON)
    words = tracker.undo().words
    name = "量化目标" if entry.kind == "values" else entry.header
    assert f"{name} " in words and TODAY
