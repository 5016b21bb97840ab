"""What a person decides, on the command line: corrections, a document read again, doubts settled, closings."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from calls import run

from policyparse import values
from policyparse.checks.doubts import REASONS
from policyparse.cli import files
from policyparse.errors import UsageError
from policyparse.ledger import TrackedTask
from policyparse.ledger.words import normal_target
from policyparse.model import Deadline, Target
from policyparse.tracker import Tracker

FIRST = """云溪市人民政府办公室关于印发云溪市2099年托育服务工作要点的通知
云政办发〔2099〕3号
各县区人民政府，市直各单位：
现将《云溪市2099年托育服务工作要点》印发给你们，请认真组织实施。
云溪市人民政府办公室
2099年2月8日
云溪市2099年托育服务工作要点
一、扩大服务供给
（一）增加普惠托位。新建一批社区托育点，每千人口托位数达到4.5个。建立月调度机制。（牵头单位：市卫生健康委；配合单位：市教育局）
（二）改造闲置校舍。6月底前完成闲置校舍摸底。（市教育局、市财政局）
（三）清理旧设施。全面清理旧设施。（牵头单位：市应急局）
二、提升服务质量
（四）开展安全检查。安全检查覆盖率达到100%。（牵头单位：市应急局；配合单位：市教育局）
"""
SECOND = """云溪市人民政府办公室关于印发云溪市2099年托育服务工作要点（修订）的通知
云政办发〔2099〕30号
各县区人民政府，市直各单位：
现将《云溪市2099年托育服务工作要点（修订）》印发给你们，请认真组织实施。
云溪市人民政府办公室
2099年6月8日
云溪市2099年托育服务工作要点（修订）
一、扩大服务供给
（一）摸清托育需求。开展一次入户调查。（牵头单位：市统计局）
（二）增加普惠性托位。新建一批社区托育点，每千人口托位数达到4.8个。建立月调度机制。（牵头单位：市卫生健康委；配合单位：市教育局）
（三）改造闲置校舍。6月底前完成闲置校舍摸底。（市教育局、市财政局）
二、提升服务质量
（四）开展安全检查行动。安全检查覆盖率达到100%。（牵头单位：市应急局；配合单位：市公安局）
"""
DAY = date(2099, 7, 1)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made")
    (folder / "要点.txt").write_text(FIRST, encoding="utf-8")
    (folder / "修订.txt").write_text(SECOND, encoding="utf-8")
    run("--db", str(folder / "office.db"), "add", str(folder / "要点.txt"))
    return folder


def tasks() -> dict[str, TrackedTask]:
    with Tracker() as tracker:
        return {task.title: task for task in tracker.tasks(today=DAY)}


# ---- corrections -----------------------------------------------------------------------------------------


def test_edit(office: Path) -> None:
    words = run(
        "edit", "2", "--title", "改造校舍", "--lead", "市财政局", "--support", "市教育局、市民政局",
        "--deadline", "9月底前", "--deadline", "每季度", "--target", "改造校舍不少于12所", "--target", "合格率>=95%",
    ).stdout  # fmt: skip
    assert "重点任务  改造闲置校舍 → 改造校舍" in words and "牵头单位  市教育局 → 市财政局" in words
    after = tasks()["改造校舍"]
    assert (after.lead, after.support) == (("市财政局",), ("市教育局", "市民政局"))
    assert [(d.value.kind, d.value.due, d.value.rrule) for d in after.deadlines] == [
        ("by", date(2099, 9, 30), None), ("recurring", None, "FREQ=MONTHLY;INTERVAL=3"),
    ]  # fmt: skip
    assert [(t.value.metric, t.value.comparator, t.value.value) for t in after.targets] == [
        ("校舍", ">=", Decimal(12)), ("合格率", ">=", Decimal(95)),
    ]  # fmt: skip
    assert "改造闲置校舍" in run("undo").stdout and "改造闲置校舍" in tasks()


def test_an_empty_option_takes_all_away(office: Path) -> None:
    run("edit", "1", "--support", "", "--target", "", "--deadline", "")
    after = tasks()["增加普惠托位"]
    assert (after.support, after.targets, after.deadlines) == ((), (), ())
    assert after.lead == ("市卫生健康委",)


def test_add_drop_split_merge(office: Path) -> None:
    assert (
        "已补录任务 5" in run("add-task", "--after", "1", "--title", "补录事项", "--lead", "市民政局").stdout
    )
    assert list(tasks())[:2] == ["增加普惠托位", "补录事项"]
    run("drop", "5")
    assert "补录事项" not in tasks()
    assert "已拆分为 2 项" in run("split", "1").stdout
    assert "增加普惠托位" not in tasks() and len(tasks()) == 5
    assert "已合并为任务 2" in run("merge", "2", "3", "--title", "校舍和设施").stdout
    assert "校舍和设施" in tasks() and "清理旧设施" not in tasks()
    for _ in range(4):
        run("undo")
    assert list(tasks()) == ["增加普惠托位", "改造闲置校舍", "清理旧设施", "开展安全检查"]


USAGE = [
    (["edit", "1"], 2, "没有写要更正什么"),
    (["edit", "1", "--target", "多建一些"], 2, "看不懂目标"),
    (["edit", "1", "--deadline", "尽快"], 2, "看不懂时限"),
    (["edit", "99", "--title", "甲"], 1, "没有编号为 99 的任务"),
    (["add-task", "--title", "甲"], 2, "请用 --document"),
    (["add-task", "--title", "甲", "--document", "9"], 1, "没有编号为 9 的文件"),
    (["merge", "1"], 1, "两项以上"),
    (["resolve", "1"], 2, "请写明 --mine"),
    (["resolve", "1", "--mine"], 1, "没有待处理的冲突 1"),
    (["add", "修订.txt", "--dry-run"], 2, "--dry-run 与"),
    (["add", "修订.txt", "要点.txt", "--replaces", "1"], 2, "一次只能写一个文件"),
    (["add", "修订.txt", "--again"], 1, "没有可以更新的文件"),
    (["review", "--confirm", "甲"], 2, "看不懂事实编号"),
    (["review", "--confirm", "1.t9"], 1, "没有这条事实"),
    (["progress", "1", "--target", "多"], 2, "看不懂“多”"),
    (["progress", "1", "--target", "9=3"], 1, "没有第 9 个"),
    (["progress", "1", "--note", "甲", "--period", "上月"], 2, "看不懂报送周期"),
    (["apply", "1"], 1, "尚未完成"),
    (["close", "1"], 1, "没有申请办结"),
    (["reporting", "1", "日报"], 2, "报送周期 没有“日报”"),
]


@pytest.mark.parametrize(("words", "code", "message"), USAGE)
def test_bad_calls(office: Path, words: list[str], code: int, message: str) -> None:
    result = run(*words, code=code)
    assert message in result.stderr and "Traceback" not in result.stderr


# ---- a document read again -------------------------------------------------------------------------------


def test_a_new_issue(office: Path) -> None:
    run("progress", "1", "--percent", "40", "--note", "已开工")
    run("edit", "4", "--title", "开展安全大检查", "--support", "市民政局")
    dry = run("add", "修订.txt", "--replaces", "1", "--dry-run").stdout
    assert "试算，未写入" in dry and "增加普惠托位" in tasks()
    words = run("add", "修订.txt", "--replaces", "1").stdout
    for line in (
        "新增\t",
        "删除\t3\t清理旧设施",
        "\t重点任务\t增加普惠托位\t增加普惠性托位",
        "有冲突待处理",
    ):
        assert line in words
    after = tasks()
    assert list(after) == ["摸清托育需求", "增加普惠性托位", "改造闲置校舍", "开展安全大检查"]
    kept = after["增加普惠性托位"]
    assert (kept.id, kept.number, kept.progress.percent, kept.progress.note) == (1, "（二）", 40, "已开工")
    assert "〔2099〕30号" in run("documents").stdout
    (row,) = [line.split("\t") for line in run("conflicts").stdout.splitlines()[1:]]
    assert row[1:] == [
        "4",
        "开展安全大检查",
        "重点任务",
        "开展安全检查",
        "开展安全大检查",
        "开展安全检查行动",
    ]
    run("resolve", row[0], "--theirs")
    assert set(tasks()["开展安全检查行动"].support) == {"市公安局", "市民政局"}
    assert "没有待处理的冲突" in run("conflicts").stderr
    run("check")


def test_the_same_file_again_changes_nothing(office: Path) -> None:
    before = tasks()
    assert "未变的任务 4" in run("add", "要点.txt", "--again").stdout
    assert tasks() == before


def test_a_document_is_read_again_from_its_kept_file(office: Path) -> None:
    before = tasks()
    Path("要点.txt").unlink()
    assert "未变的任务 4" in run("update", "1").stdout
    assert tasks() == before
    assert "试算，未写入" in run("update", "1", "修订.txt", "--dry-run").stdout
    assert "增加普惠性托位" in run("update", "1", "修订.txt").stdout
    Path("修订.txt").unlink()
    assert "■ 修订.txt" in run("update", "1").stdout
    run("check")


def test_without_a_kept_file_a_document_is_read_again_once_it_is_added(office: Path) -> None:
    run("add", "修订.txt", "--force", "--no-keep")
    assert "没有留存" in run("update", "2", code=1).stderr
    run("add", "修订.txt")
    run("update", "2")
    kept = [path for path in Path("office.files").rglob("*") if path.is_file()]
    assert len(kept) == 2
    assert not {*kept} & {*files.spread([Path()])}  # they are no policy files of their own


# ---- doubts ------------------------------------------------------------------------------------------------


@pytest.fixture
def unsure(office: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever was read is doubtful: the tests do not hang on what has been measured."""
    monkeypatch.setattr("policyparse.checks.doubts.SURE", 1.0)


