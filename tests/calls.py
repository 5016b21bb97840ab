"""The command line as tests call it, from a desk of its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from policyparse.cli import app


def run(*words: str, code: int = 0) -> Any:
    """The result of a call that ends with that exit code."""
    result = CliRunner().invoke(app, list(words), prog_name="policyparse")
    assert result.exit_code == code, result.output
    return result


def at_desk(folder: Path, monkeypatch: pytest.MonkeyPatch, by: str = "督查室") -> None:
    """Calls are made in a folder, on the tracker office.db in it, by somebody."""
    monkeypatch.setenv("POLICYPARSE_DB", str(folder / "office.db"))
    monkeypatch.setenv("POLICYPARSE_BY", by)
    monkeypatch.chdir(folder)
