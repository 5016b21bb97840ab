"""A Word document as it comes back: the rows of its tables, merged cells in each place that they cover."""

from __future__ import annotations

from policyparse.exports import marks
from policyparse.readers.docx import filled_tables
from policyparse.readers.file import File
from policyparse.returns.cells import Cell, Content, Placed, Sheet, rows_of


def content(file: File) -> Content:
    """The tables of the document, and the marks that it carries beside them. Raises UnreadableFile."""
    found = filled_tables(file)
    known = (marks.from_xml(part) for part in found.custom)
    sent, stamps = next(filter(None, known), (marks.UNSAID, {}))
    sheets = (
        Sheet(
            f"第{at}个表",
            rows_of(
                (Placed(c.row, c.column, Cell(c.text or None, ""), c.rows, c.columns) for c in cells), _place
            ),
        )
        for at, cells in enumerate(found.tables, 1)
    )
    struck = [("", "有删除线的文字按删去处理，没有读")] if found.struck else []
    comments = (("", f"批注“{words[:80]}”没有读；要算作填报内容，请写进单元格") for words in found.comments)
    return Content(sent, tuple(sheets), stamps, (*struck, *comments))


def _place(row: int, column: int) -> str:
    return f"第{row + 1}行第{column + 1}列"
