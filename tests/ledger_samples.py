"""Tracked tasks of an invented city, as the tracker hands them out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from policyparse.ledger import DocumentCard, Progress, TrackedTask
from policyparse.model import Deadline, Finding, Mention, Role, Span, Target, Unit

CARD = DocumentCard(
    id=1,
    title="云溪市托育服务提升若干措施",
    issuer="云溪市人民政府办公室",
    doc_number="云政办发〔2025〕3号",
    issued_on=date(2025, 2, 8),
    genre="若干措施",
    year=2025,
    region="南岭省云溪市",
    source_name="云溪托育.pdf",
    sha256="0" * 64,
    added_at=datetime(2025, 2, 10, 9, 0),
    task_count=3,
)


def mention(value: Any, surface: str = "", rule: str = "sample") -> Mention[Any]:
    return Mention(Span(0, len(surface)) if surface else None, surface, value, rule, 0.99)


def unit(name: str, role: Role = "lead", canonical: str | None = None) -> Mention[Unit]:
    return mention(Unit(name, canonical or name.replace("市", "云溪市", 1), role, "explicit"), name)


def target(
    metric: str, value: str, unit: str | None = "个", surface: str = "", **more: Any
) -> Mention[Target]:
    comparator = more.pop("comparator", "=")
    return mention(Target(metric, comparator, Decimal(value), unit, **more), surface)


def by(due: date, surface: str = "") -> Mention[Deadline]:
    return mention(Deadline("by", due), surface)


TASK = TrackedTask(
    id=12,
    key="a1b2c3",
    document=CARD,
    position=1,
    number="（一）",
    path=("一、扩大供给",),
    title="增加普惠托位",
    text="新建社区托育点，到年底每千人口托位数达到4.5个。",
    kind="task",
    points=None,
    page=3,
    units=(unit("市卫生健康委"), unit("市教育局", "support"), unit("各县区政府", "support", "各县区政府")),
    targets=(target("每千人口托位数", "4.5", surface="每千人口托位数达到4.5个"),),
    deadlines=(by(date(2025, 12, 31), "年底"),),
    actions=(mention("新建社区托育点", "新建社区托育点"),),
    warnings=(),
    progress=Progress(),
)

FULL = replace(
    TASK,
    id=13,
    key="d4e5f6",
    position=2,
    number="（二）",
    path=("二、提升质量", "（一）队伍建设"),
    title="开展从业人员培训",
    text="每年培训托育人员不少于200人次。",
    units=(unit("市人力资源社会保障局"), unit("市卫生健康委", "support")),
    targets=(
        target("培训托育人员", "200", "人次", comparator=">=", scope="每年", due=date(2025, 12, 31)),
        target("补助", "500", "元", kind="standard", comparator="<="),
    ),
    deadlines=(mention(Deadline("recurring", rrule="FREQ=YEARLY"), "每年"),),
    warnings=(Finding("W01", "数字疑似有误"),),
    points="2.5",
    progress=Progress(
        "推进中", 40, "已培训80人次", "经费未到位", "10月再办一期", "李四", "0123-456",
        date(2025, 3, 1), None, datetime(2025, 6, 30, 17, 5), "王五", "补办手续",
    ),
    overdue_days=12,
)  # fmt: skip

DONE = replace(
    TASK,
    id=14,
    key="0a0b0c",
    position=3,
    number="（三）",
    path=("二、提升质量", "（二）安全管理"),
    title="开展安全检查",
    text="安全检查覆盖率达到100%。",
    units=(unit("市应急局"), unit("市教育局", "support")),
    targets=(target("安全检查覆盖率", "100", "%", "安全检查覆盖率达到100%"),),
    deadlines=(by(date(2025, 6, 30), "2025年6月底前"),),
    progress=Progress("已完成", 100, "已全部检查", finished_on=date(2025, 6, 20)),
)

TASKS = (TASK, FULL, DONE)
OTHER_CARD = replace(CARD, id=2, title="临江县养老服务工作要点", doc_number=None, issuer="临江县民政局")
ELSEWHERE = replace(TASK, id=20, key="ffff", document=OTHER_CARD, path=(), title="建设养老驿站")
