"""A Word document as it comes back: the rows of its tables, merged cells in each place that they cover."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from policyparse.errors import ImportRejected
from policyparse.exports import marks
from policyparse.returns.cells import Cell, Content, Sheet


def sheets(path: Path) -> Content:
    """The tables of the document, and the marks that it carries beside them. Raises ImportRejected."""
    try:
        document = docx.Document(str(path))
    except Exception as error:  # a damaged archive fails in as many ways as there are parsers below
        raise ImportRejected(f"{path.name}：打不开，可能已损坏或加密（{type(error).__name__}）。") from error
    tables = (table._tbl for table in document.tables)
    sent, stamps = _marks(document)
    return Content(
        sent, tuple(Sheet(f"第{at}个表", _rows(table)) for at, table in enumerate(tables, 1)), stamps
    )


def _marks(document: Any) -> tuple[marks.Sent, Mapping[int, str]]:
    parts = (
        rel.target_part for rel in document.part.rels.values() if rel.reltype == RELATIONSHIP_TYPE.CUSTOM_XML
    )
    return next(filter(None, (marks.from_xml(part.blob) for part in parts)), (marks.UNSAID, {}))


def _rows(table: Any) -> tuple[tuple[Cell, ...], ...]:
    """The XML itself: python-docx's own cells are quadratic in the rows."""
    above: dict[int, str] = {}
    found = []
    for row, line in enumerate(table.tr_lst, 1):
        cells: list[Cell] = []
        for cell in line.tc_lst:
            start, wide = len(cells), _span(cell)
            continued = _continues(cell)
            text = above.get(start, "") if continued else _text(cell)
            above[start] = text
            cells += [Cell(text or None, f"第{row}行第{start + at + 1}列", wide=wide) for at in range(wide)]
        found.append(tuple(cells))
    return tuple(found)


def _span(cell: Any) -> int:
    return int(cell.grid_span)


def _continues(cell: Any) -> bool:
    """Whether a cell is the lower part of one that is merged downwards."""
    merge = None if cell.tcPr is None else cell.tcPr.find(qn("w:vMerge"))
    return merge is not None and merge.get(qn("w:val"), "continue") == "continue"


def _text(cell: Any) -> str:
    return "\n".join("".join(_run(part) for part in line.iter()) for line in cell.iter(qn("w:p"))).strip()


def _run(part: Any) -> str:
    if part.tag == qn("w:t"):
        return part.text or ""
    return "\n" if part.tag == qn("w:br") else ""
