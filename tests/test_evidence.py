"""佐证材料: files attached to a task, kept as they came, named in tables, in a backup and in the check."""

from __future__ import annotations

from pathlib import Path

import pytest
from calls import run
from tracked import NOON, TODAY, education

from policyparse.errors import TrackerError
from policyparse.exports.columns import COLUMNS, standard
from policyparse.tracker import Tracker, evidence, upkeep

HEALTH = "云溪市卫生健康委员会"


@pytest.fixture
def stocked(tracker: Tracker) -> Tracker:
    tracker.add(education(), at=NOON)
    return tracker


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    photo, paper = tmp_path / "现场.jpg", tmp_path / "验收单.pdf"
    photo.write_bytes(b"\xff\xd8 photo")
    paper.write_bytes(b"%PDF not a whole one")  # nobody opens it
    return photo, paper


def test_files_are_attached_once_and_come_back_as_they_were(
    stocked: Tracker, files: tuple[Path, Path]
) -> None:
    kept = evidence.attach(
        stocked.database, 1, files, unit="市卫健委", period="2025-06", by="赵敏", at=NOON
    ).evidence
    assert [(e.name, e.unit, e.period, e.by, e.size) for e in kept] == [
        ("现场.jpg", HEALTH, "2025-06", "赵敏", 8),
        ("验收单.pdf", HEALTH, "2025-06", "赵敏", 20),
    ]
    assert stocked.task(1, today=TODAY).evidence == kept and stocked.task(2, today=TODAY).evidence == ()
    assert [evidence.content(stocked.database, e.sha256) for e in kept] == [p.read_bytes() for p in files]
    before = len(stocked.history())
    evidence.attach(stocked.database, 1, files)
    assert len(stocked.history()) == before and stocked.check() == ()


def test_what_was_attached_is_taken_back_and_attached_again(
    stocked: Tracker, files: tuple[Path, Path]
) -> None:
    evidence.attach(stocked.database, 1, files, by="赵敏", at=NOON)
    assert stocked.history(1)[-1].after == "验收单.pdf"
    assert "佐证材料：现场.jpg、验收单.pdf" in stocked.undo().words
    assert stocked.task(1, today=TODAY).evidence == () and stocked.check() == ()
    evidence.attach(stocked.database, 1, files[:1])
    assert [e.name for e in stocked.task(1, today=TODAY).evidence] == ["现场.jpg"] and stocked.check() == ()


def test_what_is_not_taken(stocked: Tracker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evidence, "MOST_BYTES", 1 << 20)
    cases = {
        "装.exe": (b"MZ", "不是可以附的种类"),
        "图.jpg": (b"MZ\x90", "内容是程序"),
        "空.pdf": (b"", "是空的"),
        "大.pdf": (b"0" * ((1 << 20) + 1), "超过 1 MB"),
    }
    for name, (data, message) in cases.items():
        (tmp_path / name).write_bytes(data)
        with pytest.raises(TrackerError, match=message):
            evidence.attach(stocked.database, 1, [tmp_path / name])
    with pytest.raises(TrackerError, match="没有这个文件"):
        evidence.attach(stocked.database, 1, [tmp_path / "无.pdf"])
    with pytest.raises(TrackerError, match="没有编号为 99 的任务"):
        evidence.attach(stocked.database, 99, [])
    monkeypatch.setattr(evidence, "MOST_FILES", 1)
    for name in ("甲.txt", "乙.txt"):
        (tmp_path / name).write_text(name, encoding="utf-8")
    with pytest.raises(TrackerError, match="不超过 1 个文件"):
        evidence.attach(stocked.database, 1, [tmp_path / "甲.txt", tmp_path / "乙.txt"])
    assert stocked.task(1, today=TODAY).evidence == () and stocked.check() == ()


def test_evidence_in_tables(stocked: Tracker, files: tuple[Path, Path]) -> None:
    assert "evidence" not in standard(stocked.tasks(today=TODAY), ledger=True)
    evidence.attach(stocked.database, 1, files)
    tasks = stocked.tasks(today=TODAY)
    assert "evidence" in standard(tasks, ledger=True) and "evidence" not in standard(tasks, ledger=False)
    assert COLUMNS["evidence"].value(tasks[0], 1) == "现场.jpg\n验收单.pdf"


def test_evidence_in_a_backup_and_in_the_check(
    stocked: Tracker, files: tuple[Path, Path], tmp_path: Path
) -> None:
    kept = evidence.attach(stocked.database, 1, files, at=NOON).evidence
    with Tracker(upkeep.backup(stocked.database, tmp_path / "copy.db")) as copy:
        assert copy.task(1, today=TODAY).evidence == kept and copy.check() == ()
        assert evidence.content(copy.database, kept[0].sha256) == files[0].read_bytes()
    folder = stocked.database.kept.folder
    if folder is not None:
        (folder / kept[0].sha256[:2] / kept[0].sha256).unlink()
        (found,) = stocked.check()
        assert "“现场.jpg”不见了" in found.words


# ---- the commands ------------------------------------------------------------------------------------------


def test_attach_list_and_fetch(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "office.db"))
    monkeypatch.setenv("POLICYPARSE_BY", "王芳")
    with Tracker() as tracker:
        tracker.add(education(), at=NOON)
    assert run("evidence").stderr == "没有附佐证材料。\n"
    run("progress", "1", "--percent", "60", "--evidence", str(files[0]), "--evidence", str(files[1]))
    said = run("progress", "2", "--evidence", str(files[0]))
    assert "佐证材料" in said.stdout and "现场.jpg" in said.stdout
    listed = run("佐证").stdout
    assert "1\t扩大托育供给\t现场.jpg\t8\t" in listed and "共 3 个文件。" in listed
    out = tmp_path / "取出"
    assert f"共 2 个文件，已写到 {out}。" in run("evidence", "1", "--fetch", str(out)).stdout
    assert {p.name: p.read_bytes() for p in out.iterdir()} == {
        "1-现场.jpg": files[0].read_bytes(),
        "1-验收单.pdf": files[1].read_bytes(),
    }
    assert "已存在" in run("evidence", "1", "--fetch", str(out), code=1).stderr
    assert "没有编号为 9 的任务" in run("evidence", "9", code=1).stderr
    assert "附材料" in run("history").stdout
