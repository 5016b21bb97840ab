"""Parts of the 通报: lamps, reports that say nothing, months, fonts; due, report, history and JSON on the command line."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from calls import run
from docx.oxml.ns import qn
from ledger_samples import CARD, DONE, FULL, TASK, TASKS, by, target
from tracked import education

from policyparse.bulletin import docx as bulletin
from policyparse.bulletin import silence
from policyparse.bulletin.figures import Figures, count, targets_of
from policyparse.bulletin.lamps import CONDITIONS, choose, schemes
from policyparse.bulletin.pieces import Picture, Table
from policyparse.bulletin.text import parts
from policyparse.cli.bulletin import days_of
from policyparse.errors import TrackerError, UsageError
from policyparse.exports.widths import MM_PER_POINT, ems
from policyparse.ledger import Entries, Progress, ReportCard, TrackedTask
from policyparse.ledger.due import target_due
from policyparse.ledger.periods import period, stated
from policyparse.tracker import Tracker

DAY = date(2025, 6, 30)
MONTHLY = replace(CARD, cycle="monthly")


def report(note: str, task: TrackedTask = TASK, **more: Any) -> ReportCard:
    return ReportCard(
        task, "2025-06", date(2025, 7, 10), "已报", None, "云溪市教育局", "推进中", 30, note, **more
    )


def figures(*tasks: TrackedTask, reports: tuple[ReportCard, ...] = ()) -> Figures:
    return count(tasks, reports, {}, period="2025-06", day=DAY, soon_days=30)


# ---- reports that say nothing ----------------------------------------------------------------------------

EMPTY = [
    "按计划推进", "正在推进中。", "该项工作正在按序时进度有序推进。", "我局高度重视，加强组织领导，扎实推进。", "目前进展顺利",
    "已部署，将持续推进相关工作", "无", "同上期", "正常推进，下一步继续推进。",
]  # fmt: skip
TELLING = [
    "已建成3家", "按计划推进，完成投资1.2亿元", "召开调度会二次，已选定两处场址", "正在推进：设计方案已过会，施工单位已进场", "完成三个点位的选址",
    "因用地指标未落实，尚不能开工建设",
]  # fmt: skip


@pytest.mark.parametrize("note", EMPTY)
def test_notes_that_say_nothing(note: str) -> None:
    assert silence.faults(report(note), None) == ("只有套话，没有数字和具体内容",)


@pytest.mark.parametrize("note", TELLING)
def test_notes_that_say_something(note: str) -> None:
    assert silence.faults(report(note), None) == ()


def test_no_note_the_same_note_and_all_well_though_late() -> None:
    assert silence.faults(report(" \n"), None) == ("没有填进展情况",)
    before = report("已建成3家，其余在建")
    assert silence.faults(report("已建成3家， 其余在建。"), before) == ("与上期文字相同",)
    late = replace(TASK, overdue_days=9)
    assert silence.faults(report("已建成3家，正常推进", late), None) == ("已逾期9天，仍报正常推进",)
    assert silence.faults(replace(report(""), state="已完成"), before) == ()
    assert silence.faults(replace(report(""), status="应报"), None) == ()


# ---- lamps -------------------------------------------------------------------------------------------------

LATE = replace(TASK, overdue_days=3, progress=Progress("推进中", 10))
LAMPS = [
    ("红黄绿", LATE, False, False, "红灯"), ("红黄绿", TASK, True, False, "黄灯"), ("红黄绿", TASK, False, True, "黄灯"),
    ("红黄绿", TASK, False, False, "绿灯"), ("红黄绿", DONE, False, True, "绿灯"), ("蓝黄红", DONE, False, False, "蓝灯"),
    ("蓝黄红", LATE, False, False, "红灯"), ("红橙黄绿蓝", DONE, False, False, "蓝灯"), ("红橙黄绿蓝", LATE, True, True, "红灯"),
    ("红橙黄绿蓝", TASK, True, False, "橙灯"), ("红橙黄绿蓝", TASK, False, False, "黄灯"),
    ("红橙黄绿蓝", replace(TASK, progress=Progress("推进中")), False, False, "绿灯"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "task", "soon", "behind", "name"), LAMPS)
def test_lamps(scheme: str, task: TrackedTask, soon: bool, behind: bool, name: str) -> None:
    lamp = choose(scheme).lamp(task, soon, behind)
    assert lamp is not None and lamp.name == name


def test_every_scheme_has_a_lamp_for_every_task() -> None:
    for scheme in schemes().values():
        assert scheme.lamps[-1].when == "any" and {lamp.when for lamp in scheme.lamps} <= set(CONDITIONS)


OWN = {
    "scheme": [
        {"id": "黑白", "lamps": [{"when": "any", "name": "白灯", "colour": "#FFFFFF", "says": "都好"}]}
    ]
}
BAD: list[Any] = [
    {"scheme": [{"id": "甲"}]}, {"scheme": {}}, {"scheme": [{"id": "甲", "lamps": [{"when": "x"}]}]},
    {"scheme": [{"id": "甲", "lamps": [{"when": "late", "name": "灯", "colour": "#FFFFFF", "says": ""}]}]},
    {"scheme": [{"id": "甲", "lamps": [{"when": "any", "name": "灯", "colour": "red", "says": ""}]}]},
]  # fmt: skip


def test_a_scheme_of_ones_own() -> None:
    assert choose("黑白", OWN).lamps[0].name == "白灯" and "红黄绿" in schemes(OWN)
    with pytest.raises(UsageError):
        choose("黑白")


@pytest.mark.parametrize("own", BAD)
def test_a_bad_scheme(own: Any) -> None:
    with pytest.raises(UsageError):
        schemes(own)


# ---- figures and text ----------------------------------------------------------------------------------------


def test_a_task_of_two_leaders_counts_for_both_and_once_in_all() -> None:
    both = replace(TASK, units=(*TASK.units[:1], *DONE.units[:1]))
    found = figures(both, DONE)
    assert found.total.total == 2
    assert {unit.name: unit.counts.total for unit in found.units} == {"市卫生健康委": 1, "市应急局": 2}


def test_due_soon_counts_the_day_itself_and_the_last_one() -> None:
    days = [date(2025, 6, 29), DAY, date(2025, 7, 30), date(2025, 7, 31)]
    tasks = [replace(TASK, id=at, deadlines=(by(day),)) for at, day in enumerate(days)]
    assert [task.id for task in figures(*tasks).soon] == [1, 2]


def test_owed_reports_are_those_of_documents_that_have_them() -> None:
    own, other = replace(TASK, document=MONTHLY), replace(FULL, document=replace(CARD, id=2))
    missing = ReportCard(replace(own, id=99), "2025-06", DAY, "应报")
    found = figures(own, other, reports=(report("已建3家", own), report("已建3家", other), missing))
    assert len(found.owed) == 1 and not found.unfiled


def test_targets_by_their_step() -> None:
    goals = (
        target("托位数", "100", "个"),
        target("死亡率", "5", "‰", comparator="<="),
        target("补助", "9", "元", kind="standard"),
    )
    task = replace(TASK, targets=goals, presents=(Decimal(40), Decimal(4), Decimal(1)))
    found = figures(task)
    assert [(str(t.done), str(t.expected), t.step) for t in found.targets] == [
        ("40.0", "50.0", "欠序时"), ("100.0", "50.0", "达序时"),
    ]  # fmt: skip
    assert len(found.behind) == 1


@pytest.mark.parametrize(
    ("own", "rule", "times", "due"),
    [
        (date(2025, 6, 30), "read", (date(2025, 6, 30), date(2025, 12, 31)), date(2025, 6, 30)),
        (date(2025, 6, 30), "read", (date(2025, 12, 31),), date(2025, 12, 31)),  # postponed
        (date(2025, 6, 30), "decision", (date(2025, 12, 31),), date(2025, 6, 30)),  # a person's own
        (date(2025, 6, 30), "read", (), date(2025, 6, 30)),
        (None, "read", (date(2025, 12, 31),), date(2025, 12, 31)),
    ],
)
def test_a_target_goes_with_a_deadline_that_is_put_off(
    own: date | None, rule: str, times: tuple[date, ...], due: date
) -> None:
    goal = target("托位数", "100", "个")
    goal = replace(goal, value=replace(goal.value, due=own), rule=rule)
    task = replace(TASK, targets=(goal,), deadlines=tuple(by(day, "…") for day in times))
    assert target_due(task, goal) == due


def test_parts_tables_and_pictures_are_numbered_in_their_order() -> None:
    found = parts(figures(*TASKS), choose("红黄绿"))
    assert [part.heading[:2] for part in found[1:]] == ["一、", "二、", "三、", "四、", "五、"]
    pieces = [piece for part in found for piece in part.pieces]
    assert [p.title[:2] for p in pieces if isinstance(p, Table)] == ["表1", "表2", "表3"]
    assert [p.title[:2] for p in pieces if isinstance(p, Picture)] == ["图1", "图2"]
    assert all(
        len(row) == len(p.head) == len(p.widths) for p in pieces if isinstance(p, Table) for row in p.rows
    )


def test_problems_stand_in_the_words_of_the_units() -> None:
    own = replace(TASK, document=MONTHLY)
    other = replace(own, id=99)
    cards = (
        report("已建3家", own, problem="用地未落实\n", coordinate="请市自然资源局协调"),
        report("已建3家", other),
    )
    found = figures(own, other, reports=cards)
    (table,) = (
        piece
        for part in parts(found, choose("红黄绿"))
        for piece in part.pieces
        if isinstance(piece, Table) and "协调" in piece.title
    )
    assert table.rows == (("12", TASK.title, "市卫生健康委", "用地未落实", "请市自然资源局协调"),)


def test_what_has_changed_since_the_last_period() -> None:
    def late(number: int, due: date, progress: Progress = Progress()) -> TrackedTask:  # noqa: B008 - frozen
        days = 0 if progress.state == "已完成" else max((DAY - due).days, 0)
        return replace(TASK, id=number, deadlines=(by(due),), progress=progress, overdue_days=days)

    done = Progress("已完成", 100, finished_on=date(2025, 6, 3))
    tasks = (
        late(1, date(2025, 5, 1)),
        late(2, date(2025, 6, 10)),
        late(3, date(2025, 6, 11)),
        late(4, date(2025, 5, 1), done),
        late(5, date(2025, 5, 31)),
    )
    found = figures(*tasks)
    # late at the end of May: 1 and 4; at the end of June: 1, 2, 3 and 5
    assert (found.since.closed, found.since.late) == (1, 2)
    assert (
        "本期办结任务1项，办结率提高20.0个百分点，逾期任务比上期末增加2项。"
        in parts(found, choose("红黄绿"))[1].pieces
    )


def test_more_overdue_tasks_than_before_are_marked() -> None:
    task = replace(TASK, deadlines=(by(date(2025, 6, 10)),), overdue_days=5)
    pieces = parts(figures(task), choose("红黄绿"))[2].pieces
    table = next(piece for piece in pieces if isinstance(piece, Table))
    assert table.rows[0][table.head.index("逾期")] == "1↑1"
    assert any(isinstance(piece, str) and "↑、↓为比上期末增加、减少的项数" in piece for piece in pieces)


def test_presumed_days_count_apart() -> None:
    presumed = replace(TASK, deadlines=(by(date(2024, 12, 31)),))
    (mention,) = presumed.deadlines
    presumed = replace(
        presumed, deadlines=(replace(mention, value=replace(mention.value, basis="document-year")),)
    )
    pieces = parts(figures(presumed), choose("红黄绿"))[1].pieces
    assert "文件未写明时限、按年度任务推定的未办结任务1项，其中年度未办结1项，不计入逾期。" in pieces


PERIODS = [
    ("2025-06", ("2025-06", "2025Q2", "2025H1"), "2025-05"),
    ("2025-01", ("2025-01",), "2024-12"),
    ("2025Q1", ("2025Q1",), "2024Q4"),
    ("2025Q4", ("2025Q4", "2025H2", "2025"), "2025Q3"),
    ("2025H1", ("2025H1",), "2024H2"),
    ("2025", ("2025",), "2024"),
    ("2026W01", ("2026W01",), "2025W52"),
    ("2027W01", ("2027W01",), "2026W53"),
]


@pytest.mark.parametrize(("name", "all_", "before"), PERIODS)
def test_periods(name: str, all_: tuple[str, ...], before: str) -> None:
    found = period(name)
    assert tuple(p.name for p in found.closes) == all_ and found.previous.name == before
    assert found.previous.end < found.start <= found.end < found.due(None)


@pytest.mark.parametrize(
    ("typed", "words", "due"),
    [
        ("2025-6", "2025年6月", date(2025, 7, 5)),
        ("2025年6月", "2025年6月", date(2025, 7, 5)),
        ("2025q2", "2025年第二季度", date(2025, 7, 5)),
        ("2025年二季度", "2025年第二季度", date(2025, 7, 5)),
        ("2025h2", "2025年下半年", date(2026, 1, 5)),
        ("2025年上半年", "2025年上半年", date(2025, 7, 5)),
        ("2025", "2025年", date(2026, 1, 5)),
        ("2025W26", "2025年第26周", date(2025, 7, 4)),  # the Friday of the week after 23 to 29 June
    ],
)
def test_periods_as_they_are_typed_and_written(typed: str, words: str, due: date) -> None:
    assert (period(typed).words, period(typed).due(5)) == (words, due)


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (
            "《云溪市2025年教育工作要点》督查台账（市教育局）：牵头任务（2025年6月填报，7月5日前报回）",
            "2025-06",
        ),
        ("２０２５年６月份工作进展情况填报表", "2025-06"),
        ("填报单位：市教育局    填报期：2025年第二季度", "2025Q2"),
        ("报送周期: 2025-06", "2025-06"),
        ("2025年上半年重点工作进展情况统计表", "2025H1"),
        ("填报日期：2025年7月3日", None),
        ("填报日期：2025-07-03", None),
        ("《云溪市2025年6月工作情况》督查台账", None),
        ("2025年6月30日前完成情况", None),
        ("2025年5月填报，2025年6月进展", None),
        ("2025年13月填报", None),
    ],
)
def test_the_period_that_a_title_prints(line: str, name: str | None) -> None:
    assert stated(["", line]) == name


@pytest.mark.parametrize("typed", ["2025-13", "2025Q5", "2025H3", "2025W54", "2026W00", "六月", "99"])
def test_what_is_no_period(typed: str) -> None:
    with pytest.raises(TrackerError, match="2025W26（周）"):
        period(typed)


@pytest.mark.parametrize(
    ("text", "days"), [("30d", 30), ("30", 30), ("15天", 15), ("2w", 14), ("1m", 30), ("3个月", 90)]
)
def test_spans_of_time(text: str, days: int) -> None:
    assert days_of(text) == days
    with pytest.raises(UsageError):
        days_of(f"{text}个")


# ---- the command line ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "office.db"
    with Tracker(path) as tracker:
        tracker.add(education())
        tracker.set_reporting(1, "monthly", 5)
        tracker.progress(
            1, Entries(percent=40, note="按计划推进"), period="2025-06", by="云溪市卫生健康委员会"
        )
    return path


@pytest.fixture
def office(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copy(made, tmp_path / "office.db")
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "office.db"))
    monkeypatch.setenv("POLICYPARSE_CONFIG", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_due(office: Path) -> None:
    words = run("due", "--within", "2w", "--day", "2025-06-20", "--lamps", "红橙黄绿蓝").stdout.splitlines()
    assert words[1].split("\t") == ["1", "扩大托育供给", "市卫健委", "2025-06-30", "10", "推进中", "橙灯"]
    assert words[2] == "14 天内到期 1 项；另有逾期 1 项，见 policyparse tasks --overdue。"
    assert (
        "0 天内到期 0 项"
        in run("due", "--within", "0d", "--day", "2025-06-20", "--unit", "云溪市教育局").stderr
    )


@pytest.mark.parametrize("form", ["docx", "xlsx", "csv", "md", "json", "ics"])
def test_what_is_due_can_be_written_to_a_file(office: Path, form: str) -> None:
    when = ("--within", "2w", "--day", "2025-06-20")
    listed = json.loads(run("due", *when, "--format", "json").stdout)["tasks"]
    assert f"已导出 {len(listed)} 项任务" in run("due", *when, "-o", f"临期.{form}").output
    run("due", *when, "-o", f"临期.{form}", code=1)
    run("due", *when, "-o", f"临期.{form}", "--force")
    if form == "json":
        written = json.loads((office / "临期.json").read_text(encoding="utf-8"))
        assert [task["id"] for task in written["tasks"]] == [task["id"] for task in listed]
    assert "没有“exe”" in run("due", "-o", "临期.exe", code=2).stderr
    nothing = run("due", "--within", "0d", "--day", "1999-01-01", "-o", f"无.{form}", code=1).stderr
    assert "0 天内没有到期的任务，未生成文件；另有逾期 0 项" in nothing
    assert not (office / f"无.{form}").exists()


def test_lamps_beside_the_tasks(office: Path) -> None:
    rows = [line.split("\t") for line in run("tasks", "--lamps", "红黄绿").stdout.splitlines()]
    assert rows[0][-1] == "灯色" and [row[-1] for row in rows[1:]] == ["红灯", "红灯", "绿灯", "红灯"]
    assert "没有“彩虹”" in run("tasks", "--lamps", "彩虹", code=2).stderr


def test_report(office: Path) -> None:
    Path("config").mkdir()
    Path("config/lamps.toml").write_text(
        '[[scheme]]\nid = "黑白"\nlamps = [{ when = "any", name = "白灯", colour = "#FFFFFF", says = "都好" }]\n',
        encoding="utf-8",
    )
    words = run(
        "report",
        "--period",
        "2025-06",
        "--no-charts",
        "--lamps",
        "黑白",
        "--to",
        "各单位",
        "--issuer",
        "市政府办",
    ).stdout
    assert "应报 4，未报 3" in words
    document = docx.Document("关于2025年6月重点任务推进情况的通报.docx")
    text = [paragraph.text for paragraph in document.paragraphs]
    assert text[:3] == [
        "关于2025年6月重点任务推进情况的通报",
        "各单位：",
        "现将截至2025年6月30日重点任务推进情况通报如下。",
    ]
    assert (
        "市政府办　　" in text
        and "2025年6月30日　　" in text
        and not list(document.element.iter(qn("w:drawing")))
    )
    assert "白灯" in document.tables[1].rows[1].cells[-1].text
    assert "已存在" in run("report", "--period", "2025-06", "--no-charts", code=1).stderr
    Path("config/lamps.toml").write_text("[[", encoding="utf-8")
    told = run("report", "--period", "2025-06", "--no-charts", code=2).stderr
    assert "读不了灯色文件" in told and "没有写完" in told


def test_a_period_without_reports_says_how_to_ask_for_them(office: Path) -> None:
    assert "policyparse reporting" in run("report", "--period", "2025Q1", "--no-charts").stderr


USAGE = [
    (["report"], "缺少选项 --period"), (["report", "--period", "六月"], "看不懂报送周期"),
    (["report", "--period", "2025-13"], "看不懂报送周期"), (["report", "--period", "2020-01"], "没有这一期的任务"),
    (["report", "--period", "2025-06", "-o", "表.pdf", "--no-charts"], "通报写成 docx"),
    (["report", "--period", "2025-06", "--lamps", "彩虹"], "没有“彩虹”这种灯色"), (["due", "--within", "很快"], "看不懂时间"),
    (["history", "-o", "表.docx"], "--format 没有“docx”"), (["units", "--format", "xml"], "--format 没有“xml”"),
]  # fmt: skip


@pytest.mark.parametrize(("words", "message"), USAGE)
def test_bad_calls(office: Path, words: list[str], message: str) -> None:
    result = run(*words, code=2)
    assert message in result.stderr and result.stdout == ""


def test_json_of_everything(office: Path) -> None:
    (document,) = json.loads(run("documents", "--format", "json").stdout)["documents"]
    assert (document["id"], document["cycle"], document["issued_on"]) == (1, "monthly", "2025-01-20")
    units = json.loads(run("units", "--format", "json").stdout)["units"]
    assert {unit["name"] for unit in units} >= {"云溪市教育局", "云溪市财政局"}
    log = json.loads(run("history", "1", "--format", "json").stdout)["history"]
    assert {"verb": "progress", "field": "note", "after": "按计划推进"}.items() <= next(
        c for c in log if c["field"] == "note"
    ).items()
    run("history", "--format", "json", "-o", "记录.json")
    assert json.loads(Path("记录.json").read_text(encoding="utf-8"))["history"]


def test_the_log_as_a_workbook(office: Path) -> None:
    assert "条修改记录：修改记录.xlsx" in run("history", "--since", "2020-01-01", "--format", "xlsx").stdout
    page = openpyxl.load_workbook("修改记录.xlsx").active
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
    assert rows[0] == ["操作", "时间", "谁", "命令", "任务", "字段", "原为", "改为"]
    assert ["登记进展", "1", "2025-06报送"] in [row[3:6] for row in rows]
    assert run("history", "--since", "2999-01-01").stderr == "没有修改记录。\n"


def test_a_day_stands_in_one_line_of_its_column() -> None:
    late = replace(TASK, deadlines=(by(date(2023, 12, 31)),), overdue_days=9)
    for heading in ("逾期未办结任务", "临期任务"):
        soon = replace(TASK, deadlines=(by(date(2025, 6, 30)),))
        whole = [piece for part in parts(figures(late, soon), choose("红黄绿")) for piece in part.pieces]
        table = next(piece for piece in whole if isinstance(piece, Table) and heading in piece.title)
        at = table.head.index("到期日")
        share = table.widths[at][0] / sum(width for width, _ in table.widths)
        room = share * bulletin.PAGE.type_width - 2 * bulletin.SIDES
        (day, *_) = [row[at] for row in table.rows]
        assert day in {"2023-12-31", "2025-06-30"}
        assert ems(day) * bulletin.TABLE_POINTS * MM_PER_POINT <= room


def test_the_signature_stands_with_the_text(office: Path) -> None:
    """GB/T 9704-2012, 7.3.5.4: no page bears the day of issue alone."""
    run("report", "--period", "2025-06", "--issuer", "云溪市人民政府办公室", "-o", "六月.docx")
    body = docx.Document("六月.docx").paragraphs
    assert [p.text.strip() for p in body[-3:]] == ["", "云溪市人民政府办公室", "2025年6月30日"]
    assert [p.paragraph_format.keep_with_next for p in body[-4:-1]] == [True, True, True]


def test_the_stages_of_a_task_are_due_and_are_its_calendar(office: Path) -> None:
    Path("分解表.csv").write_text(
        "云溪市2099年重点工作分解表,,,,,,\n序号,重点任务,工作内容,牵头单位,一季度,二季度,完成时限\n"
        "1,改造校舍,改造校舍20所。,市教育局,完成摸底,全部完成,2099年6月底\n",
        encoding="utf-8",
    )
    run("add", "分解表.csv")
    said = run("due", "--day", "2099-03-15", "--document", "2").stdout
    assert "改造校舍：完成摸底（一季度）\t市教育局\t2099-03-31\t16\t" in said
    assert "30 天内到期 0 项、里程碑 1 个；" in said
    (listed,) = json.loads(run("due", "--day", "2099-03-15", "--document", "2", "--format", "json").stdout)[
        "tasks"
    ]
    number = str(listed["id"])
    said = run("due", "--day", "2099-06-15", "--document", "2").stdout  # the last stage ends with the task
    assert f"{number}\t改造校舍\t" in said and "30 天内到期 1 项；" in said
    run("progress", number, "--target", "1=10", "--period", "2099-04")
    with Tracker() as tracker:
        (one,) = targets_of(tracker.task(int(number), today=date(2099, 4, 30)), date(2099, 4, 30))
    assert (str(one.expected), one.step) == ("50.0", "达序时")
    run("progress", number, "--state", "已完成", "--note", "办结")
    assert "里程碑" not in run("due", "--day", "2099-03-15", "--document", "2").output
