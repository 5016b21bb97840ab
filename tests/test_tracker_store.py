"""Adding: laws, twice, failing, removing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from arbitrary import parses
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event
from tracked import NOON, TODAY, education, parsed, policy, task, welfare

from policyparse.errors import TrackerError
from policyparse.ledger import Added, Entries, Filter
from policyparse.model import Entry, Mention, Parsed
from policyparse.tracker import Tracker

FACTS = ("units", "targets", "deadlines", "actions", "milestones", "entries", "fields", "warnings")


@settings(max_examples=30)
@given(st.lists(parses, min_size=1, max_size=3, unique_by=lambda p: p.source.sha256))
def test_what_is_loaded_is_what_was_saved(new_database: Callable[[], str], files: list[Parsed]) -> None:
    with Tracker(new_database()) as tracker:
        for parsed in files:
            added = tracker.add(parsed, at=NOON)
            assert tracker.parsed(parsed.source.sha256) == parsed
            assert tuple(tracker.load(d) for d in added.documents) == parsed.documents
        listed = tracker.tasks(today=TODAY)
        assert len(listed) == sum(len(p.tasks) for f in files for p in f.documents)


@settings(max_examples=30)
@given(parses)
def test_every_fact_of_a_task_comes_out_of_its_rows(new_database: Callable[[], str], parsed: Parsed) -> None:
    with Tracker(new_database()) as tracker:
        tracker.add(parsed)
        listed = tracker.tasks(today=TODAY)
    for row, (document, item) in zip(
        listed, ((d, t) for d in parsed.documents for t in d.tasks), strict=True
    ):
        assert row.page == document.document.page(item.span)
        for name in ("number", "path", "title", "text", "kind", *FACTS):
            assert getattr(row, name) == getattr(item, name)
        assert (row.points is None) == (item.points is None)


def test_adding_twice_changes_nothing(tracker: Tracker) -> None:
    first = tracker.add(welfare(), by="王芳", at=NOON)
    assert first == Added(True, (1, 2), 2)
    tracker.progress(1, Entries(state="推进中"), by="李强", at=NOON)
    before = (tracker.documents(), tracker.tasks(today=TODAY), tracker.history())
    assert tracker.add(welfare(), by="别人") == Added(False, (1, 2), 2)
    assert (tracker.documents(), tracker.tasks(today=TODAY), tracker.history()) == before


def test_the_card_of_a_document(tracker: Tracker) -> None:
    tracker.add(education(), at=NOON)
    (card,) = tracker.documents()
    assert (card.title, card.issuer, card.doc_number) == (
        "云溪市2025年教育工作要点",
        "云溪市人民政府办公室",
        "云政办发〔2025〕3号",
    )
    assert (card.source_name, card.task_count, card.added_at, card.year) == ("edu.txt", 4, NOON, 2025)


def test_an_add_that_fails_leaves_no_trace(tracker: Tracker) -> None:
    tracker.add(welfare(), at=NOON)
    before = (tracker.documents(), tracker.tasks(today=TODAY), tracker.units(today=TODAY), tracker.history())
    good = education()
    broken = replace(task("坏任务"), points="不是数")
    bad = replace(good, documents=(*good.documents, policy("第二份", broken)))
    with pytest.raises(Exception, match="is_finite"):
        tracker.add(bad, at=NOON)
    assert (
        tracker.documents(),
        tracker.tasks(today=TODAY),
        tracker.units(today=TODAY),
        tracker.history(),
    ) == before
    assert tracker.add(good, at=NOON) == Added(True, (3,), 4)
    assert [t.id for t in tracker.tasks(today=TODAY)] == [1, 2, 3, 4, 5, 6]


def test_a_removed_document_comes_back_with_what_was_entered(tracker: Tracker) -> None:
    tracker.add(education())
    tracker.progress(2, Entries(percent=40, note="已建两处"), by="李强", at=NOON)
    tracker.remove(1, by="王芳")
    assert tracker.documents() == ()
    assert tracker.tasks(today=TODAY) == ()
    assert tracker.units(today=TODAY) == ()
    for call in (lambda: tracker.load(1), lambda: tracker.remove(1), lambda: tracker.task(2, today=TODAY)):
        with pytest.raises(TrackerError, match="没有编号为"):
            call()
    assert tracker.add(education()) == Added(True, (1,), 4)
    assert tracker.task(2, today=TODAY).progress.note == "已建两处"


def test_numbers_are_never_given_again(tracker: Tracker) -> None:
    tracker.add(education())
    tracker.undo()
    tracker.add(welfare())
    assert [t.id for t in tracker.tasks(today=TODAY)] == [5, 6]


def test_of_several_documents_in_a_file_one_can_go(tracker: Tracker) -> None:
    tracker.add(welfare())
    tracker.remove(1)
    assert [d.id for d in tracker.documents()] == [2]
    assert tracker.add(welfare()) == Added(False, (2,), 1)
    assert tracker.tasks(Filter(document=2), today=TODAY)[0].title == "提高低保标准"


def test_the_document_of_a_task(tracker: Tracker) -> None:
    tracker.add(welfare())
    assert tracker.policy_of(2) == welfare().documents[1]


def test_an_unknown_file(tracker: Tracker) -> None:
    with pytest.raises(TrackerError, match="没有登记过"):
        tracker.parsed("0" * 64)


def ledger() -> Parsed:
    """A ledger of four rows: one reported, one with a person alone, one of no lead, one that contradicts itself."""
    rows: list[tuple[str, str, dict[str, str]]] = [
        ("修建公园", "市教育局", {"percent": "40", "note": "已建3个", "problem": "征地慢", "remark": "实事"}),
        ("改造管网", "市财政局", {"person": "李某"}),
        ("整治河道", "", {"state": "已终止"}),
        ("新建校舍", "市民政局", {"state": "已完成", "percent": "80"}),
    ]
    tasks = [
        replace(
            task(title, lead=lead),
            entries=tuple(Mention(None, v, Entry(k, v), "table") for k, v in said.items()),  # type: ignore[arg-type]
        )
        for title, lead, said in rows
    ]
    return replace(welfare(), documents=(policy("云溪市2025年重点任务台账", *tasks),))


def test_a_ledger_is_taken_over_by_one_command(tracker: Tracker) -> None:
    added = tracker.add(ledger(), by="督查室", at=NOON)
    assert (added.entries, [left.task for left in added.left]) == (5, [4])
    assert "80" in added.left[0].why
    one, two, three, four = tracker.tasks(today=TODAY)
    assert (one.progress.state, one.progress.percent, one.progress.note) == ("推进中", 40, "已建3个")
    assert [(s.unit, s.progress.problem) for s in one.standings] == [("云溪市教育局", "征地慢")]
    assert (two.progress.person, two.standings) == ("李某", ())
    assert (three.progress.state, four.progress.state) == ("已终止", "未启动")
    assert tracker.check() == ()
    assert len({change.command for change in tracker.history()}) == 1
    tracker.undo()
    assert tracker.tasks(today=TODAY) == ()
    assert tracker.add(ledger(), at=NOON).entries == 5
    assert tracker.tasks(today=TODAY)[0].progress.note == "已建3个"
    assert tracker.check() == ()


def test_a_ledger_that_comes_back_keeps_what_was_reported_since(tracker: Tracker) -> None:
    tracker.add(ledger(), at=NOON)
    tracker.progress(1, Entries(percent=60), at=NOON.replace(hour=13))
    tracker.remove(1, at=NOON.replace(hour=14))
    assert tracker.add(ledger(), at=NOON.replace(hour=15)).entries == 0
    assert tracker.tasks(today=TODAY)[0].progress.percent == 60


def test_a_ledger_without_its_progress(tracker: Tracker) -> None:
    assert tracker.add(ledger(), at=NOON, ledger=False).entries == 0
    assert {t.progress.state for t in tracker.tasks(today=TODAY)} == {"未启动"}


def test_a_share_that_is_no_whole_number_is_left_in_the_words_of_its_row(tracker: Tracker) -> None:
    said = (
        Mention(None, "过半", Entry("percent", "过半"), "column"),
        Mention(None, "已开工", Entry("note", "已开工"), "column"),
    )
    good = education()
    first = replace(good.documents[0].tasks[0], entries=said)
    tasks = (first, *good.documents[0].tasks[1:])
    tracker.add(replace(good, documents=(replace(good.documents[0], tasks=tasks),)), at=NOON)
    listed = tracker.task(1, today=TODAY)
    assert (listed.progress.percent, listed.progress.note) == (0, "已开工")
    assert listed.entries == said


def test_a_document_of_many_tasks_takes_so_many_statements_as_one_of_some(
    new_database: Callable[[], str], kind: str
) -> None:
    """PostgreSQL has the rows of tasks and facts by COPY: none is a statement of its own."""

    def asked(tasks: int) -> int:
        some = (task(f"任务{n}", "", "市教育局", "市财政局", "2025-12-31") for n in range(tasks))
        statements: list[str] = []
        each: list[str] = []

        def watch(*told: Any) -> None:
            statements.append(told[2])
            each.extend([told[2]] if told[5] else [])

        with Tracker(new_database()) as tracker:
            event.listen(tracker.database.opened(), "before_cursor_execute", watch)
            tracker.add(parsed("many", policy("多项方案", *some)), at=NOON)
            event.remove(tracker.database.opened(), "before_cursor_execute", watch)
            assert len(tracker.tasks(today=TODAY)) == tasks
        assert kind != "postgresql" or not [one for one in each if '"task' in one or "deadline" in one]
        return len(statements)

    assert asked(4) == asked(60)


def test_an_sqlite_file_stays_open_where_many_sessions_come(tmp_path: Path) -> None:
    log = tmp_path / "t.db-wal"
    with Tracker(tmp_path / "t.db") as tracker:
        with tracker.database.staying():
            assert not log.exists()  # nothing was asked yet, and nothing is made
            tracker.add(education(), at=NOON)
            assert log.exists()
        assert not log.exists()
        tracker.add(welfare(), at=NOON)
        assert not log.exists()
