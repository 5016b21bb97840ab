"""Parses into the tracker and out of it again, whole."""

from __future__ import annotations

import json
import zlib
from datetime import datetime
from typing import Any, cast

from sqlalchemy import func
from sqlmodel import Session, col, insert, select, update

from policyparse import schema
from policyparse.asking.documents import load, unpacked
from policyparse.asking.search import spread
from policyparse.errors import TrackerError
from policyparse.ledger import Added
from policyparse.ledger.due import latest
from policyparse.ledger.wording import entitled
from policyparse.model import Parsed, Policy, Source
from policyparse.schema.facts import Json
from policyparse.tracker import digests, fields, rows
from policyparse.tracker.columns import defaults
from policyparse.tracker.database import book_of, pen_of
from policyparse.tracker.pen import Pen
from policyparse.tracker.tables import DocumentRow, KeptRow, ParseRow, SourceRow, TaskRow
from policyparse.tracker.takeover import take_over

STEP = 1024
"""The gap between the positions of two neighbouring tasks, so that others can be put between them."""

_OF_DOCUMENT = col(DocumentRow.id) == ParseRow.document_id
_STANDING = col(ParseRow.id) <= col(DocumentRow.parse_id)
"""A snapshot newer than the one that its document stands on belongs to a merge that was taken back."""


# ---- in ------------------------------------------------------------------------------------------------


def add(session: Session, parsed: Parsed, *, by: str, at: datetime | None, ledger: bool = True) -> Added:
    """Store a parse; a file that is there changes nothing, one that was removed comes back as it was.

    ``ledger`` tells to enter what the rows of a ledger report, too, by the same command.
    """
    source = session.exec(select(SourceRow.id).where(SourceRow.sha256 == parsed.source.sha256)).first()
    pen = pen_of(session, "add", by, at)
    documents = documents_of(session, source) if source else ()
    read: dict[int, Policy] = {}
    if not documents:
        documents = _enter(session, pen, schema.dump(parsed))
        read = dict(zip(documents, parsed.documents, strict=True))
    elif not _living_of(session, documents):
        for document in documents:
            pen.document(document, "removed", False)
    documents = _living_of(session, documents)
    tasks = _count(session, documents)
    new = source is None or bool(pen.changes)
    taken = [take_over(pen, n, read.get(n) or load(pen.rows, n)) for n in documents if ledger and pen.changes]
    entries = sum(count for count, _ in taken)
    words = _words(session, documents, tasks) + (f"，接管填报{entries}条" if entries else "")
    pen.finish(words)
    return Added(new, documents, tasks, entries, tuple(one for _, left in taken for one in left))


def _enter(session: Session, pen: Pen, parsed: Json) -> tuple[int, ...]:
    source = source_number(session, parsed["source"])
    return tuple(
        enter_document(session, pen, source, position, policy)
        for position, policy in enumerate(parsed["documents"])
    )


def source_number(session: Session, source: Json) -> int:
    """The number of a file (the parse's ``source``), which is entered where it is new."""
    known = session.exec(select(SourceRow.id).where(SourceRow.sha256 == source["sha256"])).first()
    return known or _new(session, SourceRow, source)


def enter_document(session: Session, pen: Pen, source: int, position: int, policy: Json) -> int:
    """A new document with its tasks; its number."""
    values = {**document_values(policy), **_reporting(policy), "added_at": pen.at}
    document = _new(session, DocumentRow, values)
    parse = new_parse(session, source, document, position, policy)
    session.execute(update(DocumentRow).where(col(DocumentRow.id) == document).values(parse_id=parse))
    places: list[tuple[int | None, int]] = [(i, (i + 1) * STEP) for i in range(len(policy["tasks"]))]
    enter_tasks(session, document, policy["tasks"], places)
    pen.logged("removed", True, False, document=document)
    return document


def document_values(policy: Json) -> Json:
    """The columns of a document's row that its parse gives."""
    day = policy["issued_on"]
    return {
        "title": policy["title"] or "（无标题）",
        "issued_on": datetime.fromisoformat(day).date() if day else None,
        **{name: policy[name] for name in ("issuer", "doc_number", "genre", "year", "region")},
    }


def _reporting(policy: Json) -> Json:
    """How often the document itself wants reports, for a document that is new; later a person's word counts."""
    said = next(iter(policy.get("reporting", ())), None)
    return {"cycle": said["cycle"], "report_day": said["day"]} if said else {}


def new_parse(session: Session, source: int, document: int, position: int, policy: Json) -> int:
    """Keep what one reading of a file said of a document; the number of the snapshot."""
    packed = zlib.compress(json.dumps(policy, ensure_ascii=False).encode("utf-8", "surrogatepass"))
    given = {"source_id": source, "document_id": document, "position": position}
    return _new(
        session, ParseRow, {**given, "snapshot": packed, "digest": digests.of_reading(packed, policy)}
    )


