"""Filled-in rows beside the tracker: whose task each is, what would change, and where units disagree. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from policyparse.exports.marks import entry, touched
from policyparse.ledger import TrackedTask
from policyparse.returns.entries import OPEN
from policyparse.returns.lines import Line, Problem, Returned
from policyparse.returns.said import Said, said
from policyparse.returns.whose import Offer, Rows

TRACKER = "台账"
"""Who speaks where the tracker has another entry than the one that a supporting unit has overwritten."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One change: a field of a task, from what to what, by whom, and the cell that says so."""

    task: TrackedTask
    field: str
    before: str
    after: str
    by: str
    place: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A field of which several say several things: who says what. Nothing of its task is taken."""

    task: TrackedTask
    field: str
    voices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What taking tables back would do.

    ``filed`` says for each task that a unit reported on who did, whether or not anything is new.
    """

    proposals: tuple[Proposal, ...]
    disputes: tuple[Dispute, ...]
    offers: tuple[Offer, ...]
    problems: tuple[Problem, ...]
    filed: tuple[tuple[int, str], ...]


def compare(files: Sequence[Returned], tasks: Sequence[TrackedTask], *, lead_wins: bool = False) -> Preview:
    """The rows of all files beside the tasks of the tracker.

    A cell says something where it differs from what went out (by the stamp of its row), else, where the row has no
    stamp, from what stands in the tracker and is not empty. Where units say different things the task is left as it
    is, unless ``lead_wins`` and one of them leads it. A task of a period is reported by whoever leads it.
    """
    rows = Rows(tasks)
    for file in files:
        rows.problems += file.problems
        rows.place_rows(file.lines)
    proposals: list[Proposal] = []
    disputes: list[Dispute] = []
    filed: list[tuple[int, str]] = []
    for task, lines in rows.found():
        ours, theirs = _settled(task, said(task, lines, rows.problems), lead_wins)
        disputes += theirs
        if not theirs:
            proposals += ours
            filed += [(task.id, by) for by in _reporter(task, lines, ours)]
    return Preview(tuple(proposals), tuple(disputes), tuple(rows.offers), tuple(rows.problems), tuple(filed))


# ---- who is right --------------------------------------------------------------------------------------


def _leads(task: TrackedTask, line: Line) -> bool:
    return any(u.value.canonical == line.unit and u.value.role == "lead" for u in task.units)


def _settled(task: TrackedTask, spoken: Said, lead_wins: bool) -> tuple[list[Proposal], list[Dispute]]:
    proposals, disputes = [], []
    for field, voices in spoken.items():
        before = entry(task, field)
        chosen = [(line, value) for line, value in voices if not _late(task, line, field)]
        if len({value for _, value in voices}) > 1 or (not chosen and not lead_wins):
            heads = [(line, value) for line, value in voices if _leads(task, line)]
            chosen = heads if lead_wins and len({value for _, value in heads}) == 1 else []
            if not chosen:
                stale = [(TRACKER, before)] if len({value for _, value in voices}) == 1 else []
                disputes.append(Dispute(task, field, (*stale, *((line.by, value) for line, value in voices))))
        if chosen:
            line, value = chosen[0]
            proposals.append(Proposal(task, field, before, value, line.by, line.places[field]))
    return proposals, disputes


def _late(task: TrackedTask, line: Line, field: str) -> bool:
    """Whether a supporting unit has overwritten what another has entered since its table went out."""
    if line.unit is None or _leads(task, line) or task.progress.updated_by == line.unit:
        return False
    return bool(touched(line.stamped(task.id), field, entry(task, field)))


def _reporter(task: TrackedTask, lines: Sequence[Line], proposals: Sequence[Proposal]) -> tuple[str, ...]:
    """Who has reported on a task, if anyone: whoever wrote something new, else its lead unit if its row is not blank."""
    if proposals:
        return (proposals[0].by,)
    full = [line for line in lines if (line.unit is None or _leads(task, line)) and _tells(line)]
    return (full[0].by,) if full else ()


def _tells(line: Line) -> bool:
    """Whether the row says anything at all of how far the work has come."""
    said = line.entries
    begun = said.get("state") not in {None, "", "未启动", OPEN} or said.get("percent") not in {None, "", "0"}
    return begun or any(said.get(field) for field in ("note", "problem", "next_step"))
