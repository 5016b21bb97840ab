"""The persons that stand beside the units of a cell: 市教育局 李某 · 市水利局（周某） under 责任单位及责任人."""

from __future__ import annotations

import re

from policyparse.extract.units import shape
from policyparse.model import Span

# a header of units that names persons too; 例：责任单位及责任人
_PERSONS_TOO = re.compile(
    r"(?:单位|部门).*(?:责任人|负责人|联系人|联络员)|(?:责任人|负责人|联系人|联络员)[与和及、/／]"
)
# what stands between two signs; 例：市教育局 in 市教育局（李某）
_PARTS = re.compile(r"[^\s:：（）()、，,；;/\d—-]+")
# a person's name, with the post or without, or the post alone; 例：李某 · 局长王某某
_PERSON = re.compile(
    r"(?:党[组委]|常务)?副?(?:书记|[省市县区镇乡局厅院校所队处科股]长|主任|部长|经理|主席)[一-鿿]{0,4}"
    r"|[一-鿿·]{2,4}(?:同志)?|[一-鿿]{1,4}副?(?:书记|[市县区镇乡局厅院校所队处科股]长|主任|部长|经理)"
)

# a name and the telephone behind it, where the words before the number are no label of it; 例：李某 0500-1234567
_WITH_NUMBER = re.compile(
    r"((?![一-鿿]{0,6}(?:电话|手机|热线|传真|座机))[一-鿿·]{2,8})[\s:：，,、（(]*(\d[\d\s-]{5,18}\d)[)）]?"
)

# a telephone; 例：0500-1234567
_TELEPHONE = re.compile(r"(?<![\d-])\d[\d-]{4,12}\d(?![\d-])")
# a post, and the name of who holds it, right behind the unit; 例：县教育局局长李某
_WITH_POST = re.compile(
    r"(?P<unit>[一-鿿]{2,20}?)(?P<who>(?:党[组委]|常务)?副?大?(?:书记|[省市县区镇乡局厅院校所队处科股]长|主任|部长|经理|主席)[一-鿿]{0,4})"
)


_LEVELS = tuple("省市县区镇乡街")
"""With one of these a unit begins, where the name of a person stands right before it."""


def named_beside(label: str) -> bool:
    """Whether a header of units says that persons stand in its cells too."""
    return _PERSONS_TOO.search(label) is not None


def entered(kind: str, text: str, cell: Span) -> tuple[tuple[str, Span], ...]:
    """The entry of a cell of this kind; a person and the telephone behind the name are two: 李某 0500-1234567."""
    found = _WITH_NUMBER.fullmatch(cell.of(text)) if kind in ("person", "contact") else None
    if found is None:
        return ((kind, cell),)
    name, number = (Span(cell.start + a, cell.start + b) for a, b in (found.span(1), found.span(2)))
    return (("person", name), ("contact", number))


def telephone(text: str, cell: Span) -> Span | None:
    """The one telephone of a cell; None where there are several, or none."""
    found = [*_TELEPHONE.finditer(text, cell.start, cell.end)]
    return Span(*found[0].span()) if len(found) == 1 else None


def first(label: str) -> bool:
    """Whether a header of units and persons says that the persons stand before the units: 责任人及责任单位."""
    return re.match("(?:责任人|负责人|联系人|联络员)[与和及、/／]", label) is not None


def split(text: str, cell: Span, *, persons_first: bool = False) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """The spans of the units of a cell and those of the persons beside them; the whole cell where it names only one kind."""
    units: list[Span] = []
    persons: list[Span] = []
    before = ""
    parts = [
        part
        for found in _PARTS.finditer(text, cell.start, cell.end)
        for part in _unglued(text, found, persons_first)
    ]
    for span in parts:
        kind = "person" if _is_person(span.of(text)) else "unit"
        held = persons if kind == "person" else units
        if kind == before:
            held[-1] = Span(held[-1].start, span.end)
        else:
            held.append(span)
        before = kind
    return (tuple(units), tuple(persons)) if units and persons else ((cell,), ())


def _unglued(text: str, found: re.Match[str], persons_first: bool) -> tuple[Span, ...]:
    """The words between two signs, or the unit and the person that lost the blank between them: 市教育局李某, 市教育局局长李某."""
    start, end = found.span()
    for at in (start + 2, start + 3) if persons_first else ():
        if text[at:end][:1] in _LEVELS and shape.is_person(text[start:at]) and shape.is_unit(text[at:end]):
            return (Span(start, at), Span(at, end))
    post = _WITH_POST.fullmatch(found[0])
    if post and shape.is_unit(post["unit"]):
        return (Span(start, start + post.end("unit")), Span(start + post.start("who"), end))
    for at in (end - 2, end - 3) if not shape.is_unit(found[0]) else ():
        if at - start > 2 and shape.is_unit(text[start:at]):
            return (Span(start, at), Span(at, end))
    return (Span(start, end),)


def _is_person(words: str) -> bool:
    return _PERSON.fullmatch(words) is not None and not shape.is_unit(words)
