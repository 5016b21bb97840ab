"""File → ``Scan``: what a file says, in its own lines and tables, before anyone asks what it means.

The kind of a file is told by its content (``sniff``), never by its name. A reader knows its format and
nothing of policy documents: page numbers, running headers and private-use characters are handed on as read,
and ``layout`` deals with them. Nothing of a file is ever executed and nothing is fetched.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from policyparse.errors import UnreadableFile
from policyparse.model import Scan
from policyparse.readers.file import File, load
from policyparse.readers.sniff import UNREAD_KINDS, kind_of, name_remark

READERS: dict[str, str] = {
    "pdf": "policyparse.readers.pdf",
    "docx": "policyparse.readers.docx",
    "html": "policyparse.readers.html",
    "txt": "policyparse.readers.text",
}
"""Kind → the module whose ``scan(file)`` reads it; a module is imported when a file of its kind comes."""


def read(path: Path) -> Scan:
    """The file at ``path`` as read.

    Raises UnreadableFile, with a plain Chinese message, for a file that is missing, empty, encrypted,
    damaged, too large, or of a kind that is not read.
    """
    return scan(load(path))


def scan(file: File) -> Scan:
    """The bytes of ``file`` as read; raises UnreadableFile."""
    kind = kind_of(file)
    if kind in UNREAD_KINDS:
        raise UnreadableFile(f"{file.name}：{UNREAD_KINDS[kind]}")
    reader: Callable[[File], Scan] = import_module(READERS[kind]).scan
    scanned = reader(file)
    remark = name_remark(file.name, kind)
    return replace(scanned, remarks=(remark, *scanned.remarks)) if remark else scanned
