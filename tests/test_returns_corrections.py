"""The office's own tables, corrected by hand and taken back: each changed cell a decision, the rest as it was."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from calls import run

from policyparse.ledger import TrackedTask
from policyparse.tracker import Tracker

PLAN = """云溪市人民政府办公室关于印发云溪市2099年托育服务工作要点的通知
云政办发〔2099〕3号
各县区人民政府，市直各单位：
现将《云溪市2099年托育服务工作要点》印发给你们，请认真组织实施。
云溪市人民政府办公室
2099年2月8日
云溪市2099年托育服务工作要点
一、扩大服务供给
（一）增加普惠托位。新建一批社区托育点，每千人口托位数达到4.5个，普惠托位占比达到60%以上。（牵头单位：市卫生健康委；配合单位：市教育局）
（二）改造闲置校舍。6月底前完成闲置校舍摸底。（牵头单位：市教育局；配合单位：市财政局）
（三）清理旧设施。全面清理旧设施。
二、提升服务质量
（四）开展安全检查。9月底前安全检查覆盖率达到100%。（牵头单位：市应急局；配合单位：市教育局）
"""
DAY = date(2099, 7, 1)
Cells = dict[tuple[int, str], str | None]
"""What a person writes: by the printed row (from 1) and the header."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of one plan, and the tables that an office exports of it."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "要点.txt").write_text(PLAN, "utf-8")
    db = ("--db", str(folder / "office.db"))
    run(*db, "add", str(folder / "要点.txt"))
    for name, more in (("责任分工表", ()), ("台账", ("--ledger",))):
        for suffix in ("xlsx", "docx"):
            run(*db, "export", *more, "-o", str(folder / f"{name}.{suffix}"))
    return folder


TABLES = ("责任分工表.xlsx", "台账.docx")
ALL = (*TABLES, "台账.xlsx", "责任分工表.docx")


@pytest.fixture(params=TABLES)
def name(request: pytest.FixtureRequest) -> str:
    """Each of the tables in turn."""
    return str(request.param)


def tasks() -> dict[int, TrackedTask]:
    with Tracker() as tracker:
        return {task.id: task for task in tracker.tasks(today=DAY)}


def log() -> int:
    with Tracker() as tracker:
        return len(tracker.history())


def correct(name: str, cells: Cells) -> None:
    """Write into the printed rows of a table as a person would."""
    (_in_excel if name.endswith("xlsx") else _in_word)(name, cells)


def _in_excel(name: str, cells: Cells) -> None:
    book = openpyxl.load_workbook(name)
    page = book.worksheets[0]
    heads = [cell.value for cell in page[2]]
    for (row, header), value in cells.items():
        page.cell(2 + row, heads.index(header) + 1).value = value
    book.save(name)


def _in_word(name: str, cells: Cells) -> None:
    document = docx.Document(name)
    (table,) = document.tables
    heads = [cell.text for cell in table.rows[0].cells]
    rows = {row.cells[0].text: row for row in table.rows}
    for (row, header), value in cells.items():
        rows[str(row)].cells[heads.index(header)].text = value or ""
    document.save(name)


# ---- the law -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_what_nobody_changed_corrects_nothing(office: Path, name: str) -> None:
    before, entries = tasks(), log()
    assert run("import", "--corrections", name).stdout == "没有更正。\n"
    run("import", name)
    assert tasks() == before and log() == entries


def test_nor_does_it_after_the_tracker_has_changed(office: Path, name: str) -> None:
    run("edit", "1", "--title", "增加托位", "--lead", "市教育局", "--target", "托位数不低于5个")
    before = tasks()
    assert run("import", "--corrections", name).stdout == "没有更正。\n"
    assert tasks() == before


# ---- each cell -----------------------------------------------------------------------------------------


def _told(task: TrackedTask) -> dict[str, Any]:
    return {
        "title": task.title,
        "text": task.text,
        "lead": task.lead,
        "support": task.support,
        "targets": [(t.value.metric, t.value.value) for t in task.targets],
        "due": [d.value.due for d in task.deadlines],
    }


