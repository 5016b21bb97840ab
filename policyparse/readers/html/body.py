"""Which part of a web page is the document: by the names that government sites give it, else by where the
text is.

No extractor library is used: trafilatura and readability-lxml rewrite the tree, and with it go the tables'
spans and the inline styles (centring, weight) by which titles and headings are told; and on pages laid out
with nested tables, as the older government sites are, they lose the text or keep the frame.
"""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from policyparse.readers.html.site_names import web_names

Element = Any

_KEPT_TAGS = frozenset(("html", "head", "body", "table", "tbody", "tr", "td", "p", "span"))
"""Elements that are never furniture by their name alone: too much hangs on them."""

_SHARE_KEPT = 0.9
_LONG = 200
"""What holds more running text than this is no furniture, whatever its name."""

_TABLED = 60
"""The same for a form with a table: what it asks for (姓名, 电话, 验证码) is less."""

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_STRUCK = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_SENTENCE = re.compile(r"[，。；：、]")
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))


def without_furniture(root: Element) -> None:
    """Takes out of the tree what is never part of a document: scripts, forms, menus, hidden elements."""
    whole = _weight(root)
    for element in list(root.iter()):
        if element.getparent() is not None and _is_furniture(element, whole):
            _drop(element)


def without_struck(root: Element) -> list[str]:
    """Takes out of the tree what is struck out, and gives its words."""
    words = []
    for element in list(root.iter("s", "strike", "del")) + list(root.iterfind(".//*[@style]")):
        struck = element.tag in ("s", "strike", "del") or _STRUCK.search(element.get("style") or "")
        if struck and element.getparent() is not None:
            words.append("".join(element.itertext()))
            _drop(element)
    return [one for one in words if one.strip()]


def _is_furniture(element: Element, whole: int) -> bool:
    if not isinstance(element.tag, str) or element.tag in web_names().furniture_tags:
        return True
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        # WeChat and some templates hide the text, or the page, until a script has run
        most = element.tag in ("html", "body") or (_weight(element) > _LONG and 2 * _weight(element) > whole)
        return not most and not _names(element) & web_names().body
    if element.tag in _KEPT_TAGS:
        return False
    if (
        element.tag == "form"
    ):  # one that asks for something: ASP.NET and offices' own systems put the whole page into another
        most = 2 * _weight(element) > whole
        return not most and _weight(element) < (
            _TABLED if any(map(_is_grid, element.iter("table"))) else _LONG
        )
    names = _names(element)
    named = not names & web_names().body and any(web_names().furniture.search(name) for name in names)
    return named and _weight(element) < _LONG


def _drop(element: Element) -> None:
    """Removes the element, keeping the text that follows it."""
    parent, before = element.getparent(), element.getprevious()
    if element.tail:
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            parent.text = (parent.text or "") + element.tail
    parent.remove(element)


def body_of(root: Element) -> Element:
    """The element that holds the document."""
    top = root.find("body")
    top = root if top is None else top
    weights = _weights(top)
    named = [e for e in top.iter() if _names(e) & web_names().body]
    best = max(named, key=lambda e: weights[e], default=None)
    if best is not None and weights[best] >= 0.5 * weights[top]:
        return best
    return _densest(top, weights)


def _densest(top: Element, weights: dict[Element, int]) -> Element:
    """The deepest element that still holds nearly all of the running text; a table of facts with what stands beside it,
    its title above and its notes below, but for links; and a heading with the short lines below it.
    """
    element = top
    while True:
        child = max(element, key=lambda e: weights[e], default=None)
        if child is None or weights[child] < _SHARE_KEPT * weights[top]:
            return element
        if child.tag in _HEADINGS:
            return element
        if child.tag == "table" and _is_grid(child) and element.find(".//a") is None:
            return element
        element = child


def _names(element: Element) -> set[str]:
    return set(f"{element.get('id') or ''} {element.get('class') or ''}".lower().split())


def _weights(top: Element) -> dict[Element, int]:
    """How much running text each element holds: characters outside links, in pieces like sentences or in a table."""
    weights: dict[Element, int] = {}
    gridded = {cell for table in top.iter("table") if _is_grid(table) for cell in table.iter()}
    for _, element in etree.iterwalk(top, events=("end",)):
        read = len if element in gridded else _running
        own = 0 if element.tag == "a" else read((element.text or "").strip())
        weights[element] = own + sum(weights[child] + read((child.tail or "").strip()) for child in element)
    return weights


def _is_grid(table: Element) -> bool:
    """Whether a table holds facts and does not lay out the page: its short cells are text (序号, 市民政局, 6月底前)."""
    rows = list(table.iter("tr"))
    wide = [row for row in rows if len(row.findall("td")) + len(row.findall("th")) > 1]
    return len(wide) > 1 and table.find(".//table") is None and table.find(".//a") is None


def _weight(element: Element) -> int:
    return _weights(element)[element]


def _running(text: str) -> int:
    return len(text) if len(text) > 15 or _SENTENCE.search(text) else 0
