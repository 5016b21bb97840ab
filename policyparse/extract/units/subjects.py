"""The list of units that a clause begins with: 市教育局、各区县 in 市教育局、各区县负责招生."""

from __future__ import annotations

import re

from policyparse import lexicon
from policyparse.extract.units import fields, shape
from policyparse.model import Span

_WORDS = lexicon.regexes("clauses")
# the units of two roles under one word; 例：各牵头、责任单位（部门）
ROLES = re.compile(
    r"各[一-鿿]{0,6}(?:牵头|主办|主责)[、和及](?:责任|配合|协办)(?:单位|部门|处室)(?:[（(](?:部门|单位|处室)[）)])?"
)
# places known from no list, which a government behind the last of them tells; 例：青禾区、云岭区政府
_PLACES = re.compile(r"(?:[一-鿿]{1,3}[市县区旗州]、)+[一-鿿]{1,3}[市县区旗州](?:人民)?政府")
# levels that share 各; 例：各乡镇、街道
_LEVELS = re.compile(
    r"各(?:乡镇|镇|乡|街道|镇街|县区|区县|园区|开发区)(?:[、和及](?:街道|街道办事处|乡|镇|园区|开发区|社区|村居?)){1,3}(?![一-鿿]{0,4}(?:政府|管委会|办事处))"
)
# who gets something for what is new or was won, or is only concerned, and is ordered nothing; 例：首次认定为省级示范企业 · 涉及多家单位的工作
_REWARDED = re.compile(r"首次|涉及|新(?:设立|引进|认定|落户|注册|入驻|获)|(?:被)?(?:认定|评)为|获[评得批]")
# what stands before units that are asked or told; 例：责成市教育局
_ASKED = re.compile("由|以(?![上下及])|[敬务]?请|希望?(?=各)|望(?=各)|明确|确定|责成|责令|委托|授权")


def subject(text: str, within: Span) -> Span | None:
    """The list of units that a span begins with (by their shape), or None."""
    if _REWARDED.match(text, within.start, within.end):
        return None
    asked = _ASKED.match(text, within.start, within.end)
    start = asked.end() if asked else within.start
    patterns = (_PLACES, ROLES, _LEVELS, fields.pattern())
    if whole := next((m for p in patterns if (m := p.match(text, start, within.end))), None):
        return Span(*whole.span())
    end = start
    while length := shape.shortest(text[end : min(within.end, end + 40)]):
        end += length
        if also := _WORDS["also"].match(text, end, within.end):
            end = also.end()
        onward = text[end + 1 : min(within.end, end + 40)]
        if end == within.end or text[end] not in "、和及与" or not shape.shortest(onward):
            return Span(start, end)
        end += 1
    return None
