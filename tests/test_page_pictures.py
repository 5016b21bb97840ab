"""The page as printed: where words stand on it, its picture with marks, and what has no page."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import ofd_files
import pytest
import scanned
from PIL import Image, ImageChops, ImageDraw, ImageStat
from typer.testing import CliRunner

from policyparse import pipeline, readers
from policyparse.cli import app
from policyparse.errors import UnreadableFile
from policyparse.model import Cell, Document, Line, Scan, Span, Table
from policyparse.readers.page import picture, straight
from policyparse.text import layout
from policyparse.text.printed import Printed

CORPORA = Path(__file__).parent.parent / "corpora" / "docs"
PDF = CORPORA / "nanling-2024-jikong-yijian.pdf"
TABLE = CORPORA / "yunxi-2025-minsheng-renwu.pdf"


def composed(*blocks: Line | Table) -> Document:
    return layout.compose(Scan("x.pdf", "pdf", "", blocks, pages=2))


def of(document: Document, words: str) -> Span:
    start = document.text.index(words)
    return Span(start, start + len(words))


def test_words_have_their_share_of_the_line_over_a_page_break() -> None:
    document = composed(
        Line("新增托育服务设施三百二十个，由市教", page=1, box=(100, 700, 440, 720)),
        Line("育局牵头。", page=2, box=(100, 100, 200, 120)),
    )
    assert [(p.page, p.box) for p in Printed(document).places(of(document, "市教育局"))] == [
        (1, (400, 700, 440, 720)),
        (2, (100, 100, 140, 120)),
    ]


def test_digits_printed_as_wide_as_han_characters_are_told_by_the_width_of_the_line() -> None:
    wide = composed(Line("达到１００个", page=1, box=(0, 0, 120, 20)))
    narrow = composed(Line("达到100个", page=1, box=(0, 0, 90, 20)))
    assert Printed(wide).places(of(wide, "个"))[0].box == (100, 0, 120, 20)
    assert Printed(narrow).places(of(narrow, "个"))[0].box == (70, 0, 90, 20)


def test_of_words_in_a_cell_the_cell_is_known() -> None:
    cells = tuple(
        Cell(
            text, row, column, page=1, box=(100.0 * column, 50.0 * row, 100.0 * column + 100, 50.0 * row + 50)
        )
        for row, line in enumerate([("任务", "牵头单位"), ("新增托位", "市教育局、市财政局")])
        for column, text in enumerate(line)
    )
    document = composed(Table(cells, page=1))
    assert [p.box for p in Printed(document).places(of(document, "市财政局"))] == [(100, 50, 200, 100)]


def test_a_page_is_drawn_and_marked() -> None:
    plain, marked = (
        Image.open(io.BytesIO(picture.png(PDF, 2, 72, marks) or b""))
        for marks in ((), (picture.Mark((0, 0, 50, 50), "#ff0000"),))
    )
    sheet = picture.sheets(PDF)[1]
    assert plain.size == pytest.approx((sheet.width, sheet.height), abs=1)
    assert (plain.getpixel((10, 10)), marked.getpixel((10, 10))) == ((255, 255, 255), (255, 0, 0))
    with pytest.raises(UnreadableFile, match="没有第 9 页"):
        picture.png(PDF, 9, 72)


@pytest.mark.parametrize("angle", [1.3, -2.5])
@pytest.mark.parametrize("form", ["PDF", "PNG"])
def test_a_scan_that_leans_is_drawn_straight_as_its_words_are_told(
    tmp_path: Path, form: str, angle: float
) -> None:
    (page,) = scanned.pictures(TABLE, [2])
    leant = page.rotate(-angle, Image.Resampling.BICUBIC, fillcolor="white")
    path = tmp_path / f"scan.{form.lower()}"
    path.write_bytes(scanned.pdf([leant]) if form == "PDF" else scanned.encoded([leant], form))
    drawn = Image.open(io.BytesIO(picture.png(path, 1, scanned.DPI) or b""))
    assert abs(straight.leaning(leant) - angle) < 0.1 and abs(straight.leaning(drawn)) < 0.1
    small = (page.width // 6, page.height // 6)
    ink = [
        ImageChops.invert(one.convert("L").resize(small, Image.Resampling.BOX))
        for one in (page, drawn, leant)
    ]
    apart = [ImageStat.Stat(ImageChops.difference(ink[0], one)).sum[0] for one in ink[1:]]
    assert apart[0] < apart[1] / 3  # where its words stand, as on the page that was scanned


def test_a_picture_without_lines_stays_as_it_is() -> None:
    blot = Image.new("RGB", (300, 400), "white")
    ImageDraw.Draw(blot).ellipse((90, 120, 200, 260), fill="black")
    assert straight.straightened(blot) is blot


def test_the_pages_of_an_archive_are_counted_on(tmp_path: Path) -> None:
    scan = io.BytesIO()
    Image.new("RGB", (200, 300), "#00ff00").save(scan, "PNG")
    path = tmp_path / "通知.zip"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("附件.png", scan.getvalue())
        package.writestr("说明.txt", "没有页面")
        package.write(PDF, "通知.pdf")
    count = len(picture.sheets(PDF))
    assert len(picture.sheets(path)) == count + 1
    last = Image.open(io.BytesIO(picture.png(path, count + 1, 72) or b""))
    assert (last.size, last.getpixel((5, 5))) == ((200, 300), (0, 255, 0))


def test_show_writes_the_page_with_the_facts_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLICYPARSE_DB", str(tmp_path / "a.db"))
    text = tmp_path / "要点.txt"
    text.write_text(
        "云溪市2099年托育要点\n一、扩大供给\n（一）增加托位。托位数达到300个。（牵头单位：市教育局）\n",
        "utf-8",
    )
    run = CliRunner().invoke
    assert run(app, ["add", str(PDF), str(text)]).exit_code == 0
    made = run(app, ["show", "3", "--page", str(tmp_path / "页.png")])
    assert made.exit_code == 0, made.output
    assert len({Image.open(path).size for path in tmp_path.glob("页*.png")}) == 1
    number = str(1 + len(pipeline.parse(PDF).documents[0].tasks))
    refused = run(app, ["show", number, "--page", str(tmp_path / "文.png")])
    assert refused.exit_code == 1 and "没有页面图像" in refused.stderr
    assert run(app, ["show", number, "--page", str(tmp_path / "文.html")]).exit_code == 0
    words = (tmp_path / "文.html").read_text("utf-8")
    assert "市教育局" in words and "牵头</span>" in words


def test_where_the_file_tells_its_characters_each_has_its_own_place() -> None:
    cell = (100.0, 100.0, 200.0, 160.0)
    document = composed(Table((Cell("市教育局、市财\n政局，１２家", 0, 0, page=1, box=cell),), page=1))
    lines = [("市教育局、市财", 105.0), ("政局，１２家", 125.0)]
    glyphs = [
        (sign, (110 + 10.0 * at, top, 120 + 10.0 * at, top + 10))
        for line, top in lines
        for at, sign in enumerate(line)
    ]
    outside = ("页", (300.0, 105.0, 310.0, 115.0))
    printed = Printed(document, {1: [*glyphs, outside]})
    assert [p.box for p in printed.places(of(document, "市财政局"))] == [
        (160, 105, 180, 115),
        (110, 125, 130, 135),
    ]
    assert [p.box for p in printed.places(of(document, "12家"))] == [(140, 125, 170, 135)]
    other = Printed(document, {1: glyphs[1:]})  # they say something else: nothing is made up
    assert [p.box for p in other.places(of(document, "12家"))] == [cell]


def test_the_characters_of_a_pdf_are_where_its_lines_are() -> None:
    policy = pipeline.parse(PDF).documents[0]
    glyphs = {n: sheet.glyphs for n, sheet in enumerate(picture.sheets(PDF), 1)}
    printed = Printed(policy.document, glyphs)
    exact = [run for run in policy.document.runs if printed.exactly(run)]
    assert len(exact) > 0.95 * len(policy.document.runs)
    for run in exact:
        (place,) = printed.places(run.span)
        assert place.box and run.box
        assert abs(place.box[0] - run.box[0]) < 3 and abs(place.box[2] - run.box[2]) < 3


def test_an_ofd_page_has_no_picture_but_its_characters_and_rules(tmp_path: Path) -> None:
    path = tmp_path / "表.ofd"
    scan = readers.read(TABLE)
    pages = picture.sheets(TABLE)
    path.write_bytes(
        ofd_files.drawn(scan, {n: (sheet.width, sheet.height) for n, sheet in enumerate(pages, 1)})
    )
    made = picture.sheets(path)
    assert [(s.width, s.height, s.drawn) for s in made] == [
        (pytest.approx(s.width, abs=0.1), pytest.approx(s.height, abs=0.1), False) for s in pages
    ]
    assert picture.png(path, 1, 72) is None
    assert made[1].rules
    policy = pipeline.parse(path).documents[0]
    printed = Printed(policy.document, {n: sheet.glyphs for n, sheet in enumerate(made, 1)})
    exact = [run for run in policy.document.runs if printed.exactly(run)]
    assert len(exact) > 0.9 * len(policy.document.runs)
