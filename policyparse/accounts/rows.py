"""Accounts of the rows of tables."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from policyparse.accounts.regions import Regions, bare
from policyparse.extract.units import roles
from policyparse.model import Account, Grid, Span
from policyparse.tables import header_lines, imprint
from policyparse.tables.regained import loose
from policyparse.tables.rows import CONTINUED

# a sum of the rows above is no row of its own; 例：合计
_TOTAL = re.compile(r"合计|总计|小计|总分|合计得分|共计")
# which of several tables it is; 例：附件2
_ANNEX = re.compile(r"附[件表录]\d{0,2}")
# a line about the table, not of it; 例：填报单位：市教育局
_NOTE = re.compile(r"(?:填报|填表|制表|报送|日期|注[:：]|备注|说明|联系|单位[:：])")


@dataclass(frozen=True, slots=True)
class _Row:
    """A row that holds words: its cells, each merged one once, and the place of them all."""

    cells: tuple[Span, ...]
    span: Span


def account(regions: Regions) -> Iterator[Account]:
    """An account of each row that holds words."""
    for grid in regions.policy.document.tables:
        yield from _table(regions, grid)


def _table(regions: Regions, grid: Grid) -> Iterator[Account]:
    """Taken by the task that stands in a cell of the row's own; else why it is none.

    A table in which no cell heads units is one of data or names; in one that has such a header every row must be explained.
    """
    rows = list(_rows(grid))
    often = Counter(cell for row in rows for cell in row.cells)
    taken = {row: task for row in rows if (task := _task(regions, row, often))}
    first = next((i for i, row in enumerate(rows) if row in taken), len(rows))
    heads = [_words(regions, row) for row in rows[:first]] if taken else []
    # 姓名 | 职务 | 分工 heads persons
    names = any("姓名" in _words(regions, row) for row in rows)
    orders = not names and any(_heads_units(regions, row) for row in rows)
    for row in rows:
        if row in taken:
            yield Account("row", "taken", "task", row.span, taken[row])
        elif _heads(regions, row):
            yield Account("row", "taken", "heading", row.span)
        elif any(regions.goals.over(row.span)):
            yield Account("row", "taken", "goal", row.span)
        elif reason := _reason(regions, row, heads) or ("" if orders else regions.of(row.span)):
            yield Account("row", "left", reason, row.span)
        else:
            yield Account("row", "unaccounted", "", row.span)


def _heads(regions: Regions, row: _Row) -> bool:
    """Whether a section is named as a cell of the row, or as its number and its name together: 2 | 便民服务."""
    words = _words(regions, row)
    # the sums of its rows may stand behind them
    said = {*words, re.sub(r"\W", "", "".join(words)), re.sub(r"\W", "", "".join(words[:2]))}
    return any(path and {path, re.sub(r"\W", "", path)} & said for path in regions.paths)


def _rows(grid: Grid) -> Iterator[_Row]:
    for row in grid.rows:
        if filled := tuple(c for c in dict.fromkeys(row) if c.start < c.end):
            yield _Row(filled, Span(min(c.start for c in filled), max(c.end for c in filled)))


def _task(regions: Regions, row: _Row, often: Counter[Span]) -> str | None:
    """The key of the task of a row; a cell merged over several rows tells of none of them."""
    own = [c for c in row.cells if often[c] == 1] or row.cells
    return next((task.key for cell in own for task in regions.holding(cell)), None)


def _words(regions: Regions, row: _Row) -> list[str]:
    return [bare(c.of(regions.text)) for c in row.cells]


def _heads_units(regions: Regions, row: _Row) -> bool:
    """Whether a cell of the row is a label of units: a header, or a line of a card (牵头单位 | 市教育局)."""
    return any(roles.is_unit_label(words) for words in _words(regions, row))


def _reason(regions: Regions, row: _Row, heads: Sequence[list[str]]) -> str:
    """Why a row is no task by its own words, or ""; ``heads`` are the rows above the first task."""
    words = _words(regions, row)
    if any(_TOTAL.fullmatch(cell) for cell in words):
        return "total"
    if _ANNEX.fullmatch(words[0]):
        return "annex"
    goes_on = len(words) == 1 and CONTINUED.fullmatch(words[0]) is not None
    if words in heads or goes_on or header_lines.is_labels(words):
        return "header"
    if imprint.is_card(words):
        return "page-facts"
    if len(row.cells) == 1 and loose.is_section(row.cells[0].of(regions.text)):
        return "bare-heading"  # an excerpt leaves out what stood below it
    return "note" if _NOTE.match(row.cells[0].of(regions.text).strip()) else ""
