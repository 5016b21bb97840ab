"""Exports of 10,000 rows beside XlsxWriter alone and the XML of a Word table by hand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape

import xlsxwriter

from benchmarks.speed import trackers
from benchmarks.speed.measure import Line, cpu
from policyparse.asking import Reader
from policyparse.asking.source import opened
from policyparse.exports import Options, render
from policyparse.exports.columns import as_text
from policyparse.exports.form import form

ROWS = 10_000


def lines(folder: Path) -> Iterator[Line]:
    """The formats, each with the same cells as its peer."""
    source = opened(str(trackers.made(folder / f"{ROWS}.db", ROWS)))
    if source is None:
        raise RuntimeError(f"{folder} holds trackers of another schema: remove it")
    with Reader(source) as reader:
        tasks = reader.tasks(today=date(2025, 7, 1), limit=ROWS)
    options = Options(ledger=True, day=date(2025, 7, 1))
    cells = [[as_text(cell) for cell in row.cells] for row in form(tasks, options, sections=False).rows]
    ours = {
        format: cpu(lambda f=format: render(tasks, options, f), 2)
        for format in ("xlsx", "docx", "json", "csv")
    }
    yield Line(
        "10,000 rows: xlsx / XlsxWriter alone", ours["xlsx"] / cpu(lambda: _sheet(cells), 2), "×", "≤ 1.3"
    )
    yield Line(
        "10,000 rows: docx / the XML by hand, zipped",
        ours["docx"] / cpu(lambda: _xml(cells), 2),
        "×",
        "≤ 2.5",
    )
    yield Line("10,000 rows: json", ours["json"], "s CPU", "≤ 1")
    yield Line("10,000 rows: csv", ours["csv"], "s CPU")


def _sheet(cells: list[list[str]]) -> bytes:
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"constant_memory": True})
    sheet, ruled = book.add_worksheet(), book.add_format({"border": 1, "text_wrap": True})
    for at, row in enumerate(cells):
        for place, cell in enumerate(row):
            sheet.write_string(at, place, cell, ruled)
    book.close()
    return content.getvalue()


def _xml(cells: list[list[str]]) -> bytes:
    """The table as a Word document has it: a paragraph with one run in each cell."""
    rows = (
        "<w:tr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="900" w:type="dxa"/></w:tcPr><w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>'
            f'<w:r><w:t xml:space="preserve">{escape(cell)}</w:t></w:r></w:p></w:tc>'
            for cell in row
        )
        + "</w:tr>"
        for row in cells
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", "".join(rows).encode())
    return content.getvalue()
