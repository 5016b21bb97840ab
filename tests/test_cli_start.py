"""The start of a command: nothing is loaded that it has no need of, and values come out as Typer makes them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Annotated, Any

import pytest
import typer
from typer.core import TyperCommand

from policyparse.cli import MODULES, chinese, plain

LOADED = """
import sys
from policyparse.__main__ import main
sys.argv = ["policyparse", *sys.argv[1:]]
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sorted(sys.modules), sep="\\n", file=sys.stderr)
"""


def loaded(*words: str | Path) -> set[str]:
    """The modules that are loaded at the end of a command."""
    call = [sys.executable, "-c", LOADED, *map(str, words)]
    return {*subprocess.run(call, capture_output=True, text=True, check=True).stderr.splitlines()}


def test_the_help_loads_no_command() -> None:
    assert not loaded("--help") & {f"policyparse.cli.{module}" for module in MODULES}


def test_a_question_a_report_a_parse_and_an_unchanged_import_load_neither_pydantic_nor_the_orm(
    tmp_path: Path,
) -> None:
    text = tmp_path / "方案.txt"
    text.write_text("云溪市2025年工作要点\n一、建成托育园3家，2025年6月底前完成。\n", encoding="utf-8")
    heavy = {"pydantic", "sqlmodel", "sqlalchemy", "alembic"}
    assert not loaded("parse", text) & heavy
    tracker = tmp_path / "台账.db"
    of_add = loaded("add", text, "--db", tracker)
    assert "sqlmodel" in of_add
    assert "alembic" not in of_add
    asked = (["tasks", "--limit", "3"], ["show", "1"], ["units"], ["documents"])
    proof = ["--evidence", text]
    written: tuple[list[str | Path], ...] = (
        ["progress", "1", "--percent", "30", "--target", "1=2"],
        ["progress", "1", "--state", "已完成", *proof],
        ["apply", "1", *proof],
        ["reporting", "1", "月报"],
        ["undo"],
    )
    for words in (*asked, *written):
        assert not loaded(*words, "--db", tracker) & heavy
    ledger = tmp_path / "台账.xlsx"
    loaded("export", "--ledger", "-o", ledger, "--db", tracker)
    assert not loaded("import", ledger, "--db", tracker) & {*heavy, "policyparse.tables.columns"}


def taken(
    name: str,
    more: list[str],
    place: Annotated[Path | None, typer.Option()] = None,
    other: Annotated[list[Path] | None, typer.Option()] = None,
    count: Annotated[int, typer.Option(min=1)] = 2,
    flag: Annotated[bool, typer.Option("--flag")] = False,
    maybe: Annotated[bool | None, typer.Option("--maybe/--never")] = None,
    word: Annotated[str | None, typer.Option(envvar="A_WORD")] = None,
) -> None:
    """Takes a value of each kind."""


@pytest.mark.parametrize(
    "words",
    [
        ("甲", "乙", "丙"),
        ("甲", "乙", "--place", "a/b", "--other", "c", "--other", "d", "--count", "3", "--flag", "--never"),
        ("", "", "--word", "", "--place", "."),
    ],
)
def test_values_are_those_that_typer_makes(words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("A_WORD", "环境")
    found: list[dict[str, Any]] = []
    for kind in (TyperCommand, chinese.Command):
        app = typer.Typer(add_completion=False)
        app.command(cls=kind)(taken)
        command: Any = typer.main.get_command(app)
        with command.make_context("taken", [*words]) as ctx:
            found.append(ctx.params)
    assert found[0] == found[1]
    assert [*map(type, found[0].values())] == [*map(type, found[1].values())]


def test_a_wrong_number_is_told_as_ever() -> None:
    app = typer.Typer(add_completion=False)
    app.command(cls=chinese.Command)(taken)
    command: Any = typer.main.get_command(app)
    for wrong in ("0", "多"):
        with pytest.raises(typer.BadParameter):
            command.make_context("taken", ["甲", "乙", "--count", wrong])


def test_a_typer_without_that_step_is_left_alone() -> None:
    class Old:
        """A parameter of an older Typer."""

    one = Old()
    assert plain.taken([one]) == [one]
    assert not vars(one)
