"""Tables of tasks as offices lay them out: headers of several lines, matrices, cards, ledgers, section rows."""

from __future__ import annotations

from datetime import date

import pytest
from drawn import TITLE, scan, table, tasks, units

from policyparse import pipeline
from policyparse.model import Line
from policyparse.tables import content
from policyparse.tables import tabled as tables
from policyparse.tables.reported import percent, state
from policyparse.text import layout

PLAIN = [("修缮校舍3所", ["县教育局"], ["县财政局"]), ("改造管网12公里", ["县住房城乡建设局"], ["县水利局"])]
FORMS = {
    "two lines": """
        序号 | 工作任务 | 责任分工 | <     | 完成时限
        ^    | ^        | 牵头单位 | 配合单位 | ^
        1 | 修缮校舍3所 | 县教育局 | 县财政局 | 2026年8月底前
        2 | 改造管网12公里 | 县住房城乡建设局 | 县水利局 | 2026年底前""",
    "three lines": """
        基本情况 | < | 责任体系 | < | < | 时间
        序号 | 重点任务 | 责任单位 | < | 责任人 | 完成时限
        ^ | ^ | 牵头 | 配合 | ^ | ^
        1 | 修缮校舍3所 | 县教育局 | 县财政局 | 李某 | 8月底前
        2 | 改造管网12公里 | 县住房城乡建设局 | 县水利局 | 王某 | 年底前""",
    "title, note and counted columns inside": """
        重点任务清单 | < | < | <
        填报单位：县政府办公室 | < | 填报日期：2026年3月1日 | <
        序号 | 任务名称 | 主办单位 | 协办单位
        1 | 2 | 3 | 4
        1 | 修缮校舍3所 | 县教育局 | 县财政局
        2 | 改造管网12公里 | 县住房城乡建设局 | 县水利局
        填表人：张某 | 审核人：李某 | |""",
    "header again": """
        序号 | 重点任务 | 牵头单位 | 配合单位
        1 | 修缮校舍3所 | 县教育局 | 县财政局
        序号 | 重点任务 | 牵头单位 | 配合单位
        2 | 改造管网12公里 | 县住房城乡建设局 | 县水利局""",
    "another header": """
        序号 | 重点任务 | 牵头单位 | 配合单位
        1 | 修缮校舍3所 | 县教育局 | 县财政局
        序号 | 牵头单位 | 配合单位 | 任务
        1 | 县住房城乡建设局 | 县水利局 | 改造管网12公里""",
    "matrix with a legend": """
        序号 | 重点任务 | 县教育局 | 县财政局 | 县住房城乡建设局 | 县水利局
        1 | 修缮校舍3所 | ▲ | △ | |
        2 | 改造管网12公里 | | | ▲ | △
        注：▲为牵头单位，△为配合单位 | < | < | < | < | <""",
    "matrix with a legend of bare signs in the head": """
        序号 | 重点任务 | 责任部门（◎牵头 ○配合） | < | < | <
        ^ | ^ | 县教育局 | 县财政局 | 县住房城乡建设局 | 县水利局
        1 | 修缮校舍3所 | ◎ | ○ | |
        2 | 改造管网12公里 | | | ◎ | ○""",
    "cards with a title inside": """
        望川县重点任务交办单（2026年第1号） | <
        交办事项 | 修缮校舍3所
        牵头单位 | 县教育局
        配合单位 | 县财政局
        交办事项 | 改造管网12公里
        牵头单位 | 县住房城乡建设局
        配合单位 | 县水利局""",
    "cards": """
        任务名称 | 修缮校舍3所
        牵头单位 | 县教育局
        配合单位 | 县财政局
        任务名称 | 改造管网12公里
        牵头单位 | 县住房城乡建设局
        配合单位 | 县水利局""",
    "cards whose number is the label of their task": """
        任务1 | 修缮校舍3所
        牵头单位 | 县教育局
        配合单位 | 县财政局
        任务2 | 改造管网12公里
        牵头单位 | 县住房城乡建设局
        配合单位 | 县水利局""",
    "cards with a number behind the name": """
        项目名称 | 修缮校舍3所 | 项目编号 | 一
        牵头单位 | 县教育局 | 配合单位 | 县财政局
        项目名称 | 改造管网12公里 | 项目编号 | 二
        牵头单位 | 县住房城乡建设局 | 配合单位 | 县水利局
        主要内容 | 改造管网12公里 | |""",
    "side by side": """
        序号 | 任务 | 牵头单位 | 配合单位 | 序号 | 任务 | 牵头单位 | 配合单位
        1 | 修缮校舍3所 | 县教育局 | 县财政局 | 2 | 改造管网12公里 | 县住房城乡建设局 | 县水利局""",
    "columns that only what they hold tells": """
        编号 | 干什么 | 谁来牵头干 | 配合单位 | 啥时候干完
        1 | 修缮校舍3所 | 县教育局 | 县财政局 | 2026年8月底前
        2 | 改造管网12公里 | 县住房城乡建设局 | 县水利局 | 2026年底前""",
}


