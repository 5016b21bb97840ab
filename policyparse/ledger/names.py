"""The Chinese names of the fields that the log speaks of."""

from __future__ import annotations

from collections.abc import Mapping

from policyparse.ledger.entries import HEADERS
from policyparse.ledger.ladder import rung_words
from policyparse.model import EntryField

FIELD_NAMES: Mapping[str, str] = {
    "number": "编号",
    "path": "章节",
    "position": "文中次序",
    "title": "重点任务",
    "text": "工作内容",
    "kind": "事项类型",
    "points": "分值",
    "units": "责任单位",
    "targets": "量化目标",
    "deadlines": "完成时限",
    "actions": "具体举措",
    "milestones": "里程碑",
    "entries": "原表填报",
    "fields": "其他栏目",
    "warnings": "提示",
    "dropped": "任务",
    "removed": "文件",
    "conflict": "冲突",
    "issuer": "发文机关",
    "doc_number": "发文字号",
    "issued_on": "成文日期",
    "genre": "文种",
    "year": "年度",
    "region": "地区",
    **HEADERS,
    "review": "审核",
    "review_reason": "审核意见",
    "evidence": "佐证材料",
    "order": "单位排序",
    "cycle": "报送周期",
    "report_day": "报送日",
    "started_on": "启动日期",
    "finished_on": "办结日期",
}
"""The Chinese name of each field that ``Change.field`` may hold: that of its column, where it has one."""

OF_THE_OFFICE: Mapping[str, str] = {"link": "填报链接", "submission": "填报"}
"""What the log speaks of besides tasks and documents, by the kind that its field begins with."""

_OF_A_FILE: Mapping[str, str] = {**HEADERS, "leader": "责任领导", "remark": "备注", "source": "来源"}


def entry_name(field: EntryField) -> str:
    """What a table calls an entry that the ledger of a file has: 责任人, 责任领导."""
    return _OF_A_FILE[field]


def field_name(field: str) -> str:
    """The Chinese name of a logged field: 进展情况, 冲突, 2025-06报送, 2025-06报送（云溪市教育局）."""
    kind, _, rest = field.partition(":")
    if kind == "report":
        period, _, unit = rest.partition(":")
        return f"{period}报送" + (f"（{unit}）" if unit else "")
    if kind == "members":
        place, _, unit = rest.partition(":")
        return f"{place}“{unit}”的成员"
    if kind == "reminder":
        rung, _, unit = rest.partition(":")
        return f"催办（{unit}，{rung_words(rung)}）"
    if kind in OF_THE_OFFICE:
        return f"{OF_THE_OFFICE[kind]} {rest}"
    return FIELD_NAMES.get(kind, kind)