def doubts() -> list[str]:
    return [
        line.split("　")[0]
        for line in run("review", "--limit", "99").stdout.splitlines()
        if "（任务 " in line
    ]


def test_review_gives_reason_and_words(unsure: None) -> None:
    words = run("review", "--limit", "99").stdout
    reasons = {
        line.split("  ")[2].partition("（可信度")[0]
        for line in words.splitlines()
        if line.startswith("  存疑")
    }
    assert reasons and reasons <= set(REASONS.values())
    assert "（二）改造闲置校舍。【6月底前】完成闲置校舍摸底。（市教育局、市财政局）" in words
    assert "存疑" in run("review", "--limit", "1").stdout.splitlines()[-2]


def test_what_was_confirmed_is_no_doubt_any_more_however_often_the_file_is_read(unsure: None) -> None:
    before = doubts()
    assert "2.d1" in before
    assert "已确认 1 条" in run("review", "--confirm", "2.d1").stdout
    assert doubts() == [name for name in before if name != "2.d1"]
    run("add", "修订.txt", "--replaces", "1")
    assert "2.d1" not in doubts() and "1.t1" in doubts()
    run("undo")
    assert "确认任务 2" in run("undo").stdout and doubts() == before


def test_all_of_a_task_is_confirmed_by_its_number(unsure: None) -> None:
    run("review", "--confirm", "2")
    assert not [name for name in doubts() if name.startswith("2.")]