@pytest.mark.parametrize("drawn", FORMS.values(), ids=FORMS)
def test_one_content_in_many_layouts(drawn: str) -> None:
    assert [(t.title, *units(t)) for t in tasks(drawn)] == PLAIN


def test_every_row_is_a_task_or_left_with_a_reason() -> None:
    for drawn in FORMS.values():
        document = layout.compose(scan(table(drawn)))
        grid = document.tables[0]
        read = tables.read(document, grid)
        told = [span for row in read.rows for span in (row.span,)] + [left.span for left in read.left]
        full = [[c for c in cells if c.start < c.end] for cells in grid.rows]
        assert all(
            any(s.start <= cell.start and cell.end <= s.end for s in told) for cells in full for cell in cells
        )


def test_quarters_are_milestones_and_sections_give_the_path() -> None:
    found = tasks(
        """
        序号 | 工作任务 | 牵头单位 | 序时进度 | <
        ^ | ^ | ^ | 一季度 | 二季度
        一、城乡建设 | < | < | < | <
        1 | 改造管网12公里 | 县住房城乡建设局 | 完成立项 | 开工建设
        二、教育 | < | < | < | <
        1 | 修缮校舍3所 | 县教育局 | | 〃"""
    )
    assert [t.path for t in found] == [("一、城乡建设",), ("二、教育",)]
    assert [(m.value.when, m.value.text, m.value.due) for m in found[0].milestones] == [
        ("一季度", "完成立项", date(2026, 3, 31)),
        ("二季度", "开工建设", date(2026, 6, 30)),
    ]


def test_a_ledger_keeps_each_column() -> None:
    (found,) = tasks(
        """
        序号 | 重点任务 | 牵头单位 | 牵头县领导 | 责任人 | 联系电话 | 进展情况 | 存在问题 | 总体进度 | 办结状态 | 资金来源 | 备注
        1 | 改造管网12公里 | 县水利局 | 赵某 | 李某 | 0771-5550003 | 已完成5公里 | 雨季停工 | 进度偏慢 | 正常推进 | 县级财政 | 民生实事"""
    )
    assert {m.value.field: m.value.words for m in found.entries} == {
        "leader": "赵某",
        "person": "李某",
        "contact": "0771-5550003",
        "note": "已完成5公里",
        "problem": "雨季停工",
        "state": "推进中",
        "remark": "民生实事",
    }
    assert [(f.value.label, f.value.text) for f in found.fields] == [
        ("进度", "进度偏慢"),
        ("资金来源", "县级财政"),
    ]


def test_a_share_that_is_cut_is_kept_as_printed_too() -> None:
    rows = "1 | 改造管网12公里 | 县水利局 | 98.4%\n2 | 修缮校舍3所 | 县教育局 | 60%"
    first, second = tasks(f"序号 | 重点任务 | 牵头单位 | 总体进度\n{rows}")
    said = [([m.value.words for m in t.entries], [f.value.text for f in t.fields]) for t in (first, second)]
    assert said == [(["98"], ["98.4%"]), (["60"], [])]


@pytest.mark.parametrize(
    ("title", "cell", "known"),
    [
        ("街头公园", "3个", [("街头公园", "=", 3, "个")]),
        ("新建街头公园", "不少于3个", [("街头公园", ">=", 3, "个")]),
        ("群众满意度", "≥95%", [("群众满意度", ">=", 95, "%")]),
        ("新建街头公园2个", "3个", [("街头公园", "=", 2, "个")]),
        ("街头公园", "绿地12公顷", [("绿地", "=", 12, "公顷")]),
    ],
)
def test_a_number_alone_in_a_column_of_targets_measures_the_title(
    title: str, cell: str, known: list[tuple[str, str, int, str]]
) -> None:
    head = "序号 | 重点任务 | 工作内容 | 目标值 | 牵头单位"
    (task,) = tasks(f"{head}\n1 | {title} | 完善配套设施。 | {cell} | 县住房城乡建设局")
    found = [t.value for t in task.targets]
    assert [(t.metric, t.comparator, t.value, t.unit) for t in found] == known


