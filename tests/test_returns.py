"""Tables out and back: what a unit wrote is taken, what it left is left, what cannot be read is named by its cell."""

from __future__ import annotations

import csv
import random
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from calls import run
from ledger_samples import TASK, target
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from tracked import education, welfare

from policyparse import lexicon
from policyparse.cli.told_back import not_taken
from policyparse.exports.columns import COLUMNS
from policyparse.exports.marks import PRINTED, presents
from policyparse.exports.units import titled
from policyparse.ledger import Entries, TrackedTask
from policyparse.returns.cells import Cell
from policyparse.returns.differences import present_values
from policyparse.returns.entries import Unreadable, entry
from policyparse.returns.headers import CLUES, FILLED, NOT_TAKEN, field_of
from policyparse.returns.lines import Problem
from policyparse.tables import columns as headings
from policyparse.tracker import Tracker

HEALTH, EDUCATION, FINANCE = "云溪市卫生健康委员会", "云溪市教育局", "云溪市财政局"
DAY = date(2025, 7, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of three documents with some progress, and the tables that went out of it."""
    folder = tmp_path_factory.mktemp("made")
    with Tracker(folder / "office.db") as tracker:
        tracker.add(education())
        tracker.add(welfare())
        tracker.progress(
            1, Entries(percent=40, note="已新增托位\n二百个", person="李四", presents={1: Decimal("3.9")})
        )
        tracker.progress(4, Entries(state="已完成", note="=全部办结"))
        tracker.progress(2, Entries(state="已终止", reason="上级另有部署"))
    run("--db", str(folder / "office.db"), "export", "--ledger", "--per-unit", str(folder / "各单位"))
    for suffix in ("xlsx", "docx"):
        run("--db", str(folder / "office.db"), "export", "--ledger", "-o", str(folder / f"台账.{suffix}"))
    return folder


def tasks() -> dict[int, TrackedTask]:
    with Tracker() as tracker:
        return {task.id: task for task in tracker.tasks(today=DAY)}


def log() -> int:
    with Tracker() as tracker:
        return len(tracker.history())


def workbook(unit: str) -> Path:
    return Path("各单位") / f"{unit}.xlsx"


def at(page: Worksheet, header: str, task: int, head: int = 2) -> str:
    """The place of a task's cell under a header."""
    names = [cell.value for cell in page[head]]
    ids = {row[1].value: row[1].row for row in page.iter_rows(min_row=head + 1)}
    return f"{get_column_letter(names.index(header) + 1)}{ids[task]}"


def fill(unit: str, *cells: tuple[str, int, str, Any]) -> None:
    """Write into a unit's workbook as a person would: sheet, task, header, value."""
    book = openpyxl.load_workbook(workbook(unit))
    for name, task, header, value in cells:
        book[name][at(book[name], header, task)] = value
    book.save(workbook(unit))


def change(unit: str, edit: Callable[[Worksheet], None], name: str = "牵头任务") -> None:
    book = openpyxl.load_workbook(workbook(unit))
    edit(book[name])
    book.save(workbook(unit))


# ---- the law ---------------------------------------------------------------------------------------------


def test_law_8_export_change_nothing_import(office: Path) -> None:
    before, entries = tasks(), log()
    for words in (("各单位",), ("台账.xlsx",), ("台账.docx",), ("各单位", "台账.xlsx", "台账.docx")):
        assert run("import", *words).stdout.startswith("没有更新")
    assert tasks() == before and log() == entries


def test_law_8_holds_of_what_was_taken_back(office: Path) -> None:
    fill(
        HEALTH,
        ("牵头任务", 1, "进展情况", "新增托位300个"),
        ("牵头任务", 1, "目标现值", "托位数：4.1\n覆盖率：80%"),
    )
    run("import", "各单位")
    entries = log()
    run("export", "--ledger", "--per-unit", "第二期")
    assert run("import", "第二期", "各单位").stdout.startswith("没有更新")
    assert log() == entries


# ---- what a person does to a table -----------------------------------------------------------------------


def test_entries_come_back(office: Path) -> None:
    fill(
        HEALTH,
        ("牵头任务", 1, "状态", "推进中"), ("牵头任务", 1, "总体进度", 0.6), ("牵头任务", 1, "进展情况", "新增300个"),
        ("牵头任务", 1, "责任人", None), ("牵头任务", 1, "联系方式", 13800000000), ("牵头任务", 1, "需协调事项", "用地"),
        ("牵头任务", 1, "目标现值", "托位数：４.２个\n覆盖率：95%"),
    )  # fmt: skip
    words = run("import", str(workbook(HEALTH))).stdout
    assert f"1\t扩大托育供给\t进展情况\t已新增托位 二百个\t新增300个\t{HEALTH}" in words
    assert "1 项任务有更新，1 份填报入账。" in words
    after = tasks()[1]
    assert (after.progress.percent, after.progress.note) == (60, "新增300个")
    assert (after.progress.person, after.progress.contact) == ("", "13800000000")
    assert (after.progress.coordinate, after.progress.updated_by) == ("用地", HEALTH)
    assert after.presents == (Decimal("4.2"), Decimal("95"))


def test_an_older_copy_takes_back_nothing_that_was_corrected(office: Path) -> None:
    """What stands for the month was said later; undone, it may be said again."""
    first, second = Path("第一份.xlsx"), Path("第二份.xlsx")
    for copied, note, percent in ((first, "新增300个", 0.5), (second, "新增320个", 0.55)):
        fill(HEALTH, ("牵头任务", 1, "进展情况", note), ("牵头任务", 1, "总体进度", percent))
        shutil.copy(workbook(HEALTH), copied)
        run("import", str(copied), "--period", "2025-06")
    before = log()

    def told() -> tuple[Any, Any]:
        with Tracker() as tracker:
            (report,) = (one for one in tracker.filed([1])[1] if one.unit == HEALTH)
        return report.entries["percent"], report.entries["note"]

    words = run("import", str(first), "--period", "2025-06", code=1)
    assert "收到、后来更正过的一份相同，没有采用；确要改回请用 progress" in words.stderr
    assert (log(), told()) == (before, (55, "新增320个"))
    assert run("import", str(second), "--period", "2025-06").exit_code == 0
    fill(HEALTH, ("牵头任务", 1, "总体进度", 0.5))
    run("import", str(workbook(HEALTH)), "--period", "2025-06")
    assert told() == (50, "新增320个")
    run("undo")
    run("undo")
    assert told() == (50, "新增300个")
    run("import", str(second), "--period", "2025-06")
    assert told() == (55, "新增320个")


def test_goals_of_one_metric_and_unit_are_told_whole() -> None:
    """例：上半年新增12项，年底前达到40项: a number behind the bare metric would stand for either."""
    goals = target("主题服务", "12", "项", change="increase"), target("主题服务", "40", "项")
    task = replace(TASK, targets=goals)
    assert presents(task) == "主题服务增加12项：\n主题服务达到40项："
    assert present_values(task, "主题服务增加12项：\n主题服务达到40项：38").found == {2: Decimal(38)}
    before = present_values(task, "主题服务：12\n主题服务：38")  # as tables had it that went out before
    assert before.found == {1: Decimal(12), 2: Decimal(38)}


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("农村公路（条）：\n农村公路（公里）：20\n桥：1", {2: "20", 3: "1"}),
        ("农村公路(公里): 20公里", {2: "20"}),
        ("农村公路：\n农村公路：20", {2: "20"}),  # as tables had it that went out before
        ("农村公路：20公里\n农村公路：3条", {1: "3", 2: "20"}),
        ("农村公路：3", {1: "3"}),
        ("桥： 2 座", {3: "2"}),
    ],
)
def test_goals_of_one_metric_are_told_by_their_units(cell: str, found: dict[int, str]) -> None:
    """例：道路5条 and 道路40公里: a line left empty lends its place to no other."""
    goals = target("农村公路", "5", "条"), target("农村公路", "40", "公里"), target("桥", "2", "座")
    task = replace(TASK, targets=goals)
    assert presents(task) == "农村公路（条）：\n农村公路（公里）：\n桥："
    values = present_values(task, cell)
    assert (values.found, values.unread) == ({at: Decimal(value) for at, value in found.items()}, ())


