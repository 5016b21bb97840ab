"""The board's pages over HTTP: who may ask for what, what each shows, and that every write is one command."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from boards import DAY, HOST, OWN, PERIOD, UNIT, Board, board
from starlette.routing import Route
from starlette.testclient import TestClient
from tracked import NOON, parsed, policy, task

from policyparse.board import shares, template
from policyparse.board.gate import Gate
from policyparse.board.guard import Hosts
from policyparse.board.kept import Kept
from policyparse.board.pages import ROUTES
from policyparse.board.shares import Share, share, together
from policyparse.board.today import period_at
from policyparse.board.view import SOON_DAYS
from policyparse.bulletin.gather import gather, gather_each
from policyparse.exports.form import Options
from policyparse.exports.per_unit import workbook
from policyparse.exports.units import of_unit
from policyparse.ledger import Entries, Filter
from policyparse.model import Deadline
from policyparse.tracker import links, lists, log, submissions

END = date(2025, 7, 31)
KEY, LOOK = "key-of-the-education-bureau", "key-of-those-who-look"


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Board]:
    """A board with a link for a unit and one to look."""
    made = board(tmp_path / "office.db")
    links.make(made.tracker.database, {UNIT: KEY}, PERIOD, END, at=made.tracker.documents()[0].added_at)
    links.make(made.tracker.database, {"": LOOK}, "", END, at=made.tracker.documents()[0].added_at)
    yield made
    made.tracker.close()


@pytest.fixture
def office(here: Board) -> TestClient:
    """The office, logged in."""
    return here.office()


@pytest.fixture
def unit(here: Board) -> TestClient:
    """The education bureau, by its link."""
    client = here.client()
    assert client.get(f"/u/{KEY}").status_code == 200
    return client


def seen(page: str) -> str:
    """The last change that a page's forms know."""
    found = re.search(r'name="seen" value="(\w+)"', page)
    assert found
    return found[1]


# ---- who may ask for what --------------------------------------------------------------------------------

SAMPLES = {
    "task": "1", "document": "1", "unit": UNIT, "kind": "xlsx", "period": PERIOD, "command": "1", "link": "1",
    "number": "1", "key": "nobody-has-this", "leaf": "1", "name": "serve.css", "sha256": "0" * 64,
}  # fmt: skip
OPEN = ("/login/{key}", "/u/{key}", "/look/{key}")
OF_UNITS = ("/u/", "/u/tasks/{task:int}", "/u/files/{sha256}", "/u/hand-in")


