"""Writes ``docs/cli.md``: the help of every command, as the program prints it.

python -m scripts.cli_page
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

PLACE = Path(__file__).parent.parent / "docs" / "cli.md"
HEAD = """# The commands

Made by `python -m scripts.cli_page` from `--help`; a test compares. Every command has a Chinese word too (`policyparse 任务`),
and `policyparse help COMMAND` is its help.
"""


def text() -> str:
    """The page as the file holds it, in lines of 100 columns."""
    os.environ["COLUMNS"] = "100"
    from typer.main import get_command

    from policyparse import cli
    from policyparse.cli.chinese import help_text

    group: Any = get_command(cli.app)
    top = group.make_context("policyparse", [], resilient_parsing=True)
    blocks = [HEAD, f"```\n{help_text(group, top)}\n```\n"]
    for name, command in group.commands.items():
        if not command.hidden:
            inner = command.make_context(name, [], parent=top, resilient_parsing=True)
            blocks.append(f"## {name}\n\n```\n{help_text(command, inner)}\n```\n")
    return "\n".join(blocks)


if __name__ == "__main__":
    PLACE.write_text(text(), encoding="utf-8")