def test_a_dry_run_shows_the_same_and_writes_nothing(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "进展情况", "新增300个"))
    before = log()
    dry = run("import", "各单位", "--dry-run").stdout
    assert "试算，未写入：1 项任务有更新" in dry and log() == before
    assert run("import", "各单位").stdout == dry.replace("试算，未写入：", "")


def test_one_command_that_one_undo_takes_back(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "进展情况", "新增300个"))
    fill(FINANCE, ("牵头任务", 3, "总体进度", "25%"))
    before = tasks()
    run("import", "各单位", "--period", "2025-06")
    with Tracker() as tracker:
        assert len({c.command for c in tracker.history() if c.verb == "import"}) == 1
    assert "取回" in run("undo").stdout
    assert tasks() == before


def test_shuffled_and_missing_rows_and_other_names(office: Path) -> None:
    def shuffle(page: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3)]
        random.Random(7).shuffle(rows)
        page.insert_rows(3)  # an empty one among them
        for down, row in enumerate(rows[1:], 4):
            for across, value in enumerate(row, 1):
                page.cell(down, across).value = value
        page.delete_rows(3 + len(rows))
        page.title = "Sheet1（2）"

    fill(EDUCATION, ("配合任务", 1, "进展情况", "配合摸底"), ("配合任务", 3, "进展情况", "已对账"))
    kept = {1: "配合摸底", 3: "已对账"}
    change(EDUCATION, shuffle, "配合任务")
    book = openpyxl.load_workbook(workbook(EDUCATION))
    left = {row[1].value for row in book["Sheet1（2）"].iter_rows(min_row=3)} & set(kept)
    assert left
    workbook(EDUCATION).rename("来件.xlsx")
    run("import", "来件.xlsx")
    after = tasks()
    assert all(after[n].as_told_by(EDUCATION).progress.note == kept[n] for n in left)


def test_other_headers_and_a_title_above(office: Path) -> None:
    def rename(page: Worksheet) -> None:
        page["A1"] = None
        page.insert_rows(2, 2)
        page["C2"] = "填表说明：请于月底前报送"
        names = {cell.value: cell for cell in page[4]}
        for old, new in (
            ("进展情况", "完成 情况（本月）"),
            ("牵头单位", "责任单位"),
            ("总体进度", "完成率"),
            ("状态", "目前状态"),
        ):
            names[old].value = new

    fill(
        HEALTH,
        ("牵头任务", 1, "进展情况", "新增300个"),
        ("牵头任务", 1, "状态", "已办结"),
        ("牵头任务", 1, "总体进度", 1),
    )
    change(HEALTH, rename)
    assert "请核对" not in run("import", str(workbook(HEALTH))).output
    assert (tasks()[1].progress.note, tasks()[1].progress.state) == ("新增300个", "已完成")


