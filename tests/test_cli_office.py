"""The office's daily commands: problems, undo with a look at whose it is, several numbers and states at once, units added."""

from __future__ import annotations

import csv
import re
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from calls import run
from tracked import NOON, TODAY, action, education, parsed, policy, task, welfare

from policyparse.ledger import Entries, Filter
from policyparse.model import Deadline, Mention
from policyparse.tracker import Tracker

HEALTH, EDUCATION = "云溪市卫生健康委员会", "云溪市教育局"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "office.db"))
    monkeypatch.setenv("POLICYPARSE_BY", "王芳")
    with Tracker() as tracker:
        tracker.add(education(), by="李强", at=NOON)
    return tmp_path


def test_problems_of_leads_supporting_units_and_the_office(office: Path) -> None:
    with Tracker() as tracker:
        tracker.progress(
            1, Entries(problem="资金缺口500万", person="赵敏"), unit=HEALTH, period="2025-06", at=NOON
        )
        tracker.progress(1, Entries(coordinate="请市财政局安排"), unit=EDUCATION, period="2025-06", at=NOON)
        tracker.progress(3, Entries(problem="进度偏慢"), at=NOON)
        tracker.progress(2, Entries(state="已完成", problem="旧问题"), at=NOON)
    listed = run("problems").stdout
    assert "1\t扩大托育供给\t市卫健委\t2025-06\t资金缺口500万\t\t赵敏" in listed
    assert "1\t扩大托育供给\t市教育局\t2025-06\t\t请市财政局安排" in listed
    assert "3\t保障经费\t\t\t进度偏慢" in listed and "旧问题" not in listed
    assert "共 3 条，其中需协调 1 条。" in listed
    assert "资金缺口" not in run("problems", "--coordinate").stdout
    assert "进度偏慢" not in run("problems", "--unit", "市卫健委").stdout


def test_what_a_supporting_unit_says_against_a_finished_task_is_told(office: Path) -> None:
    with Tracker() as tracker:
        tracker.progress(1, Entries(state="已完成"), unit=HEALTH, period="2025-06", at=NOON)
        tracker.progress(
            1, Entries(percent=30, problem="场地未落实"), unit=EDUCATION, period="2025-06", at=NOON
        )
    assert "1\t扩大托育供给\t市教育局\t2025-06\t场地未落实" in run("problems").stdout
    assert "配合单位市教育局（2025-06）报的是推进中 30%；存在问题：场地未落实" in run("apply", "1").stderr
    run("close", "1")
    assert "场地未落实" not in run("problems").stdout


def test_what_stands_in_the_way_of_a_task_that_the_office_called_done_is_told(office: Path) -> None:
    run("progress", "1", "--state", "已完成", "--period", "2025-06")
    run("progress", "1", "--unit", "市教育局", "--problem", "场地未落实", "--period", "2025-06")
    run("progress", "1", "--unit", "市教育局", "--problem", "旧问题", "--period", "2025-05")
    assert "1\t扩大托育供给\t市教育局\t2025-06\t场地未落实" in run("problems").stdout
    assert "场地未落实" in run("apply", "1").stderr


def test_documents_of_several_cycles_go_out_and_are_asked_for_each_by_its_own(office: Path) -> None:
    with Tracker() as tracker:
        tracker.add(welfare(), at=NOON)
        tracker.set_reporting(1, "monthly", at=NOON)
        tracker.set_reporting(2, "weekly", at=NOON)
    assert re.search(r"^\d{4}W\d\d、\d{4}-\d\d 共 \d+ 个单位。$", run("remind", "--all").stdout, re.M)
    told = run("export", "--ledger", "--per-unit", str(office / "下发")).stderr
    assert re.match(r"没有写明填报期的 \d+ 个：.*请用 --period", told)
    whole = {
        path.stem: openpyxl.load_workbook(path).worksheets[0] for path in (office / "下发").glob("*.xlsx")
    }
    dated = {name: "填报" in str(sheet["A1"].value) + str(sheet["B1"].value) for name, sheet in whole.items()}
    assert {*dated.values()} == {True, False}
    assert not run("export", "--ledger", "--per-unit", str(office / "月"), "--document", "1").stderr


