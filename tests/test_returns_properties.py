"""What comes back, whatever is in it: the order of the files says nothing, and nothing that a unit wrote is lost."""

from __future__ import annotations

import json
import shutil
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tracked import NOON, TODAY, parsed, policy, task

from policyparse.exports.marks import Sent, entry, stamp
from policyparse.ledger import Entries, TrackedTask
from policyparse.ledger.corrections import Correction
from policyparse.returns import Preview, Returned, compare, entering
from policyparse.returns.cells import Cell, Content, Sheet
from policyparse.returns.entries import Unreadable
from policyparse.returns.entries import entry as read_entry
from policyparse.returns.tabular import returned
from policyparse.tracker import Tracker

HEALTH, EDUCATION, FINANCE = "云溪市卫生健康委员会", "云溪市教育局", "云溪市财政局"
NOVEMBER = datetime(2025, 11, 3, 9)
HEADS = {"state": "状态", "percent": "总体进度", "note": "进展情况", "problem": "存在问题", "reason": "事由"}
TASKS = (1, 2, 3)

Row = dict[str, str]
"""What a person writes into the cells of a row, by field."""


@dataclass(frozen=True)
class Sheaf:
    """A file that came back: whose it is, for which period, and the rows by their task."""

    unit: str
    period: str
    rows: dict[int, Row]
    copy: int = 0

    @property
    def name(self) -> str:
        return f"{self.unit}-{self.period}{f'（{self.copy}）' if self.copy else ''}.xlsx"


