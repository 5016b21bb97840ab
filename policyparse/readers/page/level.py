"""Tables without upright rules → their cells: columns by the white between words, rows by the rules and shades that go over them,
and where these leave several rows together, or there are none, by the glyphs.

What is found is drawn in as rules are (``ruled``), so that merged cells are told there, and a table over pages in ``tables``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from policyparse.model import Box
from policyparse.readers.page.level_grid import KEY, Grid, is_header, is_pair
from policyparse.readers.page.lines import GlyphRow
from policyparse.readers.page.ruled import NEAR
from policyparse.readers.page.tables import TablePart, part_of
from policyparse.readers.page.white import LONG, Bar, Line, are_rows, edges_of, is_section, spans
from policyparse.text.folding import fold

_NEAR = 4.0
"""Ends of rules nearer to each other than this, in points, are one; so near pieces of one rule stand."""
_FAR = 4.0
"""Ems between two lines of a table at most, where no rule holds them together."""
_LARGER = 1.15
"""Times the type of a table in which its title is set."""
_LONGEST = 12
"""Signs of a label over columns at most."""
_HEAD = 3
"""Lines of a header that no rule parts from the rows at most."""
_CLOSE = 1.7
"""Ems between two lines of a header at most."""
_NEAR_ROWS = 4
"""Rows that are asked whether a line in one piece has its white where they have theirs."""
_MOST = 400
"""Rules of a page; where there are more, they are a drawing."""

# what a heading within a table begins with; 例：一、 · （二） · 第三部分
_SECTION = re.compile(
    r"[（(]?[一二三四五六七八九十]{1,3}[）)、．.]|第[一二三四五六七八九十]{1,3}(?:部分|[章篇类])"
)
_PAGE_NUMBER = re.compile(r"[-—–－·第页共/\d０-９\s]{1,12}")


@dataclass(frozen=True)
class Found:
    """A table: the cells' boxes, the edges of its columns, the rows that are in it; ``open`` where the page's end may cut it."""

    boxes: list[Box]
    edges: tuple[float, ...]
    rows: frozenset[int]
    open: bool


@dataclass
class Above:
    """The edges of the columns of a table that the end of the page before may have cut; none where there is none."""

    edges: tuple[float, ...] = ()


def parts(
    page: int,
    rows: Sequence[GlyphRow],
    bars: Sequence[Bar],
    ruled_parts: Sequence[TablePart],
    above: Above,
    height: float,
) -> tuple[Sequence[GlyphRow], list[TablePart]]:
    """The rows that stand in no such table of a page, and the tables; ``above`` is what the page before left, and takes what this leaves.

    ``rows`` and ``bars`` are all that stands outside the tables with upright rules (``ruled_parts``), or within their extent.
    """
    extents = [(min(b[1] for b in p.boxes), max(b[3] for b in p.boxes)) for p in ruled_parts]
    free = [bar for bar in bars if not any(top - 2 <= bar[0] <= bottom + 2 for top, bottom in extents)]
    found = tables(rows, free, above.edges, height)
    above.edges = next((table.edges for table in found if table.open), ())
    taken = frozenset().union(*(table.rows for table in found))
    inside = [[g for i in sorted(table.rows) for g in rows[i].glyphs] for table in found]
    return (
        [row for i, row in enumerate(rows) if i not in taken] if found else rows,
        [part_of(page, table.boxes, glyphs)[0] for table, glyphs in zip(found, inside, strict=True)],
    )


def tables(
    rows: Sequence[GlyphRow], bars: Sequence[Bar], above: Sequence[float], height: float
) -> list[Found]:
    """The tables on a page of that height; ``above`` are the edges of the columns of one that the page before ended within."""
    joined = _joined(bars)
    if len(joined) > _MOST:
        return []
    lines = [Line(row) for row in rows]
    text = [i for i, line in enumerate(lines) if not _is_furniture(line, height)]
    heads = {i for n, i in enumerate(text) if _heads([lines[k] for k in text[n : n + _HEAD]])}
    if not (above or heads or any(right - left >= LONG for _, left, right in joined)):
        return []
    found: list[Found] = []
    taken: set[int] = set()
    for left, right, ys in _regions(lines, text, joined, above, heads):
        free = [i for i in text if i not in taken]
        inside = [lines[i].row.box for i in free if ys and ys[0] < lines[i].base < ys[-1]]
        if any(box[0] < left - _NEAR or box[2] > right + _NEAR for box in inside):
            continue  # the rules are of a box or a column of the page
        table = _table(lines, free, [bar for bar in joined if _within(bar, left, right)], ys, above)
        if table:
            found.append(table)
            taken |= table.rows
            heads -= table.rows
    return found


def _is_furniture(line: Line, height: float) -> bool:
    at_edge = line.base < 0.1 * height or line.base > 0.9 * height
    return at_edge and bool(_PAGE_NUMBER.fullmatch(line.row.text.strip()))


def _within(bar: Bar, left: float, right: float) -> bool:
    return bar[1] >= left - _NEAR and bar[2] <= right + _NEAR


def _joined(bars: Iterable[Bar]) -> list[Bar]:
    """The rules from the top, those put together that stand end to end."""
    found: list[Bar] = []
    for y, left, right in sorted((round(y, 1), left, right) for y, left, right in bars):
        for i in range(len(found) - 1, -1, -1):
            other = found[i]
            if y - other[0] > NEAR / 2:
                found.append((y, left, right))
                break
            if left <= other[2] + _NEAR and right >= other[1] - _NEAR:
                found[i] = other[0], min(left, other[1]), max(right, other[2])
                break
        else:
            found.append((y, left, right))
    return found


def _regions(
    lines: Sequence[Line],
    text: Sequence[int],
    bars: Sequence[Bar],
    above: Sequence[float],
    heads: set[int],
) -> Iterator[tuple[float, float, list[float]]]:
    """Where tables may stand: left and right end, and the heights of the rules that go all over it; with which lines ``heads`` begin
    is asked anew for each.
    """
    groups: dict[tuple[float, float], list[float]] = {}
    for y, left, right in bars:
        if right - left >= LONG:
            ends = next(
                (e for e in groups if abs(e[0] - left) <= _NEAR and abs(e[1] - right) <= _NEAR), (left, right)
            )
            groups.setdefault(ends, []).append(y)
    for (left, right), ys in sorted(groups.items(), key=lambda group: group[0][0] - group[0][1]):
        run: list[float] = []
        for y in ys:
            if run and _is_prose([lines[i] for i in text if run[-1] < lines[i].base < y], right - left):
                yield left, right, run
                run = []
            run.append(y)
        yield left, right, run
    if above and text:
        yield above[0], above[-1], []
    for i in text:
        if i in heads:
            pieces = lines[i].pieces
            yield pieces[0][0] - 10, pieces[-1][1] + 60, [lines[i].base - lines[i].row.em - 2]


def _heads(lines: Sequence[Line]) -> bool:
    """Whether with the first of some lines the header of a table begins that no rule need hold together: the line begins with 序号, or
    it heads work and who does it, or all words of the lines that stand as near to each other as those of one label are labels.
    """
    first = lines[0]
    if is_pair(first) or (len(first.pieces) > 2 and KEY.fullmatch(first.pieces[0][2])):
        return True
    near = [b for a, b in pairwise(lines) if b.base - a.base < _CLOSE * a.row.em]
    head = [first, *takewhile(_is_short, lines[1 : 1 + len(near)])]
    count = sum(len(line.pieces) for line in head)
    return _is_short(first) and count > 2 and any(len(line.pieces) > 1 for line in head) and is_header(head)


def _is_short(line: Line) -> bool:
    """Whether no piece of a line is longer than a label."""
    return all(len(words) <= _LONGEST for _, _, words in line.pieces)


def _is_prose(lines: Sequence[Line], breadth: float) -> bool:
    """Whether lines are running text: in one piece each, the first of them over nearly all the breadth; or one over a new header."""
    pieces = next((n for n, line in enumerate(lines) if len(line.pieces) > 1), len(lines))
    wide = [line for line in lines[:pieces] if line.is_wide(breadth)]
    if not wide or are_rows(wide):
        return False
    said = bool(re.search("[，。；]", wide[0].row.text))
    if pieces < len(lines):
        return said and is_header(lines[pieces:])
    return wide[0] is lines[0] and (len(lines) > 1 or said)


# ---- one table -------------------------------------------------------------------------------------------


def _table(
    lines: Sequence[Line],
    free: Sequence[int],
    bars: Sequence[Bar],
    ys: Sequence[float],
    above: Sequence[float],
) -> Found | None:
    """The table that the rules at ``ys`` hold together, None where there is none."""
    top, bottom = (ys[0], ys[-1]) if ys else (-1.0, -1.0)
    inside = [i for i in free if top < lines[i].base < bottom]
    over = [i for i in reversed(free) if lines[i].base <= top]
    under = [i for i in free if lines[i].base >= bottom]
    breadth = max((bar[2] for bar in bars), default=1e9) - min((bar[1] for bar in bars), default=0.0)
    up = _walked(lines, over, top, breadth, inside)
    if not above and (_is_headed(lines, inside, ys) or not is_header([lines[i] for i in up])):
        up = []
    down = _walked(lines, under, bottom if ys else None, breadth, inside)
    while True:
        chosen = [*reversed(up), *inside, *down]
        edges = edges_of([lines[i] for i in chosen], bars, above)
        if len(edges) < (3 if chosen and is_pair(lines[chosen[0]]) else 4):
            return None
        cut = [lines[i].cut(edges) for i in down]
        crossing = next(
            (n for n, line in enumerate(cut) if n and spans(line, edges) and not _is_inside(cut, n, edges)),
            None,
        )
        if crossing is None or not down:
            break
        down = _whole(lines, down[:crossing], breadth)
    over_all = (
        n for n, i in enumerate(up) if spans(line := lines[i].cut(edges), edges) and not _is_over(line, bars)
    )
    first = next(over_all, len(up))
    chosen = [*reversed(up[:first]), *inside, *down]
    while len(chosen) > 2 and _is_title(lines[chosen[0]].cut(edges), lines[chosen[1]], edges):
        del chosen[0]
    grid = Grid([lines[i].cut(edges) for i in chosen], edges, bars, bool(above))
    boxes = grid.boxes()
    if not boxes:
        return None
    return Found(boxes, tuple(edges), frozenset(chosen), not [i for i in free if i > chosen[-1]])


def _is_inside(lines: Sequence[Line], at: int, edges: Sequence[float]) -> bool:
    """Whether a line over several columns is the heading of the rows that go on below it."""
    line = lines[at]
    below = takewhile(lambda row: not spans(row, edges), lines[at + 1 : at + 1 + _NEAR_ROWS])
    words = fold(line.row.text)
    numbered = _SECTION.match(words) is not None and not re.search("[，。；]", words)
    return numbered and is_section(line, edges) and any(len(row.pieces) > 1 for row in below)


def _is_headed(lines: Sequence[Line], inside: Sequence[int], ys: Sequence[float]) -> bool:
    """Whether a header stands below the first rule, and not above it."""
    return is_header([lines[i] for i in inside if lines[i].base < ys[1]])


def _is_title(line: Line, below: Line, edges: Sequence[float]) -> bool:
    """Whether a line over a header is the title of the table, below a rule of the page's own: in larger type, or longer than a label."""
    if not is_section(line, edges) or is_header([line]):
        return False
    return line.row.em > _LARGER * below.row.em or len(line.row.glyphs) > _LONGEST


