"""Which part of a web page is the document: by the names that government sites give it, else by where the text is.

No extractor library is used: trafilatura and readability-lxml rewrite the tree, and with it go the tables' spans
and the inline styles (centring, weight) by which titles and headings are told; and on pages laid out with nested
tables, as the older government sites are, they lose the text or keep the frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Element = Any

BODY_NAMES = frozenset(
    """
    ucap-content trs_editor trs_ueditor trs_editor_view trs_paper_default custom_unionstyle zoom zoomcon fontzoom
    contenttext pages_content article-content article_content articlecontent article-con articlecon article-body
    wp_articlecontent v_news_content vsb_content vsb_content_2 vsb_content_4 js_content rich_media_content
    news_content newscontent artibody printcontent xxgk_content zwgk_content xl_content xl-content txt_con
    txtcontent detail-content detail_content info-content infocontent conzt ewb-article-info bt-article-02 b12c
    """.split()
)
"""Ids and classes of the element that holds the document, in the publishing systems of government sites (TRS, UCAP,
博达 VSB, WebPlus, WeChat)."""

_FURNITURE_TAGS = frozenset(
    "script style noscript template iframe object embed svg canvas audio video form input select button textarea nav "
    "footer aside map link".split()
)
_FURNITURE_NAME = re.compile(
    r"(?:^|[-_])(?:share|bdshare|bshare|print|qrcode|ewm|erweima|footer|foot|breadcrumbs?|crumbs?|dqwz|position|"
    r"nav|navbar|menu|sidebar|toolbar|related|relate|xgwd|xgjd|xgxx|copyright|banner|pagination|search)(?:$|[-_])",
    re.IGNORECASE,
)
_SHARE_KEPT = 0.9
_BLOCK_TAGS = frozenset(
    "p div td th li h1 h2 h3 h4 h5 h6 section article main center blockquote pre dd dt".split()
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SENTENCE = re.compile(r"[，。；：、]")


def without_furniture(root: Element) -> None:
    """Takes out of the tree what is never part of a document: scripts, forms, menus, hidden elements, share bars."""
    for element in list(root.iter()):
        if element.getparent() is not None and _is_furniture(element):
            _drop(element)


def _is_furniture(element: Element) -> bool:
    if not isinstance(element.tag, str) or element.tag in _FURNITURE_TAGS:
        return True
    if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or ""):
        return not _names(element) & BODY_NAMES  # WeChat hides its text until a script has run
    if element.tag in ("body", "html", "head", "p", "span", "td", "tr", "tbody", "table"):
        return False
    names = _names(element)
    return not names & BODY_NAMES and any(_FURNITURE_NAME.search(n) for n in names) and _weight(element) < 200


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
    whole = _weight(top)
    named = [e for e in top.iter() if _names(e) & BODY_NAMES]
    best = max(named, key=_weight, default=None)
    if best is not None and _weight(best) >= 0.5 * whole:
        return best
    return _densest(top, whole)


def _densest(top: Element, whole: int) -> Element:
    """The deepest element that still holds nearly all of the running text."""
    element = top
    while True:
        child = max(element, key=_weight, default=None)
        if child is None or child.tag in ("p", "span", "font", "tr", "tbody") and _weight(child) < whole:
            break
        if _weight(child) < _SHARE_KEPT * whole:
            break
        element = child
    return element


def _names(element: Element) -> set[str]:
    return set(f"{element.get('id') or ''} {element.get('class') or ''}".lower().split())


def _weight(element: Element) -> int:
    """How much running text stands in the element: its characters outside links, in pieces that are sentences."""
    return sum(len(text) for text in _texts(element) if len(text) > 15 or _SENTENCE.search(text))


def _texts(element: Element) -> Iterator[str]:
    for inner in element.iter():
        if inner.tag != "a" and inner.text and inner.text.strip():
            yield inner.text.strip()
        if inner is not element and inner.tail and inner.tail.strip():
            yield inner.tail.strip()
