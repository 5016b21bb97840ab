"""Damaged rows: each command says which document it cannot show, shows the others, and ends in no traceback."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from tracked import NOON, education, parsed, policy, target, task
from typer.testing import CliRunner

from policyparse.cli import app
from policyparse.ledger import Entries
from policyparse.tracker import Tracker
from policyparse.tracker.address import locate

HIDDEN = "云溪市2025年教育工作要点"
SHOWN = "云溪市养老服务方案"

HIDING = {
    "an impossible state": "UPDATE task SET state = '差不多' WHERE id = 1",
    "an impossible percentage": "UPDATE task SET percent = 250 WHERE id = 1",
    "an impossible kind": "UPDATE task SET kind = '事' WHERE id = 1",
    "an impossible review": "UPDATE task SET review = '待定' WHERE id = 1",
    "an impossible role": "UPDATE task_unit SET role = 'boss' WHERE task_id = 1",
    "an impossible comparator": "UPDATE target SET comparator = '?' WHERE task_id = 1",
    "an impossible kind of deadline": "UPDATE deadline SET kind = 'soon' WHERE task_id = 1",
    "a bad decimal": "UPDATE target SET value = '很多' WHERE task_id = 1",
    "a bad share": "UPDATE task SET points = '若干' WHERE id = 1",
    "JSON of another shape": "UPDATE task SET actions = '[1]' WHERE id = 1",
    "JSON that is nothing": "UPDATE task SET warnings = 'null' WHERE id = 1",
    "a report of another shape": "UPDATE report SET filed = '{{}}' WHERE task_id = 1",
    "a report without its day": """UPDATE report SET filed = '{{"at": "x", "by": "", "leads": false, "upto": "y",
        "entries": {{}}, "presents": {{}}}}' WHERE task_id = 1""",
    "a snapshot gone": "UPDATE document SET parse_id = 77 WHERE id = 1",
}
"""Damage of a task, or of all of its document, in the one of two documents: by SQL."""

ON_SQLITE = {
    "bad JSON": "UPDATE task SET path = '[' WHERE id = 1",
    "a bad date": "UPDATE deadline SET due = '2025-13-01' WHERE task_id = 1",
    "a bad day of the task": "UPDATE task SET started_on = '昨天' WHERE id = 1",
    "a bad time": "UPDATE document SET added_at = '从前' WHERE id = 1",
    "a bad log": "UPDATE change SET after = '{{' WHERE task_id = 1",
}
"""What PostgreSQL refuses to hold."""

QUIET = {
    "a snapshot that cannot be read": "UPDATE parse SET snapshot = {zero} WHERE document_id = 1",
    "facts gone": "DELETE FROM task_unit WHERE task_id = 1",
    "links out of step": "UPDATE task_unit SET state = '差不多' WHERE task_id = 1",
    "a document without its log": "DELETE FROM change WHERE document_id = 1",
    "the search index of one": "UPDATE task SET words = 'x' WHERE id = 1",
}
"""Damage that hides no task: ``check`` finds it."""

COMMANDS: dict[str, tuple[str, ...]] = {
    "documents": ("documents",),
    "tasks": ("tasks", "--document", "2"),
    "all tasks": ("tasks",),
    "tasks as JSON": ("tasks", "--format", "json"),
    "units": ("units",),
    "show": ("show", "5"),
    "explain": ("explain", "5"),
    "review": ("review",),
    "due": ("due", "--within", "9999d"),
    "problems": ("problems",),
    "history": ("history",),
    "conflicts": ("conflicts",),
    "remind": ("remind", "--text"),
    "report": ("report", "--period", "2025-03", "-o", "{folder}/通报.docx"),
    **{f"export {f}": ("export", "--format", f, "-o", f"{{folder}}/表.{f}") for f in ("docx", "xlsx", "csv", "md", "json", "ics", "html")},
    "export --per-unit": ("export", "--ledger", "--per-unit", "{folder}/下发", "--period", "2025-03"),
    "import": ("import", "{folder}/空.csv"),
    "progress": ("progress", "5", "--note", "又"),
    "edit": ("edit", "5", "--title", "新题"),
    "backup": ("backup", "{folder}/备份.bak", "--damaged"),
    "undo": ("undo", "--any"),
}  # fmt: skip
"""Every command that shows, and some that write, as one would type it; task 5 is of the sound document."""

NAMED = {
    "all tasks",
    "tasks as JSON",
    "due",
    "report",
    "export docx",
    "export xlsx",
    "export csv",
    "export html",
}
"""Those of all documents: they must say what is not in them."""


def plant(database: str, statement: str) -> None:
    engine = create_engine(locate(database))
    with engine.begin() as connection:
        zero = "'\\x00'" if engine.dialect.name == "postgresql" else "x'00'"
        connection.exec_driver_sql(statement.format(zero=zero))
    engine.dispose()


