"""Rows whose number stands in the middle of their lines, as cells set at half their height do, in a text of even characters.

例：a line of spaces with 建设农田12万亩， and 市财政局、 under the header, and below it 1 · 改造4万亩 · 市农业农村局 · 市水利局 · 11月底.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from policyparse.model import Block, Line
from policyparse.tables import content
from policyparse.tables.regained import loose
from policyparse.tables.regained.pieces import Pieces, pieces_of

# a line that begins far in; 例：      建设农田12万亩，
_SPACED = re.compile(r"[ \xa0\u3000]{3,160}\S")
# behind it a list or a sentence goes on; 例：市财政局、
_OPEN = re.compile(r"[、，,：:（(《“]$")
_NEAR = 1.0
"""Ems between the beginnings of two lines of one cell at most."""


def leads(blocks: Sequence[Block], i: int) -> bool:
    """Whether a line is the first of the row whose number stands on the line below: each of its pieces begins where one of that does.

    The line above is the header, which counts nothing, or ends its row; behind a row such a line breaks off itself.
    """
    line, below = blocks[i], blocks[i + 1] if i + 1 < len(blocks) else None
    if not isinstance(line, Line) or not isinstance(below, Line) or not _SPACED.match(line.text):
        return False
    pieces, numbered = pieces_of(line), pieces_of(below)
    if not pieces.edges or not numbered.edges or content.is_number(pieces.texts[0]):
        return False
    if not content.is_number(numbered.texts[0]) or _over(pieces, numbered) is None:
        return False
    above = blocks[i - 1] if i else None
    row = pieces_of(above).texts if isinstance(above, Line) else ()
    if loose.is_header(row):
        return True
    return any(map(_OPEN.search, pieces.texts)) and not any(map(_OPEN.search, row))


def whole(blocks: Sequence[Block], i: int) -> Pieces | None:
    """The pieces of a line with its number, those of the line above before them, where that leads the row; else None."""
    first, line = blocks[i - 1] if i else None, blocks[i]
    if not isinstance(first, Line) or not isinstance(line, Line) or not leads(blocks, i - 1):
        return None
    numbered = pieces_of(line)
    return replace(numbered, texts=_over(pieces_of(first), numbered) or numbered.texts)


def _over(pieces: Pieces, numbered: Pieces) -> tuple[str, ...] | None:
    texts = [*numbered.texts]
    for piece, edge in zip(pieces.texts, pieces.edges, strict=False):
        at = next((n for n, e in enumerate(numbered.edges) if abs(e - edge) <= _NEAR), 0)
        if not 0 < at < len(texts):
            return None
        texts[at] = piece + texts[at]
    return tuple(texts)