WORDS = st.text("已完成推进中项，。 \n%1=", max_size=8)
ROWS = st.fixed_dictionaries(
    {},
    optional={
        "state": st.sampled_from(
            ["未启动", "推进中", "正在推进", "已完成", "已完成。", "已终止", "差不多了", ""]
        ),
        "percent": st.sampled_from(
            ["0", "35%", "0.6", "六成", "百分之六十", "100%", "1", "过半", "120%", ""]
        ),
        "note": WORDS | st.sampled_from(["同上期", "已开工3处"]),
        "problem": WORDS,
        "reason": st.sampled_from(["上级另有部署", ""]),
    },
)
SHEAVES = st.builds(
    Sheaf,
    st.sampled_from([HEALTH, EDUCATION, FINANCE]),
    st.sampled_from(["2025-08", "2025-09", "2025-10"]),
    st.dictionaries(st.sampled_from(TASKS), ROWS, min_size=1),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of one document that is reported on monthly: a task of one lead, one of two, one of another lead alone."""
    path = tmp_path_factory.mktemp("template") / "t.db"
    tasks = (
        task("扩大托育供给", "新增托位。", "市卫健委", "市教育局 市财政局", "2025-12-31", "（一）"),
        task("巩固双减成果", "规范校外培训。", "市教育局 市财政局", "市卫健委", "2025-12-31", "（二）"),
        task("保障经费", "落实生均经费。", "市财政局", "市教育局", "", "（三）"),
    )
    with Tracker(path) as tracker:
        tracker.add(parsed("edu", policy("云溪市2025年教育工作要点", *tasks)), at=NOON)
        tracker.set_reporting(1, "monthly", 5, at=NOON)
    return path


def came_back(one: Sheaf, sent: dict[int, TrackedTask]) -> Returned:
    """The file as it is read: its cells as they went out, with what was written into them."""
    head = ["任务号", "重点任务", *HEADS.values(), "填报底稿"]
    rows = [tuple(Cell(text, f"{chr(65 + at)}2") for at, text in enumerate(head))]
    for line, (number, written) in enumerate(one.rows.items(), 3):
        task = sent[number].as_told_by(one.unit)
        cells = [number, task.title, *(written.get(f, entry(task, f)) for f in HEADS), stamp(task)]
        rows.append(tuple(Cell(value, f"{chr(65 + at)}{line}") for at, value in enumerate(cells)))
    return returned(one.name, Content(Sent(one.unit, one.period), (Sheet("牵头任务", tuple(rows)),)))


def take(tracker: Tracker, files: Sequence[Returned]) -> set[str]:
    """Import files in one call; the places of cells and rows that were named as not taken."""
    seen: list[Preview] = []

    def decide(tasks: Sequence[TrackedTask]) -> Any:
        seen.append(compare(files, tasks))
        return entering.filings(seen[0]), []

    taken = tracker.take_back(decide, by="督查室", at=NOVEMBER)
    unlike = {place for dispute in seen[0].disputes for place, _ in dispute.voices}
    return {p.place for p in seen[0].problems} | {left.place for left in taken.refused} | unlike


EVENTS = st.sampled_from(["", "closed", "corrected", "closed corrected"])
"""What the office does between two imports."""


def happens(tracker: Tracker, event: str) -> None:
    """Task 1 is 销号; a corrected table gives it another title, task 2 one lead, and task 3 another one."""
    if "closed" in event:
        tracker.progress(1, Entries(state="已完成", reason="现场核验"), by="督查室", at=NOVEMBER)
        tracker.apply(1, at=NOVEMBER)
        tracker.review(1, True, at=NOVEMBER)
    if "corrected" in event:
        said = (
            Correction(1, title="扩大托育服务供给"),
            Correction(2, lead=("市财政局",), support=("市教育局", "市卫健委")),
            Correction(3, lead=("市教育局",), support=("市财政局",)),
        )
        done = tracker.correct(lambda tasks: (said, []), new_units=False, dry_run=False, at=NOVEMBER)
        assert not done.refused


def taken_back(
    template: Path, folder: Path, calls: Sequence[Sequence[Sheaf]], event: str = "", at: int = 0
) -> str:
    """Where the tracker stands after some calls, each of some files; all went out of it before the first came back.

    What the office does happens before the call ``at``.
    """
    path = folder / "t.db"
    shutil.copyfile(template, path)
    with Tracker(path) as tracker:
        sent = {task.id: task for task in tracker.tasks(today=TODAY)}
        for number, some in enumerate(calls):
            if number == at:
                happens(tracker, event)
            take(tracker, [came_back(one, sent) for one in some])
        reports = {n: sorted(map(repr, some)) for n, some in tracker.filed().items()}
        assert tracker.check() == ()
        return repr((tracker.tasks(today=TODAY), sorted(reports.items())))


@pytest.mark.slow
@given(
    st.lists(SHEAVES, min_size=2, max_size=5, unique_by=lambda one: (one.unit, one.period)),
    st.randoms(use_true_random=False),
    EVENTS,
)
@settings(max_examples=12)
@example(
    [
        Sheaf(HEALTH, "2025-10", {1: {"state": "推进中", "note": "又开工"}}),
        Sheaf(HEALTH, "2025-09", {1: {"state": "已完成。"}}),
        Sheaf(EDUCATION, "2025-10", {1: {"percent": "六成"}, 2: {"state": "已终止"}}),
    ],
    Random(1),
    "",
)
@example(  # two that lead one task, one of them late, and a closed task between
    [
        Sheaf(EDUCATION, "2025-10", {2: {"state": "已完成", "note": "我局已完成"}}),
        Sheaf(FINANCE, "2025-10", {2: {"percent": "35%"}, 1: {"note": "又拨一笔"}}),
        Sheaf(EDUCATION, "2025-08", {2: {"percent": "六成"}}),
        Sheaf(HEALTH, "2025-10", {1: {"state": "推进中", "note": "又开工"}}),
    ],
    Random(2),
    "closed corrected",
)
def test_any_order_of_the_same_files_gives_the_same_tracker(
    template: Path, sheaves: list[Sheaf], luck: Any, event: str
) -> None:
    """In one call or in several, the earliest month first or last, after whatever the office did."""
    mixed = list(sheaves)
    luck.shuffle(mixed)
    at = luck.randrange(1, len(mixed))
    with TemporaryDirectory() as folder:
        found = {
            taken_back(template, Path(folder), calls, event)
            for calls in ([sheaves], [mixed], [[one] for one in mixed], [mixed[:at], mixed[at:]])
        }
    assert len(found) == 1


@pytest.mark.slow
@given(
    st.lists(SHEAVES, min_size=2, max_size=4, unique_by=lambda one: (one.unit, one.period)),
    st.randoms(use_true_random=False),
    st.sampled_from(["closed", "corrected", "closed corrected"]),
)
@settings(max_examples=8)
def test_what_the_office_does_between_takes_no_order_from_the_files(
    template: Path, sheaves: list[Sheaf], luck: Any, event: str
) -> None:
    """Some files before it, some after it: of each part the order is one."""
    at = len(sheaves) // 2
    before, after = sheaves[:at], sheaves[at:]
    mixed = [*before], [*after]
    for some in mixed:
        luck.shuffle(some)
    with TemporaryDirectory() as folder:
        found = {
            taken_back(template, Path(folder), calls, event, place)
            for calls, place in (
                ([before, after], 1),
                ([*mixed], 1),
                ([[one] for some in mixed for one in some], len(before)),
            )
        }
    assert len(found) == 1


TWINS = st.builds(
    Sheaf,
    st.sampled_from([HEALTH, FINANCE]),
    st.sampled_from(["2025-09", "2025-10"]),
    st.dictionaries(st.sampled_from(TASKS), ROWS, min_size=1),
)
"""Of so few that there are copies of one workbook, filled in otherwise."""


@pytest.mark.slow
@given(st.lists(TWINS, min_size=2, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=20)
@example(
    [
        Sheaf(HEALTH, "2025-10", {1: {"percent": "35%", "note": "一"}}),
        Sheaf(HEALTH, "2025-10", {1: {"percent": "六成"}}),
        Sheaf(HEALTH, "2025-10", {1: {"problem": "缺经费"}}),
    ],
    Random(1),
)
def test_copies_of_one_workbook_that_say_otherwise_are_told_in_any_order(
    template: Path, sheaves: list[Sheaf], luck: Any
) -> None:
    """In one call: what all of them can be together is taken, of the rest each row is named; the order of the files says nothing."""
    named = [replace(one, copy=at) for at, one in enumerate(sheaves)]
    mixed = list(named)
    luck.shuffle(mixed)
    with TemporaryDirectory() as folder:
        assert len({taken_back(template, Path(folder), [some]) for some in (named, mixed)}) == 1
        nothing_lost(template, Path(folder), [named])


@pytest.mark.slow
@given(st.lists(SHEAVES, min_size=1, max_size=4), EVENTS)
@settings(max_examples=20)
@example([Sheaf(HEALTH, "2025-10", {1: {"percent": p}}) for p in ("35%", "0.6", "过半")], "")
@example(
    [Sheaf(HEALTH, "2025-10", {1: {"state": "已完成"}}), Sheaf(HEALTH, "2025-10", {1: {"percent": "35%"}})],
    "closed",
)
@example([Sheaf(FINANCE, "2025-10", {2: {"state": "已终止", "problem": "缺经费"}})], "corrected")
def test_nothing_that_a_unit_wrote_is_lost(template: Path, sheaves: list[Sheaf], event: str) -> None:
    """Each cell is in the unit's report or, where a later file says otherwise, in the log; or it was refused by its place.

    One unit may send several files for a period, one after the other; in the middle the office does something.
    """
    with TemporaryDirectory() as folder:
        nothing_lost(template, Path(folder), [[one] for one in sheaves], event, len(sheaves) // 2)


def nothing_lost(
    template: Path, folder: Path, calls: Sequence[Sequence[Sheaf]], event: str = "", at: int = 0
) -> None:
    """Fails where a cell that was written is neither in the log nor refused by its place or its row's."""
    path = folder / "t.db"
    shutil.copyfile(template, path)
    told: list[tuple[Sheaf, set[str]]] = []
    with Tracker(path) as tracker:
        sent = {task.id: task for task in tracker.tasks(today=TODAY)}
        for number, some in enumerate(calls):
            if number == at:
                happens(tracker, event)
            refused = take(tracker, [came_back(one, sent) for one in some])
            told += ((one, refused) for one in some)
        assert tracker.check() == ()
    logged = _logged(path)
    for one, refused in told:
        for line, (number, written) in enumerate(one.rows.items(), 3):
            for field, value in written.items():
                place = f"{one.name}〔牵头任务〕{chr(67 + list(HEADS).index(field))}{line}"
                row = f"{one.name}〔牵头任务〕A{line}"
                try:
                    meant = read_entry(field, Cell(value, ""))
                except Unreadable:
                    assert place in refused, (place, value)
                    continue
                if meant == entry(sent[number].as_told_by(one.unit), field) or not meant:
                    continue  # as it went out
                kept = logged.get((number, one.unit, one.period), {}).get(field, set())
                assert meant in kept or row in refused, (place, value)


def _logged(path: Path) -> dict[tuple[int, str, str], dict[str, set[str]]]:
    """Every entry that a report ever held, by task, unit and period, as the log has it."""
    found: dict[tuple[int, str, str], dict[str, set[str]]] = {}
    rows = sqlite3.connect(path).execute(
        "SELECT task_id, field, after FROM change WHERE field LIKE 'report:%:%'"
    )
    for number, field, after in rows:
        _, period, unit = field.split(":")
        for name, value in json.loads(after)["entries"].items():
            found.setdefault((number, unit, period), {}).setdefault(name, set()).add(str(value))
    return found
