"""Facts in the words that a clerk writes them with: deadlines, targets, dates, roles. The one place for them.

Tables, lists, the 通报, calendars and the log all say a fact in these words.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from decimal import Decimal, localcontext

from policyparse import cycles
from policyparse.ledger import TrackedTask, UnitStanding
from policyparse.ledger.due import target_due
from policyparse.ledger.entries import HEADERS
from policyparse.ledger.names import entry_name
from policyparse.model import (
    Basis,
    Deadline,
    Entry,
    Field,
    Mention,
    Milestone,
    Role,
    Target,
    TargetKind,
    Unit,
)

ROLES: dict[Role, str] = {"lead": "牵头", "support": "配合"}
BASES: dict[Basis, str] = {
    "explicit": "文件明示",
    "convention": "按文件约定",
    "order": "按排序",
    "prose": "据正文",
    "issuer": "发文机关",
}
TARGET_KINDS: dict[TargetKind, str] = {"goal": "量化目标", "standard": "政策标准"}
COMPARATORS = {"=": "达到", ">=": "不低于", ">": "超过", "<=": "不超过", "<": "低于", "~": "约"}
CHANGES = {"increase": ("增长", "增加"), "decrease": ("下降", "减少")}
"""How a change is said of a rate, and of a count: 就业率增长2个百分点, 停车位增加3000个."""
RATES = ("%", "‰", "百分点", "倍", "成")

# A deadline that says its year and its end needs no other words; 到2025年 or 力争2020年启动 does.
SELF_EXPLAINED = re.compile(
    r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日|上旬|中旬|下旬)?|上半年|下半年|第?[一二三四]季度)?[底末]?(?:以前|之前|前)"
)
# a share that is told in words or as a fraction; 例：三分之二以上
FRACTION = re.compile(r"分之|半|\d/\d")
ONGOING_LENGTH = 6
PRINTED_LENGTH = 60
PLACES = 4
LONGEST_NUMBER = 40
"""Digits before or after the point that a number is written out with."""
PRESUMED = "（推定）"
"""Behind what no word of the paper says."""
UNCLEAR = "待明确"
"""In place of a lead unit where there is none."""


def date_words(day: date) -> str:
    """2025年6月30日."""
    return f"{day.year}年{day.month}月{day.day}日"


def _ends_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def by_words(due: date) -> str:
    """The last day that counts: 2025年12月底前 at the end of a month, else 2025年6月15日前."""
    return f"{due.year}年{due.month}月底前" if _ends_month(due) else f"{date_words(due)}前"


def period_words(start: date, due: date) -> str:
    """2023—2025年 for whole years, 2025年1—6月 for whole months, else from day to day."""
    whole_months = start.day == 1 and _ends_month(due)
    if whole_months and (start.month, due.month) == (1, 12):
        return f"{start.year}年" if start.year == due.year else f"{start.year}—{due.year}年"
    if whole_months and start.year == due.year:
        months = f"{start.month}月" if start.month == due.month else f"{start.month}—{due.month}月"
        return f"{start.year}年{months}"
    return f"{date_words(start)}至{date_words(due)}"


def deadline_words(mention: Mention[Deadline]) -> str:
    """A deadline for 完成时限: the printed words where they say year and end by themselves, else normalised.

    What has no date (1个月内) keeps its printed words; so does a short way of saying 长期坚持. A day that follows from
    the year of the plan and from no word says so: 2025年度任务（推定）.
    """
    deadline, printed = mention.value, mention.surface.strip()
    if deadline.kind == "ongoing" and 0 < len(printed) <= ONGOING_LENGTH:
        return printed
    undated = deadline.rrule is None if deadline.kind == "recurring" else deadline.due is None
    if printed and undated and deadline.kind != "ongoing":
        return printed
    if deadline.due and deadline.kind == "by" and SELF_EXPLAINED.fullmatch(printed):
        return printed
    return normal_deadline(deadline)


def normal_deadline(deadline: Deadline) -> str:
    """A deadline without its printed words: 2025年12月底前, 每季度, 长期坚持, 2023—2025年; nothing where it has no date."""
    if deadline.kind == "recurring":
        return cycles.words(deadline.rrule) if deadline.rrule else "定期"
    if deadline.kind == "ongoing":
        return "长期坚持"
    if deadline.due is None:
        return f"自{date_words(deadline.start)}起" if deadline.start else ""
    if deadline.kind == "period" and deadline.start:
        return period_words(deadline.start, deadline.due)
    if deadline.basis == "document-year":
        return f"{deadline.due.year}年度任务{PRESUMED}"
    return by_words(deadline.due)


def milestone_words(mention: Mention[Milestone]) -> str:
    """A stage with what is due by then: 一季度（3月底前）：完成可研批复; a stage that names its month needs no day."""
    stage = mention.value
    told = stage.due is None or f"{stage.due.month}月" in stage.when
    day = "" if told or not stage.due else f"（{by_words(stage.due).removeprefix(f'{stage.due.year}年')}）"
    return f"{stage.when}{day}：{stage.text}"


def entry_words(mention: Mention[Entry]) -> str:
    """What the ledger of a file reports: 责任领导：张副市长, 总体进度：40%."""
    entry = mention.value
    return f"{entry_name(entry.field)}：{entry.words}" + ("%" if entry.field == "percent" else "")


def field_words(mention: Mention[Field]) -> str:
    """A column that has no place of its own: 资金来源：县级财政."""
    return f"{mention.value.label}：{mention.value.text}"


def number_words(value: Decimal) -> str:
    """A decimal in digits: 4.5, 100, 0.02, 0.3333 (三分之一); of more than four places four, or two that are not 0.

    What would take more than a line (1E+400) is written with its power of ten.
    """
    if not value:
        return "0"
    size = value.adjusted()
    if not value.is_finite() or abs(size) > LONGEST_NUMBER:
        return str(value)
    places = max(PLACES, 1 - size)
    if len((digits := format(value, "f")).partition(".")[2]) <= places:
        return digits
    with localcontext() as context:
        context.prec = LONGEST_NUMBER * 2 + 2 * PLACES
        rounded = round(value, places)
    return format(value if rounded == value else rounded, "f")


def unit_words(mention: Mention[Unit]) -> str:
    """A unit by its printed name; one that leads because the paper names nobody (basis 发文机关) says so: 市民政局（推定）."""
    return mention.value.name + (PRESUMED if mention.value.basis == "issuer" else "")


def lead_words(task: TrackedTask) -> str:
    """The lead units for 牵头单位; 待明确 where nobody leads a task (a scoring row may have none)."""
    named = "、".join(unit_words(u) for u in task.units if u.value.role == "lead")
    return named or (UNCLEAR if task.kind == "task" else "")


def support_words(task: TrackedTask) -> str:
    """The supporting units for 配合单位."""
    return "、".join(unit_words(u) for u in task.units if u.value.role == "support")


def target_words(mention: Mention[Target]) -> str:
    """A target for the 量化目标 column: the printed words where they name the metric too, else as it is told elsewhere."""
    printed = mention.surface.strip()
    if mention.value.metric in printed and len(printed) <= PRINTED_LENGTH:
        return printed
    return told_target(mention)


def told_target(mention: Mention[Target]) -> str:
    """A target normalised, and a fraction as it is printed: 社区建成服务站一半以上, and not 不低于0.5."""
    value, printed = mention.value, mention.surface.strip()
    if value.unit is None and FRACTION.search(printed) and len(printed) <= PRINTED_LENGTH:
        return printed if value.metric in printed else f"{value.metric}{printed}"
    return normal_target(value)


def target_line(task: TrackedTask, mention: Mention[Target]) -> str:
    """A target as the table of the tasks has it: with the day by which, where the task's own time is another."""
    due = mention.value.due and target_due(task, mention)
    apart = due and due not in {d.value.due for d in task.deadlines}
    return target_words(mention) + (f"（{by_words(due)}）" if due and apart else "")


