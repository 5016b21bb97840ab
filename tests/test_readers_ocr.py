"""Scans and photos: the same parse as the text PDF of the same document, each page decided for itself."""

from __future__ import annotations

import io
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from parses import CORPORA
from PIL import Image
from scanned import cut, encoded, mixed, pdf, pictures, sealed, upper, worn

from policyparse import pipeline, readers
from policyparse.errors import UnreadableFile
from policyparse.model import Line, Parsed, Scan, Table, Task
from policyparse.readers import ocr
from policyparse.readers.file import File
from policyparse.readers.ocr.rows import Word, body_of, glyphs, skew, typed
from policyparse.readers.page.lines import rows_of

DOCS = CORPORA / "docs"
TABLE = DOCS / "yunxi-2025-minsheng-renwu.pdf"
MEASURES = DOCS / "yunxi-2024-jiuye-cuoshi.pdf"


@pytest.fixture(autouse=True, scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cache")
    patch = pytest.MonkeyPatch()
    patch.setenv("POLICYPARSE_CACHE", str(folder))
    yield folder
    patch.undo()


@pytest.fixture
def without_ocr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "installed", lambda: False)


def scan(data: bytes, name: str = "甲.pdf") -> Scan:
    return readers.scan(File(name, data))


def parse(data: bytes, name: str = "甲.pdf") -> Parsed:
    return pipeline.read(scan(data, name))


def facts(task: Task) -> tuple[object, ...]:
    units = [(u.value.name, u.value.canonical, u.value.role, u.value.basis) for u in task.units]
    return task.number, units, [t.value for t in task.targets], [d.value for d in task.deadlines]


def tasks(parsed: Parsed) -> list[Task]:
    return [task for policy in parsed.documents for task in policy.tasks]


def text(parsed: Parsed) -> str:
    return "\n".join(policy.document.text for policy in parsed.documents)


def likeness(a: str, b: str) -> float:
    """The share of the characters of ``a`` that ``b`` gives in the same order."""
    same = sum(block.size for block in SequenceMatcher(None, a, b, autojunk=False).get_matching_blocks())
    return same / max(len(a), len(b))


# ---- the same as the text ------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_scanned_table_gives_the_same_tasks() -> None:
    printed, scanned = parse(TABLE.read_bytes()), parse(pdf(pictures(TABLE)))
    assert [facts(t) for t in tasks(scanned)] == [facts(t) for t in tasks(printed)]
    assert likeness(text(printed), text(scanned)) > 0.99
    head, read = printed.documents[0], scanned.documents[0]
    assert read.issuer and head.issuer and read.issuer.value == head.issuer.value
    assert read.issued_on and head.issued_on and read.issued_on.value == head.issued_on.value
    assert scanned.source.remarks[0] == "第 1—4 页为图片，文字由识别得来，请抽查核对"


@pytest.mark.slow
def test_skew_noise_shadow_and_a_seal_are_taken() -> None:
    printed = parse(cut(MEASURES, [1, 2]))
    signature = next(
        b for b in scan(cut(MEASURES, [1])).blocks if isinstance(b, Line) and "3月18日" in b.text
    )
    assert signature.box is not None
    first, second = pictures(MEASURES, [1, 2])
    stamped = sealed(first, signature.box[0] + 50, signature.box[1] - 10)
    scanned = parse(pdf([worn(stamped), worn(second, -0.8)]))
    assert [facts(t) for t in tasks(scanned)] == [facts(t) for t in tasks(printed)]
    assert likeness(text(printed), text(scanned)) > 0.99
    assert scanned.documents[0].issued_on == printed.documents[0].issued_on


@pytest.mark.slow
def test_each_page_is_decided_for_itself() -> None:
    printed, found = scan(MEASURES.read_bytes()), scan(mixed(MEASURES, [1]))
    assert found.unread == ()
    assert found.remarks == ("第 1 页为图片，文字由识别得来，请抽查核对",)
    after = [b for b in printed.blocks if b.page != 1]
    assert [b for b in found.blocks if b.page != 1] == after
    assert {b.page for b in found.blocks} == {b.page for b in printed.blocks}


@pytest.mark.slow
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_laid_sideways_or_upside_down_is_turned(quarters: int) -> None:
    image = upper(MEASURES, 2)
    turned = image.rotate(90 * quarters, expand=True)
    upright, found = (scan(encoded([i], "PNG"), "照片.png") for i in (image, turned))
    lines = [[b.text for b in s.blocks if isinstance(b, Line)] for s in (upright, found)]
    assert likeness("".join(lines[0]), "".join(lines[1])) > 0.99


@pytest.mark.slow
@pytest.mark.parametrize(("form", "name"), [("PNG", "照片.png"), ("JPEG", "照片.jpg"), ("TIFF", "扫描.tif")])
def test_photos_are_read_and_their_points_are_those_of_a_page(form: str, name: str) -> None:
    images = [upper(MEASURES, page) for page in ([2, 3] if form == "TIFF" else [2])]
    found = scan(encoded(images, form), name)
    assert (found.format, found.pages, found.unread) == ("image", len(images), ())
    printed = scan(cut(MEASURES, [2]))
    first, line = (next(b for b in s.blocks if isinstance(b, Line)) for s in (printed, found))
    assert line.text == first.text
    assert line.box and first.box and all(abs(a - b) < 6 for a, b in zip(line.box, first.box, strict=True))


