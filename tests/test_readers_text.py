"""Text files: the encoding, the pages, what is dropped; and how the kind of a file is told."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from policyparse.errors import UnreadableFile
from policyparse.model import Line, Table
from policyparse.pipeline import parse
from policyparse.readers import read, scan
from policyparse.readers.file import File
from policyparse.readers.sniff import UNREAD_KINDS, kind_of

SAMPLE = "一、加强组织领导\n　　（一）各单位要落实责任，到2025年覆盖率达到95%以上。\n牵头单位：市发展改革委\n"


def texts(data: bytes, name: str = "甲.txt") -> list[str]:
    return [block.text for block in scan(File(name, data)).blocks if isinstance(block, Line)]


ENCODINGS = [
    ("utf-8", b""),
    ("utf-8", b"\xef\xbb\xbf"),
    ("gb2312", b""),
    ("gbk", b""),
    ("gb18030", b""),
    ("gb18030", b"\x84\x31\x95\x33"),
    ("utf-16-le", b"\xff\xfe"),
    ("utf-16-be", b"\xfe\xff"),
    ("utf-16-le", b""),
    ("utf-16-be", b""),
    ("utf-32-le", b"\xff\xfe\x00\x00"),
    ("utf-32-be", b"\x00\x00\xfe\xff"),
]


@pytest.mark.parametrize(("encoding", "bom"), ENCODINGS)
@pytest.mark.parametrize("repeat", [1, 40])
def test_every_encoding_gives_the_same_lines(encoding: str, bom: bytes, repeat: int) -> None:
    found = scan(File("甲.txt", bom + (SAMPLE * repeat).encode(encoding)))
    assert [block.text for block in found.blocks if isinstance(block, Line)] == SAMPLE.splitlines() * repeat
    assert found.remarks == ()


def test_rare_characters_need_gb18030() -> None:
    assert texts("镕𠮷〇的通知，请认真执行".encode("gb18030")) == ["镕𠮷〇的通知，请认真执行"]


@pytest.mark.parametrize("encoding", ["big5", "gbk"])
def test_traditional_text_is_guessed_and_says_so(encoding: str) -> None:
    text = "關於加強機關檔案管理工作的通知，請認真貫徹執行，並於年底前報送總結。" * 5
    found = scan(File("甲.txt", text.encode(encoding)))
    assert isinstance(found.blocks[0], Line)
    assert found.blocks[0].text == "关于加强机关档案管理工作的通知，请认真贯彻执行，并于年底前报送总结。" * 5
    assert any("编码" in remark for remark in found.remarks) and any(
        "繁体字" in remark for remark in found.remarks
    )


def test_a_few_damaged_bytes_do_not_change_the_encoding() -> None:
    data = bytearray((SAMPLE * 40).encode())
    data[600] = 0xFF
    found = scan(File("甲.txt", bytes(data)))
    assert "加强组织领导" in "".join(b.text for b in found.blocks if isinstance(b, Line))
    assert found.remarks
    assert "损坏" in found.remarks[0]


LINE_ENDS = [("\n", 3), ("\r\n", 3), ("\r", 3), ("\x0b", 3), ("\u2028", 3), ("\x85", 3)]


@pytest.mark.parametrize(("end", "count"), LINE_ENDS)
def test_line_ends(end: str, count: int) -> None:
    assert texts(f"甲{end}乙{end}丙{end}".encode()) == ["甲", "乙", "丙"]


def test_indents_and_blank_lines_are_kept_for_they_mark_paragraphs() -> None:
    assert texts("　　甲\n\n  乙  \n".encode()) == ["　　甲", "", "  乙"]


def test_the_signs_of_a_page_among_plain_lines_part_paragraphs_and_are_no_text() -> None:
    data = '发布日期：2025年3月1日\n<p style="text-align: center;"><strong>就业方案</strong></p><p> 一、稳岗。</p>二、培训。<br/>三、服务。'
    lines = [line.strip() for line in texts(data.encode()) if line.strip()]
    assert lines == ["发布日期：2025年3月1日", "就业方案", "一、稳岗。", "二、培训。", "三、服务。"]


def test_form_feeds_are_pages_and_an_empty_page_is_unread() -> None:
    found = scan(File("甲.txt", "甲\n乙\n\f\n\f丙\n\f".encode()))
    assert [(b.text, b.page) for b in found.blocks if isinstance(b, Line)] == [
        ("甲", 1),
        ("乙", 1),
        ("丙", 3),
    ]
    assert (found.pages, found.unread) == (3, (2,))


def test_without_form_feeds_there_are_no_pages() -> None:
    found = scan(File("甲.txt", "# Page 1056:\n甲\n".encode()))
    assert [(b.text, b.page) for b in found.blocks if isinstance(b, Line)] == [
        ("# Page 1056:", None),
        ("甲", None),
    ]
    assert (found.pages, found.unread) == (None, ())


def test_control_characters_are_dropped_with_a_remark() -> None:
    found = scan(File("甲.txt", "加\x00强\x07组\ufeff织".encode()))
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["加强组织"]
    assert found.remarks == ("文件里有 3 个不可见的控制字符，已略去",)


def zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in names:
            archive.writestr(name, b"Rar!\x1a\x07" if name.endswith(".rar") else b"<x/>")
    return packed.getvalue()


KINDS = [
    ("甲.txt", b"%PDF-1.7 ...", "pdf"),
    ("甲.pdf", zipped("[Content_Types].xml", "word/document.xml"), "docx"),
    ("甲.ofd", zipped("OFD.xml", "Doc_0/Document.xml"), "ofd"),
    ("甲.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), "xlsx"),
    ("甲.txt", zipped("通知.pdf", "附件.docx"), "zip"),
    ("甲.csv", "序号,任务".encode(), "csv"),
    ("甲.txt", "序号\t任务\t单位\n1\t甲\t乙\n2\t丙\t丁\n".encode(), "csv"),
    ("甲.txt", "序号,任务\n1,甲\n2,丙\n".encode(), "txt"),
    ("甲.txt", "# 要点\n\n## 一、领导\n".encode(), "md"),
    ("甲.txt", "**一、领导**\n\n**（一）组织**\n".encode(), "md"),
    ("甲.txt", "# Page 1:\n甲\n# Page 2:\n乙\n".encode(), "txt"),
    ("甲.odt", zipped("mimetype", "content.xml"), "odt"),
    ("甲.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "doc"),
    ("甲.wps", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le"), "wps"),
    ("甲.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "xls"),
    ("甲.png", b"\x89PNG\r\n\x1a\n", "image"),
    ("甲.jpg", b"\xff\xd8\xff\xe0", "image"),
    ("甲.bmp", b"BM\x36\x00\x00\x00\x00\x00\x00\x00", "image"),
    ("甲.rtf", b"{\\rtf1\\ansi", "rtf"),
    ("甲.7z", b"7z\xbc\xaf\x27\x1c", "rar"),
    ("甲.bz2", b"BZh91AY&SY\x00", "rar"),
    ("甲.tar", bytes(257) + b"ustar\x00", "rar"),
    ("甲.txt", b"<!DOCTYPE html><html><body>", "html"),
    ("甲.txt", "\ufeff<html lang='zh'>".encode("utf-16-le"), "html"),
    ("甲.mht", b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n", "html"),
    ("甲.txt", b"<div class=x><p>\xe7\x94\xb2</p></div>\n", "html"),
    ("甲.txt", "BMW 新能源汽车".encode(), "txt"),
    ("甲.txt", "本市PM2.5<35，氮氧化物<p>0.5".encode(), "txt"),
    ("甲", "工作要点".encode(), "txt"),
]


@pytest.mark.parametrize(("name", "data", "kind"), KINDS)
def test_the_kind_is_told_by_the_content(name: str, data: bytes, kind: str) -> None:
    assert kind_of(File(name, data)) == kind


@pytest.mark.parametrize("kind", sorted({kind for _, _, kind in KINDS} & set(UNREAD_KINDS)))
def test_kinds_not_read_yet_say_so(kind: str) -> None:
    data = next(data for _, data, k in KINDS if k == kind)
    with pytest.raises(UnreadableFile, match="暂不支持") as failure:
        scan(File("乙", data))
    assert failure.value.exit_code == 1


UNREADABLE = [
    (b"", "空的"),
    (b" \n\t\n", "没有文字"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "密码"),
    (b"PK\x03\x04 broken", "损坏"),
    (zipped("图/b.rar"), "没有可读取的文件"),
    (zipped("word/document.xml"), "损坏"),
]


@pytest.mark.parametrize(("data", "message"), UNREADABLE)
def test_what_cannot_be_read_says_why(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "甲.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableFile, match=message):
        read(path)


def test_a_missing_file_and_a_folder_say_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="找不到"):
        read(tmp_path / "无.pdf")
    with pytest.raises(UnreadableFile, match="文件夹"):
        read(tmp_path)


def test_a_zip_bomb_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", bytes(30 << 20))
    with pytest.raises(UnreadableFile, match="异常"):
        scan(File("甲.docx", packed.getvalue()))


def test_a_wrong_extension_is_a_remark_and_the_digest_is_of_the_bytes() -> None:
    found = scan(File("甲.pdf", "工作要点".encode()))
    assert found.remarks == ("扩展名是“.pdf”，内容实为纯文本，已按纯文本读取",)
    assert found.sha256 == hashlib.sha256("工作要点".encode()).hexdigest()
    assert scan(File("甲.txt", "工作要点".encode())).remarks == ()


TRADITIONAL = """臨江市人民政府辦公室關於印發《2025年重點工作任務分工方案》的通知
臨政辦發〔2025〕3號
一、優化服務
1.推進登記電子化。2025年10月底前電子證照覆蓋率達到95%以上。（市行政審批局牽頭，市財政局、各縣區政府配合）
"""
SIMPLIFIED = """临江市人民政府办公室关于印发《2025年重点工作任务分工方案》的通知
临政办发〔2025〕3号
一、优化服务
1.推进登记电子化。2025年10月底前电子证照覆盖率达到95%以上。（市行政审批局牵头，市财政局、各县区政府配合）
"""


def test_a_text_in_traditional_characters_reads_as_the_simplified_one(tmp_path: Path) -> None:
    (tmp_path / "繁.txt").write_text(TRADITIONAL, encoding="utf-8")
    (tmp_path / "简.txt").write_text(SIMPLIFIED, encoding="utf-8")
    converted, plain = (parse(tmp_path / name) for name in ("繁.txt", "简.txt"))
    assert converted.documents == plain.documents
    assert plain.documents[0].tasks[0].units[0].value.name == "市行政审批局"
    assert "繁体字" in converted.source.remarks[0] and not plain.source.remarks


def test_a_table_in_traditional_characters_is_converted_cell_by_cell() -> None:
    table = scan(File("表.csv", "序號,任務,責任單位\n1,實施電網改造,市發展改革委\n".encode())).blocks[0]
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == [
        "序号",
        "任务",
        "责任单位",
        "1",
        "实施电网改造",
        "市发展改革委",
    ]


def test_a_traditional_sign_in_a_simplified_text_stays_as_printed() -> None:
    data = ("一、整理碑文“開發”二字。" + SAMPLE * 2).encode()
    assert "一、整理碑文“開發”二字。一、加强组织领导" in texts(data)
