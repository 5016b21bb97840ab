"""The board in a browser: what a leader and a unit do with it, on a wide and on a narrow screen, and that nothing leaves it."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from boards import PERIOD, UNIT, Board, board
from waiting import LONGEST, until

from policyparse.board.guard import Hosts

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="没有 /usr/bin/chromium，浏览器里的测试不跑"),
]
NARROW = {"width": 390, "height": 800}
NAME = "ducha.example"
"""A name that the browser finds on this machine: plain http to a name is no trustworthy origin, as in an office's network."""


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Board, int]]:
    """A board on a port of this machine."""
    import uvicorn

    made = board(tmp_path_factory.mktemp("board") / "office.db", hosts=Hosts.of("127.0.0.1", [NAME]))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(made.app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        until(lambda: server.started or not thread.is_alive())
        yield made, listening.getsockname()[1]
        server.should_exit = True
        thread.join()
    made.tracker.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """The browser."""
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=str(CHROMIUM),
            args=[f"--host-resolver-rules=MAP {NAME} 127.0.0.1", "--no-sandbox"],
        )
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium: Any) -> Iterator[Any]:
    """A tab that fails the test on a request to any other address and on any complaint of the browser."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    context.set_default_timeout(LONGEST * 1000)
    page = context.new_page()
    amiss: list[str] = []
    page.on("request", lambda request: amiss.append(request.url) if not _own(request.url) else None)
    page.on(
        "console",
        lambda message: (
            amiss.append(f"{message.text} {message.location['url']}") if message.type == "error" else None
        ),
    )
    page.on("pageerror", lambda error: amiss.append(str(error)))
    page.amiss = amiss
    yield page
    context.close()
    assert [words for words in amiss if "401" not in words] == []


def _own(url: str) -> bool:
    return url.startswith(("http://127.0.0.1:", f"http://{NAME}:", "about:"))


def login(tab: Any, made: Board, base: str) -> None:
    """Come in by the link of the terminal."""
    tab.goto(f"{base}/login/{made.printed[-1]}")
    tab.wait_for_url(f"{base}/")


def accessible(tab: Any) -> None:
    """See that axe finds nothing serious."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    found = axe.Axe().run(tab)
    serious = [v for v in found.response["violations"] if v["impact"] in ("serious", "critical")]
    told = [(v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in serious]
    assert told == [], tab.url


def fits(tab: Any) -> None:
    """See that the page is no wider than the screen."""
    wider = tab.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wider <= 0, tab.url


def test_a_request_to_another_address_would_be_seen(chromium: Any) -> None:
    page = chromium.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    with page.expect_request("http://other.example/x.png"):
        page.set_content('<img src="http://other.example/x.png">')
    page.close()
    assert [url for url in asked if not _own(url)] == ["http://other.example/x.png"]


def test_a_leader_goes_from_a_number_to_a_task_to_its_paper(served: tuple[Board, int], tab: Any) -> None:
    made, port = served
    login(tab, made, f"http://127.0.0.1:{port}")
    tab.click("dl.numbers .bad a")
    tab.wait_for_url("**overdue=1**")
    tab.click("td.title a")
    tab.wait_for_url("**/tasks/*")
    assert tab.locator("h1").inner_text().strip()
    tab.click("text=对照原文")
    tab.wait_for_url("**/documents/*/read**")
    assert tab.locator(".said .item").count()
    tab.goto(f"http://127.0.0.1:{port}/tasks")
    tab.select_option("select[name=state]", "已完成")
    tab.wait_for_url("**state=**", wait_until="commit")  # filtered in place, and the address says so


def test_a_unit_fills_in_on_a_telephone_and_the_bulletin_shows_it(
    served: tuple[Board, int], tab: Any, chromium: Any
) -> None:
    made, port = served
    # plain http to a name: the browser sends no Sec-Fetch-Site, and the form's Origin is all there is
    base = f"http://{NAME}:{port}"
    login(tab, made, base)
    tab.goto(f"{base}/links")
    tab.fill("#period", PERIOD)
    tab.fill("#until", "2099-12-31")
    tab.check(f'input[name=unit][value="{UNIT}"]')
    tab.click("text=生成填报链接")
    link = tab.locator(".url code").first.inner_text()

    context = chromium.new_context(viewport=NARROW)
    context.set_default_timeout(LONGEST * 1000)
    phone = context.new_page()
    # the link comes in a message on another site: a Strict cookie must be there after it all the same
    phone.goto(f"http://127.0.0.1:{port}/login/nobody")
    phone.set_content(f'<a id="go" href="{link}">链接</a>')
    phone.click("#go")
    phone.wait_for_url(f"{base}/u/")
    fits(phone)
    accessible(phone)
    form = phone.locator("section.fill").first
    form.locator("input[name=percent]").fill("45")
    form.locator("select[name=state]").select_option("推进中")
    form.locator("textarea[name=note]").fill("已在3所学校试点")
    form.locator("textarea[name=problem]").fill("师资不足")
    paper = {"name": "验收单.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    form.locator("input[name=file]").set_input_files(paper)
    form.locator("text=保存").click()
    phone.locator("text=已保存").first.wait_for()
    assert phone.locator(".attached li a", has_text="验收单.pdf").count() == 1
    phone.click(".handin button")
    phone.locator("text=等督查部门处理").wait_for()
    context.close()

    tab.goto(f"{base}/returns")
    assert "已在3所学校试点" in tab.inner_text("main")
    accessible(tab)
    with tab.expect_download() as download:
        tab.click("text=验收单.pdf")
    assert download.value.suggested_filename == "验收单.pdf"
    tab.locator("section.sent button", has_text="入账").first.click()
    tab.locator(".told").wait_for()
    assert "佐证材料1个" in tab.inner_text(".told")
    tab.goto(f"{base}/bulletins/{PERIOD}")
    assert "师资不足" in tab.inner_text("article")


PAGES = (
    "/", "/tasks", "/tasks/1", "/units", f"/units/{UNIT}", "/documents", "/documents/1", "/returns", "/links", "/me",
    f"/bulletins/{PERIOD}", "/history", "/history/1",
)  # fmt: skip


def test_every_page_fits_a_narrow_screen_and_is_accessible(served: tuple[Board, int], tab: Any) -> None:
    made, port = served
    base = f"http://127.0.0.1:{port}"
    login(tab, made, base)
    tab.set_viewport_size(NARROW)
    for path in PAGES:
        tab.goto(f"{base}{path}")
        fits(tab)
        accessible(tab)
