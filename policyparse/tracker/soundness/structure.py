"""The file under the tracker and its schema: tables, columns, indexes and triggers as they were made."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import partial

from sqlalchemy import Connection, create_engine, inspect, text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateIndex

from policyparse.tracker import totals, views
from policyparse.tracker.migrations import make
from policyparse.tracker.soundness.problem import REBUILD, RESTORE, Problem
from policyparse.tracker.tables import SCHEMA


def problems(connection: Connection) -> Iterator[Problem]:
    """Damage of the file, rows that point at nothing, and what is missing of the schema."""
    if connection.dialect.name == "sqlite":
        yield from _damage(connection)
    yield from _schema(connection)
    if connection.dialect.name == "sqlite":
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield Problem(f"数据表 {row[0]} 第 {row[1]} 行所指的内容不存在", RESTORE)


def _damage(connection: Connection) -> Iterator[Problem]:
    said = [str(row[0]) for row in connection.execute(text("PRAGMA integrity_check"))]
    for words in said:
        if words != "ok":
            # an index that is out of step is made anew from its table; broken pages are not
            mend = _reindex if "index" in words and "Page" not in words and "Tree" not in words else None
            yield Problem(f"数据库文件损坏：{words}", REBUILD if mend else RESTORE, mend)


def _reindex(connection: Connection) -> None:
    connection.execute(text("REINDEX"))


# ---- the schema ----------------------------------------------------------------------------------------


def _schema(connection: Connection) -> Iterator[Problem]:
    there = _columns(connection)
    for table in SCHEMA.tables.values():
        if table.name not in there:
            yield Problem(f"缺少数据表 {table.name}", RESTORE, final=True)
            continue
        for name in {column.name for column in table.columns} - there[table.name]:
            yield Problem(f"数据表 {table.name} 缺少列 {name}", RESTORE, final=True)
    for name, statement in _missing(connection).items():
        yield Problem(f"缺少索引、触发器或视图 {name}", REBUILD, partial(_execute, statement=statement))


def _columns(connection: Connection) -> Mapping[str, Set[str]]:
    """The columns of each table, all asked at once."""
    if connection.dialect.name != "sqlite":
        told = inspect(connection).get_multi_columns()
        return {name: {column["name"] for column in columns} for (_, name), columns in told.items()}
    found: dict[str, set[str]] = defaultdict(set)
    asked = "SELECT m.name, c.name FROM sqlite_master m, pragma_table_info(m.name) c WHERE m.type = 'table'"
    for table, column in connection.exec_driver_sql(asked):
        found[table].add(column)
    return found


def _execute(connection: Connection, statement: str) -> None:
    connection.exec_driver_sql(statement)


def _missing(connection: Connection) -> dict[str, str]:
    """The indexes, triggers, views and tables of totals that are not there, by name, with the statements that make them."""
    if connection.dialect.name == "sqlite":
        there = _made(connection)
        return {name: sql for name, sql in _as_new().items() if name not in there}
    looked = inspect(connection)
    triggers = connection.execute(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).scalars()
    tables = SCHEMA.tables.keys() & {*looked.get_table_names()}
    there_too = {i["name"] for table in tables for i in looked.get_indexes(table)}
    there_too |= {*looked.get_view_names(), *looked.get_table_names(), *triggers}
    made = {
        str(index.name): str(CreateIndex(index).compile(connection))
        for table in SCHEMA.tables.values()
        for index in table.indexes
    }
    return {
        name: sql
        for name, sql in {
            **made,
            **_PAIRS,
            **views.statements("postgresql"),
            **totals.statements("postgresql"),
        }.items()
        if name not in there_too
    }


_PAIRS = {"ix_task_pairs": "CREATE INDEX ix_task_pairs ON task USING gin (policyparse_pairs(words))"}
"""PostgreSQL's index of character pairs, which no row class tells of (migration 0001)."""


def _made(connection: Connection) -> dict[str, str]:
    query = (
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"
        f" AND (type IN ('index', 'trigger', 'view') OR name IN {totals.TABLES}) ORDER BY rowid"
    )
    return {row[0]: row[1] for row in connection.exec_driver_sql(query)}


def _as_new() -> dict[str, str]:
    """The same of an SQLite tracker just made, the tables first."""
    engine = create_engine("sqlite://")
    with engine.begin() as fresh:
        make(fresh)
        found = _made(fresh)
    engine.dispose()
    return found


# ---- the search index ----------------------------------------------------------------------------------


def search_problems(connection: Connection) -> Iterator[Problem]:
    """The full-text index of SQLite against the words that it is of; PostgreSQL keeps its own in step."""
    if connection.dialect.name != "sqlite":
        return
    compare = "INSERT INTO task_search(task_search, rank) VALUES ('integrity-check', 1)"
    try:
        connection.exec_driver_sql(compare)  # writes nothing: it is how FTS5 is asked
    except DatabaseError as error:
        if "readonly" not in str(error.orig):
            yield Problem("检索索引与任务的文字不一致，检索会漏掉任务", REBUILD, _rebuild_search)


def _rebuild_search(connection: Connection) -> None:
    connection.exec_driver_sql("INSERT INTO task_search(task_search) VALUES ('rebuild')")


# ---- the totals of units -------------------------------------------------------------------------------


def total_problems(connection: Connection) -> Iterator[Problem]:
    """The counts of units' parts that triggers keep, against the links that they are of."""
    if {*totals.TABLES} <= {*inspect(connection).get_table_names()}:
        kept = {tuple(row) for row in connection.execute(text(totals.KEPT))}
        counted = {tuple(row) for row in connection.execute(text(totals.COUNTED))}
        if kept == counted and not connection.execute(text(totals.FORGOTTEN)).first():
            return
    yield Problem("各单位的任务合计与责任单位记录不符", REBUILD, _recount)


def _recount(connection: Connection) -> None:
    for statement in totals.RECOUNT:
        connection.exec_driver_sql(statement)