@pytest.mark.slow
def test_a_blank_page_of_a_scan_is_nothing_unread() -> None:
    image = upper(MEASURES, 2)
    found = scan(pdf([image, Image.new("RGB", image.size, "white")]))
    assert (found.pages, found.unread) == (2, ())
    assert {b.page for b in found.blocks} == {1}


# ---- without the extra ---------------------------------------------------------------------------------


def test_without_the_extra_the_text_pages_are_parsed_and_each_other_page_is_told(without_ocr: None) -> None:
    parsed = parse(mixed(MEASURES, [1, 4]))
    assert parsed.source.unread == (1, 4)
    assert "第 1、4 页是图片" in parsed.source.remarks[0]
    assert "pip install 'policyparse[ocr]'" in parsed.source.remarks[0]
    assert [f.code for f in parsed.documents[0].findings].count("unread-page") == 2
    assert len(tasks(parsed)) > 5


def test_without_the_extra_a_whole_scan_is_refused_with_the_command(without_ocr: None) -> None:
    image = pictures(MEASURES, [2])[0]
    for data, name in ((pdf([image]), "甲.pdf"), (encoded([image], "PNG"), "甲.png")):
        with pytest.raises(UnreadableFile, match=r"pip install 'policyparse\[ocr\]'"):
            scan(data, name)


# ---- what is kept --------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_second_reading_asks_no_model(monkeypatch: pytest.MonkeyPatch) -> None:
    data = encoded([upper(MEASURES, 3)], "PNG")
    first = scan(data, "甲.png")
    monkeypatch.setattr(ocr, "_engine", lambda: pytest.fail("the model was asked"))
    assert scan(data, "乙.png").blocks == first.blocks


@pytest.mark.slow
def test_a_damaged_cache_is_read_anew(cache: Path) -> None:
    data = encoded([upper(MEASURES, 3)], "PNG")
    first = scan(data, "甲.png")
    for kept in (cache / "ocr").iterdir():
        kept.write_text('[["甲", 1]]', encoding="utf-8")
    assert scan(data, "甲.png") == first


@pytest.mark.slow
def test_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POLICYPARSE_CACHE", str(tmp_path))
    monkeypatch.setattr("socket.socket.connect", lambda *_: pytest.fail("the network was asked"))
    ocr._engine.cache_clear()
    assert scan(encoded([upper(MEASURES, 6)], "PNG"), "甲.png").blocks


# ---- bad pictures --------------------------------------------------------------------------------------


def huge() -> bytes:
    """A PNG of a few kilobytes that unpacks to 400 megapixels."""
    made = io.BytesIO()
    Image.new("1", (20000, 20000)).save(made, "PNG")
    return made.getvalue()


def test_bad_pictures_are_refused() -> None:
    whole = encoded([pictures(MEASURES, [2])[0]], "PNG")
    for data, why in (
        (whole[:200], "损坏"),
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "损坏"),
        (huge(), "过大"),
        (encoded([Image.new("RGB", (600, 800), "white")], "PNG"), "没有识别出文字"),
    ):
        with pytest.raises(UnreadableFile, match=why):
            scan(data, "甲.png")


# ---- from ink to type ----------------------------------------------------------------------------------

TYPED = [
    ("(责任单位:市教育局)", "（责任单位：市教育局）"),
    ("云政办发[2024]3号", "云政办发〔2024〕3号"),
    ("云政办发（2024）3号", "云政办发〔2024〕3号"),
    ("建设2,000个(含)", "建设2,000个（含）"),
    ("市教育.局、·市民政局", "市教育局、市民政局"),
    ("推荐艾力·买买提", "推荐艾力·买买提"),
    ("增长1.5倍", "增长1.5倍"),
    ("(2024-2026)", "(2024-2026)"),
]


@pytest.mark.parametrize(("read", "meant"), TYPED)
def test_points_are_set_as_chinese_is_printed(read: str, meant: str) -> None:
    assert typed(read) == meant


def test_a_middle_dot_on_a_worn_page_is_a_speck() -> None:
    assert typed("市教·育局负.责", worn=True) == "市教育局负责"


def line(words: str, left: float, middle: float, size: float, height: float | None = None) -> Word:
    return Word(words, left, left + size * len(words), middle, height or 1.2 * size)


def test_sizes_are_those_of_printers_and_short_words_are_set_as_their_line() -> None:
    body = [line("一二三四五六七八九十一二三四五六七八九十", 72, 200 + 28 * i, 16.1) for i in range(5)]
    title, short = line("关于加强某项工作的实施意见", 120, 100, 21.8), line("动。", 72, 340, 16, 24)
    rows = rows_of(glyphs([*body, title, short], body_of([*body, title, short]), 842))
    assert [row.em for row in rows] == [22.0, *[16.0] * 6]


def test_the_lean_of_a_page_is_that_of_its_longer_words() -> None:
    leaning = [("一二三四五六七八", [(0.0, 0.0), (100.0, 2.0), (100.0, 12.0), (0.0, 10.0)])] * 3
    assert skew(leaning) == pytest.approx(1.146, abs=0.01)
    assert skew([("一", [(0.0, 0.0), (1.0, 1.0), (0.0, 2.0), (-1.0, 1.0)])]) == 0


@pytest.mark.slow
def test_a_table_that_lies_askew_between_pages_is_one() -> None:
    found = scan(pdf([worn(image, 0.4) for image in pictures(TABLE, [2, 3])]))
    assert sum(isinstance(b, Table) for b in found.blocks) == 1
