"""Word's automatic numbering as the text that Word prints: numbering.xml and a count kept while reading.

ECMA-376, part 1, 17.9: a paragraph names a w:num, which stands for a w:abstractNum with nine levels. All
lists of one abstractNum count together; a ``startOverride`` starts anew where its list is first used.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from policyparse.readers.docx.styles import Numbered, Styles
from policyparse.readers.docx.xml import MC, W, on, val, whole_number
from policyparse.readers.number_formats import formatted
from policyparse.readers.xml import Element

_PRIVATE = re.compile(r"[\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class Level:
    """A w:lvl: ``text`` holds %1 to %9 for the numbers; ``restart`` is its lvlRestart."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    restart: int | None = None
    legal: bool = False
    style: str | None = None
    pad: int = 0


@dataclass(frozen=True, slots=True)
class List:
    """A w:num with its overrides taken in; lists of one ``abstract`` count together."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Count:
    """The numbers last given on each level of an abstractNum."""

    numbers: dict[int, int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)


class Numbering:
    """The lists of a document; ``label`` is asked for each numbered paragraph in the order of the text."""

    def __init__(self, root: Element, styles: Styles) -> None:
        self._abstract: dict[str, Element] = {}
        self._num: dict[str, Element] = {}
        for element in () if root is None else root:
            if element.tag == W + "abstractNum":
                self._abstract[element.get(W + "abstractNumId", "")] = element
            elif element.tag == W + "num":
                self._num[element.get(W + "numId", "")] = element
        self._styles = styles
        self._lists: dict[str, List | None] = {}
        self._counts: dict[str, Count] = {}

    def label(self, numbered: Numbered) -> str:
        """The number that Word prints before the paragraph, with what follows it; counts it. "" for none."""
        which = self._list(numbered.num_id)
        if which is None:
            return ""
        at = _level_of(numbered, which)
        level = which.levels.get(at)
        if level is None:
            return ""
        numbers = self._advance(numbered.num_id, which, at)
        text = _bullet(level.text) if level.format == "bullet" else _spelled(level, which, numbers)
        return text + _after(text, level.suffix)

    def _advance(self, num_id: str, which: List, at: int) -> dict[int, int]:
        """The numbers of all levels, one counted on level ``at``; a level that was skipped counts as begun."""
        count = self._counts.setdefault(which.abstract, Count())
        for above in (i for i in sorted(which.levels) if i < at):
            count.numbers.setdefault(above, which.levels[above].start)
        overridden = at in which.starts and (num_id, at) not in count.begun
        if overridden or at not in count.numbers:
            count.begun.add((num_id, at))
            count.numbers[at] = which.levels[at].start
        else:
            count.numbers[at] += 1
        for deeper in [d for d in count.numbers if d > at]:
            restart = which.levels[deeper].restart if deeper in which.levels else None
            if restart is None or at < restart:
                del count.numbers[deeper]
        return count.numbers

    def _list(self, num_id: str) -> List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read_list(num_id, set())
        return self._lists[num_id]

    def _read_list(self, num_id: str, seen: set[str]) -> List | None:
        num = self._num.get(num_id)
        abstract_id = val(num, "abstractNumId")
        abstract = self._abstract.get(abstract_id or "")
        if num is None or abstract is None or num_id in seen:
            return None
        link = val(abstract, "numStyleLink")
        if link:
            linked = self._read_list(self._style_list(link), seen | {num_id})
            base = linked or List(abstract_id or "", {}, {})
        else:
            base = List(
                abstract_id or "",
                {whole_number(e.get(W + "ilvl")) or 0: _level(e) for e in abstract.iterchildren(W + "lvl")},
                {},
            )
        return _overridden(base, num)

    def _style_list(self, style: str) -> str:
        for holder in self._styles.chain(style):
            num_id = val(holder, "pPr", "numPr", "numId")
            if num_id:
                return num_id
        return ""


def _level(element: Element) -> Level:
    start = whole_number(val(element, "start"))
    form, pad = _format(element)
    return Level(
        start=0 if start is None else start,
        format=form,
        text=val(element, "lvlText") or "",
        suffix=val(element, "suff") or "tab",
        restart=whole_number(val(element, "lvlRestart")),
        legal=bool(on(element, "isLgl")),
        style=val(element, "pStyle"),
        pad=pad,
    )


def _format(element: Element) -> tuple[str, int]:
    """The numFmt and the digits that it pads to; a ``custom`` one (001, 002, …) stands in a Choice."""
    said = element.find(W + "numFmt")
    if said is None:
        said = element.find(f"{MC}AlternateContent/{MC}Choice/{W}numFmt")
    if said is None:
        return "decimal", 0
    form = said.get(W + "val", "decimal")
    if form == "custom":
        return "decimal", len(said.get(W + "format", "").split(",")[0].strip())
    return form, 0


def _overridden(base: List, num: Element) -> List:
    levels, starts = dict(base.levels), dict(base.starts)
    for override in num.iterchildren(W + "lvlOverride"):
        at = whole_number(override.get(W + "ilvl")) or 0
        own = override.find(W + "lvl")
        if own is not None:
            levels[at] = _level(own)
        start = whole_number(val(override, "startOverride"))
        if start is not None:
            starts[at] = start
            levels[at] = replace(levels.get(at, Level()), start=start)
    return List(base.abstract, levels, starts)


def _level_of(numbered: Numbered, which: List) -> int:
    """The level said nearest to the paragraph: outright, or by the style that a level names (17.9.3)."""
    by_style = {level.style: at for at, level in which.levels.items() if level.style}
    for said in numbered.levels:
        at = by_style.get(said) if isinstance(said, str) else said
        if at is not None:
            return at
    return 0


def _spelled(level: Level, which: List, numbers: dict[int, int]) -> str:
    def number(match: re.Match[str]) -> str:
        at = int(match[1]) - 1
        if at not in numbers or at not in which.levels or which.levels[at].format == "bullet":
            return ""
        shown = which.levels[at]
        form = "decimal" if level.legal and shown.format != "none" else shown.format
        return formatted(numbers[at], form).rjust(shown.pad, "0")

    return re.sub(r"%([1-9])", number, level.text)


def _bullet(text: str) -> str:
    """The sign of a bullet; those of symbol fonts have no code of their own and become •."""
    return _PRIVATE.sub("•", text)


def _after(label: str, suffix: str) -> str:
    """A blank after a number that ends in no punctuation (第一条, 1.1), where Word has a tab or blank."""
    if suffix == "nothing" or not label.strip():
        return ""
    return " " if label[-1].isalnum() or label[-1] == "•" else ""
