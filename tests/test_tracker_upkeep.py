"""Upgrades from every schema up with data in it, backups, and the check."""

from __future__ import annotations

import json
import os
import re
import sqlite3
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    create_engine,
    event,
    insert,
    inspect,
    text,
)
from tracked import NOON, TODAY, education, parsed, policy, task, welfare

from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Filter
from policyparse.model import Field, Mention, Milestone
from policyparse.tracker import Tracker, originals, soundness, totals, upkeep
from policyparse.tracker.address import locate
from policyparse.tracker.engines import connect, writer
from policyparse.tracker.migrations import HEAD, VERSION_TABLE, migrate
from policyparse.tracker.tables import SCHEMA

CASES = Path(__file__).parent / "cases"


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where backups go that nobody named."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def old_tracker(address: str, revision: str) -> None:
    """Make a tracker of an old schema with the rows that a program of that time wrote (cases/tracker-*.json)."""
    kept: dict[str, list[dict[str, Any]]] = json.loads(
        (CASES / f"tracker-{revision}.json").read_text("utf-8")
    )
    engine = writer(connect(locate(address)))
    with engine.begin() as connection:
        migrate(connection, revision)
        tables = MetaData()
        tables.reflect(connection)
        for table in (t for t in tables.sorted_tables if kept.get(t.name)):
            rows = [
                {name: _typed(table.c[name].type, value) for name, value in row.items()}
                for row in kept[table.name]
            ]
            connection.execute(insert(table), rows)
            if engine.dialect.name == "postgresql":
                connection.execute(text(f"SELECT setval('{table.name}_id_seq', {len(rows)})"))
    engine.dispose()


def _typed(kind: object, value: Any) -> Any:
    if value is None or isinstance(kind, JSON):
        return value
    if isinstance(kind, LargeBinary):
        return b64decode(value)
    if isinstance(kind, (Date, DateTime)):
        return kind.python_type.fromisoformat(value)  # type: ignore[attr-defined]
    return bool(value) if type(kind).__name__ == "BOOLEAN" else value


@pytest.mark.parametrize("revision", ["0001"])
def test_an_old_tracker_is_upgraded_with_all_that_is_in_it(
    bare_database: str, tmp_path: Path, revision: str
) -> None:
    old_tracker(bare_database, revision)
    backup = tmp_path / "before.bak"
    with Tracker(bare_database) as tracker:
        with pytest.raises(TrackerError, match="policyparse upgrade"):
            tracker.documents()
        assert upkeep.upgrade(tracker.database, backup) == (revision, HEAD, backup)
        assert upkeep.upgrade(tracker.database) == (HEAD, HEAD, None)
        assert tracker.check() == ()
        assert [d.title for d in tracker.documents()] == [
            "云溪市2025年教育工作要点",
            "云溪市养老服务方案",
            "云溪市救助方案",
        ]
        first = tracker.task(1, today=TODAY)
        assert (first.progress.state, first.progress.percent, first.progress.note) == (
            "推进中",
            40,
            "已开工3处",
        )
        assert first.targets == education().documents[0].tasks[0].targets
        assert tracker.parsed(education().source.sha256) == education()
        assert not tracker.add(welfare()).new
        assert [t.id for t in tracker.tasks(Filter(search="托育"), today=TODAY)] == [1]
        assert "任务 4《办好县城学校》" in tracker.undo(at=NOON).words
        assert tracker.task(4, today=TODAY).progress.state == "未启动"
        assert tracker.progress(6, Entries(percent=5)).progress.percent == 5
    with Tracker(backup) as kept:
        upkeep.upgrade(kept.database, tmp_path / "again.bak")
        assert kept.task(4, today=TODAY).progress.state == "已完成"


