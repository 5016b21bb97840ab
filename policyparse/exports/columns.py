"""The columns of the 责任分工表 and the 督查台账: defined once, for every exporter and the command line.

Each field of a task has a column. A value is a text, a number or a date; an empty one is ``None`` or "".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from operator import attrgetter

from policyparse.errors import UsageError
from policyparse.exports import marks
from policyparse.ledger import Listed, TrackedTask, words
from policyparse.ledger.due import UNDONE_YEAR, due_of
from policyparse.ledger.entries import ENTRIES, Entry
from policyparse.ledger.warned import holding
from policyparse.model import Mention, Unit
from policyparse.output import clean

Value = str | int | Decimal | date | None

KINDS = {"task": "任务", "assessment": "评分项"}


class Percent(int):
    """A whole percentage, 40 for 40%."""

    def __str__(self) -> str:
        return f"{int(self)}%"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its ``id`` for ``--columns``, header, width in mm on the page, and how to read its value.

    ``entry`` marks what a unit fills in when it reports.
    """

    id: str
    header: str
    width: int
    read: Callable[[TrackedTask], Value]
    centred: bool = False
    entry: bool = False

    def value(self, task: TrackedTask, index: int) -> Value:
        """The value for the task in the row ``index`` (1-based), free of characters that no file may hold."""
        if self.id == "seq":
            return index
        value = self.read(task)
        return clean(value) if isinstance(value, str) else value


def reader(columns: Sequence[Column]) -> Callable[[TrackedTask, int], tuple[Value, ...]]:
    """What gives the values of the columns for a task and its row, as ``Column.value`` does, in one call for all of them."""
    reads = [column.read for column in columns]
    counted = [at for at, column in enumerate(columns) if column.id == "seq"]

    def values(task: TrackedTask, index: int) -> tuple[Value, ...]:
        found = [
            v if (v := read(task)).__class__ is not str or v.isprintable() else clean(v) for read in reads
        ]
        for at in counted:
            found[at] = index
        return tuple(found)

    return values


def as_text(value: Value) -> str:
    """A value in words: dates as 2025-06-30, numbers plain, nothing as ""."""
    if value is None:
        return ""
    return words.number_words(value) if isinstance(value, Decimal) else str(value)


def _unit_basis(unit: Mention[Unit]) -> str:
    value = unit.value
    full = "" if value.canonical == value.name else f"（{value.canonical}）"
    return f"{value.name}{full}：{words.ROLES[value.role]}，{words.BASES[value.basis]}"


def _members(listed: tuple[str, Sequence[Listed]]) -> str:
    """For whom a collective unit stands: 各县区政府：临江县政府、青禾区政府."""
    group, units = listed
    return f"{group}：{'、'.join(unit.name for unit in units)}"


def _points(task: TrackedTask) -> Value:
    try:
        return Decimal(task.points) if task.points else None
    except InvalidOperation:
        return task.points


def closing(task: TrackedTask) -> str:
    """The 办结状态: 已办结, 已终止, 未办结, 未办结（逾期12天） or 年度未办结."""
    if task.progress.state == "已完成":
        return "已办结"
    if task.progress.state == "已终止":
        return "已终止"
    if task.overdue_days:
        return f"未办结（逾期{task.overdue_days}天）"
    return UNDONE_YEAR if task.year_over else "未办结"


def _updated(task: TrackedTask) -> str:
    at = task.progress.updated_at
    return at.strftime("%Y-%m-%d %H:%M") if at else ""


def _standings(task: TrackedTask, roles: Collection[str]) -> str:
    """What the units in some roles reported, a line each: 市教育局：推进中 60%，已开工3处."""
    return "\n".join(f"{s.name}：{words.standing_words(s)}" for s in task.standings if s.role in roles)


def _entry(entry: Entry) -> Column:
    """The column of an entry of the report."""

    read: Callable[[TrackedTask], Value] = attrgetter(f"progress.{entry.field}")
    if entry.kind == "values":
        read = marks.presents
    elif entry.kind == "percent":
        read = lambda task: Percent(task.progress.percent)  # noqa: E731
    return Column(entry.field, entry.header, entry.width, read, entry.centred, entry=True)


