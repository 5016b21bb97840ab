"""Pages that are pictures → pages of rows and tables: those of a PDF without text, photos, and scans in TIFF.

Loads the OCR packages; call only where ``ocr.installed()``.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pypdfium2
from PIL import Image, ImageOps, ImageSequence, UnidentifiedImageError

from policyparse.errors import UnreadableFile
from policyparse.model import Box, Scan
from policyparse.readers import limits, ocr
from policyparse.readers.file import File
from policyparse.readers.ocr import image
from policyparse.readers.ocr.image import Picture
from policyparse.readers.ocr.rows import Body, Word, body_of, glyphs, skew, typed, word
from policyparse.readers.page import level
from policyparse.readers.page.columns import seen
from policyparse.readers.page.grids import is_frame
from policyparse.readers.page.lines import GlyphRow, rows_of
from policyparse.readers.page.pages import Page, blocks_of
from policyparse.readers.page.tables import TablePart, part_of, table_of
from policyparse.readers.page.white import Bar

DPI = 200
LONGEST = 2600
"""Pixels of the longer side of a page, whatever its size."""

MOST_PIXELS = 80_000_000
PAPER = (595.0, 842.0)
"""A4 in points: what a photo is taken to show."""

ASKEW = 40.0
"""Points by which a page may lie beside the one before."""

UNSURE = 0.8
"""A word of a lower score may well be wrong."""

FEWEST_BARS = 3
"""Level rules with which a page may hold a table without upright ones; with fewer, the columns are told by its words alone."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A picture as read: what stands on it, straightened, in points."""

    number: int
    width: float
    height: float
    pieces: tuple[Word, ...]
    tables: tuple[tuple[Box, ...], ...]
    bars: tuple[Bar, ...] = ()


def scan(file: File) -> Scan:
    """A picture file, each frame of it a page; raises UnreadableFile where it cannot be opened."""
    sheets = [_sheet(picture, n, *_paper(picture)) for n, picture in enumerate(_frames(file), start=1)]
    pages = pages_of(sheets)
    return Scan(
        name=file.name,
        format="image",
        sha256=file.sha256,
        blocks=blocks_of(pages),
        pages=len(sheets),
        unread=tuple(page.number for page in pages if not page.rows and not page.parts),
        remarks=remarks(sheets),
    )


def sheets_of(file: File, numbers: Sequence[int]) -> Iterator[Sheet]:
    """The pages of a PDF with these numbers (from 1) as pictures read; those that cannot be drawn are left out."""
    try:
        document = pypdfium2.PdfDocument(file.data)
    except pypdfium2.PdfiumError:
        return
    with document:
        for done, number in enumerate(numbers, start=1):
            drawn = _drawn(document, number)
            if drawn is not None:
                yield _sheet(drawn[0], number, *drawn[1])
            limits.tell(done, len(numbers))


def _drawn(document: pypdfium2.PdfDocument, number: int) -> tuple[Picture, tuple[float, float]] | None:
    """The picture of a page, and its size in points."""
    try:
        page = document[number - 1]
        width, height = page.get_size()
        scale = min(DPI / 72, LONGEST / max(width, height, 1.0))
        picture = page.render(scale=scale).to_pil().convert("RGB")
        page.close()
    except pypdfium2.PdfiumError:
        return None
    return np.asarray(picture), (width, height)


def sheet_of(file: File, number: int, width: float, height: float) -> list[Sheet]:
    """A picture that fills a page of that size in points, read; none where it cannot be opened."""
    try:
        return [_sheet(picture, number, width, height) for picture in _frames(file)][:1]
    except UnreadableFile:
        return []


def pages_of(sheets: Sequence[Sheet]) -> list[Page]:
    """The sheets as pages of rows and tables, set in the sizes that the whole of them speaks for."""
    body = body_of([each for sheet in sheets for each in sheet.pieces])
    pages: list[Page] = []
    for sheet in sheets:
        pages.append(_page(sheet, body, pages[-1].parts[-1:] if pages else []))
    return pages


def remarks(sheets: Sequence[Sheet]) -> tuple[str, ...]:
    """For the clerk: which pages were read by OCR, and where it was not sure."""
    if not sheets:
        return ()
    said = [f"{_listed(sheet.number for sheet in sheets)}为图片，文字由识别得来，请抽查核对"]
    for sheet in sheets:
        doubtful = [each.text for each in sheet.pieces if each.score < UNSURE]
        if doubtful:
            said.append(
                f"第 {sheet.number} 页有 {len(doubtful)} 处识别把握不大：{'；'.join(doubtful[:3])[:60]}"
            )
    return tuple(said)


