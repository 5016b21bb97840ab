"""JSON lines written from rows are those that the values of the ledger give, byte for byte, whatever stands in the rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from arbitrary import parses
from hypothesis import given, settings
from parses import CORPORA, documents
from parses import parsed as parse_of
from test_tracker_damage import HIDING, ON_SQLITE, QUIET, plant
from tracked import NOON, TODAY, education, policy, task, welfare
from tracked import parsed as parse

from policyparse.exports import json
from policyparse.ledger import Entries, TrackedTask
from policyparse.model import Deadline, Finding, Mention, Parsed, Span
from policyparse.tracker import Tracker, lists


def assert_the_same(tracker: Tracker) -> tuple[int, ...]:
    """Both ways give the same lines; gives the tasks whose values were made for them."""
    made: list[int] = []

    def whole(task: TrackedTask) -> str:
        made.append(task.id)
        return json.encoded(task)

    ours = [json.lines(page) for page in tracker.lines(whole, today=TODAY)]
    theirs = [json.lines([json.encoded(task)]) for task in tracker.stream(today=TODAY)]
    assert "".join(ours) == "".join(theirs)
    return tuple(made)


@pytest.mark.parametrize("path", documents(CORPORA), ids=lambda path: path.name)
def test_no_value_is_made_of_a_task_as_it_was_read(path: Path, tmp_path: Path) -> None:
    with Tracker(str(tmp_path / "t.db")) as tracker:
        tracker.add(parse_of(path), at=NOON)
        assert assert_the_same(tracker) == ()


@settings(max_examples=60)
@given(parses)
def test_whatever_a_parse_says(new_database: Callable[[], str], parsed: Parsed) -> None:
    with Tracker(new_database()) as tracker:
        tracker.add(parsed)
        assert_the_same(tracker)


def test_what_was_worked_on(database: str, tmp_path: Path) -> None:
    with Tracker(database) as tracker:
        tracker.add(education(), at=NOON)
        tracker.add(welfare(), at=NOON)
        tracker.progress(2, Entries(percent=30, note="开工\u200b\t“一期”"), at=NOON)
        tracker.progress(4, Entries(state="已完成"), at=NOON)
        tracker.edit(5, title="建设“助餐点”", at=NOON)
        lists.set_members(tracker.database, "市民政局", ["云溪市教育局", "云溪市财政局"], document=2)
        assert assert_the_same(tracker) == (2, 4)  # on which units have reported
        assert [*tracker.lines(json.encoded, today=TODAY, limit=2, after=1)] == [
            [json.encoded(tracker.task(number, today=TODAY)) for number in (2, 3)]
        ]


@pytest.mark.parametrize("what", [*HIDING, *ON_SQLITE, *QUIET])
def test_damage_is_told_as_in_any_list(new_database: Callable[[], str], kind: str, what: str) -> None:
    if what in ON_SQLITE and kind == "postgresql":
        pytest.skip("PostgreSQL holds no such value")
    database = new_database()
    with Tracker(database) as tracker:
        tracker.add(education(), at=NOON)
        tracker.add(parse("old", policy("云溪市养老服务方案", task("培训护理员", "培训500人。"))), at=NOON)
        tracker.progress(1, Entries(percent=30), at=NOON)
    plant(database, {**HIDING, **ON_SQLITE, **QUIET}[what])
    with Tracker(database) as one, Tracker(database) as other:
        ours = [line for page in one.lines(json.encoded, today=TODAY) for line in page]
        assert ours == [json.encoded(task) for task in other.stream(today=TODAY)]
        assert one.damage.words() == other.damage.words()


STORED = {
    "actions in another order": """UPDATE task SET actions = '[{{"quote": null, "text": "调度", "rule": "x", "confidence": 1}}]'""",
    "actions without blanks": """UPDATE task SET actions = '[{{"text":"a","quote":null,"rule":"x","confidence":1.0}}]'""",
    "escaped words": r"""UPDATE task SET path = '["\u4e00\u0007", "\/"]'""",
    "more than is told": """UPDATE task SET warnings =
        '[{{"code": "x", "message": "y", "quote": null, "since": "v9"}}]'""",
    "a page that is none": "UPDATE task_unit SET page = 0, span_start = 0, span_end = 2",
    "one place on two pages": "UPDATE task_unit SET page = id, span_start = 1, span_end = 2, surface = 'x'",
    "half a place": "UPDATE deadline SET page = 4, span_start = 1, span_end = NULL",
    "no confidence to speak of": "UPDATE target SET confidence = 0.00001",
    "very exact": "UPDATE target SET value = '0.30000000000000000001', value_max = '1E+30', present = '-0.50'",
    "a report of the paper": """UPDATE task SET milestones =
        '[{{"when": "一季度", "text": "开工", "due": "2025-03-31", "start": null, "quote": null, "rule": "m", "confidence": 0.5}}]'""",
}  # fmt: skip


@pytest.mark.parametrize("what", STORED)
def test_what_stands_otherwise_in_the_rows(new_database: Callable[[], str], what: str) -> None:
    database = new_database()
    with Tracker(database) as tracker:
        tracker.add(education(), at=NOON)
    plant(database, STORED[what])
    with Tracker(database) as tracker:
        assert_the_same(tracker)


def test_a_day_that_a_milestone_cannot_have_hides_its_task(database: str) -> None:
    with Tracker(database) as tracker:
        tracker.add(education(), at=NOON)
    plant(database, STORED["a report of the paper"].replace("-31", "-32") + " WHERE id = 2")
    with Tracker(database) as tracker:
        assert [len(page) for page in tracker.lines(json.encoded, today=TODAY)] == [3]
        assert "任务 2" in tracker.damage.words()[0]


def test_facts_of_many_places(database: str) -> None:
    late = Mention(Span(3, 5), "有关", Deadline("by", None), "x", 0.5)
    one = task("一", due="2025-06-30")
    with Tracker(database) as tracker:
        found = Finding("odd", "“怪”", Span(0, 3))
        changed = parse("a", policy("甲", one))
        some = changed.documents[0].tasks[0]
        pages = [Mention(Span(n, n + 1), "云", "x", "y", 0.25) for n in range(7)]
        odd = replace(some, deadlines=(*some.deadlines, late), warnings=(found,), actions=tuple(pages))
        tracker.add(replace(changed, documents=(replace(changed.documents[0], tasks=(odd, one)),)), at=NOON)
        assert assert_the_same(tracker) == ()
