"""The check passes over what stands plainly as it was read, and over nothing that looking at every value would name."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from parses import CORPORA, documents
from parses import parsed as read
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import IntegrityError
from tracked import NOON, education, parsed, policy, task, welfare

from policyparse.ledger import Entries
from policyparse.model import Parsed
from policyparse.schema import dump_policy
from policyparse.tracker import Tracker, lists, soundness
from policyparse.tracker.soundness import as_read, doubtful
from policyparse.tracker.tables import SCHEMA

VALUES = ("NULL", "'x'", "7", "0.5", "'2025-02-30'", "'[]'", "x'00'")
"""What is put in the place of a value: none of its kind, and some of its kind that are not its own."""
OWNED = [
    (table, column.name)
    for table in (*doubtful.OWNED, "command")
    for column in SCHEMA.tables[table].columns
    if column.name != "id"
]


@pytest.fixture(scope="module")
def worked_on(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A document of the corpora and three small ones, reported on, corrected, undone and removed."""
    path = tmp_path_factory.mktemp("sound") / "a.db"
    with Tracker(path) as tracker:
        for file in documents(CORPORA)[:1]:
            tracker.add(read(file), at=NOON)
        first = tracker.add(education(), at=NOON).documents[0]
        last = tracker.add(welfare(), at=NOON).documents
        tracker.set_reporting(first, "monthly", 5, at=NOON)
        tasks = [task.id for task in tracker.tasks(today=NOON.date())]
        for number, percent in zip(tasks[::3], range(10, 90, 10), strict=False):
            tracker.progress(
                number, Entries(percent=percent, note="“开工”\n第二行"), period="2025-02", at=NOON
            )
        tracker.edit(tasks[-3], title="改过的题目", at=NOON)
        tracker.undo(at=NOON)
        tracker.edit(tasks[-4], title="改了的题目", at=NOON)
        tracker.remove(last[1], at=NOON)
        lists.set_members(tracker.database, "市教育局", ["云溪市民政局"], document=first)
        assert tracker.check() == ()
    return path


@pytest.fixture
def rows(worked_on: Path) -> Iterator[Connection]:
    """The rows of the tracker, for a test to damage: nothing is kept of it. Keys are not looked at."""
    engine = create_engine(f"sqlite:///{worked_on}")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def words(rows: Connection) -> list[str]:
    return [problem.words for problem in soundness.of_rows(rows)]


def looked_at(rows: Connection, patch: pytest.MonkeyPatch) -> list[str]:
    """What is found where every document is looked at value by value."""
    with patch.context() as all_of_them:
        all_of_them.setattr(as_read, "doubted", lambda _, numbers: numbers)
        return words(rows)


@pytest.mark.parametrize(("table", "column"), OWNED, ids=[".".join(one) for one in OWNED])
def test_nothing_is_passed_over(
    rows: Connection, table: str, column: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for value in VALUES:
        try:
            rows.exec_driver_sql(
                f'UPDATE "{table}" SET "{column}" = {value} WHERE id = (SELECT max(id) - 1 FROM "{table}")'
            )
        except IntegrityError:
            continue  # the database itself refuses it
        assert words(rows) == looked_at(rows, monkeypatch), value
        rows.rollback()


@pytest.mark.parametrize("table", [*doubtful.OWNED, "command"])
@pytest.mark.parametrize("which", ["min(id)", "max(id)", "max(id) / 2"])
def test_no_row_is_lost_unseen(
    rows: Connection, table: str, which: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows.exec_driver_sql(f'DELETE FROM "{table}" WHERE id = (SELECT {which} FROM "{table}")')
    found = words(rows)
    assert found == looked_at(rows, monkeypatch)
    assert found or rows.exec_driver_sql("PRAGMA foreign_key_check").first()


def test_two_facts_in_each_others_place(rows: Connection) -> None:
    rows.exec_driver_sql("UPDATE task_unit SET position = -position")
    assert any("责任单位 与记录不符" in said for said in words(rows))


def test_rows_that_have_no_place_in_the_order(rows: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands before them is passed over as ever; they and all behind them are looked at."""
    rows.exec_driver_sql("UPDATE task_unit SET surface = x'00' WHERE task_id = (SELECT max(id) FROM task)")
    found = words(rows)
    assert found == looked_at(rows, monkeypatch)
    assert any("surface" in said for said in found)


def small() -> Parsed:
    return parsed("old", policy("云溪市养老服务方案", task("培训护理员", "培训500人。", "市民政局")))


def snapshots() -> Iterator[tuple[str, bytes]]:
    """What a snapshot may be that is well packed and yet not what was read."""
    whole = json.dumps(dump_policy(small().documents[0]), ensure_ascii=False).encode()
    yield "cut short", whole[:-9]
    yield "of another title", whole.replace("培训护理员".encode(), "培训厨师".encode())
    yield "of no tasks", whole.replace(b'"tasks": [', b'"deeds": [')
    yield "nothing", b"{}"


@pytest.mark.parametrize(("what", "snapshot"), [*snapshots()], ids=[name for name, _ in snapshots()])
def test_a_snapshot_of_something_else(what: str, snapshot: bytes, tmp_path: Path) -> None:
    with Tracker(tmp_path / "a.db") as tracker:
        tracker.add(education(), at=NOON)
        tracker.add(small(), at=NOON)
        assert tracker.check() == ()
        with tracker.database.writing() as session:
            changed = text("UPDATE parse SET snapshot = :snapshot WHERE document_id = 2")
            session.connection().execute(changed, {"snapshot": zlib.compress(snapshot)})
        assert tracker.check(), what


@pytest.mark.parametrize("path", documents(CORPORA), ids=lambda path: path.name)
def test_what_was_just_read_is_not_looked_at(
    path: Path, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Sequence[int]] = []
    plainly = as_read.doubted
    with Tracker(database) as tracker:
        tracker.add(read(path), at=NOON)
        first = tracker.tasks(today=NOON.date())[0]
        tracker.progress(first.id, Entries(percent=30, note="开工"), at=NOON)
        with monkeypatch.context() as watched:
            watched.setattr(
                as_read, "doubted", lambda rows, some: asked.append([*plainly(rows, some)]) or asked[-1]
            )
            assert tracker.check() == ()
    assert asked == [[]]
