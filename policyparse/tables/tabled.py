"""What the tables of a document say: each row as what it is."""

from __future__ import annotations

from dataclasses import dataclass

from policyparse.model import Document, Finding, Grid, Span
from policyparse.tables import (
    cards,
    content,
    counted_on,
    header,
    headless,
    imprint,
    over_units,
    rows,
    shared,
    turned,
)
from policyparse.tables.grid import filled, halves
from policyparse.tables.header import Header
from policyparse.tables.rows import Left, Row


@dataclass(frozen=True, slots=True)
class Tabled:
    """What a table says: the rows that order something, in order; what became of the others; and what was not understood."""

    rows: tuple[Row, ...]
    left: tuple[Left, ...]
    findings: tuple[Finding, ...] = ()

    def measures(self, document: Document) -> bool:
        """Whether its rows are indicators that nobody is named for: numbers under years or aims, no units, times or points.

        例：指标 | 单位 | 2025年实际 | 2030年目标 over 人均预期寿命 | 岁 | 79.2 | 80.5.
        """
        numbers = [content.is_quantity(cell.of(document.text)) for row in self.rows for _, cell in row.stages]
        return (
            bool(numbers)
            and 10 * sum(numbers) >= 7 * len(numbers)
            and not any(row.cells or row.kind == "assessment" for row in self.rows)
        )


def read_all(document: Document) -> tuple[Tabled, ...]:
    """What each table of the document says, in their order."""
    found: list[Tabled] = []
    head: Header | None = None
    for grid in document.tables:
        tabled, head = _read(document, grid, head)
        found.append(tabled)
    return tuple(found)


def read(document: Document, grid: Grid) -> Tabled:
    """Every row of a table as what it is. A table whose columns nobody can tell gives a finding, and no task."""
    return _read(document, grid, None)[0]


def _read(document: Document, grid: Grid, before: Header | None) -> tuple[Tabled, Header | None]:
    """What a table says, and its header; ``before`` is that of the table above, with which this one may go on."""
    head = None
    made: list[Row | Left] = []
    findings: list[Finding] = []
    for sheet in halves(document, grid.rows):
        if not any(filled(row) for row in sheet.rows):
            continue
        if imprint.is_imprint(sheet):
            made += [Left(sheet.span(row), "网页信息") for row in sheet.rows if filled(row)]
        elif whole := turned.labelled(sheet):
            tops = (row for row in sheet.rows if len(filled(row)) == 1)
            made += [Left(sheet.span(row), "标题行") for row in tops]
            made += shared.joined(rows.read(*whole))
        elif cards.is_card(card := cards.without_groups(sheet)):
            made += cards.cards(card)
        elif matrix := turned.read(sheet):
            asides = (row for row in sheet.rows if filled(row) and turned.is_aside(sheet, row))
            made += [Left(sheet.span(row), "标题行") for row in asides]
            made += rows.read(*matrix)
        elif head := header.find(sheet) or (before and header.continued(sheet, before)):
            made += counted_on.parted(document, shared.joined(rows.read(sheet, head)))
        elif joined := over_units.beside(sheet):
            made += rows.read(*joined)
        elif told := headless.find(sheet):
            made += rows.read(sheet, told)
            findings.append(
                Finding(
                    "table-headless",
                    "这张表没有表头，各列按其中的内容判断（序号、任务、单位、时限），请核对",
                    grid.span,
                )
            )
        else:
            full = [row for row in sheet.rows if filled(row)]
            span = Span(grid.span.start, grid.span.end)
            findings.append(
                Finding("table-unread", f"没有认出这张表的表头，表中 {len(full)} 行没有作为任务读取", span)
            )
            made += [Left(sheet.span(row), "没有读懂的表") for row in full]
    findings += [
        Finding("row-unread", "表中这一行没有任务内容，没有作为任务读取", one.span)
        for one in made
        if isinstance(one, Left) and one.why == "没有任务内容的行"
    ]
    tabled = Tabled(
        tuple(one for one in made if isinstance(one, Row)),
        tuple(one for one in made if isinstance(one, Left)),
        tuple(findings),
    )
    return tabled, head
