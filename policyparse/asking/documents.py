"""The documents as they are in force, and what was read of them."""

from __future__ import annotations

import json
import zlib
from collections.abc import Collection
from typing import cast

from policyparse import schema
from policyparse.asking.damage import FAULTS
from policyparse.asking.rows import Rows, among
from policyparse.errors import Damaged, TrackerError
from policyparse.ledger import DocumentCard
from policyparse.model import Parsed, Policy, Source
from policyparse.schema.facts import Json

_CARDS = """
SELECT d.id, d.title, d.issuer, d.doc_number, d.issued_on, d.genre, d.year, d.region, s.name, s.sha256, d.added_at,
  (SELECT count(*) FROM task t WHERE t.document_id = d.id AND NOT t.dropped), d.cycle, d.report_day
FROM document d LEFT JOIN parse p ON p.id = d.parse_id LEFT JOIN source s ON s.id = p.source_id
WHERE NOT d.removed AND {chosen} ORDER BY d.id
"""
# a snapshot newer than the one that its document stands on belongs to a merge that was taken back
_SNAPSHOTS = """
SELECT p.document_id, p.snapshot FROM parse p JOIN document d ON d.id = p.document_id
WHERE p.source_id = :source AND p.id <= d.parse_id ORDER BY p.id
"""


def identity(rows: Rows) -> str:
    """The id of the tracker."""
    (value,) = cast(tuple[str], rows.first("SELECT value FROM meta WHERE name = 'id'"))
    return value


def cards(rows: Rows, only: Collection[int] | None = None) -> tuple[DocumentCard, ...]:
    """The documents of the tracker by their numbers: all, or those of ``only``. One that cannot be read is told."""
    chosen = "1 = 1" if only is None else among("d.id", only)
    found = []
    for row in rows.all(_CARDS.format(chosen=chosen)):
        values = [*row]
        try:
            values[4], values[10] = rows.day(row[4]), rows.moment(row[10])
        except FAULTS:
            rows.unshown(row[0])
            continue
        if values[9] is None:  # the snapshot is gone that it stands on, or its file
            rows.unshown(row[0])
            continue
        found.append(DocumentCard(*values))
    return tuple(found)


def alike(rows: Rows, numbers: Collection[str], sha256: str) -> tuple[DocumentCard, ...]:
    """The documents with one of some 文号, and those of the file with this SHA-256."""
    asked = (
        "SELECT d.id FROM document d LEFT JOIN parse p ON p.id = d.parse_id LEFT JOIN source s ON s.id = p.source_id "
        "WHERE d.doc_number = :number OR s.sha256 = :sha256"
    )
    return cards(rows, {int(one) for n in numbers for (one,) in rows.all(asked, number=n, sha256=sha256)})


def existing(rows: Rows, number: int) -> int:
    """The number itself. Raises TrackerError where no document in force has it."""
    if rows.first("SELECT 1 FROM document WHERE id = :number AND NOT removed", number=number) is None:
        raise TrackerError(f"没有编号为 {number} 的文件。")
    return number


# ---- as they were read ---------------------------------------------------------------------------------


def load(rows: Rows, number: int) -> Policy:
    """The document as it was last read. Raises TrackerError for no such document, Damaged where it cannot be read."""
    asked = "SELECT p.snapshot FROM document d JOIN parse p ON p.id = d.parse_id WHERE d.id = :number AND NOT d.removed"
    found = rows.first(asked, number=number)
    if found is None:
        raise TrackerError(f"没有编号为 {number} 的文件。")
    try:
        return schema.load_policy(unpacked(found[0]))
    except FAULTS as error:
        raise Damaged(f"文件 {number} 的解析结果已损坏，读不出原文；请用原文件 update 重新解析。") from error


def unpacked(snapshot: bytes) -> Json:
    """The schema JSON that one reading gave."""
    return cast(Json, json.loads(zlib.decompress(snapshot).decode("utf-8", "surrogatepass")))


def parsed(rows: Rows, sha256: str) -> Parsed:
    """The whole parse of a file. Raises TrackerError where no file with this SHA-256 was added."""
    asked = "SELECT id, name, format, sha256, pages, unread, remarks FROM source WHERE sha256 = :sha256"
    found = rows.first(asked, sha256=sha256)
    if found is None:
        raise TrackerError(f"没有登记过 SHA-256 为 {sha256} 的文件。")
    number, name, format, _, pages, unread, remarks = found
    source = Source(name, format, sha256, pages, tuple(rows.json(unread)), tuple(rows.json(remarks)))
    # of each document the snapshot that it stands on, or stood on last
    latest: dict[int, bytes] = {}
    for document, snapshot in rows.all(_SNAPSHOTS, source=number):
        latest[document] = snapshot
    return Parsed(source, tuple(schema.load_policy(unpacked(snapshot)) for snapshot in latest.values()))
