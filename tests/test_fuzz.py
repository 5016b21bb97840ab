"""Whatever is wrong with a file, reading it ends in a parse or in our own error, and soon."""

from __future__ import annotations

import io
import random
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

import docx
import ofd_files
import openpyxl
import pytest
import tiny_pdf
from mutations import Mutation, bytes_changed, package_changed, pdf_changed, xml_changed

from policyparse import pipeline
from policyparse.errors import PolicyparseError
from policyparse.model import Parsed
from policyparse.readers import ocr, office

SECONDS = 20
LINES = (
    "云溪市2025年养老服务工作要点",
    "一、健全服务网络",
    "（一）建设社区食堂。年底前新建社区食堂30个以上，覆盖率达到95%。（牵头单位：市民政局；配合单位：市财政局、各县区）",
    "（二）培训护理人员。每季度培训护理员200人次。（责任单位：市人社局）",
)
ROWS = (("序号", "任务", "牵头单位", "完成时限"), ("1", "新建社区食堂30个", "市民政局", "2025年12月底前"))


def text() -> bytes:
    return "\n".join(LINES).encode("utf-8")


def old_text() -> bytes:
    return "\r\n".join(LINES).encode("gb18030")


def markdown() -> bytes:
    return ("# " + "\n\n## ".join(LINES) + "\n\n|甲|乙|\n|--|--|\n|1|市民政局|\n").encode()


def csv() -> bytes:
    return "\n".join(",".join(row) for row in ROWS).encode()


def html() -> bytes:
    rows = "".join("<tr>" + "".join(f"<td rowspan='1'>{c}</td>" for c in row) + "</tr>" for row in ROWS)
    body = "".join(f'<p style="text-align:left">{line}</p>' for line in LINES)
    return f'<html><head><meta charset="utf-8"></head><body><div id="zoom">{body}<table>{rows}</table></div></body></html>'.encode()


def word() -> bytes:
    document = docx.Document()
    for line in LINES:
        document.add_paragraph(line)
    table = document.add_table(len(ROWS), len(ROWS[0]))
    for i, row in enumerate(ROWS):
        for j, cell in enumerate(row):
            table.cell(i, j).text = cell
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def excel() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.active.merge_cells("A3:B4")
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def ofd() -> bytes:
    sheet = ofd_files.Sheet().grid([70, 200, 500], [400, 430, 460])
    for i, line in enumerate(LINES):
        sheet.text(70, 100 + 30 * i, line, 10)
    return ofd_files.ofd([sheet])


def pdf() -> bytes:
    sheet = tiny_pdf.Sheet().grid([70, 200, 500], [400, 430, 460])
    for i, line in enumerate(LINES):
        sheet.text(70, 100 + 30 * i, line, 8)
    return tiny_pdf.pdf(sheet, tiny_pdf.Sheet().text(70, 100, LINES[2], 8))


def archive() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("通知.txt", text())
        package.writestr("附件.csv", csv())
    return made.getvalue()


FILES: dict[str, tuple[Callable[[], bytes], Mutation, int]] = {
    "a.txt": (text, bytes_changed, 300),
    "b.txt": (old_text, bytes_changed, 200),
    "a.md": (markdown, bytes_changed, 200),
    "a.csv": (csv, bytes_changed, 200),
    "a.html": (html, xml_changed, 400),
    "b.html": (html, bytes_changed, 200),
    "a.docx": (word, package_changed, 400),
    "b.docx": (word, bytes_changed, 100),
    "a.xlsx": (excel, package_changed, 300),
    "b.xlsx": (excel, bytes_changed, 100),
    "a.ofd": (ofd, package_changed, 300),
    "b.ofd": (ofd, bytes_changed, 100),
    "a.pdf": (pdf, pdf_changed, 400),
    "b.pdf": (pdf, bytes_changed, 200),
    "a.zip": (archive, package_changed, 150),
    "b.zip": (archive, bytes_changed, 50),
}
"""Name → what makes the whole file, how it is broken, and how many times."""


@pytest.fixture(autouse=True)
def _readers_of_this_program_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """What looks like a scan or an old Word file is not handed to OCR or LibreOffice; their own tests do that."""
    monkeypatch.setattr(ocr, "installed", lambda: False)
    monkeypatch.setattr(office, "installed", lambda: False)


@contextmanager
def within(seconds: int) -> Iterator[None]:
    """Raises TimeoutError where the block takes longer."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"more than {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def outcome(path: Path) -> Parsed | PolicyparseError:
    """What becomes of the file; anything but a parse and our own error is raised."""
    try:
        with within(SECONDS):
            return pipeline.parse(path)
    except PolicyparseError as error:
        return error


def test_there_are_at_least_three_thousand_broken_files() -> None:
    assert sum(count for _, _, count in FILES.values()) >= 3000


@pytest.mark.parametrize("name", FILES)
def test_the_file_is_read_while_it_is_whole(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(FILES[name][0]())
    read = outcome(path)
    assert isinstance(read, Parsed), read
    assert any("市民政局" in unit.value.name for task in read.documents[0].tasks for unit in task.units)


@pytest.mark.parametrize("name", FILES)
def test_a_broken_file_ends_in_a_parse_or_in_our_own_error(name: str, tmp_path: Path) -> None:
    make, mutation, count = FILES[name]
    whole, path = make(), tmp_path / name
    for seed in range(count):
        path.write_bytes(mutation(whole, random.Random(seed)))
        try:
            read = outcome(path)
        except Exception as error:
            raise AssertionError(f"seed {seed} of {name}") from error
        if isinstance(read, PolicyparseError):
            assert name in str(read), seed
            assert str(read).isprintable(), seed
