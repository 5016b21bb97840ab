"""The database itself: its schema, other programs' and other versions' databases, several at once."""

from __future__ import annotations

import re
import sqlite3
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect, text
from tracked import NOON, TODAY, education, parsed, policy, task, welfare

from policyparse.errors import TrackerError, without_password
from policyparse.ledger import Entries, Filter
from policyparse.tracker import Tracker, migrations, upkeep
from policyparse.tracker.address import locate
from policyparse.tracker.migrations import HEAD, REVISIONS, VERSION_TABLE
from policyparse.tracker.tables import SourceRow
from scripts import new_tracker


def test_the_listed_revisions_are_those_of_the_scripts() -> None:
    config = Config()
    config.set_main_option("script_location", "policyparse.tracker:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert tuple(reversed([s.revision for s in scripts.walk_revisions()])) == REVISIONS
    assert scripts.get_heads() == [HEAD]


def test_the_migrations_make_the_tables_of_the_rows(tracker: Tracker, database: str) -> None:
    tracker.documents()
    engine = create_engine(locate(database))
    ours = {"version_table": VERSION_TABLE, "compare_server_default": True, "include_name": _ours}
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts=ours)
        assert compare_metadata(context, SourceRow.metadata) == []
    engine.dispose()


def test_a_new_tracker_is_what_all_the_steps_come_to(tmp_path: Path) -> None:
    def plain(statements: str) -> list[str]:
        return [" ".join(one.replace('"', "").split()) for one in statements.split(";\n")]

    wanted = new_tracker.text()
    assert plain(migrations.PLACE.read_text(encoding="utf-8")) == plain(wanted), (
        "python -m scripts.new_tracker"
    )
    path = tmp_path / "new.db"
    Tracker(path).documents()
    with closing(sqlite3.connect(path)) as made:
        rows = made.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL")
        found = {
            one for (sql,) in rows for one in plain(sql) if not one.startswith("CREATE TABLE task_search_")
        }
        assert {one for one in plain(wanted) if one} <= found
        assert made.execute(f"SELECT version_num FROM {VERSION_TABLE}").fetchall() == [(HEAD,)]
        ((name, number),) = made.execute("SELECT name, value FROM meta").fetchall()
    assert (name, len(number)) == ("id", 32)


def _ours(name: str | None, kind: str, parents: object) -> bool:
    """The tables inside the full text index, the index over a function and the totals are SQL's own."""
    return not (name or "").startswith(("task_search", "ix_task_pairs", "total_"))


def test_where_the_tracker_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "env.db"))
    assert Tracker().where == str(tmp_path / "env.db")
    assert Tracker(tmp_path / "own.db").where == str(tmp_path / "own.db")
    assert Tracker("sqlite:///" + str(tmp_path / "url.db")).where == str(tmp_path / "url.db")
    monkeypatch.delenv("POLICYPARSE_DB")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert Tracker().where.endswith("tracker.db")
    assert str(tmp_path) in Tracker().where


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://u:秘密@h/x",
        "postgresql://u:秘@密@h/x",
        "postgresql://u:秘/密@h/x",
        "postgresql://u:秘:密@h:5432/x",
        "postgresql:/u:秘密@h",
        "://u:秘密@h",
        "postgresql://h/x?user=u&password=秘密&sslmode=prefer",
    ],
)
def test_an_address_is_shown_without_its_password(address: str) -> None:
    assert not {"秘", "密"} & set(without_password(address))
    assert "x" not in address or "x" in without_password(address)


def test_no_password_is_told() -> None:
    url = "postgresql://office:secret@db.example/year"
    assert "secret" not in Tracker(url).where
    assert "secret" not in Tracker("postgresql://db.example/year?password=secret").where
    assert locate(url).drivername == "postgresql+psycopg"


