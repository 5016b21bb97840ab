"""佐证材料 that a returned table names: attached where the files came with it, told where they did not."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from calls import at_desk, run
from tracked import NOON, TODAY, education

from policyparse.ledger import Evidence
from policyparse.returns.evidence import listed, names
from policyparse.returns.lines import Beside
from policyparse.tracker import Tracker, evidence

EDUCATION = "云溪市教育局"


@pytest.mark.parametrize(
    ("cell", "found"),
    [
        ("验收单.pdf", ("验收单.pdf",)),
        ("1. 验收单.pdf\n2. 现场照片.jpg", ("验收单.pdf", "现场照片.jpg")),
        ("附件1：验收单.pdf、附件2：现场.jpg；", ("验收单.pdf", "现场.jpg")),
        ("《验收单》，验收单.pdf，验收单.pdf", ("验收单", "验收单.pdf")),
        ("1.5万亩验收.pdf", ("1.5万亩验收.pdf",)),
        ("无", ()),
        ("", ()),
    ],
)
def test_the_names_in_a_cell(cell: str, found: tuple[str, ...]) -> None:
    assert names(cell) == found


def test_a_name_may_go_without_its_suffix_where_one_file_has_it() -> None:
    photo, paper, sheet = (Beside(name, b"x") for name in ("现场.JPG", "验收单.pdf", "验收单.xlsx"))
    cell = listed("现场、验收单、验收单.PDF、纪要.docx", (photo, paper, sheet))
    assert (cell.found, cell.missing) == ((photo, paper), ("验收单", "纪要.docx"))


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tracker whose workbooks are out for June, and an empty folder 收回."""
    at_desk(tmp_path, monkeypatch)
    with Tracker(tmp_path / "office.db") as tracker:
        tracker.add(education(), at=NOON)
        tracker.set_reporting(1, "monthly", 5, at=NOON)
    run("export", "--ledger", "--per-unit", str(tmp_path / "下发"), "--period", "2025-06")
    (tmp_path / "收回").mkdir()
    return tmp_path


def filled(desk: Path, cells: Mapping[str, str]) -> Path:
    """The workbook of 教育局 with something in the first row that it leads, sent back."""
    book = openpyxl.load_workbook(desk / "下发" / f"{EDUCATION}.xlsx")
    page = book["牵头任务"]
    head = {cell.value: cell.column for cell in page[2]}
    for header, value in cells.items():
        page.cell(3, head[header]).value = value
    book.save(desk / "收回" / "教育局.xlsx")
    return desk / "收回" / "教育局.xlsx"


def attached(desk: Path) -> tuple[Evidence, ...]:
    with Tracker(desk / "office.db") as tracker:
        assert tracker.check() == ()
        return tracker.task(2, today=TODAY).evidence


def test_files_beside_the_workbook_are_attached_with_the_report_and_taken_back_with_it(desk: Path) -> None:
    table = filled(desk, {"进展情况": "已开工", "佐证材料": "验收单.pdf\n现场"})
    (desk / "收回" / "验收单.pdf").write_bytes(b"%PDF paper")
    (desk / "收回" / "现场.jpg").write_bytes(b"\xff\xd8 photo")
    trial = run("import", str(desk / "收回"), "--dry-run")
    assert "验收单.pdf" in trial.stdout and not trial.stderr
    assert attached(desk) == () and not [p for p in desk.glob("office.files/*/*") if p.is_file()]
    said = run("import", str(desk / "收回"))  # the folder has the files, too: they are no tables that failed
    assert "佐证材料" in said.stdout and "1 份填报入账 2025-06" in said.stdout and not said.stderr
    assert [(e.name, e.unit, e.period) for e in attached(desk)] == [
        ("验收单.pdf", EDUCATION, "2025-06"),
        ("现场.jpg", EDUCATION, "2025-06"),
    ]
    shown = run("show", "2").stdout
    assert "佐证材料" in shown and f"{EDUCATION}，2025-06，10 字节" in shown
    assert "没有更新" in run("import", str(table)).stdout  # the same once more is nothing to do
    run("undo")
    assert attached(desk) == ()


