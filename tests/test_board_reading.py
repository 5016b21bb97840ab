"""The reviewer's pages: a document beside its facts, the doubts one after the other, with and without a browser."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import served
from served import TODAY, Client
from waiting import LONGEST

from policyparse import pipeline
from policyparse.board.doubting import Doubting
from policyparse.board.paper import paper
from policyparse.ledger import Filter
from policyparse.ledger.review import doubtful
from policyparse.readers.page import picture
from policyparse.tracker import Tracker, log

CORPORA = Path(__file__).parent.parent / "corpora" / "docs"
PDF = CORPORA / "nanling-2024-jikong-yijian.pdf"
TEXT = """云溪市2026年托育工作要点
一、扩大供给
（一）增加托位。托位数达到300个以上，年底前完成。（牵头单位：市教育局；配合单位：市财政局）
（二）<i>培训队伍</i>。开展一次培训。建立台账，抓好落实。
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a tracker with both documents and their files."""
    folder = tmp_path_factory.mktemp("made")
    text = folder / "要点.txt"
    text.write_text(TEXT, encoding="utf-8")
    with Tracker(folder / "office.db") as tracker:
        for path in (PDF, text):
            parsed = pipeline.parse(path)
            tracker.add(parsed, original=path)
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Tracker]:
    shutil.copytree(made, tmp_path / "office")
    with Tracker(tmp_path / "office" / "office.db") as tracker:
        yield tracker


@pytest.fixture
def client(office: Tracker) -> Iterator[Client]:
    with served.client(office) as made:
        yield made


def post(client: Client, path: str, **fields: Any) -> Any:
    return client.send_form(path, **fields)


def doubts(tracker: Tracker, document: int | None = None) -> list[str]:
    return [d.name for d in doubtful(tracker.tasks(Filter(document=document), today=TODAY))]


def test_every_fact_of_words_has_its_place_on_the_page_and_every_rule_is_said(office: Tracker) -> None:
    policy = office.load(1)
    tasks = office.tasks(Filter(document=1), today=TODAY)
    made = paper(policy, tasks, picture.sheets(PDF))
    assert [leaf.number for leaf in made.leaves] == [1, 2, 3, 4]
    marked = {mark.name for leaf in made.leaves for mark in leaf.marks}
    for told in made.tasks:
        for fact in told.facts:
            assert fact.quote or fact.rule
            assert (fact.name in marked) == (fact.span is not None)
    for leaf in made.leaves:
        assert all(0 <= m.box[0] <= m.box[2] <= leaf.width + 1 for m in leaf.marks)
        assert all(word.text and 0 < word.base <= leaf.height for word in leaf.words)
    words = "".join(word.text for leaf in made.leaves for word in leaf.words)
    assert words == policy.document.text.replace("\n", "")


def test_a_text_is_cut_where_marks_begin_and_end_and_loses_nothing(office: Tracker) -> None:
    policy = office.load(2)
    made = paper(policy, office.tasks(Filter(document=2), today=TODAY), ())
    assert made.leaves == ()
    assert ["".join(piece.text for piece in p) for p in made.paragraphs] == policy.document.text.split("\n")
    spoken = {name: piece.text for p in made.paragraphs for piece in p for name in piece.first}
    lead = next(f for f in made.tasks[0].facts if f.kind == "lead")
    assert (spoken[lead.name], lead.quote) == ("市教育局", "市教育局")


def test_the_page_shows_the_document_and_is_words_only(client: Client) -> None:
    shown = client.get("/documents/1/read")
    assert shown.status_code == 200
    links = re.findall(r'href="#([^"]+)"', shown.text)
    assert len(links) > 50
    assert {*links} <= {*re.findall(r' id="([^"]+)"', shown.text)}
    (first, *_) = re.findall(r'<image href="([^"]+)"', shown.text)
    drawn = client.get(first.replace("&amp;", "&"))
    assert (drawn.headers["content-type"], drawn.content[:4]) == ("image/png", b"\x89PNG")
    text = client.get("/documents/2/read").text
    assert "&lt;i&gt;培训队伍" in text and "<i>" not in text
    assert "无原文：文中没有写时限，按年度文件推定" in text
    assert not re.search(r' style="', shown.text + text)


def test_a_task_shows_the_part_of_the_page_that_it_stands_on(client: Client, office: Tracker) -> None:
    task = office.tasks(Filter(document=1), today=TODAY)[0]
    made = client.get(f"/tasks/{task.id}/cut").text
    names = {*re.findall(r'data-fact="([^"]+)"', made)}
    assert names and {name.partition(".")[0] for name in names} == {str(task.id)}
    (top, height), *_ = re.findall(r'viewBox="0 ([0-9.]+) [0-9.]+ ([0-9.]+)"', made)
    assert float(top) > 0 and float(height) < 800
    text = office.tasks(Filter(document=2), today=TODAY)[0]
    assert client.get(f"/tasks/{text.id}/cut").text.strip() == ""


def test_pages_that_are_none(client: Client) -> None:
    for path in (
        "/documents/9/read",
        "/documents/1/pages/99.png",
        "/documents/2/pages/1.png",
        "/review?document=9",
    ):
        assert client.get(path).status_code == 404, path


def test_without_its_file_a_document_is_read_as_text(client: Client, office: Tracker) -> None:
    assert office.database.kept.folder is not None
    for path in office.database.kept.folder.glob("*/*"):
        path.unlink()
    shown = client.get("/documents/1/read").text
    assert "<image" not in shown and "<mark" in shown


# ---- what is done there ----------------------------------------------------------------------------------


def test_a_reason_is_listed_once_whatever_rules_it_speaks_for(client: Client) -> None:
    page = client.get("/review").text
    listed = re.findall(r'href="/review\?reason=[^"]*"[^>]*>([^<]+)<', page)
    assert "数量目标，请核对是否承诺以及指标名称、口径" in listed
    assert len(listed) == len(set(listed))
    shown = client.get("/review?reason=goal")
    assert "还有 0 条" not in shown.text and shown.status_code == 200


def test_doubts_are_confirmed_one_by_one_and_by_reason(client: Client, office: Tracker) -> None:
    before = doubts(office)
    first = next(name for name in before if "." in name)
    done = post(client, "/facts/confirm", fact=first, back="/review?document=1&at=0")
    assert done.status_code == 303 and done.headers["location"].startswith("/review?document=1&at=0&done=")
    assert first not in doubts(office)
    page = client.get("/review?document=1").text
    form = re.search(r'action="/facts/confirm-all">((?:(?!</form>).)*)</form>', page, re.DOTALL)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1]))
    of_document = doubtful(office.tasks(Filter(document=1), today=TODAY))
    names = [d.name for d in of_document if d.kind == fields["reason"] and d.mention]
    assert post(client, "/facts/confirm-all", **{**fields, "many": "99999"}).status_code == 422
    assert post(client, "/facts/confirm-all", **fields).status_code == 303
    assert {*names} & {*doubts(office)} == set()
    assert len(doubts(office)) == len(before) - 1 - len(names)
    post(client, "/facts/undo", back="/review")
    assert {*names} <= {*doubts(office)}


def test_the_doubts_keep_up_with_every_command(office: Tracker) -> None:
    kept = Doubting()
    first, second = office.tasks(Filter(document=2), today=TODAY)

    def same() -> bool:
        return [d.name for d in kept.all(office, TODAY)] == doubts(office)

    assert same()
    office.edit(first.id, lead=[])
    assert f"{first.id}" in [d.name for d in kept.all(office, TODAY)] and same()
    office.drop(second.id)
    assert same()
    office.undo()
    office.remove(1)
    assert same() and kept.all(office, TODAY)
    office.undo()
    assert same()


def test_a_fact_is_refused_and_a_task_dropped(client: Client, office: Tracker) -> None:
    (task, other) = office.tasks(Filter(document=2), today=TODAY)
    support = next(n for n, u in enumerate(task.units, 1) if u.value.role == "support")
    page = client.get("/documents/2/read").text
    (seen,) = {*re.findall(r'name="seen" value="(\d+)"', page)}
    assert (
        post(client, "/facts/refuse", fact=f"{task.id}.u{support}", seen=seen, back="/review").status_code
        == 303
    )
    assert office.task(task.id, today=TODAY).support == ()
    assert office.task(task.id, today=TODAY).lead == task.lead
    assert post(client, f"/tasks/{other.id}/drop", back="/review").status_code == 303
    assert [t.id for t in office.tasks(Filter(document=2), today=TODAY)] == [task.id]


def test_a_correction_keeps_what_was_not_touched_and_loses_nothing_typed(
    client: Client, office: Tracker
) -> None:
    task = office.tasks(Filter(document=2), today=TODAY)[0]
    from policyparse.board.correcting import words_of

    seen = str(max(c.command for c in office.history()))
    fields = {**words_of(task), "lead": "市民政局", "seen": seen, "back": "/documents/2/read"}
    assert post(client, f"/tasks/{task.id}/correct", **fields).status_code == 303
    after = office.task(task.id, today=TODAY)
    assert (after.lead, after.targets, after.deadlines) == (("市民政局",), task.targets, task.deadlines)
    wrong = post(client, f"/tasks/{task.id}/correct", **{**fields, "targets": "很多很多", "seen": "999999"})
    assert wrong.status_code == 422
    assert "看不懂目标“很多很多”" in wrong.text and 'value="市民政局"' in wrong.text
    late = post(client, f"/tasks/{task.id}/correct", **{**fields, "title": "增加普惠托位"})
    assert late.status_code == 409 and 'value="增加普惠托位"' in late.text
    assert "打开以后的改动" in late.text and "市民政局" in late.text


def test_a_missed_task_is_added_where_it_was_selected(client: Client, office: Tracker) -> None:
    first, second = office.tasks(Filter(document=2), today=TODAY)
    post(
        client,
        "/documents/2/missed",
        text="建立台账，按月通报。",
        lead="市教育局",
        deadlines="每月",
        after=str(first.id),
        back="/documents/2/read",
    )
    titles = [t.title for t in office.tasks(Filter(document=2), today=TODAY)]
    assert titles == [first.title, "建立台账", second.title]
    assert post(client, "/documents/2/missed", back="/review").status_code == 422


def test_tasks_are_split_and_merged(client: Client, office: Tracker) -> None:
    first, second = office.tasks(Filter(document=2), today=TODAY)
    post(client, f"/tasks/{first.id}/merge", other=str(second.id), back="/review")
    (one,) = office.tasks(Filter(document=2), today=TODAY)
    post(client, f"/tasks/{one.id}/split", seen=str(log.last(office.database)), back="/review")
    assert len(office.tasks(Filter(document=2), today=TODAY)) == len(one.actions) > 1


@pytest.mark.parametrize("what", ["confirm", "refuse", "drop", "split", "merge", "confirm-all"])
def test_who_comes_second_sees_the_difference(client: Client, office: Tracker, what: str) -> None:
    first, second = office.tasks(Filter(document=2), today=TODAY)
    page = client.get("/documents/2/read").text
    opened = re.search(r'name="seen" value="(\d+)"', page)[1]  # type: ignore[index]
    first, second = (second, first) if what == "split" else (first, second)
    office.edit(first.id, title="先改过的名称", by="李四")
    before = log.last(office.database)
    fields = {"seen": opened, "back": "/documents/2/read"}
    if what == "confirm-all":
        one = next(d for d in doubtful(office.tasks(today=TODAY)) if d.mention)
        kind = one.kind
        office.edit(one.task.id, title="又改过", by="李四")
        many = sum(d.kind == kind and d.mention is not None for d in doubtful(office.tasks(today=TODAY)))
        answer = post(client, "/facts/confirm-all", reason=kind, many=str(many), **fields)
        assert answer.status_code == 409 and "又改过" in answer.text
        assert office.history()[-1].by == "李四"
        return
    path = f"/facts/{what}" if what in ("confirm", "refuse") else f"/tasks/{first.id}/{what}"
    answer = post(client, path, fact=f"{first.id}.u1", other=str(second.id), **fields)
    assert answer.status_code == 409 and "先改过的名称" in answer.text and "李四" in answer.text
    assert log.last(office.database) == before
    again = re.search(r'name="seen" value="(\d+)"', answer.text)
    assert (again is None) is (what in ("confirm", "refuse"))  # its place may be another's by now
    if again:
        done = post(client, path, other=str(second.id), **{**fields, "seen": again[1]})
        assert done.status_code == 303 and log.last(office.database) > before


@pytest.mark.parametrize(
    "back", ["https://evil.example/", "//evil.example", "/login/x", "/review\r\nx: y", ""]
)
def test_a_form_leads_back_to_the_reviewers_pages_alone(client: Client, office: Tracker, back: str) -> None:
    name = next(n for n in doubts(office) if "." in n)
    done = post(client, "/facts/confirm", fact=name, back=back)
    assert re.fullmatch(r"/review\?done=\d+", done.headers["location"])


WRITES = [
    "/facts/confirm",
    "/facts/confirm-all",
    "/facts/refuse",
    "/facts/undo",
    "/documents/2/missed",
    *(f"/tasks/1/{verb}" for verb in ("correct", "drop", "split", "merge")),
]


def test_who_may_not_write_does_not(office: Tracker) -> None:
    with served.served(office) as (url, _), Client(url) as stranger:
        for path in WRITES:
            assert stranger.send_form(path).status_code == 401, path
            assert stranger.post(path, headers={"origin": "http://evil.example"}).status_code == 403, path
        for path in ("/documents/1/read", "/documents/1/pages/1.png", "/review"):
            assert stranger.get(path).status_code == 401, path
    with served.client(office, read_only=True) as reader:
        for path in WRITES:
            assert reader.send_form(path).status_code == 403, path
        assert "<form" not in reader.get("/documents/2/read").text
        assert "<form" not in reader.get("/review").text


# ---- in a browser ------------------------------------------------------------------------------------------

CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def page(office: Tracker) -> Iterator[Any]:
    """A browser at the office's board; a request to any other address fails the test, and so does a fault of a script."""
    if not Path(CHROMIUM).exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    sync = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with served.served(office) as (url, told), sync.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1280, "height": 860}, base_url=url)
        opened.set_default_timeout(LONGEST * 1000)
        asked: list[str] = []
        faults: list[str] = []
        opened.on("request", lambda request: asked.append(request.url))
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(f"/login/{told[-1]}")
        opened.wait_for_url(f"{url}/")
        yield opened
        browser.close()
        assert faults == []
        assert [one for one in asked if not one.startswith((url, "data:"))] == []


