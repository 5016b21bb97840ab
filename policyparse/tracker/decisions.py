"""Corrections by a person: each is a logged decision, which a later reading of the file does not overwrite."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from hashlib import sha256
from typing import Any, cast

from sqlmodel import Session, col, select

from policyparse.asking import tasks
from policyparse.asking.reports import of_tasks
from policyparse.errors import TrackerError
from policyparse.ledger import Filter, Left, NewTask, TrackedTask
from policyparse.ledger.corrections import DECISION, Correction
from policyparse.ledger.wording import sentence
from policyparse.model import Deadline, Mention, Target
from policyparse.output import unstorable
from policyparse.schema.facts import Json, dump_mentions
from policyparse.tracker import fields, reports, store
from policyparse.tracker.pen import Pen
from policyparse.tracker.presents import carried, of_report, rename, renamed
from policyparse.tracker.reports import FOLLOWING
from policyparse.tracker.staffing import Known, staffed
from policyparse.tracker.tables import DocumentRow, TaskRow

DECIDING = ("edit", "add-task", "drop", "split", "merge", "resolve")
"""The verbs of the log whose changes are decisions."""

OWN = "own-"
"""How the key of a task begins that a person entered."""

_TIMES = ("kind", "due", "start", "rrule")

_CLAUSE = re.compile("[^，。；：！？]+")


def edit(
    pen: Pen,
    number: int,
    title: str | None,
    text: str | None,
    lead: Sequence[str] | None,
    support: Sequence[str] | None,
    targets: Sequence[Target] | None,
    deadlines: Sequence[Deadline] | None,
    new_units: bool,
) -> TrackedTask:
    """Correct what a task says, as one command; None leaves a field as it was read."""
    one = Correction(number, "", title, text, lead, support, targets, deadlines)
    amend(pen, one, living(pen.session, number).document_id, Known(pen.session), new_units)
    pen.finish(f"更正任务 {number}：{sentence(pen.told())}")
    return tasks.task(pen.rows, number, pen.at.date())


def amend(pen: Pen, one: Correction, document: int, known: Known, new_units: bool) -> None:
    """Enter a correction of a task of the document. Raises TrackerError for a unit that nobody knows, unless ``new_units`` takes it."""
    number = one.task
    if one.title is not None:
        pen.task(number, "title", named(one.title))
    if one.text is not None:
        pen.task(number, "text", one.text)
    if one.lead is not None or one.support is not None:
        now = pen.value(number, "units")
        staff = staffed(known, document, now, one.lead, one.support, new_units)
        pen.task(number, "units", staff)
    if one.targets is not None:
        now = pen.value(number, "targets")
        new = carried(now, _given(now, one.targets))
        pen.task(number, "targets", new)
        rename(pen, number, renamed(now, new))
    if one.deadlines is not None:
        now = pen.value(number, "deadlines")
        pen.task(number, "deadlines", _stated(now, _given(now, one.deadlines)))
    if one.milestones is not None:
        pen.task(number, "milestones", _given(pen.value(number, "milestones"), one.milestones))
    if one.dropped:
        pen.task(number, "dropped", True)


def add_task(pen: Pen, new: NewTask, new_units: bool) -> TrackedTask:
    """Enter a task that the reading missed, as one command; gives it."""
    number = put_in(pen, new, new_units)
    pen.finish(f"补录任务 {number}《{new.title}》")
    return tasks.task(pen.rows, number, pen.at.date())


def put_in_each(
    pen: Pen, new: Sequence[NewTask], new_units: bool
) -> tuple[tuple[int | None, ...], list[Left]]:
    """Enter tasks; their numbers, None for one that cannot be, which leaves nothing behind and is told."""
    added: list[int | None] = []
    refused: list[Left] = []
    for one in new:
        before = len(pen.changes)
        try:
            with pen.session.begin_nested():
                added.append(put_in(pen, one, new_units))
        except TrackerError as error:
            del pen.changes[before:]
            added.append(None)
            refused.append(Left(None, one.place, f"新增的“{one.title}”：{error}"))
    return tuple(added), refused


def put_in(pen: Pen, new: NewTask, new_units: bool) -> int:
    """Enter a task behind another one of its document, or at the end; its number."""
    session = pen.session
    store.living_document(session, new.document)
    before = None if new.after is None else living(session, new.after)
    if before is not None and before.document_id != new.document:
        raise TrackerError(f"任务 {new.after} 不在文件 {new.document} 中。")
    task = {
        **blank(new.document, named(new.title), new.text),
        "number": new.number,
        "targets": facts_of(new.targets),
        "deadlines": facts_of(new.deadlines),
        "units": staffed(Known(session), new.document, [], new.lead, new.support, new_units),
        "path": list(before.path) if before is not None else [],
    }
    return _enter(pen, new.document, new.after, task)


def drop(pen: Pen, number: int) -> None:
    """Take a task out of every list: it is none, or not ours."""
    title = living(pen.session, number).title
    pen.task(number, "dropped", True)
    pen.finish(f"删除任务 {number}《{title}》")


def split(pen: Pen, number: int) -> tuple[TrackedTask, ...]:
    """Make a task of each action of a task, with its units, deadlines and progress; gives the new tasks.

    A target goes with the action whose words it was read from, else with the first; a deadline with those whose words
    hold it, else with all; so does a stage. A title that promises a number itself is the first part (每季度检查1次。建店200家。…).
    Each has what the file's ledger says of the whole. Raises TrackerError for a task of fewer than two parts.
    """
    session = pen.session
    row = living(session, number)
    facts = {kind: fields.of_task(pen.rows, number, kind) for kind in ("units", "targets", "deadlines")}
    parts = [(action["text"], [action]) for action in row.actions]
    told = [action["text"] for action in row.actions]
    if any(_holds(row.title, t) and not any(_holds(text, t) for text in told) for t in facts["targets"]):
        parts.insert(0, (row.title, []))
    if len(parts) < 2:
        raise TrackerError(f"任务 {number}《{row.title}》只有一项举措，不能拆分。")
    texts = [text for text, _ in parts]
    shares = _shares(facts["targets"], texts)
    times, stages = _times(facts["deadlines"], texts, shares), _times(row.milestones, texts)
    last, made = number, []
    for order, ((words, actions), targets) in enumerate(zip(parts, shares, strict=True), 1):
        head = _CLAUSE.search(words)
        task = {
            **blank(row.document_id, head[0] if head else words, words),
            **facts,
            "targets": targets,
            "deadlines": times[order - 1],
            "number": f"{row.number or ''}-{order}",
            "path": [*row.path, f"{row.number or ''}{row.title}"],
            "kind": row.kind,
            "page": row.page,
            "actions": actions,
            "milestones": stages[order - 1],
            "entries": row.entries,
            "fields": row.fields,
        }
        last = _enter(pen, row.document_id, last, task)
        for field in FOLLOWING:
            pen.task(last, field, fields.of_task(pen.rows, number, field))
        names = renamed(facts["targets"], targets)
        for field in reports.filed_fields(pen.rows, number):
            pen.task(last, field, of_report(fields.of_task(pen.rows, number, field), names))
        made.append(last)
    pen.task(number, "dropped", True)
    pen.finish(f"任务 {number}《{row.title}》拆分为 {'、'.join(map(str, made))}")
    return tuple(tasks.tasks(pen.rows, Filter(ids=tuple(made)), pen.at.date()))


def merge(pen: Pen, numbers: Sequence[int], title: str | None) -> TrackedTask:
    """Make one task of several of one document: the first keeps its number and progress and takes in the others.

    What units reported on the others goes with it, and may bring it to where they are; one that is 销号 stays so. Raises
    TrackerError for fewer than two, or of more than one document.
    """
    session = pen.session
    found = [living(session, number) for number in dict.fromkeys(numbers)]
    if len(found) < 2 or len({row.document_id for row in found}) > 1:
        raise TrackerError("合并须是同一文件的两项以上任务。")
    first = cast(int, found[0].id)
    day = pen.at.date()
    before = [tasks.task(pen.rows, cast(int, row.id), day) for row in found]
    facts = {k: [f for row in found for f in fields.of_task(pen.rows, cast(int, row.id), k)] for k in _JOINED}
    if title is not None:
        pen.task(first, "title", named(title))
    pen.task(first, "text", "\n".join(row.text for row in found))
    pen.task(first, "units", _once(facts["units"], ("canonical",)))
    targets = _once(facts["targets"], ("metric", "comparator", "value", "value_max", "due"))
    for row in found[1:]:
        number = cast(int, row.id)
        rename(pen, number, renamed(fields.of_task(pen.rows, number, "targets"), targets))
    pen.task(first, "targets", targets)
    pen.task(first, "deadlines", _once(facts["deadlines"], ("kind", "due", "start", "rrule")))
    pen.task(first, "actions", facts["actions"])
    for kind, same in _FILED.items():
        pen.task(first, kind, _once(facts[kind], same))
    reports.gather(pen, before[0], before[1:])
    known = of_tasks(pen.rows, [first])[first]
    if known and before[0].review != reports.LOCKED:
        reports.follow(pen, tasks.task(pen.rows, first, day), known)
    for row in found[1:]:
        pen.task(cast(int, row.id), "dropped", True)
    pen.finish(f"任务 {'、'.join(map(str, numbers))} 合并为 {first}")
    return tasks.task(pen.rows, first, day)


_FILED = {"milestones": ("when", "text"), "entries": ("field", "words"), "fields": ("label", "text")}
_JOINED = ("units", "targets", "deadlines", "actions", *_FILED)


# ---- parts ---------------------------------------------------------------------------------------------


def living(session: Session, number: int) -> TaskRow:
    """The row of a task in force. Raises TrackerError where there is none of this number."""
    query = select(TaskRow).join(DocumentRow).where(col(TaskRow.id) == number)
    row = session.exec(query.where(~col(TaskRow.dropped), ~col(DocumentRow.removed))).first()
    if row is None:
        raise TrackerError(f"没有编号为 {number} 的任务。")
    return row


def named(title: str) -> str:
    """The title that a person gives a task. Raises TrackerError for one that no list could show."""
    if not title.strip():
        raise TrackerError("任务名称不能是空的。")
    if wrong := unstorable(title):
        raise TrackerError(f"任务名称里有{wrong}，请去掉再试。")
    return title


def facts_of(values: Iterable[Any]) -> list[Json]:
    """Targets or deadlines that a person gave, as JSON."""
    return dump_mentions([Mention(None, "", value, DECISION) for value in values], lambda _: None)


def _given(now: list[Json], given: Sequence[Any]) -> list[Json]:
    """Facts as a person gave them, those that stay (by their place, from 1) as they were read."""
    made = iter(facts_of(value for value in given if not isinstance(value, int)))
    return [now[value - 1] if isinstance(value, int) else next(made) for value in given]


def _stated(now: Sequence[Json], given: Sequence[Json]) -> list[Json]:
    """The deadlines that were given; one that the paper states already stays as it was read, with its quote."""
    read = {tuple(d[k] for k in _TIMES): d for d in now if d["basis"] == "explicit"}
    return [read.get(tuple(d[k] for k in _TIMES), d) for d in given]


def blank(document: int, title: str, text: str) -> Json:
    """A task of a person's own as JSON, with nothing but its words."""
    key = sha256(f"{document}/{title}/{text}".encode()).hexdigest()[:16]
    lists = ("path", "units", "targets", "deadlines", "actions", "warnings", *_FILED)
    empty: Json = {name: [] for name in lists}
    plain: Json = {"number": None, "kind": "task", "points": None, "page": None}
    return {"key": f"{OWN}{key}", "title": title, "text": text, **plain, **empty}