def test_files_in_the_same_archive_are_attached(desk: Path) -> None:
    table = filled(desk, {"佐证材料": "单.pdf、工资.exe"})
    packed = desk / "收回.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(table, "教育局/填报.xlsx")
        archive.writestr("教育局/单.pdf", b"ours")
        archive.writestr("财政局/单.pdf", b"theirs")
        archive.writestr("教育局/工资.exe", b"MZ")
    said = run("import", str(packed), code=1)
    assert "佐证材料没有附上：“工资.exe”不是可以附的种类" in said.stderr
    assert "财政局/单.pdf：没有读" in said.stderr and "教育局/单.pdf" not in said.stderr
    (one,) = attached(desk)
    with Tracker(desk / "office.db") as tracker:
        assert evidence.content(tracker.database, one.sha256) == b"ours"


def test_what_did_not_come_is_told_and_keeps_nothing_back(desk: Path) -> None:
    (desk / "机密.pdf").write_bytes(b"secret")
    table = filled(desk, {"进展情况": "已开工", "佐证材料": "验收单.pdf、../机密.pdf"})
    said = run("import", str(table), code=1)
    assert "任务 2 的佐证材料“验收单.pdf”没有随表报来" in said.stderr and "../机密.pdf" in said.stderr
    assert "1 份填报入账" in said.stdout and attached(desk) == ()


def test_the_next_workbook_has_the_unit_s_own_names_and_a_new_file_of_an_old_name_is_attached(
    desk: Path,
) -> None:
    with Tracker(desk / "office.db") as tracker:
        for unit, data in (("市教育局", b"may"), ("市民政局", b"other")):
            (desk / "照片.jpg").write_bytes(data)
            evidence.attach(tracker.database, 2, [desk / "照片.jpg"], unit=unit, period="2025-05")
    run("export", "--ledger", "--per-unit", str(desk / "下发"), "--period", "2025-06", "--force")
    table = filled(desk, {"进展情况": "已开工"})
    page = openpyxl.load_workbook(table)["牵头任务"]
    names_of = [row[[c.value for c in page[2]].index("佐证材料")].value for row in page.iter_rows(min_row=3)]
    assert names_of[0] == "照片.jpg"
    assert run("import", str(table)).stderr == ""  # the name stands there since May: no file is missed
    (table.parent / "照片.jpg").write_bytes(b"june")
    run("import", str(table))
    assert [(e.period, e.size) for e in attached(desk)] == [("2025-05", 3), ("2025-05", 5), ("2025-06", 4)]


def test_a_table_that_is_evidence_is_no_report(desk: Path) -> None:
    filled(desk, {"进展情况": "已开工", "佐证材料": "台账.xlsx"})
    book = openpyxl.Workbook()
    for row in (("重点任务", "进展情况"), ("巩固双减成果", "另有说法")):
        book.worksheets[0].append(row)
    book.save(desk / "收回" / "台账.xlsx")
    said = run("import", str(desk / "收回"))
    assert "另有说法" not in said.stdout and not said.stderr
    assert [e.name for e in attached(desk)] == ["台账.xlsx"]


def test_a_finished_task_is_applied_for_with_its_evidence(desk: Path) -> None:
    (desk / "验收单.pdf").write_bytes(b"%PDF")
    said = run("apply", "2", "--evidence", str(desk / "验收单.pdf"), code=1)
    assert "尚未完成" in said.stderr and attached(desk) == ()  # what is refused attaches nothing
    run("progress", "2", "--state", "已完成")
    assert "待审核，佐证材料 1 件" in run("apply", "2", "--evidence", str(desk / "验收单.pdf")).stdout
    assert [e.name for e in attached(desk)] == ["验收单.pdf"]


def test_show_says_for_whom_a_collective_unit_stands(desk: Path) -> None:
    run("edit", "2", "--add-support", "各县区政府", "--new-unit")
    run("units", "--members", "各县区政府", "临江县政府", "青禾区政府")
    assert "成员单位　" in (shown := run("show", "2").stdout) and "临江县政府、青禾区政府" in shown
