"""DOCX → PDF by LibreOffice, its dates and ids set to fixed ones; and the page of each quote."""

from __future__ import annotations

import re
import subprocess
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import pdfplumber

FURNITURE = re.compile(r"^\s*[—-]\s*\d+\s*[—-]\s*$", re.M)


def convert(source: Path, target: Path) -> None:
    """Write the PDF of a DOCX. Raises CalledProcessError where LibreOffice fails or is not there."""
    with tempfile.TemporaryDirectory() as folder:
        home = f"-env:UserInstallation=file://{folder}/home"
        call = ["soffice", home, "--headless", "--convert-to", "pdf", "--outdir", folder, str(source)]
        subprocess.run(call, check=True, capture_output=True, timeout=300)
        target.write_bytes(_fixed((Path(folder) / f"{source.stem}.pdf").read_bytes()))


def _fixed(raw: bytes) -> bytes:
    raw = re.sub(rb"\(D:\d{14}", b"(D:20250101000000", raw)
    return re.sub(rb"<[0-9A-F]{32}>|/[0-9A-F]{32}(?=[\s>])", lambda m: m[0][:1] + b"0" * 32 + m[0][33:], raw)


def pages(path: Path) -> list[str]:
    """The text of each page without its number, then that of its table cells; white space and widths folded."""
    with pdfplumber.open(path) as file:
        return [
            fold(FURNITURE.sub("", page.extract_text())) + fold("".join(_cells(page))) for page in file.pages
        ]


def _cells(page: Any) -> list[str]:
    return [cell or "" for table in page.extract_tables() for row in table for cell in row]


def fold(text: str) -> str:
    """Text without white space, widths folded."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def give_pages(documents: list[dict[str, Any]], texts: list[str]) -> None:
    """Set the page of every quote that has words: where they begin, from the task's own words on."""
    whole, ends, length = "".join(texts), [], 0
    for text in texts:
        length += len(text)
        ends.append(length)
    at = 0
    for document in documents:
        _set(document["conventions"] + document["goals"], whole, ends, 0)
        for task in document["tasks"]:
            at = max(at, whole.find(fold(task["text"])[:12], at))
            _set(task["targets"] + task["deadlines"], whole, ends, at)


def _set(items: list[dict[str, Any]], whole: str, ends: list[int], start: int) -> None:
    for item in items:
        if item["quote"]:
            at = whole.find(fold(item["quote"]["text"]), start)
            at = at if at >= 0 else whole.find(fold(item["quote"]["text"])[:6], start)
            item["quote"]["page"] = sum(end <= at for end in ends) + 1 if at >= 0 else None