# ---- no guess printed as a fact ------------------------------------------------------------------------------

PLAN = """青禾区卫生健康局2025年工作要点
一、重点任务
（一）建设托育中心。新建托育中心3个。
（二）培训保育员。6月底前培训200人。（牵头单位：人口家庭科）
青禾区卫生健康局
2025年1月10日
"""


@pytest.fixture
def plan(office: Path) -> Path:
    Path("要点.txt").write_text(PLAN, encoding="utf-8")
    run("add", "要点.txt")
    return office


def numbers(*words: str) -> list[str]:
    """The tasks that a call of tasks lists."""
    return [line.split("\t")[0] for line in run("tasks", "--document", "2", *words).stdout.splitlines()[1:]]


def test_what_no_word_says_is_marked_listed_and_accepted_in_one_step(plan: Path) -> None:
    first, _ = numbers()
    assert numbers("--presumed") == [first]
    shown = run("show", first).stdout
    assert "青禾区卫生健康局（发文机关）（推定）" in shown and "2025年度任务（推定）" in shown
    assert "推定的时限 1 条、牵头单位 1 条" in run("accept", "2", "--by", "李四").stdout
    shown = run("show", first).stdout
    assert "青禾区卫生健康局（人工确认（李四，" in shown and "推定" not in shown
    assert numbers("--presumed") == []
    run("undo", "--any")
    assert numbers("--presumed") == [first]


