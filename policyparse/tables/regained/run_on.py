"""Tables that were run on: a header, or the whole table, in one line. Their labels and cells become lines, which ``unruled`` reads.

例：序号 任务 责任单位 1 修缮校舍3所 县教育局 2 维修泵站2座 县水利局; 序号任务责任单位 over cells a line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyparse.document.titles import genre_of
from policyparse.model import Block, Line, Scan
from policyparse.tables import content
from policyparse.tables.columns import meaning
from policyparse.tables.regained import loose, runs
from policyparse.tables.regained.pieces import BLANKS, EDGES, RUNS
from policyparse.text.numbering import mark

_LONGEST_HEAD = 60
"""Characters of labels with nothing between them at most, and pieces among which a header ends."""
# a word of a label, which one of each header has; 例：单位
_HEADS = re.compile("序 ?号|编 ?号|单 ?位|部 ?门|时 ?限|时 ?间|分 ?值|标 ?准|责任|主办|承办|牵头")
_LONGEST_FIRST = 8
"""Characters at most of a first label that is glued to the title."""
_BEFORE = 3
"""Pieces of a line at most that may stand before the labels: the title of the table."""
# what parts the cells of a line, the strongest sign first; 例：|
_SIGNS = (re.compile(r"[|｜│]"), re.compile(r"\t"), RUNS, BLANKS)
# what stands before the title of an annex; 例：附件2
_ANNEX = re.compile(r"附\s*[件表]\s*\d{0,2}\s*[:：]?")
# a sign that no label holds; 例：，
_SAID = re.compile(r"[^一-鿿（）()]")


def parted(scan: Scan) -> Scan:
    """The scan with each line that is a header, or a table, run on replaced by lines of one cell each; nothing is lost."""
    return runs.replaced(scan, _found)


def _found(blocks: Sequence[Block], at: int) -> runs.Found | None:
    line = blocks[at]
    if not isinstance(line, Line) or not (texts := _parted(line.text, blocks, at + 1)):
        return None
    return [replace(line, text=text, box=None, starts=()) for text in texts], at + 1


def _parted(line: str, blocks: Sequence[Block], below: int) -> Sequence[str]:
    """The cells of a line that is a header or a table; none where it is neither, or where the blocks from ``below`` are read with it
    as it is.
    """
    if not _HEADS.search(line):
        return ()
    strongest = next((n for n, sign in enumerate(_SIGNS[:2]) if sign.search(line)), None)
    for sign in _SIGNS[2:] if strongest is None else _SIGNS[strongest : strongest + 1]:
        pieces = [piece.strip() for piece in sign.split(line) if piece.strip()]
        if len(pieces) < 2:
            continue
        first = _title_off(pieces[0]) if meaning(pieces[1]) else pieces[:1]
        if cells := _cells([*first, *pieces[1:]], blocks, below, parts=len(first) > 1):
            return cells
    words = line.strip()
    return () if re.search(r"\s", words) else _cells([words], blocks, below)


def _title_off(piece: str) -> Sequence[str]:
    """A title and the first label that is glued to it: 公厕改造考核评分标准|考核项目; else the piece alone."""
    for at in range(max(len(piece) - _LONGEST_FIRST, 6), len(piece) - 1):
        if meaning(piece[at:]) and genre_of(piece[:at]) and not _SAID.search(piece[at:]):
            return [piece[:at], piece[at:]]
    return [piece]


def _cells(
    pieces: Sequence[str], blocks: Sequence[Block], below: int, *, parts: bool = False
) -> Sequence[str]:
    """The lines of a title, labels and cells that the pieces are; ``parts`` says that some of them stood as one."""
    for first in range(min(_BEFORE, len(pieces) - 1) + 1):
        told = [_glued(piece) for piece in pieces[first : first + _LONGEST_HEAD]]
        labels, used = _labels(told)
        if not labels:
            continue
        annex = pieces[:1] if first and _ANNEX.fullmatch(pieces[0]) else []
        above = [*annex, *filter(None, [" ".join(pieces[len(annex) : first])])]
        rest = pieces[first + used :]
        parts = parts or any(len(glued) > 1 for glued in told[:used])
        if _are_rows(rest, labels) or (not rest and _are_cells(blocks, below, labels)):
            return [*above, *labels, *rest]
        if parts and not rest and len(_pieces(_first(blocks, below, sections=False))) * 2 > len(labels):
            return [*above, "  ".join(labels)]
        break
    return ()


def _labels(told: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], int]:
    """The labels that the first pieces are, and how many pieces those are; in a table of numbers all before the first one are."""
    if not told or not (meaning(told[0][0]) or len(told[0][0]) == 1):
        return (), 0
    numbered = meaning(told[0][0]) == "number"
    end = next(
        (i for i, (piece, *_) in enumerate(told) if i and (piece.isdecimal() or loose.is_section(piece))), 0
    )
    for stop in [end] if numbered and end else range(len(told), 0, -1):
        found = loose.labels(
            [label for glued in told[:stop] for label in glued], strange=numbered and bool(end)
        )
        if len(found) > 2 and loose.is_header(found):
            return found, stop
    return (), 0


def _glued(piece: str) -> Sequence[str]:
    """The labels that a piece is, printed with nothing between them; the piece itself where it is none, or one."""
    if len(piece) < 6 or len(piece) > _LONGEST_HEAD or _SAID.search(piece) or meaning(piece):
        return [piece]
    return loose.labels(piece) or [piece]


def _are_rows(rest: Sequence[str], labels: Sequence[str]) -> bool:
    """Whether what stands behind the labels in their line are the cells of rows."""
    if len(rest) < len(labels) - 1:
        return False
    if meaning(labels[0]) == "number":
        return rest[0].isdecimal() or loose.is_section(rest[0])
    return any(content.is_units(piece) or content.is_time(piece) for piece in rest[1:])


def _are_cells(blocks: Sequence[Block], below: int, labels: Sequence[str]) -> bool:
    """Whether a cell a line stands below the labels: first a number alone, or in a table without numbers any one piece."""
    first = _first(blocks, below, sections=meaning(labels[0]) != "number")
    if meaning(labels[0]) == "number":
        return first.isdecimal()
    return len(_pieces(first)) == 1 and not mark(first)


def _first(blocks: Sequence[Block], below: int, *, sections: bool) -> str:
    """The first line that says anything (and, but for ``sections``, heads none), without the strokes at its ends; "" for none."""
    for i in range(below, len(blocks)):
        if not isinstance(block := blocks[i], Line):
            break
        words = block.text.strip(EDGES)
        if words and (sections or not loose.is_section(words)):
            return words
    return ""


def _pieces(line: str) -> Sequence[str]:
    return next((pieces for sign in _SIGNS if len(pieces := sign.split(line)) > 1), [line])
