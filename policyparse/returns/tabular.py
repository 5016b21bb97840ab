"""The rows of a filled-in table among its cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policyparse.exports.marks import PRINTED, plainly
from policyparse.exports.units import titled
from policyparse.ledger.periods import stated
from policyparse.returns.cells import Cell, Content, Sheet
from policyparse.returns.entries import Unreadable, entry
from policyparse.returns.headers import CLUES, FILLED, LONGEST, Header, field_of, header
from policyparse.returns.lines import Line, Problem, Returned, Verdict
from policyparse.returns.verdicts import verdicts
from policyparse.tables.grid import is_same

TOLD = ("document", "evidence", *PRINTED)
"""Columns beside the entries: what is printed, which is taken as corrections only, and the files that are named as evidence."""
ACROSS = 3
"""A cell merged over so many columns is a heading among the rows."""
# the key of a task, as the hidden column 任务键 has it; 例：1678eb3b1476
_KEY = re.compile(r"[0-9a-f]{12}")
BESIDE = 2
"""So many cells may the line of a title or of 填报单位 take."""


def returned(file: str, content: Content) -> Returned:
    """The rows of all tables of a file that have a header."""
    lines: list[Line] = []
    problems = [Problem(f"{file}{place}", why) for place, why in content.notes]
    unheaded: list[Problem] = []
    review = headed = False
    answers: list[Verdict] = []
    for sheet in content.sheets:
        own = verdicts(file, sheet)
        if own is not None:
            answers += own
            review = headed = True
            continue
        head = header(sheet, ours=content.ours or bool(content.stamps))
        if head is None:
            unheaded += _unheaded(file, sheet)
            continue
        headed = True
        titles = [*sheet.above, *(cell.text for row in sheet.rows[: head.row] for cell in row)]
        sent = replace(content.sent, titled=titled(titles))
        if sent.period is None:
            sent = replace(sent, period=stated(titles))
        where = f"{file}〔{sheet.name}〕"
        problems += _odd_columns(sheet, head, where)
        above: Mapping[str, str] = {}
        for row in sheet.rows[head.row + 1 :]:
            if whose := titled(_alone(row)):  # the table of another unit, pasted below
                sent = replace(sent, titled=whose)
            elif _speaks(row, head):
                problems += _beside(row, sheet.rows[head.row], where)
                line = _line(file, replace(content, sent=sent), sheet.name, row, head, problems)
                lines.append(_as_above(line, above, problems))
                above = lines[-1].entries
    problems += unheaded if lines else []
    return Returned(file, tuple(lines), tuple(problems), headed, content.sent, tuple(answers), review)


def _unheaded(file: str, sheet: Sheet) -> Iterator[Problem]:
    """That rows of ours, told by their keys, are not read for they were put on a sheet without a header."""
    if any(_KEY.fullmatch(cell.text) for row in sheet.rows for cell in row):
        yield Problem(f"{file}〔{sheet.name}〕", "没有表头（任务号、重点任务、进展情况等），这张表没有读")


def _odd_columns(sheet: Sheet, head: Header, where: str) -> Iterator[Problem]:
    below = sheet.rows[head.row + 1 :]
    for at, words in {**head.strange, **head.twice}.items():
        if any(at < len(row) and row[at].text.strip() for row in below):
            place = sheet.rows[head.row][at].place
            why = "同名的列前面已有" if at in head.twice else "不认识这一列"
            yield Problem(f"{where}{place}", f"“{words[:20]}”：{why}，这一列没有读")


def _beside(row: Sequence[Cell], top: Sequence[Cell], where: str) -> Iterator[Problem]:
    """The words of a row in columns that have no header."""
    for at, cell in enumerate(row):
        if cell.speaks and cell.wide == 1 and not (at < len(top) and top[at].text.strip()):
            yield Problem(f"{where}{cell.place}", f"“{cell.shown[:80]}”所在的列没有表头，没有读")


def _alone(row: Sequence[Cell]) -> list[str]:
    """The words that open a row which holds a title and no more: at most what stands beside it, as 填报日期 does."""
    words = [cell.text for cell in row if cell.text.strip()]
    return words[:1] if len(set(words)) <= BESIDE else []


def _speaks(row: Sequence[Cell], head: Header) -> bool:
    """Whether a row is one of a task: not empty, no heading across the table, no header once more."""
    known = {field: row[at] for field, at in head.columns.items() if at < len(row)}
    if any(cell.wide >= ACROSS and cell.text.strip() for cell in known.values()):
        return False
    again = [f for f, cell in known.items() if len(cell.text) < LONGEST and field_of(cell.text) == f]
    return len(again) < 2 and any(cell.speaks for cell in known.values())


def _line(
    file: str, content: Content, sheet: str, row: Sequence[Cell], head: Header, problems: list[Problem]
) -> Line:
    cells = {field: row[at] for field, at in head.columns.items() if at < len(row)}
    where = f"{file}〔{sheet}〕"
    entries, places = {}, {}
    for field in (field for field in FILLED if field in cells):
        try:
            entries[field] = entry(field, cells[field])
            places[field] = f"{where}{cells[field].place}"
        except Unreadable as error:
            problems.append(Problem(f"{where}{cells[field].place}", str(error)))
    told = {}
    for field in (field for field in TOLD if field in cells):
        if fault := cells[field].fault:  # what cannot be known takes nothing away
            problems.append(Problem(f"{where}{cells[field].place}", fault))
        else:
            told[field] = plainly(cells[field].shown)
    places |= {field: f"{where}{cells[field].place}" for field in told}
    _join_states(entries, places)
    first = next(cell for cell in cells.values() if cell.speaks)
    return Line(
        file,
        content.sent,
        sheet,
        f"{where}{first.place}",
        {field: plainly(cells[field].text) for field in CLUES if field in cells},
        told,
        entries,
        places,
        cells["stamp"].text if "stamp" in cells else None,
        content.stamps,
    )


def _as_above(line: Line, above: Mapping[str, str], problems: list[Problem]) -> Line:
    """The row with what the one ``above`` says wherever it only says 同上; where nothing stands above, that is told."""
    entries = dict(line.entries)
    for field in (field for field, words in line.entries.items() if is_same(words)):
        entries[field] = above.get(field, "")
        if not entries[field]:
            problems.append(Problem(line.places[field], f"“{line.entries[field]}”的上一行没有填，没有读"))
            del entries[field]
    return replace(line, entries=entries)


def _join_states(entries: dict[str, str], places: dict[str, str]) -> None:
    """状态 says all that 办结状态 says, and more: where both stand, it counts."""
    closed, place = entries.pop("closed", None), places.pop("closed", "")
    if closed is not None and "state" not in entries:
        entries["state"], places["state"] = closed, place
