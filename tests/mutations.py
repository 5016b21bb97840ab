"""Files broken in the ways that their format can break, always the same ones for the same seed."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

Mutation = Callable[[bytes, random.Random], bytes]

_TAG = re.compile(rb"<[^<>]{1,400}>")
_ATTRIBUTE = re.compile(rb'="[^"<>]{0,80}"')
_PDF_WORD = re.compile(rb"\d+ 0 R|\d+ 0 obj|endobj|stream|endstream|/\w+|\d+|<<|>>|\[|\]")
ODD = (b"-1", b"0", b"99999999999", b"1e309", b"NaN", b"", b"\x00", b"&x;", b"../../a", b"\xed\xa0\x80")
"""Values that stand where a number, a name or a place is awaited."""


def bytes_changed(data: bytes, rng: random.Random) -> bytes:
    """A few bytes overwritten, taken out, put in again elsewhere, or the end cut off."""
    broken = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(len(broken) or 1)
        match rng.randrange(4):
            case 0:
                broken[at : at + 1] = bytes([rng.randrange(256)])
            case 1:
                del broken[at : at + rng.randint(1, 60)]
            case 2:
                broken[at:at] = broken[rng.randrange(len(broken) or 1) :][: rng.randint(1, 60)]
            case _ if rng.random() < 0.2:
                del broken[at:]
    return bytes(broken)


def xml_changed(data: bytes, rng: random.Random) -> bytes:
    """A tag left out, doubled, deeply nested or moved; an attribute with an odd value."""
    pattern = _ATTRIBUTE if rng.random() < 0.5 else _TAG
    places = [m.span() for m in pattern.finditer(data)]
    if not places:
        return bytes_changed(data, rng)
    start, end = rng.choice(places)
    piece = data[start:end]
    if pattern is _ATTRIBUTE:
        return data[:start] + b'="' + rng.choice(ODD) + b'"' + data[end:]
    other = rng.choice(places)[0]
    match rng.randrange(4):
        case 0:
            return data[:start] + data[end:]
        case 1:
            return data[:start] + piece * rng.choice((2, 400)) + data[end:]
        case 2:
            return data[:other] + piece + data[other:]
        case _:
            return data[:start] + rng.choice(ODD) + data[end:]


def package_changed(data: bytes, rng: random.Random) -> bytes:
    """One part of a ZIP left out, renamed, stored twice or changed in itself."""
    parts = [(i.filename, zipfile.ZipFile(io.BytesIO(data)).read(i)) for i in _parts(data)]
    at = rng.randrange(len(parts))
    name, part = parts[at]
    match rng.randrange(6):
        case 0:
            del parts[at]
        case 1:
            parts[at] = (rng.choice(("../" + name, "/" + name, name.upper(), name + "\x7f")), part)
        case 2:
            parts[at] = (name, parts[rng.randrange(len(parts))][1])
        case _:
            change = xml_changed if rng.random() < 0.8 else bytes_changed
            parts[at] = (name, change(part, rng))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts:
            package.writestr(name, part)
    return made.getvalue()


def _parts(data: bytes) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(io.BytesIO(data)).infolist()


def pdf_changed(data: bytes, rng: random.Random) -> bytes:
    """A reference, a name, a number or a mark of the structure put in the place of another."""
    places = [m.span() for m in _PDF_WORD.finditer(data)]
    for _ in range(rng.randint(1, 3)):
        start, end = rng.choice(places)
        other = rng.choice(places)
        new = data[slice(*other)] if rng.random() < 0.7 else rng.choice(ODD)
        # of the same length, so that the places of the objects still hold and the reader gets further
        data = data[:start] + new[: end - start].ljust(end - start) + data[end:]
    return data
