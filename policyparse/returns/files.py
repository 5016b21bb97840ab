"""Tables that units have filled in, read from their files: alone, in an archive, in whatever format.

Files are opened by the readers, within their limits and told by their content, whatever they are called; ``xlsx`` and
``docx`` give the cells, ``tabular`` finds the rows of tasks among them.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from policyparse.errors import ImportRejected, UnreadableFile
from policyparse.exports.columns import COLUMNS
from policyparse.exports.marks import UNSAID
from policyparse.model import Line, Table
from policyparse.output import unguarded
from policyparse.readers import archive, scan
from policyparse.readers.file import File, HostileFile, load
from policyparse.readers.sniff import ARCHIVE, kind_of
from policyparse.returns import evidence
from policyparse.returns.cells import Cell, Content, Placed, Sheet, rows_of
from policyparse.returns.headers import DEEPEST
from policyparse.returns.lines import Problem, Returned
from policyparse.returns.tabular import returned

_NO_TABLE = "没有找到填报表（表头要有任务号或重点任务，以及进展情况、状态等栏）。"
_NOTHING_TO_CORRECT = (
    "没有找到经人工改过的责任分工表、台账或核对表（表头要有任务号或重点任务，以及牵头单位、完成时限等栏）。"
)
_OFFICE = ("xls", "doc", "wps", "rtf", "odt")
"""Kinds that LibreOffice makes XLSX or DOCX of; ET and ODS are among them."""


def read(path: Path, corrections: bool = False) -> tuple[Returned, ...]:
    """A filled-in table, or those of an archive: the rows of each, and what of it could not be read.

    A table of ``corrections`` needs no column to fill in.

    Raises ImportRejected for a file that is missing, damaged or of another format, and for one without such a table.
    """
    try:
        file = load(path)
        if kind_of(file) != ARCHIVE:
            return (evidence.in_folder(_read(file, corrections), path),)
        return _read_all(file, corrections)
    except UnreadableFile as error:
        raise ImportRejected(str(error)) from error


def is_ours(path: Path) -> bool:
    """Whether a file is one that this program wrote (台账, 责任分工表, a unit's workbook, 通报), filled in or not, or an archive that
    holds one.

    Its own marks tell, whatever the file is called: what it says of itself, or the hidden columns 任务键 and 填报底稿.
    False for a file of no table, or that cannot be read.
    """
    try:
        file = load(path)
        inside = archive.members(file) if kind_of(file) == ARCHIVE else [file]
        return any(map(_is_ours, inside))
    except UnreadableFile:
        return False


def _is_ours(file: File) -> bool:
    try:
        content = _content(file)
    except (UnreadableFile, ImportRejected):
        return False
    hidden = {COLUMNS["key"].header, COLUMNS["stamp"].header}
    rows = (row for sheet in content.sheets for row in sheet.rows[:DEEPEST])
    return bool(content.sent.told() or content.stamps) or any(
        hidden <= {cell.text for cell in row} for row in rows
    )


def _read_all(file: File, corrections: bool) -> tuple[Returned, ...]:
    """The tables of an archive; a file in it that is none is a problem of the first."""
    found: list[Returned] = []
    problems: list[Problem] = []
    files: dict[str, bytes] = {}
    for member in archive.members(file):
        files[member.name] = member.data
        try:
            found.append(_read(member, corrections))
        except HostileFile:
            raise
        except (UnreadableFile, ImportRejected) as error:
            problems.append(Problem(member.name, f"没有读：{str(error).removeprefix(f'{member.name}：')}"))
    if not found:
        raise ImportRejected(f"{file.name}：压缩包里{_NOTHING_TO_CORRECT if corrections else _NO_TABLE}")
    whole = [replace(found[0], problems=(*found[0].problems, *problems)), *found[1:]]
    return tuple(evidence.in_archive(whole, files))


def _read(file: File, corrections: bool) -> Returned:
    content = _content(file)
    found = returned(file.name, content)
    if corrections and not found.headed:  # a copy with nothing to fill in
        found = returned(file.name, replace(content, ours=True))
    if not found.headed:
        raise ImportRejected(f"{file.name}：{_NOTHING_TO_CORRECT if corrections else _NO_TABLE}")
    return found


def _content(file: File) -> Content:
    kind = kind_of(file)
    if kind in _OFFICE:
        from policyparse.readers import office

        file, kind = office.converted(file)
    if kind == "xlsx":
        from policyparse.returns import xlsx

        return xlsx.content(file)
    if kind == "docx":
        from policyparse.returns import docx

        return docx.content(file)
    if kind == "excel-xml":
        from policyparse.returns import xlsx

        return xlsx.content_2003(file)
    if kind in ("csv", "txt", "html"):  # a page of a table goes about as .xls too
        return _plain(file)
    raise ImportRejected(
        f"{file.name}：只能取回表格（xlsx、xls、et、ods、docx、csv）和它们的压缩包，其他格式请先另存为 xlsx。"
    )


def _plain(file: File) -> Content:
    """The tables of a file of text: its cells hold words and nothing else."""
    blocks = scan(file).blocks
    tables = [block for block in blocks if isinstance(block, Table)]
    above = tuple(block.text for block in blocks if isinstance(block, Line))
    return Content(
        UNSAID,
        tuple(
            Sheet(
                f"第{at}个表",
                rows_of(
                    (
                        Placed(c.row, c.column, Cell(unguarded(c.text) or None, ""), c.rows, c.columns)
                        for c in table.cells
                    ),
                    lambda row, column: f"第{row + 1}行第{column + 1}列",
                ),
                above,
            )
            for at, table in enumerate(tables, 1)
        ),
    )
