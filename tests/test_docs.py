"""The reference pages: made from the program, or run by these tests, so that none can say what is not so."""

from __future__ import annotations

import json
import re
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from arbitrary import parses
from hypothesis import given, settings
from parses import CORPORA, documents, parsed
from typer.main import get_command
from typer.testing import CliRunner

from policyparse import model as m
from policyparse import schema
from policyparse.cli import app
from policyparse.cli.chinese import ALIASES
from policyparse.exports import Options, render
from policyparse.ledger import Entries
from policyparse.ledger.words import ROLES
from policyparse.tracker import Tracker
from scripts import cli_page, json_schema

DOCS = Path(__file__).parent.parent / "docs"
VALID, LEDGER = (
    jsonschema.Draft202012Validator(json.loads(place.read_text(encoding="utf-8")))
    for place in (json_schema.PLACE, json_schema.LEDGER_PLACE)
)


def blocks(page: str, language: str) -> list[str]:
    words = (DOCS / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)\n```$", words, re.M | re.S)


# ---- json.md -------------------------------------------------------------------------------------------


def test_the_schemas_are_those_of_the_types() -> None:
    for place, text in json_schema.texts().items():
        assert text == place.read_text(encoding="utf-8"), "python -m scripts.json_schema"


@pytest.mark.parametrize("path", documents(CORPORA), ids=lambda path: path.name)
def test_a_parse_is_valid(path: Path) -> None:
    VALID.validate(json.loads(schema.dumps(parsed(path))))


@given(parses)
@settings(max_examples=60)
def test_any_parse_is_valid(drawn: m.Parsed) -> None:
    VALID.validate(json.loads(schema.dumps(drawn)))


@pytest.mark.parametrize("path", documents(CORPORA), ids=lambda path: path.name)
def test_an_export_is_valid(path: Path) -> None:
    with Tracker("sqlite://") as tracker:
        tracker.add(parsed(path))
        tasks = tracker.tasks(today=date(2025, 3, 1))
    LEDGER.validate(json.loads(render(tasks, Options(), "json")))
    some = Options(columns=("seq", "title", "percent", "due"))
    LEDGER.validate(json.loads(render(tasks, some, "json")))


def test_what_the_ledger_prints_as_json_is_valid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"DB": tmp_path / "o.db", "CONFIG": tmp_path / "config", "BY": "督查室"}.items():
        monkeypatch.setenv(f"POLICYPARSE_{name}", str(value))
    with Tracker() as tracker:
        tracker.add(parsed(CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf"))
        reported = Entries(percent=30, problem="资金未到位", coordinate="请市财政局支持")
        tracker.progress(1, reported, period="2024-06")
        unit = tracker.task(1, today=date(2025, 3, 1)).units[0].value.canonical
        tracker.progress(1, Entries(note="已报"), period="2024-07", unit=unit)
    commands = ("tasks", "documents", "units", "history", "problems", "review", "due")
    printed = [json.loads(run(name, "--format", "json")) for name in commands]
    for one in printed:
        LEDGER.validate(one)
    assert all(any(isinstance(value, list) and value for value in one.values()) for one in printed[:6])
    names = {*printed[0], *(key for one in printed for key in one)} - {"title", "schema"}
    assert names == set(json_schema.ledger_schema()["properties"]) - {"title", "schema"}


@pytest.mark.parametrize(
    "kind", [m.Task, m.Policy, m.Account, m.Source, m.Finding], ids=lambda kind: kind.__name__
)
def test_every_field_is_a_key_and_is_told(kind: type) -> None:
    page = (DOCS / "json.md").read_text(encoding="utf-8")
    stored = {"span": "quote", "document": "text"}
    for field in fields(kind):  # type: ignore[arg-type]
        name = stored.get(field.name, field.name)
        assert f"`{name}`" in page, f"docs/json.md does not tell what {kind.__name__}.{field.name} means"


def drawn_fields(strategy: Any) -> set[str]:
    """The fields that a strategy of tests/arbitrary.py draws."""
    strategy.validate()
    return set(strategy.wrapped_strategy.kwargs)


def test_tests_draw_every_field_of_a_task_and_a_document() -> None:
    from arbitrary import policies, tasks

    assert drawn_fields(tasks) == {field.name for field in fields(m.Task)}
    assert drawn_fields(policies) == {field.name for field in fields(m.Policy)}


# ---- cli.md --------------------------------------------------------------------------------------------


def test_the_page_of_the_commands_is_what_the_help_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    assert cli_page.text() == cli_page.PLACE.read_text(encoding="utf-8"), "python -m scripts.cli_page"


def run(*words: str, code: int = 0) -> str:
    result = CliRunner().invoke(app, list(words), prog_name="policyparse")
    assert result.exit_code == code, result.output
    return result.output


@pytest.mark.parametrize(("word", "command"), ALIASES.items(), ids=lambda word: word)
def test_a_chinese_word_is_its_command(word: str, command: str) -> None:
    assert run(word, "--help") == run("help", command) == run(command, "--help")


def test_every_command_has_a_chinese_word() -> None:
    assert set(ALIASES.values()) == set(get_command(app).commands)  # type: ignore[attr-defined]  # a group


def test_help_without_a_command_and_for_one_that_there_is_not() -> None:
    assert run("help") == run("帮助") == run()
    assert "没有命令 申请办（是不是 申请办结？）" in run("申请办", code=2)
    assert "没有命令 taks（是不是 tasks？）" in run("help", "taks", code=2)


# ---- api.md, sql.md ------------------------------------------------------------------------------------


def test_the_examples_of_the_api_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    sample = CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf"
    Path("若干措施.pdf").write_bytes(sample.read_bytes())
    known: dict[str, Any] = {"__name__": "example"}
    for code in blocks("api.md", "python"):
        exec(compile(code, "docs/api.md", "exec"), known)  # in order: each goes on from the one before
    assert Path("责任分工表.docx").exists() and Path("台账.db").exists()


def test_the_queries_of_the_sql_page_run(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "台账.db"
    with Tracker(str(path)) as tracker:
        tracker.add(parsed(CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf"))
    connection = sqlite3.connect(path)
    for query in blocks("sql.md", "sql"):
        found = connection.execute(query.replace(":unit", "'云溪市人力资源和社会保障局'")).fetchall()
        assert found, query
    told = set(re.findall(r"^\| `(\w+)` \|", (DOCS / "sql.md").read_text(encoding="utf-8"), re.M))
    named = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')"
    tables = {name for (name,) in connection.execute(named)}
    assert told <= tables
    connection.close()


def test_the_views_are_the_ledger_in_force(tmp_path: Path) -> None:
    import sqlite3

    path = tmp_path / "台账.db"
    with Tracker(str(path)) as tracker:
        tracker.add(parsed(CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf"))
        tracker.drop(2)
        unit = tracker.task(1, today=date(2024, 1, 1)).units[0].value
        tracker.progress(
            1, Entries(state="推进中", percent=40, note="已开工"), period="2024-03", unit=unit.canonical
        )
        kept = tracker.tasks(today=date(2024, 1, 1))
    connection = sqlite3.connect(path)
    listed = connection.execute("SELECT id, title, state, percent FROM v_task ORDER BY position").fetchall()
    assert listed == [(t.id, t.title, t.progress.state, t.progress.percent) for t in kept]
    parts = connection.execute("SELECT task_id, unit, role FROM v_task_unit").fetchall()
    assert sorted(parts) == sorted(
        (t.id, u.value.canonical, ROLES[u.value.role]) for t in kept for u in t.units
    )
    report = "SELECT task_id, unit, period, state, percent, note FROM v_report"
    assert connection.execute(report).fetchall() == [(1, unit.canonical, "2024-03", "推进中", 40, "已开工")]
    connection.close()
