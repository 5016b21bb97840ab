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
from policyparse.errors import PolicyparseError, why

__all__ = ["app", "main"]

INTERRUPTED = 130
MODULES: Mapping[str, Mapping[str, str]] = {
    "add": {
        "add": "解析文件并存入台账；同一文件再次加入不会重复。",
        "update": "重新解析一份文件，或换成它的新版；更正和进展都保留。",
    },
    "ask": {
        "documents": "列出台账里的文件。",
        "units": "列出责任单位和各自的任务数，或一个单位；设定统称的成员名单、单位的排序。",
        "tasks": "按条件列出任务，各条件可以同时用。",
    },
    "audit": {
        "audit": "清点一份文件：读出了什么，不计什么、为什么，哪里没有归入。",
    },
    "show": {
        "show": "显示一项任务的全部内容，每个事实附原文和页码。",
        "explain": "说明一项任务的每个事实是按哪条规则读出来的。",
    },
    "review": {
        "review": "列出读得没有把握的事实和原因，后果重的在前，逐条或成批核对确认。",
        "accept": "认可一份文件中推定的时限和牵头单位。",
    },
    "corrections": {
        "edit": "更正一项任务的名称、内容、单位、目标、时限；以后重新解析也不会改回去。",
        "add-task": "补录一项没有读出来的任务。",
        "drop": "删除一项任务（它不是任务，或不归本单位管）。",
        "split": "把一项任务按具体举措拆成几项。",
        "merge": "把同一文件的几项任务合成一项。",
    },
    "update": {
        "conflicts": "列出更新文件后待处理的冲突。",
        "resolve": "处理一个冲突：保留台账，或采用新文件。",
    },
    "progress": {
        "progress": "登记一项任务的进展。",
        "apply": "一项已完成的任务申请办结。",
        "close": "审核办结申请：同意办结（销号），或退回。",
        "reporting": "设定一份文件的任务多久报一次（周报、月报、季报、半年报、年报）。",
    },
    "history": {
        "history": "列出修改记录。",
        "undo": "撤销自己最近的一次操作，并说明撤销了什么。",
    },
    "export": {
        "export": "导出责任分工表或督查台账。",
    },
    "returns": {
        "import": "取回各单位填好的工作簿和台账，先列出变化，再一次写入。",
    },
    "bulletin": {
        "due": "列出快到期的任务。",
        "report": "生成一期督查通报（docx，带图表）。",
    },
    "problems": {
        "problems": "列出各单位填报的存在问题和需协调事项。",
    },
    "remind": {
        "remind": "催办：列出未报、临期、逾期的牵头单位和联系人，写成文字或催办单、督办单。",
    },
    "evidence": {
        "evidence": "列出任务所附的佐证材料，或原样取出。",
    },
    "saved": {
        "filters": "列出保存的筛选，或删除一个。",
    },
    "serve": {
        "serve": "在浏览器里打开督查看板：查任务、填进展、收各单位填报。",
    },
    "database": {
        "remove": "移出一份文件和它的任务，可以撤销。",
        "backup": "备份台账。",
        "restore": "用备份取回台账。",
        "check": "检查台账是否完好，--repair 重建能推出的内容。",
        "upgrade": "升级旧版本建立的台账，先自动备份。",
    },
    "parse": {
        "parse": "只解析文件并显示结果，不入库。",
    },
    "demo": {
        "demo": "用自带的样例文件演示一遍：入库、查任务、出表。",
    },
}
"""Where the commands stand and what they do, in the order of the help: each module has ``COMMANDS``, name to function."""


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
    command = import_module(f"policyparse.cli.{module}").COMMANDS[name]
    alone = typer.Typer(add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None)
    alone.command(name, cls=chinese.Command, help=MODULES[module][name])(command)
    return typer.main.get_command(alone)


class Door(chinese.Group):
    """The group of all commands; what goes wrong in one becomes a Chinese message and an exit code here."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**given)
        self.commands = cast(Any, Loaded())

    def listed(self) -> list[tuple[str, str]]:
        """Each command with what it does; none is loaded for it."""
        return [*chain.from_iterable(told.items() for told in MODULES.values())]

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
    return f"系统读写{where}时出错：{why(error)}。"


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
    help="读政策文件，出责任分工表，管督查台账。\n先 add 文件，再用 tasks 查任务，用 export 出表。",
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