def test_readings_that_stand_get_their_digests(tmp_path: Path) -> None:
    """A tracker of schema 0013 had none: they are of what was read, and not of rows that somebody has changed since."""
    path = tmp_path / "a.db"
    with Tracker(path) as tracker:
        tracker.add(education(), at=NOON)
        tracker.add(welfare(), at=NOON)
    with sqlite3.connect(path) as rows:
        kept = rows.execute("SELECT id, digest FROM parse").fetchall()
        rows.execute("UPDATE task SET title = '改了' WHERE id = 1")
        rows.execute("UPDATE parse SET snapshot = x'00' WHERE id = 2")
        rows.execute("ALTER TABLE parse DROP COLUMN digest")
        rows.execute(f"UPDATE {VERSION_TABLE} SET version_num = '0013'")
    rows.close()
    with Tracker(path) as tracker:
        upkeep.upgrade(tracker.database, tmp_path / "before.bak")
        assert {"任务 1 的 title 与记录不符"} < {problem.words for problem in tracker.check()}
    with sqlite3.connect(path) as rows:
        filled = rows.execute("SELECT id, digest FROM parse").fetchall()
    rows.close()
    assert filled == [(n, "" if n == 2 else digest) for n, digest in kept] and all(d for _, d in kept)


def _tables_of(revision: str) -> set[str]:
    engine = create_engine("sqlite://")
    with engine.begin() as connection:
        migrate(connection, revision)
        return {*inspect(connection).get_table_names()}


def test_what_a_file_reports_is_filled_from_its_stored_parse(tmp_path: Path) -> None:
    """A tracker of schema 0003 kept milestones and 其他栏目 in its snapshots alone."""
    path = tmp_path / "t.db"
    stage = Mention(None, "选址", Milestone("6月底前", "完成选址"), "sentence.milestone")
    column = Mention(None, "县级财政", Field("资金来源", "县级财政"), "table.field")
    row = replace(task("扩大托育供给", lead="市教育局"), milestones=(stage,), fields=(column,))
    with Tracker(path) as tracker:
        tracker.add(parsed("old", policy("云溪市方案", row)), at=NOON)
        before = tracker.tasks(today=TODAY)
    older = sqlite3.connect(path)
    for view in ("v_task", "v_task_unit", "v_report"):
        older.execute(f"DROP VIEW {view}")
    for name in ("milestones", "entries", "fields"):
        older.execute(f"ALTER TABLE task DROP COLUMN {name}")
    older.execute("ALTER TABLE parse DROP COLUMN digest")
    for trigger in ("total_in", "total_out", "total_on"):
        older.execute(f"DROP TRIGGER {trigger}")
    for table in {*SCHEMA.tables, *totals.TABLES} - _tables_of("0003"):
        older.execute(f"DROP TABLE {table}")
    older.execute("UPDATE policyparse_version SET version_num = '0003'")
    older.commit()
    older.close()
    with Tracker(path) as tracker:
        assert upkeep.upgrade(tracker.database, tmp_path / "before.bak")[:2] == ("0003", HEAD)
        assert tracker.tasks(today=TODAY) == before
        assert (before[0].milestones, before[0].fields) == ((stage,), (column,))
        assert tracker.check() == ()


def test_upgrading_what_is_no_tracker(bare_database: str) -> None:
    with pytest.raises(TrackerError, match=r"不是台账|没有这个台账"):
        upkeep.upgrade(Tracker(bare_database).database)


def test_a_backup_is_a_tracker(tracker: Tracker, tmp_path: Path) -> None:
    tracker.add(education(), at=NOON)
    tracker.progress(2, Entries(percent=30), by="李强", at=NOON)
    path = upkeep.backup(tracker.database, tmp_path / "copy.db")
    tracker.remove(1)
    with Tracker(path) as copy:
        assert copy.check() == ()
        assert copy.task(2, today=TODAY).progress.percent == 30
        assert copy.parsed(education().source.sha256) == education()
        assert [t.id for t in copy.tasks(Filter(search="双减"), today=TODAY)] == [1, 2]
        assert copy.history() == tracker.history()[:-1]
        assert "总体进度" in copy.undo().words
    with pytest.raises(TrackerError, match="已经存在"):
        upkeep.backup(tracker.database, path)
    with pytest.raises(TrackerError, match="文件夹不存在"):
        upkeep.backup(tracker.database, tmp_path / "none" / "copy.db")