def _is_over(line: Line, bars: Sequence[Bar]) -> bool:
    """Whether a line is of labels that rules of their own part from those below: 责任分工 over 牵头单位 and 配合单位."""
    under = [bar for bar in bars if 0 < bar[0] - line.base < 1.5 * line.row.em]
    left, right = min((bar[1] for bar in bars), default=0.0), max((bar[2] for bar in bars), default=0.0)
    return all(
        any(bar[1] - _NEAR <= a and b <= bar[2] + _NEAR for bar in under) for a, b, _ in line.pieces
    ) and any(bar[2] - bar[1] < 0.9 * (right - left) for bar in under)


def _walked(
    lines: Sequence[Line], further: Sequence[int], start: float | None, breadth: float, inside: Sequence[int]
) -> list[int]:
    """The lines beyond the last rule that may belong to the table, up to one that is running text or far away."""
    found: list[int] = []
    last = start
    for i in further:
        line = lines[i]
        if len(line.pieces) == 1 and line.is_wide(breadth):
            near = [lines[n] for n in [*inside, *found] if lines[n].is_wide(breadth)]
            if not near or not are_rows([*near[-_NEAR_ROWS:], line]):
                break
        if last is not None and abs(line.base - last) > _FAR * line.row.em:
            break
        found.append(i)
        last = line.base
    return _whole(lines, found, breadth)


def _whole(lines: Sequence[Line], walked: Sequence[int], breadth: float) -> list[int]:
    """The lines up to the last one of several pieces or all the breadth, and those that go on closely below it."""
    rows = (n for n, i in enumerate(walked) if len(lines[i].pieces) > 1 or lines[i].is_wide(breadth))
    last = max(rows, default=-1)
    found = list(walked[: last + 1])
    for i in walked[last + 1 :] if found else ():
        if abs(lines[i].base - lines[found[-1]].base) > 1.8 * lines[i].row.em:
            break
        found.append(i)
    return found