def enter_tasks(
    session: Session, document: int, tasks: list[Json], places: list[tuple[int | None, int]]
) -> list[int]:
    """New rows for tasks of a document; their numbers.

    ``places`` gives for each its index in the snapshot (None: a person's own) and its position.
    """
    if not tasks:
        return []
    tasks = [fields.storable(task) for task in tasks]
    values = [task_values(document, task, *place) for task, place in zip(tasks, places, strict=True)]
    book = book_of(session)
    numbers = book.numbers("task", len(values))
    unsaid = defaults(TaskRow)
    book.load("task", [{**unsaid, "id": n, **v} for n, v in zip(numbers, values, strict=True)])
    copied = {n: {"state": "未启动", "due": v["due"]} for n, v in zip(numbers, values, strict=True)}
    for kind in rows.TABLES:
        rows.write_facts(book, kind, {n: t[kind] for n, t in zip(numbers, tasks, strict=True)}, copied)
    return numbers


def task_values(document: int, task: Json, index: int | None, position: int) -> Json:
    """The columns of a task's row that its parse gives."""
    return {
        "document_id": document,
        "parsed": index,
        "position": position,
        "points": rows.points_of(task),
        "due": latest(task["deadlines"]),
        "words": spread(task["title"], task["text"]),
        **{name: task[name] for name in ("key", "number", "path", "title", "text", "kind", "page")},
        **{name: task[name] for name in ("actions", "warnings", "milestones", "entries", "fields")},
    }


def _new(session: Session, table: type[Any], values: Json) -> int:
    number = session.execute(insert(table).values(values).returning(table.id)).scalar_one()
    return cast(int, number)


def _words(session: Session, documents: tuple[int, ...], tasks: int) -> str:
    titles = session.exec(
        select(DocumentRow.title).where(col(DocumentRow.id).in_(documents)).order_by(col(DocumentRow.id))
    )
    return f"登记{entitled(list(titles))}，{tasks}项任务" if documents else "登记没有任务的文件"


def remove(session: Session, document: int, *, by: str, at: datetime | None) -> None:
    """Take a document with its tasks out of the tracker. Raises TrackerError for no such document."""
    title = living_document(session, document).title
    pen = pen_of(session, "remove", by, at)
    pen.document(document, "removed", True)
    pen.finish(f"移出《{title}》")


def living_document(session: Session, document: int) -> DocumentRow:
    """The row of a document in force. Raises TrackerError where there is none of this number."""
    row = session.get(DocumentRow, document)
    if row is None or row.removed:
        raise TrackerError(f"没有编号为 {document} 的文件。")
    return row


# ---- out -----------------------------------------------------------------------------------------------


def snapshot(session: Session, parse: int) -> Json:
    """The schema JSON that one reading gave."""
    return unpacked(session.exec(select(ParseRow.snapshot).where(col(ParseRow.id) == parse)).one())


def source_of(session: Session, document: int) -> Source:
    """The file that a document was last read from. Raises TrackerError for no such document."""
    parse = cast(int, living_document(session, document).parse_id)
    query = select(SourceRow).join(ParseRow, col(ParseRow.source_id) == SourceRow.id)
    row = session.exec(query.where(ParseRow.id == parse)).one()
    return Source(row.name, row.format, row.sha256, row.pages, tuple(row.unread), tuple(row.remarks))


def not_kept(session: Session) -> tuple[str, ...]:
    """The names of the files of which documents are in force, and whose bytes are not kept."""
    query = (
        select(SourceRow.name)
        .join(ParseRow, col(ParseRow.source_id) == SourceRow.id)
        .join(DocumentRow, col(DocumentRow.parse_id) == ParseRow.id)
        .where(~col(DocumentRow.removed), col(SourceRow.sha256).not_in(select(KeptRow.sha256)))
        .order_by(col(SourceRow.id))
    )
    return tuple(dict.fromkeys(session.exec(query)))


def documents_of(session: Session, source: int) -> tuple[int, ...]:
    """The documents that were read from a file, removed ones included."""
    query = select(ParseRow.document_id).where(ParseRow.source_id == source, _STANDING)
    found = session.exec(query.join(DocumentRow, _OF_DOCUMENT).distinct())
    return tuple(sorted(found))


def _living_of(session: Session, documents: tuple[int, ...]) -> tuple[int, ...]:
    living = select(DocumentRow.id).where(col(DocumentRow.id).in_(documents), ~col(DocumentRow.removed))
    return tuple(cast(int, n) for n in session.exec(living.order_by(col(DocumentRow.id))))


def _count(session: Session, documents: tuple[int, ...]) -> int:
    here = (col(TaskRow.document_id).in_(documents), col(TaskRow.dropped).is_(False))
    return session.exec(select(func.count()).where(*here)).one()