def address(route: Route) -> str:
    """The address of a route with values in it."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda m: SAMPLES[m[1]], route.path)


def ways() -> list[tuple[str, Route]]:
    """Each method and route of the board."""
    return [(method, route) for route in ROUTES for method in sorted((route.methods or set()) - {"HEAD"})]


CASES = [pytest.param(method, route, id=f"{method} {route.path}") for method, route in ways()]


@pytest.mark.parametrize(("method", "route"), CASES)
def test_nobody_unknown_sees_or_does_anything(here: Board, method: str, route: Route) -> None:
    before = log.last(here.tracker.database)
    answer = here.client().request(method, address(route), headers=OWN, data={} if method == "POST" else None)
    assert answer.status_code == (403 if route.path in OPEN else 401)
    assert "县城" not in answer.text
    assert log.last(here.tracker.database) == before


@pytest.mark.parametrize(("method", "route"), CASES)
def test_a_wrong_host_and_a_wrong_origin_reach_no_page(here: Board, method: str, route: Route) -> None:
    office = here.office()
    before = log.last(here.tracker.database)
    wrong = office.request(method, address(route), headers={**OWN, "host": "evil.example"})
    assert wrong.status_code == 421
    if method == "POST":
        for headers in (
            {},
            {"origin": "http://evil.example"},
            {"origin": "null"},
            {**OWN, "sec-fetch-site": "cross-site"},
        ):
            assert office.post(address(route), data={}, headers=headers).status_code == 403
    assert log.last(here.tracker.database) == before


@pytest.mark.parametrize(
    ("method", "route"), [c for c in CASES if c.values[1].path not in (*OPEN, *OF_UNITS)]
)
def test_who_only_looks_sends_nothing_and_a_unit_sees_no_page_of_the_office(
    here: Board, unit: TestClient, method: str, route: Route
) -> None:
    before = log.last(here.tracker.database)
    assert unit.request(method, address(route), headers=OWN).status_code == 401
    looking = here.client()
    assert looking.get(f"/look/{LOOK}").status_code == 200
    answer = looking.request(method, address(route), headers=OWN)
    closed = method == "POST" or route.path.startswith(("/links", "/returns", "/me"))
    assert (answer.status_code == 403) is closed
    assert log.last(here.tracker.database) == before


@pytest.mark.parametrize("way", [{"sec-fetch-site": "same-origin"}, OWN], ids=["Sec-Fetch-Site", "Origin"])
def test_a_form_of_the_board_is_taken_by_either_header(office: TestClient, way: dict[str, str]) -> None:
    page = office.get("/tasks/1").text
    data = {"seen": seen(page), "note": "已开工3处", "percent": "30", "state": "推进中"}
    assert office.post("/tasks/1/progress", data=data, headers=way).status_code == 303


def test_read_only_is_one_filter_over_every_method(tmp_path: Path) -> None:
    made = board(tmp_path / "t.db", read_only=True)
    office = made.office()
    page = office.get("/tasks/1").text
    assert "<form" not in page.replace('<form class="filters"', "")
    for _, route in (way for way in ways() if way[0] == "POST"):
        assert office.post(address(route), data={}, headers=OWN).status_code == 403
    assert office.request("DELETE", "/tasks/1", headers=OWN).status_code == 403
    made.tracker.close()


def test_the_login_link_is_good_once_and_its_cookie_is_no_script_s(here: Board) -> None:
    key = here.printed[-1]
    first = here.client().get(f"/login/{key}")
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert first.headers["referrer-policy"] == "no-referrer"
    assert key not in first.text
    assert here.client().get(f"/login/{key}").status_code == 403
    assert here.printed[-1] != key  # the terminal shows the next one
    forged = here.client()
    forged.cookies.set("policyparse", "office.AAAAAA.forged", domain="127.0.0.1")
    assert forged.get("/").status_code == 401


def test_keys_are_not_tried_without_end(here: Board) -> None:
    client = here.client()
    answers = [client.get(f"/u/try-{n}").status_code for n in range(25)]
    assert answers == [403] * 20 + [429] * 5


@pytest.mark.parametrize("what", ["expired", "revoked", "taken back"])
def test_a_link_that_is_good_no_more_opens_nothing_not_even_by_its_cookie(tmp_path: Path, what: str) -> None:
    day = [DAY]
    made = board(tmp_path / "t.db", today=lambda: day[0])
    links.make(made.tracker.database, {UNIT: KEY}, PERIOD, END, at=made.tracker.documents()[0].added_at)
    client = made.client()
    assert client.get(f"/u/{KEY}").status_code == 200
    assert client.get("/u/").status_code == 200
    if what == "expired":
        day[0] = date(2025, 8, 1)
    elif what == "revoked":
        links.revoke(made.tracker.database, 1)
    else:
        made.tracker.undo()
    assert client.get("/u/").status_code == 401
    assert client.post("/u/tasks/1", data={"note": "改"}, headers=OWN).status_code == 401
    assert made.client().get(f"/u/{KEY}").status_code == 403
    made.tracker.close()


def test_a_unit_reaches_its_own_tasks_alone(here: Board, unit: TestClient) -> None:
    page = unit.get("/u/").text
    mine = {task.id for task in here.tracker.tasks(Filter(unit=UNIT), today=DAY)}
    others = {task.id for task in here.tracker.tasks(today=DAY)} - mine
    assert mine and others
    assert {int(n) for n in re.findall(r'id="t(\d+)"', page)} == mine
    for number in others:
        assert unit.post(f"/u/tasks/{number}", data={"note": "改"}, headers=OWN).status_code == 404
    assert submissions.draft(here.tracker.database, UNIT, PERIOD) is None


@pytest.mark.parametrize("host", ["127.0.0.1:8765", "localhost", "[::1]:8765"])
def test_the_board_goes_by_the_names_of_this_machine(host: str) -> None:
    assert Hosts.of("127.0.0.1").know(host)


@pytest.mark.parametrize(
    "host", ["", "evil.example", "127.0.0.1.evil.example", "10.0.0.5", "a@127.0.0.1:x", "[::1"]
)
def test_and_by_no_other(host: str) -> None:
    assert not Hosts.of("127.0.0.1").know(host)


def test_bound_to_the_network_it_goes_by_numbers_and_by_the_names_that_are_given() -> None:
    hosts = Hosts.of("0.0.0.0", ["DuCha.example"])
    assert hosts.know("10.0.0.5:8765")
    assert hosts.know("ducha.example:8765")
    assert not hosts.know("evil.example")


def test_every_answer_forbids_what_is_not_the_board_s_own(here: Board, office: TestClient) -> None:
    for client, path in (
        (office, "/"),
        (here.client(), "/"),
        (office, "/nowhere"),
        (here.client("http://x.example"), "/"),
    ):
        headers = client.get(path).headers
        assert headers["content-security-policy"].startswith(
            "default-src 'none'; script-src 'self'; style-src 'self'"
        )
        assert "frame-ancestors 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["cache-control"] == "no-store"


def test_no_page_holds_a_script_or_a_style_or_asks_another_address(
    office: TestClient, unit: TestClient
) -> None:
    pages = [office.get(path).text for path in PAGES] + [unit.get("/u/").text]
    for page in pages:
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=", page)
        assert not re.search(r"""(?:src|href|action)=["'](?:https?:)?//""", page)