def _enter(pen: Pen, document: int, after: int | None, task: Json) -> int:
    position = _room(pen, document, after)
    (number,) = store.enter_tasks(pen.session, document, [task], [(None, position)])
    pen.logged("dropped", True, False, task=number)
    return number


def _room(pen: Pen, document: int, after: int | None) -> int:
    """A position behind a task (or behind all), after making room where there is none."""
    listed = _positions(pen.session, document)
    if after is None:
        return (listed[-1][1] if listed else 0) + store.STEP
    index = [number for number, _ in listed].index(after)
    if index + 1 == len(listed):
        return listed[index][1] + store.STEP
    if listed[index + 1][1] - listed[index][1] < 2:
        for order, (number, _) in enumerate(listed, 1):
            pen.task(number, "position", order * store.STEP)
        listed = _positions(pen.session, document)
    return (listed[index][1] + listed[index + 1][1]) // 2


def _positions(session: Session, document: int) -> list[tuple[int, int]]:
    query = select(TaskRow.id, TaskRow.position).where(TaskRow.document_id == document)
    return [
        (cast(int, n), p) for n, p in session.exec(query.order_by(col(TaskRow.position), col(TaskRow.id)))
    ]


def _shares(targets: list[Json], texts: list[str]) -> list[list[Json]]:
    shares: list[list[Json]] = [[] for _ in texts]
    for target in targets:
        shares[next((i for i, text in enumerate(texts) if _holds(text, target)), 0)].append(target)
    return shares


