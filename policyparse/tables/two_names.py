"""Labels of two names: over two columns each has its own (包联领导/责任单位), over one the second stands in brackets behind the first.

例：牵头单位（配合单位） over 县公安局（县住建局、各乡镇）; 牵头单位及职责 over 县民政局：制定检查计划.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from policyparse.extract.units import labels
from policyparse.model import Span
from policyparse.tables import content
from policyparse.tables.columns import UNITS, Column, meaning

# what stands between the names of a label; 例：包联领导、责任单位
_BETWEEN = re.compile("[与和及、/／（()）]+")
# what is said of a name before both; 例：责任单位、领导
_SHARED = 2
# who helps, in the brackets of a label; 例：牵头单位（配合单位）
_IN_BRACKETS = re.compile(r"[（(](?P<name>[^（()）]{2,10})[)）]$")
# the units in brackets behind those that lead; 例：县公安局（县住建局）
_HELPED = re.compile(r"(?P<lead>[^（()）]+)[（(](?P<support>[^（()）]+)[)）]")
# a label of units and of what they do; 例：牵头单位及职责
_DUTIES = re.compile("职责|分工|任务")
# a unit and what it does, a line each; 例：县民政局：制定检查计划
_DUTY = re.compile(r"[^\S\n]*(?P<unit>[^:：\n]{2,30})[:：][^\S\n]*\S[^\n]*")


def apart(columns: Sequence[Column], held: Sequence[Sequence[str]]) -> list[Column]:
    """The columns, each of those below one label of as many names by its own; ``held`` are the cells of each.

    Where the cells below say that the units stand in the other one, the names change places.
    """
    found: list[Column] = []
    for cells, group in groupby(enumerate(columns), key=lambda one: one[1].cells):
        below = [i for i, _ in group]
        label = columns[below[0]].label
        names = _named(label.rpartition("：")[2]) if cells and len(below) > 1 else []
        kinds = [meaning(name) for name in names]
        if len(names) != len(below) or "" in kinds or len({*kinds}) < len(kinds):
            found += [columns[i] for i in below]
            continue
        pairs = [*zip(kinds, names, strict=True)]
        if len(pairs) == 2 and _changed(kinds, [held[i] for i in below]):
            pairs.reverse()
        found += [
            replace(columns[i], kind=kind, label=name) for i, (kind, name) in zip(below, pairs, strict=True)
        ]
    return found


def _named(label: str) -> list[str]:
    """The names of a label; a later one that says nothing alone takes the beginning of the first: 责任领导/单位."""
    first, *further = [name for name in _BETWEEN.split(label) if name] or [""]
    return [first, *(name if meaning(name) else first[:_SHARED] + name for name in further)]


def _changed(kinds: Sequence[str], held: Sequence[Sequence[str]]) -> bool:
    """Whether the one of two columns that holds units is not the one whose name says so."""
    unit = [kind in UNITS for kind in kinds]
    holds = [content.share(cells, content.is_units) >= 0.5 for cells in held]
    return sum(unit) == sum(holds) == 1 and unit != holds


def helped(text: str, column: Column, cell: Span) -> tuple[tuple[str, Span], ...]:
    """The units of a cell whose label says that those in brackets help, with their roles; none where it names none in brackets."""
    label = _IN_BRACKETS.search(column.label)
    role = labels.role_of(label["name"]) if label and column.kind in ("lead", "list") else None
    if role is None or role[0] != "support":
        return ()
    found = list(_HELPED.finditer(text, cell.start, cell.end))
    if not found or not all(content.is_units(m["support"]) for m in found):
        return ()
    pairs = tuple((name, Span(*m.span(name))) for m in found for name in ("lead", "support"))
    rest = Span(found[-1].end(), cell.end)
    return (*pairs, ("lead", rest)) if rest.of(text).strip("、，,；; \n") else pairs


def with_duties(text: str, column: Column, cell: Span) -> tuple[Span, ...]:
    """The units of a cell whose label asks for duties too, each line one and what it does; none where a line is no such."""
    found: list[Span] = []
    if column.kind not in ("lead", "support", "list") or not _DUTIES.search(column.label):
        return ()
    at = cell.start
    for line in cell.of(text).split("\n"):
        told = _DUTY.fullmatch(line)
        if not told or labels.role_of(told["unit"]) or not content.is_units(told["unit"].strip()):
            return ()
        found.append(Span(at + told.start("unit"), at + told.end("unit")))
        at += len(line) + 1
    return tuple(found)