def test_cells_merged_over_rows(office: Path) -> None:
    def merge(page: Worksheet) -> None:
        page[at(page, "进展情况", 1)] = "一并推进，已开会2次"
        column = at(page, "进展情况", 1)[0]
        page.merge_cells(f"{column}3:{column}4")

    fill(EDUCATION, ("配合任务", 3, "进展情况", None))
    change(EDUCATION, merge, "配合任务")
    run("import", str(workbook(EDUCATION)))
    told = {n: tasks()[n].as_told_by(EDUCATION).progress.note for n in (1, 3)}
    assert told == dict.fromkeys((1, 3), "一并推进，已开会2次")


def test_an_added_row_is_offered(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "进展情况", "新增300个"))

    def add(page: Worksheet) -> None:
        for header, value in (
            ("重点任务", "开展托育机构摸底"),
            ("工作内容", "全面摸底。"),
            ("总体进度", 0.5),
            ("配合单位", "市民政局"),
        ):
            page[f"{at(page, header, 1)[0]}4"] = value

    change(HEALTH, add)
    words = run("import", str(workbook(HEALTH)), "--dry-run").stdout
    assert "新增　" in words and "“开展托育机构摸底”：未补录" in words
    assert "已补录为任务 " in run("import", str(workbook(HEALTH)), "--add-new").stdout
    (new,) = (task for task in tasks().values() if task.title == "开展托育机构摸底")
    assert (new.lead, new.support, new.progress.percent) == (("市卫健委",), ("市民政局",), 50)
    assert [t.id for t in tasks().values() if t.document.id == 1].index(new.id) == 1
    assert new.progress.updated_by == HEALTH
    assert run("check").exit_code == 0


def test_a_row_copied_to_make_a_new_one(office: Path) -> None:
    def copy(page: Worksheet) -> None:
        for cell in page[3]:
            page.cell(4, cell.column).value = cell.value
        page[f"{at(page, '重点任务', 1)[0]}4"] = "另一件事"
        page[f"{at(page, '进展情况', 1)[0]}4"] = "刚开始"

    change(HEALTH, copy)
    words = run("import", str(workbook(HEALTH))).stdout
    assert "“另一件事”：未补录" in words and "没有更新" in words


# ---- several who say several things ------------------------------------------------------------------------


def test_several_units_on_one_task(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "总体进度", 0.5), ("牵头任务", 1, "进展情况", "一样的话"))
    fill(EDUCATION, ("配合任务", 1, "总体进度", 0.7), ("配合任务", 1, "进展情况", "已选址"))
    fill(FINANCE, ("牵头任务", 3, "进展情况", "已拨付"))
    assert "3 份填报入账 2025-06" in run("import", "各单位", "--period", "2025-06").stdout
    one = tasks()[1]
    assert tasks()[3].progress.note == "已拨付"
    assert [(s.name, s.progress.percent, s.progress.note) for s in one.standings][1] == (
        "市教育局",
        70,
        "已选址",
    )
    shown = run("show", "1").stdout
    assert "市教育局（配合，2025-06）" in shown and "已选址" in shown
    run("export", "--ledger", "-o", "新台账.csv")
    assert "配合情况" in Path("新台账.csv").read_text("utf-8-sig")


def test_one_unit_that_says_two_things(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "总体进度", 0.5))
    shutil.copy(workbook(HEALTH), "又一份.xlsx")
    fill(HEALTH, ("牵头任务", 1, "总体进度", 0.7))
    fill(FINANCE, ("牵头任务", 3, "进展情况", "已拨付"))
    result = run("import", "各单位", "又一份.xlsx", "--period", "2025-06", code=1)
    assert "不一致　任务 1《扩大托育供给》总体进度：" in result.stderr and "“50”" in result.stderr
    assert tasks()[1].progress.percent == 40 and tasks()[3].progress.note == "已拨付"


def test_what_is_refused_is_named_by_its_cell_and_task(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "状态", "已完成"), ("牵头任务", 1, "总体进度", 0.8))
    said = run("import", str(workbook(HEALTH)), "--period", "2025-06", code=1).stderr
    assert "〔牵头任务〕A3　任务 1：已完成的任务，总体进度是 100，不是 80" in said


def test_the_period_that_a_workbook_is_for_stands_in_it(office: Path) -> None:
    run("reporting", "1", "月报", "--day", "5")
    run("export", "--ledger", "--per-unit", "九月", "--period", "2025-09")
    book = openpyxl.load_workbook(Path("九月") / f"{HEALTH}.xlsx")
    page = book["牵头任务"]
    assert "（2025年9月填报，10月5日前报回）" in page["A1"].value
    page[at(page, "进展情况", 1)] = "九月情况"
    book.save("迟到.xlsx")
    result = run("import", "迟到.xlsx", "--period", "2025-10", code=1)
    assert "入账 2025-09" in result.stdout and "表上写明的是 2025-09" in result.stderr
    with Tracker() as tracker:
        filed = {c.task.id: c for c in tracker.reports("2025-09", today=DAY)}
    assert filed[1].units[0].note == "九月情况"


