"""Units and roles: marked-up items (``cases/units.toml``), and laws over any text."""

from __future__ import annotations

import gc
import re
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse import places
from policyparse.extract.organs import names
from policyparse.extract.units import conventions, lists, roles
from policyparse.model import Convention, Mention, Setting, Span, Unit

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

CASES = tomllib.loads((Path(__file__).parent / "cases" / "units.toml").read_text(encoding="utf-8"))["case"]
ISSUER = "云溪市发展和改革委员会"
RULES = {"first": Convention("first-listed-leads"), "sole": Convention("sole-responsible-leads")}
MARK = re.compile(r"<(/?)([LS])>")


def unmarked(marked: str) -> tuple[str, list[tuple[Span, str]]]:
    """A marked text without its marks, and the marked spans with their roles."""
    text, found, start, last = "", [], 0, 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        last = mark.end()
        if mark[1]:
            found.append((Span(start, len(text)), "lead" if mark[2] == "L" else "support"))
        start = len(text)
    return text + marked[last:], found


def setting(case: dict[str, Any]) -> Setting:
    rules = tuple(RULES.get(c) or Convention("applies-to-all", c) for c in case.get("conventions", ()))
    return Setting(issuer=ISSUER, region="南岭省云溪市", conventions=rules)


def read(case: dict[str, Any], text: str) -> tuple[Mention[Unit], ...]:
    whole = Span(0, len(text))
    if case.get("prose"):
        return roles.spoken(text, whole, setting(case))
    if "column" in case:
        return in_columns(text, [(case["column"], whole)], setting(case))
    return roles.listed(text, whole, setting(case), above(case)).units


def in_columns(text: str, cells: roles.Cells, setting: Setting) -> tuple[Mention[Unit], ...]:
    """The units of a table row whose own words name nobody."""
    return roles.listed(text, Span(0, 0), setting, cells=cells).units


def above(case: dict[str, Any]) -> tuple[Mention[Unit], ...]:
    """The units that a heading names as leading."""
    names = [*case.get("inherited", ()), *case.get("outranked", ())]
    return tuple(Mention(None, "", Unit(n, n, "lead", "explicit"), "label.lead") for n in names)


def told(units: tuple[Mention[Unit], ...]) -> Iterator[tuple[str, str, str]]:
    for unit in units:
        yield unit.surface, unit.value.name, unit.value.role


@pytest.mark.parametrize("case", CASES, ids=[re.sub(r"\W", "", MARK.sub("", c["text"]))[:40] for c in CASES])
def test_marked_item(case: dict[str, Any]) -> None:
    text, marks = unmarked(case["text"])
    names = case.get("names", {})
    expected = []
    for span, role in marks:
        printed = text[span.start : span.end]
        expected.append((printed, names.get(printed, printed), role))
    expected += [("", n, "lead") for n in case.get("inherited", ())]
    expected += [("", n, "support") for n in case.get("outranked", ())]
    expected += [("", n, "support") for n in case.get("conventions", ()) if n not in RULES and n not in text]
    expected += [("", ISSUER, case["issuer"])] if case.get("issuer") else []
    assert sorted(told(read(case, text))) == sorted(expected)


@pytest.mark.parametrize("case", [c for c in CASES if "leader" in c], ids=lambda c: c["text"][:20])
def test_leaders(case: dict[str, Any]) -> None:
    text, _ = unmarked(case["text"])
    found = roles.listed(text, Span(0, len(text)), setting(case)).leaders
    assert "、".join(span.of(text) for span in found) == case["leader"]


