"""The review workbook: what is doubtful goes out as rows, and a person's answers come back as decisions."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from calls import run

from policyparse import lexicon
from policyparse.ledger import TrackedTask
from policyparse.ledger.review import doubtful
from policyparse.tracker import Tracker

PLAN = """云溪市人民政府办公室关于印发云溪市2099年养老服务工作要点的通知
云政办发〔2099〕5号
各县区人民政府，市直各单位：
现将《云溪市2099年养老服务工作要点》印发给你们，请认真组织实施。
云溪市人民政府办公室
2099年2月8日
云溪市2099年养老服务工作要点
一、扩大服务供给
（一）新建养老机构。新建养老机构12家，床位使用率达到70%以上，每张床位补助2万元。（市民政局、市财政局）
（二）清理旧设施。全面清理旧设施。
（三）开展老年助餐。市民政局会同市商务局开设助餐点，9月底前完成选址。
"""
DAY = date(2099, 7, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker of one plan, and its review workbook."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "要点.txt").write_text(PLAN, "utf-8")
    db = ("--db", str(folder / "office.db"))
    run(*db, "add", str(folder / "要点.txt"))
    assert "条存疑事实" in run(*db, "review", "-o", str(folder / "核对表.xlsx")).stdout
    return folder


def tasks() -> dict[int, TrackedTask]:
    with Tracker() as tracker:
        return {task.id: task for task in tracker.tasks(today=DAY)}


def rows() -> dict[str, dict[str, Any]]:
    """The rows of the workbook by the fact, each cell by its header."""
    page = openpyxl.load_workbook("核对表.xlsx")["核对表"]
    heads = [cell.value for cell in page[2]]
    found = [dict(zip(heads, row, strict=True)) for row in page.iter_rows(min_row=3, values_only=True)]
    return {row["事实编号"]: row for row in found}


def fact(words: str) -> str:
    """The number of the fact that says so."""
    (found,) = [name for name, row in rows().items() if row["读到的内容"].startswith(words)]
    return found


def answer(given: dict[str, tuple[str | None, str | None]], name: str = "核对表.xlsx") -> None:
    """Write answers (核对结果, 更正为) by the number of the fact."""
    book = openpyxl.load_workbook(name)
    page = book["核对表"]
    heads = [cell.value for cell in page[2]]
    for row in page.iter_rows(min_row=3):
        if row[0].value in given:
            for header, value in zip(("核对结果", "更正为"), given[row[0].value], strict=True):
                row[heads.index(header)].value = value
    book.save(name)


def test_each_doubt_is_a_row(office: Path) -> None:
    with Tracker() as tracker:
        doubts = doubtful(tracker.tasks(today=DAY))
    found = rows()
    assert [d.name for d in doubts] == list(found) and len(doubts) > 4
    row = found[fact("牵头单位：待明确")]
    assert (row["任务号"], row["重点任务"], row["存疑原因"]) == (2, "清理旧设施", "文中没有写明牵头单位")
    assert any("【市民政局】" in row["原文"] for row in found.values())
    page = openpyxl.load_workbook("核对表.xlsx")["核对表"]
    (rule,) = page.data_validations.dataValidation
    assert rule.formula1 == '"对,改,删,不确定"' and page.protection.sheet
    heads = [cell.value for cell in page[2]]
    free = {heads[cell.column - 1] for cell in page[3] if not cell.protection.locked}
    assert free == {"核对结果", "更正为"}


def test_an_untouched_workbook_says_nothing(office: Path) -> None:
    before = tasks()
    assert run("import", "--corrections", "核对表.xlsx").stdout == "没有更正。\n"
    assert tasks() == before
    assert "请用 import --corrections 取回" in run("import", "核对表.xlsx", code=1).stderr


def test_right_confirms(office: Path) -> None:
    name = fact("配合单位：市商务局")
    answer({name: ("对", None)})
    assert "确认 1 条事实。" in run("import", "--corrections", "核对表.xlsx").stdout
    run("review", "-o", "核对表.xlsx", "--force")
    assert name not in rows()
    with Tracker() as tracker:
        assert tracker.history()[-1].verb == "confirm"


def test_wrong_corrects_deletes_or_is_left(office: Path) -> None:
    before = tasks()
    missing, lead = fact("牵头单位：待明确"), fact("牵头单位：市民政局")
    presumed = "2.d1"
    answer(
        {
            missing: ("改", "市自然资源局"),
            lead: ("改", "市财政局"),
            fact("配合单位：市商务局"): ("删", None),
            presumed: (None, "10月底前"),
            "1.t1": ("不确定", "也许是15家"),
        }
    )
    dry = run("import", "--corrections", "--dry-run", "核对表.xlsx").stdout
    assert "2\t清理旧设施\t牵头单位\t待明确\t市自然资源局\t" in dry and tasks() == before
    assert run("import", "--corrections", "核对表.xlsx").stdout == dry.replace("试算，未写入：", "")
    after = tasks()
    assert after[2].lead == ("市自然资源局",)
    assert (after[3].lead, after[3].support) == (("市财政局",), ())
    assert after[2].deadlines[0].value.due == date(2099, 10, 31)
    assert after[1] == before[1]
    run("undo")
    assert tasks() == before


def test_targets_are_corrected_by_place(office: Path) -> None:
    before = tasks()[1]
    doubtful_ones = {n: r for n, r in rows().items() if n.startswith("1.t")}
    assert doubtful_ones, "no doubtful target to correct"
    name = next(iter(doubtful_ones))
    place = int(name.partition(".t")[2])
    answer({name: ("改", "新建养老机构不少于15家")})
    run("import", "--corrections", "核对表.xlsx")
    after = tasks()[1]
    assert after.targets[place - 1].value.value == 15
    assert after.targets[place - 1].value.kind == before.targets[place - 1].value.kind
    assert [t for at, t in enumerate(after.targets, 1) if at != place] == [
        t for at, t in enumerate(before.targets, 1) if at != place
    ]


def test_a_missing_lead_that_is_no_task(office: Path) -> None:
    answer({"2": ("删", None)})
    assert "整项删去" in run("import", "--corrections", "核对表.xlsx").stdout
    assert 2 not in tasks()


REFUSED = [
    (("改", None), "没有写更正为什么"),
    (("对", "市教育局"), "不知道以哪个为准"),
    (("删", "市教育局"), "不知道以哪个为准"),
    (("大概吧", None), "看不懂核对结果“大概吧”"),
    (("改", "市教育局9"), "不像单位的名称"),
]


@pytest.mark.parametrize(("given", "why"), REFUSED)
def test_an_answer_that_cannot_be_taken_is_named(
    office: Path, given: tuple[str, str | None], why: str
) -> None:
    answer({"3.u1": given, "2": ("改", "市自然资源局")})
    result = run("import", "--corrections", "核对表.xlsx", code=1)
    assert why in result.stderr and "核对表.xlsx〔核对表〕" in result.stderr
    assert tasks()[3].lead == ("市民政局",) and tasks()[2].lead == ("市自然资源局",)


def test_a_fact_that_has_become_another_meanwhile(office: Path) -> None:
    run("edit", "3", "--lead", "市卫生健康委")
    run("edit", "2", "--lead", "市卫生健康委")
    answer({"3.u1": ("对", None), "2": ("改", "市财政局")})
    errors = run("import", "--corrections", "核对表.xlsx", code=1).stderr
    assert "任务 3 的这条事实已不是核对表上的内容" in errors and "任务 2 已有牵头单位：市卫生健康委" in errors


def test_two_reviewers_who_answer_differently(office: Path) -> None:
    shutil.copy("核对表.xlsx", "另一份.xlsx")
    answer({"3.u1": ("对", None), "2": ("改", "市自然资源局")})
    answer({"3.u1": ("改", "市财政局"), "2": ("改", "市自然资源局")}, "另一份.xlsx")
    errors = run("import", "--corrections", "核对表.xlsx", "另一份.xlsx", code=1).stderr
    assert "不一致　任务 3《开展老年助餐》牵头单位" in errors
    assert tasks()[3].lead == ("市民政局",) and tasks()[2].lead == ("市自然资源局",)


VERDICTS = [(word, known.id) for known in lexicon.entries("returns", "verdict") for word in known.examples]


@pytest.mark.parametrize(("word", "meant"), VERDICTS)
def test_answers_as_people_write_them(word: str, meant: str) -> None:
    assert [k.id for k in lexicon.entries("returns", "verdict") if k.pattern.fullmatch(word)] == [meant]
