"""What a page shows in boxes of its own: pages in frames that the file holds, and the values of fields in a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from policyparse.readers.telling import quoted

Element = Any

_FRAMES = 20
"""Frames that are opened at most, those in frames not among them."""
_LEAST_ROWS = 2
"""Rows of a table in which fields hold words, at least: a search box stands in one."""
_ICON = 8_000
"""A picture of fewer characters than this is an icon, a line or a code to scan."""
_FRAMED = ("iframe", "frame")
_TYPED = frozenset(("", "text", "number", "date", "month", "url"))


def opened(root: Element, tree: Callable[[str], Element], frames: Mapping[str, str]) -> None:
    """Put the page of each frame in its place: what its ``srcdoc`` says, or the page of that address among ``frames``."""
    for frame in list(root.iter(*_FRAMED))[:_FRAMES]:
        page = frame.get("srcdoc") or frames.get(frame.get("src") or "")
        inner = tree(page) if page else None
        body = inner.find("body") if inner is not None else None
        if body is not None:
            frame.tag, frame.text = "div", body.text
            frame.attrib.clear()
            frame[:] = list(body)


def unopened(root: Element) -> str:
    """What to tell of the frames whose pages the file does not hold; "" where there are none."""
    frames = [frame.get("src") for frame in root.iter(*_FRAMED) if frame.get("src")]
    said = f"网页的正文可能在框架里，没有打开：{quoted(frames)}；请打开框架里的那一页，另存后再读"
    return said if frames else ""


def pictures(root: Element) -> Iterator[str]:
    """What to tell of the pictures that the page itself holds."""
    sources = [image.get("src") or "" for image in root.iter("img")]
    count = sum(source.startswith("data:image/") and len(source) > _ICON for source in sources)
    if count:
        yield f"网页里有 {count} 张图片，图片里的文字没有读"


def shown(root: Element) -> None:
    """Make the values of the fields words of their cells, in tables that were filled in (an office's own system, saved)."""
    for table in list(root.iter("table")):
        if table.find(".//table") is not None:
            continue
        held = [
            {field: _value(field) for field in row.iter("input", "textarea", "select")}
            for row in table.iter("tr")
        ]
        if sum(any(values.values()) for values in held) >= _LEAST_ROWS:
            for field, value in ((f, v) for values in held for f, v in values.items()):
                tail = field.tail
                field.clear()
                field.tag, field.text, field.tail = "span", value, tail


def _value(field: Element) -> str:
    if field.tag == "input":
        return (field.get("value") or "").strip() if (field.get("type") or "").lower() in _TYPED else ""
    if field.tag == "textarea":
        return re.sub(r"[ \t]+", " ", field.text or "").strip()
    chosen = [option for option in field.iter("option") if option.get("selected") is not None]
    return "".join(chosen[0].itertext()).strip() if chosen else ""
