"""Columns and the one table: every field has a column, every format has every column."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from dataclasses import fields, replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from ledger_samples import CARD, DONE, ELSEWHERE, FULL, TASK, TASKS, mention, target, unit

from policyparse import output
from policyparse.errors import ExportError, UsageError
from policyparse.exports import EXPORTERS, Options, export, render, xlsx
from policyparse.exports.columns import COLUMNS, DEFAULT, LEDGER, Percent, as_text, choose
from policyparse.exports.form import FormRow, Section, form
from policyparse.ledger import Evidence, Listed, Progress, TrackedTask, UnitStanding
from policyparse.model import Deadline, Entry, Field, Finding, Milestone
from policyparse.output import clean, save

ALL = tuple(COLUMNS)

# What each field becomes, so that some column must say it.
CHANGED: dict[str, Any] = {
    "id": 99, "key": "other", "document": replace(CARD, title="另一文件"), "position": 77, "number": "（九）",
    "path": ("九、其他",), "title": "别的任务", "text": "别的内容", "kind": "assessment", "points": "7",
    "page": 55, "units": (unit("市水利局"),), "targets": (target("别的指标", "8"),),
    "deadlines": (mention(Deadline("ongoing")),), "actions": (mention("别的举措"),),
    "warnings": (Finding("W09", "别的提示"),), "progress": Progress("已终止"), "overdue_days": 3,
    "year_over": True,
    "standings": (UnitStanding("云溪市教育局", "市教育局", "support", "2025-06", Progress("推进中", 30, "已选址")),),
    "milestones": (mention(Milestone("二季度", "别的节点", date(2025, 6, 30))),),
    "entries": (mention(Entry("leader", "别的领导")),), "fields": (mention(Field("资金来源", "别的资金")),),
    "presents": (Decimal("3.9"),), "review": "申请办结", "review_reason": "别的意见",
    "members": (("各县区政府", (Listed("临江县政府", "临江县人民政府"),)),),
    "evidence": (Evidence("验收单.pdf", "a" * 64, 20, "云溪市教育局", "2025-06", datetime(2025, 7, 4, 9), "赵敏"),),
}  # fmt: skip
CHANGED_PROGRESS: dict[str, Any] = {
    "state": "已终止", "percent": 66, "note": "别的进展", "problem": "别的问题", "next_step": "别的打算",
    "person": "赵六", "contact": "999", "started_on": date(2030, 1, 2), "finished_on": date(2030, 2, 3),
    "updated_at": datetime(2030, 4, 5, 6, 7), "updated_by": "孙七", "reason": "别的事由", "coordinate": "别的协调",
}  # fmt: skip


WHOLE = replace(
    FULL,
    **{
        n: CHANGED[n]
        for n in (
            "milestones",
            "entries",
            "fields",
            "standings",
            "review",
            "review_reason",
            "members",
            "evidence",
        )
    },
    deadlines=(mention(Deadline("by", date(2025, 9, 30)), "9月底前"),),
    presents=(Decimal("3.9"), None),
    progress=Progress(**CHANGED_PROGRESS),
)
"""A task that has a word in every column."""


def cells(task: TrackedTask) -> dict[str, str]:
    return {column.id: as_text(column.value(task, 1)) for column in COLUMNS.values()}


@pytest.mark.parametrize("name", [field.name for field in fields(TrackedTask) if field.name != "pages"])
def test_every_field_has_a_column(name: str) -> None:
    in_time = replace(TASK, overdue_days=0)
    assert cells(replace(in_time, **{name: CHANGED[name]})) != cells(in_time)


@pytest.mark.parametrize("name", [field.name for field in fields(Progress)])
def test_every_field_of_the_progress_has_a_column(name: str) -> None:
    other = replace(TASK, progress=replace(TASK.progress, **{name: CHANGED_PROGRESS[name]}))
    assert cells(other) != cells(TASK)


def shown(cell: Any) -> str:
    """What a spreadsheet program shows in the cell."""
    if isinstance(cell.value, datetime):
        return str(cell.value.date())
    return f"{cell.value:.0%}" if cell.number_format == "0%" else str(cell.value)


def texts_of(content: bytes, format: str) -> str:
    """All the words of a file, whatever its format."""
    if format == "docx":
        table = docx.Document(io.BytesIO(content)).tables[0]
        return "\n".join("".join(t.text or "" for t in p.iter("{*}t")) for p in table._tbl.iter("{*}p"))
    if format == "ics":
        return "\n".join(e["description"] for e in Calendar.from_ical(content).walk("VEVENT"))
    if format == "xlsx":
        page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        return "\n".join(shown(cell) for row in page.iter_rows() for cell in row if cell.value is not None)
    if format == "json":
        return re.sub(r'("percent": \d+)', r"\1%", content.decode()).replace("\\n", "\n")
    return content.decode("utf-8-sig").replace("<br>", "\n").replace("\\n", "\n").replace("\\_", "_")


@pytest.mark.parametrize("format", EXPORTERS)
def test_every_exporter_writes_every_column(format: str) -> None:
    words = texts_of(render([WHOLE], Options(columns=ALL), format), format)
    for id_, column in COLUMNS.items():
        told = as_text(column.value(WHOLE, 1))
        assert told, f"{id_}: the sample says nothing"
        for line in told.split("\n"):
            assert line in words, id_


@pytest.mark.parametrize("format", EXPORTERS)
def test_ledger_in_every_format(format: str) -> None:
    words = texts_of(render(TASKS, Options(ledger=True), format), format)
    for fact in ("已培训80人次", "经费未到位", "10月再办一期", "李四", "0123-456"):
        assert fact in words


def test_default_columns_are_those_of_the_printed_form() -> None:
    table = form((TASK,), Options())
    headers = "序号 重点任务 工作内容 量化目标 牵头单位 配合单位 完成时限"
    assert " ".join(column.header for column in table.columns) == headers
    ledger = form((TASK,), Options(ledger=True))
    added = "责任人 联系方式 进展情况 存在问题 下一步 总体进度 办结状态"
    assert " ".join(column.header for column in ledger.columns) == f"{headers} {added}"


def test_points_join_where_there_are_some() -> None:
    assert "分值" in [column.header for column in form((TASK, FULL), Options()).columns]


def test_cells_of_the_row() -> None:
    row = form((TASK,), Options()).rows[0]
    assert row.cells == (
        1, "增加普惠托位", TASK.text, "每千人口托位数达到4.5个", "市卫生健康委",
        "市教育局、各县区政府", "2025年12月底前",
    )  # fmt: skip


def test_a_target_with_a_day_of_its_own_says_it() -> None:
    assert COLUMNS["targets"].value(FULL, 1) == "每年培训托育人员不低于200人次（2025年12月底前）"
    assert COLUMNS["standards"].value(FULL, 1) == "补助不超过500元"


CLOSING = [(TASK, "未办结"), (FULL, "未办结（逾期12天）"), (DONE, "已办结")]


@pytest.mark.parametrize(("task", "words"), CLOSING)
def test_closing(task: TrackedTask, words: str) -> None:
    assert COLUMNS["closed"].value(task, 1) == words


def test_sections_only_where_the_outline_changes() -> None:
    lines = form(TASKS, Options()).lines
    shown = [(x.depth, x.text) if isinstance(x, Section) else x.task.id for x in lines]
    assert shown == [
        (0, "一、扩大供给"), 12, (0, "二、提升质量"), (1, "（一）队伍建设"), 13, (1, "（二）安全管理"), 14,
    ]  # fmt: skip


def test_several_documents_are_the_outermost_sections() -> None:
    lines = form((TASK, ELSEWHERE), Options()).lines
    assert [x.text for x in lines if isinstance(x, Section)] == [
        "《云溪市托育服务提升若干措施》（云政办发〔2025〕3号）",
        "一、扩大供给",
        "《临江县养老服务工作要点》",
    ]


TITLES = [
    ((TASK,), Options(), "《云溪市托育服务提升若干措施》责任分工表"),
    ((TASK,), Options(ledger=True), "《云溪市托育服务提升若干措施》督查台账"),
    ((TASK,), Options(unit="市教育局"), "《云溪市托育服务提升若干措施》责任分工表（市教育局）"),
    ((TASK, ELSEWHERE), Options(), "重点任务责任分工表"),
    ((TASK, ELSEWHERE), Options(unit="市教育局", ledger=True), "市教育局重点任务督查台账"),
    ((TASK,), Options(title="某某表"), "某某表"),
]


@pytest.mark.parametrize(("tasks", "options", "words"), TITLES)
def test_title(tasks: tuple[TrackedTask, ...], options: Options, words: str) -> None:
    assert form(tasks, options).title == words


def test_a_title_inside_a_title_has_inner_marks() -> None:
    task = replace(TASK, document=replace(CARD, title="贯彻《云溪市条例》实施方案"))
    assert form((task,), Options()).title == "《贯彻〈云溪市条例〉实施方案》责任分工表"


def test_a_document_that_is_called_a_table_is_not_called_so_twice() -> None:
    task = replace(TASK, document=replace(CARD, title="云泽县重点任务责任分工表"))
    assert form((task,), Options(unit="县教育局")).title == "云泽县重点任务责任分工表（县教育局）"
    assert form((task,), Options(ledger=True)).title == "《云泽县重点任务责任分工表》督查台账"
    quoting = replace(TASK, document=replace(CARD, title="云泽县《行动方案》责任分工表"))
    assert form((quoting,), Options()).title == "云泽县《行动方案》责任分工表"


def test_columns_by_header_and_by_id() -> None:
    assert choose("序号,title，牵头单位 due") == ("seq", "title", "lead", "due")
    for bad in ("序号,没有的列", "序号,seq", " , "):
        with pytest.raises(UsageError):
            choose(bad)


def test_chosen_columns_in_their_order() -> None:
    table = form((TASK,), Options(columns=("lead", "title")))
    assert table.rows[0].cells == ("市卫生健康委", "增加普惠托位")
    assert set(DEFAULT) < set(LEDGER) <= set(ALL)


# ---- CSV, Markdown, JSON ---------------------------------------------------------------------------------


def test_csv_opens_in_excel() -> None:
    content = render(TASKS, Options(), "csv")
    assert content.startswith("\ufeff序号,章节,重点任务".encode())
    assert content.count(b"\r\n") == len(TASKS) + 1
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row[2] for row in rows[1:]] == [task.title for task in TASKS]


HARMLESS = [
    ("=1+1", "'=1+1"), ("+cmd", "'+cmd"), ("-2+3", "'-2+3"), ("@SUM(A1)", "'@SUM(A1)"), (" =1", "' =1"),
    ("\t=1", "'\t=1"), ("＝1", "'＝1"), ("-5", "-5"), ("+3.5%", "+3.5%"), ("增长=6%", "增长=6%"), ("", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cell"), HARMLESS)
def test_csv_holds_no_formula(text: str, cell: str) -> None:
    content = render([replace(TASK, title=text)], Options(columns=("title", "number")), "csv")
    assert list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:] == [[cell, TASK.number]]


def test_markdown_is_one_table() -> None:
    task = replace(TASK, title="甲|乙*丙", text="一行\n二行")
    lines = render([task], Options(), "md").decode().splitlines()
    assert lines[0] == "# 《云溪市托育服务提升若干措施》责任分工表"
    assert lines[4] == "| **一、扩大供给** |  |  |  |  |  |  |"
    assert "甲\\|乙\\*丙" in lines[5] and "一行<br>二行" in lines[5]
    assert len(lines) == 6


def test_json_says_all() -> None:
    read = replace(FULL, pages=((FULL.units[0].span, 7),), points="1234567890123456789.5")  # type: ignore[arg-type]
    data = json.loads(render([read], Options(), "json"))
    task = data["tasks"][0]
    assert data["schema"] == "policyparse-tasks/1"
    assert set(task) == {field.name for field in fields(TrackedTask)} - {"pages"}
    assert task["units"][0]["role"] == "lead"
    assert task["units"][0]["quote"] == {"text": "市人力资源社会保障局", "page": 7, "start": 0, "end": 10}
    assert task["targets"][0]["value"] == 200 and task["targets"][0]["due"] == "2025-12-31"
    assert task["progress"]["percent"] == 40 and task["document"]["doc_number"] == "云政办发〔2025〕3号"


def test_json_keeps_what_no_file_may_hold() -> None:
    odd = "甲\x1b\u202e乙\ud800\r\n丙"
    task = replace(TASK, title=odd, targets=(target("数", "12345678901234567890.123456789"),))
    content = render([task], Options(), "json").decode()
    assert not output.UNSHOWN.search(content)
    (read,) = json.loads(content)["tasks"]
    assert read["title"] == odd and read["targets"][0]["value"] == "12345678901234567890.123456789"


# ---- any text, and the file ------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.text(st.characters(), max_size=40))
def test_any_text_can_be_written(text: str) -> None:
    task = replace(TASK, title=text, path=(text,), progress=Progress(note=text))
    for format in EXPORTERS:
        assert render([task], Options(ledger=True), format)


def test_clean_keeps_what_is_printed() -> None:
    assert clean("甲\x1b[31m乙\r\n丙\x00\ud800\ufffe\t丁") == "甲[31m乙\n丙\t丁"


def test_an_old_file_stays_unless_forced(tmp_path: Any) -> None:
    path = tmp_path / "表.csv"
    export(TASKS, path, Options(), "csv")
    before = path.read_bytes()
    with pytest.raises(ExportError, match="已存在"):
        export((TASK,), path, Options(), "csv")
    assert path.read_bytes() == before
    export((TASK,), path, Options(), "csv", force=True)
    assert path.read_bytes() != before
    assert [p.name for p in tmp_path.iterdir()] == ["表.csv"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="pipes and devices are of POSIX")
def test_a_pipe_or_a_tracker_is_never_written_over(tmp_path: Path) -> None:
    pipe, tracker = tmp_path / "管道.csv", tmp_path / "台账.csv"
    os.mkfifo(pipe)
    tracker.write_bytes(b"SQLite format 3\0...")
    for path in (pipe, tracker):
        with pytest.raises(ExportError, match="不能覆盖"):
            export(TASKS, path, Options(), "csv", force=True)
    assert pipe.is_fifo() and tracker.read_bytes() == b"SQLite format 3\0..."


def test_what_cannot_be_written_is_said(tmp_path: Any) -> None:
    for path, words in ((tmp_path / "没有" / "表.csv", "不存在"), (tmp_path, "是文件夹")):
        with pytest.raises(ExportError, match=words):
            export(TASKS, path, Options(), "csv")
    with pytest.raises(ExportError, match="没有符合条件的任务"):
        export((), tmp_path / "空.csv", Options(), "csv")
    with pytest.raises(UsageError):
        export(TASKS, tmp_path / "x.pdf", Options(), "pdf")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_write_leaves_the_old_file(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "表.csv"
    path.write_bytes(b"old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.replace", full)
    with pytest.raises(ExportError, match="无法写入"):
        save(path, b"new", force=True)
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["表.csv"]


def test_rows_are_tasks() -> None:
    assert [row.task.id for row in form(TASKS, Options()).rows if isinstance(row, FormRow)] == [12, 13, 14]


def test_a_sheet_says_what_the_values_are() -> None:
    day = date(2025, 6, 30)
    values = ("1=1", "=1+1", " +8", None, "", 7, Decimal("4.50"), Decimal("1" * 16), Percent(40), day)
    texts = ("<r>甲</r>", " 首尾 ", "_x000D_", "甲\n乙&", "长" * 40000, date(1899, 1, 1))
    book = xlsx.Book()
    book.sheet("甲", "题", [xlsx.Head(str(at), 9) for at in range(10)], [values, [*texts, *[None] * 4]])
    page = openpyxl.load_workbook(io.BytesIO(book.content()))["甲"]
    one, two = ([cell.value for cell in row] for row in page.iter_rows(min_row=3))
    assert one == ["1=1", "=1+1", " +8", None, None, 7, 4.5, "1" * 16, 0.4, datetime(2025, 6, 30)]
    assert [cell.data_type for cell in page[3][:3]] == ["s"] * 3
    assert [cell.quotePrefix for cell in page[3][:3]] == [False, True, True]
    assert (page["I3"].number_format, page["J3"].number_format) == ("0%", "yyyy-mm-dd")
    # openpyxl leaves the code of a low line as it is, Excel shows _x000D_
    assert two[:4] == ["<r>甲</r>", " 首尾 ", "_x005F_x000D_", "甲\n乙&"] and two[5] == "1899-01-01"
    assert len(two[4]) == 32767 and two[4].endswith("截断）")
    assert page.row_dimensions[3].height == 34 and page.row_dimensions[4].height == 408.75