def test_a_scoring_table_by_other_heads() -> None:
    first, second = tasks(
        """
        考核项目 | 考核指标 | 各项分值 | 得分 | 负责考核部门
        一、巩固成果 | < | 31 | |
        组织领导 | 未建立专班扣2分 | 16 | | 县民政局
        责任落实 | 未签责任书扣1分 | 15 | | 县民政局"""
    )
    assert (first.kind, str(first.points), first.path[:1]) == ("assessment", "16", ("一、巩固成果",))
    assert (second.title, str(second.points)) == ("责任落实", "15")


def test_a_cell_that_gives_no_fact_is_told_and_no_default_covers_it() -> None:
    (found,) = tasks(
        """
        序号 | 重点任务 | 牵头单位 | 完成时限
        1 | 改造管网12公里 | 县水利局 | 视情推进"""
    )
    assert not [d for d in found.deadlines if d.value.basis == "document-year"]
    assert ("完成时限", "视情推进") in [
        (f.value.label, f.value.text) for f in found.fields
    ] or found.deadlines


def test_a_table_that_nobody_understands_is_told_and_not_read_on_as_text() -> None:
    parsed = pipeline.read(scan(TITLE, table("型号 | 颜色\n1.甲型，建成3台 | 红\n2.乙型，建成5台 | 蓝")))
    assert not parsed.documents[0].tasks
    assert "table-unread" in [f.code for f in parsed.documents[0].findings]


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ("40%", "40"),
        ("0.4", "40"),
        ("４０", "40"),
        ("1", None),
        ("四成", "40"),
        ("六成半", "65"),
        ("百分之八十", "80"),
        ("约45%", "45"),
        ("99.6%", "99"),
        ("0.29", "29"),
        ("120%", None),
    ],
)
def test_shares(words: str, share: str | None) -> None:
    assert percent(words) == share


@pytest.mark.parametrize(
    ("words", "known"),
    [
        ("正常推进", "推进中"),
        ("已销号。", "已完成"),
        ("基本完成", None),
        ("☐已完成 ☑推进中 ☐未启动", "推进中"),
        ("已完成□ 推进中■", "推进中"),
        ("☑已完成 ☑推进中", None),
        ("□已完成 □推进中", None),
    ],
)
def test_states(words: str, known: str | None) -> None:
    assert state(words) == known


HEAD = ["序号", "工作任务", "牵头单位", "配合单位", "完成时限"]
BODY = [
    ["1", "修缮校舍3所", "县教育局", "县财政局", "2026年8月底前"],
    ["2", "改造管网12公里", "县住房城乡建设局", "县水利局", "2026年底前"],
]
WITHOUT_RULES = {
    "tabs": ["\t".join(row) for row in [HEAD, *BODY]],
    "runs of spaces": ["   ".join(row) for row in [HEAD, *BODY]],
    "single spaces, a spaced label": [
        "序号 工 作 任 务 牵头单位 配合单位 完成时限",
        *(" ".join(row) for row in BODY),
    ],
    "pipes": [" | ".join(row) for row in [HEAD, *BODY]],
    "commas, a section first": [",".join(HEAD), "一、教育", *(",".join(row) for row in BODY)],
    "drawn with boxes": [
        "┌──┬──┐",
        *(line for row in [HEAD, *BODY] for line in ("│" + "│".join(row) + "│", "├──┼──┤")),
    ],
    "a cell a line": [cell for row in [HEAD, *BODY] for cell in row],
    "a cell a line, the header again": [cell for row in [HEAD, BODY[0], HEAD, BODY[1]] for cell in row],
    "a cell a line, labels broken": [
        "序号",
        "工作任务",
        "牵头",
        "单位",
        "配合",
        "单位",
        "完成",
        "时限",
        *BODY[0],
        *BODY[1],
    ],
    "a bar and a cell a line, the sums below": [
        *(cell if not i else f"| {cell}" for row in [HEAD, *BODY] for i, cell in enumerate(row)),
        "合计",
        "| 2",
        "|",
        "注：由县政府办公室负责解释。",
    ],
    "a cell and a bar a line": [f"{cell} |" for row in [HEAD, *BODY] for cell in row],
}


@pytest.mark.parametrize("lines", WITHOUT_RULES.values(), ids=WITHOUT_RULES)
def test_one_content_without_rules(lines: list[str]) -> None:
    found = tasks(*(Line(line) for line in lines))
    assert [(t.title, *units(t)) for t in found] == PLAIN
    assert [[d.value.due for d in t.deadlines] for t in found] == [[date(2026, 8, 31)], [date(2026, 12, 31)]]


