"""A Word document as it comes back: the rows of its tables, merged cells in each place that they cover."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policyparse.exports import marks
from policyparse.exports.columns import COLUMNS
from policyparse.model import Cell as Written
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
                [
                    *(Placed(c.row, c.column, Cell(c.text or None, ""), c.rows, c.columns) for c in cells),
                    *_numbers(cells, bookmarks),
                ],
                _place,
            ),
            above,
        )
        for at, (cells, bookmarks, above) in enumerate(
            zip(found.tables, found.bookmarks, found.above, strict=True), 1
        )
    )
    struck = [("", "有删除线的文字按删去处理，没有读")] if found.struck else []
    comments = (("", f"批注“{words[:80]}”没有读；要算作填报内容，请写进单元格") for words in found.comments)
    ours = any(name.startswith(marks.BOOKMARK) for rows in found.bookmarks for _, name in rows)
    return Content(sent, tuple(sheets), stamps, (*struck, *comments), ours)


def _numbers(cells: Sequence[Written], bookmarks: Sequence[tuple[int, str]]) -> Iterator[Placed]:
    """The tasks that the bookmarks of the rows name, as a column 任务号 behind the others."""
    ours = ((row, name.removeprefix(marks.BOOKMARK)) for row, name in bookmarks if marks.BOOKMARK in name)
    known = {row: int(task) for row, task in ours if task.isdecimal()}
    behind = max((cell.column + cell.columns for cell in cells), default=0)
    for row in range(min(known, default=0)):
        yield Placed(row, behind, Cell(COLUMNS["id"].header, ""))
    for row, number in known.items():
        yield Placed(row, behind, Cell(number, ""))


def _place(row: int, column: int) -> str:
    return f"第{row + 1}行第{column + 1}列"