def test_a_lead_that_nobody_names_is_the_first_doubt(office: Path) -> None:
    Path("通知.txt").write_text(PLAN.replace("青禾区卫生健康局", "青禾区人民政府"), encoding="utf-8")
    run("add", "通知.txt")
    (first,) = numbers("--no-lead")
    words = run("review", "--document", "2").stdout.splitlines()
    assert words[0].startswith(f"{first}　牵头单位：待明确（发文机关：青禾区人民政府）")


def test_a_person_s_decision_is_shown_as_such(plan: Path) -> None:
    _, second = numbers()
    run("edit", second, "--lead", "妇幼健康科", "--by", "张三")
    assert "妇幼健康科（人工更正（张三，" in run("show", second).stdout
    assert "文件明示" not in run("show", second).stdout
    assert "人工更正（张三，" in run("explain", second).stdout


def test_a_correction_stays_whose_it_is_when_a_new_issue_says_the_same(plan: Path) -> None:
    _, second = numbers()
    run("edit", second, "--deadline", "9月底前", "--by", "张三")
    Path("新版.txt").write_text(PLAN.replace("6月底前", "9月底前"), encoding="utf-8")
    run("update", "2", "新版.txt", "--by", "李四")
    assert "2025年9月底前（人工更正（张三，" in run("show", second).stdout


def test_a_correction_that_was_taken_back_names_nobody(plan: Path) -> None:
    _, second = numbers()
    run("edit", second, "--deadline", "9月底前", "--by", "张三")
    run("edit", second, "--deadline", "11月底前", "--by", "李四")
    run("undo", "--by", "李四")
    assert "2025年9月底前（人工更正（张三，" in run("show", second).stdout
    run("undo", "--by", "张三")
    assert "人工" not in run("show", second).stdout


def test_doubts_by_reason_and_as_data(unsure: None, plan: Path) -> None:
    every = json.loads(run("review", "--document", "2", "--format", "json").stdout)["doubts"]
    order = [doubt["of"] for doubt in every]
    assert order == sorted(order, key=["lead", "deadline", "goal", "support", "standard"].index)
    counted = dict(
        line.split("\t")[1:]
        for line in run("review", "--document", "2", "--format", "reasons").stdout.splitlines()[1:]
    )
    assert counted["deadline.presumed"] == "1"
    assert "已确认 1 条" in run("review", "--document", "2", "--reason", "推定", "--confirm", "all").stdout
    left = json.loads(run("review", "--document", "2", "--format", "json").stdout)["doubts"]
    assert {d["fact"] for d in every} - {d["fact"] for d in left} == {
        d["fact"] for d in every if d["reason"] == "deadline.presumed"
    }
    run("review", "--confirm", "all", code=2)
    run("review", "--reason", "没有这种", code=2)


# ---- targets, closings, reporting ----------------------------------------------------------------------------


def test_present_values_and_periods(office: Path) -> None:
    words = run("progress", "1", "--target", "1=3.6", "--period", "2099-6", "--coordinate", "用地").stdout
    assert "目标1" in words and "→ 3.6，完成率 80.0%" in words and "需协调事项  （空） → 用地" in words
    assert tasks()["增加普惠托位"].presents == (Decimal("3.6"),)
    run("reporting", "1", "月报", "--day", "5")
    with Tracker() as tracker:
        status = {card.task.id: card.status for card in tracker.reports("2099-06", today=DAY)}
    assert status == {1: "已报", 2: "应报", 3: "应报", 4: "应报"}


