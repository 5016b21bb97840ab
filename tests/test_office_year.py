"""An office of 41 units through three months (``office.py``), on SQLite and on PostgreSQL: nothing written is lost, told by SQL."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from office import CLOSED, CORRECTED, LATE, MONTHS, TASKS, TWICE, Wrote, play
from sqlalchemy import Engine, create_engine, text

from policyparse.tracker import Tracker

pytestmark = pytest.mark.slow

FIELDS = {
    "进展情况": "note",
    "责任人": "person",
    "状态": "state",
    "总体进度": "percent",
    "存在问题": "problem",
}


@dataclass(frozen=True)
class Office:
    """What the play left: what people wrote, and the rows of the tracker."""

    wrote: Wrote
    engine: Engine
    address: str

    def all(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query), values)]

    def one(self, query: str, **values: object) -> Any:
        ((value,),) = self.all(query, **values)
        return value

    def reports(self) -> dict[tuple[int, str, str], dict[str, Any]]:
        """The reports of units by task, unit and period."""
        rows = self.all("SELECT task_id, unit, period, filed FROM report WHERE unit <> ''")
        return {(t, u, p): f if isinstance(f, dict) else json.loads(f) for t, u, p, f in rows}


@pytest.fixture(scope="module")
def office(
    kind: str, databases: Callable[..., str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    folder, address = tmp_path_factory.mktemp(f"office-{kind}"), databases(kind)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICYPARSE_DB", address)
        patch.setenv("POLICYPARSE_CONFIG", str(folder / "config"))
        patch.setenv("POLICYPARSE_BY", "督查室")
        wrote = play(folder, seed=len(kind))
    engine = create_engine(address if "://" in address else f"sqlite:///{address}")
    yield Office(wrote, engine, address)
    engine.dispose()


def test_every_unit_got_a_workbook_and_wrote_into_each_of_its_rows(office: Office) -> None:
    assert len({unit for _, unit, _ in office.wrote.rows}) == 41
    parts = office.one("SELECT count(*) FROM (SELECT DISTINCT task_id, unit_id FROM task_unit) AS part")
    october = [key for key in office.wrote.rows if key[2] == MONTHS[1]]
    assert len(october) == parts > 200


def said_by(reports: dict[tuple[int, str, str], dict[str, Any]], key: tuple[int, str, str], name: str) -> str:
    """An entry of a report; what a unit left as it was filled in for it stands in its report of the month before."""
    task, unit, month = key
    before = MONTHS[max(MONTHS.index(month) - 1, 0)]
    entries = reports[key]["entries"]
    return str(entries[name] if name in entries else reports[task, unit, before]["entries"][name])


def test_each_row_that_came_back_is_one_report_with_every_word_of_it(office: Office) -> None:
    reports = office.reports()
    assert set(reports) == set(office.wrote.rows)
    for key, said in office.wrote.rows.items():
        for header, value in said.items():
            assert said_by(reports, key, FIELDS[header]) == value.rstrip("%"), (key, header)


def test_a_task_stands_where_its_lead_has_it_and_nowhere_else(office: Office) -> None:
    reports = office.reports()
    rows = office.all(
        """SELECT t.id, t.state, t.percent, t.note, u.canonical FROM task t JOIN task_unit l ON l.task_id = t.id
        JOIN unit u ON u.id = l.unit_id WHERE l.role = 'lead' AND t.id <> :closed""",
        closed=CLOSED,
    )
    assert len(rows) == TASKS - 1
    for task, state, percent, note, lead in rows:
        last = [said_by(reports, (task, lead, MONTHS[1]), name) for name in ("state", "percent", "note")]
        assert [state, str(percent), note] == last, task


def test_what_is_closed_stays_closed_and_its_reports_are_kept(office: Office) -> None:
    row = office.all("SELECT state, percent, note, review FROM task WHERE id = :id", id=CLOSED)
    assert row == [("已完成", 100, "全部完成", "办结")]
    assert sum(f"任务 {CLOSED} 已销号" in said for said in office.wrote.said) >= 1
    assert sum(key[0] == CLOSED and key[2] == MONTHS[1] for key in office.reports()) > 5


def test_a_late_workbook_fills_its_own_month_and_a_second_copy_nothing(office: Office) -> None:
    twice, late = office.wrote.said[-3:-1]
    assert "没有更新，" in twice and "份早已入账。" in twice and f"份填报入账 {MONTHS[0]}" in late
    own = {p: f["entries"]["note"] for (t, u, p), f in office.reports().items() if (t, u) == (1, LATE)}
    assert MONTHS[0] in own[MONTHS[0]] and MONTHS[1] in own[MONTHS[1]]
    copies = "SELECT count(*) FROM change WHERE task_id = 4 AND field = :field"
    assert office.one(copies, field=f"report:{MONTHS[0]}:{TWICE}") == 1


def test_the_corrected_table_is_one_command_whose_decisions_a_new_reading_keeps(office: Office) -> None:
    commands = office.all("SELECT id, by FROM command WHERE verb = 'edit'")
    assert len(commands) == 1 and commands[0][1] == "督查室"
    changed = office.all("SELECT task_id, field FROM change WHERE command_id = :id", id=commands[0][0])
    assert sorted(changed) == [(5, "units"), (6, "deadlines"), (7, "title")]
    leads = office.all("""SELECT l.name FROM task_unit l WHERE l.task_id = 5 AND l.role = 'lead'""")
    assert leads == [(CORRECTED[5][1],)]
    assert str(office.one("SELECT due FROM task WHERE id = 6")) == "2025-11-30"
    assert office.one("SELECT title FROM task WHERE id = 7") == CORRECTED[7][1]
    assert office.one("SELECT count(*) FROM conflict") == 0


def test_the_tracker_is_whole_and_every_change_is_a_units_or_the_offices(office: Office) -> None:
    with Tracker(office.address) as tracker:
        assert tracker.check() == ()
    names = {unit for _, unit, _ in office.wrote.rows}
    fields = "SELECT DISTINCT field FROM change WHERE field LIKE 'report:%:%'"
    assert {name.split(":")[2] for (name,) in office.all(fields)} == names
