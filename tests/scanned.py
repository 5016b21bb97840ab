"""Scans for the tests, made of the corpora's PDFs: their pages drawn, then worn as a scanner and an office wear them."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pypdfium2
from PIL import Image, ImageDraw

DPI = 150
Picture = Image.Image


def pictures(path: Path, pages: Sequence[int] | None = None) -> list[Picture]:
    """The pages (from 1; all without ``pages``) as pictures."""
    with pypdfium2.PdfDocument(path) as document:
        numbers = range(1, len(document) + 1) if pages is None else pages
        return [document[n - 1].render(scale=DPI / 72).to_pil().convert("RGB") for n in numbers]


def upper(path: Path, page: int) -> Picture:
    """A page of which only the upper third is printed: a model takes its time for each line."""
    image = pictures(path, [page])[0]
    ImageDraw.Draw(image).rectangle([0, image.height // 3, *image.size], fill="white")
    return image


def pdf(images: Sequence[Picture]) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    made = io.BytesIO()
    images[0].save(made, "PDF", save_all=True, append_images=images[1:], resolution=DPI)
    return made.getvalue()


def encoded(images: Sequence[Picture], form: str) -> bytes:
    """The pictures as one file: PNG or JPEG for one, TIFF for several."""
    made = io.BytesIO()
    more = {"save_all": True, "append_images": images[1:]} if len(images) > 1 else {}
    images[0].save(made, form, **more)
    return made.getvalue()


def mixed(path: Path, scanned: Sequence[int]) -> bytes:
    """The PDF with some of its pages (from 1) as pictures instead of text."""
    made = io.BytesIO()
    with pypdfium2.PdfDocument(path) as text, pypdfium2.PdfDocument.new() as whole:
        for number in range(1, len(text) + 1):
            if number in scanned:
                with pypdfium2.PdfDocument(pdf(pictures(path, [number]))) as picture:
                    whole.import_pages(picture)
            else:
                whole.import_pages(text, [number - 1])
        whole.save(made)
    return made.getvalue()


def cut(path: Path, pages: Sequence[int]) -> bytes:
    """The PDF with only these pages (from 1)."""
    made = io.BytesIO()
    with pypdfium2.PdfDocument(path) as text, pypdfium2.PdfDocument.new() as whole:
        whole.import_pages(text, [n - 1 for n in pages])
        whole.save(made)
    return made.getvalue()


def worn(image: Picture, angle: float = 1.3) -> Picture:
    """Laid askew, grey on one side, with noise and specks; the same each time."""
    askew = image.rotate(angle, fillcolor="white", resample=Image.Resampling.BICUBIC)
    light = np.asarray(askew).astype(float)
    chance = np.random.default_rng(1)
    light += chance.normal(0, 12, light.shape)
    height, width = light.shape[:2]
    light *= np.linspace(1, 0.75, width)[None, :, None]
    for y, x in zip(chance.integers(0, height, 300), chance.integers(0, width, 300), strict=True):
        light[y : y + 2, x : x + 2] = 0
    return Image.fromarray(light.clip(0, 255).astype("uint8"))


def sealed(image: Picture, x: float, y: float) -> Picture:
    """With a round red seal of 42 mm about a point (in points of the page), over what is printed there."""
    stamped = image.copy()
    ink = Image.new("RGB", image.size, "white")
    draw = ImageDraw.Draw(ink)
    scale, radius = DPI / 72, 59.5
    box = [(x - radius) * scale, (y - radius) * scale, (x + radius) * scale, (y + radius) * scale]
    draw.ellipse(box, outline=(230, 30, 30), width=6)
    draw.regular_polygon(((x * scale), (y * scale), 18 * scale), 5, fill=(230, 30, 30))
    for turn in range(0, 360, 40):  # the name along the rim, as strokes
        dx, dy = (44 * scale * f(np.radians(turn)) for f in (np.cos, np.sin))
        at = (x * scale + dx, y * scale + dy)
        draw.rectangle([at[0] - 12, at[1] - 12, at[0] + 12, at[1] + 12], outline=(230, 30, 30), width=5)
    return Image.fromarray(np.minimum(np.asarray(stamped), np.asarray(ink)))
