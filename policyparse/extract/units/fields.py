"""Departments called by their fields of work alone, as the subject of a sentence: 公安、交通运输等部门."""

from __future__ import annotations

import re
from functools import cache

from policyparse.extract.organs import departments

_LEVEL = r"(?:各级|各地|[省市县区乡镇]{1,4}(?:[（(][市区、]{1,3}[）)])?(?:[两三]级)?|[省市县][、和][市县区](?:[两三]级)?)?"


@cache
def _field() -> str:
    stems = {form.removesuffix(ending) for d in departments.departments() for form, ending in d.forms.items()}
    return departments.trie(stem for stem in stems if len(stem) > 1)


@cache
def _alone() -> re.Pattern[str]:
    return re.compile(rf"[省市县区州旗]?{_field()}")


def is_field(name: str) -> bool:
    """Whether a name is a field of work without what its department is called: 县水利 in 县水利、住建局."""
    return _alone().fullmatch(name) is not None


@cache
def pattern() -> re.Pattern[str]:
    """What matches fields of work that a list closes as departments, with the level before them.

    例：省市县（区）市场监管、药监等部门 · 公安、城管等相关部门. One field alone (公安部门) is built like a unit by itself.
    """
    field = _field()
    return re.compile(
        rf"{_LEVEL}{field}(?:[、和及]{field}){{1,9}}(?:等(?:有关|相关|行业主管|主管|职能|成员)?(?:部门|单位)|部门)"
    )