def _listed(numbers: Iterator[int]) -> str:
    """第 1、3—7 页, for 1, 3, 4, 5, 6 and 7."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return f"第 {'、'.join(str(r[0]) if len(r) == 1 else f'{r[0]}—{r[-1]}' for r in runs)} 页"


# ---- pictures ------------------------------------------------------------------------------------------


def _frames(file: File) -> Iterator[Picture]:
    try:
        with Image.open(io.BytesIO(file.data)) as image:
            if image.width * image.height > MOST_PIXELS:
                raise UnreadableFile(f"{file.name}：图片过大（{image.width}×{image.height}），不予读取")
            frames = getattr(image, "n_frames", 1)
            limits.check_pages(file.name, frames)
            for done, frame in enumerate(ImageSequence.Iterator(image), start=1):
                yield _rgb(frame)
                limits.tell(done, frames)
    except Image.DecompressionBombError as error:
        raise UnreadableFile(f"{file.name}：图片过大，不予读取") from error
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnreadableFile(f"{file.name}：图片已损坏，无法打开") from error


def _rgb(frame: Image.Image) -> Picture:
    """The picture the right way up, transparent parts white, not larger than is read."""
    upright = ImageOps.exif_transpose(frame)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        clear = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", clear.size, "white"), clear)
    upright = upright.convert("RGB")
    upright.thumbnail((LONGEST, LONGEST))
    return np.asarray(_enlarged(upright))


def _enlarged(picture: Image.Image) -> Image.Image:
    """The picture at the resolution at which pages are drawn, where it has less: small type is read better."""
    wide = PAPER[0] if picture.height >= picture.width else PAPER[1]
    factor = min(wide * DPI / 72 / picture.width, LONGEST / max(picture.size))
    if factor <= 1.05 or image.is_even(np.asarray(picture)):
        return picture
    size = round(picture.width * factor), round(picture.height * factor)
    return picture.resize(size, Image.Resampling.BICUBIC)


def _paper(picture: Picture) -> tuple[float, float]:
    """The size in points of what a picture shows: as wide as A4 lies."""
    height, width = picture.shape[:2]
    wide = PAPER[0] if height >= width else PAPER[1]
    return wide, wide * height / width


# ---- what stands on one --------------------------------------------------------------------------------


def _sheet(picture: Picture, number: int, width: float, height: float) -> Sheet:
    if image.is_even(picture):
        return Sheet(number, width, height, (), ())
    grey, worn = image.black(picture, picture.shape[1] / width)
    coloured = image.red(picture, picture.shape[1] / width)
    if coloured is None and image.is_blank(grey):
        return Sheet(number, width, height, (), ())
    found, quarters = _upright(grey)
    grey = np.rot90(grey, quarters).copy()
    width, height = (height, width) if quarters % 2 else (width, height)
    if coloured is not None:
        reds = ocr.words(np.rot90(coloured, quarters).copy())
        found = (*found, *(word for word in reds if not any(_covers(word, other) for other in found)))
    scale = grey.shape[1] / width
    angle = skew((word.text, word.quad) for word in found)
    centre = (width / 2, height / 2)
    pieces = [
        word(typed(w.text, worn), [(x / scale, y / scale) for x, y in w.quad], w.score, angle, centre)
        for w in found
    ]
    straight = image.turned(grey, -angle) if abs(angle) > 0.1 else grey
    ink = image.inked(straight, scale)
    ruled, bars = map(tuple, image.tables(ink, scale)), tuple(image.bars(ink, scale))
    return Sheet(number, width, height, tuple(pieces), tuple(ruled), bars)


def _upright(grey: Picture) -> tuple[tuple[ocr.Word, ...], int]:
    """The words, and the quarter turns to the left that make the picture upright."""
    best = ocr.words(grey)
    long = [word for word in best if len(word.text) >= 3]
    level = sum(_side(word, 0, 1) > _side(word, 0, 3) for word in long)
    if level > len(long) / 2 and _sure(best) > 0.85:
        return best, 0
    turns = {
        turn: ocr.words(np.rot90(grey, turn).copy()) for turn in ((2,) if level > len(long) / 2 else (1, 3))
    }
    turn = max(turns, key=lambda t: _worth(turns[t]))
    if level <= len(long) / 2 < len(long) or _worth(turns[turn]) > 1.2 * _worth(best):
        return turns[turn], turn
    return best, 0


def _sure(words: Sequence[ocr.Word]) -> float:
    return sum(word.score * len(word.text) for word in words) / sum(len(word.text) for word in words)


def _side(word: ocr.Word, start: int, end: int) -> float:
    (a, b), (c, d) = word.quad[start], word.quad[end]
    return abs(a - c) + abs(b - d)


def _worth(words: Sequence[ocr.Word]) -> float:
    return sum(len(word.text) * max(0.0, word.score - 0.5) for word in words)


def _covers(word: ocr.Word, other: ocr.Word) -> bool:
    """Whether the middle of the word lies in the other."""
    x = sum(p[0] for p in word.quad) / 4
    y = sum(p[1] for p in word.quad) / 4
    xs, ys = [p[0] for p in other.quad], [p[1] for p in other.quad]
    return min(xs) <= x <= max(xs) and min(ys) <= y <= max(ys)


def _page(sheet: Sheet, body: Body, above: Sequence[TablePart]) -> Page:
    """The page of a sheet; ``above`` is the last table of the page before, which may go on here."""
    characters = glyphs(sheet.pieces, body, sheet.height)
    shift = _shift(above[0].boxes, sheet.tables[0]) if above and sheet.tables else 0.0
    parts: list[TablePart] = []
    for boxes in sheet.tables:
        part, rest = part_of(sheet.number, boxes, characters)
        if not is_frame(table_of([part]).cells):
            parts.append(
                replace(part, boxes=tuple((x0 + shift, y0, x1 + shift, y1) for x0, y0, x1, y1 in boxes))
            )
            characters = rest
    rows: Sequence[GlyphRow] = rows_of(characters)
    if len(sheet.bars) >= FEWEST_BARS:
        rows, more = level.parts(sheet.number, rows, sheet.bars, parts, level.Above(), sheet.height)
        parts += more
    return Page(sheet.number, sheet.width, sheet.height, seen(rows), parts)


def _shift(above: Sequence[Box], here: Sequence[Box]) -> float:
    """How far a table lies beside the one before, where both are as wide: pages do not lie alike in a scanner."""
    left, right = (min(b[0] for b in above), max(b[2] for b in above))
    gap, other = left - min(b[0] for b in here), right - max(b[2] for b in here)
    return (gap + other) / 2 if abs(gap) < ASKEW and abs(gap - other) < 6 else 0.0
