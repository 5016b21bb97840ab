"""How wide the lines of a file are: in ems as printed, or with half-width points made whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policyparse.model import Line
from policyparse.text.folding import HAN, indent, width

# a half-width point beside a character, and whole ones; 例：强化保障,完善机制
_HALF = re.compile(rf"(?<=[{HAN}”》])[,;:()]|[,;:()](?=[{HAN}“《])")
# the same points an em wide; 例：，
_WHOLE = re.compile("[，；：（）]")


@dataclass(frozen=True, slots=True)
class FoldedLine:
    """A line with its text folded, and the width in ems that it was printed with, the indent not counted in."""

    line: Line
    wide: float
    indent: float = 0.0

    @property
    def text(self) -> str:
        """The folded text."""
        return self.line.text


def piece(line: Line, text: str, folded: str) -> FoldedLine:
    """A line of a file as a piece, or what was cut off it: ``text`` as printed, ``folded`` the same folded."""
    if folded != line.text:
        line = replace(line, text=folded)
    return FoldedLine(line, width(text.strip()), indent(text))


def mended(pieces: Sequence[FoldedLine]) -> Iterator[Sequence[FoldedLine]]:
    """The lines of a text with half-width points throughout, each of them an em wide as before somebody changed them: 强化保障,完善机制."""
    half = [len(_HALF.findall(p.text)) for p in pieces]
    if sum(half) > 4 * sum(len(_WHOLE.findall(p.text)) for p in pieces):
        yield [replace(p, wide=p.wide + more / 2) for p, more in zip(pieces, half, strict=True)]


def fit(pieces: Sequence[FoldedLine], measure: float) -> int:
    """How many lines fill the measure, to less than an em: the right way to count tells it by most of them."""
    return sum(abs(p.wide - measure) < 1 for p in pieces)
