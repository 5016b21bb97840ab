"""A year played through on the command line: ``python tests/year.py FOLDER`` leaves its files there to look at.

Three documents come in; each unit gets its workbook, a program fills it in as people would (leads and supporting units,
some with the usual words, some who sort, rename or add rows), they come back in shuffled order for two months; between
them one document is issued anew and a task is closed; one June workbook comes after those of July, and one comes twice.
Each month has its 通报.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from typer.testing import CliRunner

from policyparse import pipeline
from policyparse.cli import app

CORPORA = Path(__file__).parent.parent / "corpora" / "docs"
PROJECTS, CARE, YOUTH = (
    "yunxi-2025-minsheng-renwu.pdf",
    "nanling-2025-yanglao-yaodian.docx",
    "yunxi-2024-jiuye-cuoshi.pdf",
)
LATE, CLOSED = 5, "1"
"""The task whose lead's June workbook comes late, and the one that is closed between the months."""
PERIODS = ("2025-06", "2025-07")
EMPTY = ("按计划推进。", "正在有序推进中。", "我局高度重视，该项工作正常推进。")
FULL = (
    "已完成{}项，正在办理其余事项。",
    "召开调度会{}次，累计完成投资{}万元。",
    "已建成{}个，其余年底前完工。",
)


def run(*words: str, codes: tuple[int, ...] = (0,)) -> str:
    """A call of the program; what it prints."""
    result = CliRunner().invoke(app, list(words), prog_name="policyparse")
    assert result.exit_code in codes, result.output
    return str(result.output)


def play(folder: Path, keep: Callable[[str], None] = lambda period: None) -> list[str]:
    """The whole year in a folder, with $POLICYPARSE_DB in force; what each call printed.

    ``keep`` is called after the 通报 of each period.
    """
    said = [run("add", *(str(CORPORA / name) for name in (PROJECTS, CARE, YOUTH)))]
    said += [run("reporting", number, "月报", "--day", "5") for number in ("1", "2", "3")]
    for month, period in enumerate(PERIODS):
        out = folder / f"{period}下发"
        said.append(run("export", "--ledger", "--per-unit", str(out), "--period", period))
        back = fill_all(out, folder / f"{period}收回", random.Random(month))
        files = sorted(back.glob("*.xlsx"))
        random.Random(month).shuffle(files)
        if month == 0:
            late = next(file for file in files if writes_on(file, LATE))
            files.remove(late)
        said.append(run("import", *map(str, files), "--dry-run", codes=(0, 1)))
        for some in (files[::2], files[1::2]):
            said.append(run("import", *map(str, some), "--add-new", codes=(0, 1)))
        if month == 1:
            said.append(run("import", str(late), codes=(0, 1)))
            said.append(run("import", str(late), codes=(0, 1)))
        said.append(run("report", "--period", period, "-o", str(folder / f"{period}通报.docx")))
        keep(period)
        if month == 0:
            listed = run("tasks", "--document", "3", "--search", "青年技能提升行动", "--columns", "任务号")
            said.append(run("edit", listed.split()[-1], "--title", "实施青年技能提升专项行动"))
            (folder / "修订.txt").write_text(reissued(CORPORA / YOUTH), encoding="utf-8")
            said.append(run("add", str(folder / "修订.txt"), "--replaces", "3", "--dry-run"))
            said.append(run("add", str(folder / "修订.txt"), "--replaces", "3"))
            said += settle()
            said.append(
                run("progress", CLOSED, "--state", "已完成", "--note", "全部完成", "--period", period)
            )
            said += [run("apply", CLOSED), run("close", CLOSED)]
    return said


def settle() -> list[str]:
    """Take the new file's word in every conflict."""
    listed = run("conflicts").splitlines()
    numbers = [line.split("\t")[0] for line in listed[1:]]
    return [run("resolve", number, "--theirs") for number in numbers]


def reissued(path: Path) -> str:
    """The document anew: the sixth task gone, a task before the second, the fifth reworded, a number changed, all renumbered."""
    (policy,) = pipeline.parse(path).documents
    text = policy.document.text
    lines = [text[p.span.start : p.span.end] for p in policy.document.paragraphs]
    lines = [line for line in lines if not line.startswith("（六）")]
    at = next(i for i, line in enumerate(lines) if line.startswith("（二）"))
    lines.insert(
        at,
        "（零）开展青年就业状况调查。2025年9月底前完成入户调查1次。（责任单位：市统计局、市人力资源社会保障局）",
    )
    for old, new in (
        ("云办发〔2024〕9号", "云办发〔2025〕12号"),
        ("2024年3月18日", "2025年7月3日"),
        ("开展青年技能提升行动", "实施青年技能提升工程"),
        ("2024年新增发放创业担保贷款10亿元", "2025年新增发放创业担保贷款12亿元"),
    ):
        lines = [line.replace(old, new) for line in lines]
    return "\n".join(renumbered(lines)) + "\n"