PAGES = (
    "/", "/tasks", "/tasks/1", "/units", f"/units/{UNIT}", "/documents", "/documents/1", "/documents/1/read", "/review",
    "/returns", "/links", f"/bulletins/{PERIOD}", "/history", "/history/1",
)  # fmt: skip


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_shown_and_escapes_what_it_prints(here: Board, office: TestClient, path: str) -> None:
    hostile = "<img src=x onerror=alert(1)>&\"'"
    here.tracker.edit(1, title=f"扩大{hostile}", by=hostile)
    here.tracker.progress(1, Entries(note=hostile, problem=hostile, person=hostile), by=hostile)
    answer = office.get(path)
    assert answer.status_code == 200
    assert "<img src=x" not in answer.text
    assert "</html>" in answer.text


@pytest.mark.parametrize(
    "path", ["/tasks/99", "/documents/99", "/history/99", "/units/市气象局", "/bulletins/六月", "/nowhere"]
)
def test_what_is_not_there_is_not_found(office: TestClient, path: str) -> None:
    answer = office.get(path)
    assert answer.status_code == 404
    assert "没有" in answer.text


# ---- what pages show -------------------------------------------------------------------------------------


def test_every_paper_the_first_page_leads_to_a_list_as_long(here: Board, office: TestClient) -> None:
    here.tracker.progress(1, Entries(percent=30, problem="资金未到位"), by="李四", unit=UNIT, period=PERIOD)
    page = office.get("/").text
    shown = re.findall(r'<a href="(/tasks[^"]*)">(?:\D*?)(\d+)(?:项)?</a>', page)
    assert len(shown) > 10
    for href, number in shown:
        answer = office.get(href.replace("&amp;", "&"))
        found = re.search(r"共 (\d+) 项", answer.text)
        assert found, href
        assert found[1] == number, href


def test_the_numbers_keep_up_with_every_command(here: Board) -> None:
    tracker = here.tracker

    def whole() -> Share:
        period = period_at(tracker, DAY)
        figures = gather(tracker, period, Filter(), DAY, SOON_DAYS, today=DAY)
        return together([share(figures, here.desk.scheme)])

    def plain(numbers: Share) -> Share:
        return replace(numbers, unfiled=tuple(sorted(numbers.unfiled)), behind=tuple(sorted(numbers.behind)))

    commands: list[Callable[[], object]] = [
        lambda: None,
        lambda: tracker.progress(1, Entries(percent=40, problem="缺场地", presents={1: Decimal(1)})),
        lambda: tracker.progress(2, Entries(state="已完成"), period=PERIOD, unit=UNIT),
        lambda: tracker.edit(3, lead=["市财政局", "市民政局"], deadlines=[Deadline("by", date(2025, 6, 20))]),
        lambda: tracker.merge([1, 2]),
        tracker.undo,
        lambda: tracker.drop(1),
        lambda: tracker.set_reporting(1, "quarterly", 5),
        lambda: tracker.set_reporting(1, None),
        lambda: tracker.remove(1),
        tracker.undo,
        lambda: lists.set_members(tracker.database, "云溪市财政局", ["市教育局", "市民政局"]),
    ]
    for command in commands:
        command()
        assert plain(here.desk.numbers) == plain(whole())
    assert here.desk.numbers.total.total and here.desk.numbers.unfiled
    asked: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            shares,
            "gather_each",
            lambda *given, **more: asked.append([*given[2]]) or gather_each(*given, **more),
        )
        tracker.progress(3, Entries(note="再报一次"))
        assert here.desk.numbers and here.desk.numbers
    assert asked == [[tracker.task(3, today=DAY).document.id]]  # and no other was counted anew


