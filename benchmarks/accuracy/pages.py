"""Where words stand: the rows and cells of tables in PDF, and the text of saved pages, read by policyparse and by peers.

A row is right where one row of the grid holds a task's words and the names of its units, a cell where each list of units
is a cell of its own. A line of a page is lost where the extracted text does not hold it, furniture where it does.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from policyparse import readers
from policyparse.model import Line, Table
from policyparse.readers.file import File
from policyparse.tables.regained import unruled
from policyparse.text import layout

Rows = list[list[str]]
TABLE_PEERS: dict[str, str] = {
    "pdfplumber": "pdfplumber",
    "camelot lattice": "camelot",
    "camelot stream": "camelot",
}
PAGE_PEERS: dict[str, str] = {"trafilatura": "trafilatura", "resiliparse": "resiliparse"}


def missing() -> list[str]:
    """The peers that are not installed."""
    return sorted({m for m in (*TABLE_PEERS.values(), *PAGE_PEERS.values()) if find_spec(m) is None})


# ---- tables --------------------------------------------------------------------------------------------


def tables(folder: Path) -> Iterator[str]:
    """A line for each reader: how many rows and how many cells of units it has right in the PDF files of ``folder``.

    Beside FILE.pdf stands FILE.pdf.expect.json: for each task its words, its leads and its supports.
    """
    known = {"policyparse": _own_rows} | {
        name: reader for name, reader in _table_peers().items() if find_spec(TABLE_PEERS[name])
    }
    files = sorted(folder.glob("*.pdf"))
    yield f"tables in {len(files)} PDF files{'':8}{'rows right':>12}{'cells right':>13}"
    for name, reader in known.items():
        right = [_right(reader(path), path) for path in files]
        rows, whole_rows, cells, whole = (sum(counts) for counts in zip(*right, strict=True))
        yield f"{name:31}{f'{rows}/{whole_rows}':>12}{f'{cells}/{whole}':>13}"


def _right(rows: Rows, path: Path) -> tuple[int, int, int, int]:
    wanted = json.loads(path.with_name(f"{path.name}.expect.json").read_text(encoding="utf-8"))
    found = [[_bare(cell) for cell in row] for row in rows]
    good = cells = lists = 0
    for words, leads, supports, *_ in wanted:
        names = [[_bare(name) for name in group] for group in (leads, supports) if group]
        row = next((r for r in found if any(_bare(words) in cell for cell in r)), [])
        good += bool(row) and all(any(name in cell for cell in row) for group in names for name in group)
        lists += len(names)
        cells += sum(any("".join(group) == re.sub("、", "", cell) for cell in row) for group in names)
    return good, len(wanted), cells, lists


def _bare(words: str | None) -> str:
    return re.sub(r"\s", "", words or "")


def _own_rows(path: Path) -> Rows:
    document = layout.compose(unruled.ruled(readers.read(path)))
    return [[cell.of(document.text) for cell in row] for grid in document.tables for row in grid.rows]


def _table_peers() -> dict[str, Callable[[Path], Rows]]:
    return {
        "pdfplumber": _plumbed,
        "camelot lattice": lambda path: _camelot(path, "lattice"),
        "camelot stream": lambda path: _camelot(path, "stream"),
    }


def _plumbed(path: Path) -> Rows:
    with importlib.import_module("pdfplumber").open(path) as pdf:
        return [
            [cell or "" for cell in row]
            for page in pdf.pages
            for table in page.extract_tables()
            for row in table
        ]


def _camelot(path: Path, flavor: str) -> Rows:
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        found = importlib.import_module("camelot").read_pdf(str(path), flavor=flavor, pages="all")
    return [[str(cell) for cell in row] for table in found for row in table.df.values.tolist()]


# ---- pages ---------------------------------------------------------------------------------------------


def pages(cases: Sequence[tuple[str, Sequence[str]]]) -> Iterator[str]:
    """A line for each reader: how many lines of the document it lost on the pages, and how many pages it kept furniture of.

    A case is the page and the lines of the document in it; every other text of the page is furniture.
    """
    known: dict[str, Callable[[str], str]] = {"policyparse": _own_text}
    known |= {name: reader for name, reader in _page_peers().items() if find_spec(PAGE_PEERS[name])}
    whole = sum(len(lines) for _, lines in cases)
    yield f"text of {len(cases)} saved pages{'':8}{'lines lost':>12}{'pages with furniture':>22}"
    for name, reader in known.items():
        read = [(_bare(reader(page)), page, [_bare(line) for line in lines]) for page, lines in cases]
        lost = sum(line not in text for text, _, lines in read for line in lines)
        kept = sum(any(words in text for words in _furniture(page, lines)) for text, page, lines in read)
        yield f"{name:31}{f'{lost}/{whole}':>12}{kept:>22}"


def _furniture(page: str, lines: Sequence[str]) -> list[str]:
    """The texts of a page that are no part of its document."""
    texts = (_bare(text) for text in lxml_html.document_fromstring(page).itertext())
    document = "".join(lines)
    return [text for text in texts if len(text) > 3 and text not in document]


def _own_text(page: str) -> str:
    scan = readers.scan(File("page.html", page.encode()))
    texts: list[str] = []
    for block in scan.blocks:
        if isinstance(block, Table):
            texts += [cell.text for cell in block.cells]
        elif isinstance(block, Line):
            texts.append(block.text)
    return "\n".join(texts)


def _page_peers() -> dict[str, Callable[[str], str]]:
    def trafilatura(page: str) -> str:
        return importlib.import_module("trafilatura").extract(page, include_tables=True) or ""

    def resiliparse(page: str) -> str:
        extract: Any = importlib.import_module("resiliparse.extract.html2text")
        return str(extract.extract_plain_text(page, main_content=True))

    return {"trafilatura": trafilatura, "resiliparse": resiliparse}
