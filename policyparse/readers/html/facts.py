"""What a web page says about its document beside the text: 索引号, 发文机关, 发文字号, 成文日期, 标题,
发布日期.

Sites print them in a table above the text, in a list, or in ``meta`` elements (政府网站发展指引,
国办发〔2017〕47号, annex 2: ArticleTitle, PubDate, ContentSource).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from policyparse.readers.html.site_names import web_names

Element = Any

TITLE = "标题"
_SITE = re.compile(r"\s*(?:[_|]|\s[-–—]\s).*$")
_COLON = re.compile(r"[:：]")
_SPACE = re.compile(r"[\s\u3000\xa0]+")
_LONGEST = 200
_LONGEST_SHEET = 1500


def facts_of(root: Element) -> tuple[tuple[str, str], ...]:
    """The labelled facts of the page, each label once, without blanks in the label."""
    facts: dict[str, str] = {}
    for label, value in (*_sheet_facts(root), *_meta_facts(root)):
        facts.setdefault(label, value)
    titles = (facts[label] for label in web_names().title_labels if label in facts)
    title = next(titles, None) or _headline(root)
    if title:
        facts[TITLE] = title
    return tuple(facts.items())


def without_facts(root: Element) -> None:
    """Takes the tables and lists that are fact sheets out of the tree."""
    for sheet in [e for e in root.iter("table", "ul", "dl") if _is_sheet(e)]:
        parent = sheet.getparent()
        if parent is not None:
            tail = sheet.tail
            index = parent.index(sheet)
            parent.remove(sheet)
            if tail and index:
                parent[index - 1].tail = (parent[index - 1].tail or "") + tail


def _is_sheet(element: Element) -> bool:
    """Whether the element is a fact sheet: two labels or more, and nothing that is long."""
    if element.find(".//table") is not None:
        return False
    pieces = [_clean(text) for text in _cells(element)]
    labels = sum(1 for _ in _pairs(pieces))
    return labels >= 2 and 3 * labels >= len(pieces) and sum(map(len, pieces)) <= _LONGEST_SHEET


def _sheet_facts(root: Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("table", "ul", "dl"):
        if _is_sheet(element):
            yield from _pairs([_clean(text) for text in _cells(element)])
    for element in root.iter("span", "div", "p", "li", "td", "em", "font"):
        if len(element) == 0 and element.text and len(element.text) < 80:
            found = _pair_of(element.text)
            if found:
                yield found


def _pairs(pieces: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Label and value, in one piece (发文字号：云政发〔2024〕3号) or in two that follow each other."""
    waiting: str | None = None
    for text in pieces:
        label = _label(text)
        if label is not None:
            waiting = label
        elif waiting is not None:
            if text and len(text) <= _LONGEST:
                yield waiting, text
            waiting = None
        else:
            found = _pair_of(text)
            if found:
                yield found


def _cells(sheet: Element) -> Iterator[str]:
    """The texts of the cells; of a list item that has its label in an element of its own, both."""
    for cell in sheet.iter("td", "th", "dt", "dd", "li"):
        parts = [_text(child) + (child.tail or "") for child in cell]
        if parts and _label(_clean(parts[0])) is not None and not (cell.text or "").strip():
            yield from (text for text in (parts[0], "".join(parts[1:])) if text.strip())
        else:
            yield _text(cell)


def _pair_of(text: str) -> tuple[str, str] | None:
    head, colon, value = _clean(text).replace(":", "：", 1).partition("：")
    label = _label(head)
    value = value.strip()
    return (label, value) if colon and label and value and len(value) <= _LONGEST else None


def _label(text: str) -> str | None:
    bare = _COLON.sub("", _SPACE.sub("", text)).strip("【】[]")
    return bare if bare in web_names().labels else None


def _meta_facts(root: Element) -> Iterator[tuple[str, str]]:
    for meta in root.iter("meta"):
        label = web_names().meta.get((meta.get("name") or "").lower())
        content = _clean(meta.get("content") or "")
        if label and content:
            yield label, content


def _headline(root: Element) -> str | None:
    """The one h1 of the page, else its title without the site's name."""
    heads = [_clean(_text(h)) for h in root.iter("h1")]
    heads = [h for h in heads if h]
    if len(heads) == 1:
        return heads[0]
    title = root.find(".//title")
    return _SITE.sub("", _clean(_text(title))) or None if title is not None else None


def _text(element: Element) -> str:
    return "".join(element.itertext())


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
