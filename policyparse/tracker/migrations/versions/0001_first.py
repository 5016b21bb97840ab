"""The first schema: files, documents, tasks with their facts and progress, the log, and the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

Column, Text, String, Integer, Date = sa.Column, sa.Text, sa.String, sa.Integer, sa.Date


def upgrade() -> None:
    """Make every table, then the index of the words."""
    _log()
    _documents()
    _tasks()
    _units()
    _facts()
    _changes()
    if op.get_bind().dialect.name == "postgresql":
        _search_on_postgresql()
    else:
        _search_on_sqlite()


def _table(name: str, *parts: sa.schema.SchemaItem) -> None:
    number = Column("id", Integer, nullable=False)
    op.create_table(
        name, number, *parts, sa.PrimaryKeyConstraint("id", name=f"pk_{name}"), sqlite_autoincrement=True
    )


def _some(kind: type, *names: str) -> list[sa.Column[object]]:
    return [Column(name, kind, nullable=False) for name in names]


def _maybe(kind: type, *names: str) -> list[sa.Column[object]]:
    return [Column(name, kind, nullable=True) for name in names]


def _refers(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _unique(table: str, *columns: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(*columns, name=f"uq_{table}_{'_'.join(columns)}")


def _log() -> None:
    _table(
        "command",
        *_some(sa.DateTime, "at"),
        *_some(Text, "by"),
        *_some(String, "verb"),
        *_some(Text, "words"),
        *_maybe(Integer, "undoes"),
        _refers("command", "undoes", "command"),
        _unique("command", "undoes"),
    )


def _documents() -> None:
    _table(
        "source",
        *_some(Text, "sha256", "name", "format"),
        *_maybe(Integer, "pages"),
        *_some(sa.JSON, "unread", "remarks"),
        _unique("source", "sha256"),
    )
    _table(
        "document",
        *_maybe(Integer, "parse_id"),
        *_some(Text, "title"),
        *_maybe(Text, "issuer", "doc_number"),
        *_maybe(Date, "issued_on"),
        *_maybe(Text, "genre"),
        *_maybe(Integer, "year"),
        *_maybe(Text, "region"),
        *_some(sa.DateTime, "added_at"),
        *_some(sa.Boolean, "removed"),
    )
    _table(
        "parse",
        *_some(Integer, "source_id", "document_id", "position"),
        *_some(sa.LargeBinary, "snapshot"),
        _refers("parse", "source_id", "source"),
        _refers("parse", "document_id", "document"),
    )
    _index("parse", "source_id")
    _index("parse", "document_id")


def _tasks() -> None:
    _table(
        "task",
        *_some(Integer, "document_id"),
        *_maybe(Integer, "parsed"),
        *_some(Text, "key"),
        *_some(Integer, "position"),
        *_maybe(Text, "number"),
        *_some(sa.JSON, "path"),
        *_some(Text, "title", "text"),
        *_some(String, "kind"),
        *_maybe(String, "points"),
        *_maybe(Integer, "page"),
        *_some(sa.JSON, "actions", "warnings"),
        *_maybe(Date, "due"),
        *_some(Text, "words"),
        *_some(sa.Boolean, "dropped"),
        *_some(String, "state"),
        *_some(Integer, "percent"),
        *_some(Text, "note", "problem", "next_step", "person", "contact", "reason"),
        *_maybe(Date, "started_on", "finished_on"),
        *_maybe(sa.DateTime, "updated_at"),
        *_some(Text, "updated_by"),
        _refers("task", "document_id", "document"),
    )
    _index("task", "document_id", "position")
    _index("task", "key")
    _index("task", "state", "due")


def _units() -> None:
    _table("unit", *_some(Text, "canonical"), _unique("unit", "canonical"))
    _table(
        "unit_alias",
        *_some(Integer, "unit_id"),
        *_some(Text, "name"),
        _refers("unit_alias", "unit_id", "unit"),
        _unique("unit_alias", "unit_id", "name"),
    )


def _fact(name: str, *parts: sa.schema.SchemaItem) -> None:
    _table(
        name,
        *_some(Integer, "position"),
        *_maybe(Integer, "span_start", "span_end"),
        *_some(Text, "surface"),
        *_maybe(Integer, "page"),
        *_some(Text, "rule"),
        *_some(sa.Float, "confidence"),
        *_some(Integer, "task_id"),
        *parts,
        _refers(name, "task_id", "task"),
    )
    _index(name, "task_id")


def _facts() -> None:
    _fact(
        "task_unit",
        *_some(Integer, "unit_id"),
        *_some(Text, "name"),
        *_some(String, "role", "basis", "state"),
        *_maybe(Date, "due"),
        _refers("task_unit", "unit_id", "unit"),
    )
    _index("task_unit", "unit_id", "role", "state", "due")
    _fact(
        "target",
        *_some(Text, "metric"),
        *_some(String, "comparator", "value"),
        *_maybe(Text, "unit"),
        *_maybe(String, "value_max", "change"),
        *_maybe(Text, "baseline", "scope"),
        *_some(String, "kind"),
        *_maybe(Date, "due"),
    )
    _fact(
        "deadline",
        *_some(String, "kind"),
        *_maybe(Date, "due", "start"),
        *_maybe(Text, "rrule"),
        *_some(String, "basis"),
    )


def _changes() -> None:
    _table(
        "change",
        *_some(Integer, "command_id"),
        *_maybe(Integer, "document_id", "task_id"),
        *_some(String, "field"),
        *_some(sa.JSON, "before", "after"),
        _refers("change", "command_id", "command"),
        _refers("change", "document_id", "document"),
        _refers("change", "task_id", "task"),
    )
    for column in ("command_id", "document_id", "task_id"):
        _index("change", column)


def _search_on_sqlite() -> None:
    """Full text over ``task.words``, whose characters stand apart, so that a phrase finds any run of them."""
    op.execute("CREATE VIRTUAL TABLE task_search USING fts5(words, content='task', content_rowid='id')")
    enter = "INSERT INTO task_search(rowid, words) VALUES (new.id, new.words)"
    leave = "INSERT INTO task_search(task_search, rowid, words) VALUES ('delete', old.id, old.words)"
    op.execute(f"CREATE TRIGGER task_search_in AFTER INSERT ON task BEGIN {enter}; END")
    op.execute(f"CREATE TRIGGER task_search_out AFTER DELETE ON task BEGIN {leave}; END")
    op.execute(f"CREATE TRIGGER task_search_on AFTER UPDATE OF words ON task BEGIN {leave}; {enter}; END")


def _search_on_postgresql() -> None:
    """An inverted index of the pairs of neighbouring characters: it asks nothing of the server's locale."""
    op.execute(
        """
        CREATE FUNCTION policyparse_pairs(words text) RETURNS text[]
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT coalesce(array_agg(DISTINCT c || d), '{}') FROM (
                SELECT c, lead(c) OVER (ORDER BY i) AS d
                FROM regexp_split_to_table(replace(words, ' ', ''), '') WITH ORDINALITY AS t(c, i)
            ) AS pairs WHERE d IS NOT NULL
        $$
        """
    )
    op.execute("CREATE INDEX ix_task_pairs ON task USING gin (policyparse_pairs(words))")