def test_what_is_filed_and_leaves_the_present_is_told_in_the_list(office: Path) -> None:
    """A late file, one of a task that is 销号, and the same file again: the list promises no change that is none."""
    fill(FINANCE, ("牵头任务", 3, "进展情况", "七月情况"), ("牵头任务", 3, "责任人", "王五"))
    run("import", str(workbook(FINANCE)), "--period", "2025-07")
    fill(FINANCE, ("牵头任务", 3, "进展情况", "六月情况"), ("牵头任务", 3, "联系方式", "0123"))
    late = run("import", str(workbook(FINANCE)), "--period", "2025-06")
    assert "进展情况\t七月情况\t六月情况（仅留存，现状不变）\t" in late.stdout
    assert "联系方式\t（空）\t0123\t" in late.stdout  # what July did not say holds from June on
    assert "进展情况只作为 2025-06 的填报留存，这些现状不变" in late.stderr
    again = run("import", str(workbook(FINANCE)), "--period", "2025-06")
    assert again.stdout.startswith("没有更新，1 份早已入账") and not again.stderr
    run("progress", "3", "--state", "已完成", "--note", "办结")
    run("apply", "3")
    run("close", "3")
    fill(FINANCE, ("牵头任务", 3, "进展情况", "八月情况"))
    closed = run("import", str(workbook(FINANCE)), "--period", "2025-08")
    assert "进展情况\t办结\t八月情况（仅留存，现状不变）\t" in closed.stdout
    assert "没有更新，1 份填报入账 2025-08" in closed.stdout and tasks()[3].progress.note == "办结"


def _noted(name: str, note: str, **others: str) -> Path:
    """The row of the task that 市财政局 leads, of a 台账 that went out, with 进展情况 written in and other cells by their headers."""
    with Path(name).open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    head = next(line for line in lines if "进展情况" in line)
    row = next(line for line in lines if line[head.index("牵头单位")] == "市财政局")
    for header, value in {"进展情况": note, **others}.items():
        row[head.index(header)] = value
    with Path("填好.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([head, row])
    return Path("填好.csv")


def test_what_the_office_wrote_of_an_earlier_time_is_told_alike(office: Path) -> None:
    """A 台账 without a unit's name is the office's own word: what its leads, or itself, said later stays as it is."""
    run("export", "--ledger", "--document", "1", "-o", "六月.csv")
    run("import", str(_noted("六月.csv", "七月情况")), "--period", "2025-07")
    late = run("import", str(_noted("六月.csv", "六月情况", 联系方式="0123")), "--period", "2025-06")
    assert "进展情况\t七月情况\t六月情况（仅留存，现状不变）\t" in late.stdout
    assert "联系方式\t（空）\t0123\t" in late.stdout  # what July did not say holds from June on
    assert "进展情况只作为 2025-06 的填报留存，这些现状不变" in late.stderr
    assert "1 项任务有更新，1 份填报入账 2025-06" in late.stdout and tasks()[3].progress.note == "七月情况"
    later = run("import", str(_noted("六月.csv", "五月情况")), "--period", "2025-05")
    assert "没有更新，1 份填报入账 2025-05" in later.stdout
    fill(FINANCE, ("牵头任务", 3, "进展情况", "八月情况"))
    run("import", str(workbook(FINANCE)), "--period", "2025-08")
    again = run("import", str(_noted("六月.csv", "七月再报")), "--period", "2025-07")
    assert "进展情况\t八月情况\t七月再报（仅留存，现状不变）\t" in again.stdout
    assert "没有更新" in again.stdout


def test_an_export_without_marks_that_nobody_wrote_in_is_no_report(office: Path) -> None:
    """Law 8 for CSV: nobody has reported, whatever the period, and the work has not begun earlier either."""
    run("progress", "3", "--note", "已拨付", "--state", "推进中", "--period", "2025-06")
    before = tasks()
    run("export", "--ledger", "--document", "1", "-o", "台账.csv")
    for period in ("2025-02", "2025-07"):
        again = run("import", "台账.csv", "--period", period)
        assert again.stdout == "没有更新，4 行与台账一致，没有入账。\n" and tasks() == before
    assert (
        "1 份填报入账 2025-07"
        in run("import", str(_noted("台账.csv", "已支付")), "--period", "2025-07").stdout
    )


def test_words_like_a_formula_come_back_from_a_csv_as_they_went_out(office: Path) -> None:
    run("progress", "3", "--note", "=全部办结")
    run("export", "--ledger", "--document", "1", "-o", "台账.csv")
    assert "'=全部办结" in Path("台账.csv").read_text("utf-8-sig")  # no spreadsheet calculates it
    again = run("import", str(_noted("台账.csv", "'=全部办结", 联系方式="0123")))
    assert "进展情况" not in again.stdout and "联系方式\t（空）\t0123\t" in again.stdout
    assert tasks()[3].progress.note == "=全部办结"


def test_a_workbook_of_another_tracker(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "进展情况", "新增300个"))
    with Tracker("other.db") as other:
        other.add(education())
    result = run("--db", "other.db", "import", str(workbook(HEALTH)), code=1)
    assert "另一份台账下发的" in result.stderr
    with Tracker("other.db") as other:
        assert not other.task(1, today=DAY).standings


def test_rows_that_did_not_come_back_are_told(office: Path) -> None:
    fill(EDUCATION, ("配合任务", 1, "进展情况", "已选址"))
    change(EDUCATION, lambda page: page.delete_rows(4), "配合任务")
    result = run("import", str(workbook(EDUCATION)), code=1)
    assert "下发 3 项，少了 1 项：任务 3《保障经费》；少的没有动" in result.stderr


