"""PDF: a sheet too wide for its paper, whose right columns are printed on pages of their own."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tiny_pdf import Sheet, pdf

from policyparse.model import Line, Scan, Table
from policyparse.readers import scan
from policyparse.readers.file import File

HEAD = ("序号", "工作任务", "责任单位", "完成时限", "进展情况", "备注")
ROWS = [
    HEAD,
    *((str(n), f"新建水塔{n}座", "县水利局", f"{n}月底前", f"已开工{n}处", "无") for n in range(1, 9)),
]


def sheet(
    rows: Sequence[Sequence[str]], widths: Sequence[float], title: str = "", tall: Sequence[float] = ()
) -> Sheet:
    """A ruled table at the head of a page, its rows 20 points high or as ``tall`` says."""
    made = Sheet()
    if title:
        made.text(60, 80, title, 18)
    xs, ys = [60.0], [100.0]
    for width in widths:
        xs.append(xs[-1] + width)
    for n in range(len(rows)):
        ys.append(ys[-1] + (tall[n] if tall else 20))
    for y, row in zip(ys, rows, strict=False):
        for x, words in zip(xs, row, strict=False):
            made.text(x + 4, y + 15, words, 10)
    return made.grid(xs, ys)


def some(rows: Sequence[Sequence[str]], *columns: int) -> list[list[str]]:
    return [[row[c] for c in columns] for row in rows]


def read(*sheets: Sheet) -> Scan:
    return scan(File("甲.pdf", pdf(*sheets)))


def rows_of(found: Scan) -> list[list[list[str]]]:
    tables = [block for block in found.blocks if isinstance(block, Table)]
    return [
        [[c.text for c in table.cells if c.row == row] for row in range(1 + max(c.row for c in table.cells))]
        for table in tables
    ]


def test_columns_on_pages_of_their_own_stand_beside_their_rows() -> None:
    left, middle, right = some(ROWS, 0, 1), some(ROWS, 2, 3), some(ROWS, 4, 5)
    found = read(
        sheet(left, (30, 200), "望川县2026年"),
        sheet(middle, (100, 80), "重点工作台账"),
        sheet(right, (150, 60)),
    )
    assert rows_of(found) == [[[*row] for row in ROWS]]
    (table,) = (block for block in found.blocks if isinstance(block, Table))
    assert {cell.page for cell in table.cells if cell.column == 2} == {2}
    assert [block.text for block in found.blocks[:2] if isinstance(block, Line)] == [
        "望川县2026年",
        "重点工作台账",
    ]


def test_pages_go_down_before_they_go_right() -> None:
    upper, lower = ROWS[:5], ROWS[5:]
    found = read(
        sheet(some(upper, 0, 1), (30, 200)),
        sheet(some(lower, 0, 1), (30, 200)),
        sheet(some(upper, 2, 3), (100, 80)),
        sheet(some(lower, 2, 3), (100, 80)),
    )
    assert rows_of(found) == [some(ROWS, 0, 1, 2, 3)]


def test_columns_that_the_file_repeats_on_each_page_are_said_once() -> None:
    found = read(sheet(some(ROWS, 0, 1), (30, 200)), sheet(some(ROWS, 0, 2, 3), (30, 100, 80)))
    assert rows_of(found) == [some(ROWS, 0, 1, 2, 3)]


OTHER = [("序号", "联系人", "电话"), *((str(n + 8), "张某", "000") for n in range(1, 9))]

MUCH_BEFORE = sheet(some(ROWS, 2, 3), (100, 80))
for n in range(6):
    MUCH_BEFORE.text(60, 400 + 22 * n, "以上各项由县水利局按月通报。", 12)
    MUCH_BEFORE.text(60, 20 + 13 * n, "本页另附各镇说明。", 8)


@pytest.mark.parametrize(
    "second",
    [
        sheet(OTHER, (30, 100, 90)),
        sheet([("编号", *OTHER[0][1:]), *OTHER[1:]], (30, 100, 90)),
        MUCH_BEFORE,
        sheet(some(ROWS, 1, 2), (150, 80)),
        sheet(some(ROWS, 2, 3), (100, 80), tall=[20, 34, *[20] * 7]),
        sheet(some(ROWS, 2, 3)[:6], (100, 80)),
    ],
    ids=[
        "numbers of its own",
        "numbers under another label",
        "much text before",
        "the same labels",
        "other heights",
        "fewer rows",
    ],
)
def test_a_table_on_the_next_page_stays_a_table_of_its_own(second: Sheet) -> None:
    assert len(rows_of(read(sheet(some(ROWS, 0, 1), (30, 200)), second))) == 2