def test_a_backup_nobody_named_lies_beside_the_file(tmp_path: Path) -> None:
    with Tracker(tmp_path / "year.db") as tracker:
        tracker.add(welfare())
        path = upkeep.backup(tracker.database)
    assert path.parent == tmp_path
    assert path.name.startswith("year.db.")


# ---- the check: every kind of damage that can be done by SQL ------------------------------------------------

REBUILT = {
    "a column that the log does not explain": (
        "UPDATE task SET note = '改' WHERE id = 1",
        "任务 1 的 note 与记录不符",
    ),
    "a state without a change": (
        "UPDATE task SET state = '已完成' WHERE id = 2",
        "任务 2 的 状态 与记录不符",
    ),
    "links out of step": (
        "UPDATE task_unit SET state = '已完成' WHERE task_id = 2",
        "任务 2 的责任单位记录与任务不符",
    ),
    "searched words out of step": ("UPDATE task SET words = 'x' WHERE id = 3", "任务 3 的检索词与正文不符"),
    "a due date out of step": (
        "UPDATE task SET due = '2030-01-01' WHERE id = 4",
        "任务 4 的到期日与完成时限不符",
    ),
    "a document hidden without a change": (
        "UPDATE document SET removed = true",
        "文件 1 的 removed 与记录不符",
    ),
    "a task without facts": ("DELETE FROM task_unit WHERE task_id = 1", "任务 1 的 责任单位 与记录不符"),
    "targets gone": ("DELETE FROM target", "任务 1 的 量化目标 与记录不符"),
    "deadlines gone": ("DELETE FROM deadline", "任务 1 的 完成时限 与记录不符"),
    "a title changed": ("UPDATE task SET title = '别的' WHERE id = 3", "任务 3 的 title 与记录不符"),
    "an impossible percentage": (
        "UPDATE task SET percent = 250 WHERE id = 1",
        "任务 1 的 percent 不可能是“250”",
    ),
    "an impossible state": (
        "UPDATE task SET state = '差不多' WHERE id = 2",
        "任务 2 的 state 不可能是“差不多”",
    ),
    "an impossible role": (
        "UPDATE task_unit SET role = 'boss' WHERE id = 1",
        "任务 1 的 task_unit 第 1 行 的 role 不可能是“boss”",
    ),
    "a bad decimal": (
        "UPDATE target SET value = '很多' WHERE id = 1",
        "任务 1 的 target 第 1 行 的 value 不可能是“很多”",
    ),
    "a report of another percentage": (
        """UPDATE report SET filed = '{{"at": "2025-03-01T12:00:00", "by": "", "leads": false, "upto": "2025-03-01",
        "entries": {{"percent": 90}}, "presents": {{}}}}'""",
        "任务 1 的填报（2025-03-01）与记录不符",
    ),
    "a report of nothing": ("UPDATE report SET filed = '{{}}'", "任务 1 的填报（2025-03-01）与记录不符"),
    "a report gone": ("DELETE FROM report", "任务 1 的填报（2025-03-01）与记录不符"),
    "a report of another unit": (
        "UPDATE report SET unit = '云溪市财政局'",
        "任务 1 的填报（2025-03-01，云溪市财政局）与记录不符",
    ),
    "a view gone": ("DROP VIEW v_report", "缺少索引、触发器或视图 v_report"),
    "an index gone": ("DROP INDEX ix_task_state_due", "缺少索引、触发器或视图 ix_task_state_due"),
    "a count of parts that is another": (
        "UPDATE total_parts SET parts = 7",
        "各单位的任务合计与责任单位记录不符",
    ),
    "no count of parts": ("DELETE FROM total_parts", "各单位的任务合计与责任单位记录不符"),
    "the table of the counts gone": ("DROP TABLE total_parts", "缺少索引、触发器或视图 total_parts"),
}
"""Damage that follows from other rows: the check names it and ``--repair`` mends it."""