def test_what_the_tracker_has_changed_since_is_no_word_of_the_unit(office: Path) -> None:
    run("edit", "1", "--lead", "市财政局")
    assert "请核对" not in run("import", str(workbook(HEALTH))).output


def test_done_in_words_and_odd_in_numbers(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "总体进度", 1), ("牵头任务", 1, "目标现值", "托位数：4，200\n覆盖率：90"))
    errors = run("import", str(workbook(HEALTH)), "--period", "2025-06", code=1).stderr
    assert "进度 100% 而状态是推进中" in errors and "目标现值 4200 是目标" in errors
    assert tasks()[1].as_told_by(HEALTH).presents == (Decimal("3.9"), Decimal("90"))


def test_what_a_unit_left_alone_says_nothing(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "进展情况", "新增300个"))
    assert "1 项任务有更新" in run("import", "各单位").stdout
    assert run("import", str(workbook(EDUCATION)), str(workbook(FINANCE))).stdout.startswith("没有更新")
    assert tasks()[1].progress.note == "新增300个"


def test_the_same_workbook_for_the_next_period(office: Path) -> None:
    for note, period in (("六月进展", "2025-06"), ("七月进展", "2025-07")):
        fill(HEALTH, ("牵头任务", 1, "进展情况", note))
        assert f"入账 {period}" in run("import", str(workbook(HEALTH)), "--period", period).stdout
    with Tracker() as tracker:
        tracker.set_reporting(1, "monthly", 5)
        cards = {
            p: {c.task.id: c for c in tracker.reports(p, today=date(2025, 8, 10))}
            for p in ("2025-06", "2025-07")
        }
    assert (cards["2025-06"][1].note, cards["2025-07"][1].note) == ("六月进展", "七月进展")
    assert cards["2025-07"][1].by == HEALTH and cards["2025-07"][3].status == "逾期未报"


def test_silence_is_no_report(office: Path) -> None:
    """What comes back as it went out says nothing, of open tasks and of those under way."""
    assert "行没有填写" in run("import", str(workbook(EDUCATION)), "--period", "2025-06").stdout
    with Tracker() as tracker:
        assert not [card for card in tracker.reports("2025-06", today=DAY) if card.status == "已报"]


# ---- what cannot be read -----------------------------------------------------------------------------------


def test_what_cannot_be_read_is_told_by_its_cell(office: Path) -> None:
    fill(
        HEALTH,
        ("牵头任务", 1, "总体进度", "过半"), ("牵头任务", 1, "状态", "差不多了"), ("牵头任务", 1, "存在问题", "=A1/0"),
        ("牵头任务", 1, "目标现值", "托位数：不少\n覆盖率：90"), ("牵头任务", 1, "进展情况", "新增300个"),
    )  # fmt: skip
    errors = run("import", str(workbook(HEALTH)), code=1).stderr
    where = f"请核对　{HEALTH}.xlsx〔牵头任务〕"
    page = openpyxl.load_workbook(workbook(HEALTH))["牵头任务"]
    for header, why in (
        ("总体进度", "看不懂进度“过半”"), ("状态", "看不懂状态“差不多了”"), ("存在问题", "公式没有算出的结果"),
        ("目标现值", "看不懂目标现值“托位数：不少”"),
    ):  # fmt: skip
        assert f"{where}{at(page, header, 1)}：{why}" in errors
    assert tasks()[1].progress.note == "新增300个" and tasks()[1].progress.percent == 40
    assert tasks()[1].presents == (Decimal("3.9"), Decimal("90"))


def test_the_same_as_above_is_what_stands_above(office: Path) -> None:
    book = openpyxl.load_workbook("台账.xlsx")
    page = book.worksheets[0]
    heads = [cell.value for cell in page[2]]
    for row, header, words in (
        (3, "存在问题", "同上"),
        (3, "进展情况", "土建已完工"),
        (4, "进展情况", "同上"),
    ):
        page.cell(row, heads.index(header) + 1).value = words
    book.save("台账.xlsx")
    result = run("import", "台账.xlsx", code=1)
    assert "“同上”的上一行没有填，没有读" in result.stderr
    assert [task.progress.note for task in tasks().values()].count("土建已完工") == 2


def test_an_entry_is_what_its_cell_shows(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "进展情况", datetime(2025, 6, 1)))
    book = openpyxl.load_workbook(workbook(HEALTH))
    page = book["牵头任务"]
    page[at(page, "进展情况", 1)].number_format = 'yyyy"年"m"月"'
    book.save(workbook(HEALTH))
    run("import", str(workbook(HEALTH)))
    assert tasks()[1].progress.note == "2025年6月"


def test_entries_that_contradict_each_other(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "状态", "已终止"), ("牵头任务", 1, "责任人", "赵六"))
    fill(FINANCE, ("牵头任务", 3, "进展情况", "已拨付"))
    result = run("import", str(workbook(HEALTH)), str(workbook(FINANCE)), code=1)
    assert "任务 1：任务改为“已终止”，须说明事由" in result.stderr
    assert "赵六" not in result.stdout
    assert tasks()[1].progress.person == "李四" and tasks()[3].progress.note == "已拨付"


def test_locked_facts_are_told_and_left(office: Path) -> None:
    fill(HEALTH, ("牵头任务", 1, "牵头单位", "市民政局"))
    assert (
        "牵头单位，台账是“市卫健委”，表中是“市民政局”，没有采用"
        in run("import", str(workbook(HEALTH)), code=1).stderr
    )
    assert tasks()[1].lead == ("市卫健委",)


