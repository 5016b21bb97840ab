"""A year played through (``year.py``), and every word and number of its 通报 told from SQL alone."""

from __future__ import annotations

import json
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from sqlalchemy import NullPool, create_engine, make_url, text
from year import CLOSED, LATE, PERIODS, play

from policyparse.ledger import ReportCard
from policyparse.tracker import Tracker, upkeep

DAYS = {"2025-06": date(2025, 6, 30), "2025-07": date(2025, 7, 31)}
STATES = ("未启动", "推进中", "已完成", "已终止")
OPEN = "('未启动', '推进中')"


@dataclass(frozen=True)
class Year:
    """What the play left: its folder, what it printed, and a copy of the database after each 通报."""

    folder: Path
    said: list[str]
    after: dict[str, str]


pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def year(
    request: pytest.FixtureRequest,
    databases: Callable[..., str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Year]:
    """The play on a database of each kind, and a copy of that kind after each 通报."""
    folder, address = tmp_path_factory.mktemp("year"), databases(request.param)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("POLICYPARSE_DB", address)
        patch.setenv("POLICYPARSE_CONFIG", str(folder / "config"))
        patch.setenv("POLICYPARSE_BY", "督查室")
        after: dict[str, str] = {}

        def keep(period: str) -> None:
            after[period] = _copied(address, folder, period)

        yield Year(folder, play(folder, keep), after)


def _copied(address: str, folder: Path, period: str) -> str:
    """A copy of a database in which nobody writes, beside it; its address."""
    if "://" not in address:
        with Tracker(address) as tracker:
            return str(upkeep.backup(tracker.database, folder / f"{period}.db"))
    url = make_url(address)
    name = f"{url.database}_{period.replace('-', '_')}"
    server = create_engine(url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {url.database} STRATEGY FILE_COPY"))
    server.dispose()
    return url.set(database=name).render_as_string(hide_password=False)


# ---- SQL ---------------------------------------------------------------------------------------------------


class Books:
    """The tracker's rows as plain SQL gives them, on the day of a 通报."""

    def __init__(self, address: str, period: str) -> None:
        self.address, self.period, self.day = address, period, DAYS[period]
        self.soon = self.day + timedelta(days=30)
        self.engine = create_engine(
            address if "://" in address else f"sqlite:///{address}", poolclass=NullPool
        )
        self.issued = "coalesce(CAST(d.issued_on AS TEXT), substr(CAST(d.added_at AS TEXT), 1, 10))"
        self.live = f"""(SELECT t.* FROM task t JOIN document d ON d.id = t.document_id
            WHERE NOT t.dropped AND NOT d.removed AND {self.issued} <= '{self.day}')"""

    def all(self, query: str) -> list[tuple[Any, ...]]:
        """The rows, days and JSON as SQLite has them."""
        with self.engine.connect() as connection:
            return [tuple(map(_plain, row)) for row in connection.execute(text(query))]

    def one(self, query: str) -> Any:
        return self.all(query)[0][0]

    def filed(self, *names: str) -> str:
        """What a report ``r`` says under some names, one below the other, in the words of the database."""
        if self.engine.dialect.name == "postgresql":
            return f"(r.filed #>> '{{{','.join(names)}}}')"
        return f"CAST(json_extract(r.filed, '$.{'.'.join(names)}') AS TEXT)"

    @property
    def of_lead(self) -> str:
        """That a report ``r`` is one of a lead."""
        return f"{self.filed('leads')} IN ('true', '1')"

    def counts(self, more: str = "") -> list[int]:
        """总数, the states, 逾期, 临期 of the tasks that meet a condition."""
        chosen = f"FROM {self.live} t WHERE 1 = 1 {more}"
        states = [self.one(f"SELECT count(*) {chosen} AND state = '{state}'") for state in STATES]
        late = self.one(f"SELECT count(*) {chosen} AND due < '{self.day}' AND state IN {OPEN}")
        soon = self.one(
            f"SELECT count(*) {chosen} AND due BETWEEN '{self.day}' AND '{self.soon}' AND state IN {OPEN}"
        )
        return [sum(states), *states, late, soon]

    def leads(self) -> list[tuple[int, str, str]]:
        """The task, the full and the printed name of each leading unit."""
        return self.all(f"""SELECT DISTINCT l.task_id, u.canonical, l.name FROM task_unit l JOIN unit u ON u.id = l.unit_id
            JOIN {self.live} t ON t.id = l.task_id WHERE l.role = 'lead'""")

    def owed(self) -> dict[int, ReportCard | None]:
        """For each task that owes a report of the month the report, None where a lead has filed none (by SQL)."""
        cards = self.cards(self.period)
        return {
            number: cards[number] if filed else None
            for number, filed in self.all(f"""SELECT t.id,
                EXISTS (SELECT 1 FROM report r WHERE r.task_id = t.id AND r.period = '{self.period}') AND NOT EXISTS (
                    SELECT 1 FROM task_unit l JOIN unit u ON u.id = l.unit_id WHERE l.task_id = t.id AND l.role = 'lead'
                    AND NOT EXISTS (SELECT 1 FROM report r WHERE r.task_id = t.id AND r.period = '{self.period}'
                        AND r.unit IN (u.canonical, '')))
                FROM {self.live} t JOIN document d ON d.id = t.document_id
                WHERE d.cycle = 'monthly' AND {self.issued} <= '{self.day}'
                AND (t.finished_on IS NULL OR t.finished_on >= '{self.period}-01' OR EXISTS (
                    SELECT 1 FROM report r WHERE r.task_id = t.id AND r.period = '{self.period}'
                    AND {self.of_lead})) ORDER BY d.id, t.position""")
        }

    def cards(self, period: str) -> dict[int, ReportCard]:
        """The tracker's own word on a period, by task."""
        with Tracker(self.address) as tracker:
            return {card.task.id: card for card in tracker.reports(period, today=self.day)}

    def notes(self, period: str) -> dict[int, str]:
        return {number: card.note for number, card in self.cards(period).items() if card.status == "已报"}


def _plain(value: Any) -> Any:
    if isinstance(value, dict | list):
        return json.dumps(value)
    return value.isoformat() if isinstance(value, date) else value


def names(books: Books) -> dict[str, str]:
    """The short name of each leading unit: as it is printed most often, where no two are printed alike."""
    printed: dict[str, Counter[str]] = defaultdict(Counter)
    for canonical, name in books.all(
        f"""SELECT u.canonical, l.name FROM task_unit l JOIN unit u ON u.id = l.unit_id JOIN {books.live} t ON t.id = l.task_id
        ORDER BY t.document_id, t.position, l.position"""
    ):
        printed[canonical][name] += 1
    leading = {canonical for _, canonical, _ in books.leads()}
    short = {canonical: printed[canonical].most_common(1)[0][0] for canonical in leading}
    times = Counter(short.values())
    return {canonical: name if times[name] == 1 else canonical for canonical, name in short.items()}


# ---- the document --------------------------------------------------------------------------------------------


def tables(document: Any) -> dict[str, list[list[str]]]:
    """The tables by their titles without number: the rows below the head."""
    found, title = {}, ""
    for piece in document.iter_inner_content():
        if hasattr(piece, "rows"):
            cells = [[cell.text.replace("\u200b", "") for cell in row.cells] for row in piece.rows]
            found[title.partition("　")[2]] = cells[1:]
        elif piece.text:
            title = piece.text
    return found


def day(words: str) -> str:
    """2025年6月30日 as SQL has it."""
    found = re.fullmatch(r"(\d+)年(\d+)月(\d+)日", words)
    return date(*map(int, found.groups())).isoformat() if found else words


def opened(year: Year, period: str) -> tuple[Any, Books]:
    return docx.Document(str(year.folder / f"{period}通报.docx")), Books(year.after[period], period)


# ---- the play --------------------------------------------------------------------------------------------------


def test_workbooks_went_out_and_came_back(year: Year) -> None:
    for period in PERIODS:
        out = list((year.folder / f"{period}下发").glob("*.xlsx"))
        back = list((year.folder / f"{period}收回").glob("*.xlsx"))
        leading = [
            path for path in out if "牵头任务" in openpyxl.load_workbook(path, read_only=True).sheetnames
        ]
        assert len(leading) >= 12 and len(out) > len(back) > 40
    imports = [words for words in year.said if "份填报入账" in words and "试算" not in words]
    assert len(imports) == 5
    assert all(int(re.search(r"(\d+) 份填报入账", words)[1]) > 25 for words in imports[:4])  # type: ignore[index]
    assert any("补录" in words for words in imports)


def test_each_cell_that_a_unit_wrote_is_in_its_report(year: Year) -> None:
    """Row by row of every workbook, leads and supporting units: what stands in the cell is what the unit's report says."""
    books = Books(year.after["2025-07"], "2025-07")
    kept = {
        (number, unit, period): json.loads(filed)
        for number, unit, period, filed in books.all("SELECT task_id, unit, period, filed FROM report")
    }
    seen = Counter[str]()
    for period in PERIODS:
        for path in (year.folder / f"{period}收回").glob("*.xlsx"):
            book = openpyxl.load_workbook(path)
            unit = book.custom_doc_props["policyparse-unit"].value
            for page in book.worksheets[:-1]:
                head = [cell.value for cell in page[2]]
                part = "lead" if "牵头任务" in page["A1"].value else "support"
                for row in page.iter_rows(min_row=3, values_only=True):
                    report = kept.get((row[1], unit, period))
                    if report is None or "note" not in report["entries"]:
                        continue
                    assert report["entries"]["note"] == row[head.index("进展情况")]
                    assert report["leads"] is (part == "lead")
                    seen[part] += 1
    assert seen["lead"] > 60 and seen["support"] > 60


def test_the_present_is_the_lead_s_and_the_latest(year: Year) -> None:
    """By SQL: the note of a task with one lead is that of its last report, whatever supporting units and late files say."""
    books = Books(year.after["2025-07"], "2025-07")
    sole = books.all(f"""SELECT t.id, t.note, t.review, u.canonical FROM {books.live} t
        JOIN task_unit l ON l.task_id = t.id AND l.role = 'lead' JOIN unit u ON u.id = l.unit_id
        WHERE (SELECT count(*) FROM task_unit o WHERE o.task_id = t.id AND o.role = 'lead') = 1""")
    note_said = books.filed("entries", "note")
    checked = 0
    for number, note, review, unit in sole:
        told = books.all(f"""SELECT {note_said} FROM report r WHERE r.task_id = {number}
            AND r.unit = '{unit}' AND {note_said} <> '' ORDER BY r.period DESC""")
        if told and review != "办结":
            checked += 1
            assert note == told[0][0]
    assert checked > 15
    support = f"NOT {books.of_lead} AND r.unit <> ''"
    assert books.one(f"SELECT count(*) FROM report r WHERE {support}") > 60
    assert books.one("SELECT count(*) FROM task WHERE note LIKE '配合：%'") == 0


def test_a_closed_task_a_late_file_and_a_file_twice(year: Year) -> None:
    books = Books(year.after["2025-07"], "2025-07")
    closed = books.all(f"SELECT state, percent, review, note FROM task WHERE id = {CLOSED}")
    assert closed == [("已完成", 100, "办结", "全部完成")]
    july = f"task_id = {CLOSED} AND period = '2025-07'"
    assert books.one(f"SELECT count(*) FROM report WHERE {july}") > 0
    late, again = [words for words in year.said if "没有更新" in words or "只作为 2025-06" in words][-2:]
    assert "填报入账 2025-06" in late and "只作为 2025-06 的填报留存" in late and "份填报入账" not in again
    assert books.one(f"SELECT count(*) FROM report WHERE task_id = {LATE} AND period = '2025-06'") > 0
    assert f"任务 {CLOSED} 已销号" in "".join(year.said)


def test_the_document_issued_anew_kept_the_work(year: Year) -> None:
    before, after = Books(year.after["2025-06"], "2025-06"), Books(year.after["2025-07"], "2025-07")
    query = "SELECT title, id FROM task WHERE document_id = 3 AND NOT dropped ORDER BY position"
    old, new = dict(before.all(query)), dict(after.all(query))
    assert "推进产教融合" in old and "推进产教融合" not in new
    assert list(new).index("开展青年就业状况调查") == 1
    assert new["实施青年技能提升工程"] == old["开展青年技能提升行动"]
    number = dict(after.all("SELECT id, number FROM task"))
    assert number[old["畅通校地对接渠道"]] == "（三）" and number[old["打造低成本创业空间"]] == "（九）"
    log = "SELECT count(*) FROM command WHERE verb = 'resolve'"
    assert (
        after.one(log) == 2
    )  # the title that both sides changed, and the task gone from the new text that had been reported on
    with Tracker() as tracker:
        assert tracker.check() == ()


# ---- every number ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("period", PERIODS)
def test_the_sentences(year: Year, period: str) -> None:
    document, books = opened(year, period)
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    total, *states, late, soon = books.counts()
    said = "，".join(f"{state}{n}项" for state, n in zip(STATES, states, strict=True) if n)
    documents = books.one(f"SELECT count(DISTINCT document_id) FROM {books.live} t")
    rate = f"{100 * states[2] / total:.1f}"
    assert (
        f"纳入督查台账的文件{documents}份，任务{total}项。其中{said}，办结率{rate}%。逾期未办结{late}项，30日内到期{soon}项。"
        in text
    )
    owed = books.owed()
    filed = [number for number, entry in owed.items() if entry]
    assert f"本期应报进展的任务{len(owed)}项，已报{len(filed)}项，未报{len(owed) - len(filed)}项。" in text
    leads = books.leads()
    bad = {number for number in owed if not owed[number]} | {
        n
        for (n,) in books.all(f"SELECT id FROM {books.live} t WHERE due < '{books.day}' AND state IN {OPEN}")
    }
    units = {unit for _, unit, _ in leads}
    good = units - {unit for number, unit, _ in leads if number in bad}
    assert f"牵头任务的单位{len(units)}个，其中没有逾期、没有漏报的{len(good)}个。" in text
    silent = {unit for number, unit, _ in leads if number in owed and not owed[number]}
    assert f"应报未报任务{len(owed) - len(filed)}项，涉及牵头单位{len(silent)}个。" in text
    assert f"现将截至{books.day.year}年{books.day.month}月{books.day.day}日" in text
    overdue = {unit for number, unit, _ in leads if number in _late(books)}
    assert f"逾期未办结任务{late}项，涉及牵头单位{len(overdue)}个。" in text if late else "没有逾期" in text


def _late(books: Books) -> set[int]:
    return {
        n
        for (n,) in books.all(f"SELECT id FROM {books.live} t WHERE due < '{books.day}' AND state IN {OPEN}")
    }


@pytest.mark.parametrize("period", PERIODS)
def test_the_tables_of_counts(year: Year, period: str) -> None:
    document, books = opened(year, period)
    found = tables(document)
    rows = [
        [f"《{title}》", *map(str, books.counts(f"AND document_id = {number}"))]
        for number, title in books.all("SELECT id, title FROM document ORDER BY id")
    ]
    assert found["各文件任务办理情况"] == [*rows, ["合计", *map(str, books.counts())]]
    owed, short = books.owed(), names(books)
    of_unit: dict[str, set[int]] = defaultdict(set)
    for number, canonical, _ in books.leads():
        of_unit[canonical].add(number)
    expected = {}
    for canonical, numbers in of_unit.items():
        listed = ", ".join(map(str, numbers))
        due = [number for number in numbers if number in owed]
        done = [number for number in due if owed[number]]
        expected[short[canonical]] = [
            *map(str, [*books.counts(f"AND id IN ({listed})"), len(due), len(done)])
        ]
    # behind the overdue tasks stands how many more or fewer they are than before: 5↑2
    counted = {
        row[0]: [re.sub("[↑↓].*", "", cell) for cell in row[1:-1]] for row in found["各牵头单位任务办理情况"]
    }
    assert counted == expected
    missing = {
        short[unit]: [str(len([n for n in numbers if n in owed])), str(len(left)), {*map(str, left)}]
        for unit, numbers in of_unit.items()
        if (left := [n for n in numbers if n in owed and not owed[n]])
    }
    assert {row[0]: [row[1], row[2], {*row[3].split("、")}] for row in found["应报未报情况"]} == missing


@pytest.mark.parametrize("period", PERIODS)
def test_the_lists_of_tasks(year: Year, period: str) -> None:
    document, books = opened(year, period)
    found = tables(document)
    chosen = f"SELECT CAST(id AS TEXT), due, percent || '%' FROM {books.live} t WHERE state IN {OPEN} AND due"

    def listed(when: str) -> list[tuple[str, ...]]:
        """The number, last day, days from or to it and share of the tasks that are due so."""
        return sorted(
            (number, due, str(abs((date.fromisoformat(due) - books.day).days)), share)
            for number, due, share in books.all(f"{chosen} {when}")
        )

    late = listed(f"< '{books.day}'")
    assert sorted((row[1], day(row[4]), *row[5:]) for row in found.get("逾期未办结任务", [])) == late
    soon = listed(f"BETWEEN '{books.day}' AND '{books.soon}'")
    assert sorted((row[1], day(row[4]), *row[5:]) for row in found.get("临期任务", [])) == soon
    assert any("逾期" in name or "临期" in name for name in found)


@pytest.mark.parametrize("period", PERIODS)
def test_targets_behind_their_step(year: Year, period: str) -> None:
    document, books = opened(year, period)
    month = books.day.month
    planned = "(SELECT max(due) FROM deadline WHERE task_id = t.id AND kind IN ('by', 'period'))"
    rows = books.all(
        f"""SELECT t.id, g.comparator, g.change, CAST(g.value AS DOUBLE PRECISION), CAST(g.present AS DOUBLE PRECISION), coalesce(g.due, {planned}),
        (SELECT min(start) FROM deadline WHERE task_id = t.id) FROM {books.live} t JOIN target g ON g.task_id = t.id
        WHERE g.present IS NOT NULL AND g.kind = 'goal' AND coalesce(g.due, {planned}) IS NOT NULL"""
    )
    behind = []
    for number, sign, change, value, present, due, start in rows:
        first = date.fromisoformat(start or f"{due[:4]}-01-01")
        last = date.fromisoformat(due)
        whole = (last.year - first.year) * 12 + last.month - first.month + 1
        gone = (2025 - first.year) * 12 + month - first.month + 1
        asked = round(100 * min(max(gone, 0), whole) / whole, 1)
        ceiling = sign in {"<=", "<"} and change is None
        kept = present <= value if sign == "<=" else present < value
        done = (
            100.0 if ceiling and kept else round(100 * (value / present if ceiling else present / value), 1)
        )
        if done < (100 if ceiling else asked):
            behind.append((str(number), f"{done:.1f}%", f"{asked:.1f}%"))
    shown = [(row[0], row[4], row[5]) for row in tables(document).get("欠序时进度的量化目标", [])]
    assert sorted(shown) == sorted(behind) and behind
    text = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert (
        f"已填报现值的量化目标{len(rows)}个，达到或超过序时进度{len(rows) - len(behind)}个，欠序时{len(behind)}个。"
        in text
    )


@pytest.mark.parametrize("period", PERIODS)
def test_reports_that_say_nothing(year: Year, period: str) -> None:
    document, books = opened(year, period)
    shown = {int(row[0]): row[4] for row in tables(document)["需要重报的填报"]}
    open_ = {n: e for n, e in books.owed().items() if e and e.state in {"未启动", "推进中"}}
    usual = {
        n
        for n, e in open_.items()
        if re.fullmatch("按计划推进。|正在有序推进中。|我局高度重视，该项工作正常推进。", e.note)
    }
    assert usual and all("只有套话" in shown[n] for n in usual)
    last = books.notes("2025-06") if period == "2025-07" else {}
    same = {n for n, e in open_.items() if e.note and last.get(n) == e.note}
    assert {n for n, why in shown.items() if "与上期文字相同" in why} == same
    assert bool(same) == (period == "2025-07")
    calm = {n for n, why in shown.items() if "仍报正常推进" in why}
    assert usual & _late(books) <= calm <= _late(books)
    assert {n for n, why in shown.items() if "没有填" in why} == {n for n, e in open_.items() if not e.note}
    assert set(shown) <= set(open_)


@pytest.mark.parametrize("period", PERIODS)
def test_the_charts_are_charts(year: Year, period: str) -> None:
    with zipfile.ZipFile(year.folder / f"{period}通报.docx") as archive:
        charts = [name for name in archive.namelist() if re.fullmatch(r"word/charts/chart\d*\.xml", name)]
    document, _ = opened(year, period)
    titles = [paragraph.text for paragraph in document.paragraphs if paragraph.text.startswith("图")]
    assert len(charts) == 2 and [title[:2] for title in titles] == ["图1", "图2"]
