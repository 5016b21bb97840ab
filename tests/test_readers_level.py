"""PDF: tables without upright rules, told by level rules, shades, numbers and white; footnotes below a page."""

from __future__ import annotations

import pytest
from tiny_pdf import Sheet, pdf

from policyparse import pipeline
from policyparse.model import Line, Scan, Table
from policyparse.readers import scan
from policyparse.readers.file import File

LEFTS = (80, 120, 300, 420)
ROWS = (
    ("1", ("新建水塔两座配套管网", "十二公里并装水表"), ("县水利局",), ("6月底前",)),
    ("2", ("整修村道",), ("县交通局", "各乡镇"), ("9月底前",)),
    ("3", ("改造校舍三所添置桌椅", "二百套建成食堂一座", "并通过验收"), ("县教育局",), ("8月底前",)),
)
HEAD = ("序号", "任务", "责任单位", "时限")


def read(*sheets: Sheet) -> Scan:
    return scan(File("甲.pdf", pdf(*sheets)))


def rows_of(found: Scan) -> list[list[str]]:
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    rows: dict[int, list[str]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, []).append(cell.text)
    return list(rows.values())


WANTED = [[*HEAD], *([row[0], *("\n".join(cell) for cell in row[1:])] for row in ROWS)]


def drawn(*, middle: bool, white: float, mark: str = "") -> Sheet:
    """The table, its cells at the head or in the ``middle`` of rows that are ``white`` points apart, with rules or shades (``mark``)."""
    sheet, y = Sheet(), 100.0
    if mark in ("three", "rows"):
        sheet.rule(74, y, 520, y)
    for left, label in zip(LEFTS, HEAD, strict=True):
        sheet.text(left, y + 14, label, 12)
    y += 20
    if mark in ("three", "rows"):
        sheet.rule(74, y, 520, y)
    for n, (number, *cells) in enumerate(ROWS):
        tall = max(map(len, cells)) * 16 + white
        if mark == "shades" and n % 2 == 0:
            sheet.drawn.append(f"0.9 g 74 {sheet.height - y - tall} 446 {tall} re f 0 g")
        for left, cell in zip(LEFTS, ((number,), *cells), strict=True):
            top = (tall - 16 * len(cell)) / 2 if middle else white / 2
            for i, words in enumerate(cell):
                sheet.text(left, y + top + 13 + 16 * i, words, 12)
        y += tall
        if mark == "rows" or (mark == "three" and n == len(ROWS) - 1):
            sheet.rule(74, y, 520, y)
    return sheet


@pytest.mark.parametrize("white", [0.0, 6.0])
@pytest.mark.parametrize("middle", [False, True])
@pytest.mark.parametrize("mark", ["three", "rows", "shades", ""])
def test_a_table_without_upright_rules_keeps_its_rows(mark: str, middle: bool, white: float) -> None:
    assert rows_of(read(drawn(middle=middle, white=white, mark=mark))) == WANTED


def test_a_table_goes_on_overleaf_without_header_or_rule() -> None:
    first = drawn(middle=True, white=6.0, mark="three")
    second = Sheet()
    for left, words in zip(LEFTS, ("4", "建成公园", "县城管局", "5月底前"), strict=True):
        second.text(left, 100, words, 12)
    second.rule(74, 110, 520, 110)
    assert rows_of(read(first, second)) == [*WANTED, ["4", "建成公园", "县城管局", "5月底前"]]


def test_a_label_over_two_columns_and_a_section_over_all() -> None:
    sheet = Sheet()
    for y in (100, 140, 160, 190):
        sheet.rule(74, y, 520, y)
    sheet.text(80, 125, "序号", 12).text(120, 125, "任务", 12).text(350, 114, "责任分工", 12)
    sheet.text(300, 134, "牵头单位", 12).text(420, 134, "配合单位", 12).text(100, 154, "一、民生保障", 12)
    for left, words in zip(LEFTS, ("1", "建成公园", "县城管局", "县水利局"), strict=True):
        sheet.text(left, 180, words, 12)
    (table,) = (block for block in read(sheet).blocks if isinstance(block, Table))
    assert [(c.text, c.row, c.column, c.rows, c.columns) for c in table.cells][:6] == [
        ("序号", 0, 0, 2, 1),
        ("任务", 0, 1, 2, 1),
        ("责任分工", 0, 2, 1, 2),
        ("牵头单位", 1, 2, 1, 1),
        ("配合单位", 1, 3, 1, 1),
        ("一、民生保障", 2, 0, 1, 4),
    ]


