"""The command line: ``policyparse COMMAND``; the commands in groups, and the one door that errors leave by.

Exit codes: 0, 1 for bad input (``PolicyparseError``), 2 for bad usage.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from itertools import chain
from typing import Annotated, Any, cast

import typer

from policyparse.cli import chinese, unshown
from policyparse.cli.tables import say
from policyparse.errors import PolicyparseError

__all__ = ["app", "main"]

INTERRUPTED = 130
MODULES: Mapping[str, Sequence[str]] = {
    "add": ("add", "update"),
    "ask": ("documents", "units", "tasks"),
    "audit": ("audit",),
    "show": ("show", "explain"),
    "review": ("review", "accept"),
    "corrections": ("edit", "add-task", "drop", "split", "merge"),
    "update": ("conflicts", "resolve"),
    "progress": ("progress", "apply", "close", "reporting", "history", "undo"),
    "export": ("export",),
    "returns": ("import",),
    "bulletin": ("due", "report"),
    "problems": ("problems",),
    "remind": ("remind",),
    "evidence": ("evidence",),
    "saved": ("filters",),
    "serve": ("serve",),
    "database": ("remove", "backup", "restore", "check", "upgrade"),
    "parse": ("parse",),
    "demo": ("demo",),
}
"""Where the commands stand, in the order of the help: each module has ``COMMANDS``, name to function and what it does."""


class Loaded(Mapping[str, Any]):
    """The commands by their names; the module of one is loaded when it is asked for, so that a question waits for no reader."""

    def __iter__(self) -> Iterator[str]:
        return chain.from_iterable(MODULES.values())

    def __len__(self) -> int:
        return sum(map(len, MODULES.values()))

    def __getitem__(self, name: str) -> Any:
        module = next((module for module, names in MODULES.items() if name in names), None)
        if module is None:
            raise KeyError(name)
        return _loaded(module, name)


@cache
def _loaded(module: str, name: str) -> Any:
    command, about = import_module(f"policyparse.cli.{module}").COMMANDS[name]
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(name, cls=chinese.Command, help=about)(command)
    return typer.main.get_command(alone)


class Door(chinese.Group):
    """The group of all commands; what goes wrong in one becomes a Chinese message and an exit code here."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = cast(Any, Loaded())

    def invoke(self, ctx: Any) -> Any:
        """Run the command; an interrupt ends it as an ``Abort``, which is told in ``main``."""
        try:
            with unshown.telling():
                return super().invoke(ctx)
        except KeyboardInterrupt:
            raise typer.Abort from None

    def main(self, *args: Any, **more: Any) -> Any:
        """Run the command of the call, and leave by SystemExit with its code; give it if not ``standalone_mode``."""
        try:
            code = super().main(*args, **{**more, "standalone_mode": False})
            if code == INTERRUPTED:  # while the call was taken apart: Typer leaves without a word
                raise typer.Abort
        except PolicyparseError as error:
            code = _complain(str(error), error.exit_code)
        except chinese.ClickUsageError as error:
            code = _complain(chinese.complaint(error), 2)
        except (typer.Abort, KeyboardInterrupt):
            code = _complain("已中断。", INTERRUPTED)
        except BrokenPipeError:
            code = _close_pipe()
        except (
            OSError
        ) as error:  # a name that no disk takes, a disk that is full: the machine's faults, not the program's
            code = _complain(_of_the_machine(error), PolicyparseError.exit_code)
            _close_full()
        if more.get("standalone_mode", True):
            sys.exit(code or 0)
        return code


def _complain(message: str, code: int) -> int:
    say(f"错误：{message}", err=True)
    return code


def _of_the_machine(error: OSError) -> str:
    where = f"“{error.filename!s:.100}”" if error.filename else ""
    return f"系统读写{where}时出错：{error.strerror or error}。"


def _close_full() -> None:
    """Where the output takes no more, Python would say so again when it ends, with a code of its own."""
    try:
        sys.stdout.flush()
    except OSError:
        sys.stdout = None


def _close_pipe() -> int:
    """The reader has gone (``| head``): nothing to say, and nothing to flush to when Python ends."""
    sys.stdout = None
    return 0


app = typer.Typer(
    name="policyparse",
    cls=Door,
    help="读政策文件，出责任分工表，管督办台账。\n先 add 文件，再用 tasks 查任务，用 export 出表。",
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
"""The Typer application; ``main`` is the script."""


@app.callback(invoke_without_command=True)
def root(
    context: typer.Context,
    db: Annotated[
        str | None,
        typer.Option(
            "--db",
            metavar="路径或网址",
            envvar="POLICYPARSE_DB",
            help="台账数据库，写在命令前后都行；也可用环境变量 POLICYPARSE_DB。",
        ),
    ] = None,
    version: Annotated[bool, typer.Option("--version", help="显示版本号。")] = False,
) -> None:
    """Hand ``--db`` on to the command; without a command, show the help."""
    commands = getattr(context.command, "commands", {})
    context.default_map = {name: {"db": db} for name in commands} if db else None
    if version:
        from importlib import metadata

        say(f"policyparse {metadata.version('policyparse')}")
        raise typer.Exit
    if context.invoked_subcommand is None:
        say(context.get_help())


def main(arguments: Sequence[str] | None = None) -> None:
    """The script ``policyparse``; ``arguments`` are those of the process where none are given."""
    # started with a stream closed (``>&-``, a service): what it is told goes nowhere
    sys.stdout, sys.stderr = (stream or io.StringIO() for stream in (sys.stdout, sys.stderr))
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure:
            reconfigure(errors="replace")
    app(arguments, prog_name="policyparse")
