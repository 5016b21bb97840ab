"""The script as a process of its own: what it loads, its exit codes, its pipes, its completion."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = "{'spacy', 'jieba', 'pdfplumber', 'docx', 'openpyxl', 'xlsxwriter', 'icalendar', 'rich'} & set(sys.modules)"


def python(code: str, *, db: Path, **env: str) -> subprocess.CompletedProcess[str]:
    merged = {**os.environ, "PYTHONPATH": str(ROOT), "POLICYPARSE_DB": str(db), **env}
    return subprocess.run(
        [sys.executable, "-c", code],
        env=merged,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def script(*words: str, db: Path, **env: str) -> subprocess.CompletedProcess[str]:
    return python(f"from policyparse.cli import main; main({list(words)!r})", db=db, **env)


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tracker with one document in it."""
    folder = tmp_path_factory.mktemp("office")
    file = folder / "措施.txt"
    file.write_text(
        "云溪市2099年托育工作要点\n一、扩大供给\n（一）增加托位。年底前新建托育点10个。（牵头单位：市卫生健康委）\n"
        "（二）强化培训。每季度开展一次培训。（牵头单位：市教育局）\n",
        encoding="utf-8",
    )
    done = script("add", str(file), db=folder / "a.db")
    assert done.returncode == 0, done.stderr
    return folder / "a.db"


LIGHT = [
    (["--help"], "set()"),
    (["tasks"], "set()"),
    (["tasks", "--format", "json"], "set()"),
    (["documents"], "set()"),
    (["tasks", "--unit", "教育局"], "set()"),
    (["tasks", "--lamps", "红黄绿"], "set()"),
    (["due"], "set()"),
    (["review"], "set()"),
    (["history"], "set()"),
    (["edit", "1", "--support", "市财政局"], "set()"),
]
ONE = [
    (["export", "-o", "{}/t.xlsx", "--force"], "{'xlsxwriter'}"),
    (["export", "-o", "{}/t.csv", "--force"], "set()"),
    (["import", "{}/t.xlsx", "--dry-run"], "set()"),
    (
        ["report", "--period", "2199-12", "-o", "{}/t.docx", "--day", "2199-12-31", "--force", "--no-charts"],
        "{'docx'}",
    ),
]


@pytest.mark.parametrize(("words", "loaded"), [*LIGHT, *ONE])
def test_questions_load_no_reader_and_no_language_model(words: list[str], loaded: str, db: Path) -> None:
    call = [word.format(db.parent) for word in words]
    code = f"""
import sys
from policyparse.cli import app
app({call!r}, standalone_mode=False, prog_name="policyparse")
print("loaded:", {HEAVY})
"""
    assert f"loaded: {loaded}" in python(code, db=db).stdout


def test_exit_codes(db: Path) -> None:
    assert script("tasks", db=db).returncode == 0
    assert script("show", "99", db=db).returncode == 1
    assert script("show", db=db).returncode == 2


def test_a_closed_pipe_is_no_error(db: Path) -> None:
    code = "from policyparse.cli import main; main(['tasks', '--format', 'json'])"
    done = subprocess.run(
        f"{sys.executable} -c \"{code}\" | head -c 1",
        shell=True, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), "POLICYPARSE_DB": str(db)},
    )  # fmt: skip
    assert done.stdout == "{" and done.stderr == ""


def test_a_plain_locale_prints_chinese(db: Path) -> None:
    done = script("tasks", db=db, LC_ALL="C", LANG="C")
    assert "增加托位" in done.stdout


def test_shell_completion_knows_commands_and_states(db: Path) -> None:
    done = script(db=db, _POLICYPARSE_COMPLETE="complete_bash", COMP_WORDS="policyparse ta", COMP_CWORD="1")
    assert done.stdout.split() == ["tasks"]
    done = script(
        db=db, _POLICYPARSE_COMPLETE="complete_bash", COMP_WORDS="policyparse tasks --state ", COMP_CWORD="3"
    )
    assert "推进中" in done.stdout