@pytest.mark.parametrize("case", [c for c in CASES if "times" in c], ids=lambda c: c["text"][:20])
def test_times(case: dict[str, Any]) -> None:
    text, _ = unmarked(case["text"])
    found = roles.listed(text, Span(0, len(text)), setting(case))
    assert [text[t.start : t.end] for t in found.times] == case["times"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("做好服务。（市教育局牵头）", "做好服务。"),
        ("做好服务（市教育局牵头）。", "做好服务。"),
        ("做好服务。（含乡镇）完善机制。（市教育局负责，年底前完成）", "做好服务。（含乡镇）完善机制。"),
        ("做好服务。\n牵头单位：市教育局\n责任单位：市民政局\n完成时限：年底前", "做好服务。\n"),
        ("做好服务。牵头单位：市教育局。责任单位：市民政局。完成时限：年底前。", "做好服务。"),
        ("做好服务。（责任单位：市教育局，市民政局", "做好服务。"),
        ("推行甲（市教育局负责）。推行乙（市民政局负责）。", "推行甲。推行乙。"),
        ("推行甲。牵头单位：市教育局。配合单位：无。", "推行甲。"),
        ("推行甲。配合单位：无。", "推行甲。"),
        ("推行甲。\n责任单位：市教育局\n配合单位：暂无\n完成时限：5月底前", "推行甲。\n"),
        ("推行甲。（配合单位：无）", "推行甲。"),
    ],
)
def test_cuts(text: str, kept: str) -> None:
    cuts = roles.listed(text, Span(0, len(text)), Setting()).cuts
    assert "".join(c for i, c in enumerate(text) if not any(s.start <= i < s.end for s in cuts)) == kept


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("列第一位的为牵头单位，下同", [("first-listed-leads", None)]),
        ("（责任单位：市教育局、市民政局；排序第一的为牵头单位，下同）", [("first-listed-leads", None)]),
        ("责任单位：市教育局、市民政局（列首位者为工作牵头单位或汇总单位，下同）", [("first-listed-leads", None)]),
        ("列首位的为牵头单位，下同。以下各项任务均涉及各县（市、区）、市直园区，不再单独列出", [
            ("first-listed-leads", None), ("applies-to-all", "各县（市、区）"), ("applies-to-all", "市直园区")]),
        ("无牵头单位的，责任单位即为牵头单位。", [("sole-responsible-leads", None)]),
        ("未明确牵头单位的，责任单位为牵头单位", [("sole-responsible-leads", None)]),
        ("以上措施均需各县区政府落实，不再列出", [("applies-to-all", "各县区政府")]),
        ("除特别注明的外，各县区政府都是配合单位。", [("applies-to-all", "各县区政府")]),
        ("具体任务均涉及相关县（市、区）人民政府，不再做分工，下同。", [
            ("applies-to-all", "相关县（市、区）人民政府")]),
        ("各县区政府为以下各项任务的责任单位，不再单列", [("applies-to-all", "各县区政府")]),
        ("（以下任务除注明外均由局办公室负责）", [("leads-the-rest", "局办公室")]),
        ("凡未注明负责单位者，由市爱卫办总牵头；各县区对本行政区域内各项行动抓好落实，文中不再一一注出。", [
            ("leads-the-rest", "市爱卫办"), ("applies-to-all", "各县区")]),
        ("各镇（街道）均为下列全部任务的配合单位，为节省篇幅，以下只列区级部门。", [
            ("applies-to-all", "各镇（街道）")]),
        ("自本条起，各项均由县（市）政府同步落实，恕不逐条注明", [("applies-to-all", "县（市）政府")]),
        ("以下各条牵头单位为区教育局的不再列出；全部任务均由各中小学落实。", [
            ("leads-unless-named", "区教育局"), ("applies-to-all", "各中小学")]),
        ("所有任务均由专人负责落实，牵头单位为市教育局。", []),
        ("（列第一位者为牵头或汇总单位，下同）", [("first-listed-leads", None)]),
        ("以下均需各县区人民政府、高新区管委会负责落实，不再一一列出", [
            ("applies-to-all", "各县区人民政府"), ("applies-to-all", "高新区管委会")]),
        ("各市州、县市区人民政府均为责任单位，以下不再列出", [("applies-to-all", "各市州、县市区人民政府")]),
        ("排在第一位的城市是云溪市，列入名单的单位不再一一列出。", []),
    ],
)  # fmt: skip
def test_conventions(text: str, expected: list[tuple[str, str | None]]) -> None:
    found = conventions.find(text)
    assert [(m.value.rule, m.value.unit) for m in found] == expected
    assert all(m.span and text[m.span.start : m.span.end] == m.surface for m in found)


def test_who_leads_the_rest_leads_what_names_nobody() -> None:
    rest = Setting(issuer=ISSUER, conventions=(Convention("leads-the-rest", "局办公室"),))
    for text, leads in (("完善制度。", "局办公室"), ("完善制度，由人事处负责。", "人事处")):
        found = roles.spoken(text, Span(0, len(text)), rest)
        assert [(u.value.name, u.value.role) for u in found] == [(leads, "lead")]


