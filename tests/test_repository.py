"""The repository keeps its word: commands in the READMEs work, links lead somewhere, the guide shows what is true."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from parses import CORPORA, EVAL, documents, parsed, said
from typer.main import get_command

from policyparse import cli

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "corpora").glob("*.md")])
TWO = 2


def blocks(page: Path, language: str) -> list[str]:
    """The fenced blocks of a page that are in one language."""
    return re.findall(rf"^```{language}\n(.*?)\n```$", page.read_text(encoding="utf-8"), re.M | re.S)


def commands(page: Path) -> list[list[str]]:
    """The calls of policyparse that a page shows, as words without the program's name."""
    lines = chain.from_iterable(block.splitlines() for block in blocks(page, "sh"))
    return [shlex.split(line, comments=True)[1:] for line in lines if line.startswith("policyparse ")]


# ---- READMEs and CI ------------------------------------------------------------------------------------


def test_both_readmes_give_the_same_two_commands_each_on_one_line() -> None:
    set_ups = [[block for block in blocks(page, "sh") if "-m venv" in block] for page in READMES]
    assert set_ups[0] == set_ups[1]
    assert len(set_ups[0]) == TWO and not any("\n" in block for block in set_ups[0])
    assert "policyparse demo" in set_ups[0][0] and "pytest" in set_ups[0][1]


def test_ci_runs_the_tests_as_the_readme_says() -> None:
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert blocks(READMES[0], "sh")[1] in script.splitlines()
    assert "set -euo pipefail" in script
    assert os.name == "nt" or os.access(ROOT / ".ci" / "run", os.X_OK)
    subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=True)


def test_every_dependency_is_pinned() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = {name: needs for name, needs in project["optional-dependencies"].items() if name != "bench"}
    asked = [need for needs in [project["dependencies"], *extras.values()] for need in needs]
    names = {re.split(r"[\[<>=;~ ]", need)[0].lower().replace("_", "-") for need in asked} - {"policyparse"}
    pinned = re.findall(r"^([\w-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.M)
    assert not names - set(pinned), "run `just lock` (Justfile) or add the line by hand"


@pytest.mark.parametrize("page", READMES, ids=[page.name for page in READMES])
def test_a_readme_names_every_extra(page: Path) -> None:
    listed = re.search(
        r"^\[project\.optional-dependencies\]\n(.*?)^\[",
        (ROOT / "pyproject.toml").read_text("utf-8"),
        re.M | re.S,
    )
    assert listed
    names = re.findall(r"^(\w+) = \[", listed[1], re.M)
    text = page.read_text(encoding="utf-8")
    assert names and [name for name in names if f"`{name}`" not in text] == []


def test_the_script_for_a_fresh_machine_can_be_run() -> None:
    script = ROOT / "scripts" / "fresh.sh"
    assert os.name == "nt" or os.access(script, os.X_OK)
    subprocess.run(["bash", "-n", str(script)], check=True)


@pytest.mark.parametrize("words", commands(READMES[0]), ids=" ".join)
def test_a_command_of_the_readme_is_one_of_the_program(words: list[str]) -> None:
    command: Any = get_command(cli.app)
    name, *rest = words
    known = set(chain.from_iterable(option.opts for option in command.commands[name].params))
    used = {word for word in rest if word.startswith("-")}
    assert used <= known, used - known


def test_both_readmes_show_the_same_commands() -> None:
    assert commands(READMES[0]) == commands(READMES[1])


@pytest.mark.parametrize("page", READMES, ids=[page.name for page in READMES])
def test_a_readme_names_every_command(page: Path) -> None:
    group: Any = get_command(cli.app)
    rows = re.findall(r"^\| (`[\w-]+`.*?) \|", page.read_text(encoding="utf-8"), re.M)
    named = {name for row in rows for name in re.findall(r"`([\w-]+)`", row)}
    assert set(group.commands) <= named


@pytest.mark.parametrize("page", PAGES, ids=[page.name for page in PAGES])
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))
    inside = [target for target in targets if not re.match(r"\w+:", target)]
    assert [target for target in inside if not (page.parent / target).exists()] == []


# ---- the guide -----------------------------------------------------------------------------------------


def shows(shown: Any, real: Any) -> bool:
    """Whether what a page shows is part of what is there: keys and items may be left out, none may differ."""
    if isinstance(shown, dict):
        return all(key in real and shows(value, real[key]) for key, value in shown.items())
    if isinstance(shown, list) and shown and isinstance(shown[0], dict):
        return all(any(shows(item, other) for other in real) for item in shown)
    return bool(shown == real)


def test_the_paragraph_of_the_guide_is_parsed_as_it_says() -> None:
    guide = ROOT / "docs" / "pipeline.md"
    name = re.search(r"corpora/docs/(\S+?)`", guide.read_text(encoding="utf-8"))
    assert name
    path = CORPORA / "docs" / name[1]
    (shown,) = (json.loads(block) for block in blocks(guide, "json"))
    assert any(shows(shown, task) for task in said(path)[0]["tasks"])
    span = re.search(r"Span\((\d+), (\d+)\)", guide.read_text(encoding="utf-8"))
    assert span
    text = parsed(path).documents[0].document.text
    assert text[int(span[1]) : int(span[2])].startswith(f"{shown['number']}{shown['title']}。")


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (code,) = blocks(READMES[0], "python")
    sample = (CORPORA / "docs" / "yunxi-2024-jiuye-cuoshi.pdf").read_bytes()
    (tmp_path / "若干措施.pdf").write_bytes(sample)
    utf8 = {**os.environ, "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=utf8, capture_output=True, check=True
    )
    lines = done.stdout.decode("utf-8").splitlines()
    assert len(lines) == 14 and any("市人力资源社会保障局" in line for line in lines)


# ---- nothing copied ------------------------------------------------------------------------------------


@pytest.mark.skipif(EVAL is None, reason="POLICYPARSE_EVAL names no folder of real documents to compare with")
def test_no_sentence_of_a_real_document_is_in_the_repository() -> None:
    size = 32
    real: set[str] = set()
    for path in documents(EVAL):
        text = "".join(policy.document.text for policy in parsed(path).documents)
        real |= {text[i : i + size] for i in range(len(text) - size)}
    ours = [
        *(ROOT / "corpora" / "src").iterdir(),
        *(ROOT / "tests").rglob("*.py"),
        *(ROOT / "tests" / "cases").iterdir(),
    ]
    ours += [*(ROOT / "policyparse").rglob("*.py"), *(ROOT / "policyparse").rglob("*.toml"), *PAGES]
    for path in ours:
        text = "".join(path.read_text(encoding="utf-8").split())
        pieces = (text[i : i + size] for i in range(len(text) - size))
        copied = [
            piece for piece in pieces if piece in real and piece.count("、") < 3
        ]  # a list of units is no sentence
        assert not copied, f"{path.name}: {copied[:3]}"
