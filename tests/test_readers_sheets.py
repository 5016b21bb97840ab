"""Spreadsheets, CSV, Markdown, and archives that hold a notice with its attachments."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from policyparse.errors import UnreadableFile
from policyparse.model import Line, Scan, Table
from policyparse.readers import read, read_all, scan
from policyparse.readers.file import File
from policyparse.readers.limits import Limits, within
from policyparse.readers.xlsx.book import Book, Wanted

Cells = list[tuple[str, int, int, int, int]]


def lines(found: Scan) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Line)]


def cells(found: Scan) -> Cells:
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    return [(c.text, c.row, c.column, c.rows, c.columns) for c in table.cells]


def workbook(fill: Callable[[openpyxl.Workbook], None]) -> File:
    book = openpyxl.Workbook()
    fill(book)
    packed = io.BytesIO()
    book.save(packed)
    return File("分工表.xlsx", packed.getvalue())


def test_a_sheet_is_its_title_a_table_and_notes() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        sheet = book.active
        sheet["A1"] = "青禾区重点任务责任分工表"
        sheet.merge_cells("A1:C1")
        for row in (["序号", "任务", "单位"], [1, "甲\n乙", "教育局"], [2, None, "财政局"]):
            sheet.append(row)
        sheet.merge_cells("B3:B4")
        sheet["A6"] = "注：每季度报送一次。"

    found = scan(workbook(fill))
    assert [(b.text, b.centred, b.whole) for b in found.blocks if isinstance(b, Line)] == [
        ("青禾区重点任务责任分工表", True, True),
        ("注：每季度报送一次。", False, True),
    ]
    assert cells(found) == [
        ("序号", 0, 0, 1, 1),
        ("任务", 0, 1, 1, 1),
        ("单位", 0, 2, 1, 1),
        ("1", 1, 0, 1, 1),
        ("甲\n乙", 1, 1, 2, 1),
        ("教育局", 1, 2, 1, 1),
        ("2", 2, 0, 1, 1),
        ("财政局", 2, 2, 1, 1),
    ]


VALUES = [
    (0.95, "0%", "95%"),
    (0.955, "0.0%", "95.5%"),
    (12, "General", "12"),
    (1.2, "General", "1.2"),
    (100.0, "0", "100"),
    (1234567890123, "General", "1234567890123"),
    (date(2025, 6, 30), "yyyy/m/d", "2025-06-30"),
    (0.954, "0%", "95%"),
    (date(2025, 6, 1), 'yyyy"年"m"月"', "2025年6月"),
    (date(2025, 6, 1), "yyyy/m", "2025年6月"),
    (date(2025, 6, 1), "mmm-yy", "2025年6月"),
    (date(2025, 6, 1), '[$-804]yyyy"年"m"月";@', "2025年6月"),
    (date(2025, 6, 1), 'yyyy"年"m"月底前"', "2025年6月底前"),
    (date(2025, 6, 30), "m-d", "6月30日"),
    (date(2025, 6, 30), 'yyyy"年"mm"月"dd"日"', "2025年06月30日"),
    (3, '0"家"', "3家"),
    (0.95, '"≥"0%', "≥95%"),
    (3, '[>=0]"不少于"0"家"', "不少于3家"),
    (-3, '0"家";"减少"0"家"', "减少3家"),
    (0, '0;-0;"无"', "无"),
    (1.1, "0.00", "1.10"),
    (12345, "#,##0", "12345"),
    (2.5, "0", "3"),
    (12000, '0.0,"千"', "12.0千"),
    (123456, '[>=10000]0!.0,"亿元";0"万元"', "12.3亿元"),
    (20260930, "0000-00-00", "2026-09-30"),
    (6, "[DBNum1]0", "六"),
    ("教育局", '"市"@', "市教育局"),
    (0.1 + 0.2, "General", "0.3"),
    (True, "General", "是"),
    ("  年底前 ", "General", "年底前"),
]


@pytest.mark.parametrize(("value", "form", "shown"), VALUES)
def test_values_are_as_shown(value: object, form: str, shown: str) -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["甲", "乙"])
        book.active.append([value, "丙"])
        book.active["A2"].number_format = form

    assert cells(scan(workbook(fill)))[2][0] == shown


def test_several_sheets_each_under_its_name_and_hidden_ones_named() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.title = "一季度"
        book.active.append(["甲", "乙"])
        book.active.append(["丙", "丁"])
        second = book.create_sheet("二季度")
        second["C5"], second["D5"] = "戊", "己"
        book.create_sheet("底稿").sheet_state = "hidden"
        book["底稿"]["A1"] = "不见"

    found = scan(workbook(fill))
    assert [(b.text, b.heading) for b in found.blocks if isinstance(b, Line)] == [
        ("一季度", 1),
        ("二季度", 1),
    ]
    last = found.blocks[-1]
    assert isinstance(last, Table)
    assert [(c.text, c.row, c.column) for c in last.cells] == [("戊", 0, 0), ("己", 0, 1)]
    assert found.remarks == ("隐藏的工作表未读取：底稿",)


def test_text_boxes_are_told(tmp_path: Path) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["甲", "乙"])
    sheet.insert_textbox(3, 1, "以上任务按月督办。")
    book.close()
    found = scan(File("a.xlsx", (tmp_path / "a.xlsx").read_bytes()))
    assert found.remarks == ("文本框里的文字不在单元格里，未读取：“以上任务按月督办。”",)


def test_a_sheet_formatted_to_its_last_row_is_read_at_once() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active.append(["甲", "乙"])
        book.active["B1048576"] = "末"
        book.active["A1048576"] = "尾"

    assert cells(scan(workbook(fill)))[-1] == ("末", 1, 1, 1, 1)


def _long(merged: bool) -> File:
    def fill(book: openpyxl.Workbook) -> None:
        for row in range(30):
            book.active.append([f"第{row}行", None])
        if merged:
            book.active.merge_cells("A3:B3")

    return workbook(fill)


@pytest.mark.parametrize("merged", [False, True])
def test_of_a_sheet_that_is_not_wanted_the_first_rows_are_read(merged: bool) -> None:
    """Merged areas stand behind the rows: a sheet may show by them that it is wanted after all."""
    (sheet,) = Book(_long(merged)).sheets(Wanted(20, lambda sheet: bool(sheet.merged)))
    assert len({cell.row for cell in sheet.cells}) == (30 if merged else 20)
    (sheet,) = Book(_long(merged)).sheets(Wanted(20, lambda sheet: True))
    assert len({cell.row for cell in sheet.cells}) == 30


def test_an_empty_workbook_is_unreadable() -> None:
    with pytest.raises(UnreadableFile, match="没有内容"):
        scan(workbook(lambda book: None))


CSVS = [
    ("序号,任务\n1,甲\n", "utf-8"),
    ("序号,任务\r\n1,甲\r\n", "gbk"),
    ("\ufeff序号,任务\n1,甲\n", "utf-8"),
    ("序号\t任务\n1\t甲\n", "utf-16"),
    ("序号;任务\n1;甲\n", "utf-8"),
    ('"序号","任务"\n"1","甲"\n', "utf-8"),
]


@pytest.mark.parametrize(("text", "encoding"), CSVS)
def test_csv(text: str, encoding: str) -> None:
    found = scan(File("甲.csv", text.encode(encoding)))
    assert [c[0] for c in cells(found)] == ["序号", "任务", "1", "甲"]


def test_a_quoted_csv_value_keeps_its_separators_and_line_ends() -> None:
    found = scan(File("甲.csv", '序号,任务,单位\n1,"甲，\n乙,丙",丁\n'.encode()))
    assert [c[0] for c in cells(found)][3:] == ["1", "甲，\n乙,丙", "丁"]


MARKDOWN = """---
title: "养老工作要点"
文号: 云政发〔2025〕3号
---
# 养老工作要点