IMPRINT = (
    Sheet()
    .rule(74, 700, 520, 700)
    .text(80, 716, "抄送：县委各部门，县法院。", 12)
    .rule(74, 722, 520, 722)
    .text(80, 738, "望川县人民政府办公室", 12)
    .text(400, 738, "2026年2月12日印发", 12)
    .rule(74, 744, 520, 744)
)
HEADED = (
    Sheet()
    .text(80, 60, "望川县公报", 10)
    .text(450, 60, "第3期", 10)
    .rule(74, 66, 520, 66)
    .text(74, 100, "一、总体要求")
)


@pytest.mark.parametrize("sheet", [IMPRINT, HEADED], ids=["imprint", "running head"])
def test_level_rules_that_are_no_table(sheet: Sheet) -> None:
    assert not any(isinstance(block, Table) for block in read(sheet).blocks)


def test_footnotes_are_told_and_are_no_text() -> None:
    sheet = Sheet().text(74, 80, "望川县2026年工作要点", 22)
    sheet.text(74, 120, "一、消除易涝点①六处。（县水利局负责）").rule(74, 700, 200, 700)
    sheet.text(74, 716, "① 易涝点以普查结果为准，每年更新一次。", 10)
    found = read(sheet)
    assert [block.text for block in found.blocks if isinstance(block, Line) and block.note] == [
        "① 易涝点以普查结果为准，每年更新一次。"
    ]
    assert found.remarks == ("脚注不是正文，未读取：“① 易涝点以普查结果为准，每年更新一次。”",)
    (policy,) = pipeline.read(found).documents
    assert [task.number for task in policy.tasks] == ["一、"]
    assert [(d.why, d.page) for d in policy.document.dropped] == [("脚注", 1)]


def test_an_underlined_heading_makes_no_footnotes() -> None:
    sheet = (
        Sheet().text(74, 100, "重点任务", 16).rule(74, 103, 140, 103).text(74, 130, "1.建成公园一座。", 12)
    )
    assert not any(block.note for block in read(sheet).blocks if isinstance(block, Line))


def test_columns_of_text_whose_paragraphs_are_set_in() -> None:
    sheet = Sheet()
    for i in range(6):
        sheet.text(60, 100 + 20 * i, f"左{i}" + "各单位要按照职责分工抓好落实并", 12)
        sheet.text(
            344 if i == 3 else 320,
            100 + 20 * i,
            f"右{i}" + "于年底前报送进展情况确保任务"[: 12 if i == 3 else 14],
            12,
        )
    found = [block.text[:2] for block in read(sheet).blocks if isinstance(block, Line)]
    assert found == [f"{side}{i}" for side in "左右" for i in range(6)]


NARROW = (74, 91, 228, 281, 334)
"""Where the columns begin of a table whose cells are filled to within five points of the next."""
CLOSE = (
    (("序", "号"), ("工作任务",), ("牵头单位",), ("配合单位",), ("完成时限",)),
    (("1",), ("新建水塔两座并铺设管网",), ("县水利局",), ("县财政局",), ("6月底前",)),
    (("2",), ("整修村道十二公里通到山", "口各组"), ("县交通局",), ("各乡镇街", "道办事处"), ("9月底前",)),
    (("3",), ("改造校舍三所",), ("县教育局",), ("县住建局",), ("11月底前",)),
)
TOLD = [["\n".join(cell) for cell in row] for row in CLOSE]


def close(sheet: Sheet, y: float = 100.0, dot: float = 0.0) -> float:
    """A table with a rule (or ``dot`` after dot) below each row alone, its cells in the middle of their rows; where it ends."""
    for row in CLOSE:
        tall = 16 * max(map(len, row)) + 6
        for left, cell in zip(NARROW, row, strict=True):
            for i, words in enumerate(cell):
                sheet.text(left, y + (tall - 16 * len(cell)) / 2 + 13 + 16 * i, words, 12)
        y += tall
        if dot:
            for n in range(int(320 / dot / 2)):
                sheet.drawn.append(f"{72 + 2 * dot * n} {sheet.height - y} {dot} 0.7 re f")
        else:
            sheet.rule(72, y, 392, y)
    return y


