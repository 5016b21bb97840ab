"""An office of 41 units through three months on the command line: ``python tests/office.py FOLDER`` leaves its files to look at.

One plan of 22 tasks; every unit, supporting ones too, gets its workbook, fills in each of its rows and sends it back. They
come in shuffled order and in two calls; one September workbook comes only after October's, one comes twice, a task is closed
between the months and reported on all the same; the office corrects its own table in Excel, and the plan is read again.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
from year import column, run

LEADS = [
    "市教育局",
    "市科技局",
    "市工业和信息化局",
    "市民政局",
    "市人力资源社会保障局",
    "市住房城乡建设局",
    "市交通运输局",
    "市农业农村局",
    "市商务局",
    "市卫生健康委",
    "市应急局",
]
HELPERS = [
    "市公安局",
    "市司法局",
    "市财政局",
    "市自然资源局",
    "市生态环境局",
    "市水利局",
    "市文化广电和旅游局",
    "市退役军人事务局",
    "市审计局",
    "市国资委",
    "市市场监管局",
    "市体育局",
    "市统计局",
    "市医保局",
    "市林业局",
    "市信访局",
    "市税务局",
    "市气象局",
    "市总工会",
    "团市委",
    "市妇联",
    "市残联",
    "市科协",
    "市数据局",
    "市机关事务管理局",
    "市邮政管理局",
    "青禾区政府",
    "临江县政府",
    "松台县政府",
    "望川县政府",
]
TASKS = 22
WORKS = (
    "建设社区服务站", "改造老旧管网", "培训技能人才", "新建标准厂房", "开展入企走访", "整治积水点位", "新建公共停车位",
    "改造农村公路", "创建示范街区", "建设高标准农田", "开展应急演练",
)  # fmt: skip
CLOSED, LATE, TWICE = 3, "云溪市教育局", "云溪市民政局"
"""The task that is closed between the months; the unit whose September workbook comes late; the one that sends it twice."""
CORRECTED = {
    5: ("牵头单位", "市财政局"),
    6: ("完成时限", "2025年11月底前"),
    7: ("重点任务", "新增公共停车位"),
}
"""What the office corrects in its own table: by the task the column and the cell."""
MONTHS = ("2025-09", "2025-10")


@dataclass
class Wrote:
    """What people wrote: by task, unit (the name of its file) and period the entries, by header; and what the calls printed."""

    rows: dict[tuple[int, str, str], dict[str, Any]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)


def plan() -> str:
    """The plan: each task has a lead, nine or so supporting units and a target."""
    tasks = []
    for at in range(TASKS):
        others = [HELPERS[(at * 7 + turn * 4) % len(HELPERS)] for turn in range(9)]
        work = WORKS[at % len(WORKS)]
        tasks.append(
            f"（{numeral(at + 1)}）{work}{'（二期）' if at >= len(WORKS) else ''}。{work}{10 + at}处，2025年12月底前完成。"
            f"（牵头单位：{LEADS[at % len(LEADS)]}；配合单位：{'、'.join(dict.fromkeys(others))}）"
        )
    return "\n".join(
        [
            "云溪市人民政府办公室关于印发云溪市2025年重点民生工作方案的通知",
            "云政办发〔2025〕21号",
            "各县区人民政府，市直各单位：",
            "现将《云溪市2025年重点民生工作方案》印发给你们，请认真组织实施。",
            "云溪市人民政府办公室",
            "2025年3月1日",
            "云溪市2025年重点民生工作方案",
            "一、重点任务",
            *tasks,
        ]
    )


def numeral(number: int) -> str:
    """1 to 99 in Chinese: 二十二."""
    ones = "零一二三四五六七八九"
    tens = ("" if number < 20 else ones[number // 10]) + "十" if number >= 10 else ""
    return tens + (ones[number % 10] if number % 10 else "")


def play(folder: Path, seed: int = 0) -> Wrote:
    """The three months in a folder, with $POLICYPARSE_DB in force."""
    wrote, luck = Wrote(), random.Random(seed)
    paper = folder / "方案.txt"
    paper.write_text(plan(), "utf-8")
    wrote.said += [run("add", str(paper)), run("reporting", "1", "月报", "--day", "5")]
    back = {month: _sent_back(folder, month, wrote) for month in MONTHS[:1]}
    september = back[MONTHS[0]]
    late = september.pop(LATE)
    _import(wrote, [*september.values()], luck)
    wrote.said.append(_corrected(folder))
    wrote.said.append(
        run("progress", str(CLOSED), "--state", "已完成", "--note", "全部完成", "--period", MONTHS[0])
    )
    wrote.said += [run("apply", str(CLOSED)), run("close", str(CLOSED))]
    october = _sent_back(folder, MONTHS[1], wrote)
    _import(wrote, [*october.values()], luck)
    wrote.said += [
        run("import", str(september[TWICE])),
        run("import", str(late), codes=(0, 1)),
        run("add", str(paper), "--again"),
    ]
    return wrote


def _import(wrote: Wrote, files: list[Path], luck: random.Random) -> None:
    """Take files back in shuffled order, in two calls."""
    luck.shuffle(files)
    for some in (files[::2], files[1::2]):
        wrote.said.append(run("import", *map(str, some)))


def _sent_back(folder: Path, month: str, wrote: Wrote) -> dict[str, Path]:
    """Send every unit its workbook and let it fill in every row; the files by the names that they went out under."""
    out, back = folder / f"{month}下发", folder / f"{month}收回"
    run("export", "--ledger", "--per-unit", str(out), "--period", month)
    back.mkdir()
    found = {}
    for number, path in enumerate(sorted(out.glob("*.xlsx"))):
        book = openpyxl.load_workbook(path)
        for sheet in {"牵头任务", "配合任务"} & set(book.sheetnames):
            page = book[sheet]
            for row in [row for row in page.iter_rows(min_row=3) if row[1].value]:
                said = _says(path.stem, row[1].value, month, leads=sheet == "牵头任务")
                wrote.rows[row[1].value, path.stem, month] = said
                for header, value in said.items():
                    page.cell(row[0].row, column(page, header)).value = value
        found[path.stem] = back / f"{number:02}号来件.xlsx"
        book.save(found[path.stem])
    return found


def _says(unit: str, task: int, month: str, *, leads: bool) -> dict[str, Any]:
    """What a unit writes of a task: a lead how far it is, a supporting unit what it does and lacks."""
    turn = 1 + MONTHS.index(month)
    said: dict[str, Any] = {
        "进展情况": f"{unit}：{month}办理{task}号任务{turn}次",
        "责任人": f"{unit[-3:]}经办",
    }
    if leads:
        return said | {"状态": "推进中", "总体进度": f"{20 * turn + task % 10}%"}
    return said | ({"存在问题": f"{unit}缺经费"} if task % 3 == 0 else {"状态": "已完成"})


def _corrected(folder: Path) -> str:
    """The office's own table, corrected in Excel and taken back."""
    path = folder / "责任分工表.xlsx"
    run("export", "-o", str(path))
    book = openpyxl.load_workbook(path)
    page = book.worksheets[0]
    for task, (header, value) in CORRECTED.items():
        page.cell(2 + task, column(page, header)).value = value
    book.save(path)
    return run("import", "--corrections", str(path))


if __name__ == "__main__":
    import os

    place = Path(sys.argv[1])
    place.mkdir(parents=True)
    os.environ["POLICYPARSE_DB"] = str(place / "office.db")
    print("\n".join(play(place).said))
