"""A photo or a scan as a picture file (PNG, JPEG, TIFF, BMP, GIF, WebP) → ``Scan``, by OCR."""

from __future__ import annotations

from policyparse.errors import UnreadableFile
from policyparse.model import Scan
from policyparse.readers import ocr
from policyparse.readers.file import File
from policyparse.readers.ocr.pictures import MISSING


def scan(file: File) -> Scan:
    """The text and the tables of each frame, as pages.

    Raises UnreadableFile where the extra ``ocr`` is not installed, the picture is damaged or far too large,
    or nothing can be read on it.
    """
    if not ocr.installed():
        raise UnreadableFile(f"{file.name}：这是图片。{MISSING}")
    from policyparse.readers.ocr import scans

    found = scans.scan(file)
    if not found.blocks:
        raise UnreadableFile(f"{file.name}：图片里没有识别出文字")
    return found
