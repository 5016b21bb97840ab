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


def test_a_row_with_a_number_is_called_without_the_count_of_its_measures() -> None:
    (found,) = tasks("序号 | 整改措施 | 责任单位\n1 | （1）疏通管道6公里；⏎（2）更换井盖40个。 | 县住建局")
    assert (found.number, found.title) == ("1", "疏通管道6公里")
    assert "（1）" in found.text and "（2）" in found.text


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


def test_a_unit_a_row_with_the_part_that_it_takes() -> None:
    found = tasks("""
        序号 | 任务 | 参与单位 | 职责 | 完成时限
        1 | 建设驿站6个 | 团县委 | 牵头 | 2026年6月底前
        ^ | ^ | 县民政局 | 配合 | ^
        ^ | ^ | 县财政局 | 配合 | ^
        2 | 举办大赛 | 县科技局 | 牵头 | 2026年10月底前
        ^ | ^ | 团县委 | 配合 | ^""")
    assert [(t.title, units(t), dues(t)) for t in found] == [
        ("建设驿站6个", (["团县委"], ["县民政局", "县财政局"]), [date(2026, 6, 30)]),
        ("举办大赛", (["县科技局"], ["团县委"]), [date(2026, 10, 31)]),
    ]


def test_a_sign_supports_beside_a_word_that_leads_and_no_cell_is_a_legend() -> None:
    found = tasks("任务 | 县公安局 | 县教育局\n开展宣传260场 | √ | 牵头\n设立站点9个 | 牵头 | √")
    assert [units(t) for t in found] == [(["县教育局"], ["县公安局"]), (["县公安局"], ["县教育局"])]


def test_a_card_whose_labels_stand_in_groups() -> None:
    found = tasks("""
        基本信息 | 任务名称 | 打通断头路
        ^ | 任务目标 | 贯通道路2公里
        责任分工 | 牵头单位 | 县住房城乡建设局
        ^ | 配合单位 | 县自然资源局
        ^ | 责任人 | 范某
        时间 | 完成时限 | 2026年11月底前""")
    assert [(t.title, units(t), dues(t)) for t in found] == [
        ("打通断头路", (["县住房城乡建设局"], ["县自然资源局"]), [date(2026, 11, 30)])
    ]
    assert [(e.value.field, e.value.words) for e in found[0].entries] == [("person", "范某")]


@pytest.mark.parametrize("form", ["【{}】{}", "◆{}：{}", "■ {}: {}"])
def test_labels_in_brackets_and_behind_signs(form: str) -> None:
    said = [
        ("督办事项", "修缮文化馆"),
        ("责任单位", "县文旅局"),
        ("办结时限", "2026年7月底前"),
        ("督办事项", "补齐岗位46个"),
        ("责任单位", "县民政局"),
        ("办结时限", "2026年4月底前"),
    ]
    found = tasks(*(Line(form.format(*one), whole=True) for one in said))
    assert [(t.title, units(t)[0], dues(t)) for t in found] == [
        ("修缮文化馆", ["县文旅局"], [date(2026, 7, 31)]),
        ("补齐岗位46个", ["县民政局"], [date(2026, 4, 30)]),
    ]


@pytest.mark.parametrize("names", [("一、产业", "二、城市建设"), ("产业发展", "城市建设")])
def test_a_group_is_named_in_the_column_of_words(names: tuple[str, str]) -> None:
    found = tasks(f"""
        序号 | 任务 | 责任单位 | 时限
        | {names[0]} | |
        1 | 引进项目10个 | 县商务局 | 6月底
        | {names[1]} | |
        2 | 改造管网12公里 | 县水利局 | 9月底""")
    assert [(t.number, t.path[-1]) for t in found] == [("1", names[0]), ("2", names[1])]


def test_a_number_and_its_measure_stand_below_one_label() -> None:
    (found,) = tasks("""
        序号 | 实事名称 | 年度目标 | | 责任单位
        | | 数量 | 计量单位 |
        1 | 新增公办学位 | 6000 | 个 | 县教育局""")
    assert [(t.value.value, t.value.unit) for t in found.targets] == [(6000, "个")]


def test_what_is_reported_each_month_is_progress() -> None:
    (found,) = tasks("""
        任务 | 责任单位 | 每月进展 | <
        ^ | ^ | 1月 | 2月
        改造管网 | 县水利局 | 编制方案 | 开工6公里""")
    assert [(e.value.field, e.value.words) for e in found.entries] == [("note", "开工6公里")]


@pytest.mark.parametrize("said", ["县教育局 局长秦某", "县教育局副局长秦某", "县教育局（秦某）"])
def test_who_leads_a_unit_is_none(said: str) -> None:
    (found,) = tasks(f"任务 | 牵头单位及负责人\n建设职教中心 | {said}")
    assert units(found) == (["县教育局"], [])


@pytest.mark.parametrize("office", ["保障处", "支持中心", "联合科"])
def test_an_office_called_like_a_label_is_a_unit(office: str) -> None:
    (found,) = tasks(f"任务 | 责任处室\n维护设备 | {office}")
    assert units(found) == ([office], [])