@pytest.mark.parametrize("dot", [0.0, 0.7])
def test_columns_that_stand_close_are_told_by_the_white_that_goes_through_all_lines(dot: float) -> None:
    sheet = Sheet()
    close(sheet, dot=dot)
    assert rows_of(read(sheet)) == TOLD


def test_labels_above_the_first_rule_go_over_columns_where_a_rule_of_their_own_says_so() -> None:
    sheet = (
        Sheet().text(240, 96, "责任分工", 12).rule(226, 99, 332, 99).text(150, 60, "望川县2026年任务表", 12)
    )
    close(sheet)
    (table,) = (block for block in read(sheet).blocks if isinstance(block, Table))
    assert ("责任分工", 2) in [(cell.text, cell.columns) for cell in table.cells if cell.row == 0]


def test_running_text_between_two_tables_of_one_breadth_parts_them() -> None:
    sheet = Sheet()
    y = close(sheet)
    sheet.text(72, y + 30, "二、道路建设", 12)
    sheet.text(72, y + 50, "本节任务由县交通局统筹，各乡镇按月报送进展。", 12)
    close(sheet, y + 70)
    found = [type(block) for block in read(sheet).blocks]
    assert found == [Table, Line, Line, Table]


def test_blanks_between_the_words_of_a_cell_part_no_columns() -> None:
    sheet = Sheet()
    for y in (100, 122, 144, 166, 188):
        sheet.rule(72, y, 420, y)
    rows = (
        ("序号", "任务", "责任单位", "时限"),
        *((str(n), "改造校舍", "县财政局 县教育局", "6月底前") for n in range(1, 4)),
    )
    for n, row in enumerate(rows):
        for left, words in zip((80, 120, 200, 340), row, strict=True):
            sheet.text(left, 116 + 22 * n, words, 12)
    assert rows_of(read(sheet)) == [[*row] for row in rows]


COLUMNS = Sheet().rule(72, 90, 436, 90).rule(72, 210, 436, 210)
for n in range(6):
    for left, words in (
        (74, "牵头单位要按照分工抓"),
        (196, "责任部门须于年底前报"),
        (318, "各乡镇应按月通报进展"),
    ):
        COLUMNS.text(left, 108 + 18 * n, words[n:] + words[:n], 12)
NAMES = Sheet().rule(72, 90, 436, 90).text(74, 110, "出席单位：", 12).rule(72, 200, 436, 200)
for n, names in enumerate(("县水利局", "县财政局", "县教育局", "县民政局")):
    for left in (74, 150, 226, 302):
        NAMES.text(left, 130 + 18 * n, names, 12)


@pytest.mark.parametrize("sheet", [COLUMNS, NAMES], ids=["columns of text", "names"])
def test_lines_whose_blanks_align_are_no_table_where_no_header_heads_them(sheet: Sheet) -> None:
    assert not any(isinstance(block, Table) for block in read(sheet).blocks)


def test_the_last_rule_of_a_table_drawn_cell_by_cell_heads_no_footnotes() -> None:
    sheet = Sheet()
    y = close(sheet)
    sheet.rule(72, y, 110, y).rule(110, y, 226, y)
    sheet.text(74, y + 20, "注：以上任务按月调度。", 10).text(74, y + 40, "三、工作要求", 10)
    assert not any(block.note for block in read(sheet).blocks if isinstance(block, Line))


def test_a_title_below_a_rule_of_the_page_is_no_label_of_the_table() -> None:
    sheet = (
        Sheet()
        .text(74, 60, "望川县公报", 10)
        .rule(72, 66, 392, 66)
        .text(120, 94, "望川县2026年任务分工表", 16)
    )
    close(sheet)
    found = read(sheet)
    assert [block.text for block in found.blocks if isinstance(block, Line)] == [
        "望川县公报",
        "望川县2026年任务分工表",
    ]
    assert rows_of(found) == TOLD