def test_who_leads_unless_a_list_says_so_stands_before_what_it_names() -> None:
    rule = Setting(issuer=ISSUER, conventions=(Convention("leads-unless-named", "市教育局"),))
    for text, expected in (
        ("新增学位900个。（市住建局）", [("市教育局", "lead"), ("市住建局", "support")]),
        ("清退校中校。（市委编办牵头，市司法局配合）", [("市委编办", "lead"), ("市司法局", "support")]),
    ):
        found = roles.listed(text, Span(0, len(text)), rule).units
        assert [(u.value.name, u.value.role) for u in found] == expected


@pytest.mark.parametrize(
    ("heading", "leads"),
    [
        ("一、市工信局牵头任务（6项）", "市工信局"),
        ("一、县教育局负责的工作", "县教育局"),
        ("一、加快工业发展", None),
    ],
)
def test_a_heading_of_the_tasks_that_a_unit_leads(heading: str, leads: str | None) -> None:
    span = Span(0, len(heading))
    said = roles.headings(heading, [span], Setting())[span]
    assert [u.value.name for u in said.units] == ([leads] if leads else [])


@pytest.mark.parametrize(
    "header",
    [
        "牵头单位",
        "责任部门",
        "责任\n单位",
        "配合单位",
        "责任处室",
        "主办",
        "负责单位",
        "责任单位（处室）",
        "牵头单位：",
    ],
)
def test_unit_labels(header: str) -> None:
    assert roles.is_unit_label(header)
    assert not roles.is_time_label(header)


@pytest.mark.parametrize(
    "header", ["完成时限", "时间节点", "完成\n时间", "办结时限", "拟投入运营时间", "时限要求"]
)
def test_time_labels(header: str) -> None:
    assert roles.is_time_label(header)
    assert not roles.is_unit_label(header)


@pytest.mark.parametrize(
    "header", ["序号", "重点工作", "责任人", "责任领导", "单位", "备注", "计量单位", "目标", "联系电话"]
)
def test_other_headers(header: str) -> None:
    assert not roles.is_unit_label(header)
    assert not roles.is_time_label(header)


def test_columns_of_one_row() -> None:
    text = "市教育局|市民政局、市财政局"
    cells = [("牵头单位", Span(0, 4)), ("责任单位", Span(5, len(text)))]
    found = in_columns(text, cells, Setting())
    assert [(u.value.name, u.value.role) for u in found] == [
        ("市教育局", "lead"),
        ("市民政局", "support"),
        ("市财政局", "support"),
    ]
    cells = [("责任单位", Span(5, len(text))), ("配合单位", Span(0, 4))]
    found = in_columns(text, cells, Setting())
    assert [(u.value.name, u.value.role) for u in found] == [
        ("市民政局", "lead"),
        ("市财政局", "lead"),
        ("市教育局", "support"),
    ]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        (
            "（一）建设枢纽（牵头单位：市交通局）",
            [("市交通局", "support"), ("市财政局", "lead"), ("市教育局", "support")],
        ),
        (
            "（一）建设枢纽。完善路网。（市交通局、市水利局负责）",
            [("市财政局", "lead"), ("市教育局", "support")],
        ),
    ],
)
def test_only_the_line_of_a_heading_stands_beside_own_units(
    heading: str, expected: list[tuple[str, str]]
) -> None:
    text = heading + "\n1.加快开工。（市财政局牵头，市教育局配合）"
    above = roles.listed(text, Span(0, len(heading)), Setting()).units
    found = roles.listed(text, Span(len(heading) + 1, len(text)), Setting(), above).units
    assert [(u.value.name, u.value.role) for u in found] == expected


def test_joint_issuers_lead_each() -> None:
    found = roles.spoken("抓好落实。", Span(0, 5), Setting(issuer="中共云溪市委宣传部、云溪市教育局"))
    assert [(u.value.name, u.value.basis) for u in found] == [
        ("中共云溪市委宣传部", "issuer"),
        ("云溪市教育局", "issuer"),
    ]


