"""Filled-in rows beside the tracker: whose report each is, for which period, and what it would change. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from policyparse.exports.marks import entry, touched
from policyparse.ledger import TrackedTask
from policyparse.ledger.reports import OFFICE
from policyparse.returns.differences import Differences, differences
from policyparse.returns.evidence import listed, missing
from policyparse.returns.lines import Beside, Line, Problem, Returned
from policyparse.returns.whose import Offer, Rows

NAMED = 10
"""So many tasks are named where rows are missing."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change: a field of a task as a unit tells it, from what to what, by whom, and the cell that says so; ``row`` is the
    place of the report that it is part of (``Spoken.place``)."""

    task: TrackedTask
    field: str
    before: str
    after: str
    by: str
    place: str
    row: str = ""


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field of which one unit says several things for one period. Nothing of its row is taken."""

    task: TrackedTask
    field: str
    voices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The report of a unit (its full name, "" for a table of no unit) on a task for a period: its entries as text.

    ``task`` is as that unit last told it, ``period`` None where neither the table nor the call says one; ``files`` are those
    that came with the table as evidence and are not attached yet.
    """

    task: TrackedTask
    unit: str
    period: str | None
    by: str
    place: str
    entries: dict[str, str]
    files: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking tables back would do; ``blank`` counts the rows that came back as they went out, ``alike`` those of a copy that
    has lost its marks and says what stands already: nobody has written there."""

    spoken: tuple[Spoken, ...]
    proposals: tuple[Proposal, ...]
    disputes: tuple[Dispute, ...]
    offers: tuple[Offer, ...]
    problems: tuple[Problem, ...]
    blank: int
    alike: int


def compare(
    files: Sequence[Returned],
    tasks: Sequence[TrackedTask],
    *,
    period: str | None = None,
    tracker: str | None = None,
) -> Preview:
    """The rows of all files beside the tasks of the tracker, in whatever order the files come.

    Each unit's rows on a task are its own report; only what it wrote counts (``said``). A table says for which period
    it is; ``period`` is for those that do not. ``tracker`` is the tracker's id: a table of another one is not read.
    """
    rows = placed(files, tasks, tracker)
    rows.problems += _other_tables(files, period)
    beside = {file.file: file.beside for file in files}
    spoken: list[Spoken] = []
    proposals: list[Proposal] = []
    disputes: list[Dispute] = []
    undated: dict[str, int] = {}
    blank = alike = 0
    for task, lines in rows.found():
        for unit, when, own in _voices(task, lines, period):
            by = own[0].by if own[0].sent.unit in {None, unit} else unit
            seen = task.as_told_by(unit) if unit else task
            told = differences(seen, own, rows.problems)
            apart = [field for field, voices in told.items() if len({value for _, value in voices}) > 1]
            disputes += (
                Dispute(task, field, tuple((line.place, value) for line, value in told[field]))
                for field in apart
            )
            if apart:
                rows.problems += _beside(task, own, told, apart)
            came = () if apart else _evidence(task, seen, own, beside, rows.problems)
            blank += not told and not came and unit != OFFICE
            if apart or not (told or came):
                continue
            if not came and _as_it_stands(seen, told):
                alike += 1
                continue
            if unit != OFFICE and when is None and task.document.cycle:
                undated[own[0].file] = undated.get(own[0].file, 0) + 1
                continue
            entries = {field: voices[0][1] for field, voices in told.items()}
            spoken.append(Spoken(seen, unit, when, by, own[0].place, entries, came))
            if came:
                before, after = ("\n".join(some) for some in _names(task, came))
                proposals.append(Proposal(task, "evidence", before, after, by, own[0].place, own[0].place))
            proposals += (
                Proposal(task, field, before, value, by, told[field][0][0].places[field], own[0].place)
                for field, value in entries.items()
                if (before := entry(seen, field)) != value
            )
    rows.problems += (
        Problem(file, f"没有写明填报期，{count} 行没有写入；请用 --period 写明是哪一期，如 2025-06、2025Q2")
        for file, count in undated.items()
    )
    return Preview(
        tuple(spoken),
        tuple(proposals),
        tuple(disputes),
        tuple(rows.offers),
        tuple(rows.problems),
        blank,
        alike,
    )


def _other_tables(files: Sequence[Returned], period: str | None) -> Iterable[Problem]:
    """Tables for another period than the call says, and those that are none of reports."""
    for file in files:
        said = sorted({line.sent.period for line in file.lines if line.sent.period})
        if period and said and said != [period]:
            words = f"表上写明的是 {'、'.join(said)}，按表上的期入账，不按 --period {period}"
            yield Problem(file.file, words)
        if file.review:
            yield Problem(file.file, "这是核对表，请用 import --corrections 取回")