LEFT = {
    "a snapshot that cannot be read": (
        "UPDATE parse SET snapshot = {zero}",
        "文件 1《云溪市2025年教育工作要点》的解析结果读不出来",
    ),
    "a snapshot gone": (
        "UPDATE document SET parse_id = 77",
        "文件 1《云溪市2025年教育工作要点》缺少解析结果",
    ),
    "a document without its log": ("DELETE FROM change WHERE document_id = 1", "文件 1 没有登记记录"),
    "the changes of a command gone": ("DELETE FROM change WHERE command_id = 2", "操作 2 的改动记录不见了"),
    "a link in the chain gone": (
        "DELETE FROM change WHERE command_id = 3",
        "任务 1 的 note 的改动记录前后接不上",
    ),
}
"""Damage that only a person can mend, with what to do."""

ON_SQLITE = {
    "bad JSON": ("UPDATE task SET path = '[' WHERE id = 1", "任务 1 的 path 不可能是“[”"),
    "a bad date": (
        "UPDATE deadline SET due = '2025-13-01' WHERE id = 1",
        "任务 1 的 deadline 第 1 行 的 due 不可能是“2025-13-01”",
    ),
    "an empty search index": (
        "INSERT INTO task_search(task_search) VALUES ('delete-all')",
        "检索索引与任务的文字不一致，检索会漏掉任务",
    ),
    "a trigger gone": ("DROP TRIGGER task_search_on", "缺少索引、触发器或视图 task_search_on"),
    "a trigger of the counts gone": ("DROP TRIGGER total_on", "缺少索引、触发器或视图 total_on"),
}
"""Damage that PostgreSQL does not let happen; mended, too."""


@pytest.fixture
def worked_on(tracker: Tracker) -> Tracker:
    tracker.add(education(), at=NOON)
    for note in ("原", "再", "又"):
        tracker.progress(1, Entries(note=note), at=NOON)
    assert tracker.check() == ()
    return tracker


def damage(database: str, statement: str) -> None:
    engine = create_engine(locate(database))
    with engine.begin() as connection:
        zero = "'\\x00'" if engine.dialect.name == "postgresql" else "x'00'"
        connection.exec_driver_sql(statement.format(zero=zero))
    engine.dispose()


def standing(tracker: Tracker) -> object:
    return tracker.tasks(today=TODAY), tracker.documents(), tracker.load(1)


@pytest.mark.parametrize("what", [*REBUILT, *ON_SQLITE])
def test_what_follows_from_other_rows_is_found_and_rebuilt(
    worked_on: Tracker, database: str, kind: str, what: str
) -> None:
    if what in ON_SQLITE and kind != "sqlite":
        pytest.skip("PostgreSQL refuses such a value")
    statement, words = {**REBUILT, **ON_SQLITE}[what]
    before = standing(worked_on)
    damage(database, statement)
    assert words in [problem.words for problem in worked_on.check()]
    kept, mended, left = upkeep.repair(worked_on.database)
    assert kept.exists()
    assert mended
    assert left == ()
    assert standing(worked_on) == before
    assert [task.id for task in worked_on.tasks(Filter(search="双减"), today=TODAY)] == [1, 2]


@pytest.mark.parametrize("what", LEFT)
def test_what_only_a_person_can_mend_is_found_and_says_what_to_do(
    worked_on: Tracker, database: str, what: str
) -> None:
    statement, words = LEFT[what]
    damage(database, statement)
    found = {problem.words: problem for problem in worked_on.check()}
    assert words in found
    assert re.search("update|restore", found[words].remedy)
    assert found[words].mend is None


def test_the_check_asks_no_more_of_many_tasks(worked_on: Tracker, kind: str) -> None:
    def statements() -> int:
        asked: list[str] = []
        with worked_on.database.reading() as session:
            event.listen(session.get_bind(), "before_cursor_execute", lambda *told: asked.append(told[2]))
            soundness.problems(session.connection())
        return len(asked)

    assert statements() <= 50 or kind == "postgresql"
    worked_on.add_task(1, title="补录", lead=["市教育局"])  # not as read: its document is looked at closely
    few = statements()
    for number in range(20):
        worked_on.add_task(1, title=f"补录{number}", lead=["市教育局"])
    assert statements() == few
    assert few <= 50 or kind == "postgresql"  # there, half of them ask for the schema


# ---- backups and what they bring back -----------------------------------------------------------------------


