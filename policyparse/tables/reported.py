"""The other columns of a row: what a ledger reports of its task, its milestones, and the fields without a name of their own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar

from policyparse import lexicon
from policyparse.extract import deadlines
from policyparse.model import Document, Entry, Field, Finding, Mention, Milestone, Setting, Span
from policyparse.tables.columns import meaning
from policyparse.tables.rows import Row
from policyparse.text.boxes import ticked
from policyparse.text.numerals import share

V = TypeVar("V")

# a share of the work, with or without its sign; 例：40%
_SHARE = re.compile(r"(\d+(?:\.\d+)?)(%?)")


def state(words: str) -> str | None:
    """The state of work that the words say, one of the tracker's; None where they say none. 例：正常推进 is 推进中."""
    bare = ticked(re.sub(r"[\s。]", "", words))
    return next((e.id for e in lexicon.entries("returns", "state") if e.pattern.fullmatch(bare)), None)


def percent(words: str) -> str | None:
    """The whole percentage that the words say (40%, 40, 0.4, 四成, 约40%), None where they say none; 1 may be 1 % or all of it.

    A part of a percent is cut: 99.6% is not done.
    """
    exact = _exact(words)
    return None if exact is None else str(int(exact))


def _exact(words: str) -> Decimal | None:
    said = re.sub(r"^(?:已完成|完成|约|大约|近)+", "", unicodedata.normalize("NFKC", words).strip())
    if (number := share(said)) is None:
        found = _SHARE.fullmatch(said)
        if not found or (found[1] == "1" and not found[2]):
            return None
        number = Decimal(found[1]) if found[2] or Decimal(found[1]) > 1 else Decimal(found[1]) * 100
    return number if number <= 100 else None


def entries(document: Document, row: Row) -> tuple[Mention[Entry], ...]:
    """What the ledger reports, each field once; a state or share that cannot be read stands among the ``fields``.

    A column of progress that says nothing but the state gives it too. 例：完成情况 | 已完成。
    """
    found: dict[str, Mention[Entry]] = {}
    for name, span in row.entries:
        value = _value(name, span.of(document.text))
        kept = "state" if name == "closed" else name
        if name == "note" and ticked(span.of(document.text)) != span.of(document.text):
            kept, value = "state", state(span.of(document.text))
        if value is not None and kept not in found:
            found[kept] = _mention(document, span, Entry(kept, value), f"table.{name}")  # type: ignore[arg-type]
    told = found.get("note")
    if told and told.span and "state" not in found and (said := state(told.value.words)):
        found["state"] = _mention(document, told.span, Entry("state", said), "table.note")
    return tuple(found.values())


def _value(name: str, words: str) -> str | None:
    if name in ("state", "closed"):
        return state(words)
    return percent(words) if name == "percent" else words.strip()


def beside_units(document: Document, noted: Sequence[tuple[str, Span]]) -> tuple[Mention[Entry], ...]:
    """The persons and reports that labels beside the units name, each field once. 例：（责任单位：市教育局，联系人：李某）"""
    found: dict[str, Mention[Entry]] = {}
    for label, span in noted:
        if (name := meaning(label)) in _NOTED:
            entry = Entry(name, span.of(document.text))  # type: ignore[arg-type]
            found.setdefault(name, _mention(document, span, entry, f"label.{name}"))
    return tuple(found.values())


def labelled(document: Document, noted: Sequence[tuple[str, Span]]) -> tuple[Mention[Field], ...]:
    """What the other labels of a bracket of units say, each a field. 例：（牵头单位：市税务局；目标位置：全省前五）"""
    taken = {entry.span for entry in beside_units(document, noted)}
    return tuple(
        _mention(document, span, Field(label, span.of(document.text)), "label.field")
        for label, span in noted
        if span not in taken
    )


def fields(document: Document, row: Row, spoken: frozenset[Span]) -> tuple[Mention[Field], ...]:
    """The columns that nothing else takes, in their order; ``spoken`` are the cells of which a fact was read.

    A share that was cut to a whole percentage stays as it is printed: 98.4%.
    """
    told = [m for m in entries(document, row) if m.span]
    cut = {m.span for m in told if m.value.field == "percent" and (_exact(m.surface) or 0) % 1}
    taken = {m.span for m in told} - cut | spoken
    cells = [*row.fields, *((label, span) for label, span in row.cells if span not in spoken)]
    cells += [(_LABELS.get(name, name), span) for name, span in row.entries if span not in taken]
    return tuple(
        _mention(document, span, Field(label, span.of(document.text)), "table.field")
        for label, span in sorted(cells, key=lambda cell: cell[1])
    )


_NOTED = frozenset({"person", "contact", "remark", "source", "note", "problem", "next_step"})

_LABELS = {
    "state": "状态",
    "closed": "办结状态",
    "percent": "进度",
    "person": "责任人",
    "contact": "联系方式",
    "note": "进展情况",
    "problem": "存在问题",
    "next_step": "下一步",
    "remark": "备注",
    "source": "来源",
    "leader": "责任领导",
    "coordinate": "需协调事项",
}


def milestones(document: Document, row: Row, setting: Setting) -> tuple[Mention[Milestone], ...]:
    """What is to be done by the months, quarters or stages that head the columns."""
    found = []
    for when, span in row.stages:
        times = deadlines.find(document.text, when, setting, column=True)
        day = times[0].value if times else None
        words = when.of(document.text).replace("\n", "")
        stage = Milestone(words, span.of(document.text), day.due if day else None, day.start if day else None)
        found.append(_mention(document, span, stage, "table.milestone"))
    return tuple(found)


def unread(document: Document, row: Row, spoken: frozenset[Span]) -> tuple[Finding, ...]:
    """A finding for each cell of units or times that holds words but gave no fact (law: no default covers it)."""
    return tuple(
        Finding("cell-unread", f"“{label}”一栏的“{span.of(document.text)[:20]}”没有读懂", span)
        for label, span in row.cells
        if span not in spoken
        and re.search(r"单位|时限|分工", label)
        and re.search(r"\w", span.of(document.text))
    )


def _mention(document: Document, span: Span, value: V, rule: str) -> Mention[V]:
    return Mention(span, span.of(document.text), value, rule)


def leader(text: str, persons: Sequence[Span]) -> tuple[Mention[Entry], ...]:
    """The leader that a bracket or a label names (责任领导：张副市长), as a ledger's column would."""
    if not persons:
        return ()
    span = Span(persons[0].start, persons[-1].end)
    words = "、".join(dict.fromkeys(person.of(text) for person in persons))
    return (Mention(span, span.of(text), Entry("leader", words), "label.leader"),)
