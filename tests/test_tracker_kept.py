"""The files themselves: kept whole, referred to only once there, carried by backups, looked at by the check."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine
from tracked import NOON, education, welfare

from policyparse.errors import TrackerError
from policyparse.ledger import Added
from policyparse.model import Parsed
from policyparse.tracker import Tracker, originals, store, upkeep
from policyparse.tracker.address import locate
from policyparse.tracker.database import book_of

BYTES = "云溪市2025年教育工作要点".encode()
SHA256 = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))


def of_file(parsed: Parsed, content: bytes = BYTES) -> Parsed:
    return replace(parsed, source=replace(parsed.source, sha256=hashlib.sha256(content).hexdigest()))


def add(tracker: Tracker, parsed: Parsed, content: bytes) -> Added:
    return tracker.add(parsed, original=content, at=NOON)


@pytest.fixture
def keeping(tracker: Tracker) -> Tracker:
    add(tracker, of_file(education()), BYTES)
    assert tracker.check() == ()
    return tracker


def read(tracker: Tracker) -> bytes:
    with tracker.database.rows() as rows:
        return tracker.database.kept.get(rows, SHA256)


def spoil(tracker: Tracker, content: bytes | None) -> None:
    """Change the kept bytes behind the tracker's back; None takes them away."""
    kept = tracker.database.kept
    if kept.folder is not None:
        path = kept.folder / SHA256[:2] / SHA256
        path.unlink() if content is None else path.write_bytes(content)
        return
    engine = create_engine(locate(str(tracker.database.url.render_as_string(hide_password=False))))
    with engine.begin() as connection:
        if content is None:
            connection.exec_driver_sql("DELETE FROM kept_bytes")
        else:
            connection.exec_driver_sql("UPDATE kept_bytes SET data = %s", (content,))
    engine.dispose()


def test_a_file_is_kept_and_comes_back_under_its_name(keeping: Tracker, tmp_path: Path) -> None:
    path = originals.write(keeping.database, 1, tmp_path)
    assert (path.name, path.read_bytes()) == (education().source.name, BYTES)
    assert originals.missing(keeping.database) == ()


def test_the_folder_of_a_tracker_bears_its_name(tmp_path: Path) -> None:
    with Tracker(tmp_path / "台账.db") as tracker:
        add(tracker, of_file(education()), BYTES)
    assert (tmp_path / "台账.files" / SHA256[:2] / SHA256).read_bytes() == BYTES
    with Tracker(tmp_path / "台账.sqlite") as tracker:
        assert tracker.database.kept.folder == tmp_path / "台账.sqlite.files"


def test_a_file_on_the_disk_is_kept_without_being_read_as_a_whole(
    tracker: Tracker, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "large.txt"
    path.write_bytes(BYTES * 100_000)
    if kind == "sqlite":
        monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("read as a whole"))
    digest = hashlib.sha256(BYTES * 100_000).hexdigest()
    tracker.add(of_file(education(), BYTES * 100_000), original=path)
    with tracker.database.rows() as rows:
        assert len(tracker.database.kept.get(rows, digest)) == path.stat().st_size


def test_without_its_file_a_document_is_told_and_can_be_given_it_later(
    tracker: Tracker, tmp_path: Path
) -> None:
    tracker.add(of_file(education()))
    assert originals.missing(tracker.database) == (education().source.name,)
    assert tracker.check() == ()
    with pytest.raises(TrackerError, match="没有留存"):
        originals.write(tracker.database, 1, tmp_path)
    assert not add(tracker, of_file(education()), BYTES).new
    assert originals.missing(tracker.database) == ()
    assert read(tracker) == BYTES


def test_a_file_that_has_changed_since_it_was_read_is_not_taken(tracker: Tracker) -> None:
    with pytest.raises(TrackerError, match="被改动了"):
        add(tracker, of_file(education()), BYTES + b"!")
    assert tracker.documents() == ()
    assert tracker.check() == ()


def test_a_full_disk_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Tracker(tmp_path / "t.db") as tracker:
        tracker.documents()
        monkeypatch.setattr("policyparse.output._flush", full)
        with pytest.raises(TrackerError, match=r"原件存不下.*--no-keep"):
            add(tracker, of_file(education()), BYTES)
        assert tracker.documents() == ()
        assert tracker.check() == ()


def test_a_program_that_dies_leaves_a_stray_that_the_repair_takes_out(tmp_path: Path) -> None:
    with Tracker(tmp_path / "t.db") as tracker:
        add(tracker, of_file(education()), BYTES)
        folder = tracker.database.kept.folder
        assert folder is not None
        (folder / "ab").mkdir(exist_ok=True)
        (folder / "ab" / ".policyparse-xyz").write_bytes(b"half")
        assert ["多出一个没有登记的文件" in str(p) for p in tracker.check()] == [True]
        _, mended, left = upkeep.repair(tracker.database)
        assert (len(mended), left) == (1, ())
        assert read(tracker) == BYTES


def test_a_stray_that_a_document_needs_is_listed_and_not_thrown_away(keeping: Tracker, database: str) -> None:
    engine = create_engine(locate(database))
    with engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM kept")
    engine.dispose()
    _, mended, left = upkeep.repair(keeping.database)
    assert (len(mended), left) == (1, ())
    assert read(keeping) == BYTES