@pytest.fixture
def two(database: str) -> str:
    """A tracker with two documents and reports on both; tasks 1 to 4 are of the first, 5 and 6 of the second."""
    first = task(
        "建设站点",
        "建成养老服务站10个。",
        "市民政局",
        "市财政局",
        "2025-12-31",
        targets=[target("站点", "10", "=", "个")],
    )
    sound = policy(SHOWN, first, task("培训护理员", "培训500人。", "市民政局"))
    with Tracker(database) as tracker:
        tracker.add(education(), at=NOON)
        tracker.add(parsed("old", sound), at=NOON)
        for document in (1, 2):
            tracker.set_reporting(document, "monthly", 5, at=NOON)
        for number in (1, 5):
            tracker.progress(number, Entries(percent=30, note="开工", problem="缺人"), at=NOON)
        assert [card.title for card in tracker.documents()] == [HIDDEN, SHOWN]
        assert tracker.task(5, today=NOON.date()).document.id == 2
    return database


def called(database: str, folder: Path, *words: str) -> tuple[int, str]:
    result = CliRunner().invoke(
        app, [*(w.format(folder=folder) for w in words), "--db", database], prog_name="policyparse"
    )
    error = result.exception
    assert error is None or isinstance(error, SystemExit), f"{words}: {error!r}"
    return result.exit_code, result.output


@pytest.mark.slow
@pytest.mark.parametrize("what", [*HIDING, *ON_SQLITE, *QUIET])
def test_every_command_shows_what_is_sound_and_names_what_is_not(
    two: str, kind: str, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if what in ON_SQLITE and kind == "postgresql":
        pytest.skip("PostgreSQL holds no such value")
    monkeypatch.setenv("POLICYPARSE_CONFIG", str(tmp_path / "config"))
    (tmp_path / "空.csv").write_text("任务号,进展情况\n", encoding="utf-8")
    plant(two, {**HIDING, **ON_SQLITE, **QUIET}[what])
    for name, words in COMMANDS.items():
        code, said = called(two, tmp_path, *words)
        assert code in {0, 1}, (name, said)
        if name in NAMED and (what in HIDING or (what in ON_SQLITE and "log" not in what)):
            assert code == 1 and f"文件 1《{HIDDEN}》" in said and "policyparse check" in said, (name, said)
        if name in {"tasks", "all tasks"}:
            assert "培训护理员" in said, (name, said)
        if name in {"show", "explain"}:
            assert code == 0 and "建设站点" in said, (name, said)
    table = (tmp_path / "表.csv").read_text(encoding="utf-8-sig")
    assert "建设站点" in table and "培训护理员" in table
    code, said = called(two, tmp_path, "check")
    assert code == 1 and "错误" not in said.splitlines()[0], said


@pytest.mark.parametrize("table", ["deadline", "report", "unit_alias", "document"])
def test_a_table_that_is_gone_is_told_in_words(two: str, kind: str, table: str, tmp_path: Path) -> None:
    drop = f"DROP TABLE {table} CASCADE" if kind == "postgresql" else f"ALTER TABLE {table} RENAME TO gone"
    plant(two, drop)
    for words in (
        ("tasks",),
        ("show", "5"),
        ("units",),
        ("export", "-o", "{folder}/a.csv"),
        ("progress", "5", "--note", "x"),
        ("check",),
    ):
        code, said = called(two, tmp_path, *words)
        assert "Traceback" not in said and code in {0, 1}, said
    assert code == 1 and f"缺少数据表 {table}" in said


def test_a_broken_page_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    with Tracker(path) as tracker:
        tracker.add(education(), at=NOON)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (root,) = connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'deadline'").fetchone()
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\x7f" * 4096
    path.write_bytes(content)
    for words in (
        ("tasks",),
        ("show", "1"),
        ("export", "-o", "{folder}/a.csv"),
        ("progress", "1", "--note", "x"),
    ):
        code, said = called(str(path), tmp_path, *words)
        assert code == 1 and "已损坏" in said and "policyparse check" in said, said


@pytest.mark.parametrize("what", HIDING)
def test_the_damaged_task_itself_is_named(two: str, what: str, tmp_path: Path) -> None:
    plant(two, HIDING[what])
    for words in (("show", "1"), ("progress", "1", "--note", "又"), ("edit", "1", "--title", "新")):
        code, said = called(two, tmp_path, *words)
        assert code == 1 and "文件 1" in said and "损坏" in said, said


def test_the_other_tasks_of_the_document_are_shown(two: str, tmp_path: Path) -> None:
    plant(two, HIDING["an impossible state"])
    code, said = called(two, tmp_path, "tasks")
    assert code == 1 and f"文件 1《{HIDDEN}》的任务 1的内容已损坏" in said
    assert [line.split("\t")[0] for line in said.splitlines() if "\t" in line] == [
        "任务号",
        "2",
        "3",
        "4",
        "5",
        "6",
    ]