@pytest.mark.parametrize(
    "issuer",
    [
        "国务院",
        "国务院办公厅",
        "南岭省人民政府",
        "云溪市人民政府办公室",
        "中共云溪市委",
        "中共云溪市委办公室",
        "中共云溪市委员会",
        "柳岸镇人民政府",
        "青禾区桥东街道办事处",
        "云溪高新技术产业开发区管理委员会",
        "临江县人大常委会",
        "南岭大学",
        "云溪市人民医院",
        "云溪城投集团有限公司",
        "中共南岭大学委员会",
        "党委校长办公室",
    ],
)
def test_an_issuer_with_departments_leads_nothing_by_default(issuer: str) -> None:
    assert roles.spoken("抓好落实。", Span(0, 5), Setting(issuer=issuer)) == ()
    named = roles.spoken("会同市教育局抓好落实。", Span(0, 11), Setting(issuer=issuer))
    assert [(u.value.name, u.value.role) for u in named] == [("市教育局", "support")]


@pytest.mark.parametrize(
    "issuer",
    [
        "住房和城乡建设部",
        "住房和城乡建设部办公厅",
        "南岭省民政厅办公室",
        "云溪市教育局",
        "中共临江县委组织部",
        "中共南岭省委网络安全和信息化委员会办公室",
        "云溪市发展和改革委员会",
        "云溪市妇女儿童工作委员会办公室",
        "中共云溪市教育局党组",
        "国务院国有资产监督管理委员会",
        "中国人民银行云溪市分行",
        "云溪市总工会",
        "云溪市数据局",
    ],
)
def test_an_organ_of_its_own_field_leads_what_names_nobody(issuer: str) -> None:
    found = roles.spoken("抓好落实。", Span(0, 5), Setting(issuer=issuer))
    assert [(u.value.name, u.value.role, u.value.basis) for u in found] == [(issuer, "lead", "issuer")]


def test_nobody_is_named_where_no_issuer_is_known() -> None:
    assert roles.spoken("抓好落实。", Span(0, 5), Setting()) == ()


WORDS = "市省区县局委办厅部政府管委会教育财政各有关、，；。：:（）()〔〕[]【牵头负责配合责任单位部门等和及与会同由要年底前完成时限\n “”1①x"


@given(
    st.lists(
        st.sampled_from(
            [*WORDS, "牵头单位：", "责任单位：", "市教育局", "各县（市、区）政府", "下同", "不再列出"]
        ),
        max_size=40,
    )
)
def test_laws_over_any_text(pieces: list[str]) -> None:
    text = "".join(pieces)
    whole = Span(0, len(text))
    listed = roles.listed(text, whole, Setting(issuer=ISSUER))
    for mention in (
        *listed.units,
        *roles.spoken(text, whole, Setting(issuer=ISSUER)),
        *in_columns(text, [("责任单位", whole)], Setting()),
    ):
        if mention.span is not None:
            assert text[mention.span.start : mention.span.end] == mention.surface
            assert mention.surface
        assert mention.value.name
    assert all(0 <= s.start < s.end <= len(text) for s in (*listed.cuts, *listed.times))
    assert len({u.value.canonical for u in listed.units}) == len(listed.units)
    for name in lists.split(text, whole):
        assert whole.start <= name.span.start < name.span.end <= whole.end


@pytest.mark.parametrize(
    "run", ["市", "各", "（", "责任单位：", "（市教育局", "、市", "以上均需", "自治", "称（", "一", "第一"]
)
def test_long_runs_take_no_more_than_their_length(run: str) -> None:
    def cost(length: int) -> float:
        text = (run * length)[:length] + "。（市教育局牵头）"
        gc.collect()
        gc.disable()  # what earlier tests left behind is not counted
        try:
            start = time.process_time()
            roles.listed(text, Span(0, len(text)), Setting(issuer=ISSUER))
            conventions.find(text)
            names.learn(text, Span(0, len(text)))
            places.region(text)
            names.canonical(text, Setting(issuer=ISSUER, region="南岭省云溪市"))
            return time.process_time() - start
        finally:
            gc.enable()

    cost(100)
    # eight times the length: linear work takes 8 times as long, quadratic 64
    assert cost(16_000) < 24 * max(cost(2_000), 0.05)