def test_offices_a_line_each_are_several() -> None:
    (found,) = tasks("任务 | 牵头股室 | 配合股室\n开展调查 | 综合股 | 工业股⏎服务业股⏎投资统计站")
    assert units(found) == (["综合股"], ["工业股", "服务业股", "投资统计站"])


def test_rows_that_only_name_further_units_are_of_the_task_above() -> None:
    found = tasks("""
        序号 | 任务 | 牵头单位 | 配合单位 | 时限
        1 | 新增托位150个 | 县卫生健康局 | 县教育局 | 2026年9月底前
        | | | 县财政局 |
        | | | 县住房城乡建设局 |
        2 | 培训保育员40人 | 县人社局 | 县妇联 | 2026年11月底前""")
    assert [units(t) for t in found] == [
        (["县卫生健康局"], ["县教育局", "县财政局", "县住房城乡建设局"]),
        (["县人社局"], ["县妇联"]),
    ]


@pytest.mark.parametrize("label", ["推进计划", "实施步骤", "进度安排"])
def test_a_plan_of_several_times_gives_stages(label: str) -> None:
    found = tasks(f"""
        工程名称 | {label} | 责任单位
        县医院迁建 | 3月底前完成招标，6月底前开工，12月底前封顶 | 县卫生健康局""")
    assert [[(m.value.when, m.value.text) for m in t.milestones] for t in found] == [
        [("3月底前", "完成招标"), ("6月底前", "开工"), ("12月底前", "封顶")]
    ]


def test_the_aim_of_the_whole_year_beside_quarters_is_a_target() -> None:
    (found,) = tasks("""
        任务 | 责任单位 | 一季度 | 二季度 | 全年目标
        培育企业 | 县工信局 | 培育5家 | 培育10家 | 培育25家""")
    assert [m.value.when for m in found.milestones] == ["一季度", "二季度"]
    assert 25 in [t.value.value for t in found.targets]


@pytest.mark.parametrize("cell", ["张某 镇村建办", "张某（镇村建办）", "张某⏎镇村建办"])
def test_persons_stand_before_the_units_of_a_cell(cell: str) -> None:
    (found,) = tasks(f"工作任务 | 责任人/责任站所\n完成改厕230户 | {cell}")
    assert units(found) == (["镇村建办"], [])
    assert [(e.value.field, e.value.words) for e in found.entries] == [("person", "张某")]


def test_a_table_in_a_cell_of_units_labels_them() -> None:
    (found,) = tasks("任务 | 责任分工\n建设平台 | 牵头\t县农业农村局⏎配合\t县数据局")
    assert units(found) == (["县农业农村局"], ["县数据局"])


def test_labels_a_line_each_with_nothing_but_a_table_below_them() -> None:
    found = tasks(Line("任务"), Line("牵头单位"), Line("时限"), "任务 | 牵头单位\n修缮校舍3所 | 县教育局")
    assert [units(t)[0] for t in found] == [["县教育局"]]


@pytest.mark.parametrize("label", ["包联领导/责任单位", "责任领导及单位"])
def test_one_label_of_two_names_stands_over_two_columns(label: str) -> None:
    (found,) = tasks(f"序号 | 项目 | {label} | < | 完成时限\n1 | 修缮校舍3所 | 冯某 | 县教育局 | 8月底")
    assert units(found) == (["县教育局"], [])
    assert [(e.value.field, e.value.words) for e in found.entries] == [("leader", "冯某")]


@pytest.mark.parametrize(
    ("label", "cell"),
    [
        ("牵头单位（配合单位）", "县公安局（县住建局、各乡镇）"),
        ("备注", "县公安局牵头，县住建局、各乡镇配合"),
    ],
)
def test_who_helps_stands_in_the_brackets_that_the_label_says_or_in_the_remark(label: str, cell: str) -> None:
    (found,) = tasks(f"序号 | 任务 | 完成时限 | {label}\n1 | 清理废弃车辆 | 5月底 | {cell}")
    assert units(found) == (["县公安局"], ["县住建局", "各乡镇"])


@pytest.mark.parametrize("remark", ["县住建局、各乡镇配合", "配合单位：县住建局、各乡镇"])
def test_the_remark_adds_who_helps(remark: str) -> None:
    (found,) = tasks(f"序号 | 任务 | 责任单位 | 备注\n1 | 清理废弃车辆 | 县公安局 | {remark}")
    assert units(found) == (["县公安局"], ["县住建局", "各乡镇"])


def test_units_a_line_each_with_what_they_do() -> None:
    (found,) = tasks(
        "事项 | 牵头单位及职责 | 配合单位及职责\n校车安全 | 县教育局：组织排查 | 县公安局：查处超员⏎各乡镇政府：做好劝导"
    )
    assert units(found) == (["县教育局"], ["县公安局", "各乡镇政府"])
    assert found.fields[0].surface == "县教育局：组织排查"