def test_a_cell_a_line_whose_units_take_several_lines_and_whose_rows_share_a_number() -> None:
    lines = [
        "序号",
        "事项与目标",
        "责任股室",
        "时限",
        "7",
        "新建人行桥2座。",
        "县住建局",
        "县水务局",
        "县代建中心",
        "12月底前",
        "8",
        "开建养老楼。",
        "县民政局",
        "5月底前动工",
        "开建老年大学。",
        "12月底前",
        "9",
        "迁建县政务中心。",
        "县政务中心",
        "县财政局",
        "9月底前",
        "分享到：",
    ]
    found = tasks(*map(Line, lines))
    assert [(t.number, t.title, *units(t)) for t in found] == [
        ("7", "新建人行桥2座", ["县住建局"], ["县水务局", "县代建中心"]),
        ("8", "开建养老楼", ["县民政局"], []),
        ("8", "开建老年大学", ["县民政局"], []),
        ("9", "迁建县政务中心", ["县政务中心"], ["县财政局"]),
    ]
    assert [[d.value.due for d in t.deadlines] for t in found] == [
        [date(2026, month, day)] for month, day in ((12, 31), (5, 31), (12, 31), (9, 30))
    ]


def test_an_excerpt_a_cell_a_line_leaves_out_numbers_and_what_stood_below_a_heading() -> None:
    lines = [
        *(
            "序号",
            "重点工作",
            "主要责任单位",
            "协同配合单位",
            "一、主要目标",
            "3",
            "修路8公里。",
            "县交通局",
            "县财政局",
        ),
        *("二、产业", "三、民生", "68", "新增托位600个。", "县卫健局", "县财政局、县教育局。"),
        *("73", "改造校舍3所。", "县教育局", "县财政局"),
    ]
    (document,) = pipeline.read(scan(TITLE, *map(Line, lines))).documents
    assert [(t.number, t.title, t.path, *units(t)) for t in document.tasks] == [
        ("3", "修路8公里", ("一、主要目标",), ["县交通局"], ["县财政局"]),
        ("68", "新增托位600个", ("三、民生",), ["县卫健局"], ["县财政局", "县教育局"]),
        ("73", "改造校舍3所", ("三、民生",), ["县教育局"], ["县财政局"]),
    ]
    assert [a.reason for a in document.accounts if a.state == "left" and a.kind == "row"] == [
        "header",
        "bare-heading",
    ]


def test_all_lines_from_the_serial_label_to_the_first_number_are_labels() -> None:
    lines = [
        "序号",
        "目标与任务",
        "扶持口径",
        "牵头单位",
        "1",
        "修缮校舍3所",
        "两年一轮",
        "县教育局",
        "2",
        "改造管网12公里",
        "一年一轮",
        "县住建局",
    ]
    found = tasks(*map(Line, lines))
    assert [(t.title, *units(t)) for t in found] == [
        ("修缮校舍3所", ["县教育局"], []),
        ("改造管网12公里", ["县住建局"], []),
    ]
    assert [[(f.value.label, f.value.text) for f in t.fields] for t in found] == [
        [("扶持口径", "两年一轮")],
        [("扶持口径", "一年一轮")],
    ]


def test_cells_a_line_of_which_one_ends_like_an_office_are_as_many_as_the_labels() -> None:
    lines = [*HEAD[1:], *BODY[0][1:], "修缮校舍3所", *BODY[1][2:]]
    assert [t.title for t in tasks(*map(Line, lines))] == ["修缮校舍3所", "修缮校舍3所"]


def test_cells_a_line_without_numbers_are_words_and_then_who_answers_for_them() -> None:
    lines = [
        *("领域", "主要目标", "主要责任单位", "责任单位"),
        *("——孕检率达到90%。", "——建档率达到95%。", "县卫健局", "县财政局", "县人口计生", "县妇联"),
        *("2.巩固普惠园占比。", "县教育局", "县财政局"),
        "本表由县妇儿工委办公室解释。",
    ]
    found = tasks(*map(Line, lines))
    assert [(t.number, t.title, *units(t)) for t in found] == [
        (None, "孕检率达到90%", ["县卫健局"], ["县财政局", "县人口计生", "县妇联"]),
        ("2.", "巩固普惠园占比", ["县教育局"], ["县财政局"]),
    ]
    assert [m.value.metric for m in found[0].targets] == ["孕检率", "建档率"]


