"""A page of a file as a picture, and how large the pages are: PDF by pdfium, photos and scans as they are.

Called in the process of the file (``sandbox``). An OFD page and a text have no picture here: they are drawn from their words.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pypdfium2
from PIL import Image, ImageChops, ImageOps, UnidentifiedImageError
from pypdfium2 import raw

from policyparse.errors import UnreadableFile
from policyparse.model import Box
from policyparse.readers import ofd
from policyparse.readers.archive import members
from policyparse.readers.file import MAX_DEPTH, File, load
from policyparse.readers.ofd.content import Content
from policyparse.readers.page.straight import straightened
from policyparse.readers.sniff import ARCHIVE, kind_of

Size = tuple[float, float]
PAPER = 595.32, 841.92
"""A4 in points: as wide is a photo taken to be, as ``readers.ocr`` reads it."""
ABOVE = 0.86
"""The share of a character's size that stands above its base line."""
LONGEST = 4000
"""Pixels of the longer side of a picture."""
_ATTACHED = re.compile(r"附[件表录]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place on a page that is to be marked, with its colour (#rrggbb)."""

    box: Box
    colour: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The width and height of a page in points, whether there is a picture of it, and its characters where the file tells them.

    ``rules`` are the lines to be drawn on a page without a picture: their ends.
    """

    width: float
    height: float
    drawn: bool
    glyphs: tuple[tuple[str, Box], ...] = ()
    rules: tuple[Box, ...] = ()


def sheets(path: Path) -> tuple[Sheet, ...]:
    """The pages of the file; none where its format has no pages.

    Those of an archive are counted on from file to file, as ``readers.read`` reads them.
    """
    return tuple(sheet for file in _files(load(path), 1) for sheet in _sheets(file))


def png(path: Path, page: int, dpi: int, marks: Sequence[Mark] = ()) -> bytes | None:
    """The picture of a page (from 1) as PNG, the places marked; None where the file has no picture of it.

    Raises UnreadableFile where it has no such page, or where the page cannot be drawn.
    """
    before = 0
    for file in _files(load(path), 1):
        count = len(_sheets(file))
        if page <= before + count:
            return _png(file, page - before, dpi, marks)
        before += count
    raise UnreadableFile(f"{path.name}：没有第 {page} 页")


def _files(file: File, depth: int) -> list[File]:
    """The file, or those in an archive in the order in which they are read, attachments behind the rest."""
    if kind_of(file) != ARCHIVE:
        return [file]
    inside = [one for member in members(file) if depth < MAX_DEPTH for one in _files(member, depth + 1)]
    return sorted(inside, key=lambda one: _ATTACHED.search(one.name) is not None)


def _sheets(file: File) -> list[Sheet]:
    try:
        kind = kind_of(file)
        if kind == "pdf":
            with pypdfium2.PdfDocument(file.data) as document:
                return [_sheet(document, number) for number in range(len(document))]
        if kind == "ofd":
            return [_ofd_sheet(*found) for found in ofd.pages(file)]
        if kind == "image":
            return [Sheet(*_paper(frame.size), True) for frame in _frames(file)]
    except (pypdfium2.PdfiumError, UnreadableFile):
        pass  # it was not read either, and its pages were not counted
    return []


def _sheet(document: pypdfium2.PdfDocument, number: int) -> Sheet:
    """A page of a PDF with its characters; without them where it is turned, for their places are those of the unturned page."""
    page = document[number]
    width, height = page.get_size()
    left, bottom, *_ = page.get_cropbox()
    glyphs = []
    if not page.get_rotation():
        text = page.get_textpage()
        for at in range(text.count_chars()):
            box = text.get_charbox(at, loose=True)
            sign = chr(raw.FPDFText_GetUnicode(text.raw, at))
            glyphs.append(
                (sign, (box[0] - left, height + bottom - box[3], box[2] - left, height + bottom - box[1]))
            )
        text.close()
    page.close()
    return Sheet(width, height, True, tuple(glyphs))


def _ofd_sheet(width: float, height: float, content: Content) -> Sheet:
    glyphs = tuple(
        (g.text, (g.left, g.base - ABOVE * g.size, g.right, g.base + (1 - ABOVE) * g.size))
        for g in content.glyphs
    )
    return Sheet(width, height, False, glyphs, tuple(content.segments))


def _png(file: File, page: int, dpi: int, marks: Sequence[Mark]) -> bytes | None:
    kind = kind_of(file)
    if kind == "pdf":
        picture, scale = _rendered(file, page, dpi)
    elif kind == "image":
        picture = straightened(_frames(file)[page - 1])
        scale = picture.width / _paper(picture.size)[0]
    else:
        return None
    made = io.BytesIO()
    _marked(picture, marks, scale).save(made, "PNG", compress_level=3)
    return made.getvalue()


def _rendered(file: File, page: int, dpi: int) -> tuple[Image.Image, float]:
    """The page of a PDF, and how many pixels a point has."""
    try:
        with pypdfium2.PdfDocument(file.data) as document:
            leaf = document[page - 1]
            scale = min(dpi / 72, LONGEST / max(*leaf.get_size(), 1.0))
            picture = leaf.render(scale=scale).to_pil().convert("RGB")
            scanned = not leaf.get_textpage().count_chars()
            return straightened(picture) if scanned else picture, scale
    except pypdfium2.PdfiumError as error:
        raise UnreadableFile(f"{file.name}：第 {page} 页画不出来") from error


def _frames(file: File) -> list[Image.Image]:
    """The pictures of a picture file the right way up."""
    frames = []
    try:
        with Image.open(io.BytesIO(file.data)) as image:
            for number in range(getattr(image, "n_frames", 1)):
                image.seek(number)
                frame = ImageOps.exif_transpose(image).convert("RGB")
                frame.thumbnail((LONGEST, LONGEST))
                frames.append(frame)
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableFile(f"{file.name}：图片已损坏，无法打开") from error
    return frames


def _paper(size: tuple[int, int]) -> Size:
    width, height = size
    wide = PAPER[0] if height >= width else PAPER[1]
    return wide, wide * height / width


def _marked(picture: Image.Image, marks: Sequence[Mark], scale: float) -> Image.Image:
    """The picture with the places tinted as by a marker pen: what is printed stays as dark as it is."""
    for mark in dict.fromkeys(marks):
        left, top, right, bottom = (round(edge * scale) for edge in mark.box)
        area = (
            max(0, left - 1),
            max(0, top - 1),
            min(picture.width, right + 1),
            min(picture.height, bottom + 1),
        )
        if area[0] < area[2] and area[1] < area[3]:
            part = picture.crop(area)
            picture.paste(ImageChops.multiply(part, Image.new("RGB", part.size, mark.colour)), area[:2])
    return picture
