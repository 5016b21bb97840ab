"""Which documents are to be looked at value by value: those of which the database itself does not say that all is well.

A question here may doubt what is sound, and never passes what is not. Cells are judged by their column in SQL, and so are
the copies that a task's links and its due date are; ``as_read`` compares the rest, document by document.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Connection, Date, DateTime, Float, Integer, LargeBinary, text

from policyparse.asking.damage import ALLOWED
from policyparse.asking.rows import Rows, among
from policyparse.ledger.due import ENDING, PRESUMED
from policyparse.tracker import digests
from policyparse.tracker.columns import Exact
from policyparse.tracker.soundness import as_read
from policyparse.tracker.tables import SCHEMA

OWNED = {
    "document": "x.id",
    "parse": "x.document_id",
    "task": "x.document_id",
    **dict.fromkeys(
        ("task_unit", "target", "deadline", "report"), "(SELECT document_id FROM task WHERE id = x.task_id)"
    ),
    "change": "coalesce(x.document_id, (SELECT document_id FROM task WHERE id = x.task_id))",
}
"""The tables whose rows belong to a document, and which."""
DOCUMENTS = 1500
"""So many are judged at once: with their tasks some 150 MB."""
_NOT_OF_THE_OFFICE = {"change": "(x.document_id IS NOT NULL OR x.task_id IS NOT NULL)"}

_DIFFERS = {"sqlite": "IS NOT", "postgresql": "IS DISTINCT FROM"}
_LAST = (
    "(SELECT max(due) FROM deadline WHERE task_id = t.id"
    f" AND kind IN ({', '.join(repr(kind) for kind in sorted(ENDING))}) AND basis <> '{PRESUMED}')"
)
_COPIES = (
    "SELECT t.document_id FROM task t WHERE t.due {differs} " + _LAST,
    "SELECT t.document_id FROM task_unit l JOIN task t ON t.id = l.task_id"
    " WHERE l.state {differs} t.state OR l.due {differs} t.due",
)
_COPIED = {("task", "due"), ("task_unit", "state"), ("task_unit", "due")}
"""The columns that ``_COPIES`` compare: a task's due date is the last of its deadlines'."""
SILENT = "SELECT id FROM command c WHERE NOT EXISTS (SELECT 1 FROM change WHERE command_id = c.id)"
"""The commands of which the log has no change."""


def of_the_office(connection: Connection, silent: Set[int]) -> Mapping[str, str]:
    """Of the large tables the rows that belong to no document, and the commands of which something may be wrong."""
    doubts = " OR ".join([*cells("command", connection.dialect.name), among("x.id", silent)])
    office = {"change": "x.document_id IS NULL AND x.task_id IS NULL", "command": doubts}
    return {**dict.fromkeys(OWNED, ""), **office}


def documents(connection: Connection) -> Iterator[Mapping[str, str]]:
    """The documents of which anything may be wrong: by table the condition on their rows, some documents at a time."""
    found = _by_cells(connection)
    if None in found:  # rows of no document: whatever there is is judged
        yield {table: _NOT_OF_THE_OFFICE.get(table, "1 = 1") for table in OWNED}
        return
    numbers = [n for (n,) in connection.execute(text("SELECT id FROM document ORDER BY id"))]
    rows = Rows(connection.connection.driver_connection, connection.dialect.name)
    doubted = sorted({n for n in found if n is not None} | {*as_read.doubted(rows, numbers)})
    for at in range(0, len(doubted), DOCUMENTS):
        some = doubted[at : at + DOCUMENTS]
        chosen = {table: among(owner, some) for table, owner in OWNED.items()}
        chosen["parse"] += f" OR x.id IN (SELECT parse_id FROM document WHERE {among('id', some)})"
        yield chosen


def _by_cells(connection: Connection) -> set[int | None]:
    """The numbers of the documents of which a cell or a copy may be wrong; None among them for rows of no document."""
    differs = _DIFFERS[connection.dialect.name]
    asked = [copy.format(differs=differs) for copy in _COPIES]
    for table, owner in OWNED.items():
        if doubts := " OR ".join(cells(table, connection.dialect.name)):
            more = f" AND {_NOT_OF_THE_OFFICE[table]}" if table in _NOT_OF_THE_OFFICE else ""
            asked.append(f'SELECT {owner} FROM "{table}" x WHERE ({doubts}){more}')
    found = connection.execute(text(" UNION ".join(asked)))
    return {number if isinstance(number, int) else None for (number,) in found}


def cells(table: str, dialect: str) -> Iterator[str]:
    """The conditions on a row of a table ``x`` under which one of its values may be impossible."""
    for column in SCHEMA.tables[table].columns:
        counted = ALLOWED.get(table, {}).get(column.name)
        name = f'x."{column.name}"'
        if column.name in digests.TOLD.get(table, ()) or (table, column.name) in _COPIED:
            continue  # what it holds, and of which kind it is, is compared with the reading or with what it is a copy of
        if counted is not None:
            doubt = _uncounted(name, counted, dialect)
        elif dialect == "sqlite":
            doubt = _odd(name, column)
        else:
            doubt = f"{name} !~ '^[0-9]+([.][0-9]+)?$'" if isinstance(column.type, Exact) else ""
        if doubt:
            nothing = f"{name} IS NULL"
            may_be = column.nullable or (counted is not None and None in counted)
            yield f"({name} IS NOT NULL AND {doubt})" if may_be else f"({nothing} OR {doubt})"


def _uncounted(name: str, counted: tuple[Any, ...], dialect: str) -> str:
    if all(isinstance(value, int) for value in counted):
        kind = f"typeof({name}) <> 'integer' OR " if dialect == "sqlite" else ""
        return f"({kind}{name} < {min(counted)} OR {name} > {max(counted)})"
    listed = ", ".join(f"'{value}'" for value in counted if value is not None)
    return f"{name} NOT IN ({listed})"


def _odd(name: str, column: Column[Any]) -> str:
    """The condition that a value which is there is not plainly one of its column; SQLite holds anything anywhere."""
    kind = type(column.type)
    if kind in _KINDS:
        return _KINDS[kind].format(name)
    return f"typeof({name}) <> 'text'"


_DIGITS = "typeof({0}) <> 'text' OR {0} = '' OR {0} GLOB '*[^0-9.]*' OR {0} GLOB '*.*.*' OR {0} GLOB '.*' OR {0} GLOB '*.'"
_KINDS = {
    Integer: "typeof({0}) <> 'integer'",
    Boolean: "{0} NOT IN (0, 1)",
    Float: "typeof({0}) <> 'real'",
    LargeBinary: "typeof({0}) <> 'blob'",
    Exact: f"({_DIGITS})",
    JSON: "NOT json_valid({0})",
    # a day is moved by none, for else 2025-02-30 is given back as it is
    Date: "(typeof({0}) <> 'text' OR date({0}, '+0 days') IS NOT {0} OR {0} < '0001')",
    DateTime: (
        "(typeof({0}) <> 'text' OR datetime(substr({0}, 1, 19), '+0 days') IS NOT substr({0}, 1, 19) OR {0} < '0001'"
        " OR (length({0}) > 19 AND substr({0}, 20) NOT GLOB '.[0-9][0-9][0-9][0-9][0-9][0-9]'))"
    ),
}
