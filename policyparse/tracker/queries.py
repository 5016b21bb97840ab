"""What is asked of the tracker: documents, units and tasks as they are in force.

``today`` is always given by the caller: overdue is computed, never stored.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import ColumnElement, and_, case, distinct, func, or_
from sqlmodel import Session, col, select

from policyparse.errors import TrackerError
from policyparse.ledger import CLOSED, DocumentCard, Filter, Progress, TrackedTask, UnitCard
from policyparse.ledger.due import PRESUMED, is_undone_year
from policyparse.model import Entry, Field, Milestone, Span
from policyparse.schema.facts import load_actions, load_findings, load_mentions, load_span
from policyparse.tracker import reports, rows
from policyparse.tracker.search import found
from policyparse.tracker.tables import (
    AliasRow,
    DeadlineRow,
    DocumentRow,
    LinkRow,
    MetaRow,
    ParseRow,
    SourceRow,
    TaskRow,
    UnitRow,
)

FEW = 500
"""So many numbers are asked for by name; more by the condition that chose them."""
ORDER = (col(TaskRow.document_id), col(TaskRow.position), col(TaskRow.id))


def identity(session: Session) -> str:
    """The id of the tracker."""
    return session.exec(select(MetaRow.value).where(MetaRow.name == "id")).one()


# ---- documents -----------------------------------------------------------------------------------------


def documents(session: Session, only: Collection[int] | None = None) -> tuple[DocumentCard, ...]:
    """The documents of the tracker by their numbers: all, or those of ``only``."""
    here = (col(TaskRow.document_id) == DocumentRow.id, ~col(TaskRow.dropped))
    counted = select(func.count(col(TaskRow.id))).where(*here).correlate(DocumentRow).scalar_subquery()
    query = (
        select(DocumentRow, SourceRow, counted)
        .join(ParseRow, col(ParseRow.id) == DocumentRow.parse_id)
        .join(SourceRow, col(SourceRow.id) == ParseRow.source_id)
        .where(~col(DocumentRow.removed))
        .order_by(col(DocumentRow.id))
    )
    # a list of numbers is worth its length only where it leaves out most of the documents
    if only is not None and len(only) <= FEW:
        query = query.where(col(DocumentRow.id).in_(only))
    return tuple(_card(row, source, tasks) for row, source, tasks in session.execute(query))


def _card(row: DocumentRow, source: SourceRow, tasks: int) -> DocumentCard:
    return DocumentCard(
        id=cast(int, row.id),
        title=row.title,
        issuer=row.issuer,
        doc_number=row.doc_number,
        issued_on=row.issued_on,
        genre=row.genre,
        year=row.year,
        region=row.region,
        source_name=source.name,
        sha256=source.sha256,
        added_at=row.added_at,
        task_count=tasks,
        cycle=row.cycle,
        report_day=row.report_day,
    )


# ---- tasks ---------------------------------------------------------------------------------------------


def tasks(session: Session, filter: Filter, today: date) -> tuple[TrackedTask, ...]:
    """The tasks that every field of the filter holds for, in the order of their documents.

    Raises TrackerError where the unit is none or several of those known, or the document is not there.
    """
    chosen = and_(*_conditions(session, filter, today))
    listed = session.exec(select(TaskRow).join(DocumentRow).where(chosen).order_by(*ORDER)).all()
    if not listed:
        return ()
    few = [cast(int, row.id) for row in listed]
    numbers = few if len(few) <= FEW else select(TaskRow.id).join(DocumentRow).where(chosen)
    facts = {kind: rows.read_facts(session, kind, numbers) for kind in rows.TABLES}
    presents = rows.presents(session, numbers)
    filed = reports.of_tasks(session, numbers)
    cards = {card.id: card for card in documents(session, {row.document_id for row in listed})}

    def tracked(row: TaskRow) -> TrackedTask:
        number = cast(int, row.id)
        mentions = {kind: tuple(mention for mention, _ in found[number]) for kind, found in facts.items()}
        values = tuple(value for value, _ in presents[number])
        read = [(m.span, page) for found in facts.values() for m, page in found[number]]
        quoted = [
            (load_span(said["quote"]), (said["quote"] or {}).get("page"))
            for said in (*row.actions, *row.milestones, *row.entries, *row.fields, *row.warnings)
        ]
        pages = tuple(dict.fromkeys((span, page) for span, page in (*read, *quoted) if span and page))
        task = _tracked(row, cards[row.document_id], mentions, values, pages, today)
        told = reports.unit_standings(task, filed[number])
        return replace(task, standings=told) if told else task

    return tuple(tracked(row) for row in listed)


def task(session: Session, number: int, today: date) -> TrackedTask:
    """One task. Raises TrackerError where there is none of this number."""
    listed = tasks(session, Filter(ids=(number,)), today)
    if not listed:
        raise TrackerError(f"没有编号为 {number} 的任务。")
    return listed[0]


def fresh(session: Session, number: int, today: date) -> TrackedTask:
    """One task as its rows are now, whatever the session has seen of them."""
    session.expire_all()
    return task(session, number, today)


def _conditions(session: Session, filter: Filter, today: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [~col(DocumentRow.removed), ~col(TaskRow.dropped)]
    if filter.ids is not None:
        conditions.append(col(TaskRow.id).in_(filter.ids))
    if filter.document is not None:
        conditions.append(col(TaskRow.document_id) == _existing(session, filter.document))
    if filter.state is not None:
        states = (filter.state,) if isinstance(filter.state, str) else filter.state
        conditions.append(col(TaskRow.state).in_(states))
    if filter.due_before is not None:
        conditions.append(col(TaskRow.due) <= filter.due_before)
    if filter.overdue:
        conditions += [col(TaskRow.due) < today, col(TaskRow.state).not_in(CLOSED)]
    conditions += _unsaid(filter)
    if filter.leader is not None:
        conditions.append(col(TaskRow.id).in_(_led_by(session, filter.leader)))
    if filter.search is not None:
        conditions.append(found(filter.search, session.get_bind().dialect.name))
    if filter.unit is not None or filter.role is not None:
        conditions.append(col(TaskRow.id).in_(_linked(session, filter)))
    return conditions


def _unsaid(filter: Filter) -> list[ColumnElement[bool]]:
    """The conditions on what the paper leaves open: no lead, and a lead or a deadline that no word says."""
    conditions: list[ColumnElement[bool]] = []
    if filter.no_lead:
        led = select(LinkRow.task_id).where(LinkRow.role == "lead")
        conditions += [col(TaskRow.id).not_in(led), col(TaskRow.kind) == "task"]
    if filter.presumed:
        dated = select(DeadlineRow.task_id).where(DeadlineRow.basis == PRESUMED)
        led = select(LinkRow.task_id).where(LinkRow.basis == "issuer")
        conditions.append(or_(col(TaskRow.id).in_(dated), col(TaskRow.id).in_(led)))
    return conditions


def _led_by(session: Session, leader: str) -> list[int]:
    """The numbers of the tasks for which the paper names the leader (entry ``leader``), by a part of the words."""
    wanted = "".join(leader.split())
    return [
        cast(int, number)
        for number, entries in session.exec(select(TaskRow.id, TaskRow.entries))
        if any(e["field"] == "leader" and wanted in "".join(e["words"].split()) for e in entries)
    ]


def _linked(session: Session, filter: Filter) -> Any:
    links = select(LinkRow.task_id)
    if filter.role is not None:
        links = links.where(LinkRow.role == filter.role)
    if filter.unit is not None:
        canonical = unit_named(session, filter.unit)
        links = links.join(UnitRow).where(UnitRow.canonical == canonical)
    return links


def _existing(session: Session, document: int) -> int:
    row = session.get(DocumentRow, document)
    if row is None or row.removed:
        raise TrackerError(f"没有编号为 {document} 的文件。")
    return document


def _tracked(
    row: TaskRow,
    card: DocumentCard,
    facts: dict[str, Any],
    presents: tuple[Decimal | None, ...],
    pages: tuple[tuple[Span, int], ...],
    today: date,
) -> TrackedTask:
    open_and_due = row.due is not None and row.state not in CLOSED
    task = TrackedTask(
        id=cast(int, row.id),
        key=row.key,
        document=card,
        position=row.position,
        number=row.number,
        path=tuple(row.path),
        title=row.title,
        text=row.text,
        kind=cast(Any, row.kind),
        points=None if row.points is None else str(row.points),
        page=row.page,
        **facts,
        actions=load_actions(row.actions),
        milestones=load_mentions(Milestone, row.milestones),
        entries=load_mentions(Entry, row.entries),
        fields=load_mentions(Field, row.fields),
        warnings=load_findings(row.warnings),
        progress=_progress(row),
        presents=presents,
        pages=pages,
        review=cast(Any, row.review),
        review_reason=row.review_reason,
        overdue_days=max(0, (today - cast(date, row.due)).days) if open_and_due else 0,
    )
    return replace(task, year_over=True) if is_undone_year(task, today) else task


def _progress(row: TaskRow) -> Progress:
    return Progress(
        state=cast(Any, row.state),
        percent=row.percent,
        note=row.note,
        problem=row.problem,
        next_step=row.next_step,
        person=row.person,
        contact=row.contact,
        started_on=row.started_on,
        finished_on=row.finished_on,
        updated_at=row.updated_at,
        updated_by=row.updated_by,
        reason=row.reason,
        coordinate=row.coordinate,
    )


# ---- units ---------------------------------------------------------------------------------------------


def units(session: Session, name: str | None, today: date) -> tuple[UnitCard, ...]:
    """Every unit that has a part in a task, by its full name; or the one that a typed name means.

    Raises TrackerError where the name is none or several of those known.
    """
    state, due, task = col(LinkRow.state), col(LinkRow.due), col(LinkRow.task_id)
    counts = {
        "lead": col(LinkRow.role) == "lead",
        "support": col(LinkRow.role) == "support",
        "open": state.not_in(CLOSED),
        "done": state == "已完成",
        "overdue": and_(state.not_in(CLOSED), due < today),
    }
    query = (
        _live(
            select(
                UnitRow.id,
                UnitRow.canonical,
                *(func.count(distinct(case((c, task)))) for c in counts.values()),
            )
        )
        .group_by(col(UnitRow.id), col(UnitRow.canonical))
        .order_by(col(UnitRow.canonical))
    )
    if name is not None:
        query = query.where(UnitRow.canonical == unit_named(session, name))
    aliases = _aliases(session)
    return tuple(
        UnitCard(
            canonical,
            tuple(a for a in aliases[number] if a != canonical),
            **dict(zip(counts, numbers, strict=True)),
        )
        for number, canonical, *numbers in session.execute(query)
    )


def _live(query: Any) -> Any:
    """A query over units, of the tasks that are in force."""
    return (
        query.select_from(UnitRow)
        .join(LinkRow, col(LinkRow.unit_id) == UnitRow.id)
        .join(TaskRow, col(TaskRow.id) == LinkRow.task_id)
        .join(DocumentRow, col(DocumentRow.id) == TaskRow.document_id)
        .where(~col(DocumentRow.removed), ~col(TaskRow.dropped))
    )


def _has_task() -> ColumnElement[bool]:
    """The condition that a unit has a part in a task in force."""
    links = select(LinkRow.id).join(TaskRow).join(DocumentRow)
    live = (~col(DocumentRow.removed), ~col(TaskRow.dropped))
    return links.where(LinkRow.unit_id == UnitRow.id, *live).correlate(UnitRow).exists()


def _aliases(session: Session) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for unit, name in session.exec(select(AliasRow.unit_id, AliasRow.name).order_by(col(AliasRow.name))):
        found[unit].append(name)
    return found


def unit_named(session: Session, typed: str) -> str:
    """The full name of the unit that a person means: as it is printed anywhere, or a short form of it.

    Raises TrackerError that lists the units where it may be several, and suggests some where it is none.
    """
    from policyparse.extract.organs.names import resolve

    # whether a unit has a task in force is asked unit by unit, by its index: a join would read every link there is
    named = select(UnitRow.canonical).where(_has_task()).order_by(col(UnitRow.canonical))
    known = list(session.exec(named))
    if typed in known:
        return typed
    printed = named.join(AliasRow, col(AliasRow.unit_id) == UnitRow.id).where(AliasRow.name == typed)
    resolution = resolve(typed, known)
    matches: list[str] = sorted({*session.exec(printed), *resolution.matches})
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise TrackerError(f"“{typed}”可能是：{'、'.join(matches)}。请写得再全一些。")
    near = (
        f"是不是：{'、'.join(resolution.near)}？"
        if resolution.near
        else "用 policyparse units 查看全部单位。"
    )
    raise TrackerError(f"没有找到单位“{typed}”。{near}")