ROWS: list[tuple[Cells, dict[str, Any]]] = [
    ({(1, "重点任务"): "增加普惠性托位"}, {"title": "增加普惠性托位"}),
    ({(1, "工作内容"): "新建12个社区托育点。"}, {"text": "新建12个社区托育点。"}),
    ({(1, "牵头单位"): "市教育局牵头"}, {"lead": ("市教育局",), "support": ()}),
    ({(1, "配合单位"): "市教育局、市财政局，市民政局"}, {"support": ("市教育局", "市财政局", "市民政局")}),
    ({(1, "配合单位"): ""}, {"support": ()}),
    (
        {(1, "量化目标"): "每千人口托位数达到4.8个\n普惠托位占比达到60%以上"},
        {"targets": [("每千人口托位数", Decimal("4.8")), ("普惠托位占比", Decimal(60))]},
    ),
    ({(1, "完成时限"): "11月底前"}, {"due": [date(2099, 11, 30)]}),
    ({(1, "完成时限"): "2099-10-15"}, {"due": [date(2099, 10, 15)]}),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "found"), ROWS, ids=lambda case: str(case)[:40])
def test_a_cell_is_a_correction(office: Path, name: str, cells: Cells, found: dict[str, Any]) -> None:
    before = tasks()
    correct(name, cells)
    said = run("import", "--corrections", name).stdout
    assert "更正 1 项任务。" in said and "\t原为\t改为\t出处" in said
    after = tasks()
    assert _told(after[1]) == {**_told(before[1]), **found}
    assert {n: t for n, t in after.items() if n != 1} == {n: t for n, t in before.items() if n != 1}
    assert run("import", "--corrections", name).stdout == "没有更正。\n"
    run("undo")
    assert tasks() == before


def test_a_dry_run_tells_each_cell_and_writes_nothing(office: Path, name: str) -> None:
    correct(name, {(2, "牵头单位"): "市财政局", (4, "完成时限"): "10月底前"})
    before = log()
    dry = run("import", "--corrections", "--dry-run", name).stdout
    assert "2\t改造闲置校舍\t牵头单位\t市教育局\t市财政局\t" in dry
    assert "4\t开展安全检查\t完成时限\t2099年9月底前\t10月底前\t" in dry
    assert "试算，未写入：更正 2 项任务。" in dry and log() == before
    assert run("import", "--corrections", name).stdout == dry.replace("试算，未写入：", "")
    with Tracker() as tracker:
        assert len({c.command for c in tracker.history() if c.verb == "edit"}) == 1


def test_what_is_not_touched_keeps_the_words_that_it_was_read_from(office: Path, name: str) -> None:
    before = tasks()[1]
    correct(name, {(1, "量化目标"): "每千人口托位数达到4.8个\n普惠托位占比达到60%以上"})
    run("import", "--corrections", name)
    after = tasks()[1]
    assert after.targets[1] == before.targets[1] and after.targets[1].span
    assert after.targets[0].rule == "decision"


def test_a_goal_with_a_day_of_its_own(office: Path, name: str) -> None:
    correct(name, {(1, "量化目标"): "每千人口托位数达到4.8个（2099年10月底前）"})
    run("import", "--corrections", name)
    (goal,) = tasks()[1].targets
    assert (goal.value.value, goal.value.due) == (Decimal("4.8"), date(2099, 10, 31))
    run("export", "-o", "新表.xlsx")
    assert run("import", "--corrections", "新表.xlsx").stdout == "没有更正。\n"


# ---- what the program itself printed -------------------------------------------------------------------


def test_marks_of_the_program_are_no_correction(office: Path, name: str) -> None:
    """待明确 and （推定） beside what a person wrote."""
    assert tasks()[3].lead == () and "（推定）" in run("tasks", "--columns", "任务号,完成时限").stdout
    correct(name, {(3, "牵头单位"): " 待明确", (3, "工作内容"): "全面清理旧设施、旧标牌。"})
    assert "更正 1 项任务。" in run("import", "--corrections", name).stdout
    after = tasks()[3]
    assert after.lead == () and after.text == "全面清理旧设施、旧标牌。"
    assert after.deadlines[0].value.basis == "document-year"


def test_a_presumption_whose_mark_is_taken_away_is_confirmed(office: Path, name: str) -> None:
    correct(name, {(3, "完成时限"): "2099年度任务"})
    assert "确认 1 条事实。" in run("import", "--corrections", name).stdout
    (deadline,) = tasks()[3].deadlines
    assert (deadline.value.basis, deadline.value.due) == ("explicit", date(2099, 12, 31))


# ---- what cannot be taken ------------------------------------------------------------------------------


