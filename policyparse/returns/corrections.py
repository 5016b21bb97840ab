"""A table of our own that a person has corrected: what stands otherwise in it than it went out. Pure.

The stamp of a row tells what was changed; where there is none, a cell that says something else than the tracker does.
What is typed is read as the command line reads it (``values``); what the program itself printed behind or in place of
a fact (待明确, （推定）) is no correction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from policyparse import values
from policyparse.errors import UsageError
from policyparse.exports.marks import PRINTED, on_one_line, printed, touched
from policyparse.ledger import HEADERS, DocumentCard, NewTask, TrackedTask
from policyparse.ledger.corrections import Correction
from policyparse.ledger.words import PRESUMED, UNCLEAR, deadline_words, milestone_words, target_line
from policyparse.model import Deadline, Mention, Milestone, Role, Target, TargetKind
from policyparse.returns.answers import Answer, answer, column_of, decided
from policyparse.returns.differences import written
from policyparse.returns.lines import Line, Problem, Returned
from policyparse.returns.match import Dispute, Proposal, placed
from policyparse.returns.whose import NUMBER, Offer, Rows

Fact = TypeVar("Fact", Target, Deadline)
AMOUNTS: Mapping[str, TargetKind] = {"targets": "goal", "standards": "standard"}
"""The columns that are parts of the one list of targets."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """What corrected tables say: ``corrections``, and the cells that say them (``proposals``); fields of which two tables say
    two things; rows that are no task yet, with the task that each would be; what could not be read; and the tables
    ``without_stamps``, of which a cell counts where it says another thing than the tracker does now."""

    corrections: tuple[Correction, ...]
    proposals: tuple[Proposal, ...]
    disputes: tuple[Dispute, ...] = ()
    offers: tuple[tuple[Offer, NewTask], ...] = ()
    problems: tuple[Problem, ...] = ()
    without_stamps: tuple[str, ...] = ()


def corrected(
    files: Sequence[Returned], tasks: Sequence[TrackedTask], *, tracker: str | None = None
) -> Proposed:
    """The cells of the files that say another thing of the tasks than the tracker, as corrections, a cell at a time."""
    rows = placed(files, tasks, tracker, correcting=True)
    disputes: list[Dispute] = []
    told: list[tuple[Correction | None, Proposal]] = []
    for task, lines in rows.found():
        told += _cells(task, lines, disputes, rows.problems)
    for task, answers in _answers(files, rows, disputes, tracker):
        by = answers[0].verdict.place.partition("〔")[0]
        told += (
            (one, Proposal(task, field, before, after, by, one.place))
            for one, field, before, after in decided(task, answers)
        )
    offers = tuple(_new_tasks(rows, tasks))
    bare = (ln.file for task, lines in rows.found() for ln in lines if ln.stamped(task.id) is None)
    return Proposed(
        tuple(one for one, _ in told if one),
        tuple(proposal for _, proposal in told),
        tuple(disputes),
        offers,
        tuple(rows.problems),
        tuple(dict.fromkeys(bare)),
    )


def _cells(
    task: TrackedTask, lines: Sequence[Line], disputes: list[Dispute], problems: list[Problem]
) -> Iterator[tuple[Correction | None, Proposal]]:
    """What the rows of a task correct; what they say in two ways, or cannot be read, is told.

    Goals and standards are one list: what both columns correct is one correction, told with the first of the two.
    """
    ours = printed(task)
    amounts: list[tuple[str, Correction, Proposal]] = []
    for line in lines:
        problems += _entries_left(task, line)
    for field in PRINTED:
        said = [line for line in lines if _changed(task, line, field, ours[field])]
        words = {line.told[field] for line in said}
        if len(words) > 1:
            voices = tuple((line.places[field], line.told[field]) for line in said)
            disputes.append(Dispute(task, field, voices))
        if len(words) != 1:
            continue
        place, after = said[0].places[field], words.pop()
        try:
            one = replace(_READERS[field](task, after), place=place)
        except UsageError as error:
            problems.append(Problem(place, str(error)))
            continue
        if one == Correction(task.id, place):
            continue
        proposal = Proposal(task, field, ours[field], after, said[0].by, place)
        if field in AMOUNTS:
            amounts.append((field, one, proposal))
        else:
            yield one, proposal
    if amounts:
        given = {field: one.targets or () for field, one, _ in amounts}
        facts = [fact for field in AMOUNTS for fact in given.get(field, _standing(task, AMOUNTS[field]))]
        proposals = [proposal for _, _, proposal in amounts]
        where = "、".join(p.place for p in proposals)
        yield Correction(task.id, where, targets=tuple(facts)), replace(proposals[0], place=where)
        yield from ((None, replace(p, place=where)) for p in proposals[1:])


def _standing(task: TrackedTask, kind: TargetKind) -> list[Target | int]:
    """The places (from 1) of the targets of a kind."""
    return [at for at, t in enumerate(task.targets, 1) if t.value.kind == kind]


def _new_tasks(rows: Rows, tasks: Sequence[TrackedTask]) -> Iterator[tuple[Offer, NewTask]]:
    """The rows that a person has added, as tasks; one whose target or time cannot be read is told."""
    cards = {task.document.id: task.document for task in tasks}
    for offer in rows.offers:
        try:
            yield offer, _new_task(offer, cards[offer.document])
        except UsageError as error:
            rows.problems.append(Problem(offer.line.place, f"新增的行：{error}"))


def _answers(
    files: Sequence[Returned], rows: Rows, disputes: list[Dispute], tracker: str | None
) -> Iterator[tuple[TrackedTask, list[Answer]]]:
    """The answers of review workbooks by the task, a fact once; what cannot be read or is answered in two ways is told."""
    found: dict[tuple[int, str, int], list[Answer]] = {}
    for file in files:
        for verdict in file.verdicts if file.sent.tracker in {None, tracker} else ():
            named = verdict.fact.partition(".")[0]
            task = rows.tasks.get(int(named)) if NUMBER.fullmatch(named) else None
            try:
                if task is None:
                    raise UsageError(f"台账里没有任务 {named[:9]}")
                one = answer(verdict, task)
            except UsageError as error:
                rows.problems.append(Problem(verdict.place, str(error)))
            else:
                found.setdefault((task.id, one.letter, one.place), []).append(one)
    agreed: dict[int, list[Answer]] = {}
    for (number, _, _), some in found.items():
        if len({(a.word, a.verdict.value) for a in some}) > 1:
            voices = tuple((a.verdict.place, a.verdict.value or a.word) for a in some)
            disputes.append(Dispute(rows.tasks[number], column_of(rows.tasks[number], some[0]), voices))
        else:
            agreed.setdefault(number, []).append(some[0])
    for number, answers in agreed.items():
        yield rows.tasks[number], answers


def _new_task(offer: Offer, card: DocumentCard) -> NewTask:
    """A row that a person has added, as a task. Raises UsageError for a target or a time that cannot be read."""
    told = offer.line.told
    lead, support = (tuple(n for n in offer.units(role) if n != UNCLEAR) for role in ("lead", "support"))
    times = (values.deadline(line, card.year, card.issued_on) for line in _lines(told.get("deadline", "")))
    return NewTask(
        offer.document,
        offer.after,
        offer.title,
        told.get("text", ""),
        lead,
        support,
        targets=tuple(map(values.target, _lines(told.get("targets", "")))),
        deadlines=tuple(times),
        place=offer.line.place,
    )


def _changed(task: TrackedTask, line: Line, field: str, ours: str) -> bool:
    """Whether a person has changed a cell, and to something else than the tracker says by now."""
    words = line.told.get(field)
    if words is None or on_one_line(words) == on_one_line(ours):
        return False
    changed = touched(line.stamped(task.id), field, words)
    return bool(words) if changed is None else changed


def _entries_left(task: TrackedTask, line: Line) -> Iterable[Problem]:
    """What was filled in beside the corrections: told, and left to ``import``."""
    if filled := "、".join(HEADERS[field] for field in written(task, line)):
        why = f"任务 {task.id} 的{filled}也改了，没有采用；填报请用 import（不加 --corrections）取回"
        yield Problem(line.place, why)


# ---- what the words of a cell correct ------------------------------------------------------------------


def _title(task: TrackedTask, words: str) -> Correction:
    if not words:
        raise UsageError(f"任务 {task.id} 的名称不能是空的")
    return Correction(task.id, title=words)


def _units(role: Role) -> Callable[[TrackedTask, str], Correction]:
    def read(task: TrackedTask, words: str) -> Correction:
        typed = [name for name in values.names([words]) or () if name != UNCLEAR]
        names = tuple(name.removesuffix(PRESUMED) for name in typed)
        own = [(at, u.value) for at, u in enumerate(task.units, 1) if u.value.role == role]
        confirmed = tuple(("units", at) for at, u in own if u.basis == "issuer" and u.name in typed)
        if names == tuple(unit.name for _, unit in own):
            return Correction(task.id, confirmed=confirmed)
        if role == "lead":
            return Correction(task.id, lead=names, confirmed=confirmed)
        return Correction(task.id, support=names, confirmed=confirmed)

    return read


def _targets(kind: TargetKind) -> Callable[[TrackedTask, str], Correction]:
    def read(task: TrackedTask, words: str) -> Correction:
        """The targets of the kind line by line, without the others: one that stands as it was printed stays as it was read."""
        shown = [(target_line(task, t), at) for at, t in enumerate(task.targets, 1) if t.value.kind == kind]
        given: list[Target | int] = []
        for line in _lines(words):
            given += [at for said, at in shown if said == line] or _as_it_stands(
                task.targets, replace(_target(task, line), kind=kind)
            )
        return Correction(task.id, targets=None if given == [at for _, at in shown] else tuple(given))

    return read


def _milestones(task: TrackedTask, words: str) -> Correction:
    """The stages line by line; one that stands as it was printed stays as it was read."""
    shown = [(milestone_words(m), at) for at, m in enumerate(task.milestones, 1)]
    given: list[Milestone | int] = []
    for line in _lines(words):
        given += [at for said, at in shown if said == line] or [_milestone(task, line)]
    return Correction(task.id, milestones=None if given == [at for _, at in shown] else tuple(given))


def _milestone(task: TrackedTask, line: str) -> Milestone:
    """A stage as the table prints it: 一季度（3月底前）：完成可研批复. Raises UsageError where no day is meant by a day."""
    when, mark, text = line.partition("：")
    if not mark or not when or not text:
        raise UsageError(f"看不懂里程碑“{line[:30]}”，请写成 6月底前：完成主体工程")
    head, bracket, day = when.rstrip("）)").rpartition("（")
    try:
        due = values.deadline(day if bracket else when, task.document.year, task.document.issued_on)
    except UsageError:
        if any(sign.isdecimal() for sign in when):
            raise
        return Milestone(when, text)
    return Milestone(head if bracket else when, text, due.due, due.start)


def _target(task: TrackedTask, line: str) -> Target:
    """A goal as it is printed in the table: with the day by which in brackets behind it, if it has one of its own."""
    head, mark, behind = line.rstrip("）)").rpartition("（")
    try:
        return values.target(line)
    except UsageError:
        if not mark or not line.endswith(("）", ")")):
            raise
    when = values.deadline(behind, task.document.year, task.document.issued_on)
    return replace(values.target(head), due=when.due)


def _deadlines(task: TrackedTask, words: str) -> Correction:
    """The times line by line: one as it was printed stays, one without the mark of a presumption is confirmed."""
    card = task.document
    shown = [(deadline_words(d), at) for at, d in enumerate(task.deadlines, 1)]
    given: list[Deadline | int] = [at for said, at in shown if not said]
    confirmed = []
    for line in _lines(words):
        same = [at for said, at in shown if said == line]
        sure = [at for said, at in shown if said == f"{line}{PRESUMED}"]
        confirmed += [("deadlines", at) for at in sure]
        given += (
            same
            or sure
            or _as_it_stands(
                task.deadlines, values.deadline(line.removesuffix(PRESUMED), card.year, card.issued_on)
            )
        )
    if given == [at for _, at in shown]:
        return Correction(task.id, confirmed=tuple(confirmed))
    return Correction(task.id, deadlines=tuple(given), confirmed=tuple(confirmed))


def _as_it_stands(mentions: Sequence[Mention[Fact]], value: Fact) -> list[Fact | int]:
    """A fact that was typed, or the place of one that says the same already."""
    return [next((at for at, m in enumerate(mentions, 1) if m.value == value), value)]


def _lines(words: str) -> list[str]:
    return [line.strip() for line in words.split("\n") if line.strip()]


_READERS: dict[str, Callable[[TrackedTask, str], Correction]] = {
    "title": _title,
    "text": lambda task, words: Correction(task.id, text=words),
    "lead": _units("lead"),
    "support": _units("support"),
    "targets": _targets("goal"),
    "standards": _targets("standard"),
    "milestones": _milestones,
    "deadline": _deadlines,
}
