"""Any words typed at any option: what is taken is shown again, all else ends in a message. Never a traceback."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from tracked import education
from typer.testing import CliRunner

from policyparse import output
from policyparse.cli import app
from policyparse.errors import UnreadableFile
from policyparse.tracker import Tracker

ODD = {
    "half a pair": "市\udcb7\udcbd局",
    "control": "市\x07局",
    "U+0000": "市\x00局",
    "turned round": "市\u202e局",
    "unseen": "\u200b\u200b",
    "lines": "市\n局",
    "escape": "\x1b[31m",
}
HARD = {
    "long": "长" * 5000,
    "digits": "9" * 5000,
    "nothing": "",
    "blank": "  ",
    "negative": "-1",
    "last day": "9999-12-31",
    "year 0": "0000-01",
    "formula": "=1+1",
    "list": "1,2,3",
}
NAMES = [
    "edit 1 --title", "edit 1 --lead", "edit 1 --support", "edit 1 --target", "edit 1 --deadline", "merge 1 2 --title",
    "add-task --document 1 --title", "add-task --document 1 --title 补录 --number", "progress 1 --period",
    "progress 1 --percent 10 --by", "progress 1 --person", "progress 1 --target", "progress 1 --unit", "tasks --search",
    "tasks --unit", "tasks --save", "tasks --saved", "tasks --due-before", "tasks --columns", "show", "history",
    "history --since", "export -o x.ics --force --title", "export -o x.docx --force --title",
    "export --ledger -o x.xlsx --force --period", "report -o x.docx --force --period", "due --day", "due --within",
    "report -o x.docx --force --period 2025-06 --day", "report -o x.docx --force --period 2025-06 --title",
    "report -o x.docx --force --period 2025-06 --issuer", "reporting 1 月报 --day", "remove", "undo",
]  # fmt: skip
PROSE = ["edit 1 --text", "progress 1 --note", "progress 1 --problem", "close 1 --return"]
PATHS = ["tasks --db", "add", "import"]
SHOWN = [
    "tasks", "tasks --format json", "tasks --format csv", "show 1", "history", "units", "documents", "review", "due",
    *(f"export -o out.{format} --force" for format in ("docx", "xlsx", "csv", "md", "ics", "json")),
    "export --ledger -o out.xlsx --force", "export --per-unit 下发 --force", "history -o h.xlsx --force",
]  # fmt: skip


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, value in {"DB": tmp_path / "o.db", "CONFIG": tmp_path / "config", "BY": "督查室"}.items():
        monkeypatch.setenv(f"POLICYPARSE_{name}", str(value))
    monkeypatch.chdir(tmp_path)
    with Tracker() as tracker:
        tracker.add(education())
    return tmp_path


def run(*words: str) -> Any:
    """The result of a call, which ended by itself and said something of what went wrong."""
    result = CliRunner().invoke(app, list(words), prog_name="policyparse")
    assert result.exception is None or isinstance(result.exception, SystemExit), (words, result.exception)
    assert not result.exit_code or result.output.strip()
    return result


def log() -> int:
    with Tracker() as tracker:
        return len(tracker.history())


@pytest.mark.parametrize("value", ODD.values(), ids=ODD.keys())
def test_a_name_that_cannot_be_shown_is_refused(value: str, office: Path) -> None:
    before = log()
    for call in NAMES:
        result = run(*call.split(), value)
        assert result.exit_code == 2 and "去掉" in result.output, call
        assert not output.UNSHOWN.search(result.output.replace("\r", "")), call
    for call in PROSE:
        assert (run(*call.split(), value).exit_code == 2) == ("\n" not in value) or call.startswith("close")
    assert log() - before == (3 if "\n" in value else 0)


@pytest.mark.parametrize("value", HARD.values(), ids=HARD.keys())
def test_any_words_are_refused_or_shown_again(value: str, office: Path) -> None:
    for call in [*NAMES, *PROSE]:
        run(*call.split(), value)
    for call in SHOWN:
        assert run(*call.split()).exit_code == 0, call


# no system hands U+0000 to a program
@pytest.mark.parametrize(
    "value", [v for v in (*ODD.values(), *HARD.values()) if "\0" not in v], ids=lambda v: ascii(v)[:40]
)
def test_any_path_ends_in_words(value: str, office: Path) -> None:
    for call in PATHS:
        run(*call.split(), value)


NEEDS = {
    "update": "a.txt --replaces 1", "audit": "1", "show": "1", "explain": "1", "accept": "1", "edit": "1 --title 甲",
    "add-task": "--document 1 --title 甲", "drop": "1", "split": "1", "merge": "1 2", "resolve": "1 --keep mine",
    "progress": "1 --percent 10", "apply": "1", "close": "1", "reporting": "1 月报", "export": "-o x.xlsx --force", "import": "a.txt",
    "report": "--period 2025-06 -o r.docx --force", "remove": "1", "restore": "b.bak", "parse": "a.txt", "evidence": "1", "add": "a.txt",
}  # fmt: skip
"""What a command must be given before an option of it is looked at."""
ODD_FILES = {
    "longer than a name may be": "长" * 300 + ".xlsx",
    "a folder": ".",
    "turned round": "\u202e",
}


def unread(*told: object, **more: object) -> None:
    """What a file is read by, where reading is not what is tried."""
    raise UnreadableFile("读不出来")


@pytest.mark.slow
@pytest.mark.parametrize("value", ODD_FILES.values(), ids=ODD_FILES.keys())
def test_any_option_of_any_command_ends_in_words(
    value: str, office: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("uvicorn.Server.run", lambda *told, **more: None)
    monkeypatch.setattr("policyparse.sandbox.Room.call", unread)
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        for option in command.params if name != "demo" else ():
            if not getattr(option, "is_flag", False):
                before = (
                    []
                    if option.param_type_name == "argument"
                    else [*NEEDS.get(name, "").split(), option.opts[0]]
                )
                assert not output.UNSHOWN.search(run(name, *before, value).output.replace("\r", "")), (
                    name,
                    before,
                )
    assert run("check").exit_code == 0


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the full disk of Linux")
@pytest.mark.parametrize(
    ("end", "code", "words"), [("> /dev/full", 1, "错误：系统读写时出错"), (">&-", 0, "")]
)
def test_what_cannot_be_printed_ends_in_words(end: str, code: int, words: str, office: Path) -> None:
    call = f"{sys.executable} -m policyparse documents {end}"
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(call, shell=True, env=env, capture_output=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stderr[: len(words)]) == (code, words)
    assert "Traceback" not in done.stderr


REFUSED = [
    ("edit", "1", "--title", ""),
    ("edit", "1", "--title", " \t "),
    ("edit", "1", "--deadline", "9999-12-31"),
    ("add-task", "--document", "1", "--title", ""),
    ("merge", "1", "2", "--title", " "),
    ("progress", "1", "--target", "1=-4.2"),
    ("progress", "1", "--target", "1=" + "9" * 5000),
    ("progress", "1", "--target", "1=1,2,3"),
    ("progress", "1", "--period", "0000-01"),
    ("progress", "9" * 5000, "--percent", "10"),
    ("report", "--period", "0001-01"),
    ("report", "--period", "9999-12"),
    ("report", "--period", "9999Q4"),
    ("report", "--period", "2025-06", "--day", "9999-12-31"),
    ("tasks", "--db", "postgres://u@h:notaport/x"),
    ("tasks", "--db", "长" * 300),
    ("tasks", "--db", "/"),
]


@pytest.mark.parametrize("words", REFUSED, ids=lambda words: " ".join(words)[:60])
def test_what_cannot_be_is_refused_before_anything_is_written(words: tuple[str, ...], office: Path) -> None:
    before = log()
    assert run(*words).exit_code in {1, 2}
    assert log() == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no SIGINT to a child")
@pytest.mark.parametrize(
    "moment", ["policyparse.cli", "policyparse.cli.export", "policyparse.asking", "policyparse.exports.xlsx"]
)
def test_an_interrupt_while_the_commands_are_loaded_ends_in_words(moment: str, office: Path) -> None:
    code = f"""
import os, signal, sys
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job is started with it ignored
class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == {moment!r}:
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Watch())
sys.argv = ["policyparse", "export", "-o", "x.xlsx"]
from policyparse.__main__ import main
main()
"""
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent)}
    done = subprocess.run(
        [sys.executable, "-c", code], env=env, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stderr) == (128 + signal.SIGINT, "错误：已中断。\n")
