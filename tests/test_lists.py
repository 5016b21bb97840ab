"""The office's lists: members of a collective unit, which answer for its tasks each by itself, and the order of units."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import docx
import openpyxl
import pytest
from calls import at_desk, run
from test_tracker_upkeep import old_tracker
from tracked import NOON, TODAY, parsed, policy, task

from policyparse.errors import TrackerError
from policyparse.ledger import Entries, Filter, Listed
from policyparse.model import Parsed
from policyparse.tracker import Tracker, lists, upkeep

COUNTIES = "各县区政府"
LINJIANG, QINGHE = "临江县人民政府", "云溪市青禾区人民政府"


def county_work() -> Parsed:
    return parsed(
        "county",
        policy(
            "云溪市2025年助餐工作要点",
            task("建设助餐点", "每个街道建一处。", COUNTIES, "市民政局", "2025-06-30", "（一）"),
            task("安排经费", "列入预算。", "市财政局", COUNTIES, "", "（二）"),
            task("青禾区试点", "先行先试。", QINGHE, COUNTIES, "", "（三）"),
        ),
    )


@pytest.fixture
def stocked(tracker: Tracker) -> Tracker:
    tracker.add(county_work(), at=NOON)
    tracker.set_reporting(1, "monthly", 5, at=NOON)
    return tracker


def listed(tracker: Tracker) -> tuple[Listed, ...]:
    return lists.set_members(tracker.database, COUNTIES, ["临江县政府", "青禾区政府"], by="王芳", at=NOON)


def test_members_answer_in_place_of_the_collective_unit(stocked: Tracker) -> None:
    assert [one.canonical for one in listed(stocked)] == [LINJIANG, QINGHE]
    first = stocked.task(1, today=TODAY)
    assert (first.lead, first.leading) == ((COUNTIES,), (LINJIANG, QINGHE))
    assert [(u.value.name, u.value.role) for u in first.answering] == [
        ("临江县政府", "lead"),
        ("青禾区政府", "lead"),
        ("市民政局", "support"),
    ]
    assert first.role_of(LINJIANG) == "lead" and stocked.task(2, today=TODAY).role_of(LINJIANG) == "support"
    assert stocked.check() == ()


def test_tasks_and_counts_of_a_member(stocked: Tracker) -> None:
    before = {card.name: (card.lead, card.support) for card in stocked.units(today=TODAY)}
    listed(stocked)
    assert [t.id for t in stocked.tasks(Filter(unit="临江县政府"), today=TODAY)] == [1, 2, 3]
    assert [t.id for t in stocked.tasks(Filter(unit=LINJIANG, role="lead"), today=TODAY)] == [1]
    assert [t.id for t in stocked.tasks(Filter(unit=COUNTIES), today=TODAY)] == [1, 2, 3]
    cards = {card.name: card for card in stocked.units(today=TODAY)}
    assert (cards[LINJIANG].lead, cards[LINJIANG].support, cards[LINJIANG].overdue) == (1, 2, 1)
    assert cards[COUNTIES].members == ("临江县政府", "青禾区政府")
    # the paper itself names it in the third task
    assert (cards[QINGHE].lead, cards[QINGHE].support) == (2, 1)
    assert [t.id for t in stocked.tasks(Filter(unit=QINGHE, role="support"), today=TODAY)] == [2]
    for name in before.keys() - {QINGHE}:
        assert (cards[name].lead, cards[name].support) == before[name]
    (one,) = stocked.units("临江县政府", today=TODAY)
    assert one.name == LINJIANG


def test_a_member_owes_its_own_report(stocked: Tracker) -> None:
    listed(stocked)
    stocked.progress(1, Entries(percent=40, note="已建3处"), unit="临江县政府", period="2025-06", at=NOON)
    card = stocked.reports("2025-06", Filter(ids=(1,)), today=TODAY)[0]
    assert [(one.unit, one.filed_at is not None) for one in card.units][:2] == [
        (LINJIANG, True),
        (QINGHE, False),
    ]
    assert card.status == "应报"
    stocked.progress(1, Entries(percent=60, note="已建6处"), unit=QINGHE, period="2025-06", at=NOON)
    assert stocked.reports("2025-06", Filter(ids=(1,)), today=TODAY)[0].status == "已报"
    first = stocked.task(1, today=TODAY)
    assert (first.progress.percent, first.progress.note) == (40, "临江县政府：已建3处\n青禾区政府：已建6处")


def test_lists_are_logged_and_taken_back(stocked: Tracker) -> None:
    listed(stocked)
    last = stocked.history()[-1]
    assert (last.verb, last.task, last.after) == ("set-members", None, "临江县政府、青禾区政府")
    lists.set_members(stocked.database, COUNTIES, ["临江县政府"], at=NOON)
    assert stocked.task(1, today=TODAY).leading == (LINJIANG,)
    stocked.undo()
    assert stocked.task(1, today=TODAY).leading == (LINJIANG, QINGHE)
    lists.set_members(stocked.database, COUNTIES, [])
    assert stocked.task(1, today=TODAY).leading == (COUNTIES,) and stocked.check() == ()
    stocked.undo()
    stocked.undo()
    assert stocked.task(1, today=TODAY).members == ()
    with pytest.raises(TrackerError, match="没有找到单位"):
        stocked.tasks(Filter(unit="临江县政府"), today=TODAY)


def test_what_cannot_be_on_a_list(stocked: Tracker) -> None:
    for names, message in ((["吃饭"], "不像单位的名称"), ([COUNTIES], "自己的成员")):
        with pytest.raises(TrackerError, match=message):
            lists.set_members(stocked.database, COUNTIES, names)
    with pytest.raises(TrackerError, match="没有找到单位"):
        lists.set_members(stocked.database, "各乡镇", ["临江县政府"])


def test_each_place_has_a_list_of_its_own(stocked: Tracker) -> None:
    (other,) = county_work().documents
    elsewhere = replace(other, region="南岭省松台市", title=replace(other.title, value="松台市要点"))  # type: ignore[type-var]
    stocked.add(parsed("other", elsewhere), at=NOON)
    with pytest.raises(TrackerError, match="--document"):
        listed(stocked)
    lists.set_members(stocked.database, COUNTIES, ["望川县政府"], document=2)
    assert stocked.task(1, today=TODAY).leading == (COUNTIES,)
    assert stocked.task(4, today=TODAY).leading == ("望川县人民政府",)
    assert [t.id for t in stocked.tasks(Filter(unit="望川县政府"), today=TODAY)] == [4, 5, 6]
    (card,) = stocked.units("望川县政府", today=TODAY)
    assert (card.lead, card.support) == (1, 2)


def test_the_order_of_units(stocked: Tracker) -> None:
    assert stocked.unit_order() == ()
    lists.set_order(stocked.database, ["市财政局", "市民政局"])
    assert stocked.unit_order() == ("云溪市财政局", "云溪市民政局")
    assert stocked.check() == ()
    stocked.undo()
    assert stocked.unit_order() == ()


def test_lists_in_a_backup_and_in_the_check(stocked: Tracker, tmp_path: Path) -> None:
    listed(stocked)
    lists.set_order(stocked.database, ["市财政局"])
    with Tracker(upkeep.backup(stocked.database, tmp_path / "copy.db")) as copy:
        assert copy.tasks(today=TODAY) == stocked.tasks(today=TODAY)
        assert copy.unit_order() == ("云溪市财政局",)
    with stocked.database.writing() as session:
        session.connection().exec_driver_sql("DELETE FROM unit_member")
    (found,) = stocked.check()
    assert "“各县区政府”的成员与记录不符" in found.words
    upkeep.repair(stocked.database)
    assert stocked.task(1, today=TODAY).leading == (LINJIANG, QINGHE) and stocked.check() == ()


def test_an_older_tracker_takes_lists(bare_database: str, tmp_path: Path) -> None:
    old_tracker(bare_database, "0002")
    with Tracker(bare_database) as made:
        upkeep.upgrade(made.database, tmp_path / "before.bak")
        lists.set_members(made.database, "市财政局", ["临江县财政局"], document=1)
        assert "临江县财政局" in {u.name for u in made.units(today=TODAY)} and made.check() == ()


# ---- the commands ------------------------------------------------------------------------------------------


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at_desk(tmp_path, monkeypatch, "王芳")
    with Tracker() as tracker:
        tracker.add(county_work(), at=NOON)
        tracker.set_reporting(1, "monthly", 5, at=NOON)
    return tmp_path


def test_the_whole_office_knows_the_members(office: Path) -> None:
    said = run("units", "--members", COUNTIES, "临江县政府", "青禾区政府").stdout
    assert said == f"“各县区政府”包括 2 个单位：{LINJIANG}、{QINGHE}\n"
    assert "成员  临江县政府、青禾区政府" in run("units", "--members", COUNTIES).stdout
    run("export", "--per-unit", "发", "--period", "2025-06")
    names = {path.stem for path in Path("发").glob("*.xlsx")}
    assert {LINJIANG, QINGHE} <= names and COUNTIES not in names
    book = openpyxl.load_workbook(f"发/{LINJIANG}.xlsx")
    sheet = book["牵头任务"]
    heads = {cell.value: cell.column for row in sheet.iter_rows() for cell in row if cell.value}
    row = next(
        cell.row for cells in sheet.iter_rows() for cell in cells if cell.value == COUNTIES
    )  # as printed
    sheet.cell(row, heads["进展情况"]).value = "已建3处"
    book.save("回.xlsx")
    run("import", "回.xlsx")
    with Tracker() as tracker:
        assert [s.unit for s in tracker.task(1, today=TODAY).standings] == [LINJIANG]
    reminded = run("remind", "--period", "2025-06").stdout
    assert (
        "临江县政府\t0\t0\t0\t1" in reminded
        and "青禾区政府\t2\t0\t0\t1" in reminded
        and COUNTIES not in reminded
    )
    run("report", "--period", "2025-06", "-o", "通报.docx", "--no-charts")
    units = [row.cells[0].text for row in docx.Document("通报.docx").tables[1].rows]
    assert {"临江县政府", "青禾区政府"} <= set(units) and COUNTIES not in units
    assert "设定成员" in run("history").stdout
    assert "不再展开" in run("units", "--members", COUNTIES, "--none").stdout


@pytest.mark.parametrize(
    "words",
    [
        ("units", "甲", "乙"),
        ("units", "--none"),
        ("units", "--members", COUNTIES, "--order", "甲"),
        ("units", "--members", COUNTIES, "--none", "甲"),
    ],
)
def test_bad_calls(office: Path, words: tuple[str, ...]) -> None:
    assert "--members" in run(*words, code=2).stderr


def test_an_order_of_nobody_says_what_is_missing(office: Path) -> None:
    assert "--none" in run("units", "--order", code=2).stderr


def test_the_order_of_units_in_the_bulletin(office: Path) -> None:
    def units(*more: str, table: int = 1, column: int = 0) -> list[str]:
        run(
            "report",
            "--period",
            "2025-06",
            "--day",
            "2025-07-02",
            "-o",
            "通报.docx",
            "--no-charts",
            "--force",
            *more,
        )
        return [row.cells[column].text for row in docx.Document("通报.docx").tables[table].rows[1:]]

    assert units() == [COUNTIES, "市财政局", QINGHE]  # the one with an overdue task first
    assert "还没有单位名单" in run("report", "--period", "2025-06", "--order", "名单", code=2).stderr
    run("units", "--order", QINGHE, "市财政局")
    assert units() == [QINGHE, "市财政局", COUNTIES]
    assert units("--order", "逾期") == [COUNTIES, "市财政局", QINGHE]
    with Tracker() as tracker:
        tracker.progress(2, Entries(note="已列入预算"), unit="市财政局", period="2025-06", at=NOON)
    assert units("--order", "得分") == ["市财政局", QINGHE, COUNTIES]
    assert units("--order", "得分", table=2, column=4) == ["100.0", "50.0", "0.0"]
    assert "--order 没有“姓名”" in run("report", "--period", "2025-06", "--order", "姓名", code=2).stderr
