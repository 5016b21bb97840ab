"""The Word and Excel files, opened again by the libraries that others open them with."""

from __future__ import annotations

import io
import time
import zipfile
from dataclasses import replace
from datetime import date, datetime
from types import SimpleNamespace

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import DONE, ELSEWHERE, FULL, TASK, TASKS

from policyparse.errors import ExportError
from policyparse.exports import Options, render
from policyparse.exports.columns import COLUMNS, LEDGER
from policyparse.exports.docx import PAPERS as PAGES
from policyparse.exports.docx import broken, look_for
from policyparse.exports.form import Form, FormRow, form
from policyparse.exports.marks import stamp
from policyparse.exports.widths import (
    CELL_MARGIN,
    CELL_PAD,
    LINE,
    MM_PER_POINT,
    column_widths,
    height,
    lines_at_most,
    room_of,
)

PLAIN = Options()
SHEETS = ["责任分工表", "量化目标", "单位汇总"]


def opened(options: Options = PLAIN, tasks: tuple = TASKS) -> docx.document.Document:  # type: ignore[type-arg]
    return docx.Document(io.BytesIO(render(tasks, options, "docx")))


def rows(document: docx.document.Document) -> list[list[str]]:
    table = document.tables[0]._tbl
    return [["".join(t.text for t in c.iter(qn("w:t"))) for c in r.iter(qn("w:tc"))] for r in table.tr_lst]


def test_docx_page_is_the_standards() -> None:
    page = opened().sections[0]
    assert [round(x.mm) for x in (page.page_width, page.page_height)] == [297, 210]
    margins = (page.top_margin, page.bottom_margin, page.left_margin, page.right_margin)
    assert [round(x.mm) for x in margins] == [28, 26, 35, 37]


PAPERS = [
    (("seq", "title"), None, (297, 210, 10.5)),
    (LEDGER, None, (420, 297, 10.5)),
    (LEDGER, "A4", (297, 210, 9)),
    (("seq", "title"), "A3", (420, 297, 10.5)),
]


@pytest.mark.parametrize(("columns", "wanted", "paper"), PAPERS)
def test_a_wide_table_has_wide_paper(
    columns: tuple[str, ...], wanted: str | None, paper: tuple[float, ...]
) -> None:
    found = look_for(form(TASKS, Options(columns=columns)), wanted)
    assert (found.page.width, found.page.height, found.points) == paper


def test_a_long_table_has_smaller_type() -> None:
    long = tuple(replace(TASK, text="加快推进重点项目建设。" * 20) for _ in range(200))
    assert look_for(form(long, Options()), None).points == 9


def test_an_empty_column_is_left_out_of_a_printed_table() -> None:
    bare = replace(TASK, targets=(), units=TASK.units[:1])
    assert [c.id for c in form((bare,), Options()).columns] == ["seq", "title", "text", "lead", "deadline"]
    assert "targets" in [c.id for c in form((bare, FULL), Options()).columns]
    assert "targets" in [c.id for c in form((bare,), Options(), sections=False).columns]
    assert [c.id for c in form((bare,), Options(columns=("targets",))).columns] == ["targets"]


def test_docx_rows() -> None:
    table = rows(opened(tasks=(TASK, DONE)))
    assert table[0] == ["序号", "重点任务", "工作内容", "量化目标", "牵头单位", "配合单位", "完成时限"]
    assert table[1] == ["一、扩大供给"]
    assert table[2][:2] == ["1", "增加普惠托位"] and table[2][6] == "2025年12月底前"
    assert table[3:5] == [["二、提升质量"], ["（二）安全管理"]]


def test_docx_header_repeats_and_rows_hold_together() -> None:
    long = replace(TASK, text="很长的内容。" * 400)
    head, section, short, tall = opened(tasks=(TASK, long)).tables[0]._tbl.tr_lst
    assert head.find(f".//{qn('w:tblHeader')}") is not None
    assert section.find(f".//{qn('w:gridSpan')}").get(qn("w:val")) == "7"
    assert short.find(f".//{qn('w:cantSplit')}") is not None
    assert tall.find(f".//{qn('w:cantSplit')}") is None