def press(page: Any, key: str) -> None:
    """A key that sends a form, and the page that it leads to."""
    with page.expect_navigation():
        page.keyboard.press(key)


@pytest.mark.slow
def test_a_reviewer_clears_twenty_doubts_with_keys_only(page: Any, office: Tracker) -> None:
    before = doubts(office)
    page.goto("/review")
    cleared = 0
    while cleared < 20:
        if page.locator("[data-key=Enter]").count():
            press(page, "Enter")
            cleared += 1
        else:
            press(page, "j")
    assert len(doubts(office)) == len(before) - 20
    press(page, "u")
    assert len(doubts(office)) == len(before) - 19
    press(page, "j")
    press(page, "k")
    page.keyboard.press("e")
    assert page.evaluate("document.activeElement.name") == "title"
    page.keyboard.type("x")  # in an input a key is a letter
    assert len(doubts(office)) == len(before) - 19


@pytest.mark.slow
def test_a_missed_task_is_added_by_selecting_its_words_and_undone(page: Any, office: Tracker) -> None:
    count = len(office.tasks(Filter(document=1), today=TODAY))
    page.goto("/documents/1/read")
    line = page.locator(".words text", has_text="建立常态化的健康管理").first
    line.scroll_into_view_if_needed()
    box = line.bounding_box()
    page.mouse.move(box["x"] + 2, box["y"] + box["height"] / 2)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 2, box["y"] + box["height"] / 2)
    page.mouse.up()
    page.keyboard.press("a")
    text = page.locator("#missed [name=text]").input_value()
    assert "建立常态化的健康管理" in text
    page.locator("#missed [name=title]").fill("建立衔接机制")
    with page.expect_navigation():
        page.locator("#missed button").click()
    titles = [task.title for task in office.tasks(Filter(document=1), today=TODAY)]
    assert (len(titles), "建立衔接机制" in titles) == (count + 1, True)
    page.locator("h1").click()
    press(page, "u")
    assert len(office.tasks(Filter(document=1), today=TODAY)) == count


PAGES = ("/review", "/documents/1/read", "/documents/2/read")


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 390])
def test_the_pages_are_for_everyone(page: Any, width: int) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
    page.set_viewport_size({"width": width, "height": 860})
    for path in PAGES:
        page.goto(path)
        found = axe.Axe().run(page).response["violations"]
        grave = [one for one in found if one["impact"] in ("serious", "critical")]
        assert grave == [], [(one["id"], one["nodes"][0]["html"]) for one in grave]
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.slow
def test_a_task_shows_its_page_in_the_browser(page: Any) -> None:
    page.goto("/tasks/1")
    page.wait_for_selector(".cut svg image")


@pytest.mark.slow
def test_a_fact_that_is_chosen_is_brought_into_view_over_a_page_break(page: Any) -> None:
    page.goto("/documents/1/read")
    fact = page.locator(".said li.fact", has_text="第4页").first
    fact.locator("a").click()
    frame = page.locator(".paper").bounding_box()
    place = page.locator("rect.on").first.bounding_box()
    assert frame["y"] <= place["y"] <= frame["y"] + frame["height"]
    assert page.evaluate("window.scrollY") == 0