def test_a_list_is_filtered_sorted_and_saved_as_files(tmp_path: Path) -> None:
    made = board(tmp_path / "t.db", filters={"到期": {"overdue": True}})
    office = made.office()

    def rows(path: str) -> list[int]:
        return [
            int(n) for n in re.findall(r'class="text title"><a href="/tasks/(\d+)"', office.get(path).text)
        ]

    every = [task.id for task in made.tracker.tasks(today=DAY)]
    assert rows("/tasks") == every
    assert rows("/tasks?unit=市教育局&role=lead") == [
        t.id for t in made.tracker.tasks(Filter(unit="市教育局", role="lead"), today=DAY)
    ]
    late = [t.id for t in made.tracker.tasks(Filter(overdue=True), today=DAY)]
    assert late and rows("/tasks?saved=到期") == late == rows("/tasks?overdue=1")
    assert rows("/tasks?sort=number&down=1") == every[::-1]
    assert "没有找到单位" in office.get("/tasks?unit=市气象局").text
    assert "没有名为" in office.get("/tasks?saved=没有").text
    for kind, inside in (("xlsx", "xl/workbook.xml"), ("docx", "word/document.xml")):
        file = office.get(f"/tasks.{kind}?overdue=1")
        assert inside in zipfile.ZipFile(io.BytesIO(file.content)).namelist()
        assert "attachment" in file.headers["content-disposition"]
    assert office.get("/tasks.pdf").status_code == 422
    made.tracker.close()


def test_a_unit_has_a_page_by_its_name_and_by_its_number(here: Board, office: TestClient) -> None:
    with here.tracker.database.rows() as rows:
        numbers = dict(rows.all("SELECT canonical, id FROM unit"))
    to = office.get(f"/units/{numbers[UNIT]}")
    assert to.status_code == 303 and UNIT in office.get(to.headers["location"]).text
    for path in ("/units/9999", f"/units/{10**30}", f"/tasks/{10**30}", f"/documents/{10**30}/read"):
        assert office.get(path).status_code == 404


def test_a_command_that_others_stand_on_is_taken_back_only_where_that_is_said(
    here: Board, office: TestClient
) -> None:
    here.tracker.progress(1, Entries(note="已开工"), by="李四")
    told = office.post("/history/1/undo", data={}, headers=OWN)
    assert told.status_code == 422 and "李四" in told.text and "--yes" not in told.text
    assert 'name="anyway"' in told.text
    assert office.post("/history/1/undo", data={"anyway": "1"}, headers=OWN).status_code == 303


def test_no_answer_leads_a_browser_to_an_error_of_its_own(here: Board) -> None:
    icon = here.client().get("/favicon.ico")  # asked for beside every answer that names no icon
    assert (icon.status_code, icon.headers["content-type"]) == (200, "image/svg+xml")


@pytest.mark.parametrize(
    ("short", "whole"), [("q=托育", "search=托育"), ("due=2025-06-30", "due_before=2025-06-30")]
)
def test_an_address_may_be_short(office: TestClient, short: str, whole: str) -> None:
    lists = [
        re.findall(r'href="/tasks/(\d+)"', office.get(f"/tasks?{asked}").text) for asked in (short, whole)
    ]
    assert lists[0] == lists[1] != re.findall(r'href="/tasks/(\d+)"', office.get("/tasks").text)


def test_a_bulletin_is_a_page_and_a_document(office: TestClient) -> None:
    assert office.get("/bulletins").headers["location"] == f"/bulletins/{PERIOD}"
    assert "关于2025年6月重点任务推进情况的通报" in office.get(f"/bulletins/{PERIOD}").text
    file = office.get(f"/bulletins/{PERIOD}.docx")
    assert "word/document.xml" in zipfile.ZipFile(io.BytesIO(file.content)).namelist()


# ---- writing ---------------------------------------------------------------------------------------------


def test_progress_correction_and_closing_are_commands_that_one_undo_takes_back(
    here: Board, office: TestClient
) -> None:
    def post(path: str, **data: str) -> str:
        answer = office.post(path, data={"seen": seen(office.get("/tasks/2").text), **data}, headers=OWN)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    where = post("/tasks/2/progress", state="已完成", note="已全部办结")
    told = office.get(where).text
    assert "已全部办结" in told and "撤销" in told
    post("/tasks/2/close", answer="apply")
    post("/tasks/2/close", answer="return", because="佐证不全")
    assert here.tracker.task(2, today=DAY).review == "退回"
    post("/tasks/2/edit", title="巩固双减", lead="市财政局、市民政局", deadlines="2025-10-31\n每季度")
    task = here.tracker.task(2, today=DAY)
    assert (task.title, task.lead) == ("巩固双减", ("市财政局", "市民政局"))
    assert [d.value.due for d in task.deadlines] == [date(2025, 10, 31), None]
    command = log.commands(here.tracker.database)[0]
    assert (command.by, command.verb) == ("王科长", "edit")
    assert office.post(f"/history/{command.number}/undo", headers=OWN, data={}).status_code == 303
    assert here.tracker.task(2, today=DAY).title == "巩固双减成果"
    assert here.tracker.check() == ()