@pytest.mark.parametrize("place", ["no/such/folder/t.db", "what://ever", "://"])
def test_a_place_that_is_none(tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(TrackerError):
        Tracker(place).documents()


def test_a_database_without_its_driver_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(TrackerError, match=re.escape("pip install 'policyparse[postgresql]'")):
        Tracker("postgresql://office@db.example/without_a_driver").documents()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "report.db"
    path.write_bytes(b"PK\x03\x04" * 400)
    with pytest.raises(TrackerError, match="不是台账数据库文件"):
        Tracker(path).documents()
    assert path.read_bytes() == b"PK\x03\x04" * 400


def test_the_database_of_another_program_is_left_alone(bare_database: str) -> None:
    engine = create_engine(locate(bare_database))
    with engine.begin() as other:
        other.execute(text("CREATE TABLE task (id INTEGER)"))
    with pytest.raises(TrackerError, match="别的程序"):
        Tracker(bare_database).documents()
    assert inspect(engine).get_table_names() == ["task"]
    engine.dispose()


def test_a_newer_tracker_is_refused(database: str) -> None:
    with Tracker(database) as tracker:
        tracker.add(education())
    _set_revision(database, "9999")
    for call in (lambda: Tracker(database).documents(), lambda: upkeep.upgrade(Tracker(database).database)):
        with pytest.raises(TrackerError, match="请先升级程序"):
            call()
    _set_revision(database, HEAD)
    with Tracker(database) as tracker:
        assert len(tracker.tasks(today=TODAY)) == 4


def _set_revision(database: str, revision: str) -> None:
    engine = create_engine(locate(database))
    with engine.begin() as connection:
        connection.execute(text(f"UPDATE {VERSION_TABLE} SET version_num = :r"), {"r": revision})
    engine.dispose()


def test_a_reader_sees_the_state_before_an_unfinished_write(database: str) -> None:
    with Tracker(database) as writer, Tracker(database) as reader:
        writer.add(education())
        with writer.database.writing() as session:
            session.execute(text("UPDATE task SET note = '写到一半'"))
            assert [t.progress.note for t in reader.tasks(today=TODAY)] == [""] * 4
            session.rollback()


def test_a_reader_sees_one_state_from_beginning_to_end(database: str) -> None:
    with Tracker(database) as writer, Tracker(database) as reader:
        writer.add(education())
        with reader.database.reading() as session:
            count = text("SELECT count(*) FROM task")
            assert session.execute(count).scalar() == 4
            writer.add(welfare())
            assert session.execute(count).scalar() == 4
        assert len(reader.tasks(today=TODAY)) == 6


def run_together(jobs: list[Callable[[], object]]) -> list[BaseException]:
    """Run the jobs at once, each in a thread; what they raised."""
    failed: list[BaseException] = []
    start = threading.Barrier(len(jobs))

    def work(job: Callable[[], object]) -> None:
        try:
            start.wait()
            job()
        except BaseException as error:
            failed.append(error)

    threads = [threading.Thread(target=work, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


def test_several_writers_and_readers_at_once(database: str) -> None:
    with Tracker(database) as tracker:
        tracker.add(education(), at=NOON)

    def adding(name: str) -> Callable[[], object]:
        files = [
            parsed(f"{name}{i}", policy(f"{name}{i}", task("甲", lead="市教育局"), task("乙")))
            for i in range(4)
        ]
        return lambda: [_with(database, lambda t, f=f: t.add(f, by=name)) for f in files]

    def reporting(number: int) -> Callable[[], object]:
        return lambda: [
            _with(database, lambda t, p=p: t.progress(number, Entries(percent=p))) for p in range(1, 6)
        ]

    def reading() -> None:
        for _ in range(10):
            with Tracker(database) as reader:
                assert len(reader.tasks(today=TODAY)) % 2 == 0
                reader.units(today=TODAY)

    assert run_together([adding("a"), adding("b"), reporting(1), reporting(2), reading, reading]) == []
    with Tracker(database) as tracker:
        listed = tracker.tasks(today=TODAY)
        assert len(listed) == 4 + 2 * 8
        assert [listed[0].progress.percent, listed[1].progress.percent] == [5, 5]
        assert len(tracker.tasks(Filter(unit="市教育局", role="lead"), today=TODAY)) == 1 + 8
        commands = [c.command for c in tracker.history()]
        assert len(set(commands)) == 1 + 8 + 10


def _with(database: str, job: Callable[[Tracker], object]) -> object:
    with Tracker(database) as tracker:
        return job(tracker)


def test_two_who_make_the_same_tracker_at_once(bare_database: str) -> None:
    jobs = [lambda: _with(bare_database, lambda t: t.add(welfare())) for _ in range(4)]
    assert run_together(list(jobs)) == []
    with Tracker(bare_database) as tracker:
        assert len(tracker.documents()) == 2


def test_sqlite_writes_ahead(tmp_path: Path) -> None:
    with Tracker(tmp_path / "t.db") as tracker:
        tracker.add(education())
    with sqlite3.connect(tmp_path / "t.db") as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
        assert raw.execute("PRAGMA integrity_check").fetchone() == ("ok",)


@pytest.mark.parametrize("address", ["sqlite://", "sqlite:///:memory:", ":memory:", Path(":memory:")])
def test_a_tracker_in_memory(address: str | Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Tracker(address) as tracker:
        tracker.add(welfare())
        assert len(tracker.tasks(today=TODAY)) == 2
    assert not list(tmp_path.iterdir())


def test_each_revision_has_one_step() -> None:
    steps = sorted((Path(migrations.__file__).parent / "versions").glob("[0-9]*.py"))
    assert [step.name[:4] for step in steps] == [*REVISIONS]
