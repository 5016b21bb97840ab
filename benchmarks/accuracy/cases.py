"""The case tables of ``tests/cases`` as the benchmark asks them: a text, and the facts that it holds."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Mapping, Sized
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

SCALES = {"十": 10.0, "百": 100.0, "千": 1000.0, "万": 1e4, "亿": 1e8}
FOLDER = Path(__file__).parent.parent.parent / "tests" / "cases"


@dataclass(frozen=True, slots=True)
class Case:
    """A text with what must be read from it, in words; ``kind`` groups the cases of a table."""

    text: str
    wanted: frozenset[str]
    kind: str
    issued_on: date | None
    year: int
    column: bool = False
    assessment: bool = False

    @property
    def today(self) -> date:
        """The day that words like 年底 are told from by a reader that must have one."""
        return self.issued_on or date(self.year, 1, 15)

    def is_answered(self, facts: Collection[str]) -> bool:
        """Whether the facts are those wanted, each once; ``span FIRST LAST`` will do for a period or last day."""
        return len(facts) == len(self.wanted) and self.is_found(facts)

    def is_found(self, facts: Collection[str]) -> bool:
        """Whether what is wanted is among the facts."""
        return all(any(_same(want, fact) for fact in facts) for want in self.wanted)


def _same(wanted: str, fact: str) -> bool:
    kind, *days = wanted.split()
    return wanted == fact or (
        kind in {"by", "period"} and fact.startswith("span") and fact.endswith(" ".join(days))
    )


def deadlines() -> list[Case]:
    """The deadlines: ``by DUE``, ``period START DUE``, ``recurring RRULE``; nothing for a trap.

    Left out are what no peer has a name for (长期坚持) and the cases whose document has no year.
    """
    groups = [group for group in _table("deadlines")["group"] if "year" in group]
    rows = [(group, text, frozenset(wanted)) for group in groups for text, *wanted in group["cases"]]
    return [
        Case(text, wanted, _kind(wanted), group.get("issued_on"), group["year"], bool(group.get("column")))
        for group, text, wanted in rows
        if "ongoing" not in wanted
    ]


def quantities() -> list[Case]:
    """The numbers of the targets: ``95%``, ``12000``, 万 and 亿 multiplied out; nothing for a trap."""
    return [
        Case(
            row["text"],
            wanted,
            _count(wanted),
            None,
            row.get("year", 2025),
            assessment=row.get("assessment", False),
        )
        for row in _table("quantities")["case"]
        for wanted in [frozenset(number for want in row["want"] for number in numbers(want))]
    ]


def numbers(target: Mapping[str, Any]) -> list[str]:
    """The number of a target, and the end of its range, as ``quantities`` has them."""
    unit = target.get("unit") or ""
    values = (target["value"], target.get("value_max"))
    return [as_number(float(value), unit) for value in values if value is not None]


def as_number(value: float, unit: str) -> str:
    """One number in words: 1.2 and 万人 is ``12000``, 95 and % is ``95%``."""
    if unit == "%":
        return f"{value:.6g}%"
    for character in unit:
        if character not in SCALES:
            break
        value *= SCALES[character]
    return f"{value:.6g}"


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


def _count(wanted: Sized) -> str:
    return ("none (a trap)", "one number")[len(wanted)] if len(wanted) < 2 else "several"


def _kind(wanted: Iterable[str]) -> str:
    kinds = {fact.split()[0] for fact in wanted}
    return kinds.pop() if len(kinds) == 1 else "several" if kinds else "none (a trap)"