def test_who_comes_second_sees_the_difference_and_loses_nothing_typed(
    here: Board, office: TestClient
) -> None:
    opened = seen(office.get("/tasks/1").text)
    here.tracker.progress(1, Entries(note="别人先写的", percent=60), by="李四")
    before = log.last(here.tracker.database)
    answer = office.post(
        "/tasks/1/progress", data={"seen": opened, "note": "我后写的，很长一段", "percent": "50"}, headers=OWN
    )
    assert answer.status_code == 409
    assert "李四" in answer.text and "别人先写的" in answer.text and "我后写的，很长一段" in answer.text
    assert log.last(here.tracker.database) == before
    again = office.post(
        "/tasks/1/progress", data={"seen": seen(answer.text), "note": "我后写的，很长一段"}, headers=OWN
    )
    assert again.status_code == 303
    assert here.tracker.task(1, today=DAY).progress.note == "我后写的，很长一段"


@pytest.mark.parametrize("answer", ["apply", "accept", "return"])
def test_who_closes_second_sees_the_difference_too(here: Board, office: TestClient, answer: str) -> None:
    here.tracker.progress(1, Entries(state="已完成"), by="李四")
    opened = seen(office.get("/tasks/1").text)
    here.tracker.apply(1, by="赵六")
    if answer == "apply":
        here.tracker.review(1, False, reason="再补", by="赵六")
    else:
        here.tracker.progress(1, Entries(note="又补了一份"), by="赵六")
    before = log.last(here.tracker.database)
    data = {"seen": opened, "answer": answer, "because": "缺验收单"}
    told = office.post("/tasks/1/close", data=data, headers=OWN)
    assert told.status_code == 409 and "赵六" in told.text
    assert "缺验收单" in told.text or answer == "apply"
    assert log.last(here.tracker.database) == before
    assert (
        office.post("/tasks/1/close", data={**data, "seen": seen(told.text)}, headers=OWN).status_code == 303
    )


def test_what_is_done_bears_the_name_of_who_types(here: Board, office: TestClient) -> None:
    assert "经办人：王科长" in office.get("/tasks/1").text
    named = office.post("/me", data={"name": "周静", "to": "/tasks/1?a=1"}, headers=OWN)
    assert named.headers["location"] == "/tasks/1?a=1"
    page = office.get("/tasks/1").text
    assert "经办人：周静" in page
    office.post("/tasks/1/progress", data={"seen": seen(page), "note": "已开工"}, headers=OWN)
    assert log.commands(here.tracker.database)[0].by == "周静"
    assert "经办人：王科长" in here.office().get("/").text  # another browser has another
    for name, to in (("周静\u202e", "/"), ("很" * 31, "/")):
        assert office.post("/me", data={"name": name, "to": to}, headers=OWN).status_code == 422
    away = office.post("/me", data={"name": "周静", "to": "//evil.example"}, headers=OWN)
    assert away.headers["location"] == "/"


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ({"percent": "很多"}, "看不懂进度"),
        ({"state": "已终止"}, "须说明事由"),
        ({"present-1": "三个"}, "应是数"),
        ({"note": "看不见\u202e的字"}, "看不见的字符"),
    ],
)
def test_a_form_that_cannot_be_taken_is_shown_again_with_its_words(
    office: TestClient, typed: dict[str, str], why: str
) -> None:
    data = {"seen": seen(office.get("/tasks/1").text), "problem": "还在下面", **typed}
    answer = office.post("/tasks/1/progress", data=data, headers=OWN)
    assert answer.status_code == 422
    assert why in answer.text and "还在下面" in answer.text


# ---- from the unit to the 通报 ---------------------------------------------------------------------------


def filled(**more: str) -> dict[str, str]:
    """What a unit types."""
    return {
        "state": "推进中",
        "percent": "40%",
        "note": "已开工3处",
        "person": "李强",
        "contact": "0123-456",
        **more,
    }


def save(unit: TestClient, task: int, data: dict[str, Any], files: Sequence[tuple[str, bytes]] = ()) -> Any:
    """Save what a unit types on a task, as its page sends it."""
    form = unit.get("/u/").text.partition(f'action="/u/tasks/{task}"')[2]
    more = {"files": [("file", one) for one in files]} if files else {}
    return unit.post(f"/u/tasks/{task}", data={"seen": seen(form), **data}, headers=OWN, **more)


