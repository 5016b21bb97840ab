"""The commands end to end, on files written here about an invented city."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import docx
import openpyxl
import pytest
from calls import run

from policyparse.cli import options
from policyparse.cli.export import distinct, file_name
from policyparse.errors import UsageError

MEASURES = """云溪市人民政府办公室关于印发云溪市托育服务若干措施的通知
云政办发〔2099〕3号
各县区人民政府，市直各单位：
现将《云溪市托育服务若干措施》印发给你们，请认真组织实施。
云溪市人民政府办公室
2099年2月8日
云溪市托育服务若干措施
一、扩大服务供给
（一）增加普惠托位。新建一批社区托育点，到2099年每千人口托位数达到4.5个。（牵头单位：市卫生健康委；配合单位：市教育局、市财政局）
（二）改造闲置校舍。6月底前完成闲置校舍摸底。（牵头单位：市教育局；配合单位：市卫生健康委）
二、提升服务质量
（三）开展安全检查。安全检查覆盖率达到100%。（牵头单位：市应急局；配合单位：市教育局）
"""
PAST = MEASURES.replace("2099", "2019").replace("〔2019〕3号", "〔2019〕5号")
LETTER = "今天天气很好。\n我们去公园散步。\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the files and with the tracker of the test."""
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "office.db"))
    monkeypatch.setenv("POLICYPARSE_BY", "张三")
    monkeypatch.setenv("POLICYPARSE_CONFIG", str(tmp_path / "config"))
    monkeypatch.chdir(tmp_path)
    Path("措施.txt").write_text(MEASURES, encoding="utf-8")
    Path("往年.txt").write_text(PAST, encoding="utf-8")
    Path("来信.txt").write_text(LETTER, encoding="utf-8")
    return tmp_path


