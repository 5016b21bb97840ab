"""The two pictures of the README: the board's first page; a unit's page on a telephone beside what it sent.

``python -m scripts.board_pictures`` (extra ``dev``, Debian's chromium): a tracker of samples in a temporary folder, its board in a
browser, ``docs/board.png`` and ``docs/board-unit.png`` written anew.
"""

from __future__ import annotations

import io
import socket
import tempfile
import threading
from datetime import date, datetime
from pathlib import Path
from typing import Any

import uvicorn
from PIL import Image
from playwright.sync_api import sync_playwright

from policyparse import pipeline
from policyparse.board.app import create_app
from policyparse.board.desk import Desk
from policyparse.board.guard import Hosts
from policyparse.board.keys import Keys
from policyparse.bulletin.lamps import DEFAULT, choose
from policyparse.ledger import Entries
from policyparse.tracker import Tracker, links

ROOT = Path(__file__).parent.parent
SAMPLES = (
    "yunxi-2024-jiuye-cuoshi.pdf", "yunxi-2025-minsheng-renwu.pdf", "linjiang-2024-fengong.docx",
    "yunxi-2023-yingshang-fangan.txt",
)  # fmt: skip
DAY, PERIOD, UNIT = date(2025, 11, 28), "2025-11", "云溪市人力资源和社会保障局"
FILLED = {
    "person": "李强",
    "contact": "0771-5551234",
    "percent": "65",
    "note": "新增见习岗位200个，累计募集1900个",
}
WIDE, NARROW = {"width": 1080, "height": 900}, {"width": 390, "height": 640}


def fill(tracker: Tracker) -> None:
    """The samples, each reported on monthly, some of their tasks under way, done or in trouble."""
    for name in SAMPLES:
        parsed = pipeline.parse(ROOT / "corpora" / "docs" / name)
        tracker.add(parsed, at=datetime(2025, 2, 12, 9, 0))
    for card in tracker.documents():
        tracker.set_reporting(card.id, "monthly", 5)
    for task in tracker.tasks(today=DAY):
        if task.id % 5 == 0:
            tracker.progress(
                task.id, Entries(state="已完成", note="已按期办结"), period=PERIOD, at=datetime(2025, 11, 20)
            )
        elif task.id % 3 == 0:
            problem = "资金没有到位" if task.id % 2 else ""
            said = Entries(percent=20 + task.id % 60, note="已完成方案起草，推进第1阶段", problem=problem)
            tracker.progress(task.id, said, period=PERIOD, at=datetime(2025, 11, 20))


def shot(page: Any) -> Image.Image:
    """What the window shows."""
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


def save(picture: Image.Image, name: str, width: int) -> None:
    """The picture, so wide, in few colours."""
    small = picture.resize((width, round(picture.height * width / picture.width)), Image.Resampling.LANCZOS)
    small.quantize(200, dither=Image.Dither.NONE).save(ROOT / "docs" / name, optimize=True)


def take(url: str, key: str) -> None:
    """Go through the board as the office and as a unit."""
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        office = browser.new_page(base_url=url, viewport=WIDE)
        office.goto(f"/login/{key}")
        office.wait_for_url(f"{url}/")
        save(shot(office), "board.png", 900)
        unit = browser.new_page(base_url=url, viewport=NARROW)
        unit.goto("/u/key-of-the-unit")
        unit.wait_for_url(f"{url}/u/")
        form = unit.locator("section.fill").first
        for name, words in FILLED.items():
            form.locator(f"[name={name}]").fill(words)
        form.locator("[name=state]").select_option("推进中")
        paper = {"name": "见习岗位清单.xlsx", "mimeType": "application/octet-stream", "buffer": b"PK" * 9000}
        form.locator("[name=file]").set_input_files(paper)
        unit.evaluate("window.scrollTo(0, 0)")
        left = shot(unit)
        form.locator("button").click()
        unit.locator("text=已保存").first.wait_for()
        unit.click(".handin button")
        unit.locator("text=等督查部门处理").wait_for()
        office.set_viewport_size({**WIDE, "height": 640})
        office.goto("/returns")
        right = shot(office)
        both = Image.new("RGB", (left.width + 20 + right.width, left.height), "white")
        both.paste(left, (0, 0))
        both.paste(right, (left.width + 20, 0))
        save(both, "board-unit.png", 1000)
        browser.close()


def main() -> None:
    """Make both."""
    told: list[str] = []
    with tempfile.TemporaryDirectory() as folder, Tracker(Path(folder) / "台账.db") as tracker:
        fill(tracker)
        links.make(tracker.database, {UNIT: "key-of-the-unit"}, PERIOD, date(2099, 12, 31))
        desk = Desk(tracker, Keys(told.append), choose(DEFAULT), "王芳", today=lambda: DAY)
        with socket.socket() as listening:
            listening.bind(("127.0.0.1", 0))
            listening.listen()
            app = create_app(desk, Hosts.of("127.0.0.1"))
            server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
            thread.start()
            try:
                take(f"http://127.0.0.1:{listening.getsockname()[1]}", told[0])
            finally:
                server.should_exit = True
                thread.join()


if __name__ == "__main__":
    main()