def test_what_a_unit_hands_in_waits_is_entered_and_stands_in_the_bulletin(
    here: Board, office: TestClient, unit: TestClient
) -> None:
    assert unit.post("/u/hand-in", data={}, headers=OWN).status_code == 422
    assert save(unit, 2, filled(problem="场地未落实")).headers["location"] == "/u/#t2"
    assert "已开工3处" in unit.get("/u/").text
    assert here.tracker.task(2, today=DAY).progress.percent == 0
    assert unit.post("/u/hand-in", data={}, headers=OWN).status_code == 303
    assert "等督查部门处理" in unit.get("/u/").text
    page = office.get("/returns").text
    assert all(words in page for words in (UNIT, "进展情况", "已开工3处", "40", "场地未落实"))
    number = submissions.listed(here.tracker.database, waiting=True)[0].number
    entered = office.post("/returns/enter", data={"number": str(number)}, headers=OWN)
    assert entered.status_code == 303, entered.text
    task = here.tracker.task(2, today=DAY)
    assert (task.progress.percent, task.progress.note, task.standings[0].period) == (40, "已开工3处", PERIOD)
    assert "场地未落实" in office.get(f"/bulletins/{PERIOD}").text
    assert "已入账" in unit.get("/u/").text
    here.tracker.undo()
    assert here.tracker.task(2, today=DAY).progress.percent == 0
    assert submissions.waiting(here.tracker.database) == 1
    assert here.tracker.check() == ()


def test_a_refused_submission_goes_back_with_its_reason_and_its_words(
    here: Board, office: TestClient, unit: TestClient
) -> None:
    save(unit, 2, filled())
    unit.post("/u/hand-in", data={}, headers=OWN)
    (sent,) = submissions.listed(here.tracker.database, waiting=True)
    assert "须说明理由" in office.post(f"/returns/{sent.number}/refuse", data={}, headers=OWN).text
    assert (
        office.post(f"/returns/{sent.number}/refuse", data={"because": "写明哪3处"}, headers=OWN).status_code
        == 303
    )
    page = unit.get("/u/").text
    assert "写明哪3处" in page and "已开工3处" in page
    assert here.tracker.task(2, today=DAY).progress.percent == 0
    again = office.post("/returns/enter", data={"number": str(sent.number)}, headers=OWN)
    assert again.status_code == 422 and "已经处理过" in again.text


def test_a_member_of_a_collective_unit_reports_for_itself_up_to_the_bulletin(
    here: Board, office: TestClient
) -> None:
    tracker, groups = here.tracker, "各县区政府"
    work = policy("云溪市县域工作要点", task("建设县城学校", "建好学校。", groups, "市教育局", "2025-12-31"))
    (paper,) = tracker.add(parsed("counties", work), at=NOON).documents
    tracker.set_reporting(paper, "monthly", 10)
    lists.set_members(tracker.database, groups, ["临江县政府", "青禾区政府"])
    (number,) = tracker.numbers(Filter(document=paper), today=DAY)
    assert all(name in office.get("/links").text for name in ("临江县人民政府", "青禾区人民政府"))
    data = {"unit": "临江县人民政府", "period": PERIOD, "until": "2099-12-31", "what": "fill"}
    made = office.post("/links", data=data, headers=OWN).text
    member = here.client()
    path = re.search(r"<code>http://[^/]+(/u/[\w-]+)</code>", made)
    assert path and member.get(path[1]).status_code == 200
    assert save(member, number, filled(note="县里已开工", problem="用地未批")).status_code == 303
    assert member.post("/u/hand-in", data={}, headers=OWN).status_code == 303
    (sent,) = submissions.listed(tracker.database, waiting=True)
    assert office.post("/returns/enter", data={"number": str(sent.number)}, headers=OWN).status_code == 303
    told = {s.unit: s.progress.note for s in tracker.task(number, today=DAY).standings}
    assert told == {"临江县人民政府": "县里已开工"}
    bulletin = office.get(f"/bulletins/{PERIOD}").text
    assert "用地未批" in bulletin and "临江县政府" in bulletin
    owed = next(c for c in tracker.reports(PERIOD, today=DAY) if c.task.id == number)
    assert (
        owed.status != "已报" and "建设县城学校" in office.get("/tasks?unfiled=1").text
    )  # the other owes still
    assert tracker.check() == ()


def test_two_people_of_a_unit_lose_nothing_to_each_other(here: Board, unit: TestClient) -> None:
    opened = seen(unit.get("/u/").text.partition('action="/u/tasks/2"')[2])
    save(unit, 2, filled(note="同事先写的"))
    answer = unit.post("/u/tasks/2", data={"seen": opened, **filled(note="我后写的")}, headers=OWN)
    assert answer.status_code == 409
    assert "同事先写的" in answer.text and "我后写的" in answer.text
    draft = submissions.draft(here.tracker.database, UNIT, PERIOD)
    assert draft is not None and draft.content["lines"]["2"]["entries"]["note"] == "同事先写的"
    again = seen(answer.text.partition('action="/u/tasks/2"')[2])
    assert (
        unit.post("/u/tasks/2", data={"seen": again, **filled(note="我后写的")}, headers=OWN).status_code
        == 303
    )


