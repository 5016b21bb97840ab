"""The 督查看板: that it is whole, that its numbers are those of the 通报, that nothing in the tracker can break out of it."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest
from ledger_samples import CARD, FULL, TASK, TASKS, unit
from tracked import education, welfare
from typer.testing import CliRunner

from policyparse.board.html import render
from policyparse.board.view import OFFICE, RULED, Board, board
from policyparse.bulletin.figures import count
from policyparse.bulletin.gather import gather
from policyparse.bulletin.lamps import choose, schemes
from policyparse.cli import app
from policyparse.ledger import Entries, Filter, TrackedTask
from policyparse.ledger.reports import Report
from policyparse.ledger.words import BASES, target_words
from policyparse.tracker import Tracker

DAY = date(2025, 6, 30)
TODAY = date(2025, 7, 8)


class Page(HTMLParser):
    """What a browser would see: each tag with its attributes, the words of each element that has an id, all words."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.numbers: dict[str, str] = {}
        self._open = ""
        self.feed(content.decode("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        name = dict(attrs).get("id") or ""
        if name.startswith("n-"):
            self._open = name

    def handle_endtag(self, tag: str) -> None:
        if tag == "dd":
            self._open = ""

    def handle_data(self, data: str) -> None:
        self.words += data
        if self._open:
            self.numbers[self._open] = self.numbers.get(self._open, "") + data

    def all(self, tag: str) -> Iterator[dict[str, str | None]]:
        return (attributes for name, attributes in self.tags if name == tag)


def made(
    *tasks: TrackedTask, scheme: str = "红黄绿", reports: dict[int, list[Report]] | None = None
) -> Board:
    figures = count(tasks, (), {}, period="2025-06", day=DAY, soon_days=30)
    return board(figures, choose(scheme), reports or {}, title="督查看板", database="office.db")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("board") / "office.db"
    with Tracker(path) as tracker:
        tracker.add(education(), at=datetime(2025, 3, 1))
        tracker.add(welfare(), at=datetime(2025, 3, 1))
        tracker.set_reporting(1, "monthly", 5)
        for period, note in (("2025-05", "已选址2处"), ("2025-06", "已开工3处")):
            tracker.progress(
                1,
                Entries(percent=40, note=note, coordinate="请解决用地"),
                period=period,
                unit="云溪市卫生健康委员会",
                by="张三",
                at=datetime(2025, 6, 25),
            )
        ended = Entries(state="已完成", percent=100, note="全部完成")
        tracker.progress(2, ended, by="督查室", at=datetime(2025, 6, 25))
    return path


# ---- whole, and with the numbers of the 通报 ---------------------------------------------------------------


def of_tracker(path: Path) -> tuple[Board, Page]:
    with Tracker(path) as tracker:
        figures = gather(tracker, "2025-06", Filter(), None, 30, today=TODAY)
        whole = board(figures, choose("红黄绿"), tracker.filed(), title="督查看板", database=tracker.where)
    return whole, Page(render(whole))


def test_every_task_fact_unit_and_report_of_the_tracker_stands_in_it(office: Path) -> None:
    _, page = of_tracker(office)
    with Tracker(office) as tracker:
        tasks = tracker.tasks(today=DAY)
        filed = tracker.filed()
    assert len(tasks) == 6
    folds = {str(fold["id"]) for fold in page.all("details") if fold.get("class") == "task"}
    assert folds == {f"t{task.id}" for task in tasks}
    for task in tasks:
        assert task.title in page.words and task.text in page.words
        assert all(u.value.name in page.words and BASES[u.value.basis] in page.words for u in task.units)
        assert all(target_words(target) in page.words for target in task.targets)
    notes = [report.entries["note"] for some in filed.values() for report in some]
    assert sorted(notes) == ["全部完成", "已开工3处", "已选址2处"]
    assert all(note in page.words for note in notes) and OFFICE in page.words
    assert "office.db" in page.words and "2025年6月30日" in page.words


def test_the_numbers_are_those_of_the_bulletin(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "通报.docx"
    words = ["--db", str(office), "report", "--period", "2025-06", "--no-charts", "-o", str(out)]
    said = CliRunner().invoke(app, words, prog_name="policyparse").stdout
    told = re.search(r"任务 (\d+) 项，已完成 (\d+)，逾期 (\d+)，临期 (\d+)，应报 (\d+)，未报 (\d+)", said)
    _, page = of_tracker(office)
    shown = {name[2:]: re.findall(r"[\d.]+", words) for name, words in page.numbers.items()}
    assert told and [int(n) for n in told.groups()] == [
        *(int(shown[name][0]) for name in ("total", "done", "overdue", "soon")),
        *(int(shown["unfiled"][at]) for at in (1, 0)),
    ]
    assert (shown["total"], shown["done"], shown["overdue"]) == (["6"], ["1", "16.7"], ["1"])
    assert int(shown["unfiled"][0]) > 0 and shown["troubled"] == ["1"] and "请解决用地" in page.words


def test_lead_and_support_are_counted_apart_and_each_lamp_adds_up(office: Path) -> None:
    whole, _ = of_tracker(office)
    units = {one.canonical: one for one in whole.units}
    tasks = whole.figures.tasks
    for name, one in units.items():
        roles = [task.role_of(name) for task in tasks]
        assert (sum(one.lead), sum(one.support)) == (roles.count("lead"), roles.count("support"))
        assert one.supports == sum(one.support)
    assert units["云溪市教育局"].lead == (0, 0, 1) and sum(units["云溪市教育局"].support) == 2
    assert {n for task in tasks for u in task.units for n in [u.value.canonical]} == set(units)


@pytest.mark.parametrize("scheme", schemes())
def test_every_scheme_has_its_colours_and_says_what_they_mean(scheme: str) -> None:
    content = render(made(*TASKS, scheme=scheme)).decode()
    for lamp in choose(scheme).lamps:
        assert f"background: {lamp.colour};" in content and lamp.says in content


def test_a_unit_that_is_presumed_and_a_fact_without_words_say_so() -> None:
    lead = unit("市民政局")
    presumed = replace(lead, span=None, surface="", value=replace(lead.value, basis="issuer"))
    words = Page(render(made(replace(TASK, units=(presumed,)), replace(TASK, id=99, units=())))).words
    assert "市民政局（推定）" in words and RULED in words and "待明确" in words


def test_tasks_that_are_not_on_it_are_told() -> None:
    assert "另有3项任务" in Page(render(replace(made(*TASKS), later=3))).words


# ---- one file, and nothing breaks out of it ----------------------------------------------------------------

HOSTILE = (
    "<script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' autofocus onfocus='alert(1)",
    "</style><img src=x onerror=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "-->]]></textarea></script><svg onload=alert(1)>",
    "&lt;b&gt;&#x27;",
)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_whatever_the_tracker_holds_is_words(hostile: str) -> None:
    plain, task = "甲乙丙丁", FULL
    entries = {"note": hostile, "problem": hostile}

    def page(words: str) -> Page:
        named = replace(
            task,
            title=words,
            text=words,
            number=words,
            path=(words,),
            units=(unit(words), unit(f"{words}二", "support")),
            document=replace(CARD, title=words, source_name=words, doc_number=words),
            progress=replace(task.progress, problem=words, coordinate=words, person=words, contact=words),
            standings=(),
        )
        report = Report(words, True, "2025-06", DAY, datetime(2025, 7, 1), words, {**entries, "note": words})
        whole = made(named, reports={named.id: [report]})
        return Page(render(replace(whole, heading=replace(whole.heading, title=words, database=words))))

    harmless, attacked = page(plain), page(hostile)
    shape = [(tag, sorted(attributes)) for tag, attributes in attacked.tags]
    assert shape == [(tag, sorted(attributes)) for tag, attributes in harmless.tags]
    assert (
        attacked.words.count(hostile) == harmless.words.count(plain) + 1
    )  # the report's problem is hostile in both


def test_what_turns_a_line_round_is_left_out() -> None:
    content = render(made(replace(TASK, title="甲\u202e乙\u2066丙\x00丁\ud800"))).decode("utf-8")
    assert "甲乙丙丁" in content and not re.search("[\u202a-\u202e\u2066-\u2069\x00]", content)


def test_it_asks_nothing_of_any_other_address_and_runs_no_script_but_its_own(office: Path) -> None:
    _, page = of_tracker(office)
    content = render(of_tracker(office)[0]).decode("utf-8")
    named = [
        a[name] for _, a in page.tags for name in ("href", "src", "action", "srcset", "data") if name in a
    ]
    assert named and all(str(one).startswith("#") for one in named)
    assert not re.search(r"https?:|url\(|@import|\bfetch\(|XMLHttpRequest|innerHTML|\beval\b", content)
    assert not {tag for tag, _ in page.tags} & {"link", "img", "iframe", "object", "embed", "form", "base"}
    assert not [name for _, a in page.tags for name in a if name.startswith("on") or name == "style"]
    policy = next(str(meta["content"]) for meta in page.all("meta") if "http-equiv" in meta)
    assert "default-src 'none'" in policy and "unsafe" not in policy
    for tag in ("style", "script"):
        [inside] = re.findall(f"<{tag}>(.*?)</{tag}>", content, re.S)
        assert f"{tag}-src 'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'" in policy


def test_every_link_of_a_list_leads_to_its_place(office: Path) -> None:
    _, page = of_tracker(office)
    ids = [str(attributes["id"]) for _, attributes in page.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert {str(a["href"])[1:] for a in page.all("a")} <= set(ids)


def test_the_script_is_of_2019_and_the_page_is_whole_without_it(office: Path) -> None:
    _, page = of_tracker(office)
    [bar] = [a for _, a in page.tags if a.get("id") == "filters"]
    assert "hidden" in bar  # shown by the script, which alone can filter
    assert not [a for a in page.all("details") if "hidden" in a]
    content = render(of_tracker(office)[0]).decode("utf-8")
    [script] = re.findall("<script>(.*?)</script>", content, re.S)
    assert not re.search(r"\?\.|\?\?|\breplaceAll\b|\.at\(", script)


# ---- on the command line -----------------------------------------------------------------------------------


def run(path: Path, *words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, ["--db", str(path), "export", *words], prog_name="policyparse")
    assert result.exit_code == code, result.output
    return str(result.output)


def test_export(office: Path, tmp_path: Path) -> None:
    out = tmp_path / "看板.html"
    assert "6 项任务，截至 2025-06-30" in run(office, "--period", "2025-06", "-o", str(out))
    assert out.read_bytes() == out.read_bytes().strip() + b"\n"
    assert "已存在" in run(office, "-o", str(out), code=1)
    said = run(
        office,
        "-o",
        str(out),
        "--force",
        "--unit",
        "云溪市教育局",
        "--title",
        "教育看板",
        "--lamps",
        "蓝黄红",
    )
    page = Page(out.read_bytes())
    assert "3 项任务" in said and "教育看板" in page.words
    assert len([a for a in page.all("details") if a.get("class") == "task"]) == 3


BAD = [
    (["--format", "html", "--ledger"], 2, "内容是定好的"),
    (["--format", "html", "--columns", "序号"], 2, "内容是定好的"),
    (["--format", "html", "--lamps", "彩虹"], 2, "没有“彩虹”"),
    (["--format", "docx", "--lamps", "红黄绿"], 2, "只用于督查看板"),
    (["--format", "html", "--search", "没有这样的字"], 1, "没有符合条件的任务"),
]


@pytest.mark.parametrize(("words", "code", "message"), BAD)
def test_bad_calls(
    office: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], code: int, message: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert message in run(office, *words, code=code)
    assert not list(tmp_path.iterdir())
