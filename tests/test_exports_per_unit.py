"""The workbooks that go out to the units: what each holds, what may be changed in it, how it is known again."""

from __future__ import annotations

import io
from dataclasses import replace

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from hypothesis import given
from hypothesis import strategies as st
from ledger_samples import DONE, FULL, TASK, TASKS, unit
from openpyxl.worksheet.worksheet import Worksheet

from policyparse.cli.export import distinct, file_name
from policyparse.exports.form import Options
from policyparse.exports.marks import PREFIX, stamp, touched
from policyparse.exports.per_unit import FORM, SPARE_ROWS, document, workbook
from policyparse.exports.units import UnitTasks, by_unit, of_unit
from policyparse.ledger import STATES, UnitStanding

EDUCATION = "云溪市教育局"
HEALTH = "云溪市卫生健康委"
ENTRIES = {
    "责任人", "联系方式", "状态", "总体进度", "目标现值", "进展情况", "存在问题", "下一步", "需协调事项", "事由",
    "佐证材料",
}  # fmt: skip


def opened(unit: UnitTasks) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(workbook(unit, Options())))


def column(page: Worksheet, header: str) -> int:
    return [cell.value for cell in page[2]].index(header) + 1


def test_each_unit_has_its_own_tasks() -> None:
    units = {u.canonical: ([t.id for t in u.lead], [t.id for t in u.support]) for u in by_unit(TASKS)}
    assert units[HEALTH] == ([12], [13])
    assert units[EDUCATION] == ([], [12, 14])
    assert units["云溪市应急局"] == ([14], [])


def test_a_unit_that_leads_and_supports_one_task_leads_it() -> None:
    both = replace(TASK, units=(unit("市教育局"), unit("市教育局", "support")))
    assert [t.id for t in of_unit((both,), EDUCATION).lead] == [12]
    assert of_unit((both,), EDUCATION).support == ()


def test_sheets_for_what_there_is() -> None:
    assert opened(of_unit(TASKS, HEALTH)).sheetnames == ["牵头任务", "配合任务", "填写说明"]
    assert opened(of_unit(TASKS, EDUCATION)).sheetnames == ["配合任务", "填写说明"]


def test_the_file_says_whose_it_is() -> None:
    book = opened(of_unit(TASKS, HEALTH))
    assert book.custom_doc_props[f"{PREFIX}unit"].value == HEALTH
    assert book["牵头任务"]["A1"].value == "《云溪市托育服务提升若干措施》督查台账（市卫生健康委）：牵头任务"


def test_last_entries_are_filled_in() -> None:
    own = UnitStanding(HEALTH, "市卫生健康委", "support", "2025-09", FULL.progress)
    told = tuple(replace(task, standings=(own,)) if task.id == FULL.id else task for task in TASKS)
    page = opened(of_unit(told, HEALTH))["配合任务"]
    row = {head.value: cell.value for head, cell in zip(page[2], page[3], strict=True)}
    assert row["任务号"] == 13 and row["任务键"] == FULL.key
    assert (row["状态"], row["总体进度"], row["进展情况"]) == ("推进中", 0.4, "已培训80人次")
    assert (row["责任人"], row["联系方式"], row["存在问题"]) == ("李四", "0123-456", "经费未到位")


def test_only_the_entries_may_be_changed() -> None:
    page = opened(of_unit(TASKS, HEALTH))["牵头任务"]
    free = {head.value for head, cell in zip(page[2], page[3], strict=True) if not cell.protection.locked}
    assert page.protection.sheet and free == ENTRIES
    assert not page.protection.autoFilter and not page.protection.insertRows


def test_spare_rows_are_free_but_for_the_keys() -> None:
    page = opened(of_unit(TASKS, HEALTH))["牵头任务"]
    assert page.max_row == 2 + 1 + SPARE_ROWS
    locked = {head.value for head, cell in zip(page[2], page[4], strict=True) if cell.protection.locked}
    assert locked == {"任务键", "任务号", "填报底稿"}


def test_the_key_is_hidden() -> None:
    page = opened(of_unit(TASKS, HEALTH))["牵头任务"]
    assert page.column_dimensions["A"].hidden and page["A2"].value == "任务键"
    last = page.cell(2, len(FORM))
    assert page.column_dimensions[last.column_letter].hidden and last.value == "填报底稿"


def test_the_stamp_tells_what_was_written() -> None:
    out = stamp(FULL)
    assert touched(out, "note", " 已培训80人次\r\n") is False
    assert touched(out, "note", "已培训90人次") is True
    assert (touched(out, "percent", "40"), touched(out, "percent", "41")) == (False, True)
    assert touched(out, "presents", "培训托育人员：80") is True
    assert touched(None, "note", "") is None and touched("ab.cd", "note", "") is None


def test_states_are_a_list_and_shares_a_range() -> None:
    page = opened(of_unit(TASKS, HEALTH))["牵头任务"]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in page.data_validations.dataValidation}
    states = rules[page.cell(3, column(page, "状态")).coordinate]
    assert states.formula1 == f'"{",".join(STATES)}"' and states.type == "list"
    shares = rules[page.cell(3, column(page, "总体进度")).coordinate]
    assert (shares.type, shares.formula1, shares.formula2) == ("decimal", "0", "1")
    assert page.cell(3, column(page, "总体进度")).number_format == "0%"


def test_the_document_parts_lead_from_support() -> None:
    content = document(of_unit(TASKS, HEALTH), Options())
    table = docx.Document(io.BytesIO(content)).tables[0]._tbl
    rows = [
        ["".join(t.text or "" for t in c.iter(qn("w:t"))) for c in r.iter(qn("w:tc"))] for r in table.tr_lst
    ]
    assert [row[0] for row in rows if len(row) == 1] == [
        "牵头任务", "一、扩大供给", "配合任务", "二、提升质量", "（一）队伍建设",
    ]  # fmt: skip


def test_every_entry_column_is_in_the_form() -> None:
    page = opened(of_unit((DONE,), EDUCATION))["配合任务"]
    assert len(page[2]) == len(FORM) and {c.value for c in page[2]} >= ENTRIES


NAMES = [
    (["甲/局", "甲局", "甲局（2）", "甲:局（2）"], ["甲局", "甲局（3）", "甲局（2）", "甲局（2）（2）"]),
    (["ABC局", "abc局", "ABC局"], ["ABC局", "abc局（2）", "ABC局（3）"]),
    (["CON", "nul.txt", "COM1", "CONTROL"], ["CON_", "nul.txt_", "COM1_", "CONTROL"]),
    (["..", "甲\u202e局\x07"], ["未命名", "甲局"]),
]


@pytest.mark.parametrize(("units", "files"), NAMES)
def test_each_unit_has_a_file_of_its_own_on_every_system(units: list[str], files: list[str]) -> None:
    assert distinct(map(file_name, units)) == files


@given(st.lists(st.text(alphabet="甲aA（2）.") | st.sampled_from(["con", "甲（2）"]), max_size=9))
def test_no_two_units_share_a_file(units: list[str]) -> None:
    made = distinct(map(file_name, units))
    assert len({name.casefold() for name in made}) == len(units)