def test_a_backup_brings_everything_back(worked_on: Tracker, new_database: Any, tmp_path: Path) -> None:
    copy = upkeep.backup(worked_on.database, tmp_path / "copy.db")
    before = standing(worked_on)
    with Tracker(new_database()) as other:
        assert upkeep.restore(other.database, copy) is None
        assert standing(other) == before
        assert other.history() == worked_on.history()
        assert other.check() == ()
        number = other.add_task(1, title="补录一项").id
        assert number > max(task.id for task in worked_on.tasks(today=TODAY))
        with pytest.raises(TrackerError, match="已有内容"):
            upkeep.restore(other.database, copy)
        aside = upkeep.restore(other.database, copy, force=True)
        assert standing(other) == before
        assert aside is not None
    with Tracker(aside) as kept:
        assert kept.task(number, today=TODAY).title == "补录一项"


def test_a_damaged_backup_brings_nothing_back(worked_on: Tracker, tmp_path: Path) -> None:
    copy = upkeep.backup(worked_on.database, tmp_path / "copy.db")
    before = standing(worked_on)
    content = copy.read_bytes()
    for damaged in (content[:5000], b"nothing", content[:8192] + bytes(8192) + content[16384:]):
        copy.write_bytes(damaged)
        with pytest.raises(TrackerError, match=r"损坏|不是台账|出错"):
            upkeep.restore(worked_on.database, copy, force=True)
        assert standing(worked_on) == before


def test_a_backup_of_nothing_is_refused(tmp_path: Path) -> None:
    for name in ("none.db", "other.db"):
        path = tmp_path / name
        if name == "other.db":
            with sqlite3.connect(path) as other:
                other.execute("CREATE TABLE t (x)")
        with pytest.raises(TrackerError, match="台账"):
            upkeep.backup(Tracker(path).database, tmp_path / "copy.bak")
        with pytest.raises(TrackerError, match="台账"):
            Tracker(path).check()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.db"]


def test_a_damaged_tracker_is_backed_up_only_when_told(tmp_path: Path) -> None:
    path = tmp_path / "year.db"
    with Tracker(path) as tracker:
        tracker.add(education(), at=NOON)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        root = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'ix_task_key'").fetchone()[
            0
        ]
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = bytes(4096)
    path.write_bytes(content)
    with Tracker(path) as tracker:
        with pytest.raises(TrackerError, match="已损坏，没有备份"):
            upkeep.backup(tracker.database, tmp_path / "copy.bak")
        assert not (tmp_path / "copy.bak").exists()
        assert upkeep.backup(tracker.database, tmp_path / "copy.bak", damaged=True).exists()


def test_a_full_disk_leaves_no_half_of_a_backup(
    worked_on: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policyparse.output._flush", full)
    with pytest.raises(TrackerError, match="备份没有写成"):
        upkeep.backup(worked_on.database, tmp_path / "copy.bak")
    assert not list(tmp_path.glob("*copy*"))
    assert not list(tmp_path.glob(".policyparse-*"))


def test_the_file_of_another_program_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE t (x)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(TrackerError, match="别的程序的数据库"):
        Tracker(path).documents()
    assert path.read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["other.db"]


def test_a_tracker_on_a_read_only_disk_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "year.db"
    with Tracker(path) as tracker:
        tracker.add(education(), at=NOON)
    access = os.access
    monkeypatch.setattr(os, "access", lambda p, mode: access(p, mode) and mode != os.W_OK)
    with Tracker(path) as tracker:
        assert len(tracker.tasks(today=TODAY)) == 4
        assert tracker.check() == ()
        with pytest.raises(TrackerError, match="只能读"):
            tracker.progress(1, Entries(percent=10))
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["year.db"]


def test_an_upgraded_tracker_says_which_files_it_does_not_have(bare_database: str, tmp_path: Path) -> None:
    old_tracker(bare_database, "0001")
    with Tracker(bare_database) as tracker:
        upkeep.upgrade(tracker.database, tmp_path / "before.bak")
        told = originals.missing(tracker.database)
        assert education().source.name in told
        assert tracker.check() == ()