def test_a_document_under_another_form_is_not_taken_twice(office: Path) -> None:
    text = (
        "云溪市2025年养老工作要点\n云政办发〔2025〕8号\n一、重点任务\n"
        "（一）建设助餐点。6月底前建成20个。（责任单位：市民政局）\n（二）培训护理员。（责任单位：市民政局）\n"
    )
    (office / "甲.txt").write_text(text, encoding="utf-8")
    (office / "乙.txt").write_text(text + "\n", encoding="utf-8")
    run("add", str(office / "甲.txt"))
    refused = run("add", str(office / "乙.txt"), code=1)
    assert "与文件 2《云溪市2025年养老工作要点》" in refused.stderr and "--replaces 2" in refused.stderr
    assert "未重复" in run("add", str(office / "甲.txt")).stdout
    run("add", str(office / "乙.txt"), "--force")
    with Tracker() as tracker:
        assert [card.title for card in tracker.documents()].count("云溪市2025年养老工作要点") == 2


def test_who_is_to_be_reminded(office: Path) -> None:
    run("reporting", "1", "月报", "--day", "5")
    with Tracker() as tracker:
        tracker.progress(
            1, Entries(percent=5, person="赵敏", contact="0123"), unit=HEALTH, period="2025-06", at=NOON
        )
        tracker.progress(4, Entries(state="已完成"), at=NOON)
    listed = run("remind", "--period", "2025-06").stdout
    assert "市卫健委\t0\t0\t0\t1\t1\t赵敏\t0123\t1" in listed  # reported, and overdue
    assert "市教育局\t1\t0\t0\t1\t1\t\t\t2" in listed and "县教育局" not in listed
    words = run("remind", "--period", "2025-06", "--text").stdout
    assert (
        "市教育局（第1次催办）：\n2025年6月进展应于7月5日前报送，尚有1项未报：\n　任务2　巩固双减成果"
        in words
    )
    assert "任务1　扩大托育供给（2025年6月30日到期，逾期" in words


def test_undo_is_of_one_s_own(office: Path) -> None:
    refused = run("undo", code=1)
    assert "王芳 没有可以撤销的操作。最近一次是 李强" in refused.stderr
    run("progress", "1", "--note", "王芳登记")
    with Tracker() as tracker:
        tracker.progress(2, Entries(note="李强登记"), by="李强")
    assert "王芳登记" in run("undo").stdout
    assert "李强登记" in run("undo", "--any").stdout


def test_undo_says_what_stands_on_it(office: Path) -> None:
    run("progress", "1", "--note", "王芳登记")
    refused = run("undo", "1", "--any", code=1)
    assert "之后还有 1 次操作建立在它上面：2 王芳" in refused.stderr and "--yes" in refused.stderr
    with Tracker() as tracker:
        assert tracker.documents()
    run("undo", "1", "--any", "--yes")
    with Tracker() as tracker:
        assert not tracker.documents()


def test_several_numbers_and_states(office: Path) -> None:
    run("progress", "1", "--state", "已完成")
    run("progress", "2", "--percent", "5")
    lines = run("tasks", "--state", "推进中,已完成").stdout.splitlines()
    assert [line.split("\t")[0] for line in lines[1:]] == ["1", "2"]
    assert "没有“快好了”这种状态" in run("tasks", "--state", "推进中、快好了", code=2).stderr
    run("drop", "3", "#4")
    with Tracker() as tracker:
        assert [t.id for t in tracker.tasks(today=TODAY)] == [1, 2]
        tracker.undo()
        assert [t.id for t in tracker.tasks(today=TODAY)] == [1, 2, 4]


def test_a_supporting_unit_more_and_one_fewer(office: Path) -> None:
    run("edit", "1", "--add-support", "市民政局", "--remove-support", "市财政局")
    with Tracker() as tracker:
        assert tracker.task(1, today=TODAY).support == ("市教育局", "市民政局")
    assert "里没有“市水利局”" in run("edit", "1", "--remove-support", "市水利局", code=2).stderr
    run("edit", "1", "--support", "市民政局", "--add-support", "市教育局", code=2)


def test_a_part_of_a_split_has_the_time_that_its_words_hold(tracker: Tracker) -> None:
    def by(words: str, kind: str = "by") -> Mention[Deadline]:
        return Mention(None, words, Deadline(kind, TODAY), "by-date")  # type: ignore[arg-type]

    one = replace(
        task("扩大供给", lead="市教育局"),
        deadlines=(by("9月底前"), by("", "period")),
        actions=(action("摸清底数。"), action("9月底前完成选址。")),
    )
    tracker.add(parsed("split", policy("云溪市方案", one)), at=NOON)
    with_times = [[d.value.kind for d in part.deadlines] for part in tracker.split(1, at=NOON)]
    assert with_times == [["period"], ["by", "period"]]
    assert len(tracker.tasks(Filter(), today=TODAY)) == 2


