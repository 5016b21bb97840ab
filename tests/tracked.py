"""Small parses to put into a tracker, about an invented place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal

from policyparse.model import (
    Deadline,
    Document,
    Finding,
    Mention,
    Parsed,
    Policy,
    Run,
    Source,
    Span,
    Target,
    Task,
    Unit,
)

TODAY = date(2025, 7, 1)
NOON = datetime(2025, 3, 1, 12, 0)
FULL = {
    "市教育局": "云溪市教育局",
    "市卫健委": "云溪市卫生健康委员会",
    "市财政局": "云溪市财政局",
    "市民政局": "云溪市民政局",
    "县教育局": "临江县教育局",
}


def unit(name: str, role: str) -> Mention[Unit]:
    return Mention(None, name, Unit(name, FULL.get(name, name), role, "explicit"), "label", 0.99)  # type: ignore[arg-type]


def target(metric: str, value: str, sign: str = ">=", printed: str = "%") -> Mention[Target]:
    return Mention(None, metric, Target(metric, sign, Decimal(value), printed), "reach")  # type: ignore[arg-type]


def by(day: str) -> Mention[Deadline]:
    return Mention(None, day, Deadline("by", date.fromisoformat(day)), "by-date")


def task(
    title: str,
    text: str = "",
    lead: str = "",
    support: str = "",
    due: str = "",
    number: str | None = None,
    path: tuple[str, ...] = ("一、主要任务",),
    targets: Sequence[Mention[Target]] = (),
) -> Task:
    """A task of its title; ``lead`` and ``support`` are names parted by spaces, ``due`` a date."""
    return Task(
        key=f"key-{'/'.join(path)}-{title}",
        number=number,
        path=path,
        title=title,
        text=text or f"{title}的具体内容。",
        span=Span(0, 2),
        points=Decimal("2.5"),
        units=(*(unit(n, "lead") for n in lead.split()), *(unit(n, "support") for n in support.split())),
        targets=tuple(targets),
        deadlines=(by(due),) if due else (),
        actions=(Mention(Span(0, 2), "云溪", "按月调度", "sentence"),),
        warnings=(Finding("stray-space", "词中多了空格", Span(1, 2)),),
    )


def action(text: str) -> Mention[str]:
    return Mention(None, text, text, "sentence")


def policy(title: str, *tasks: Task) -> Policy:
    text = "云溪市有关文件"
    return Policy(
        Document(text, (), (Run(Span(0, 7), 3, None),)),
        title=Mention(Span(0, 3), title, title, "title"),
        issuer=Mention(None, "", "云溪市人民政府办公室", "notice"),
        doc_number=Mention(None, "", "云政办发〔2025〕3号", "notice"),
        issued_on=Mention(None, "", date(2025, 1, 20), "notice"),
        genre="工作要点",
        year=2025,
        region="南岭省云溪市",
        tasks=tasks,
    )


def parsed(name: str, *policies: Policy) -> Parsed:
    return Parsed(Source(f"{name}.txt", "txt", f"{name:0>64}", 3, (2,), ("第2页没有文字。",)), policies)


def education() -> Parsed:
    """Four tasks of two cities' units, with dates before and after TODAY."""
    return parsed(
        "edu",
        policy(
            "云溪市2025年教育工作要点",
            task(
                "扩大托育供给",
                "新增托位，双减提质，达到100%。",
                "市卫健委",
                "市教育局 市财政局",
                "2025-06-30",
                "（一）",
                targets=(target("托位数", "4.5", "=", "个"), target("覆盖率", "100")),
            ),
            task("巩固双减成果", "规范校外培训。", "市教育局", "市民政局", "2025-12-31", "（二）"),
            task("保障经费", "落实生均经费。", "市财政局", "市教育局", "", "（三）"),
            task("办好县城学校", "改善办学条件。", "县教育局", "", "2025-03-31", "（四）"),
        ),
    )


def welfare() -> Parsed:
    """Two documents in one file."""
    return parsed(
        "min",
        policy(
            "云溪市养老服务方案",
            task("建设助餐点", "每个街道建助餐点。", "市民政局", "市财政局", "2025-06-30"),
        ),
        policy("云溪市救助方案", task("提高低保标准", "提高标准。", "市民政局", "", "2026-12-31")),
    )