def test_a_cell_that_cannot_be_taken_is_named_and_the_others_go_in(office: Path, name: str) -> None:
    correct(
        name,
        {
            (1, "牵头单位"): "市教育局1", (1, "工作内容"): "新内容。", (2, "完成时限"): "2月30日", (4, "重点任务"): "",
            (4, "配合单位"): "市财政局",
        },
    )  # fmt: skip
    result = run("import", "--corrections", name, code=1)
    assert (
        "“市教育局1”不像单位的名称，没有更正。是不是：云溪市教育局？确是新单位请加 --new-unit。"
        in result.stderr
    )
    assert "看不懂时限“2月30日”" in result.stderr and "任务 4 的名称不能是空的" in result.stderr
    assert result.stderr.count(name) == 3 and "市教育局1" not in result.stdout
    after = tasks()
    assert after[1].lead == ("市卫生健康委",) and after[1].text == "新内容。"
    assert after[4].support == ("市财政局",) and after[4].title == "开展安全检查"
    assert run("check").exit_code == 0


def test_a_cell_says_what_it_shows_and_an_error_takes_nothing_away(office: Path) -> None:
    """A month that Excel keeps as its first day is the month; #REF! is told, and the deadline stays."""
    book = openpyxl.load_workbook("责任分工表.xlsx")
    page = book.worksheets[0]
    heads = [cell.value for cell in page[2]]
    at = heads.index("完成时限") + 1
    rows = {str(n): 2 + n for n in range(1, 5)}
    page.cell(rows["2"], at).value = datetime(2099, 8, 1)
    page.cell(rows["2"], at).number_format = 'yyyy"年"m"月"'
    page.cell(rows["3"], at).value = 10
    page.cell(rows["3"], at).number_format = '0"月底前"'
    page.cell(rows["4"], at).value = "#REF!"
    book.save("责任分工表.xlsx")
    result = run("import", "--corrections", "责任分工表.xlsx", code=1)
    assert f"{page.cell(rows['4'], at).coordinate}：单元格出错：#REF!" in result.stderr
    due = {n: [d.value.due for d in task.deadlines] for n, task in tasks().items()}
    assert due[2] == [date(2099, 8, 31)] and due[3] == [date(2099, 10, 31)] and due[4] == [date(2099, 9, 30)]


def test_a_new_unit(office: Path, name: str) -> None:
    correct(name, {(1, "牵头单位"): "托育服务攻坚营"})
    assert "--new-unit" in run("import", "--corrections", name, code=1).stderr
    run("import", "--corrections", "--new-unit", name)
    assert tasks()[1].lead == ("托育服务攻坚营",)
    assert "--new-unit" in run("edit", "2", "--lead", "托育服务突击营", code=1).stderr
    run("edit", "2", "--lead", "托育服务突击营", "--new-unit")
    assert tasks()[2].lead == ("托育服务突击营",)


def test_two_tables_that_say_two_things(office: Path) -> None:
    correct("台账.xlsx", {(1, "牵头单位"): "市教育局", (2, "牵头单位"): "市财政局"})
    correct("台账.docx", {(1, "牵头单位"): "市民政局"})
    result = run("import", "--corrections", "台账.xlsx", "台账.docx", code=1)
    assert "不一致　任务 1《增加普惠托位》牵头单位：" in result.stderr and "“市民政局”" in result.stderr
    assert tasks()[1].lead == ("市卫生健康委",) and tasks()[2].lead == ("市财政局",)


def test_what_was_filled_in_is_left_to_import(office: Path) -> None:
    correct("台账.xlsx", {(1, "进展情况"): "已开工", (1, "牵头单位"): "市教育局"})
    result = run("import", "--corrections", "台账.xlsx", code=1)
    assert "任务 1 的进展情况也改了，没有采用" in result.stderr and tasks()[1].lead == ("市教育局",)
    assert tasks()[1].progress.note == ""


def test_without_the_option_a_correction_is_told_and_left(office: Path, name: str) -> None:
    correct(name, {(1, "重点任务"): "增加普惠性托位"})
    result = run("import", name, code=1)
    assert "没有采用；确要更正请用 import --corrections" in result.stderr
    assert tasks()[1].title == "增加普惠托位"


def test_a_table_of_another_tracker(office: Path) -> None:
    run("--db", "other.db", "add", "要点.txt")
    correct("台账.xlsx", {(1, "牵头单位"): "市教育局"})
    result = run("--db", "other.db", "import", "--corrections", "台账.xlsx", code=1)
    assert "另一份台账下发的" in result.stderr


# ---- rows ----------------------------------------------------------------------------------------------


