"""A Markdown table (GitHub's form), a heading above it, section rows in bold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from policyparse.exports.columns import as_text
from policyparse.exports.form import FormRow, Options, Section, form
from policyparse.ledger import TrackedTask

SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~])")


def render(tasks: Sequence[TrackedTask], options: Options) -> bytes:
    """The table as UTF-8 text."""
    table = form(tasks, options)
    head = [
        f"# {escape(table.title)}",
        "",
        _row(column.header for column in table.columns),
        _row(":-:" if column.centred else "---" for column in table.columns),
    ]
    body = [_line(line, len(table.columns)) for line in table.lines]
    return ("\n".join([*head, *body]) + "\n").encode()


def _line(line: Section | FormRow, width: int) -> str:
    if isinstance(line, Section):
        return _row([f"**{escape(line.text)}**", *[""] * (width - 1)])
    return _row(escape(as_text(cell)) for cell in line.cells)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def escape(text: str) -> str:
    """The text so that Markdown shows it as it is, in one line of a table."""
    return SPECIAL.sub(r"\\\1", text).replace("\n", "<br>")
