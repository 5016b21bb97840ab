"""Tables that offices keep, a kind each: project plans, rectification lists, ledgers by the month, matrices on their side."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from drawn import TITLE, scan, table, tasks, units

from policyparse import pipeline
from policyparse.model import Line, Task


def dues(task: Task) -> list[date | None]:
    return [d.value.due for d in task.deadlines]


def goals(task: Task) -> list[tuple[str, str, Decimal, str | None]]:
    found = [m.value for m in task.targets]
    return [(t.metric, t.comparator, t.value, t.unit) for t in found]


def test_a_plan_of_projects_has_many_columns_and_two_times() -> None:
    (found,) = tasks(
        """
        序号 | 项目名称 | 建设地点 | 建设规模及主要内容 | 总投资（万元） | 2026年计划投资（万元） | 开工时间 | 竣工时间 | 项目业主 | 行业主管部门 | 包联领导
        1 | 东门大桥 | 东门镇 | 改造桥梁1座，全长420米 | 12000 | 5000 | 2026年3月 | 2027年10月 | 县城投公司 | 县住房城乡建设局 | 赵某某
        合计 | | | | 12000 | 5000 | | | | |"""
    )
    assert units(found) == (["县城投公司"], ["县住房城乡建设局"])
    assert dues(found) == [date(2027, 10, 31)]
    assert [(m.value.when, m.value.text, m.value.due) for m in found.milestones] == [
        ("2026年3月", "开工时间", date(2026, 3, 31))
    ]
    assert [(f.value.label, f.value.text) for f in found.fields] == [
        ("建设地点", "东门镇"),
        ("总投资（万元）", "12000"),
    ]
    assert ("计划投资", "=", 5000, "万元") in goals(found)


@pytest.mark.parametrize(
    ("cell", "lead", "support", "person"),
    [
        ("县教育局 李某", ["县教育局"], [], "李某"),
        ("县教育局（李某）", ["县教育局"], [], "李某"),
        ("县教育局：李某某", ["县教育局"], [], "李某某"),
        ("县教育局李某、县财政局王某", ["县教育局"], ["县财政局"], "县教育局李某、县财政局王某"),
        ("县教育局、财政局", ["县教育局"], ["县财政局"], None),
    ],
)
def test_persons_beside_the_units_of_a_cell(
    cell: str, lead: list[str], support: list[str], person: str | None
) -> None:
    (found,) = tasks(f"序号 | 任务 | 责任单位及责任人\n1 | 修缮校舍3所 | {cell}")
    assert units(found) == (lead, support)
    assert next((e.value.words for e in found.entries if e.value.field == "person"), None) == person


def test_a_telephone_beside_the_person_of_a_unit() -> None:
    (found,) = tasks("序号 | 任务 | 责任单位及联系人\n1 | 修缮校舍3所 | 县教育局⏎李某某 0500-1234567")
    assert [(e.value.field, e.value.words) for e in found.entries] == [
        ("person", "李某某"),
        ("contact", "0500-1234567"),
    ]


@pytest.mark.parametrize(
    ("head", "name", "cells", "known"),
    [
        ("计量单位 | 2026年目标值", "城镇新增就业", "人 | 2300", ("=", 2300, "人")),
        ("单位 | 目标值", "森林覆盖率", "% | ≥62", (">=", 62, "%")),
        ("目标值（%）| 权重", "森林覆盖率", "62.5 | 5", ("=", Decimal("62.5"), "%")),
        ("目标值 | 权重", "森林覆盖率（%）", "62 | 5", ("=", 62, "%")),
        ("目标值 | 权重", "森林覆盖率", "62 | 5", None),
    ],
)
def test_a_bare_number_has_its_unit_of_measure_from_a_column_or_a_head(
    head: str, name: str, cells: str, known: tuple[str, int, str] | None
) -> None:
    (found,) = tasks(f"序号 | 指标名称 | {head} | 牵头单位\n1 | {name} | {cells} | 县林业局")
    assert goals(found) == ([(name.partition("（")[0], *known)] if known else [])


def test_a_matrix_on_its_side() -> None:
    found = tasks(
        """
        责任单位 | 整治占道经营 | 公益广告刊播
        县城管局 | 牵头 | 配合
        县委宣传部 | | 牵头"""
    )
    assert [(t.title, *units(t)) for t in found] == [
        ("整治占道经营", ["县城管局"], []),
        ("公益广告刊播", ["县委宣传部"], ["县城管局"]),
    ]


def test_the_legend_of_a_matrix_may_stand_over_it() -> None:
    (found,) = tasks(
        Line("（●牵头单位  △配合单位）", whole=True),
        "序号 | 创建任务 | 县城管局 | 县公安局\n1 | 整治占道经营 | ● | △",
    )
    assert units(found) == (["县城管局"], ["县公安局"])


def test_places_stand_beside_the_units_of_a_matrix() -> None:
    (found,) = tasks(
        "序号 | 任务 | 县水利局 | 县财政局 | 青禾区 | 各乡镇\n1 | 排查隐患 | 牵头 | | 配合 | 按月自查"
    )
    assert units(found) == (["县水利局"], ["青禾区"])
    assert [(f.value.label, f.value.text) for f in found.fields] == [("各乡镇", "按月自查")]


def test_a_font_of_radicals_heads_a_table_without_rules() -> None:
    (found,) = tasks(
        Line("序号  ⼯作任务  牵头单位  完成时限", whole=True),
        Line("1  修缮⺠房3座  县⺠政局  6⽉底前", whole=True),
    )
    assert (found.title, units(found)) == ("修缮民房3座", (["县民政局"], []))


def test_lines_of_strokes_and_crosses_are_a_table() -> None:
    rule = "+------+-------------+----------+"
    rows = ["| 序号 | 任务 | 责任单位 |", "| 1 | 修缮校舍3所 | 县教育局 |", "| 2 | 维修泵站2座 | 县水利局 |"]
    found = tasks(*(Line(text, whole=True) for row in rows for text in (rule, row)), Line(rule, whole=True))
    assert [(t.title, *units(t)) for t in found] == [
        ("修缮校舍3所", ["县教育局"], []),
        ("维修泵站2座", ["县水利局"], []),
    ]


@pytest.mark.parametrize(
    ("cell", "support"),
    [
        ("牵头单位：县民政局；配合单位：县财政局；完成时限：6月底前", ["县财政局"]),
        ("县民政局（牵头）\n县财政局（配合）\n2026年6月底前", ["县财政局"]),
    ],
)
def test_a_time_beside_the_units_of_a_cell(cell: str, support: list[str]) -> None:
    drawn = table("序号 | 任务 | 责任分工\n1 | 修缮民房3座 | x")
    drawn = replace(drawn, cells=(*drawn.cells[:-1], replace(drawn.cells[-1], text=cell)))
    (found,) = pipeline.read(scan(TITLE, drawn)).documents[0].tasks
    assert (units(found), dues(found)) == ((["县民政局"], support), [date(2026, 6, 30)])


def test_letters_are_marks_where_a_legend_says_so() -> None:
    drawn = "序号 | 任务 | 县城管局 | 县公安局\n1 | 整治占道经营 | A | B"
    (found,) = tasks(Line("（A为牵头单位，B为配合单位）", whole=True), drawn)
    assert units(found) == (["县城管局"], ["县公安局"])
    (found,) = tasks(drawn)
    assert units(found) == ([], [])


def test_notes_below_a_table_are_no_tasks() -> None:
    drawn = table("序号 | 任务 | 牵头单位\n1 | 修缮校舍3所 | 县教育局")
    notes = [Line("注：1.牵头单位每月5日前报送进展。", whole=True), Line("2.逾期的取消评优。", whole=True)]
    (document,) = pipeline.read(scan(TITLE, drawn, *notes)).documents
    assert [t.title for t in document.tasks] == ["修缮校舍3所"]
    assert [a.reason for a in document.accounts if a.kind == "item"] == ["note"]


def test_what_was_decided_stands_under_what_was_talked_of() -> None:
    first, second = tasks(
        """
        议题 | 议定事项 | 承办单位 | 办结时限
        城区停车 | 新增泊位500个 | 县城管局 | 2026年4月底
        ^ | 制定收费办法 | 县发展改革局 | 2026年5月"""
    )
    assert (first.title, first.path, second.title) == ("新增泊位500个", ("城区停车",), "制定收费办法")


def test_problems_to_be_mended_are_the_tasks_where_nothing_else_is() -> None:
    (found,) = tasks(
        """
        序号 | 存在问题 | 责任单位 | 整改时限 | 整改情况
        1 | 东风小区消防通道被占用 | 东风街道办事处 | 2026年3月31日 | 已清理"""
    )
    assert found.title == "东风小区消防通道被占用"
    assert {e.value.field: e.value.words for e in found.entries} == {"note": "已清理"}
    (found,) = tasks("序号 | 攻坚任务 | 攻坚措施 | 责任单位\n1 | 防治大气污染 | 淘汰老旧车辆 | 县公安局")
    assert (found.title, found.text) == ("防治大气污染", "淘汰老旧车辆")


def test_columns_of_months_report_the_last_of_them() -> None:
    (found,) = tasks(
        "序号 | 工作任务 | 责任单位 | 1月进展 | 2月进展 | 完成比例\n1 | 建设厂房 | 县工信局 | 征地 | 开工 | 35%"
    )
    assert {e.value.field: e.value.words for e in found.entries} == {"note": "开工", "percent": "35"}
    assert [(f.value.label, f.value.text) for f in found.fields] == [("1月进展", "征地")]


def test_stages_are_told_in_brackets_and_over_their_goals() -> None:
    (found,) = tasks(
        "序号 | 任务 | 第一阶段（1—3月） | 第二阶段（4—8月） | 责任单位\n1 | 提升景区 | 规划 | 建设 | 县文旅局"
    )
    assert [m.value.when for m in found.milestones] == ["第一阶段（1—3月）", "第二阶段（4—8月）"]
    (found,) = tasks(
        """
        序号 | 任务 | 责任单位 | 一季度 | <
        ^ | ^ | ^ | 目标 | 完成情况
        1 | 建设厂房 | 县工信局 | 完成征地 | 已征地"""
    )
    assert [(m.value.when, m.value.text) for m in found.milestones] == [("一季度", "完成征地")]
    assert [e.value.words for e in found.entries] == ["已征地"]


def test_a_list_of_persons_is_no_table_of_tasks() -> None:
    assert not tasks("序号 | 姓名 | 单位 | 职务 | 联系电话\n1 | 赵某 | 县民政局 | 局长 | 12345")


@pytest.mark.parametrize(
    ("mark", "state"), [("√", "已完成"), ("×", "未办结"), ("否", "未办结"), ("是", "已完成")]
)
def test_whether_it_is_done_may_be_a_mark(mark: str, state: str) -> None:
    (found,) = tasks(f"序号 | 任务 | 责任单位 | 是否完成\n1 | 修缮校舍3所 | 县教育局 | {mark}")
    assert [(e.value.field, e.value.words) for e in found.entries] == [("state", state)]


TABBED = {
    "a matrix": ["序号\t创建任务\t县城管局\t县公安局", "1\t整治占道经营\t●\t△", "2\t夜市疏导\t△\t●"],
    "a card": ["交办事项\t整治占道经营\t办结时限\t4月底", "承办单位\t县城管局\t协办单位\t县公安局", "交办要求\t依法办理"],
    "a plan of years": ["序号\t任务\t2026年\t2027年\t责任单位", "1\t整治占道经营\t4条街\t6条街\t县城管局"],
}  # fmt: skip


@pytest.mark.parametrize("lines", TABBED.values(), ids=TABBED)
def test_lines_of_as_many_tabs_are_a_table(lines: list[str]) -> None:
    found = tasks(*map(Line, lines))
    assert (found[0].title, units(found[0])[0]) == ("整治占道经营", ["县城管局"])


def test_lines_of_tabs_that_nobody_understands_are_no_items() -> None:
    lines = ["序号\t县区\t补助金额（万元）", "1\t临江县\t300", "2\t望川县\t200"]
    (document,) = pipeline.read(scan(TITLE, *map(Line, lines))).documents
    assert not document.tasks
    assert "table-unread" in [f.code for f in document.findings]


def test_a_table_that_goes_on_says_so_and_a_second_one_has_its_own_name() -> None:
    found = tasks(
        """
        序号 | 任务 | 牵头单位
        1 | 修缮校舍3所 | 县教育局
        续表 | < | <
        2 | 改造管网12公里 | 县水利局
        民生任务表 | < | <
        序号 | 事项 | 主办单位
        1 | 新建公厕5座 | 县城管局"""
    )
    assert [t.path for t in found] == [(), (), ("民生任务表",)]


def test_a_row_numbered_in_han_heads_those_numbered_in_digits() -> None:
    found = tasks(
        """
        序号 | 项目名称 | 建设内容 | 建设单位 | 年度投资
        一 | 续建项目（1个） | | | 4000
        1 | 青禾大道 | 道路2公里 | 县城投公司 | 4000
        二 | 新建项目（1个） | | | 1000
        2 | 县图书馆 | 建筑面积1万平方米 | 县文旅局 | 1000"""
    )
    assert [(t.title, t.path) for t in found] == [
        ("青禾大道", ("一、续建项目（1个）",)),
        ("县图书馆", ("二、新建项目（1个）",)),
    ]
    (one, two) = tasks("序号 | 任务 | 牵头单位\n一 | 修缮校舍3所 |\n二 | 新建公厕5座 | 县城管局")
    assert (one.number, two.number) == ("一", "二")


def test_months_under_one_head_of_progress_report_the_last_of_them() -> None:
    (found,) = tasks(
        """
        序号 | 工作任务 | 牵头单位 | 完成情况 | <
        ^ | ^ | ^ | 1月 | 2月
        1 | 修缮校舍3所 | 县教育局 | 招标 | 开工"""
    )
    assert [e.value.words for e in found.entries] == ["开工"]


def test_a_label_of_a_card_may_stand_without_its_value() -> None:
    (found,) = tasks(
        """
        任务编号 | 1 | 任务名称 | 修缮校舍3所
        牵头单位 | 县教育局 | 配合单位 | 县财政局
        完成时限 | 2026年6月底前 | 联系人 |"""
    )
    assert dues(found) == [date(2026, 6, 30)]


@pytest.mark.parametrize(
    ("cell", "said"),
    [("已完成", {"note": "已完成", "state": "已完成"}), ("完成2公里", {"note": "完成2公里"})],
)
def test_progress_that_is_a_state_and_nothing_else_gives_it(cell: str, said: dict[str, str]) -> None:
    (found,) = tasks(f"序号 | 任务 | 牵头单位 | 完成情况\n1 | 改造道路5公里 | 县住建局 | {cell}")
    assert {e.value.field: e.value.words for e in found.entries} == said


def test_a_state_that_is_ticked_in_the_column_of_progress() -> None:
    (found,) = tasks(
        "序号 | 任务 | 责任单位 | 完成情况\n1 | 修缮校舍3所 | 县教育局 | □已完成 ☑推进中 □未启动"
    )
    assert [(e.value.field, e.value.words) for e in found.entries] == [("state", "推进中")]


def test_labels_that_are_not_merged_stand_over_the_columns_that_part_them() -> None:
    (found,) = tasks(
        """
        序号 | 任务 | 责任分工 | | | 完成时限
         | | 牵头单位 | 配合单位 | 责任领导 |
        1 | 修缮校舍3所 | 县教育局 | 县财政局 | 赵某某 | 9月底前"""
    )
    assert units(found) == (["县教育局"], ["县财政局"])
    assert [e.value.words for e in found.entries if e.value.field == "leader"] == ["赵某某"]


def test_a_table_goes_on_without_its_header() -> None:
    head = "序号 | 任务 | 责任单位 | 完成时限\n1 | 修缮校舍3所 | 县教育局 | 9月底前"
    more = "2 | 维修泵站2座 | 县水利局 | 10月底前\n3 | 铺设管网5公里 | 县城管局 | 年底前"
    parsed = pipeline.read(scan(TITLE, table(head), Line("续表"), table(more)))
    found = parsed.documents[0].tasks
    assert [units(t)[0] for t in found] == [["县教育局"], ["县水利局"], ["县城管局"]]
    assert [t.number for t in found] == ["1", "2", "3"]


def test_a_table_of_other_things_does_not_go_on_with_the_one_above() -> None:
    head = "序号 | 任务 | 责任单位 | 完成时限\n1 | 修缮校舍3所 | 县教育局 | 9月底前"
    other = "1 | 红色 | 三张 | 甲型\n2 | 蓝色 | 五张 | 乙型"
    parsed = pipeline.read(scan(TITLE, table(head), table(other)))
    assert len(parsed.documents[0].tasks) == 1
    assert "table-unread" in [f.code for f in parsed.documents[0].findings]


def test_an_office_inside_the_unit_and_a_person_with_telephone() -> None:
    (found,) = tasks(
        """
        序号 | 任务 | 牵头单位 | 责任科室 | 联系人及电话
        1 | 修缮校舍3所 | 县教育局 | 基建办公室 | 李某 0771-5550003"""
    )
    assert units(found) == (["县教育局"], [])
    assert [(f.value.label, f.value.text) for f in found.fields] == [("责任科室", "基建办公室")]
    said = {e.value.field: e.value.words for e in found.entries}
    assert said == {"person": "李某", "contact": "0771-5550003"}


def test_offices_alone_are_the_units() -> None:
    (found,) = tasks("序号 | 任务 | 责任科室\n1 | 修缮校舍3所 | 基建科")
    assert units(found) == (["基建科"], [])


def test_a_section_row_that_is_a_unit_says_whose_rows_stand_below() -> None:
    first, second = tasks(
        """
        序号 | 任务 | 完成时限
        一、县水利局（1项） | < | <
        1 | 维修泵站2座 | 9月底前
        二、县教育局 | < | <
        1 | 修缮校舍3所 | 8月底前"""
    )
    assert (units(first), units(second)) == ((["县水利局"], []), (["县教育局"], []))


def test_a_section_row_that_only_ends_like_a_unit_serves_nobody() -> None:
    (found,) = tasks("序号 | 任务 | 完成时限\n一、健康场所 | < | <\n1 | 维修泵站2座 | 9月底前")
    assert units(found) == ([], [])


def test_a_scoring_table_of_field_item_and_standard() -> None:
    first, second = tasks(
        """
        考核项目 | 考核指标 | 标准分 | 考核标准 | 扣分说明
        一、城乡建设（12分） | 管网改造 | 12 | 改造管网12公里 | 每少1公里扣1分
        二、教育（8分） | 校舍修缮 | 8 | 修缮校舍3所 | 每少1所扣2分"""
    )
    assert [(t.path, t.title, str(t.points)) for t in (first, second)] == [
        (("一、城乡建设（12分）",), "管网改造", "12"),
        (("二、教育（8分）",), "校舍修缮", "8"),
    ]


def test_a_number_in_a_column_without_a_meaning_is_kept_there() -> None:
    text = "序号 | 任务 | 责任单位 | 资金测算\n1 | 修缮校舍3所 | 县教育局 | 约不少于300万元"
    document = pipeline.read(scan(TITLE, table(text))).documents[0]
    assert [(a.state, a.reason) for a in document.accounts if a.kind == "quantity"] == [
        ("taken", "goal"),
        ("left", "field"),
    ]


def test_two_titled_tables_are_two_documents() -> None:
    head = "序号 | 任务 | 责任单位 | 完成时限"
    lines = scan(
        Line("临江县2026年水利重点任务表"),
        table(f"{head}\n1 | 维修泵站2座 | 县水利局 | 10月底前"),
        Line("临江县2026年教育重点任务表"),
        table(f"{head}\n1 | 修缮校舍3所 | 县教育局 | 9月底前"),
    )
    documents = pipeline.read(lines).documents
    assert [(d.title.value if d.title else "", len(d.tasks)) for d in documents] == [
        ("临江县2026年水利重点任务表", 1),
        ("临江县2026年教育重点任务表", 1),
    ]


def test_the_title_of_the_document_is_no_heading_of_its_table() -> None:
    rows = "序号 | 任务 | 责任单位\n一、教育 | < | <\n1 | 修缮校舍3所 | 县教育局"
    title = Line("临江县2026年重点任务分解表", heading=2)
    (found,) = pipeline.read(scan(title, table(rows))).documents[0].tasks
    assert found.path == ("一、教育",)


def test_a_table_whose_labels_stand_down_its_side() -> None:
    first, second = tasks(
        """
        序号 | 1 | 2
        重点任务 | 修缮校舍3所 | 维修泵站2座
        牵头单位 | 县教育局 | 县水利局
        配合单位 | 县财政局 | <
        完成时限 | 9月底前 | 10月底前"""
    )
    assert (units(first), units(second)) == (
        (["县教育局"], ["县财政局"]),
        (["县水利局"], ["县财政局"]),
    )
    assert (first.number, dues(first), dues(second)) == ("1", [date(2026, 9, 30)], [date(2026, 10, 31)])


def test_how_a_form_is_filled_in_orders_nothing() -> None:
    rows = "序号 | 任务 | 责任单位\n1 | 修缮校舍3所 | 县教育局"
    said = (Line("填表说明", heading=1), Line("1.完成时限填写到月。"), Line("2.牵头单位只填一个。"))
    for blocks in ((table(rows), *said), (*said, table(rows))):
        document = pipeline.read(scan(TITLE, *blocks)).documents[0]
        assert [t.title for t in document.tasks] == ["修缮校舍3所"]
        assert {a.reason for a in document.accounts if a.kind == "item"} == {"note"}


def test_a_table_of_persons_is_one_of_names() -> None:
    rows = "姓名 | 职务 | 分工\n赵某 | 县长 | 组长\n钱某 | 副县长 | 副组长"
    document = pipeline.read(scan(TITLE, Line("一、加强巡查。"), table(rows))).documents[0]
    assert len(document.tasks) == 1
    assert {(a.state, a.reason) for a in document.accounts if a.kind == "row"} <= {
        ("left", "data"),
        ("left", "names"),
    }


@pytest.mark.parametrize(
    ("cell", "lead", "support"),
    [
        ("☐县教育局 ☑县水利局", ["县水利局"], []),
        ("□县教育局、■县水利局、■县财政局", ["县水利局"], ["县财政局"]),
        ("\uf0a8县教育局 \uf0fe县水利局", ["县水利局"], []),
        ("\uf0a3县教育局 \uf052县水利局", ["县水利局"], []),
    ],
)
def test_of_units_to_tick_those_that_are_ticked(cell: str, lead: list[str], support: list[str]) -> None:
    (found,) = tasks(f"序号 | 任务 | 责任单位\n1 | 维修泵站2座 | {cell}")
    assert units(found) == (lead, support)


def test_a_cell_a_line_whose_units_stand_one_below_the_other() -> None:
    cells = ["序号", "实事", "责任单位", "完成时限"]
    cells += ["1", "整治东溪河。", "县水利局", "县政务服务中心", "县住建局", "12月底前"]
    cells += [
        "2",
        "新建天桥2座。",
        "县住建局",
        "9月投用",
        "修缮站台。",
        "年底前",
        "3",
        "改造公厕。",
        "县城管局",
        "年底前",
        "打印本页",
    ]
    found = tasks(*(Line(cell) for cell in cells))
    assert [(t.number, t.title, [u.value.name for u in t.units]) for t in found] == [
        ("1", "整治东溪河", ["县水利局", "县政务服务中心", "县住建局"]),
        ("2", "新建天桥2座", ["县住建局"]),
        ("2", "修缮站台", ["县住建局"]),
        ("3", "改造公厕", ["县城管局"]),
    ]
    assert all(t.deadlines[0].value.basis == "explicit" for t in found)


def test_a_cell_a_line_with_sections() -> None:
    rows = [
        "一、水利",
        "1",
        "维修泵站2座",
        "县水利局",
        "9月底前",
        "二、教育",
        "2",
        "修缮校舍3所",
        "县教育局",
        "8月底前",
    ]
    lines = [Line(text) for text in ("序号", "工作任务", "责任单位", "完成时限", *rows)]
    found = pipeline.read(scan(TITLE, *lines)).documents[0].tasks
    assert [(t.number, t.path, t.title, units(t)[0]) for t in found] == [
        ("1", ("一、水利",), "维修泵站2座", ["县水利局"]),
        ("2", ("二、教育",), "修缮校舍3所", ["县教育局"]),
    ]


def _spaced(rows: list[list[str]]) -> list[str]:
    wide = [6, 20, 16, 16, 12]
    return ["".join(c + "\u3000" * (n - len(c)) for c, n in zip(r, wide, strict=True)).rstrip() for r in rows]


TWO_LINES = [
    ["序号", "工作任务", "责任分工", "", "完成时限"],
    ["", "", "牵头单位", "配合单位", ""],
    ["1", "修缮校舍3所", "县教育局", "县财政局", "9月底前"],
    ["2", "维修泵站2座", "县水利局", "县财政局", "10月底前"],
]


@pytest.mark.parametrize(
    "lines",
    [
        ["\t".join(row) for row in TWO_LINES],
        ["| " + " | ".join(row) + " |" for row in TWO_LINES],
        _spaced(TWO_LINES),
    ],
    ids=["tabs", "strokes", "spaces"],
)
def test_a_header_of_two_lines_without_rules(lines: list[str]) -> None:
    found = pipeline.read(scan(TITLE, *map(Line, lines))).documents[0].tasks
    assert [units(t) for t in found] == [(["县教育局"], ["县财政局"]), (["县水利局"], ["县财政局"])]
    assert dues(found[1]) == [date(2026, 10, 31)]


def test_running_text_below_a_header_is_no_second_line_of_it() -> None:
    lines = ["序号\t工作任务\t责任单位", "1\t修缮校舍3所\t县教育局", "责任单位\t牵头单位\t"]
    found = pipeline.read(scan(TITLE, *map(Line, lines))).documents[0].tasks
    assert [units(t)[0] for t in found] == [["县教育局"]]


def test_the_goal_of_the_year_stands_beside_what_was_reached_and_its_unit() -> None:
    found = tasks(
        """
        序号 | 指标名称 | 计量单位 | 2025年完成 | 2026年目标 | 牵头单位
        1 | 工业增速 | % | 7.2 | 10以上 | 县工信局
        2 | 细颗粒物浓度 | 微克/立方米 | 36 | ≤34 | 县生态环境局"""
    )
    assert [g for task in found for g in goals(task)] == [
        ("工业增速", ">=", 10, "%"),
        ("细颗粒物浓度", "<=", 34, "微克/立方米"),
    ]


def test_of_as_many_lines_as_columns_each_is_a_cell() -> None:
    lines = "序号/工作任务/责任单位/完成时限/1/开办时间压减。/县教育局牵头，县财政局配合/6月底前/2/增加学位。/人行临江支行、县金融办/持续推进"
    assert [units(t) for t in tasks(*map(Line, lines.split("/")))] == [
        (["县教育局"], ["县财政局"]),
        (["人行临江支行"], ["县金融办"]),
    ]


def test_what_a_page_says_of_itself_below_a_table_is_no_task() -> None:
    (found,) = tasks(
        """
        类别 | 任务 | 责任单位 | 完成时限
        教育 | 修缮校舍3所 | 县教育局 | 8月底
        索引号： | 000/2026-1 | 成文日期： | 2026-01-08"""
    )
    assert found.title == "修缮校舍3所"


def test_a_telephone_behind_its_own_label_is_no_person() -> None:
    (found,) = tasks(
        "类别 | 任务 | 责任单位 | 监督电话 | 1-9月份工作完成情况\n教育 | 修缮校舍3所 | 县教育局 | 监督电话0500-1234567 | 9月份开工"
    )
    assert [(e.value.field, e.value.words) for e in found.entries] == [
        ("contact", "监督电话0500-1234567"),
        ("note", "9月份开工"),
    ]


@pytest.mark.parametrize(
    ("second", "lead", "support"),
    [("责任单位", ["县住建局"], ["县教育局"]), ("备注", ["县教育局"], [])],
)
def test_who_leads_the_oversight_supports_beside_a_column_of_those_who_do_it(
    second: str, lead: list[str], support: list[str]
) -> None:
    (found,) = tasks(f"序号 | 任务 | 牵头督查单位 | {second}\n1 | 改造校舍3所 | 县教育局 | 县住建局")
    assert units(found) == (lead, support)


def test_a_table_of_battles_has_words_of_its_own() -> None:
    (found,) = tasks(
        """
        战役名称 | 作战任务 | 指挥长 | 作战单位 | 时间表 | 路线图
        招商 | 签约项目4个 | 何某某 | 县商务局 | 6月底前 | 3月外出洽谈"""
    )
    assert (found.path, found.title, units(found)) == (("招商",), "签约项目4个", (["县商务局"], []))
    assert dues(found) == [date(2026, 6, 30)]
    assert [e.value.words for e in found.entries if e.value.field == "leader"] == ["何某某"]


def test_those_who_push_and_help_to_push() -> None:
    (found,) = tasks("序号 | 攻坚事项 | 主推单位 | 协推单位\n1 | 修缮校舍3所 | 县教育局 | 县财政局")
    assert units(found) == (["县教育局"], ["县财政局"])


def test_half_a_year_is_a_period() -> None:
    (found,) = tasks(
        "序号 | 任务 | 责任单位 | 一季度 | 半年 | 全年\n1 | 入库企业 | 县工信局 | 2家 | 5家 | 9家"
    )
    assert [(m.value.when, m.value.text) for m in found.milestones] == [
        ("一季度", "2家"),
        ("半年", "5家"),
        ("全年", "9家"),
    ]


def test_a_row_goes_on_over_several() -> None:
    found = tasks(
        """
        序号 | 事项 | 举措 | 责任单位 | 完成时间
        1 | 优化审批 | 推行一窗受理 | |
        | | | 县教育局牵头，县财政局配合 |
        | | | | 2026年5月底
        2 | 降低成本 | 减免租金 | 县水利局 | 长期坚持"""
    )
    assert [(t.title, *units(t)) for t in found] == [
        ("优化审批", ["县教育局"], ["县财政局"]),
        ("降低成本", ["县水利局"], []),
    ]
    assert dues(found[0]) == [date(2026, 5, 31)]


@pytest.mark.parametrize("sign", [" ", "\t", "　"])
def test_rows_broken_over_lines_of_several_cells(sign: str) -> None:
    rows = "序号 工作任务 牵头单位 配合单位 时限/1 修缮校舍3所/县教育局 县财政局/6月底前/2 建成灌区1处/县水利局/9月底前"
    found = tasks(*(Line(row.replace(" ", sign)) for row in rows.split("/")))
    assert [(t.title, *units(t), dues(t)) for t in found] == [
        ("修缮校舍3所", ["县教育局"], ["县财政局"], [date(2026, 6, 30)]),
        ("建成灌区1处", ["县水利局"], [], [date(2026, 9, 30)]),
    ]


def test_what_is_counted_fits_below_no_unit_where_a_cell_is_lost() -> None:
    rows = [
        "序号　工作任务　牵头单位　配合单位　时限",
        "1　修缮校舍3所　县教育局　县财政局　6月底前",
        "2　建成灌区1处　县水利局　9月底前",
    ]
    assert [(t.title, *units(t)) for t in tasks(*map(Line, rows))][1] == ("建成灌区1处", ["县水利局"], [])


@pytest.mark.parametrize("sign", ["  ", "\n"])
def test_quarters_head_columns_of_a_table_without_rules(sign: str) -> None:
    rows = [
        "序号 任务 牵头单位 一季度 二季度 三季度 四季度",
        "1 升级大厅 县教育局 定方案 招标 施工 启用",
        "2 归集证照 县水利局 试点 铺开 核对 完成",
    ]
    lines = "\n".join(row.replace(" ", sign) for row in rows).split("\n")
    found = tasks(*map(Line, lines))
    assert [(t.title, units(t)[0]) for t in found] == [("升级大厅", ["县教育局"]), ("归集证照", ["县水利局"])]
    assert [(m.value.when, m.value.text) for m in found[0].milestones][:2] == [
        ("一季度", "定方案"),
        ("二季度", "招标"),
    ]


def test_the_section_of_a_unit_stands_beside_those_who_help() -> None:
    (found,) = tasks(
        """
        序号 | 任务 | 配合单位 | 时限
        县教育局（1项） | < | < | <
        1 | 修缮校舍3所 | 县财政局 | 6月底前"""
    )
    assert units(found) == (["县教育局"], ["县财政局"])


def test_a_matrix_on_its_side_has_its_legend_below() -> None:
    found = tasks(
        """
        单位 | 改造校舍9栋 | 建房40户
        县教育局 | ● |
        县财政局 | ○ | ○
        县民政局 | | ●
        注：●牵头单位，○配合单位 | < | <"""
    )
    assert [units(t) for t in found] == [(["县教育局"], ["县财政局"]), (["县民政局"], ["县财政局"])]


def test_the_marks_of_a_matrix_mean_what_stands_over_its_units() -> None:
    (found,) = tasks(
        """
        任务 | 牵头 | 配合 | <
        ^ | 县教育局 | 县民政局 | 县财政局
        改造校舍9栋 | √ | | √"""
    )
    assert units(found) == (["县教育局"], ["县财政局"])


def test_a_month_typed_as_a_number() -> None:
    (found,) = tasks("序号 | 任务 | 责任单位 | 完成时限\n1 | 修缮校舍3所 | 县教育局 | 202609")
    assert dues(found) == [date(2026, 9, 30)]


def test_who_oversees_leaves_the_list_beside_it_a_list() -> None:
    (found,) = tasks("序号 | 任务 | 责任单位 | 督导单位\n1 | 修缮校舍3所 | 县教育局、县财政局 | 县委督查室")
    assert units(found) == (["县教育局"], ["县财政局", "县委督查室"])


def test_who_helps_stands_in_brackets_behind_who_is_responsible() -> None:
    (found,) = tasks("序号 | 任务 | 责任单位\n1 | 修缮校舍3所 | 县教育局（各乡镇配合）")
    assert units(found) == (["县教育局"], ["各乡镇"])


def test_quoted_cells_parted_by_commas_are_a_row() -> None:
    lines = ['"序号","任务","牵头单位"', '"1","修缮校舍3所","县教育局"', '"2","维修泵站2座","县水利局"']
    assert [units(t)[0] for t in tasks(*map(Line, lines))] == [["县教育局"], ["县水利局"]]


def test_two_tables_side_by_side_may_have_other_headers() -> None:
    found = tasks(
        """
        任务 | 责任单位 | 时限 | 问题 | 责任单位 | 整改时限
        新建公园2座 | 县教育局 | 10月底前 | 道路破损12处 | 县水利局 | 4月底前"""
    )
    assert [(t.title, units(t)[0]) for t in found] == [
        ("新建公园2座", ["县教育局"]),
        ("道路破损12处", ["县水利局"]),
    ]


def test_a_task_and_its_measures_with_units_of_their_own_are_one_table() -> None:
    (found,) = tasks(
        """
        任务 | 牵头单位 | 时限 | 具体措施 | 责任单位 | 完成时限
        改造公园 | 县水利局 | 10月底前 | 铺设管网 | 县教育局 | 4月底前"""
    )
    assert found.title == "改造公园"


def test_whose_the_rows_are_stands_over_the_header_inside_the_table() -> None:
    found = tasks(
        """
        责任单位：县教育局 | < | <
        序号 | 任务 | 时限
        1 | 新建学校2所 | 8月底前
        责任单位：县水利局 | < | <
        序号 | 任务 | 时限
        1 | 清淤河道9公里 | 5月底前"""
    )
    assert [units(t)[0] for t in found] == [["县教育局"], ["县水利局"]]


def test_what_is_tested_stands_beside_what_it_counts() -> None:
    found = tasks(
        """
        测评项目 | 测评内容 | 权重 | 计分办法
        市容环境 | 街道洁净 | 15 | 发现1处扣1分
        ^ | 背街整洁 | 10 | 发现1处扣2分"""
    )
    assert [(t.path, t.title, t.points) for t in found] == [
        (("市容环境",), "街道洁净", 15),
        (("市容环境",), "背街整洁", 10),
    ]


def test_where_a_task_is_stuck_is_a_problem() -> None:
    (found,) = tasks("序号 | 任务 | 责任单位 | 卡点堵点\n1 | 修缮校舍3所 | 县教育局 | 用地未批")
    assert [e.value.words for e in found.entries if e.value.field == "problem"] == ["用地未批"]


CARDS = """
    {caption}任务名称 | 修缮校舍3所 | 任务名称 | 维修泵站2座
    责任单位 | 县教育局 | 责任单位 | 县水利局
    完成时限 | 6月底前 | 完成时限 | 9月底前
    任务名称 | 新建公厕3座 | |
    责任单位 | 县城管局 | |
    完成时限 | 3月底前 | |"""


@pytest.mark.parametrize("caption", ["", "任务卡一 | < | 任务卡二 | <\n"])
def test_cards_stand_two_to_a_row(caption: str) -> None:
    found = tasks(CARDS.format(caption=caption))
    assert [(t.title, units(t)[0], [str(d)[5:] for d in dues(t)]) for t in found] == [
        ("修缮校舍3所", ["县教育局"], ["06-30"]),
        ("维修泵站2座", ["县水利局"], ["09-30"]),
        ("新建公厕3座", ["县城管局"], ["03-31"]),
    ]


@pytest.mark.parametrize(
    ("yes", "no"), [("☑", "☐"), ("☒", "☐"), ("√", "×"), ("√", "/"), ("●", "—"), ("√", "")]
)
def test_a_matrix_says_who_takes_no_part_too(yes: str, no: str) -> None:
    found = tasks(
        f"""
        序号 | 任务 | 县教育局 | 县民政局 | 县水利局
        1 | 修缮校舍3所 | {yes} | {no} | {yes}
        2 | 维修泵站2座 | {no} | {no} | {yes}"""
    )
    assert [(units(t), t.fields) for t in found] == [
        ((["县教育局", "县水利局"], []), ()),
        ((["县水利局"], []), ()),
    ]


def test_groups_of_those_who_support_stand_in_a_third_line_of_the_header() -> None:
    found = tasks(
        """
        序号 | 任务 | 责任分工 | < | < | 时限
        ^ | ^ | 牵头 | 配合 | < | ^
        ^ | ^ | ^ | 县直部门 | 乡镇 | ^
        1 | 修缮校舍3所 | 县教育局 | 县财政局、县水利局 | 城关镇 | 6月底前
        2 | 维修泵站2座 | 县水利局 | 县财政局 | 各乡镇 | 9月底前"""
    )
    assert [units(t) for t in found] == [
        (["县教育局"], ["县财政局", "县水利局", "城关镇"]),
        (["县水利局"], ["县财政局", "各乡镇"]),
    ]


def test_section_rows_carry_the_sums_of_their_rows() -> None:
    found = tasks(
        """
        序号 | 项目 | 内容 | 投资（万元） | 责任单位
        合计（2个） | < | < | 900 |
        一、社会事业（1个） | < | < | 400 |
        （一）教育 | < | < | 400 |
        1 | 校舍工程 | 修缮校舍3所 | 400 | 县教育局
        二、水利（1个） | < | < | 500 |
        2 | 泵站工程 | 维修泵站2座 | 500 | 县水利局"""
    )
    assert [(t.path, t.title) for t in found] == [
        (("一、社会事业（1个）", "（一）教育"), "校舍工程"),
        (("二、水利（1个）",), "泵站工程"),
    ]


def test_a_task_whose_words_are_merged_and_whose_units_are_named_is_no_section() -> None:
    found = tasks(
        """
        任务 | 内容 | 投资（万元） | 责任单位
        一、修缮校舍3所 | < | 400 | 县教育局
        二、泵站工程 | 维修泵站2座 | 500 | 县水利局"""
    )
    assert [units(t)[0] for t in found] == [["县教育局"], ["县水利局"]]


def test_a_cell_over_those_who_lead_and_support_names_both() -> None:
    found = tasks(
        """
        序号 | 任务 | 牵头单位 | 配合单位
        1 | 修缮校舍3所 | 县教育局（牵头），各乡镇人民政府 | <
        2 | 维修泵站2座 | 县水利局 | 县财政局
        3 | 新建公厕3座 | 县城管局 | <"""
    )
    assert [units(t) for t in found] == [
        (["县教育局"], ["各乡镇人民政府"]),
        (["县水利局"], ["县财政局"]),
        (["县城管局"], []),
    ]


@pytest.mark.parametrize("label", ["权重分", "基准分", "配分", "标准得分", "满分"])
def test_points_have_many_names(label: str) -> None:
    (found,) = tasks(f"指标 | {label} | 加减分标准\n新建公厕3座 | 20 | 少召开1次会议扣2分")
    assert (found.kind, found.points) == ("assessment", 20)
    assert ("扣分", "=", 2, "分") in goals(found)
    assert not [g for g in goals(found) if g[3] == "次"]


@pytest.mark.parametrize("columns", ["任务 | 配合单位 | 时限", "任务 | 协同科室 | 时限"])
def test_a_sheet_that_is_named_like_a_unit_is_that_units(columns: str) -> None:
    rows = table(
        f"序号 | {columns}\n1 | 修缮校舍3所 | 县财政局 | 6月底前\n2 | 开办夜校5所 | 县民政局 | 9月底前"
    )
    name = Line("县教育局", heading=1, whole=True)
    title = Line("县教育局2026年重点任务台账", centred=True, whole=True)
    read = pipeline.read(scan(name, title, rows))
    found = [t for d in read.documents for t in d.tasks]
    assert [units(t) for t in found] == [(["县教育局"], ["县财政局"]), (["县教育局"], ["县民政局"])]


def test_a_cell_of_times_is_kept_whole_where_no_calendar_tells_it() -> None:
    found = tasks(
        """
        任务 | 责任单位 | 完成时限
        开行专线3条 | 县教育局 | 秋季学期开学前
        加固河堤2处 | 县水利局 | 汛期前，最迟6月底
        清淤5公里 | 县水利局 | 县内主汛期到来前"""
    )
    assert [[(d.surface, d.value.due) for d in t.deadlines] for t in found] == [
        [("秋季学期开学前", None)],
        [("汛期前", None), ("最迟6月底", date(2026, 6, 30))],
        [("县内主汛期到来前", None)],
    ]


def test_the_columns_of_a_scoring_table_may_be_called_after_its_rating() -> None:
    (found,) = tasks(
        """
        考评类别 | 考评指标 | 指标分值 | 考评计分办法 | 考评责任部门
        党建 | 开展主题活动4次 | 8分 | 少1次扣2分 | 县委组织部
        小计 | | 8分 | |"""
    )
    assert (found.path, found.kind, found.points, units(found)[0]) == (
        ("党建",),
        "assessment",
        8,
        ["县委组织部"],
    )
    assert ("扣分", "=", 2, "分") in goals(found)


def test_places_where_work_is_done_are_no_units() -> None:
    first, _ = tasks(
        """
        县(市)、区 | 任务数（个） | 责任人 | 工程地点
        望川县 | 2200 | 林某某 | 石桥等4个乡镇
        松台县 | 3600 | 周某某 | 松岭等3个乡镇
        """
    )
    assert units(first) == (["望川县"], [])
    assert [(f.value.label, f.value.text) for f in first.fields] == [("工程地点", "石桥等4个乡镇")]


def test_a_box_of_crosses_has_cells_of_several_lines_where_rules_part_its_rows() -> None:
    rule = "+------+----------------+------------+---------+"
    drawn = [
        rule,
        "| 序号 | 任务           | 责任单位   | 时限    |",
        rule.replace("-", "="),
        "| 1    | 修缮校舍3所和  | 县农业农村 | 7月底前 |",
        "|      | 食堂           | 局         |         |",
        "+------+----------------+------------+         |",
        "| 2    | 新建AI+课堂5个 | 县教育局   |         |",
        rule,
    ]
    found = tasks(*(Line(text) for text in drawn))
    assert [(t.text, *units(t)) for t in found] == [
        ("修缮校舍3所和食堂", ["县农业农村局"], []),
        ("新建AI+课堂5个", ["县教育局"], []),
    ]
    assert [dues(t) for t in found] == [[date(2026, 7, 31)]] * 2


def test_in_a_box_of_crosses_without_rules_between_its_rows_a_line_is_a_row() -> None:
    rule = "+------+-------------+----------+"
    body = ["| 1 | 修缮校舍3所 | 县教育局 |", "| 2 | 维修泵站2座 | 县水利局 |"]
    found = tasks(*map(Line, [rule, "| 序号 | 任务 | 责任单位 |", rule, *body, rule]))
    assert [t.title for t in found] == ["修缮校舍3所", "维修泵站2座"]


@pytest.mark.parametrize(
    ("cells", "stages"),
    [
        (("建成12座", "建成30座"), ["建成12座", "建成30座"]),
        (("已建成12座", "已建成30座"), []),
        (("40%", "100%"), []),
    ],
)
def test_words_below_several_periods_of_progress_are_stages(
    cells: tuple[str, str], stages: list[str]
) -> None:
    (found,) = tasks(
        "序号 | 任务 | 牵头单位 | 进度 | <\n^ | ^ | ^ | 上半年 | 下半年\n"
        f"1 | 新建充电站 | 县住建局 | {cells[0]} | {cells[1]}"
    )
    assert [m.value.text for m in found.milestones] == stages


def test_words_with_their_label_stand_over_the_units_of_the_row_below() -> None:
    found = tasks("""
        序号 | 牵头单位 | 配合单位 | 时限
        1 | 任务：清理楼道410处 | < | <
        ^ | 县住建局 | 县财政局 | 4月底前
        2 | 任务：粉刷外墙5万平方米 | < | <
        ^ | 县城管局 | 各街道 | 9月底前""")
    assert [(t.number, t.title, *units(t)) for t in found] == [
        ("1", "清理楼道410处", ["县住建局"], ["县财政局"]),
        ("2", "粉刷外墙5万平方米", ["县城管局"], ["各街道"]),
    ]
    assert [dues(t) for t in found] == [[date(2026, 4, 30)], [date(2026, 9, 30)]]