@pytest.mark.slow
def test_what_the_program_wrote_is_no_policy(office: Path) -> None:
    """台账, 责任分工表, a unit's workbook and the 通报 are known whatever they are called; --force takes one all the same."""
    run("export", "--ledger", "--per-unit", str(office / "下发"))
    wrote = [next((office / "下发").glob("*.xlsx"))]
    for name, more in (
        ("台账.xlsx", ["--ledger"]),
        ("台账.docx", ["--ledger"]),
        ("分工表.xlsx", []),
        ("分工表.docx", []),
    ):
        run("export", *more, "-o", str(office / name))
        wrote.append(office / name)
    run("report", "--period", "2025-06", "-o", str(office / "六月.docx"))
    copy = office / "抄件.csv"  # as another program stores it, with the columns that Excel hides
    with copy.open("w", encoding="utf-8-sig", newline="") as out:
        csv.writer(out).writerows(openpyxl.load_workbook(wrote[0]).worksheets[0].values)
    wrote.append(copy)
    for at, path in enumerate([*wrote, office / "六月.docx"]):
        renamed = path.rename(office / f"{at}{path.suffix}")
        told = run("add", str(renamed), code=1)
        assert "policyparse import" in told.stderr or "没有找到任务" in told.stderr, path
        assert "没有找到任务" not in told.stderr or path.name == "六月.docx"
    with Tracker() as tracker:
        assert len(tracker.documents()) == 1
    run("add", str(office / "1.xlsx"), "--force")
    with Tracker() as tracker:
        assert len(tracker.documents()) == 2


def test_an_unrelated_file_takes_the_place_of_a_document_only_when_meant(office: Path) -> None:
    path = office / "绿化.txt"
    path.write_text(
        "临江县城市绿化管护办法\n（一）修剪行道树。6月底前修剪2000株。（责任单位：县住建局）\n",
        encoding="utf-8",
    )
    told = run("add", str(path), "--replaces", "1", code=1).stderr
    assert "看来不是文件 1" in told and "去掉 4 项" in told and "--yes" in told
    with Tracker() as tracker:
        assert len(tracker.tasks(Filter(), today=TODAY)) == 4
    assert "删除" in run("add", str(path), "--replaces", "1", "--dry-run").stdout
    run("add", str(path), "--replaces", "1", "--yes")
    with Tracker() as tracker:
        assert "修剪行道树" in {task.title for task in tracker.tasks(Filter(), today=TODAY)}


def test_several_tasks_at_once_and_one_that_is_refused(office: Path) -> None:
    run("progress", "1", "2", "--state", "已完成", "--note", "办结")
    told = run("apply", "1", "3", "2", "1", code=1)
    assert "任务 1《" in told.stdout and "任务 2《" in told.stdout and "任务 3 没有办：" in told.stderr
    run("close", "1", "2")
    with Tracker() as tracker:
        reviews = {task.id: task.review for task in tracker.tasks(Filter(), today=TODAY)}
    assert reviews == {1: "办结", 2: "办结", 3: "", 4: ""}
    run("progress", "1", "2", "--target", "1=3", code=2)


def test_the_tasks_of_a_leader(office: Path) -> None:
    (office / "甲.txt").write_text(
        "云溪市2025年养老工作要点\n云政办发〔2025〕8号\n一、重点任务\n"
        "（一）建设助餐点。6月底前建成20个。（责任领导：张副市长；责任单位：市民政局）\n"
        "（二）培训护理员。（责任领导：李副市长；责任单位：市民政局）\n",
        encoding="utf-8",
    )
    run("add", str(office / "甲.txt"))
    with Tracker() as tracker:
        told = {
            name: [task.title for task in tracker.tasks(Filter(leader=name), today=TODAY)]
            for name in ("张副市长", "李", "王副市长")
        }
    assert told == {"张副市长": ["建设助餐点"], "李": ["培训护理员"], "王副市长": []}
    listed = run("tasks", "--leader", "张副市长").stdout
    assert "建设助餐点" in listed and "培训护理员" not in listed