# ---- 佐证材料 --------------------------------------------------------------------------------------------

PAPER = ("验收单.pdf", b"%PDF-1.4 <script>alert(1)</script>")


def test_evidence_waits_with_what_a_unit_hands_in_and_goes_to_the_task(
    here: Board, office: TestClient, unit: TestClient
) -> None:
    database = here.tracker.database
    assert save(unit, 2, filled(), [PAPER, ("现场.jpg", b"\xff\xd8 picture")]).status_code == 303
    page = unit.get("/u/").text
    assert "验收单.pdf" in page and "现场.jpg" in page
    (picture,) = re.findall(r'value="([0-9a-f]{64})">去掉', page.partition("现场.jpg")[2])[:1]
    assert save(unit, 2, {**filled(), "without": picture}).status_code == 303
    assert "现场.jpg" not in unit.get("/u/").text
    assert here.tracker.check() == ()  # what was taken out is kept no longer, what waits is known
    (paper,) = set(re.findall(r"/u/files/([0-9a-f]{64})", unit.get("/u/").text))
    unit.post("/u/hand-in", data={}, headers=OWN)
    assert here.tracker.task(2, today=DAY).evidence == ()
    (sent,) = submissions.listed(database, waiting=True)
    path = f"/returns/{sent.number}/files/{paper}"
    assert path in office.get("/returns").text
    got = office.get(path)
    assert (got.content, got.headers["content-type"]) == (PAPER[1], "application/octet-stream")
    assert got.headers["content-disposition"].startswith("attachment;")
    assert (
        got.headers["x-content-type-options"] == "nosniff"
        and "sandbox" in got.headers["content-security-policy"]
    )
    assert office.post("/returns/enter", data={"number": str(sent.number)}, headers=OWN).status_code == 303
    assert "附上佐证材料1个" in log.commands(database)[0].words
    (one,) = here.tracker.task(2, today=DAY).evidence
    assert (one.name, one.unit, one.period, one.size) == (PAPER[0], UNIT, PERIOD, len(PAPER[1]))
    assert PAPER[0] in office.get("/tasks/2").text and PAPER[0] in unit.get("/u/").text
    assert office.get(f"/tasks/2/evidence/{paper}").content == PAPER[1]
    assert office.get(f"/tasks/1/evidence/{paper}").status_code == 404
    here.tracker.undo()
    assert here.tracker.task(2, today=DAY).evidence == ()
    assert submissions.waiting(database) == 1 and here.tracker.check() == ()


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (("程序.exe", b"MZ"), "不是可以附的种类"),
        (("程序.pdf", b"MZ\x90"), "内容是程序"),
        (("空.pdf", b""), "是空的"),
        (("../../etc/passwd", b"x"), "不是可以附的种类"),
    ],
)
def test_what_may_not_be_attached_is_told_and_nothing_typed_is_lost(
    here: Board, office: TestClient, unit: TestClient, file: tuple[str, bytes], why: str
) -> None:
    answer = save(unit, 2, filled(), [file])
    assert answer.status_code == 422 and why in answer.text and "已开工3处" in answer.text
    told = office.post("/tasks/2/evidence", files=[("file", file)], headers=OWN)
    assert told.status_code == 422 and why in told.text
    assert here.tracker.check() == ()


def test_the_office_attaches_too(here: Board, office: TestClient) -> None:
    files = [("file", PAPER), ("file", ("照片 1.JPG", b"picture"))]
    assert office.post("/tasks/2/evidence", files=files, headers=OWN).status_code == 303
    assert [one.name for one in here.tracker.task(2, today=DAY).evidence] == ["验收单.pdf", "照片 1.JPG"]
    assert office.post("/tasks/2/evidence", data={}, headers=OWN).status_code == 422


def test_a_task_that_is_gone_takes_no_evidence_and_says_so(
    here: Board, office: TestClient, unit: TestClient
) -> None:
    save(unit, 2, filled(), [PAPER])
    unit.post("/u/hand-in", data={}, headers=OWN)
    here.tracker.drop(2)
    (sent,) = submissions.listed(here.tracker.database, waiting=True)
    told = office.post("/returns/enter", data={"number": str(sent.number)}, headers=OWN)
    assert "佐证材料没有附上" in told.text
    assert here.tracker.check() == ()


def test_a_unit_hears_at_once_what_cannot_be(unit: TestClient) -> None:
    answer = save(unit, 2, filled(state="已完成"))
    assert answer.status_code == 422
    assert "总体进度是 100" in answer.text and "已开工3处" in answer.text


def test_a_unit_that_fills_in_what_stood_there_hands_nothing_in(here: Board, unit: TestClient) -> None:
    save(unit, 2, filled())
    save(unit, 2, {"state": "未启动", "percent": "0"})
    draft = submissions.draft(here.tracker.database, UNIT, PERIOD)
    assert draft is not None and draft.content["lines"] == {}


