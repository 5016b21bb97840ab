"""Files of a store are added by its address: fetched where one is named, gone afterwards, refused in words."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path
from socket import gethostname

import pytest
from typer.testing import CliRunner

from policyparse import cluster, stores
from policyparse.cli import app
from policyparse.errors import LibraryMissing, UnreadableFile
from policyparse.model import Parsed
from policyparse.readers.limits import Limits

fsspec = pytest.importorskip("fsspec")

TEXT = "云溪市2025年重点工作任务分工方案\n一、加强就业\n（一）建成零工市场{}家。（牵头单位：市人力资源社会保障局）\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A store in memory with two documents, one hidden file, and a temporary folder of its own to fetch into."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "台账.db"))
    memory = fsspec.filesystem("memory")
    memory.store.clear()
    for name, text in (
        ("甲.txt", TEXT.format(3)),
        ("下/乙.txt", TEXT.format(5)),
        (".藏.txt", TEXT.format(7)),
    ):
        memory.pipe(f"/政策/{name}", text.encode())
    return "memory://政策"


def run(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, [*words], prog_name="policyparse")
    return done.exit_code, done.output


def test_the_password_of_an_address_is_not_printed() -> None:
    for address in ("nothing://office:秘密@云溪/甲.txt", "zip://甲.txt::nothing://office:秘密@云溪/乙.zip"):
        code, said = run("add", address)
        assert code and "云溪" in said and "秘密" not in said


def test_a_folder_of_a_store_is_added(store: str, tmp_path: Path) -> None:
    code, said = run("add", store)
    assert code == 0 and "共 2 个文件：成功 2，失败 0。" in said
    assert "甲.txt" in said and "乙.txt" in said
    assert not list((tmp_path / "temporary").iterdir())
    code, said = run("add", f"{store}/甲.txt")
    assert code == 0 and "此前已入库" in said


def test_a_file_in_an_archive_and_one_by_its_path(store: str, tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../丙.txt", TEXT.format(9))
    (tmp_path / "档案.zip").write_bytes(packed.getvalue())
    (tmp_path / "丁.txt").write_text(TEXT.format(11), encoding="utf-8")
    code, said = run("add", f"zip://::file://{tmp_path}/档案.zip", str(tmp_path / "丁.txt"))
    assert code == 0 and "成功 2" in said
    assert not list(tmp_path.rglob("丙.txt"))


@pytest.mark.parametrize("address", ["memory://没有", "nosuchstore://x", "file:///没有/这个.txt"])
def test_what_cannot_be_fetched_is_said(store: str, address: str) -> None:
    code, said = run("add", address)
    assert code == 1 and said.startswith("错误：" + address)
    assert "Traceback" not in said


def test_a_file_that_is_too_large_is_not_fetched_whole(store: str, tmp_path: Path) -> None:
    fsspec.filesystem("memory").pipe("/政策/大.txt", b"1" * 3_000_000)
    code, said = run("add", f"{store}/大.txt", "--max-bytes", "1M")
    assert code == 1 and "文件过大" in said
    assert not list((tmp_path / "temporary").iterdir())


def test_others_are_given_the_address_of_each_file(store: str, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "档案.zip", "w") as archive:
        archive.writestr("下/丙.txt", TEXT.format(9))
    (tmp_path / "丁.txt").write_text(TEXT.format(11), encoding="utf-8")
    packed = f"file://{tmp_path}/档案.zip"
    told = {
        store: [f"{store}/下/乙.txt", f"{store}/甲.txt"],
        f"{store}/甲.txt": [f"{store}/甲.txt"],
        f"zip://::{packed}": [f"zip://下/丙.txt::{packed}"],
        f"file://{tmp_path}/丁.txt": [f"file://{tmp_path}/丁.txt"],
    }
    for address, every in told.items():
        with stores.at_hand([address], 10**6, later=True) as there:
            assert [*there.addresses.values()] == every
            assert not any(path.exists() for path in there.paths)
            for path in there.paths:
                there.fetch(path)
                assert TEXT[:9] in path.read_text(encoding="utf-8")
                there.let_go(path)
            assert not any(path.exists() for path in there.paths)


def test_what_a_worker_cannot_see_it_says_with_its_name(store: str, tmp_path: Path) -> None:
    assert isinstance(cluster.read(f"{store}/甲.txt", Limits()), Parsed)
    for place in (f"{store}/没有.txt", str(tmp_path / "别处.txt")):
        said = str(cluster.read(place, Limits()))
        assert gethostname() in said and place.rpartition("/")[2] in said


def test_what_differs_in_what_is_hidden_is_known_apart() -> None:
    one, other = (
        stores.AtHand((Path("甲"),), {Path("甲"): f"sftp://office:{word}@云溪/甲.txt"}, 9) for word in "一二"
    )
    assert one.shown(Path("甲")) == other.shown(Path("甲"))
    names = {one.known_as(Path("甲")), other.known_as(Path("甲"))}
    assert len(names) == 2 and not any("一@" in name or "二@" in name for name in names)


def test_without_fsspec_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "fsspec", None)
    with pytest.raises(LibraryMissing, match=r"policyparse\[cluster\]"), stores.at_hand(["memory://x"], 9):
        pass


def test_a_path_is_no_address(tmp_path: Path) -> None:
    words = ["要点.txt", "/共享/政策", "C:\\政策\\要点.txt", "政策：//一.txt", "a:b.txt"]
    assert not any(map(stores.is_address, words))
    with stores.at_hand(words, 9) as there:
        assert there.paths == tuple(Path(word) for word in words)
    with pytest.raises(UnreadableFile), stores.at_hand(["memory://没有"], 9):
        pass