def lines(*words: str) -> list[list[str]]:
    return [line.split("\t") for line in run(*words).stdout.splitlines()]


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker with 措施.txt in it, parsed once for all tests of this file."""
    folder = tmp_path_factory.mktemp("database")
    (folder / "措施.txt").write_text(MEASURES, encoding="utf-8")
    run("--db", str(folder / "made.db"), "add", str(folder / "措施.txt"))
    return folder / "made.db"


@pytest.fixture
def stored(office: Path, database: Path) -> Path:
    """The office with that tracker, a copy for each test."""
    shutil.copy(database, office / "office.db")
    shutil.copytree(database.with_suffix(".files"), office / "office.files")
    return office


# ---- add and parse ---------------------------------------------------------------------------------------


def test_add_prints_a_card(office: Path) -> None:
    words = run("add", "措施.txt").stdout
    assert "■ 措施.txt　已入库，文件编号 1" in words
    assert (
        "《云溪市托育服务若干措施》" in words and "云政办发〔2099〕3号" in words and "2099年2月8日" in words
    )
    assert "任务 3，责任单位 4，量化目标 2，政策标准 0，完成时限 2" in words
    assert "共 1 个文件：成功 1，失败 0。" in words


def test_add_twice_changes_nothing(stored: Path) -> None:
    before = run("tasks", "--format", "json").stdout
    assert "此前已入库，未重复（文件编号 1）" in run("add", "措施.txt").stdout
    assert run("tasks", "--format", "json").stdout == before


def test_a_bad_file_is_named_and_the_others_are_added(office: Path) -> None:
    Path("空.txt").write_bytes(b"")
    result = run("add", "空.txt", "措施.txt", "没有.pdf", "来信.txt", code=1)
    assert "共 4 个文件：成功 1，失败 3。" in result.stdout
    for name, reason in (("空.txt", ""), ("没有.pdf", ""), ("来信.txt", "没有找到任务事项")):
        assert f"失败　{name}：{reason}" in result.stderr
    assert len(lines("documents")) == 2
    assert "失败　无此/夹.pdf：找不到" in run("add", "无此/夹.pdf", code=1).stderr


def test_a_folder_is_its_files(office: Path) -> None:
    Path("来信.txt").unlink()
    Path("下级").mkdir()
    Path("往年.txt").rename("下级/往年.txt")
    Path(".隐藏.txt").write_text("x", encoding="utf-8")
    Path("office.db").unlink(missing_ok=True)
    result = run("--db", "../文件夹外.db", "add", ".")
    assert "共 2 个文件：成功 2" in result.stdout


def test_a_file_without_tasks_needs_force(office: Path) -> None:
    run("add", "来信.txt", code=1)
    assert len(run("documents").stdout) == 0
    run("add", "来信.txt", "--force")


def test_parse_prints_the_contracts_json(office: Path) -> None:
    data = json.loads(run("parse", "措施.txt", "--format", "json").stdout)
    assert data["schema"] == "policyparse/1"
    assert [task["number"] for task in data["documents"][0]["tasks"]] == ["（一）", "（二）", "（三）"]
    several = json.loads(run("parse", "措施.txt", "往年.txt", "--format", "json").stdout)
    assert [p["documents"][0]["year"] for p in several] == [2099, 2019]


def test_parse_stores_nothing(office: Path) -> None:
    assert "增加普惠托位" in run("parse", "措施.txt").stdout
    assert not Path("office.db").exists()


def test_parse_of_a_missing_file(office: Path) -> None:
    result = run("parse", "没有.pdf", code=1)
    assert "失败　没有.pdf：" in result.stderr and result.stdout == ""


# ---- questions -------------------------------------------------------------------------------------------


def test_documents(stored: Path) -> None:
    head, row = lines("documents")
    assert dict(zip(head, row, strict=True)) == {
        "编号": "1", "标题": "云溪市托育服务若干措施", "发文字号": "云政办发〔2099〕3号", "成文日期": "2099-02-08",
        "发文机关": "云溪市人民政府办公室", "任务数": "3", "文件": "措施.txt",
    }  # fmt: skip


def test_units(stored: Path) -> None:
    counts = {row[0]: row[1:] for row in lines("units")[1:]}
    assert counts["云溪市教育局"] == ["1", "2", "3", "0", "0"]
    one = run("units", "卫健委").stdout
    assert "云溪市卫生健康委员会\t1\t1\t2\t0\t0" in one and "市卫生健康委" in one


FILTERS = [
    ([], ["1", "2", "3"]),
    (["--unit", "教育局"], ["1", "2", "3"]),
    (["--unit", "教育局", "--role", "lead"], ["2"]),
    (["--unit", "市教育局", "--role", "配合"], ["1", "3"]),
    (["--unit", "云溪市卫生健康委员会", "--search", "校舍"], ["2"]),
    (["--document", "1", "--search", "托位"], ["1"]),
    (["--due-before", "2099年6月30日"], ["2"]),
    (["--due-before", "2099-06-29"], []),
    (["--state", "未启动"], ["1", "2", "3"]),
    (["--state", "已完成"], []),
    (["--overdue"], []),
]


@pytest.mark.parametrize(("words", "numbers"), FILTERS)
def test_tasks_by_any_filter(stored: Path, words: list[str], numbers: list[str]) -> None:
    assert [row[0] for row in lines("tasks", *words)[1:]] == numbers


def test_overdue_is_shown(office: Path) -> None:
    run("add", "往年.txt")
    rows = lines("tasks", "--overdue")
    assert len(rows) > 1 and all("（逾期" in row[-1] for row in rows[1:])


def test_tasks_in_other_formats(stored: Path) -> None:
    data = json.loads(run("tasks", "--unit", "应急局", "--format", "json").stdout)
    assert [task["title"] for task in data["tasks"]] == ["开展安全检查"]
    table = run("tasks", "--format", "csv", "--columns", "任务号,牵头单位").stdout_bytes.decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(table)))[:2] == [["任务号", "牵头单位"], ["1", "市卫生健康委"]]
    assert json.loads(run("tasks", "--search", "没有这些字", "--format", "json").stdout)["tasks"] == []


def test_tasks_are_listed_page_by_page_and_line_by_line(stored: Path) -> None:
    whole = json.loads(run("tasks", "--format", "json").stdout)["tasks"]
    assert [json.loads(one) for one in run("tasks", "--format", "jsonl").stdout.splitlines()] == whole
    assert lines("tasks", "--limit", "2")[1:] == lines("tasks")[1:3]
    assert lines("tasks", "--limit", "2", "--after", "2")[1:] == lines("tasks")[3:]


def test_a_question_a_report_and_a_review_load_no_orm(stored: Path) -> None:
    code = (
        "import sys; from policyparse.cli import app; app(sys.argv[1:], standalone_mode=False);"
        "print([m for m in ('sqlmodel', 'sqlalchemy', 'alembic', 'spacy', 'jieba', 'docx', 'openpyxl') if m in sys.modules])"
    )
    asked = (("tasks", "--unit", "应急局"), ("show", "1"), ("units",), ("documents",), ("history",))
    for words in (*asked, ("progress", "1", "--state", "已完成"), ("apply", "1"), ("close", "1")):
        done = subprocess.run(
            [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True
        )
        assert done.stdout.splitlines()[-1] == "[]", words


def test_show_gives_words_and_place(stored: Path) -> None:
    words = run("show", "#1").stdout
    assert "任务 1　增加普惠托位" in words and "一、扩大服务供给" in words
    assert "市卫生健康委（文件明示）　←" in words and "“市卫生健康委”" in words
    assert words.index("牵头单位") < words.index("配合单位")
    assert "每千人口托位数达到4.5个" in words
    assert "目标现值" not in words
    run("progress", "1", "--target", "1=4.2", "--note", "已开工\n正在建设")
    words = run("show", "1").stdout
    assert "目标现值  每千人口托位数：4.2个\n" in words and "→ 正在" not in words


def test_explain_names_rule_and_entry(stored: Path) -> None:
    words = run("explain", "1").stdout
    row = next(line.split("\t") for line in words.splitlines() if line.startswith("牵头单位\t"))
    assert row[1] == "市卫生健康委（文件明示）" and row[2] and row[3].endswith("%")
    assert f"词条 {row[2]}" in words and "写法" in words


def test_a_kept_filter_is_used_again(stored: Path) -> None:
    run("tasks", "--unit", "教育局", "--role", "support", "--save", "配合")
    assert lines("filters") == [["名称", "条件"], ["配合", "--unit 教育局 --role support"]]
    assert [row[0] for row in lines("tasks", "--saved", "配合")[1:]] == ["1", "3"]
    assert [row[0] for row in lines("tasks", "--saved", "配合", "--role", "lead")[1:]] == ["2"]
    assert [row[0] for row in lines("tasks", "--saved", "配合", "--search", "安全检查")[1:]] == ["3"]
    assert "已导出 2 项任务" in run("export", "--saved", "配合", "-o", "表.md").stdout
    assert "（市教育局）" in Path("表.md").read_text(encoding="utf-8")
    run("filters", "--remove", "配合")
    assert "还没有保存过筛选" in run("filters").stderr


def test_kept_filters_that_are_not_there(stored: Path) -> None:
    assert "没有名为“甲”的筛选" in run("tasks", "--saved", "甲", code=2).stderr
    assert "没有条件可以保存" in run("tasks", "--save", "甲", code=2).stderr
    run("filters", "--remove", "甲", code=2)
    Path("config").mkdir()
    Path("config/filters.json").write_text("{", encoding="utf-8")
    told = run("tasks", "--saved", "甲", code=1).stderr
    assert "读不了筛选文件" in told and "第 1 行第 2 个字符处写法不对" in told


# ---- progress --------------------------------------------------------------------------------------------


def test_progress_history_undo(stored: Path) -> None:
    words = run("progress", "2", "--percent", "60%", "--note", "已摸底20所", "--next", "汇总").stdout
    assert "总体进度  0 → 60" in words and "进展情况  （空） → 已摸底20所" in words
    assert run("tasks", "--state", "推进中").stdout.splitlines()[1].startswith("2\t")
    log = lines("history", "2")
    assert {(row[2], row[5], row[7]) for row in log[1:]} >= {("张三", "进展情况", "已摸底20所")}
    assert "已摸底20所" in run("undo").stdout
    assert [row[0] for row in lines("tasks", "--state", "未启动")[1:]] == ["1", "2", "3"]


def test_progress_that_changes_nothing_says_so(stored: Path) -> None:
    run("progress", "2", "--note", "同样的话")
    assert "没有变化" in run("progress", "2", "--note", "同样的话").stdout


# ---- export and demo -------------------------------------------------------------------------------------


def test_export_takes_format_and_name_from_the_file(stored: Path) -> None:
    assert "已导出 3 项任务：表.docx" in run("export", "-o", "表.docx").stdout
    assert docx.Document("表.docx").paragraphs[1].text == "《云溪市托育服务若干措施》责任分工表"
    run("export", "--unit", "教育局", "--ledger", "-o", "台账.xlsx")
    page = openpyxl.load_workbook("台账.xlsx").worksheets[0]
    assert page["A1"].value == "《云溪市托育服务若干措施》督查台账（市教育局）"


def test_export_names_the_file_itself(stored: Path) -> None:
    run("export", "--format", "md")
    assert Path("《云溪市托育服务若干措施》责任分工表.md").read_text(encoding="utf-8").startswith("# 《")


def test_export_never_overwrites(stored: Path) -> None:
    run("export", "-o", "表.csv")
    assert "已存在" in run("export", "-o", "表.csv", code=1).stderr
    run("export", "-o", "表.csv", "--force")


def test_demo_shows_each_command(office: Path) -> None:
    words = run("demo", "-o", "演示").stdout
    for command in ("add", "documents", "tasks", "show", "export"):
        assert f"$ policyparse {command}" in words
    assert {p.suffix for p in Path("演示").iterdir()} == {".docx", ".xlsx"}
    assert not Path("office.db").exists()


# ---- care of the database --------------------------------------------------------------------------------


def test_remove_and_take_it_back(stored: Path) -> None:
    assert "undo" in run("remove", "1").stdout
    assert run("tasks").stdout == "" and run("documents").stdout == ""
    run("undo")
    assert len(lines("tasks")) == 4
    assert "没有编号为 9 的文件" in run("remove", "9", code=1).stderr


def test_backup_is_a_tracker(stored: Path) -> None:
    assert "已备份到" in run("backup", "备份.db").stdout
    run("remove", "1")
    assert len(run("--db", "备份.db", "tasks").stdout.splitlines()) == 4


def test_check_and_upgrade_of_a_sound_tracker(stored: Path) -> None:
    assert "台账完好" in run("check").stdout
    assert "已经是最新版本" in run("upgrade").stdout


# ---- usage -----------------------------------------------------------------------------------------------

USAGE = [
    (["tsks"], 2, "没有命令 tsks（是不是 tasks？）"),
    (["tasks", "--untt", "甲"], 2, "没有选项 --untt（是不是 --unit？）"),
    (["tasks", "--unit"], 2, "选项 --unit 后面要写一个值"),
    (["tasks", "--overdue=1"], 2, "选项 --overdue 不带值"),
    (["add"], 2, "缺少参数 文件"),
    (["show", "1", "2"], 2, "多出了参数 2"),
    (["show", "一"], 2, "任务号应是数字"),
    (["show", "9" * 30], 2, "任务号应是数字"),
    (["tasks", "--format", "xml"], 2, "--format 没有“xml”"),
    (["tasks", "--role", "x"], 2, "--role 只能是"),
    (["tasks", "--state", "完了"], 2, "没有“完了”这种状态"),
    (["tasks", "--due-before", "年底"], 2, "看不懂日期“年底”"),
    (["tasks", "--due-before", "2025-02-30"], 2, "看不懂日期"),
    (["tasks", "--columns", "没有"], 2, "没有“没有”这一列"),
    (["progress", "1"], 2, "没有写要登记什么"),
    (["progress", "1", "--percent", "120"], 2, "0 到 100"),
    (["export", "-o", "表.pdf"], 2, "看不出“表.pdf”要哪种格式"),
    (["show", "99"], 1, "没有编号为 99 的任务"),
    (["tasks", "--unit", "没有局"], 1, "没有找到单位“没有局”"),
    (["export", "--search", "没有这些字"], 1, "没有符合条件的任务"),
    (["export", "-o", "没有/表.docx"], 1, "不存在"),
    (["undo", "99"], 1, "操作 99 不存在"),
]


@pytest.mark.parametrize(("words", "code", "message"), USAGE)
def test_bad_calls_have_a_message_and_a_code(stored: Path, words: list[str], code: int, message: str) -> None:
    result = run(*words, code=code)
    assert result.stderr.startswith("错误：") and message in result.stderr
    assert result.stdout == "" and "Traceback" not in result.stderr


def test_without_a_command_the_help_is_shown() -> None:
    words = run().stdout
    assert "用法：policyparse [选项] 命令 …" in words
    assert all(name in words for name in ("add", "parse", "tasks", "export", "demo", "--install-completion"))


COMMANDS = (
    "add", "documents", "units", "tasks", "show", "explain", "progress", "history", "undo", "export", "filters",
    "remove", "backup", "check", "upgrade", "parse", "demo", "import", "edit", "add-task",
    "drop", "split", "merge", "conflicts", "resolve", "review", "accept", "audit", "apply", "close", "reporting",
    "due", "report",
)  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_chinese(command: str) -> None:
    words = run(command, "--help").stdout
    assert f"用法：policyparse {command} [选项]" in words and "显示本帮助" in words
    for english in ("Usage", "Options", "Show", "Install", "TEXT", "default"):
        assert english not in words


def test_db_before_or_behind_the_command(stored: Path) -> None:
    for words in (("--db", "另一.db", "add", "往年.txt"), ("documents", "--db", "另一.db")):
        run(*words)
    assert "〔2019〕5号" in run("--db", "另一.db", "documents").stdout
    assert "〔2019〕5号" not in run("documents").stdout


def test_export_per_unit(stored: Path) -> None:
    words = run("export", "--ledger", "--per-unit", "各单位").stdout
    names = {p.name for p in Path("各单位").iterdir()}
    assert "云溪市教育局.xlsx" in names and "云溪市教育局.docx" in names and len(names) == 8
    assert "已为 4 个单位" in words
    run("progress", "2", "--percent", "20", "--note", "已摸底")
    assert "已存在" in run("export", "--ledger", "--per-unit", "各单位", code=1).stderr
    run("export", "--ledger", "--per-unit", "各单位", "--unit", "教育局", "--force")
    page = openpyxl.load_workbook("各单位/云溪市教育局.xlsx")["牵头任务"]
    assert "已摸底" in [cell.value for cell in page[3]]


NAMES = [("《甲/乙》:表?", "《甲乙》表"), ("a b\nc", "abc"), ("..", "未命名"), ("长" * 99, "长" * 60)]


@pytest.mark.parametrize(("title", "name"), NAMES)
def test_file_names_hold_what_every_system_takes(title: str, name: str) -> None:
    assert file_name(title) == name


def test_no_file_takes_the_place_of_another() -> None:
    assert distinct(["甲", "乙", "甲", "甲"]) == ["甲", "乙", "甲（2）", "甲（3）"]


def test_export_per_unit_has_its_own_names(stored: Path) -> None:
    run("export", "--per-unit", "各单位", "-o", "表.xlsx", code=2)


def test_check_names_what_is_wrong(stored: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("policyparse.tracker.Tracker.check", lambda self: ("任务 1 没有文件",))
    result = run("check", code=1)
    assert result.stderr == "问题　任务 1 没有文件\n" and result.stdout == ""


DAYS = ["2025-06-30", "2025/6/30", "2025.6.30", "20250630", "2025年6月30日", " ２０２５年６月３０日"]


@pytest.mark.parametrize("text", DAYS)
def test_days_as_people_write_them(text: str) -> None:
    assert options.day(text) == date(2025, 6, 30)


@pytest.mark.parametrize("text", ["2025611", "2025-06", "25-06-30", "2025-13-01", ""])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(UsageError):
        options.day(text)