def test_printed_facts_whose_line_ends_were_lost_are_no_difference(office: Path) -> None:
    """例：a table saved as a page of the web keeps 托位数 2,000个⏎覆盖率 ≥90% as one line."""
    book = openpyxl.load_workbook(workbook(HEALTH))
    page = book["牵头任务"]
    cells = [
        page.cell(row, column)
        for row in range(1, page.max_row + 1)
        for column in range(1, page.max_column + 1)
    ]
    broken = [cell for cell in cells if isinstance(cell.value, str) and "\n" in cell.value]
    assert broken
    for cell in broken:
        cell.value = str(cell.value).replace("\n", " ")
    book.save(workbook(HEALTH))
    assert "没有采用" not in run("import", str(workbook(HEALTH)), "--dry-run").stderr
    # the entries, whose line ends were lost too, are told and left to import
    assert "没有更正" in run("import", str(workbook(HEALTH)), "--corrections", "--dry-run", code=1).stdout


def test_a_time_that_is_only_written_in_another_way_is_no_difference(office: Path) -> None:
    sheet = openpyxl.Workbook()
    assert sheet.active is not None
    sheet.active.append(["任务号", "重点任务", "完成时限", "进展情况"])
    (said,) = (d.value.due for d in tasks()[1].deadlines if d.value.due)
    sheet.active.append([1, tasks()[1].title, f"{said.month}月底前", "已开工"])
    sheet.save(office / "回.xlsx")
    assert "没有采用" not in run("import", str(office / "回.xlsx"), "--dry-run").stderr
    sheet.active["C2"] = "3月底前"
    sheet.save(office / "回.xlsx")
    assert (
        "〔Sheet〕C2：任务 1 的完成时限" in run("import", str(office / "回.xlsx"), "--dry-run", code=1).stderr
    )


def test_key_and_title_of_two_tasks(office: Path) -> None:
    fill(
        EDUCATION,
        ("配合任务", 1, "进展情况", "配合摸底"),
        ("配合任务", 1, "重点任务", "保障经费"),
        ("配合任务", 1, "任务号", 3),
    )
    result = run("import", str(workbook(EDUCATION)), code=1)
    assert tasks()[1].as_told_by(EDUCATION).progress.note != "配合摸底" and "填的不一样" in result.stderr


BAD = [("空.xlsx", b""), ("坏.xlsx", b"PK\x03\x04 no archive"), ("坏.docx", b"x"), ("表.pdf", b"%PDF-1.4")]


@pytest.mark.parametrize(("name", "content"), BAD)
def test_a_bad_file_is_named_and_the_others_are_taken(office: Path, name: str, content: bytes) -> None:
    Path(name).write_bytes(content)
    fill(HEALTH, ("牵头任务", 1, "进展情况", "新增300个"))
    result = run("import", name, str(workbook(HEALTH)), "没有.xlsx", code=1)
    assert f"失败　{name}" in result.stderr and "找不到这个文件" in result.stderr
    assert tasks()[1].progress.note == "新增300个"


def test_a_workbook_without_such_a_table(office: Path) -> None:
    openpyxl.Workbook().save("空表.xlsx")
    assert "没有找到填报表" in run("import", "空表.xlsx", code=1).stderr


# ---- other tables --------------------------------------------------------------------------------------------


def test_the_ledger_of_the_whole_office(office: Path) -> None:
    book = openpyxl.load_workbook("台账.xlsx")
    page = book["督查台账"]
    row = next(row for row in page.iter_rows(min_row=3) if "保障经费" in [cell.value for cell in row])
    names = [cell.value for cell in page[2]]
    for header, value in (("办结状态", "已办结"), ("进展情况", "已拨付")):
        row[names.index(header)].value = value
    book.save("台账.xlsx")
    assert "台账.xlsx" in run("import", "台账.xlsx").stdout
    assert (tasks()[3].progress.state, tasks()[3].progress.percent) == ("已完成", 100)


def test_a_ledger_in_word(office: Path) -> None:
    document = docx.Document("台账.docx")
    names = [cell.text for cell in document.tables[0].rows[0].cells]
    row = next(row for row in document.tables[0].rows if "保障经费" in [cell.text for cell in row.cells])
    row.cells[names.index("进展情况")].text = "已拨付\n第二批在审"
    row.cells[names.index("总体进度")].text = "45%"
    document.save("台账.docx")
    run("import", "台账.docx")
    assert (tasks()[3].progress.note, tasks()[3].progress.percent) == ("已拨付\n第二批在审", 45)


# ---- cells and headers -----------------------------------------------------------------------------------------

PERCENTS = [
    (0.4, True, "40"), (0.4, False, "40"), (40, True, "40"), (40, False, "40"), (1, True, "100"), (0, False, "0"),
    ("40%", False, "40"), ("４０％", False, "40"), ("40", False, "40"), ("0.4", False, "40"), ("100%", False, "100"),
    ("99.6%", False, "99"), (0.28999999999999998, True, "29"),
    ("33.3%", False, "33"), ("", False, ""), ("1%", False, "1"), ("六成", False, "60"), ("六成五", False, "65"), ("七成半", False, "75"),
    ("百分之六十", False, "60"), ("约半数", False, None), (1, False, None),
    ("120%", False, None), (-0.1, True, None), ("1", False, None), (250, True, None),
]  # fmt: skip


