"""A task keeps its stages and what the file's own ledger says of it; three views for people who use SQL."""

import json
import zlib
from typing import Any

import sqlalchemy as sa
from alembic import op

from policyparse.tracker import views

revision = "0004"
down_revision = "0003"

NAMES = ("milestones", "entries", "fields")

_TASK = sa.table(
    "task",
    *(sa.column(n) for n in ("id", "document_id", "parsed", "key")),
    *(sa.column(n, sa.JSON) for n in NAMES),
)


def upgrade() -> None:
    """Add the columns, fill them from what was last read of each file, make the views."""
    for name in NAMES:
        op.add_column("task", sa.Column(name, sa.JSON(), nullable=True))
    bind = op.get_bind()
    bind.execute(sa.update(_TASK).values({name: [] for name in NAMES}))
    standing = "SELECT d.id, p.snapshot FROM document d JOIN parse p ON p.id = d.parse_id"
    for document, packed in bind.execute(sa.text(standing)).all():
        _fill(bind, document, _read(packed))
    for statement in views.statements(bind.dialect.name).values():
        op.execute(statement)


def _read(packed: bytes) -> list[Any]:
    """The tasks of a snapshot; none where it cannot be read, which ``check`` tells."""
    try:
        return list(json.loads(zlib.decompress(packed).decode("utf-8", "surrogatepass"))["tasks"])
    except (zlib.error, ValueError, TypeError, KeyError):
        return []


def _fill(bind: sa.Connection, document: int, read: list[Any]) -> None:
    rows = sa.select(_TASK.c.id, _TASK.c.parsed, _TASK.c.key).where(_TASK.c.document_id == document)
    for number, index, key in bind.execute(rows).all():
        task = read[index] if index is not None and 0 <= index < len(read) else {}
        said = {name: task[name] for name in NAMES if task.get(name)}
        # a row that a merge entered and an undo dropped keeps its place in a snapshot that stands no more
        if said and task["key"] == key:
            bind.execute(sa.update(_TASK).where(_TASK.c.id == number).values(said))