def _as_it_stands(task: TrackedTask, told: Differences) -> bool:
    """Whether rows without a stamp say only what stands already, so that they may be an export that nobody has written in."""
    return all(
        value == entry(task, field) and touched(line.stamped(task.id), field, value) is None
        for field, voices in told.items()
        for line, value in voices
    )


def placed(
    files: Sequence[Returned], tasks: Sequence[TrackedTask], tracker: str | None, *, correcting: bool = False
) -> Rows:
    """The rows of all files given to their tasks; of a table that went out the rows that are missing are told, and where it is
    ``correcting`` what takes such a task away."""
    rows = Rows(tasks)
    for file in files:
        rows.problems += file.problems
        if tracker and file.sent.tracker not in {None, tracker}:
            rows.problems.append(Problem(file.file, "这份表是另一份台账下发的，没有读"))
            continue
        rows.place_rows(file.lines)
        rows.problems += _missing(file, rows, correcting)
    return rows


def _voices(
    task: TrackedTask, lines: Sequence[Line], period: str | None
) -> Iterable[tuple[str, str | None, list[Line]]]:
    """The rows on one task by the unit and period that they are of, in the order of their names.

    The title above it counts first, where it names a unit of the task: a sheet or rows put into the workbook of another unit keep
    it, and a copy (CSV, a sheet of its own) has lost its other marks.
    """
    full = {unit.value.name: unit.value.canonical for unit in task.answering}
    found: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        unit = full.get(line.sent.titled or "") or line.sent.unit or OFFICE
        key = (unit, line.sent.period or period or "")
        found.setdefault(key, []).append(line)
    for (unit, when), own in sorted(found.items()):
        yield unit, when or None, sorted(own, key=lambda line: (line.file, line.place))


def _beside(
    task: TrackedTask, lines: Sequence[Line], told: Differences, apart: Sequence[str]
) -> Iterable[Problem]:
    """That rows are not taken which are of one report with rows that say two things, and are none of these."""
    unlike = {line.place for field in apart for line, _ in told[field]}
    wrote = {line.place for voices in told.values() for line, _ in voices}
    wrote |= {line.place for line in lines if line.told.get("evidence")}
    for place in sorted(wrote - unlike):
        yield Problem(place, f"任务 {task.id} 同一单位同一期的几份表填得不一致，这一行也没有写入")


def _missing(file: Returned, rows: Rows, correcting: bool) -> Iterable[Problem]:
    """Tasks whose rows went out with a table and did not come back."""
    back = rows.of_file(file.file)
    gone = (file.sent.tasks or 0) - len(back)
    if gone <= 0:
        return
    unit, ids = file.sent.unit, file.sent.ids
    left = (t for t in rows.tasks.values() if t.id not in back)
    lost = [t for t in left if (t.id in ids if ids is not None else unit and t.role_of(unit))]
    known = len(lost) == gone and ids is not None
    names = "、".join(f"{task.id}《{task.title}》" for task in lost[:NAMED])
    tell = f"{'：' if known and gone <= NAMED else '，如'}任务 {names}" if names else ""
    drop = " ".join(str(task.id) for task in lost[:NAMED]) if known else "任务号"
    so = f"没有删去；确不是任务的请用 policyparse drop {drop}" if correcting else "少的没有动"
    yield Problem(file.file, f"下发 {file.sent.tasks} 项，少了 {gone} 项{tell}；{so}")


def _evidence(
    task: TrackedTask,
    seen: TrackedTask,
    lines: Sequence[Line],
    beside: Mapping[str, Sequence[Beside]],
    problems: list[Problem],
) -> tuple[Beside, ...]:
    """The files that the rows of a unit name, that came with them and that the task has not; those that are named, did not
    come and are none that the unit has attached before (``seen``) are told."""
    known, kept = {one.name for one in seen.evidence}, {one.sha256 for one in task.evidence}
    found: dict[str, Beside] = {}
    for line in lines:
        cell = listed(line.told.get("evidence", ""), beside.get(line.file, ()))
        found |= {one.name: one for one in cell.found}
        problems += missing(line.places.get("evidence", line.place), task.id, set(cell.missing) - known)
    return tuple(one for one in found.values() if one.sha256 not in kept)


def _names(task: TrackedTask, files: Sequence[Beside]) -> tuple[list[str], list[str]]:
    """The evidence of a task by name, and with more files."""
    before = [one.name for one in task.evidence]
    return before, [*before, *(one.name for one in files)]