def test_sheets_with_titles_are_documents_and_without_are_parts() -> None:
    sheet = ["序号 | 重点任务 | 牵头单位", "1 | 修缮校舍3所 | 县教育局"]
    name, other = Line("教育", heading=1, whole=True), Line("水利", heading=1, whole=True)
    titled = scan(
        name,
        TITLE,
        table("\n".join(sheet)),
        other,
        Line("望川县2026年水利重点任务清单", whole=True),
        table("\n".join(sheet)),
    )
    assert [len(d.tasks) for d in pipeline.read(titled).documents] == [1, 1]
    plain = scan(TITLE, name, table("\n".join(sheet)), other, table("\n".join(sheet)))
    (document,) = pipeline.read(plain).documents
    assert [t.path for t in document.tasks] == [("教育",), ("水利",)]


def test_the_title_inside_the_table_that_opens_a_file_names_the_document() -> None:
    inside = table(
        """
        望川县2026年重点任务清单 | < | <
        序号 | 重点任务 | 牵头股室
        1 | 修缮校舍3所 | 基教股
        2 | 改造管网12公里 | /"""
    )
    (document,) = pipeline.read(scan(inside)).documents
    assert document.title is not None
    assert (document.title.value, document.year) == ("望川县2026年重点任务清单", 2026)
    assert [[u.surface for u in t.units] for t in document.tasks] == [["基教股"], []]
    assert not any(t.fields for t in document.tasks)  # a stroke says that nothing stands there


def test_what_is_scored_names_the_rows_where_the_only_words_say_how() -> None:
    found = tasks("考核指标 | 分值 | 评分标准 | 考核部门\n集中学习12次 | 10 | 每少1次扣1分 | 市直机关工委")
    assert [(t.title, t.text) for t in found] == [("集中学习12次", "每少1次扣1分")]
    found = tasks("考核项目及分值 | 考核内容及标准 | 评分办法\n党建（10分） | 集中学习12次 | 每少1次扣1分")
    assert [(t.title, t.text) for t in found] == [("党建（10分）", "集中学习12次\n每少1次扣1分")]


def test_the_last_of_several_levels_names_the_rows_of_a_scoring_table() -> None:
    found = tasks(
        """
        一级指标 | 二级指标 | 权重 | 目标值 | 计分规则 | 责任处室
        市容环境 | 清扫率 | 20 | ≥92% | 每低1个百分点扣2分 | 环卫处
        ^ | 分类准确率 | 20 | 85% | 按比例计分 | 分类办"""
    )
    assert [(t.title, t.path, t.text) for t in found] == [
        ("清扫率", ("市容环境",), "每低1个百分点扣2分"),
        ("分类准确率", ("市容环境",), "按比例计分"),
    ]
    assert [[t.value.metric for t in one.targets if t.value.kind == "goal"] for one in found] == [
        ["清扫率"],
        ["分类准确率"],
    ]


def test_a_section_printed_once_holds_for_the_rows_below_it_and_a_title_says_what_a_verb_makes() -> None:
    found = tasks(
        """
        责任领域 | 承担任务 | 举措 | 主体单位 | 办理结果
        教育 | 幼儿园 | 新建3所 | 县教育局 | 已开工
        | 中学 | 改造5所 | 县教育局 |"""
    )
    assert [(t.path, t.title) for t in found] == [(("教育",), "幼儿园"), (("教育",), "中学")]
    assert [m.value.metric for t in found for m in t.targets] == ["新建幼儿园", "改造中学"]
    assert [e.value.field for e in found[0].entries] == ["note"]


CARDS = [
    "项目名称：修缮校舍3所",
    "牵头单位：县教育局",
    "配合单位：县财政局",
    "完成时限：8月底前",
    "项目名称：改造管网12公里",
    "牵头单位：县住房城乡建设局",
    "配合单位：县水利局",
    "完成时限：年底前",
]


def test_labels_on_lines_that_come_again_are_cards() -> None:
    found = tasks(*map(Line, CARDS))
    assert [(t.title, *units(t)) for t in found] == PLAIN
    assert not tasks(*map(Line, CARDS[:4]))  # one alone may be the head of anything


def test_a_line_of_spaces_goes_on_under_the_cell_that_it_stands_below() -> None:
    head = "序号   重点任务              牵头单位      完成时间"
    first = "1      修缮校舍              县教育局      8月底前"
    below = "       3所                                      "
    (found,) = tasks(Line(head), Line(first), Line(below))
    assert found.title == "修缮校舍3所"


@pytest.mark.parametrize("words", ["12个街道、乡", "县财政局、县教育局", "区老龄办等相关部门，12个街道、镇"])
def test_a_cell_of_counted_classes_is_a_list_of_units(words: str) -> None:
    assert content.is_units(words)