def test_docx_fonts_have_fallbacks() -> None:
    document = opened()
    fonts = {
        style.name: style.element.rPr.rFonts.get(qn("w:eastAsia"))
        for style in document.styles
        if style.name in {"表格标题", "表头", "表格正文", "表格节"}
    }
    assert fonts == {
        "表格标题": "方正小标宋简体", "表头": "黑体", "表格正文": "仿宋_GB2312", "表格节": "楷体_GB2312",
    }  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(render(TASKS, Options(), "docx"))) as archive:
        font_table = archive.read("word/fontTable.xml").decode()
    assert '<w:font w:name="仿宋_GB2312"><w:altName w:val="仿宋,' in font_table


def test_docx_page_numbers_stand_outside() -> None:
    page = opened().sections[0]
    for footer, side in ((page.footer, "right"), (page.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert paragraph.find(f".//{qn('w:fldSimple')}").get(qn("w:instr")).strip() == "PAGE"
        assert paragraph.find(f".//{qn('w:jc')}").get(qn("w:val")) == side
        assert "".join(t.text for t in paragraph.iter(qn("w:t"))) == "— 1 —"


def test_docx_properties_follow_the_order_of_the_schema() -> None:
    """Word calls a file damaged whose paragraph properties stand in another order (ECMA-376, CT_PPr)."""
    order = ["keepNext", "autoSpaceDE", "autoSpaceDN", "spacing", "jc"]
    for style in opened().styles:
        if style.name.startswith("表"):
            names = [child.tag.rpartition("}")[2] for child in style.element.pPr]
            assert names == [name for name in order if name in names]


def test_docx_ends_with_a_low_paragraph() -> None:
    last = opened().paragraphs[-1]
    assert last.text == "" and last.style.font.size.pt == 1
    assert last._p.getprevious().tag == qn("w:tbl")


def test_ledger_says_who_reports_and_when() -> None:
    told = Options(ledger=True, unit="市教育局", day=date(2025, 6, 30))
    remark = opened(told).paragraphs[1].text
    assert "填报单位：市教育局" in remark and "填报日期：2025年6月30日" in remark
    first, _, second = (p.text for p in opened(replace(told, ledger=False)).paragraphs[:3])
    assert first == "附件" and "制表单位：市教育局" in second and "制表日期：2025年6月30日" in second


WIDTHS = [
    (Options(), 8),
    (Options(ledger=True), 8),
    (Options(columns=("seq",)), 225),
    (Options(columns=tuple(COLUMNS)), 3),
]


@pytest.mark.parametrize(("options", "least"), WIDTHS)
def test_widths_fill_the_type_area(options: Options, least: float) -> None:
    widths = column_widths(form(TASKS, options), 225, 9)
    assert sum(widths) == pytest.approx(225) and min(widths) >= least


def test_a_column_to_write_in_has_room_for_its_whole_header() -> None:
    table = form(TASKS, Options(ledger=True))
    empty = [at for at, column in enumerate(table.columns) if column.id in ("person", "contact", "next_step")]
    blank = replace(table, lines=tuple(FormRow(FULL, ("",) * len(table.columns)) for _ in TASKS))
    widths = column_widths(blank, 348, 10.5)
    assert len(empty) == 3
    for at in empty:
        assert widths[at] - 2 * CELL_MARGIN >= len(table.columns[at].header) * 10.5 * MM_PER_POINT


def test_a_long_title_breaks_where_its_sense_ends() -> None:
    paper = PAGES["A4"]
    assert broken("《短》责任分工表", paper) == "《短》责任分工表"
    assert broken(f"《{'长' * 26}》责任分工表", paper) == f"《{'长' * 26}》\n责任分工表"


def workbook(options: Options = PLAIN, tasks: tuple = TASKS) -> openpyxl.Workbook:  # type: ignore[type-arg]
    return openpyxl.load_workbook(io.BytesIO(render(tasks, options, "xlsx")))


def test_xlsx_sheets_are_ready_to_use() -> None:
    book = workbook()
    assert book.sheetnames == SHEETS
    page = book["责任分工表"]
    assert page["A1"].value == "《云溪市托育服务提升若干措施》责任分工表"
    assert [c.value for c in page[2]] == [
        "序号", "章节", "重点任务", "工作内容", "量化目标", "分值", "牵头单位", "配合单位", "完成时限",
        "任务键", "填报底稿",
    ]  # fmt: skip
    marks = page.column_dimensions["J"]
    assert marks.hidden and (marks.min, marks.max) == (10, 11)
    assert page.freeze_panes == "A3" and page.auto_filter.ref == "A2:K5"
    assert page["D3"].alignment.wrap_text and page.column_dimensions["D"].width > 30
    assert page["F4"].value == 2.5 and page["A4"].value == 2
    assert page.page_setup.orientation == "landscape" and page.print_title_rows == "$2:$2"


def test_xlsx_rows_are_as_high_as_their_text() -> None:
    page = workbook(tasks=(TASK, replace(TASK, text="字" * 400), replace(TASK, text="字" * 9000)))[
        "责任分工表"
    ]
    short, long, longest = (page.row_dimensions[at].height for at in (3, 4, 5))
    assert 30 < short < 100 < long < longest > 408


def test_xlsx_targets_are_numbers_and_dates() -> None:
    page = workbook()["量化目标"]
    head = [c.value for c in page[2]]
    row = dict(zip(head, (c.value for c in page[4]), strict=True))
    assert row["指标"] == "培训托育人员" and row["数值"] == 200 and row["比较"] == "不低于"
    assert row["完成日期"] == datetime(2025, 12, 31)
    assert page.cell(4, head.index("完成日期") + 1).number_format == "yyyy-mm-dd"
    assert page.cell(3, head.index("数值") + 1).value == 4.5


def test_xlsx_unit_totals() -> None:
    page = workbook()["单位汇总"]
    totals = {row[0]: row[1:] for row in page.iter_rows(min_row=3, values_only=True)}
    assert totals["云溪市卫生健康委"] == (1, 1, 2, 1, 1, 0, 0, 1)
    assert totals["云溪市教育局"] == (0, 2, 2, 1, 0, 1, 0, 0)
    assert sum(row[0] for row in totals.values()) == sum(len(task.lead) for task in TASKS)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", " =HYPERLINK(A1)"])
def test_xlsx_text_is_no_formula(text: str) -> None:
    page = workbook(tasks=(replace(TASK, title=text),))["责任分工表"]
    cell = page["C3"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_xlsx_several_documents_have_a_column() -> None:
    page = workbook(tasks=(TASK, ELSEWHERE))["责任分工表"]
    assert [c.value for c in page[2]][:4] == ["序号", "来源文件", "章节", "重点任务"]


def test_xlsx_cell_is_no_longer_than_excel_takes() -> None:
    text = workbook(tasks=(replace(FULL, text="字" * 40000),))["责任分工表"]["D3"].value
    assert len(text) == 32767 and text.endswith("此处截断）")


def test_a_number_stands_in_one_line_in_a_wider_font_too() -> None:
    """The fonts that an office machine has in place of ours draw digits wider than half a Han character, and % as wide as one."""
    column, mark = COLUMNS["percent"], COLUMNS["title"]
    rows = tuple(FormRow(TASKS[0], ("长" * 300, words)) for words in ("41%", "100%", ""))
    _, width = column_widths(Form("表", (mark, column), rows), 225, 9)
    assert width - 2 * CELL_MARGIN >= (3 * 0.65 + 0.98) * 9 * MM_PER_POINT


def test_a_clock_that_no_docx_can_bear(monkeypatch: pytest.MonkeyPatch) -> None:
    for now in (160_000_000, 4_740_000_000):  # 1975 and 2120
        monkeypatch.setattr(
            zipfile, "time", SimpleNamespace(time=lambda now=now: now, localtime=time.localtime)
        )
        with pytest.raises(ExportError, match="请先校正日期"):
            render(TASKS, PLAIN, "docx")
        assert workbook()["责任分工表"]["A1"].value


@given(st.text(alphabet="县a1，—\n", max_size=60), st.floats(5, 60), st.sampled_from([9.0, 10.5]))
def test_no_text_is_higher_than_is_said_of_it_unread(text: str, width: float, points: float) -> None:
    most = lines_at_most(text, room_of(width, points)) * points * LINE * MM_PER_POINT + 2 * CELL_PAD
    assert height(text, width, points) <= most + 1e-9


@pytest.mark.parametrize("columns", [None, ("title",), tuple(COLUMNS)])
def test_the_stamp_of_a_row_is_that_of_its_task(columns: tuple[str, ...] | None) -> None:
    """It is made of the words that the row has already, whichever of its columns are there."""
    tasks = (FULL, *TASKS, replace(FULL, title=" 甲\x07_x000D_乙 ", text="一\r\n\n二 "))
    table = form(tasks, Options(columns=columns))
    assert [mark for _, mark in table.stamped()] == [*map(stamp, tasks)]
