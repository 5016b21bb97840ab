"""The pieces of a line: what tabs, upright strokes, commas, runs of spaces or single ones part, and where each begins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policyparse.model import Line
from policyparse.text.folding import width

STROKES = "|｜│"
BLANK = " \xa0\u3000"
EDGES = f"{STROKES}{BLANK}"
"""What may stand at the ends of a line of cells and is none of them."""
# columns by upright strokes; 例：|
_PIPE = re.compile(r"\s*[|｜│]\s*")
# a line break inside a cell, as a page's own sign; 例：区文旅局<br>北塘街道
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
# the strokes at both ends of a line, which part nothing; 例：|
_OUTER = re.compile(r"^[|｜│]\s*|\s*[|｜│]$")
# what can part a line into pieces: most lines hold none; 例：|
PARTING = re.compile(r"[\s,|｜│]")
# columns by runs of blanks; 例：序号　任务
RUNS = re.compile(r"[ \xa0]{2,}|\u3000+")
# what parts pieces where every blank does; 例：改造管网86公里 受益3.4万人
BLANKS = re.compile(r"[ \xa0\u3000\t]+")
# a line that draws a rule and says nothing; 例：|---|---|
RULE = re.compile(r"[\s|｜│+\-—=:─]*")
_LEAST_COMMAS = 3


@dataclass(frozen=True, slots=True)
class Pieces:
    """The pieces of a line; ``exact`` says that the n-th piece stands in the n-th column.

    ``open`` says that no stroke stands at the edge of the line: one there parts an empty cell from the next.
    ``lefts`` are their left edges on a page, ``edges`` those in a text of even characters, in ems: where runs of spaces part
    them, they tell under which piece of the row above a line goes on. ``commas`` says that commas part them: below a header that
    other signs part they are those of a sentence.
    """

    texts: tuple[str, ...]
    exact: bool
    open: bool = False
    lefts: tuple[float, ...] = ()
    edges: tuple[float, ...] = ()
    commas: bool = False


def pieces_of(line: Line, head: Pieces | None = None) -> Pieces:
    """The pieces of a line, parted by the strongest sign in it; an edge stroke parts an empty cell where the ``head`` has none."""
    text = line.text.strip(BLANK)
    if PARTING.search(text):
        if "\t" in text:
            return Pieces(tuple(p.strip() for p in text.split("\t")), True)
        bare = _OUTER.sub("", text)
        text, opened = (text, True) if head and head.open else (bare, bare == text)
        if _PIPE.search(text):
            return Pieces(tuple(_BREAK.sub("\n", p.strip()) for p in _PIPE.split(text)), True, opened)
        if text.startswith('"') and text.endswith('"') and text.count('","') >= 2:
            return Pieces(tuple(p.strip() for p in text[1:-1].split('","')), True, commas=True)
        if text.count(",") >= _LEAST_COMMAS and "，" not in text and (head is None or head.commas):
            return Pieces(tuple(p.strip() for p in text.split(",")), True, commas=True)
        if RUNS.search(text):
            edges = edges_of(line.text.strip(STROKES))
            return Pieces(tuple(p for p in RUNS.split(text) if p), False, edges=edges)
    parts = tuple(text.split())
    lefts = (line.box[0], *line.starts) if line.box and len(line.starts) + 1 == len(parts) else ()
    return Pieces(parts, False, lefts=lefts)


def edges_of(text: str) -> tuple[float, ...]:
    """Where the pieces of a line begin that runs of spaces part, in ems."""
    starts = [
        m.end() for m in re.finditer(r"(?:^|[ \xa0]{2,}|\u3000+)[ \xa0\u3000]*(?=[^ \xa0\u3000])", text)
    ]
    return tuple(width(text[:start]) for start in starts)