COLUMNS: dict[str, Column] = {
    column.id: column
    for column in (
        Column("seq", "序号", 12, lambda t: None, True),
        Column("id", "任务号", 13, lambda t: t.id, True),
        Column("number", "编号", 16, lambda t: t.number, True),
        Column("document_id", "文件编号", 13, lambda t: t.document.id, True),
        Column("document", "来源文件", 36, lambda t: t.document.title),
        Column("doc_number", "发文字号", 28, lambda t: t.document.doc_number, True),
        Column("issuer", "发文机关", 28, lambda t: t.document.issuer),
        Column("issued_on", "成文日期", 22, lambda t: t.document.issued_on, True),
        Column("path", "章节", 28, lambda t: "\n".join(t.path)),
        Column("position", "文中次序", 13, lambda t: t.position, True),
        Column("page", "页码", 12, lambda t: t.page, True),
        Column("kind", "事项类型", 16, lambda t: KINDS[t.kind], True),
        Column("title", "重点任务", 30, lambda t: t.title),
        Column("text", "工作内容", 70, lambda t: t.text),
        Column("actions", "具体举措", 60, lambda t: words.lines_of(a.value for a in t.actions)),
        Column("milestones", "里程碑", 40, marks.PRINTED_AS["milestones"]),
        Column("targets", "量化目标", 36, marks.PRINTED_AS["targets"]),
        Column("standards", "政策标准", 36, marks.PRINTED_AS["standards"]),
        Column("points", "分值", 12, _points, True),
        Column("lead", "牵头单位", 27, marks.PRINTED_AS["lead"]),
        Column("support", "配合单位", 34, marks.PRINTED_AS["support"]),
        Column("members", "成员单位", 40, lambda t: words.lines_of(map(_members, t.members))),
        Column("basis", "分工依据", 40, lambda t: words.lines_of(map(_unit_basis, t.units))),
        Column("deadline", "完成时限", 22, marks.PRINTED_AS["deadline"], True),
        Column("due", "到期日", 22, due_of, True),
        Column("warnings", "风险提示", 36, lambda t: words.lines_of(w.message for w in holding(t))),
        *map(_entry, ENTRIES),
        Column("entries", "原表填报", 36, lambda t: words.lines_of(map(words.entry_words, t.entries))),
        Column("fields", "其他栏目", 36, lambda t: words.lines_of(map(words.field_words, t.fields))),
        Column("standings", "各单位填报", 40, lambda t: _standings(t, ("lead", "support"))),
        Column("supporting", "配合情况", 36, lambda t: _standings(t, ("support",))),
        Column("evidence", "佐证材料", 30, lambda t: words.lines_of(one.name for one in t.evidence)),
        Column("closed", "办结状态", 16, closing, True),
        Column("review", "审核", 16, lambda t: t.review, True),
        Column("review_reason", "审核意见", 24, lambda t: t.review_reason),
        Column("overdue", "逾期天数", 13, lambda t: t.overdue_days, True),
        Column("started", "启动日期", 22, lambda t: t.progress.started_on, True),
        Column("finished", "办结日期", 22, lambda t: t.progress.finished_on, True),
        Column("updated_at", "更新时间", 24, _updated, True),
        Column("updated_by", "填报人", 16, lambda t: t.progress.updated_by, True),
        Column("key", "任务键", 30, lambda t: t.key),
        Column("stamp", "填报底稿", 30, marks.stamp),
    )
}
DEFAULT = ("seq", "title", "text", "targets", "lead", "support", "deadline")
LEDGER = (*DEFAULT, "person", "contact", "note", "problem", "next_step", "percent", "closed")


def choose(names: str) -> tuple[str, ...]:
    """The ids of the columns that a person names, by id or header, with commas: ``序号,title,牵头单位``.

    Raises UsageError, which lists the columns there are, for an unknown or a repeated one.
    """
    by_header = {column.header: column.id for column in COLUMNS.values()}
    wanted = [name for name in re.split(r"[,，、\s]+", names) if name]
    ids = tuple(by_header.get(name, name) for name in wanted)
    for name, id_ in zip(wanted, ids, strict=True):
        if id_ not in COLUMNS:
            known = "、".join(f"{c.header}({c.id})" for c in COLUMNS.values())
            raise UsageError(f"没有“{name}”这一列。可选的列：{known}")
    if len(set(ids)) < len(ids) or not ids:
        raise UsageError("列名重复或为空，请检查 --columns。")
    return ids


def standard(tasks: Sequence[TrackedTask], ledger: bool) -> tuple[str, ...]:
    """The columns of a table whose columns nobody chose; 分值 joins them where a task has points, 配合情况 where supporting
    units have reported."""
    ids: tuple[str, ...] = LEDGER if ledger else DEFAULT
    if ledger and any(s.role == "support" for task in tasks for s in task.standings):
        at = ids.index("note") + 1
        ids = (*ids[:at], "supporting", *ids[at:])
    if ledger and any(task.evidence for task in tasks):
        ids = (*ids, "evidence")
    if any(task.points for task in tasks):
        at = ids.index("targets") + 1
        ids = (*ids[:at], "points", *ids[at:])
    return ids