def normal_target(target: Target) -> str:
    """Metric, comparison and number: 每千人口托位数达到4.5个（全市）, 每年走访不低于2次, 较上年增长6%."""
    scope = target.scope or ""
    before, after = (scope, "") if scope.startswith("每") else ("", f"（{scope}）" if scope else "")
    return f"{before}{target.metric}{_relation(target)}{_amount(target)}{after}"


def _relation(target: Target) -> str:
    against = f"较{target.baseline}" if target.baseline else ""
    if target.change:
        word = COMPARATORS[target.comparator] if target.comparator != "=" else ""
        return f"{against}{change_word(target)}{word}"
    if target.comparator == "=" and not target.value:
        return "为"
    return against + COMPARATORS[target.comparator]


def change_word(target: Target) -> str | None:
    """How a change is said, by what it is measured in; None where the number is none."""
    counted = target.unit is not None and not target.unit.endswith(RATES)
    return CHANGES[target.change][counted] if target.change else None


def _amount(target: Target) -> str:
    end = f"—{number_words(target.value_max)}" if target.value_max is not None else ""
    return f"{number_words(target.value)}{end}{target.unit or ''}"


def lines_of(texts: Iterable[str]) -> str:
    """Each of the texts on a line of its own, once."""
    return "\n".join(dict.fromkeys(filter(None, texts)))


def standing_words(standing: UnitStanding) -> str:
    """What a unit reported, in a line: 推进中 60%，已开工3处；存在问题：资金未到位；李强 0123-456."""
    progress = standing.progress
    head = f"{progress.state} {progress.percent}%" + (f"，{progress.note}" if progress.note else "")
    more = [
        f"{HEADERS[name]}：{text}"
        for name in ("problem", "next_step", "coordinate", "reason")
        if (text := getattr(progress, name))
    ]
    return "；".join([head, *more, *filter(None, [f"{progress.person} {progress.contact}".strip()])])