## 一、总体要求
到2025年，**覆盖率**达到 95%。
1. 第一项
2) 第二项
- 一条 `码` 与[链接](http://例)

    缩进的一段

| 序号 | 任务 |
|:----|-----|
| 1 | 甲<br>乙 |
"""


def test_markdown() -> None:
    found = scan(File("甲.md", MARKDOWN.encode()))
    assert [(b.text, b.heading, b.whole) for b in found.blocks if isinstance(b, Line)] == [
        ("养老工作要点", 1, True),
        ("一、总体要求", 2, True),
        ("到2025年，覆盖率达到 95%。", None, False),
        ("1. 第一项", None, False),
        ("2) 第二项", None, False),
        ("一条 码 与链接", None, True),
        ("缩进的一段", None, True),
    ]
    assert [c[0] for c in cells(found)] == ["序号", "任务", "1", "甲\n乙"]
    assert found.facts == (("标题", "养老工作要点"), ("文号", "云政发〔2025〕3号"))


def archive(*members: tuple[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name, data in members:
            made.writestr(name, data)
    return packed.getvalue()


TEXT = "关于做好养老服务工作的通知\n".encode()


def write(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "附件包.zip"
    path.write_bytes(data)
    return path


def gbk_archive(name: str, data: bytes) -> bytes:
    """A ZIP with a name in GBK: the placeholder's bytes are exchanged after writing."""
    raw = name.encode("gbk")
    placeholder = "x" * len(raw)
    return archive((placeholder, data)).replace(placeholder.encode(), raw)


def test_an_archive_gives_each_file_in_its_order(tmp_path: Path) -> None:
    inner = archive(("附件2/分工.csv", "序号,任务\n1,甲\n".encode()))
    data = archive(
        ("通知.txt", TEXT),
        ("附图.rar", b"Rar!\x1a\x07"),
        ("__MACOSX/._通知.txt", b"\x00"),
        ("空.txt", b""),
        ("附件.zip", inner),
    )
    path = write(tmp_path, data)
    found = read_all(path)
    assert [s.name for s in found] == ["附件包.zip/通知.txt", "附件包.zip/附件.zip/附件2/分工.csv"]
    assert [s.format for s in found] == ["txt", "csv"]
    assert found[0].remarks == ("未读取 附件包.zip/附图.rar：暂不支持读取 RAR、7Z 等压缩包，请先解压",)
    assert read(path).remarks[0].startswith("压缩包里有 2 个文件，按顺序合并读取")


def test_a_gbk_name_and_a_single_file(tmp_path: Path) -> None:
    path = write(tmp_path, gbk_archive("附件1：通知.txt", TEXT))
    found = read(path)
    assert (found.name, found.sha256) == ("附件包.zip", hashlib.sha256(path.read_bytes()).hexdigest())
    assert "附件包.zip/附件1：通知.txt" in found.remarks[0]


def test_one_file_is_all_of_itself(tmp_path: Path) -> None:
    path = tmp_path / "通知.txt"
    path.write_bytes(TEXT)
    assert read_all(path) == (read(path),)


def nested(depth: int) -> bytes:
    data = TEXT
    for level in range(depth):
        data = archive(("通知.txt" if level == 0 else "内.zip", data))
    return data


HOSTILE = [
    (archive(("../通知.txt", TEXT)), "越出目录"),
    (archive(("a/../../通知.txt", TEXT)), "越出目录"),
    (archive(("/etc/通知.txt", TEXT)), "越出目录"),
    (archive(("C:\\通知.txt", TEXT)), "越出目录"),
    (nested(4), "嵌套过深"),
    (archive(("附图.rar", b"Rar!\x1a\x07")), "没有可读取的文件"),
]


@pytest.mark.parametrize(("data", "message"), HOSTILE)
def test_hostile_and_useless_archives_are_refused(tmp_path: Path, data: bytes, message: str) -> None:
    with pytest.raises(UnreadableFile, match=message):
        read_all(write(tmp_path, data))


def test_three_archives_deep_is_read(tmp_path: Path) -> None:
    assert lines(read(write(tmp_path, nested(3)))) == [TEXT.decode().strip()]


def test_a_bomb_inside_an_archive_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("通知.txt", bytes(30 << 20))
    with pytest.raises(UnreadableFile, match="异常"):
        read_all(write(tmp_path, archive(("通知.txt", TEXT), ("内.zip", packed.getvalue()))))


def test_readers_are_loaded_when_a_file_needs_them() -> None:
    heavy = "pdfplumber pdfminer lxml openpyxl markdown_it charset_normalizer docx"
    code = f"import sys, policyparse.readers; print([m for m in '{heavy}'.split() if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_workbook_that_lost_a_part_it_needs_is_our_own_error() -> None:
    def fill(book: openpyxl.Workbook) -> None:
        book.active["A1"] = "任务"

    with pytest.raises(UnreadableFile, match="已损坏"):
        scan(
            File(
                "分工表.xlsx",
                workbook(fill).data.replace(b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheet9.xml"),
            )
        )


def test_the_characters_of_an_archive_are_counted_as_a_whole(tmp_path: Path) -> None:
    path = write(tmp_path, archive(*((f"{n}.txt", TEXT) for n in range(4))))
    with within(Limits(characters=30)), pytest.raises(UnreadableFile, match="文字过多"):
        read_all(path)


@pytest.mark.parametrize("root", ["/", "./", "\\"])
def test_paths_from_the_root_of_a_package(root: str) -> None:
    whole = workbook(lambda book: book.active.append(["序号", "任务"]))  # type: ignore[union-attr]
    package = zipfile.ZipFile(io.BytesIO(whole.data))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as rooted:
        for name in package.namelist():
            member = zipfile.ZipInfo(name)
            member.filename = root + name
            rooted.writestr(member, package.read(name))
    assert cells(scan(File("表.xlsx", out.getvalue()))) == cells(scan(whole))
