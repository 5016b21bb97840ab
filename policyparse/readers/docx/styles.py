"""How a DOCX paragraph is set: size, weight, centring, outline level, list; by its chain of styles."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from policyparse.readers.docx.xml import W, on, val, whole_number
from policyparse.readers.xml import Element

_CONTENTS = re.compile(r"toc (?:\d|heading)", re.IGNORECASE)
DEFAULT_HALF_POINTS = 20
"""ECMA-376, 17.3.2.38: the size where nothing says one is 10 points."""


@dataclass(frozen=True, slots=True)
class Numbered:
    """The list of a paragraph; ``levels`` says its level (0 to 8), outright or by a style, nearest first."""

    num_id: str
    levels: tuple[int | str, ...]


class Styles:
    """The styles part, asked for one property of one paragraph at a time."""

    def __init__(self, root: Element) -> None:
        styles = [] if root is None else list(root.iter(W + "style"))
        self._by_id: dict[str, Element] = {s.get(W + "styleId", ""): s for s in styles}
        defaults = [
            s
            for s in styles
            if s.get(W + "type") == "paragraph" and s.get(W + "default") in ("1", "true", "on")
        ]
        self._default: str | None = defaults[0].get(W + "styleId") if defaults else None
        self._base: Element = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.chain = cache(self._chain)

    def _chain(self, style_id: str | None) -> tuple[Element, ...]:
        """The style and those that it is based on, nearest first; a loop of styles ends where it closes."""
        chain: list[Element] = []
        while style_id in self._by_id and self._by_id[style_id] not in chain:
            chain.append(self._by_id[style_id])
            style_id = val(chain[-1], "basedOn")
        return tuple(chain)

    def of_paragraph(self, paragraph: Element) -> tuple[Element, ...]:
        """The chain of styles of a w:p, nearest first."""
        said = val(paragraph, "pPr", "pStyle")
        return self.chain(said if said in self._by_id else self._default)

    def is_contents(self, styles: tuple[Element, ...]) -> bool:
        """Whether the paragraph is a line of a table of contents, by Word's own styles TOC 1 to TOC 9."""
        return bool(styles) and bool(_CONTENTS.fullmatch(val(styles[0], "name") or ""))

    def size(self, run: Element, styles: tuple[Element, ...]) -> float:
        """The type size of a w:r in points."""
        for properties in self._run_properties(run, styles):
            size = whole_number(val(properties, "sz"))
            if size:
                return size / 2
        return DEFAULT_HALF_POINTS / 2

    def flag(self, run: Element, styles: tuple[Element, ...], tag: str) -> bool:
        """An on/off property of a w:r (b, vanish): what is said nearest to it."""
        said = (on(properties, tag) for properties in self._run_properties(run, styles))
        return next((value for value in said if value is not None), False)

    def _run_properties(self, run: Element, styles: tuple[Element, ...]) -> list[Element]:
        own = run.find(W + "rPr")
        chain = (*self.chain(val(own, "rStyle")), *styles)
        found = [own, *(style.find(W + "rPr") for style in chain), self._base]
        return [properties for properties in found if properties is not None]

    def centred(self, paragraph: Element, styles: tuple[Element, ...]) -> bool:
        """Whether the paragraph is set in the middle."""
        said = (val(properties, "jc") for properties in _paragraph_properties(paragraph, styles))
        return next((value for value in said if value), "") == "center"

    def heading(self, paragraph: Element, styles: tuple[Element, ...]) -> int | None:
        """The outline level, 1 to 9, or None for body text."""
        for properties in _paragraph_properties(paragraph, styles):
            level = whole_number(val(properties, "outlineLvl"))
            if level is not None:
                return level + 1 if 0 <= level < 9 else None
        return None

    def numbered(self, paragraph: Element, styles: tuple[Element, ...]) -> Numbered | None:
        """The list of the paragraph, by its own numPr or else its styles'; None where it is in none."""
        levels: list[int | str] = []
        for holder in (paragraph, *styles):
            if holder is not paragraph:
                levels.append(holder.get(W + "styleId", ""))
            properties = holder.find(f"{W}pPr/{W}numPr")
            level = whole_number(val(properties, "ilvl"))
            if level is not None:
                levels.append(level)
            num_id = val(properties, "numId")
            if num_id == "0":
                return None
            if num_id is not None:
                rest = (style.get(W + "styleId", "") for style in styles)
                return Numbered(num_id, (*levels, *rest))
        return None


def _paragraph_properties(paragraph: Element, styles: tuple[Element, ...]) -> list[Element]:
    found = [holder.find(W + "pPr") for holder in (paragraph, *styles)]
    return [properties for properties in found if properties is not None]
