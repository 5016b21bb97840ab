"""Upgrades from every schema up with data in it, backups, and the check."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import JSON, Date, DateTime, LargeBinary, MetaData, create_engine, insert, text
from tracked import NOON, TODAY, education, welfare

from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Filter
from policyparse.tracker import Tracker
from policyparse.tracker.database import _engine, _migrate, _writer, locate
from policyparse.tracker.migrations import HEAD

CASES = Path(__file__).parent / "cases"


def old_tracker(address: str, revision: str) -> None:
    """Make a tracker of an old schema with the rows that a program of that time wrote (cases/tracker-*.json)."""
    kept: dict[str, list[dict[str, Any]]] = json.loads(
        (CASES / f"tracker-{revision}.json").read_text("utf-8")
    )
    engine = _writer(_engine(locate(address)))
    with engine.begin() as connection:
        _migrate(connection, revision)
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
        assert tracker.upgrade(backup) == (revision, HEAD, backup)
        assert tracker.upgrade() == (HEAD, HEAD, None)
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
        kept.upgrade(tmp_path / "again.bak")
        assert kept.task(4, today=TODAY).progress.state == "已完成"


def test_upgrading_what_is_no_tracker(bare_database: str) -> None:
    with pytest.raises(TrackerError, match="不是台账"):
        Tracker(bare_database).upgrade()


def test_a_backup_is_a_tracker(tracker: Tracker, tmp_path: Path) -> None:
    tracker.add(education(), at=NOON)
    tracker.progress(2, Entries(percent=30), by="李强", at=NOON)
    path = tracker.backup(tmp_path / "copy.db")
    tracker.remove(1)
    with Tracker(path) as copy:
        assert copy.check() == ()
        assert copy.task(2, today=TODAY).progress.percent == 30
        assert copy.parsed(education().source.sha256) == education()
        assert [t.id for t in copy.tasks(Filter(search="双减"), today=TODAY)] == [1, 2]
        assert copy.history() == tracker.history()[:-1]
        assert "总体进度" in copy.undo().words
    with pytest.raises(TrackerError, match="已经存在"):
        tracker.backup(path)
    with pytest.raises(TrackerError, match="文件夹不存在"):
        tracker.backup(tmp_path / "none" / "copy.db")


def test_a_backup_nobody_named_lies_beside_the_file(tmp_path: Path) -> None:
    with Tracker(tmp_path / "year.db") as tracker:
        tracker.add(welfare())
        path = tracker.backup()
    assert path.parent == tmp_path
    assert path.name.startswith("year.db.")


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("UPDATE task SET note = '改' WHERE id = 1", "任务 1 的 note 与记录不符"),
        ("UPDATE task SET state = '已完成' WHERE id = 2", "任务 2 的责任单位记录与任务不符"),
        ("UPDATE task SET words = 'x' WHERE id = 3", "任务 3 的检索词与正文不符"),
        ("UPDATE task SET due = '2030-01-01' WHERE id = 4", "任务 4 的到期日与完成时限不符"),
        ("UPDATE document SET parse_id = 77", "文件 1《云溪市2025年教育工作要点》缺少解析结果"),
        ("UPDATE document SET removed = true", "文件 1 的 removed 与记录不符"),
    ],
)
def test_the_check_finds(tracker: Tracker, database: str, damage: str, words: str) -> None:
    tracker.add(education(), at=NOON)
    tracker.progress(1, Entries(note="原"), at=NOON)
    assert tracker.check() == ()
    engine = create_engine(locate(database))
    with engine.begin() as connection:
        connection.execute(text(damage))
    engine.dispose()
    assert words in tracker.check()
