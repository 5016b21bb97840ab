"""A document read again, by a newer program or in a newer issue: last reading, person's decisions, new reading.

Field by field: what a person decided stays; what nobody touched follows the new reading; where both changed,
the person's stays in force and a conflict is kept for them to resolve. Progress belongs to the task's row and
stays with it, whatever its number and words have become. Nothing goes without a step that says so.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlmodel import Session, col, select

from policyparse.errors import TrackerError
from policyparse.ledger import CLOSED, Merged, MergeKind, MergeStep
from policyparse.ledger.wording import entitled, in_words
from policyparse.model import Parsed
from policyparse.schema.facts import Json, plain
from policyparse.tracker import fields, store
from policyparse.tracker.confirming import carry_confirmed
from policyparse.tracker.conflicts import raise_conflict
from policyparse.tracker.decisions import DECIDING, OWN
from policyparse.tracker.log import undone_commands
from policyparse.tracker.matching import MOVED, alike, match, pairs
from policyparse.tracker.pen import Pen
from policyparse.tracker.presents import carried, rename, renamed
from policyparse.tracker.tables import ChangeRow, CommandRow, DocumentRow, ParseRow, TaskRow
from policyparse.tracker.threeway import meaning, merge_field

TOLD = (
    *("number", "path", "title", "text", "kind", "points"),
    *("units", "targets", "deadlines", "actions", "milestones", "entries", "fields"),
)
"""The fields of a task that are merged and told, in the order in which they are told."""

FOLLOWING = ("key", "page", "warnings")
"""Fields that say where the new reading found the task: they follow it."""

DOCUMENT = ("title", "issuer", "doc_number", "issued_on", "genre", "year", "region")


class Merge:
    """One merge under way: the pen that writes it and the steps that tell it."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen
        self.session: Session = pen.session
        self.steps: list[MergeStep] = []
        self.unchanged = 0
        self.closed: list[int] = []

    def tell(
        self, kind: MergeKind, task: int | None, title: str, field: str, before: Any, after: Any
    ) -> None:
        """Add a step; the values are JSON."""
        self.steps.append(
            MergeStep(kind, task, title, field, in_words(field, before), in_words(field, after))
        )

    def conflict(self, task: int, title: str, field: str, base: Any, mine: Any, theirs: Any) -> None:
        """Keep what a person has to settle, and tell it."""
        raise_conflict(self.pen, task, field, base, mine, theirs)
        self.tell("conflict", task, title, field, mine, theirs)


def words(parsed: Parsed, merged: Merged) -> str:
    """What an update did, for the log."""
    titles = [policy.title.value if policy.title else "（无标题）" for policy in parsed.documents]
    count = Counter(step.kind for step in merged.steps)
    parts = [f"{name}{count[kind]}{unit}" for kind, name, unit in _COUNTED if count[kind]]
    return f"更新{entitled(titles)}：{'，'.join(parts) or '只有出处变化'}"


_COUNTED: tuple[tuple[MergeKind, str, str], ...] = (
    ("added", "新增", "项"),
    ("removed", "删除", "项"),
    ("changed", "修改", "处"),
    ("kept", "保留人工更正", "处"),
    ("conflict", "冲突", "处"),
)


# ---- documents -----------------------------------------------------------------------------------------


def update(pen: Pen, parsed: Json, replaces: int | None) -> Merged:
    """Merge a parse (JSON) into the document that it replaces, or into those that were read from the same file.

    Documents of the parse that are new are entered. Raises TrackerError where there is nothing to merge into.
    """
    session = pen.session
    merge = Merge(pen)
    source = store.source_number(session, parsed["source"])
    partners = _partners(session, source, parsed["documents"], replaces)
    if not partners:
        raise TrackerError("台账里没有可以更新的文件，请直接登记。")
    done = []
    for position, policy in enumerate(parsed["documents"]):
        if position in partners:
            _merge_document(merge, partners[position], policy, source, position)
            done.append(partners[position])
        else:
            done.append(store.enter_document(session, pen, source, position, policy))
            merge.tell("added", None, policy["title"] or "", "removed", None, False)
    for left in set(partners.values()) - set(done):
        merge.tell("kept", None, store.living_document(session, left).title, "removed", True, False)
    return Merged(tuple(done), tuple(merge.steps), merge.unchanged, tuple(merge.closed))