@pytest.mark.parametrize(("value", "share", "found"), PERCENTS)
def test_shares_as_people_write_them(value: Any, share: bool, found: str | None) -> None:
    cell = Cell(Decimal(str(value)) if isinstance(value, float) else value, "A1", share)
    if found is None:
        with pytest.raises(Unreadable):
            entry("percent", cell)
    else:
        assert entry("percent", cell) == found


STATES = [(word, known.id) for known in lexicon.entries("returns", "state") for word in known.examples]


@pytest.mark.parametrize(("word", "state"), STATES)
def test_states_as_people_write_them(word: str, state: str) -> None:
    assert entry("state", Cell(f" {word} ", "A1")) == state


def test_a_state_with_its_stop() -> None:
    assert entry("state", Cell("已完成。", "A1")) == "已完成"


@pytest.mark.parametrize("id_", sorted({*CLUES, *FILLED, "stamp", "document", *PRINTED}))
def test_our_own_headers_are_known(id_: str) -> None:
    assert field_of(COLUMNS[id_].header) == id_


@pytest.mark.parametrize(
    "id_", sorted(set(COLUMNS) - {*CLUES, *FILLED, "stamp", "document", "evidence", *PRINTED})
)
def test_our_other_headers_are_taken_for_nothing_else(id_: str) -> None:
    assert field_of(COLUMNS[id_].header) is None


HEADERS = [
    *(word for known in lexicon.entries("columns") for word in known.examples),
    *(
        word
        for known in lexicon.entries("roles")
        for word in known.examples
        if known.reading["role"] in (*headings.UNITS, "time")
    ),
]


@pytest.mark.parametrize("word", sorted(set(HEADERS) - {column.header for column in COLUMNS.values()}))
def test_what_parse_knows_as_a_header_import_knows(word: str) -> None:
    assert headings.meaning(word), f"parse does not know {word}"
    assert field_of(word) or headings.meaning(word) in NOT_TAKEN, f"import does not know {word}"


@pytest.mark.parametrize(
    ("word", "field"),
    [("具体措施", "text"), ("责任主体", "lead"), ("完成节点", "deadline"), ("办理状态", "state")],
)
def test_headers_that_only_one_of_the_two_knew(word: str, field: str) -> None:
    assert field_of(word) == field


@pytest.mark.parametrize("suffix", ["xlsx", "csv"])
def test_a_copy_without_its_marks_is_of_the_unit_that_its_title_names(office: Path, suffix: str) -> None:
    """What a supporting unit wrote into a copy of its sheet (CSV, another workbook) is no word of the office."""
    page = openpyxl.load_workbook(office / "各单位" / f"{EDUCATION}.xlsx")["配合任务"]
    copy = openpyxl.Workbook()
    for row in page.iter_rows(values_only=True):
        copy.worksheets[0].append(row)
    sheet = copy.worksheets[0]
    sheet.cell(3, [cell.value for cell in sheet[2]].index("进展情况") + 1).value = "配合选址"
    copy.save(office / "复制.xlsx")
    with (office / "复制.csv").open("w", encoding="gb18030", newline="") as file:
        csv.writer(file).writerows(sheet.iter_rows(values_only=True))
    said = run("import", f"复制.{suffix}", "--period", "2025-06")
    assert "市教育局" in said.stdout
    with Tracker(office / "office.db") as tracker:
        task = tracker.task(sheet.cell(3, 2).value, today=DAY)
    assert task.progress.note != "配合选址"
    assert [s.progress.note for s in task.standings if s.unit == EDUCATION] == ["配合选址"]


def without_marks(path: Path, copy: str, title: str | None = None) -> None:
    """A copy of a workbook that has lost what it says of itself; with another title."""
    book = openpyxl.load_workbook(path)
    book.custom_doc_props.props.clear()
    if title:
        book["牵头任务"]["A1"] = title
    book.save(copy)


def test_the_period_of_a_copy_is_the_one_that_is_printed(office: Path) -> None:
    run("reporting", "1", "月报")
    run("export", "--ledger", "--per-unit", "九月", "--period", "2025-09")
    fill(HEALTH, ("牵头任务", 1, "进展情况", "没有填报期"))
    sent = office / "九月" / f"{HEALTH}.xlsx"
    book = openpyxl.load_workbook(sent)
    book["牵头任务"][at(book["牵头任务"], "进展情况", 1)] = "九月情况"
    book.save(sent)
    without_marks(sent, "复制.xlsx")
    assert "入账 2025-09" in run("import", "复制.xlsx").stdout
    without_marks(sent, "改题.xlsx", "市卫生健康委重点任务督查台账：牵头任务 2025年10月进展情况填报表")
    assert "入账 2025-10" in run("import", "改题.xlsx").stdout
    without_marks(workbook(HEALTH), "没有.xlsx")
    asked = run("import", "没有.xlsx", code=1)
    assert asked.stderr == (
        "请核对　没有.xlsx：没有写明填报期，1 行没有写入；请用 --period 写明是哪一期，如 2025-06、2025Q2\n"
    )
    assert asked.stdout.startswith("没有更新") and "没有填报期" not in run("history", "1").stdout
    assert "入账 2025-11" in run("import", "没有.xlsx", "--period", "2025-11").stdout