def test_sorted_rows_and_rows_renamed_altogether(office: Path) -> None:
    """The hidden marks of a row tell its task, whatever became of its words and its place."""

    def turn(table: Any) -> None:
        last = table.rows[-1]._tr
        table.rows[1]._tr.addprevious(last)

    document = docx.Document("责任分工表.docx")
    (table,) = document.tables
    table.rows[-1].cells[1].text, table.rows[-1].cells[2].text = "另一个名称", "另外的内容。"
    turn(table)
    document.save("责任分工表.docx")
    run("import", "--corrections", "责任分工表.docx")
    after = tasks()
    assert (after[4].title, after[4].text) == ("另一个名称", "另外的内容。")
    assert after[1].title == "增加普惠托位"


def _new_row_in_excel() -> None:
    book = openpyxl.load_workbook("责任分工表.xlsx")
    page = book.worksheets[0]
    heads = [cell.value for cell in page[2]]
    page.insert_rows(4)
    for header, value in NEW.items():
        page.cell(4, heads.index(header) + 1).value = value
    book.save("责任分工表.xlsx")


def _new_row_in_word() -> None:
    document = docx.Document("责任分工表.docx")
    (table,) = document.tables
    heads = [cell.text for cell in table.rows[0].cells]
    row = table.add_row()
    for header, value in NEW.items():
        row.cells[heads.index(header)].text = value
    document.save("责任分工表.docx")


NEW = {
    "重点任务": "开展托育需求调查",
    "工作内容": "全面调查。",
    "牵头单位": "市统计局",
    "完成时限": "8月底前",
    "量化目标": "入户调查率达到95%",
}


@pytest.mark.parametrize(
    ("add", "name"), [(_new_row_in_excel, "责任分工表.xlsx"), (_new_row_in_word, "责任分工表.docx")]
)
def test_a_new_row_is_offered(office: Path, add: Callable[[], None], name: str) -> None:
    add()
    assert "“开展托育需求调查”：未补录" in run("import", "--corrections", name).stdout
    assert "已补录为任务 5" in run("import", "--corrections", "--add-new", name).stdout
    new = tasks()[5]
    assert (new.lead, new.deadlines[0].value.due) == (("市统计局",), date(2099, 8, 31))
    assert [t.value.metric for t in new.targets] == ["入户调查率"]


def test_a_new_row_of_a_unit_that_is_none_keeps_no_other_back(office: Path) -> None:
    correct("责任分工表.xlsx", {(1, "牵头单位"): "市教育局"})
    book = openpyxl.load_workbook("责任分工表.xlsx")
    page = book.worksheets[0]
    heads = [cell.value for cell in page[2]]
    for at, (title, lead) in enumerate((("摸底", "哈哈哈"), ("开展普查", "市统计局")), page.max_row + 1):
        page.cell(at, heads.index("重点任务") + 1, title)
        page.cell(at, heads.index("牵头单位") + 1, lead)
    book.save("责任分工表.xlsx")
    result = run("import", "--corrections", "--add-new", "责任分工表.xlsx", code=1)
    assert "新增的“摸底”：“哈哈哈”不像单位的名称" in result.stderr
    assert "更正 1 项任务，补录 1 项。" in result.stdout and "“开展普查”：已补录为任务 5" in result.stdout
    assert tasks()[1].lead == ("市教育局",) and tasks()[5].lead == ("市统计局",) and len(tasks()) == 5


def test_a_new_row_that_cannot_be_read_keeps_no_correction_back(office: Path) -> None:
    _new_row_in_word()
    correct("责任分工表.docx", {(1, "牵头单位"): "市教育局"})
    document = docx.Document("责任分工表.docx")
    document.tables[0].rows[-1].cells[-1].text = "2月30日"
    document.save("责任分工表.docx")
    result = run("import", "--corrections", "--add-new", "责任分工表.docx", code=1)
    assert "新增的行：看不懂时限“2月30日”" in result.stderr
    assert tasks()[1].lead == ("市教育局",) and len(tasks()) == 4


# ---- read again ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ALL)
def test_corrections_survive_a_new_issue(office: Path, name: str) -> None:
    correct(name, {(1, "牵头单位"): "市教育局", (4, "完成时限"): "10月底前", (2, "重点任务"): "改造校舍"})
    run("import", "--corrections", name)
    Path("修订.txt").write_text(
        PLAN.replace("3号", "9号").replace("（牵头单位：市应急局", "（牵头单位：市公安局"), "utf-8"
    )
    run("add", "修订.txt", "--replaces", "1")
    after = tasks()
    assert after[1].lead == ("市教育局",) and after[2].title == "改造校舍"
    assert after[4].deadlines[0].value.due == date(2099, 10, 31) and after[4].lead == ("市公安局",)


# ---- columns that were chosen ----------------------------------------------------------------------------

