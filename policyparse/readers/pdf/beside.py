"""What stands on a page of a PDF beside its own text: annotations, form fields, strokes through words, a scan's picture.

Annotations are no text of the page (ISO 32000-1, 12.5); what they say is told, and what one strikes out is no text.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from policyparse.model import Box
from policyparse.readers.telling import quoted, struck_remark

Char = dict[str, Any]

_MOST = 2_000
"""Annotations of a page that are looked at."""

_SILENT = {"Link", "Popup", "Widget", "StrikeOut"}
WHOLE_PAGE = 0.7
"""A picture over more of the page than this is the page itself, scanned."""


@dataclass(slots=True)
class Beside:
    """What was found beside the text: words of annotations, footnotes and form fields, struck-out and
    hidden words, files; pages that are pictures."""

    notes: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    fields: list[str] = field(default_factory=list)
    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    scanned: list[int] = field(default_factory=list)
    files: bool = False

    def remarks(self) -> Iterator[str]:
        """The sentences for the person who added the file."""
        if self.notes:
            yield f"批注不是正文，未读取：{quoted(self.notes)}"
        if self.footnotes:
            yield f"脚注不是正文，未读取：{quoted([f'“{note}”' for note in self.footnotes])}"
        if self.fields:
            yield f"表单里填写的内容未作为正文读取：{quoted(self.fields)}"
        if self.struck:
            yield struck_remark(self.struck)
        if self.hidden:
            yield f"页面上看不见的文字（隐藏或与纸同色）不是正文，未读取：{quoted([f'“{words}”' for words in self.hidden])}"
        if self.scanned:
            pages = quoted([str(page) for page in self.scanned])
            yield f"第 {pages} 页是整页图片，文字取自文件自带的文字层，可能是识别得来的，请对照图片核对"
        if self.files:
            yield "PDF 里带的附件没有打开，未读取"


def look(page: Any, number: int, found: Beside) -> list[Box]:
    """The boxes that annotations of the page strike out; what else is noted on it goes into ``found``."""
    strokes: list[Box] = []
    for one in _annotations(page):
        kind = _name(one.get("Subtype"))
        if kind == "StrikeOut":
            strokes += _quads(one, float(page.height))
        elif kind == "Widget":
            value = _value(one)
            if value:
                found.fields.append(f"第 {number} 页“{value}”")
        elif kind == "FileAttachment":
            found.files = True
        words = "" if kind in _SILENT else _text(one.get("Contents"))
        if words:
            found.notes.append(f"第 {number} 页“{words}”")
    return strokes


def without_hidden(chars: list[Char], lines: list[Box], height: float, found: Beside) -> list[Char]:
    """The characters that do not begin on one of the lines of hidden words; the others go into ``found``."""
    begins = [(char["matrix"][4], height - char["matrix"][5]) for char in chars] if lines else []
    return _outside(chars, begins, lines, found.hidden)


def unstruck(chars: list[Char], strokes: list[Box], found: Beside) -> list[Char]:
    """The characters that nothing strikes out; the others go into ``found``."""
    middles = [((char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2) for char in chars]
    return _outside(chars, middles, strokes, found.struck)


def _outside(
    chars: list[Char], places: list[tuple[float, float]], boxes: list[Box], found: list[str]
) -> list[Char]:
    if not boxes:
        return chars
    kept, gone = [], ""
    for char, (x, y) in zip(chars, places, strict=True):
        if any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes):
            gone += char["text"]
        else:
            kept.append(char)
    if gone.strip():
        found.append(gone)
    return kept


def has_files(document: Any) -> bool:
    """Whether files are packed into the PDF (7.11.4)."""
    try:
        names = resolve1(resolve1(document.doc.catalog).get("Names")) or {}
        return resolve1(names.get("EmbeddedFiles")) is not None
    except Exception:  # pdfminer raises what its parser trips over
        return False


def _annotations(page: Any) -> Iterator[dict[str, Any]]:
    try:
        listed = resolve1(page.page_obj.annots) or []
        for one in listed[:_MOST]:
            found = resolve1(one)
            if isinstance(found, dict):
                yield found
    except Exception:  # as above: the page itself can still be read
        return


def _quads(annotation: dict[str, Any], height: float) -> Iterator[Box]:
    """The boxes that an annotation marks (12.5.6.10), from the upper left corner of the page."""
    try:
        points = [float(resolve1(n)) for n in resolve1(annotation.get("QuadPoints")) or ()]
    except (TypeError, ValueError):
        return
    for at in range(0, len(points) - 7, 8):
        across, up = points[at : at + 8 : 2], points[at + 1 : at + 8 : 2]
        yield min(across), height - max(up), max(across), height - min(up)


def _value(widget: dict[str, Any]) -> str:
    """What is filled into a form field, its own or its parent's; nothing of a button that is off."""
    holders = [holder for holder in (widget, resolve1(widget.get("Parent"))) if isinstance(holder, dict)]
    if any(_name(holder.get("FT")) == "Sig" for holder in holders):
        return ""  # what a signature holds are no words, and takes longer to unpack than all the rest
    for holder in holders:
        value = resolve1(holder.get("V"))
        words = _name(value) if isinstance(value, PSLiteral) else _text(value)
        if words:
            return "" if words == "Off" else words
    return ""


def _text(said: Any) -> str:
    value = resolve1(said)
    words = decode_text(value) if isinstance(value, bytes) else value if isinstance(value, str) else ""
    return " ".join(words.split())


def _name(said: Any) -> str:
    value = resolve1(said)
    return str(value.name) if isinstance(value, PSLiteral) else ""