def test_unit_and_period_of_a_document_that_has_lost_its_marks(office: Path) -> None:
    run("reporting", "1", "月报", "--day", "5")
    run("export", "--ledger", "--per-unit", "九月", "--period", "2025-09")
    document = docx.Document(str(Path("九月") / f"{HEALTH}.docx"))
    copy = docx.Document()
    for paragraph in document.paragraphs:
        copy.add_paragraph(paragraph.text)
    (table,) = document.tables
    made = copy.add_table(0, len(table.columns))
    for row in (row for row in table.rows if len({cell.text for cell in row.cells}) > 1):
        cells = made.add_row().cells
        for cell, old in zip(cells, row.cells, strict=True):
            cell.text = old.text
    heads = [cell.text for cell in made.rows[0].cells]
    row = next(r for r in made.rows if "扩大托育供给" in {c.text for c in r.cells})
    row.cells[heads.index("存在问题")].text = "缺场地"
    copy.save("抄件.docx")
    assert any(p.text.endswith("        填报期：2025年9月（10月5日前报回）") for p in copy.paragraphs)
    assert "入账 2025-09" in run("import", "抄件.docx").stdout
    (standing, *_) = tasks()[1].standings
    assert (standing.unit, standing.progress.problem) == (HEALTH, "缺场地")


@pytest.mark.parametrize("below", [True, False], ids=["pasted below", "a sheet of its own"])
def test_a_table_put_into_the_workbook_of_another_unit_stays_its_own(office: Path, below: bool) -> None:
    fill(FINANCE, ("牵头任务", 3, "进展情况", "已拨付"))
    other = openpyxl.load_workbook(workbook(FINANCE))["牵头任务"]

    book = openpyxl.load_workbook(workbook(HEALTH))
    page = book["牵头任务"] if below else book.create_sheet("财政局")
    for row in other.iter_rows(values_only=True):
        page.append(row)
    book.save(workbook(HEALTH))

    words = run("import", str(workbook(HEALTH)), "--period", "2025-06")
    assert f"已拨付\t{FINANCE}" in words.stdout and "没有读" not in words.stderr
    assert [(s.unit, s.progress.note) for s in tasks()[3].standings if s.progress.note] == [
        (FINANCE, "已拨付")
    ]


def test_a_row_of_a_task_that_speaks_of_who_reports_is_no_title(office: Path) -> None:
    sheet = openpyxl.Workbook()
    assert sheet.active is not None
    for row in (("任务号", "进展情况"), (1, "已开工，报送单位：市财政局"), (3, "已拨付")):
        sheet.active.append(row)
    sheet.save(office / "回.xlsx")
    words = run("import", str(office / "回.xlsx"), "--period", "2025-06").stdout
    assert "已开工，报送单位：市财政局" in words and "已拨付" in words


def test_a_unit_that_answers_for_another_is_told(office: Path) -> None:
    fill(EDUCATION, ("牵头任务", 2, "进展情况", "已办结"))
    other = openpyxl.load_workbook(workbook(EDUCATION))["牵头任务"]
    change(HEALTH, lambda page: page.append([cell.value for cell in other[3]]))
    words = run("import", str(workbook(HEALTH)), "--period", "2025-06")
    assert f"{HEALTH} 不是任务 2 的责任单位" in words.stderr + words.stdout
    assert tasks()[2].progress.note != "已办结"


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("填报单位：市教育局        填报日期：2025年7月3日", "市教育局"),
        ("填报单位（盖章）: 市教育局", "市教育局"),
        ("填报单位：                 填报日期：    年  月  日", None),
        (
            "《云溪市2025年教育工作要点》督查台账（市教育局）：配合任务（2025年6月填报，7月5日前报回）",
            "市教育局",
        ),
        ("《要点》督查台账（省市场监管局（省知识产权局））：牵头任务", "省市场监管局（省知识产权局）"),
        ("市教育局重点任务督查台账：牵头任务", "市教育局"),
        ("《云溪市2025年教育工作要点》督查台账", None),
        ("市教育局填报", None),
    ],
)
def test_the_unit_in_a_title(title: str, unit: str | None) -> None:
    assert titled(["", title]) == unit


ALIKE = [
    ("台账.xlsx〔台账〕A{}", (3, 4, 5, 6, 9, 11, 12), "台账.xlsx〔台账〕A3—A6、A9、A11—A12"),
    ("台账.docx〔第1个表〕第{}行第2列", range(2, 9), "台账.docx〔第1个表〕第2行第2列—第8行第2列"),
    ("{}.xlsx", range(6), "0.xlsx、1.xlsx、2.xlsx、3.xlsx、4.xlsx、5.xlsx"),
]


@pytest.mark.parametrize(("place", "rows", "told"), ALIKE)
def test_many_problems_of_one_kind_are_one_line(
    place: str, rows: Sequence[int], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    not_taken((), [Problem(place.format(row), "没有读") for row in rows])
    assert capsys.readouterr().err == f"请核对　{told}：没有读（共{len(rows)}处）\n"


def test_problems_that_each_say_something_of_a_task_are_told_one_by_one(
    capsys: pytest.CaptureFixture[str],
) -> None:
    not_taken((), [Problem(f"甲〔乙〕M{row}", f"看不懂进度“{row}成多”，请填百分数") for row in range(3, 10)])
    not_taken((), [Problem(f"甲〔乙〕A{row}", f"任务 {row} 的名称也改了") for row in range(3, 10)])
    first, *others = capsys.readouterr().err.splitlines()
    assert first == "请核对　甲〔乙〕M3—M9：看不懂进度“3成多”，请填百分数（共7处，其余类似）"
    assert len(others) == 7
