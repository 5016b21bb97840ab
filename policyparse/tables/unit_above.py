"""The unit of measure that stands over a table for all its numbers: （单位：座）, 单位：万元."""

from __future__ import annotations

import re

from policyparse.extract.targets.cues import cue
from policyparse.model import Span
from policyparse.tables import content

_NEAR = 120
"""Characters before a label of the header in which it stands."""
# the unit, behind its label; 例：（单位：座）
_SAID = re.compile(
    r"(?:^|[（(\s])(?:计量)?单位[:：][^\S\n]*(?P<unit>[一-鿿㎡%‰/]{1,6})(?=[）)\s]|$)", re.MULTILINE
)
# a column whose numbers are ordered; 例：改造任务
_ORDERED = re.compile(r"[一-鿿]{0,8}(?:任务|目标|计划|指标)[数量]?")


def find(text: str, header: int) -> Span | None:
    """The words of the unit of measure over a table whose header begins at ``header``; None where nothing says it."""
    start = max(0, header - _NEAR)
    said = [m for m in _SAID.finditer(text[start:header]) if not content.is_units(m["unit"])]
    return Span(start + said[-1].start("unit"), start + said[-1].end("unit")) if said else None


def counts(text: str, header: int, label: str) -> bool:
    """Whether the numbers below a label are so many of that unit, to be reached: 新建任务 under 单位：座."""
    ordered = _ORDERED.fullmatch(label) or cue("verb").match(label)
    return ordered is not None and find(text, header) is not None