def bare(*, sections: bool) -> tuple[Sheet, list[list[str]]]:
    """A table that neither rules nor numbers hold together: labels that stand in the middle of their columns, rows parted by white."""
    sheet, wanted, y = Sheet(), [[*HEAD[1:]]], 140.0
    for left, label in zip((150, 310, 430), HEAD[1:], strict=True):
        sheet.text(left, y - 16, label, 12)
    for n, (_, *cells) in enumerate((*ROWS, *ROWS)):
        if sections and n % 3 == 0:
            heading = ("一、水利和交通", "二、教育工作")[n // 3]
            sheet.text(250, y + 13, heading, 12)
            wanted.append([heading])
            y += 24
        tall = max(map(len, cells)) * 16 + 8
        for left, cell in zip(LEFTS[1:], cells, strict=True):
            top = (tall - 16 * len(cell)) / 2
            for i, words in enumerate(cell):
                sheet.text(left, y + top + 13 + 16 * i, words, 12)
        wanted.append(["\n".join(cell) for cell in cells])
        y += tall
    return sheet.text(74, y + 30, "以上任务由县政府办公室按月调度，各责任单位及时报送。", 12), wanted


@pytest.mark.parametrize("sections", [False, True])
def test_labels_head_a_table_without_rules_and_numbers(sections: bool) -> None:
    sheet, wanted = bare(sections=sections)
    found = read(sheet)
    assert rows_of(found) == wanted
    assert [b.text[:4] for b in found.blocks if isinstance(b, Line)] == ["以上任务"]


def test_a_rule_drawn_dot_by_dot_is_one() -> None:
    sheet = Sheet()

    def dots(x: float, y: float, across: float, down: float) -> None:
        for n in range(int((across + down) / 1.5)):
            left, top = (x + 1.5 * n, y) if across else (x, y + 1.5 * n)
            sheet.drawn.append(f"{left} {sheet.height - top - 0.75} 0.75 0.75 re f")

    for y in (100, 130, 160):
        dots(74, y, 360, 0)
    for x in (74, 254, 434):
        dots(x, 100, 0, 60)
    for left, base, words in (
        (80, 118, "任务"),
        (260, 118, "责任单位"),
        (80, 148, "修渠"),
        (260, 148, "县水利局"),
    ):
        sheet.text(left, base, words, 12)
    assert rows_of(read(sheet)) == [["任务", "责任单位"], ["修渠", "县水利局"]]


def test_labels_of_two_lines_head_a_table_without_rules() -> None:
    sheet = Sheet().text(323, 100, "责任分工", 12).text(140, 107, "任务", 12).text(463, 107, "时限", 12)
    sheet.text(266, 114, "牵头", 12).text(356, 114, "配合单位", 12)
    rows = ("县水利", "县财政局县民政局等", "6月底前"), ("县交通", "各乡镇人民政府", "9月底前")
    for n, row in enumerate(rows):
        sheet.text(80, 140 + 40 * n, "新建水塔两座配套管网", 12).text(80, 156 + 40 * n, "十二公里", 12)
        for left, words in zip((260, 320, 450), row, strict=True):
            sheet.text(left, 140 + 40 * n, words, 12)
    (table,) = (block for block in read(sheet).blocks if isinstance(block, Table))
    assert [(c.text, c.row, c.column, c.rows, c.columns) for c in table.cells][:5] == [
        ("任务", 0, 0, 2, 1),
        ("责任分工", 0, 1, 1, 2),
        ("时限", 0, 3, 2, 1),
        ("牵头", 1, 1, 1, 1),
        ("配合单位", 1, 2, 1, 1),
    ]
    assert [c.text for c in table.cells if c.row > 1 and c.column == 1] == ["县水利", "县交通"]


def test_two_columns_without_rules_and_numbers_are_told_by_their_labels() -> None:
    sheet, y = Sheet(), 100.0
    told = [
        (("任务",), ("责任单位",)),
        (("整修村道并设安全标牌",), ("县交通局",)),
        (("新建水塔两座配套管网十二公里", "并逐户装设水表"), ("县水利局、各乡镇",)),
        (("改造校舍三所",), ("县教育局",)),
    ]
    for row in told:
        for left, cell in zip((80, 330), row, strict=True):
            for i, words in enumerate(cell):
                sheet.text(left, y + 16 * i, words, 12)
        y += 16 * max(map(len, row)) + 8
    assert rows_of(read(sheet)) == [["\n".join(cell) for cell in row] for row in told]
