"""Pages by pypdfium2, five times as fast as pdfplumber has them, and the same.

The two agree on the characters and places of most pages, and on what is drawn there. Wherever they are known to differ the page
is left to pdfplumber: turned pages, words up and down the page, fonts that do not tell their characters, words printed twice in
fonts that the file does not carry.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral

from policyparse.model import Box
from policyparse.readers.pdf.beside import WHOLE_PAGE
from policyparse.readers.pdf.drawings import drawn, extent, objects
from policyparse.readers.pdf.glyphs import Frame, Sheet
from policyparse.readers.pdf.hidden import hidden
from policyparse.readers.pdf.hostile import forms_of
from policyparse.readers.pdf.words import Doubt, Drawn, glyphs_of

_COLLECTIONS = (b"GB1", b"CNS1", b"Japan1", b"Korea1")
"""The character collections of Adobe, whose numbers tell the characters."""


_HELD = 50
"""Pages after which a document is opened anew: pdfium keeps the fonts and the parts of all that it has read."""


class Document:
    """A PDF that is read page by page. Raises PdfiumError where pdfium cannot open it."""

    def __init__(self, data: bytes) -> None:
        self._data, self._read = data, 0
        self._opened = pypdfium2.PdfDocument(data)

    def close(self) -> None:
        """Let go of all that pdfium keeps."""
        self._opened.close()

    def page(self, number: int) -> tuple[Any, pypdfium2.PdfPage]:
        """Pdfium's handle of the document, and a page of it (from 1). Raises PdfiumError where there is none."""
        if self._read == _HELD:
            self.close()
            self._opened, self._read = pypdfium2.PdfDocument(self._data), 0
        self._read += 1
        return self._opened.raw, self._opened[number - 1]


@contextmanager
def opened(data: bytes) -> Iterator[Document | None]:
    """The PDF while it is read, or None where pdfium cannot open it."""
    try:
        document = Document(data)
    except pypdfium2.PdfiumError:
        yield None
        return
    with closing(document):
        yield document


def sheet_of(document: Document, number: int, plumbed: Any) -> Sheet | None:
    """A page (from 1) as pdfplumber has it, or None where it is in doubt or has no words.

    ``plumbed`` is pdfplumber's page, asked for its boxes and its fonts alone.
    """
    if (
        plumbed.page_obj.rotate
        or tuple(plumbed.mediabox) != tuple(plumbed.cropbox)
        or any(plumbed.mediabox[:2])
        or not all(map(_tells, fonts := [*_fonts(plumbed.page_obj.resources)]))
    ):
        return None
    try:
        raw, page = document.page(number)
    except pypdfium2.PdfiumError:
        return None
    frame = Frame(float(plumbed.width), float(plumbed.height), "level")
    text = pdfium.FPDFText_LoadPage(page.raw)
    try:
        found = objects(page.raw)
        if hidden(found, frame.height):
            return None
        words = found.get(pdfium.FPDF_PAGEOBJ_TEXT, [])
        glyphs = glyphs_of(raw, page.raw, text, words, frame, _drawn(fonts))
        rules, grounds = drawn(found.get(pdfium.FPDF_PAGEOBJ_PATH, []), frame.height)
        pictures = map(extent, found.get(pdfium.FPDF_PAGEOBJ_IMAGE, []))
        pictured = max(pictures, default=0.0) > WHOLE_PAGE * frame.width * frame.height
        return Sheet(frame, glyphs, rules, pictured, grounds)
    except Doubt:
        return None
    finally:
        pdfium.FPDFText_ClosePage(text)
        page.close()


def hidden_on(document: Document, number: int, plumbed: Any) -> list[Box]:
    """The boxes of words on a page (from 1) that nobody sees; none where pdfplumber's page is turned or cut."""
    if plumbed.page_obj.rotate or any(plumbed.mediabox[:2]):
        return []
    try:
        _, page = document.page(number)
    except pypdfium2.PdfiumError:
        return []
    try:
        return hidden(objects(page.raw), float(plumbed.height))
    finally:
        page.close()


def _fonts(resources: Any) -> Iterator[dict[str, Any]]:
    """The dictionaries of the fonts that resources name, and those of their forms."""
    waiting, seen = [resolve1(resources)], set[int]()
    while waiting:
        known = waiting.pop()
        if not isinstance(known, dict) or id(known) in seen:
            continue
        seen.add(id(known))
        fonts = resolve1(known.get("Font"))
        for font in fonts.values() if isinstance(fonts, dict) else ():
            if isinstance(found := resolve1(font), dict):
                yield found
        waiting += (resolve1(form.get("Resources")) for form in forms_of(known).values())


def _tells(font: dict[str, Any]) -> bool:
    """Whether a font of many characters says which they are (ISO 32000-1, 9.10.2): what it does not say, pdfium guesses."""
    encoding = resolve1(font.get("Encoding"))
    if "ToUnicode" in font or not isinstance(encoding, PSLiteral) or "Identity" not in str(encoding.name):
        return True
    (below,) = resolve1(font.get("DescendantFonts")) or ({},)
    system = resolve1((resolve1(below) or {}).get("CIDSystemInfo")) or {}
    return resolve1(system.get("Ordering")) in _COLLECTIONS


def _drawn(fonts: Sequence[dict[str, Any]]) -> Drawn | None:
    """What the fonts that are drawn sign by sign say of themselves; None where there are none, or they are not of one face.

    None too where another font has no name (pdfium could not tell it from them), or two widths are one when rounded.
    """
    names: list[str] = []
    widths: dict[int, float] = {}
    try:
        for font in fonts:
            if getattr(resolve1(font.get("Subtype")), "name", "") != "Type3":
                if "BaseFont" not in font:
                    return None
                continue
            names.append(str(resolve1(resolve1(font["FontDescriptor"])["FontName"]).name))
            across, _, slant, *_ = map(resolve1, resolve1(font["FontMatrix"]))
            for told in map(resolve1, resolve1(font["Widths"])):
                wide = told * (across + slant)
                if wide and widths.setdefault(round(1000 * wide), wide) != wide:
                    return None
    except (AttributeError, KeyError, TypeError, ValueError):
        return None  # one that does not say as much
    return Drawn(names[0], widths) if len({name.rpartition("+")[2] for name in names}) == 1 else None
