"""What both ways of ``import`` tell of tables that came back: each change, each new row, and what was not taken."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from policyparse.cli.tables import say, table
from policyparse.exports.columns import COLUMNS

if TYPE_CHECKING:
    from policyparse.ledger import Left
    from policyparse.returns.lines import Problem
    from policyparse.returns.match import Dispute, Proposal
    from policyparse.returns.whose import Offer

FEW = 5
"""Problems of one kind that are told one by one."""
_QUOTED = re.compile("“[^”]*”")
_CELL = re.compile(
    r"(.*〕)([A-Z]{1,3}|第)(\d{1,7})(|行第\d+列)"
)  # 例：台账.xlsx〔台账〕A3, 台账.docx〔第1个表〕第3行第1列


def changes(
    proposals: Iterable[Proposal],
    header: str,
    source: Callable[[Proposal], str],
    only_kept: Callable[[Proposal], bool] = lambda p: False,
) -> None:
    """The changes as a table; its last column, of that header, says where each comes from. Those that are
    ``only_kept`` are filed with their report and leave the present as it is."""
    rows = [
        (
            str(p.task.id),
            p.task.title,
            COLUMNS[p.field].header,
            _cell(p.before),
            f"{_cell(p.after)}{'（仅留存，现状不变）' if only_kept(p) else ''}",
            source(p),
        )
        for p in proposals
    ]
    if rows:
        table(("任务", "名称", "字段", "原为", "改为", header), rows)


def offers(rows: Sequence[Offer], added: Sequence[int | None]) -> None:
    """The rows that are no task yet, and which task each was made; ``added`` is empty where none was asked for."""
    if not added:
        for offer in rows:
            say(f"新增　{offer.line.place}“{offer.title}”：未补录；要作为新任务请加 --add-new，或用 add-task")
        return
    for offer, number in zip(rows, added, strict=True):
        if number is not None:
            say(f"新增　{offer.line.place}“{offer.title}”：已补录为任务 {number}")


def disputes(found: Iterable[Dispute], so: str) -> None:
    """On the error stream where two cells say two things, and what became of it."""
    for dispute in found:
        voices = "；".join(f"{place}“{_cell(what)}”" for place, what in dispute.voices)
        what = f"任务 {dispute.task.id}《{dispute.task.title}》{COLUMNS[dispute.field].header}"
        say(f"不一致　{what}：{voices}；{so}", err=True)


def not_taken(refused: Iterable[Left], problems: Iterable[Problem]) -> None:
    """On the error stream what the tracker refused, and what could not be read."""
    for left in refused:
        of = "" if left.task is None else f"任务 {left.task}："
        say(f"未写入　{left.place}　{of}{left.why}", err=True)
    for place, message in _summed_up(problems):
        say(f"请核对　{place}：{message}", err=True)


def _summed_up(problems: Iterable[Problem]) -> Iterator[tuple[str, str]]:
    """Problems as places and words; where many are of one kind, one line for all of them: A3—A3002, 共3000处."""
    alike: dict[str, list[Problem]] = {}
    for problem in problems:
        # what is said of one task is its own; 例：看不懂进度“过半” and 看不懂进度“大半” are of one kind
        kind = problem.place + problem.message if "任务 " in problem.message else problem.message
        alike.setdefault(_QUOTED.sub("“”", kind), []).append(problem)
    for some in alike.values():
        if len(some) <= FEW:
            yield from ((one.place, one.message) for one in some)
            continue
        same = all(one.message == some[0].message for one in some)
        more = f"（共{len(some)}处）" if same else f"（共{len(some)}处，其余类似）"
        yield "、".join(_ranges(one.place for one in some)), some[0].message + more


def _ranges(places: Iterable[str]) -> Iterator[str]:
    """Places in few words, those in one column of neighbouring rows as a range: 台账.xlsx〔台账〕A3—A5、A8."""
    before: tuple[str, ...] = ()
    first, row = "", -1
    for place in (*places, ""):
        found = _CELL.fullmatch(place)
        column = (found[1], found[2], found[4]) if found else (place,)
        if found and column == before and int(found[3]) == row + 1:
            row += 1
            continue
        if first:
            last = f"{before[1]}{row}{before[2]}" if len(before) > 1 else first
            yield first if first.endswith(last) else f"{first}—{last}"
        first = place[len(found[1]) :] if found and column == before else place
        before, row = column, int(found[3]) if found else -1


def _cell(text: str) -> str:
    return text or "（空）"