def test_a_closing_is_asked_for_and_answered(office: Path) -> None:
    run("progress", "3", "--state", "已完成")
    run("apply", "3")
    assert "已退回：缺佐证" in run("close", "3", "--return", "缺佐证").stdout
    run("apply", "3")
    assert "已办结销号" in run("close", "3").stdout
    assert tasks()["清理旧设施"].review == "办结"


# ---- facts as they are typed -----------------------------------------------------------------------------------

TARGETS = [
    ("托位数不低于4.5个", Target("托位数", ">=", Decimal("4.5"), "个")),
    ("检查率>=95%", Target("检查率", ">=", Decimal(95), "%")),
    ("死亡率控制在不超过16.5/10万", Target("死亡率", "<=", Decimal("16.5"), "/10万")),
    ("检查率达到95%以上", Target("检查率", ">=", Decimal(95), "%")),
    ("孕产妇死亡率控制在12/10万以下", Target("孕产妇死亡率", "<=", Decimal(12), "/10万")),
    ("培育30家企业", Target("企业", "=", Decimal(30), "家")),
    ("投资3亿5000万元", Target("投资", "=", Decimal("3.5"), "亿元")),
    ("入园率九成五以上", Target("入园率", ">=", Decimal(95), "%")),
    ("培训达到1—2场", Target("培训", "=", Decimal(1), "场", Decimal(2))),
    ("增加值较上年增长6%", Target("增加值", "=", Decimal(6), "%", None, "increase", "上年")),
    ("投诉量下降约20%", Target("投诉量", "~", Decimal(20), "%", None, "decrease")),
    ("停车位增加3000个以上", Target("停车位", ">=", Decimal(3000), "个", None, "increase")),
    ("安全事故为0", Target("安全事故", "=", Decimal(0), None)),
]  # fmt: skip


@pytest.mark.parametrize(("text", "target"), TARGETS)
def test_a_target_as_typed(text: str, target: Target) -> None:
    assert values.target(text) == target
    assert values.target(normal_target(target)) == target


DEADLINES = [
    ("2099-06-30", Deadline("by", date(2099, 6, 30))), ("6月底前", Deadline("by", date(2099, 6, 30))),
    ("长期坚持", Deadline("ongoing")), ("每季度", Deadline("recurring", rrule="FREQ=MONTHLY;INTERVAL=3")),
    ("2099年6月底前完成", Deadline("by", date(2099, 6, 30))), ("今年9月", Deadline("by", date(2099, 9, 30))),
    ("明年3月", Deadline("by", date(2100, 3, 31))), ("每月10日前", Deadline("recurring", rrule="FREQ=MONTHLY;BYMONTHDAY=10")),
    ("2098—2099年", Deadline("period", date(2099, 12, 31), date(2098, 1, 1))),
]  # fmt: skip


@pytest.mark.parametrize(("text", "deadline"), DEADLINES)
def test_a_deadline_as_typed(text: str, deadline: Deadline) -> None:
    assert values.deadline(text, 2099, None) == deadline


@pytest.mark.parametrize(
    "text",
    ["2月30日", "2099-02-30", "2099-02-29", "6月31日前", "2099年13月底前", "2099-06-30T00:00", "尽快", "汛期前", "下月底前",
     "6月底前、9月底前", "9999年12月31日前", "2099年6月底前报送市政府"],
)  # fmt: skip
def test_a_time_that_a_file_would_not_give_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="2025年6月底前"):
        values.deadline(text, 2099, None)


def test_what_is_no_fact() -> None:
    for typed in (
        "5个",
        "",
        "多建一些",
        "12/10万以下",
        "覆盖率95",
        "覆盖率-5%",
        "覆盖率60%、满意度90%",
        "覆盖率>=1234567890123456789012345%",
    ):
        with pytest.raises(UsageError, match="托位数不低于"):
            values.target(typed)
    with pytest.raises(UsageError):
        values.present("x=y")
