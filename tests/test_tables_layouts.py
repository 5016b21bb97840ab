"""Tables that lost their merging, whose header parts twice, whose rows are lines: the smallest case of each layout."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from drawn import TITLE, scan, table, tasks, units

from policyparse import pipeline
from policyparse.model import Cell, Line, Table, Task


def of_lines(*lines: str) -> list[Task]:
    return pipeline.read(scan(TITLE, *map(Line, lines))).documents[0].tasks  # type: ignore[return-value]


def test_a_header_of_two_lines_names_the_beginning_and_the_end() -> None:
    (found,) = tasks(
        """
        序号 | 任务 | 牵头部门 | 进度安排 | <
        ^ | ^ | ^ | 启动时间 | 完成时间
        1 | 修缮校舍3所 | 县教育局 | 2026年3月 | 2026年9月底"""
    )
    assert [d.value.due for d in found.deadlines] == [date(2026, 9, 30)]
    assert [m.value.due for m in found.milestones] == [date(2026, 3, 31)]


UNMERGED = """
    序号 | 任务 | 举措 | 责任单位 | 完成时限
    1 | 便利开办企业 | 推行网上办理 | 县市场监管局 | 6月底前
     | | 免费刻制印章 | 县公安局 | 9月底前
    2 | 便利施工许可 | 推行拿地即开工 | 县住建局 | 5月底前"""


@pytest.mark.parametrize("sign", [" | ", "\t"])
def test_empty_cells_at_the_left_say_what_stands_above(sign: str) -> None:
    rows = [sign.join(cell.strip() for cell in line.split("|")) for line in UNMERGED.strip().splitlines()]
    for found in (tasks(UNMERGED), of_lines(*rows)):
        assert [(t.path, t.title, units(t)[0]) for t in found] == [
            (("便利开办企业",), "推行网上办理", ["县市场监管局"]),
            (("便利开办企业",), "免费刻制印章", ["县公安局"]),
            ((), "便利施工许可", ["县住建局"]),
        ]


CALENDAR = """周次 | 日期 | 主要工作 | 责任处室
第一周 | 2月16日-2月22日 | 开学典礼 | 教育处
门窗检查 | 保卫处{end}
第二周 | 2月23日-3月1日 | 主题班会 | 教育处、团委"""


@pytest.mark.parametrize("end", ["", " | ||"])
def test_rows_that_lost_the_cells_merged_with_those_above_keep_to_the_right(end: str) -> None:
    found = of_lines(*CALENDAR.format(end=end).splitlines())
    assert [(t.title, units(t)[0]) for t in found] == [
        ("开学典礼", ["教育处"]),
        ("门窗检查", ["保卫处"]),
        ("主题班会", ["教育处"]),
    ]
    assert [str(t.deadlines[-1].value.due)[5:] for t in found] == ["02-22", "02-22", "03-01"]


RATED = """测评项目 | 测评内容 | 测评标准 | 牵头领导 | 责任单位
宣传 | 公益广告 | 占比不低于30% | 张某 | 县城管局
{start}开设专栏 | 每月刊播不少于10篇 | 李某 | 县委宣传部、县文明办
市容 | 主次干道 | 日产日清率100% | 王某 | 县城管局"""


@pytest.mark.parametrize("start", ["", " | "])
def test_a_row_without_its_merged_category_names_its_units(start: str) -> None:
    found = of_lines(*RATED.format(start=start).splitlines())
    assert [units(t) for t in found] == [
        (["县城管局"], []),
        (["县委宣传部"], ["县文明办"]),
        (["县城管局"], []),
    ]


def test_a_row_without_number_and_unit_may_go_on_with_the_words_above() -> None:
    _, second = tasks(
        """
        序号 | 任务 | 举措 | 责任单位
        1 | 便利开办企业 | 推行网上办理，全程 | 县市场监管局
         | | 公开 | """
    )
    assert not second.path


def test_a_unit_printed_once_at_the_left_has_the_rows_below_it() -> None:
    found = tasks(
        """
        责任单位 | 序号 | 任务 | 完成时限
        县教育局 | 1 | 修缮校舍3所 | 8月底
         | 2 | 招聘教师30名 | 7月底
        县水利局 | 3 | 维修泵站2座 | 10月底"""
    )
    assert [units(t)[0] for t in found] == [["县教育局"], ["县教育局"], ["县水利局"]]


def test_labels_of_three_lines_that_are_not_merged() -> None:
    (found,) = tasks(
        """
        序号 | 项目 | 责任分工 | | | 完成时限
         | | 牵头 | | 配合单位 |
         | | 单位 | 负责人 | |
        1 | 修缮校舍3所 | 县教育局 | 冯某 | 县财政局 | 8月底"""
    )
    assert units(found) == (["县教育局"], ["县财政局"])
    assert [(e.value.field, e.value.words) for e in found.entries] == [("person", "冯某")]


def test_a_further_number_that_others_part_is_a_heading_and_accounted_for() -> None:
    drawn = """
        编号 | 任务 | 责任单位
        1 | 绿色发展 |
        1.1 | 新增绿地12公顷 | 县园林中心
        2 | 便民服务 |
        2.1 | 增设书屋5个 | 县文化局"""
    (document,) = pipeline.read(scan(TITLE, table(drawn))).documents
    assert [t.path for t in document.tasks] == [("1、绿色发展",), ("2、便民服务",)]
    assert "unaccounted" not in [f.code for f in document.findings]


def test_a_number_that_others_part_is_a_heading() -> None:
    first, second = tasks(
        """
        序号 | 任务 | 责任单位 | 时限
        1 | 夯实底座 | |
        1.1 | 建成政务云1个 | 县数据局 | 6月底
        2 | 修缮校舍3所 | 县教育局 | 8月底"""
    )
    assert [(t.number, t.path) for t in (first, second)] == [("1.1", ("1、夯实底座",)), ("2", ())]


def test_a_section_over_the_header_gives_way_to_the_next_inside() -> None:
    head = "序号 | 任务 | 责任单位"
    inner = f"二、工业 | < | <\n{head}\n1 | 开工项目20个 | 县工信局"
    rows = f"{head}\n1 | 建设农田3万亩 | 县农业农村局\n{inner}"
    for drawn in ((Line("一、农业"), rows), (f"一、农业 | < | <\n{rows}",)):
        assert [t.path for t in tasks(*drawn)] == [("一、农业",), ("二、工业",)]


def test_ditto_signs_in_lines() -> None:
    rows = [
        "序号  任务内容        牵头单位  配合单位  完成时限",
        "1     排查企业32家    县应急局  县公安局  6月底前",
    ]
    more = [
        "2     整治隐患15处    同上      〃        同上",
        "3     开展演练6场     〃        县消防局  10月底前",
    ]
    cells = [cell for row in (*rows, *more) for cell in row.split()]
    for lines in ((*rows, *more), cells):
        found = of_lines(*lines)
        assert [units(t) for t in found] == [
            (["县应急局"], ["县公安局"]),
            (["县应急局"], ["县公安局"]),
            (["县应急局"], ["县消防局"]),
        ]
        assert [d.value.due for d in found[1].deadlines] == [date(2026, 6, 30)]


def test_a_header_of_two_lines_parts_twice_in_a_text_of_even_characters() -> None:
    (found,) = of_lines(
        "序号  任务           责任体系            进度安排",
        "                     牵头单位  配合单位  启动时间  完成时间",
        "1     修缮校舍3所    县教育局  县财政局  3月       8月底",
    )
    assert units(found) == (["县教育局"], ["县财政局"])
    assert [d.value.due for d in found.deadlines] == [date(2026, 8, 31)]


def test_a_card_of_tabs_in_two_columns() -> None:
    (found,) = of_lines(
        "督办事项\t整治油烟直排", "承办单位\t县生态环境局", "办结时限\t5月31日前", "工作要求\t全面排查"
    )
    assert (found.title, units(found)) == ("整治油烟直排", (["县生态环境局"], []))


def test_the_one_card_of_a_page_is_parted_by_strokes() -> None:
    (found,) = of_lines(
        "重点工作： | 建设改革试验区。 |", "牵头单位： | 县开发区管委会 |", "进展落实情况： | 按计划推进。 |"
    )
    assert (found.title, units(found)) == ("建设改革试验区", (["县开发区管委会"], []))


def test_a_scoring_table_whose_title_and_section_share_the_lines_of_header_and_row() -> None:
    head = "云泽县公厕改造考核评分标准考核项目 考核要点 分值 评分规定 得分"
    first = "一、工作推进（25分） 1、组织机构 成立改造专班。 2分 未成立的，扣1分。"
    found = of_lines(head, first, "2、会议部署 召开部署会议。 3分 未召开的，扣3分。")
    assert [(t.number, t.path, t.title, t.points) for t in found] == [
        ("1、", ("一、工作推进（25分）",), "组织机构", Decimal(2)),
        ("2、", ("一、工作推进（25分）",), "会议部署", Decimal(3)),
    ]


@pytest.mark.parametrize("label", ["责任主体与协同单位", "责任主体及配合单位"])
def test_a_label_of_two_roles_is_a_list_beside_who_leads(label: str) -> None:
    (found,) = tasks(f"序号 | 任务 | 牵头单位 | {label}\n1 | 修缮校舍3所 | 县教育局 | 县住建局、县财政局")
    assert units(found) == (["县教育局"], ["县住建局", "县财政局"])


def test_numbered_headings_below_the_last_row_are_of_the_text_that_follows() -> None:
    found = of_lines(
        "序号\t任务\t牵头单位\t时限",
        "一、民生保障",
        "1\t修缮校舍3所\t县教育局\t8月底",
        "二、工作要求",
        "（一）压实责任。各单位6月底前制定细则。（县住建局负责）",
        "（二）强化督查。按月通报进展。（县政府督查室负责）",
    )
    assert [(t.number, units(t)[0]) for t in found] == [
        ("1", ["县教育局"]),
        ("（一）", ["县住建局"]),
        ("（二）", ["县政府督查室"]),
    ]


def test_what_is_rated_may_stand_first() -> None:
    (found,) = tasks(
        "序号 | 考核指标 | 指标内容 | 分值 | 评分办法\n1 | 巡河履职 | 每周巡河 | 15 | 每少1次扣1分"
    )
    assert (found.title, found.text, found.kind) == ("巡河履职", "每周巡河\n每少1次扣1分", "assessment")


@pytest.mark.parametrize(
    ("label", "field"),
    [
        ("包案领导", "leader"),
        ("联点县领导", "leader"),
        ("反馈问题", "problem"),
        ("突出问题", "problem"),
        ("本周进展", "note"),
        ("下周计划", "next_step"),
        ("整治进展", "note"),
        ("区政府分管领导", "leader"),
        ("分管负责人", "leader"),
        ("整改责任人", "person"),
        ("问题描述", "problem"),
    ],
)
def test_other_heads_of_a_ledger(label: str, field: str) -> None:
    (found,) = tasks(f"序号 | 整改措施 | {label} | 责任单位\n1 | 修缮校舍3所 | 某某 | 县教育局")
    assert [(e.value.field, e.value.words) for e in found.entries] == [(field, "某某")]


def test_what_is_supervised_is_the_task() -> None:
    (found,) = of_lines("序号  督查内容       责任单位", "1     建成公厕12座  县城管局")
    assert (found.title, units(found)) == ("建成公厕12座", (["县城管局"], []))


def test_main_points_are_tasks_with_measures() -> None:
    (found,) = tasks("序号 | 工作要点 | 主要措施 | 牵头科室\n1 | 抓好造林 | 完成造林5万亩 | 造林科")
    assert (found.title, found.text) == ("抓好造林", "完成造林5万亩")


def test_two_tables_of_even_characters_with_a_label_that_nobody_knows() -> None:
    found = of_lines(
        "编号  实事内容      主办部门  核查人员  办结时间",
        "1     改造厕所20座  县城管局  甲        11月底",
    )
    assert [(t.title, units(t)[0]) for t in found] == [("改造厕所20座", ["县城管局"])]


def goals(*drawn: str) -> list[tuple[str, str, str, str | None]]:
    found = pipeline.read(scan(TITLE, *map(table, drawn))).documents[0].goals
    return [(g.value.metric, g.value.comparator, str(g.value.value), g.value.unit) for g in found]


def test_a_table_of_indicators_that_nobody_is_named_for_states_aims() -> None:
    drawn = """
        序号 | 指标 | 单位 | 2025年实际 | 2030年目标 | 属性
        1 | 人均预期寿命 | 岁 | 79.2 | 80.5 | 预期性
        2 | 孕产妇死亡率 | /10万 | 8.1 | ＜8 | 约束性"""
    assert not tasks(drawn)
    assert goals(drawn) == [("人均预期寿命", "=", "80.5", "岁"), ("孕产妇死亡率", "<", "8", "/10万")]


def test_indicators_below_the_aims_of_a_frame() -> None:
    drawn = table("指标 | 2025年 | 2030年\n1.普及率（%） | 85 | 90\n2.收入规模（亿元） | 35 | 50")
    lines = (
        Line("一、总体要求"),
        Line("（一）发展目标"),
        Line("主要指标如下。"),
        drawn,
        Line("二、任务"),
        Line("（一）加强监管。"),
    )
    (document,) = pipeline.read(scan(TITLE, *lines)).documents
    assert [(g.value.metric, str(g.value.value), str(g.value.due)) for g in document.goals] == [
        ("普及率", "90", "2030-12-31"),
        ("收入规模", "50", "2030-12-31"),
    ]
    assert [t.title for t in document.tasks] == ["加强监管"]


def test_an_indicator_with_a_unit_is_a_task_with_a_target_by_year() -> None:
    (found,) = tasks(
        "指标名称 | 单位 | 2025年完成 | 2026年目标 | 责任单位\n财政收入 | 亿元 | 18.6 | 19.8 | 县财政局"
    )
    assert [(t.value.metric, str(t.value.value), t.value.unit) for t in found.targets] == [
        ("财政收入", "19.8", "亿元")
    ]


def test_a_number_under_a_year_may_have_its_unit_in_the_cell() -> None:
    (found,) = tasks("指标 | 2025年基数 | 2026年目标 | 牵头单位\n垃圾回收利用率 | 35% | 40%以上 | 县城管局")
    assert [(t.value.comparator, str(t.value.value), t.value.unit) for t in found.targets] == [
        (">=", "40", "%")
    ]


def test_three_levels_of_a_scoring_table() -> None:
    found = tasks(
        """
        一级指标 | 二级指标 | 三级指标 | 权重 | 评分标准
        经济 | 实力 | 财政收入增速 | 20 | 每低1个百分点扣1分
        ^ | ^ | 税收占比 | 10 | 每低1个百分点扣1分"""
    )
    assert [(t.path, t.title) for t in found] == [
        (("经济", "实力"), "财政收入增速"),
        (("经济", "实力"), "税收占比"),
    ]


@pytest.mark.parametrize(
    "drawn",
    [
        """
        单位 | 人工造林（亩） | 义务植树（万株） | 完成时限
        东坪镇 | 1200 | 1.5 | 4月底前
        合计 | 1200 | 1.5 |""",
        """
        序号 | 责任单位 | 目标任务 | < | 备注
        ^ | ^ | 人工造林（亩） | 义务植树（万株） | ^
        1 | 东坪镇 | 1200 | 1.5 |
        2 | 西溪乡 | 900 | 1.2 |""",
    ],
)
def test_numbers_by_unit_are_the_tasks_of_each(drawn: str) -> None:
    found = tasks(drawn)[0]
    assert units(found) == (["东坪镇"], [])
    assert [(t.value.metric, str(t.value.value), t.value.unit) for t in found.targets] == [
        ("人工造林", "1200", "亩"),
        ("义务植树", "1.5", "万株"),
    ]


def test_indicators_by_unit_need_an_order_above_them() -> None:
    drawn = "单位 | 财政收入增速（%） | 固定资产投资（亿元）\n东坪镇 | 6.5 | 3.2\n西溪乡 | 7 | 2.1"
    (document,) = pipeline.read(scan(Line("望川县2026年主要指标任务分解表"), table(drawn))).documents
    assert [units(t)[0] for t in document.tasks] == [["东坪镇"], ["西溪乡"]]
    (document,) = pipeline.read(scan(Line("望川县2026年主要指标完成情况表"), table(drawn))).documents
    assert not document.tasks


@pytest.mark.parametrize(
    ("label", "metric"),
    [
        ("任务量（亩）", "人工造林"),
        ("建设数量（亩）", "人工造林"),
        ("2026年计划投资（万元）", "计划投资"),
        ("总投资（万元）", None),
    ],
)
def test_what_a_number_beside_a_task_counts(label: str, metric: str | None) -> None:
    (found,) = tasks(f"序号 | 任务 | {label} | 责任单位\n1 | 人工造林 | 350 | 县林业局")
    assert [t.value.metric for t in found.targets] == ([metric] if metric else [])


def test_who_judges_supports_beside_who_is_responsible() -> None:
    (found,) = tasks("序号 | 任务 | 责任单位 | 考核单位\n1 | 修缮校舍3所 | 县教育局 | 县统计局")
    assert units(found) == (["县教育局"], ["县统计局"])
    (found,) = tasks("序号 | 任务 | 考核单位\n1 | 修缮校舍3所 | 县统计局")
    assert units(found) == (["县统计局"], [])


@pytest.mark.parametrize(
    "drawn",
    [
        """
        主要任务 | 序号 | 具体措施 | 责任单位
        助企纾困 | 1 | 走访企业200家 | 县商务局
        优化审批 | 2 | 下放事项6项 | 县政务服务局
        ^ | 3 | 编制指南30份 | 县政务服务局""",
        """
        考核项目 | 考核内容 | 评分标准 | 分值
        助企纾困 | 走访企业 | 每少1家扣1分 | 10
        优化审批 | 下放事项 | 每少1项扣1分 | 5
        ^ | 编制指南 | 每少1份扣1分 | 5""",
    ],
)
def test_a_group_of_one_row_heads_it_as_the_others_do(drawn: str) -> None:
    assert [t.path for t in tasks(drawn)] == [("助企纾困",), ("优化审批",), ("优化审批",)]


def test_quarters_by_letters_are_stages() -> None:
    (found,) = tasks("序号 | 项目 | 责任单位 | Q1 | Q2\n1 | 体育中心 | 县体育局 | 完成立项 | 开工建设")
    assert [str(m.value.due) for m in found.milestones] == ["2026-03-31", "2026-06-30"]


def test_stages_with_a_name_and_their_months_in_brackets() -> None:
    drawn = "任务 | 责任单位 | 动员部署阶段（3月） | 集中整治阶段（4—10月）\n燃气整治 | 县住建局 | 制定方案 | 排查用户"
    (found,) = tasks(drawn)
    assert [str(m.value.due) for m in found.milestones] == ["2026-03-31", "2026-10-31"]


def test_one_column_for_the_target_and_its_time() -> None:
    (found,) = tasks("任务 | 目标及完成时限 | 责任单位\n危桥改造 | 9月底前改造危桥5座 | 县公路局")
    assert [(t.value.metric, str(t.value.value), str(t.value.due)) for t in found.targets] == [
        ("危桥", "5", "2026-09-30")
    ]
    assert [str(d.value.due) for d in found.deadlines] == ["2026-09-30"]


def test_what_a_period_brought_is_no_stage() -> None:
    (found,) = tasks(
        "序号 | 项目 | 责任单位 | 一季度形象进度 | 上半年完成\n1 | 体育中心 | 县体育局 | 立项 | 桩基"
    )
    assert [m.value.when for m in found.milestones] == ["一季度形象进度"]


def test_whom_something_is_done_for_is_no_unit_that_does_it() -> None:
    (found,) = tasks("序号 | 企业名称 | 服务单位 | 服务事项\n1 | 某某电子公司 | 县经信局 | 协调用工200人")
    assert units(found) == (["县经信局"], [])


def test_a_row_of_remarks_is_no_task() -> None:
    drawn = "序号 | 任务 | 责任单位\n1 | 新建公厕18座 | 县城管局\n备注 | 本表任务纳入年度考核。 | <"
    assert [t.title for t in tasks(drawn)] == ["新建公厕18座"]


def test_a_second_table_in_one_grid_with_its_annex_and_title() -> None:
    drawn = """
        序号 | 任务 | 责任单位 |
        1 | 新建公厕18座 | 县城管局 |
        附件2 | | |
        望川县2026年项目清单 | | |
        序号 | 项目 | 建设内容 | 责任单位
        1 | 滨河路 | 改造道路3公里 | 县住建局"""
    (document,) = pipeline.read(scan(TITLE, table(drawn))).documents
    assert [(t.title, t.path) for t in document.tasks] == [
        ("新建公厕18座", ()),
        ("滨河路", ("望川县2026年项目清单",)),
    ]
    assert "unaccounted" not in [f.code for f in document.findings]


def test_money_that_is_distributed_orders_nothing() -> None:
    lines = (Line("2026年补助资金分配计划表"), table("单位 | 补助金额（万元）\n东坪镇 | 300\n西溪乡 | 200"))
    assert not pipeline.read(scan(*lines)).documents[0].tasks


def test_a_table_without_a_header_is_told_by_what_its_columns_hold() -> None:
    drawn = "1 | 修缮村道6公里 | 镇交管站 | 6月底前\n2 | 安装路灯200盏 | 镇村建办 | 10月底前"
    (document,) = pipeline.read(scan(TITLE, table(drawn))).documents
    assert [(t.number, t.title, units(t)[0]) for t in document.tasks] == [
        ("1", "修缮村道6公里", ["镇交管站"]),
        ("2", "安装路灯200盏", ["镇村建办"]),
    ]
    assert "table-headless" in [f.code for f in document.findings]


@pytest.mark.parametrize(
    "drawn",
    [
        "1 | 赵某某 | 县民政局 | 局长\n2 | 钱某某 | 县教育局 | 副局长",
        "1 | 红色 | 三张 | 甲型\n2 | 蓝色 | 五张 | 乙型",
        "1 | 某某建设工程公司 | 县民政局 | 2026年3月\n2 | 某某建设工程公司 | 县民政局 | 2026年4月",
    ],
)
def test_columns_that_may_hold_anything_are_not_guessed(drawn: str) -> None:
    assert not tasks(drawn)


@pytest.mark.parametrize(
    ("title", "drawn"),
    [
        (
            "重要文件目录",
            "1 | 关于设立城南幼儿园的批复 | 县教育局 | 3月\n2 | 关于印发托育办法的通知 | 县卫健局 | 6月",
        ),
        (
            "接受捐赠公示",
            "1 | 捐赠医用口罩2000只 | 县红十字会 | 2月3日\n2 | 捐赠消毒液300桶 | 县慈善总会 | 2月5日",
        ),
        ("培训班日程", "1 | 基层治理政策解读 | 县委党校 | 3月5日\n2 | 现场教学参观社区 | 县民政局 | 3月6日"),
        (
            "2025年大事记",
            "1 | 城东小学新校区启用 | 县教育局 | 3月1日\n2 | 全县农民运动会开幕 | 县体育局 | 5月3日",
        ),
        (
            "信访受理公示",
            "1 | 反映小区停车难问题 | 县城管局 | 3月2日\n2 | 反映学校门口拥堵 | 县公安局 | 3月9日",
        ),
    ],
)
def test_a_list_without_a_header_whose_title_orders_nothing(title: str, drawn: str) -> None:
    (document,) = pipeline.read(scan(Line(f"望川县{title}"), table(drawn))).documents
    assert not document.tasks


@pytest.mark.parametrize(
    ("title", "drawn"),
    [
        ("2026年任务完成情况", "单位 | 造林（亩） | 植树（万株）\n东坪镇 | 1200 | 1.5\n西溪乡 | 900 | 1.2"),
        ("2026年代表名额分配", "单位 | 正式代表（名） | 列席代表（名）\n东坪镇 | 12 | 2\n西溪乡 | 9 | 1"),
        (
            "2026年计划草案附表",
            "单位 | 2024年产值（亿元） | 2025年产值（亿元）\n东坪镇 | 3 | 4\n西溪乡 | 2 | 3",
        ),
        (
            "2026年预算安排任务表",
            "部门 | 基本支出（万元） | 补助支出（万元）\n县教育局 | 31 | 9\n县水利局 | 8 | 15",
        ),
    ],
)
def test_numbers_by_unit_that_order_nothing(title: str, drawn: str) -> None:
    (document,) = pipeline.read(scan(Line(f"望川县{title}"), table(drawn))).documents
    assert not document.tasks


@pytest.mark.parametrize("cell", ["县民政局★ 县财政局", "★县民政局、县财政局", "县财政局、县民政局★"])
def test_a_sign_beside_a_unit_that_the_legend_explains(cell: str) -> None:
    found = tasks(f"序号 | 任务 | 分工\n1 | 新建养老院2所 | {cell}", Line("注：标★的为牵头单位。"))
    assert units(found[0]) == (["县民政局"], ["县财政局"])


def test_a_unit_with_its_part_ends_a_line_of_a_cell() -> None:
    drawn = table("序号 | 任务 | 责任单位\n1 | 修缮校舍3所 | 县教育局（牵头）")
    *others, last = drawn.cells
    broken = replace(last, text=f"{last.text}\n县财政局")
    (found,) = pipeline.read(scan(TITLE, replace(drawn, cells=(*others, broken)))).documents[0].tasks
    assert units(found) == (["县教育局"], ["县财政局"])


def test_names_over_rows_of_tabs_are_their_sections() -> None:
    found = of_lines(
        "序号\t任务\t时限",
        "县教育局（1项）",
        "1\t修缮校舍3所\t8月底",
        "县水利局\t\t",
        "2\t维修泵站2座\t9月底",
    )
    assert [units(t)[0] for t in found] == [["县教育局"], ["县水利局"]]


def test_heads_of_projects_and_of_what_is_mended() -> None:
    (found,) = tasks(
        "序号 | 项目 | 计划开工 | 计划竣工 | 责任单位\n1 | 东门大桥 | 2026年3月 | 2027年9月 | 县交通局"
    )
    assert [d.value.due for d in found.deadlines] == [date(2027, 9, 30)]
    (found,) = tasks(
        "序号 | 整改要求 | 整改牵头单位 | 整改配合单位 | 整改状态\n1 | 限期拨付 | 县财政局 | 县教育局 | 整改中"
    )
    assert units(found) == (["县财政局"], ["县教育局"])
    assert [(e.value.field, e.value.words) for e in found.entries] == [("state", "推进中")]


@pytest.mark.parametrize("points", ["10", "10分", "（10分）"])
def test_points_may_say_what_they_are(points: str) -> None:
    (found,) = tasks(
        f"序号 | 考评项目 | 考评标准 | 标准分 | 考评办法\n1 | 组织领导 | 研究1次 | {points} | 少1次扣5分"
    )
    assert (found.title, str(found.points)) == ("组织领导", "10")


def test_the_card_that_a_site_prints_over_a_document_is_not_told() -> None:
    card = table(
        "索引号： | 1133 | 公开日期： | 2026-07-11\n发布机构： | 县民政局 | 文号： | 望民发〔2026〕3号"
    )
    (document,) = pipeline.read(scan(card, TITLE, Line("一、加强巡查。"))).documents
    assert [t.title for t in document.tasks] == ["加强巡查"]
    assert "table-unread" not in [f.code for f in document.findings]


def test_arrows_are_signs_of_items() -> None:
    found = of_lines("→修缮校舍3所（责任单位：县教育局）", "→维修泵站2座（责任单位：县水利局）")
    assert [units(t)[0] for t in found] == [["县教育局"], ["县水利局"]]


ROWS_OF_CELLS = [
    "1",
    "修缮校舍3所",
    "具体举措A款",
    "县教育局",
    "8月底",
    "2",
    "维修泵站2座",
    "同步清淤",
    "县水利局",
    "10月底",
]
RUN_ON_LABELS = ["序号", "工作任务", "具体举措", "责任单位", "完成时限"]


@pytest.mark.parametrize(
    "lines",
    [
        [" ".join(RUN_ON_LABELS), *ROWS_OF_CELLS],
        ["".join(RUN_ON_LABELS), *ROWS_OF_CELLS],
        ["".join(RUN_ON_LABELS), *("  ".join(ROWS_OF_CELLS[at : at + 5]) for at in (0, 5))],
        [" ".join([*RUN_ON_LABELS, *ROWS_OF_CELLS])],
        [f"附表　{'　'.join([*RUN_ON_LABELS, *ROWS_OF_CELLS])}"],
        [f"附件 云溪市2026年重点任务分解表 {' '.join([*RUN_ON_LABELS, *ROWS_OF_CELLS])}"],
        [f"| {' | '.join([*RUN_ON_LABELS, *ROWS_OF_CELLS])} |"],
    ],
    ids=[
        "labels in a line",
        "glued",
        "glued over rows",
        "all in a line",
        "behind a title",
        "behind two",
        "with strokes",
    ],
)
def test_a_header_or_a_table_run_on_in_one_line(lines: list[str]) -> None:
    assert [(t.number, t.title, t.text, units(t)[0], t.deadlines[0].value.due) for t in of_lines(*lines)] == [
        ("1", "修缮校舍3所", "具体举措A款", ["县教育局"], date(2026, 8, 31)),
        ("2", "维修泵站2座", "同步清淤", ["县水利局"], date(2026, 10, 31)),
    ]


def test_labels_broken_in_pairs_are_no_two_labels_in_one() -> None:
    head = ["工作", "任务", "责任", "单位", "责任人", "完成", "时限"]
    (found,) = of_lines("序号", *head, "1", "修缮校舍3所", "县教育局", "冯某", "8月底")
    assert (found.title, units(found)[0], [e.value.words for e in found.entries]) == (
        "修缮校舍3所",
        ["县教育局"],
        ["冯某"],
    )


SHIFTED = """
    类别 | 序号 | 项目 | 内容 | 责任单位 | 完成时限
    教育 | 1 | 学校建设 | 修缮校舍3所 | 县教育局 | 8月底前
    {0}2 | 护眼工程 | 改造教室灯光60间 | 县教育局 | 7月底前{1}
    交通 | 3 | 乡道提升 | 修缮乡道9公里 | 县交通局 | 9月底前"""


@pytest.mark.parametrize(("before", "behind"), [("", " | |"), ("", ""), ("| ", ""), ("| | ", " |")])
def test_a_row_lost_the_cell_that_is_merged_with_the_one_above(before: str, behind: str) -> None:
    lines = [line.strip() for line in SHIFTED.format(before, behind).strip().splitlines()]
    for rows in (lines, [line.replace(" | ", "\t") for line in lines] if not before + behind else lines):
        assert [
            (t.number, t.path, t.title, units(t)[0], t.deadlines[0].value.due) for t in of_lines(*rows)
        ] == [
            ("1", ("教育",), "学校建设", ["县教育局"], date(2026, 8, 31)),
            ("2", ("教育",), "护眼工程", ["县教育局"], date(2026, 7, 31)),
            ("3", ("交通",), "乡道提升", ["县交通局"], date(2026, 9, 30)),
        ]


def test_a_cell_that_a_row_lost_moves_no_unit_where_a_leader_stands() -> None:
    found = of_lines(
        "类别 | 实事名称 | 任务目标 | 责任单位 | 分管县领导 | 前三季度情况 | 监督电话 |",
        "教育 | 1.校舍修缮 | 修缮校舍3所 | 教育局 | 冯远山 | 已完工2所 | 0000 |",
        "2.招聘教师 | 招聘教师30名 | 教育局 | 冯远山 | 已发公告 | 0000 | |",
    )
    assert [
        (t.number, units(t)[0], [e.value.words for e in t.entries if e.value.field == "leader"])
        for t in found
    ] == [
        ("1.", ["教育局"], ["冯远山"]),
        ("2.", ["教育局"], ["冯远山"]),
    ]


def test_the_number_of_a_page_inside_a_table_of_cells_is_no_cell() -> None:
    head = ["序号", "工作任务", "责任单位", "完成时限"]
    first, second = of_lines(
        *head, "1", "修缮校舍3所", "县教育局", "— 2 —", "8月底", "2", "维修泵站2座", "县水利局", "10月底"
    )
    assert (units(first)[0], first.deadlines[0].value.due) == (["县教育局"], date(2026, 8, 31))
    assert units(second)[0] == ["县水利局"]


def test_a_section_over_a_header_that_is_printed_again_a_cell_a_line() -> None:
    head = ["序号", "工作任务", "牵头单位", "责任单位"]
    rows = [
        "一、产业",
        "1",
        "新增企业5家",
        "县工信局",
        "各镇政府",
        "二、生态",
        *head,
        "2",
        "造林2万亩",
        "县林业局",
        "县财政局",
    ]
    assert [(t.path, units(t)) for t in of_lines(*head, *rows)] == [
        (("一、产业",), (["县工信局"], ["各镇政府"])),
        (("二、生态",), (["县林业局"], ["县财政局"])),
    ]


def test_rows_below_one_number_go_on_with_the_name_above_a_cell_a_line() -> None:
    head = ["序号", "重点任务", "具体举措", "责任单位", "完成时限"]
    found = of_lines(
        *head,
        "1",
        "便利开办",
        "推行网上办理",
        "县市监局",
        "6月底",
        "免费刻制印章",
        "县公安局",
        "3月底",
        "2",
        "便利用电",
        "压缩办电环节2个",
        "县供电公司",
        "9月底",
    )
    assert [(t.path, t.title) for t in found] == [
        (("便利开办",), "推行网上办理"),
        (("便利开办",), "免费刻制印章"),
        ((), "便利用电"),
    ]


def test_strokes_between_labels_are_no_part_of_them() -> None:
    found = of_lines(
        "序号 | 指标名称 | 目标值 | 牵头单位 | 责任单位",
        "1 | 森林覆盖率 | 45.2% | 县林业局 | 各镇",
        "2 | 城镇化率 | 60%以上 | 县发改局 | 县统计局",
    )
    assert [(t.title, units(t)) for t in found] == [
        ("森林覆盖率", (["县林业局"], ["各镇"])),
        ("城镇化率", (["县发改局"], ["县统计局"])),
    ]


STROKED = """类别 | 序号 | 任务名称 | 任务要求 | 责任部门/(加*号为牵头部门，/其余为参与部门) | 责任街镇 | 完成时间
(一)/建设/示范村 | 1 | 建成2个/示范村 | 按清单完成建设，全年管护。 | 县农业农村局* | 大湾镇 | 10月底
2 | 评选美丽庭院 | 按季度评选。 | 县妇联*、/县农业农村局、/县文明办 | 大湾镇、小湾镇、/三汊镇 | 12月底
民生保障 | 3 | 新建老年食堂 | 新建3家。 | 县民政局* | 小湾镇 | 9月底"""
"""Cells of a page; a row has no category of its own where that of the row above goes on. / parts the lines of a cell."""


def test_cells_parted_by_a_stroke_on_a_line_of_its_own() -> None:
    cells = [cell.strip() for row in STROKED.splitlines() for cell in row.split(" | ")]
    lines = [line for cell in cells for line in (*cell.split("/"), "|")]
    found = of_lines("2023年重点任务清单", *lines[:-1])
    assert [(t.number, t.path, t.title, t.text, *units(t)) for t in found] == [
        (
            "1",
            ("(一)建设示范村",),
            "建成2个示范村",
            "按清单完成建设，全年管护。",
            ["县农业农村局"],
            ["大湾镇"],
        ),
        (
            "2",
            ("(一)建设示范村",),
            "评选美丽庭院",
            "按季度评选。",
            ["县妇联"],
            ["县农业农村局", "县文明办", "大湾镇", "小湾镇", "三汊镇"],
        ),
        ("3", ("民生保障",), "新建老年食堂", "新建3家。", ["县民政局"], ["小湾镇"]),
    ]
    assert [str(t.deadlines[0].value.due)[5:] for t in found] == ["10-31", "12-31", "09-30"]


NUMBERS_INSIDE = ["类别", "序号", "项目", "责任单位", "时限"]


@pytest.mark.parametrize("again", [[], NUMBERS_INSIDE])
def test_numbers_behind_a_column_of_sections_a_cell_a_line(again: list[str]) -> None:
    rows = [
        "教育",
        "1",
        "修缮校舍3所",
        "县教育局",
        "8月底",
        "2",
        "招聘教师30名",
        "县教育局",
        "7月底",
        "交通",
        *again,
    ]
    found = of_lines(
        *NUMBERS_INSIDE,
        *rows,
        "3",
        "修缮乡道9公里",
        "县交通局",
        "9月底",
        "4",
        "新增公交5辆",
        "县交通局",
        "5月底",
    )
    assert [(t.number, t.path, t.title, t.deadlines[0].value.due) for t in found] == [
        ("1", ("教育",), "修缮校舍3所", date(2026, 8, 31)),
        ("2", ("教育",), "招聘教师30名", date(2026, 7, 31)),
        ("3", ("交通",), "修缮乡道9公里", date(2026, 9, 30)),
        ("4", ("交通",), "新增公交5辆", date(2026, 5, 31)),
    ]


@pytest.mark.parametrize("blanks", [1, 2])
def test_a_line_without_number_that_has_words_units_and_a_time_is_a_further_row(blanks: int) -> None:
    rows = [
        "序号|重点任务|具体举措|责任单位|完成时限",
        "1|便利开办|推行网上办理，一日办结|县市监局|6月底",
        "免费刻制印章|县公安局|3月底",
        "2|便利用电|压缩办电环节2个|县供电公司|9月底",
    ]
    found = of_lines(*(row.replace("|", " " * blanks) for row in rows))
    assert [(t.path, t.title, units(t)[0]) for t in found] == [
        (("便利开办",), "推行网上办理", ["县市监局"]),
        (("便利开办",), "免费刻制印章", ["县公安局"]),
        ((), "便利用电", ["县供电公司"]),
    ]


def test_several_units_a_line_each_where_rows_have_no_numbers() -> None:
    head = ["工作任务", "责任单位", "完成时限"]
    rows = [
        "修缮校舍3所",
        "县教育局",
        "县财政局",
        "8月底前",
        "维修泵站2座",
        "县水利局",
        "县财政局",
        "10月底前",
        "新增泊位80个以上",
        "县城管局",
        "年底前",
    ]
    assert [(t.title, units(t)) for t in of_lines(*head, *rows)] == [
        ("修缮校舍3所", (["县教育局"], ["县财政局"])),
        ("维修泵站2座", (["县水利局"], ["县财政局"])),
        ("新增泊位80个以上", (["县城管局"], [])),
    ]


def test_one_short_piece_is_the_progress_and_no_remark() -> None:
    found = of_lines(
        "序号 任务 责任单位 责任人 时限 进展情况 备注",
        "1 修缮校舍3所 县教育局 冯远山 9月底 已完工1所",
        "2 招聘教师30名 县教育局 白立群 8月底 已发公告",
    )
    assert [[e.value.field for e in t.entries] for t in found] == [["person", "note"]] * 2


BLANK_LABELS = {
    "in a line below": [
        "1. 新建泊位300个",
        "主办　县城管局　会办　县公安局　完成时限　10月底",
        "2. 改造小区25个",
        "主办　县住建局　完成时限　8月",
    ],
    "a line each": [
        "1. 新建泊位300个",
        "主办　县城管局",
        "会办　县公安局",
        "时限　10月底",
        "2. 改造小区25个",
        "主办　县住建局",
        "时限　8月",
    ],
    "behind the words": [
        "1.新建泊位300个。 牵头单位 县城管局 配合单位 县公安局 完成时限 10月底",
        "2.改造小区25个。 牵头单位 县住建局 完成时限 8月底",
    ],
}


@pytest.mark.parametrize("lines", BLANK_LABELS.values(), ids=BLANK_LABELS)
def test_blanks_part_labels_that_lost_their_colons(lines: list[str]) -> None:
    assert [(*units(t), t.deadlines[0].value.due) for t in of_lines(*lines)] == [
        (["县城管局"], ["县公安局"], date(2026, 10, 31)),
        (["县住建局"], [], date(2026, 8, 31)),
    ]
    told = pipeline.read(scan(TITLE, *map(Line, lines))).source.remarks
    assert ["只有空格" in remark for remark in told] == [True]


def test_one_label_behind_the_words_of_an_item_is_enough_where_it_names_units() -> None:
    lines = [
        "（一）新建水塔2座 责任单位 镇水利站 各村",
        "（二）翻修食堂1处 责任单位 镇教育办 石桥小学",
        "（三）落实责任单位 明确分工。",
    ]
    assert [(t.text, *units(t)) for t in of_lines(*lines)] == [
        ("新建水塔2座", ["镇水利站"], ["各村"]),
        ("翻修食堂1处", ["镇教育办"], ["石桥小学"]),
        ("落实责任单位明确分工。", [], []),
    ]


BLANK_POINTS = (
    "1 饮水提质工程 改造供水站7座 新铺管道86公里 责任单位 县水利局",
    "2 校园食堂工程 改造农村学校食堂32个 责任单位 县教育局 县市场监管局",
    "",
    "3 道路畅行工程 整治事故多发路段9处 责任单位 县交通运输局",
)


def test_blanks_stand_for_points_in_a_series_of_rows() -> None:
    found = of_lines(*BLANK_POINTS)
    assert [(t.number, t.title, *units(t)) for t in found] == [
        ("1", "饮水提质工程", ["县水利局"], []),
        ("2", "校园食堂工程", ["县教育局"], ["县市场监管局"]),
        ("3", "道路畅行工程", ["县交通运输局"], []),
    ]
    assert [m.value.value for t in found for m in t.targets] == [7, 86, 32, 9]
    told = pipeline.read(scan(TITLE, *map(Line, BLANK_POINTS))).source.remarks
    assert ["以空格代替标点" in remark for remark in told] == [True]


@pytest.mark.parametrize(
    "lines",
    [
        [
            "1 道路修缮工程 县交通运输局 6月底前",
            "2 饮水提质工程 县水利局 9月底前",
            "3 校园食堂工程 县教育局 8月底前",
        ],
        ["1 强化组织领导 压实工作责任", "2 加强宣传引导 营造良好氛围", "3 严格督促检查 确保落到实处"],
    ],
    ids=["cells of a table", "headings of two words"],
)
def test_blanks_that_stand_for_no_points(lines: list[str]) -> None:
    assert "以空格代替标点" not in "".join(pipeline.read(scan(TITLE, *map(Line, lines))).source.remarks)


def test_offices_that_bear_no_level_are_a_line_each_in_a_cell_of_lines() -> None:
    rows = ["1", "新建驿站3座", "应急管理局", "消防救援大队", "经发局", "9月底"]
    more = ["2", "培训安全员90人", "人社局", "应急管理局", "8月底"]
    found = of_lines("序号", "任务", "牵头部门", "责任单位", "时限", *rows, *more)
    assert [units(t) for t in found] == [
        (["应急管理局"], ["消防救援大队", "经发局"]),
        (["人社局"], ["应急管理局"]),
    ]


def test_a_line_break_of_a_page_inside_a_cell_parts_its_units() -> None:
    (found,) = of_lines("|序号|任务|牵头单位|配合单位|", "|1|修缮校舍3所|县教育局|县财政局<br>北塘街道|")
    assert units(found) == (["县教育局"], ["县财政局", "北塘街道"])


def test_the_label_of_a_leader_lost_its_colon_beside_one_of_units() -> None:
    (found,) = of_lines("1.新建泊位300个。", "牵头领导 冯远山", "牵头单位 县城管局")
    assert ([e.value.words for e in found.entries], units(found)[0], found.text) == (
        ["冯远山"],
        ["县城管局"],
        "新建泊位300个。",
    )


def test_rows_of_a_scoring_table_a_cell_and_a_stroke_a_line_lost_what_was_merged() -> None:
    head = ["考核项目", "考核内容", "标准分", "自评分", "考核分"]
    first = ["党\n建\n（9分）", "1、每月学习1次计5分。", "5分", "", ""]
    rows = [first, ["2、培训2次计4分。", "4分", "", "", ""], ["综\n治", "1、有牌子、有资料"]]
    lines = [line for row in (head, *rows) for cell in row for line in (*filter(None, cell.split("\n")), "|")]
    assert [(t.number, t.path, str(t.points)) for t in of_lines(*lines[:-1])] == [
        ("1、", ("党建（9分）",), "5"),
        ("2、", ("党建（9分）",), "4"),
        (None, (), "None"),
    ]


def test_figures_a_line_each_below_labels_that_are_not_all_known_name_no_unit() -> None:
    head = "目标类别 考核项目 全县 东坪镇 西溪乡 分值 考核实施单位 评分目标"
    cells = """
        主要指标 工业产值（亿元） 466 112 45 99 92 114 4 15 县统计局 投资（亿元） 846 169 60 199 146 194 78
        零售额（亿元） 207.3 68.5 14 37.2 39.6 46.3 县商务局"""
    lines = [Line(word) for word in (head + cells).split()]
    (document,) = pipeline.read(scan(Line("云溪市2025年目标任务体系"), *lines)).documents
    assert not [t for t in document.tasks if t.units]


@pytest.mark.parametrize("sign", [" | ", "\t"])
def test_two_columns_are_a_table_where_they_name_tasks_and_units(sign: str) -> None:
    lines = ["任务内容 | 责任单位", "修缮校舍3所。改造操场。 | 县教育局", "造林2万亩。 | 县林业局、县财政局"]
    found = of_lines("青禾县任务分工表", *[line.replace(" | ", sign) for line in lines])
    assert [(t.title, units(t)) for t in found] == [
        ("修缮校舍3所", (["县教育局"], [])),
        ("造林2万亩", (["县林业局"], ["县财政局"])),
    ]


def test_one_cell_of_units_leads_where_a_row_lost_another() -> None:
    head = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
    rows = ["1", "修缮校舍3所", "县教育局", "县财政局", "8月底", "2", "造林2万亩", "县林业局", "9月底"]
    drawn = ["  ".join(head), "  ".join(rows[:5]), "  ".join(rows[5:])]
    for lines in ([*head, *rows], drawn):
        assert [units(t) for t in of_lines(*lines)] == [(["县教育局"], ["县财政局"]), (["县林业局"], [])]


def test_what_units_do_may_stand_in_their_cell() -> None:
    head = ["序号", "任务内容", "责任分工", "完成时限"]
    rows = [
        "1",
        "修缮校舍3所。",
        "县教育局牵头，县财政局配合",
        "8月底",
        "2",
        "造林2万亩。",
        "县林业局牵头，县供销社配合",
    ]
    assert [(t.title, units(t)) for t in of_lines(*head, *rows)] == [
        ("修缮校舍3所", (["县教育局"], ["县财政局"])),
        ("造林2万亩", (["县林业局"], ["县供销社"])),
    ]


def test_rows_without_numbers_and_with_a_lost_cell_a_cell_a_line() -> None:
    head = ["重点任务", "主要内容", "责任部门", "配合部门", "时间要求"]
    found = of_lines(
        *head,
        *("扩大种植规模", "改造茶园300亩。", "县农业农村局", "县林业局", "10月底前"),
        *("提升养殖水平", "加强疫病防控。", "县畜牧中心", "持续推进"),
        *("招引加工企业", "开展驻点招商，引进企业5家。", "县商务局", "县工信局", "12月底前"),
        *("保障用地需求", "简化审批程序。", "县自然资源局", "县林业局"),
        *("加大金融支持", "新增贷款2亿元。", "县金融中心、人行青禾县支行", "县财政局", "9月底前"),
    )
    assert [(t.title, units(t)) for t in found] == [
        ("扩大种植规模", (["县农业农村局"], ["县林业局"])),
        ("提升养殖水平", (["县畜牧中心"], [])),
        ("招引加工企业", (["县商务局"], ["县工信局"])),
        ("保障用地需求", (["县自然资源局"], ["县林业局"])),
        ("加大金融支持", (["县金融中心", "人行青禾县支行"], ["县财政局"])),
    ]


@pytest.mark.parametrize("task", ["任务内容", "重点任务"])
def test_cards_of_lines_begin_with_their_number_and_section(task: str) -> None:
    def card(number: int, words: str, unit: str) -> list[str]:
        return [
            f"序号：{number}",
            "类别：民生",
            f"{task}：{words}",
            f"责任单位：{unit}",
            "完成时限：9月底前",
            "",
        ]

    found = of_lines(
        "青禾县任务分工表", *card(1, "修缮校舍3所。", "县教育局"), *card(2, "造林2万亩。", "县林业局")
    )
    assert [(t.number, t.path, t.title, units(t)[0]) for t in found] == [
        ("1", ("民生",), "修缮校舍3所", ["县教育局"]),
        ("2", ("民生",), "造林2万亩", ["县林业局"]),
    ]


def test_units_and_words_wrapped_in_cells_of_a_line_each() -> None:
    head = ["序号", "考核项目", "考核标准", "责任单位"]
    rows = [
        "1",
        "垃圾清运",
        "生活垃圾日产日清，无害化处理",
        "率达到100%",
        "县城管局、县住建局、各镇人民",
        "政府",
    ]
    found, _ = of_lines(*head, *rows, "2", "公厕管理", "每日保洁3次", "县城管局")
    assert (found.title, found.text) == ("垃圾清运", "生活垃圾日产日清，无害化处理率达到100%")
    assert units(found) == (["县城管局"], ["县住建局", "各镇人民政府"])


def test_a_further_row_below_one_number_begins_with_words_of_its_own() -> None:
    head = ["序号", "重点任务", "具体举措", "牵头单位", "配合单位", "完成时限"]
    rows = [
        "1",
        "便利开办",
        "推行网上办理，一日办结",
        "县市监局",
        "县公安局",
        "县税务局",
        "6月底",
        "免费刻制印章",
        "县市监局",
        "县财政局",
        "3月底",
    ]
    assert [
        (t.title, units(t))
        for t in of_lines(*head, *rows, "2", "便利用电", "压缩环节2个", "县供电公司", "县发改局", "9月底")
    ] == [
        ("推行网上办理", (["县市监局"], ["县公安局", "县税务局"])),
        ("免费刻制印章", (["县市监局"], ["县财政局"])),
        ("便利用电", (["县供电公司"], ["县发改局"])),
    ]


@pytest.mark.parametrize("end", ["", " | ||", " | | | |"])
def test_a_row_of_a_time_and_a_unit_alone_is_of_the_task_above(end: str) -> None:
    found = of_lines(
        "项目名称 | 工作任务 | 完成时间 | 牵头单位 |",
        "1.道路提升 | 改造滨湖路路灯; | 11月 | 县住建局 |",
        f"2026.8 | 县城投集团{end}",
        "新建口袋公园2处; | 10月 | 县园林局 | |",
        f"2026年12月 | 经开区{end}",
        "2.饮水安全 | 新建水厂1座; | 9月 | 县水利局 |",
    )
    assert [(units(t)[0], [d.value.due.month for d in t.deadlines if d.value.due]) for t in found] == [
        (["县住建局", "县城投集团"], [11, 8]),
        (["县园林局", "经开区"], [10, 12]),
        (["县水利局"], [9]),
    ]


WIDER = {
    "dates": ["起止日期 | 主要工作 | 责任部门", "第1周 | 9月1日至9月7日 | 检查教学常规 | 教务处", "第2周 | 9月8日至9月14日 | 维修围栏 | 总务处"],
    "tasks": ["时间 | 主要工作 | 责任部门", "9月7日前 | 教学 | 检查教学常规 | 教务处", "9月14日前 | 后勤 | 维修围栏 | 总务处"],
    "without time": ["类别 | 主要工作 | 责任部门", "教学 | 检查教学常规 | 教务处 | 9月7日前", "后勤 | 维修围栏 | 总务处 | 9月14日前"],
}  # fmt: skip


@pytest.mark.parametrize("sign", [" | ", "\t"])
@pytest.mark.parametrize("lines", WIDER.values(), ids=WIDER)
def test_a_label_stands_over_two_columns(lines: list[str], sign: str) -> None:
    found = of_lines(*(line.replace(" | ", sign) for line in lines))
    assert [(t.title, units(t), [d.value.due for d in t.deadlines]) for t in found] == [
        ("检查教学常规", (["教务处"], []), [date(2026, 9, 7)]),
        ("维修围栏", (["总务处"], []), [date(2026, 9, 14)]),
    ]


def test_a_label_of_units_stands_over_two_columns() -> None:
    found = of_lines(
        "序号 | 任务 | 责任单位 | 时限",
        "1 | 修缮校舍3所 | 县教育局 | 县财政局 | 9月底前",
        "2 | 维修泵站2座 | 县水利局 | 县发改局、县财政局 | 8月底前",
    )
    assert [units(t) for t in found] == [
        (["县教育局"], ["县财政局"]),
        (["县水利局"], ["县发改局", "县财政局"]),
    ]


def test_a_header_printed_again_in_each_line_is_no_task() -> None:
    assert not of_lines(*["序号 任务 责任单位"] * 6)
    assert (
        len(
            of_lines(
                "序号 任务 责任单位", "1 修缮校舍3所 县教育局", "序号 任务 责任单位", "2 维修泵站2座 县水利局"
            )
        )
        == 2
    )


@pytest.mark.parametrize(
    "heads", [("任务名称\n新建幼儿园2所", "任务名称\n维修泵站3座"), ("1.新建幼儿园2所", "2.维修泵站3座")]
)
def test_labels_stand_over_what_they_say_a_line_each(heads: tuple[str, str]) -> None:
    served = "牵头部门\n县教育局\n配合部门\n县财政局、县住建局\n完成时限\n9月底前"
    found = of_lines(*"\n".join(f"{head}\n{served}" for head in heads).splitlines())
    assert [(t.title, units(t), [d.value.due for d in t.deadlines]) for t in found] == [
        (title, (["县教育局"], ["县财政局", "县住建局"]), [date(2026, 9, 30)])
        for title in ("新建幼儿园2所", "维修泵站3座")
    ]


@pytest.mark.parametrize("sign", ["\n", "      "])
def test_two_columns_without_rules(sign: str) -> None:
    rows = [("工作任务", "责任单位"), ("新建幼儿园2所", "县教育局"), ("维修泵站3座", "县水利局、县财政局")]
    found = of_lines(*"\n".join(map(sign.join, rows)).splitlines(), "望川县人民政府", "2026年3月1日")
    assert [(t.title, units(t)) for t in found] == [
        ("新建幼儿园2所", (["县教育局"], [])),
        ("维修泵站3座", (["县水利局"], ["县财政局"])),
    ]


@pytest.mark.parametrize(
    ("above", "code"), [("重点任务分解表", "table-headless"), ("获奖名单", "table-unread")]
)
def test_a_table_that_is_cut_at_its_start_is_told(above: str, code: str) -> None:
    rows = [
        "3",
        "新建幼儿园2所",
        "县教育局",
        "4",
        "维修泵站3座",
        "县水利局",
        "5",
        "改造村道6公里",
        "县交通局",
    ]
    (read,) = pipeline.read(scan(*map(Line, [above, *rows]))).documents
    assert code in [f.code for f in read.findings]
    assert [t.title for t in read.tasks] == (rows[1::3] if code == "table-headless" else [])


def test_the_work_of_one_year_is_the_text_and_a_year_alone_under_a_time_is_its_last_day() -> None:
    (found,) = tasks(
        "序号 | 项目名称 | 建设时间 | 2026年建设内容 | 责任单位\n1 | 校园提升项目 | 2026 | 改造学校3所 | 县教育局"
    )
    assert (found.title, found.text, found.milestones) == ("校园提升项目", "改造学校3所", ())
    assert [(d.value.due, d.value.basis) for d in found.deadlines] == [(date(2026, 12, 31), "explicit")]


LABELLED = {
    "value below": ["项目名称：", "饮水安全工程", "建设内容：", "新建水厂2座。", "管网30公里。", "责任单位", "水利局、住建局", "完成时限：", "10月底前"],
    "number before": ["01 项目名称：饮水安全工程", "建设内容：新建水厂2座。", "管网30公里。", "责任单位", "水利局、住建局", "完成时限：10月底前"],
    "number above": ["1", "项目名称：", "饮水安全工程", "建设内容：", "新建水厂2座。管网30公里。", "责任单位：", "水利局、", "住建局", "完成时限：10月底前"],
}  # fmt: skip


@pytest.mark.parametrize("lines", LABELLED.values(), ids=LABELLED)
def test_a_label_alone_stands_over_what_it_says(lines: list[str]) -> None:
    second = [line.replace("饮水安全", "道路改造").replace("01", "02").replace("1", "2", 1) for line in lines]
    found = of_lines(*lines, *second)
    assert [(t.title, units(t)) for t in found] == [
        ("饮水安全工程", (["水利局"], ["住建局"])),
        ("道路改造工程", (["水利局"], ["住建局"])),
    ]
    assert [x.value.value for x in found[0].targets] == [2, 30]


CARDS = {
    "a number over labels of units and then of the task": ["项目{n}：改造{x}厂", "牵头单位：市{x}局", "目标任务：新建{x}厂2座。", "完成时限：10月底前"],
    "what is to be mended": ["反馈问题：改造{x}厂", "整改措施：新建{x}厂2座。", "牵头单位：市{x}局", "完成时限：10月底前"],
    "the name on a line over what it aims at": ["改造{x}厂", "目标任务：新建{x}厂2座。", "牵头单位：市{x}局", "完成时限：10月底前"],
    "a numbered name behind its label": ["{n}、任务名称：改造{x}厂", "目标任务：新建{x}厂2座。", "牵头单位：市{x}局", "完成时限：10月底前"],
    "the name behind who does it": ["牵头单位：市{x}局", "任务名称：改造{x}厂", "目标任务：新建{x}厂2座。", "完成时限：10月底前"],
}  # fmt: skip


@pytest.mark.parametrize("lines", CARDS.values(), ids=CARDS)
def test_the_task_of_a_card_need_not_be_its_first_label(lines: list[str]) -> None:
    found = of_lines(
        *(line.format(n=n, x=x) for n, x in zip("一二三", "水电气", strict=True) for line in lines)
    )
    assert [(t.title, units(t)) for t in found] == [(f"改造{x}厂", ([f"市{x}局"], [])) for x in "水电气"]


def test_blanks_alone_part_the_names_of_a_cell_and_behind_a_label() -> None:
    (found,) = tasks("序号 | 任务 | 责任部门\n1 | 改造食堂2座 | 后勤处 学生处 财务处")
    assert units(found) == (["后勤处"], ["学生处", "财务处"])
    (found,) = of_lines("1.改造食堂2座。责任部门：后勤处 学生处 完成时限：6月底前")
    assert units(found) == (["后勤处"], ["学生处"])
    (found,) = of_lines("1.修路3公里。责任单位：镇村建办 石桥村 龙坪村")
    assert units(found) == (["镇村建办"], ["石桥村", "龙坪村"])


SCORED = {
    "a group with its points": [
        *("考核项目", "考核内容", "分值", "评分标准", "考核部门"),
        *("党建", "(20分)", "学习制度", "8", "每少一次扣1分", "县委组织部"),
        *("发展党员", "6", "完成得6分"),
        *("经济", "(30分)", "固定资产投资增长12%", "15", "每低1个百分点扣2分", "县发改局"),
        *("合 计", "29", "注：得分计入总分。"),
    ],
    "a group over its rows": [
        *("项 目", "分值", "目标任务", "监考单位"),
        *("党建", "学习制度", "8", "每少一次扣1分", "县委组织部"),
        *("发展党员", "6", "完成得6分"),
        *("经济", "固定资产投资增长12%", "15", "每低1个百分点扣2分", "县发改局"),
        *("建筑业总产值", "4", "达到95亿元", "县住建局"),
    ],
}


@pytest.mark.parametrize("lines", SCORED.values(), ids=SCORED)
def test_rows_of_a_scoring_table_a_cell_a_line_are_told_by_their_points(lines: list[str]) -> None:
    found = of_lines(*lines)[:3]
    assert [(t.path[0][:2], t.title, str(t.points), units(t)[0]) for t in found] == [
        ("党建", "学习制度", "8", ["县委组织部"]),
        ("党建", "发展党员", "6", []),
        ("经济", "固定资产投资增长12%", "15", ["县发改局"]),
    ]


def test_cells_that_begin_with_a_stroke_and_rows_that_end_with_one() -> None:
    rows = [
        ["考核条目", "考核细则", "扣分标准"],
        ["督\n查", "1", "上报方案。", "未报扣8分"],
        ["2", "上报半年进展。", "未报扣5分"],
        ["办\n理", "3", "上报反馈报告。", "每件扣4分"],
        ["备注", "涉及两级的事项。", "加倍扣分"],
    ]
    found = of_lines(*(line for row in rows for line in (*"\n| ".join(row).split("\n"), "|")))
    assert [(t.number, t.path, t.title, t.kind) for t in found] == [
        ("1", ("督查",), "上报方案。", "assessment"),
        ("2", ("督查",), "上报半年进展。", "assessment"),
        ("3", ("办理",), "上报反馈报告。", "assessment"),
    ]


def test_what_is_to_be_mended_and_measures_that_count_on_a_cell_a_line() -> None:
    head = ["序号", "反馈问题", "整改目标", "整改措施", "整改时限", "牵头单位", "责任单位"]
    first = ["1", "管网不完善。", "改造管网15公里。", "1.编制方案。", "2.排查管网。"]
    rows = [*first, "9月底", "县住建局", "县财政局"]
    further = ["2", "扬尘管控不到位。", "物料入棚率100%。", "开展排查整治。", "10月底"]
    (one, two) = of_lines(*head, *rows, *further, "县生态环境局", "各乡镇政府")
    assert [(one.title, one.text), (two.title, units(two)[1])] == [
        ("编制方案", "1.编制方案。\n2.排查管网。"),
        ("开展排查整治", ["各乡镇政府"]),
    ]
    assert [e.value.words for e in one.entries] == ["管网不完善。"]


def test_indicators_a_cell_a_line_with_their_nature_and_former_value() -> None:
    head = ["序号", "指标名称", "计量单位", "2024年", "基数", "2026年", "目标", "指标", "属性", "责任部门"]
    rows = ["1", "5G基站数", "万个", "0.4", "1.5", "预期性", "县工信局"]
    (found,) = of_lines(*head, *rows)
    assert [(t.value.metric, t.value.value, t.value.unit) for t in found.targets] == [
        ("5G基站数", Decimal("1.5"), "万个")
    ]


def test_what_a_number_beside_it_adds_is_an_increase() -> None:
    (found,) = tasks(
        """
        任务 | 目标值 | 责任单位
        城镇新增就业人数 | 4600人 | 县人社局"""
    )
    assert [t.value.change for t in found.targets] == ["increase"]


def test_a_box_drawn_with_signs_has_cells_of_several_lines_and_over_several_rows() -> None:
    found = of_lines(
        "┌──────┬───┬─────┬───┐",
        "│工 作 任 务  │分管│牵头单位 │完成│",
        "│       │领导│     │时限│",
        "├──────┼───┼─────┼───┤",
        "│修缮校舍   │冯某│县教育局、│8月底│",
        "├──────┤  │县财政局 │  │",
        "│维修泵站2座，│  ├─────┼───┤",
        "│同步清淤   │  │县水利局 │年底│",
        "├──────┴───┴─────┴───┤",
        "│二、社会事业          │",
        "├──────┬───┬─────┬───┤",
        "│新建书屋3所 │白某│县文化局 │9月底│",
        "└──────┴───┴─────┴───┘",
    )
    assert [(t.path, t.text, units(t)[0]) for t in found] == [
        ((), "修缮校舍", ["县教育局", "县财政局"]),
        ((), "维修泵站2座，同步清淤", ["县教育局", "县财政局", "县水利局"]),
        (("二、社会事业",), "新建书屋3所", ["县文化局"]),
    ]
    assert [[e.value.words for e in t.entries] for t in found] == [["冯某"], ["冯某"], ["白某"]]


def test_labels_below_a_gap_of_the_line_above_stand_in_it() -> None:
    found = of_lines(
        "序号    工作任务                        完成时限",
        "                牵头单位    配合单位",
        "1    修缮校舍3所    县教育局    县财政局    8月底",
        "2    维修泵站2座    县水利局    县财政局    同上",
    )
    assert [(t.title, *units(t), t.deadlines[0].value.due) for t in found] == [
        ("修缮校舍3所", ["县教育局"], ["县财政局"], date(2026, 8, 31)),
        ("维修泵站2座", ["县水利局"], ["县财政局"], date(2026, 8, 31)),
    ]


GLUED = [
    "序号工作任务责任单位完成时限",
    "1改造管网、泵站县住建局、各镇政府8月底前",
    "2新建充电桩120个，惠及居民900户县城管局9月底",
    "3开展市场检查县市场监管局年底前",
]


def test_cells_glued_to_one_another_are_told_by_the_units_and_the_time_at_their_ends() -> None:
    assert [(t.number, t.text, units(t), str(t.deadlines[0].value.due)[5:]) for t in of_lines(*GLUED)] == [
        ("1", "改造管网、泵站", (["县住建局"], ["各镇政府"]), "08-31"),
        ("2", "新建充电桩120个，惠及居民900户", (["县城管局"], []), "09-30"),
        ("3", "开展市场检查", (["县市场监管局"], []), "12-31"),
    ]


def test_a_note_of_a_label_and_the_units_of_a_row_a_line_each_beside_a_person() -> None:
    head = ["序 号", "项 目", "名 称", "建设内容", "计划投资", "(万元)", "牵头", "单位", "责任人", "完成时限"]
    first = [
        "1",
        "智慧停车",
        "项目",
        "新建停车场5处，接入全市",
        "停车平台",
        "3200",
        "县城管局",
        "孙 立",
        "10月",
    ]
    second = ["2", "体育公园", "建设", "建成公园2个", "900", "县文体局", "县住建局", "马 晓", "9月"]
    found = of_lines(*head, *first, *second)
    assert [(t.title, t.text, units(t)[0], str(t.deadlines[0].value.due)[5:]) for t in found] == [
        ("智慧停车项目", "新建停车场5处，接入全市停车平台", ["县城管局"], "10-31"),
        ("体育公园建设", "建成公园2个", ["县文体局", "县住建局"], "09-30"),
    ]


def test_a_label_over_several_columns_and_rows_that_lost_merged_cells_between_strokes() -> None:
    rows = [
        ["考核条目", "考核细则"],
        ["督\n查", "1", "上报方案。", "未报扣8分"],
        ["2", "上报半年进展。", "未报扣5分"],
        ["办理", "3", "上报反馈报告。", "每件扣4分"],
    ]
    found = of_lines(*(line for row in rows for line in (*"\n| ".join(row).split("\n"), "|")))
    assert [(t.number, t.path, t.title, t.kind) for t in found] == [
        ("1", ("督查",), "上报方案。", "assessment"),
        ("2", ("督查",), "上报半年进展。", "assessment"),
        ("3", ("办理",), "上报反馈报告。", "assessment"),
    ]


def test_labels_of_several_lines_and_an_empty_cell_between_strokes() -> None:
    rows = [
        "考核\n项目\n| 考核内容\n| 项目\n分值\n| 标准\n分值\n| 得分\n| 评分标准\n|",
        "综\n合\n| 1、成立专班。\n| 30分\n| 10\n| | 1、成立,得10分;\n2、未成立,得0分。\n|",
        "2、制定方案。\n| 4\n| | 未制定,得0分。\n|",
        "业务\n| 1、完成申报。\n| 70分\n| 8\n| | 未申报,得0分。\n|",
    ]
    found = of_lines(*(line for row in rows for line in row.split("\n")))
    assert [(t.number, t.path, t.title, str(t.points)) for t in found] == [
        ("1、", ("综合",), "成立专班。", "10"),
        ("2、", ("综合",), "制定方案。", "4"),
        ("1、", ("业务",), "完成申报。", "8"),
    ]
    assert found[0].text == "1、成立,得10分;2、未成立,得0分。"


PADDED = """项目 (分值) |
指标 |
分值 |
评分办法 |
编码 |
得分 |
备注 |
||
自评 |
综评 |
|||||||
党建 (60) |
学习 |
制定学习计划 |
20 |
查阅资料,确定得分 |
D1 |
|
|
|
组织集中学习 |
15 |
D2 |
|
|
|
|||
队伍 |
开展干部培训 |
25 |
按次数得分 |
D3 |
|
|
|
|
督办 (40) |
回复 |
按期回复办理结果 |
40 |
每迟1天扣2分 |
E1 |
|
|
|
"""


def test_strokes_that_each_row_has_as_many_of_tell_its_cells() -> None:
    found = of_lines(*PADDED.splitlines())
    method = "查阅资料,确定得分"
    assert [(t.path, t.title, t.text, str(t.points)) for t in found] == [
        (("党建(60)", "学习"), "制定学习计划", method, "20"),
        (("党建(60)", "学习"), "组织集中学习", method, "15"),
        (("党建(60)", "队伍"), "开展干部培训", "按次数得分", "25"),
        (("督办(40)", "回复"), "按期回复办理结果", "每迟1天扣2分", "40"),
    ]


LEADING = """2026年考核项目表
|
项目名称及分值 |
赋分办法 |
牵头单位 |
考核责任单位 |
||
|
(一)机关创建 (50分) |
1.服务创建(30分) |
按排名赋分 |
县直机关工委 |
县委办、县政府办 |
|
|
2.学习创建(20分) |
县委宣传部 |
||||
|
(二)综合评价(50分) |
1.领导评价(40分) |
—— |
按实绩赋分 |
县委办 |
县考核办 |
|
2.民意调查(10分) |
—— |
按实绩赋分 |
县统计局 |
—— |
|"""


def test_rows_that_begin_with_a_stroke_have_points_behind_their_names() -> None:
    found = of_lines(*LEADING.splitlines())
    assert [(t.number, t.path, t.title, str(t.points), *units(t)) for t in found] == [
        (
            "1.",
            ("(一)机关创建(50分)",),
            "服务创建(30分)",
            "30",
            ["县直机关工委"],
            ["县委办", "县政府办"],
        ),
        ("2.", ("(一)机关创建(50分)",), "学习创建(20分)", "20", ["县直机关工委"], ["县委宣传部"]),
        ("1.", ("(二)综合评价(50分)",), "领导评价(40分)", "40", ["县委办"], ["县考核办"]),
        ("2.", ("(二)综合评价(50分)",), "民意调查(10分)", "10", ["县统计局"], []),
    ]


def test_numbers_that_no_label_stands_over_count_rows_a_cell_a_line() -> None:
    cells = [
        "工作任务",
        "具体要求",
        "责任科室",
        "时限",
        "目录公开",
        "1",
        "公布文件目录。",
        "办公室",
        "年底前",
    ]
    cells += [
        "主动公开",
        "2",
        "规范公开专栏。",
        "各科室",
        "6月底前",
        "3",
        "编制年度报告。",
        "办公室",
        "3月底前",
    ]
    found = of_lines(*(line for cell in cells for line in (cell, "|")))
    assert [(t.number, t.path, t.text) for t in found] == [
        ("1", ("目录公开",), "公布文件目录。"),
        ("2", ("主动公开",), "规范公开专栏。"),
        ("3", ("主动公开",), "编制年度报告。"),
    ]


def test_a_label_over_name_and_number_and_numbers_below_those_of_sections() -> None:
    found = tasks(
        """
        工作任务 | < | 具体要求 | 责任单位
        目录公开 | 1 | 公布文件目录。 | 县政府办
        主动公开 | 2 | 规范公开专栏。 | 县数据局
        ^ | 3 | 编制年度报告。 | 县政府办"""
    )
    assert [(t.number, t.path) for t in found] == [
        ("1", ("目录公开",)),
        ("2", ("主动公开",)),
        ("3", ("主动公开",)),
    ]
    found = tasks(
        """
        工作任务 | 具体要求 | 责任单位
        一、目录公开 | 1.公布文件目录。 | 县政府办
        二、主动公开 | 2.规范公开专栏。 | 县数据局
        ^ | 3.编制年度报告。 | 县政府办"""
    )
    assert [(t.number, t.path) for t in found] == [
        ("1.", ("一、目录公开",)),
        ("2.", ("二、主动公开",)),
        ("3.", ("二、主动公开",)),
    ]


def test_a_box_whose_last_line_is_cut_is_a_table_still() -> None:
    found = of_lines(
        "┌──┬───────┬───┬──────┐",
        "│序号│ 考评内容   │ 分值 │ 评分标准 │",
        "├──┼───────┼───┼──────┤",
        "│ 1 │落实消防责任制│ 6分 │未落实的扣6│",
        "│   │。       │   │分。   │",
        "├──┼───────┼───┼──────┤",
        "│ 2 │制定规划   │ 5分 │未制定的扣5│",
        "│   │。",
    )
    assert [(t.number, str(t.points)) for t in found] == [("1", "6"), ("2", "5")]


def test_a_number_and_nothing_behind_it_is_no_task() -> None:
    found = tasks(
        """
        考核项目 | 责任单位
        1.环境整治 | 县城管局
        2. | 县城管局"""
    )
    assert [t.number for t in found] == ["1."]


def test_blanks_part_labels_of_which_one_is_set_wide() -> None:
    found = of_lines(
        "序号 考   评    标    准 扣分标准 备注",
        "1 保洁人员没有在岗的 1分/项  ",
        "2 路面有积尘、泥沙等杂物 2分/项  ",
        "3 垃圾没有及时清理的 2分/项  ",
    )
    assert [(t.number, t.title, t.text, t.kind) for t in found] == [
        ("1", "保洁人员没有在岗的", "1分/项", "assessment"),
        ("2", "路面有积尘、泥沙等杂物", "2分/项", "assessment"),
        ("3", "垃圾没有及时清理的", "2分/项", "assessment"),
    ]


def test_strokes_of_empty_cells_are_no_words_of_an_item() -> None:
    found = of_lines("1、维修泵站3座。 | ||||", "2、清理沟渠。 | | ")
    assert [(t.number, t.text) for t in found] == [("1、", "维修泵站3座。"), ("2、", "清理沟渠。")]


def test_the_rows_of_a_table_come_before_the_items_printed_below_it() -> None:
    lines = (Line("一、加强民生"), Line("1.新建公厕3座。（牵头单位：县城管局）"))
    rows = table("序号 | 任务 | 牵头单位\n1 | 修缮校舍3所 | 县教育局")
    found = pipeline.read(scan(TITLE, rows, *lines)).documents[0].tasks
    assert [(t.number, t.title) for t in found] == [("1", "修缮校舍3所"), ("1.", "新建公厕3座")]


def test_cells_that_all_begin_with_a_stroke_are_rows_by_their_numbers() -> None:
    cells = ["考评指标", "目标考核指标权 重", "成效考核指标权 重", "数据来源"]
    cells += ["1", "地区生产总值", "10", "6", "县统计局", "2", "产业集中度", "", "5", "县发改局、\n县统计局"]
    cells += ["3", "财政收入", "12", "7", "县财政局", ""]
    found = of_lines("序号", *(line for cell in cells for line in f"| {cell}".strip().split("\n")))
    assert [(t.number, t.title, str(t.points), [e.value.label for e in t.fields]) for t in found] == [
        ("1", "地区生产总值", "6", ["目标考核指标权重", "数据来源"]),
        ("2", "产业集中度", "5", ["数据来源"]),
        ("3", "财政收入", "7", ["目标考核指标权重", "数据来源"]),
    ]


# each cell a line that begins with a stroke, the first alone without
LED_BY_STROKES = [
    "序号",
    "|任务",
    "|牵头单位",
    "|1",
    "|新建驿站3个",
    "|县民政局",
    "|2",
    "|修复堤防5处",
    "|县水利局",
]


def test_what_follows_a_table_whose_cells_begin_with_a_stroke_is_none_of_its_last_cell() -> None:
    found = of_lines(*LED_BY_STROKES, "二、工作要求", "（一）加强调度。县督查室每月通报。")
    assert [(t.title, units(t)[0]) for t in found] == [
        ("新建驿站3个", ["县民政局"]),
        ("修复堤防5处", ["县水利局"]),
        ("加强调度", ["县督查室"]),
    ]


def test_a_table_right_behind_one_whose_cells_begin_with_a_stroke_is_kept() -> None:
    words = ["任务", "责任单位", "植树9亩", "县林业局"]
    below = Table(tuple(Cell(word, n // 2, n % 2) for n, word in enumerate(words)))
    found = pipeline.read(scan(TITLE, *map(Line, LED_BY_STROKES), below)).documents[0].tasks
    assert [t.title for t in found] == ["新建驿站3个", "修复堤防5处", "植树9亩"]