def _partners(session: Session, source: int, policies: list[Json], replaces: int | None) -> dict[int, int]:
    """For the positions of the new parse the documents of the tracker that stand there, or stood in the last."""
    if replaces is not None:
        title = pairs(store.living_document(session, replaces).title)
        ranked = [(alike(title, pairs(p["title"] or "")), -i) for i, p in enumerate(policies)]
        return {-max(ranked)[1]: replaces} if ranked else {}
    query = select(ParseRow.position, DocumentRow.id).where(
        ParseRow.source_id == source, ~col(DocumentRow.removed)
    )
    found = dict(session.exec(query.join(DocumentRow, col(DocumentRow.parse_id) == ParseRow.id)).all())
    return {position: cast(int, document) for position, document in found.items()}


def _merge_document(merge: Merge, document: int, policy: Json, source: int, position: int) -> None:
    session = merge.session
    row = store.living_document(session, document)
    old = store.snapshot(session, cast(int, row.parse_id))
    if old == policy:
        merge.unchanged += len(policy["tasks"])
        return
    values = store.document_values(policy)
    for field in DOCUMENT:
        before, after = fields.of_document(merge.pen.rows, document, field), plain(values[field])
        if merge.pen.document(document, field, after):
            session.expire(row)
            merge.tell("changed", None, row.title, field, before, after)
    merge.pen.document(document, "parse_id", store.new_parse(session, source, document, position, policy))
    _merge_tasks(merge, document, old["tasks"], policy["tasks"])


# ---- tasks ---------------------------------------------------------------------------------------------


def _merge_tasks(merge: Merge, document: int, old: list[Json], new: list[Json]) -> None:
    listed = select(TaskRow).where(TaskRow.document_id == document)
    rows = merge.session.exec(listed.order_by(col(TaskRow.position), col(TaskRow.id))).all()
    decided = _decided(merge.session, document)
    parsed = _last_read(rows, len(old))
    origin = match(old, new)
    own = [row for row in rows if row.parsed is None or parsed.get(row.parsed) is not row]
    adopted = _adopted(own, new, origin)
    order: dict[int, int] = {}
    for index, task in enumerate(new):
        row = parsed.get(origin[index]) if index in origin else adopted.get(index)
        if row is None:
            order[_enter(merge, document, index, task)] = index
        else:
            base = old[origin[index]] if index in origin else None
            _merge_task(merge, row, base, task, index, decided[cast(int, row.id)])
            order[cast(int, row.id)] = index
    for i, row in parsed.items():
        if cast(int, row.id) not in order:
            _leave(merge, row, old[i], decided[cast(int, row.id)])
    _reorder(merge, [cast(int, row.id) for row in rows], order)


def _last_read(rows: Sequence[TaskRow], count: int) -> dict[int, TaskRow]:
    """The rows of the tasks of the last reading by their index; one of a reading that was undone is none of them."""
    read = [row for row in rows if row.parsed is not None and row.parsed < count]
    return {cast(int, row.parsed): row for row in sorted(read, key=lambda row: not row.dropped)}


def _decided(session: Session, document: int) -> dict[int, set[str]]:
    """For each task of a document the fields on which a person's decision stands."""
    query = (
        select(ChangeRow.task_id, ChangeRow.field)
        .join(CommandRow)
        .join(TaskRow, col(TaskRow.id) == ChangeRow.task_id)
        .where(col(CommandRow.verb).in_(DECIDING), TaskRow.document_id == document)
        .where(col(CommandRow.id).not_in(undone_commands()))
    )
    found: dict[int, set[str]] = defaultdict(set)
    for task, field in session.exec(query):
        found[cast(int, task)].add(field)
    return found