def _holds(text: str, fact: Json) -> bool:
    """Whether a text holds the words that a fact was read from, a target without any its metric: 2月底前 is not in 12月底前."""
    words = str((fact["quote"] or {}).get("text") or fact.get("metric") or "")
    return bool(words) and re.search(rf"(?<!\d){re.escape(words)}", text) is not None


def _times(deadlines: list[Json], texts: list[str], targets: Sequence[list[Json]] = ()) -> list[list[Json]]:
    """The deadlines (or stages) of each part: those that its words hold, or by which a target of it is due; one of no part is
    that of all."""
    shares: list[list[Json]] = [[] for _ in texts]
    days = [{target["due"] for target in some} for some in targets] or [set[Any]() for _ in texts]
    for deadline in deadlines:
        own = [
            i for i, text in enumerate(texts) if _holds(text, deadline) or deadline["due"] in days[i] - {None}
        ]
        for i in own or range(len(texts)):
            shares[i].append(deadline)
    return shares


def _once(facts: list[Json], same: tuple[str, ...]) -> list[Json]:
    """Each fact once; of a unit that leads here and supports there the lead."""
    kept: dict[tuple[Any, ...], Json] = {}
    for fact in facts:
        key = tuple(fact[name] for name in same)
        if key not in kept or (fact.get("role") == "lead" and kept[key].get("role") != "lead"):
            kept[key] = fact
    return list(kept.values())
