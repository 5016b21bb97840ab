"""``policyparse demo``: the main job on sample files, each command shown as it runs."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from policyparse import leftovers
from policyparse.cli.export import make_folder
from policyparse.cli.tables import say
from policyparse.errors import UnreadableFile

SAMPLES = ("yunxi-2024-jiuye-cuoshi.pdf", "linjiang-2024-fengong.docx", "yunxi-2023-yingshang-fangan.txt")
UNIT = "市教育局"


def demo(
    context: typer.Context,
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="文件夹", help="表格写到哪里，默认 policyparse-demo。")
    ] = Path("policyparse-demo"),
    serve: Annotated[
        bool, typer.Option("--serve", help="不写表格，在浏览器里打开样例的督查看板，按 Ctrl+C 结束。")
    ] = False,
) -> None:
    """Add the samples to a tracker that is thrown away; ask what a unit owes and write the tables, or open the board."""
    group = context.find_root().command
    if not serve:
        make_folder(output)
    with leftovers.folder() as folder:
        database = str(Path(folder) / "demo.db")
        for words in _board(_samples()) if serve else _commands(_samples(), output):
            say(f"$ policyparse {shlex.join(words)}")
            sys.stdout.flush()
            group.main(args=["--db", database, *words], prog_name="policyparse", standalone_mode=False)
            say()
    say(
        "演示结束，演示用的台账已删除。"
        if serve
        else f"演示结束：表格在 {output.resolve()}，演示用的台账已删除。"
    )


def _commands(samples: Path, output: Path) -> Iterator[list[str]]:
    yield ["add", *(str(samples / name) for name in SAMPLES)]
    yield ["documents"]
    yield ["tasks", "--unit", UNIT]
    yield ["show", "1"]
    yield ["export", "--document", "1", "-o", str(output / "责任分工表.docx"), "--force"]
    yield ["export", "--unit", UNIT, "--ledger", "-o", str(output / f"{UNIT}督查台账.xlsx"), "--force"]


def _board(samples: Path) -> Iterator[list[str]]:
    """The samples with a few reports on them, and the board until it is ended."""
    yield ["add", *(str(samples / name) for name in SAMPLES)]
    for number in range(1, len(SAMPLES) + 1):
        yield ["reporting", str(number), "月报"]
    yield ["progress", "1", "--percent", "60", "--note", "募集见习岗位1900个", "--problem", "企业报名不足"]
    yield ["progress", "2", "--state", "已完成", "--note", "已与52所高校签订协议"]
    yield ["serve", "--port", "0"]


def _samples() -> Path:
    """The folder of the samples: inside the installed package, or beside it in a checkout."""
    package = Path(str(files("policyparse")))
    for folder in (package / "_corpora" / "docs", package.parent / "corpora" / "docs"):
        if folder.is_dir():
            return folder
    raise UnreadableFile("没有找到自带的样例文件，请重新安装 policyparse。")


COMMANDS = {"demo": demo}
