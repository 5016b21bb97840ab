"""What a PDF unpacks to, asked before a reader unpacks it: swollen streams, and forms that draw themselves."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from pdfminer.pdftypes import PDFStream, resolve1

from policyparse.readers.file import MAX_MEMBER, MAX_UNPACKED, MEGABYTE, File, HostileFile

MAX_STREAM = 32 * MEGABYTE
"""Bytes of one stream that is no picture; the largest drawings of a page have a few megabytes, whole fonts 20."""

MAX_DRAWN = 100_000
"""Forms drawn by one form, with all that these draw in turn."""

_START = re.compile(rb"stream\r?\n(?<!endstream\n)(?<!endstream\r\n)")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")
_DO = re.compile(rb"/([^\s/()<>\[\]{}%]+)\s+Do\b")
_POINTER = re.compile(rb"obj\s+(\d{1,10})\s+\d{1,5}\s+R\s+endobj\b")
_NUMBER = re.compile(rb"\b(\d{1,10})\s+\d{1,5}\s+$")
_HEAD = 4096
"""Bytes before a stream in which its dictionary is looked for, and before ``obj`` its number."""


def check_streams(file: File) -> None:
    """Raises HostileFile where a stream, or all of them, unpack to more than any document holds.

    A stream is unpacked as often as it is packed (its filters may be named anywhere), piece by piece, and not kept.
    """
    whole = 0
    for head, start in _streams(file.data):
        most = MAX_MEMBER if _PICTURE.search(head) else MAX_STREAM
        size = _unpacked(file.data, start, most)
        whole += size
        if size > most or whole > MAX_UNPACKED:
            raise HostileFile(f"{file.name}：压缩内容异常（展开后过大），不予读取")


def _streams(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The words before each stream that is packed, and where it starts."""
    for match in _START.finditer(data):
        if _is_packed(data[match.end() : match.end() + 2]):
            head = data[max(0, match.start() - _HEAD) : match.start()]
            yield head[head.rfind(b"obj") + 1 :], match.end()


def _is_packed(head: bytes) -> bool:
    """Whether data starts as zlib's does (RFC 1950): method 8, and a multiple of 31."""
    return len(head) == 2 and head[0] & 15 == 8 and (head[0] << 8 | head[1]) % 31 == 0


def _unpacked(data: bytes, start: int, most: int) -> int:
    """How many bytes the data from ``start`` on unpack to, at last; more than ``most`` is not counted on."""
    packer, size, kept = zlib.decompressobj(), 0, bytearray()
    piece = memoryview(data)[start : start + MEGABYTE]
    try:
        while size <= most and not packer.eof and (piece or packer.unconsumed_tail):
            out = packer.decompress(packer.unconsumed_tail or piece, MEGABYTE)
            if not packer.unconsumed_tail:
                start += len(piece)
                piece = memoryview(data)[start : start + MEGABYTE]
            if size == 0 or kept:
                kept += out if size or _is_packed(out[:2]) else b""
            size += len(out)
    except zlib.error:
        pass  # damaged from here on: what came before counts
    return max(size, _unpacked(bytes(kept), 0, most)) if kept and size <= most else size


def check_pointers(file: File) -> None:
    """Raises HostileFile where objects that only point to another lead back to themselves: 4 0 obj 4 0 R endobj."""
    leads = dict(_leads(file.data))
    while leads:
        seen, at = set[int](), next(iter(leads))
        while at in leads:
            seen.add(at)
            at = leads.pop(at)
        if at in seen:
            raise HostileFile(f"{file.name}：PDF 里的对象循环引用，不予读取")


def _leads(data: bytes) -> Iterator[tuple[int, int]]:
    """The numbers of the objects that only point to another, with those of the others."""
    for match in _POINTER.finditer(data):
        if number := _NUMBER.search(data[max(0, match.start() - _HEAD) : match.start()]):
            yield int(number[1]), int(match[1])


def check_forms(file: File, sheets: list[Any]) -> None:
    """Raises HostileFile where a form of a page draws itself, or very many others in turn."""
    drawn = _Drawn(file.name)
    for sheet in sheets:
        resources = resolve1(sheet.page_obj.resources) or {}
        for form in forms_of(resources).values():
            drawn.by(form, resources)


def forms_of(resources: Any) -> Mapping[str, PDFStream]:
    """The forms that a dictionary of resources names."""
    named = resolve1(resources.get("XObject")) if isinstance(resources, dict) else None
    if not isinstance(named, dict):
        return {}
    found = {name: resolve1(one) for name, one in named.items()}
    return {
        name: one
        for name, one in found.items()
        if isinstance(one, PDFStream) and getattr(one.get("Subtype"), "name", "") == "Form"
    }


class _Drawn:
    """How many forms each form draws, with all that these draw in turn; each is looked at once."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._known: dict[tuple[int, int], int | None] = {}

    def by(self, form: PDFStream, above: Any) -> int:
        """The count for a form; ``above`` are the resources of what draws it, which are its own where it has none."""
        resources = resolve1(form.get("Resources")) or above
        key = id(form), id(resources)
        if key not in self._known:
            self._known[key] = None
            inner = forms_of(resources)
            names = [name.decode("latin-1") for name in _DO.findall(form.get_data())] if inner else []
            self._known[key] = 1 + sum(self.by(inner[name], resources) for name in names if name in inner)
        count = self._known[key]
        if count is None or count > MAX_DRAWN:
            raise HostileFile(f"{self._name}：PDF 里的图形层层自引，不予读取")
        return count