def test_what_nobody_refers_to_is_told_and_set_aside_in_the_backup(keeping: Tracker) -> None:
    with keeping.database.writing() as session:
        other = keeping.database.kept.put(book_of(session), b"nobody's")
    assert "没有哪条记录用到" in str(keeping.check()[0])
    copied, _, left = upkeep.repair(keeping.database)
    assert left == ()
    assert not held(keeping, other) and held(Tracker(copied), other) == b"nobody's"
    assert read(keeping) == BYTES


def test_a_file_of_a_command_that_died_is_set_aside_by_the_repair_not_dropped(keeping: Tracker) -> None:
    """Its bytes stand in the store, and its transaction was never written."""
    kept, other = keeping.database.kept, hashlib.sha256(b"handed in").hexdigest()
    with keeping.database.writing() as session:
        kept.put(book_of(session), b"handed in")
        session.connection().exec_driver_sql(f"DELETE FROM kept WHERE sha256 = '{other}'")
    (problem,) = keeping.check()
    assert "没有登记的文件" in problem.words and other in problem.words
    copied, _, left = upkeep.repair(keeping.database)
    assert left == ()
    assert not held(keeping, other) and held(Tracker(copied), other) == b"handed in"


def test_a_repair_between_two_steps_of_add_takes_no_file(
    tracker: Tracker, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    """The bytes are kept in the transaction that names them: nobody else can write before they are named."""
    added = store.add
    seen: list[Any] = []

    def look(*told: Any, **more: Any) -> Added:
        with Tracker(database) as another:
            seen.append((another.check(), another.documents()))
        return added(*told, **more)

    monkeypatch.setattr(store, "add", look)
    add(tracker, of_file(education()), BYTES)
    ((problems, documents),) = seen
    assert documents == () and not any("没有哪条记录用到" in problem.words for problem in problems)
    assert tracker.check() == ()


def held(tracker: Tracker, sha256: str) -> bytes:
    """The bytes that a tracker keeps under a SHA-256, none where it keeps none."""
    with tracker, tracker.database.rows() as rows:
        kept = tracker.database.kept
        return kept.get(rows, sha256) if kept.has(rows, sha256) else b""


@pytest.mark.parametrize(
    ("content", "words"), [(None, "不见了"), (b"other", "被改动过")], ids=["gone", "changed"]
)
def test_damage_is_told_never_shown_and_mended_by_the_file(
    keeping: Tracker, content: bytes | None, words: str
) -> None:
    spoil(keeping, content)
    (problem,) = keeping.check()
    assert words in problem.words
    assert education().source.name in problem.words
    with pytest.raises(TrackerError, match="add 一次"):
        read(keeping)
    add(keeping, of_file(education()), BYTES)
    assert keeping.check() == ()
    assert read(keeping) == BYTES


def test_removed_and_undone_the_file_stays_for_the_return(keeping: Tracker, tmp_path: Path) -> None:
    keeping.remove(1)
    assert keeping.check() == ()
    keeping.undo()
    assert originals.write(keeping.database, 1, tmp_path).read_bytes() == BYTES
    keeping.undo()
    assert keeping.documents() == ()
    assert keeping.check() == ()
    assert keeping.add(of_file(education())).new
    assert read(keeping) == BYTES


def test_a_backup_has_the_files_and_brings_them_back(
    keeping: Tracker, new_database: Callable[[], str], tmp_path: Path
) -> None:
    path = upkeep.backup(keeping.database, tmp_path / "copy.bak")
    spoil(keeping, None)
    with Tracker(path) as copy:
        assert read(copy) == BYTES
        assert copy.check() == ()
    with Tracker(new_database()) as other:
        assert upkeep.restore(other.database, path) is None
        assert read(other) == BYTES
        assert other.check() == ()
    upkeep.restore(keeping.database, path, force=True)
    assert read(keeping) == BYTES


def test_on_another_disk_a_backup_has_copies(
    keeping: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other_disk(*_: object) -> None:
        raise OSError(18, "Invalid cross-device link")

    monkeypatch.setattr(os, "link", other_disk)
    with Tracker(upkeep.backup(keeping.database, tmp_path / "copy.bak")) as copy:
        assert read(copy) == BYTES


def test_a_backup_without_its_folder_says_so_and_is_no_damage(
    keeping: Tracker, new_database: Callable[[], str], tmp_path: Path
) -> None:
    path = upkeep.backup(keeping.database, tmp_path / "copy.bak")
    (tmp_path / "copy.bak.files").rename(tmp_path / "elsewhere")
    with Tracker(new_database()) as other:
        upkeep.restore(other.database, path)
        assert originals.missing(other.database) == (education().source.name,)
        assert other.check() == ()


def test_two_documents_of_one_file_keep_it_once(tracker: Tracker, tmp_path: Path) -> None:
    both = replace(education(), documents=(*education().documents, *welfare().documents))
    first, second, *_ = add(tracker, of_file(both), BYTES).documents
    assert originals.write(tracker.database, first, tmp_path) == originals.write(
        tracker.database, second, tmp_path
    )
    assert tracker.check() == ()
