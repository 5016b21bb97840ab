"""The marked text of a policy: what is printed, and under each item what a parse must say of it.

One line is one paragraph; its first characters say what it is:

    %key value        a fact: ``%form``, ``%document`` (begins one), ``%title``, ``%place 市=云溪市``
    ~style text       a printed line in a style of its own: title, red, number, right, flush, page, small
    # text            a heading of level 1 (## 2, ### 3): its text is a step of the path of the tasks below it;
                      ``#!`` is printed like a title
    * no¦title¦text   a task, with its number, its title and its text; ``no¦text with {its title} inside`` too
    | text            a further paragraph of the task above
    [cols] …          a table: its roles, its printed head, ``|= section row``, ``|- cell | cell``; ``[end]``
    @…                what a parse must say of the task above, or of the document before its first task:
                      ``@L.e`` and ``@S.e`` units that lead or support, by which basis (explicit, convention, order,
                      prose, issuer: its first letter), ``@T`` a target, ``@G`` a goal, ``@D`` a deadline, ``@A`` an
                      action; with ``?`` it is a matter of taste, ``@?`` the whole task, ``@-`` no task
    // remark         is nothing
    anything else     a printed paragraph that gives no task

Within a line ``⟪…⟫`` is printed but not part of a title, text or path (the bracket that names the units);
``{{printed=>true}}`` is damage and its repair, ``⏎`` a line end that a TXT has there. In a row ``^`` continues the cell above, ``<`` the cell to
the left.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

NOTE = re.compile(r"⟪(.*?)⟫")
DAMAGE = re.compile(r"\{\{(.*?)=>(.*?)\}\}")
CLAUSE = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")


@dataclass(slots=True)
class Block:
    """A line of the source; its ``kind`` is as ``_block`` names it, ``notes`` are the annotations under it."""

    kind: str
    text: str = ""
    style: str = ""
    level: int = 0
    cells: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def printed(text: str) -> str:
    """The words as the file shows them: damage left in, marks of the author taken out."""
    return CLAUSE.sub(r"\1", DAMAGE.sub(r"\1", NOTE.sub(r"\1", text))).replace("¦", "").replace("⏎", "\n")


def meant(text: str) -> str:
    """The words as the gold has them: damage mended, brackets that name units and times left out."""
    return CLAUSE.sub(r"\1", DAMAGE.sub(r"\2", NOTE.sub("", text))).replace("⏎", "")


def read(path: Path) -> list[Block]:
    """The blocks of a marked text, each with the annotation lines that stand under it."""
    blocks: list[Block] = []
    for block in _blocks(path.read_text(encoding="utf-8").splitlines()):
        if block.kind == "note":
            blocks[-1].notes.append(block.text)
        else:
            blocks.append(block)
    return blocks


def _blocks(lines: list[str]) -> Iterator[Block]:
    for line in lines:
        text = line.strip()
        if text and not text.startswith("//"):
            yield _block(text)


def _block(text: str) -> Block:
    mark, _, rest = text.partition(" ")
    if mark.startswith("%"):
        return Block("fact", rest.strip(), style=mark[1:])
    if mark.startswith("~"):
        return Block("styled", rest.strip(), style=mark[1:])
    if set(mark.rstrip("!")) == {"#"}:
        return Block("heading", rest.strip(), "title" if "!" in mark else "", mark.count("#"))
    if mark.startswith("@"):
        return Block("note", text[1:])
    kinds = {"*": "task", "|": "more", "[cols]": "table", "|=": "section", "|-": "row", "|0": "head"}
    if mark not in kinds:
        return Block("end" if text == "[end]" else "body", text)
    cells = [cell.strip() for cell in rest.split(" | ")] if mark in {"|-", "|0"} else []
    return Block(kinds[mark], rest.strip(), cells=cells)