@pytest.mark.parametrize("start", ["", "1 | "])
def test_the_unit_of_measure_stands_in_the_title_alone(start: str) -> None:
    head = "序号 | " if start else ""
    title = Line("望川县改厕任务分解表（单位：座）", whole=True)
    (found,) = tasks(title, f"{head}乡镇 | 新建任务 | 改造任务 | 完成时限\n{start}西坪镇 | 12 | 8 | 9月底前")
    assert units(found)[0] == ["西坪镇"]
    assert [(t.value.metric, t.value.value, t.value.unit) for t in found.targets] == [
        ("新建任务", 12, "座"),
        ("改造任务", 8, "座"),
    ]


def test_money_is_counted_in_what_stands_over_the_table() -> None:
    rows = "序号 | 项目名称 | 总投资 | 2026年计划投资 | 建设单位\n1 | 城东泵站 | 1500 | 800 | 县水利局"
    (found,) = tasks(Line("单位：万元", whole=True), rows)
    assert [(t.value.value, t.value.unit) for t in found.targets] == [(800, "万元")]


def test_places_under_one_label_are_where_so_many_are_to_be_reached() -> None:
    (found,) = tasks("""
        序号 | 指标名称 | 计量单位 | 全市目标 | 牵头单位 | 各县区目标 | <
        ^ | ^ | ^ | ^ | ^ | 青禾区 | 望川县
        1 | 新建充电桩 | 个 | 90 | 市发展改革委 | 50 | 40""")
    assert [(t.value.value, t.value.scope) for t in found.targets] == [
        (90, "全市"),
        (50, "青禾区"),
        (40, "望川县"),
    ]


def test_lines_that_somebody_typed_begin_anew() -> None:
    (found,) = tasks("任务 | 配合单位\n推进停车治理⏎新建停车场12处⏎改造泊位900个 | 县卫生⏎健康局")
    assert found.title == "推进停车治理"
    assert [t.value.metric for t in found.targets] == ["停车场", "泊位"]
    assert units(found)[1] == ["县卫生健康局"]


@pytest.mark.parametrize(
    ("name", "rule"),
    [("公厕达标率", "达到90%得10分；达到80%得6分"), ("乡道改造", "完成90公里得10分；完成一半得6分")],
)
def test_what_points_are_given_for_is_named_beside(name: str, rule: str) -> None:
    (found,) = tasks(f"考核指标 | 分值 | 评分标准\n{name} | 10 | {rule}")
    said = [(t.value.metric, t.value.value, t.value.kind) for t in found.targets]
    assert said == [(name, 90, "goal"), ("得分", 10, "standard"), ("得分", 6, "standard")]


def test_tasks_with_their_numbers_and_no_header() -> None:
    found = tasks("1.修订公开目录 | 县政府办、县司法局 | 3月底前\n2.建成数字馆藏 | 县档案馆 | 6月底前")
    assert [(t.number, units(t)[0]) for t in found] == [("1.", ["县政府办"]), ("2.", ["县档案馆"])]


def test_a_further_line_of_a_cell_stands_alone_between_tabs() -> None:
    lines = ["序号\t任务\t工作内容\t牵头单位\t时限", "1\t改造菜场\t改造6家；\t县商务局\t9月底"]
    lines += ["\t\t每月检查2次。\t\t", "2\t分类垃圾\t建成8个小区\t县城管局\t6月底"]
    first, second = tasks(*(Line(text, whole=True) for text in lines))
    assert [t.value.value for t in first.targets] == [6, 2]
    assert units(second) == (["县城管局"], [])


def test_an_annex_begins_with_its_listed_name_over_its_table() -> None:
    name = "望川县2026年地名任务表"
    lines = ["一、工作要求", "（一）加强领导。各乡镇要明确专人负责。", f"附件：{name}", name]
    drawn = table("序号 | 任务 | 责任单位\n1 | 编制规划 | 县民政局")
    (document,) = pipeline.read(scan(TITLE, *(Line(x, whole=True) for x in lines), drawn)).documents
    assert [(t.number, t.path[0]) for t in document.tasks] == [
        ("（一）", "一、工作要求"),
        ("1", f"附件：{name}"),
    ]


def test_an_item_with_units_stays_a_task_over_the_shares_of_a_table() -> None:
    lines = ["一、重点任务", "（一）推进造林。造林12万亩，见下表。（牵头单位：县林业局）"]
    drawn = "县（市、区） | 造林任务（亩） | 抚育任务（亩）\n松川县 | 300 | 20\n白鹿县 | 400 | 30"
    found = tasks(*(Line(x, whole=True) for x in lines), drawn)
    assert [(t.number, units(t)[0]) for t in found] == [
        ("（一）", ["县林业局"]),
        *[(None, ["县林业局"])] * 2,
    ]


def test_a_task_lying_on_its_side_may_be_merged_over_two_of_its_units() -> None:
    first, second = tasks("""
        任务名称 | 整治河道 | < | 治理油烟 | <
        牵头单位 | 县水利局 | < | 县城管局 | <
        配合单位 | 县公安局 | 县财政局 | 县市场监管局 | <
        完成时限 | 7月底 | < | 9月底 | <""")
    assert units(first) == (["县水利局"], ["县公安局", "县财政局"])
    assert (units(second), dues(second)) == ((["县城管局"], ["县市场监管局"]), [date(2026, 9, 30)])
