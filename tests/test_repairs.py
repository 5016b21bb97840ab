"""Confusions of OCR that the text itself proves: what is mended, and what is left as printed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyparse.text import brackets, repairs

MENDED = [
    ("婴儿死亡率控制在6%0以下", "婴儿死亡率控制在6‰以下", "misread-sign"),
    ("控制在5.3%o以下", "控制在5.3‰以下", "misread-sign"),
    ("粮食总产量56. 2万吨以上", "粮食总产量56.2万吨以上", "misread-sign"),
    ("资源利用率达到6 5%以上", "资源利用率达到65%以上", "misread-sign"),
    ("2025年4月28曰", "2025年4月28日", "misread-sign"),
    ("自3月1曰起", "自3月1日起", "misread-sign"),
    ("2O25年底前", "2025年底前", "letter-for-digit"),
    ("二OO八年二月底前", "二〇〇八年二月底前", "letter-for-digit"),
    ("二O二五年底前", "二〇二五年底前", "letter-for-digit"),
    ("202l年", "2021年", "letter-for-digit"),
    ("2025年l0月底前", "2025年10月底前", "letter-for-digit"),
    ("2025年l月", "2025年1月", "letter-for-digit"),
    ("6月3O日", "6月30日", "letter-for-digit"),
    ("新修管网4O公里", "新修管网40公里", "letter-for-digit"),
    ("ll月底前", "11月底前", "letter-for-digit"),
    ("云政发〔2O25〕15号", "云政发〔2025〕15号", "letter-for-digit"),
    ("每季度组织-次演练", "每季度组织一次演练", "misread-sign"),
    ("建成l个中心", "建成1个中心", "letter-for-digit"),
]
KEPT = [
    "工作任务1. 5万亩改造",
    "如下：1. 5个项目",
    "达到100%。",
    "子曰诗云",
    "95%0.5个",
    "达到6 项5%",
    "AO年会",
    "甲乙丙曰",
    "Co月刊",
    "PM2.5年均浓度",
    "5G基站月均",
    "H2O处理",
    "泵站-次级管网",
]


@pytest.mark.parametrize(("printed", "meant", "code"), MENDED)
def test_a_confusion_that_the_text_proves_is_mended_and_told(printed: str, meant: str, code: str) -> None:
    texts, mended = repairs.mend([printed], torn=False)
    assert texts == [meant]
    assert [m.code for m in mended] == [code]
    assert all("原文" in m.message and "改为" in m.message for m in mended)


@pytest.mark.parametrize("printed", KEPT)
def test_what_may_be_meant_is_left(printed: str) -> None:
    assert repairs.mend([printed], torn=False) == ([printed], [])


BRACKETS = [
    (["加强监管。责任单位：市教育局］"], ["加强监管。［责任单位：市教育局］"]),
    (
        ["加强监管。", "责任单位：市教育局，各县（市、区）", "政府］"],
        ["加强监管。", "［责任单位：市教育局，各县（市、区）", "政府］"],
    ),
    (["加强监管。责任单位：市教育局）"], ["加强监管。（责任单位：市教育局）"]),
    (["加强监管。市教育局牵头,市财政局配合)"], ["加强监管。(市教育局牵头,市财政局配合)"]),
    (["加强监管。（责任单位：市教育局）"], ["加强监管。（责任单位：市教育局）"]),
    (["加强监管。责任单位：各县（市、区）"], ["加强监管。责任单位：各县（市、区）"]),
    (["加强监管。责任单位：市教育局］。"], ["加强监管。责任单位：市教育局］。"]),
]


@pytest.mark.parametrize(("printed", "meant"), BRACKETS)
def test_a_bracket_that_is_closed_is_opened_before_the_label(printed: list[str], meant: list[str]) -> None:
    texts, mended = repairs.mend(printed, torn=False)
    assert texts == meant
    assert [m.code for m in mended] == (["lost-bracket"] if printed != meant else [])


WHOLE = [
    "（牵头单位：市教育局；配合单位：市财政局）",
    "加强监管。（牵头单位：市教育局；配合单位：市财政局）",
    "加强监管（责任单位：市教育局。配合单位：各县（市、区）政府）",
    "1）加强监管。（责任单位：市教育局；配合单位：市财政局）",
    "［责任单位：市教育局；配合单位：市财政局）。责任单位：市民政局］",
]


@pytest.mark.parametrize("printed", WHOLE)
def test_a_bracket_that_is_whole_stays_as_printed(printed: str) -> None:
    assert repairs.mend([printed], torn=False) == ([printed], [])


_SIGNED = st.lists(
    st.sampled_from(
        [*"（）［］〔〕〈〉()。；", "牵头单位：", "责任单位：", "市教育局", "各县（市、区）", "加强监管。"]
    )
).map("".join)


@given(_SIGNED)
def test_a_repair_of_brackets_pairs_one_sign_and_keeps_every_pair(printed: str) -> None:
    before = brackets.match(printed)
    (text,), mended = repairs.mend([printed], torn=False)
    after = brackets.match(text)
    if brackets.balanced(printed):
        assert (text, mended) == (printed, [])
    assert len(after.pairs) == len(before.pairs) + len(mended)
    assert len(after.unopened) == len(before.unopened) - len(mended)
    assert len(after.unclosed) == len(before.unclosed)
    assert len(text) == len(printed) + len(mended)
