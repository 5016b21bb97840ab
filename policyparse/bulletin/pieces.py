"""What a 通报 is made of: sentences, tables and charts, in parts under their headings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from policyparse.exports.charts import Chart


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, its head, for each column its share of the width and whether it holds words, its rows."""

    title: str
    head: tuple[str, ...]
    widths: tuple[tuple[int, bool], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart and the title below it."""

    title: str
    chart: Chart


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part under a heading; the first has none."""

    heading: str
    pieces: tuple[str | Table | Picture, ...]


Pieces = tuple[str | Table | Picture, ...]


def numbered(bodies: Sequence[Pieces]) -> Iterator[Pieces]:
    """The bodies with their tables and pictures numbered in order: 表1, 图1."""
    count = {Table: 0, Picture: 0}
    for pieces in bodies:
        found: list[str | Table | Picture] = []
        for piece in pieces:
            if isinstance(piece, str):
                found.append(piece)
                continue
            count[type(piece)] += 1
            name = "表" if isinstance(piece, Table) else "图"
            found.append(replace(piece, title=f"{name}{count[type(piece)]}　{piece.title}"))
        yield tuple(found)