def test_a_unit_cannot_send_without_end(here: Board, unit: TestClient) -> None:
    answers = [save(unit, 2, filled()).status_code for _ in range(62)]
    assert answers == [303] * 60 + [429] * 2


def test_a_workbook_that_came_by_mail_waits_beside_the_pages(here: Board, office: TestClient) -> None:
    from openpyxl import load_workbook

    tasks = here.tracker.tasks(Filter(unit=UNIT), today=DAY)
    sent = workbook(of_unit(tasks, UNIT), Options(period=PERIOD, tracker=here.tracker.identity))
    book = load_workbook(io.BytesIO(sent))
    sheet = book.worksheets[0]
    head = next(row for row in sheet.iter_rows() if any(cell.value == "进展情况" for cell in row))
    column = next(cell.column for cell in head if cell.value == "进展情况")
    sheet.cell(head[0].row + 1, column).value = "工作簿里写的进展"
    out = io.BytesIO()
    book.save(out)
    files = [("file", ("../../市教育局.xlsx", out.getvalue())), ("file", ("坏.xlsx", b"no table"))]
    answer = office.post("/returns/upload", files=files, headers=OWN)
    assert answer.status_code == 422 and "坏.xlsx" in answer.text  # told, and the other is taken
    page = office.get("/returns").text
    assert "工作簿里写的进展" in page and UNIT in page
    (one,) = submissions.listed(here.tracker.database, waiting=True)
    assert (one.unit, one.period, one.name) == (UNIT, PERIOD, "市教育局.xlsx")
    assert office.post("/returns/enter", data={"number": str(one.number)}, headers=OWN).status_code == 303
    assert any(
        t.standings and t.standings[0].progress.note == "工作簿里写的进展"
        for t in here.tracker.tasks(today=DAY)
    )


def test_links_are_made_shown_once_and_revoked(here: Board, office: TestClient) -> None:
    data = {"unit": [UNIT, "云溪市民政局"], "period": PERIOD, "until": "2099-12-31", "what": "fill"}
    made = office.post("/links", data=data, headers=OWN)
    keys = re.findall(rf"<code>{HOST}/u/([\w-]+)</code>", made.text)
    assert len(keys) == 2 and all(len(key) >= 22 for key in keys)
    listed = office.get("/links").text
    assert not any(key in listed for key in keys)
    client = here.client()
    assert client.get(f"/u/{keys[0]}").status_code == 200
    assert client.get("/u/").status_code == 200
    number = next(link.number for link in links.listed(here.tracker.database) if link.unit == UNIT)
    office.post(f"/links/{number}/revoke", data={}, headers=OWN)
    assert client.get("/u/").status_code == 401
    assert "请勾选" in office.post("/links", data={"until": "2099-12-31", "period": PERIOD}, headers=OWN).text


# ---- the parts -------------------------------------------------------------------------------------------


def test_htmx_is_the_file_that_npm_has() -> None:
    from hashlib import sha256

    digest = sha256(template.assets()["htmx-4.0.1.min.js"]).hexdigest()
    assert digest == "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
    assert b"Zero-Clause BSD" in template.assets()["htmx-4.0.1.LICENSE"]


@pytest.mark.parametrize(
    "name", [name for name in template.assets() if name.endswith(".js") and not name.startswith("htmx")]
)
def test_our_scripts_keep_to_what_old_browsers_know(name: str) -> None:
    """ES2019: no ?. and ??, no private fields, no replaceAll."""
    script = template.assets()[name].decode()
    assert not re.search(
        r"\?\.[a-zA-Z\[(]|\?\?|#\w+\s*[=(;]|\.replaceAll\(|\.at\(",
        re.sub(r'"[^"\n]*"|\'[^\'\n]*\'', "", script),
    )


def test_a_gate_lets_so_many_through_and_forgets() -> None:
    now = [0.0]
    gate = Gate(2, 60, lambda: now[0])
    assert [gate.passes("a"), gate.passes("a"), gate.passes("a"), gate.passes("b")] == [
        True,
        True,
        False,
        True,
    ]
    now[0] = 60.0
    assert gate.passes("a")


def test_what_is_kept_is_made_once_for_a_stamp() -> None:
    made: list[int] = []
    kept = Kept(2)

    def make() -> int:
        made.append(1)
        return len(made)

    assert [kept.get("a", 1, make), kept.get("a", 1, make), kept.get("a", 2, make)] == [1, 1, 2]
    kept.get("b", 2, make)
    kept.get("c", 2, make)  # "a" is forgotten
    assert kept.get("a", 2, make) == 5
