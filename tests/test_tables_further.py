"""Further layouts of tables of tasks: rows cut in two, several tasks in a cell, sheets that only list others."""

from __future__ import annotations

from datetime import date

import pytest
from drawn import TITLE, scan, table, tasks, units

from policyparse import pipeline
from policyparse.model import Line, Task


def dues(task: Task) -> list[date | None]:
    return [d.value.due for d in task.deadlines if d.value.basis == "explicit"]


CUT = """
    序号 | 工作任务 | 牵头单位 | 配合单位 | 完成时限
    1 | 城镇新增就业3000人，开发岗位 | 县人力资源社会保障局 | 县发展改革局、县 | 2026年8月
    {between}| 120个 | | 财政局 | 底前
    2 | 举办招聘会20场 | 县就业中心 | 县总工会 | 2026年11月底前"""


@pytest.mark.parametrize("between", ["", "序号 | 工作任务 | 牵头单位 | 配合单位 | 完成时限\n"])
def test_a_row_that_a_page_cut_in_two_is_one(between: str) -> None:
    found = tasks(CUT.format(between=between))
    assert [(t.text, units(t), dues(t)) for t in found] == [
        (
            "城镇新增就业3000人，开发岗位120个",
            (["县人力资源社会保障局"], ["县发展改革局", "县财政局"]),
            [date(2026, 8, 31)],
        ),
        ("举办招聘会20场", (["县就业中心"], ["县总工会"]), [date(2026, 11, 30)]),
    ]


def test_a_row_without_a_number_whose_cells_are_whole_stands_for_itself() -> None:
    found = tasks("""
        序号 | 工作任务 | 牵头单位 | 完成时限
        1 | 修缮校舍3所 | 县教育局 | 2026年8月底前
        | 改造管网12公里 | 县水利局 | 2026年9月底前""")
    assert [units(t)[0] for t in found] == [["县教育局"], ["县水利局"]]


def test_tasks_that_count_on_from_cell_to_cell_are_tasks_each() -> None:
    found = tasks("""
        领域 | 工作任务 | 牵头单位 | 完成时限
        平台 | 1.新建实验室2家⏎2.新增工作站1个 | 县科技局 | 2026年8月底前
        成果 | 3.建成中试基地3个⏎4.转化成果20项 | 县工信局 | 2026年底前""")
    assert [(t.number, t.path[-1], units(t)[0], dues(t)) for t in found] == [
        ("1.", "平台", ["县科技局"], [date(2026, 8, 31)]),
        ("2.", "平台", ["县科技局"], [date(2026, 8, 31)]),
        ("3.", "成果", ["县工信局"], [date(2026, 12, 31)]),
        ("4.", "成果", ["县工信局"], [date(2026, 12, 31)]),
    ]


def test_measures_that_each_row_counts_anew_are_one_task() -> None:
    found = tasks("""
        领域 | 工作任务 | 牵头单位
        平台 | 1.新建实验室2家⏎2.新增工作站1个 | 县科技局
        成果 | 1.建成中试基地3个⏎2.转化成果20项 | 县工信局""")
    assert [units(t)[0] for t in found] == [["县科技局"], ["县工信局"]]


def test_a_list_of_sheets_orders_nothing() -> None:
    found = tasks(
        "序号 | 工作表 | 任务数\n1 | 工业 | 2\n2 | 城建 | 1",
        "序号 | 重点任务 | 责任单位\n1 | 修缮校舍3所 | 县教育局",
    )
    assert [t.title for t in found] == ["修缮校舍3所"]


def test_a_table_that_goes_on_says_so_in_a_row_of_its_own() -> None:
    head = "序号 | 任务 | 牵头单位"
    drawn = f"{head}\n1 | 修缮校舍3所 | 县教育局\n续表 | < | <\n{head}\n2 | 改造管网12公里 | 县水利局"
    (document,) = pipeline.read(scan(TITLE, table(drawn))).documents
    assert len(document.tasks) == 2
    assert [a.state for a in document.accounts if a.kind == "row"].count("unaccounted") == 0


def test_the_number_and_the_name_of_a_section_stand_a_line_each() -> None:
    lines = "序号/任务/主要内容/牵头单位/完成时限/一/稳定生产/1/菜地/新建菜地30亩/县农业农村局/9月底前/2/养殖/新建猪舍2栋/县畜牧中心/全年"
    more = "/二/畅通流通/3/商店/设立商店8家/县商务局/6月底前"
    found = tasks(*map(Line, (lines + more).split("/")))
    assert [(t.number, t.path, units(t)[0]) for t in found] == [
        ("1", ("一、稳定生产",), ["县农业农村局"]),
        ("2", ("一、稳定生产",), ["县畜牧中心"]),
        ("3", ("二、畅通流通",), ["县商务局"]),
    ]
