"""PDF: what is printed, line by line and table by table, from pages written for each case."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from tiny_pdf import Sheet, pdf

from policyparse import pipeline
from policyparse.errors import UnreadableFile
from policyparse.model import Line, Scan, Table
from policyparse.readers import pdf as pdf_reader
from policyparse.readers import read as read_file
from policyparse.readers import scan
from policyparse.readers.file import File
from policyparse.text.layout import compose

BODY = "各单位要按照职责分工抓好落实并于年底前报送进展情况确保任务完成"


def read(*sheets: Sheet) -> Scan:
    return scan(File("甲.pdf", pdf(*sheets)))


def texts(found: Scan) -> list[str]:
    return [block.text for block in found.blocks if isinstance(block, Line)]


def cells(found: Scan) -> list[tuple[str, int, int, int, int]]:
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    return [(c.text, c.row, c.column, c.rows, c.columns) for c in table.cells]


def body(sheet: Sheet, first: float, count: int, left: float = 74) -> Sheet:
    for i in range(count):
        sheet.text(left, first + 28 * i, BODY[:28], 16)
    return sheet


def numbered(sheet: Sheet, size: float, count: int) -> Sheet:
    for i in range(count):
        sheet.text(40, 100 + 28 * i, str(i + 1), size)
    return sheet


LINES = {
    "justified characters stand apart without blanks": (
        Sheet().text(74, 100, "为做好养老服务工作", space=4),
        ["为做好养老服务工作"],
    ),
    "a title spread wide": (Sheet().text(74, 100, "通知", 22, space=44), ["通知"]),
    "digits stand off from Han": (
        Sheet().text(74, 100, "到").text(94, 100, "2025").text(130, 100, "年达到").text(182, 100, "95%"),
        ["到2025年达到95%"],
    ),
    "a gap that only a blank explains": (
        Sheet().text(74, 100, "云溪市教育局").text(200, 100, "云溪市财政局"),
        ["云溪市教育局 云溪市财政局"],
    ),
    "blanks of the file are kept, at the ends they go": (Sheet().text(74, 100, " 2025 年 "), ["2025 年"]),
    "order is by place, not by the file": (
        Sheet().text(74, 128, "乙").text(90, 100, "后").text(74, 100, "前"),
        ["前后", "乙"],
    ),
    "sizes that share a base line": (Sheet().text(74, 100, "大", 22).text(96, 100, "小", 12), ["大小"]),
    "printed twice for bold": (Sheet().text(74, 100, "一、总体要求", bold=True), ["一、总体要求"]),
    "the same character twice in a row is two": (Sheet().text(74, 100, "慢慢谢谢"), ["慢慢谢谢"]),
    "a watermark is no text": (body(Sheet(), 100, 2).turned(150, 600, "内部资料"), [BODY[:28]] * 2),
    "numbers of lines in the margin are none": (numbered(body(Sheet(), 100, 4), 8, 4), [BODY[:28]] * 4),
    "nor are larger ones beside full lines": (numbered(body(Sheet(), 100, 4), 16, 4), [BODY[:28]] * 4),
    "numbers of rows are text": (
        numbered(
            Sheet().text(74, 100, "甲").text(74, 128, "乙").text(74, 156, "丙").text(74, 184, "丁"), 16, 4
        ),
        ["1甲", "2乙", "3丙", "4丁"],
    ),
    "words without ink are none": (
        body(Sheet(drawn=["3 Tr"]).text(74, 300, "取消检查"), 100, 2).after("0 Tr", 2),
        [BODY[:28]] * 2,
    ),
    "nor are those in the white of the paper": (
        body(Sheet(drawn=["1 g"]).text(74, 300, "取消检查"), 100, 2).after("0 g", 2),
        [BODY[:28]] * 2,
    ),
    "what lies outside the page is not on it": (Sheet().text(74, 100, "里").text(900, 100, "外"), ["里"]),
    "page numbers and running heads are lines too": (
        Sheet().text(74, 40, "云溪市文件").text(74, 100, "正文").text(280, 800, "—1—", 14),
        ["云溪市文件", "正文", "—1—"],
    ),
}


@pytest.mark.parametrize("case", LINES.values(), ids=LINES.keys())
def test_lines_are_what_is_printed(case: tuple[Sheet, list[str]]) -> None:
    sheet, expected = case
    assert texts(read(sheet)) == expected


def test_the_look_of_lines() -> None:
    sheet = (
        Sheet()
        .text(210, 100, "养老服务工作要点", 22, bold=True)
        .text(106, 150, "为做好工作制定本要点")
        .text(74, 790, "完")
    )
    found = read(body(sheet, 180, 10))
    title, indented, *_, last = (b for b in found.blocks if isinstance(b, Line))
    assert (title.size, title.bold, title.centred, title.page) == (22.0, True, True, 1)
    assert (indented.size, indented.bold, indented.centred) == (16.0, False, False)
    assert (last.bold, last.centred) == (False, False)
    assert title.box == (210.0, 81.1, 386.0, 103.1)


CENTRES = [
    (
        222,
        5,
        True,
    ),  # (74 + 522) / 2 is the middle of the text block; five characters of 16 points leave 184 each side
    (106, 20, False),  # an indented line that happens to end two characters early
    (74, 28, False),
    (74, 10, False),
    (362, 10, False),
    (90, 26, True),
]


@pytest.mark.parametrize(("left", "count", "centred"), CENTRES)
def test_centred_is_symmetric_in_the_text_block(left: int, count: int, centred: bool) -> None:
    left = 258 if count == 5 else left
    sheet = body(Sheet(), 150, 12).text(left, 100, BODY[:count])
    first = next(b for b in read(sheet).blocks if isinstance(b, Line))
    assert first.centred is centred


def test_pages_without_text_are_unread() -> None:
    found = read(Sheet().text(74, 100, "甲"), Sheet().rule(10, 10, 90, 90), Sheet().text(74, 100, "乙"))
    assert [(b.text, b.page) for b in found.blocks if isinstance(b, Line)] == [("甲", 1), ("乙", 3)]
    assert (found.pages, found.unread) == (3, (2,))


def test_a_page_whose_font_tells_no_characters_is_unread() -> None:
    data = pdf(Sheet().text(74, 100, "甲乙丙"), Sheet().text(74, 100, "丁"))
    found = scan(
        File("甲.pdf", data.replace(b"/UniGB-UCS2-H", b"/Identity-H   ").replace(b"(GB1)", b"(XX1)"))
    )
    assert found.unread == (1, 2)
    assert found.remarks[0] == "第 1 页的字体没有文字编码，未能读出"
    assert found.blocks == ()


def test_a_damaged_page_is_unread_and_the_others_are_read() -> None:
    data = pdf(Sheet().text(74, 100, "甲"), Sheet().text(74, 100, "乙"))
    first = data.index(b"/Contents 6 0 R")
    found = scan(File("甲.pdf", data[:first] + b"/Contents (....)" + data[first + 15 :]))
    assert [b.text for b in found.blocks if isinstance(b, Line)] == ["乙"]
    assert found.unread == (1,)


def test_a_page_set_sideways_is_turned() -> None:
    sheet = Sheet()
    for column, words in enumerate(("横排的表", "第二行文字")):
        at = f"0 1 -1 0 {100 + 30 * column} {sheet.height - 700} Tm"
        sheet.drawn.append(f"BT /F1 16 Tf {at} <{words.encode('utf-16-be').hex()}> Tj ET")
    found = read(sheet)
    assert texts(found) == ["横排的表", "第二行文字"]
    first = found.blocks[0]
    assert isinstance(first, Line)
    assert first.box == (142.0, 86.2, 206.0, 102.2)


def test_a_page_with_a_rotation_of_its_own() -> None:
    sheet = Sheet(rotate=90)
    at = f"0 1 -1 0 100 {sheet.height - 700} Tm"
    sheet.drawn.append(f"BT /F1 16 Tf {at} <{'横排的表'.encode('utf-16-be').hex()}> Tj ET")
    assert texts(read(sheet)) == ["横排的表"]


COLUMNS = [74.0, 124.0, 324.0, 520.0]


def table(rows: list[float], *said: tuple[int, int, str], sheet: Sheet | None = None) -> Sheet:
    """A grid with words in (row, column)."""
    sheet = (sheet or Sheet()).grid(COLUMNS, rows)
    for row, column, words in said:
        sheet.text(COLUMNS[column] + 6, rows[row] + 20, words, 12)
    return sheet


HEADER = ((0, 0, "序号"), (0, 1, "任务"), (0, 2, "单位"))


def test_a_ruled_table_and_the_lines_round_it() -> None:
    sheet = (
        table([200, 230, 260], *HEADER, (1, 0, "1"), (1, 1, "甲"), (1, 2, "教育局"))
        .text(74, 180, "上")
        .text(74, 300, "下")
    )
    found = read(sheet)
    assert [type(b).__name__ for b in found.blocks] == ["Line", "Table", "Line"]
    assert cells(found) == [
        ("序号", 0, 0, 1, 1),
        ("任务", 0, 1, 1, 1),
        ("单位", 0, 2, 1, 1),
        ("1", 1, 0, 1, 1),
        ("甲", 1, 1, 1, 1),
        ("教育局", 1, 2, 1, 1),
    ]


def test_merged_cells_and_wrapped_lines() -> None:
    sheet = Sheet()
    for x in (74, 520):
        sheet.rule(x, 200, x, 290)
    sheet.rule(124, 200, 124, 290).rule(324, 230, 324, 290)
    for y in (200, 290):
        sheet.rule(74, y, 520, y)
    sheet.rule(124, 230, 520, 230).rule(124, 260, 520, 260)
    sheet.text(80, 245, "类别", 12).text(130, 220, "任务及单位", 12).text(130, 242, "甲", 12).text(
        130, 256, "乙", 12
    )
    sheet.text(330, 250, "教育局", 12).text(330, 280, "财政局", 12)
    assert cells(read(sheet)) == [
        ("类别", 0, 0, 3, 1),
        ("任务及单位", 0, 1, 1, 2),
        ("甲\n乙", 1, 1, 1, 1),
        ("教育局", 1, 2, 1, 1),
        ("", 2, 1, 1, 1),
        ("财政局", 2, 2, 1, 1),
    ]


FIRST = table([700, 730, 760], *HEADER, (1, 0, "1"), (1, 1, "推动建设"), (1, 2, "教育局")).text(
    280, 800, "—1—", 14
)
BREAKS = {
    "the header is repeated": (
        table([60, 90, 120], *HEADER, (1, 0, "2"), (1, 1, "乙"), (1, 2, "财政局")),
        [
            ("序号", 0),
            ("任务", 0),
            ("单位", 0),
            ("1", 1),
            ("推动建设", 1),
            ("教育局", 1),
            ("2", 2),
            ("乙", 2),
            ("财政局", 2),
        ],
    ),
    "no header again": (
        table([60, 90], (0, 0, "2"), (0, 1, "乙"), (0, 2, "财政局")),
        [
            ("序号", 0),
            ("任务", 0),
            ("单位", 0),
            ("1", 1),
            ("推动建设", 1),
            ("教育局", 1),
            ("2", 2),
            ("乙", 2),
            ("财政局", 2),
        ],
    ),
    "the break cuts a row": (
        table([60, 90, 120], (0, 1, "一批项目"), (1, 0, "2"), (1, 1, "乙"), (1, 2, "财政局")),
        [
            ("序号", 0),
            ("任务", 0),
            ("单位", 0),
            ("1", 1),
            ("推动建设\n一批项目", 1),
            ("教育局", 1),
            ("2", 2),
            ("乙", 2),
            ("财政局", 2),
        ],
    ),
    "the break cuts a row under a repeated header": (
        table([60, 90, 120], *HEADER, (1, 1, "一批项目")),
        [("序号", 0), ("任务", 0), ("单位", 0), ("1", 1), ("推动建设\n一批项目", 1), ("教育局", 1)],
    ),
}


@pytest.mark.parametrize("case", BREAKS.values(), ids=BREAKS.keys())
def test_a_table_over_a_page_break_is_one(case: tuple[Sheet, list[tuple[str, int]]]) -> None:
    second, expected = case
    found = read(FIRST, second.text(280, 800, "—2—", 14))
    assert [(text, row) for text, row, *_ in cells(found)] == expected
    assert texts(found) == ["—1—", "—2—"]


def test_the_number_may_stand_in_the_second_half_of_a_cut_row() -> None:
    first = table([700, 730, 760], *HEADER, (1, 1, "推动建设"), (1, 2, "教育局"))
    second = table([60, 90], (0, 0, "1"), (0, 1, "一批项目"))
    assert [text for text, *_ in cells(read(first, second))][3:] == ["1", "推动建设\n一批项目", "教育局"]


def test_a_row_that_is_open_where_the_page_ends() -> None:
    first = table([700, 730], *HEADER)
    for x in COLUMNS:
        first.rule(x, 730, x, 770)
    first.text(80, 750, "1", 12).text(130, 750, "推动建设", 12).text(330, 750, "教育局", 12)
    second = Sheet()
    for x in COLUMNS:
        second.rule(x, 60, x, 90)
    second.rule(74, 90, 520, 90).text(130, 80, "一批项目", 12)
    assert [text for text, *_ in cells(read(first, second))][3:] == ["1", "推动建设\n一批项目", "教育局"]


def test_a_merged_cell_that_is_open_where_the_page_ends() -> None:
    first = table([700, 730], *HEADER)
    for x in COLUMNS:
        first.rule(x, 730, x, 770)
    first.rule(COLUMNS[0], 770, COLUMNS[-2], 770)
    first.text(80, 750, "1", 12).text(130, 750, "推动建设", 12).text(330, 750, "教育局", 12)
    assert [text for text, *_ in cells(read(first))][3:] == ["1", "推动建设", "教育局"]


def unnumbered(rows: list[float], said: list[tuple[str, str]]) -> Sheet:
    """A table of two columns, 任务 and 单位, without serial numbers."""
    sheet = Sheet().grid([74, 324, 520], rows)
    for top, (left, right) in zip(rows, said, strict=False):
        sheet.text(80, top + 20, left, 12).text(330, top + 20, right, 12)
    return sheet


UNNUMBERED = [
    (("推动云溪市重点任务落实并持续跟踪问效考核", "教育局"), ("加强督导。", ""), True),  # cut
    (("推动云溪市重点任务落实。", "教育局"), ("加强督导。", ""), False),  # the text ended
    (("推动重点任务", "教育局"), ("加强督导", "财政局"), False),  # a short line ends its text
    (("推动云溪市重点任务落实并持续跟踪问效考核", "教育局"), ("加强督导。", "财政局"), False),
    (
        ("推动云溪市重点任务落实并持续跟踪问效考核", "教育局、财政局、发展改革委、民"),
        ("加强督导。", "政局"),
        True,
    ),
]


@pytest.mark.parametrize(("upper", "lower", "cut"), UNNUMBERED)
def test_a_row_without_a_number_is_cut_where_its_lines_are_full(
    upper: tuple[str, str], lower: tuple[str, str], cut: bool
) -> None:
    first = unnumbered([700, 730, 760], [("任务", "单位"), upper])
    second = unnumbered([60, 90, 120], [lower, ("完善制度。", "民政局")])
    rows = max(row for _, row, *_ in cells(read(first, second)))
    assert rows == (2 if cut else 3)


def test_a_group_cell_goes_on_over_the_break() -> None:
    def grouped(rows: list[float], group: str, said: list[str]) -> Sheet:
        sheet = Sheet().grid([74, 124], [rows[0], rows[-1]])
        for y in rows:
            sheet.rule(124, y, 520, y)
        sheet.rule(324, rows[0], 324, rows[-1]).rule(520, rows[0], 520, rows[-1])
        sheet.text(80, rows[0] + 20, group, 12)
        for top, words in zip(rows, said, strict=False):
            sheet.text(130, top + 20, words, 12).text(330, top + 20, "局", 12)
        return sheet

    found = cells(
        read(grouped([700, 730, 760], "教育", ["一。", "二。"]), grouped([60, 90, 120], "", ["三。", "四。"]))
    )
    assert found[0] == ("教育", 0, 0, 4, 1)
    assert [(text, row) for text, row, column, *_ in found if column == 1] == [
        ("一。", 0),
        ("二。", 1),
        ("三。", 2),
        ("四。", 3),
    ]


def test_a_heading_between_parts_two_tables() -> None:
    second = table([120, 150], (0, 0, "1"), (0, 1, "乙"), sheet=Sheet().text(74, 100, "附件2"))
    second.text(330, 140, "局", 12).rule(74, 180, 520, 180)
    for x in COLUMNS:
        second.rule(x, 150, x, 180)
    found = read(FIRST, second)
    assert sum(isinstance(b, Table) for b in found.blocks) == 2
    assert "附件2" in texts(found)


def test_a_table_without_its_outer_sides() -> None:
    sheet = Sheet().rule(124, 200, 124, 260).rule(324, 200, 324, 260)
    for y in (200, 230, 260):
        sheet.rule(74, y, 520, y)
    for row, column, words in (*HEADER, (1, 0, "1"), (1, 1, "甲"), (1, 2, "局")):
        sheet.text(COLUMNS[column] + 6, 220 + 30 * row, words, 12)
    assert [text for text, *_ in cells(read(sheet))] == ["序号", "任务", "单位", "1", "甲", "局"]


def test_boxes_that_are_no_table() -> None:
    frame = Sheet().grid([74, 520], [200, 230, 300]).text(80, 220, "专栏1").text(80, 260, "内容")
    assert texts(read(frame)) == ["专栏1", "内容"]
    row = Sheet().grid([74, 200, 520], [200, 230]).text(80, 220, "左").text(210, 220, "右")
    assert texts(read(row)) == ["左", "右"]


def test_two_columns_of_text_are_read_one_after_the_other() -> None:
    sheet = Sheet().text(150, 60, "公报标题横贯两栏之上", 20)
    for i in range(6):
        sheet.text(60, 100 + 20 * i, f"左{i}" + BODY[:16], 12).text(
            320, 100 + 20 * i, f"右{i}" + BODY[:16], 12
        )
    found = texts(read(sheet))
    assert found[0] == "公报标题横贯两栏之上"
    assert [text[:2] for text in found[1:]] == [f"{side}{i}" for side in "左右" for i in range(6)]


def test_columns_whose_paragraphs_are_short_over_a_small_page_number() -> None:
    sheet = Sheet()
    for i in range(3):
        for left, side in ((60, "左"), (320, "右")):
            sheet.text(left + 24, 100 + 60 * i, f"{side}{i}" + BODY[:14], 12)
            sheet.text(left, 120 + 60 * i, f"{side}{i}" + BODY[14:30], 12).text(
                left, 140 + 60 * i, "做好", 12
            )
    found = texts(read(sheet.text(290, 800, "· 1 ·", 9)))
    assert [text[:2] for text in found[::3]] == ["左0", "左1", "左2", "右0", "右1", "右2", "· "]


def test_lines_go_on_in_the_right_column_as_in_the_left() -> None:
    sheet = Sheet().text(150, 60, "公报标题横贯两栏之上", 20)
    for left, side in ((60, "左"), (320, "右")):
        for i in range(4):
            sheet.text(left + 24, 100 + 60 * i, f"{side}{i}" + BODY[:15], 12)
            sheet.text(left, 120 + 60 * i, BODY[:18], 12).text(left, 140 + 60 * i, BODY[:5], 12)
    found = compose(read(sheet)).text.splitlines()
    assert found[1:] == [f"{side}{i}{BODY[:15]}{BODY[:18]}{BODY[:5]}" for side in "左右" for i in range(4)]


def test_lines_go_on_below_an_item_whose_number_stands_in_a_column_of_its_own() -> None:
    sheet = Sheet()
    for i in range(5):
        sheet.text(74, 100 + 50 * i, f"{i + 1}.", 12)
        sheet.text(120, 100 + 50 * i, BODY[:30], 12).text(120, 120 + 50 * i, "县水利局", 12)
    found = compose(read(sheet)).text.splitlines()
    assert found == [f"{i + 1}. {BODY[:30]}县水利局" for i in range(5)]


def test_lines_go_on_below_an_item_whose_number_stands_further_left() -> None:
    sheet = Sheet()
    for i, number in enumerate("一二三四"):
        sheet.text(74, 100 + 70 * i, f"（{number}）{BODY[:30]}", 12)
        sheet.text(110, 120 + 70 * i, BODY[:30], 12).text(110, 140 + 70 * i, BODY[:9], 12)
    found = compose(read(sheet)).text.splitlines()
    assert found == [f"（{number}）{BODY[:30]}{BODY[:30]}{BODY[:9]}" for number in "一二三四"]


def test_a_bracket_set_at_the_right_edge_goes_on_there() -> None:
    sheet = body(Sheet(), 100, 2)
    sheet.text(74, 156, "（责任单位：县水利局、县农业农村局、县交通运输局、县财政").text(490, 184, "局）")
    assert compose(read(sheet)).text.endswith("县交通运输局、县财政局）")


def test_three_columns_of_text_below_a_title_over_the_middle_one() -> None:
    sheet = Sheet().text(240, 60, "云泽市公报", 20)
    for left, side in ((40, "左"), (220, "中"), (400, "右")):
        for i in range(6):
            sheet.text(left, 100 + 20 * i, f"{side}{i}" + BODY[:12], 12)
    found = texts(read(sheet))
    assert [text[:2] for text in found[1:]] == [f"{side}{i}" for side in "左中右" for i in range(6)]


def test_cells_without_rules_stay_in_their_rows() -> None:
    sheet = Sheet()
    for i in range(6):
        sheet.text(60, 100 + 30 * i, f"{i}").text(100, 100 + 30 * i, "任务" * (i % 3 + 1)).text(
            300, 100 + 30 * i, "局" * (i + 1)
        )
    assert [text.split()[0] for text in texts(read(sheet))] == [str(i) for i in range(6)]


def test_cells_of_one_width_are_no_columns_of_text() -> None:
    sheet = Sheet()
    for i in range(6):
        sheet.text(60, 100 + 30 * i, f"{i}").text(100, 100 + 30 * i, "新建水池两座").text(
            300, 100 + 30 * i, "县水利局"
        ).text(400, 100 + 30 * i, "六月底前")
    assert [text.split()[0] for text in texts(read(sheet))] == [str(i) for i in range(6)]


def test_what_cannot_be_opened_says_why() -> None:
    good = pdf(Sheet().text(74, 100, "甲"))
    locked = good.replace(
        b"/Root 1 0 R",
        b"/Encrypt << /Filter /Standard /V 1 /R 2 /O <%s> /U <%s> /P -4 >> /ID [<00> <00>] /Root 1 0 R"
        % (b"11" * 32, b"22" * 32),
    )
    cases = [(locked, "密码"), (b"%PDF-1.4\n nothing", "损坏"), (pdf(), "没有页面")]
    for data, message in cases:
        with pytest.raises(UnreadableFile, match=message):
            scan(File("甲.pdf", data))


@pytest.mark.parametrize("path", sorted(Path("corpora/docs").glob("*.pdf")), ids=lambda path: path.stem)
def test_no_character_of_a_page_is_lost_but_repeated_headers(path: Path) -> None:
    found = read_file(path)
    table_cells = [c for block in found.blocks if isinstance(block, Table) for c in block.cells]
    said = Counter("".join(texts(found)) + "".join(c.text for c in table_cells))
    header = Counter("".join(c.text for c in table_cells if c.row == 0) * (found.pages or 0))
    with pdfplumber.open(path) as document:
        printed = Counter(c["text"] for page in document.pages for c in page.chars)
    lost = {c: n - said[c] for c, n in printed.items() if c.strip() and n != said[c]}
    assert all(0 < n <= header[c] for c, n in lost.items())
    assert {c for c in said if c.strip()} <= set(printed)


@pytest.mark.parametrize("size", [0, 0.01, 0.04, -8])
def test_words_printed_so_small_that_nobody_sees_them_break_nothing(size: float) -> None:
    assert scan(File("a.pdf", pdf(Sheet().text(70, 100, "市民政局抓好落实。", size)))).format == "pdf"


def test_a_fault_of_the_program_is_told_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = pdf_reader._read_page

    def faulty(number: int, *rest: Any) -> Any:
        return whole(number, *rest) if number > 1 else [][number]

    monkeypatch.setattr(pdf_reader, "_read_page", faulty)
    found = read(Sheet().text(74, 100, "甲"), Sheet().text(74, 100, "乙"))
    assert [b.text for b in found.blocks if isinstance(b, Line)][-1] == "乙"
    assert any(said.startswith("第 1 页读取时程序出错（IndexError），") for said in found.remarks)


FEET = [
    ("望川县重点任务 1", "望川县重点任务 2", 780, ["页眉页脚", "页眉页脚"]),
    ("建成水塔 1", "建成水塔 3", 780, []),
    ("望川县重点任务 1", "望川县重点任务 2", 700, []),
]


@pytest.mark.parametrize(("first", "second", "height", "dropped"), FEET)
def test_words_with_the_number_of_the_page_at_the_foot_of_two(
    first: str, second: str, height: float, dropped: list[str]
) -> None:
    one = Sheet().text(74, 100, "一、新建水塔两座，由县水利局").text(74, 780, first, 10)
    other = Sheet().text(74, 100, "负责。").text(74, height, second, 10)
    (policy,) = pipeline.read(read(one, other)).documents
    assert [d.why for d in policy.document.dropped] == dropped
