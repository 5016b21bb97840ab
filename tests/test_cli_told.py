"""What goes wrong in a call is told in plain Chinese, ends with a code and leaves nothing half written."""

from __future__ import annotations

import errno
import os
import re
from pathlib import Path

import pytest
from calls import at_desk, run
from tracked import NOON, TODAY, education

from policyparse.cli.files import spread
from policyparse.errors import why
from policyparse.tracker import Tracker


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at_desk(tmp_path, monkeypatch)
    with Tracker() as tracker:
        tracker.add(education(), by="督查室", at=NOON)
    (tmp_path / "空").mkdir()
    (tmp_path / "在.txt").write_text("云泽县", encoding="utf-8")
    return tmp_path


TOLD = [
    ("tasks --limit 0", 2, "选项 --limit 的值不对：应是不小于 1 的整数"),
    ("tasks --limit 多", 2, "应是整数"),
    ("serve --port 99999", 2, "应是"),
    ("add --jobs 1.5 在.txt", 2, "应是整数"),
    ("export --per-unit 在.txt", 1, "无法建立文件夹“在.txt”：已有同名的文件。"),
    ("serve --host 999.1.1.1", 2, "没有这个地址"),
    ("--db 空 tasks", 1, "没有读写的权限，或者它不是文件"),
    ("add 空", 1, "空：这是一个文件夹，里面没有文件"),
    ("import 空", 1, "里面没有文件"),
    ("parse 空", 1, "里面没有文件"),
    ("units --order", 2, "--order 后面要依次写单位"),
    ("undo 99", 1, "操作 99 不存在"),
]


@pytest.mark.parametrize(("words", "code", "told"), TOLD, ids=[words for words, *_ in TOLD])
def test_it_is_told_in_chinese(office: Path, words: str, code: int, told: str) -> None:
    result = run(*words.split(), code=code)
    assert told in result.stderr
    assert not re.search(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}", result.stderr)


@pytest.mark.skipif(os.name != "posix", reason="numbers of POSIX")
def test_a_reason_that_nobody_knows_is_told_in_the_words_of_the_system() -> None:
    assert why(PermissionError(13, "Permission denied")) == "没有权限"
    assert why(OSError(71, "Protocol error")) == "Protocol error"
    assert why(OSError("odd")) == "odd"


@pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="the administrator may look anywhere")
def test_a_folder_that_cannot_be_looked_into_is_named(office: Path) -> None:
    (office / "空").chmod(0)
    try:
        assert "没有打开它的权限" in run("add", str(office), code=1).stderr
    finally:
        (office / "空").chmod(0o755)


def test_a_folder_that_may_be_listed_and_not_entered_fails_by_its_files(
    office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (office / "空" / "甲.txt").write_text("云泽县", encoding="utf-8")

    def shut(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "is_file", shut)
    assert spread([office / "空"]) == [office / "空" / "甲.txt"]


def test_an_undo_is_not_taken_back(office: Path) -> None:
    run("edit", "1", "--title", "增加托位")
    run("undo")
    assert "操作 2 已经撤销" in run("undo", "2", code=1).stderr
    assert "操作 3 本身是撤销" in run("undo", "3", code=1).stderr


def test_a_tracker_that_is_not_there_is_told_as_new(office: Path) -> None:
    assert "还没有，已新建一个空的" in run("--db", "搬走了.db", "tasks").stderr
    assert "新建" not in run("--db", "搬走了.db", "tasks").stderr


def test_a_new_issue_of_no_document_keeps_no_file(office: Path) -> None:
    (office / "新.txt").write_text(
        "云泽县饮水方案\n\n一、任务\n1.改造管网30公里。（县水利局负责）\n", encoding="utf-8"
    )
    assert "没有编号为 9 的文件" in run("add", "--replaces", "9", "新.txt", code=1).stderr
    assert "台账完好" in run("check").stdout


def test_a_unit_typed_twice_is_one_and_who_leads_does_not_support_too(office: Path) -> None:
    run("edit", "1", "--lead", "市教育局、云溪市教育局", "--support", "市教育局、市财政局、财政局")
    with Tracker() as tracker:
        units = [(unit.value.canonical, unit.value.role) for unit in tracker.task(1, today=TODAY).units]
    assert units == [("云溪市教育局", "lead"), ("云溪市财政局", "support")]