def _adopted(own: list[TaskRow], new: list[Json], origin: Mapping[int, int]) -> dict[int, TaskRow]:
    """New tasks that a person had entered by hand, or that an earlier merge had taken out, with their rows."""
    free = [j for j in range(len(new)) if j not in origin]
    known = [{"key": r.key, "path": r.path, "title": r.title, "text": r.text} for r in own]
    found = match(known, [new[j] for j in free])
    sure = {
        j: i for j, i in found.items() if alike(pairs(own[i].title), pairs(new[free[j]]["title"])) >= MOVED
    }
    return {free[j]: own[i] for j, i in sure.items()}


def _enter(merge: Merge, document: int, index: int, task: Json) -> int:
    (number,) = store.enter_tasks(merge.session, document, [task], [(index, (index + 1) * store.STEP)])
    merge.pen.logged("dropped", True, False, task=number)
    merge.pen.logged("parsed", None, index, task=number)  # undone, it is no task of the last reading
    merge.tell("added", number, task["title"], "title", None, task["title"])
    return number


def _merge_task(
    merge: Merge, row: TaskRow, base: Json | None, new: Json, index: int, decided: set[str]
) -> None:
    number, told = cast(int, row.id), len(merge.steps)
    if row.key.startswith(OWN):
        decided = {*decided, *TOLD}
    for field in TOLD:
        # a snapshot of an older program may not have the field
        last = None if base is None else base.get(field, [])
        _merge_field(merge, row, field, last, new[field], field in decided)
    for field in FOLLOWING:
        merge.pen.task(number, field, new[field])
    merge.pen.task(number, "parsed", index)
    if row.dropped and "dropped" in decided:
        merge.tell("kept", number, row.title, "dropped", False, True)
    elif row.dropped:
        merge.pen.task(number, "dropped", False)
        merge.tell("added", number, row.title, "title", None, new["title"])
    merge.unchanged += told == len(merge.steps)


def _merge_field(merge: Merge, row: TaskRow, field: str, base: Any, theirs: Any, decided: bool) -> None:
    number = cast(int, row.id)
    mine = fields.of_task(merge.pen.rows, number, field)
    value, clash = merge_field(field, base, mine, theirs, decided)
    if field == "targets":
        value = carried(mine, value)
        news = meaning(field, theirs) not in (meaning(field, mine), meaning(field, base))
        if news and row.state in CLOSED and not row.dropped:
            merge.closed.append(number)
    value = carry_confirmed(field, mine, value)
    if merge.pen.task(number, field, value):
        merge.session.expire(row)
    if field == "targets":
        rename(merge.pen, number, renamed(mine, value))
    if clash:
        merge.conflict(number, row.title, field, base, mine, theirs)
    elif meaning(field, value) != meaning(field, mine):
        merge.tell("changed", number, row.title, field, mine, value)
    elif meaning(field, value) != meaning(field, theirs):
        merge.tell("kept", number, row.title, field, theirs, value)


def _leave(merge: Merge, row: TaskRow, base: Json, decided: set[str]) -> None:
    """A task that the new reading does not have: taken out, or left to a person where one has worked on it."""
    number = cast(int, row.id)
    merge.pen.task(number, "parsed", None)
    if row.dropped:
        return
    if decided or row.updated_at is not None:
        merge.conflict(number, row.title, "dropped", False, False, True)
    else:
        merge.pen.task(number, "dropped", True)
        merge.tell("removed", number, row.title, "title", row.title, None)


def _reorder(merge: Merge, before: list[int], order: Mapping[int, int]) -> None:
    """The printed order; what stands in the new reading no longer, or never did, stays behind its neighbour."""
    position, behind = 0, 0
    for number in before:
        if number in order:
            position, behind = (order[number] + 1) * store.STEP, 0
        else:
            behind += 1
        merge.pen.task(number, "position", position + behind)