CHOSEN = "任务号,重点任务,量化目标,政策标准,里程碑,牵头单位"


@pytest.fixture(params=("xlsx", "docx"))
def chosen(request: pytest.FixtureRequest, office: Path) -> str:
    """A table of chosen columns, of a tracker in which a task has a standard and another a stage."""
    run("edit", "1", "--target", "普惠托位占比达到60%以上", "--target", "每个托位补助最高800元")
    run("add", str(_stages(office)))
    name = f"选列.{request.param}"
    run("export", "--columns", f"序号,{CHOSEN}", "-o", name)
    return name


def _stages(office: Path) -> Path:
    path = office / "方案.txt"
    path.write_text(
        "云溪市2099年清河工作方案\n云政办发〔2099〕5号\n一、主要任务\n（一）整治河道。一季度完成立项，6月底前开工，12月底前竣工。"
        "（牵头单位：市水利局）\n（二）清理河岸。全面清理河岸。（牵头单位：市水利局）\n云溪市人民政府办公室\n2099年1月8日\n",
        "utf-8",
    )
    return path


def test_standards_and_stages_are_corrected_in_a_table_of_chosen_columns(chosen: str) -> None:
    before = tasks()
    assert run("import", "--corrections", chosen).stdout == "没有更正。\n"
    (stages,) = (n for n, task in before.items() if task.milestones)
    run("edit", "2", "--lead", "市民政局")  # since it went out: no word of the table's
    correct(
        chosen,
        {
            (1, "政策标准"): "每个托位补助最高900元", (1, "量化目标"): "普惠托位占比达到65%以上\n托位数达到500个",
            (stages, "里程碑"): "一季度（3月底前）：完成立项\n8月底前：开工",
        },
    )  # fmt: skip
    assert "更正 2 项任务。" in run("import", "--corrections", chosen).stdout
    after = tasks()
    assert [(t.value.kind, t.value.value) for t in after[1].targets] == [
        ("goal", 65), ("goal", 500), ("standard", 900),
    ]  # fmt: skip
    first, second = after[stages].milestones
    assert first == before[stages].milestones[0]  # as it was read, with its words
    assert (second.value.when, second.value.text, second.value.due) == ("8月底前", "开工", date(2099, 8, 31))
    assert after[2].lead == ("市民政局",)
    assert "8月底前：开工（人工更正（督查室，" in run("show", str(stages)).stdout
    assert run("check").exit_code == 0


def test_a_stage_that_cannot_be_read_is_told(chosen: str) -> None:
    (stages,) = (n for n, task in tasks().items() if task.milestones)
    correct(chosen, {(stages, "里程碑"): "完成立项", (1, "里程碑"): "2月30日：开工"})
    result = run("import", "--corrections", chosen, code=1)
    assert "看不懂里程碑“完成立项”" in result.stderr and "看不懂时限“2月30日”" in result.stderr


def test_a_copy_without_stamps_says_what_it_is_compared_with(office: Path) -> None:
    """CSV has no room for marks: what the tracker has changed since is changed back, and that is said."""
    run("export", "--columns", CHOSEN, "-o", "选列.csv")
    assert run("import", "--corrections", "选列.csv").output == "没有更正。\n"
    run("edit", "2", "--lead", "市民政局")
    told = run("import", "--corrections", "选列.csv", "--dry-run")
    assert "牵头单位\t市民政局\t市教育局\t" in told.stdout
    assert "请注意　选列.csv：" in told.stderr and "不是同导出时比" in told.stderr


def test_rows_that_are_gone_are_named_with_the_command_that_removes_them(office: Path, name: str) -> None:
    if name.endswith("xlsx"):
        book = openpyxl.load_workbook(name)
        book.worksheets[0].delete_rows(4, 2)
        book.save(name)
    else:
        document = docx.Document(name)
        (table,) = document.tables
        for row in [row for row in table.rows if row.cells[0].text in ("2", "3")]:
            table._tbl.remove(row._tr)
        document.save(name)
    told = run("import", "--corrections", name, code=1).stderr
    assert "少了 2 项：任务 2《改造闲置校舍》、3《清理旧设施》；没有删去" in told
    assert len(tasks()) == 4
    run(*told.strip().partition("policyparse ")[2].split())
    assert sorted(tasks()) == [1, 4]


def test_a_file_that_holds_no_table_is_refused_in_the_words_of_corrections(office: Path) -> None:
    failed = run("import", "--corrections", "要点.txt", code=1).stderr
    assert "没有找到经人工改过的责任分工表、台账或核对表" in failed and "填报表" not in failed
