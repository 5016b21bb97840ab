"""Files of a call: odd names, links, several at a time, and what is in already."""

from __future__ import annotations

import os
import sys
import zipfile
from pathlib import Path

import pytest
from typer.testing import CliRunner

from policyparse import sandbox
from policyparse.cli import app, files
from policyparse.readers.file import plain_name

TEXT = (
    "云溪市2099年托育工作要点\n一、扩大供给\n（一）增加托位。年底前新建托育点{}个。（牵头单位：市教育局）\n"
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "a.db"))
    inside = tmp_path / "文件"
    inside.mkdir()
    return inside


def fill(folder: Path, count: int) -> None:
    for number in range(1, count + 1):
        (folder / f"{number}.txt").write_text(TEXT.format(number), encoding="utf-8")


NAMES = [
    ("方案.txt", "方案.txt"),
    (os.fsdecode("方案.txt".encode("gbk")), "方案.txt"),
    ("方\n案\x1b[2J.txt", "方 案 [2J.txt"),
    ("方\ud800案", "方 案"),
    ("方\u202e案", "方 案"),
]


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_name_as_it_can_be_shown_and_stored(name: str, shown: str) -> None:
    assert plain_name(name) == shown


@pytest.mark.skipif(sys.platform != "linux", reason="other systems keep no names that are no Unicode")
def test_names_out_of_a_windows_zip_are_added_and_shown(folder: Path) -> None:
    fill(folder, 1)
    (folder / os.fsdecode("方案.txt".encode("gbk"))).write_text(TEXT.format(7), encoding="utf-8")
    (folder / "换\n行.txt").write_text("春江潮水\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["add", str(folder)])
    assert done.exit_code == 1
    assert "■ 方案.txt　已入库" in done.stdout
    assert "共 3 个文件：成功 2，失败 1" in done.stdout
    assert "换 行.txt：没有找到任务事项" in done.stderr


def test_an_archive_of_one_file_is_added_and_one_of_a_table_of_ours_is_not(folder: Path) -> None:
    with zipfile.ZipFile(folder / "附件.zip", "w") as package:
        package.writestr("方案.txt", TEXT.format(7))
    (folder / "转发.eml").write_text(
        f"From: a@yunxi.example\nSubject: 7\nContent-Type: text/plain; charset=utf-8\n\n{TEXT.format(8)}",
        encoding="utf-8",
    )
    done = CliRunner().invoke(app, ["add", str(folder)])
    assert done.exit_code == 0 and "共 2 个文件：成功 2，失败 0" in done.stdout, done.stdout + done.stderr
    CliRunner().invoke(app, ["export", "--ledger", "-o", str(folder / "台账.xlsx")])
    with zipfile.ZipFile(folder / "填报.zip", "w") as package:
        package.write(folder / "台账.xlsx", "台账.xlsx")
    assert "请用 policyparse import 取回" in CliRunner().invoke(app, ["add", str(folder / "填报.zip")]).stderr


@pytest.mark.skipif(os.name != "posix", reason="links need a privilege elsewhere")
def test_a_link_that_leaves_the_folder_is_not_followed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(folder, 1)
    secret = tmp_path / "外.txt"
    secret.write_text(TEXT.format(9), encoding="utf-8")
    (folder / "a.txt").symlink_to(secret)
    (folder / "b.txt").symlink_to(folder / "1.txt")
    assert [path.name for path in files.spread([folder])] == ["1.txt", "b.txt"]
    assert "链接指向文件夹之外" in capsys.readouterr().err
    assert files.spread([folder / "a.txt"]) == [folder / "a.txt"]


def test_several_at_a_time_are_stored_in_their_order_and_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder, 4)
    first = CliRunner().invoke(app, ["add", str(folder), "--jobs", "2"])
    assert [line for line in first.stdout.splitlines() if line.startswith("■")] == [
        f"■ {n}.txt　已入库，文件编号 {n}" for n in range(1, 5)
    ]

    def never(*_: object) -> None:
        raise AssertionError("a file that is in was read again")

    monkeypatch.setattr(sandbox.Room, "call", never)
    again = CliRunner().invoke(app, ["add", str(folder), "--jobs", "2"])
    assert again.exit_code == 0
    assert again.stdout.count("此前已入库，未重复") == 4


def test_an_interruption_says_what_is_in_and_what_is_not(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(folder, 3)
    real = sandbox.Room.call

    def call(room: sandbox.Room, what: str, path: Path, *more: object) -> object:
        if path.name == "2.txt":
            raise KeyboardInterrupt
        return real(room, what, path, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(sandbox.Room, "call", call)
    done = CliRunner().invoke(app, ["add", str(folder)])
    assert done.exit_code == 130
    assert "已中断：1 个文件已处理，0 个失败，2 个还没有读" in done.stderr


def test_a_second_file_of_the_same_title_and_number_is_told(folder: Path) -> None:
    issued = "云溪市人民政府办公室关于印发2025年工作要点的通知\n云政办发〔2025〕{}号\n一、建成托育园{}家。\n2025年1月5日\n"
    for name, number, homes in (("甲", 3, 3), ("乙", 3, 4), ("丙", 4, 3)):
        (folder / f"{name}.txt").write_text(issued.format(number, homes), encoding="utf-8")
    database = ["--db", str(folder.parent / "台账.db")]

    def added(name: str, *more: str) -> str:
        return CliRunner().invoke(app, ["add", str(folder / f"{name}.txt"), *more, *database]).output

    assert "已入库，文件编号 1" in added("甲")
    assert "同名同文号" in added("乙")
    assert "此前已入库" in added("甲")
    assert "已入库，文件编号 2" in added("丙")
    assert "已入库，文件编号 3" in added("乙", "--force")
    assert "此前已入库" in added("乙")
