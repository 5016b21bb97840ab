"""Text for a terminal: Han characters take two columns, a table fits the window, a pipe gets tabs."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Sequence
from itertools import islice

import typer

from policyparse import output
from policyparse.output import INVISIBLE, clean

GAP = "  "
NARROWEST = 6
PAGE = 500
"""Rows of a table that are printed at a time."""
WINDOW = 100


def say(text: str = "", *, err: bool = False) -> None:
    """Print a line or lines without anything that a terminal would obey."""
    typer.echo(INVISIBLE.sub("", clean(text)), err=err)


width = output.columns


def cut(text: str, room: int) -> str:
    """The text in at most ``room`` columns; … stands for what is left out."""
    if width(text) <= room:
        return text
    return _head(text, room - 1) + "…"


def _head(text: str, room: int) -> str:
    taken = 0
    for at, character in enumerate(text):
        taken += width(character)
        if taken > room:
            return text[:at]
    return text


def pad(text: str, room: int) -> str:
    """The text with spaces behind it up to ``room`` columns."""
    return text + " " * (room - width(text))


def wrap(text: str, room: int) -> list[str]:
    """The text in lines of at most ``room`` columns; Han text may break anywhere."""
    lines = []
    for paragraph in text.split("\n"):
        rest = paragraph
        while width(rest) > room:
            head = _head(rest, room)
            lines.append(head)
            rest = rest[len(head) :].lstrip()
        lines.append(rest)
    return lines


def window() -> int:
    """The columns of the terminal."""
    return shutil.get_terminal_size((WINDOW, 24)).columns


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bool:
    """Print a table: aligned and cut to the window in a terminal, tab-separated and whole in a pipe.

    Rows are printed as they come, ``PAGE`` at a time, in columns as wide as the first of them need; False where there are
    none, and then nothing is printed.
    """
    flat = ([_one_line(cell) for cell in row] for row in rows)
    page = list(islice(flat, PAGE))
    if not page:
        return False
    aligned = sys.stdout.isatty()
    rooms = (
        fitted([max(map(width, column)) for column in zip(head, *page, strict=True)], window())
        if aligned
        else []
    )
    lines = [_line(head, rooms), GAP.join("─" * room for room in rooms)] if aligned else ["\t".join(head)]
    while page:
        lines += [_line(row, rooms) if aligned else "\t".join(row) for row in page]
        say("\n".join(lines))
        lines, page = [], list(islice(flat, PAGE))
    return True


def _one_line(cell: str) -> str:
    return " ".join(INVISIBLE.sub("", clean(cell)).split())


def _line(row: Sequence[str], rooms: Sequence[int]) -> str:
    return GAP.join(pad(cut(cell, room), room) for cell, room in zip(row, rooms, strict=True)).rstrip()


def fitted(wanted: Sequence[int], whole: int) -> list[int]:
    """Widths that fit into ``whole`` columns: the widest gives way, none falls below a few characters."""
    rooms = list(wanted)
    excess = sum(rooms) + len(GAP) * (len(rooms) - 1) - whole
    while excess > 0 and max(rooms) > NARROWEST:
        rooms[rooms.index(max(rooms))] -= 1
        excess -= 1
    return rooms


def facts(pairs: Iterable[tuple[str, str]], indent: int = 2) -> None:
    """Print labelled facts one below the other, the labels aligned, long ones wrapped behind their label."""
    shown = [(label, clean(value)) for label, value in pairs if value]
    room = max((width(label) for label, _ in shown), default=0)
    left = indent + room + len(GAP)
    for label, value in shown:
        lines = wrap(value, max(window() - left, 20)) if sys.stdout.isatty() else value.split("\n")
        say(" " * indent + pad(label, room) + GAP + ("\n" + " " * left).join(lines))
