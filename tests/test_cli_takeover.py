"""``add 台账.xlsx``: a ledger that another office kept, taken over with what it reports."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from calls import at_desk, run

from policyparse.ledger import TrackedTask
from policyparse.tracker import Tracker

HEADS = (
    "序号", "重点任务", "工作内容", "牵头单位", "配合单位", "完成时限", "责任人", "联系电话", "进展情况", "存在问题", "进度", "办理状态",
)  # fmt: skip
ROWS = (
    (1, "新建社区食堂", "新建社区食堂12家。", "市民政局", "市商务局", "2099年9月底前", "李强", "0123-4567", "已建成5家", "用地未落实", 0.4, "推进中"),
    (2, "改造农贸市场", "改造农贸市场3处。", "市商务局", "市市场监管局", "2099年6月底前", "王芳", "", "3处全部开业", "", 1, "已办结"),
    (3, "开展消费节", "举办消费节2场。", "市商务局", "", "2099年12月底前", "", "", "", "", None, ""),
    (4, "推广数字门票", "推广数字门票。", "市文化广电和旅游局", "", "2099年10月底前", "赵敏", "", "正在对接", "", 0.4, "已完成"),
)  # fmt: skip
DAY = date(2099, 7, 1)


@pytest.fixture(autouse=True)
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger as an office keeps it in Excel, and a tracker that is empty."""
    at_desk(tmp_path, monkeypatch)
    book = openpyxl.Workbook()
    page = book.active
    page.append(["云溪市2099年消费促进重点任务督查台账"])
    page.append(HEADS)
    for row in ROWS:
        page.append(row)
    for row in page.iter_rows(min_row=3):
        row[10].number_format = "0%"
    book.save("去年台账.xlsx")
    return tmp_path


def tasks() -> list[TrackedTask]:
    with Tracker() as tracker:
        return list(tracker.tasks(today=DAY))


def test_a_ledger_is_taken_over_with_what_it_reports() -> None:
    said = run("add", "去年台账.xlsx").stdout
    assert "找到  任务 4" in said and "接管台账填报" in said
    first, second, third, _ = tasks()
    assert (first.progress.state, first.progress.percent, first.progress.note) == ("推进中", 40, "已建成5家")
    assert (first.progress.problem, first.progress.person, first.progress.contact) == (
        "用地未落实",
        "李强",
        "0123-4567",
    )
    assert [s.name for s in first.standings] == ["市民政局"], "it is the report of the unit that leads"
    assert (second.progress.state, second.progress.percent) == ("已完成", 100)
    assert (third.progress.state, third.standings) == ("未启动", ())
    assert "用地未落实" in run("problems").stdout
    assert run("check").exit_code == 0


def test_what_cannot_be_is_told_and_left_in_the_words_of_the_task() -> None:
    said = run("add", "去年台账.xlsx").output
    assert "任务 4《推广数字门票》的填报未接管" in said and "总体进度是 100" in said
    last = tasks()[3]
    assert last.progress.state == "未启动"
    assert "正在对接" in run("show", "4").stdout


def test_the_tasks_alone_are_taken_where_so_asked() -> None:
    assert "接管台账填报" not in run("add", "去年台账.xlsx", "--no-progress").stdout
    assert {task.progress.state for task in tasks()} == {"未启动"} and not any(t.standings for t in tasks())


def test_it_is_undone_with_the_document() -> None:
    run("add", "去年台账.xlsx")
    run("undo")
    assert tasks() == []
    run("add", "去年台账.xlsx")
    assert tasks()[0].progress.note == "已建成5家"


def test_the_next_month_goes_on_from_there() -> None:
    """The units' workbooks come filled in with what the ledger said, and a ledger of our own is no document."""
    run("add", "去年台账.xlsx")
    run("export", "--ledger", "--per-unit", "下发", "--unit", "市民政局")
    page = openpyxl.load_workbook(Path("下发") / "云溪市民政局.xlsx")["牵头任务"]
    heads = [cell.value for cell in page[2]]
    row = [cell.value for cell in page[3]]
    assert (row[heads.index("进展情况")], row[heads.index("总体进度")]) == ("已建成5家", 0.4)
    run("export", "--ledger", "-o", "我们的台账.xlsx")
    assert "import" in run("add", "我们的台账.xlsx", code=1).output