def renumbered(lines: Sequence[str]) -> list[str]:
    """The items （一）, （二）… numbered anew in their order."""
    numerals = ["", *"一二三四五六七八九十", "十一", "十二", "十三", "十四", "十五"]
    found, count = [], 0
    for line in lines:
        item = re.match("（[零一二三四五六七八九十]+）", line)
        count += item is not None
        found.append(f"（{numerals[count]}）{line[item.end() :]}" if item else line)
    return found


# ---- people ----------------------------------------------------------------------------------------------


def fill_all(out: Path, back: Path, luck: random.Random) -> Path:
    """Fill in every unit's workbook; one unit in eight sends none back."""
    back.mkdir()
    for number, path in enumerate(sorted(out.glob("*.xlsx"))):
        if number % 8 == 5:
            continue
        book = openpyxl.load_workbook(path)
        if "牵头任务" in book.sheetnames:
            fill(book["牵头任务"], luck, month=int(back.name[5:7]))
            if luck.random() < 0.3:
                book["牵头任务"].title = "Sheet1"
        if "配合任务" in book.sheetnames:
            help_out(book["配合任务"], luck)
        book.save(back / f"{number:02}号来件.xlsx")
    return back


def column(page: Worksheet, header: str) -> int:
    """The place of a column."""
    return [cell.value for cell in page[2]].index(header) + 1


def help_out(page: Worksheet, luck: random.Random) -> None:
    """A supporting unit's words: often its own, and a state that is not the task's."""
    for row in page.iter_rows(min_row=3):
        if row[1].value and luck.random() < 0.6:
            given = {
                "进展情况": f"配合：已对接{luck.randint(1, 9)}次",
                "状态": luck.choice(["推进中", "已完成"]),
            }
            for header, value in {**given, "责任人": "李四", "联系方式": "0123-456"}.items():
                page.cell(row[0].row, column(page, header)).value = value


def writes_on(path: Path, task: int) -> bool:
    """Whether a workbook is of a lead of the task, which wrote on it."""
    page = openpyxl.load_workbook(path).worksheets[0]
    at = column(page, "进展情况") - 1
    return "牵头任务" in page["A1"].value and any(
        row[1] == task and row[at] for row in page.iter_rows(min_row=3, values_only=True)
    )


def fill(page: Worksheet, luck: random.Random, month: int) -> None:
    """A unit's own way with its sheet."""
    rows = [row for row in page.iter_rows(min_row=3) if row[1].value]
    for row in rows:
        way = luck.random()
        if way < 0.15 and row[1].value not in {int(CLOSED), LATE}:
            continue
        write(page, row[0].row, luck, way, month)
    if luck.random() < 0.4:
        turned_round(page, len(rows))
    if luck.random() < 0.25:
        spare = 3 + len(rows)
        page.cell(spare, column(page, "重点任务")).value = f"{month}月临时交办事项"
        page.cell(spare, column(page, "进展情况")).value = "已办理3件"


def write(page: Worksheet, row: int, luck: random.Random, way: float, month: int) -> None:
    """One task: the usual words, or some news; now and then the last of it."""
    given: dict[str, Any] = {"责任人": "张三"}
    if way < 0.3 or row == 4:
        given["进展情况"] = EMPTY[row % len(EMPTY)]
        given["状态"] = "推进中"
    elif way < 0.4:
        given |= {"状态": "已完成", "总体进度": 1, "进展情况": f"{month}月已全部完成"}
    else:
        given["进展情况"] = luck.choice(FULL).replace("{}", str(luck.randint(2, 60)))
        given["总体进度"] = luck.choice([0.2, 0.35, 0.5, "60%", 75])
        given["目标现值"] = values(page.cell(row, column(page, "目标现值")).value or "", luck)
    for header, value in given.items():
        page.cell(row, column(page, header)).value = value


def values(text: str, luck: random.Random) -> str:
    """A present value behind some of the goals' names."""
    return "\n".join(
        f"{line.partition('：')[0]}：{luck.choice([1, 3, '45.5', 80])}" if luck.random() < 0.6 else line
        for line in text.split("\n")
        if line
    )


def turned_round(page: Worksheet, count: int) -> None:
    """The rows in the other order, as a sort leaves them."""
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3, max_row=2 + count)]
    for down, row in enumerate(reversed(rows), 3):
        for across, value in enumerate(row, 1):
            page.cell(down, across).value = value


if __name__ == "__main__":
    import os

    place = Path(sys.argv[1])
    place.mkdir(parents=True)
    os.environ["POLICYPARSE_DB"] = str(place / "year.db")
    print("\n".join(play(place)))
